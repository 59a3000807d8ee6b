"""Short versions of the drills: a take that is killed, one killed while it is sealed, one through a sound server.

The long ones, with their figures, are `python -m tests.drills.kill_nine`, `plaintext` and `sound_server`.
"""

import base64
import io
import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.model import TakeState
from media.clock import NS
from media.encode import Encoder, EncodeSettings
from tests.drills.kill_nine import WORST_S, Kind, run_round
from tests.drills.plaintext import MARKS, Watch, codings, scan, stretches_of
from tests.drills.process import (
    QUIET_ROOM,
    StationProcess,
    examine,
    record_words,
    recover,
    short_library,
    spoken,
    wait_until,
    write_wav,
)
from tests.drills.sound_server import THINKS_S, is_possible, through_the_sound_server


def test_take_killed_while_recording_is_whole_again_and_never_readable(tmp_path: Path) -> None:
    watch = Watch.over(tmp_path)
    words = record_words("--customer-microphone", QUIET_ROOM)
    with StationProcess(watch.station, *words, environment=watch.environment) as process:
        began_ns = process.wait_for("began").wall_ns
        wait_until(began_ns + 3 * NS // 2)
        watch.look("during the take")
        ran_s = (process.kill() - began_ns) / NS
    watch.look("after kill -9")
    with StationProcess(watch.station, "recover") as process:
        wait_until(process.wait_for("recovering").wall_ns + NS // 20)
        process.kill()
    watch.look("after the recovery was killed, too")
    recover(watch.station)
    watch.look("after recover")

    remains = examine(watch.station)
    assert remains.problems == ()
    assert remains.state is TakeState.SALVAGED
    assert 0 < remains.played_s <= ran_s <= remains.played_s + WORST_S
    assert watch.found() == []
    names = "\n".join(watch.kept)
    assert ".tail, during" in names and ".mp4.age, during" in names and "manifest.json, after recover" in names


def test_take_killed_while_it_is_sealed_is_whole(tmp_path: Path) -> None:
    result = run_round(tmp_path, Kind.STOPPING, random.Random(7), "--fast")
    assert result.problems == ()
    assert -0.1 < result.lost_s <= WORST_S


def test_customer_is_heard_through_a_sound_server_and_the_prompts_are_not(tmp_path: Path) -> None:
    if not is_possible():
        pytest.skip("PulseAudio or its ALSA plug-in is not installed")
    library = short_library(tmp_path / "library", {"consent": "您好。"})
    answer = spoken(tmp_path / "answer.wav", "我同意", around_s=THINKS_S)
    heard = through_the_sound_server(tmp_path, library, lambda step, attempt: answer)
    assert heard.on("customer") == ["我同意"]
    assert heard.on("counter") == []
    assert heard.steps == [("consent", "accepted", 1)]
    assert heard.report["faults"] == []


# What finds nothing must be able to find something.


def a_film() -> bytes:
    settings = EncodeSettings(width=320, height=240)
    film = io.BytesIO()
    encoder = Encoder(film, settings, origin_ns=0)
    noise = np.random.default_rng(1)
    for n in range(20):
        frame = av.VideoFrame.from_ndarray(noise.integers(0, 255, (360, 320), np.uint8), format="yuv420p")
        frame.pts, frame.time_base = n * 66_667, Fraction(1, 1_000_000)
        encoder.picture(frame)
        encoder.sound(n * 66_666_667, noise.integers(-9, 9, (3200, 2), np.int16))
    encoder.close()
    return film.getvalue()


def test_scan_finds_every_mark_of_a_film_a_sound_and_a_key(tmp_path: Path) -> None:
    film = a_film()
    wav = write_wav(tmp_path / "prompt.wav", np.zeros(10, np.int16)).read_bytes()
    array = io.BytesIO()
    np.savez(array, samples=np.zeros(10, np.int16))
    hidden = b"\0" * 999 + film + wav + array.getvalue() + b"AGE-SECRET-KEY-1QQ"
    found = {each.what for each in scan({"file": hidden})}
    assert found == set(MARKS) - {"MP4 box sidx"}  # which only the replay view has
    assert scan({"file": random.Random(1).randbytes(20_000_000)}) == []


@pytest.mark.parametrize("text", ["张建国", "99000019780512001X"])
def test_scan_finds_a_text_in_every_coding(text: str) -> None:
    for coding, form in codings(text).items():
        assert scan({"file": b"\xff\xfe" + form + b"\0"}, [text]), coding
    for before in range(3):
        assert scan({"file": base64.b64encode(f"{'x' * before}{text}y".encode())}, [text]), before


def test_scan_finds_a_stretch_of_the_take() -> None:
    film = a_film()
    third = len(film) // 3
    assert scan({"file": b"?" + film[third : third + third]}, stretches=stretches_of(film))
    assert not scan({"file": random.Random(2).randbytes(1_000_000)}, stretches=stretches_of(film))
