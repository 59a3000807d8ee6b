"""Attacks by people of the house, each of which fails and leaves a trace: the seller neither sees nor
changes a sealed take. The table in the manual names these tests.
"""

import io
import itertools
import json
import os
import shutil
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app import administration, review, reviewing, station
from app.__main__ import main
from app.administration import Administration
from app.evidence import chunks, closing, enrolment, header, manifest, package, salvage, sealed
from app.evidence.closing import close_take
from app.evidence.package import verify
from app.evidence.sealed import SealedWriter, generate_identity
from app.faults import exit_code, sentence
from app.keeping import Keeping
from app.model import Case, CaseId, Mark, Outcome, Take, TakeId, TakeState
from app.rights import Right, Role
from app.settings import DataFolder, Settings
from app.station import Station
from app.vault import accounts, audit, backup, keyfile, recovery, trail, vault
from app.vault.accounts import AccountBook
from app.vault.binding import MemoryKeyStore, device_key, store_device_key
from app.vault.database import connect
from app.vault.keyfile import NewAccount
from app.vault.keys import KEYS_NAME, Kdf
from app.vault.vault import VAULT_NAME, Vault
from media.clock import NS, FastClock
from media.fault import Fault
from media.fragments import scan
from tests.attack_parts import (
    Canary,
    arguments_for,
    files_under,
    keys_within,
    opens,
    public_functions,
    shown,
)
from tests.test_station_window import SECONDS, STEPS, film
from tests.vault_parts import CHEAP, WALL_NS

ADMINISTRATOR, SUPERVISOR, CLERK, OTHER_CLERK, INSPECTOR = "it", "0007", "0042", "0099", "0008"
AUDITOR = "0009"
PASSPHRASE = "four words of nonsense"
TAKE, OTHERS = TakeId("T-1"), TakeId("T-2")
ROLES = {
    ADMINISTRATOR: Role.ADMINISTRATOR,
    SUPERVISOR: Role.SUPERVISOR,
    CLERK: Role.CLERK,
    OTHER_CLERK: Role.CLERK,
    INSPECTOR: Role.INSPECTOR,
    AUDITOR: Role.AUDITOR,
}
FOUNDERS = [NewAccount(name, PASSPHRASE, frozenset({role})) for name, role in ROLES.items()]
ARCHIVE = generate_identity()


def settings(root: Path) -> Settings:
    return Settings(DataFolder(root))


def enter(root: Path, account: str, passphrase: str = PASSPHRASE) -> Station:
    return Station.open(settings(root), passphrase, account)


def lay_take(counter: Station, content: bytes, name: TakeId, clerk: str) -> None:
    """A take as one is laid down: sealed with a random key, signed, packaged, its key forgotten."""
    case = Case(CaseId(f"C-{name}"), "insurance.small", "网点一", "3", clerk, "王小明", "990000199001010011", {})
    path, key = f"takes/{name}.mp4.age", os.urandom(16)
    counter.vault.add_case(case, WALL_NS)
    row = Take(name, case.id, TakeState.OPEN, None, "small", "5c" * 32, WALL_NS, 0, path, 0, "", file_key=key)
    counter.vault.open_take(row)
    counter.vault.add_marks(name, [Mark(0, "take_began")])
    counter.vault.add_fragments(name, scan(io.BytesIO(content)).fragments)
    with (counter.settings.folder.root / path).open("xb", buffering=0) as file:
        writer = SealedWriter(file, counter.recipients, file_key=key)
        writer.write(content)
        done = writer.finish()
    folder = counter.settings.folder
    close_take(counter.vault, folder, counter.key, name, done, Outcome.INCOMPLETE, STEPS, SECONDS * NS)


@pytest.fixture(scope="module")
def content() -> bytes:
    return film()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> Path:
    root = tmp_path_factory.mktemp("house") / "data"
    Station.found(settings(root), FOUNDERS, (ARCHIVE.recipient,), CHEAP, is_throwaway=True)
    with enter(root, CLERK) as counter:
        lay_take(counter, content, TAKE, CLERK)
        lay_take(counter, content[:-40], OTHERS, OTHER_CLERK)
    return root


