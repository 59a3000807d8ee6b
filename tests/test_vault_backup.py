"""Backups: made while a take is written, true, found out when they are not, and put back whole or not at all."""

import json
import os
import random
import shutil
import subprocess
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.evidence.package import write_package
from app.model import Mark, TakeId, TakeState
from app.vault import backup, database
from app.vault.backup import (
    BackupMade,
    Keep,
    Restored,
    backups,
    check_backup,
    finish_restore,
    is_restoring,
    kept,
    make_backup,
    restore,
)
from app.vault.database import Database
from app.vault.head import HeadFile
from app.vault.keys import VaultKey, make_key, unlock_first_version
from app.vault.vault import Vault
from media.clock import SystemClock
from media.fault import Fault
from media.stage import Worker
from tests.evidence_parts import STATION, code_of, manifest_for
from tests.evidence_parts import seal as sealed_file
from tests.moment_parts import at_each_moment, failing, snapshots
from tests.vault_parts import (
    FILE_KEY,
    ID_NUMBER,
    NAME,
    WALL_NS,
    begin_take,
    new_vault,
    open_vault,
    plain_pages,
    seal,
)

VECTORS = Path(__file__).resolve().parent / "vectors" / "vault"
DAY_NS = 24 * 3600 * 10**9
ALL = Keep(99, 99, 99)
FLIPS = 150


