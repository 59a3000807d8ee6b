"""Pictures and sounds that are good, and bad in one way each: what is said of them, and when it begins and ends."""

import time
from collections.abc import Iterable

import av
import cv2
import numpy as np
import pytest

from media.clock import NS
from media.faces import Box
from media.planes import Pixels, frame_of, plain, split
from media.quality import PictureJudge, PictureJudged, QualityChange, SoundJudge, SoundJudged
from media.track import SAMPLE_RATE_HZ, Samples

LOOK_NS = NS // 5
WIDTH, HEIGHT = 1280, 720
FACE = Box(0.4, 0.3, 0.2, 0.4)


def room(seed: int = 1) -> Pixels:
    """Brightness (h, w) of a place with things in it, edges and all."""
    rng = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH), 110, np.uint8)
    for _ in range(150):
        x, y = int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT))
        size = int(rng.integers(10, 150))
        cv2.rectangle(picture, (x, y), (x + size, y + size // 2), int(rng.integers(40, 220)), -1)
    return picture


ROOM = room()


def picture(luma: Pixels, noise: float = 2.0, seed: int = 0) -> av.VideoFrame:
    """A grey picture as a camera delivers it: with the noise of its sensor."""
    i420 = plain(WIDTH, HEIGHT)
    grain = np.random.default_rng(seed).normal(0, noise, luma.shape) if noise else 0.0
    split(i420)[0][:] = np.clip(luma + grain, 16, 235).astype(np.uint8)
    return frame_of(i420, 0)


def dimmed(share: float) -> Pixels:
    return (16 + (ROOM.astype(float) - 16) * share).astype(np.uint8)


def blurred(sigma: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(ROOM, (0, 0), sigma), np.uint8)


def flat(level: int) -> Pixels:
    return np.full((HEIGHT, WIDTH), level, np.uint8)


def flags(judged: PictureJudged) -> set[str]:
    names = ("dark", "bright", "black", "covered", "backlit", "blurred", "frozen")
    return {name for name in names if getattr(judged, f"is_{name}")}


def told(changes: Iterable[QualityChange]) -> list[tuple[str, bool, float]]:
    return [(change.kind, change.begins, change.at_ns / NS) for change in changes]


def watch(judge: PictureJudge, *stretches: tuple[float, Pixels, float]) -> list[tuple[str, bool, float]]:
    """Five pictures a second: (seconds, brightness, noise) after each other; what was told."""
    seen, index = list[QualityChange](), 0
    for seconds, luma, noise in stretches:
        frames = [picture(luma, noise, seed) for seed in range(2)]
        for _ in range(round(seconds * NS / LOOK_NS)):
            judge.judge(frames[index % 2 if noise else 0], index * LOOK_NS)
            seen += judge.changes()
            index += 1
    return told(seen)


@pytest.mark.parametrize(
    ("luma", "expected"),
    [
        (ROOM, set[str]()),
        (dimmed(0.3), {"dark"}),
        (np.clip(ROOM.astype(int) // 4 + 170, 0, 235).astype(np.uint8), {"bright"}),
        (flat(16), {"black"}),
        (flat(40), {"covered"}),
        (flat(150), {"covered"}),
        (blurred(1.0), set[str]()),
        (blurred(5.0), {"blurred"}),
    ],
    ids=["good", "dark", "bright", "black", "covered", "covered by something bright", "soft", "blurred"],
)
def test_a_picture_is_bad_in_the_way_it_was_made(luma: Pixels, expected: set[str]) -> None:
    assert flags(PictureJudge().judge(picture(luma), 0)) == expected


def test_figures_have_the_units_they_claim() -> None:
    judged = PictureJudge().judge(picture(flat(235), noise=0), 0)
    assert (round(judged.luma), round(judged.contrast)) == (255, 0)
    judged = PictureJudge().judge(picture(flat(16), noise=0), 0)
    assert round(judged.luma) == 0
    assert judged.backlight is None


@pytest.mark.parametrize("noise", [0.5, 2.0, 6.0])
def test_noise_neither_hides_a_blur_nor_a_covered_lens(noise: float) -> None:
    assert flags(PictureJudge().judge(picture(blurred(5.0), noise), 0)) == {"blurred"}
    assert flags(PictureJudge().judge(picture(flat(40), noise), 0)) == {"covered"}


def test_a_face_before_a_window_is_backlit() -> None:
    luma = np.clip(ROOM.astype(int) + 60, 0, 235).astype(np.uint8)
    rows, columns = slice(216, 504), slice(512, 768)
    luma[rows, columns] = 60
    judge = PictureJudge()
    assert judge.judge(picture(luma), 0).backlight is None
    judged = judge.judge(picture(luma), LOOK_NS, [FACE])
    assert judged.is_backlit and judged.backlight is not None and judged.backlight > 60
    luma[rows, columns] = 150
    assert not judge.judge(picture(luma), 2 * LOOK_NS, [FACE]).is_backlit


def test_a_face_at_the_edge_is_judged_where_it_is_seen() -> None:
    judge = PictureJudge()
    assert judge.judge(picture(ROOM), 0, [Box(-0.1, 0.9, 0.3, 0.3)]).backlight is not None
    assert judge.judge(picture(ROOM), 0, [Box(1.2, 0.9, 0.3, 0.3)]).backlight is None
    assert judge.judge(picture(ROOM), 0, [Box(-1, -1, 3, 3)]).backlight is None


def test_backlight_is_not_over_because_the_face_is_gone() -> None:
    luma = np.clip(ROOM.astype(int) + 60, 0, 235).astype(np.uint8)
    luma[216:504, 512:768] = 60
    frames = [picture(luma, seed=seed) for seed in range(2)]
    judge = PictureJudge()
    for index in range(40):
        judge.judge(frames[index % 2], index * LOOK_NS, [FACE] if index < 20 else [])
    assert told(judge.changes()) == [("picture_backlit", True, 1.0)]


def test_bad_light_begins_and_ends_once() -> None:
    changes = watch(PictureJudge(), (2, ROOM, 2.0), (3, dimmed(0.3), 2.0), (3, ROOM, 2.0))
    assert changes == [("picture_dark", True, 3.0), ("picture_dark", False, 6.0)]


def test_a_moment_of_darkness_is_not_told() -> None:
    assert watch(PictureJudge(), (2, ROOM, 2.0), (0.8, dimmed(0.3), 2.0), (3, ROOM, 2.0)) == []


def test_light_around_the_limit_does_not_flutter() -> None:
    """Two levels above and below the limit in turn, each long enough to be told."""
    level = PictureJudge().judge(picture(ROOM), 0).luma
    stretches = [(1.4, dimmed((60 + 2 * (-1) ** index) / level), 2.0) for index in range(8)]
    changes = watch(PictureJudge(), *stretches)
    assert [(kind, begins) for kind, begins, _ in changes] == [("picture_dark", True)]


def test_the_same_picture_for_three_seconds_is_frozen() -> None:
    changes = watch(PictureJudge(), (2, ROOM, 2.0), (4, ROOM, 0.0), (2, ROOM, 2.0))
    assert changes == [("picture_frozen", True, 5.2), ("picture_frozen", False, 6.0)]


def test_the_same_picture_for_less_is_not_frozen() -> None:
    assert watch(PictureJudge(), (2, ROOM, 2.0), (2.8, ROOM, 0.0), (2, ROOM, 2.0)) == []


def test_a_still_scene_with_the_least_noise_is_not_frozen() -> None:
    """One pixel in a thousand differs by one level."""
    luma = [ROOM.copy(), ROOM.copy()]
    luma[1].reshape(-1)[::1_000] += 1
    frames = [picture(one, noise=0) for one in luma]
    judge = PictureJudge()
    assert not any(judge.judge(frames[index % 2], index * LOOK_NS).is_frozen for index in range(40))


def test_a_black_picture_is_black_and_not_frozen_too() -> None:
    changes = watch(PictureJudge(), (2, ROOM, 2.0), (6, flat(16), 0.0), (2, ROOM, 2.0))
    assert changes == [("picture_black", True, 3.0), ("picture_black", False, 9.0)]


def test_limits_are_parameters() -> None:
    assert flags(PictureJudge(min_luma=180).judge(picture(ROOM), 0)) == {"dark"}
    assert flags(PictureJudge(min_sharpness=9).judge(picture(ROOM), 0)) == {"blurred"}


@pytest.mark.parametrize("size", [(640, 480), (704, 576), (1920, 1080), (322, 242)])
def test_pictures_of_other_sizes_are_judged_alike(size: tuple[int, int]) -> None:
    i420 = plain(*size)
    split(i420)[0][:] = np.asarray(cv2.resize(ROOM, size, interpolation=cv2.INTER_AREA), np.uint8)
    assert flags(PictureJudge().judge(frame_of(i420, 0), 0)) == set()


def test_judging_a_picture_is_cheap() -> None:
    judge, frame = PictureJudge(), picture(ROOM)
    begin = time.process_time()
    for index in range(50):
        judge.judge(frame, index * LOOK_NS)
    assert (time.process_time() - begin) / 50 < 0.005, "over 5 ms; 0.7 is usual"


# Sound.

BLOCK = SAMPLE_RATE_HZ // 25
BLOCK_NS = NS // 25


def hiss(dbfs: float, seed: int = 0) -> Samples:
    """Ten seconds of noise at that level."""
    noise = np.random.default_rng(seed).normal(0, 32_768 * 10 ** (dbfs / 20), 10 * SAMPLE_RATE_HZ)
    return noise.astype(np.int16)


def spoken(dbfs: float, peak: float = 32_767) -> Samples:
    """Ten seconds of something like a voice at that level, cut at `peak`."""
    time_s = np.arange(10 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    voice = sum(np.sin(2 * np.pi * 150 * part * time_s) / part for part in range(1, 6))
    voice *= 32_768 * 10 ** (dbfs / 20) / np.sqrt(np.mean(np.square(voice)))
    samples: Samples = np.clip(voice, -peak - 1, peak).astype(np.int16)
    return samples


def clicking(voice: Samples, every: int) -> Samples:
    """The voice with one sample of so many at full scale."""
    voice = voice.copy()
    voice[::every] = 32_767
    return voice


def listen(
    judge: SoundJudge, *stretches: tuple[float, Samples, bool]
) -> tuple[list[tuple[str, bool, float]], SoundJudged]:
    """Blocks of 40 ms: (seconds, sound, whether it is voice) after each other; what was told, and the last figures."""
    index, judged = 0, judge.judge(0, np.zeros(0, np.int16), is_voice=False)
    for seconds, sound, is_voice in stretches:
        for block in range(round(seconds * 25)):
            samples = sound[block * BLOCK % len(sound) :][:BLOCK]
            judged = judge.judge(index * BLOCK_NS, samples, is_voice=is_voice)
            index += 1
    return told(judge.changes()), judged


def kinds(changes: list[tuple[str, bool, float]]) -> list[tuple[str, bool]]:
    return [(kind, begins) for kind, begins, _ in changes]


def test_good_speech_is_not_told() -> None:
    changes, judged = listen(SoundJudge("customer"), *[(2.0, hiss(-60), False), (3.0, spoken(-20), True)] * 3)
    assert changes == []
    assert judged.speech_dbfs == pytest.approx(-20, abs=0.3)
    assert judged.noise_dbfs == pytest.approx(-60, abs=0.5)
    assert judged.snr_db == pytest.approx(40, abs=0.6)
    assert judged.clipped_share == 0


def test_levels_are_in_decibels_of_full_scale() -> None:
    square = np.tile(np.array([32_767, -32_768], np.int16), BLOCK // 2)
    judged = SoundJudge("x").judge(0, square, is_voice=True)
    assert (round(judged.rms_dbfs, 1), round(judged.peak_dbfs, 1)) == (0.0, 0.0)
    judged = SoundJudge("x").judge(0, np.zeros(BLOCK, np.int16), is_voice=False)
    assert (judged.rms_dbfs, judged.peak_dbfs) == (-120, -120)
    assert (judged.speech_dbfs, judged.noise_dbfs, judged.snr_db) == (None, None, None)


def test_digital_silence_of_five_seconds_is_told() -> None:
    silence = np.zeros(SAMPLE_RATE_HZ * 10, np.int16)
    changes, judged = listen(SoundJudge("customer"), (1, hiss(-60), False), (7, silence, False), (1, hiss(-60), False))
    assert changes == [("sound_silent", True, 6.0), ("sound_silent", False, 8.0)]
    assert not judged.is_silent


def test_a_quiet_room_is_not_silent() -> None:
    changes, _ = listen(SoundJudge("customer"), (9, hiss(-80), False))
    assert changes == []


@pytest.mark.parametrize(
    ("noise_dbfs", "speech", "expected"),
    [
        (-70, spoken(-36), "sound_too_quiet"),
        (-40, spoken(-28), "sound_noisy"),
        (-60, spoken(-4, peak=32_000), "sound_too_loud"),
        (-60, spoken(-8, peak=32_000), None),
        (-60, clicking(spoken(-20), 500), "sound_clipped"),
        (-60, clicking(spoken(-20), 2_000), None),
    ],
    ids=["quiet", "noisy", "loud", "strong", "clipped", "hardly clipped"],
)
def test_speech_is_bad_in_the_way_it_was_made(noise_dbfs: float, speech: Samples, expected: str | None) -> None:
    changes, _ = listen(SoundJudge("customer"), (2, hiss(noise_dbfs), False), (4, speech, True))
    assert kinds(changes) == ([(expected, True)] if expected else [])


def test_speech_that_gets_better_is_told_as_over() -> None:
    judge = SoundJudge("customer")
    changes, judged = listen(judge, (2, hiss(-70), False), (4, spoken(-36), True), (8, spoken(-22), True))
    assert kinds(changes) == [("sound_too_quiet", True), ("sound_too_quiet", False)]
    assert changes[0][2] == pytest.approx(3.0, abs=0.1), "after a second of voice"
    assert not judged.is_too_quiet


def test_a_noisy_room_is_over_only_when_it_is_good() -> None:
    """17 dB lie between the warning (15) and good (20)."""
    noise, better, good = (4, hiss(-40), False), (20, hiss(-43.5), False), (20, hiss(-50), False)
    voice = (4, spoken(-26.5), True)
    judge = SoundJudge("customer")
    changes, judged = listen(judge, noise, voice, better, voice)
    assert kinds(changes) == [("sound_noisy", True)]
    assert judged.is_noisy and judged.snr_db == pytest.approx(17, abs=0.7)
    changes, judged = listen(judge, good, voice)
    assert kinds(changes) == [("sound_noisy", False)]


def test_a_pause_says_nothing_about_speech() -> None:
    judge = SoundJudge("customer")
    changes, judged = listen(judge, (2, hiss(-60), False), (4, spoken(-20), True), (60, hiss(-60), False))
    assert changes == []
    assert judged.speech_dbfs == pytest.approx(-20, abs=0.3)


def test_too_little_speech_is_not_judged() -> None:
    changes, judged = listen(SoundJudge("customer"), (2, hiss(-60), False), (0.8, spoken(-50), True))
    assert changes == [] and judged.speech_dbfs is None


def test_a_change_says_whose_channel_it_is() -> None:
    judge = SoundJudge("counter")
    block = spoken(-40)[:BLOCK]
    for index in range(50):
        judge.judge(index * BLOCK_NS, block, is_voice=True)
    (change,) = judge.changes()
    assert change.facts == {"channel": "counter", "speech_dbfs": pytest.approx(-40, abs=0.5)}
    assert judge.changes() == ()


def test_an_empty_block_is_no_sound() -> None:
    judged = SoundJudge("x").judge(0, np.zeros(0, np.int16), is_voice=True)
    assert judged.rms_dbfs == -120 and judged.clipped_share == 0
