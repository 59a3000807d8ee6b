"""The command line: exit codes, one sentence with its code on standard error, and nothing beside JSON on the other."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer

from app.__main__ import commands
from app.commands.common import ACCOUNT
from app.commands.common import PASSPHRASE as VARIABLE
from app.evidence.chunks import SEALED_CHUNK_BYTES
from app.evidence.manifest import StationKey
from app.evidence.package import write_package
from app.evidence.sealed import generate_identity
from app.station import Station
from app.vault.accounts import unlock
from app.vault.database import connect
from app.vault.vault import VAULT_NAME
from media.models import BUNDLED
from tests.command_parts import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    INSPECTOR,
    OTHER_CLERK,
    PASSPHRASES,
    SUPERVISOR,
    Command,
    Said,
    enter,
    found,
    make_quick,
)
from tests.drills.process import CASE as CASE_FILE
from tests.drills.process import LIBRARY, short_library, spoken
from tests.station_parts import CASE, TELLS, record, script, speaking
from tests.vault_parts import ID_NUMBER, NAME

pytestmark = pytest.mark.timeout(120)

ODD_NAME = f"{NAME}[/red]"
"""what a table must not take for markup"""


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Commands by the supervisor, who sees everything, unless it is said otherwise."""
    make_quick(monkeypatch)
    return Command(capfd, monkeypatch, SUPERVISOR)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a station where nothing was recorded; its archive key lies beside it."""
    folder = tmp_path_factory.mktemp("founded")
    archive = generate_identity()
    found(folder, (archive.recipient,))
    (folder / "archive.txt").write_text(archive.text)
    return folder / "data"


@pytest.fixture
def empty(founded: Path, tmp_path: Path) -> Path:
    """A copy of it, in `tmp_path`."""
    shutil.copytree(founded, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(scope="module")
def made(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a station with one sealed take of some ten seconds, of the clerk's."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(founded, folder / "data")
    shutil.copy(founded.parent / "archive.txt", folder)
    with enter(folder / "data", CLERK) as station, speaking() as voices:
        long_one = replace(TELLS, say="谢谢您的耐心。" * 8)
        case = replace(CASE, customer_name=ODD_NAME)
        report = record(station, voices, {}, script(long_one), case=case, with_model=False)
        assert report.outcome.value == "completed"
    return folder / "data"


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be spoilt."""
    shutil.copytree(made, tmp_path / "data")
    return tmp_path / "data"


def take_of(data: Path) -> str:
    (package,) = (entry for entry in (data / "packages").iterdir() if entry.is_dir())
    return package.name


def package_of(data: Path) -> Path:
    return data / "packages" / take_of(data)


# ── usage ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words", [["nonsense"], ["record"], ["verify"], ["export", "x"], ["cases", "--nonsense"], ["models", "nonsense"]]
)
def test_wrong_words_are_usage(run: Command, words: list[str]) -> None:
    said = run(*words)
    assert said.code == 2 and said.out == "" and said.err and "Traceback" not in said.err


def test_help_names_every_command(run: Command) -> None:
    said = run("--help")
    assert said.code == 0
    for name in [
        "init",
        "demo",
        "record",
        "cases",
        "show",
        "search",
        "export",
        "verify",
        "recover",
        "doctor",
        "devices",
        "models",
        "script",
        "bench",
        "account",
        "rights",
        "keys",
        "recover-access",
        "vault",
        "audit",
        "place",
        "retention",
        "clock",
    ]:
        assert re.search(rf"\b{name}\b", said.out)


def test_every_command_takes_a_data_folder_and_json() -> None:
    def walk(command: Any, name: str) -> Iterator[tuple[str, set[str]]]:
        for word, inner in getattr(command, "commands", {}).items():
            yield from walk(inner, f"{name} {word}")
        if not hasattr(command, "commands"):
            yield name.strip(), {option for each in command.params for option in each.opts}

    found = dict(walk(typer.main.get_command(commands), ""))
    assert len(found) > 45
    lacking = {name for name, options in found.items() if not {"--data-dir", "--json"} <= options}
    assert lacking == {"run", "screenshots"}, "which open a window or draw one"
    without_vault = {"init", "demo", "verify", "rights", "doctor", "devices", "bench", "recover-access"}
    for name, options in found.items():
        outside = name in without_vault or name.split()[0] in ("script", "models", "run", "screenshots")
        outside = outside or name in ("audit verify-export", "place keygen", "place issue")
        assert ("--account" in options) != outside, name


