"""Nothing in a vault can be changed, lost or put back unseen: the audit chain, its head outside, and the digests."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app.model import CaseId, Mark, Outcome, TakeId, TakeState
from app.vault import audit, integrity
from app.vault.accounts import unlock
from app.vault.audit import AuditRow, verify_chain
from app.vault.database import connect
from app.vault.head import HEAD_NAME, SLOT_STRIDE
from app.vault.keyfile import sole_account
from app.vault.rows import RETENTION_COLUMNS
from app.vault.vault import Vault
from media.clock import FastClock
from media.fault import Fault
from tests.vault_parts import CHEAP, NAME, PAGE, PASSPHRASE, WALL_NS, begin_take, make_case, new_vault, open_vault, seal

KEPT = ("vault.db", "vault.db-wal", "vault.keys", "vault.head")


def snapshot(folder: Path) -> dict[str, bytes]:
    """The folder's files as a power cut would leave them now."""
    return {name: (folder / name).read_bytes() for name in KEPT if (folder / name).exists()}


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def with_sql(folder: Path, *statements: str) -> None:
    """Change a closed vault as someone with its key, past the program."""
    db = connect(folder / "vault.db", unlock(folder, PASSPHRASE).database_key())
    for statement in statements:
        db.execute(statement)
    db.close()