@pytest.fixture
def root(house: Path, tmp_path: Path) -> Path:
    shutil.copytree(house, tmp_path / "data")
    return tmp_path / "data"


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    assert all("?" not in sentence(caught.value, language) for language in ("zh", "en"))
    return caught.value.code


def trace(root: Path, account: str = SUPERVISOR) -> list[tuple[str, str]]:
    with enter(root, account) as counter:
        return [(row.kind, row.actor) for row in counter.vault.audit_trail(limit=10_000)]


def with_sql(root: Path, account: str, *statements: str) -> None:
    """What somebody does past the program, with the vault's key in hand."""
    folder = root / "vault"
    db = connect(folder / VAULT_NAME, accounts.unlock(folder, PASSPHRASE, account).database_key())
    for statement in statements:
        db.execute(statement)
    db.close()


def command(monkeypatch: pytest.MonkeyPatch, root: Path, account: str, *words: str) -> int:
    monkeypatch.setenv("DUALREC_ACCOUNT", account)
    monkeypatch.setenv("DUALREC_PASSPHRASE", PASSPHRASE)
    return main([*words, "--data-dir", str(root)])


# ── a clerk ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_clerk_exports_by_command_line(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "copy.mp4"
    code = command(monkeypatch, root, CLERK, "export", TAKE, str(target), "--reason", "给客户看")
    assert code == 4 and "E-222" in capfd.readouterr().err
    assert not target.exists() and not list(tmp_path.glob("*.part"))


SECRETS_TRIED = 2_000


def test_clerks_process_holds_no_key_that_opens_a_sealed_take(root: Path) -> None:
    """Every 16 and 32 bytes in reach of the process, and every secret of its vault, is tried as a key."""
    files = [(root / "takes" / f"{name}.mp4.age").read_bytes() for name in (TAKE, OTHERS)]
    with enter(root, CLERK) as counter:
        with_vault = [counter.vault.secret(name) for name in ("station_signing_key", "replay_identity")]
        rows = counter.vault._database.read(
            lambda db: [
                db.execute(f"SELECT * FROM {table}").fetchall() for table in ("secrets", "file_keys", "anchors")
            ]
        )
        known = set(
            keys_within([counter, counter.key, with_vault, rows, json.loads((root / "vault" / KEYS_NAME).read_text())])
        )
        assert len(known) > SECRETS_TRIED
        assert not any(opens(file, key) for file, key in itertools.product(files, known))
    with enter(root, SUPERVISOR) as counter:
        known = set(keys_within(counter))
        assert all(any(opens(file, key) for key in known) for file in files), (
            "the search finds a key where there is one"
        )


def test_no_public_function_gives_a_clerk_one_decrypted_byte(root: Path, tmp_path: Path, content: bytes) -> None:
    canary = Canary(content)
    outside = tmp_path / "out"
    outside.mkdir()
    shutil.copytree(root, tmp_path / "spoiled")  # what changes the vault is called, too
    with enter(tmp_path / "spoiled", CLERK) as counter:
        assert canary.is_in(content)
        assert _walk(counter, canary, outside) > 150
    with enter(root, SUPERVISOR) as boss, boss.replay_view(TAKE, "抽查") as view:
        assert canary.is_in(view.read()), "what is looked for is there to be found"


