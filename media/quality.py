"""Whether what is being recorded can be seen and heard: judged live, so that it can be mended while the customer sits.

    camera picture, 2 to 5 a second ──► PictureJudge ─┐
    microphone blocks of 40 ms ───────► SoundJudge ───┴─► figures, and a QualityChange when something begins or ends

The rules are R-B08 (speech), R-B11 (light), R-B13 (never a frozen picture); numbers marked [H] are house defaults, and
all are parameters. Pure: no thread, no device, the caller brings the time. A condition must last to be told, and must
be clearly over to be told as over. It judges what the camera and the microphone delivered, before anything is stamped
on it or mixed into it, and it corrects nothing (R-B19: no filter on evidence).
"""

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import av
import cv2
import numpy as np
import numpy.typing as npt

from media.clock import NS
from media.lasting import Lasting
from media.planes import halved, planes_of
from media.track import SAMPLE_RATE_HZ, Samples

FULL_SCALE = 32_768.0
SMALL_SIZE = 320
"""a picture is halved to less than twice that before it is judged"""


@dataclass(frozen=True, slots=True)
class QualityChange:
    """A condition began or ended.

    Kinds: `picture_dark`, `picture_bright`, `picture_black`, `picture_covered`, `picture_backlit`, `picture_blurred`,
    `picture_frozen`; `sound_silent`, `sound_too_quiet`, `sound_too_loud`, `sound_clipped`, `sound_noisy`. `facts` holds
    the figure that settled it.
    """

    at_ns: int
    kind: str
    begins: bool
    facts: dict[str, Any] = field(default_factory=dict)


class Place(Protocol):
    """A rectangle in shares of the picture, such as a `Face` or a `Box`."""

    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


@dataclass(frozen=True, slots=True)
class PictureJudged:
    """One picture as it is; what it means for the take is in the changes."""

    at_ns: int
    luma: float
    """mean brightness, 0 black to 255 white"""
    contrast: float
    """standard deviation of brightness"""
    sharpness: float
    """variance of the Laplacian over that of the brightness, at 320 pixels across: 0 a smear, above 0.1 in focus"""
    backlight: float | None
    """levels by which the surroundings are brighter than the faces; None when no face was given"""
    is_dark: bool
    is_bright: bool
    is_black: bool
    is_covered: bool
    is_backlit: bool
    is_blurred: bool
    is_frozen: bool


class PictureJudge:
    """Judges one camera's pictures; under 1 ms each.

    min_luma, max_luma, max_backlight: R-B11 [H], mean brightness 60 to 200, faces at most 60 levels below the rest.
    black_luma: up to that, with less than `flat_contrast`, there is no picture at all.
    flat_contrast: less than that and brighter than black is a hand or a cap before the lens [H].
    min_sharpness: below that nothing in a picture can be read [H: 0.06, a blur of 3 pixels at 1280 across].
    frozen_ns: unchanged to the last bit for that long is a stuck camera (a still scene is not: its sensor is noisy).
    lasting_ns: what else must last that long to begin or to end.
    """

    def __init__(
        self,
        *,
        min_luma: float = 60.0,
        max_luma: float = 200.0,
        max_backlight: float = 60.0,
        black_luma: float = 8.0,
        flat_contrast: float = 6.0,
        min_sharpness: float = 0.06,
        frozen_ns: int = 3 * NS,
        lasting_ns: int = NS,
    ) -> None:
        self._min_luma, self._max_luma, self._max_backlight = min_luma, max_luma, max_backlight
        self._black_luma, self._flat_contrast, self._min_sharpness = black_luma, flat_contrast, min_sharpness
        self._content: int | None = None
        kinds = ("dark", "bright", "black", "covered", "backlit", "blurred")
        self._lasting = {kind: Lasting(lasting_ns, lasting_ns) for kind in kinds}
        self._lasting["frozen"] = Lasting(frozen_ns, 0)
        self._changes: list[QualityChange] = []

    def judge(self, frame: av.VideoFrame, at_ns: int, faces: Sequence[Place] = ()) -> PictureJudged:
        """Judge a yuv420p picture, 2 to 5 times a second; `faces` are the places of the faces in it, if known."""
        y = planes_of(frame)[0]
        small = halved(y, SMALL_SIZE)
        light = (small.astype(np.float32) - 16.0) * (255.0 / 219.0)  # BT.601 limited range
        luma, contrast = float(light.mean()), float(light.std())
        laplacian = cv2.Laplacian(small, cv2.CV_32F)
        sharpness = float(laplacian.var()) * (255.0 / 219.0) ** 2 / max(contrast**2, 1.0)
        backlight = _backlight(light, faces)
        content = zlib.crc32(y[::8].tobytes())  # single rows, unscaled: scaling would hide the noise
        is_same, self._content = content == self._content, content

        on = {kind: lasting.is_on for kind, lasting in self._lasting.items()}
        is_black = luma <= self._black_luma * (1.5 if on["black"] else 1.0) and contrast < self._flat_contrast
        is_covered = contrast < self._flat_contrast * (1.3 if on["covered"] else 1.0) and not is_black
        is_seen = not is_black and not is_covered
        shown = {
            "dark": is_seen and luma < self._min_luma + (6.0 if on["dark"] else 0.0),
            "bright": is_seen and luma > self._max_luma - (6.0 if on["bright"] else 0.0),
            "black": is_black,
            "covered": is_covered,
            "backlit": backlight is not None and backlight > self._max_backlight - (6.0 if on["backlit"] else 0.0),
            "blurred": is_seen and sharpness < self._min_sharpness * (1.2 if on["blurred"] else 1.0),
            "frozen": is_same and not is_black,  # a black picture is told as black, however still
        }
        facts = {"luma": round(luma, 1), "contrast": round(contrast, 1), "sharpness": round(sharpness, 3)}
        for kind, lasting in self._lasting.items():
            if kind == "backlit" and backlight is None:
                continue  # without a face there is nothing to say, neither that it began nor that it is over
            if lasting.see(at_ns, shown[kind]) is not None:
                self._changes.append(QualityChange(at_ns, f"picture_{kind}", lasting.is_on, facts))
        return PictureJudged(
            at_ns,
            luma,
            contrast,
            sharpness,
            backlight,
            is_dark=shown["dark"],
            is_bright=shown["bright"],
            is_black=is_black,
            is_covered=is_covered,
            is_backlit=shown["backlit"],
            is_blurred=shown["blurred"],
            is_frozen=self._lasting["frozen"].is_on,
        )

    def changes(self) -> tuple[QualityChange, ...]:
        """What began or ended since this was last asked."""
        changes, self._changes = tuple(self._changes), []
        return changes