def complaints(folder: Path) -> set[str]:
    """Codes of all that opening and checking the vault finds."""
    try:
        with open_vault(folder) as vault:
            return {fault.code for fault in vault.check()}
    except Fault as fault:
        return {fault.code}


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def add_retention(vault: Vault, case: str) -> None:
    """A row on how long a case is kept, as the vault writes it."""

    def work(db: Any) -> None:
        [seq] = db.execute("SELECT count(*) FROM retention WHERE case_id = ?", (case,)).fetchone()
        row = (case, seq, WALL_NS, "li", "ended", "2026-07-01", "合同终止", None)
        db.execute(f"INSERT INTO retention ({RETENTION_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        bound = {integrity.BOUND: integrity.digest(vault._key, row)}
        audit.append(db, WALL_NS, "li", "retention.ended", {"retention": integrity.retention_name(case, seq), **bound})

    vault._database.write(work)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A closed vault with a sealed take T-1, an open take T-2, a secret, one that was erased, an anchor, and what is
    known of how long the case of T-1 is kept."""
    folder = tmp_path_factory.mktemp("used")
    with new_vault(folder) as vault:
        first = begin_take(vault, "T-1")
        vault.put_secret("station_id", b"S-1")
        vault.put_secret("gone", b"x")
        vault.erase_secret("gone")
        vault.set_anchor("elsewhere", "ab" * 32)
        vault.set_anchor("elsewhere", "cd" * 32)
        add_retention(vault, "C-T-1")
        add_retention(vault, "C-T-1")
        seal(vault, first)
        begin_take(vault, "T-2")
    return snapshot(folder)


# The chain


def test_chain_can_be_checked_by_anybody(tmp_path: Path) -> None:
    clock = FastClock(WALL_NS)
    with Vault.create(tmp_path, [sole_account(PASSPHRASE)], kdf=CHEAP, clock=clock) as vault:
        begin_take(vault)
        vault.audit("take.exported", "柜员", {"reason": "投诉", "share": 0.5})
        trail = vault.audit_trail()
    digest = bytes(32)
    for n, row in enumerate(trail, 1):
        content = {"actor": row.actor, "at": row.at, "facts": row.facts, "kind": row.kind, "n": n}
        digest = sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode() + digest).digest()
        assert row.sha256 == digest.hex()
        assert row.at == "2026-05-28T20:26:40.123456Z"
    assert verify_chain(trail) == (len(trail), digest)


def test_chain_tells_the_first_row_that_is_wrong(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        for n in range(6):
            vault.audit("x", "somebody", {"n": n})
        trail = list(vault.audit_trail())
    at = 4

    def first_wrong(rows: list[AuditRow]) -> object:
        with pytest.raises(Fault) as caught:
            verify_chain(rows)
        assert caught.value.code == "E-209"
        return caught.value.facts["row"]

    row = trail[at]
    for changed in (
        replace(row, actor="else"),
        replace(row, at=row.at.replace("Z", "")),
        replace(row, kind="y"),
        replace(row, facts={"n": 9}),
        replace(row, facts={}),
        replace(row, sha256="00" * 32),
    ):
        assert first_wrong([*trail[:at], changed, *trail[at + 1 :]]) == row.n
    assert first_wrong([*trail[:at], *trail[at + 1 :]]) == row.n
    assert first_wrong([*trail[:at], trail[at + 1], row, *trail[at + 2 :]]) == row.n
    assert first_wrong([*trail[: at + 1], row, *trail[at + 1 :]]) == row.n + 1
    assert first_wrong(trail[1:]) == 1
    with pytest.raises(Fault):
        verify_chain(trail[at:], (at, bytes(32)))
    assert verify_chain(trail[at:], (at, bytes.fromhex(trail[at - 1].sha256)))[0] == len(trail)


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE audit SET facts = '{\"x\":1}' WHERE n = 3", {"E-209"}),
        ("UPDATE audit SET facts = facts || ' ' WHERE n = 4", {"E-209"}),
        ("UPDATE audit SET facts = CAST(x'ff' AS TEXT) WHERE n = 4", {"E-209"}),
        ("UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE n = 4", {"E-209"}),
        ("UPDATE audit SET at = '2020-01-01T00:00:00.000000Z' WHERE n = 4", {"E-209"}),
        ("DELETE FROM audit WHERE n = 4", {"E-209"}),
        ("DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)", {"E-208"}),
        ("DELETE FROM audit", {"E-208"}),
        ("UPDATE cases SET customer_name = 'x'", {"E-219"}),
        ("UPDATE cases SET facts = '{}'", {"E-219"}),
        ("INSERT INTO cases SELECT 9, 'C-9', '', '', '', '', '', '', '{}', 0", {"E-219"}),
        ("UPDATE takes SET outcome = 'refused' WHERE id = 'T-1'", {"E-219"}),
        ("UPDATE takes SET state = 'erased' WHERE id = 'T-1'", {"E-219"}),
        ("UPDATE takes SET manifest_sha256 = ''", {"E-219"}),
        ("UPDATE takes SET state = 'open' WHERE id = 'T-1'", {"E-208", "E-219"}),
        ("UPDATE takes SET sealed_bytes = 1 WHERE id = 'T-2'", {"E-208"}),
        ("UPDATE marks SET at_ns = at_ns + 1", {"E-219"}),
        ("DELETE FROM marks WHERE n = (SELECT max(n) FROM marks)", {"E-219"}),
        ("UPDATE answers SET verdict = 'refused'", {"E-219"}),
        ("UPDATE utterances SET text = '不同意'", {"E-219"}),
        ("UPDATE utterances SET take_id = 'T-2' WHERE take_id = 'T-1'", {"E-219"}),
        ("DELETE FROM fragments", {"E-219"}),
        ("UPDATE steps SET attempts = 1", {"E-219"}),
        ("INSERT INTO steps SELECT 9, 'T-1', 99, '', 'accepted', '', 1, ''", {"E-219"}),
        ("UPDATE secrets SET value = x'00'", {"E-219"}),
        ("DELETE FROM secrets", {"E-219"}),
        ("INSERT INTO secrets SELECT 'gone', x'78'", {"E-219"}),
        ("UPDATE anchors SET value = 'abab' WHERE name = 'elsewhere'", {"E-219"}),
        (f"UPDATE anchors SET value = '{'ab' * 32}' WHERE name = 'elsewhere'", {"E-219"}),
        ("UPDATE anchors SET name = 'else' WHERE name = 'elsewhere'", {"E-219"}),
        ("DELETE FROM anchors WHERE name = 'elsewhere'", {"E-219"}),
        ("INSERT INTO anchors SELECT 'more', ''", {"E-219"}),
        ("UPDATE retention SET on_day = '2016-07-01'", {"E-219"}),
        ("UPDATE retention SET kind = 'dispute'", {"E-219"}),
        ("UPDATE retention SET second_account = 'wang'", {"E-219"}),
        ("UPDATE retention SET case_id = 'C-T-2'", {"E-219"}),
        ("DELETE FROM retention WHERE seq = 1", {"E-219"}),
        ("INSERT INTO retention SELECT 9, 'C-T-1', 2, 0, '', 'ended', '2016-07-01', '', ''", {"E-219"}),
        ("UPDATE utterances SET text = CAST(x'ff' AS TEXT)", {"E-207"}),
        ("DELETE FROM outbox", {"E-219"}),
        ("DELETE FROM file_keys", {"E-219"}),
        ("INSERT INTO file_keys SELECT 'T-1', x'00'", {"E-219"}),
        ("UPDATE vault SET epoch = epoch - 1", {"E-208"}),
        ("UPDATE vault SET live_sha256 = x'00'", {"E-208"}),
        ("DELETE FROM vault", {"E-207"}),
    ],
)
def test_change_past_the_program_is_found(
    tmp_path: Path, used: dict[str, bytes], statement: str, codes: set[str]
) -> None:
    folder = lay(tmp_path / "vault", used)
    with_sql(folder, "PRAGMA foreign_keys = OFF", statement)
    found = complaints(folder)
    assert found & codes == codes, found


def test_unchanged_vault_gives_no_complaint(tmp_path: Path, used: dict[str, bytes]) -> None:
    assert complaints(lay(tmp_path / "vault", used)) == set()


def test_facts_that_are_spelled_otherwise_are_found(tmp_path: Path, used: dict[str, bytes]) -> None:
    """With every key of the vault the chain can be made to fit any text; but whoever is handed the row would hash
    what he reads, and never come to the same."""
    folder = lay(tmp_path / "vault", used)
    for spelled in ('{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":2}', '{"a":1.0e1}', '{"a":NaN}', "[", "", '{"secret":7}'):

        def work(db: Any, spelled: str = spelled) -> None:
            n, _ = audit.newest(db)
            at, actor, kind = db.execute("SELECT at, actor, kind FROM audit WHERE n = ?", (n,)).fetchone()
            before = db.execute("SELECT sha256 FROM audit WHERE n = ?", (n - 1,)).fetchone()[0]
            shell = json.dumps({"actor": actor, "at": at, "facts": 0, "kind": kind, "n": n}, sort_keys=True)
            text = shell.replace(", ", ",").replace(": ", ":").replace('"facts":0', f'"facts":{spelled}')
            digest = sha256(text.encode() + before).digest()
            db.execute("UPDATE audit SET facts = ?, sha256 = ? WHERE n = ?", (spelled, digest, n))

        with open_vault(folder) as vault:
            assert vault.check() == ()
            vault.audit("x.y", "somebody", {})
            vault._database.write(work)
            assert vault._database.read(lambda db: audit.follow(audit.stored(db)))
            expected = [] if spelled == '{"secret":7}' else ["E-209"]
            assert [fault.code for fault in vault.check()] == expected, spelled
        lay(folder, used)


# The head outside


def test_older_copy_is_read_only_until_a_person_decides(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        begin_take(vault)
    older = (tmp_path / "vault.db").read_bytes()
    with open_vault(tmp_path) as vault:
        seal(vault, vault.open_takes()[0].id)
        assert vault.doubt is None
    (tmp_path / "vault.db").write_bytes(older)

    with open_vault(tmp_path) as vault:
        assert vault.doubt is not None and vault.doubt.code == "E-208"
        assert int(str(vault.doubt.facts["vault_epoch"])) < int(str(vault.doubt.facts["head_epoch"]))
        assert vault.case(CaseId("C-T-1")).customer_name == NAME
        assert vault.search(NAME)
        take = vault.open_takes()[0].id
        for write in (
            lambda: vault.add_case(make_case("C-9"), WALL_NS),
            lambda: vault.add_marks(take, [Mark(0, "x")]),
            lambda: seal(vault, take, TakeState.SALVAGED),
            lambda: vault.audit("take.exported", "somebody", {}),
            lambda: vault.put_secret("x", b""),
        ):
            assert refused(write) == "E-208"
        assert "E-208" in {fault.code for fault in vault.check()}
    assert complaints(tmp_path) == {"E-208"}, "looking at it does not mend it"

    with Vault.open(tmp_path, PASSPHRASE, allow_rollback=True) as vault:
        assert vault.doubt is None
        row = next(row for row in vault.audit_trail() if row.kind == "vault.rollback_accepted")
        assert row.facts["vault_epoch"] < row.facts["head_epoch"]
        seal(vault, take, TakeState.SALVAGED)
    assert complaints(tmp_path) == set()


def test_accepting_what_needs_no_accepting_leaves_no_row(tmp_path: Path) -> None:
    new_vault(tmp_path).close()
    with Vault.open(tmp_path, PASSPHRASE, allow_rollback=True) as vault:
        assert "vault.rollback_accepted" not in {row.kind for row in vault.audit_trail()}


def test_missing_or_foreign_head_is_doubted(tmp_path: Path) -> None:
    new_vault(tmp_path / "other").close()
    with new_vault(tmp_path) as vault:
        begin_take(vault)
    head = tmp_path / HEAD_NAME
    good = head.read_bytes()
    for bad in (b"", bytes(len(good)), good[:100], (tmp_path / "other" / HEAD_NAME).read_bytes()):
        head.write_bytes(bad)
        assert complaints(tmp_path) == {"E-208"}
    head.unlink()
    assert complaints(tmp_path) == {"E-208"}
    head.write_bytes(good)
    assert complaints(tmp_path) == set()
    head.unlink()
    Vault.open(tmp_path, PASSPHRASE, allow_rollback=True).close()
    assert complaints(tmp_path) == set()


@pytest.mark.parametrize("slot", [0, 1])
def test_note_torn_by_a_power_cut_is_no_reason_to_doubt(tmp_path: Path, slot: int) -> None:
    with new_vault(tmp_path) as vault:
        begin_take(vault)
    content = bytearray((tmp_path / HEAD_NAME).read_bytes())
    content[slot * SLOT_STRIDE + 20 : slot * SLOT_STRIDE + 60] = bytes(40)
    (tmp_path / HEAD_NAME).write_bytes(content)
    assert complaints(tmp_path) == set()


def test_note_lost_by_a_power_cut_is_no_reason_to_doubt(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        earlier = snapshot(tmp_path)[HEAD_NAME]
        vault.add_marks(take, [Mark(1, "x")])
        vault.audit("x", "somebody", {})
        vault.add_marks(take, [Mark(2, "y")])
    (tmp_path / HEAD_NAME).write_bytes(earlier)
    with open_vault(tmp_path) as vault:
        assert vault.doubt is None
        assert len(vault.marks(take)) == 4


# The write-ahead log


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A vault as a power cut left it in the middle of a take: all of the take is in the write-ahead log."""
    folder = tmp_path_factory.mktemp("cut")
    new_vault(folder).close()
    with open_vault(folder) as vault:
        begin_take(vault)
        return snapshot(folder)


def test_power_cut_loses_nothing_committed(tmp_path: Path, cut: dict[str, bytes]) -> None:
    assert len(cut["vault.db-wal"]) > 10 * PAGE
    folder = lay(tmp_path / "vault", cut)
    with open_vault(folder) as vault:
        assert vault.doubt is None
        assert len(vault.marks(TakeId("T-1"))) == 2
        assert vault.open_takes()[0].file_key is not None
        assert vault.check() == ()


def test_flipped_bit_in_the_log_is_seen(tmp_path: Path, cut: dict[str, bytes]) -> None:
    wal = cut["vault.db-wal"]
    for at in [*range(0, 56, 5), *range(100, len(wal), len(wal) // 40)]:
        damaged = bytearray(wal)
        damaged[at] ^= 0x10
        assert complaints(lay(tmp_path / "vault", {**cut, "vault.db-wal": bytes(damaged)})) != set(), at


def test_truncated_log_is_seen(tmp_path: Path, cut: dict[str, bytes]) -> None:
    wal = cut["vault.db-wal"]
    for size in [0, 1, 32, 33, *range(PAGE, len(wal), len(wal) // 20), len(wal) - 1]:
        assert "E-208" in complaints(lay(tmp_path / "vault", {**cut, "vault.db-wal": wal[:size]})), size


def test_deleted_log_is_seen(tmp_path: Path, cut: dict[str, bytes]) -> None:
    folder = lay(tmp_path / "vault", {name: content for name, content in cut.items() if name != "vault.db-wal"})
    assert complaints(folder) == {"E-208"}


# Pages


def test_flipped_bit_in_any_page_is_a_fault(tmp_path: Path, used: dict[str, bytes]) -> None:
    content = used["vault.db"]
    for page in range(len(content) // PAGE):
        damaged = bytearray(content)
        damaged[page * PAGE + (page * 977) % PAGE] ^= 1 << page % 8
        folder = lay(tmp_path / "vault", {**used, "vault.db": bytes(damaged)})
        assert complaints(folder) == {"E-207"}, page


@pytest.mark.parametrize("size", [0, 1, PAGE - 1, PAGE, 3 * PAGE, 10 * PAGE + 5])
def test_database_cut_short_is_a_fault(tmp_path: Path, used: dict[str, bytes], size: int) -> None:
    folder = lay(tmp_path / "vault", {**used, "vault.db": used["vault.db"][:size]})
    assert complaints(folder) == {"E-207"}


def test_older_version_of_any_page_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    with new_vault(folder) as vault:
        take = begin_take(vault)
        vault.put_secret("a", b"1")
    older = snapshot(folder)["vault.db"]
    with open_vault(folder) as vault:
        vault.add_marks(take, [Mark(2, "x"), Mark(3, "y")])
        vault.put_secret("b", b"2")
        vault.open_take(replace(vault.take(take), id=TakeId("T-2")))
        seal(vault, take)
    newer = snapshot(folder)
    seen = 0
    for page in range(1, len(older) // PAGE):
        part = slice(page * PAGE, (page + 1) * PAGE)
        if older[part] == newer["vault.db"][part]:
            continue
        mixed = bytearray(newer["vault.db"])
        mixed[part] = older[part]
        assert complaints(lay(tmp_path / "vault", {**newer, "vault.db": bytes(mixed)})) != set(), page
        seen += 1
    assert seen >= 8


def test_take_of_an_older_page_does_not_come_back_open(tmp_path: Path) -> None:
    """The page of the takes alone is put back: the take would be open again, and could be sealed once more."""
    folder = tmp_path / "sound"
    with new_vault(folder) as vault:
        take = begin_take(vault)
    older = snapshot(folder)["vault.db"]
    db = connect(folder / "vault.db", unlock(folder, PASSPHRASE).database_key())
    root: int = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'takes'").fetchone()[0]
    db.close()
    with open_vault(folder) as vault:
        seal(vault, take)
    newer = snapshot(folder)
    mixed = bytearray(newer["vault.db"])
    part = slice((root - 1) * PAGE, root * PAGE)
    mixed[part] = older[part]
    with open_vault(lay(tmp_path / "vault", {**newer, "vault.db": bytes(mixed)})) as vault:
        assert vault.take(take).state is TakeState.OPEN, "SQLCipher itself sees nothing"
        assert vault.doubt is not None
        assert refused(lambda: seal(vault, take)) == "E-208"


def test_sound_vault_gives_no_complaint_after_much_use(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        for n in range(4):
            take = begin_take(vault, f"T-{n}")
            vault.add_marks(take, [Mark(at, "x", None, {"at": at}) for at in range(300)])
            if n % 2:
                seal(vault, take, TakeState.SALVAGED)
                vault.acknowledge_take(take, "aa" * 32)
        assert vault.check() == ()
        assert vault.take(TakeId("T-1")).outcome is Outcome.INTERRUPTED
    assert complaints(tmp_path) == set()


def test_facts_of_an_audit_row_must_be_json(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        bad: dict[str, Any] = {"object": object()}
        with pytest.raises(TypeError):
            vault.audit("x", "somebody", bad)
        assert vault.check() == ()
