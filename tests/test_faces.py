"""Faces found in drawn counter pictures, and what `Presence` makes of looks that come and go."""

import importlib.util
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from media.clock import NS
from media.faces import CLERK, CUSTOMER, Box, Face, FaceFinder, FacesSeen, Presence
from media.fault import Fault
from media.planes import Pixels, frame_of, i420_of

LOOK_NS = NS // 5


def astronaut() -> Pixels:
    """A public-domain portrait (512, 512, 3) BGR; its face is 107 pixels high."""
    spec = importlib.util.find_spec("skimage")
    assert spec is not None and spec.origin is not None
    return portrait(Path(spec.origin).parent / "data" / "astronaut.png")


def portrait(path: Path) -> Pixels:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.uint8)[:, :, ::-1]


def counter(*people: tuple[Pixels, float, int], width: int = 1280, height: int = 720) -> av.VideoFrame:
    """A counter picture with each person (portrait, scale, left edge) at its desk's edge, and a camera's noise."""
    picture = np.full((height, width, 3), 110, np.uint8)
    for person, scale, left in people:
        size = (round(person.shape[1] * scale), round(person.shape[0] * scale))
        small = np.asarray(Image.fromarray(person).resize(size, Image.Resampling.LANCZOS))[:height]
        right = min(left + small.shape[1], width)
        picture[height - small.shape[0] :, max(left, 0) : right] = small[:, max(0, -left) : right - left]
    noisy = picture + np.random.default_rng(5).normal(0, 4, picture.shape)
    return frame_of(i420_of(np.clip(noisy, 0, 255).astype(np.uint8)), 0)


def whole(picture: Pixels) -> av.VideoFrame:
    return frame_of(i420_of(np.ascontiguousarray(picture)), 0)


@pytest.fixture(scope="module")
def finder() -> Iterator[FaceFinder]:
    with FaceFinder() as finder:
        yield finder


def seats(seen: FacesSeen) -> list[str | None]:
    return sorted((face.seat for face in seen.faces), key=str)


@pytest.mark.parametrize("scale", [2.0, 1.4, 1.0, 0.75])
def test_two_people_are_found_in_their_seats(finder: FaceFinder, scale: float) -> None:
    person = astronaut()
    left = round(320 - 256 * scale)
    seen = finder.find(counter((person, scale, left), (person[:, ::-1], scale, left + 640)), 7)
    assert seen.at_ns == 7
    assert seats(seen) == [CLERK, CUSTOMER]
    assert all(face.height_px == pytest.approx(107 * scale, rel=0.25) for face in seen.faces)
    assert all(face.x >= 0 and face.x + face.width <= 1 and 0.6 <= face.score <= 1 for face in seen.faces)


def test_a_face_lies_where_it_was_drawn(finder: FaceFinder) -> None:
    (face,) = finder.find(counter((astronaut(), 1.0, 64)), 0).faces
    assert face.box.overlap(Box((64 + 175) / 1280, (208 + 70) / 720, 100 / 1280, 100 / 720)) > 0.6


def test_a_small_face_in_an_empty_seat_is_found_by_a_closer_look() -> None:
    person = astronaut()
    frame = counter((person, 0.5, 200), (person, 1.4, 640))
    with FaceFinder() as fresh:
        looks = [fresh.find(frame, 0) for _ in range(2)]
    assert all(seats(seen) == [CLERK, CUSTOMER] for seen in looks)
    small = next(face for face in looks[0].faces if face.seat == CUSTOMER)
    assert 40 <= small.height_px < 80


def test_an_empty_seat_is_empty(finder: FaceFinder) -> None:
    assert seats(finder.find(counter((astronaut(), 1.2, 660)), 0)) == [CLERK]
    assert finder.find(counter(), 0).faces == ()


def test_a_face_leaving_the_picture_is_gone(finder: FaceFinder) -> None:
    seen = [bool(finder.find(counter((astronaut(), 1.2, left)), 0).faces) for left in (20, -100, -460)]
    assert seen == [True, True, False]


