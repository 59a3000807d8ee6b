"""A vault tied to one computer: where its key lies, what is no place for it, and what it seals."""

import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, PasswordSetError

from app.faults import exit_code, sentence
from app.vault.binding import (
    SERVICE,
    KeyStore,
    MemoryKeyStore,
    device_key,
    forget_device_key,
    open_under,
    seal_under,
    store_device_key,
)
from media.fault import Fault

ROOT = Path(__file__).resolve().parent.parent
VAULT, OTHER_VAULT = "5c" * 16, "a7" * 16
KEY = bytes(range(32))


def test_key_is_kept_for_one_vault_and_forgotten_on_demand() -> None:
    store = MemoryKeyStore()
    key = store_device_key(VAULT, store)
    assert len(key) == 32 and key != store_device_key(OTHER_VAULT, store)
    assert device_key(VAULT, store) == key
    assert b64decode(store.get_password(SERVICE, VAULT) or "") == key
    forget_device_key(VAULT, store)
    forget_device_key(VAULT, store)
    assert _code(lambda: device_key(VAULT, store)) == "E-250"
    assert len(device_key(OTHER_VAULT, store)) == 32


def test_key_is_new_for_every_computer() -> None:
    assert store_device_key(VAULT, MemoryKeyStore()) != store_device_key(VAULT, MemoryKeyStore())


def test_storing_again_keeps_the_key_that_grants_lie_under() -> None:
    store = MemoryKeyStore()
    assert store_device_key(VAULT, store) == store_device_key(VAULT, store)


def test_another_computer_has_no_key_and_the_sentence_says_what_to_do() -> None:
    store_device_key(VAULT, MemoryKeyStore())
    with pytest.raises(Fault) as caught:
        device_key(VAULT, MemoryKeyStore())
    assert (caught.value.code, caught.value.facts, exit_code(caught.value)) == ("E-250", {}, 4)
    assert "恢复卡" in sentence(caught.value) and "recovery" in sentence(caught.value, "en")


@pytest.mark.parametrize("entry", ["", "AAAA", "not base64!", "钥匙", "A" * 44])
def test_entry_that_is_no_key_is_none(entry: str) -> None:
    store = MemoryKeyStore()
    store.set_password(SERVICE, VAULT, entry)
    assert _code(lambda: device_key(VAULT, store)) == "E-250"
    assert store_device_key(VAULT, store) == device_key(VAULT, store)


def test_locked_store_is_told_apart_from_an_empty_one() -> None:
    store = MemoryKeyStore()
    key = store_device_key(VAULT, store)
    store.is_locked = True
    for act in (device_key, store_device_key, forget_device_key):
        assert _code(partial(act, VAULT, store)) == "E-251"
    store.is_locked = False
    assert device_key(VAULT, store) == key


class Forgetful(MemoryKeyStore):
    """Says yes and keeps something else."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[::-1])


class Deaf(MemoryKeyStore):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Refusing(MemoryKeyStore):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(password)


@pytest.mark.parametrize("store", [Forgetful(), Deaf(), Refusing()])
def test_store_that_does_not_keep_the_key_is_no_store(store: MemoryKeyStore) -> None:
    with pytest.raises(Fault) as caught:
        store_device_key(VAULT, store)
    assert caught.value.code == "E-251"
    assert caught.value.facts["reason"] in ("read-back", "PasswordSetError")
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


class Worthless(MemoryKeyStore):
    priority = 0.0


class Unfit(MemoryKeyStore):
    @property
    def priority(self) -> float:  # type: ignore[override]
        raise RuntimeError("no D-Bus")


class PlainFile(MemoryKeyStore):
    """As keyrings.alt's, which would write the key into a file."""

    __module__ = "keyrings.alt.file"
    priority = 0.5


class DressedUp(PlainFile):
    priority = 9.0


@pytest.mark.parametrize(
    "kind", [fail.Keyring, null.Keyring, chainer.ChainerBackend, Worthless, Unfit, PlainFile, DressedUp]
)
def test_what_keeps_nothing_or_keeps_it_open_is_refused(kind: Callable[[], KeyStore]) -> None:
    store = kind()
    for act in (store_device_key, device_key, forget_device_key):
        with pytest.raises(Fault) as caught:
            act(VAULT, store)
        assert caught.value.code == "E-251"
        assert type(store).__name__ in str(caught.value.facts["reason"])
    assert not isinstance(store, MemoryKeyStore) or store.get_password(SERVICE, VAULT) is None


