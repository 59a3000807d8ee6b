"""The virtual counter: two faces that a detector finds, a picture that lives, and what may happen there."""

import importlib.util
import itertools
import threading
import time

import av
import numpy as np
import pytest

from media.clock import NS, FastClock
from media.faces import CLERK, CUSTOMER, FaceFinder
from media.fault import Fault
from media.planes import planes_of
from media.virtual_counter import CounterCamera, Happenings


def frames_of(camera: CounterCamera, seconds: float, fps: float) -> list[av.VideoFrame]:
    clock = FastClock()
    clock.hold()
    camera.open(clock)
    return [camera.recv(threading.Event()) for _ in range(round(seconds * fps))]


def test_both_faces_are_found_nearly_always() -> None:
    frames = frames_of(CounterCamera(), 10, 15)
    with FaceFinder(min_score=0.6) as finder:
        looks = [finder.find(frame, (frame.pts or 0) * 1000).faces for frame in frames]
    both = [faces for faces in looks if {face.seat for face in faces} == {CUSTOMER, CLERK} and len(faces) == 2]
    assert len(both) / len(looks) > 0.98
    heights = [face.height_px for faces in both for face in faces]
    assert min(heights) >= 120 and max(heights) <= 220


def test_people_come_and_go_as_told() -> None:
    happenings = Happenings(customer_leaves_at=1, customer_returns_at=2, clerk_leaves_at=4, stranger_at=3)
    frames = frames_of(CounterCamera(fps=2, happenings=happenings), 5, 2)
    with FaceFinder() as finder:
        looks = [finder.find(frame, 0).faces for frame in frames]
    seats = [{face.seat for face in faces} for faces in looks]
    assert seats[2:4] == [{CLERK}, {CLERK}]
    assert seats[:2] == seats[4:6] == [{CUSTOMER, CLERK}] * 2
    assert [len(faces) for faces in looks[6:8]] == [3, 3]
    assert [len(faces) for faces in looks[8:]] == [2, 2]


def test_picture_is_never_frozen_and_never_jumps() -> None:
    lumas = [planes_of(frame)[0].astype(np.int16) for frame in frames_of(CounterCamera(), 6, 15)]
    changes = [float(np.abs(b - a).mean()) for a, b in itertools.pairwise(lumas)]
    assert min(changes) > 0.3
    assert max(changes) < 6


def test_dark_and_covered_pictures_look_like_it() -> None:
    dark = planes_of(frames_of(CounterCamera(fps=5, happenings=Happenings(dark_at=0)), 0.2, 5)[0])[0]
    assert dark.mean() < 40
    assert dark.std() > 2
    happenings = Happenings(covered_at=0, uncovered_at=0.2)
    covered, clear = (planes_of(frame)[0] for frame in frames_of(CounterCamera(fps=5, happenings=happenings), 0.4, 5))
    assert covered.std() < 2
    assert clear.mean() > 90


def test_other_size_is_drawn_to_that_size() -> None:
    frame = frames_of(CounterCamera(640, 480, fps=5), 0.2, 5)[0]
    assert (frame.width, frame.height) == (640, 480)


def test_picture_costs_less_than_four_milliseconds() -> None:
    clock = FastClock()
    clock.hold()
    camera = CounterCamera()
    camera.open(clock)
    costs = []
    for _ in range(8):
        begin_ns = time.thread_time_ns()
        for _ in range(10):
            camera.recv(threading.Event())
        costs.append((time.thread_time_ns() - begin_ns) / 10)
    assert min(costs) < 0.004 * NS  # the least disturbed run: the machine is shared


def test_missing_portrait_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Fault, match="E-113"):
        CounterCamera().open(FastClock())
