"""Named lanes of work for whoever may not wait: each carries out what it is given, one after the other.

A window puts slow calls here. Each lane is a `Stage`; work must not raise (whoever puts it takes care of its faults),
and if it does all the same, that is logged and the lane goes on.
"""

import logging
from collections.abc import Callable, Iterable

from media.clock import SystemClock
from media.stage import Stage, WhenFull

log = logging.getLogger("lanes")
Work = Callable[[], None]
DEPTH = 1000


class Lanes:
    """Construct with the names, `put` from anywhere, `close` once."""

    def __init__(self, names: Iterable[str]) -> None:
        clock = SystemClock()
        self._lanes = {
            name: Stage[Work](
                f"lane-{name}",
                self._carry_out,
                depth=DEPTH,
                clock=clock,
                on_fault=self._on_fault,
                when_full=WhenFull.OFFER,
            )
            for name in names
        }
        for lane in self._lanes.values():
            lane.start()

    def put(self, name: str, work: Work) -> None:
        if not self._lanes[name].put(work):
            log.error("a lane is full: %s", name)

    def close(self, deadline_s: float) -> bool:
        """Work off what is queued; false when a lane missed the deadline."""
        return all([lane.close(deadline_s) for lane in self._lanes.values()])

    def _carry_out(self, work: Work) -> None:
        try:
            work()
        except Exception:
            log.exception("work in a lane failed")

    def _on_fault(self, name: str, problem: BaseException) -> None:
        log.error("lane died: %s", name, exc_info=problem)
