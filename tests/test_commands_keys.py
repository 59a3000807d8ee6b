"""Keys, the vault's files, the audit trail and the place: each by command line, and to whom it is refused."""

import hashlib
import json
import re
import shutil
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest
from keyring.backends.fail import Keyring as FailingKeyStore

from app.evidence.sealed import SealedReader, SealedWriter
from app.place import PlaceSeen, SeenAddress, enrolment_file
from app.vault.accounts import unlock
from app.vault.binding import MemoryKeyStore
from app.vault.database import connect
from app.vault.keys import KEYS_NAME
from app.vault.recovery import seed_from
from app.vault.vault import VAULT_NAME
from tests.command_parts import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    INSPECTOR,
    NEW,
    OTHER_CLERK,
    PASSPHRASES,
    SUPERVISOR,
    Command,
    at,
    enter,
    found,
    make_quick,
)
from tests.vault_parts import begin_take, seal

pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Commands by the administrator, unless it is said otherwise."""
    make_quick(monkeypatch)
    return Command(capfd, monkeypatch, ADMINISTRATOR)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[str, ...]]:
    """The data folder of a station with all accounts and one case, and the shares of its recovery kit."""
    folder = tmp_path_factory.mktemp("founded")
    kit = found(folder)
    with enter(folder / "data", CLERK) as station:
        seal(station.vault, begin_take(station.vault))
    return folder / "data", kit.shares


@pytest.fixture
def data(founded: tuple[Path, tuple[str, ...]], tmp_path: Path, run: Command) -> Path:
    """A copy, where commands go."""
    shutil.copytree(founded[0], tmp_path / "data")
    run.data = tmp_path / "data"
    return tmp_path / "data"


def opens(data: Path, name: str, content: Path) -> bytes:
    with enter(data, name) as station, content.open("rb") as file, SealedReader(file, station.identities) as plain:
        return plain.read()


def sealed_now(data: Path, path: Path) -> Path:
    """Something sealed for whoever takes are sealed for now."""
    with enter(data, CLERK) as station, open(path, "wb", buffering=0) as file:
        writer = SealedWriter(file, station.recipients)
        writer.write(path.name.encode())
        writer.finish()
    return path


# ── keys ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_sees_which_keys_there_are_and_what_he_holds(run: Command, data: Path) -> None:
    for name, own in {
        CLERK: ["vault"],
        SUPERVISOR: ["vault", "replay"],
        AUDITOR: ["vault", "replay"],
        ADMINISTRATOR: ["vault", "authority"],
    }.items():
        state = run("keys", "show", "--json", by=name).json
        assert state["own"] == own and state["holders"] == [SUPERVISOR, INSPECTOR, AUDITOR] and state["has_kit"]
        assert not state["is_bound"] and not state["is_rotation_due"] and state["waiting"] == []
    assert "AGE-SECRET" not in run("keys", "show", by=SUPERVISOR).out


@pytest.mark.parametrize(("by", "second"), [(ADMINISTRATOR, SUPERVISOR), (SUPERVISOR, ADMINISTRATOR)])
def test_replay_key_is_rotated_by_two_and_old_takes_still_open(
    run: Command, data: Path, tmp_path: Path, by: str, second: str
) -> None:
    before = sealed_now(data, tmp_path / "before")
    said = run("keys", "rotate-replay", "--json", by=by, second=second)
    assert said.code == 0, said.err
    after = sealed_now(data, tmp_path / "after")
    assert run("keys", "show", "--json").json["recipients"] == [said.json["recipient"]]
    for name in (SUPERVISOR, INSPECTOR, AUDITOR):
        assert opens(data, name, before) == b"before" and opens(data, name, after) == b"after"
    with enter(data, CLERK) as station:
        assert station.vault.in_hand.replay == ()


@pytest.mark.parametrize(
    ("by", "second", "code"),
    [
        (ADMINISTRATOR, None, "E-293"),
        (ADMINISTRATOR, ADMINISTRATOR, "E-293"),
        (ADMINISTRATOR, CLERK, "E-293"),
        (SUPERVISOR, INSPECTOR, "E-293"),
        (CLERK, ADMINISTRATOR, "E-222"),
        (AUDITOR, ADMINISTRATOR, "E-222"),
    ],
)
@pytest.mark.parametrize("act", ["rotate-replay", "new-kit"])
def test_act_for_two_is_refused_to_fewer(
    run: Command, data: Path, act: str, by: str, second: str | None, code: str
) -> None:
    said = run("keys", act, *(["--kit-json"] if act == "new-kit" else []), "--json", by=by, second=second)
    assert said.code == 4 and said.fault == code
    assert "shares" not in said.out


def test_new_kit_takes_the_place_of_the_old_one(
    run: Command, data: Path, founded: tuple[Path, tuple[str, ...]], tmp_path: Path
) -> None:
    said = run("keys", "new-kit", "--kit-folder", tmp_path / "kit", "--kit-json", "--json", second=SUPERVISOR)
    assert said.code == 0 and len(list((tmp_path / "kit").iterdir())) == 3, said.err
    assert seed_from(said.json["kit"]["shares"]) != seed_from(founded[1])
    names = ("--administrator", "boss", "--supervisor", "lead")
    secrets = {f"DUALREC_{who}_PASSPHRASE": NEW for who in ("ADMINISTRATOR", "SUPERVISOR")}
    for shares, code in ((founded[1], 4), (said.json["kit"]["shares"], 0)):
        files: list[object] = []
        for number, share in enumerate(shares[:2]):
            (tmp_path / f"{number}").write_text(share)
            files += ["--share-file", tmp_path / f"{number}"]
        assert run("recover-access", *names, *files, **secrets).code == code
    assert run("keys", "new-kit", "--json", second=SUPERVISOR).fault == "E-299"


def test_refused_kit_leaves_no_sheets(run: Command, data: Path, tmp_path: Path) -> None:
    assert run("keys", "new-kit", "--kit-folder", tmp_path / "kit").fault == "E-293"
    assert list((tmp_path / "kit").iterdir()) == []


@pytest.mark.parametrize("words", [("keys", "rotate-database"), ("vault", "rotate")])
def test_database_is_encrypted_anew(run: Command, data: Path, words: tuple[str, ...]) -> None:
    key = unlock(data / "vault", PASSPHRASES[CLERK], CLERK).database_key()
    assert run(*words, by=SUPERVISOR).fault == "E-222"
    said = run(*words, "--json")
    assert said.code == 0 and said.json == {"rotated": True}, said.err
    db = connect(data / "vault" / VAULT_NAME, key)
    with pytest.raises(Exception, match="not a database"):
        db.execute("SELECT count(*) FROM sqlite_master")
    db.close()
    for name in PASSPHRASES:
        with enter(data, name) as station:
            assert station.vault.check() == ()


def test_vault_is_bound_to_this_computer_and_freed(
    run: Command, data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("keyring.get_keyring", FailingKeyStore)
    assert run("keys", "bind").fault == "E-251", "a computer without a key store"
    store = MemoryKeyStore()
    monkeypatch.setattr("app.vault.binding._usable", lambda backend: store)
    assert run("keys", "bind", by=SUPERVISOR).fault == "E-222"
    assert run("keys", "bind", "--json").json == {"is_bound": True}
    assert run("keys", "bind").code == 0, "twice does no harm"
    assert run("keys", "show", "--json", by=CLERK).json["is_bound"]
    before = sealed_now(data, tmp_path / "before")
    assert run("account", "reset", INSPECTOR, new=NEW).code == 0
    assert run("account", "grant", INSPECTOR, by=SUPERVISOR).code == 0
    assert run("account", "passphrase", by=INSPECTOR, passphrase=NEW, new=PASSPHRASES[INSPECTOR]).code == 0
    assert opens(data, INSPECTOR, before) == b"before", "what was granted while bound opens"
    store.is_locked = True
    assert run("cases", by=CLERK).fault == "E-251"
    store.is_locked = False
    assert run("keys", "unbind", "--json").json == {"is_bound": False}
    monkeypatch.undo()
    make_quick(monkeypatch)
    assert not run("keys", "show", "--json").json["is_bound"]


def test_commands_on_the_page_of_keys_exist(run: Command) -> None:
    page = (Path(__file__).resolve().parent.parent / "resources" / "manual" / "keys.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:station )?((?:account|keys|vault|place) [a-z-]+|init|recover-access)\b", page))
    assert len(named) > 10
    for words in named:
        assert run(*words.split(), "--help").code == 0, words


# ── the vault as files ──────────────────────────────────────────────────────────────────────────────────────────────


def later_take(data: Path, name: str = "T-2") -> None:
    """A take that the backup does not know, with its file on the disk."""
    with enter(data, CLERK) as station:
        seal(station.vault, begin_take(station.vault, name), manifest="4b" * 32)
    (data / "takes" / f"{name}.mp4.age").write_bytes(b"sealed")


def backed_up(run: Command) -> Path:
    said = run("vault", "backup", "--json")
    assert said.code == 0, said.err
    return Path(said.json["path"])


def test_backup_is_made_listed_and_put_back_and_tells_what_is_newer(run: Command, data: Path) -> None:
    assert run("vault", "backups", "--json").json == []
    path = backed_up(run)
    (row,) = run("vault", "backups", "--json").json
    assert row["name"] == path.name and row["problem"] is None and path.name in run("vault", "backups").out
    later_take(data)
    said = run("vault", "restore", path.name, "--json")
    assert said.code == 0, said.err
    told = said.json
    assert ([take["take"] for take in told["newer"]] == ["T-2"] and told["missing"] == ["T-T-1"]) or told["missing"]
    assert (data / "takes" / "T-2.mp4.age").read_bytes() == b"sealed", "no take was touched"
    assert Path(told["replaced"], VAULT_NAME).exists()
    with enter(data, SUPERVISOR) as station:
        assert [take.id for take in station.vault.takes()] == ["T-1"] and station.vault.doubt is None
    rows = run("audit", "list", "--json").json
    assert [row["actor"] for row in rows if row["kind"] == "vault.restored"] == [ADMINISTRATOR]
    assert run("audit", "verify", "--json").json["is_sound"]


def test_restore_says_in_words_what_is_newer(run: Command, data: Path) -> None:
    path = backed_up(run)
    later_take(data)
    said = run("vault", "restore", path)
    assert "T-2" in said.out and "比备份新" in said.out


@pytest.mark.parametrize("name", [CLERK, SUPERVISOR, INSPECTOR, AUDITOR])
def test_only_an_administrator_looks_after_the_vault(run: Command, data: Path, name: str) -> None:
    path = backed_up(run)
    before = hashlib.sha256((data / "vault" / KEYS_NAME).read_bytes()).hexdigest()
    for words in (("backup",), ("backups",), ("restore", path), ("accept",), ("rotate",)):
        said = run("vault", *words, by=name)
        assert said.code == 4 and said.fault == "E-222", words
    assert hashlib.sha256((data / "vault" / KEYS_NAME).read_bytes()).hexdigest() == before
    assert not list((data / "vault").glob("replaced-*"))


def test_restore_asks_who_is_administrator_today(run: Command, data: Path) -> None:
    """Somebody who was shut out since then does not come back by an old backup."""
    assert run("account", "add", "boss", "--role", "administrator", new=NEW).code == 0
    assert run("account", "passphrase", by="boss", passphrase=NEW, new=NEW + "!").code == 0
    path = backed_up(run)
    assert run("account", "disable", "boss").code == 0
    assert run("vault", "restore", path, by="boss", passphrase=NEW + "!").fault == "E-231"
    assert run("vault", "restore", path, by="boss", passphrase="a guess").fault == "E-205"
    for number in range(4):
        run("vault", "restore", path, by=ADMINISTRATOR, passphrase=f"guess {number}")
    assert run("vault", "restore", path, passphrase="guess 5").fault == "E-205"
    assert run("vault", "restore", path).fault == "E-249", "guesses are counted here, too"


def test_restore_with_the_passphrase_of_that_day(run: Command, data: Path) -> None:
    path = backed_up(run)
    assert run("account", "passphrase", new=NEW).code == 0
    assert run("vault", "restore", path, passphrase=NEW).fault == "E-205"
    then = {"DUALREC_BACKUP_PASSPHRASE": PASSPHRASES[ADMINISTRATOR]}
    assert run("vault", "restore", path, passphrase=NEW, **then).code == 0
    assert run("vault", "check").code == 0, "the accounts are those of that day"


def test_restore_on_a_new_computer_by_two_shares(
    run: Command, data: Path, founded: tuple[Path, tuple[str, ...]], tmp_path: Path
) -> None:
    path = backed_up(run)
    shutil.copytree(path, tmp_path / path.name)
    shutil.rmtree(data)
    files: list[object] = []
    for number, share in enumerate(founded[1][1:]):
        (tmp_path / f"{number}").write_text(share)
        files += ["--share-file", tmp_path / f"{number}"]
    assert run("vault", "restore", tmp_path / path.name, *files[:2]).fault == "E-248"
    said = run("vault", "restore", tmp_path / path.name, *files, "--json")
    assert said.code == 0 and said.json["missing"] == ["T-1"], said.err
    assert [case["case"] for case in run("cases", "--json", by=SUPERVISOR).json] == ["C-T-1"]


def test_what_is_no_backup_is_not_restored(run: Command, data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for given in (tmp_path / "empty", "nowhere", "../x", tmp_path / "none"):
        assert run("vault", "restore", given).fault == "E-260"
    path = backed_up(run)
    content = bytearray((path / VAULT_NAME).read_bytes())
    content[5000] ^= 1
    (path / VAULT_NAME).write_bytes(content)
    said = run("vault", "restore", path)
    assert said.code == 3 and said.fault == "E-261"
    assert run("vault", "check").code == 0


def test_backup_that_is_damaged_is_listed_as_such(run: Command, data: Path) -> None:
    (backed_up(run) / KEYS_NAME).unlink()
    (row,) = run("vault", "backups", "--json").json
    assert row["problem"]["code"] == "E-261" and "(E-261)" in run("vault", "backups").out


def test_sound_vault_passes_its_check_and_a_changed_row_does_not(run: Command, data: Path) -> None:
    assert run("vault", "check", "--json").json == {"is_sound": True, "faults": []}
    assert run("vault", "check", by=AUDITOR).code == 0 and run("vault", "check", by=CLERK).fault == "E-222"
    db = connect(data / "vault" / VAULT_NAME, unlock(data / "vault", PASSPHRASES[CLERK], CLERK).database_key())
    db.execute("UPDATE cases SET customer_name = '别人'")
    db.close()
    said = run("vault", "check", "--json")
    assert said.code == 3 and not said.json["is_sound"] and said.json["faults"][0]["code"] == "E-219"
    assert run("vault", "check").code == 3


@pytest.fixture
def older(data: Path, run: Command, tmp_path: Path) -> Path:
    """The vault put back to an hour ago, with its key file of today."""
    kept = tmp_path / "kept"
    shutil.copytree(data / "vault", kept)
    later_take(data)
    for name in (VAULT_NAME, f"{VAULT_NAME}-wal"):
        (data / "vault" / name).unlink(missing_ok=True)
        if (kept / name).exists():
            shutil.copy(kept / name, data / "vault")
    return data


def test_older_vault_is_read_only_until_an_administrator_accepts_it(run: Command, older: Path) -> None:
    said = run("cases", "--json", by=SUPERVISOR)
    assert said.code == 0 and "(E-208)" in said.err and [case["case"] for case in said.json] == ["C-T-1"]
    assert run("account", "disable", INSPECTOR).code == 1, "nothing is written"
    assert run("vault", "accept", by=SUPERVISOR).fault == "E-222"
    said = run("vault", "accept", "--json")
    assert said.code == 0 and said.json["accepted"]["code"] == "E-208"
    after = run("cases", by=SUPERVISOR)
    assert after.code == 0 and "E-208" not in after.err
    rows = run("audit", "list", "--json").json
    assert [row["actor"] for row in rows if row["kind"] == "vault.rollback_accepted"] == [ADMINISTRATOR]
    assert run("vault", "accept", "--json").json == {"accepted": None}


def test_older_key_file_is_noticed(run: Command, data: Path, tmp_path: Path) -> None:
    shutil.copy(data / "vault" / KEYS_NAME, tmp_path)
    assert run("account", "disable", INSPECTOR).code == 0
    shutil.copy(tmp_path / KEYS_NAME, data / "vault")
    said = run("cases", by=INSPECTOR)
    assert "(E-244)" in said.err
    assert run("vault", "accept", "--json").json["accepted"]["code"] == "E-244"


# ── audit ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_audit_trail_is_listed_verified_and_exported(run: Command, data: Path, tmp_path: Path) -> None:
    run("cases", by=CLERK, passphrase="wrong")
    rows = run("audit", "list", "--json", by=AUDITOR).json
    assert [row["n"] for row in rows] == list(range(1, len(rows) + 1))
    assert {"vault.created", "take.sealed"} <= {row["kind"] for row in rows}
    assert "login.failed" in {row["kind"] for row in run("audit", "list", "--json", by=AUDITOR).json}
    part = run("audit", "list", "--after", 2, "--limit", 3, "--json", by=AUDITOR).json
    assert [row["n"] for row in part] == [3, 4, 5] and part == rows[2:5]
    assert "vault.created" in run("audit", "list", by=AUDITOR).out
    said = run("audit", "verify", "--json", by=AUDITOR)
    assert said.code == 0 and said.json["is_sound"] and said.json["checkpoints_good"] >= 1, said.err
    assert "审计完整" in run("audit", "verify", by=AUDITOR).out

    export, accounts = tmp_path / "trail.jsonl", tmp_path / "accounts.json"
    told = run("audit", "export", export, "--json", by=AUDITOR).json
    assert told["rows"] == len(export.read_text().splitlines()) - 2 and export.stat().st_mode & 0o077 == 0
    assert run("audit", "export", export, by=AUDITOR).fault == "E-914"
    accounts.write_text(run("account", "list", "--json", by=AUDITOR).out)
    run.data = None
    said = run("audit", "verify-export", export, "--accounts", accounts, "--json", by="nobody")
    assert said.code == 0 and said.json["is_sound"] and said.json["rows"] == told["rows"], said.out
    assert said.json["checkpoints_good"] >= 1
    assert run("audit", "verify-export", export).code == 0
    assert run("audit", "verify-export", export, "--accounts", export).fault == "E-916"
    lines = export.read_text().splitlines()
    lines[3] = lines[3].replace(CLERK, OTHER_CLERK).replace("station", "nobody").replace(ADMINISTRATOR, "nobody")
    export.write_text("\n".join(lines) + "\n")
    said = run("audit", "verify-export", export)
    assert said.code == 3 and "未通过" in said.out
    assert run("audit", "verify-export", tmp_path / "gone").fault == "E-916"


@pytest.mark.parametrize("name", [CLERK, SUPERVISOR, INSPECTOR])
def test_audit_trail_is_not_for_everybody(run: Command, data: Path, tmp_path: Path, name: str) -> None:
    for words in (("list",), ("verify",), ("export", tmp_path / "trail.jsonl")):
        said = run("audit", *words, by=name)
        assert said.code == 4 and said.fault == "E-222", words
    assert not (tmp_path / "trail.jsonl").exists()


def test_trail_that_was_changed_does_not_verify(run: Command, data: Path) -> None:
    db = connect(data / "vault" / VAULT_NAME, unlock(data / "vault", PASSPHRASES[CLERK], CLERK).database_key())
    db.execute("DELETE FROM audit WHERE n = 3")
    db.close()
    said = run("audit", "verify", "--json", by=AUDITOR)
    assert said.code == 3 and "E-209" in {fault["code"] for fault in said.json["faults"]}


# ── place ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def at_the_branch(monkeypatch: pytest.MonkeyPatch) -> None:
    here = SeenAddress(IPv4Address("10.1.2.3"), "eth0", IPv4Network("10.1.2.0/24"))
    monkeypatch.setattr("app.place.look_around", lambda: PlaceSeen((here,), ()))


def issued(run: Command, folder: Path, station: str, network: str, key: Path) -> Path:
    target = folder / f"{hashlib.sha256((station + network).encode()).hexdigest()[:8]}.json"
    words = ("--branch", "东门支行", "--counter", "07", "--serial", "S-1", "--issued-by", "IT")
    said = run(
        "place", "issue", target, "--key", key, "--station", station, "--network", network, *words,
        "--valid-to", "2099-12-31", "--json",
    )  # fmt: skip
    assert said.code == 0 and said.json["branch"] == "东门支行", said.err
    return target


def test_place_is_enrolled_by_the_institution_and_shown(
    run: Command, data: Path, tmp_path: Path, at_the_branch: None
) -> None:
    key = tmp_path / "institution.pem"
    made = run("place", "keygen", key, "--json").json
    assert key.stat().st_mode & 0o077 == 0 and run("place", "keygen", key).fault == "E-914"
    shown = run("place", "show", "--json", by=CLERK).json
    assert shown["state"] == "not_checked"
    assert run("place", "trust", made["public_key"], by=SUPERVISOR).fault == "E-222"
    said = run("place", "trust", made["public_key"], "--json")
    assert said.code == 0 and said.json["requires_enrolment"], said.err
    shown = run("place", "show", "--json", by=CLERK).json
    assert shown["state"] == "outside" and [fault["code"] for fault in shown["faults"]] == ["E-475"]

    inside = issued(run, tmp_path, shown["station"], "10.1.0.0/16", key)
    elsewhere = issued(run, tmp_path, "0123456789abcdef", "10.1.0.0/16", key)
    run("place", "keygen", tmp_path / "stranger.pem")
    stranger = issued(run, tmp_path, shown["station"], "10.0.0.0/8", tmp_path / "stranger.pem")
    assert run("place", "enrol", inside, by=SUPERVISOR).fault == "E-222"
    for code, file in {"E-474": elsewhere, "E-472": stranger, "E-470": key, "E-916": tmp_path / "gone"}.items():
        assert run("place", "enrol", file).fault == code
        assert not enrolment_file(at(data).folder).exists()
    said = run("place", "enrol", inside, "--json")
    assert said.code == 0 and said.json["state"] == "inside", said.err
    assert said.json["place"] == {"branch": "东门支行", "counter": "07"}
    assert run("place", "show", "--json", by=CLERK).json["state"] == "inside"
    assert "东门支行" in run("place", "enrol", inside).out

    outside = issued(run, tmp_path, shown["station"], "192.168.0.0/16", key)
    said = run("place", "enrol", outside)
    assert said.code == 0 and "(E-476)" in said.out, "it is put in place, and said that this is not the place"
    assert "place.enrolled" in {row["kind"] for row in run("audit", "list", "--json").json}


def test_certificate_that_cannot_be_is_not_issued(run: Command, data: Path, tmp_path: Path) -> None:
    key = tmp_path / "institution.pem"
    run("place", "keygen", key)
    words = ["--branch", "B", "--counter", "1", "--serial", "S", "--issued-by", "IT", "--valid-to", "2099-01-01"]
    where = ["--station", "0123456789abcdef", "--network", "0.0.0.0/0"]
    assert run("place", "issue", tmp_path / "c", "--key", key, *where, *words).fault == "E-470"
    where[-1] = "10.0.0.0/8"
    assert run("place", "issue", tmp_path / "c", "--key", tmp_path / "gone", *where, *words).fault == "E-916"
    assert run("place", "issue", tmp_path / "c", "--key", key, *where, *words, "--area", "here").code == 2
    assert not (tmp_path / "c").exists()
    said = run("place", "issue", tmp_path / "c", "--key", key, *where, *words, "--area", "29.86,121.54,300", "--json")
    assert said.code == 0 and said.json["serial"] == "S", said.err
    assert json.loads((tmp_path / "c").read_text())["area"] == {
        "lat_udeg": 29_860_000, "lon_udeg": 121_540_000, "radius_m": 300,
    }  # fmt: skip
