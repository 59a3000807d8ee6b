"""Where takes are recorded: the devices of a real counter, or the virtual counter of practice and demo.

A window asks for `sources()` each time it opens devices (pre-flight, then the take): tracks are used once. Both kinds
have the same shape, and nothing that records can tell them apart, but for `is_practice`, which is burnt into every
picture of a take.
"""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Protocol

from app.session.take import Sources
from app.settings import Devices
from app.virtual_customer import AnsweringCustomer, Answers
from media import capture
from media.capture import Speaker, open_camera, open_microphone, refresh_sound_devices
from media.picture import Layout
from media.synthetic import NoiseMicrophone, VirtualCustomer
from media.track import Samples
from media.virtual_counter import CounterCamera
from media.voice import CUSTOMER_VOICE, Voice

CUSTOMER_CHARS_PER_SECOND = 3.6
PluggedIn = capture.Devices
ROOM_DBFS = -66.0
"""how loud an empty room is at the virtual counter's microphone"""


def device_rows(*, look_again: bool = False) -> PluggedIn:
    """What is plugged in; may take seconds. `look_again` finds sound devices that came since, while none is open."""
    found = capture.devices()
    if look_again and found.sound_fault is None:
        capture.refresh_sound_devices()
        found = capture.devices()
    return found


class DeviceSet(Protocol):
    """The devices of one counter."""

    is_practice: bool

    @property
    def names(self) -> Sequence[str]:
        """What a person would call them."""
        ...

    def sources(self) -> Sources:
        """Fresh tracks, not open; raises `Fault` when a loudspeaker or a spec is not to be had."""
        ...

    @property
    def customer(self) -> AnsweringCustomer | None:
        """Who answers in the newest sources, when nobody real does: a listener of the take."""
        ...

    def close(self) -> None: ...


class RealDevices:
    """The cameras, microphones and the loudspeaker that the settings name."""

    is_practice = False
    customer = None

    def __init__(self, devices: Devices, speaker: str | None = "device:default") -> None:
        self._devices = devices
        self._speaker_spec = speaker
        self._open = ExitStack()

    @property
    def names(self) -> Sequence[str]:
        devices = self._devices
        return [name for name in (devices.camera, devices.microphone, devices.customer_microphone) if name]

    def sources(self) -> Sources:
        self._open.close()
        refresh_sound_devices()  # or a microphone that was plugged in since is not there
        devices = self._devices
        customer = open_microphone(devices.customer_microphone) if devices.customer_microphone else None
        play = None
        if self._speaker_spec is not None:
            speaker = Speaker(self._speaker_spec)
            self._open.callback(speaker.close)
            play = speaker.play
        return Sources((open_camera(devices.camera),), open_microphone(devices.microphone), customer, play=play)

    def close(self) -> None:
        self._open.close()


class VirtualDevices:
    """演练: a painted counter, an empty room, and a customer who answers by what `answers` holds (step → texts)."""

    is_practice = True

    def __init__(self, answers: Mapping[str, Sequence[str]]) -> None:
        self._answers = answers
        self._voice: Voice | None = None
        self.customer: AnsweringCustomer | None = None

    @property
    def names(self) -> Sequence[str]:
        return ["synthetic:counter", "synthetic:room", "synthetic:customer"]

    def sources(self) -> Sources:
        if self._voice is None:
            self._voice = Voice(None, voice=CUSTOMER_VOICE)
        self.customer = AnsweringCustomer(VirtualCustomer(), spoken(self._voice, self._answers))
        return Sources((CounterCamera(),), NoiseMicrophone(ROOM_DBFS), self.customer.track, Layout.ONE)

    def close(self) -> None:
        if self._voice is not None:
            self._voice.close()
            self._voice = None


def spoken(voice: Voice, answers: Mapping[str, Sequence[str]]) -> Answers:
    """Answers rendered when they are due; the last text of a step is said from then on."""

    def answer(step: str, attempt: int) -> Samples | None:
        texts = answers.get(step, answers.get("default", ()))
        if not texts:
            return None
        return voice.render(texts[min(attempt, len(texts)) - 1], CUSTOMER_CHARS_PER_SECOND).samples

    return answer