def test_program_runs_as_a_module(made: Path) -> None:
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, ACCOUNT: CLERK, VARIABLE: "wrong", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-m", "app", "cases", "--json", "--data-dir", str(made)],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=root,
    )  # fmt: skip
    said = Said(done.returncode, done.stdout, done.stderr)
    assert said.code == 4 and said.fault == "E-205" and said.json["fault"]["code"] == "E-205"


# ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cases_show_and_search_tell_what_is_there(run: Command, made: Path) -> None:
    (case,) = run("cases", "--json", "--data-dir", made).json
    assert case["case"] == CASE.id and case["customer"] == ODD_NAME and case["clerk"] == CLERK
    (take,) = case["takes"]
    assert take == {"id": take_of(made), "state": "sealed", "outcome": "completed"}
    shown = run("show", take["id"], "--json", "--data-dir", made).json
    assert shown["take"]["case"] == CASE.id and [step["id"] for step in shown["steps"]] == ["tells"]
    assert {mark["kind"] for mark in shown["marks"]} >= {"take_began", "take_ended"}
    (hit,) = run("search", NAME[:2], "--json", "--data-dir", made).json
    assert hit["what"] == "case"
    assert run("search", "没有这句话", "--json", "--data-dir", made).json == []


def test_what_people_read_holds_names_as_they_are(run: Command, made: Path) -> None:
    said = run("cases", "--data-dir", made)
    assert said.code == 0 and ODD_NAME in said.out
    assert run("show", take_of(made), "--data-dir", made).code == 0
    assert NAME[:2] in run("search", NAME[:2], "--data-dir", made).out


def test_clerk_is_shown_own_cases_only_and_an_administrator_none(run: Command, made: Path) -> None:
    take, where = take_of(made), ("--json", "--data-dir", made)
    assert [case["case"] for case in run("cases", *where, by=CLERK).json] == [CASE.id]
    assert run("search", NAME[:2], *where, by=CLERK).json and run("show", take, *where, by=CLERK).code == 0
    assert run("cases", *where, by=OTHER_CLERK).json == []
    assert run("search", NAME[:2], *where, by=OTHER_CLERK).json == []
    assert run("search", "谢谢", *where, by=OTHER_CLERK).json == []
    assert run("show", take, *where, by=OTHER_CLERK).fault == "E-222"
    for words in (["cases"], ["search", NAME[:2]], ["show", take]):
        said = run(*words, "--data-dir", made, by=ADMINISTRATOR)
        assert said.code == 4 and said.fault == "E-222" and NAME not in said.out + said.err


def exported(data: Path, target: Path, reason: str = "court order 7") -> tuple[object, ...]:
    return ("export", take_of(data), target, "--reason", reason, "--json", "--data-dir", data)


