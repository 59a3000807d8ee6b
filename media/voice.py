"""The station's voice: a prompt as sound, sentence by sentence, at a pace a listener can follow.

    text ─► sentences ─► spoken_text ─► helper process (pyttsx3) ─► pace measured, rendered again ─► level ─► Spoken
                                                                    └────────── remembered by hash ──────────┘

Promises: what is returned is never faster than asked, and where each sentence begins and ends is known to the sample.
The engine lives in a process of its own (`python -m media.voice`), because it hangs, returns early and prints: it gets
one utterance at a time, a deadline, and is replaced when it misses it. A prompt may hold the customer's name: the
engine's file lies in memory (or in a private folder) for the milliseconds of its making, is named by a number and
deleted at once; with `cache_dir=None`, or `is_personal`, nothing is kept but in this process's memory.
A recorded human voice for the very same text takes precedence.

It does not play anything: that is the mixer's and the speaker's business.
"""

import contextlib
import hashlib
import io
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

import av
import numpy as np

from media.clock import Clock, SystemClock
from media.fault import Fault
from media.spoken import sentences, speakable, spoken_text
from media.stage import OnFault, Stage, Worker
from media.track import SAMPLE_RATE_HZ, Samples

PROMPT_VOICE = "sit/cmn-latn-pinyin" if sys.platform.startswith("linux") else None
"""espeak-ng's `cmn` reads the pinyin letters in English; elsewhere None: the system's first Chinese voice"""
CUSTOMER_VOICE = "sit/cmn-latn-pinyin+f3" if sys.platform.startswith("linux") else None
"""another speaker, for the virtual customer"""