def _walk(counter: Station, canary: Canary, outside: Path) -> int:
    """Call everything there is with everything a clerk has; how many calls were made."""
    folder = counter.settings.folder
    book, in_hand = counter.vault.book, counter.vault.in_hand
    assert in_hand.own is not None
    take_file = folder.takes / f"{TAKE}.mp4.age"
    number = itertools.count()
    pool: dict[str, list[Any]] = {
        "take_id": [TAKE, OTHERS],
        "take": [counter.vault.take(TAKE)],
        "case_id": [CaseId(f"C-{TAKE}")],
        "case": [counter.vault.case(CaseId(f"C-{TAKE}"))],
        "reason": ["我要看"],
        "text": ["x"],
        "account": [CLERK, SUPERVISOR],
        "name": [CLERK, SUPERVISOR, "replay_identity", "station_signing_key"],
        "passphrase": [PASSPHRASE],
        "second": [None, in_hand],
        "holder": [in_hand],
        "by": [in_hand],
        "kit": [in_hand],
        "right": list(Right),
        "file": [io.BytesIO(take_file.read_bytes()), take_file],
        "target": [outside / "target"],
        "keys": [in_hand.own.identity, in_hand.own.identity.recipient.key, counter.key.pkcs8()[-32:]],
        "identity": [in_hand.own.identity],
        "identities": [(in_hand.own.identity,)],
        "Identity": [in_hand.own.identity],
        "file_key": [bytes(16)],
        "key": [counter.key, in_hand.vault, bytes(32)],
        "vault": [counter.vault],
        "station": [counter],
        "settings": [counter.settings],
        "folder": [folder, folder.vault, folder.root],
        "path": [take_file],
        "root": [folder.root],
        "package": [folder.packages / TAKE],
        "takes": [folder.takes],
        "packages": [folder.packages],
        "content": [take_file.read_bytes()],
        "roles": [frozenset(Role)],
        "new": [NewAccount("9999", PASSPHRASE, frozenset(Role))],
        "kdf": [CHEAP],
        "old": [PASSPHRASE],
        "seal": [counter.vault.seal(TAKE)],
        "view": [],
        "limit": [100],
        "offset": [0],
        "at_ns": [0],
        "step": [None],
        "rule": [None],
        "Path": [take_file, outside / "made"],
        "int": [0],
        "bool": [False],
        "bytes": [take_file.read_bytes()],
        "str": [TAKE, CLERK],
        "out": [io.StringIO()],
        "seed": [bytes(32)],
        "shares": [["x", "y"]],
        "text_in": ["x"],
        "BinaryIO": [io.BytesIO(take_file.read_bytes())],
        "header": [header.read_header(io.BytesIO(take_file.read_bytes()))],
        "recipient": [counter.recipients[0]],
        "recipients": [counter.recipients],
        "plain": [io.BytesIO(take_file.read_bytes())],
        "fragments": [counter.vault.fragments(TAKE)],
    }
    owners: list[object] = [
        counter,
        Administration(counter, CHEAP),
        Keeping(counter),
        counter.vault,
        book,
        in_hand,
        in_hand.own,
        review,
        reviewing,
        reviewing,
        station,
        administration,
        sealed,
        header,
        chunks,
        package,
        manifest,
        salvage,
        closing,
        enrolment,
        accounts,
        keyfile,
        vault,
        trail,
        audit,
        recovery,
        backup,
    ]
    calls = 0
    for name, function in public_functions(*owners):
        for way in arguments_for(function, pool):
            if "found" in name or name.endswith((".restore", ".practice", ".make_room")):
                continue  # another vault, with its own takes
            calls += 1
            arguments = {
                key: Path(f"{value}{next(number)}") if value == outside / "target" else value
                for key, value in way.items()
            }
            try:
                result = function(**arguments)
            except (Fault, ValueError, TypeError, AttributeError, OSError, AssertionError, KeyError, RuntimeError):
                continue
            assert not any(canary.is_in(found) for found in shown(result)), name
            if hasattr(result, "seek"):
                result.close()
    written = [path for place in (outside, folder.root) for path in files_under(place)]
    assert not any(canary.is_in(path.read_bytes()) for path in written)
    return calls


def test_clerk_edits_settings_and_policy(root: Path) -> None:
    """Nothing that is signed gives way, and the next login says that a file was changed past the station."""
    with enter(root, ADMINISTRATOR) as counter:
        Administration(counter).trust_institution(b64encode(bytes(32)).decode(), requires_enrolment=True)
    own = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    (root / "settings.toml").write_text(f'[security]\ninstitution_key = "{b64encode(own).decode()}"\n')
    (root / "policy.toml").write_text("[security]\nrequires_enrolment = false\n")
    with Station.open(station_settings(root), PASSPHRASE, CLERK) as counter:
        gate = counter.place_gate().check()
        assert gate.state == "outside" and gate.reasons[0].code == "E-475"
        told = [row.facts["name"] for row in counter.vault.audit_trail() if row.kind == "settings.changed_outside"]
    assert told == ["settings.toml", "policy.toml"]


