"""Cameras, microphones and speakers that are really there, and the place where a SPEC becomes a track.

    SPEC   device:NAME-or-INDEX | file:PATH | rtsp://… http(s)://… (cameras) | synthetic:KIND,option=value,…

The only module that knows sounddevice and OpenCV's capture. A sound device is named `NAME` or `NAME@HOSTAPI`, since
numbers change when something is plugged in; `default` is the system's choice. Devices run in real time only: on a
`FastClock` they are refused. What it promises: `recv` always comes back, with sound, a picture or a fault, whatever the
driver does; every sample carries the clock's time of the moment it was taken; nothing that is queued is unbounded.
"""

import logging
import os
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

# Windows' Media Foundation spends seconds on hardware transforms at each opening (opencv/opencv#26495, #17687).
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
import cv2

from media.camera import AddressGrabber, LiveCamera, camera_names, find_camera, refuse_fast_clock
from media.clock import NS, Clock
from media.fault import Fault
from media.file_tracks import FileCamera, FileMicrophone
from media.planes import Pixels
from media.spec import Kind, parse, synthetic_camera, synthetic_microphone
from media.timeline import Timeline
from media.track import SAMPLE_RATE_HZ, AudioTrack, Samples, Sound, TrackEnded, VideoTrack

log = logging.getLogger("capture")
DEFAULT = "default"
NONE = "none"
SILENCE_S = 1.0
"""a microphone that says nothing at all for so long is pulled out"""
FIRST_SOUND_S = 3.0
"""how long a microphone may take to begin"""
KEPT_BLOCKS = 250
"""5 s of sound wait for a reader that is late; older sound is lost, counted, and shows as a jump of `at_ns`"""
LOOK_S = 0.1
"""how often a waiting `recv` looks whether it is to stop"""
WARM_UP = 10
"""first blocks, left out: drivers deliver them in a burst; they only tell when the next ones are due"""
TELLS_AGE = frozenset({"Windows WASAPI", "Core Audio", "Windows WDM-KS", "ASIO"})
"""host APIs whose word on when a sample was taken is good; ALSA's over PulseAudio wanders by 300 ms (measured)"""


def open_camera(spec: str, *, width: int = 1280, height: int = 720, fps: float = 15) -> VideoTrack:
    """The camera a SPEC means, not opened yet; size and rate are wishes to a device and orders to a synthetic one.

    Raises E-105 when the SPEC cannot be understood, E-101 when it names a device that is not there.
    """
    meant = parse(spec)
    match meant.kind:
        case Kind.DEVICE:
            index = find_camera(meant.rest)
            return LiveCamera("camera", lambda: DeviceGrabber(index, width, height, fps))
        case Kind.FILE:
            return FileCamera(Path(meant.rest))
        case Kind.ADDRESS:
            return LiveCamera("network camera", lambda: AddressGrabber(meant.rest))
        case Kind.SYNTHETIC:
            return synthetic_camera(meant, width, height, fps)


def open_microphone(spec: str) -> AudioTrack:
    """The microphone a SPEC means, not opened yet; raises E-105 when the SPEC cannot be understood."""
    meant = parse(spec)
    match meant.kind:
        case Kind.DEVICE:
            return Microphone(meant.rest)
        case Kind.FILE:
            return FileMicrophone(Path(meant.rest))
        case Kind.ADDRESS:
            raise Fault("E-105", spec="address")
        case Kind.SYNTHETIC:
            return synthetic_microphone(meant)


@dataclass(frozen=True, slots=True)
class Device:
    """One line of `devices`: what it is, the SPEC that means it, and what to tell about it."""

    kind: str
    """`camera`, `microphone` or `speaker`"""
    index: int
    spec: str
    name: str
    detail: str
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Devices:
    """What is plugged in; `sound_fault` says why the sound devices are not known, if they are not."""

    cameras: tuple[Device, ...]
    microphones: tuple[Device, ...]
    speakers: tuple[Device, ...]
    sound_fault: Fault | None = None

    def rows(self) -> tuple[tuple[str, Device], ...]:
        """Every device with its kind, cameras first."""
        return tuple((device.kind, device) for device in (*self.cameras, *self.microphones, *self.speakers))

    def as_json(self) -> dict[str, Any]:
        """For `devices --json`."""
        return {
            "cameras": [asdict(device) for device in self.cameras],
            "microphones": [asdict(device) for device in self.microphones],
            "speakers": [asdict(device) for device in self.speakers],
            "sound_fault": None if self.sound_fault is None else self.sound_fault.code,
        }


