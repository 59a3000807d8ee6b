"""Accounts and keys: what each role holds, what a change of roles or a reset takes away, and a table nobody forges."""

import json
import shutil
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.evidence.sealed import generate_identity
from app.rights import Right, Role
from app.vault.accounts import AccountBook, KeysInHand, unlock
from app.vault.audit import canonical
from app.vault.binding import MemoryKeyStore, device_key, store_device_key
from app.vault.keyfile import NewAccount
from app.vault.keys import KEYS_NAME, VaultKey, make_key
from app.vault.recovery import make_seed
from media.fault import Fault
from tests.vault_parts import CHEAP

PASSPHRASE = "four words of nonsense"
SEED = make_seed()
ARCHIVE = generate_identity().recipient


def account(name: str, *roles: Role, passphrase: str = PASSPHRASE) -> NewAccount:
    return NewAccount(name, passphrase, frozenset(roles))


FOUNDERS = (
    account("admin", Role.ADMINISTRATOR),
    account("boss", Role.SUPERVISOR),
    account("0123", Role.CLERK),
)


@pytest.fixture
def key() -> VaultKey:
    return make_key()


@pytest.fixture
def folder(tmp_path: Path, key: VaultKey) -> Path:
    content = AccountBook.make(key, FOUNDERS, CHEAP, archive=[ARCHIVE], recovery_seed=SEED)
    (tmp_path / KEYS_NAME).write_bytes(content)
    return tmp_path


