"""The voice: pace, level, exact sentences, numbers as Chinese words, and a helper that may die at any moment."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from media.clock import FastClock
from media.fault import Fault
from media.models import BUNDLED, open_speech_model
from media.speech import Recogniser, SpeechHeard, VoiceActivity
from media.spoken import speakable, spoken_text
from media.stage import Worker
from media.track import SAMPLE_RATE_HZ, Samples
from media.voice import CUSTOMER_VOICE, PROMPT_VOICE, Spoken, Voice

PROMPT = "您好。我们将对本次销售的关键环节进行录音录像，目的是保护双方的权益。每年交50,000元，交5年，您同意吗？"


@pytest.fixture(scope="module")
def voice() -> Iterator[Voice]:
    with Voice(None) as speaker:
        yield speaker


def heard(samples: Samples) -> str:
    """All that the test model hears in it."""
    told: list[SpeechHeard | VoiceActivity] = []
    ear = Recogniser("both", open_speech_model(BUNDLED / "vosk-test-cn"), told.append)
    ear.feed(0, np.concatenate([np.zeros(24_000, np.int16), samples, np.zeros(48_000, np.int16)]))
    ear.flush()
    return "".join(one.text for one in told if isinstance(one, SpeechHeard) and one.is_final)


def sentence_paces(spoken: Spoken) -> list[float]:
    return [speakable(spoken_text(text)) * SAMPLE_RATE_HZ / (end - begin) for text, begin, end in spoken.sentences]


@pytest.mark.parametrize("asked", [4.5, 3.5, 2.5])
def test_pace_is_at_or_just_below_the_asked(voice: Voice, asked: float) -> None:
    paces = sentence_paces(voice.render(PROMPT, asked))
    assert max(paces) <= asked
    assert min(paces) >= 0.85 * asked


def test_sentences_are_known_to_the_sample(voice: Voice) -> None:
    spoken = voice.render(PROMPT, 4.5)
    assert "".join(text for text, _, _ in spoken.sentences) == PROMPT
    ends = [0] + [end for _, _, end in spoken.sentences]
    for (_, begin, end), before in zip(spoken.sentences, ends, strict=False):
        assert before <= begin < end <= len(spoken.samples)
        assert not spoken.samples[before:begin].any(), "between sentences nothing sounds"
        onset = np.flatnonzero(np.abs(spoken.samples[begin:end].astype(int)) > 100)
        assert onset[0] < SAMPLE_RATE_HZ // 50 and end - begin - onset[-1] < SAMPLE_RATE_HZ // 50


def test_level(voice: Voice) -> None:
    spoken = voice.render(PROMPT, 4.5)
    speech = np.concatenate([spoken.samples[begin:end] for _, begin, end in spoken.sentences]) / 32768
    assert -24 < 20 * np.log10(np.sqrt(np.mean(speech**2))) <= -19.9
    assert 20 * np.log10(np.abs(speech).max()) < -3


@pytest.mark.parametrize(
    ("written", "said"),
    [("50,000元", "五万元"), ("250000元", "二十五万元"), ("2年", "两年"), ("1,000,000元", "一百万元")],
)
def test_numbers_are_spoken_in_chinese(voice: Voice, written: str, said: str) -> None:
    assert heard(voice.render(written, 3.5).samples) == said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names espeak-ng's voices")
def test_customer_sounds_different(voice: Voice) -> None:
    with Voice(None, CUSTOMER_VOICE) as customer:
        one, other = voice.render("我同意", 4.0).samples, customer.render("我同意", 4.0).samples
    assert heard(one) == heard(other) == "我同意"
    assert _pitch_hz(other) > 1.2 * _pitch_hz(one)


def _pitch_hz(samples: Samples) -> float:
    """The mean pitch of the loudest stretch, by autocorrelation."""
    loudest = int(np.argmax(np.convolve(np.abs(samples.astype(float)), np.ones(2_400), "valid")))
    part = samples[loudest : loudest + 2_400].astype(float)
    product = np.correlate(part, part, "full")[len(part) - 1 :]
    return SAMPLE_RATE_HZ / (120 + int(np.argmax(product[120:700])))


def test_nothing_to_say(voice: Voice) -> None:
    assert len(voice.render("", 4.5).samples) == 0 and voice.render("", 4.5).sentences == ()
    assert len(voice.render("……", 4.5).samples) == 0


def test_killed_helper_is_replaced(voice: Voice) -> None:
    voice.render("您好", 4.4)
    first = voice.helper_pid
    assert first is not None
    os.kill(first, signal.SIGTERM)
    assert len(voice.render("再说一遍", 4.4).samples) > 0
    assert voice.helper_pid not in (None, first)


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a POSIX signal")
def test_hanging_helper_is_replaced() -> None:
    with Voice(None, timeout_s=5.0) as speaker:
        speaker.render("您好", 4.5)
        first = speaker.helper_pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        assert len(speaker.render("请确认", 4.5).samples) > 0
        assert speaker.helper_pid != first
        with pytest.raises(ProcessLookupError):
            os.kill(first, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a POSIX signal")
def test_helper_that_never_answers() -> None:
    with Voice(None, timeout_s=0.001) as speaker, pytest.raises(Fault, match="E-715"):
        speaker.render("您好", 4.5)


def test_unknown_voice() -> None:
    for name in ("sit/none", "none+f3"):
        with Voice(None, name) as speaker, pytest.raises(Fault, match="E-714"):
            speaker.render("您好", 4.5)


def test_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise ImportError('libespeak-ng.so.1')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with Voice(None) as speaker, pytest.raises(Fault, match="E-713"):
        speaker.render("您好", 4.5)


def test_remembered_rendering_is_the_same(voice: Voice) -> None:
    assert voice.render("您同意吗？", 4.5) is voice.render("您同意吗？", 4.5)


def test_cache_survives_and_holds_no_text(tmp_path: Path) -> None:
    with Voice(tmp_path) as first:
        spoken = first.render("请问您同意吗？请回答。", 4.5)
        first.render("张小明", 4.5, is_personal=True)
    files = list(tmp_path.iterdir())
    assert [len(file.stem) for file in files] == [64]
    assert "同意".encode() not in files[0].read_bytes()
    with Voice(tmp_path) as second:
        again = second.render("请问您同意吗？请回答。", 4.5)
        assert second.helper_pid is None
    assert np.array_equal(again.samples, spoken.samples) and again.sentences == spoken.sentences


def test_damaged_cache_is_made_again(tmp_path: Path) -> None:
    with Voice(tmp_path) as first:
        spoken = first.render("您同意吗？", 4.5)
    [file] = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:500])
    with Voice(tmp_path) as second:
        assert abs(len(second.render("您同意吗？", 4.5).samples) - len(spoken.samples)) < SAMPLE_RATE_HZ // 5


def test_prepared_ahead_while_the_clock_stands_still() -> None:
    clock = FastClock(0)
    texts = ["您好。", "请看镜头。", "谢谢。"]
    has_moved = threading.Event()

    def wait(stop: threading.Event) -> None:
        clock.sleep_until(1, stop)
        has_moved.set()

    with Voice(None, PROMPT_VOICE, clock=clock) as speaker:
        speaker.prepare(texts, 4.5)
        waiter = Worker("waiter", wait, clock, lambda _name, problem: pytest.fail(str(problem)))
        waiter.start()
        assert has_moved.wait(60), "time goes on once everything is prepared"
        helper = speaker.helper_pid
        assert helper is not None
        os.kill(helper, signal.SIGTERM)
        assert all(len(speaker.render(text, 4.5).samples) > 0 for text in texts)
        assert speaker.helper_pid == helper, "nothing had to be rendered again"
        waiter.close()


def test_closing_leaves_out_what_was_to_be_prepared() -> None:
    with Voice(None) as speaker:
        speaker.prepare([f"第{number}条提示，请您认真听完。" for number in range(300)], 4.5)
    assert speaker.helper_pid is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_nothing_is_left_in_memory_or_on_disk() -> None:
    rooms = [Path("/dev/shm"), Path(tempfile.gettempdir())]
    before = {folder for room in rooms for folder in room.glob("voice-*")}
    with Voice(None) as speaker:
        speaker.render("张小明，您好。", 4.5)
        process = speaker.helper_pid
        mine = [
            folder for room in rooms for folder in set(room.glob("voice-*")) - before if _is_open_for(folder, process)
        ]
        assert len(mine) == 1 and list(mine[0].iterdir()) == []
        assert mine[0].stat().st_mode & 0o077 == 0
    assert not mine[0].exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a killed station leaves its folder in /dev/shm")
def test_leftovers_of_a_killed_station_are_removed() -> None:
    room = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir())
    with subprocess.Popen([sys.executable, "-c", ""]) as dead:
        dead.wait()
    left, mine = room / f"voice-{dead.pid}-x", room / f"voice-{os.getpid()}-x"
    for folder in (left, mine):
        folder.mkdir()
        (folder / "1.wav").write_bytes(b"sound")
    with Voice(None) as speaker:
        speaker.render("您好。", 4.5)
    assert not left.exists() and mine.exists()
    shutil.rmtree(mine)


def _is_open_for(folder: Path, process: int | None) -> bool:
    """Whether the folder is this helper's: its name is the last word of the helper's command line."""
    return Path(f"/proc/{process}/cmdline").read_text().rstrip("\0").endswith(folder.name)


def test_recorded_human_takes_precedence(tmp_path: Path, voice: Voice) -> None:
    tone = (3_000 * np.sin(np.arange(22_050) / 22_050 * 2 * np.pi * 300)).astype(np.int16)
    with wave.open(str(tmp_path / "prompt.wav"), "wb") as file:
        file.setparams((1, 2, 22_050, 0, "NONE", ""))
        file.writeframes(tone.tobytes())
    text = "请看屏幕。"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    speaker = Voice(None, recordings={sha256: tmp_path / "prompt.wav"})
    spoken = speaker.render(text, 4.5)
    assert speaker.helper_pid is None
    assert abs(len(spoken.samples) - SAMPLE_RATE_HZ) < 100
    assert spoken.sentences == ((text, 0, len(spoken.samples)),)
    (tmp_path / "prompt.wav").write_bytes(b"no sound")
    with pytest.raises(Fault, match="E-717"):
        Voice(None, recordings={sha256: tmp_path / "prompt.wav"}).render(text, 4.5)
