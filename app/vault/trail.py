"""The audit trail as a whole: is it sound, how far do signatures vouch for it, and what an auditor is handed.

    add_checkpoint ─► row audit.checkpoint + line of vault.checkpoints
    verify_trail   ─► chain (E-209) · checkpoints agree with their rows (E-265), are signed (E-266), stand in both
                      places (E-267, E-274), the file is whole (E-268) · head outside (E-208)
    export_trail   ─► JSON Lines ─► verify_export (E-269, E-209, E-265, E-266), which needs nothing of the station

An export's first line is its header, its last line its trailer, each line between is one row. Whoever is handed one
checks it with nothing but Python:

    import hashlib, json, sys
    header, *rows, trailer = map(json.loads, open(sys.argv[1], encoding="utf-8"))
    digest = bytes.fromhex(header["previous_sha256"])
    for n, row in enumerate(rows, header["first"]):
        told = row.pop("sha256")
        text = json.dumps(row, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(text.encode() + digest).digest()
        assert row["n"] == n and told == digest.hex(), f"row {n} was changed"
    assert trailer == {"count": len(rows), "format": header["format"] + ".end", "sha256": digest.hex()}

It proves that nothing between first and last row was changed. That the rows go on to the newest one, only a second
witness tells: the head outside, a later export, the rows forwarded as they came.

Rows are fetched in pages and worked on in the caller's thread, so that a recording can write in between. What this does
not do: look at the rows of cases and takes; `integrity.check` does.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from app.vault import audit
from app.vault.audit import GENESIS, AuditRow, StoredRow
from app.vault.checkpoints import KIND, Checkpoint, CheckpointFile, make, verify
from app.vault.database import Database
from app.vault.head import HeadFile
from app.vault.integrity import compare
from media.fault import Fault

FORMAT = "dualrec.audit.v1"
END = f"{FORMAT}.end"
PAGE_ROWS = 5_000
Verifiers = Mapping[str, tuple[bytes, ...]]
"""account → every key (Ed25519, raw) with which it ever signed: a passphrase that is reset makes a new one"""


@dataclass(frozen=True, slots=True)
class TrailReport:
    """What a look at a trail found; without `faults` it is sound.

    `checkpoints_good` agree with their row and are signed; the newest of them vouches for all rows up to
    `newest_checkpoint_n` (0: none does). Times are UTC, as in the rows.
    """

    rows: int
    faults: tuple[Fault, ...]
    checkpoints_good: int = 0
    newest_checkpoint_n: int = 0
    oldest_at: str | None = None
    newest_at: str | None = None


# Signing


def add_checkpoint(
    database: Database, file: CheckpointFile, account: str, wall_ns: int, sign: Callable[[bytes], bytes]
) -> Checkpoint:
    """`account` signs the newest row: a row of the trail in one commit, then a line of the file.

    When the power goes between the two, the next call writes the line. Faults as `Database.write`; E-212 when the file
    cannot be written.
    """
    in_file, in_table = file.read().checkpoints, database.read(_newest_two)
    if _is_late(in_table, in_file):
        _append(file, in_table[-1])

    def work(db: Any) -> Checkpoint:
        n, digest = audit.newest(db)
        checkpoint = make(_vault_id(db), account, n, digest.hex(), audit.utc(wall_ns), sign)
        audit.append(db, wall_ns, account, KIND, checkpoint.as_json())
        return checkpoint

    checkpoint = database.write(work, is_forced=True)
    _append(file, checkpoint)
    return checkpoint


def _append(file: CheckpointFile, checkpoint: Checkpoint) -> None:
    try:
        file.append(checkpoint)
    except OSError:
        raise Fault("E-212") from None


def start_anew(database: Database, file: CheckpointFile) -> Path:
    """After a person accepted an older vault: lay the file aside under the name returned, for whoever looks into it,
    and begin one with the checkpoints that the vault has. E-212 when the disk refuses."""
    held = database.read(_checkpoint_rows)
    try:
        return file.start_anew([each for _, each in held if each is not None])
    except OSError:
        raise Fault("E-212") from None


def _newest_two(db: Any) -> list[Checkpoint]:
    found = db.execute("SELECT CAST(facts AS BLOB) FROM audit WHERE kind = ? ORDER BY n DESC LIMIT 2", (KIND,))
    return [each for (facts,) in reversed(found.fetchall()) if (each := _parsed(facts)) is not None]


def _checkpoint_rows(db: Any) -> list[tuple[int, Checkpoint | None]]:
    """Number of each checkpoint's own row, and what it holds."""
    found = db.execute("SELECT n, CAST(facts AS BLOB) FROM audit WHERE kind = ? ORDER BY n", (KIND,))
    return [(n, _parsed(facts)) for n, facts in found]


