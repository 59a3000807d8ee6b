"""The whole trail: quick to verify, vouched for by signatures, exported for a stranger; and the clock in it."""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.vault import audit, trail
from app.vault.audit import AuditRow
from app.vault.checkpoints import CHECKPOINTS_NAME, Checkpoint, CheckpointFile, make, verify
from app.vault.clockwatch import CONFIRMED, clock_doubt, counter_ns, unconfirmed_step
from app.vault.database import Database
from app.vault.head import HEAD_NAME, HeadFile
from app.vault.keys import VaultKey
from app.vault.trail import (
    TrailReport,
    add_checkpoint,
    export_rows,
    export_trail,
    start_anew,
    verify_export,
    verify_trail,
)
from media.clock import NS
from media.fault import Fault
from tests.vault_parts import WALL_NS

KEY = VaultKey(bytes(range(32)), "5a" * 16)
SIGNERS = {name: Ed25519PrivateKey.from_private_bytes(bytes([at]) * 32) for at, name in enumerate(("wang", "li"), 1)}
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes([9]) * 32)
VERIFIERS = {name: (signer.public_key().public_bytes_raw(),) for name, signer in SIGNERS.items()}
DAY_NS = 24 * 3600 * NS


class Kept:
    """A vault's database with nothing but its trail, and what lies beside it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.head = HeadFile(folder / HEAD_NAME, KEY.head_key())
        self.file = CheckpointFile(folder / CHECKPOINTS_NAME)
        self.database = Database(folder / "vault.db", KEY, HeadFile(folder / HEAD_NAME, KEY.head_key()))
        if self.database.read(lambda db: db.execute("PRAGMA user_version").fetchone()[0]) == 0:
            self.database.lay_out()
            self.sql("INSERT INTO vault (one, vault_id, epoch, live_sha256) VALUES (1, ?, 0, x'')", KEY.vault_id)
        else:
            self.database.prepare()

    def sql(self, statement: str, *values: object) -> None:
        self.database.write(lambda db: db.execute(statement, values).fetchall())

    def add(self, count: int = 1, kind: str = "take.replayed", at_ns: int = WALL_NS) -> None:
        def work(db: Any) -> None:
            for n in range(count):
                audit.append(db, at_ns, "王芳", kind, {"n": n, "reason": '投诉 " \\ ,"kind":"x"'})

        self.database.write(work)

    def sign(self, account: str = "wang", signer: Ed25519PrivateKey | None = None) -> Checkpoint:
        return add_checkpoint(self.database, self.file, account, WALL_NS, (signer or SIGNERS[account]).sign)

    def report(self) -> TrailReport:
        return verify_trail(self.database, self.head, self.file, VERIFIERS)

    def codes(self) -> set[str]:
        return {fault.code for fault in self.report().faults}

    def rows(self) -> list[AuditRow]:
        return self.database.read(lambda db: list(audit.read(db)))

    def rewrite(self, rows: list[AuditRow]) -> None:
        """Build the chain anew from these rows, as somebody can who holds every key of the vault; the head follows."""

        def work(db: Any) -> None:
            db.execute("DELETE FROM audit")
            digest = audit.GENESIS
            for n, row in enumerate(rows, 1):
                digest = audit.link(replace(row, n=n), digest)
                facts = audit.canonical(row.facts)
                db.execute(
                    "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?)", (n, row.at, row.actor, row.kind, facts, digest)
                )

        self.database.write(work)

    def lines(self) -> list[bytes]:
        return (self.folder / CHECKPOINTS_NAME).read_bytes().splitlines(keepends=True)

    def lay_lines(self, lines: list[bytes]) -> None:
        (self.folder / CHECKPOINTS_NAME).write_bytes(b"".join(lines))

    def exported(self, first: int = 1) -> list[str]:
        out = io.StringIO()
        export_trail(self.database, out, first)
        return out.getvalue().splitlines(keepends=True)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path / "vault")
    yield kept
    kept.database.close()


@pytest.fixture
def signed(kept: Kept) -> Kept:
    """Rows 1–5, checkpoint of 5 in row 6, 7–9, checkpoint of 9 in row 10, 11–12, checkpoint of 12 in row 13, 14."""
    for count, account in ((5, "wang"), (3, "li"), (2, "wang")):
        kept.add(count)
        kept.sign(account)
    kept.add()
    return kept


# Speed


def test_hundred_thousand_rows_are_verified_in_three_seconds(kept: Kept) -> None:
    for _ in range(10):
        kept.add(10_000)
        kept.sign()
    begun = time.perf_counter()
    report = kept.report()
    took_s = time.perf_counter() - begun
    assert report.faults == () and report.rows == 100_010 and report.checkpoints_good == 10
    assert took_s <= 3


def test_a_write_need_not_wait_for_the_whole_look(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "PAGE_ROWS", 10)
    kept.add(100)
    real, wrote = audit.follow, []

    def write_in_between(rows: Any) -> Any:
        for at, row in enumerate(rows):
            if at == 50:
                kept.add(7)
                wrote.append(at)
            yield row

    monkeypatch.setattr(audit, "follow", lambda rows, *after: real(write_in_between(rows), *after))
    report = kept.report()
    assert wrote == [50]
    assert report.rows == 107 and report.faults == ()


# The chain over stored bytes


def test_stored_chain_is_the_chain_that_is_handed_out(signed: Kept) -> None:
    stored = signed.database.read(lambda db: audit.follow(audit.stored(db)))
    assert stored == audit.verify_chain(signed.rows())
    assert stored[0] == 14


@pytest.mark.parametrize("column", ["at", "actor", "kind", "facts", "sha256"])
def test_every_changed_byte_of_a_row_is_found(kept: Kept, column: str) -> None:
    kept.add(4)
    content: bytes = kept.database.read(
        lambda db: db.execute(f"SELECT CAST({column} AS BLOB) FROM audit WHERE n = 3").fetchone()[0]
    )
    as_type = "BLOB" if column == "sha256" else "TEXT"
    changes = [content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :] for at in range(len(content))]
    changes += [content[:at] + b" " + content[at:] for at in range(len(content) + 1)]
    for changed in [*changes, b"", content + content, content[:-1], b"{}", b"\x00", b"[" * 100_000]:
        kept.sql(f"UPDATE audit SET {column} = CAST(? AS {as_type}) WHERE n = 3", changed)
        with pytest.raises(Fault) as caught:
            kept.database.read(lambda db: audit.follow(audit.stored(db)))
        assert (caught.value.code, caught.value.facts) == ("E-209", {"row": 3}), changed
    assert kept.report().rows == 2


def test_rows_that_only_moved_are_found(kept: Kept) -> None:
    kept.add(5)
    for statement in (
        "UPDATE audit SET n = 99 WHERE n = 5",
        "UPDATE audit SET n = -1 WHERE n = 1",
        "UPDATE audit SET (kind, facts) = ('a\",\"kind\":\"b', '{}') WHERE n = 2",
    ):
        kept.sql(statement)
        assert "E-209" in kept.codes()


# Checkpoints


def test_checkpoint_says_who_vouches_for_what() -> None:
    made = make("v1", "wang", 7, "ab" * 32, "2026-07-01T08:00:00.000000Z", SIGNERS["wang"].sign)
    [verifier] = VERIFIERS["wang"]
    assert verify(made, "v1", verifier)
    assert not verify(made, "v2", verifier), "of another vault"
    assert not verify(made, "v1", VERIFIERS["li"][0])
    assert not verify(made, "v1", b"short")
    for changed in (
        replace(made, account="li"),
        replace(made, n=8),
        replace(made, sha256="ac" * 32),
        replace(made, at="2026-07-02T08:00:00.000000Z"),
        replace(made, signature=made.signature[:-4] + "AAA="),
        replace(made, signature="not base64"),
        replace(made, signature=""),
    ):
        assert not verify(changed, "v1", verifier)
    assert Checkpoint.from_json(made.as_json()) == made
    strange: tuple[object, ...] = (
        {},
        [],
        None,
        made.as_json() | {"n": "7"},
        made.as_json() | {"n": True},
        made.as_json() | {"more": 1},
    )
    for bad in strange:
        with pytest.raises(ValueError):
            Checkpoint.from_json(bad)


def test_sound_trail_gives_no_fault(signed: Kept) -> None:
    report = signed.report()
    at = audit.utc(WALL_NS)
    assert report == TrailReport(14, (), 3, 12, at, at)
    row = signed.rows()[5]
    assert row.kind == "audit.checkpoint" and row.facts["n"] == 5 and row.facts["sha256"] == signed.rows()[4].sha256
    assert signed.report() == report, "looking changes nothing"


def test_trail_without_checkpoints_is_sound_and_says_that_nobody_vouches(kept: Kept) -> None:
    assert kept.report() == TrailReport(0, (), 0, 0, None, None)
    kept.add(3)
    assert (kept.report().faults, kept.report().checkpoints_good) == ((), 0)


def test_history_written_anew_with_every_key_of_the_vault_is_found(signed: Kept) -> None:
    rows = signed.rows()
    rows[2] = replace(rows[2], facts={"n": 2, "reason": "something else"})
    signed.rewrite(rows)
    assert signed.database.read(lambda db: audit.follow(audit.stored(db)))[0] == 14, "the chain itself is whole"
    assert [(fault.code, fault.facts["n"]) for fault in signed.report().faults] == [
        ("E-265", 5),
        ("E-265", 9),
        ("E-265", 12),
    ]


@pytest.mark.parametrize("change", ["row", "both"])
def test_checkpoint_made_anew_without_the_account_is_found(signed: Kept, change: str) -> None:
    rows = signed.rows()
    rows[13] = replace(rows[13], facts={"n": 2, "reason": "something else"})
    forged = make(KEY.vault_id, "wang", 12, rows[11].sha256, audit.utc(WALL_NS), STRANGER.sign)
    rows[12] = replace(rows[12], facts=forged.as_json())
    signed.rewrite(rows)
    if change == "both":
        signed.lay_lines([*signed.lines()[:2], audit.canonical(forged.as_json()).encode() + b"\n"])
    report = signed.report()
    assert "E-266" in {fault.code for fault in report.faults}
    assert report.newest_checkpoint_n == (9 if change == "both" else 12), "up to there somebody vouches"


def test_rows_removed_with_their_checkpoints_are_found(signed: Kept) -> None:
    signed.rewrite(signed.rows()[:8])
    [beyond] = [fault for fault in signed.report().faults if fault.code == "E-274"]
    assert beyond.facts == {"n": 9, "count": 2}


def test_vault_put_back_together_with_its_head_is_found(kept: Kept) -> None:
    kept.add(5)
    kept.sign()
    kept.database.close()
    files = ("vault.db", HEAD_NAME)
    older = {name: (kept.folder / name).read_bytes() for name in files}
    later = Kept(kept.folder)
    later.add(5)
    later.sign()
    later.database.close()
    for name in files:
        (kept.folder / name).write_bytes(older[name])
    again = Kept(kept.folder)
    assert again.database.doubt is None, "nothing else sees it"
    assert again.codes() == {"E-274"}
    aside = start_anew(again.database, again.file)
    assert again.codes() == set() and len(aside.read_bytes().splitlines()) == 2
    again.sign()
    assert again.codes() == set()
    assert start_anew(again.database, again.file) != aside
    again.database.close()


def test_older_database_alone_is_found_by_the_head(kept: Kept) -> None:
    kept.add(5)
    kept.database.close()
    older = (kept.folder / "vault.db").read_bytes()
    later = Kept(kept.folder)
    later.add()
    later.database.close()
    (kept.folder / "vault.db").write_bytes(older)
    again = Kept(kept.folder)
    assert again.codes() == {"E-208"}
    again.database.close()


def test_line_cut_from_the_file_is_found(signed: Kept) -> None:
    lines = signed.lines()
    for at in range(2):
        signed.lay_lines(lines[:at] + lines[at + 1 :])
        assert signed.codes() == {"E-267"}
    signed.lay_lines(lines[:1])
    [lacking] = signed.report().faults
    assert (lacking.code, lacking.facts) == ("E-267", {"n": 9, "count": 2})
    (signed.folder / CHECKPOINTS_NAME).unlink()
    assert signed.codes() == {"E-267"}


def test_row_of_a_checkpoint_that_is_none_is_found(signed: Kept) -> None:
    rows = signed.rows()
    rows[12] = replace(rows[12], facts={"n": "12"})
    signed.rewrite(rows)
    assert {"E-266", "E-274"} <= signed.codes()


def test_account_unknown_or_with_a_new_key(signed: Kept) -> None:
    def codes(verifiers: trail.Verifiers) -> list[tuple[str, object]]:
        report = verify_trail(signed.database, signed.head, signed.file, verifiers)
        return [(fault.code, fault.facts["account"]) for fault in report.faults]

    other = STRANGER.public_key().public_bytes_raw()
    assert codes({**VERIFIERS, "li": (other,)}) == [("E-266", "li")]
    assert codes({"wang": VERIFIERS["wang"]}) == [("E-266", "li")]
    assert codes({**VERIFIERS, "li": (other, *VERIFIERS["li"])}) == [], "an older key of the same account still counts"


def test_power_cut_between_row_and_line_is_no_fault_and_is_mended(kept: Kept) -> None:
    kept.add()
    kept.sign()
    kept.sign()
    for torn in (b"", kept.lines()[1][:40]):
        kept.lay_lines([*kept.lines()[:-1], torn])
        assert kept.codes() == set()
        assert kept.file.read().is_torn == bool(torn)
        kept.sign()
        assert kept.codes() == set() and not kept.file.read().is_torn
    assert len(kept.lines()) == 4


def test_damaged_line_is_told_and_the_others_count(signed: Kept) -> None:
    lines = signed.lines()
    for bad in (b"\n", b"{}\n", b"\xff\n", lines[1][:50] + b"\n", b"[" * 100_000 + b"\n"):
        signed.lay_lines([lines[0], bad, lines[2]])
        assert signed.codes() == {"E-267", "E-268"}
        assert [fault.facts["line"] for fault in signed.report().faults if fault.code == "E-268"] == [2]
    signed.lay_lines([*lines, b"\x00\n"])
    assert signed.codes() == {"E-268"}


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_file_is_for_this_account_only_and_refusal_is_a_fault(kept: Kept) -> None:
    kept.add()
    kept.sign()
    path = kept.folder / CHECKPOINTS_NAME
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    path.mkdir()
    kept.file = CheckpointFile(path / "not" / "there")
    with pytest.raises(Fault) as caught:
        kept.sign()
    assert caught.value.code == "E-212"


# Export

STRANGERS_CHECK = """
import hashlib, json, sys
header, *rows, trailer = map(json.loads, open(sys.argv[1], encoding="utf-8"))
digest = bytes.fromhex(header["previous_sha256"])
for n, row in enumerate(rows, header["first"]):
    told = row.pop("sha256")
    text = json.dumps(row, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode() + digest).digest()
    assert row["n"] == n and told == digest.hex(), f"row {n} was changed"
