"""Setting a station up, its accounts, and the way back in by the recovery kit: each by command line, from its start."""

import getpass
import io
import json
import shutil
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.evidence.sealed import Identity, SealedReader, SealedWriter, generate_identity
from app.founding import has_old_vault, upgrade
from app.printing import APART_WORDS, RIGHT_WORDS, rights_markdown
from app.reviewing import SIGNING_KEY
from app.rights import APART, RIGHTS, Right, Role
from app.station import ARCHIVE_RECIPIENTS, PRACTICE_PASSPHRASE, REPLAY_IDENTITY, Station
from app.vault.accounts import AccountBook, unlock
from app.vault.binding import MemoryKeyStore
from app.vault.keys import KEYS_NAME
from app.vault.recovery import seed_from
from app.vault.vault import VAULT_NAME, Vault
from media.fault import Fault
from tests.command_parts import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    INSPECTOR,
    NEW,
    PASSPHRASES,
    SUPERVISOR,
    Command,
    Said,
    at,
    enter,
    found,
    make_quick,
    new_account,
)
from tests.station_parts import settings
from tests.test_vault_migrations import VECTOR_PASSPHRASE, VECTORS
from tests.vault_parts import CHEAP, plain_pages

pytestmark = pytest.mark.timeout(120)

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("--administrator", "boss", "--supervisor", "lead")
SECRETS = {
    "DUALREC_ADMINISTRATOR_PASSPHRASE": "管理 of the house",
    "DUALREC_SUPERVISOR_PASSPHRASE": "主管 of the floor",
}
BOSS, LEAD = SECRETS.values()


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Commands by the administrator, unless it is said otherwise."""
    make_quick(monkeypatch)
    return Command(capfd, monkeypatch, ADMINISTRATOR)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """The data folder of a station with all accounts, and the shares of its recovery kit."""
    folder = tmp_path_factory.mktemp("founded")
    return folder / "data", found(folder).shares


@pytest.fixture
def data(founded: tuple[Path, tuple[str, ...]], tmp_path: Path, run: Command) -> Path:
    """A copy, where commands go."""
    shutil.copytree(founded[0], tmp_path / "data")
    run.data = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture
def shares(founded: tuple[Path, tuple[str, ...]], tmp_path: Path) -> list[Path]:
    """The recovery kit as files."""
    files = [tmp_path / f"share-{number}.txt" for number in (1, 2, 3)]
    for file, share in zip(files, founded[1], strict=True):
        file.write_text(share)
    return files


def member(said: Said, name: str) -> dict[str, object]:
    """One account of `account list --json`."""
    (row,) = [row for row in said.json if row["account"] == name]
    return dict(row)


class Terminal(io.StringIO):
    """A keyboard with a person at it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is typed where it does not show; what shows is given to `sys.stdin`. All of it must be asked for."""
    typed: list[str] = []
    monkeypatch.setattr(getpass, "getpass", lambda prompt="": typed.pop(0))
    yield typed
    assert not typed


# ── init ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_init_makes_a_station_with_its_accounts_and_tells_the_kit_once(run: Command, tmp_path: Path) -> None:
    run.data = tmp_path / "data"
    archive = generate_identity().recipient.text
    said = run("init", *NAMES, "--archive", archive, "--json", "--kit-json", **SECRETS)
    assert said.code == 0, said.err
    told = said.json
    assert told["accounts"] == [
        {"account": "boss", "roles": ["administrator"]},
        {"account": "lead", "roles": ["supervisor"]},
    ]
    assert len(told["kit"]["shares"]) == 3 and not told["was_upgraded"]
    assert seed_from(told["kit"]["shares"][1:]) == seed_from(told["kit"]["shares"][:2])
    state = run("keys", "show", "--json", by="lead", passphrase=LEAD).json
    assert state["station_key"] == told["station"] and state["holders"] == ["lead"] and state["has_kit"]
    assert state["recipients"][1:] == [archive]
    again = run("init", *NAMES, "--json", "--kit-json", **SECRETS)
    assert again.code == 1 and again.fault == "E-202"


def test_kit_is_printed_for_three_people(run: Command, tmp_path: Path) -> None:
    run.data = tmp_path / "data"
    said = run("init", *NAMES, **SECRETS)
    assert said.code == 0 and said.out.count(" 33. ") == 3, said.err
    for number in (1, 2, 3):
        assert f"第 {number} 张" in said.out


def test_kit_is_written_as_sheets_for_nobody_else(run: Command, tmp_path: Path) -> None:
    run.data = tmp_path / "data"
    said = run("init", *NAMES, "--kit-folder", tmp_path / "kit", "--json", **SECRETS)
    files = [Path(name) for name in said.json["kit"]["files"]]
    assert len(files) == 3 and "shares" not in said.json["kit"]
    for number, file in enumerate(files, 1):
        assert f"第 {number} 张" in file.read_text(encoding="utf-8") and file.stat().st_mode & 0o077 == 0


def test_kit_that_nobody_would_see_is_not_made(run: Command, tmp_path: Path) -> None:
    run.data = tmp_path / "data"
    said = run("init", *NAMES, "--json", **SECRETS)
    assert said.code == 2 and said.fault == "E-299" and not run.data.exists()
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "recovery-share-2.html").write_text("somebody's")
    said = run("init", *NAMES, "--kit-folder", tmp_path / "kit", **SECRETS)
    assert said.fault == "E-914" and not run.data.exists()


def test_init_that_fails_leaves_no_sheets_behind(run: Command, tmp_path: Path) -> None:
    run.data = tmp_path / "data"
    weak = {**SECRETS, "DUALREC_SUPERVISOR_PASSPHRASE": "lead2026!!"}
    said = run("init", *NAMES, "--kit-folder", tmp_path / "kit", **weak)
    assert said.fault == "E-235" and list((tmp_path / "kit").iterdir()) == []
    assert not (run.data / "vault" / VAULT_NAME).exists()
    one = ("--administrator", "boss", "--supervisor", "BOSS")
    assert run("init", *one, **SECRETS).fault == "E-236", "one person is no two"


def test_init_by_script_needs_its_names_and_passphrases(run: Command, tmp_path: Path) -> None:
    run.data = tmp_path / "data"
    assert run("init", *NAMES).fault == "E-298"
    assert run("init", "--administrator", "boss", **SECRETS).code == 2
    assert run("init", *NAMES, "--archive", "age1nonsense", **SECRETS).fault == "E-308"
    assert not run.data.exists()


def test_init_at_a_terminal_asks_until_it_is_right(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typing: list[str]
) -> None:
    run.data = tmp_path / "data"
    monkeypatch.setattr(sys, "stdin", Terminal("boss\nlead\n0123\n"))
    typing += ["short", BOSS, BOSS, LEAD, "a slip of the hand", LEAD, LEAD, NEW, NEW]
    said = run("init")
    assert said.code == 0, said.err
    assert "(E-235)" in said.err and "两次输入不同" in said.err
    for secret in (BOSS, LEAD, NEW, "short", "a slip"):
        assert secret not in said.out + said.err
    rows = run("account", "list", "--json", by="boss", passphrase=BOSS).json
    assert [row["account"] for row in rows] == ["boss", "lead", "0123"]


# ── an old vault ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def old(tmp_path: Path, run: Command) -> tuple[Path, Identity, Identity]:
    """A station as the version before accounts left it, with a take that it sealed; its replay and archive identity."""
    data = tmp_path / "data"
    replay, archive = generate_identity(), generate_identity()
    at(data).folder.prepare()
    shutil.copytree(VECTORS / "version-2", data / "vault", dirs_exist_ok=True)
    with Vault.open(data / "vault", VECTOR_PASSPHRASE) as vault:
        vault.put_secret(SIGNING_KEY, _signing_key())
        vault.put_secret(REPLAY_IDENTITY, replay.text.encode())
        vault.put_secret(ARCHIVE_RECIPIENTS, archive.recipient.text.encode())
        vault.put_secret(PRACTICE_PASSPHRASE, VECTOR_PASSPHRASE.encode())
    shutil.copy(data / "vault" / VAULT_NAME, data / "vault" / f"{VAULT_NAME}.v2.backup")
    practice = data / "practice" / "vault"
    practice.parent.mkdir()
    shutil.copytree(VECTORS / "version-2", practice)
    with open(data / "takes" / "old.age", "wb", buffering=0) as file:
        writer = SealedWriter(file, [replay.recipient, archive.recipient])
        writer.write(b"what was recorded before")
        writer.finish()
    run.data = data
    return data, replay, archive


def _signing_key() -> bytes:
    from app.evidence.manifest import StationKey

    return StationKey.generate().pkcs8()


def test_old_vault_is_not_opened_but_told_what_to_do(run: Command, old: tuple[Path, Identity, Identity]) -> None:
    said = run("cases", by="station", passphrase=VECTOR_PASSPHRASE)
    assert said.code == 4 and said.fault == "E-290" and "station init" in said.err


def test_upgrade_keeps_every_take_and_takes_the_replay_key_from_the_clerk(
    run: Command, old: tuple[Path, Identity, Identity]
) -> None:
    data, replay, archive = old
    more = generate_identity().recipient.text
    clerk = ("--clerk", CLERK, "--archive", more)
    secrets = {**SECRETS, "DUALREC_CLERK_PASSPHRASE": PASSPHRASES[CLERK]}
    said = run("init", *NAMES, *clerk, "--json", "--kit-json", passphrase=VECTOR_PASSPHRASE, **secrets)
    assert said.code == 0 and said.json["was_upgraded"], said.err
    with Station.open(at(data), LEAD, "lead") as station:
        assert station.vault.check() == () and len(station.vault.takes()) == 2
        assert [identity.text for identity in station.identities] == [replay.text]
        assert [each.text for each in station.recipients] == [replay.recipient.text, archive.recipient.text, more]
        assert station.key.id == said.json["station"]
        assert station.vault.secret(REPLAY_IDENTITY) is None and station.vault.secret(ARCHIVE_RECIPIENTS) is None
        with (
            open(data / "takes" / "old.age", "rb") as file,
            SealedReader(file, station.identities) as plain,
        ):
            assert plain.read() == b"what was recorded before"
        assert station.practice().vault.check() == (), "what was practised is still there"
    with Station.open(at(data), PASSPHRASES[CLERK], CLERK) as station:
        assert station.vault.in_hand.replay == ()
    _is_nowhere(data, replay)
    assert run("cases", by="station", passphrase=VECTOR_PASSPHRASE).fault == "E-205", "the old passphrase is nobody's"


def _is_nowhere(data: Path, identity: Identity) -> None:
    """With all that a clerk's account opens, the replay identity is found in no page and in no copy of the vault."""
    folder = data / "vault"
    key = unlock(folder, PASSPHRASES[CLERK], CLERK).database_key()
    assert not list(folder.glob("*.backup"))
    for path in folder.iterdir():
        assert identity.text.encode() not in path.read_bytes()
    assert not any(identity.text.encode() in page for page in plain_pages(folder / VAULT_NAME, key))


