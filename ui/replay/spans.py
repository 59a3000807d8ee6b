"""What is played when not everything is: only the answers, or everything but silence. Pure functions.

A span is a stretch of the take. Spans come in order and apart; what lies between two of them is left out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.model import Answer

NS = 1_000_000_000
LEAD_NS = 2 * NS
"""an answer is played from this long before it"""
TAIL_NS = NS
PAD_NS = NS // 2
"""around speech, so that no word is cut"""
SHORTEST_SILENCE_NS = 2 * NS
"""a shorter one is played: jumping over it would be felt more than it saves"""


@dataclass(frozen=True, slots=True)
class Span:
    begin_ns: int
    end_ns: int


def answer_spans(answers: Iterable[Answer], length_ns: int) -> tuple[Span, ...]:
    """Every answer with the two seconds before it; silence where one was asked for counts as an answer."""
    return _merged(((answer.begin_ns - LEAD_NS, answer.end_ns + TAIL_NS) for answer in answers), length_ns, 0)


def loud_spans(spoken: Iterable[tuple[int, int]], length_ns: int) -> tuple[Span, ...]:
    """Everything but silence: around every stretch (begin, end) in which somebody or the station speaks."""
    padded = ((begin_ns - PAD_NS, end_ns + PAD_NS) for begin_ns, end_ns in spoken)
    return _merged(padded, length_ns, SHORTEST_SILENCE_NS - 2 * PAD_NS)


def next_begin(spans: Sequence[Span], at_ns: int) -> int | None:
    """Where to go on from `at_ns`: there, when it lies in a span, else at the next one; None behind the last."""
    following = bisect_right(spans, at_ns, key=lambda span: span.begin_ns)
    if following and at_ns < spans[following - 1].end_ns:
        return at_ns
    return spans[following].begin_ns if following < len(spans) else None


def shown_ns(spans: Iterable[Span]) -> int:
    """How long the spans are together."""
    return sum(span.end_ns - span.begin_ns for span in spans)


def _merged(stretches: Iterable[tuple[int, int]], length_ns: int, apart_ns: int) -> tuple[Span, ...]:
    """In order and within the take; what is not more than `apart_ns` apart becomes one."""
    merged: list[Span] = []
    for begin_ns, end_ns in sorted(stretches):
        begin_ns, end_ns = max(begin_ns, 0), min(end_ns, length_ns)
        if begin_ns >= end_ns:
            continue
        if merged and begin_ns <= merged[-1].end_ns + apart_ns:
            merged[-1] = Span(merged[-1].begin_ns, max(merged[-1].end_ns, end_ns))
        else:
            merged.append(Span(begin_ns, end_ns))
    return tuple(merged)