def devices() -> Devices:
    """List cameras, microphones and speakers; a missing PortAudio is told in the result, not raised."""
    try:
        microphones, speakers = _sound_devices("input"), _sound_devices("output")
        return Devices(_cameras(), microphones, speakers)
    except Fault as fault:
        return Devices(_cameras(), (), (), fault)


def _cameras() -> tuple[Device, ...]:
    return tuple(
        Device("camera", number, f"device:{name}", name, f"/dev/video{number}")
        for number, name in camera_names().items()
    )


def refresh_sound_devices() -> None:
    """Look again for sound devices; only while none is open, since it ends every stream (python-sounddevice#125)."""
    library = _sound_library()
    with _chatter_logged():
        library._terminate()
        library._initialize()


class DeviceGrabber:
    """OpenCV's capture of one device."""

    def __init__(self, index: int, width: int, height: int, fps: float) -> None:
        """Raises E-101 when there is no such camera, or another program holds it."""
        if sys.platform.startswith("linux") and not Path(f"/dev/video{index}").exists():
            raise Fault("E-101", camera=index)
        backend = cv2.CAP_V4L2 if sys.platform.startswith("linux") else cv2.CAP_ANY
        wishes = [cv2.CAP_PROP_FRAME_WIDTH, width, cv2.CAP_PROP_FRAME_HEIGHT, height, cv2.CAP_PROP_FPS, round(fps)]
        if backend == cv2.CAP_V4L2:  # raw 720p does not fit through USB 2
            wishes = [cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"), *wishes]
        self._capture = cv2.VideoCapture(index, backend, wishes)
        if not self._capture.isOpened():
            raise Fault("E-101", camera=index)

    def read(self) -> Pixels | None:
        came, picture = self._capture.read()
        return np.asarray(picture, np.uint8) if came else None

    def release(self) -> None:
        self._capture.release()


def _sound_library() -> Any:
    """sounddevice, imported only when sound devices are asked for; raises E-124 when PortAudio is missing."""
    try:
        with _chatter_logged():
            import sounddevice
    except OSError as problem:
        raise Fault("E-124") from problem
    return sounddevice


@contextmanager
def _chatter_logged() -> Iterator[None]:
    """Send what ALSA prints about absent sound cards to the log: it is not for the person at the terminal."""
    if not sys.platform.startswith("linux"):
        yield
        return
    with tempfile.TemporaryFile() as chatter:
        sys.stderr.flush()
        kept = os.dup(2)
        os.dup2(chatter.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            chatter.seek(0)
            for line in chatter.read().decode(errors="replace").splitlines():
                log.debug("sound library: %s", line)


def _sound_devices(direction: str) -> tuple[Device, ...]:
    library = _sound_library()
    kind = "microphone" if direction == "input" else "speaker"
    default = library.default.device[0 if direction == "input" else 1]
    apis = [api["name"] for api in library.query_hostapis()]
    found = []
    for index, device in enumerate(library.query_devices()):
        if device[f"max_{direction}_channels"] > 0:
            api = apis[device["hostapi"]]
            detail = f"{device[f'max_{direction}_channels']} ch, {device['default_samplerate']:.0f} Hz"
            spec = f"device:{device['name']}@{api}"
            found.append(Device(kind, index, spec, device["name"], detail, index == default))
    return tuple(found)


def _find_sound_device(wanted: str, direction: str) -> int | None:
    """PortAudio's number of a device given by `NAME`, `NAME@HOSTAPI`, number or `default`; None when there is none."""
    library = _sound_library()
    apis = [api["name"] for api in library.query_hostapis()]
    usable = {
        index: (device["name"], apis[device["hostapi"]])
        for index, device in enumerate(library.query_devices())
        if device[f"max_{direction}_channels"] > 0
    }
    if wanted == DEFAULT:
        index = int(library.default.device[0 if direction == "input" else 1])
        return index if index in usable else None
    if wanted.isdecimal():
        return int(wanted) if int(wanted) in usable else None
    name, _, api = wanted.rpartition("@") if wanted.rpartition("@")[2] in apis else (wanted, "", "")
    named = {index: found for index, found in usable.items() if api in ("", found[1])}
    exact = [index for index, found in named.items() if found[0].casefold() == name.casefold()]
    alike = [index for index, found in named.items() if name.casefold() in found[0].casefold()]
    # the same device is listed once for each host API: the shared modern one first
    exact.sort(key=lambda index: usable[index][1] != "Windows WASAPI")
    if exact:
        return exact[0]
    return alike[0] if len(alike) == 1 else None


def _converts(library: Any, index: int) -> Any:
    """WASAPI refuses any rate but the mixer's own unless told to convert (PortAudio#314)."""
    api = library.query_hostapis(library.query_devices(index)["hostapi"])["name"]
    return library.WasapiSettings(auto_convert=True) if api == "Windows WASAPI" else None


class Microphone:
    """A sound card's input: mono, 48 kHz, stretches of about 20 ms."""

    def __init__(self, device: str = DEFAULT) -> None:
        self.name = "microphone"
        self._device = device
        self._stream: Any = None
        self._blocks: deque[tuple[int, Samples, bool]] = deque()
        self._came = threading.Condition()
        self._timeline = Timeline()
        self._tells_age = False
        self._resampler: av.AudioResampler | None = None
        self._rate_hz = SAMPLE_RATE_HZ
        self.overflows = 0
        """blocks before which the driver or a late reader lost samples"""

    def open(self, clock: Clock) -> None:
        """Start the device and wait for its first sound.

        Raises E-120 when it is not there, E-122 when it cannot be used, E-104 on a clock that is not real.
        """
        self.close()
        refuse_fast_clock(clock, self.name)
        library = _sound_library()
        index = _find_sound_device(self._device, "input")
        if index is None:
            raise Fault("E-120", microphone=self._device)
        self._timeline = Timeline()
        self._tells_age = library.query_hostapis(library.query_devices(index)["hostapi"])["name"] in TELLS_AGE
        try:
            extra = _converts(library, index)
            self._rate_hz, channels = _agreed_format(library, index, extra)
            self._resampler = None
            if self._rate_hz != SAMPLE_RATE_HZ:
                self._resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
            self._stream = library.InputStream(
                device=index,
                samplerate=self._rate_hz,
                channels=channels,
                dtype="int16",
                blocksize=self._rate_hz // 50,
                latency="high",
                extra_settings=extra,
                callback=lambda sound, _, time, status: self._take(sound, time, status, clock),
            )
            self._stream.start()
        except (library.PortAudioError, ValueError) as problem:
            self.close()
            raise Fault("E-122", microphone=self._device) from problem
        with self._came:
            came = self._came.wait_for(lambda: len(self._blocks) >= WARM_UP, FIRST_SOUND_S)
            warm_up = [self._blocks.popleft() for _ in range(min(WARM_UP, len(self._blocks)))]
        if not came:
            self.close()
            raise Fault("E-122", microphone=self._device)
        for at_ns, samples, _ in warm_up:
            self._timeline.place(at_ns, samples.size * SAMPLE_RATE_HZ // self._rate_hz)
        self._timeline.settle()

    def recv(self, stop: threading.Event) -> Sound:
        waited_s = 0.0
        with self._came:
            while not self._blocks:
                stream = self._stream
                if stop.is_set() or stream is None:
                    raise TrackEnded
                if waited_s >= SILENCE_S or not stream.active:
                    raise Fault("E-121", microphone=self._device)
                if not self._came.wait(LOOK_S):
                    waited_s += LOOK_S
            at_ns, samples, is_broken = self._blocks.popleft()
        if self._resampler is not None:
            samples = _resampled(self._resampler, samples, self._rate_hz)
        return Sound(self._timeline.place(at_ns, samples.size, is_broken=is_broken), samples)

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)
        with self._came:
            self._blocks.clear()
            self._came.notify_all()

    def _take(self, sound: Samples, time: Any, status: Any, clock: Clock) -> None:
        """Called by PortAudio's thread: must be quick and must not raise."""
        age_s = sound.shape[0] / self._rate_hz
        if self._tells_age:
            age_s = max(age_s, min(0.3, time.currentTime - time.inputBufferAdcTime))
        at_ns = clock.now_ns() - round(age_s * NS)
        samples = sound.mean(axis=1, dtype=np.float32).astype(np.int16)  # of one channel: itself
        with self._came:
            is_full = len(self._blocks) >= KEPT_BLOCKS
            if is_full:
                self._blocks.popleft()
                if self._blocks:
                    self._blocks[0] = (*self._blocks[0][:2], True)
            self.overflows += int(bool(status.input_overflow)) + is_full
            self._blocks.append((at_ns, samples, bool(status.input_overflow)))
            self._came.notify_all()


def _agreed_format(library: Any, index: int, extra: Any) -> tuple[int, int]:
    """Rate and channels a microphone accepts: ours if it can, else its own rate, else two channels of it."""
    device = library.query_devices(index)
    own_hz = round(device["default_samplerate"])
    for rate_hz, channels in ((SAMPLE_RATE_HZ, 1), (own_hz, 1), (SAMPLE_RATE_HZ, 2)):
        try:
            library.check_input_settings(
                device=index, samplerate=rate_hz, channels=channels, dtype="int16", extra_settings=extra
            )
        except (library.PortAudioError, ValueError) as problem:
            log.info("microphone refuses %d Hz, %d channels: %s", rate_hz, channels, problem)
        else:
            return rate_hz, channels
    return own_hz, min(2, device["max_input_channels"])


def _resampled(resampler: av.AudioResampler, samples: Samples, from_hz: int) -> Samples:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = from_hz
    made = [np.asarray(part.to_ndarray(), np.int16).reshape(-1) for part in resampler.resample(frame)]
    return np.concatenate(made) if made else np.zeros(0, np.int16)


class Speaker:
    """What plays prompts to the customer. The take does not hear it: the mixer puts the prompt in sample by sample."""

    def __init__(self, spec: str) -> None:
        """`none`, which is silent, or `device:NAME-or-INDEX`, which is started at once.

        Raises E-105 when the SPEC is neither, E-126 when the device is not there or cannot be used.
        """
        self._device = ""
        self._stream: Any = None
        self._rate_hz = SAMPLE_RATE_HZ
        self._lock = threading.Lock()
        self._playing: Samples = np.zeros(0, np.int16)
        self._played = 0
        if spec != NONE:
            meant = parse(spec)
            if meant.kind is not Kind.DEVICE:
                raise Fault("E-105", spec=meant.kind.value)
            self._device = meant.rest
            self._start()

    def _start(self) -> None:
        library = _sound_library()
        index = _find_sound_device(self._device, "output")
        if index is None:
            raise Fault("E-126", speaker=self._device)
        try:
            extra = _converts(library, index)
            self._rate_hz = SAMPLE_RATE_HZ
            try:
                library.check_output_settings(
                    device=index, samplerate=self._rate_hz, channels=1, dtype="int16", extra_settings=extra
                )
            except (library.PortAudioError, ValueError) as problem:
                self._rate_hz = round(library.query_devices(index)["default_samplerate"])
                log.info("speaker refuses 48000 Hz, takes %d: %s", self._rate_hz, problem)
            self._stream = library.OutputStream(
                device=index,
                samplerate=self._rate_hz,
                channels=1,
                dtype="int16",
                blocksize=self._rate_hz // 50,
                extra_settings=extra,
                callback=lambda sound, *_: self._give(sound),
            )
            self._stream.start()
        except (library.PortAudioError, ValueError) as problem:
            self.close()
            raise Fault("E-126", speaker=self._device) from problem

    def play(self, samples: Samples) -> None:
        """Play (n,) int16 mono 48 kHz now, in place of what is playing; no samples: be silent. Never waits.

        Raises E-127 when the device has gone.
        """
        if not self._device:
            return
        if self._stream is None or not self._stream.active:
            raise Fault("E-127", speaker=self._device)
        if self._rate_hz != SAMPLE_RATE_HZ and samples.size:
            resampler = av.AudioResampler(format="s16", layout="mono", rate=self._rate_hz)
            samples = _resampled(resampler, samples, SAMPLE_RATE_HZ)
        with self._lock:
            self._playing, self._played = samples, 0

    def stop(self) -> None:
        """Fall silent; may be called at any time."""
        with self._lock:
            self._playing, self._played = np.zeros(0, np.int16), 0

    def close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)
        self.stop()

    def _give(self, sound: Samples) -> None:
        """Called by PortAudio's thread: must be quick and must not raise."""
        with self._lock:
            part = self._playing[self._played : self._played + sound.shape[0]]
            self._played += part.size
        sound[: part.size, 0] = part
        sound[part.size :] = 0