assert trailer == {"count": len(rows), "format": header["format"] + ".end", "sha256": digest.hex()}
"""


@pytest.mark.parametrize("first", [1, 4])
def test_stranger_needs_ten_lines_of_python(signed: Kept, tmp_path: Path, first: int) -> None:
    def is_sound(lines: list[str]) -> bool:
        (tmp_path / "audit.jsonl").write_text("".join(lines), encoding="utf-8")
        words = [sys.executable, "-I", "-c", STRANGERS_CHECK, str(tmp_path / "audit.jsonl")]
        return subprocess.run(words, capture_output=True, check=False).returncode == 0

    assert trail.__doc__ and all(line in trail.__doc__ for line in STRANGERS_CHECK.strip().splitlines())
    lines = signed.exported(first)
    assert is_sound(lines)
    assert not is_sound([lines[0], lines[1].replace("投诉".encode("unicode-escape").decode(), "x"), *lines[2:]])
    assert not is_sound([*lines[:3], *lines[4:]])


def test_export_is_checked_without_the_station(signed: Kept) -> None:
    lines = signed.exported()
    at = audit.utc(WALL_NS)
    assert verify_export(lines) == TrailReport(14, (), 0, 0, at, at)
    assert verify_export(lines, VERIFIERS) == TrailReport(14, (), 3, 12, at, at)
    assert verify_export(signed.exported(7), VERIFIERS) == TrailReport(8, (), 2, 12, at, at)
    assert json.loads(lines[0]) == {
        "format": "dualrec.audit.v1", "vault": KEY.vault_id, "first": 1, "previous_sha256": "00" * 32,
    }  # fmt: skip
    assert set(json.loads(lines[1])) == {"n", "at", "actor", "kind", "facts", "sha256"}
    with pytest.raises(ValueError):
        signed.exported(16)


def test_export_of_no_rows_is_an_export(signed: Kept) -> None:
    assert verify_export(signed.exported(15)) == TrailReport(0, ())
    out = io.StringIO()
    assert export_rows((), out, "v") == 0
    assert verify_export(out.getvalue().splitlines()) == TrailReport(0, ())


def test_every_change_of_an_export_is_found(signed: Kept) -> None:
    lines = signed.exported()

    def fault_of(changed: list[str]) -> tuple[str, int]:
        [fault, *_] = verify_export(changed, VERIFIERS).faults
        return fault.code, next(iter(fault.facts.values()))  # type: ignore[return-value]

    assert fault_of([]) == ("E-269", 1)
    for at in range(len(lines)):
        assert fault_of(lines[:at])[0] == "E-269", "cut short"
        assert fault_of(lines[:at] + lines[at + 1 :])[0] in ("E-209", "E-269")
        assert fault_of([*lines[:at], "\n", *lines[at:]]) == ("E-269", at + 1)
        assert fault_of([*lines[:at], "[]\n", *lines[at:]]) == ("E-269", at + 1)
    for at in range(1, len(lines) - 1):
        for text in ('"n":', "王芳".encode("unicode-escape").decode(), "2026", "take.", '"facts":{'):
            changed = lines[at].replace(text, text.upper() + "1", 1)
            if changed != lines[at]:
                assert fault_of([*lines[:at], changed, *lines[at + 1 :]])[0] in ("E-209", "E-269")
    assert fault_of([lines[0].replace(".v1", ".v9"), *lines[1:]]) == ("E-269", 1)
    assert fault_of([lines[0].replace('"first":1', '"first":2'), *lines[1:]]) == ("E-209", 2)
    assert fault_of([lines[0].replace(KEY.vault_id, "5b" * 16), *lines[1:]])[0] == "E-266"
    assert fault_of([*lines[:-1], lines[-1].replace('"count":14', '"count":13')]) == ("E-269", 16)
    assert fault_of([*lines, lines[-1]]) == ("E-269", 16)
    assert fault_of([*lines[:5], lines[6], lines[5], *lines[7:]]) == ("E-209", 5)


def test_export_whose_chain_was_built_anew_is_found_by_its_checkpoints(signed: Kept) -> None:
    rows = signed.rows()
    rows[2] = replace(rows[2], facts={})
    signed.rewrite(rows)
    report = verify_export(signed.exported())
    assert [fault.code for fault in report.faults] == ["E-265"] * 3, "without one key in hand"


# The clock


def doubt(newest_ns: int | None, now_ns: int, moved_ns: int = 0, counted_ns: int = 0) -> tuple[str, object] | None:
    newest = None if newest_ns is None else audit.utc(newest_ns)
    fault = clock_doubt(newest, now_ns, now_ns - moved_ns, 5 * NS, 5 * NS + counted_ns)
    return None if fault is None else (fault.code, next(iter(fault.facts.values())))


def test_clock_that_went_back_is_doubted() -> None:
    assert doubt(None, WALL_NS) is None
    assert doubt(WALL_NS, WALL_NS) is None
    assert doubt(WALL_NS, WALL_NS - 59 * NS) is None
    assert doubt(WALL_NS, WALL_NS - 62 * NS) == ("E-270", 61)
    assert doubt(WALL_NS, WALL_NS - 400 * DAY_NS, moved_ns=-400 * DAY_NS) == ("E-270", 400 * 86400 - 1)


def test_clock_that_jumped_within_the_run_is_doubted() -> None:
    hour_ns = 3600 * NS
    assert doubt(WALL_NS, WALL_NS + hour_ns, moved_ns=hour_ns, counted_ns=hour_ns) is None
    assert doubt(WALL_NS, WALL_NS + hour_ns, moved_ns=hour_ns, counted_ns=hour_ns - 299 * NS) is None
    assert doubt(WALL_NS, WALL_NS + hour_ns, moved_ns=hour_ns, counted_ns=0) == ("E-271", 3600)
    assert doubt(WALL_NS, WALL_NS + hour_ns, moved_ns=0, counted_ns=hour_ns) == ("E-271", 3600)
    assert doubt(WALL_NS, WALL_NS + 30 * DAY_NS, moved_ns=30 * DAY_NS) == ("E-271", 30 * 86400), "not: stood still"


def test_clock_far_ahead_needs_a_person() -> None:
    assert doubt(WALL_NS, WALL_NS + 7 * DAY_NS - NS) is None
    assert doubt(WALL_NS, WALL_NS + 7 * DAY_NS + NS) == ("E-272", 7)
    assert doubt(WALL_NS, WALL_NS + 4000 * DAY_NS) == ("E-272", 4000)


def test_step_of_the_clock_stays_in_doubt_until_a_person_confirms_it(kept: Kept) -> None:
    def step() -> str | None:
        fault = kept.database.read(unconfirmed_step)
        return None if fault is None else fault.code

    assert step() is None
    kept.add(2)
    kept.add(at_ns=WALL_NS + 6 * DAY_NS)
    assert step() is None
    kept.add(at_ns=WALL_NS + 20 * DAY_NS)
    kept.add(3, at_ns=WALL_NS + 20 * DAY_NS)
    assert step() == "E-272", "the rows written since do not make it right"
    kept.add(at_ns=WALL_NS + 6 * DAY_NS)
    assert step() == "E-272"
    kept.add(kind=CONFIRMED, at_ns=WALL_NS + 6 * DAY_NS)
    assert step() is None
    kept.add(at_ns=WALL_NS)
    assert step() == "E-270"
    kept.add(kind=CONFIRMED, at_ns=WALL_NS)
    kept.add(at_ns=WALL_NS + NS)
    assert step() is None


def test_counter_goes_on() -> None:
    first, second = counter_ns(), counter_ns()
    assert 0 < first <= second < first + 60 * NS
    assert audit.wall_ns(audit.utc(WALL_NS)) == WALL_NS // 1000 * 1000