@dataclass(frozen=True, slots=True)
class SoundJudged:
    """One channel as it sounds by now; a level is None until there was enough to measure it."""

    at_ns: int
    rms_dbfs: float
    """of the last block; -120 is digital silence, 0 a square wave at full scale"""
    peak_dbfs: float
    speech_dbfs: float | None
    noise_dbfs: float | None
    snr_db: float | None
    """how far the voice lies above the noise (the noise in the voice taken off)"""
    clipped_share: float
    """of the samples of voice, those at full scale"""
    is_silent: bool
    is_too_quiet: bool
    is_too_loud: bool
    is_clipped: bool
    is_noisy: bool


class SoundJudge:
    """Judges one channel's sound block by block (R-B08): speech between -30 and -6 dBFS, not clipped, above the noise.

    Levels are means over some `memory_ns` of voice (speech, clipping) or of pauses (noise). Whoever knows says which
    blocks are voice; without knowing, pass False: silence is judged all the same.

    min_speech_dbfs, max_speech_dbfs, max_clipped_share: R-B08.
    min_snr_db begins `sound_noisy`, good_snr_db ends it: R-B08 [H], 15 warns and 20 is good.
    silent_ns: digital silence for that long is a dead or forbidden microphone (no room is that quiet).
    enough_ns: of voice, and of pauses, before anything is said of them.
    """

    def __init__(
        self,
        channel: str,
        *,
        min_speech_dbfs: float = -30.0,
        max_speech_dbfs: float = -6.0,
        max_clipped_share: float = 0.001,
        min_snr_db: float = 15.0,
        good_snr_db: float = 20.0,
        silent_ns: int = 5 * NS,
        enough_ns: int = NS,
        memory_ns: int = 3 * NS,
    ) -> None:
        self._channel = channel
        self._min_speech_dbfs, self._max_speech_dbfs = min_speech_dbfs, max_speech_dbfs
        self._max_clipped_share = max_clipped_share
        self._min_snr_db, self._good_snr_db = min_snr_db, good_snr_db
        self._speech = _Level(memory_ns, enough_ns)
        self._noise = _Level(memory_ns, enough_ns)
        self._clipped = _Level(memory_ns, enough_ns)
        self._silent = Lasting(silent_ns, 0)
        self._is_on = dict.fromkeys(("too_quiet", "too_loud", "clipped", "noisy"), False)
        self._changes: list[QualityChange] = []

    def judge(self, at_ns: int, samples: Samples, *, is_voice: bool) -> SoundJudged:
        """Take in the next block, (n,) int16 at 48 kHz from `at_ns` on."""
        sound = samples.astype(np.float32)
        power = float(np.dot(sound, sound)) / max(1, sound.size) / FULL_SCALE**2
        peak = float(np.abs(sound).max(initial=0.0))
        lasts_ns = sound.size * NS // SAMPLE_RATE_HZ
        is_dead = peak <= 1.0
        if self._silent.see(at_ns, is_dead) is not None:
            self._tell(at_ns, "silent", self._silent.is_on, {})
        if is_voice:
            self._speech.add(power, lasts_ns)
            self._clipped.add(np.count_nonzero(np.abs(sound) >= FULL_SCALE - 1) / max(1, sound.size), lasts_ns)
        elif not is_dead:
            self._noise.add(power, lasts_ns)
        speech_dbfs, noise_dbfs = _dbfs_of(self._speech.mean), _dbfs_of(self._noise.mean)
        snr_db = _snr_db(self._speech.mean, self._noise.mean)
        clipped_share = self._clipped.mean or 0.0
        if is_voice and speech_dbfs is not None:
            self._weigh(at_ns, speech_dbfs, snr_db, clipped_share)
        return SoundJudged(
            at_ns,
            _dbfs(power),
            _dbfs((peak / FULL_SCALE) ** 2),
            speech_dbfs,
            noise_dbfs,
            snr_db,
            clipped_share,
            is_silent=self._silent.is_on,
            is_too_quiet=self._is_on["too_quiet"],
            is_too_loud=self._is_on["too_loud"],
            is_clipped=self._is_on["clipped"],
            is_noisy=self._is_on["noisy"],
        )

    def changes(self) -> tuple[QualityChange, ...]:
        """What began or ended since this was last asked."""
        changes, self._changes = tuple(self._changes), []
        return changes

    def _weigh(self, at_ns: int, speech_dbfs: float, snr_db: float | None, clipped_share: float) -> None:
        """Only while somebody speaks: a pause proves nothing about how they speak."""
        quiet, loud = self._min_speech_dbfs, self._max_speech_dbfs
        level = {"speech_dbfs": round(speech_dbfs, 1)}
        self._compare(at_ns, "too_quiet", speech_dbfs < quiet, speech_dbfs > quiet + 2.0, level)
        self._compare(at_ns, "too_loud", speech_dbfs > loud, speech_dbfs < loud - 2.0, level)
        share, most = clipped_share, self._max_clipped_share
        self._compare(at_ns, "clipped", share > most, share < most / 2, {"clipped_share": round(share, 5)})
        if snr_db is not None:
            noisy, clear = snr_db < self._min_snr_db, snr_db >= self._good_snr_db
            self._compare(at_ns, "noisy", noisy, clear, {"snr_db": round(snr_db, 1)})

    def _compare(self, at_ns: int, kind: str, has_begun: bool, has_ended: bool, facts: dict[str, Any]) -> None:
        if has_ended if self._is_on[kind] else has_begun:
            self._is_on[kind] = not self._is_on[kind]
            self._tell(at_ns, kind, self._is_on[kind], facts)

    def _tell(self, at_ns: int, kind: str, begins: bool, facts: dict[str, Any]) -> None:
        self._changes.append(QualityChange(at_ns, f"sound_{kind}", begins, {"channel": self._channel, **facts}))