def test_export_writes_a_film_and_its_reason(run: Command, data: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.mp4"
    said = run(*exported(data, target), second=AUDITOR)
    assert said.code == 0 and said.json["bytes"] == target.stat().st_size
    assert target.read_bytes()[4:8] == b"ftyp" and target.stat().st_mode & 0o077 == 0
    again = run(*exported(data, target), second=AUDITOR)
    assert again.code == 2 and again.fault == "E-914"
    rows = run("audit", "list", "--json", "--data-dir", data, by=AUDITOR).json
    (row,) = [row for row in rows if row["kind"] == "take.exported"]
    assert row["actor"] == SUPERVISOR
    assert row["facts"] == {"take": take_of(data), "reason": "court order 7", "second": AUDITOR}


@pytest.mark.parametrize(
    ("by", "second", "code"),
    [
        (SUPERVISOR, None, "E-293"),
        (SUPERVISOR, SUPERVISOR, "E-293"),
        (SUPERVISOR, CLERK, "E-293"),
        (CLERK, SUPERVISOR, "E-222"),
        (INSPECTOR, SUPERVISOR, "E-222"),
        (ADMINISTRATOR, SUPERVISOR, "E-222"),
    ],
)
def test_export_takes_two_people_who_may(
    run: Command, data: Path, tmp_path: Path, by: str, second: str | None, code: str
) -> None:
    said = run(*exported(data, tmp_path / "copy.mp4"), by=by, second=second)
    assert said.code == 4 and said.fault == code and not list(tmp_path.glob("copy*"))


def test_second_person_has_to_know_the_passphrase(run: Command, data: Path, tmp_path: Path) -> None:
    words = (*exported(data, tmp_path / "copy.mp4"), "--second", AUDITOR)
    assert run(*words).fault == "E-298", "nobody sits at a terminal, and the environment has none"
    assert run(*words, DUALREC_SECOND_PASSPHRASE="wrong").fault == "E-205"
    assert not list(tmp_path.glob("copy*"))


def test_unknown_take_is_told(run: Command, made: Path) -> None:
    said = run("show", "20260101-000000-aaaaaa", "--json", "--data-dir", made)
    assert said.code == 1 and said.fault == "E-213" and said.json["fault"]["code"] == "E-213"


def test_nothing_to_recover(run: Command, made: Path) -> None:
    assert run("recover", "--json", "--data-dir", made).json == []
    assert "没有" in run("recover", "--data-dir", made).out


def test_take_that_cannot_be_recovered_is_no_success(run: Command, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.evidence.sealed import SealedWriter
    from app.faults import Fault

    def finish(self: SealedWriter) -> None:
        raise Fault("E-912", reason="EIO")

    with enter(data, CLERK) as station, speaking() as voices:
        with monkeypatch.context() as patch, pytest.raises(Fault):
            patch.setattr(SealedWriter, "finish", finish)
            record(station, voices, {}, script(TELLS), with_model=False, case=replace(CASE, id=CASE.id + "-2"))  # type: ignore[arg-type]
        (left,) = station.vault.open_takes()
    (data / left.path).unlink()
    said = run("recover", "--json", "--data-dir", data)
    assert said.code == 3 and said.json[0]["fault"]["code"] == "E-331"


# ── locked ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", [["cases"], ["show", "x"], ["search", "x"], ["recover"]])
def test_wrong_passphrase_is_locked(run: Command, data: Path, command: list[str]) -> None:
    said = run(*command, "--json", "--data-dir", data, passphrase="not this one")
    assert said.code == 4 and said.fault == "E-205" and "fault" in said.json
    assert "not this one" not in said.out + said.err


def test_no_passphrase_is_locked(run: Command, made: Path) -> None:
    said = run("cases", "--data-dir", made, nothing=VARIABLE)
    assert said.code == 4 and said.fault == "E-221" and said.out == ""


def test_no_account_is_locked(run: Command, made: Path) -> None:
    said = run("cases", "--data-dir", made, nothing=ACCOUNT)
    assert said.code == 4 and said.fault == "E-296" and said.out == ""
    assert run("cases", "--data-dir", made, "-a", SUPERVISOR, nothing=ACCOUNT).code == 0, "an option will do"
    assert run("cases", "--data-dir", made, "--account", CLERK).fault == "E-205", "and goes before the environment"


def test_unknown_account_is_told_as_a_wrong_passphrase_is(run: Command, data: Path) -> None:
    said = run("cases", "--data-dir", data, by="nobody", passphrase="x")
    assert said.code == 4 and said.fault == "E-205"


def test_guessing_is_locked_out(run: Command, data: Path) -> None:
    tried = [run("cases", "--data-dir", data, passphrase=str(number)).fault for number in range(6)]
    assert tried == ["E-205"] * 5 + ["E-249"]
    assert run("cases", "--data-dir", data).fault == "E-249", "the right one has to wait, too"
    assert run("cases", "--data-dir", data, by=CLERK).code == 0, "the others have not"


def test_no_vault_is_told_and_nothing_is_made(run: Command, tmp_path: Path) -> None:
    said = run("cases", "--data-dir", tmp_path / "nowhere")
    assert said.code == 1 and said.fault == "E-201" and not (tmp_path / "nowhere").exists()


def test_second_station_on_one_vault_is_locked_out(run: Command, data: Path) -> None:
    with enter(data, CLERK):
        said = run("cases", "--data-dir", data)
    assert said.code == 4 and said.fault == "E-203"


def test_vault_of_a_newer_program_is_left_alone(run: Command, data: Path) -> None:
    database = connect(data / "vault" / VAULT_NAME, unlock(data / "vault", PASSPHRASES[CLERK], CLERK).database_key())
    database.execute("PRAGMA user_version = 99")
    database.close()
    said = run("cases", "--data-dir", data)
    assert said.code == 1 and said.fault == "E-206" and "99" in said.err


def test_damaged_page_of_the_vault_is_told(run: Command, data: Path) -> None:
    path = data / "vault" / VAULT_NAME
    content = bytearray(path.read_bytes())
    for at in range(4096 + 100, len(content), 4096):
        content[at] ^= 1
    path.write_bytes(content)
    said = run("cases", "--data-dir", data)
    assert said.code == 1 and said.fault == "E-207"


def test_lost_key_file_is_told(run: Command, data: Path) -> None:
    (data / "vault" / "vault.keys").write_bytes(b"gone")
    said = run("cases", "--data-dir", data)
    assert said.code == 4 and said.fault == "E-204"


# ── verify ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_good_package_passes_without_a_vault(run: Command, made: Path) -> None:
    said = run("verify", package_of(made), "--identity", made.parent / "archive.txt", "--json")
    assert said.code == 0 and said.json["passed"] and said.json["signer_checked"]
    assert {check["result"] for check in said.json["checks"]} == {"passed"}
    assert "验证通过" in run("verify", package_of(made)).out


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def change_share(path: Path) -> None:
    """Another letter in the header's first share, which is still well written."""
    content = bytearray(path.read_bytes())
    content[40] = ord("B") if content[40] == ord("A") else ord("A")
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def swap_chunks(path: Path) -> None:
    content = path.read_bytes()
    start = len(content) - (len(content) // SEALED_CHUNK_BYTES) * SEALED_CHUNK_BYTES
    first, second = (content[start + n * SEALED_CHUNK_BYTES :][:SEALED_CHUNK_BYTES] for n in (0, 1))
    path.write_bytes(content[:start] + second + first + content[start + 2 * SEALED_CHUNK_BYTES :])


DAMAGE: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "sealed file cut": ("take.mp4.age", cut, "E-333"),
    "sealed file longer": ("take.mp4.age", lambda path: path.write_bytes(path.read_bytes() + b"\0"), "E-334"),
    "a bit of a chunk": ("take.mp4.age", lambda path: flip(path, 100_000), "E-335"),
    "its last bit": ("take.mp4.age", lambda path: flip(path, -1), "E-335"),
    "two chunks swapped": ("take.mp4.age", swap_chunks, "E-335"),
    "a bit of the header": ("take.mp4.age", lambda path: flip(path, 40), "E-335"),
    "sealed file gone": ("take.mp4.age", lambda path: path.unlink(), "E-331"),
    "a letter of the manifest": (
        "manifest.json",
        lambda path: path.write_bytes(path.read_bytes().replace(b'"completed"', b'"completeD"')),
        "E-326",
    ),
    "manifest in another spelling": (
        "manifest.json",
        lambda path: path.write_text(json.dumps(json.loads(path.read_text()), indent=1)),
        "E-322",
    ),
    "manifest gone": ("manifest.json", lambda path: path.unlink(), "E-321"),
    "a bit of the signature": ("manifest.sig", lambda path: flip(path, 10), "E-326"),
    "signature cut": ("manifest.sig", cut, "E-325"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damaged_package_fails_with_the_right_sentence(run: Command, data: Path, damage: str) -> None:
    name, spoil, code = DAMAGE[damage]
    package = data.parent / "package"  # a copy, not a link to the station's own file
    shutil.copytree(package_of(data), package)
    shutil.copy(data / "packages" / "station.pem", data.parent)
    spoil(package / name)
    said = run("verify", package, "--json")
    assert said.code == 3 and not said.json["passed"] and "Traceback" not in said.err
    failed = [check for check in said.json["checks"] if check["result"] == "failed"]
    assert failed[0]["code"] == code and failed[0]["sentence"].endswith(f"({code})")
    read = run("verify", package)
    assert read.code == 3 and "验证未通过" in read.out and f"({code})" in read.out


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(lambda path: flip(path, 100_000), "E-304"), (swap_chunks, "E-304"), (change_share, "E-303")],
)
def test_damaged_take_is_not_exported(
    run: Command, data: Path, tmp_path: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(data / "takes" / f"{take_of(data)}.mp4.age")
    said = run(*exported(data, tmp_path / "copy.mp4"), second=AUDITOR)
    assert said.code == 3 and said.fault == code and not list(tmp_path.glob("copy*"))


def test_package_of_another_station_fails(run: Command, data: Path) -> None:
    with enter(data, CLERK) as station:
        from app.evidence.package import verify

        manifest = verify(package_of(data)).manifest
        assert manifest is not None
        take = data / station.vault.takes()[0].path
    foreign = StationKey.generate()
    forged = data.parent / "forged"
    write_package(forged, take, replace(manifest, station=foreign.station), foreign)
    shutil.copy(data / "packages" / "station.pem", data.parent)
    said = run("verify", forged, "--json")
    failed = [check for check in said.json["checks"] if check["result"] == "failed"]
    assert said.code == 3 and [check["code"] for check in failed] == ["E-327"]


def test_what_verify_was_given_is_checked(run: Command, made: Path, tmp_path: Path) -> None:
    package = package_of(made)
    (tmp_path / "other.txt").write_text(generate_identity().text)
    (tmp_path / "no.pem").write_text("no key")
    assert run("verify", package, "--key", tmp_path / "gone.pem").fault == "E-916"
    assert run("verify", package, "--key", tmp_path / "no.pem").fault == "E-328"
    assert run("verify", package, "--identity", tmp_path / "no.pem").fault == "E-309"
    said = run("verify", package, "--identity", tmp_path / "other.txt")
    assert said.code == 4 and said.fault == "E-302"
    assert run("verify", tmp_path / "nowhere", "--json").code == 3


# ── record: what is refused ─────────────────────────────────────────────────────────────────────────────────────────


def asked(tmp_path: Path, *more: object, **other: object) -> list[object]:
    """A good request in fast mode, but for what is said otherwise."""
    words: dict[str, object] = {
        "script": "bank-life-over-1y",
        "case": CASE_FILE,
        "camera": "synthetic:test,width=640,height=360",
        "microphone": "synthetic:noise,level_dbfs=-66",
        **other,
    }
    options = [word for name, value in words.items() for word in (f"--{name}", value)]
    return ["record", *options, "--fast", "--data-dir", tmp_path / "data", *more]


def test_bad_requests_are_refused_before_anything_is_made(run: Command, tmp_path: Path) -> None:
    for code, exit_code, words in (
        ("E-105", 2, asked(tmp_path, camera="nonsense")),
        ("E-105", 2, asked(tmp_path, camera="synthetic:test,colour=red")),
        ("E-105", 2, asked(tmp_path, microphone="synthetic:")),
        ("E-448", 2, asked(tmp_path, camera="device:0")),
        ("E-447", 2, asked(tmp_path, layout="round")),
        ("E-452", 2, asked(tmp_path, layout="side_by_side")),
        ("E-452", 2, asked(tmp_path, "--camera", "synthetic:test", layout="one")),
        ("E-445", 2, asked(tmp_path, **{"customer-says": tmp_path / "nowhere"})),
        ("E-446", 2, asked(tmp_path, **{"customer-says": tmp_path, "customer-microphone": "synthetic:noise"})),
        ("E-420", 2, asked(tmp_path, script="nonsense")),
        ("E-400", 2, asked(tmp_path, case=tmp_path / "nowhere.yaml")),
        ("E-425", 2, asked(tmp_path, script="bank-wealth-r3")),
    ):
        said = run(*words, "--json")
        assert (said.code, said.fault) == (exit_code, code), said.err
        assert said.json["fault"]["code"] == code
        assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("99000019780512001X", "990000197805120011"), "E-441"),
        (("99000019780512001X", "9900001978"), "E-440"),
        (("annual_premium: 50000\n  ", ""), "E-422"),
        (("annual_premium: 50000", "annual_premium: many"), "E-423"),
        (("counter:", "cuonter:"), "E-406"),
        (("facts:", "facts: {}\nmore:"), "E-406"),
        (("张建国", "&a 张建国\n  other: *a"), "E-403"),
    ],
)
def test_bad_case_file_names_its_line_and_never_the_number(
    run: Command, tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    text = CASE_FILE.read_text()
    assert change[0] in text
    (tmp_path / "case.yaml").write_text(text.replace(*change))
    said = run(*asked(tmp_path, "--json", case=tmp_path / "case.yaml"))
    assert said.code == 2 and said.fault == code
    assert re.search(r"第 \d+ 行", said.err)
    assert "19780512" not in said.out + said.err and "张建国" not in said.out + said.err
    assert not (tmp_path / "data").exists()


def test_recording_makes_no_station(run: Command, tmp_path: Path) -> None:
    said = run(*asked(tmp_path))
    assert said.code == 1 and said.fault == "E-201" and "station init" in said.err
    assert not (tmp_path / "data").exists()


def test_only_the_clerk_of_the_case_records_it(run: Command, empty: Path) -> None:
    assert run(*asked(empty.parent), by=INSPECTOR).fault == "E-222"
    assert run(*asked(empty.parent), by=OTHER_CLERK).fault == "E-292"
    with enter(empty, SUPERVISOR) as station:
        assert station.vault.takes() == ()


def test_absent_camera_is_a_device_fault_and_nothing_is_recorded(run: Command, tmp_path: Path, empty: Path) -> None:
    words = [word for word in asked(tmp_path, camera="device:97", speaker="none") if word != "--fast"]
    said = run(*words, by=CLERK)
    assert said.code == 5 and said.fault == "E-101"
    with enter(empty, CLERK) as station:
        assert station.vault.takes() == () and station.vault.cases() == ()
    assert not list((tmp_path / "data" / "takes").iterdir())


def test_damaged_speech_model_is_told_and_nothing_is_recorded(run: Command, data: Path) -> None:
    folder = data / "models" / "vosk-model-small-cn-0.22"
    shutil.copytree(BUNDLED / "vosk-test-cn", folder)
    (folder / "am" / "final.mdl").write_bytes((folder / "am" / "final.mdl").read_bytes()[:1000])
    (row,) = [row for row in run("models", "list", "--json", "--data-dir", data).json if row["id"] == folder.name]
    assert re.fullmatch(r"E-70\d", row["state"])
    said = run(*asked(data.parent), by=CLERK)
    assert said.code in (1, 3) and said.fault == row["state"]
    with enter(data, CLERK) as station:
        assert len(station.vault.takes()) == 1, "the one that was there"
    (folder / "graph" / "words.txt").unlink()
    assert run(*asked(data.parent), by=CLERK).fault == "E-701"


def test_folder_that_cannot_be_made_is_told(run: Command) -> None:
    names = ("--administrator", "admin", "--supervisor", "super")
    secrets = {f"DUALREC_{who}_PASSPHRASE": PASSPHRASES[SUPERVISOR] for who in ("ADMINISTRATOR", "SUPERVISOR")}
    said = run("init", *names, "--data-dir", "/proc/dualrec", **secrets)
    assert said.code == 1 and said.fault == "E-905"


def test_bad_settings_are_told(run: Command, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[place]\nbanch = 1\n")
    said = run("cases", "--data-dir", tmp_path)
    assert said.code == 2 and said.fault == "E-903" and "banch" in said.err
    (tmp_path / "settings.toml").write_text("[place\n")
    assert run("cases", "--data-dir", tmp_path).fault == "E-902"


def test_second_microphone_of_the_settings_gives_way_to_a_made_up_customer(run: Command, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "settings.toml").write_text('[devices]\ncustomer_microphone = "device:USB"\n')
    (tmp_path / "says").mkdir()
    said = run(*asked(tmp_path, script="nonsense", **{"customer-says": tmp_path / "says"}))
    assert said.fault == "E-420", "and not E-446 or E-448"


# ── record: what is recorded ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A library whose life script only asks for consent."""
    short = short_library(tmp_path / "library", {"consent": "您好。"})
    monkeypatch.setattr("app.counter.LIBRARY", short)
    yield short


def test_take_is_recorded_found_and_verified(run: Command, tmp_path: Path, library: Path, empty: Path) -> None:
    (tmp_path / "says").mkdir()
    spoken(tmp_path / "says" / "default.wav", "我同意")
    said = run(*asked(tmp_path, "--json", **{"customer-says": tmp_path / "says"}), by=CLERK)
    assert said.code == 0 and said.json["outcome"] == "completed", said.err
    assert said.json["transcript"][-1]["text"] == "我同意" and "同意录制" in said.err
    assert said.json["take"]["state"] == "sealed"
    assert run("verify", said.json["package"]).code == 0
    data = empty
    assert run("search", "同意", "--json", "--data-dir", data, by=CLERK).json[0]["take"] == said.json["take"]["id"]
    log = (data / "logs" / "station.jsonl").read_text() if (data / "logs" / "station.jsonl").exists() else ""
    assert "张建国" not in log and "我同意" not in log


def test_lost_camera_is_a_device_fault_though_the_take_is_sealed(
    run: Command, tmp_path: Path, library: Path, empty: Path
) -> None:
    (tmp_path / "says").mkdir()
    spoken(tmp_path / "says" / "consent.wav", "我同意")
    camera = "synthetic:test,width=640,height=360,lose_at=1,back_at=2"
    said = run(*asked(tmp_path, "--json", camera=camera, **{"customer-says": tmp_path / "says"}), by=CLERK)
    assert said.code == 5 and said.json["outcome"] == "completed"
    assert [fault["code"] for fault in said.json["faults"]] == ["E-102"]
    assert "画面中断" in said.err


# ── scripts, models, the computer ───────────────────────────────────────────────────────────────────────────────────


def test_shipped_scripts_are_listed_and_sound(run: Command) -> None:
    rows = run("script", "list", "--json").json
    assert {row["id"] for row in rows} >= {"bank-life-over-1y", "bank-wealth-r3"}
    said = run("script", "check", "--json")
    assert said.code == 0 and said.json == []
    assert "通过" in run("script", "check").out


@pytest.mark.parametrize(
    ("change", "code", "exit_code"),
    [
        (("speaker:", "speeker:"), "E-406", 2),
        (("R-A01", "R-A99"), "E-410", 2),
        (("{annual_premium}", "{no_such_fact}"), "E-411", 2),
        (("title:", "title: &a [x]\nbomb: [*a, *a]\ntitle2:"), "E-403", 2),
        (("title:", "title: [\n"), "E-402", 2),
    ],
)
def test_bad_script_names_its_line(
    run: Command, tmp_path: Path, change: tuple[str, str], code: str, exit_code: int
) -> None:
    library = tmp_path / "library"
    shutil.copytree(LIBRARY, library)
    file = library / "bank-life-over-1y.yaml"
    text = file.read_text()
    assert change[0] in text, change[0]
    file.write_text(text.replace(change[0], change[1], 1))
    said = run("script", "check", library, "--json")
    assert (said.code, said.fault) == (exit_code, code)
    assert file.name in said.err and re.search(r"第 \d+ 行", said.err)


def test_script_that_is_sound_but_not_good_fails_the_check(run: Command, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(LIBRARY, library)
    file = library / "bank-life-over-1y.yaml"
    file.write_text(file.read_text().replace("say: ", "say: 本产品保本保息。", 1))
    said = run("script", "check", library, "--json")
    assert said.code == 3 and "E-433" in {row["code"] for row in said.json}
    assert "(E-433)" in run("script", "check", library).out


def test_models_and_devices_are_listed(run: Command, made: Path, tmp_path: Path) -> None:
    (row,) = run("models", "list", "--json", "--data-dir", made).json
    assert row["id"] == "vosk-test-cn" and row["state"] == "ok"
    said = run("models", "install", tmp_path / "nowhere.zip", "--data-dir", tmp_path)
    assert said.code == 2 and said.fault == "E-707"
    found = run("devices", "--json")
    assert found.code == 0 and set(found.json) == {"cameras", "microphones", "speakers", "sound_fault"}


def test_doctor_tells_in_json_what_is_there(run: Command, made: Path) -> None:
    said = run("doctor", "--json", "--data-dir", made)
    assert said.code in (0, 3)
    findings = {finding["id"]: finding for finding in said.json}
    assert findings["python"]["status"] == "ok" and findings["faces"]["status"] == "ok"
    assert (said.code == 3) == any(finding["status"] == "missing" for finding in said.json)
    assert all(finding["action"]["zh"] or finding["means"]["zh"] for finding in said.json if finding["status"] != "ok")


def test_unknown_subjects_are_told(run: Command) -> None:
    assert run("bench", "nonsense").fault == "E-451"
    assert run("demo", "--script", "nonsense").fault == "E-449"


def test_mistake_of_ours_is_one_sentence_and_its_stack_is_in_the_log(
    run: Command, data: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    def mistake(*_: object) -> None:
        raise RuntimeError(f"about {NAME} {ID_NUMBER}")

    monkeypatch.setattr(Station, "takes_of", mistake)
    expect_log("ERROR command: unexpected")
    said = run("cases", "--data-dir", data)
    assert said.code == 1 and said.fault == "E-901"
    log = (data / "logs" / "station.jsonl").read_text()
    assert "RuntimeError" in log and "mistake" in log and ID_NUMBER not in log
