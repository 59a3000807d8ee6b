"""What people write down about a sealed take, and in which order they may: the vault's part of a review.

             ┌──────── submitted ────────┐
    (none) ──┤        ▲     │ │          ├─► voided
             │        │     │ └► approved│
             └─────── returned ◄────┘────┘

Rows are only ever added. A note is possible until the take is approved, a finding as long as it is not void, a
reviewer's mark always. An approved take can be returned (an inspector saw what the supervisor did not), and only then
be void. An approval needs every finding to be good by its newest verdict.

A review comes after the take is sealed, when the running digest of its rows is closed; so each one is bound to an
audit row of its own, as secrets are. The audit row holds no text of a person: it may name people.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.model import Review, ReviewKind, ReviewVerdict, TakeState
from app.vault import integrity, rows
from media.fault import Fault

STATUS_KINDS = (ReviewKind.SUBMITTED, ReviewKind.RETURNED, ReviewKind.VOIDED, ReviewKind.APPROVED)
"""the kinds that say where the review of a take stands; the newest one counts"""
STATUS_SQL = "kind IN ('submitted', 'returned', 'voided', 'approved')"
"""the same, written as in the index `reviews_status`, or SQLite would not use it"""
AFTER: Mapping[ReviewKind, tuple[ReviewKind | None, ...]] = {
    ReviewKind.NOTE: (None, ReviewKind.SUBMITTED, ReviewKind.RETURNED),
    ReviewKind.SUBMITTED: (None, ReviewKind.RETURNED),
    ReviewKind.VOIDED: (None, ReviewKind.SUBMITTED, ReviewKind.RETURNED),
    ReviewKind.FINDING: (None, ReviewKind.SUBMITTED, ReviewKind.RETURNED, ReviewKind.APPROVED),
    ReviewKind.RETURNED: (ReviewKind.SUBMITTED, ReviewKind.APPROVED),
    ReviewKind.APPROVED: (ReviewKind.SUBMITTED,),
    ReviewKind.MARKED: (None, *STATUS_KINDS),
}
"""kind → where the review must stand for it"""
REVIEWABLE = (TakeState.SEALED, TakeState.SALVAGED, TakeState.ACKNOWLEDGED)
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,63}")
"""a step or a rule: these go into the audit trail, where no free text may"""


def check_shape(review: Review) -> None:
    """ValueError for a review that no page may make."""
    for name in (review.step, review.rule):
        if name is not None and not _ID.fullmatch(name):
            raise ValueError("a step or a rule is named by its id")
    is_finding = review.kind is ReviewKind.FINDING
    if is_finding != (review.verdict is not None) or (is_finding and review.step is None and review.rule is None):
        raise ValueError("a finding, and nothing else, has a verdict on a step or a rule")
    if (review.kind is ReviewKind.MARKED) != (review.at_ns is not None):
        raise ValueError("a mark, and nothing else, has a time of the take")
    if (review.kind is ReviewKind.VOIDED) != (review.second_account is not None):
        raise ValueError("who voids a take, and nobody else, names a second person")


def append(db: Any, key: bytes, review: Review) -> dict[str, Any]:
    """Add a review in the transaction that is open; the facts for its audit row.

    E-213 no such take; E-210 it is open or erased; E-224 submitted already; E-225 void; E-226 not the moment for it;
    E-227 findings stand against an approval; E-228 the second person is the first.
    """
    found = db.execute("SELECT state FROM takes WHERE id = ?", (review.take_id,)).fetchone()
    if found is None:
        raise Fault("E-213", what="take", id=review.take_id)
    if found[0] not in REVIEWABLE:
        raise Fault("E-210", take=review.take_id, state=found[0], wanted=TakeState.SEALED.value)
    _refuse(db, review)
    [seq] = db.execute("SELECT coalesce(max(seq) + 1, 0) FROM reviews WHERE take_id = ?", (review.take_id,)).fetchone()
    row = rows.review_in(review, seq)
    db.execute(f"INSERT INTO reviews ({rows.REVIEW_COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
    facts = {"take": review.take_id, "step": review.step, "rule": review.rule, "verdict": review.verdict}
    return {
        "review": integrity.review_name(review.take_id, seq),
        **{name: str(value) for name, value in facts.items() if value is not None},
        integrity.BOUND: integrity.digest(key, row),
    }


def of_take(db: Any, take_id: str) -> tuple[Review, ...]:
    """In the order of writing."""
    found = db.execute(f"SELECT {rows.REVIEW_COLUMNS} FROM reviews WHERE take_id = ? ORDER BY seq", (take_id,))
    return tuple(map(rows.review_out, found.fetchall()))


def status(db: Any, take_id: str) -> ReviewKind | None:
    """Where the review of a take stands."""
    found = db.execute(
        f"SELECT kind FROM reviews WHERE take_id = ? AND {STATUS_SQL} ORDER BY seq DESC LIMIT 1", (take_id,)
    ).fetchone()
    return None if found is None else ReviewKind(found[0])


def _refuse(db: Any, review: Review) -> None:
    stands = status(db, review.take_id)
    if stands not in AFTER[review.kind]:
        if stands is ReviewKind.VOIDED:
            raise Fault("E-225", take=review.take_id)
        raise Fault("E-224" if review.kind is ReviewKind.SUBMITTED else "E-226", take=review.take_id)
    if review.kind is ReviewKind.APPROVED:
        bad = _bad_findings(db, review.take_id)
        if bad:
            raise Fault("E-227", take=review.take_id, count=bad)
    if review.second_account is not None and _same(review.second_account, review.actor):
        raise Fault("E-228", take=review.take_id)


def _bad_findings(db: Any, take_id: str) -> int:
    newest: dict[tuple[str | None, str | None], ReviewVerdict | None] = {}
    for review in of_take(db, take_id):
        if review.kind is ReviewKind.FINDING:
            newest[(review.step, review.rule)] = review.verdict
    return sum(verdict is not ReviewVerdict.PASSED for verdict in newest.values())


def _same(one: str, other: str) -> bool:
    """An empty account is nobody, and so no second person either."""
    return not one.strip() or one.strip().casefold() == other.strip().casefold()