@dataclass(slots=True)
class _Level:
    """A mean that forgets: true over what was heard while that is short, over about `memory_ns` later on."""

    memory_ns: int
    enough_ns: int
    _heard_ns: int = 0
    _mean: float = 0.0

    @property
    def mean(self) -> float | None:
        return self._mean if self._heard_ns >= self.enough_ns else None

    def add(self, value: float, lasts_ns: int) -> None:
        self._heard_ns += lasts_ns
        self._mean += (value - self._mean) * lasts_ns / max(1, min(self._heard_ns, self.memory_ns))


def _dbfs(power: float) -> float:
    return 10.0 * math.log10(max(power, 1e-12))


def _dbfs_of(power: float | None) -> float | None:
    return None if power is None else _dbfs(power)


def _snr_db(speech: float | None, noise: float | None) -> float | None:
    if speech is None or noise is None:
        return None
    return 10.0 * math.log10(max(speech - noise, 1e-12) / max(noise, 1e-12))


def _backlight(light: npt.NDArray[np.float32], faces: Sequence[Place]) -> float | None:
    """How much brighter the rest of the picture is than the darkest face."""
    height, width = light.shape
    is_face = np.zeros(light.shape, np.bool_)
    lights = []
    for face in faces:
        rows = slice(max(0, round(face.y * height)), max(0, round((face.y + face.height) * height)))
        columns = slice(max(0, round(face.x * width)), max(0, round((face.x + face.width) * width)))
        if light[rows, columns].size:
            lights.append(float(light[rows, columns].mean()))
            is_face[rows, columns] = True
    if not lights or is_face.all():
        return None
    return float(light[~is_face].mean()) - min(lights)