def station_settings(root: Path) -> Settings:
    from app.settings import load_settings

    return load_settings(root, {})


def test_clerk_puts_an_older_database_back(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "vault", tmp_path / "older")
    with enter(root, CLERK) as counter:
        counter.vault.audit("take.opened", CLERK, {"take": "T-9"})
    for name in (VAULT_NAME,):
        shutil.copy(tmp_path / "older" / name, root / "vault" / name)
    with enter(root, SUPERVISOR) as counter:
        assert counter.vault.doubt is not None and counter.vault.doubt.code == "E-208"
        assert code_of(lambda: counter.vault.audit("x", CLERK, {})) == "E-208"


def test_clerk_puts_an_older_key_file_back(root: Path, tmp_path: Path) -> None:
    """The file of the day when he was still a supervisor: signed by the right authority, and yet not the newest."""
    with enter(root, ADMINISTRATOR) as counter:
        Administration(counter, CHEAP).change_roles(CLERK, frozenset({Role.CLERK, Role.SUPERVISOR}))
        shutil.copy(root / "vault" / KEYS_NAME, tmp_path)
        Administration(counter, CHEAP).change_roles(CLERK, frozenset({Role.CLERK}))
    shutil.copy(tmp_path / KEYS_NAME, root / "vault" / KEYS_NAME)
    with enter(root, CLERK) as counter:
        assert counter.vault.doubt is not None and counter.vault.doubt.code == "E-244"
        assert code_of(lambda: counter.note(TAKE, "knows", "说明")) == "E-244"


def test_clerk_copies_the_folder_to_another_computer(root: Path, tmp_path: Path) -> None:
    here, elsewhere = MemoryKeyStore(), MemoryKeyStore()
    with enter(root, ADMINISTRATOR) as counter:
        counter.vault.book.bind(store_device_key(counter.vault.book.vault_id, here))
    shutil.copytree(root, tmp_path / "stick")
    for account in (CLERK, SUPERVISOR, ADMINISTRATOR):
        with pytest.raises(Fault) as caught:
            Vault.open(
                tmp_path / "stick" / "vault",
                PASSPHRASE,
                account=account,
                find_device_key=lambda vault_id: device_key(vault_id, elsewhere),
            )
        assert caught.value.code == "E-250"
    Vault.open(root / "vault", PASSPHRASE, account=CLERK, find_device_key=lambda v: device_key(v, here)).close()


def test_clerk_renames_a_package(root: Path) -> None:
    packages = root / "packages"
    (packages / TAKE).rename(packages / "away")
    (packages / OTHERS).rename(packages / TAKE)
    (packages / "away").rename(packages / OTHERS)
    with enter(root, SUPERVISOR) as counter:
        for name in (TAKE, OTHERS):
            checked = counter.verification(name)
            assert not checked.has_passed and checked.fault is not None and checked.fault.code == "E-229"


def test_clerk_puts_another_take_in_the_place_of_one(root: Path) -> None:
    one, other = (root / "takes" / f"{name}.mp4.age" for name in (TAKE, OTHERS))
    content = other.read_bytes()
    one.unlink()
    one.write_bytes(content)
    package_file = root / "packages" / TAKE / "take.mp4.age"
    package_file.unlink()
    package_file.write_bytes(content)
    with enter(root, SUPERVISOR) as counter:
        assert code_of(lambda: counter.replay_view(TAKE, "抽查")) in ("E-333", "E-334")
        assert not counter.verification(TAKE).has_passed
    assert not verify(root / "packages" / TAKE).has_passed


def test_clerk_edits_the_rights_with_the_vaults_key_in_hand(root: Path) -> None:
    """He makes himself supervisor in the table, signs it with a key of his own and tells the vault to know the file."""
    path = root / "vault" / KEYS_NAME
    document = json.loads(path.read_text())
    forger = Ed25519PrivateKey.generate()
    for row in document["table"]["accounts"]:
        if row["account"] == CLERK:
            row["roles"] = ["supervisor"]
    document["table"]["authority"] = b64encode(forger.public_key().public_bytes_raw()).decode()
    document["signature"] = b64encode(forger.sign(audit.canonical(document["table"]).encode())).decode()
    path.write_text(json.dumps(document))
    assert code_of(lambda: enter(root, CLERK)) == "E-230"
    assert code_of(lambda: enter(root, SUPERVISOR)) == "E-230"
    assert exit_code(Fault("E-230")) == 4