def test_seats_are_a_parameter(finder: FaceFinder) -> None:
    del finder
    with FaceFinder({CLERK: Box(0, 0, 0.5, 1)}) as left_handed:
        (face,) = left_handed.find(counter((astronaut(), 1.2, 20)), 0).faces
        assert face.seat == CLERK
        (face,) = left_handed.find(counter((astronaut(), 1.2, 660)), 0).faces
        assert face.seat is None


@pytest.mark.parametrize("size", [(704, 576), (640, 480), (1920, 1080), (322, 242)])
def test_other_picture_sizes_work(finder: FaceFinder, size: tuple[int, int]) -> None:
    width, height = size
    frame = counter((astronaut(), height / 512, 0), width=width, height=height)
    assert len(finder.find(frame, 0).faces) == 1


@pytest.fixture
def photographs(shared_faces: Path | None) -> Path:
    if shared_faces is None:
        pytest.skip("the photographs are not beside the checkout")
    return shared_faces


def test_both_of_two_real_people_are_found(finder: FaceFinder, photographs: Path) -> None:
    seen = finder.find(whole(portrait(photographs / "two-people.jpg")), 0)
    assert [face.score > 0.75 for face in seen.faces] == [True, True]


@pytest.mark.parametrize("name", ["person-a.jpg", "person-b.jpg"])
def test_one_real_person_is_one_face(finder: FaceFinder, photographs: Path, name: str) -> None:
    assert len(finder.find(whole(portrait(photographs / name)), 0).faces) == 1


def test_two_different_people_sit_in_two_seats(finder: FaceFinder, photographs: Path) -> None:
    a, b = portrait(photographs / "person-a.jpg"), portrait(photographs / "person-b.jpg")
    assert seats(finder.find(counter((a, 0.5, 60), (b, 0.5, 820)), 0)) == [CLERK, CUSTOMER]


def test_a_look_is_cheap(finder: FaceFinder) -> None:
    frame = counter((astronaut(), 1.2, 20), (astronaut(), 1.2, 660))
    begin = time.process_time()
    for _ in range(20):
        finder.find(frame, 0)
    assert (time.process_time() - begin) / 20 < 0.030, "over 30 ms a look; 7 is usual"


def test_starting_says_nothing_and_closing_twice_is_fine() -> None:
    code = (
        "from media.faces import FaceFinder\n"
        "import sys\n"
        "finder = FaceFinder(); finder.start(); finder.start(); finder.close(); finder.close()\n"
        "assert 'matplotlib' not in sys.modules\n"
    )
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_a_detector_that_cannot_be_loaded_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    with pytest.raises(Fault, match="E-721"):
        FaceFinder().start()


def test_a_detector_that_fails_midway_is_a_fault() -> None:
    with FaceFinder() as finder:
        finder._detector.close()
        with pytest.raises(Fault, match="E-722"):
            finder.find(counter(), 0)
        finder._detector = None


# Presence, by looks made up here.


def face(seat: str | None, height_px: int = 150, score: float = 0.9, x: float = 0.2) -> Face:
    return Face(x, 0.3, 0.1, height_px / 720, score, height_px, seat)


BOTH = (face(CUSTOMER), face(CLERK, x=0.7))
ONLY_CLERK = (face(CLERK, x=0.7),)
ONLY_CUSTOMER = (face(CUSTOMER),)


def watch(presence: Presence, *stretches: tuple[float, tuple[Face, ...]]) -> list[tuple[str, float]]:
    """Five looks a second: (seconds, faces) after each other; what was told, and in which second."""
    told, at_ns = list[tuple[str, float]](), 0
    for seconds, faces in stretches:
        for _ in range(round(seconds * NS / LOOK_NS)):
            changes = presence.see(FacesSeen(at_ns, faces))
            assert all(change.at_ns == at_ns for change in changes)
            told += [(change.kind, at_ns / NS) for change in changes]
            at_ns += LOOK_NS
    return told


def test_nothing_is_told_while_all_is_well() -> None:
    assert watch(Presence(), (10, BOTH)) == []


def test_customer_leaving_for_three_seconds_is_told_and_coming_back_too() -> None:
    told = watch(Presence(), (2, BOTH), (4, ONLY_CLERK), (2, BOTH))
    assert told == [("customer_left", 5.0), ("customer_back", 6.2)]


