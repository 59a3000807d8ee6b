"""Reads the audit trail from its newest row back, a page at a time, and keeps what somebody looks for."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.vault.audit import AuditRow
from ui.audit.words import Group, group_of, kind_text, utc_text

PAGE_ROWS = 500
"""rows that are shown at once"""
READ_ROWS = 5_000
MOST_READ_ROWS = 20_000
"""in one go, when few of them match: then the vault's lane is free for others"""
Trail = Callable[[int | None, int], Sequence[AuditRow]]
"""rows below a number (none: from the newest), newest first, at most so many"""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a row must be to be shown; everything when nothing is said."""

    group: Group | None = None
    actor: str = ""
    day: date | None = None
    """as it was here"""
    text: str = ""

    @property
    def is_everything(self) -> bool:
        return self == Sought()

    def finder(self) -> Callable[[AuditRow], bool]:
        """Says of a row whether it matches; made once for many."""
        words = self.text.casefold().split()
        begin, end = _span(self.day)
        kinds: dict[str, str] = {}

        def matches(row: AuditRow) -> bool:
            if self.group is not None and group_of(row.kind) is not self.group:
                return False
            if self.actor and row.actor != self.actor:
                return False
            if self.day is not None and not begin <= row.at < end:
                return False
            if not words:
                return True
            if row.kind not in kinds:
                kinds[row.kind] = f"{row.kind}\n{kind_text(row.kind)}"
            facts = json.dumps(row.facts, ensure_ascii=False)
            text = f"{row.n}\n{kinds[row.kind]}\n{row.actor}\n{facts}".casefold()
            return all(word in text for word in words)

        return matches


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that match, newest first, and below which number to go on; none: that was all."""

    rows: tuple[AuditRow, ...]
    before: int | None
    newest: int
    """number of the first row that was read"""


def read_on(trail: Trail, sought: Sought, before: int | None) -> Found:
    """The next rows that match."""
    if sought.is_everything:
        read = tuple(trail(before, PAGE_ROWS))
        return Found(read, read[-1].n if len(read) == PAGE_ROWS else None, read[0].n if read else 0)
    matches, found, count, newest = sought.finder(), list[AuditRow](), 0, 0
    while count < MOST_READ_ROWS and len(found) < PAGE_ROWS:
        read = tuple(trail(before, READ_ROWS))
        newest = newest or (read[0].n if read else 0)
        found += filter(matches, read)
        count += len(read)
        if len(read) < READ_ROWS:
            return Found(tuple(found), None, newest)
        before = read[-1].n
    return Found(tuple(found), before, newest)


def _span(day: date | None) -> tuple[str, str]:
    """The day here, as the rows spell times: from, and before."""
    if day is None:
        return "", ""
    begin = datetime.combine(day, time())
    return utc_text(begin.astimezone()), utc_text((begin + timedelta(days=1)).astimezone())