def test_clerk_who_forges_his_own_lock_too_is_found_by_everybody_else_and_opens_nothing(root: Path) -> None:
    """With a program of his own he can believe his own table; the key to replay is still nobody's gift to him."""
    folder = root / "vault"
    book, in_hand = AccountBook.open(folder, PASSPHRASE, CLERK)
    assert book is not None and in_hand.own is not None
    forger = Ed25519PrivateKey.generate()
    pin = forger.public_key().public_bytes_raw()
    document = json.loads((folder / KEYS_NAME).read_text())
    for row in document["table"]["accounts"]:
        if row["account"] == CLERK:
            row["roles"] = ["supervisor"]
    document["table"]["authority"] = b64encode(pin).decode()
    document["signature"] = b64encode(forger.sign(audit.canonical(document["table"]).encode())).decode()
    seed = bytes(in_hand.own._seed)
    lock = keyfile.make_lock(book.vault_id, CLERK, PASSPHRASE, seed, pin, CHEAP, is_temporary=False)
    document["locks"][CLERK] = dict(lock)
    document["grants"][CLERK] |= {"replay": document["grants"][SUPERVISOR]["replay"]}
    (folder / KEYS_NAME).write_text(json.dumps(document))
    assert code_of(lambda: AccountBook.open(folder, PASSPHRASE, CLERK)) == "E-204", "the grant is not for him"
    del document["grants"][CLERK]["replay"]
    (folder / KEYS_NAME).write_text(json.dumps(document))
    with enter(root, CLERK) as counter:
        assert counter.person.may(Right.REPLAY) and counter.vault.doubt is not None
        assert code_of(lambda: counter.replay_view(TAKE, "我是主管")) in ("E-238", "E-291", "E-244")
        assert code_of(lambda: counter.identities) == "E-238"
        assert not any(
            opens((root / "takes" / f"{TAKE}.mp4.age").read_bytes(), key) for key in set(keys_within(counter))
        )
    for account in (SUPERVISOR, ADMINISTRATOR, INSPECTOR):
        assert code_of(lambda account=account: enter(root, account)) == "E-230"  # type: ignore[misc]


def test_clerk_replays_takes_of_the_other_counter(root: Path, tmp_path: Path, content: bytes) -> None:
    """Neither by her rights, nor by putting the other counter's file into her own vault's place."""
    other = tmp_path / "counter 4"
    Station.found(settings(other), FOUNDERS, (ARCHIVE.recipient,), CHEAP, is_throwaway=True)
    with enter(other, CLERK) as counter:
        lay_take(counter, content, TAKE, OTHER_CLERK)
    with enter(root, CLERK) as counter:
        for name in (TAKE, OTHERS):
            assert code_of(lambda name=name: counter.replay(name, "看看")) == "E-222"  # type: ignore[misc]
        assert code_of(lambda: counter.show(OTHERS)) == "E-222"
        assert [row.take_id for row in counter.overview()] == [TAKE]
    shutil.copy(other / "takes" / f"{TAKE}.mp4.age", root / "takes" / f"{OTHERS}.mp4.age")
    with enter(root, SUPERVISOR) as counter, suppress(Fault):
        counter.replay(OTHERS, "看看").read()
        pytest.fail("another station's take was opened")


# ── an administrator ────────────────────────────────────────────────────────────────────────────────────────────────