def _parsed(facts: bytes) -> Checkpoint | None:
    try:
        return Checkpoint.from_json(json.loads(facts))
    except (ValueError, RecursionError):
        return None


def _vault_id(db: Any) -> str:
    found = db.execute("SELECT vault_id FROM vault").fetchone()
    if found is None:
        raise Fault("E-207")
    return str(found[0])


# Looking at the trail of an open vault


def verify_trail(database: Database, head: HeadFile, file: CheckpointFile, verifiers: Verifiers) -> TrailReport:
    """Look at the whole trail. A broken chain does not end it: checkpoints tell up to where the rows are sound.

    An account that is not among the verifiers vouches for nothing (E-266). `rows` counts those before the first that is
    broken. Raises only what reading raises.
    """
    faults = []
    rows = _Counted(_paged(database))
    try:
        audit.follow(rows)
    except Fault as broken:
        faults.append(broken)
    noted = file.read()  # before the table: a checkpoint that comes now is in the table first
    rows_of_checkpoints = database.read(_checkpoint_rows)
    in_table = [(n, each) for n, each in rows_of_checkpoints if each is not None]
    known = {each for _, each in in_table}
    beyond = [(sys.maxsize, each) for each in noted.checkpoints if each not in known]
    wanted = {each.n for _, each in (*in_table, *beyond)}
    judged = _judge(
        database.read(_vault_id), (*in_table, *beyond), database.read(lambda db: _hashes(db, wanted)), verifiers
    )
    faults += [Fault("E-266", n=n, account="?") for n, each in rows_of_checkpoints if each is None]
    faults += judged.faults
    faults += _differences([each for _, each in in_table], noted.checkpoints)
    faults += [Fault("E-268", line=line) for line in noted.damaged]
    doubt = database.read(lambda db: compare(db, database.row_key, head.read()))
    if doubt is not None:
        faults.append(doubt)
    oldest_at, newest_at = database.read(_times)
    return TrailReport(rows.count, tuple(faults), judged.good, judged.newest_n, oldest_at, newest_at)


