"""All cases as lines of a list, each with its newest take: one statement, since a list of ten thousand must be quick.

Nothing is counted here: how many steps of a take were accepted was written down when it was sealed.
"""

from collections.abc import Mapping
from typing import Any

from app.model import CaseRow, Outcome, ReviewKind, TakeState
from app.vault.reviews import STATUS_KINDS, STATUS_SQL
from app.vault.rows import Row

OVERVIEW = f"""SELECT cases.id, product_kind, branch, counter, clerk_id, customer_name, opened_wall_ns,
        takes.id, state, outcome, coalesce(script_id, ''), coalesce(started_wall_ns, 0), coalesce(duration_ns, 0),
        coalesce(sealed_bytes, 0), outbox.n IS NOT NULL,
        (SELECT kind FROM reviews WHERE take_id = takes.id AND {STATUS_SQL} ORDER BY seq DESC LIMIT 1),
        coalesce(steps_accepted, 0), coalesce(steps_total, 0)
    FROM cases
    LEFT JOIN takes ON takes.n = (SELECT max(n) FROM takes WHERE case_id = cases.id)
    LEFT JOIN outbox ON outbox.take_id = takes.id
    WHERE ?1 IS NULL OR clerk_id = ?1
    ORDER BY cases.n DESC LIMIT ?2"""
"""in the order of the fields of `CaseRow`"""

# Looked up rather than called: for ten thousand rows that is a third of the whole time.
_STATES: Mapping[str | None, TakeState | None] = {None: None, **{state.value: state for state in TakeState}}
_OUTCOMES: Mapping[str | None, Outcome | None] = {None: None, **{outcome.value: outcome for outcome in Outcome}}
_KINDS: Mapping[str | None, ReviewKind | None] = {None: None, **{kind.value: kind for kind in STATUS_KINDS}}


def overview(db: Any, limit: int | None = None, clerk_id: str | None = None) -> tuple[CaseRow, ...]:
    """Newest case first; of one clerk, or of all."""
    found = db.execute(OVERVIEW, (clerk_id, -1 if limit is None else limit)).fetchall()
    return tuple([_row(row) for row in found])


def _row(row: Row) -> CaseRow:
    state, outcome, status = _STATES[row[8]], _OUTCOMES[row[9]], _KINDS[row[15]]
    values = (*row[:8], state, outcome, *row[10:14], bool(row[14]), status, *row[16:])
    return CaseRow(*values)
