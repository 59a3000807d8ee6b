"""`station screenshots DIR`: every page as a picture, in both languages, light and dark, at the sizes it must fit.

    DIR/zh-light-1366x768/home.png …          seven looks more, and one at 175 %

The pictures come from the real program over a real demo vault, entered with its accounts: takes are recorded at the
virtual counter, the recording page is photographed during a take whose clock is held, and replay plays the sealed file.
The recovery kit that is photographed is one of nothing. No screen is needed.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from rich.console import Console

from app.counter import LIBRARY, prepare_case
from app.demo import ADMINISTRATOR, SUPERVISOR, Counter, enter_as, open_counter
from app.devices import VirtualDevices
from app.model import CaseId, Mark, TakeId, Utterance
from app.session.case import read_case
from app.session.runner import SessionView
from app.session.states import Listening
from app.session.take import TakeReport
from app.station import RecoveryKit
from app.vault.recovery import make_seed, make_shares
from media.clock import FastClock
from ui.application import Application
from ui.customer.window import CustomerWindow
from ui.desk import PageId
from ui.kit.ask import ReasonDialog
from ui.kit.second_person import SecondPersonDialog
from ui.pages.preflight import PreflightPage
from ui.pages.replay import ReplayPage
from ui.pages.review import ReviewPage
from ui.pages.setup import KIT, SetupPage
from ui.pages.wizard import WizardPage
from ui.settings.words import Tab

log = logging.getLogger("window")

SETTLE_MS = 150
MOST_MS = 300_000
AGREES, REFUSES = "同意", "不同意"
SCRIPTS = {"demo-life": "bank-life-over-1y", "demo-wealth": "bank-wealth-r3"}
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class View:
    """One way in which every page is photographed."""

    language: str
    is_dark: bool
    width: int
    height: int
    scale_percent: int = 100

    @property
    def name(self) -> str:
        scale = f"-{self.scale_percent}" if self.scale_percent != 100 else ""
        return f"{self.language}-{'dark' if self.is_dark else 'light'}-{self.width}x{self.height}{scale}"


VIEWS = (
    *(
        View(language, dark, width, height)
        for language in ("zh", "en")
        for dark in (False, True)
        for width, height in ((1366, 768), (1920, 1080))
    ),
    View("zh", False, 1920, 1080, 175),
)


def take_screenshots(folder: Path, only: Sequence[str], *, console: Console) -> int:
    """Photograph every page into `folder` (or `only` those whose name begins so); how many pictures there are."""
    with (
        TemporaryDirectory(prefix="screenshots-") as scratch,
        open_counter(Path(scratch) / "demo", "bank-life-over-1y", is_elder=True) as counter,
    ):
        studio = _Studio(counter, folder, only, console)
        try:
            studio.shoot_all()
        finally:
            studio.close()
    return studio.count


class _Studio:
    """The program, the looks, and the order of the session."""

    def __init__(self, counter: Counter, folder: Path, only: Sequence[str], console: Console) -> None:
        self.count = 0
        self._counter = counter
        self._folder = folder
        self._only = tuple(only)
        self._console = console
        self._program = Application(counter.station.settings)
        self._desk = self._program.desk
        self._clock = FastClock()
        self._language = ""
        self._desk.clock = self._clock
        self._ended: list[object] = []
        self._desk.take_ended.connect(self._ended.append)
        self._program.window.show()

    def close(self) -> None:
        self._desk.station = self._desk.devices = None  # whoever opened them closes them
        self._program.finish()

    def shoot_all(self) -> None:
        desk, counter = self._desk, self._counter
        self._shoot_setup()
        desk.go(PageId.UNLOCK)
        self._shoot("unlock")
        desk.station, desk.devices = counter.station, counter.devices
        desk.station_changed.emit()
        desk.go(PageId.HOME)
        self._shoot("home-empty")
        self._shoot_wizard()
        desk.go(PageId.PREFLIGHT, prepared=counter.prepared)
        preflight = self._page(PageId.PREFLIGHT, PreflightPage)
        self._wait(lambda: preflight.is_ready)
        self._settle(1500)
        self._shoot("preflight")
        desk.go(PageId.HOME)
        self._record_others()
        take_id = self._shoot_take()
        desk.go(PageId.REVIEW, take_id=take_id)
        self._wait(lambda: not desk.bridge.is_busy)
        self._shoot("review")
        self._shoot_second_person()
        self._enter_as(SUPERVISOR)
        desk.go(PageId.HOME)
        self._shoot("home")
        self._shoot_replay(take_id)
        self._shoot_page(PageId.RETENTION)
        self._enter_as(ADMINISTRATOR)
        for page in (PageId.ACCOUNTS, PageId.KEYS, PageId.AUDIT):
            self._shoot_page(page)
        for tab in Tab:
            desk.go(PageId.SETTINGS, section=tab.value)
            self._settle(400)
            self._shoot(f"settings-{tab.value}")
        desk.go(PageId.HELP)
        self._shoot("help")

    def _enter_as(self, account: str) -> None:
        self._wait(lambda: not self._desk.bridge.is_busy)
        self._desk.station = enter_as(self._counter, account)
        self._desk.station_changed.emit()

    def _shoot_page(self, page: PageId) -> None:
        self._desk.go(page)
        self._wait(lambda: not self._desk.bridge.is_busy)
        self._shoot(page.value)

    # ------------------------------------------------------------------ pages with a state

    def _shoot_setup(self) -> None:
        self._desk.go(PageId.SETUP)
        page = self._page(PageId.SETUP, SetupPage)
        self._wait(lambda: not self._desk.bridge.is_busy)
        for number in range(KIT):
            page.show_sheet(number)
            self._shoot(f"setup-{number + 1}")
        page.show_kit(RecoveryKit(make_shares(make_seed()), self._counter.station.key.id))
        self._shoot("setup-4")
        page.kit.forget()

    def _shoot_second_person(self) -> None:
        """A dialog keeps the language and the size in which it was opened."""
        self._program.theme.set(scale_percent=100)
        page = self._page(PageId.REVIEW, ReviewPage)
        for language, why in (("zh", "客户带错了证件"), ("en", "wrong papers")):
            self._speak(language)
            page.on_void()
            (reason,) = page.findChildren(ReasonDialog, options=Qt.FindChildOption.FindDirectChildrenOnly)
            reason.set_text(why)
            reason.accept()
            (second,) = page.findChildren(SecondPersonDialog)
            self._shoot("second-person", second, language)
            second.reject()
            self._settle(SETTLE_MS)

    def _shoot_wizard(self) -> None:
        self._desk.go(PageId.WIZARD)
        page = self._page(PageId.WIZARD, WizardPage)
        self._settle(500)
        page.fill(self._counter.prepared)
        for number in range(3):
            page.show_sheet(number)
            self._shoot(f"wizard-{number + 1}")
        page.forget()

    def _record_others(self) -> None:
        """A few short takes that end otherwise, so that the list on the home page is one."""
        own = self._counter.devices
        for number, (case, says, end) in enumerate(
            (("demo-life", REFUSES, None), ("demo-wealth", AGREES, "clerk"), ("demo-life", AGREES, "customer")), 1
        ):
            made = read_case(LIBRARY / "cases" / f"{case}.yaml", date.today())
            prepared = prepare_case(replace(made, id=CaseId(f"{made.id}-{number}")), SCRIPTS[case], seed=number)
            self._desk.devices = VirtualDevices({"default": [says]})
            self._desk.begin_take(prepared, listeners=[partial(self._end_early, end)])
            self._wait(lambda: bool(self._ended))
            self._ended.clear()
            self._desk.devices.close()
        self._desk.devices = own

    def _end_early(self, by: str | None, news: Mark | Utterance | SessionView) -> None:
        take = self._desk.take
        if take is not None and isinstance(news, Mark) and news.kind == "step_passed":
            if by == "clerk":
                take.end("customer_leaves")
            elif by == "customer":
                take.customer_stops()

    def _shoot_take(self) -> TakeId:
        """Photograph a take at three moments, the clock held at each."""
        desk = self._desk
        window = CustomerWindow(desk)
        held: list[str] = []
        seen: set[str] = set()

        def hold(news: Mark | Utterance | SessionView) -> None:
            """On the take's deciding thread: whatever comes next waits."""
            moment = _moment(news, desk.take.view if desk.take is not None else None)
            if moment and moment not in seen:
                seen.add(moment)
                self._clock.hold()
                held.append(moment)

        desk.take_changed.connect(lambda: desk.go(PageId.RECORDING) if desk.is_recording else None)
        desk.begin_take(self._counter.prepared, listeners=[hold])
        window.resize(1280, 800)
        window.show()
        while not self._ended:
            self._wait(lambda: bool(held or self._ended))
            if held:
                moment = held.pop()
                self._settle(600)
                self._shoot(f"recording-{moment}")
                self._shoot(f"customer-{moment}", window)
                self._clock.release()
        window.close()
        report = self._ended[0]
        assert isinstance(report, TakeReport), report
        return report.take.id

    def _shoot_replay(self, take_id: TakeId) -> None:
        self._desk.go(PageId.REPLAY, take_id=take_id, reason="screenshots", at_ns=40_000_000_000)
        page = self._page(PageId.REPLAY, ReplayPage)
        self._wait(lambda: page.has_picture)
        self._settle(800)
        self._shoot("replay")
        self._tamper(take_id)
        self._desk.go(PageId.HOME)
        self._desk.go(PageId.REPLAY, take_id=take_id, reason="screenshots")
        self._wait(lambda: page.stage.is_refusing)
        self._shoot("replay-tampered")

    def _tamper(self, take_id: TakeId) -> None:
        """Flip one bit in the middle of the package's file."""
        station = self._counter.station
        file = station.settings.folder.root / station.vault.take(take_id).path
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)

    def _page(self, page_id: PageId, kind: type[P]) -> P:
        page = self._program.window.page(page_id)
        assert isinstance(page, kind)
        return page

    # ------------------------------------------------------------------ pictures

    def _speak(self, language: str) -> None:
        if self._language != language:
            self._language = language
            self._program.speak(language)

    def _shoot(self, name: str, widget: QWidget | None = None, language: str = "") -> None:
        """`language`: in that one only, and not enlarged."""
        if self._only and not name.startswith(self._only):
            return
        self._console.print(f"… {name}", highlight=False)
        window = widget or self._program.window
        for view in VIEWS:
            if language and (view.language, view.scale_percent) != (language, 100):
                continue
            theme = self._program.theme
            if (theme.is_dark, theme.scale_percent) != (view.is_dark, view.scale_percent):
                theme.set(dark=view.is_dark, scale_percent=view.scale_percent)
            self._speak(view.language)
            if widget is None:
                window.resize(view.width, view.height)
            self._settle(SETTLE_MS)
            target = self._folder / view.name / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            picture: QImage = window.grab().toImage()
            if not picture.save(str(target)):
                raise OSError(f"cannot write {target.name}")
            self.count += 1

    def _settle(self, milliseconds: int) -> None:
        """Let layouts, timers and what was posted do their work."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()

    def _wait(self, condition: Callable[[], bool]) -> None:
        loop, poll, limit = QEventLoop(), QTimer(), QTimer()
        poll.timeout.connect(lambda: loop.quit() if condition() else None)
        limit.timeout.connect(loop.quit)
        poll.start(20)
        limit.start(MOST_MS)
        loop.exec()
        assert condition(), "it never came"


def _moment(news: Mark | Utterance | SessionView, view: SessionView | None) -> str:
    """The name of a moment worth a picture; empty for any other."""
    if isinstance(news, SessionView) and news.sentence and len(news.state.queue) <= 14:
        return "speaking"
    if isinstance(news, SessionView) and isinstance(news.state.phase, Listening) and news.state.queue:
        return "listening" if len(news.state.queue) <= 12 else ""
    if isinstance(news, Mark) and news.kind == "remedy_began":
        return "remedy"
    return ""