def enter(folder: Path, name: str, passphrase: str = PASSPHRASE) -> tuple[AccountBook, KeysInHand]:
    book, in_hand = AccountBook.open(folder, passphrase, name)
    assert book is not None
    return book, in_hand


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def rewritten(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads((folder / KEYS_NAME).read_bytes())
    change(document)
    (folder / KEYS_NAME).write_text(json.dumps(document))


def test_each_role_holds_its_keys_and_no_others(folder: Path, key: VaultKey) -> None:
    held = {}
    for name in ("admin", "boss", "0123"):
        _, in_hand = enter(folder, name)
        held[name] = (bool(in_hand.replay), in_hand.authority is not None)
        assert in_hand.vault.database_key() == key.database_key() and in_hand.vault.row_key() == key.row_key()
    assert held == {"admin": (False, True), "boss": (True, False), "0123": (False, False)}
    _, boss = enter(folder, "boss")
    assert boss.replay[0].recipient == enter(folder, "0123")[0].recipients[0]
    assert enter(folder, "0123")[0].recipients[1] == ARCHIVE


def test_a_clerks_grants_open_nothing_of_others(folder: Path) -> None:
    """Not even when they are put under the clerk's name: a grant is sealed for one account's key."""
    rewritten(folder, lambda d: d["grants"]["0123"].update(d["grants"]["boss"]))
    assert code_of(lambda: enter(folder, "0123")) == "E-204"


@pytest.mark.parametrize("roles", [["supervisor"], ["clerk", "supervisor"]])
def test_roles_written_into_the_table_are_refused(folder: Path, roles: list[str]) -> None:
    def promote(document: dict[str, Any]) -> None:
        document["table"]["accounts"][2]["roles"] = roles

    rewritten(folder, promote)
    for name in ("0123", "boss", "admin"):
        assert code_of(lambda name=name: enter(folder, name)) == "E-230"  # type: ignore[misc]


def test_table_of_another_authority_is_seen_by_everybody(folder: Path) -> None:
    """The clerk signs a table of his own with a key of his own: his passphrase, and everybody's, knows another one."""
    forger = Ed25519PrivateKey.generate()

    def forge(document: dict[str, Any]) -> None:
        table = document["table"]
        table["accounts"][2]["roles"] = ["supervisor"]
        table["authority"] = b64encode(forger.public_key().public_bytes_raw()).decode()
        document["signature"] = b64encode(forger.sign(canonical(table).encode())).decode()

    rewritten(folder, forge)
    for name in ("0123", "boss", "admin"):
        assert code_of(lambda name=name: enter(folder, name)) == "E-230"  # type: ignore[misc]


def test_new_replayer_waits_for_somebody_who_holds_the_key(folder: Path) -> None:
    book, admin = enter(folder, "admin")
    book.add(account("qc", Role.INSPECTOR), admin, CHEAP)
    assert book.account("qc").waits_for_replay
    assert enter(folder, "qc")[1].replay == ()
    assert code_of(lambda: book.grant_replay("qc", admin)) == "E-238"
    other, boss = enter(folder, "boss")
    other.grant_replay("qc", boss)
    assert enter(folder, "qc")[1].replay[0].text == boss.replay[0].text
    assert not enter(folder, "admin")[0].account("qc").waits_for_replay


def test_reset_by_an_administrator_takes_the_replay_key_away(folder: Path) -> None:
    book, admin = enter(folder, "admin")
    book.reset("boss", "chosen by the administrator", admin, CHEAP)
    assert code_of(lambda: enter(folder, "boss")) == "E-205"
    _, boss = enter(folder, "boss", "chosen by the administrator")
    assert boss.replay == () and book.account("boss").is_temporary and book.account("boss").waits_for_replay
    assert len(book.verifiers()["boss"]) == 2, "what was signed before can still be checked"


def test_role_taken_away_takes_the_grant_and_makes_a_rotation_due(folder: Path) -> None:
    book, admin = enter(folder, "admin")
    book.add(account("boss2", Role.SUPERVISOR), admin, CHEAP)
    holder_book, boss = enter(folder, "boss")
    holder_book.grant_replay("boss2", boss)
    book, admin = enter(folder, "admin")
    book.change("boss2", admin, roles=frozenset({Role.CLERK}))
    assert enter(folder, "boss2")[1].replay == () and book.is_rotation_due
    before = book.recipients[0]
    recipient = book.rotate_replay(boss, admin)
    assert recipient != before and book.recipients[0] == recipient and not book.is_rotation_due
    _, again = enter(folder, "boss")
    assert [identity.recipient for identity in again.replay] == [recipient, before], "old takes stay open"
    assert book.recipients[1] == ARCHIVE


def test_roles_that_go_not_together(folder: Path) -> None:
    book, admin = enter(folder, "admin")
    for roles in (
        {Role.ADMINISTRATOR, Role.SUPERVISOR},
        {Role.CLERK, Role.INSPECTOR},
        {Role.AUDITOR, Role.CLERK},
        set(),
    ):
        assert code_of(lambda roles=roles: book.change("0123", admin, roles=frozenset(roles))) == "E-234"  # type: ignore[misc]
        assert code_of(lambda roles=roles: book.add(account("x", *roles), admin, CHEAP)) == "E-234"  # type: ignore[misc]
    book.change("0123", admin, roles=frozenset({Role.CLERK, Role.SUPERVISOR}))
    assert enter(folder, "0123")[0].account("0123").roles == {Role.CLERK, Role.SUPERVISOR}


def test_last_administrator_stays(folder: Path) -> None:
    book, admin = enter(folder, "admin")
    assert code_of(lambda: book.change("admin", admin, is_disabled=True)) == "E-239"
    assert code_of(lambda: book.change("admin", admin, roles=frozenset({Role.CLERK}))) == "E-239"


def test_only_the_authority_changes_the_table(folder: Path) -> None:
    book, clerk = enter(folder, "0123")
    before = (folder / KEYS_NAME).read_bytes()
    for act in (
        lambda: book.add(account("x", Role.CLERK), clerk, CHEAP),
        lambda: book.change("0123", clerk, roles=frozenset({Role.SUPERVISOR})),
        lambda: book.reset("boss", "x" * 12, clerk, CHEAP),
        lambda: book.rewrap_vault(make_key(), clerk),
    ):
        assert code_of(act) == "E-243"
    assert code_of(lambda: book.rotate_replay(clerk, clerk)) == "E-238"
    assert (folder / KEYS_NAME).read_bytes() == before


def test_closed_account_does_not_open_and_comes_back(folder: Path) -> None:
    book, admin = enter(folder, "admin")
    book.change("0123", admin, is_disabled=True)
    assert code_of(lambda: enter(folder, "0123")) == "E-231"
    assert code_of(lambda: enter(folder, "0123", "wrong")) == "E-205", "who does not know the passphrase learns nothing"
    book.change("0123", admin, is_disabled=False)
    enter(folder, "0123")


def test_own_passphrase_changes_and_the_keys_stay(folder: Path) -> None:
    book, boss = enter(folder, "boss")
    assert code_of(lambda: book.change_passphrase("boss", "wrong", "another one", CHEAP)) == "E-205"
    book.change_passphrase("boss", PASSPHRASE, "another one", CHEAP)
    assert code_of(lambda: enter(folder, "boss")) == "E-205"
    assert enter(folder, "boss", "another one")[1].replay[0].text == boss.replay[0].text


def test_kit_opens_everything_and_another_kit_nothing(folder: Path, key: VaultKey) -> None:
    book, kit = AccountBook.open_with_kit(folder, SEED)
    assert kit.vault.row_key() == key.row_key() and kit.replay and kit.authority is not None
    book.reset("boss", "new after recovery", kit, CHEAP)
    assert enter(folder, "boss", "new after recovery")[1].replay[0].text == kit.replay[0].text
    assert code_of(lambda: AccountBook.open_with_kit(folder, make_seed())) == "E-232"
    _, boss = enter(folder, "boss", "new after recovery")
    admin_book, admin = enter(folder, "admin")
    fresh = make_seed()
    admin_book.set_recovery(fresh, boss, admin)
    assert code_of(lambda: AccountBook.open_with_kit(folder, SEED)) == "E-232"
    assert AccountBook.open_with_kit(folder, fresh)[1].replay[0].text == kit.replay[0].text


def test_bound_file_opens_nowhere_else(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    here, elsewhere = MemoryKeyStore(), MemoryKeyStore()
    book, _ = enter(folder, "admin")
    book.bind(store_device_key(book.vault_id, here))
    opened, boss = AccountBook.open(folder, PASSPHRASE, "boss", lambda vault: device_key(vault, here))
    assert opened is not None and boss.replay
    opened.change_passphrase("boss", PASSPHRASE, "still bound here", CHEAP)
    changing, admin = AccountBook.open(folder, PASSPHRASE, "admin", lambda vault: device_key(vault, here))
    assert changing is not None
    changing.add(account("qc", Role.INSPECTOR), admin, CHEAP)
    changing.grant_replay("qc", boss)
    assert AccountBook.open(folder, PASSPHRASE, "qc", lambda vault: device_key(vault, here))[1].replay
    with pytest.raises(Fault) as caught:
        AccountBook.open(folder, PASSPHRASE, "0123", lambda vault: device_key(vault, elsewhere))
    assert caught.value.code == "E-250"
    rewritten(folder, lambda d: d.update(is_bound=False))
    assert code_of(lambda: enter(folder, "0123")) == "E-204", "the mark is no key"
    rewritten(folder, lambda d: d.update(is_bound=True))

    moved = tmp_path_factory.mktemp("another computer")
    shutil.copy(folder / KEYS_NAME, moved)
    rescued, kit = AccountBook.open_with_kit(moved, SEED)
    rescued.free_of_device(kit)
    assert enter(moved, "boss", "still bound here")[1].replay and enter(moved, "admin")[1].authority

    again, _ = AccountBook.open(folder, PASSPHRASE, "admin", lambda vault: device_key(vault, here))
    assert again is not None
    again.unbind()
    enter(folder, "0123")


def test_unknown_account_and_wrong_passphrase_say_the_same(folder: Path) -> None:
    assert code_of(lambda: enter(folder, "nobody")) == code_of(lambda: enter(folder, "boss", "wrong")) == "E-205"


def test_secrets_are_in_no_repr(folder: Path) -> None:
    book, boss = enter(folder, "boss")
    told = "".join(map(repr, (book, boss, boss.own, boss.vault, FOUNDERS[0], book.accounts())))
    for secret in (PASSPHRASE, boss.replay[0].text, SEED.hex(), boss.vault.database_key().hex()):
        assert secret not in told and secret.encode() not in (folder / KEYS_NAME).read_bytes()


def test_forgotten_keys_are_gone(folder: Path) -> None:
    _, boss = enter(folder, "boss")
    assert boss.own is not None
    boss.forget()
    assert boss.replay == () and boss.authority is None and bytes(boss.own._seed) == bytes(32)


DAMAGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no table": lambda d: d.pop("table"),
    "no locks": lambda d: d.update(locks={}),
    "a role nobody knows": lambda d: d["table"]["accounts"][0].update(roles=["king"]),
    "an account without a lock": lambda d: d["locks"].pop("boss"),
    "an account without grants": lambda d: d["grants"].pop("boss"),
    "memory that eats the machine": lambda d: d["locks"]["boss"]["kdf"].update(memory_kib=1 << 40),
    "a short seed": lambda d: d["locks"]["boss"].update(sealed="AAAA"),
    "no base64": lambda d: d["grants"]["boss"].update(vault="###"),
    "no licence": lambda d: d["table"]["accounts"][0].update(licence={"number": "1"}),
    "locks that are a list": lambda d: d.update(locks=["boss"]),
    "another format": lambda d: d.update(format="zip"),
    "no version": lambda d: d.pop("version"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_file_is_one_fault(folder: Path, damage: Callable[[dict[str, Any]], None]) -> None:
    rewritten(folder, damage)
    assert code_of(lambda: enter(folder, "boss")) == "E-204"


def test_file_of_a_newer_program(folder: Path) -> None:
    rewritten(folder, lambda d: d.update(version=3))
    with pytest.raises(Fault) as caught:
        unlock(folder, PASSPHRASE, "boss")
    assert (caught.value.code, caught.value.facts) == ("E-206", {"found": 3, "known": 2})


def test_every_right_belongs_to_somebody_and_replaying_never_to_an_administrator() -> None:
    from app.rights import RIGHTS

    assert frozenset().union(*RIGHTS.values()) == frozenset(Right)
    assert not {Right.REPLAY, Right.EXPORT, Right.GRANT_REPLAY, Right.RECORD} & RIGHTS[Role.ADMINISTRATOR]
    assert not {Right.REPLAY, Right.SEE_ALL_TAKES, Right.ACCOUNTS} & RIGHTS[Role.CLERK]
    holders = {role for role in Role if Right.ACCOUNTS in RIGHTS[role]}
    assert holders == {Role.ADMINISTRATOR}