_RENDERER = "1"  # part of every cache key: raise it when the same text would sound different
_WORDS_PER_MINUTE = (80, 450)
_CHARACTERS_PER_WORD_MINUTE = 0.02  # where the search for the pace begins; learned from then on
_TRIES = 4
_PAUSE_S = 0.35
_BREATH_S = 0.2
_LEVEL_DBFS = -20.0
_PEAK_DBFS = -3.5
_SILENCE = 250  # of 32768: what an engine leaves before and after its words
_REMEMBERED_BYTES = 128_000_000


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text as sound: `samples` (n,) int16 mono at 48 kHz, and for each sentence (text, first sample, end sample)."""

    samples: Samples
    sentences: tuple[tuple[str, int, int], ...]


class Voice:
    """One speaker. `render` may be called from any thread; `prepare` renders ahead on a thread of its own."""

    def __init__(
        self,
        cache_dir: Path | None,
        voice: str | None = PROMPT_VOICE,
        *,
        clock: Clock | None = None,
        on_fault: OnFault | None = None,
        recordings: Mapping[str, Path] | None = None,
        timeout_s: float = 20.0,
    ) -> None:
        """`recordings` maps a text's SHA-256 to the file of a human reading it; `timeout_s` is for one sentence."""
        self._cache_dir = cache_dir
        self._voice = voice
        self._recordings = dict(recordings or {})
        self._helper = _Helper(timeout_s)
        self._helping = threading.Lock()
        self._memory: OrderedDict[str, Spoken] = OrderedDict()
        self._remembering = threading.Lock()
        self._pace_per_rate = _CHARACTERS_PER_WORD_MINUTE
        self._ahead: Stage[tuple[str, float, bool]] = Stage(
            "voice", self._render_ahead, depth=1_000, clock=clock or SystemClock(), on_fault=on_fault or _raise
        )
        self._is_ahead_started = self._is_closing = False

    def render(self, text: str, chars_per_second: float, *, is_personal: bool = False) -> Spoken:
        """`text` spoken at most at `chars_per_second` (R-C24: 4.5, for the elderly 3.5); blocks until it is made.

        Raises `Fault`: E-713 no speech engine, E-714 no such voice, E-715 the engine hung twice, E-716 it made no
        plausible sound, E-717 a recorded prompt cannot be read.
        """
        key = hashlib.sha256(f"{_RENDERER}\n{self._voice}\n{chars_per_second:.3f}\n{text}".encode()).hexdigest()
        recording = self._recordings.get(hashlib.sha256(text.encode()).hexdigest())
        spoken = self._remembered(key)
        if spoken is None and recording is not None:
            spoken = _human(recording, text)
        if spoken is None:
            spoken = self._cached(key, text)
        if spoken is None:
            spoken = self._make(text, chars_per_second)
            if self._cache_dir is not None and not is_personal:
                _store(self._cache_dir, key, spoken)
        self._remember(key, spoken)
        return spoken

    def prepare(self, texts: Sequence[str], chars_per_second: float, *, is_personal: bool = False) -> None:
        """Render `texts` before they are needed; what fails here fails again, and is told, when it is rendered."""
        if not self._is_ahead_started:
            self._is_ahead_started = True
            self._ahead.start()
        for text in texts:
            self._ahead.put((text, chars_per_second, is_personal))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        self.close()

    @property
    def helper_pid(self) -> int | None:
        """The process that speaks, while there is one."""
        return self._helper.pid

    def close(self) -> None:
        """End the helper, and leave out what was to be prepared; may be called twice."""
        self._is_closing = True
        if self._is_ahead_started:
            self._ahead.close()
        with self._helping:
            self._helper.close()

    # ---------------------------------------------------------------------------------------------------------- sound

    def _render_ahead(self, item: tuple[str, float, bool]) -> None:
        text, chars_per_second, is_personal = item
        if self._is_closing:
            return
        with contextlib.suppress(Fault):
            self.render(text, chars_per_second, is_personal=is_personal)

    def _make(self, text: str, chars_per_second: float) -> Spoken:
        """Each sentence rendered and levelled, with a pause after it that grows as the pace slows."""
        slowness = max(1.0, 4.5 / chars_per_second)
        parts: list[Samples] = []
        spans: list[tuple[str, int, int]] = []
        at = 0
        for sentence in sentences(text):
            sound = self._sentence(sentence, chars_per_second)
            pause_s = slowness * (_BREATH_S if sentence.rstrip().endswith(("，", "、", "：", ",", ":")) else _PAUSE_S)
            spans.append((sentence, at, at + len(sound)))
            parts += [sound, np.zeros(round(pause_s * SAMPLE_RATE_HZ), np.int16)]
            at += len(parts[-2]) + len(parts[-1])
        samples = np.concatenate(parts[:-1]) if parts else np.zeros(0, np.int16)
        return Spoken(_levelled(samples, spans), tuple(spans))

    def _sentence(self, sentence: str, chars_per_second: float) -> Samples:
        """The sentence without the silence around it, rendered again until its pace is at or just below the asked."""
        words = spoken_text(sentence, spells_letters=(self._voice or "").startswith("sit/cmn-latn-pinyin"))
        count = speakable(words)
        if count == 0:
            return np.zeros(0, np.int16)
        rate = chars_per_second / self._pace_per_rate
        best: Samples | None = None
        best_pace = float("inf")
        seconds = 0.0
        for tries in range(2 * _TRIES):
            if tries >= _TRIES and best_pace <= chars_per_second:
                break  # slower than need be, but nothing nearer was found
            rate = min(max(rate, _WORDS_PER_MINUTE[0]), _WORDS_PER_MINUTE[1])
            sound = _trimmed(self._ask(words, round(rate)))
            seconds = len(sound) / SAMPLE_RATE_HZ
            if not 0.05 * count <= seconds <= 2.0 * count + 2.0:
                continue  # cut off, or not the text at all: the engine gets another chance
            pace = count / seconds
            if best is None or (pace <= chars_per_second < best_pace) or (best_pace < pace <= chars_per_second):
                best, best_pace = sound, pace
            if 0.94 * chars_per_second <= pace <= chars_per_second:
                if count >= 6:
                    self._pace_per_rate = pace / rate
                break
            rate *= 0.975 * chars_per_second / pace
        if best is None:
            raise Fault("E-716", seconds=round(seconds, 2))
        return best

    def _ask(self, words: str, rate: int) -> Samples:
        """One utterance from the helper, which gets a second chance as a new process."""
        request = {"text": words, "voice": self._voice, "rate": rate}
        with self._helping:
            try:
                return self._helper.ask(request)
            except _Lost:
                try:
                    return self._helper.ask(request)
                except _Lost as problem:
                    raise Fault("E-715") from problem

    # --------------------------------------------------------------------------------------------------------- memory

    def _remembered(self, key: str) -> Spoken | None:
        with self._remembering:
            if key in self._memory:
                self._memory.move_to_end(key)
            return self._memory.get(key)

    def _remember(self, key: str, spoken: Spoken) -> None:
        with self._remembering:
            self._memory[key] = spoken
            self._memory.move_to_end(key)
            while (
                sum(one.samples.nbytes for one in self._memory.values()) > _REMEMBERED_BYTES and len(self._memory) > 1
            ):
                self._memory.popitem(last=False)

    def _cached(self, key: str, text: str) -> Spoken | None:
        """What an earlier run made of this text; a damaged file counts as none and is made again."""
        if self._cache_dir is None:
            return None
        try:
            kept_bytes = io.BytesIO((self._cache_dir / f"{key}.npz").read_bytes())  # np.load leaves a damaged file open
            with np.load(kept_bytes, allow_pickle=False) as kept:
                samples, spans = kept["samples"], kept["spans"].tolist()
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        texts = sentences(text)
        if len(texts) != len(spans) or samples.dtype != np.int16:
            return None
        return Spoken(samples, tuple((one, begin, end) for one, (begin, end) in zip(texts, spans, strict=True)))