class Desk:
    """A station's folders, and a disk for backups."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.vault, self.takes, self.packages = root / "vault", root / "takes", root / "packages"
        self.target = root / "backups"
        for folder in (root, self.takes, self.packages):
            folder.mkdir(exist_ok=True)

    def back_up(self, vault: Vault, *, after_ns: int = 0, keep: Keep = ALL) -> BackupMade:
        return make_backup(vault._database, self.vault, self.target, keep=keep, wall_ns=WALL_NS + after_ns)

    def restore(self, made: Path, key: VaultKey) -> Restored:
        return restore(self.vault, self.takes, self.packages, made, key, account="A-1", wall_ns=WALL_NS + DAY_NS)

    def package(self, take: str, case: str = "C-9") -> None:
        """A sealed file and its package, as they lie there after a take."""
        path = self.takes / f"{take}.mp4.age"
        path.write_bytes(sealed_file(b"film" * 100))
        manifest = manifest_for(path.read_bytes(), take_id=take, case_id=case)
        write_package(self.packages / take, path, manifest, STATION)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "station")


def filled(desk: Desk) -> tuple[Vault, VaultKey]:
    """A vault with a sealed take, one that is open, and all the files a vault may have."""
    new_vault(desk.vault).close()
    vault = open_vault(desk.vault)
    seal(vault, begin_take(vault, "T-1"))
    begin_take(vault, "T-2")
    return vault, vault.in_hand.vault


def content_of(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def fault_of(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


# Making


def test_backup_while_a_take_is_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was committed before is in it, what came meanwhile is in it up to some moment, and nobody waited for it."""
    monkeypatch.setattr(database, "COPY_PAGES", 1)
    vault, key = filled(desk)
    take = TakeId("T-2")
    written, is_waiting = [0], threading.Event()
    queue, serve_all = Database._queue, Database._serve_all

    def queue_and_tell(self: Database, job: Callable[[], None]) -> None:
        queue(self, job)
        is_waiting.set()

    def serve_all_that_come(self: Database) -> None:
        if self._is_copying:  # between two pages, somebody always comes
            assert is_waiting.wait(10)
            is_waiting.clear()
        serve_all(self)

    monkeypatch.setattr(Database, "_queue", queue_and_tell)
    monkeypatch.setattr(Database, "_serve_all", serve_all_that_come)

    def write(stop: threading.Event) -> None:
        while not stop.is_set():
            vault.add_marks(take, [Mark(written[0], "first"), Mark(written[0], "second")])
            vault.set_high_water(take, 2_000 + written[0], written[0])
            written[0] += 1

    writer = Worker("writer", write, SystemClock(), lambda name, problem: pytest.fail(str(problem)))
    writer.start()
    begun = written[0]
    made = desk.back_up(vault)
    ended = written[0]
    assert writer.close()
    assert ended - begun > 20, "the take went on while the pages were copied"
    assert vault.check() == ()
    assert check_backup(made.path, key) == ()
    vault.close()

    restored = desk.restore(made.path, key)
    assert restored.without_file_key == (take,)
    with open_vault(desk.vault) as vault:
        assert vault.doubt is None
        assert vault.check() == ()
        batches = [mark.at_ns for mark in vault.marks(take) if mark.kind in ("first", "second")]
        assert batches == [at for at in range(len(batches) // 2) for _ in range(2)], "each batch whole"
        assert begun <= len(batches) // 2 <= ended + 1
        assert vault.take(take).file_key == b""


def test_transaction_that_is_undone_while_pages_are_copied_leaves_no_trace(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It makes the copying begin anew; and though one comes all the time, the copy has an end."""
    monkeypatch.setattr(database, "COPY_PAGES", 8)
    vault, key = filled(desk)

    def undone(db: Any) -> None:
        db.execute("UPDATE cases SET customer_name = 'never'")
        db.execute("UPDATE marks SET kind = 'never'")
        raise Fault("E-210", take="T-2", state="open", wanted="sealed")

    def write(stop: threading.Event) -> None:
        while not stop.is_set():
            assert fault_of(lambda: vault._database.write(undone)).code == "E-210"

    writer = Worker("writer", write, SystemClock(), lambda name, problem: pytest.fail(str(problem)))
    writer.start()
    made = desk.back_up(vault)
    assert writer.close()
    assert check_backup(made.path, key) == ()
    assert not any(b"never" in page for page in plain_pages(made.path / "vault.db", key.database_key()))
    vault.close()


def test_file_keys_never_come_to_the_place_of_the_backup(desk: Desk) -> None:
    """Nor does anything readable."""
    vault, key = filled(desk)
    seen: list[bytes] = []

    def look() -> None:
        for path in desk.target.rglob("vault.db*"):
            seen.extend(plain_pages(path, key.database_key()))

    with at_each_moment(desk.target, look):
        made = desk.back_up(vault)
    look()
    assert any(NAME.encode() in page for page in seen), "it is the vault"
    assert not any(FILE_KEY in page for page in seen)
    vault.close()
    assert any(FILE_KEY in page for page in plain_pages(desk.vault / "vault.db", key.database_key()))
    for content in content_of(desk.target).values():
        assert not any(canary in content for canary in (NAME.encode(), ID_NUMBER.encode(), FILE_KEY))
    assert sorted(path.name for path in made.path.iterdir()) == [
        "backup.json",
        "vault.checkpoints",
        "vault.db",
        "vault.keys",
    ]
    assert not list(desk.vault.glob("*copying*"))


@pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions")
def test_backup_is_private(desk: Desk) -> None:
    vault, _ = filled(desk)
    made = desk.back_up(vault)
    vault.close()
    assert {path.stat().st_mode & 0o777 for path in made.path.iterdir()} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in (desk.target, made.path)} == {0o700}


def test_one_backup_at_a_time(desk: Desk) -> None:
    vault, _ = filled(desk)
    with vault._database.backup_lock:
        assert fault_of(lambda: desk.back_up(vault)).code == "E-258"
    desk.back_up(vault)
    vault.close()


def test_closing_the_vault_gives_a_backup_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "COPY_PAGES", 1)
    vault, _ = filled(desk)
    is_copying, closing = threading.Event(), threading.Event()
    serve_all = Database._serve_all

    def serve(self: Database) -> None:
        serve_all(self)
        is_copying.set()
        while not self.is_closed and self._is_copying:
            closing.wait(0.01)

    monkeypatch.setattr(Database, "_serve_all", serve)

    def close(stop: threading.Event) -> None:
        is_copying.wait()
        vault.close()

    closer = Worker("closer", close, SystemClock(), lambda name, problem: pytest.fail(str(problem)))
    closer.start()
    assert fault_of(lambda: desk.back_up(vault)).code == "E-259"
    assert closer.close()
    assert backups(desk.target) == () and not list(desk.target.iterdir())
    assert not list(desk.vault.glob("*copying*"))
    assert fault_of(lambda: desk.back_up(vault)).code == "E-259"
    with open_vault(desk.vault) as opened:
        assert opened.check() == ()


def test_vault_in_doubt_is_not_backed_up(desk: Desk) -> None:
    filled(desk)[0].close()
    older = content_of(desk.vault)
    with open_vault(desk.vault) as vault:
        desk.back_up(vault)
        seal(vault, TakeId("T-2"))
    (desk.vault / "vault.db").write_bytes(older["vault.db"])
    with open_vault(desk.vault) as vault:
        assert fault_of(lambda: desk.back_up(vault, after_ns=1000)).code == "E-208"
    assert len(backups(desk.target)) == 1


# Disks that are full, or fail


def test_disk_that_fails_at_any_moment_leaves_no_half_backup(desk: Desk, expect_log: Callable[[str], None]) -> None:
    expect_log("WARNING vault: a backup that is due could not be removed")
    vault, key = filled(desk)
    moment, refused = 0, 0
    while True:
        desk.target = desk.root / f"backups {moment}"
        first = desk.back_up(vault)
        with failing(desk.target, moment) as came:
            try:
                desk.back_up(vault, after_ns=DAY_NS, keep=Keep(1, 0, 0))
            except Fault as fault:
                assert fault.code in ("E-255", "E-256")
                refused += 1
                assert check_backup(first.path, key) == ()
        rows = backups(desk.target)
        assert rows and not any(row.problem for row in rows)
        assert check_backup(rows[0].path, key) == ()
        left = {path.name for path in desk.target.iterdir()} - {row.path.name for row in rows}
        assert all(name.startswith(".") for name in left) and len(left) <= 1
        desk.back_up(vault, after_ns=2 * DAY_NS)
        assert {path.name[0] for path in desk.target.iterdir()} == {"2"}, "what could not be removed is removed now"
        assert vault.check() == ()
        if len(came) <= moment:
            break
        moment += 1
    assert refused > 10
    vault.close()


def test_disk_that_fails_for_good_leaves_nothing_that_is_taken_for_a_backup(desk: Desk) -> None:
    vault, key = filled(desk)
    first = desk.back_up(vault)
    with failing(desk.target, 12, is_for_good=True):
        assert fault_of(lambda: desk.back_up(vault, after_ns=DAY_NS)).code == "E-256"
    assert [row.path for row in backups(desk.target)] == [first.path]
    second = desk.back_up(vault, after_ns=DAY_NS)
    assert sorted(desk.target.iterdir()) == [first.path, second.path], "the next one cleared up"
    assert check_backup(second.path, key) == ()
    vault.close()


def test_backup_onto_a_disk_that_is_really_full(desk: Desk) -> None:
    desk.target.mkdir()
    mount = shutil.which("mount")
    options = ["-t", "tmpfs", "-o", "size=300k", "tmpfs", str(desk.target)]
    if mount is None or subprocess.run([mount, *options], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        vault, key = filled(desk)
        first = desk.back_up(vault)
        assert fault_of(lambda: desk.back_up(vault, after_ns=DAY_NS)).code == "E-256"
        assert list(desk.target.iterdir()) == [first.path]
        assert check_backup(first.path, key) == ()
        assert vault.check() == ()
        vault.close()
    finally:
        subprocess.run(["umount", str(desk.target)], check=True)


def test_room_on_the_disk_is_for_takes_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "KEPT_FREE_BYTES", 1 << 60)
    vault, _ = filled(desk)
    assert fault_of(lambda: desk.back_up(vault)).code == "E-256"
    assert not list(desk.target.iterdir()) and not list(desk.vault.glob("*copying*"))
    vault.close()


def test_disk_for_backups_that_is_not_there(desk: Desk) -> None:
    vault, _ = filled(desk)
    desk.target = desk.root / "not plugged in" / "backups"
    assert fault_of(lambda: desk.back_up(vault)).code == "E-255"
    assert not desk.target.parent.exists(), "no folder is made where a disk should be"
    vault.close()


def test_what_was_written_wrongly_is_thrown_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    vault, _ = filled(desk)
    copy_file = backup._copy_file

    def lying(source: Path, target: Path) -> dict[str, Any]:
        told = copy_file(source, target)
        content = bytearray(target.read_bytes())
        content[9_000] ^= 1
        target.write_bytes(content)
        return told

    monkeypatch.setattr(backup, "_copy_file", lying)
    fault = fault_of(lambda: desk.back_up(vault))
    assert (fault.code, fault.facts) == ("E-257", {"problem": "E-261"})
    assert not list(desk.target.iterdir())
    vault.close()


# Keeping

START = datetime(2026, 1, 1, 18, tzinfo=UTC)


def days(*numbers: int) -> list[datetime]:
    return [START + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("made", "keep", "expected"),
    [
        ([], Keep(), []),
        (days(0), Keep(0, 0, 0), days(0)),
        (days(*range(10)), Keep(3, 0, 0), days(7, 8, 9)),
        (days(0, 30, 31, 400), Keep(3, 0, 0), days(30, 31, 400)),  # days without a backup do not count
        (days(*range(30)), Keep(0, 2, 0), days(24, 29)),  # Sunday 25 January, Friday 30
        (days(*range(90)), Keep(0, 0, 3), days(58, 89, 30)),  # ends of January and February, newest of March
        (days(*range(90)), Keep(2, 2, 2), days(58, 87, 88, 89)),
    ],
)
def test_which_backups_stay(made: list[datetime], keep: Keep, expected: list[datetime]) -> None:
    assert sorted(kept(made, keep)) == sorted(expected)


def test_of_a_day_the_newest_stays() -> None:
    made = [START + timedelta(hours=hour) for hour in range(-17, 5)]
    assert kept(made, Keep(1, 1, 1)) == {made[-1]}


def test_rotation_removes_only_backups_of_this_vault(desk: Desk, tmp_path: Path) -> None:
    vault, _ = filled(desk)
    made = [desk.back_up(vault, after_ns=day * DAY_NS) for day in range(3)]
    other_desk = Desk(tmp_path / "other")
    other_desk.target = desk.target
    with new_vault(other_desk.vault) as other:
        foreign = other_desk.back_up(other, after_ns=1000).path
    damaged = made[1].path
    (damaged / "vault.keys").unlink()
    (desk.target / "20200101T000000.000000Z").mkdir()
    (desk.target / "holiday").mkdir()
    (desk.target / "holiday" / "backup.json").write_text("{}")
    (desk.target / "20200102T000000.000000Z").write_text("a file")
    unfinished = desk.target / f".20200101T000000.000000Z.{'0' * 32}.part"  # another station is writing it
    unfinished.mkdir()

    newest = desk.back_up(vault, after_ns=5 * DAY_NS, keep=Keep(1, 0, 0))
    assert set(newest.removed) == {made[0].path, made[2].path}
    assert {path.name for path in desk.target.iterdir()} == {
        newest.path.name,
        foreign.name,
        damaged.name,
        "20200101T000000.000000Z",
        "20200102T000000.000000Z",
        "holiday",
        unfinished.name,
    }
    problems = {row.path.name: row.problem.code if row.problem else None for row in backups(desk.target)}
    assert problems == {
        newest.path.name: None,
        foreign.name: None,
        damaged.name: "E-261",
        "20200101T000000.000000Z": "E-260",
    }
    assert backups(desk.target)[0].path == newest.path, "newest first"
    vault.close()


def test_backup_made_when_the_clock_is_wrong_is_not_the_one_that_goes(desk: Desk) -> None:
    vault, _ = filled(desk)
    ahead = desk.back_up(vault, after_ns=900 * DAY_NS, keep=Keep(1, 0, 0))
    seal(vault, TakeId("T-2"))
    now = desk.back_up(vault, keep=Keep(1, 0, 0))
    assert now.epoch > ahead.epoch
    assert now.path.exists() and ahead.path.exists(), "neither the one just made nor the one dated newest"
    vault.close()


# Damage


def test_every_flipped_bit_is_found(desk: Desk) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    vault.close()
    chance = random.Random(4)
    before = content_of(desk.vault)
    for name in ("vault.db", "vault.keys", "vault.checkpoints", "backup.json"):
        content = (made.path / name).read_bytes()
        for flip in range(FLIPS):
            bit = chance.randrange(8 * len(content))
            changed = bytearray(content)
            changed[bit // 8] ^= 1 << bit % 8
            (made.path / name).write_bytes(changed)
            if (
                name == "backup.json"
                and changed[bit // 8 : bit // 8 + 1].isspace()
                and content[bit // 8 : bit // 8 + 1].isspace()
            ):
                continue  # another white space says the same
            codes = [fault.code for fault in check_backup(made.path, key)]
            assert codes and set(codes) <= {"E-260", "E-261", "E-262"}, (name, bit)
            if flip == 0:
                assert fault_of(lambda: desk.restore(made.path, key)).code in ("E-260", "E-261", "E-262")
        (made.path / name).write_bytes(content)
    assert content_of(desk.vault) == before
    assert check_backup(made.path, key) == ()


def test_changed_pages_are_found_even_when_somebody_made_the_hashes_right(desk: Desk) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    vault.close()
    content = (made.path / "vault.db").read_bytes()
    chance = random.Random(5)
    for _ in range(20):
        changed = bytearray(content)
        changed[chance.randrange(len(content))] ^= 16
        (made.path / "vault.db").write_bytes(changed)
        sign_anew(made.path, key)
        assert {fault.code for fault in check_backup(made.path, key)} <= {"E-207", "E-264"}
        assert check_backup(made.path, key) != ()


def sign_anew(path: Path, key: VaultKey, **changes: object) -> None:
    """As somebody could who has the vault's keys."""
    content = json.loads((path / "backup.json").read_bytes()) | changes
    del content["mac"]
    content["files"] = {name: backup._looked_at(path / name) for name in content["files"]}
    content["mac"] = backup._mac(key, content)
    (path / "backup.json").write_text(json.dumps(content))


def test_older_database_in_a_newer_backup_is_found(desk: Desk) -> None:
    vault, key = filled(desk)
    older = desk.back_up(vault)
    seal(vault, TakeId("T-2"))
    newer = desk.back_up(vault, after_ns=DAY_NS)
    vault.close()
    shutil.copy(older.path / "vault.db", newer.path / "vault.db")
    assert [fault.code for fault in check_backup(newer.path, key)] == ["E-261"]
    sign_anew(newer.path, key)
    assert [fault.code for fault in check_backup(newer.path, key)] == ["E-261"]


@pytest.mark.parametrize("name", ["vault.db", "vault.keys", "vault.checkpoints", "backup.json"])
def test_file_that_is_missing_or_cut_is_named(desk: Desk, name: str) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    vault.close()
    content = (made.path / name).read_bytes()
    for rest in (None, b"", content[:-1], content + b"\0"):
        (made.path / name).unlink(missing_ok=True)
        if rest is not None:
            (made.path / name).write_bytes(rest)
        [fault] = check_backup(made.path, key)
        [row] = backups(desk.target)
        assert row.problem is not None and row.problem.code == fault.code
        assert fault.facts in ({"what": name}, {"name": made.path.name})
        assert fault_of(lambda: desk.restore(made.path, key)).code == fault.code


def test_file_too_many_is_named(desk: Desk) -> None:
    """A journal beside the database would be played back into it."""
    vault, key = filled(desk)
    made = desk.back_up(vault)
    vault.close()
    (made.path / "vault.db-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7")
    [fault] = check_backup(made.path, key)
    assert (fault.code, fault.facts) == ("E-261", {"what": "vault.db-journal"})


def test_key_of_another_vault_or_of_another_time(desk: Desk) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    vault.close()
    assert [fault.code for fault in check_backup(made.path, make_key())] == ["E-262"]
    rotated = key.with_new_database_key()
    assert check_backup(made.path, rotated) == (), "while the key is changed, both are tried"
    assert [fault.code for fault in check_backup(made.path, rotated.with_newest_only())] == ["E-264"]
    assert code_of(lambda: desk.restore(made.path, rotated.with_newest_only())) == "E-264"


def test_what_is_no_backup(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing", tmp_path / "file"):
        (tmp_path / "file").write_text("[]")
        assert [fault.code for fault in check_backup(path, make_key())] == ["E-260"]
    whole = (
        '{"format": "dualrec-vault-backup", "version": 1, "files": {"vault.db": {}, "vault.keys": {}}, "vault_id": "", '
    )
    texts = ["", "[]", "{}", whole[:54] + "}", whole + '"files": 3}', whole + '"mac": NaN, "epoch": NaN}', "[" * 60_000]
    for text in (*texts, "[" * 100_000, whole + '"mac": "\\ud800"}', "\xff"):
        (tmp_path / "backup.json").write_text(text)
        assert [fault.code for fault in check_backup(tmp_path, make_key())] == ["E-260"]


# Putting back


def test_restore_says_what_is_newer_and_loses_nothing(desk: Desk) -> None:
    vault, key = filled(desk)
    desk.package("T-1", "C-T-1")
    made = desk.back_up(vault)
    seal(vault, TakeId("T-2"))
    seal(vault, begin_take(vault, "T-3"))
    begin_take(vault, "T-4")
    newest = vault._database.read(lambda db: db.execute("SELECT epoch FROM vault").fetchone()[0])
    vault.close()
    desk.package("T-2", "C-T-2")
    desk.package("T-3", "C-T-3")
    (desk.takes / "T-4.mp4.age").write_bytes(b"begun")
    (desk.packages / "T-5").mkdir()
    (desk.packages / "T-5" / "manifest.json").write_text("torn")
    (desk.packages / "station.pem").write_text("a key")
    before, recorded = content_of(desk.vault), content_of(desk.takes) | content_of(desk.packages)

    restored = desk.restore(made.path, key)
    assert [(take.take, take.case, take.has_package) for take in restored.newer] == [
        ("T-2", "C-T-2", True),
        ("T-3", "C-T-3", True),
        ("T-4", None, False),
        ("T-5", None, True),
    ]
    assert restored.newer[0].started_at == "2026-03-14T02:03:04.500Z"
    assert restored.newer[3].started_at is None
    assert restored.missing == ()
    assert restored.without_file_key == ("T-2",)
    assert (restored.epoch_before, restored.epoch) == (newest, newest + 1)
    assert restored.replaced is not None
    for name in ("vault.db", "vault.head", "vault.keys", "vault.checkpoints"):
        assert (restored.replaced / name).read_bytes() == before[name], "what was there is still there"
    assert content_of(desk.takes) | content_of(desk.packages) == recorded
    assert check_backup(made.path, key) == ()

    with open_vault(desk.vault) as vault:
        assert vault.doubt is None
        assert vault.check() == ()
        assert [(take.id, take.state) for take in vault.takes()] == [
            ("T-2", TakeState.OPEN),
            ("T-1", TakeState.SEALED),
        ]
        [row] = [row for row in vault.audit_trail() if row.kind == "vault.restored"]
        assert row.actor == "A-1"
        assert row.facts == {
            "backup_made_at": restored.made_at,
            "backup_epoch": made.epoch,
            "epoch_before": newest,
            "epoch": newest + 1,
            "newer_takes": 4,
            "missing_takes": 0,
            "takes_without_file_key": 1,
        }
        begin_take(vault, "T-6")  # and it can be written
    shutil.copytree(restored.replaced, desk.root / "before")
    with open_vault(desk.root / "before") as vault:
        assert vault.doubt is None and len(vault.takes()) == 4


def test_takes_without_a_file_are_named(desk: Desk) -> None:
    vault, key = filled(desk)
    seal(vault, begin_take(vault, "T-3"))
    vault.acknowledge_take(TakeId("T-3"), "aa" * 32)
    vault.erase_take(TakeId("T-3"), "kept upstream")
    made = desk.back_up(vault)
    vault.close()
    assert desk.restore(made.path, key).missing == ("T-1", "T-2")
    (desk.takes / "T-1.mp4.age").write_bytes(b"sealed")
    assert desk.restore(made.path, key).missing == ("T-2",)


@pytest.mark.parametrize("is_log_left", [False, True])
def test_restore_over_a_vault_that_does_not_open(desk: Desk, is_log_left: bool) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    seal(vault, TakeId("T-2"))
    if is_log_left:
        copy = desk.root / "as it was killed"
        shutil.copytree(desk.vault, copy)
        vault.close()
        shutil.rmtree(desk.vault)
        copy.rename(desk.vault)
    else:
        vault.close()
    (desk.vault / "vault.db").write_bytes(b"nothing that opens" * 1000)
    restored = desk.restore(made.path, key)
    assert restored.replaced is not None and restored.replaced.joinpath("vault.db-wal").exists() == is_log_left
    with open_vault(desk.vault) as vault:
        assert vault.doubt is None and vault.check() == ()


def test_restore_onto_an_empty_disk(desk: Desk) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    vault.close()
    shutil.rmtree(desk.vault)
    restored = desk.restore(made.path, key)
    assert (restored.replaced, restored.epoch_before, restored.epoch) == (None, None, made.epoch + 1)
    with open_vault(desk.vault) as vault:
        assert vault.doubt is None and vault.check() == ()
    again = desk.restore(made.path, key)
    assert again.replaced is not None and again.epoch > restored.epoch


def test_restore_while_a_station_runs_or_of_another_station(desk: Desk, tmp_path: Path) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    assert code_of(lambda: desk.restore(made.path, key)) == "E-203"
    vault.close()
    other = Desk(tmp_path / "other")
    new_vault(other.vault).close()
    before = content_of(other.vault)
    assert code_of(lambda: other.restore(made.path, key)) == "E-262"
    assert content_of(other.vault) == before


def test_backup_of_an_older_version_is_brought_forward(desk: Desk) -> None:
    """By the program of today, from a backup that the program of version 1 might have made."""
    folder = desk.root / "then"
    shutil.copytree(VECTORS / "version-1", folder)
    key = unlock_first_version(folder, "双录 vault of version 1", "station")
    old = Database(folder / "vault.db", key, HeadFile(folder / "vault.head", key.head_key()))
    made = desk.target / "20260101T000000.000000Z"
    made.mkdir(parents=True)
    with old.backup_lock:
        old.copy_to(made / "vault.db")
    old.close()
    shutil.copy(folder / "vault.keys", made)
    files = {name: backup._looked_at(made / name) for name in ("vault.db", "vault.keys")}
    with backup._opened(made / "vault.db", key) as db:
        content = {"format": backup.FORMAT, "version": 1, "made_at": "2026-01-01T00:00:00.000000Z", "files": files}
        content |= backup._progress(db)
    (made / "backup.json").write_text(json.dumps(content | {"mac": backup._mac(key, content)}))
    assert [row.problem for row in backups(desk.target)] == [None]
    assert check_backup(made, key) == ()

    desk.restore(made, key)
    assert sorted(path.name for path in desk.vault.iterdir()) == ["vault.db", "vault.head", "vault.keys", "vault.lock"]
    with Vault.open(desk.vault, "双录 vault of version 1") as vault:
        assert vault.doubt is None and vault.check() == ()
        kinds = [row.kind for row in vault.audit_trail()]
        assert kinds[kinds.index("vault.migrated") :][:2] == ["vault.migrated", "vault.restored"]
        assert len(vault.takes()) == 2


def test_kill_at_any_moment_of_a_restore_leaves_the_old_vault_or_the_new(desk: Desk, tmp_path: Path) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    seal(vault, TakeId("T-2"))
    seal(vault, begin_take(vault, "T-3"))
    shutil.copytree(desk.vault, tmp_path / "killed")  # with its log
    vault.close()
    shutil.rmtree(desk.vault)
    (tmp_path / "killed").rename(desk.vault)
    expected = {"T-1", "T-2", "T-3"}, {"T-1", "T-2"}

    with snapshots(desk.vault, tmp_path / "moments") as taken:
        desk.restore(made.path, key)
    seen = []
    for folder in taken:
        assert (folder / "vault.db").exists() or is_restoring(folder), "nobody takes it for an empty folder"
        finish_restore(folder)
        assert not list(folder.glob("restore-*")) and not is_restoring(folder)
        assert not finish_restore(folder), "there is nothing left to do"
        with open_vault(folder) as vault:
            assert vault.doubt is None
            assert vault.check() == ()
            seen.append({str(take.id) for take in vault.takes()})
        replaced = list(folder.glob("replaced-*"))
        assert len(replaced) == (seen[-1] == expected[1])
        for before in replaced:
            with open_vault(before) as vault:
                assert vault.doubt is None and vault.check() == () and len(vault.takes()) == 3
    assert seen == sorted(seen, key=len, reverse=True)
    assert seen.count(expected[0]) > 10 and seen.count(expected[1]) > 10
    assert len(seen) == seen.count(expected[0]) + seen.count(expected[1])


def test_kill_while_a_restore_is_finished_is_finished_too(desk: Desk, tmp_path: Path) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    seal(vault, TakeId("T-2"))
    vault.close()
    with snapshots(desk.vault, tmp_path / "first") as taken:
        desk.restore(made.path, key)
    half = next(folder for folder in taken if list(folder.glob("restore-*.ready")))
    with snapshots(half, tmp_path / "second") as again:
        assert finish_restore(half)
    assert len(again) > 10
    for folder in again:
        finish_restore(folder)
        with open_vault(folder) as vault:
            assert vault.doubt is None and vault.check() == ()
            assert vault.take(TakeId("T-2")).state is TakeState.OPEN
        [before] = folder.glob("replaced-*")
        with open_vault(before) as vault:
            assert vault.take(TakeId("T-2")).state is TakeState.SEALED


def test_disk_that_fails_at_any_moment_of_a_restore(desk: Desk) -> None:
    vault, key = filled(desk)
    made = desk.back_up(vault)
    seal(vault, TakeId("T-2"))
    vault.close()
    original = desk.vault
    moment = 0
    while True:
        desk.vault = desk.root / f"vault {moment}"
        shutil.copytree(original, desk.vault)
        with failing(desk.vault, moment) as came:
            try:
                desk.restore(made.path, key)
                is_refused = False
            except Fault as fault:
                assert fault.code in ("E-211", "E-212", "E-203"), fault  # the lock cannot be made
                is_refused = True
        if is_refused and not list(desk.vault.glob("re*-*")):
            with open_vault(desk.vault) as vault:
                assert vault.take(TakeId("T-2")).state is TakeState.SEALED, "as it was"
        finish_restore(desk.vault)
        with open_vault(desk.vault) as vault:
            assert vault.doubt is None and vault.check() == ()
        if len(came) <= moment:
            break
        moment += 1
    assert moment > 20


def test_damaged_row_is_no_reason_to_lose_the_rest(desk: Desk) -> None:
    """It was so in the vault; the check goes on saying it."""
    vault, key = filled(desk)
    vault._database.write(lambda db: db.execute("UPDATE takes SET sha256 = 'other' WHERE id = 'T-1'"))
    made = desk.back_up(vault)
    vault.close()
    assert [fault.code for fault in check_backup(made.path, key)] == ["E-219"]
    desk.restore(made.path, key)
    with open_vault(desk.vault) as vault:
        assert vault.doubt is None
        assert [fault.code for fault in vault.check()] == ["E-219"]