class _Counted:
    """Stored rows on their way to `follow`; `count` are those it has found sound."""

    def __init__(self, rows: Iterable[StoredRow]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[StoredRow]:
        for row in self._rows:
            yield row
            self.count += 1  # it came back for more


def _paged(database: Database) -> Iterator[StoredRow]:
    after = 0

    def page() -> list[StoredRow]:
        return database.read(lambda db: list(audit.stored(db, after, PAGE_ROWS)))

    while found := page():
        yield from found
        after = found[-1][0]


def _hashes(db: Any, wanted: Iterable[int]) -> dict[int, str]:
    found = {n: db.execute("SELECT sha256 FROM audit WHERE n = ?", (n,)).fetchone() for n in wanted}
    return {n: row[0].hex() for n, row in found.items() if row is not None}


def _times(db: Any) -> tuple[str | None, str | None]:
    """`at` of the first and of the last row."""
    query = "SELECT CAST(at AS BLOB) FROM audit ORDER BY n {} LIMIT 1"
    first, last = (db.execute(query.format(order)).fetchone() for order in ("ASC", "DESC"))
    return (None, None) if first is None else (first[0].decode("utf-8", "replace"), last[0].decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Judged:
    faults: list[Fault]
    good: int
    newest_n: int


def _judge(
    vault_id: str, found: Iterable[tuple[int, Checkpoint]], hashes: Mapping[int, str], verifiers: Verifiers | None
) -> _Judged:
    """Each checkpoint, with the number of its own row, against the row it speaks of and its signature.

    A row that is not among `hashes` is somebody else's to miss. Without verifiers nothing is said of signatures, and no
    checkpoint is good.
    """
    faults: list[Fault] = []
    good: set[Checkpoint] = set()
    for own_n, checkpoint in found:
        n, account = checkpoint.n, checkpoint.account
        if n >= own_n or hashes.get(n, checkpoint.sha256) != checkpoint.sha256:
            faults.append(Fault("E-265", n=n, account=account))
        elif verifiers is None:
            continue
        elif not any(verify(checkpoint, vault_id, verifier) for verifier in verifiers.get(account, ())):
            faults.append(Fault("E-266", n=n, account=account))
        elif n in hashes:
            good.add(checkpoint)
    return _Judged(faults, len(good), max((each.n for each in good), default=0))


def _differences(in_table: Sequence[Checkpoint], in_file: Sequence[Checkpoint]) -> Iterator[Fault]:
    known, noted = set(in_table), set(in_file)
    lacking = [each for each in in_table if each not in noted]
    if lacking and not _is_late(in_table, in_file):
        yield Fault("E-267", n=lacking[0].n, count=len(lacking))
    beyond = [each for each in in_file if each not in known]
    if beyond:
        yield Fault("E-274", n=beyond[0].n, count=len(beyond))


def _is_late(in_table: Sequence[Checkpoint], in_file: Sequence[Checkpoint]) -> bool:
    """The file lacks the newest checkpoint, and only that: so a power cut leaves it. Somebody who cuts off one line
    wins nothing by it, since every earlier checkpoint stands."""
    return bool(in_table) and in_table[-1] not in in_file and list(in_file[-1:]) == list(in_table[-2:-1])


# What leaves the station


def export_trail(database: Database, out: TextIO, first: int = 1) -> int:
    """Write the rows from number `first` on as an export; how many. ValueError when there is no row to begin behind."""
    vault_id, hashes = database.read(lambda db: (_vault_id(db), _hashes(db, [first - 1])))
    if first > 1 and first - 1 not in hashes:
        raise ValueError(f"there is no row {first - 1}")
    after = (first - 1, bytes.fromhex(hashes[first - 1]) if first > 1 else GENESIS)
    return export_rows(_rows(database, first - 1), out, vault_id, after)


def _rows(database: Database, after: int) -> Iterator[AuditRow]:
    def page() -> list[AuditRow]:
        return database.read(lambda db: list(audit.read(db, after, PAGE_ROWS)))

    while found := page():
        yield from found
        after = found[-1].n


def export_rows(rows: Iterable[AuditRow], out: TextIO, vault_id: str, after: tuple[int, bytes] = (0, GENESIS)) -> int:
    """Write rows in order, the first of them behind the row `after` (number, hash), as an export; how many."""
    n, digest = after
    header = {"first": n + 1, "format": FORMAT, "previous_sha256": digest.hex(), "vault": vault_id}
    out.write(audit.canonical(header) + "\n")
    count, newest = 0, digest.hex()
    for row in rows:
        out.write(audit.as_line(row) + "\n")
        count, newest = count + 1, row.sha256
    out.write(audit.canonical({"count": count, "format": END, "sha256": newest}) + "\n")
    return count


def verify_export(lines: Iterable[str], verifiers: Verifiers | None = None) -> TrailReport:
    """Look at an export (module docstring); with the accounts' keys also at the signatures of its checkpoints.

    The rows up to the first that is wrong are what the report speaks of.
    """
    seen: list[AuditRow] = []
    faults: list[Fault] = []
    vault_id = ""
    try:
        vault_id = _read_export(lines, seen)
    except Fault as fault:
        faults.append(fault)
    hashes = {row.n: row.sha256 for row in seen}
    found = [(row.n, _parsed(audit.canonical(row.facts).encode())) for row in seen if row.kind == KIND]
    judged = _judge(vault_id, [(n, each) for n, each in found if each is not None], hashes, verifiers)
    faults += [Fault("E-266", n=n, account="?") for n, each in found if each is None]
    times = (seen[0].at, seen[-1].at) if seen else (None, None)
    return TrailReport(len(seen), (*faults, *judged.faults), judged.good, judged.newest_n, *times)


def _read_export(lines: Iterable[str], seen: list[AuditRow]) -> str:
    """The vault's id; adds each row that is sound to `seen`. E-269 with the line that is not as it should be, E-209."""
    numbered = ((line, _members(text, line)) for line, text in enumerate(lines, 1))
    line, header = next(numbered, (1, {}))
    try:
        vault_id, first, digest = header["vault"], header["first"], bytes.fromhex(header["previous_sha256"])
        if header["format"] != FORMAT or type(vault_id) is not str or type(first) is not int:
            raise ValueError("another format")
        after = (first - 1, digest)
        for number, members in numbered:
            line = number
            if members.get("format") == END:
                expected = {"count": len(seen), "format": END, "sha256": after[1].hex()}
                if members != expected or next(numbered, None) is not None:
                    raise ValueError("not the end")
                return vault_id
            row = AuditRow(**members)
            after = audit.verify_chain([row], after)
            seen.append(row)
    except (KeyError, TypeError, ValueError):
        raise Fault("E-269", line=line) from None
    raise Fault("E-269", line=line + 1)


def _members(text: str, line: int) -> dict[str, Any]:
    try:
        members = json.loads(text)
    except (ValueError, RecursionError):
        raise Fault("E-269", line=line) from None
    if not isinstance(members, dict):
        raise Fault("E-269", line=line)
    return members
