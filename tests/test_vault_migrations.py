"""Vaults of every released version open for ever, and a step that fails leaves the vault as it was."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from app.model import CaseId, TakeId, TakeState
from app.vault.accounts import unlock
from app.vault.database import Database, connect
from app.vault.head import HEAD_NAME, HeadFile
from app.vault.migrations import MIGRATIONS, Step, version
from app.vault.vault import Vault
from media.fault import Fault
from tests.vault_parts import FILE_KEY, NAME, PASSPHRASE, begin_take, make_utterance, new_vault, open_vault, plain_pages

VECTORS = Path(__file__).resolve().parent / "vectors" / "vault"
VECTOR_PASSPHRASE = "双录 vault of version 1"
"""opens every vault in tests/vectors/vault/"""


def add_column(db: Any) -> None:
    """A step such as a later version will bring."""
    db.execute("ALTER TABLE takes ADD COLUMN place TEXT")
    db.execute("UPDATE takes SET place = branch FROM cases WHERE cases.id = case_id")


def fail_late(db: Any) -> None:
    db.execute("CREATE TABLE half (n INTEGER PRIMARY KEY)")
    db.execute("INSERT INTO half SELECT n FROM cases")
    db.execute("UPDATE cases SET customer_name = ''")
    raise ValueError("in the middle of a step")


def schema(folder: Path, passphrase: str = PASSPHRASE) -> list[str]:
    db = connect(folder / "vault.db", unlock(folder, passphrase).database_key())
    found = db.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    db.close()
    return [" ".join(row[0].split()) for row in found]


def prepare(folder: Path, steps: tuple[Step, ...]) -> int:
    """Open the database as a program with these steps would; the version found."""
    key = unlock(folder, PASSPHRASE)
    database = Database(folder / "vault.db", key, HeadFile(folder / HEAD_NAME, key.head_key()))
    try:
        return database.prepare(steps)
    finally:
        database.close()


def version_of(folder: Path) -> int:
    db = connect(folder / "vault.db", unlock(folder, PASSPHRASE).database_key())
    found = version(db)
    db.close()
    return found


def test_stored_vault_of_each_version_opens(tmp_path: Path) -> None:
    released = sorted(path for path in VECTORS.iterdir() if path.is_dir())
    assert [path.name for path in released] == [f"version-{n}" for n in range(1, len(MIGRATIONS) + 1)]
    for path in released:
        folder = tmp_path / path.name
        shutil.copytree(path, folder)
        with Vault.open(folder, VECTOR_PASSPHRASE) as vault:
            assert vault.doubt is None
            assert vault.check() == ()
            assert vault.case(CaseId("C-T-1")).customer_name == NAME
            assert [take.state for take in vault.takes()] == [TakeState.OPEN, TakeState.SEALED]
            assert vault.transcript(TakeId("T-1")) == (make_utterance(),)
            assert [hit.take for hit in vault.search("同意")] == ["T-2", "T-1"]
            assert vault.open_takes()[0].file_key == FILE_KEY
            assert vault.secret("station_id") == b"S-1"
        new_vault(tmp_path / f"new beside {path.name}").close()
        assert schema(folder, VECTOR_PASSPHRASE) == schema(tmp_path / f"new beside {path.name}")


def test_schema_is_the_one_written_down(tmp_path: Path) -> None:
    new_vault(tmp_path).close()
    written = (VECTORS / f"schema-{len(MIGRATIONS)}.sql").read_text(encoding="utf-8")
    assert schema(tmp_path) == [" ".join(text.split()) for text in written.split(";\n") if text.strip()]


def test_step_brings_the_vault_forward_and_leaves_a_copy_behind(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        begin_take(vault)
    assert prepare(tmp_path, (*MIGRATIONS, add_column)) == len(MIGRATIONS)
    assert version_of(tmp_path) == len(MIGRATIONS) + 1
    assert prepare(tmp_path, (*MIGRATIONS, add_column)) == len(MIGRATIONS) + 1

    copy = tmp_path / f"vault.db.v{len(MIGRATIONS)}.backup"
    key = unlock(tmp_path, PASSPHRASE).database_key()
    db = connect(copy, key)
    assert version(db) == len(MIGRATIONS)
    assert db.execute("SELECT customer_name FROM cases").fetchone()[0] == NAME
    assert db.execute("SELECT count(*) FROM file_keys").fetchone()[0] == 0
    db.close()
    assert not any(FILE_KEY in page for page in plain_pages(copy, key))
    assert any(FILE_KEY in page for page in plain_pages(tmp_path / "vault.db", key)), "the vault itself keeps it"
    assert NAME.encode() not in copy.read_bytes()
    assert not list(tmp_path.glob("*.new*"))


def test_step_that_raises_leaves_version_and_schema(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
    before = schema(tmp_path)
    with pytest.raises(Fault) as caught:
        prepare(tmp_path, (*MIGRATIONS, fail_late))
    assert caught.value.code == "E-214"
    assert caught.value.facts == {"step": len(MIGRATIONS) + 1}
    assert version_of(tmp_path) == len(MIGRATIONS)
    assert schema(tmp_path) == before
    with open_vault(tmp_path) as vault:
        assert vault.check() == ()
        assert vault.open_takes()[0].id == take
        assert vault.cases()[0].customer_name == NAME


def test_steps_before_the_one_that_raises_stay(tmp_path: Path) -> None:
    new_vault(tmp_path).close()
    with pytest.raises(Fault):
        prepare(tmp_path, (*MIGRATIONS, add_column, fail_late))
    assert version_of(tmp_path) == len(MIGRATIONS) + 1
    assert prepare(tmp_path, (*MIGRATIONS, add_column)) == len(MIGRATIONS) + 1


def test_newer_vault_is_refused_and_left_alone(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        begin_take(vault)
    assert prepare(tmp_path, (*MIGRATIONS, add_column)) == len(MIGRATIONS)
    before = (tmp_path / "vault.db").read_bytes()
    with pytest.raises(Fault) as caught:
        open_vault(tmp_path)
    assert caught.value.code == "E-206"
    assert caught.value.facts == {"found": len(MIGRATIONS) + 1, "known": len(MIGRATIONS)}
    assert (tmp_path / "vault.db").read_bytes() == before


def test_vault_in_doubt_is_not_migrated(tmp_path: Path) -> None:
    new_vault(tmp_path).close()
    (tmp_path / HEAD_NAME).unlink()
    with pytest.raises(Fault) as caught:
        prepare(tmp_path, (*MIGRATIONS, add_column))
    assert caught.value.code == "E-208"
    assert version_of(tmp_path) == len(MIGRATIONS)
