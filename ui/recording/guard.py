"""Against the second click: nothing is done twice, and what has just changed is not acted upon blindly."""

import time
from collections.abc import Callable

QUIET_MS = 1_500


class Guard:
    """Asked before an act. Time is given, so that a test need not wait."""

    def __init__(self, quiet_ms: int = QUIET_MS, now_ms: Callable[[], float] = lambda: time.monotonic() * 1000) -> None:
        self.quiet_ms = quiet_ms
        self._now_ms = now_ms
        self._done_ms: dict[str, float] = {}
        self._changed_ms = -1e12

    def note_change(self) -> None:
        """What is on the screen has become something else: a click meant what was there before."""
        self._changed_ms = self._now_ms()

    def allows(self, act: str, *, heeds_change: bool = True) -> bool:
        """Whether `act` may be done now; if so, it counts as done."""
        now_ms = self._now_ms()
        last_ms = max(self._done_ms.get(act, -1e12), self._changed_ms if heeds_change else -1e12)
        if now_ms - last_ms < self.quiet_ms:
            return False
        self._done_ms[act] = now_ms
        return True
