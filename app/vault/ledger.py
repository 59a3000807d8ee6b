"""What every part of the vault writes with: transactions, the audit trail and its forwarding, secrets and anchors.

Not to be used alone; `Vault` is all of it.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from app.vault import audit, integrity, rows
from app.vault.audit import AuditRow
from app.vault.database import Database
from media.clock import Clock
from media.fault import Fault

T = TypeVar("T")


class Ledger:
    """The audit trail and what is bound to it, in a database that is open."""

    def __init__(self, database: Database, account: str, clock: Clock) -> None:
        self._database = database
        self._key = database.row_key
        self._account = account
        self._clock = clock
        self.forward: Callable[[AuditRow], None] | None = None
        self._forwarded_n = 0
        self._forwarding = threading.Lock()

    @property
    def doubt(self) -> Fault | None:
        """E-208 when the vault has come less far than its head outside: then it can be read and not written."""
        return self._database.doubt

    def audit(self, kind: str, actor: str, facts: Mapping[str, Any]) -> AuditRow:
        """Add a row to the audit trail; facts are JSON values, without names or id numbers."""
        return self._write(lambda db: self._note(db, kind, facts, actor), is_forced=True)

    def audit_trail(self, after: int = 0, limit: int = 1000) -> tuple[AuditRow, ...]:
        """Audit rows in order, from the one behind number `after`."""
        return self._database.read(lambda db: tuple(audit.read(db, after, limit)))

    def audit_trail_before(self, before: int | None = None, limit: int = 1000) -> tuple[AuditRow, ...]:
        """Audit rows, newest first, from the one before number `before`; from the newest for None."""
        return self._database.read(lambda db: tuple(audit.read_back(db, before, limit)))

    def forward_to(self, forward: Callable[[AuditRow], None]) -> None:
        """Tell `forward` of every audit row since the vault was opened, in order; it may neither block nor raise."""
        self.forward = forward
        self._forward()

    def secret(self, name: str) -> bytes | None:
        """A secret of the station (signing key, replay identity, station id); none when it was never put."""
        found = self._database.read(
            lambda db: db.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()
        )
        return None if found is None else bytes(found[0])

    def put_secret(self, name: str, value: bytes) -> None:
        """Keep a secret; written once: E-220 when there is one of that name."""

        def work(db: Any) -> None:
            if db.execute("SELECT 1 FROM secrets WHERE name = ?", (name,)).fetchone():
                raise Fault("E-220", name=name)
            db.execute("INSERT INTO secrets (name, value) VALUES (?, ?)", (name, value))
            bound = {integrity.BOUND: integrity.digest(self._key, (name, value.hex()))}
            self._note(db, "secret.put", {"secret": name, **bound})

        self._write(work, is_forced=True)

    def erase_secret(self, name: str) -> None:
        """Remove a secret that lies elsewhere now; then the log is emptied, so that it is nowhere here any more."""

        def work(db: Any) -> None:
            db.execute("DELETE FROM secrets WHERE name = ?", (name,))
            self._note(db, "secret.erased", {"secret": name})

        self._write(work, is_forced=True)
        self._database.checkpoint()

    def anchor(self, name: str) -> str | None:
        """The digest by which the vault knows something that lies outside it; none when it knows nothing of it."""
        found = self._database.read(
            lambda db: db.execute("SELECT value FROM anchors WHERE name = ?", (name,)).fetchone()
        )
        return None if found is None else str(found[0])

    def set_anchor(self, name: str, value: str) -> None:
        """Know something outside the vault by a new digest."""

        def work(db: Any) -> None:
            db.execute("INSERT OR REPLACE INTO anchors (name, value) VALUES (?, ?)", (name, value))
            bound = {integrity.BOUND: integrity.digest(self._key, (name, value))}
            self._note(db, "anchor.set", {"anchor": name, **bound})

        self._write(work, is_forced=True)

    def check(self) -> tuple[Fault, ...]:
        """Walk the whole vault: pages, audit chain, and each row against it. Nothing returned: it is sound."""
        first = () if self.doubt is None else (self.doubt,)
        try:
            return (*first, *self._database.read(lambda db: tuple(integrity.check(db, self._key))))
        except Fault as damage:
            return (*first, damage)

    def _write(self, work: Callable[[Any], T], *, is_forced: bool = False) -> T:
        """One transaction; what it added to the audit trail is forwarded once it is on the disk."""
        result = self._database.write(work, is_forced=is_forced)
        self._forward()
        return result

    def _forward_from_now(self) -> None:
        newest = self.audit_trail_before(limit=1)
        self._forwarded_n = newest[0].n if newest else 0

    def _forward(self) -> None:
        forward = self.forward
        if forward is not None:
            with self._forwarding:
                for row in self.audit_trail(self._forwarded_n):
                    forward(row)
                    self._forwarded_n = row.n

    def _note(self, db: Any, kind: str, facts: Mapping[str, Any], actor: str | None = None) -> AuditRow:
        who = rows.text_in(self._account if actor is None else actor)
        return audit.append(db, self._clock.wall_ns(), who, kind, dict(facts))
