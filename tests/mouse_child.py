"""The window, gone through with the mouse alone: a program of its own, since it needs a real X server.

    python -m tests.mouse_child FOLDER     a new station in FOLDER; what came of it is a line of JSON on standard output

Nothing of the window is called, only looked at: every press and every letter is an X event made by `xdotool`, and a
button is pressed where it is seen, so one that is covered, disabled or outside the screen is never pressed. Letters
arrive without a window manager because the window is told once to take the keyboard; presses put it into the fields.
The take runs in real time, since the page heeds no press in the 1.5 s after what it shows has changed: with `FastClock`
a step may last no longer than that, and then nobody could press anything.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, QProcess, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QListView, QWidget

from app.model import Outcome
from app.settings import DataFolder, Settings
from ui.application import Application
from ui.desk import PageId
from ui.kit.chip import Chip
from ui.messages import outcome_text
from ui.pages.preflight import PreflightPage
from ui.pages.recording import RecordingPage
from ui.pages.setup import SetupPage
from ui.problem_words import end_reason_text
from ui.recording.actions import ActionBar

PASSPHRASE = "mouse only 8"
LOOK_MS, MOST_MS = 20, 30_000
CALM_MS = 1_700
"""a press that comes sooner after a change was meant for what was there before, and the page does not heed it"""
SHORT_S, LONG_S = 0.3, 1.3
TWICE = ("click", "--repeat", 2, "--delay", 60, 1)

Walk = Iterator[tuple[str, Callable[[], object]]]
"""what is waited for, in words and as a question, before it goes on"""


def holding(seconds: float) -> tuple[object, ...]:
    return ("mousedown", 1, "sleep", seconds, "mouseup", 1)


class Hand(QObject):
    """Goes on with the walk whenever what it waits for is so; `seen` is what came of it."""

    def __init__(self, program: Application, folder: Path) -> None:
        super().__init__()
        self.seen: dict[str, object] = {}
        self._program, self._window, self._desk, self._folder = program, program.window, program.desk, folder
        self._tool, self._timer = QProcess(self), QTimer(self)
        self._waited, self._calm = QElapsedTimer(), QElapsedTimer()
        self._closed, self._asked, self._let_go = list[object](), list[object](), list[object]()
        self._window.closing.connect(lambda: self._closed.append(self._window))
        self._timer.timeout.connect(self.on_look)
        self._walk = self._demo()

    def begin(self) -> None:
        self._window.move(0, 0)
        self._window.activateWindow()
        self._wait = next(self._walk)
        self._waited.start()
        self._timer.start(LOOK_MS)

    def on_look(self) -> None:
        name, is_so = self._wait
        try:
            if is_so():
                self._wait = next(self._walk)
                self._waited.restart()
            elif self._waited.elapsed() > MOST_MS:
                raise TimeoutError(f"waited in vain for {name}: see the pictures in {self._folder}")
        except StopIteration:
            self._end()
        except Exception:
            self._photograph("stuck")
            self._end()
            raise  # to the log, which must be empty

    def _end(self) -> None:
        self._timer.stop()
        self._program.ask_to_end()

    # ------------------------------------------------------------------ what a hand and an eye can do

    def _tell(self, *words: object) -> Walk:
        self._tool.start("xdotool", [str(word) for word in words])
        yield "xdotool", lambda: self._tool.state() is QProcess.ProcessState.NotRunning
        assert self._tool.error() is QProcess.ProcessError.UnknownError, "xdotool did not run"
        assert self._tool.exitCode() == 0, self._tool.readAllStandardError()

    def _press(self, widget: QWidget, *act: object, at: QPoint | None = None) -> Walk:
        """Go there and press, once nothing moves there and nothing else lies above."""
        place = QPoint(-1, -1)

        def lies_there() -> bool:
            nonlocal place
            before, place = place, widget.mapToGlobal(at or widget.rect().center())
            return place == before and widget.isEnabled() and QApplication.widgetAt(place) is widget

        yield f"a place to press {widget.accessibleName()}", lies_there
        yield from self._tell("mousemove", place.x(), place.y(), *(act or ("click", 1)))

    def _click(self, text: str, *act: object) -> Walk:
        """Press the one button on the page that says so."""
        found: list[QAbstractButton] = []

        def look() -> bool:
            buttons = self._window.stack.findChildren(QAbstractButton)
            found[:] = [one for one in buttons if one.isVisible() and text in (one.text(), one.accessibleName())]
            return len(found) == 1 and found[0].isEnabled()

        yield f"one button {text}", look
        yield from self._press(found[0], *act)

    def _field(self, name: str) -> QLineEdit:
        fields = self._window.findChildren(QLineEdit)
        (field,) = (one for one in fields if one.accessibleName() == name and one.isVisible())
        return field

    def _type(self, name: str, text: str) -> Walk:
        yield from self._press(self._field(name))
        yield f"the keyboard in {name}", self._field(name).hasFocus
        yield from self._tell("type", text)
        yield f"the text in {name}", lambda: self._field(name).text() == text

    def _stays(self, name: str, look: Callable[[], object]) -> Walk:
        """Until what is seen has not changed for a while."""
        before: list[object] = []

        def is_calm() -> bool:
            now = [look()]
            if now != before:
                before[:] = now
                self._calm.start()
            return self._calm.elapsed() > CALM_MS

        yield f"{name} to stay", is_calm

    def _photograph(self, name: str) -> None:
        self._window.screen().grabWindow(0).save(str(self._folder / f"{name}.png"))

    # ------------------------------------------------------------------ the walk

    def _demo(self) -> Walk:
        yield from self._set_up()
        yield "the unlock page", lambda: self._window.current is PageId.UNLOCK
        for name, text in (("工号", "boss"), ("口令", PASSPHRASE)):
            yield from self._type(name, text)
        yield from self._click("登录")
        yield "home", lambda: self._window.current is PageId.HOME
        yield from self._click("演练")
        yield "practice", lambda: self._desk.is_practice
        yield from self._click("新建双录")
        yield "the wizard", lambda: self._window.current is PageId.WIZARD
        (scripts,) = self._window.page(PageId.WIZARD).findChildren(QListView)
        yield "two scripts", lambda: scripts.model().rowCount() == 2
        second = scripts.model().index(1, 0)
        yield from self._press(scripts.viewport(), at=scripts.visualRect(second).center())
        yield "the second script", lambda: scripts.currentIndex() == second
        yield from self._click("下一步")
        yield from self._click("用示例业务填写")
        yield "the customer's name", lambda: self._field("姓名").text()
        yield from self._click("下一步")
        yield from self._click("去录前检查")
        yield "pre-flight", lambda: self._window.current is PageId.PREFLIGHT
        yield "the checks", lambda: cast(PreflightPage, self._window.page(PageId.PREFLIGHT)).is_ready
        yield from self._click("开始录制", *TWICE)
        yield "the recording", lambda: self._window.current is PageId.RECORDING
        yield from self._record(cast(RecordingPage, self._window.page(PageId.RECORDING)).foot)
        yield "the review", lambda: self._window.current is PageId.REVIEW
        yield from self._review(self._window.page(PageId.REVIEW))

    def _set_up(self) -> Walk:
        """An administrator, a supervisor, and the recovery kit in three people's hands."""
        yield "the set-up", lambda: self._window.current is PageId.SETUP
        page = cast(SetupPage, self._window.page(PageId.SETUP))
        yield from self._click("下一步")
        for name, account, on in (("管理员的工号", "admin", "下一步"), ("主管的工号", "boss", "建立工作站")):
            yield from self._type(name, account)
            for field in ("新口令", "再输一遍新口令"):
                yield from self._type(field, PASSPHRASE)
            yield from self._click(on)
        for keeper in ("wang", "li", "zhang"):
            yield "a share", lambda: page.kit.has_kit and not page.kit.is_proving
            words = page.kit.share.split()
            yield from self._type("保管人的姓名", keeper)
            yield from self._click("这一份已经交到保管人手里")
            yield from self._click("交好了，核对两个词")
            yield "the proof", lambda: page.kit.is_proving
            for position in tuple(page.kit.proof.positions):
                yield from self._type(f"第 {position} 个词", words[position - 1])
            yield from self._click("核对")

    def _record(self, foot: ActionBar) -> Walk:
        foot.end_wanted.connect(lambda: self._asked.append(foot))
        foot.end.released.connect(lambda: self._let_go.append(foot))
        take = self._desk.take
        assert take is not None

        def shown() -> object:
            return take.view and take.view.state.queue[:1], foot.is_asking_reason

        yield "the first question", foot.again.isEnabled
        yield from self._stays("the step", shown)
        self._photograph("recording")
        yield from self._press(foot.again)
        yield "the step asked again", lambda: "asked_again_by_clerk" in self._marks
        yield "the consent, without which nothing is kept", lambda: "step_passed" in self._marks
        yield from self._press(foot.end, *holding(SHORT_S))
        yield "the short press", lambda: self._let_go
        yield from self._stays("the page", shown)
        self.seen["asked_by_short_press"] = len(self._asked)
        yield from self._press(foot.end, *holding(LONG_S))
        yield "the reasons", lambda: foot.is_asking_reason
        yield from self._stays("the reasons", shown)
        yield from self._click(end_reason_text("customer_leaves"))

    @property
    def _marks(self) -> list[str]:
        vault = self._desk.open_station.vault
        return [mark.kind for take in vault.takes() for mark in vault.marks(take.id)]

    def _review(self, page: QWidget) -> Walk:
        outcome = outcome_text(Outcome.INCOMPLETE)

        def is_told() -> bool:
            return any(one.isVisible() and one.accessibleName() == outcome for one in page.findChildren(Chip))

        yield f"the outcome {outcome}", is_told
        self.seen |= {
            "takes": [(take.state, take.outcome) for take in self._desk.open_station.vault.takes()],
            "marks": self._marks,
            "page": self._window.current,
            "closed": len(self._closed),
            "is_visible": self._window.isVisible(),
        }


def main(folder: Path) -> int:
    said = logging.StreamHandler(sys.stdout)
    said.setLevel(logging.WARNING)
    logging.getLogger().addHandler(said)
    program = Application(Settings(DataFolder(folder)))
    hand = Hand(program, folder)
    code = program.run(hand.begin)
    print(json.dumps(hand.seen))
    return code if "page" in hand.seen else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
