"""How long a case is kept: what people write down about it, and in which order they may: the vault's part of retention.

    contract_ended   on a day: cancelled early, or fulfilled
    hold_placed ──► hold_lifted   a dispute, and the day on which it ended; there may be several at a time
    destroyed        the order of two people to destroy the takes; not while a hold stands

Rows are only ever added, each bound to an audit row of its own, as reviews are. The audit row holds no text of a
person. An order is written down before anything is destroyed: with it in the vault, takes that no server has
acknowledged may be erased, and a destruction that was cut short is known. When something may be destroyed is
`app.retention`'s to know; here only the order of things is kept.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.model import CaseId
from app.vault import integrity
from app.vault.rows import RETENTION_COLUMNS, Row, text_in
from media.clock import NS
from media.fault import Fault


class RetentionKind(StrEnum):
    """What is written down."""

    CONTRACT_ENDED = "contract_ended"
    HOLD_PLACED = "hold_placed"
    HOLD_LIFTED = "hold_lifted"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """One thing written down about how long a case is kept; never changed, only followed by others."""

    case_id: CaseId
    at_wall_ns: int
    actor: str
    """the account"""
    kind: RetentionKind
    on_day: datetime.date | None = None
    """the day on which the contract or the dispute ended; of an order, the last day the case was kept"""
    text: str = field(repr=False, default="")
    """why; free: it may name people"""
    second_account: str | None = None
    """of an order"""


_NEEDS: Mapping[RetentionKind, tuple[bool, bool, bool]] = {
    RetentionKind.CONTRACT_ENDED: (True, False, False),
    RetentionKind.HOLD_PLACED: (False, True, False),
    RetentionKind.HOLD_LIFTED: (True, True, False),
    RetentionKind.DESTROYED: (True, True, True),
}
"""kind → whether it must have a day, a text, a second account"""


def check_shape(row: RetentionRow) -> None:
    """ValueError for a row that nothing may make; E-456 for a reason that says nothing."""
    needs_day, needs_text, needs_second = _NEEDS[row.kind]
    if needs_day != (row.on_day is not None) or needs_second != (row.second_account is not None):
        raise ValueError(f"not the fields of {row.kind}")
    if needs_text and not row.text.strip():
        raise Fault("E-456")


def append(db: Any, key: bytes, row: RetentionRow) -> dict[str, Any]:
    """Add a row in the transaction that is open; the facts for its audit row.

    E-213 no such case; E-277 an order while a hold stands; E-278 the second person is the first; E-280 no hold to lift;
    E-287 a day before the recording, before the hold, or still to come.
    """
    found = db.execute("SELECT opened_wall_ns FROM cases WHERE id = ?", (row.case_id,)).fetchone()
    if found is None:
        raise Fault("E-213", what="case", id=row.case_id)
    before = of_case(db, row.case_id)
    _refuse(row, before, local_day(found[0]))
    stored = row_in(row, len(before))
    db.execute(f"INSERT INTO retention ({RETENTION_COLUMNS}) VALUES ({', '.join('?' * len(stored))})", stored)
    return {
        "retention": integrity.retention_name(row.case_id, len(before)),
        "case": row.case_id,
        **({} if row.on_day is None else {"on_day": row.on_day.isoformat()}),
        **({} if row.second_account is None else {"second": text_in(row.second_account)}),
        integrity.BOUND: integrity.digest(key, stored),
    }


def of_case(db: Any, case_id: str | None) -> tuple[RetentionRow, ...]:
    """In the order of writing; those of all cases for None."""
    found = db.execute(
        f"SELECT {RETENTION_COLUMNS} FROM retention WHERE ?1 IS NULL OR case_id = ?1 ORDER BY n", (case_id,)
    )
    return tuple(map(row_out, found.fetchall()))


def is_ordered(db: Any, case_id: str, started_wall_ns: int) -> bool:
    """True when a take of this case that began then was ordered to be destroyed."""
    orders = (row for row in of_case(db, case_id) if row.kind is RetentionKind.DESTROYED)
    return any(started_wall_ns <= order.at_wall_ns for order in orders)


def holds(rows: tuple[RetentionRow, ...]) -> int:
    """How many holds stand."""
    kinds = [row.kind for row in rows]
    return kinds.count(RetentionKind.HOLD_PLACED) - kinds.count(RetentionKind.HOLD_LIFTED)


def local_day(wall_ns: int) -> datetime.date:
    """The day at the counter."""
    return datetime.datetime.fromtimestamp(wall_ns // NS).date()


def row_in(row: RetentionRow, seq: int) -> Row:
    return (
        row.case_id,
        seq,
        int(row.at_wall_ns),
        text_in(row.actor),
        RetentionKind(row.kind).value,
        None if row.on_day is None else row.on_day.isoformat(),
        text_in(row.text),
        None if row.second_account is None else text_in(row.second_account),
    )


def row_out(row: Row) -> RetentionRow:
    """From `RETENTION_COLUMNS`."""
    day = None if row[5] is None else datetime.date.fromisoformat(row[5])
    return RetentionRow(CaseId(row[0]), row[2], row[3], RetentionKind(row[4]), day, row[6], row[7])


def _refuse(row: RetentionRow, before: tuple[RetentionRow, ...], opened: datetime.date) -> None:
    standing = holds(before)
    if row.kind is RetentionKind.HOLD_LIFTED and not standing:
        raise Fault("E-280", case=row.case_id)
    if row.kind is RetentionKind.DESTROYED and standing:
        raise Fault("E-277", case=row.case_id)
    if row.second_account is not None and is_same_account(row.second_account, row.actor):
        raise Fault("E-278", case=row.case_id)
    if row.on_day is not None and row.kind is not RetentionKind.DESTROYED:
        placed = [local_day(one.at_wall_ns) for one in before if one.kind is RetentionKind.HOLD_PLACED]
        first = max(placed) if row.kind is RetentionKind.HOLD_LIFTED else opened
        last = local_day(row.at_wall_ns)
        if not first <= row.on_day <= last:
            raise Fault("E-287", day=row.on_day.isoformat(), first=first.isoformat(), last=last.isoformat())


def is_same_account(one: str, other: str) -> bool:
    """An empty account is nobody, and so no second person either."""
    return not one.strip() or one.strip().casefold() == other.strip().casefold()
