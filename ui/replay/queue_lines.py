"""Which takes wait for a reviewer, in which order, and what is counted when none does. Pure; no Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.model import CaseRow, Outcome, ReviewKind, TakeState

NS = 1_000_000_000
DAY_NS = 86_400 * NS
SUBMITTED, SEALED, ANY = ReviewKind.SUBMITTED.value, "sealed", ""
SUSPICION = {
    Outcome.INTERRUPTED: 60,
    Outcome.NOT_UNDERSTOOD: 50,
    Outcome.INCOMPLETE: 50,
    Outcome.NEEDS_REVIEW: 40,
    Outcome.REFUSED: 20,
    Outcome.STOPPED: 10,
    Outcome.COMPLETED: 0,
}
OF_STEPS = 40
"""what a take gains none of whose steps was accepted"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The facets; an empty one lets everything through."""

    status: str = SUBMITTED
    clerk: str = ANY
    product: str = ANY
    by_suspicion: bool = True


@dataclass(frozen=True, slots=True)
class Day:
    """What became of the takes of one day."""

    takes: int
    approved: int
    returned: int


def status_of(row: CaseRow) -> str:
    return row.review_status.value if row.review_status is not None else SEALED


def suspicion(row: CaseRow) -> int:
    """0 … 100: how much a take needs to be looked at, by what the machine found."""
    failed = 1 - row.steps_accepted / row.steps_total if row.steps_total else 1.0
    return SUSPICION.get(row.outcome, 0) + round(OF_STEPS * failed) if row.outcome is not None else 100


def reviewable(rows: Iterable[CaseRow]) -> tuple[CaseRow, ...]:
    """Those with a take that is closed and still there."""
    closed = (TakeState.SEALED, TakeState.SALVAGED, TakeState.ACKNOWLEDGED)
    return tuple(row for row in rows if row.take_id is not None and row.state in closed)


def queue(rows: Sequence[CaseRow], wanted: Wanted) -> tuple[CaseRow, ...]:
    """What is wanted, the most suspicious first, or the newest."""
    found = [
        row
        for row in rows
        if wanted.status in (ANY, status_of(row))
        and wanted.clerk in (ANY, row.clerk_id)
        and wanted.product in (ANY, row.product_kind)
    ]
    found.sort(key=lambda row: row.started_wall_ns, reverse=True)
    if wanted.by_suspicion:
        found.sort(key=suspicion, reverse=True)
    return tuple(found)


def of_day(rows: Iterable[CaseRow], midnight_ns: int) -> Day:
    """The numbers of the day that began at that midnight."""
    takes = [row for row in rows if row.take_id and midnight_ns <= row.started_wall_ns < midnight_ns + DAY_NS]
    kinds = [row.review_status for row in takes]
    return Day(len(takes), kinds.count(ReviewKind.APPROVED), kinds.count(ReviewKind.RETURNED))
