"""The transcript as lines: who, when, what; and where words are found in it. Pure; no Qt.

Prompts are lines too, with the name of their step: they are what the answers answer.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from ui.replay.lanes import LEAD_NS, Lane, Timelines
from ui.replay.wording import Titles, step_text

SPOKEN = (Lane.PROMPTS, Lane.COUNTER, Lane.CUSTOMER)


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker said without a break; `speaker` is one of `SPOKEN`."""

    begin_ns: int
    end_ns: int
    speaker: Lane
    text: str = field(repr=False)

    @property
    def seek_ns(self) -> int:
        """Where a jump to a word in it begins."""
        return max(0, self.begin_ns - LEAD_NS)


def transcript_lines(take: Timelines, titles: Titles) -> tuple[Line, ...]:
    """In order of time."""
    items = (item for lane in SPOKEN for item in take.lanes[lane] if item.kind in ("prompt", "said"))
    lines = (
        Line(item.begin_ns, item.end_ns, item.lane, item.text if item.kind == "said" else step_text(item.step, titles))
        for item in items
    )
    return tuple(sorted(lines, key=lambda line: line.begin_ns))


def line_at(lines: Sequence[Line], at_ns: int) -> int | None:
    """The line that began last; None before the first."""
    number = bisect_right(lines, at_ns, key=lambda line: line.begin_ns)
    return number - 1 if number else None


def plain(text: str) -> str:
    """As it is compared: without spaces and capitals."""
    return "".join(text.split()).casefold()


def hits(lines: Sequence[Line], words: str) -> tuple[int, ...]:
    """The lines that hold the words; none for no words."""
    wanted = plain(words)
    return tuple(n for n, line in enumerate(lines) if wanted in plain(line.text)) if wanted else ()
