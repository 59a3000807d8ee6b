"""演练: going over to the practice station and back.

The real station stays open behind it (`Desk.real_station`), since the practice vault's passphrase is a secret of it.
Whoever closes the one that is in front closes that one too.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.faults import Fault
from ui.desk import Desk

if TYPE_CHECKING:
    from app.devices import DeviceSet
    from app.station import Station

FIRST = "demo-life"
"""whose customer answers until the wizard has chosen another"""

Answers = Mapping[str, Sequence[str]]


def practice_answers(name: str) -> Answers:
    """What the made-up customer of an example sale says; reads a file."""
    from app.counter import LIBRARY
    from app.demo import read_answers

    return read_answers(LIBRARY / "cases" / f"{name}.answers.yaml")


def begin_practice(
    desk: Desk, done: Callable[[], None], failed: Callable[[Fault], None] | None = None, answers: str = FIRST
) -> None:
    """Open the practice station and put it in front; `done` when it is there."""
    real = desk.open_station

    def open_practice() -> "tuple[Station, DeviceSet]":
        from app.devices import VirtualDevices

        return real.practice(), VirtualDevices(practice_answers(answers))

    def on_opened(opened: "tuple[Station, DeviceSet]") -> None:
        if desk.station is not real:  # locked, or gone over already
            return
        desk.real_station = real
        _put_in_front(desk, *opened)
        done()

    desk.bridge.run(open_practice, on_opened, failed)


def end_practice(desk: Desk) -> None:
    """Back to the real station."""
    from app.devices import RealDevices

    if desk.real_station is None:
        return
    real, desk.real_station = desk.real_station, None
    _put_in_front(desk, real, RealDevices(desk.settings.devices))


def _put_in_front(desk: Desk, station: "Station", devices: "DeviceSet") -> None:
    old, desk.devices = desk.devices, devices
    desk.station = station
    if old is not None:
        desk.bridge.run(old.close, lane="devices")
    desk.station_changed.emit()
