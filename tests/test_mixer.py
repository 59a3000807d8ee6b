"""The mixer, on a fast clock with made microphones: where each sample lies, and what is told when it cannot."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from media.clock import NS, Clock, FastClock, SystemClock
from media.fault import Fault
from media.mixer import BLOCK, BLOCK_NS, LEAD_NS, Mixed, Mixer
from media.stage import Worker
from media.track import SAMPLE_RATE_HZ, Samples, Sound, TrackEnded

ORIGIN_NS = 3_000_000
"""no multiple of a block: the take begins where it likes"""


class Microphone:
    """A device that takes `voice(first sample, count)` at `rate_hz` and says its own time; `trouble` may step in."""

    name = "made"

    def __init__(
        self,
        voice: Callable[[int, int], Samples],
        *,
        rate_hz: float = SAMPLE_RATE_HZ,
        size: int = 480,
        trouble: Callable[[int, Sound], Sound | None] = lambda index, sound: sound,
    ) -> None:
        self._voice, self._rate_hz, self._size, self._trouble = voice, rate_hz, size, trouble
        self._index = 0
        self.opened = self.closed = 0

    def open(self, clock: Clock) -> None:
        self._clock = clock
        self._began_ns = clock.now_ns() - round(self._index * self._size * NS / self._rate_hz)
        self.opened += 1

    def recv(self, stop: threading.Event) -> Sound:
        while True:
            index, self._index = self._index, self._index + 1
            first = index * self._size
            at_ns = self._began_ns + round(first * NS / self._rate_hz)
            if not self._clock.sleep_until(self._began_ns + round((first + self._size) * NS / self._rate_hz), stop):
                raise TrackEnded
            sound = self._trouble(index, Sound(at_ns, self._voice(first, self._size)))
            if sound is not None:
                return sound

    def close(self) -> None:
        self.closed += 1


@dataclass
class Take:
    """What a mixer gave in a take of `seconds`, with `acts` done by the clock, each at its second."""

    clock: Clock = field(default_factory=FastClock)
    before_block: Callable[[int], object] = lambda index: None
    blocks: list[Mixed] = field(default_factory=list)
    marks: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    faults: list[tuple[str, BaseException]] = field(default_factory=list)
    gaps_ns: dict[str, int] = field(default_factory=dict)
    clipped: dict[str, int] = field(default_factory=dict)

    def run(
        self,
        counter: Microphone,
        customer: Microphone | None,
        seconds: float,
        *acts: tuple[float, Callable[[Mixer], object]],
        play: Callable[[Samples], None] | None = None,
    ) -> "Take":
        mixer = Mixer(
            self.clock,
            counter,
            customer,
            emit=self._emit,
            on_mark=lambda kind, at_ns, facts: self.marks.append((kind, at_ns, facts)),
            on_fault=lambda name, problem: self.faults.append((name, problem)),
            play=play,
        )

        def conduct(stop: threading.Event) -> None:
            origin_ns = self.clock.now_ns() + ORIGIN_NS
            self.origin_ns = origin_ns
            counter.open(self.clock)
            if customer is not None:
                customer.open(self.clock)
            self.clock.sleep_until(origin_ns, stop)
            mixer.start(origin_ns)
            for at_s, act in acts:
                self.clock.sleep_until(origin_ns + round(at_s * NS), stop)
                act(mixer)
            self.clock.sleep_until(origin_ns + round(seconds * NS), stop)
            mixer.close()
            mixer.close()

        conductor = Worker("conductor", conduct, self.clock, lambda name, problem: self.faults.append((name, problem)))
        conductor.start()
        conductor._thread.join(60)
        assert not conductor.is_alive()
        self.gaps_ns, self.clipped = mixer.gaps_ns, mixer.clipped
        return self

    def _emit(self, block: Mixed) -> None:
        self.before_block(len(self.blocks))
        self.blocks.append(block)

    def kinds(self) -> list[str]:
        return [kind for kind, _, _ in self.marks]

    def stereo(self) -> Samples:
        return np.concatenate([block.stereo for block in self.blocks])

    def counter(self) -> Samples:
        return np.concatenate([block.counter for block in self.blocks])


def silence(first: int, size: int) -> Samples:
    return np.zeros(size, np.int16)


def loud(first: int, size: int) -> Samples:
    return np.full(size, 30_000, np.int16)


def ramp(first: int, size: int) -> Samples:
    """Each sample says its own number, modulo 30,000, from 1 on: so silence is never taken for sound."""
    return (np.arange(first, first + size) % 30_000 + 1).astype(np.int16)


def beeps(first: int, size: int) -> Samples:
    """A click at each whole second of the device's own counting."""
    voice = np.zeros(size, np.int16)
    voice[(-first) % SAMPLE_RATE_HZ :: SAMPLE_RATE_HZ] = 20_000
    return voice