def test_wrong_old_passphrase_changes_nothing(run: Command, old: tuple[Path, Identity, Identity]) -> None:
    before = (old[0] / "vault" / KEYS_NAME).read_bytes()
    said = run("init", *NAMES, "--json", "--kit-json", passphrase="not it", **SECRETS)
    assert said.code == 4 and said.fault == "E-205"
    assert (old[0] / "vault" / KEYS_NAME).read_bytes() == before and has_old_vault(old[0] / "vault")


def test_upgrade_that_cannot_be_done_changes_nothing(tmp_path: Path, old: tuple[Path, Identity, Identity]) -> None:
    for code, founders in (
        ("E-239", [new_account(ADMINISTRATOR)]),
        ("E-239", [new_account(SUPERVISOR), new_account(CLERK)]),
        ("E-236", [new_account(ADMINISTRATOR), new_account(SUPERVISOR), new_account(SUPERVISOR)]),
    ):
        with pytest.raises(Fault) as refused:
            upgrade(at(old[0]), VECTOR_PASSPHRASE, founders, CHEAP)
        assert refused.value.code == code and has_old_vault(old[0] / "vault")
    with pytest.raises(Fault, match="E-201"):
        upgrade(settings(tmp_path / "nowhere"), "x", [new_account(ADMINISTRATOR), new_account(SUPERVISOR)], CHEAP)


