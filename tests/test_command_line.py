"""The command line: exit codes, one sentence with its code on standard error, and nothing beside JSON on the other."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import PASSPHRASE as VARIABLE
from app.__main__ import main
from app.evidence.chunks import SEALED_CHUNK_BYTES
from app.evidence.manifest import StationKey
from app.evidence.package import write_package
from app.evidence.sealed import generate_identity
from app.station import Station
from app.vault.database import connect
from app.vault.keys import STATION_ACCOUNT, unlock
from app.vault.vault import VAULT_NAME
from media.models import BUNDLED
from tests.drills.process import CASE as CASE_FILE
from tests.drills.process import LIBRARY, short_library, spoken
from tests.station_parts import CASE, PASSPHRASE, TELLS, record, script, settings, speaking
from tests.vault_parts import CHEAP, ID_NUMBER, NAME

pytestmark = pytest.mark.timeout(120)

ODD_NAME = f"{NAME}[/red]"
"""what a table must not take for markup"""


@dataclass(frozen=True, slots=True)
class Said:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def fault(self) -> str:
        """The code of the one sentence on standard error; nothing of ours may lie beside it."""
        assert "Traceback" not in self.err and 'File "' not in self.err
        found = re.findall(r"。 \((E-\d{3})\)$", self.err.strip(), re.MULTILINE)
        assert len(found) == 1, self.err
        return str(found[0])


Run = Callable[..., Said]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)

    def call(*words: object) -> Said:
        capfd.readouterr()
        code = main([str(word) for word in words])
        return Said(code, *capfd.readouterr())

    return call


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a station with one sealed take of some ten seconds."""
    folder = tmp_path_factory.mktemp("made")
    archive = generate_identity()
    with (
        Station.found(settings(folder), PASSPHRASE, archive=(archive.recipient,), kdf=CHEAP) as station,
        speaking() as voices,
    ):
        long_one = replace(TELLS, say="谢谢您的耐心。" * 8)
        case = replace(CASE, customer_name=ODD_NAME)
        report = record(station, voices, {}, script(long_one), case=case, with_model=False)
        assert report.outcome.value == "completed"
    (folder / "archive.txt").write_text(archive.text)
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
def test_wrong_words_are_usage(run: Run, words: list[str]) -> None:
    said = run(*words)
    assert said.code == 2 and said.out == "" and said.err and "Traceback" not in said.err


def test_help_names_every_command(run: Run) -> None:
    said = run("--help")
    assert said.code == 0
    for name in [
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
    ]:
        assert re.search(rf"\b{name}\b", said.out)


def test_program_runs_as_a_module(made: Path) -> None:
    root = Path(__file__).resolve().parent.parent
    environment = {**os.environ, VARIABLE: "wrong", "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-m", "app", "cases", "--json", "--data-dir", str(made)],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, cwd=root,
    )  # fmt: skip
    said = Said(done.returncode, done.stdout, done.stderr)
    assert said.code == 4 and said.fault == "E-205" and said.json["fault"]["code"] == "E-205"


# ── looking ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cases_show_and_search_tell_what_is_there(run: Run, made: Path) -> None:
    (case,) = run("cases", "--json", "--data-dir", made).json
    assert case["case"] == CASE.id and case["customer"] == ODD_NAME
    (take,) = case["takes"]
    assert take == {"id": take_of(made), "state": "sealed", "outcome": "completed"}
    shown = run("show", take["id"], "--json", "--data-dir", made).json
    assert shown["take"]["case"] == CASE.id and [step["id"] for step in shown["steps"]] == ["tells"]
    assert {mark["kind"] for mark in shown["marks"]} >= {"take_began", "take_ended"}
    (hit,) = run("search", NAME[:2], "--json", "--data-dir", made).json
    assert hit["what"] == "case"
    assert run("search", "没有这句话", "--json", "--data-dir", made).json == []


