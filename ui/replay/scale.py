"""Time to pixels and back: which stretch of a take is in view, and how large. Pure; no Qt."""

from dataclasses import dataclass, replace

NS = 1_000_000_000
SHORTEST_VIEW_NS = 5 * NS
STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400)
"""what the ruler may be divided by"""
LEAST_TICK_PX = 80.0


@dataclass(frozen=True, slots=True)
class Scale:
    """`first_ns` is at pixel 0, `shown_ns` fill `width_px`."""

    length_ns: int
    width_px: float
    first_ns: float = 0.0
    shown_ns: float = 0.0
    """0: everything"""

    def __post_init__(self) -> None:
        shown = self.shown_ns or float(self.length_ns)
        shown = min(max(shown, float(SHORTEST_VIEW_NS)), float(max(self.length_ns, SHORTEST_VIEW_NS)))
        object.__setattr__(self, "shown_ns", shown)
        object.__setattr__(self, "first_ns", min(max(self.first_ns, 0.0), max(0.0, self.length_ns - shown)))

    def x(self, at_ns: float) -> float:
        return (at_ns - self.first_ns) * self.width_px / self.shown_ns

    def at_ns(self, x: float) -> int:
        """The time under a pixel, within the take."""
        at_ns = self.first_ns + x * self.shown_ns / max(self.width_px, 1.0)
        return round(min(max(at_ns, 0.0), float(self.length_ns)))

    @property
    def last_ns(self) -> float:
        return self.first_ns + self.shown_ns

    @property
    def is_whole(self) -> bool:
        """The whole take is in view."""
        return self.shown_ns >= self.length_ns

    def wide(self, width_px: float) -> "Scale":
        return replace(self, width_px=max(width_px, 1.0))

    def zoomed(self, factor: float, around_x: float) -> "Scale":
        """Larger by `factor`; what is under `around_x` stays there."""
        at_ns = self.first_ns + around_x * self.shown_ns / self.width_px
        shown = min(max(self.shown_ns / factor, float(SHORTEST_VIEW_NS)), float(max(self.length_ns, SHORTEST_VIEW_NS)))
        return replace(self, shown_ns=shown, first_ns=at_ns - around_x * shown / self.width_px)

    def moved(self, by_ns: float) -> "Scale":
        return replace(self, first_ns=self.first_ns + by_ns)

    def showing(self, at_ns: float, place: float = 0.1) -> "Scale":
        """With `at_ns` in view: unchanged when it is, else moved so that it stands at that share of the width."""
        if self.first_ns <= at_ns <= self.first_ns + 0.95 * self.shown_ns:
            return self
        return replace(self, first_ns=at_ns - place * self.shown_ns)

    def ticks_ns(self) -> tuple[int, ...]:
        """Where the ruler is labelled: round times, not too near to each other."""
        least_s = LEAST_TICK_PX * self.shown_ns / self.width_px / NS
        step_ns = next((step for step in STEPS_S if step >= least_s), STEPS_S[-1]) * NS
        first = -int(-self.first_ns // step_ns) * step_ns
        return tuple(range(first, int(min(self.last_ns, self.length_ns)) + 1, step_ns))