def test_upgraded_station_is_not_upgraded_again(old: tuple[Path, Identity, Identity]) -> None:
    founders = [new_account(SUPERVISOR), new_account(ADMINISTRATOR)]
    upgrade(at(old[0]), VECTOR_PASSPHRASE, founders, CHEAP)
    with pytest.raises(Fault, match="E-202"):
        upgrade(at(old[0]), VECTOR_PASSPHRASE, founders, CHEAP)


# ── accounts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_account_is_made_changes_its_passphrase_and_only_then_works(run: Command, data: Path) -> None:
    said = run("account", "add", "0789", "--role", "clerk", "--json", new=NEW)
    assert said.code == 0 and said.json["is_temporary"] and said.json["roles"] == ["clerk"]
    refused = run("cases", by="0789", passphrase=NEW)
    assert refused.code == 4 and refused.fault == "E-297"
    assert run("account", "passphrase", by="0789", passphrase=NEW, new=NEW).fault == "E-235", "not the same again"
    assert run("account", "passphrase", by="0789", passphrase="wrong", new=BOSS).fault == "E-205"
    assert run("account", "passphrase", "--json", by="0789", passphrase=NEW, new=BOSS).json["changed"]
    assert run("cases", by="0789", passphrase=NEW).fault == "E-205"
    assert run("cases", "--json", by="0789", passphrase=BOSS).json == []