def test_what_people_read_holds_names_as_they_are(run: Run, made: Path) -> None:
    said = run("cases", "--data-dir", made)
    assert said.code == 0 and ODD_NAME in said.out
    assert run("show", take_of(made), "--data-dir", made).code == 0
    assert NAME[:2] in run("search", NAME[:2], "--data-dir", made).out


def test_export_writes_a_film_and_its_reason(run: Run, data: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.mp4"
    said = run("export", take_of(data), target, "--reason", "court order 7", "--json", "--data-dir", data)
    assert said.code == 0 and said.json["bytes"] == target.stat().st_size
    assert target.read_bytes()[4:8] == b"ftyp" and target.stat().st_mode & 0o077 == 0
    again = run("export", take_of(data), target, "--reason", "once more", "--data-dir", data)
    assert again.code == 2 and again.fault == "E-914"


def test_unknown_take_is_told(run: Run, made: Path) -> None:
    said = run("show", "20260101-000000-aaaaaa", "--json", "--data-dir", made)
    assert said.code == 1 and said.fault == "E-213" and said.json["fault"]["code"] == "E-213"


def test_nothing_to_recover(run: Run, made: Path) -> None:
    assert run("recover", "--json", "--data-dir", made).json == []
    assert "没有" in run("recover", "--data-dir", made).out


def test_take_that_cannot_be_recovered_is_no_success(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.evidence.sealed import SealedWriter
    from app.faults import Fault

    def finish(self: SealedWriter) -> None:
        raise Fault("E-912", reason="EIO")

    with Station.open(replace_root(data), PASSPHRASE) as station, speaking() as voices:
        with monkeypatch.context() as patch, pytest.raises(Fault):
            patch.setattr(SealedWriter, "finish", finish)
            record(station, voices, {}, script(TELLS), with_model=False, case=replace(CASE, id=CASE.id + "-2"))  # type: ignore[arg-type]
        (left,) = station.vault.open_takes()
    (data / left.path).unlink()
    said = run("recover", "--json", "--data-dir", data)
    assert said.code == 3 and said.json[0]["fault"]["code"] == "E-331"


def replace_root(data: Path) -> Any:
    return settings(data.parent)


# ── locked ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", [["cases"], ["show", "x"], ["search", "x"], ["recover"]])
def test_wrong_passphrase_is_locked(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setenv(VARIABLE, "not this one")
    said = run(*command, "--json", "--data-dir", made)
    assert said.code == 4 and said.fault == "E-205" and "fault" in said.json
    assert "not this one" not in said.out + said.err


def test_no_passphrase_is_locked(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    said = run("cases", "--data-dir", made)
    assert said.code == 4 and said.fault == "E-221" and said.out == ""


def test_no_vault_is_told_and_nothing_is_made(run: Run, tmp_path: Path) -> None:
    said = run("cases", "--data-dir", tmp_path / "nowhere")
    assert said.code == 1 and said.fault == "E-201" and not (tmp_path / "nowhere").exists()


def test_second_station_on_one_vault_is_locked_out(run: Run, data: Path) -> None:
    with Station.open(replace_root(data), PASSPHRASE):
        said = run("cases", "--data-dir", data)
    assert said.code == 4 and said.fault == "E-203"


def test_vault_of_a_newer_program_is_left_alone(run: Run, data: Path) -> None:
    database = connect(data / "vault" / VAULT_NAME, unlock(data / "vault", PASSPHRASE, STATION_ACCOUNT).database_key())
    database.execute("PRAGMA user_version = 99")
    database.close()
    said = run("cases", "--data-dir", data)
    assert said.code == 1 and said.fault == "E-206" and "99" in said.err


def test_damaged_page_of_the_vault_is_told(run: Run, data: Path) -> None:
    path = data / "vault" / VAULT_NAME
    content = bytearray(path.read_bytes())
    for at in range(4096 + 100, len(content), 4096):
        content[at] ^= 1
    path.write_bytes(content)
    said = run("cases", "--data-dir", data)
    assert said.code == 1 and said.fault == "E-207"


def test_lost_key_file_is_told(run: Run, data: Path) -> None:
    (data / "vault" / "vault.keys").write_bytes(b"gone")
    said = run("cases", "--data-dir", data)
    assert said.code == 4 and said.fault == "E-204"


# ── verify ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_good_package_passes_without_a_vault(run: Run, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
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
def test_damaged_package_fails_with_the_right_sentence(run: Run, data: Path, damage: str) -> None:
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
    run: Run, data: Path, tmp_path: Path, spoil: Callable[[Path], None], code: str
) -> None:
    spoil(data / "takes" / f"{take_of(data)}.mp4.age")
    said = run("export", take_of(data), tmp_path / "copy.mp4", "--reason", "why not", "--data-dir", data)
    assert said.code == 3 and said.fault == code and not list(tmp_path.glob("copy*"))


def test_package_of_another_station_fails(run: Run, data: Path) -> None:
    with Station.open(replace_root(data), PASSPHRASE) as station:
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


def test_what_verify_was_given_is_checked(run: Run, made: Path, tmp_path: Path) -> None:
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


def test_bad_requests_are_refused_before_anything_is_made(run: Run, tmp_path: Path) -> None:
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
    run: Run, tmp_path: Path, change: tuple[str, str], code: str
) -> None:
    text = CASE_FILE.read_text()
    assert change[0] in text
    (tmp_path / "case.yaml").write_text(text.replace(*change))
    said = run(*asked(tmp_path, "--json", case=tmp_path / "case.yaml"))
    assert said.code == 2 and said.fault == code
    assert re.search(r"第 \d+ 行", said.err)
    assert "19780512" not in said.out + said.err and "张建国" not in said.out + said.err
    assert not (tmp_path / "data").exists()


def test_absent_camera_is_a_device_fault_and_nothing_is_recorded(run: Run, tmp_path: Path) -> None:
    words = [word for word in asked(tmp_path, camera="device:97", speaker="none") if word != "--fast"]
    said = run(*words)
    assert said.code == 5 and said.fault == "E-101"
    with Station.open(settings(tmp_path), PASSPHRASE) as station:
        assert station.vault.takes() == () and station.vault.cases() == ()
    assert not list((tmp_path / "data" / "takes").iterdir())


def test_damaged_speech_model_is_told_and_nothing_is_recorded(run: Run, data: Path) -> None:
    folder = data / "models" / "vosk-model-small-cn-0.22"
    shutil.copytree(BUNDLED / "vosk-test-cn", folder)
    (folder / "am" / "final.mdl").write_bytes((folder / "am" / "final.mdl").read_bytes()[:1000])
    (row,) = [row for row in run("models", "list", "--json", "--data-dir", data).json if row["id"] == folder.name]
    assert re.fullmatch(r"E-70\d", row["state"])
    said = run(*asked(data.parent))
    assert said.code in (1, 3) and said.fault == row["state"]
    with Station.open(replace_root(data), PASSPHRASE) as station:
        assert len(station.vault.takes()) == 1, "the one that was there"
    (folder / "graph" / "words.txt").unlink()
    assert run(*asked(data.parent)).fault == "E-701"


def test_folder_that_cannot_be_made_is_told(run: Run, tmp_path: Path) -> None:
    said = run(*asked(Path("/proc/dualrec")))
    assert said.code == 1 and said.fault == "E-905"


def test_bad_settings_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[place]\nbanch = 1\n")
    said = run("cases", "--data-dir", tmp_path)
    assert said.code == 2 and said.fault == "E-903" and "banch" in said.err
    (tmp_path / "settings.toml").write_text("[place\n")
    assert run("cases", "--data-dir", tmp_path).fault == "E-902"


def test_second_microphone_of_the_settings_gives_way_to_a_made_up_customer(run: Run, tmp_path: Path) -> None:
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


def test_take_is_recorded_found_verified_and_exported(run: Run, tmp_path: Path, library: Path) -> None:
    (tmp_path / "says").mkdir()
    spoken(tmp_path / "says" / "default.wav", "我同意")
    said = run(*asked(tmp_path, "--json", **{"customer-says": tmp_path / "says"}))
    assert said.code == 0 and said.json["outcome"] == "completed", said.err
    assert said.json["transcript"][-1]["text"] == "我同意" and "同意录制" in said.err
    assert said.json["take"]["state"] == "sealed"
    assert run("verify", said.json["package"]).code == 0
    data = tmp_path / "data"
    assert run("search", "同意", "--json", "--data-dir", data).json[0]["take"] == said.json["take"]["id"]
    log = (data / "logs" / "station.jsonl").read_text() if (data / "logs" / "station.jsonl").exists() else ""
    assert "张建国" not in log and "我同意" not in log


def test_lost_camera_is_a_device_fault_though_the_take_is_sealed(run: Run, tmp_path: Path, library: Path) -> None:
    (tmp_path / "says").mkdir()
    spoken(tmp_path / "says" / "consent.wav", "我同意")
    camera = "synthetic:test,width=640,height=360,lose_at=1,back_at=2"
    said = run(*asked(tmp_path, "--json", camera=camera, **{"customer-says": tmp_path / "says"}))
    assert said.code == 5 and said.json["outcome"] == "completed"
    assert [fault["code"] for fault in said.json["faults"]] == ["E-102"]
    assert "画面中断" in said.err


# ── scripts, models, the computer ───────────────────────────────────────────────────────────────────────────────────


def test_shipped_scripts_are_listed_and_sound(run: Run) -> None:
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
    run: Run, tmp_path: Path, change: tuple[str, str], code: str, exit_code: int
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


def test_script_that_is_sound_but_not_good_fails_the_check(run: Run, tmp_path: Path) -> None:
    library = tmp_path / "library"
    shutil.copytree(LIBRARY, library)
    file = library / "bank-life-over-1y.yaml"
    file.write_text(file.read_text().replace("say: ", "say: 本产品保本保息。", 1))
    said = run("script", "check", library, "--json")
    assert said.code == 3 and "E-433" in {row["code"] for row in said.json}
    assert "(E-433)" in run("script", "check", library).out


def test_models_and_devices_are_listed(run: Run, made: Path, tmp_path: Path) -> None:
    (row,) = run("models", "list", "--json", "--data-dir", made).json
    assert row["id"] == "vosk-test-cn" and row["state"] == "ok"
    said = run("models", "install", tmp_path / "nowhere.zip", "--data-dir", tmp_path)
    assert said.code == 2 and said.fault == "E-707"
    found = run("devices", "--json")
    assert found.code == 0 and set(found.json) == {"cameras", "microphones", "speakers", "sound_fault"}


def test_doctor_tells_in_json_what_is_there(run: Run, made: Path) -> None:
    said = run("doctor", "--json", "--data-dir", made)
    assert said.code in (0, 3)
    findings = {finding["id"]: finding for finding in said.json}
    assert findings["python"]["status"] == "ok" and findings["faces"]["status"] == "ok"
    assert (said.code == 3) == any(finding["status"] == "missing" for finding in said.json)
    assert all(finding["action"]["zh"] or finding["means"]["zh"] for finding in said.json if finding["status"] != "ok")


def test_unknown_subjects_are_told(run: Run) -> None:
    assert run("bench", "nonsense").fault == "E-451"
    assert run("demo", "--script", "nonsense").fault == "E-449"


def test_mistake_of_ours_is_one_sentence_and_its_stack_is_in_the_log(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    def mistake(*_: object) -> None:
        raise RuntimeError(f"about {NAME} {ID_NUMBER}")

    monkeypatch.setattr(Station, "takes_of", mistake)
    expect_log("ERROR command: unexpected")
    said = run("cases", "--data-dir", data)
    assert said.code == 1 and said.fault == "E-901"
    log = (data / "logs" / "station.jsonl").read_text()
    assert "RuntimeError" in log and "mistake" in log and ID_NUMBER not in log
