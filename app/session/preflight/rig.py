"""The devices of one run of pre-flight: tracks that were never used before, each held open on a thread of its own.

    opener ─► sources() ─┬─► Held camera ───────► Eye ─┐
                         └─► Held microphone ───► Ear ─┼─► asked by whoever decides
    pictures, faces ─────────────────────────► Looker ─┘

Starting never waits. Closing waits a moment for every device to be let go and says whether all were. `sources` is only
called while no track of an earlier call is open: whoever makes them may look for new sound devices first, which ends
every stream there is.
"""

import logging
import threading
from collections.abc import Callable

from app.faults import Fault
from app.model import Channel
from app.session.preflight.hearing import Ear, MicrophoneHeard
from app.session.preflight.held import REOPEN_EVERY_NS, Held
from app.session.preflight.sight import CameraSeen, Eye, Looker, PeopleSeen
from app.session.preflight.view import DeviceNames, Level, Levels
from app.session.take import Sources
from media.clock import NS, Clock
from media.preview import PreviewTap
from media.stage import Worker
from media.track import Sound, VideoFrame

log = logging.getLogger("preflight")


class Rig:
    """One set of devices; construct, `start`, `close`, throw away."""

    def __init__(
        self,
        sources: Callable[[], Sources],
        names: Callable[[], DeviceNames] | None,
        let_go: Callable[[Sources], None],
        clock: Clock,
    ) -> None:
        self.tap = PreviewTap(clock)
        self.sources: Sources | None = None
        self.names: DeviceNames | None = None
        self.fault: Fault | None = None
        """why there are no sources, or no longer any that can be believed"""
        self._make_sources = sources
        self._make_names = names
        self._let_go = let_go
        self._clock = clock
        self._is_released = False
        self._began_ns = clock.now_ns()
        self._looker = Looker(clock, self.tap)
        self._cameras: list[tuple[Held[VideoFrame], Eye]] = []
        self._microphones: dict[Channel, tuple[Held[Sound], Ear]] = {}
        self._opener = Worker("preflight opener", self._open, clock, self._on_fault)
        self._looking = [
            Worker("preflight pictures", self._looker.judge, clock, self._on_fault),
            Worker("preflight faces", self._looker.find, clock, self._on_fault),
        ]

    def start(self) -> None:
        self._began_ns = self._clock.now_ns()
        for worker in (*self._looking, self._opener):
            worker.start()

    def begin_cameras_anew(self) -> None:
        for held, _ in self._cameras:
            held.begin_anew()

    def begin_microphone_anew(self, channel: Channel) -> None:
        if channel in self._microphones:
            self._microphones[channel][0].begin_anew()

    def ask_to_end(self) -> None:
        """Begin to let everything go, and return at once."""
        for worker in (self._opener, *self._looking, *self._held()):
            worker.ask_to_end()

    @property
    def is_over(self) -> bool:
        """Every device has been let go."""
        return not any(worker.is_alive() for worker in (self._opener, *self._held()))

    def close(self, deadline_s: float) -> bool:
        """Whether every device was let go in time; what was not, its own thread lets go when the driver returns."""
        until_ns = self._clock.now_ns() + int(deadline_s * NS)
        self.ask_to_end()
        self._opener.close(deadline_s)
        for worker in (*self._held(), *self._looking):  # known now, if they were not before
            worker.close(max(0.05, (until_ns - self._clock.now_ns()) / NS))
        self.release()
        return self.is_over

    def release(self) -> None:
        """Give the sources back to whoever made them; once."""
        self.tap.clear()
        if self.sources is not None and not self._is_released:
            self._is_released = True
            self._let_go(self.sources)

    # ------------------------------------------------------------------ what is known

    @property
    def opening_ns(self) -> int:
        return 0 if self.sources is not None else self._clock.now_ns() - self._began_ns

    def cameras(self) -> tuple[CameraSeen, ...]:
        return tuple(eye.seen(held.state()) for held, eye in self._cameras)

    @property
    def people(self) -> PeopleSeen:
        return self._looker.people

    def ear(self, channel: Channel) -> Ear | None:
        return self._microphones[channel][1] if channel in self._microphones else None

    def ear_of_customer(self) -> Ear | None:
        """The microphone that hears the customer: their own, else the one there is."""
        return self.ear(Channel.CUSTOMER) or self.ear(Channel.COUNTER)

    def heard(self, channel: Channel) -> MicrophoneHeard | None:
        if channel not in self._microphones:
            return None
        held, ear = self._microphones[channel]
        return ear.heard(held.state())

    def levels(self) -> Levels:
        def level(channel: Channel) -> Level | None:
            held_ear = self._microphones.get(channel)
            return None if held_ear is None or not held_ear[0].state().is_open else held_ear[1].level

        return Levels(level(Channel.COUNTER), level(Channel.CUSTOMER))

    # ------------------------------------------------------------------ the opener's thread

    def _open(self, stop: threading.Event) -> None:
        """Get the sources, trying again each second, and start every device; ends then."""
        while not stop.is_set():
            try:
                names = self._make_names() if self._make_names is not None else None
                sources = self._make_sources()
            except Fault as fault:
                self.fault = fault
                self._clock.sleep_until(self._clock.now_ns() + REOPEN_EVERY_NS, stop)
                continue
            if stop.is_set():  # it took too long, and nobody waits any more
                self._let_go(sources)
                return
            self._hold(sources, names, stop)
            self.names, self.sources, self.fault = names or _own_names(sources), sources, None
            return

    def _hold(self, sources: Sources, names: DeviceNames | None, stop: threading.Event) -> None:
        called = names or _own_names(sources)
        eyes = self._looker.set_up(sources.layout, len(sources.cameras))
        for index, (camera, eye) in enumerate(zip(sources.cameras, eyes, strict=True)):
            name = called.cameras[index] if index < len(called.cameras) else camera.name
            thread = f"preflight camera {index}"
            self._cameras.append((Held(thread, camera, name, self._clock, eye.take_in, eye.reset), eye))
        microphones = {
            Channel.COUNTER: (sources.counter, called.counter),
            Channel.CUSTOMER: (sources.customer, called.customer or ""),
        }
        for channel, (track, name) in microphones.items():
            if track is not None:
                ear = Ear(channel)
                thread = f"preflight microphone {channel}"
                held = Held(thread, track, name or track.name, self._clock, ear.take_in, ear.reset)
                self._microphones[channel] = held, ear
        for device in self._held():
            device.start()
            if stop.is_set():  # just now, and whoever asked did not know of this one
                device.ask_to_end()

    def _held(self) -> list[Held[VideoFrame] | Held[Sound]]:
        return [*(held for held, _ in self._cameras), *(held for held, _ in self._microphones.values())]

    def _on_fault(self, name: str, problem: BaseException) -> None:
        log.error("thread died: %s", name, exc_info=problem)
        self.fault = Fault("E-901")


def _own_names(sources: Sources) -> DeviceNames:
    """As the tracks call themselves."""
    customer = None if sources.customer is None else sources.customer.name
    speaker = None if sources.play is None else "speaker"
    return DeviceNames(tuple(camera.name for camera in sources.cameras), sources.counter.name, customer, speaker)