def test_chain_is_asked_for_its_first_true_store(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Callable[[], KeyStore]] = [null.Keyring, PlainFile, MemoryKeyStore]
    nothing, plain, true = (kind() for kind in made)
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [nothing, plain, true])
    chain: Callable[[], KeyStore] = chainer.ChainerBackend
    key = store_device_key(VAULT, chain())
    assert device_key(VAULT, true) == key and plain.get_password(SERVICE, VAULT) is None


def test_locked_key_store_of_the_library_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked(MemoryKeyStore):
        def get_password(self, service: str, username: str) -> str | None:
            raise KeyringLocked("Failed to unlock the collection!")

    with pytest.raises(Fault) as caught:
        device_key(VAULT, Locked())
    assert caught.value.facts == {"reason": "KeyringLocked"}


DEFAULT_STORE = """
import sys
sys.path.insert(0, sys.argv[1])
import app.vault.binding
from media.fault import Fault

assert "keyring" not in sys.modules, "loaded before it is needed"
for act in (app.vault.binding.store_device_key, app.vault.binding.device_key, app.vault.binding.forget_device_key):
    try:
        act("5c" * 16)
    except Fault as fault:
        print(fault.code, fault.facts["reason"])
"""

PLUG_IN = """
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    priority = 9

    def get_password(self, service, username):
        open("asked", "w").close()

    set_password = delete_password = get_password
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is a key store, and a test has nothing to seek in it")
@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (None, "keyring.backends.fail.Keyring"),
        ("keyring.backends.null.Keyring", "keyring.backends.null.Keyring"),
        ("keyrings.alt.file.PlaintextKeyring", "keyrings.alt.file.PlaintextKeyring|ModuleNotFoundError"),
        ("plug_in.Keyring", "plug_in.Keyring"),
        ("no_such_module.Keyring", "ModuleNotFoundError"),
    ],
)
def test_computer_without_a_key_store_binds_nothing(tmp_path: Path, chosen: str | None, said: str) -> None:
    (tmp_path / "plug_in.py").write_text(PLUG_IN)
    environ = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    environ |= {"PYTHONPATH": str(tmp_path)} | ({} if chosen is None else {"PYTHON_KEYRING_BACKEND": chosen})
    done = subprocess.run(
        [sys.executable, "-c", DEFAULT_STORE, str(ROOT)], cwd=tmp_path, env=environ, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 3 and all(line in [f"E-251 {each}" for each in said.split("|")] for line in lines)
    assert sorted(file.name for file in tmp_path.iterdir() if file.name != "__pycache__") == ["plug_in.py"]


def test_fake_never_becomes_the_store_of_this_computer() -> None:
    assert not issubclass(MemoryKeyStore, KeyringBackend), "its kinds enter the library's list by being made"


@given(content=st.binary(max_size=300), context=st.binary(max_size=40))
def test_sealed_content_comes_back(content: bytes, context: bytes) -> None:
    sealed = seal_under(KEY, content, context)
    assert len(sealed) == 12 + len(content) + 16
    assert open_under(KEY, sealed, context) == content
    assert seal_under(KEY, content, context) != sealed


def test_any_other_key_context_or_byte_opens_nothing() -> None:
    sealed = seal_under(KEY, b"grant", b"vault 1")
    wrong = [(bytes(32), sealed, b"vault 1"), (KEY, sealed, b"vault 2"), (KEY, sealed, b"")]
    wrong += [(KEY, sealed[:cut], b"vault 1") for cut in range(len(sealed))]
    wrong += [(KEY, _flipped(sealed, bit), b"vault 1") for bit in range(len(sealed) * 8)]
    for key, content, context in wrong:
        with pytest.raises(Fault) as caught:
            open_under(key, content, context)
        assert caught.value.code == "E-250"


def test_secrets_have_no_readable_form() -> None:
    store = MemoryKeyStore()
    store_device_key(VAULT, store)
    assert repr(store) == "<MemoryKeyStore of 1>"


def _flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _code(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code