def noise(size: int, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).integers(-8_000, 8_000, size).astype(np.int16)


def lag_of(needle: Samples, hay: Samples) -> int:
    """Where `needle` lies in `hay`, by the peak of their cross-correlation."""
    size = 1 << (len(needle) + len(hay)).bit_length()
    spectrum = np.fft.rfft(hay, size) * np.conj(np.fft.rfft(needle, size))
    return int(np.argmax(np.fft.irfft(spectrum, size)[: len(hay)]))


@pytest.fixture
def told() -> Iterator[list[tuple[str, object, int]]]:
    """What a prompt told: ("cue", index, at_ns) and ("done", is_whole, at_ns)."""
    yield []


def speaking(
    prompt: Samples, told: list[tuple[str, object, int]], cues: tuple[int, ...] = ()
) -> Callable[[Mixer], object]:
    return lambda mixer: mixer.speak(
        prompt,
        cues,
        done=lambda at_ns, is_whole: told.append(("done", is_whole, at_ns)),
        cue=lambda index, at_ns: told.append(("cue", index, at_ns)),
    )


def test_blocks_follow_each_other_without_hole() -> None:
    take = Take().run(Microphone(ramp), Microphone(silence), 2.0)
    assert [block.at_ns for block in take.blocks] == [take.origin_ns + k * BLOCK_NS for k in range(50)]
    assert all(block.stereo.shape == (BLOCK, 2) and block.stereo.dtype == np.int16 for block in take.blocks)
    assert (take.faults, take.marks, take.gaps_ns) == ([], [], {"counter": 0, "customer": 0})


def test_a_sample_lies_where_its_time_says() -> None:
    take = Take().run(Microphone(ramp), Microphone(silence), 1.0)
    before_origin = ORIGIN_NS * SAMPLE_RATE_HZ // NS
    heard = take.counter()[: SAMPLE_RATE_HZ - 480]
    assert np.array_equal(heard, ramp(before_origin, len(heard)))


def test_the_last_block_ends_when_the_take_ends() -> None:
    take = Take().run(Microphone(ramp), None, 1.005)
    assert len(take.blocks[-1].stereo) == 240
    assert len(take.stereo()) == round(1.005 * SAMPLE_RATE_HZ)