def test_administrator_tries_to_replay(root: Path) -> None:
    file = (root / "takes" / f"{TAKE}.mp4.age").read_bytes()
    with enter(root, ADMINISTRATOR) as counter:
        for act in (
            lambda: counter.replay_view(TAKE, "检查系统"),
            lambda: counter.replay(TAKE, "检查系统"),
            lambda: counter.identities,
            lambda: counter.show(TAKE),
            lambda: Administration(counter, CHEAP).grant_replay(ADMINISTRATOR),
        ):
            assert code_of(act) == "E-222"
        own_roles = lambda: Administration(counter, CHEAP).change_roles(  # noqa: E731
            ADMINISTRATOR, frozenset({Role.ADMINISTRATOR, Role.SUPERVISOR})
        )
        assert code_of(own_roles) == "E-234"
        assert not any(opens(file, key) for key in set(keys_within(counter)))


def test_administrator_makes_himself_a_second_account_that_replays(root: Path) -> None:
    """The role alone is not the key: until a holder gives it, the account opens nothing. And it is seen."""
    with enter(root, ADMINISTRATOR) as counter:
        Administration(counter, CHEAP).add_account(
            NewAccount("shadow", "nobody knows this", frozenset({Role.INSPECTOR}))
        )
    with enter(root, "shadow", "nobody knows this") as counter:
        assert code_of(lambda: counter.replay_view(TAKE, "好奇")) == "E-238"
    with enter(root, SUPERVISOR) as counter:
        assert Administration(counter).key_state().waiting == ("shadow",)
    assert ("account.added", ADMINISTRATOR) in trace(root)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit WHERE n = 5",
        "DELETE FROM audit WHERE n = (SELECT max(n) FROM audit)",
        "UPDATE audit SET actor = 'nobody' WHERE n = 4",
        "UPDATE audit SET facts = '{}' WHERE kind = 'take.sealed'",
        "UPDATE audit SET kind = 'take.noted', n = 1000000 WHERE n = 6",
    ],
)
def test_administrator_changes_audit_rows_by_sql(root: Path, statement: str) -> None:
    with_sql(root, ADMINISTRATOR, statement)
    with enter(root, SUPERVISOR) as counter:
        found = {fault.code for fault in counter.vault.verify_trail().faults} | {f.code for f in counter.vault.check()}
        assert found & {"E-208", "E-209"}


def test_administrator_writes_the_whole_trail_anew(root: Path) -> None:
    """With the vault's key he can chain it again and write a new head: what people signed says otherwise."""
    enter(root, SUPERVISOR).close()
    folder = root / "vault"
    key = accounts.unlock(folder, PASSPHRASE, ADMINISTRATOR)
    db = connect(folder / VAULT_NAME, key.database_key())
    rows = [replace(row, actor="nobody") if row.kind == "take.sealed" else row for row in audit.read(db)]
    previous = audit.GENESIS
    for row in rows:
        previous = audit.link(row, previous)
        db.execute("UPDATE audit SET actor = ?, sha256 = ? WHERE n = ?", (row.actor, previous, row.n))
    epoch = db.execute("SELECT epoch FROM vault").fetchone()[0]
    live = db.execute("SELECT live_sha256 FROM vault").fetchone()[0]
    db.close()
    from app.vault.head import HEAD_NAME, Head, HeadFile

    with_head = HeadFile(folder / HEAD_NAME, key.head_key())
    for step in (0, 1):
        with_head.write(Head(epoch + step, rows[-1].n, previous, live), is_forced=True)
    with_head.close()
    with_sql(root, ADMINISTRATOR, f"UPDATE vault SET epoch = {epoch + 1}")
    with enter(root, INSPECTOR) as counter:
        report = counter.vault.verify_trail()
        assert "E-265" in {fault.code for fault in report.faults}


def test_administrator_resets_a_supervisors_passphrase_and_opens_his_takes(root: Path) -> None:
    with enter(root, ADMINISTRATOR) as counter:
        Administration(counter, CHEAP).reset_passphrase(SUPERVISOR, "chosen by somebody else")
    with enter(root, SUPERVISOR, "chosen by somebody else") as counter:
        assert Administration(counter).must_change_passphrase()
        assert code_of(lambda: counter.replay_view(TAKE, "看看")) == "E-238"
        assert code_of(lambda: counter.export(TAKE, root / "copy.mp4", "看看")) in ("E-238", "E-293")
        file = (root / "takes" / f"{TAKE}.mp4.age").read_bytes()
        assert not any(opens(file, key) for key in set(keys_within(counter)))
    assert ("account.reset", ADMINISTRATOR) in trace(root, INSPECTOR)


