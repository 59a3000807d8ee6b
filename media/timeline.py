"""When sound was really taken, from blocks that a driver hands over too late, in bursts, by a clock of its own.

The device's count of samples is steady but runs up to some hundred ppm beside our clock; the moments of arrival are on
our clock but jitter, always to the late side. So a block lies where the one before it ended, and this is drawn slowly
towards the earliest arrivals. Only samples that were really lost make a gap: the driver said so, or for a whole second
no block came as early as it should.
"""

from collections import deque

from media.clock import NS
from media.track import SAMPLE_RATE_HZ

WINDOW = 50
"""blocks looked back at: a second of blocks of 20 ms"""
PULL = 0.02
"""share of the offset that a block is moved by"""
LOST_NS = NS * 6 // 100
"""arrivals that were later than this for a whole window are a loss nobody reported"""


class Timeline:
    """Steady times on the clock for the blocks of one device."""

    def __init__(self) -> None:
        self._next_ns: float | None = None
        self._late_ns: deque[float] = deque(maxlen=WINDOW)
        self.gaps = 0
        """losses found so far"""

    def place(self, at_ns: int, samples: int, *, is_broken: bool = False) -> int:
        """Where a block of 48 kHz samples lies whose first was measured at `at_ns`.

        `is_broken` says that the driver lost samples just before it. Blocks never overlap by more than the slow pull.
        """
        expected_ns = float(at_ns) if self._next_ns is None else self._next_ns
        late_ns = at_ns - expected_ns
        self._late_ns.append(late_ns)
        earliest_ns = min(self._late_ns)
        if is_broken and late_ns > 0:
            step_ns, is_gap = late_ns, True
        elif len(self._late_ns) == WINDOW and earliest_ns > LOST_NS:
            step_ns, is_gap = earliest_ns, True
        else:
            step_ns, is_gap = earliest_ns * PULL, False
        if is_gap:
            self.gaps += 1
            self._late_ns.clear()
        else:
            self._late_ns = deque((late - step_ns for late in self._late_ns), maxlen=WINDOW)
        self._next_ns = expected_ns + step_ns + samples * NS / SAMPLE_RATE_HZ
        return round(expected_ns + step_ns)

    def settle(self) -> None:
        """Take the earliest arrival so far for the truth at once: after the first blocks, before the rest is used."""
        if self._next_ns is not None and self._late_ns:
            self._next_ns += min(self._late_ns)
        self._late_ns.clear()