def test_one_microphone_is_on_both_channels_and_the_prompt_on_the_left(told: list[tuple[str, object, int]]) -> None:
    take = Take().run(Microphone(ramp), None, 1.0, (0.2, speaking(noise(4_800), told)))
    left, right = take.stereo().T
    assert np.array_equal(right, take.counter())
    assert not np.array_equal(left, right)
    assert np.array_equal(left[SAMPLE_RATE_HZ // 2 :], right[SAMPLE_RATE_HZ // 2 :])


def test_two_microphones_stay_apart() -> None:
    take = Take().run(Microphone(ramp), Microphone(beeps), 2.0)
    left, right = take.stereo().T
    assert np.array_equal(left, take.counter())
    assert np.flatnonzero(right).tolist() == [SAMPLE_RATE_HZ - ORIGIN_NS * SAMPLE_RATE_HZ // NS]


@pytest.mark.parametrize("at_s", [0.2, 0.2137, 0.5])
def test_a_prompt_lies_exactly_where_it_was_told(told: list[tuple[str, object, int]], at_s: float) -> None:
    prompt = noise(20_000)
    played: list[Samples] = []
    cues = (0, 7_000, 19_999)
    take = Take().run(
        Microphone(silence), Microphone(silence), 1.5, (at_s, speaking(prompt, told, cues)), play=played.append
    )
    left = take.stereo()[:, 0]
    begin = lag_of(prompt, left)
    assert np.array_equal(left[begin : begin + len(prompt)], prompt)
    assert np.count_nonzero(left) == np.count_nonzero(prompt)
    begin_ns = take.origin_ns + round(at_s * NS) + LEAD_NS
    assert abs(take.origin_ns + begin * NS / SAMPLE_RATE_HZ - begin_ns) <= NS / SAMPLE_RATE_HZ
    expected = [("cue", index, -(-(begin + cue) * NS // SAMPLE_RATE_HZ)) for index, cue in enumerate(cues)]
    expected.append(("done", True, -(-(begin + len(prompt)) * NS // SAMPLE_RATE_HZ)))
    assert [(kind, fact, at_ns - take.origin_ns) for kind, fact, at_ns in told] == expected
    assert len(played) == 1 and np.array_equal(played[0], prompt)


def test_a_prompt_is_not_in_what_is_recognised(told: list[tuple[str, object, int]]) -> None:
    take = Take().run(Microphone(silence), Microphone(silence), 1.0, (0.1, speaking(noise(9_600), told)))
    assert not take.counter().any()
    assert take.stereo()[:, 0].any() and not take.stereo()[:, 1].any()


def test_callbacks_come_when_their_time_has_come() -> None:
    clock, came = FastClock(), list[tuple[int, int]]()

    def act(mixer: Mixer) -> None:
        mixer.speak(
            noise(4_801),
            [1_000],
            done=lambda at_ns, _: came.append((at_ns, clock.now_ns())),
            cue=lambda _, at_ns: came.append((at_ns, clock.now_ns())),
        )

    Take(clock).run(Microphone(silence), None, 1.0, (0.3, act))
    assert len(came) == 2
    assert all(at_ns == now_ns for at_ns, now_ns in came)


def test_a_hushed_prompt_ends_at_once_and_says_so(told: list[tuple[str, object, int]]) -> None:
    played: list[Samples] = []
    ends: list[int | None] = []
    prompt = np.full(SAMPLE_RATE_HZ, 9_000, np.int16)
    take = Take().run(
        Microphone(silence),
        None,
        2.0,
        (0.2, speaking(prompt, told, cues=(SAMPLE_RATE_HZ // 2,))),
        (0.5, lambda mixer: ends.append(mixer.hush())),
        (0.6, lambda mixer: ends.append(mixer.hush())),
        play=played.append,
    )
    left = take.stereo()[:, 0]
    assert np.flatnonzero(left)[-1] in range(SAMPLE_RATE_HZ // 2 - 3, SAMPLE_RATE_HZ // 2)
    assert np.abs(np.diff(left.astype(int)))[SAMPLE_RATE_HZ // 4 :].max() < 100, "the cut clicks"
    assert told == [("done", False, take.origin_ns + NS // 2)]
    assert ends == [take.origin_ns + NS // 2, None]
    assert [len(samples) for samples in played] == [len(prompt), 0]


def test_a_prompt_hushed_before_it_began_is_not_heard(told: list[tuple[str, object, int]]) -> None:
    take = Take().run(
        Microphone(silence), None, 1.0, (0.2, speaking(noise(4_800), told)), (0.21, lambda mixer: mixer.hush())
    )
    assert not take.stereo().any()
    assert [(kind, fact) for kind, fact, _ in told] == [("done", False)]


def test_a_second_prompt_replaces_the_first(told: list[tuple[str, object, int]]) -> None:
    first, second = noise(SAMPLE_RATE_HZ, 1), noise(4_800, 2)
    take = Take().run(Microphone(silence), None, 1.0, (0.1, speaking(first, told)), (0.3, speaking(second, told)))
    left = take.stereo()[:, 0]
    assert lag_of(second, left) == round(0.34 * SAMPLE_RATE_HZ)
    assert np.count_nonzero(left[round(0.45 * SAMPLE_RATE_HZ) :]) == 0
    assert [fact for _, fact, _ in told] == [False, True]


def test_a_prompt_cut_by_the_end_of_the_take_says_so(told: list[tuple[str, object, int]]) -> None:
    take = Take().run(Microphone(silence), None, 0.5, (0.2, speaking(noise(SAMPLE_RATE_HZ), told)))
    assert told == [("done", False, take.origin_ns + NS // 2)]


def test_a_prompt_after_the_end_is_done_at_once(told: list[tuple[str, object, int]]) -> None:
    microphone, clock = Microphone(silence), FastClock()
    microphone.open(clock)
    mixer = Mixer(
        clock, microphone, None, emit=lambda _: None, on_mark=lambda *_: None, on_fault=lambda *_: None, play=None
    )
    mixer.close()
    speaking(noise(100), told)(mixer)
    assert [fact for _, fact, _ in told] == [False]


def test_a_prompt_that_nobody_could_hear_is_not_in_the_take(told: list[tuple[str, object, int]]) -> None:
    def gone(samples: Samples) -> None:
        raise Fault("E-127")

    def act(mixer: Mixer) -> None:
        with pytest.raises(Fault, match="E-127"):
            speaking(noise(4_800), told)(mixer)

    take = Take().run(Microphone(silence), None, 1.0, (0.2, act), play=gone)
    assert not take.stereo().any()
    assert told == [] and take.faults == []


def test_a_loudspeaker_that_goes_does_not_keep_a_prompt_from_ending(told: list[tuple[str, object, int]]) -> None:
    def going(samples: Samples) -> None:
        if not len(samples):
            raise Fault("E-127")

    take = Take().run(Microphone(silence), None, 0.5, (0.2, speaking(noise(SAMPLE_RATE_HZ), told)), play=going)
    assert [fact for _, fact, _ in told] == [False]
    assert take.faults == []


def test_mixing_saturates_and_counts(told: list[tuple[str, object, int]]) -> None:
    prompt = np.full(4_800, 9_000, np.int16)
    prompt[2_400:] = -30_000
    take = Take().run(Microphone(loud), Microphone(silence), 1.0, (0.2, speaking(prompt, told)))
    left = take.stereo()[:, 0]
    assert left.max() == 32_767 and left.min() == 0
    assert take.clipped == {"counter": 2_400, "customer": 0}


@pytest.mark.parametrize("rate_hz", [48_048.0, 47_952.0])
def test_the_drift_of_an_hour_leaves_sound_in_sync(rate_hz: float) -> None:
    """What a device 200 ppm off gains in an hour, in 12 minutes: each click lies at its second, and stays one click."""
    seconds = 720

    def clicks(first: int, size: int) -> Samples:
        voice = np.zeros(size, np.int16)
        at = round(np.floor((first + size - 1) / rate_hz) * rate_hz) - first
        if 0 <= at < size:
            voice[at] = 20_000
        return voice

    take = Take().run(Microphone(clicks, rate_hz=rate_hz, size=4_800), None, float(seconds))
    places = np.flatnonzero(take.counter()) + ORIGIN_NS * SAMPLE_RATE_HZ // NS
    nearest = np.rint(places / SAMPLE_RATE_HZ).astype(int)
    assert sorted(set(nearest.tolist())) == list(range(1, seconds))
    assert np.abs(places - nearest * SAMPLE_RATE_HZ).max() <= SAMPLE_RATE_HZ * 8 // 1000, "over 8 ms"
    assert len(take.stereo()) == seconds * SAMPLE_RATE_HZ
    assert take.marks == [] and take.gaps_ns["counter"] == 0


def test_drift_is_corrected_without_clicks() -> None:
    def tone(first: int, size: int) -> Samples:
        angle = 2 * np.pi * 440 / 48_009.6 * np.arange(first, first + size)
        voice: Samples = (10_000 * np.sin(angle)).astype(np.int16)
        return voice

    take = Take().run(Microphone(tone, rate_hz=48_009.6), None, 30.0)
    voice = take.counter()[4_800:-4_800].astype(float)
    steepest = 10_000 * 2 * np.pi * 440 / SAMPLE_RATE_HZ
    assert np.abs(np.diff(voice)).max() <= steepest * 1.01 + 1


def test_jitter_under_20_ms_moves_nothing() -> None:
    jitter = np.random.default_rng(3).integers(-9_000_000, 9_000_000, 10_000)
    jitter[0] = 0
    late = Microphone(ramp, trouble=lambda index, sound: Sound(sound.at_ns + int(jitter[index]), sound.samples))
    take = Take().run(late, None, 3.0)
    assert take.marks == []
    steps = np.diff(take.counter()[480:-480].astype(int))
    assert np.count_nonzero((steps != 1) & (steps != -29_999)) < 20


def test_a_hole_becomes_silence_of_its_length_and_a_mark() -> None:
    holed = Microphone(ramp, trouble=lambda index, sound: None if 100 <= index < 110 else sound)
    take = Take().run(Microphone(silence), holed, 3.0)
    right = take.stereo()[:, 1]
    begin = 100 * 480 - ORIGIN_NS * SAMPLE_RATE_HZ // NS
    assert not right[begin : begin + 4_800].any()
    assert right[begin - 1] == ramp(48_000 - 1, 1)[0] and right[begin + 4_800] == ramp(52_800, 1)[0]
    assert take.marks == [
        (
            "sound_gap",
            take.origin_ns + begin * NS // SAMPLE_RATE_HZ,
            {
                "channel": "customer",
                "from_ns": begin * NS // SAMPLE_RATE_HZ,
                "to_ns": (begin + 4_800) * NS // SAMPLE_RATE_HZ,
                "sum_ns": 100_000_000,
                "holes": 1,
            },
        )
    ]
    assert take.gaps_ns == {"counter": 0, "customer": 100_000_000}


def test_many_holes_make_one_mark() -> None:
    holed = Microphone(ramp, trouble=lambda index, sound: None if index % 20 in (10, 11, 12) else sound)
    take = Take().run(holed, None, 3.0)
    assert take.kinds() == ["sound_gap"]
    assert take.marks[0][2]["holes"] == 15
    assert take.marks[0][2]["sum_ns"] == take.gaps_ns["counter"] == 15 * 30_000_000


def test_sound_before_its_turn_is_cut_and_marked() -> None:
    back = Microphone(
        ramp, trouble=lambda index, sound: Sound(sound.at_ns - 50_000_000 * (index >= 100), sound.samples)
    )
    take = Take().run(back, None, 3.0)
    assert take.kinds() == ["sound_overlap"]
    assert take.marks[0][2]["sum_ns"] == 40_000_000, "the last 10 ms are within jitter"
    assert len(take.stereo()) == 3 * SAMPLE_RATE_HZ


def test_a_lost_microphone_is_opened_each_second_until_it_is_back() -> None:
    def pulled_out(index: int, sound: Sound) -> Sound:
        if index == 150:
            raise Fault("E-121")
        return sound

    microphone = Microphone(ramp, trouble=pulled_out)
    opening = microphone.open

    def reluctant(clock: Clock) -> None:
        opening(clock)
        if microphone.opened in (2, 3):
            raise Fault("E-120")

    microphone.open = reluctant  # type: ignore[method-assign]
    take = Take().run(microphone, Microphone(silence), 8.0)
    lost_ns = take.origin_ns - ORIGIN_NS + 151 * 10_000_000
    assert take.marks[0] == ("microphone_lost", lost_ns, {"channel": "counter", "code": "E-121"})
    assert take.marks[1] == ("microphone_back", lost_ns + 3 * NS, {"channel": "counter"})
    assert take.kinds() == ["microphone_lost", "microphone_back", "sound_gap"]
    assert take.gaps_ns["counter"] == take.marks[2][2]["sum_ns"] == pytest.approx(3.01 * NS, abs=100)
    left = take.stereo()[:, 0]
    assert not left[round(1.6 * SAMPLE_RATE_HZ) : round(4.4 * SAMPLE_RATE_HZ)].any()
    assert left[round(4.6 * SAMPLE_RATE_HZ) : round(7.8 * SAMPLE_RATE_HZ)].all()
    assert take.faults == []


def test_a_microphone_lost_for_good_is_silent_to_the_end() -> None:
    def pulled_out(index: int, sound: Sound) -> Sound:
        if index >= 100:
            raise Fault("E-121")
        return sound

    take = Take().run(Microphone(ramp, trouble=pulled_out), Microphone(ramp), 5.0)
    assert take.kinds() == ["microphone_lost", "sound_gap"]
    assert take.marks[1][2]["to_ns"] == 5 * NS
    assert len(take.stereo()) == 5 * SAMPLE_RATE_HZ


def test_a_microphone_that_says_nothing_counts_as_lost_after_a_second() -> None:
    stalled = Microphone(ramp, trouble=lambda index, sound: None if 100 <= index < 400 else sound)
    take = Take().run(stalled, None, 6.0)
    assert take.kinds() == ["microphone_lost", "microphone_back", "sound_gap"]
    assert take.marks[0][2] == {"channel": "counter", "code": "E-141"}
    assert take.marks[0][1] - take.origin_ns == pytest.approx(2.2 * NS, abs=0.1 * NS)
    assert take.gaps_ns["counter"] == 3 * NS


def test_the_end_of_a_file_is_silence_and_no_fault() -> None:
    def ends(index: int, sound: Sound) -> Sound:
        if index == 100:
            raise TrackEnded
        return sound

    take = Take().run(Microphone(ramp, trouble=ends), Microphone(ramp), 4.0)
    assert (take.marks, take.faults, take.gaps_ns["counter"]) == ([], [], 0)
    assert not take.counter()[SAMPLE_RATE_HZ:].any()
    assert len(take.counter()) == 4 * SAMPLE_RATE_HZ


def test_a_mistake_of_a_track_is_reported_and_the_take_goes_on() -> None:
    def broken(index: int, sound: Sound) -> Sound:
        if index == 100:
            raise ValueError("a mistake")
        return sound

    take = Take().run(Microphone(ramp, trouble=broken), Microphone(ramp), 3.0)
    assert [(name, type(problem)) for name, problem in take.faults] == [("microphone counter", ValueError)]
    assert take.kinds() == ["microphone_lost", "sound_gap"]
    assert len(take.stereo()) == 3 * SAMPLE_RATE_HZ


def test_a_blocked_emit_loses_nothing() -> None:
    """The encoder stands still for 5 s: the sound waits in the lines."""
    clock = FastClock()

    def stand_still(index: int) -> None:
        if index == 20:
            clock.sleep_until(clock.now_ns() + 5 * NS, threading.Event())

    take = Take(clock, stand_still).run(Microphone(ramp), None, 8.0)
    voice = take.counter()
    assert len(voice) == 8 * SAMPLE_RATE_HZ
    assert voice[:-480].all() and take.marks == []


def test_emit_blocked_for_too_long_loses_sound_and_says_so() -> None:
    """13 s, where a line holds 10: what is missing is a gap, and what comes after lies where its time says."""
    clock = FastClock()

    def stand_still(index: int) -> None:
        if index == 20:
            clock.sleep_until(clock.now_ns() + 13 * NS, threading.Event())

    take = Take(clock, stand_still).run(Microphone(ramp), None, 18.0)
    voice = take.counter()
    assert len(voice) == 18 * SAMPLE_RATE_HZ
    assert take.kinds() == ["sound_gap"]
    assert take.gaps_ns["counter"] == take.marks[0][2]["sum_ns"] == pytest.approx(3 * NS, rel=0.1)
    last = 16 * SAMPLE_RATE_HZ
    assert np.array_equal(voice[last:][:100], ramp(last + ORIGIN_NS * SAMPLE_RATE_HZ // NS, 100))


def test_the_mixer_keeps_time_on_the_system_clock() -> None:
    take = Take(SystemClock()).run(Microphone(ramp), Microphone(ramp), 0.5)
    assert abs(len(take.stereo()) - SAMPLE_RATE_HZ // 2) <= SAMPLE_RATE_HZ // 20
    assert take.faults == []