def test_leaving_for_less_is_not_told() -> None:
    assert watch(Presence(), (2, BOTH), (2.8, ONLY_CLERK), (2, BOTH)) == []


def test_how_long_somebody_was_away_is_told() -> None:
    presence = Presence()
    facts = [
        dict(change.facts)
        for at, faces in enumerate([BOTH] * 5 + [ONLY_CUSTOMER] * 20 + [BOTH] * 2)
        for change in presence.see(FacesSeen(at * LOOK_NS, faces))
    ]
    assert facts == [{"absent_ns": 3 * NS}, {"absent_ns": 4 * NS}]


def test_one_look_at_a_ghost_brings_nobody_back() -> None:
    told = watch(Presence(), (4, ONLY_CLERK), (0.2, BOTH), (4, ONLY_CLERK))
    assert told == [("customer_left", 3.0)]


def test_clerk_leaving_is_told_apart() -> None:
    assert watch(Presence(), (1, BOTH), (4, ONLY_CUSTOMER), (1, BOTH)) == [("clerk_left", 4.0), ("clerk_back", 5.2)]


def test_nobody_there_from_the_beginning_is_told() -> None:
    assert watch(Presence(), (4, ())) == [("customer_left", 3.0), ("clerk_left", 3.0)]


def test_a_pause_between_looks_is_no_absence() -> None:
    presence = Presence()
    presence.see(FacesSeen(0, BOTH))
    presence.see(FacesSeen(NS, ONLY_CLERK))
    assert presence.see(FacesSeen(2 * NS, BOTH)) == ()
    assert presence.see(FacesSeen(60 * NS, ONLY_CLERK)) == ()


def test_a_third_face_for_three_seconds_is_a_stranger() -> None:
    third = (*BOTH, face(None, 90, 0.8, x=0.5))
    assert watch(Presence(), (1, BOTH), (2.8, third), (5, BOTH)) == []
    told = watch(Presence(), (1, BOTH), (4, third), (5, BOTH))
    assert told == [("stranger_seen", 4.0), ("stranger_gone", 8.0)]


def test_a_stranger_missed_in_single_looks_is_still_seen() -> None:
    third = (*BOTH, face(CUSTOMER, 90, 0.8, x=0.4))
    told = watch(Presence(), *[(0.8, third), (0.2, BOTH)] * 4)
    assert told == [("stranger_seen", 3.0)]


def test_a_pattern_on_the_wall_is_no_stranger() -> None:
    assert watch(Presence(), (10, (*BOTH, face(None, 60, 0.65, x=0.5)))) == []


def test_a_known_companion_is_no_stranger() -> None:
    third, fourth = face(None, 90, 0.8, x=0.5), face(None, 90, 0.8, x=0.9)
    assert watch(Presence(companions=1), (10, (*BOTH, third))) == []
    assert watch(Presence(companions=1), (10, (*BOTH, third, fourth))) == [("stranger_seen", 3.0)]


def test_a_face_too_small_to_recognise_is_told_once() -> None:
    far = (face(CUSTOMER, 79), face(CLERK, 80, x=0.7))
    told = watch(Presence(), (1, BOTH), (5, far), (2, BOTH))
    assert told == [("face_too_small", 2.0), ("face_large_enough", 6.2)]


def test_totals_count_looks() -> None:
    presence = Presence()
    assert presence.totals.customer_present_share is None
    presence.begin_step("opening")
    watch(presence, (8, BOTH), (2, ONLY_CLERK))
    presence.begin_step("risk")
    watch(presence, (1, BOTH), (1, ONLY_CUSTOMER))
    presence.begin_step(None)
    watch(presence, (8, BOTH))
    totals = presence.totals
    assert totals.checked == 100
    assert totals.customer_present_share == pytest.approx(0.9)
    assert totals.same_frame_share == {"opening": pytest.approx(0.8), "risk": pytest.approx(0.5)}


def test_most_faces_need_two_looks_in_a_row() -> None:
    presence = Presence()
    crowd = (*BOTH, face(None, x=0.5), face(None, x=0.9))
    watch(presence, (1, BOTH), (0.2, crowd), (1, BOTH))
    assert presence.totals.max_faces == 2
    watch(presence, (0.4, crowd))
    assert presence.totals.max_faces == 4
