"""The sound of a take: microphones and prompts become two channels on the take's time, one block each 40 ms.

    microphone "counter" ── Worker ──► Line ─┐               ┌─► left:  clerk's microphone + prompts
    microphone "customer" ─ Worker ──► Line ─┼─ Worker ──────┤
    speak(prompt) ──────────────────────────┘  "mixer"       └─► right: customer's microphone

It is the take's heartbeat: block k holds the samples from `origin_ns + k * BLOCK_NS` on and is emitted once its time
and `latency_ns` have passed, so that what the devices deliver late is there. Blocks follow each other without a hole
and without overlap, whatever the devices do.

It promises that every sample lies where its time says, within the jitter of the device, or that a mark says why not:
- A device clock that runs up to 1000 ppm beside ours is followed, by stretching or squeezing a block by one sample.
- A hole over 20 ms becomes silence of the same length and a `sound_gap`; sound that lies over 20 ms before its turn
  is cut and becomes a `sound_overlap`. Those closer than a second make one mark, told when that second is over.
- A microphone that fails, or delivers nothing for a second, is `microphone_lost` with the fault's code (E-141 when it
  gave none), and `microphone_back` once its sound comes again. One that failed is opened anew each second.
- A prompt is added to the left channel at exactly the sample that `done` and `cue` tell of. It ducks nothing; where
  the sum is too loud it saturates.
It does not open the tracks (whoever prepares a take does, so that they already run when it begins) but opens a lost
one again, and it judges no loudness (`media.quality`).

Times (`at_ns`) are the clock's. Only `from_ns` and `to_ns` among a mark's facts count from `origin_ns`, since facts are
kept as they are.
"""

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from media.clock import NS, Clock
from media.fault import Fault
from media.stage import OnFault, Worker
from media.track import SAMPLE_RATE_HZ, AudioTrack, Samples, Sound, TrackEnded

BLOCK_NS = 40_000_000
BLOCK = SAMPLE_RATE_HZ * BLOCK_NS // NS
"""samples in a block"""
LATENCY_NS = 200_000_000
"""how long a block waits for the devices: the longest stretch a track delivers (100 ms) and as much again"""
LEAD_NS = BLOCK_NS
"""from `speak` to the first sample: about what a loudspeaker's buffer takes; never under one block"""
HOLE = SAMPLE_RATE_HZ // 50
"""samples (20 ms) by which a stretch may miss its place and still be taken for jitter"""
STALLED = SAMPLE_RATE_HZ
"""samples (1 s) without any delivery after which a microphone counts as lost (R-B14)"""
RETRY_NS = NS
"""how often a lost microphone is opened anew"""
CAPACITY = 10 * SAMPLE_RATE_HZ
"""samples a line can hold while `emit` blocks"""
SMOOTHING = 4 * SAMPLE_RATE_HZ
"""samples over which the offset between a device's time and its place is averaged"""
SLACK = SAMPLE_RATE_HZ // 1000
"""samples (1 ms) of averaged offset that are left alone"""
FADE = SAMPLE_RATE_HZ // 200
"""samples (5 ms) in which a hushed prompt fades, since cutting it clicks"""
COUNTER = "counter"
CUSTOMER = "customer"

