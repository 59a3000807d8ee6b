"""The window over a real station, for tests: the program, a counter made of sound, and whatever waits for it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.counter import Prepared
from app.faults import Fault
from app.rights import Person, Role
from app.session.runner import Listener
from app.session.script import ReadyScript
from app.session.take import Sources, TakeReport
from app.settings import DataFolder, Settings
from app.station import Station
from app.virtual_customer import AnsweringCustomer
from media.clock import FastClock
from media.synthetic import NoiseMicrophone, TestPicture, VirtualCustomer
from media.track import Samples
from tests.station_parts import CASE, PASSPHRASE, TWO, Say, Voices
from tests.vault_parts import CHEAP
from ui.application import Application

CLERK = Person(CASE.clerk_id, frozenset({Role.CLERK}))
SUPERVISOR = Person("9001", frozenset({Role.SUPERVISOR}))


@dataclass
class TestDevices:
    """A camera that tells the time, a quiet room, and a customer who says what `says` holds."""

    __test__ = False
    voices: Voices
    says: Say
    is_practice: bool = False
    customer: AnsweringCustomer | None = None
    opened: int = 0
    closed: int = 0

    @property
    def names(self) -> Sequence[str]:
        return ["test picture", "quiet room"]

    def sources(self) -> Sources:
        self.opened += 1
        self.customer = AnsweringCustomer(VirtualCustomer(), self._answer)
        return Sources((TestPicture(640, 360),), NoiseMicrophone(-66.0), self.customer.track)

    def _answer(self, step: str, attempt: int) -> Samples | None:
        text = self.says.get((step, attempt))
        return None if text is None else self.voices.says(text)

    def close(self) -> None:
        self.closed += 1


@dataclass
class Program:
    """The window, open on a station of its own."""

    application: Application
    station: Station
    devices: TestDevices
    qtbot: QtBot
    ended: list[TakeReport | Fault] = field(default_factory=list)

    def begin(self, ready: ReadyScript = TWO, listeners: Sequence[Listener] = ()) -> None:
        """A take runs when this returns."""
        desk = self.application.desk
        desk.begin_take(Prepared(ready, CASE, ("national", "a1" * 32)), listeners=listeners)
        self.wait(lambda: desk.take is not None and (desk.take.now_ns > 0 or desk.take.is_over))

    def wait(self, condition: Callable[[], object], most_s: float = 120.0) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=round(most_s * 1000))

    @property
    def report(self) -> TakeReport:
        self.wait(lambda: self.ended)
        (report,) = self.ended
        assert isinstance(report, TakeReport), report
        return report


@contextmanager
def program(
    folder: Path, voices: Voices, qtbot: QtBot, *, says: Say, person: Person = CLERK, is_fast: bool = True
) -> Iterator[Program]:
    """Open a new station in `folder` and its window, not yet on any page."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    settings = Settings(DataFolder(folder / "data"))
    station = Station.found_alone(settings, PASSPHRASE, kdf=CHEAP)
    station.person = person  # it keeps all keys, so that a test can look into what was recorded
    made = Application(settings, application)
    devices = TestDevices(voices, says)
    desk = made.desk
    desk.station, desk.devices = station, devices
    desk.clock = FastClock() if is_fast else None
    shown = Program(made, station, devices, qtbot)
    desk.take_ended.connect(shown.ended.append)
    desk.station_changed.emit()
    try:
        yield shown
    finally:
        take = desk.take
        if take is not None and not take.is_over:
            take.end("test_over")
            assert take.wait(120.0)
        made.finish()
        station.close()
        if isValid(made.window):
            made.window.deleteLater()
        application.setStyleSheet("")