def test_account_that_cannot_be_is_refused(run: Command, data: Path) -> None:
    add = ("account", "add")
    assert run(*add, CLERK, "--role", "clerk", new=NEW).fault == "E-236", "it is there"
    assert run(*add, "a b", "--role", "clerk", new=NEW).fault == "E-236"
    assert run(*add, "0789", "--role", "clerk", "--role", "inspector", new=NEW).fault == "E-234"
    assert run(*add, "0789", "--role", "clerk", new="password 2026").fault == "E-235"
    assert run(*add, "0789", "--role", "clerk").fault == "E-298"
    assert run(*add, "0789", "--role", "king", new=NEW).code == 2
    assert run(*add, "0789", "--role", "clerk", "--number", "L-9", new=NEW).code == 2
    assert len(run("account", "list", "--json").json) == 6


@pytest.mark.parametrize("name", [CLERK, SUPERVISOR, INSPECTOR, AUDITOR])
def test_only_an_administrator_changes_accounts(run: Command, data: Path, name: str) -> None:
    for words in (
        ("add", "0789", "--role", "clerk"),
        ("roles", CLERK, "supervisor"),
        ("licence", CLERK, "--number", "L", "--scope", "wealth", "--expires", "2099-01-01"),
        ("reset", CLERK),
        ("disable", INSPECTOR),
        ("enable", INSPECTOR),
    ):
        said = run("account", *words, by=name, new=NEW)
        assert said.code == 4 and said.fault == "E-222", words


def test_role_that_replays_waits_for_a_holder_to_grant_the_key(run: Command, data: Path) -> None:
    said = run("account", "roles", CLERK, "clerk", "supervisor", "--json")
    assert said.json["roles"] == ["clerk", "supervisor"]
    assert said.json["waits_for_replay"] and not said.json["holds_replay"]
    with enter(data, CLERK) as station:
        assert station.vault.in_hand.replay == ()
    assert run("account", "grant", CLERK).fault == "E-222", "the administrator has no key to give"
    assert run("account", "grant", CLERK, by=AUDITOR).fault == "E-222"
    assert run("account", "grant", ADMINISTRATOR, by=SUPERVISOR).fault == "E-237"
    assert run("account", "grant", CLERK, "--json", by=SUPERVISOR).json["holds_replay"]
    with enter(data, CLERK) as station:
        assert station.vault.in_hand.replay
    said = run("account", "roles", CLERK, "clerk")
    assert "rotate-replay" in said.out
    assert run("keys", "show", "--json").json["is_rotation_due"]
    with enter(data, CLERK) as station:
        assert station.vault.in_hand.replay == ()


def test_licence_is_registered(run: Command, data: Path) -> None:
    words = ("--number", "L-77", "--scope", "wealth", "--scope", "insurance", "--expires", "2099-12-31")
    said = run("account", "licence", CLERK, *words, "--trained", "2026-01-15", "--json")
    assert said.json["licence"] == {
        "number": "L-77", "scope": ["wealth", "insurance"], "expires": "2099-12-31", "trained": "2026-01-15",
    }  # fmt: skip
    with enter(data, CLERK) as station:
        assert station.person.licence is not None and station.person.licence.number == "L-77"
    assert "L-77" in run("account", "list").out
    assert run("account", "licence", "nobody", *words).fault == "E-233"
    assert run("account", "licence", CLERK, *words[:-1], "tomorrow").code == 2


