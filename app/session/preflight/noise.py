"""What the noise at a counter is, in one word that tells people what to do about it.

    quiet     nothing to do                                   ≤ -50 dBFS
    mains     a hum of the mains: a bad cable or power supply  lines at 50, 100, 150 … Hz hold most of the energy
    impulses  keyboard, printer, stamp                         short bursts far above a quieter floor
    babble    people talking near by                           rises and falls as syllables do, in the band of speech
    fan       ventilation, air conditioning                    steady, and spread over many frequencies
    unknown   none of these clearly

Pure. One number each and house thresholds: a mixture is called by the first that fits in the order above, and what fits
nothing is called unknown rather than guessed. Loud voices at the counter itself cannot be told from loud babble; the
caller leaves out what was said close to the microphone.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from media.track import SAMPLE_RATE_HZ, Samples

QUIET_DBFS = -50.0
LOUD_DBFS = -35.0
"""a voice at -20 dBFS has 15 dB left above it (R-B08)"""
BURST_DBFS = -42.0
"""a burst that is no louder than this disturbs nobody"""
FRAME = SAMPLE_RATE_HZ // 100
"""10 ms"""
MAINS_HZ = 50.0
MAINS_SHARE = 0.6
BURST_DB = 15.0
"""how far a burst stands above the floor"""
LONGEST_BURST = 5
"""frames; a syllable lasts longer"""
UNEVEN_DB = 4.0
SYLLABLES_HZ = (2.0, 9.0)
SPEECH_HZ = (200.0, 4000.0)
STEADY_DB = 2.0
SPREAD = 0.05
"""spectral flatness, 0 a line and 1 white: a fan lies above, a whistle far below"""


class NoiseKind(StrEnum):
    QUIET = "quiet"
    MAINS = "mains"
    IMPULSES = "impulses"
    BABBLE = "babble"
    FAN = "fan"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Noise:
    """What was heard while nobody spoke into the microphone."""

    kind: NoiseKind
    dbfs: float

    @property
    def is_loud(self) -> bool:
        return self.dbfs > LOUD_DBFS


Real = npt.NDArray[np.float64]


def name_noise(samples: Samples) -> Noise:
    """Name a second or more of sound, (n,) int16 at 48 kHz."""
    sound = samples[: len(samples) // FRAME * FRAME].astype(np.float64) / 32768.0
    sound -= sound.mean()  # a cheap sound card's constant offset is no noise
    levels = _dbfs(np.square(sound.reshape(-1, FRAME)).mean(axis=1))
    dbfs = float(_dbfs(np.asarray(np.square(sound).mean())))
    return Noise(_kind(sound, levels, dbfs), dbfs)


def _kind(sound: Real, levels: Real, dbfs: float) -> NoiseKind:
    has_bursts = _has_bursts(levels)
    if dbfs <= QUIET_DBFS and not has_bursts:
        return NoiseKind.QUIET
    hz, power = _spectrum(sound)
    if _mains_share(hz, power) >= MAINS_SHARE:
        return NoiseKind.MAINS
    if has_bursts:
        return NoiseKind.IMPULSES
    if _sounds_like_speech(hz, power, levels):
        return NoiseKind.BABBLE
    if _swing_db(sound) <= STEADY_DB and _flatness(hz, power) >= SPREAD:
        return NoiseKind.FAN
    return NoiseKind.UNKNOWN


def _swing_db(sound: Real) -> float:
    """How far the loudness wanders from one tenth of a second to the next; shorter ones of a deep hum differ anyway."""
    size = 10 * FRAME
    whole = sound[: len(sound) // size * size].reshape(-1, size)
    return float(_dbfs(np.square(whole).mean(axis=1)).std())


def _has_bursts(levels: Real) -> bool:
    """Several short ones, and an even floor between them: between syllables it is anything but even."""
    above = levels > max(float(np.percentile(levels, 30)) + BURST_DB, BURST_DBFS)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], above.astype(np.int8), [0]])))
    lengths = edges[1::2] - edges[::2]
    if len(lengths) < 2 or int(lengths.max()) > LONGEST_BURST:
        return False
    between = levels[np.convolve(above, np.ones(2 * LONGEST_BURST + 1), "same") < 0.5]
    return len(between) > len(levels) // 5 and float(between.std()) <= UNEVEN_DB


def _spectrum(sound: Real) -> tuple[Real, Real]:
    """Mean power over halves that overlap, in lines of about 1 Hz."""
    size = min(len(sound), SAMPLE_RATE_HZ)
    window = np.hanning(size)
    starts = range(0, len(sound) - size + 1, max(1, size // 2))
    powers = [np.abs(np.fft.rfft(sound[start : start + size] * window)) ** 2 for start in starts]
    return np.asarray(np.fft.rfftfreq(size, 1 / SAMPLE_RATE_HZ), np.float64), np.asarray(
        np.mean(powers, axis=0), np.float64
    )


def _mains_share(hz: Real, power: Real) -> float:
    """Share of the energy that lies within 2 Hz of a multiple of the mains' frequency, up to 1 kHz."""
    harmonic = np.round(hz / MAINS_HZ)
    is_line = (harmonic >= 1) & (hz < 1000.0) & (np.abs(hz - harmonic * MAINS_HZ) <= 2.0)
    heard = hz >= 20.0
    return float(power[is_line].sum() / max(float(power[heard].sum()), 1e-20))


def _sounds_like_speech(hz: Real, power: Real, levels: Real) -> bool:
    band = (hz >= SPEECH_HZ[0]) & (hz <= SPEECH_HZ[1])
    if float(power[band].sum()) < 0.7 * float(power[hz >= 20.0].sum()) or _flatness(hz[band], power[band]) > 0.5:
        return False
    swing = levels - levels.mean()
    modulation = np.abs(np.fft.rfft(swing * np.hanning(len(swing)))) ** 2
    rate_hz = np.fft.rfftfreq(len(swing), FRAME / SAMPLE_RATE_HZ)
    slow = (rate_hz >= SYLLABLES_HZ[0]) & (rate_hz <= SYLLABLES_HZ[1])
    share = float(modulation[slow].sum() / max(float(modulation[rate_hz >= 0.5].sum()), 1e-20))
    return float(swing.std()) >= STEADY_DB and share >= 0.3


def _flatness(hz: Real, power: Real) -> float:
    """How evenly the energy is spread from 50 Hz to 8 kHz, in thirds of an octave: 1 is white, 0 one line."""
    edges = 50.0 * 2.0 ** (np.arange(0, 23) / 3)
    sums = np.array([power[(hz >= low) & (hz < high)].sum() for low, high in pairwise(edges)])
    density = sums[sums > 0] / np.diff(edges)[sums > 0]
    return float(np.exp(np.log(density).mean()) / density.mean()) if density.size else 0.0


def _dbfs(power: Real) -> Real:
    return np.asarray(10 * np.log10(np.maximum(power, 1e-12)), np.float64)
