"""Who may open a vault: the right passphrase, one station at a time, and a key file that is whole."""

import json
import os
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

from app.faults import exit_code, sentence
from app.vault import founding
from app.vault.accounts import AccountBook, unlock
from app.vault.keyfile import sole_account
from app.vault.keys import KEYS_NAME, Kdf, VaultKey, make_key
from app.vault.tries import TRIES_NAME
from app.vault.vault import Vault
from media.clock import NS, FastClock
from media.fault import Fault
from tests.vault_parts import CHEAP, PASSPHRASE, begin_take, new_vault, open_vault

ROOT = Path(__file__).resolve().parent.parent

HOLD = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.vault_parts import begin_take, open_vault

vault = open_vault(Path(sys.argv[1]))
begin_take(vault)
print("open", flush=True)
sys.stdin.read()
"""


def write_keys(folder: Path, key: VaultKey, passphrase: str, kdf: Kdf) -> None:
    (folder / KEYS_NAME).write_bytes(AccountBook.make(key, [sole_account(passphrase)], kdf))


def fault_of(folder: Path, passphrase: str = PASSPHRASE, account: str = "station") -> Fault:
    with pytest.raises(Fault) as caught:
        Vault.open(folder, passphrase, account=account)
    return caught.value


def test_wrong_passphrase_opens_nothing(tmp_path: Path) -> None:
    new_vault(tmp_path).close()
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    for wrong in ("", " ", PASSPHRASE + " ", PASSPHRASE.upper(), "demo", "x" * 10_000, "\ud800", "\x00"):
        (tmp_path / TRIES_NAME).unlink(missing_ok=True)
        fault = fault_of(tmp_path, wrong)
        assert (fault.code, fault.facts, exit_code(fault)) == ("E-205", {"left": 4}, 4)
    (tmp_path / TRIES_NAME).unlink()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_guessing_is_locked_out_and_stands_in_the_audit_trail(tmp_path: Path) -> None:
    new_vault(tmp_path).close()
    assert [fault_of(tmp_path, "wrong").facts["left"] for _ in range(5)] == [4, 3, 2, 1, 0]
    assert fault_of(tmp_path, PASSPHRASE).code == "E-249", "the right one does not open it either"
    clock = FastClock(time.time_ns() + 31 * NS)
    with Vault.open(tmp_path, PASSPHRASE, clock=clock, since_boot_ns=lambda: time.monotonic_ns() + 31 * NS) as vault:
        told = [(row.kind, row.actor) for row in vault.audit_trail() if row.kind.startswith("login.")]
        assert told == [("login.failed", "station")] * 5 + [("login.locked_out", "station")]
    with Vault.open(tmp_path, PASSPHRASE, clock=clock) as vault:
        assert sum(row.kind == "login.failed" for row in vault.audit_trail()) == 5, "each is told once"
    (tmp_path / TRIES_NAME).unlink()
    with Vault.open(tmp_path, PASSPHRASE, clock=clock) as vault:
        assert any(row.kind == "login.tries_missing" for row in vault.audit_trail())


def test_unknown_account_says_and_costs_the_same(tmp_path: Path) -> None:
    write_keys(tmp_path, make_key(), PASSPHRASE, Kdf(memory_kib=32 * 1024, iterations=2, lanes=1))

    def refuse(passphrase: str, account: str) -> tuple[float, str]:
        begin = time.process_time()
        with pytest.raises(Fault) as caught:
            unlock(tmp_path, passphrase, account)
        return time.process_time() - begin, sentence(caught.value)

    known = [refuse("wrong", "station") for _ in range(3)]
    unknown = [refuse(PASSPHRASE, "nobody") for _ in range(3)]
    assert {said for _, said in known} == {said for _, said in unknown}
    assert 0.5 < min(known)[0] / min(unknown)[0] < 2


def test_passphrase_typed_decomposed_opens_too(tmp_path: Path) -> None:
    composed = unicodedata.normalize("NFC", "é가")
    Vault.create(tmp_path, [sole_account(composed)], kdf=CHEAP).close()
    Vault.open(tmp_path, unicodedata.normalize("NFD", composed)).close()


def test_empty_passphrase_makes_no_vault(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        Vault.create(tmp_path / "vault", [sole_account("")], kdf=CHEAP)
    assert caught.value.code == "E-216"
    assert not (tmp_path / "vault").exists()


def test_flipped_bit_of_the_key_file_gives_no_other_key(tmp_path: Path) -> None:
    key = make_key()
    write_keys(tmp_path, key, PASSPHRASE, CHEAP)
    path = tmp_path / "vault.keys"
    content = path.read_bytes()
    opened = 0
    for at in range(0, len(content) * 8, 17):
        damaged = bytearray(content)
        damaged[at // 8] ^= 1 << at % 8
        path.write_bytes(damaged)
        try:
            other = unlock(tmp_path, PASSPHRASE)
        except Fault as fault:
            assert fault.code in ("E-204", "E-205", "E-206", "E-230", "E-231")
        else:  # white space, or a kit that nobody asked for: what opens is the very same
            opened += 1
            assert other.database_key() == key.database_key()
    assert opened < len(content) // 17


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 1 << 40},
        {"iterations": 1 << 40},
        {"lanes": 0},
        {"lanes": True},
        {"name": "none"},
        {"salt": ""},
    ],
)
def test_key_file_that_asks_for_nonsense_is_refused_at_once(tmp_path: Path, change: dict[str, object]) -> None:
    write_keys(tmp_path, make_key(), PASSPHRASE, CHEAP)
    document = json.loads((tmp_path / "vault.keys").read_text())
    document["locks"]["station"]["kdf"].update(change)
    (tmp_path / "vault.keys").write_text(json.dumps(document))
    with pytest.raises(Fault) as caught:
        unlock(tmp_path, PASSPHRASE)
    assert caught.value.code == "E-204"


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b" " * (2 << 20), b'{"format": 1}']
)
def test_key_file_of_something_else_is_refused(tmp_path: Path, content: bytes) -> None:
    new_vault(tmp_path).close()
    (tmp_path / "vault.keys").write_bytes(content)
    assert fault_of(tmp_path).code == "E-204"


def test_weaker_parameters_put_in_by_a_stranger_do_not_open(tmp_path: Path) -> None:
    write_keys(tmp_path, make_key(), PASSPHRASE, Kdf(memory_kib=128, iterations=1, lanes=1))
    path = tmp_path / "vault.keys"
    path.write_text(path.read_text().replace('"memory_kib": 128', '"memory_kib": 64'))
    with pytest.raises(Fault) as caught:
        unlock(tmp_path, PASSPHRASE)
    assert caught.value.code == "E-205"


def test_key_file_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    new_vault(tmp_path).close()
    path = tmp_path / "vault.keys"
    path.write_text(path.read_text().replace('"version": 2', '"version": 3'))
    assert fault_of(tmp_path).code == "E-206"


def test_key_file_of_another_vault_does_not_open_this_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        new_vault(tmp_path / name).close()
    os.replace(tmp_path / "one" / "vault.keys", tmp_path / "two" / "vault.keys")
    assert fault_of(tmp_path / "two").code == "E-207"


def test_missing_parts_are_told_apart(tmp_path: Path) -> None:
    assert fault_of(tmp_path).code == "E-201"
    assert fault_of(tmp_path / "nowhere").code == "E-201"
    new_vault(tmp_path).close()
    (tmp_path / "vault.keys").rename(tmp_path / "away")
    assert fault_of(tmp_path).code == "E-204"
    (tmp_path / "away").rename(tmp_path / "vault.keys")
    (tmp_path / "vault.db").unlink()
    assert fault_of(tmp_path).code == "E-217"
    with pytest.raises(Fault) as caught:
        new_vault(tmp_path)
    assert caught.value.code == "E-217", "a new vault would hide that the old one is lost"


def test_create_never_replaces_a_vault(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        begin_take(vault)
    with pytest.raises(Fault) as caught:
        new_vault(tmp_path)
    assert caught.value.code == "E-202"
    with open_vault(tmp_path) as vault:
        assert len(vault.cases()) == 1


@pytest.mark.parametrize("step", ["replace_file", "os.replace", "sync_folder"])
def test_create_cut_short_starts_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"{founding.__name__}.{step}", cut)
        with pytest.raises(KeyboardInterrupt):
            new_vault(tmp_path)
    if step == "sync_folder":  # it was in place already
        open_vault(tmp_path).close()
        return
    assert fault_of(tmp_path).code == "E-201"
    with new_vault(tmp_path) as vault:
        begin_take(vault)
    with open_vault(tmp_path) as vault:
        assert len(vault.cases()) == 1 and vault.check() == ()


def test_second_station_is_refused_until_the_first_dies(tmp_path: Path) -> None:
    new_vault(tmp_path).close()
    first = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path), str(ROOT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with first:
        assert first.stdin is not None and first.stdout is not None
        assert first.stdout.readline() == b"open\n"
        fault = fault_of(tmp_path)
        assert (fault.code, exit_code(fault)) == ("E-203", 4)
        assert fault_of(tmp_path, "wrong").code == "E-203", "no guessing while it is in use"
        (tmp_path / "vault.lock").unlink()
        assert fault_of(tmp_path).code == "E-203", "the database has a lock of its own"
        first.kill()
        first.wait()
    with open_vault(tmp_path) as vault:
        assert vault.doubt is None
        assert len(vault.open_takes()) == 1


def test_second_opening_in_one_process_is_refused(tmp_path: Path) -> None:
    with new_vault(tmp_path):
        assert fault_of(tmp_path).code == "E-203"
    open_vault(tmp_path).close()


def test_key_tells_nothing_of_itself(tmp_path: Path) -> None:
    root = bytes(range(32))
    key = VaultKey(root, "ab" * 16)
    shown = f"{key!r} {key} {key.__reduce_ex__ is not None}"
    for secret in (root, key.database_key(), key.head_key(), key.row_key()):
        assert secret.hex() not in shown and repr(secret) not in shown
    assert len({key.database_key(), key.head_key(), key.row_key()}) == 3
    write_keys(tmp_path, key, PASSPHRASE, CHEAP)
    assert unlock(tmp_path, PASSPHRASE).row_key() == key.row_key()
    assert PASSPHRASE not in (tmp_path / "vault.keys").read_text()


def test_default_parameters_are_those_recommended_or_more() -> None:
    kdf = Kdf()
    assert kdf.memory_kib >= 64 * 1024 and kdf.iterations >= 3 and kdf.lanes >= 4
    assert kdf.is_sane()