def test_reset_gives_a_temporary_passphrase_and_no_key_to_replay_with(run: Command, data: Path) -> None:
    said = run("account", "reset", SUPERVISOR, "--json", new=NEW)
    assert said.json["is_temporary"] and said.json["waits_for_replay"] and not said.json["holds_replay"]
    assert run("cases", by=SUPERVISOR).fault == "E-205"
    with Station.open(at(data), NEW, SUPERVISOR) as station:
        assert station.vault.in_hand.replay == (), "whoever reset the passphrase can replay nothing by it"
    take = ("export", "x", data / "x.mp4", "--reason", "r")
    assert run(*take, by=SUPERVISOR, passphrase=NEW, second=AUDITOR).fault == "E-297"


def test_second_person_with_a_temporary_passphrase_is_no_second_person(run: Command, data: Path) -> None:
    run("account", "reset", INSPECTOR, new=NEW)
    said = run("keys", "rotate-replay", "--second", INSPECTOR, DUALREC_SECOND_PASSPHRASE=NEW)
    assert said.code == 4 and said.fault == "E-297"


def test_closed_account_does_not_open(run: Command, data: Path) -> None:
    assert run("account", "disable", INSPECTOR, "--json").json["is_disabled"]
    assert run("cases", by=INSPECTOR).fault == "E-231"
    said = run("account", "enable", INSPECTOR, "--json")
    assert not said.json["is_disabled"] and said.json["waits_for_replay"]
    assert run("cases", by=INSPECTOR).code == 0
    assert run("account", "disable", ADMINISTRATOR).fault == "E-295"


def test_list_tells_accounts_and_no_secrets(run: Command, data: Path) -> None:
    said = run("account", "list", "--json", by=AUDITOR)
    row = member(said, SUPERVISOR)
    assert row["roles"] == ["supervisor"] and row["holds_replay"] and not row["is_temporary"]
    verifiers = row["verifiers"]
    assert isinstance(verifiers, list) and [len(b64decode(text)) for text in verifiers] == [32]
    assert "AGE-SECRET" not in said.out
    assert "主管 supervisor" in run("account", "list").out
    assert run("account", "list", by=CLERK).fault == "E-222"


def test_what_was_done_to_accounts_stands_in_the_audit_trail(run: Command, data: Path) -> None:
    run("account", "add", "0789", "--role", "clerk", new=NEW)
    run("account", "roles", "0789", "supervisor")
    run("account", "disable", "0789")
    rows = run("audit", "list", "--json").json
    done = [(row["actor"], row["kind"]) for row in rows if row["kind"].startswith("account.")]
    assert done == [(ADMINISTRATOR, f"account.{kind}") for kind in ("added", "roles", "closed")]
    assert NEW not in json.dumps(rows, ensure_ascii=False)


# ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_rights_in_the_manual_are_those_of_the_code(run: Command) -> None:
    page = ROOT / "resources" / "manual" / "rights.md"
    assert page.read_text(encoding="utf-8") == rights_markdown() == run("rights", "--markdown").out
    assert set(RIGHT_WORDS) == set(Right) and set(APART_WORDS) == {why for *_, why in APART}
    told = run("rights", "--json").json
    assert {role: set(rights) for role, rights in told["rights"].items()} == {
        role.value: {right.value for right in RIGHTS[role]} for role in Role
    }
    assert len(told["apart"]) == len(APART)
    assert run("rights").out.count("✔") == sum(len(rights) for rights in RIGHTS.values())


# ── the recovery kit ────────────────────────────────────────────────────────────────────────────────────────────────


def by_files(*files: Path) -> list[object]:
    return [word for file in files for word in ("--share-file", file)]