def _store(cache_dir: Path, key: str, spoken: Spoken) -> None:
    """Keep a rendering under its hash, whole or not at all; the text itself is not in it."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    spans = np.array([(begin, end) for _, begin, end in spoken.sentences], np.int64)
    with tempfile.NamedTemporaryFile(dir=cache_dir, suffix=".part", delete=False) as file:
        np.savez(file, samples=spoken.samples, spans=spans)
    os.replace(file.name, cache_dir / f"{key}.npz")


def _human(recording: Path, text: str) -> Spoken:
    try:
        samples = _decoded(str(recording))
    except (av.FFmpegError, OSError) as problem:
        raise Fault("E-717", file=recording.name) from problem
    return Spoken(samples, ((text, 0, len(samples)),))


def _decoded(source: str | IO[bytes]) -> Samples:
    """Any sound file as (n,) int16 mono at 48 kHz."""
    resampler = av.AudioResampler("s16", "mono", SAMPLE_RATE_HZ)
    with av.open(source, "r") as container:
        frames = [out for frame in container.decode(audio=0) for out in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([np.zeros(0, np.int16), *(frame.to_ndarray()[0] for frame in frames)])


def _trimmed(samples: Samples) -> Samples:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _SILENCE)
    if len(loud) == 0:
        return samples[:0]
    margin = SAMPLE_RATE_HZ // 100
    begin, end = max(0, int(loud[0]) - margin), int(loud[-1]) + margin
    return np.array(samples[begin:end], np.int16)


def _levelled(samples: Samples, spans: Sequence[tuple[str, int, int]]) -> Samples:
    """The same gain throughout: speech at -20 dBFS where its peaks allow, never a peak above -3 dBFS."""
    speech = np.concatenate([np.zeros(0), *(samples[begin:end] / 32768.0 for _, begin, end in spans)])
    if len(speech) == 0 or not speech.any():
        return samples
    gain = min(10 ** (_LEVEL_DBFS / 20) / np.sqrt(np.mean(speech**2)), 10 ** (_PEAK_DBFS / 20) / np.abs(speech).max())
    levelled: Samples = np.rint(samples * gain).astype(np.int16)
    return levelled


def _raise(_name: str, problem: BaseException) -> None:
    raise problem


# ------------------------------------------------------------------------------------------------------ the helper


class _Lost(Exception):
    """The helper died or missed its deadline; it has been killed and may be asked again."""


class _Helper:
    """This side of the pipe: a request is a line of JSON, an answer a line of JSON and as many bytes as it says."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._process: subprocess.Popen[bytes] | None = None
        self._room: Path | None = None
        self._answers: queue.Queue[tuple[dict[str, Any], bytes] | None] = queue.Queue()
        self._reader: Worker | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def ask(self, request: Mapping[str, object]) -> Samples:
        if self._process is None:
            self._start()
        process = self._process
        assert process is not None and process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            answer = self._answers.get(timeout=self._timeout_s)
        except (OSError, queue.Empty) as problem:
            self.close()
            raise _Lost from problem
        if answer is None:
            self.close()
            raise _Lost
        header, payload = answer
        if "fault" in header:
            raise Fault(header["fault"], **header["facts"])
        return np.frombuffer(payload, np.int16)

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        if self._reader is not None:
            self._reader.close()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):  # what was still unsent to a dead process
                if pipe is not None:
                    pipe.close()
        if self._room is not None:
            shutil.rmtree(self._room, ignore_errors=True)

    def _start(self) -> None:
        memory = Path("/dev/shm")
        place = memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())
        _sweep(place)
        self._room = Path(tempfile.mkdtemp(prefix=f"voice-{os.getpid()}-", dir=place))
        process = subprocess.Popen(
            [sys.executable, "-m", "media.voice", str(self._room)],
            cwd=Path(__file__).resolve().parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        answers: queue.Queue[tuple[dict[str, Any], bytes] | None] = queue.Queue()
        pipe = process.stdout
        # The helper's time is the computer's, whatever clock the take runs on: this thread must not hold that.
        self._reader = Worker("voice helper", lambda _stop: _read_answers(pipe, answers), SystemClock(), _raise)
        self._process, self._answers = process, answers
        self._reader.start()


def _sweep(place: Path) -> None:
    """Remove what stations that were killed, helper and all, have left: a file in it may hold a name, spoken."""
    if sys.platform == "win32":
        return  # signal 0 would end the process there; its temporary folder is the user's own
    for room in place.glob("voice-*-*"):
        try:
            os.kill(int(room.name.split("-")[1]), 0)
        except ProcessLookupError:
            shutil.rmtree(room, ignore_errors=True)
        except (ValueError, PermissionError):
            continue  # not ours


def _read_answers(pipe: IO[bytes], answers: "queue.Queue[tuple[dict[str, Any], bytes] | None]") -> None:
    """Read until the helper ends; None tells that it has."""
    try:
        while line := pipe.readline():
            header = json.loads(line)
            payload = pipe.read(header.get("bytes", 0))
            if len(payload) == header.get("bytes", 0):
                answers.put((header, payload))
    except ValueError:
        pass  # cut in the middle of a line: the same as ended
    answers.put(None)


def _serve(requests: IO[bytes], answers: IO[bytes], room: Path) -> None:
    """The other side of the pipe: one engine, one utterance at a time, until the pipe closes."""
    try:
        engine = _Engine(room)
        for line in requests:
            request = json.loads(line)
            try:
                payload = engine.speak(request["text"], request["voice"], request["rate"])
                header: dict[str, object] = {"bytes": len(payload)}
            except Fault as fault:
                payload, header = b"", {"fault": fault.code, "facts": fault.facts}
            answers.write(json.dumps(header).encode() + b"\n" + payload)
            answers.flush()
    finally:
        shutil.rmtree(room, ignore_errors=True)


class _Engine:
    """pyttsx3 with its habits fenced in: it returns before the file is written and swallows what goes wrong."""

    _APPLY_S = 1.0
    _SPEAK_S = 60.0
    _SETTLE_S = 0.02

    def __init__(self, room: Path) -> None:
        self._room = room
        self._count = 0
        self._engine: Any = None
        self._is_done = threading.Event()
        self._patience = threading.Event()  # never set: waits for the engine's own thread, which tells nobody
        self._problems: list[str] = []

    def speak(self, text: str, voice: str | None, rate: int) -> bytes:
        """`text` as 48 kHz mono samples; raises `Fault` E-713, E-714 or E-716."""
        engine = self._started()
        self._choose(engine, voice)
        self._set_rate(engine, rate)
        self._count += 1
        path = self._room / f"{self._count}.wav"  # a fresh file each time: the driver never forgets an old one
        self._is_done.clear()
        try:
            engine.save_to_file(text, str(path))
            engine.runAndWait()
            # espeak-ng works on in its own thread after runAndWait has returned; the file is whole when this is told.
            # Its last call-back still has a few lines to run then, which an utterance begun at once would trip over.
            self._is_done.wait(self._SPEAK_S)
            self._patience.wait(self._SETTLE_S)
            return _decoded(io.BytesIO(path.read_bytes())).tobytes()
        except (OSError, av.FFmpegError) as problem:
            raise Fault("E-716", seconds=0) from problem
        finally:
            path.unlink(missing_ok=True)

    def _started(self) -> Any:
        if self._engine is None:
            try:
                import pyttsx3

                self._engine = pyttsx3.init()
                self._engine.runAndWait()  # before its first run it only collects orders: no voice or rate would be set
                self._engine.connect("finished-utterance", lambda name, completed: self._is_done.set())
                self._engine.connect("error", lambda name, exception: self._problems.append(str(exception)))
            except Exception as problem:  # each platform's driver has its own: missing library, no COM, no voices
                raise Fault("E-713", reason=type(problem).__name__) from problem
        return self._engine

    def _choose(self, engine: Any, voice: str | None) -> None:
        """Take the voice; an unknown one is only an `error` call-back, and the text is spoken in the last voice."""
        offered = engine.getProperty("voices")
        if voice is None:
            voice = next((one.id for one in offered if _is_chinese(one)), None)
        elif voice.partition("+")[0] not in {one.id for one in offered}:
            voice = None
        self._problems.clear()
        if voice is not None:
            engine.setProperty("voice", voice)
        if voice is None or self._problems:
            raise Fault("E-714")

    def _set_rate(self, engine: Any, rate: int) -> None:
        """espeak-ng forgets a rate set just after a voice now and then (its own queue), so ask until it is so."""
        for _ in range(round(self._APPLY_S / 0.01)):
            engine.setProperty("rate", rate)
            engine.setProperty("rate", rate)
            if engine.getProperty("rate") == rate:
                return
            self._patience.wait(0.01)


def _is_chinese(voice: Any) -> bool:
    said = f"{voice.id} {voice.name} {voice.languages}".lower()
    return any(mark in said for mark in ("zh_cn", "zh-cn", "zh_", "chinese", "huihui", "tingting", "mandarin"))


if __name__ == "__main__":
    answers_to = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the library prints to standard output, which here is the pipe
    _serve(sys.stdin.buffer, answers_to, Path(sys.argv[1]))
