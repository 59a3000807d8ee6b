"""Cases and takes: the vault's rows of what was sold and recorded, from the first mark to the end of the file.

Not to be used alone; `Vault` is all of it.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from app.model import (
    Answer,
    Case,
    CaseId,
    CaseRow,
    Mark,
    Outcome,
    Review,
    StepResult,
    Take,
    TakeId,
    TakeState,
    Utterance,
    Verdict,
)
from app.vault import integrity, retention, reviews, rows, search
from app.vault.audit import AuditRow
from app.vault.ledger import Ledger
from app.vault.overview import overview
from app.vault.retention import RetentionRow
from app.vault.rows import Row, Seal
from app.vault.search import Hit
from media.fault import Fault
from media.fragments import Fragment

log = logging.getLogger("vault")

NEXT: Mapping[TakeState, tuple[TakeState, ...]] = {
    TakeState.OPEN: (TakeState.SEALED, TakeState.SALVAGED, TakeState.ERASED),
    TakeState.SEALED: (TakeState.ACKNOWLEDGED, TakeState.ERASED),
    TakeState.SALVAGED: (TakeState.ACKNOWLEDGED, TakeState.ERASED),
    TakeState.ACKNOWLEDGED: (TakeState.ERASED,),
    TakeState.ERASED: (),
}
"""An open take is erased where consent was refused (`refuse_take`), one that no server has acknowledged only after its
destruction was ordered (`erase_take`)."""


class TakeRows(Ledger):
    """Cases, takes, and what people write down about them."""

    # Cases

    def add_case(self, case: Case, wall_ns: int) -> None:
        """Write down a case as it was opened at `wall_ns`; E-215 when its id is taken."""
        row = rows.case_in(case, wall_ns)

        def work(db: Any) -> None:
            if db.execute("SELECT 1 FROM cases WHERE id = ?", (row[0],)).fetchone():
                raise Fault("E-215", case=case.id)
            db.execute(f"INSERT INTO cases ({rows.CASE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            search.index_case(db, _last_n(db), case)
            self._note(db, "case.added", {"case": row[0], integrity.BOUND: integrity.digest(self._key, row)})

        self._write(work, is_forced=True)

    def case(self, case_id: CaseId) -> Case:
        """One case; E-213 when there is none of that id."""
        found = self._database.read(
            lambda db: db.execute(f"SELECT {rows.CASE_COLUMNS} FROM cases WHERE id = ?", (case_id,)).fetchone()
        )
        if found is None:
            raise Fault("E-213", what="case", id=case_id)
        return rows.case_out(found)

    def cases(self, *, limit: int = 100, offset: int = 0) -> tuple[Case, ...]:
        """Cases, newest first."""
        found = self._database.read(
            lambda db: db.execute(
                f"SELECT {rows.CASE_COLUMNS} FROM cases ORDER BY n DESC LIMIT ? OFFSET ?", (limit, offset)
            ).fetchall()
        )
        return tuple(map(rows.case_out, found))

    def overview(self, limit: int | None = None, clerk_id: str | None = None) -> tuple[CaseRow, ...]:
        """Each case with its newest take, newest case first; of one clerk, or of all. Quick for ten thousand cases."""
        return self._database.read(lambda db: overview(db, limit, clerk_id))

    # A take while it is open

    def open_take(self, take: Take) -> None:
        """Write down that a take begins, with its file key, before its first byte is sealed.

        E-213 for an unknown case, E-215 when the take's id is taken.
        """
        assert take.state is TakeState.OPEN and take.file_key is not None, "a take begins open and with its file key"

        def work(db: Any) -> None:
            if not db.execute("SELECT 1 FROM cases WHERE id = ?", (take.case_id,)).fetchone():
                raise Fault("E-213", what="case", id=take.case_id)
            if db.execute("SELECT 1 FROM takes WHERE id = ?", (take.id,)).fetchone():
                raise Fault("E-215", take=take.id)
            db.execute(
                "INSERT INTO takes (id, case_id, state, script_id, script_sha256, started_wall_ns, duration_ns, path, "
                "sealed_bytes, sha256, rows_sha256) VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    take.id,
                    take.case_id,
                    take.script_id,
                    take.script_sha256,
                    take.started_wall_ns,
                    take.duration_ns,
                    take.path,
                    take.sealed_bytes,
                    take.sha256,
                    integrity.NO_ROWS,
                ),
            )
            db.execute("INSERT INTO file_keys (take_id, key) VALUES (?, ?)", (take.id, take.file_key))
            facts = {"take": take.id, "case": take.case_id, "script": take.script_id, "sha256": take.script_sha256}
            self._note(db, "take.opened", facts)

        self._write(work, is_forced=True)

    def add_marks(self, take_id: TakeId, marks: Sequence[Mark]) -> None:
        """Add marks to an open take, all in one commit; E-210 when it is no longer open, as for all that follow."""
        self._add(take_id, "marks", [rows.mark_in(mark) for mark in marks])

    def add_answer(self, take_id: TakeId, answer: Answer) -> None:
        self._add(take_id, "answers", [rows.answer_in(answer)])

    def add_utterance(self, take_id: TakeId, utterance: Utterance) -> None:
        """Add a line to the transcript, and to what can be searched."""
        self.add_utterances(take_id, [utterance])

    def add_utterances(self, take_id: TakeId, utterances: Sequence[Utterance]) -> None:
        """Add lines to the transcript, all in one commit."""

        def work(db: Any) -> None:
            for utterance in utterances:
                self._append(db, take_id, "utterances", [rows.utterance_in(utterance)])
                search.index_utterance(db, _last_n(db), utterance.text)

        self._write(work)

    def add_fragments(self, take_id: TakeId, fragments: Sequence[Fragment]) -> None:
        """Add to the index of the take's MP4: with it a player opens the take without searching it."""
        self._add(take_id, "fragments", [rows.fragment_in(fragment) for fragment in fragments])

    def set_high_water(self, take_id: TakeId, sealed_bytes: int, duration_ns: int) -> None:
        """How much of an open take is on the disk for certain; it never goes down."""

        def work(db: Any) -> None:
            _require_open(db, take_id)
            db.execute(
                "UPDATE takes SET sealed_bytes = max(sealed_bytes, ?), duration_ns = max(duration_ns, ?) WHERE id = ?",
                (sealed_bytes, duration_ns, take_id),
            )

        self._write(work)

    def _add(self, take_id: TakeId, table: str, new: Sequence[Row]) -> None:
        if new:
            self._write(lambda db: self._append(db, take_id, table, new))

    def _append(self, db: Any, take_id: TakeId, table: str, new: Sequence[Row]) -> None:
        count, running = _require_open(db, take_id)
        rows.insert_rows(db, table, take_id, count, new)
        running = integrity.extend(self._key, running, table, list(enumerate(new, count)))
        db.execute("UPDATE takes SET row_count = ?, rows_sha256 = ? WHERE id = ?", (count + len(new), running, take_id))

    # The end of a take, and what comes after

    def seal_take(
        self,
        take_id: TakeId,
        *,
        state: TakeState,
        outcome: Outcome,
        sealed_bytes: int,
        sha256: str,
        merkle_root: str,
        duration_ns: int,
        manifest_sha256: str,
        steps: Sequence[StepResult],
    ) -> None:
        """Close a take as `sealed` or `salvaged`: its results, digests (hex), audit and outbox rows, and the end of its
        file key, in one commit; then the log is emptied, so that the key is nowhere any more. E-210 if not open."""
        assert state in (TakeState.SEALED, TakeState.SALVAGED), "a take is closed as sealed or as salvaged"

        def work(db: Any) -> None:
            self._append(db, take_id, "steps", [rows.step_in(step) for step in steps])
            counts = (sum(step.verdict == Verdict.ACCEPTED for step in steps), len(steps))
            db.execute("DELETE FROM file_keys WHERE take_id = ?", (take_id,))
            db.execute(
                "UPDATE takes SET outcome = ?, sealed_bytes = ?, sha256 = ?, merkle_root = ?, duration_ns = ?, "
                "manifest_sha256 = ?, steps_accepted = ?, steps_total = ?, "
                "seal_n = (SELECT coalesce(max(seal_n), 0) + 1 FROM takes) WHERE id = ?",
                (outcome.value, sealed_bytes, sha256, merkle_root, duration_ns, manifest_sha256, *counts, take_id),
            )
            db.execute("INSERT INTO outbox (take_id, queued_wall_ns) VALUES (?, ?)", (take_id, self._clock.wall_ns()))
            self._move(db, take_id, state, {"sha256": sha256, "manifest_sha256": manifest_sha256})

        self._write(work, is_forced=True)
        self._empty_log()

    def refuse_take(
        self, take_id: TakeId, *, outcome: Outcome, duration_ns: int, steps: Sequence[StepResult]
    ) -> AuditRow:
        """Close an open take whose customer did not agree to be recorded, as erased: its results, its audit row and the
        end of its file key, in one commit; then the log is emptied, so that the key is nowhere any more.

        The file is the caller's to destroy, afterwards. What was said and marked stays: the running digest binds these
        rows, and they are the record of the refusal. It has no seal and stands in no chain. E-210 if not open.
        """

        def work(db: Any) -> AuditRow:
            self._append(db, take_id, "steps", [rows.step_in(step) for step in steps])
            counts = (sum(step.verdict == Verdict.ACCEPTED for step in steps), len(steps))
            db.execute("DELETE FROM file_keys WHERE take_id = ?", (take_id,))
            db.execute(
                "UPDATE takes SET outcome = ?, sealed_bytes = 0, duration_ns = ?, steps_accepted = ?, steps_total = ? "
                "WHERE id = ?",
                (outcome.value, duration_ns, *counts, take_id),
            )
            return self._move(db, take_id, TakeState.ERASED, {"reason": "consent_refused", "outcome": outcome.value})

        row = self._write(work, is_forced=True)
        self._empty_log()
        return row

    def _empty_log(self) -> None:
        try:
            self._database.checkpoint()
        except Fault as fault:
            # The take is closed all the same, and the log (encrypted as the file is) goes with the next checkpoint.
            log.warning("the vault's log could not be emptied: %s", fault.code)

    def acknowledge_take(self, take_id: TakeId, server_sha256: str) -> None:
        """The server holds the take and hashed it itself; E-218 when its hash is not ours. Ends its outbox row."""

        def work(db: Any) -> None:
            found = db.execute("SELECT sha256 FROM takes WHERE id = ?", (take_id,)).fetchone()
            if found is not None and found[0] != server_sha256:
                raise Fault("E-218", take=take_id)
            self._move(db, take_id, TakeState.ACKNOWLEDGED, {"sha256": server_sha256})
            db.execute("DELETE FROM outbox WHERE take_id = ?", (take_id,))

        self._write(work, is_forced=True)

    def erase_take(self, take_id: TakeId, reason: str) -> AuditRow:
        """Write down that a take's file is erased, and why; the file itself is the caller's to remove.

        An acknowledged take, or one whose destruction was ordered (`add_retention`); E-210 for any other.
        """

        def work(db: Any) -> AuditRow:
            found = db.execute("SELECT state, case_id, started_wall_ns FROM takes WHERE id = ?", (take_id,)).fetchone()
            if found is not None and found[0] != TakeState.ACKNOWLEDGED:
                is_closed = found[0] in (TakeState.SEALED, TakeState.SALVAGED)
                if not is_closed or not retention.is_ordered(db, found[1], found[2]):
                    raise Fault("E-210", take=take_id, state=found[0], wanted=TakeState.ERASED.value)
            db.execute("DELETE FROM outbox WHERE take_id = ?", (take_id,))
            return self._move(db, take_id, TakeState.ERASED, {"reason": rows.text_in(reason)})

        return self._write(work, is_forced=True)

    def add_retention(self, row: RetentionRow) -> None:
        """Write down what decides how long a case is kept, for ever; for what may follow what, and for the faults, see
        `app.vault.retention`."""
        retention.check_shape(row)

        def work(db: Any) -> None:
            facts = retention.append(db, self._key, row)
            self._note(db, f"retention.{row.kind.value}", facts, row.actor)

        self._write(work, is_forced=True)

    def retention_of(self, case_id: CaseId | None) -> tuple[RetentionRow, ...]:
        """What was written down about how long a case is kept, in order; of all cases for None."""
        return self._database.read(lambda db: retention.of_case(db, case_id))

    def add_review(self, review: Review) -> None:
        """Write down what a person has to say about a sealed take, for ever; for what may follow what, and for the
        faults, see `app.vault.reviews`."""
        reviews.check_shape(review)

        def work(db: Any) -> None:
            facts = reviews.append(db, self._key, review)
            self._note(db, f"review.{review.kind.value}", facts, review.actor)

        self._write(work, is_forced=True)

    def reviews(self, take_id: TakeId) -> tuple[Review, ...]:
        """What was written down about a take since it was sealed, in order."""
        return self._database.read(lambda db: reviews.of_take(db, take_id))

    def outbox(self) -> tuple[TakeId, ...]:
        """Takes that wait for the server, oldest first."""
        found = self._database.read(lambda db: db.execute("SELECT take_id FROM outbox ORDER BY n").fetchall())
        return tuple(TakeId(row[0]) for row in found)

    def _move(self, db: Any, take_id: TakeId, state: TakeState, facts: Mapping[str, Any]) -> AuditRow:
        found = db.execute("SELECT state, case_id FROM takes WHERE id = ?", (take_id,)).fetchone()
        if found is None:
            raise Fault("E-213", what="take", id=take_id)
        if state not in NEXT[TakeState(found[0])]:
            raise Fault("E-210", take=take_id, state=found[0], wanted=state.value)
        db.execute("UPDATE takes SET state = ? WHERE id = ?", (state.value, take_id))
        bound = {integrity.BOUND: integrity.take_digest(db, self._key, take_id)}
        return self._note(db, f"take.{state.value}", {"take": take_id, "case": found[1], **facts, **bound})

    # Reading takes

    def take(self, take_id: TakeId) -> Take:
        """One take; E-213 when there is none of that id."""
        found = self._takes("WHERE takes.id = ?", (take_id,))
        if not found:
            raise Fault("E-213", what="take", id=take_id)
        return found[0]

    def takes(self, case: CaseId | None = None, state: TakeState | None = None) -> tuple[Take, ...]:
        """Takes, newest first; of one case, in one state, or all."""
        return self._takes(
            "WHERE (?1 IS NULL OR case_id = ?1) AND (?2 IS NULL OR state = ?2) ORDER BY takes.n DESC",
            (case, None if state is None else state.value),
        )

    def open_takes(self) -> tuple[Take, ...]:
        """Takes that nobody has closed, oldest first, with their file keys: what `recover` looks at."""
        return self._takes("WHERE state = 'open' ORDER BY takes.n", ())

    def marks(self, take_id: TakeId) -> tuple[Mark, ...]:
        """The marks of a take in the order of writing, as all rows of a take."""
        return tuple(map(rows.mark_out, self._rows("marks", take_id)))

    def answers(self, take_id: TakeId) -> tuple[Answer, ...]:
        return tuple(map(rows.answer_out, self._rows("answers", take_id)))

    def transcript(self, take_id: TakeId) -> tuple[Utterance, ...]:
        return tuple(map(rows.utterance_out, self._rows("utterances", take_id)))

    def fragments(self, take_id: TakeId) -> tuple[Fragment, ...]:
        return tuple(map(rows.fragment_out, self._rows("fragments", take_id)))

    def steps(self, take_id: TakeId) -> tuple[StepResult, ...]:
        return tuple(map(rows.step_out, self._rows("steps", take_id)))

    def seal(self, take_id: TakeId) -> Seal | None:
        """The digests written down when the take was sealed; none while it is open. E-213 for an unknown take."""
        found = self._database.read(
            lambda db: db.execute(
                "SELECT sha256, merkle_root, manifest_sha256, seal_n FROM takes WHERE id = ?", (take_id,)
            ).fetchone()
        )
        if found is None:
            raise Fault("E-213", what="take", id=take_id)
        return None if found[3] is None else Seal(*found[:3])

    def last_manifest_sha256(self) -> str | None:
        """The manifest of the take sealed last, which the next manifest names; none before the first."""
        found = self._database.read(
            lambda db: db.execute(
                "SELECT manifest_sha256 FROM takes WHERE seal_n IS NOT NULL ORDER BY seal_n DESC LIMIT 1"
            ).fetchone()
        )
        return None if found is None else str(found[0])

    def _takes(self, where: str, values: tuple[Any, ...]) -> tuple[Take, ...]:
        query = f"SELECT {rows.TAKE_COLUMNS} FROM {rows.TAKE_TABLES} {where}"
        return tuple(map(rows.take_out, self._database.read(lambda db: db.execute(query, values).fetchall())))

    def _rows(self, table: str, take_id: TakeId) -> list[Row]:
        return self._database.read(lambda db: rows.select_rows(db, table, take_id))

    def search(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """What was said and whose cases match, newest first, cases before utterances; see `app.vault.search`."""
        return self._database.read(lambda db: search.search(db, text, limit))


def _require_open(db: Any, take_id: TakeId) -> tuple[int, bytes]:
    """Count and running digest of the rows of an open take."""
    found = db.execute("SELECT state, row_count, rows_sha256 FROM takes WHERE id = ?", (take_id,)).fetchone()
    if found is None:
        raise Fault("E-213", what="take", id=take_id)
    if found[0] != TakeState.OPEN:
        raise Fault("E-210", take=take_id, state=found[0], wanted=TakeState.OPEN.value)
    return found[1], found[2]


def _last_n(db: Any) -> int:
    n: int = db.execute("SELECT last_insert_rowid()").fetchone()[0]
    return n