def test_two_shares_let_people_in_again(run: Command, data: Path, shares: list[Path]) -> None:
    run("account", "disable", SUPERVISOR)
    names = ("--administrator", "boss", "--supervisor", SUPERVISOR)
    said = run("recover-access", *names, *by_files(shares[2], shares[0]), "--json", **SECRETS)
    assert said.json == {"made": ["boss"], "reset": [SUPERVISOR], "was_bound": False}, said.err
    for name, passphrase in (("boss", BOSS), (SUPERVISOR, LEAD)):
        assert run("cases", by=name, passphrase=passphrase).fault == "E-297"
        assert run("account", "passphrase", by=name, passphrase=passphrase, new=NEW).code == 0
    assert run("cases", by=SUPERVISOR, passphrase=NEW).code == 0
    assert run("cases", by=SUPERVISOR).fault == "E-205"
    with Station.open(at(data), NEW, SUPERVISOR) as station:
        assert station.vault.in_hand.replay
        assert station.vault.check() == () and station.vault.verify_trail().faults == ()
    rows = run("audit", "list", "--json", by="boss", passphrase=NEW).json
    (row,) = [row for row in rows if row["kind"] == "access.recovered"]
    assert row["facts"] == {"made": ["boss"], "reset": [SUPERVISOR], "was_bound": False}


def test_one_share_is_none(run: Command, data: Path, shares: list[Path], tmp_path: Path) -> None:
    before = (data / "vault" / KEYS_NAME).read_bytes()
    (tmp_path / "misread.txt").write_text(
        shares[1].read_text().replace(shares[1].read_text().split()[9], "academic", 1)
    )
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "foreign.txt").write_text(found(other).shares[0])
    for code, files in {
        "E-248": [shares[0], shares[0]],
        "E-246": [shares[0], tmp_path / "misread.txt"],
        "E-247": [shares[1], tmp_path / "foreign.txt"],
    }.items():
        said = run("recover-access", *NAMES, *by_files(*files), **SECRETS)
        assert said.code == 4 and said.fault == code
    assert run("recover-access", *NAMES, *by_files(shares[0]), **SECRETS).fault == "E-248"
    assert run("recover-access", *NAMES, **SECRETS).fault == "E-248", "and nobody is at a terminal"
    assert (data / "vault" / KEYS_NAME).read_bytes() == before


def test_kit_of_another_station_opens_nothing(run: Command, data: Path, tmp_path: Path) -> None:
    foreign = found(tmp_path / "other").shares
    for number, share in enumerate(foreign[:2]):
        (tmp_path / f"foreign-{number}").write_text(share)
    files = by_files(*(tmp_path / f"foreign-{number}" for number in (0, 1)))
    said = run("recover-access", *NAMES, *files, **SECRETS)
    assert said.code == 4 and said.fault == "E-232"


def test_recovery_does_not_make_an_administrator_of_a_clerk(run: Command, data: Path, shares: list[Path]) -> None:
    before = (data / "vault" / KEYS_NAME).read_bytes()
    for administrator in (CLERK, "ADMIN"):
        names = ("--administrator", administrator, "--supervisor", "lead")
        assert run("recover-access", *names, *by_files(*shares[:2]), **SECRETS).fault == "E-236"
    assert (data / "vault" / KEYS_NAME).read_bytes() == before


def test_shares_are_typed_as_people_type_them(
    run: Command, data: Path, shares: list[Path], monkeypatch: pytest.MonkeyPatch, typing: list[str]
) -> None:
    lines = [" ".join(f"{n}. {word[:4]}" for n, word in enumerate(file.read_text().split(), 1)) for file in shares[1:]]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join([*lines, "boss", "lead", ""])))
    typing += [BOSS, BOSS, LEAD, LEAD]
    said = run("recover-access", "--json")
    assert said.code == 0 and said.json["made"] == ["boss", "lead"], said.err


def test_vault_of_a_lost_computer_opens_by_the_kit_alone(
    run: Command, data: Path, shares: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryKeyStore()
    monkeypatch.setattr("app.vault.binding._usable", lambda backend: store)
    assert run("keys", "bind", "--json").json["is_bound"]
    assert run("cases", by=CLERK).code == 0
    monkeypatch.setattr("app.vault.binding._usable", lambda backend: MemoryKeyStore())  # another computer
    assert run("cases", by=CLERK).fault == "E-250"
    said = run("recover-access", *NAMES, *by_files(*shares[:2]), "--json", **SECRETS)
    assert said.json == {"made": ["boss", "lead"], "reset": [], "was_bound": True}, said.err
    assert run("cases", by=CLERK).code == 0 and run("cases", by=SUPERVISOR).code == 0
    book, in_hand = AccountBook.open(data / "vault", PASSPHRASES[SUPERVISOR], SUPERVISOR)
    assert book is not None and not book.is_bound and in_hand.replay