# ── anyone ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_script_guesses_passphrases(root: Path) -> None:
    """The program stops answering after five, and the count outlives it. Past the program each guess costs Argon2id."""
    tried = 0
    began = time.monotonic()
    for guess in itertools.count():
        try:
            enter(root, SUPERVISOR, f"guess {guess}").close()
        except Fault as fault:
            if fault.code == "E-249":
                assert fault.facts["seconds"] > 0  # type: ignore[operator]
                break
            tried += 1
    assert tried == 5 and time.monotonic() - began < 30
    assert code_of(lambda: enter(root, SUPERVISOR)) == "E-249", "nor the right one, for as long as it is locked"
    kinds = [kind for kind, actor in trace(root, INSPECTOR) if actor == SUPERVISOR]
    assert kinds.count("login.failed") == 5 and "login.locked_out" in kinds


def test_guess_past_the_program_costs_what_owasp_asks() -> None:
    kdf = Kdf()
    assert kdf.memory_kib >= 19 * 1024 and kdf.iterations >= 2


def test_clock_is_set_forward_to_pass_retention(root: Path) -> None:
    """Within a run the clock moved otherwise than time; before one, the trail shows a leap that nobody confirmed."""
    case_id = CaseId(f"C-{TAKE}")
    with enter(root, SUPERVISOR) as counter:
        Keeping(counter).contract_ended(case_id, counter.clock_day())
        second = counter.second(AUDITOR, PASSPHRASE)
        before = sorted(path.name for path in files_under(root / "takes"))
        assert code_of(lambda: Keeping(counter).destroy(case_id, "过期", second)) == "E-275"
        counter.clock = FastClock(time.time_ns() + 30 * 366 * 24 * 3600 * NS)
        assert code_of(lambda: Keeping(counter).destroy(case_id, "过期", second)) == "E-271"
    later = FastClock(time.time_ns() + 30 * 366 * 24 * 3600 * NS)
    with Vault.open(root / "vault", PASSPHRASE, account=SUPERVISOR, clock=later) as vault:
        counter = Station(settings(root), vault, later)
        second = counter.second(AUDITOR, PASSPHRASE)
        assert code_of(lambda: Keeping(counter).destroy(case_id, "过期", second)) == "E-272"
    assert sorted(path.name for path in files_under(root / "takes")) == before


def test_vault_is_opened_while_the_station_runs(root: Path) -> None:
    with enter(root, CLERK):
        assert code_of(lambda: enter(root, SUPERVISOR)) == "E-203"
        with pytest.raises(Exception):  # noqa: B017 - whatever the database says
            with_sql(root, SUPERVISOR, "UPDATE takes SET state = 'open'")


CRASH = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from app.guarding import guard_memory
guard_memory()
secret = "passphrase " + "of nobody " * 4
print(os.getpid(), flush=True)
sys.stdin.readline()
os.kill(os.getpid(), signal.SIGABRT)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
def test_core_dump_and_memory_are_kept_from_others(tmp_path: Path) -> None:
    """Of swap nothing can be promised (manual, keys): it is for the disk's encryption."""
    here = Path(__file__).resolve().parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", CRASH, str(here)],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        number = int(process.stdout.readline())
        # What is not dumpable belongs to root, so that others of the account may not read its memory.
        assert Path(f"/proc/{number}/mem").stat().st_uid == 0
        limits = Path(f"/proc/{number}/limits").read_text()
        assert any(line.startswith("Max core file size") and line.split()[4] == "0" for line in limits.splitlines())
        process.stdin.write("\n")
        process.stdin.flush()
        process.wait()
    assert not list(tmp_path.iterdir()), "no core file"


def test_every_attack_stands_in_the_manual() -> None:
    manual = Path(__file__).resolve().parent.parent / "resources" / "manual" / "attacks.md"
    told = {word for word in manual.read_text(encoding="utf-8").split("`") if word.startswith("test_")}
    tests = {name for name in globals() if name.startswith("test_")} - {"test_every_attack_stands_in_the_manual"}
    assert told == tests