OnMark = Callable[[str, int, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Mixed:
    """One block of the take's sound, (n,) samples at 48 kHz from `at_ns` on; n is `BLOCK`, less only in the last."""

    at_ns: int
    stereo: Samples
    """(n, 2): left the counter with its prompts, right the customer"""
    counter: Samples
    """(n,): the counter's microphone without the prompts, for recognition"""
    customer: Samples


class Mixer:
    """Two microphones (or one, for both channels) and the prompts, mixed on the take's time.

    `emit` gets the blocks in order on the mixer's thread; it may block, and sound then waits in the lines (10 s).
    `on_mark(kind, at_ns, facts)` comes from any of the mixer's threads. `play` starts the given samples on the
    loudspeaker at once in place of what it plays, and is given no samples to fall silent; it must not wait.
    """

    def __init__(
        self,
        clock: Clock,
        counter: AudioTrack,
        customer: AudioTrack | None,
        *,
        emit: Callable[[Mixed], None],
        on_mark: OnMark,
        on_fault: OnFault,
        play: Callable[[Samples], None] | None = None,
        latency_ns: int = LATENCY_NS,
        lead_ns: int = LEAD_NS,
    ) -> None:
        assert lead_ns >= BLOCK_NS, "a cue must not come before the next beat"
        self._clock = clock
        self._emit = emit
        self._on_mark = on_mark
        self._play = play
        self._latency_ns = latency_ns
        self._lead_ns = lead_ns
        self._origin_ns = 0
        self._emitted = 0
        self._closes_at: int | None = None
        self._lock = threading.Lock()
        """guards the two below"""
        self._speaking: _Prompt | None = None
        self._prompts: list[_Prompt] = []
        """those that still have samples to mix"""
        self._clipped = {COUNTER: 0, CUSTOMER: 0}
        self._lines = [_Line(COUNTER)]
        self._listeners = [Worker(f"microphone {COUNTER}", self._listening(self._lines[0], counter), clock, on_fault)]
        if customer is not None:
            self._lines.append(_Line(CUSTOMER))
            listening = self._listening(self._lines[1], customer)
            self._listeners.append(Worker(f"microphone {CUSTOMER}", listening, clock, on_fault))
        self._beater = Worker("mixer", self._beat, clock, on_fault)

    def start(self, origin_ns: int) -> None:
        """Begin the take's sound at `origin_ns`; the tracks are open, and what they took before it is left out."""
        self._origin_ns = origin_ns
        self._clock.hold()  # until all run: a fast clock would else move between two starts
        try:
            for listener in self._listeners:
                listener.start()
            self._beater.start()
        finally:
            self._clock.release()

    def close(self) -> None:
        """End the take's sound now: the last block, shorter than others, ends at this moment. May be called twice."""
        if self._closes_at is None:
            self._closes_at = max(0, self._index(self._clock.now_ns()))
        workers = [self._beater, *self._listeners]
        for worker in workers:
            worker.ask_to_end()
        for worker in workers:
            worker.close()

    @property
    def gaps_ns(self) -> dict[str, int]:
        """For each microphone, how much silence stands for sound that was never delivered."""
        return {line.channel: _duration_ns(line.missing) for line in self._lines}

    @property
    def clipped(self) -> dict[str, int]:
        """For each channel of the take, how many samples went out at full scale."""
        return dict(self._clipped)

    def speak(
        self,
        samples: Samples,
        cues: Sequence[int] = (),
        *,
        done: Callable[[int, bool], None],
        cue: Callable[[int, int], None] | None = None,
    ) -> int:
        """Speak a prompt, (n,) samples; returns the `at_ns` of its first. One that still sounds is hushed first.

        `cue(i, at_ns)` is called when sample `cues[i]` (ascending) has its time, `done(at_ns, is_whole)` when the
        last sample's time has passed, or when the prompt is cut: on the mixer's thread, or on that of who cuts.
        What `play` raises is raised here, and nothing is mixed.
        """
        self.hush()
        begin = self._index(self._clock.now_ns() + self._lead_ns)
        if self._closes_at is not None:
            done(self._at_ns(begin), False)
            return self._at_ns(begin)
        if self._play is not None:
            self._play(samples)  # first: a prompt that nobody could hear must not be in the take
        prompt = _Prompt(begin, samples, tuple(cues), done, cue)
        with self._lock:
            self._speaking = prompt
            self._prompts.append(prompt)
        return self._at_ns(begin)

    def hush(self) -> int | None:
        """Stop the prompt now and tell its `done`; returns the `at_ns` of its end, None when no prompt sounds."""
        return self._hush(self._index(self._clock.now_ns()))

    def _hush(self, now: int) -> int | None:
        with self._lock:
            prompt = self._speaking
            if prompt is None or prompt.end <= now:
                return None
            prompt.cut(now)
            self._speaking = None
        if self._play is not None:
            with contextlib.suppress(Fault):  # a loudspeaker that has gone is silent
                self._play(np.zeros(0, np.int16))
        prompt.done(self._at_ns(prompt.end), False)
        return self._at_ns(prompt.end)

    def _listening(self, line: "_Line", track: AudioTrack) -> Callable[[threading.Event], None]:
        def listen(stop: threading.Event) -> None:
            while not stop.is_set():
                try:
                    sound = track.recv(stop)
                except TrackEnded:
                    line.end()
                    return
                except Fault as fault:
                    if line.lose():
                        self._mark_lost(line, fault.code)
                    self._open_again(track, stop)
                    continue
                if line.put(self._place(sound), sound.samples):
                    self._on_mark("microphone_back", sound.at_ns, {"channel": line.channel})

        return listen

    def _open_again(self, track: AudioTrack, stop: threading.Event) -> None:
        track.close()
        while self._clock.sleep_until(self._clock.now_ns() + RETRY_NS, stop):
            try:
                track.open(self._clock)
            except Fault:  # told once, as microphone_lost
                track.close()
            else:
                return

    def _beat(self, stop: threading.Event) -> None:
        due_ns = self._at_ns(BLOCK) + self._latency_ns
        while self._clock.sleep_until(min(due_ns, self._tells_next_at_ns(due_ns)), stop):
            now_ns = self._clock.now_ns()
            self._tell(self._index(now_ns))
            if now_ns >= due_ns:
                self._mix(BLOCK)
                due_ns += BLOCK_NS
        if self._closes_at is not None:
            self._finish(self._closes_at)

    def _finish(self, end: int) -> None:
        for line in self._lines:
            line.end()
        while self._emitted < end:
            self._mix(min(BLOCK, end - self._emitted))
        self._tell(end)
        self._hush(end)
        for line in self._lines:
            line.settle()
            self._tell_holes(line, is_last=True)

    def _mix(self, size: int) -> None:
        begin = self._emitted
        voices = [line.take(size) for line in self._lines]
        stereo = np.stack((self._with_prompts(begin, voices[0]), voices[-1]), axis=1)
        at_full_scale = np.count_nonzero((stereo == 32767) | (stereo == -32768), axis=0)
        for channel, count in zip(self._clipped, at_full_scale, strict=True):
            self._clipped[channel] += int(count)
        self._emitted += size
        self._emit(Mixed(self._at_ns(begin), stereo, voices[0], voices[-1]))
        for line in self._lines:
            self._tell_holes(line)
            if line.is_stalled and line.lose():
                self._mark_lost(line, "E-141")

    def _with_prompts(self, begin: int, voice: Samples) -> Samples:
        end = begin + len(voice)
        with self._lock:
            sounding = [prompt for prompt in self._prompts if prompt.begin < end]
            self._prompts = [prompt for prompt in self._prompts if prompt.end > end]
            parts = [(max(prompt.begin, begin) - begin, prompt.between(begin, end)) for prompt in sounding]
        if not parts:
            return voice
        total = voice.astype(np.int32)
        for at, part in parts:
            total[at : at + len(part)] += part
        return np.clip(total, -32768, 32767).astype(np.int16)

    def _tells_next_at_ns(self, otherwise_ns: int) -> int:
        with self._lock:
            return otherwise_ns if self._speaking is None else self._at_ns(self._speaking.tells_next_at)

    def _tell(self, now: int) -> None:
        """Call the prompt's cues, and its `done`, whose time has passed."""
        while True:
            with self._lock:
                prompt = self._speaking
                if prompt is None or prompt.tells_next_at > now:
                    return
                index, at = prompt.cues_told, prompt.tells_next_at
                prompt.cues_told += 1
                if index == len(prompt.cues):
                    self._speaking = None
            if index == len(prompt.cues):
                prompt.done(self._at_ns(at), True)
            elif prompt.cue is not None:
                prompt.cue(index, self._at_ns(at))

    def _tell_holes(self, line: "_Line", *, is_last: bool = False) -> None:
        for hole in line.holes_over(is_last=is_last):
            facts = {
                "channel": line.channel,
                "from_ns": _duration_ns(hole.begin),
                "to_ns": _duration_ns(hole.end),
                "sum_ns": _duration_ns(hole.size),
                "holes": hole.count,
            }
            self._on_mark(hole.kind, self._at_ns(hole.begin), facts)

    def _mark_lost(self, line: "_Line", code: str) -> None:
        self._on_mark("microphone_lost", self._clock.now_ns(), {"channel": line.channel, "code": code})

    def _index(self, at_ns: int) -> int:
        """How many samples of the take have passed at that time."""
        return (at_ns - self._origin_ns) * SAMPLE_RATE_HZ // NS

    def _place(self, sound: Sound) -> int:
        return ((sound.at_ns - self._origin_ns) * SAMPLE_RATE_HZ + NS // 2) // NS

    def _at_ns(self, index: int) -> int:
        """The first nanosecond at which so many samples have passed."""
        return self._origin_ns + _duration_ns(index)


def _duration_ns(samples: int) -> int:
    return -(-samples * NS // SAMPLE_RATE_HZ)  # rounded up: at that moment they have passed


@dataclass(slots=True)
class _Prompt:
    """What is being spoken, by sample numbers of the take."""

    begin: int
    samples: Samples
    cues: tuple[int, ...]
    done: Callable[[int, bool], None]
    cue: Callable[[int, int], None] | None
    cues_told: int = 0

    @property
    def end(self) -> int:
        return self.begin + len(self.samples)

    @property
    def tells_next_at(self) -> int:
        return self.begin + self.cues[self.cues_told] if self.cues_told < len(self.cues) else self.end

    def between(self, begin: int, end: int) -> Samples:
        return self.samples[max(0, begin - self.begin) : max(0, end - self.begin)]

    def cut(self, at: int) -> None:
        kept = self.samples[: max(0, at - self.begin)].astype(np.float32)
        size = min(FADE, len(kept))
        kept[len(kept) - size :] *= np.linspace(1.0, 0.0, size, dtype=np.float32)
        self.samples = kept.astype(np.int16)


@dataclass(slots=True)
class _Hole:
    """A stretch of the take where sound is missing (`sound_gap`) or was too much (`sound_overlap`)."""

    kind: str
    begin: int
    end: int
    size: int
    count: int = 1


class _Line:
    """The sound of one microphone by sample numbers of the take, from where it was put to where it is taken."""

    def __init__(self, channel: str) -> None:
        self.channel = channel
        self._ring: Samples = np.zeros(CAPACITY, np.int16)
        self._next = 0
        """where sound is put next"""
        self._taken = 0
        self._silent_from: int | None = 0
        """since where nothing was delivered; the next sound is then placed by its time alone"""
        self._delivered = 0
        """up to where the microphone has delivered, even what found no room"""
        self._has_ended = False
        self._is_lost = False
        self._offset = 0.0
        """the device's time less the place of its sound, in samples, smoothed"""
        self._missing = 0
        self._holes: list[_Hole] = []
        self._lock = threading.Lock()

    def put(self, place: int, samples: Samples) -> bool:
        """Place a stretch; true when with it a lost microphone is back."""
        with self._lock:
            self._delivered = place + len(samples)
            error = place - self._next
            if self._silent_from is None and abs(error) < HOLE:
                self._offset += (error - self._offset) * min(1.0, len(samples) / SMOOTHING)
                samples = self._following(samples)
            else:
                if error < 0:
                    if self._silent_from is None:
                        self._note("sound_overlap", place, min(self._next, place + len(samples)))
                    samples = samples[-error:]
                self._offset = 0.0
            silence = max(0, error) if self._silent_from is not None or error >= HOLE else 0
            if len(samples) == 0:
                return False
            if self._next + silence + len(samples) > self._taken + CAPACITY:
                self._fall_silent()
                return False
            if silence or self._silent_from is not None:
                self._fall_silent()
                self._write(np.zeros(silence, np.int16))
                self._hear()
            self._write(samples)
            was_lost, self._is_lost = self._is_lost, False
            return was_lost

    def take(self, size: int) -> Samples:
        """The next `size` samples; what was not delivered is silence."""
        with self._lock:
            end = self._taken + size
            if self._next < end:
                self._fall_silent()
                self._write(np.zeros(end - self._next, np.int16))
            at, self._taken = self._taken % CAPACITY, end
            return np.concatenate((self._ring[at : at + size], self._ring[: max(0, at + size - CAPACITY)]))

    def lose(self) -> bool:
        """The microphone is gone; true when it was not gone already."""
        with self._lock:
            was_lost, self._is_lost = self._is_lost, True
            self._fall_silent()
            return not was_lost

    def end(self) -> None:
        """Nothing more will come, and that is right: silence from here on is no gap, unless it was one already."""
        with self._lock:
            self._has_ended = True

    def settle(self) -> None:
        """The take is over: a gap that is still open ends with it."""
        with self._lock:
            self._hear()

    @property
    def is_stalled(self) -> bool:
        with self._lock:
            return self._silent_from is not None and self._taken - max(self._silent_from, self._delivered) >= STALLED

    @property
    def missing(self) -> int:
        """Samples of silence that stand for sound never delivered, up to where was taken."""
        with self._lock:
            return self._missing + (0 if self._silent_from is None else max(0, self._taken - self._silent_from))

    def holes_over(self, *, is_last: bool) -> list[_Hole]:
        """Those that no further hole can join any more; each is given once."""
        with self._lock:
            over = [hole for hole in self._holes if is_last or hole.end + SAMPLE_RATE_HZ <= self._taken]
            self._holes = [hole for hole in self._holes if hole not in over]
            return [hole for hole in over if hole.size > HOLE]

    def _following(self, samples: Samples) -> Samples:
        """The stretch, longer or shorter by a sample in a thousand, while the device's clock runs beside ours."""
        size = len(samples)
        if abs(self._offset) <= SLACK or size < SLACK:
            return samples
        change = max(1, size // 960) * (1 if self._offset > 0 else -1)
        self._offset -= change
        wanted = np.linspace(0, size - 1, size + change)
        return np.rint(np.interp(wanted, np.arange(size), samples)).astype(np.int16)

    def _write(self, samples: Samples) -> None:
        at = self._next % CAPACITY
        fits = CAPACITY - at
        self._ring[at : at + len(samples)] = samples[:fits]
        self._ring[: max(0, len(samples) - fits)] = samples[fits:]
        self._next += len(samples)

    def _fall_silent(self) -> None:
        if self._silent_from is None and not self._has_ended:
            self._silent_from = self._next

    def _hear(self) -> None:
        """What was silent until here is a gap."""
        if self._silent_from is not None:
            self._missing += self._next - self._silent_from
            self._note("sound_gap", self._silent_from, self._next)
        self._silent_from = None

    def _note(self, kind: str, begin: int, end: int) -> None:
        if end <= begin:
            return
        last = self._holes[-1] if self._holes else None
        if last is not None and last.kind == kind and begin - last.end < SAMPLE_RATE_HZ:
            last.end, last.size, last.count = end, last.size + end - begin, last.count + 1
        else:
            self._holes.append(_Hole(kind, begin, end, end - begin))
