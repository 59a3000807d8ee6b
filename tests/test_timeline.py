"""Times of sound blocks: steady through jitter, true through drift, and honest about what was lost."""

import numpy as np
import pytest

from media.clock import NS
from media.timeline import WINDOW, Timeline

BLOCK = 960
BLOCK_NS = BLOCK * NS // 48_000


def test_jitter_of_arrival_hardly_moves_the_times() -> None:
    timeline = Timeline()
    late_ns = np.random.default_rng(5).exponential(8e6, 3000)
    for k in range(10):
        timeline.place(round(k * BLOCK_NS + late_ns[k]), BLOCK)
    timeline.settle()
    placed = np.array([timeline.place(round(k * BLOCK_NS + late_ns[k]), BLOCK) for k in range(10, 3000)])
    steps = np.diff(placed)
    assert np.abs(steps - BLOCK_NS).max() < 0.3e6
    assert np.abs(placed[500:] - np.arange(510, 3000) * BLOCK_NS).max() < 2e6
    assert timeline.gaps == 0


@pytest.mark.parametrize("ppm", [-300, 300])
def test_clock_of_the_device_is_followed(ppm: float) -> None:
    timeline = Timeline()
    period_ns = BLOCK_NS * (1 + ppm * 1e-6)
    placed = [timeline.place(round(k * period_ns), BLOCK) for k in range(30_000)]
    assert abs(placed[-1] - 29_999 * period_ns) < 2e6
    assert timeline.gaps == 0


def test_burst_after_a_hold_up_is_no_gap() -> None:
    timeline = Timeline()
    placed = []
    for k in range(300):
        arrives = max(k, 130) if 100 <= k < 130 else k
        placed.append(timeline.place(arrives * BLOCK_NS, BLOCK))
    assert timeline.gaps == 0
    assert np.abs(np.array(placed) - np.arange(300) * BLOCK_NS).max() < 1e6


def test_loss_the_driver_reports_is_a_gap_at_once() -> None:
    timeline = Timeline()
    for k in range(100):
        timeline.place(k * BLOCK_NS, BLOCK)
    assert timeline.place(120 * BLOCK_NS, BLOCK, is_broken=True) == 120 * BLOCK_NS
    assert timeline.place(121 * BLOCK_NS, BLOCK) == 121 * BLOCK_NS
    assert timeline.gaps == 1


def test_loss_nobody_reports_is_found_within_a_window() -> None:
    timeline = Timeline()
    for k in range(100):
        timeline.place(k * BLOCK_NS, BLOCK)
    placed = [timeline.place((k + 20) * BLOCK_NS, BLOCK) for k in range(100, 100 + WINDOW + 1)]
    assert timeline.gaps == 1
    assert placed[-1] == pytest.approx((120 + WINDOW) * BLOCK_NS, abs=2e6)


def test_first_blocks_in_a_burst_settle_on_the_earliest() -> None:
    timeline = Timeline()
    for k in range(10):
        timeline.place(max(k * BLOCK_NS, 7 * BLOCK_NS), BLOCK)
    timeline.settle()
    assert timeline.place(10 * BLOCK_NS, BLOCK) == pytest.approx(10 * BLOCK_NS, abs=1e6)
