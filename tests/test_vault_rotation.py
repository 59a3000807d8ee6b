"""A new database key: all is there under the new one, nothing under the old, and a crash leaves one of the two."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.model import TakeId, TakeState
from app.vault import rotation
from app.vault.database import Database, connect, connect_by_any
from app.vault.head import HEAD_NAME, HeadFile
from app.vault.integrity import check
from app.vault.keys import VaultKey, make_key
from app.vault.migrations import MIGRATIONS, version
from app.vault.rotation import reencrypt
from media.fault import Fault
from tests.moment_parts import failing, snapshots
from tests.vault_parts import (
    FILE_KEY,
    ID_NUMBER,
    NAME,
    begin_take,
    new_vault,
    open_vault,
    plain_pages,
    seal,
)

CANARIES = (NAME.encode(), ID_NUMBER.encode(), "我知道，同意".encode(), "长寿宝".encode(), FILE_KEY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


def filled(folder: Path) -> tuple[VaultKey, VaultKey]:
    """A closed vault with a sealed take, an open one and a copy that a migration left; its key, and with a new one."""
    with new_vault(folder) as vault:
        seal(vault, begin_take(vault, "T-1"))
        begin_take(vault, "T-2")
        vault._database._submit(lambda: vault._database._back_up(2))
        key = vault.in_hand.vault
    return key, key.with_new_database_key()


def rotate(folder: Path, both: VaultKey) -> None:
    new, old = both.database_keys()
    reencrypt(folder / "vault.db", old, new)


def database_of(folder: Path, key: VaultKey) -> Database:
    database = Database(folder / "vault.db", key, HeadFile(folder / HEAD_NAME, key.head_key()))
    database.prepare()
    return database


def state_of(folder: Path, key: VaultKey) -> tuple[Any, ...]:
    """What the vault says of itself, by this key; it must be sound and without doubt."""
    database = database_of(folder, key)
    try:
        assert database.doubt is None
        assert database.read(lambda db: list(check(db, key.row_key()))) == []
        return database.read(
            lambda db: (
                version(db),
                db.execute("SELECT * FROM vault").fetchall(),
                db.execute("SELECT * FROM audit").fetchall(),
                db.execute("SELECT id, state, hex(rows_sha256) FROM takes ORDER BY n").fetchall(),
                db.execute("SELECT * FROM file_keys").fetchall(),
                db.execute(
                    "SELECT rowid FROM utterance_index('同') UNION SELECT rowid FROM case_index('欧')"
                ).fetchall(),
                [db.execute(f"PRAGMA {name}").fetchall() for name in ("page_size", "journal_mode", "auto_vacuum")],
            )
        )
    finally:
        database.close()


def opens(path: Path, key: bytes) -> bool:
    """Whether this file shows anything to who has this key; of a copy, so that nothing is changed by looking."""
    copy = path.with_name("looked at")
    shutil.copy(path, copy)
    try:
        db = connect(copy, key)
        try:
            return bool(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
        except Exception as problem:
            assert getattr(problem, "sqlite_errorname", "") == "SQLITE_NOTADB"
            return False
        finally:
            db.close()
    finally:
        copy.unlink()


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def test_everything_is_there_under_the_new_key_and_nothing_under_the_old(folder: Path) -> None:
    _, both = filled(folder)
    new, old = both.database_keys()
    before = state_of(folder, both)
    old_pages = set(pages(folder / "vault.db"))
    assert opens(folder / "vault.db", old) and opens(folder / "vault.db.v2.backup", old)

    rotate(folder, both)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["vault.db", "vault.db.v2.backup", "vault.head", "vault.keys", "vault.lock", "vault.reserve"]
    for path in list(folder.iterdir()):
        assert not opens(path, old) or path.stat().st_size == 0, path.name
    assert opens(folder / "vault.db", new) and opens(folder / "vault.db.v2.backup", new)
    assert not old_pages & set(pages(folder / "vault.db")), "not one page as it was"
    assert not any(canary in path.read_bytes() for path in folder.iterdir() for canary in CANARIES)
    assert any(NAME.encode() in page for page in plain_pages(folder / "vault.db", new)), "though it is all there"
    assert state_of(folder, both.with_newest_only()) == before


def pages(path: Path) -> list[bytes]:
    content = path.read_bytes()
    return [content[at : at + 4096] for at in range(0, len(content), 4096)]


def test_nothing_readable_is_on_the_disk_at_any_moment(folder: Path, tmp_path: Path) -> None:
    _, both = filled(folder)
    with snapshots(folder, tmp_path / "moments") as taken:
        rotate(folder, both)
    files = [file for moment in taken for file in moment.rglob("*") if file.is_file()]
    assert len(files) > 50
    assert not any(canary in file.read_bytes() for file in files for canary in CANARIES)


def test_kill_at_any_moment_leaves_a_vault_that_opens(folder: Path, tmp_path: Path) -> None:
    """With the old key or the new one, and the second attempt ends what the first began."""
    _, both = filled(folder)
    expected = state_of(folder, both)
    new, old = both.database_keys()
    with snapshots(folder, tmp_path / "moments") as taken:
        rotate(folder, both)
    found = []
    for moment in taken:
        database = database_of(moment, both)
        found.append(database.has_newest_key)
        database.close()
        assert opens(moment / "vault.db", new if found[-1] else old)
        assert state_of(moment, both) == expected
        rotate(moment, both)
        assert state_of(moment, both.with_newest_only()) == expected
        assert not any(opens(path, old) for path in moment.glob("vault.db*"))
        assert not list(moment.glob("*.rotated*"))
    assert found == sorted(found), "old, then new"
    assert found.count(False) > 10 and found[-1]


def test_disk_that_fails_at_any_moment_leaves_a_vault_that_opens(folder: Path, tmp_path: Path) -> None:
    _, both = filled(folder)
    expected = state_of(folder, both)
    moment, refused = 0, 0
    while True:
        copy = tmp_path / f"copy {moment}"
        shutil.copytree(folder, copy)
        with failing(copy, moment) as came:
            try:
                rotate(copy, both)
            except Fault as fault:
                assert fault.code == "E-211"
                refused += 1
        assert state_of(copy, both) == expected
        rotate(copy, both)
        assert not list(copy.glob("*.rotated*"))
        assert state_of(copy, both.with_newest_only()) == expected
        if len(came) <= moment:
            break
        moment += 1
    assert refused > 10


def test_log_that_a_crash_left_comes_along(folder: Path, tmp_path: Path) -> None:
    """Sealed takes that lie in the write-ahead log alone are in the new file, and no old log meets it."""
    filled(folder)
    with open_vault(folder) as vault:
        seal(vault, TakeId("T-2"))
        begin_take(vault, "T-3")
        shutil.copytree(folder, tmp_path / "killed")
        both = vault.in_hand.vault.with_new_database_key()
    assert (tmp_path / "killed" / "vault.db-wal").stat().st_size > 0
    rotate(tmp_path / "killed", both)
    assert not list((tmp_path / "killed").glob("vault.db-*"))
    takes = state_of(tmp_path / "killed", both.with_newest_only())[3]
    assert [(take, state) for take, state, _ in takes] == [
        ("T-1", TakeState.SEALED),
        ("T-2", TakeState.SEALED),
        ("T-3", TakeState.OPEN),
    ]


def test_key_that_does_not_fit_does_no_harm_to_the_log(folder: Path, tmp_path: Path) -> None:
    """As when the change of the key was cut short before the file was, and the station then crashed."""
    filled(folder)
    with open_vault(folder) as vault:
        begin_take(vault, "T-3")
        shutil.copytree(folder, tmp_path / "killed")
        both = vault.in_hand.vault.with_new_database_key()
        expected = vault._database.read(lambda db: db.execute("SELECT * FROM audit").fetchall())
    database = database_of(tmp_path / "killed", both)
    assert not database.has_newest_key
    assert database.doubt is None
    assert database.read(lambda db: db.execute("SELECT * FROM audit").fetchall()) == expected
    database.close()


def test_database_takes_the_first_key_that_fits(folder: Path) -> None:
    key, both = filled(folder)
    assert state_of(folder, key) == state_of(folder, both)
    wrong = make_key().database_key()
    [right] = key.database_keys()
    for keys in ([right], [right, wrong], [wrong, right], [wrong, wrong[::-1], right]):
        db, found = connect_by_any(folder / "vault.db", keys)
        assert found == right and version(db) == len(MIGRATIONS)
        db.close()
    stranger = VaultKey(b"s" * 32, key.vault_id, (wrong, wrong[::-1]))
    assert code_of(lambda: database_of(folder, stranger)) == "E-207"
    assert code_of(lambda: database_of(folder, stranger.with_newest_only())) == "E-207"
    assert code_of(lambda: reencrypt(folder / "vault.db", wrong, wrong[::-1])) == "E-207"
    assert code_of(lambda: reencrypt(folder / "no vault.db", right, wrong)) == "E-207"
    assert not (folder / "no vault.db").exists()
    with open_vault(folder) as vault:
        assert vault.check() == ()


def test_new_file_is_made_with_the_newest_key(tmp_path: Path) -> None:
    both = make_key().with_new_database_key()
    database = Database(tmp_path / "new.db", both, HeadFile(tmp_path / HEAD_NAME, both.head_key()))
    database.lay_out()
    assert database.has_newest_key
    database.close()
    assert opens(tmp_path / "new.db", both.database_keys()[0])
    assert not opens(tmp_path / "new.db", both.database_keys()[1])


def test_copy_that_is_not_the_same_is_thrown_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, both = filled(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    compare = rotation._compare

    def compare_after(statement: str) -> Callable[..., None]:
        def spoil(source: Any, beside: Path, new_key: bytes) -> None:
            copy = connect(beside, new_key)
            copy.execute(statement)
            copy.close()
            compare(source, beside, new_key)

        return spoil

    for statement in (
        "DELETE FROM audit WHERE n = 3",
        "UPDATE takes SET state = 'sealed' WHERE id = 'T-2'",
        "PRAGMA user_version = 2",
        "DROP INDEX takes_of_case",
        "UPDATE utterances SET text = text || ' '",
    ):
        monkeypatch.setattr(rotation, "_compare", compare_after(statement))
        assert code_of(lambda: rotate(folder, both)) == "E-263"
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    monkeypatch.undo()
    rotate(folder, both)
    assert state_of(folder, both.with_newest_only())


def test_a_vault_that_is_rotated_again_and_again(folder: Path) -> None:
    key, both = filled(folder)
    expected = state_of(folder, key)
    keys = [key.database_key()]
    for _ in range(3):
        rotate(folder, both)
        both = both.with_newest_only()
        assert state_of(folder, both) == expected
        keys.append(both.database_key())
        both = both.with_new_database_key()
    assert [opens(folder / "vault.db", each) for each in keys] == [False, False, False, True]
