"""Pre-flight of one prepared take, with a station's own devices: what `Preflight` needs, put together and let go again.

    checking = Checking(station, prepared, devices, listener)   …   checking.preflight.view()   …   checking.close()

What people tested (words heard, sound heard) is kept for the rest of the day in `preflight.json` beside the vault, so
that nobody tests the same devices for every customer. No name of a device or of a person is in it. Nothing here waits
but `close`, which lets the devices go.
"""

import contextlib
import json
import logging
import threading
from pathlib import Path

from app.counter import Prepared
from app.devices import DeviceSet
from app.session.preflight import (
    CheckId,
    CheckState,
    DeviceNames,
    Listener,
    Preflight,
    Remembered,
    named,
    past_takes,
)
from app.station import Station
from media.clock import NS, SystemClock
from media.voice import Voice

log = logging.getLogger("preflight")

FILE_NAME = "preflight.json"
SPEAKER = "device:default"
ENGINES_NS = 4 * NS
"""how long leaving may take because engines are still being loaded"""
THINKS_NS = NS // 2
CHARS_PER_SECOND = 3.6


class Checking:
    """Construct, look at `preflight`, `close` once; construct and close it where waiting is allowed."""

    def __init__(self, station: Station, prepared: Prepared, devices: DeviceSet, listener: Listener) -> None:
        self.devices = devices
        self._file = station.settings.folder.root / FILE_NAME
        self._clock = SystemClock()  # people wait here: never a clock that runs faster
        self._voice = Voice(None)
        self.preflight = Preflight(
            devices.sources,
            folder=station.settings.folder,
            expected_s=prepared.script.expected_s,
            find_model=station.speech_model,
            voice=self._voice,
            vault=station.vault,
            names=lambda: _names(devices),
            let_go=lambda sources: None if devices.is_practice else devices.close(),
            past=lambda: past_takes(station.vault, prepared.script.id),
            place=None if station.is_practice else station.place_gate().check,
            remembered=_remembered(self._file),
            clock=self._clock,
            listeners=[listener],
        )
        self.preflight.start()

    def test_speech(self) -> None:
        """The three words; at the virtual counter the made-up customer says them. Waits until they are rendered."""
        self.preflight.test_speech()
        customer = self.devices.customer
        if customer is not None:
            words = "。".join(self.preflight.view().words)
            spoken = self._voice.render(f"{words}。", CHARS_PER_SECOND)
            customer.track.say(spoken.samples, self._clock.now_ns() + THINKS_NS)

    def close(self) -> bool:
        """Let the devices go, and keep what people tested; false when a driver holds on to its device."""
        tested = self.preflight.remember()
        self._let_engines_load()
        is_free = self.preflight.close()
        self._voice.close()
        if tested is not None:
            _keep(self._file, tested)
        return is_free

    def _let_engines_load(self) -> None:
        """A model or a voice that is being loaded cannot be stopped, and a voice must not outlive its closing."""
        until_ns, never = self._clock.now_ns() + ENGINES_NS, threading.Event()
        while self._is_loading and self._clock.now_ns() < until_ns:
            self._clock.sleep_until(self._clock.now_ns() + NS // 20, never)

    @property
    def _is_loading(self) -> bool:
        return self.preflight.view().check(CheckId.MODELS).state is CheckState.RUNNING


def _names(devices: DeviceSet) -> DeviceNames:
    camera, counter, *customer = devices.names
    if devices.is_practice:
        return DeviceNames((camera,), counter, *customer)
    return named((camera,), counter, next(iter(customer), None), SPEAKER)


def _remembered(file: Path) -> Remembered | None:
    """None where nothing was kept, or nothing that can be read."""
    try:
        row = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Remembered.from_json(row) if isinstance(row, dict) else None


def _keep(file: Path, tested: Remembered) -> None:
    """A station that cannot keep it asks people again: no reason to stop."""
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_text(json.dumps(tested.as_json()), "utf-8")
        part.replace(file)
    except OSError as problem:
        log.warning("what was tested could not be kept: %s", problem.strerror)
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
