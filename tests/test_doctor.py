"""The doctor finds what is there and what is not, and never falls ill itself."""

import io
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

import app.doctor
from app.doctor import NOTHING, Finding, Status, examine, print_findings
from app.settings import DataFolder, Place, Settings
from app.vault.keys import KEYS_NAME
from app.vault.vault import VAULT_NAME
from media.clock import NS, Clock, FastClock

YEAR_NS = 31_556_952 * NS


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(DataFolder(tmp_path / "data"))


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`only(name)`: leave out all other checks."""

    def leave(name: str) -> None:
        chosen = tuple(each for each in app.doctor._CHECKS if each[0] == name)
        assert chosen
        monkeypatch.setattr(app.doctor, "_CHECKS", chosen)

    return leave


def one(settings: Settings, clock: Clock | None = None) -> Finding:
    (finding,) = examine(settings, clock)
    return finding


def test_this_computer_is_examined_whole(settings: Settings) -> None:
    findings = {finding.id: finding for finding in examine(settings)}
    assert {"python", "opencv", "encoder", "font", "faces", "disk", "clock", "computer"} <= set(findings)
    for needed in ("python", "opencv", "encoder", "font", "faces", "voice", "folder", "vault"):
        assert findings[needed].status is Status.OK, findings[needed]
    assert not settings.folder.root.exists(), "looking changes nothing"


def test_every_finding_speaks_both_languages_and_names_an_action(settings: Settings) -> None:
    for finding in examine(settings):
        assert finding.what.zh and finding.what.en
        if finding.status is not Status.OK:
            assert finding.means.zh.endswith("。") or re.search(r"E-\d{3}\)$", finding.means.zh)
            assert finding.action is not NOTHING or re.search(r"E-\d{3}\)$", finding.means.zh), "a fault names its own"


def test_findings_as_json_and_as_text(settings: Settings, only: Callable[[str], None]) -> None:
    only("place")
    findings = examine(settings)
    (told,) = json.loads(json.dumps([finding.as_json() for finding in findings]))
    assert (told["id"], told["status"]) == ("place", "warning")
    assert told["action"]["en"].startswith("Set [place]")
    shown = io.StringIO()
    print_findings(Console(width=200, file=shown), findings)
    text = shown.getvalue()
    assert text.startswith("▲ 网点或柜台未设置") and "[place]" in text


def test_check_that_breaks_says_not_checked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    def breaks(settings: Settings, clock: Clock) -> list[Finding]:
        raise RuntimeError("a driver fell over")

    expect_log("WARNING doctor: check could not run: devices")
    monkeypatch.setattr(app.doctor, "_CHECKS", (("devices", breaks), ("place", app.doctor._check_place)))
    broken, fine = examine(settings)
    assert (broken.id, broken.status) == ("devices", Status.WARNING)
    assert "未检查" in broken.what.zh and "not checked" in broken.what.en
    assert fine.id == "place"


def test_place_that_is_set(settings: Settings, only: Callable[[str], None]) -> None:
    only("place")
    finding = one(Settings(settings.folder, Place("城东支行", "03")))
    assert finding.status is Status.OK and "城东支行" in finding.what.zh


@pytest.mark.parametrize(
    ("years", "status"), [(0, Status.MISSING), (40, Status.MISSING), (57, Status.OK), (131, Status.MISSING)]
)
def test_clock_of_another_age(
    settings: Settings, only: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, years: int, status: Status
) -> None:
    only("clock")
    monkeypatch.setattr(app.doctor, "_is_synchronised", lambda: None)
    assert one(settings, FastClock(wall_ns=years * YEAR_NS)).status is status


def test_clock_that_nobody_sets(
    settings: Settings, only: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    only("clock")
    monkeypatch.setattr(app.doctor, "_is_synchronised", lambda: False)
    finding = one(settings)
    assert finding.status is Status.WARNING and "NTP" in finding.action.en


@pytest.mark.parametrize(
    ("gigabytes", "status"), [(100, Status.OK), (3, Status.WARNING), (0.2, Status.MISSING), (0, Status.MISSING)]
)
def test_disk_left_in_hours(
    settings: Settings,
    only: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    gigabytes: float,
    status: Status,
) -> None:
    only("disk")
    usage = shutil.disk_usage(settings.folder.root.parent)._replace(free=int(gigabytes * 1e9))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    assert one(settings).status is status


def test_folder_that_cannot_be_written(settings: Settings, only: Callable[[str], None]) -> None:
    only("folder")
    settings.folder.root.symlink_to("/proc/self/fdinfo" if os.path.exists("/proc/self/fdinfo") else "/dev")
    finding = one(settings)
    assert finding.status is Status.MISSING and str(settings.folder.root) in finding.what.zh


def test_vault_is_there_and_locked(settings: Settings, only: Callable[[str], None]) -> None:
    only("vault")
    settings.folder.prepare()
    assert "首次录制" in one(settings).what.zh
    (settings.folder.vault / VAULT_NAME).touch()
    gone = one(settings)
    assert gone.status is Status.MISSING and KEYS_NAME in gone.what.zh
    (settings.folder.vault / KEYS_NAME).touch()
    assert one(settings).status is Status.OK


def test_speech_model_that_is_damaged_is_not_passed_over(settings: Settings, only: Callable[[str], None]) -> None:
    only("speech")
    folder = settings.folder.models / "vosk-model-small-cn-0.22"
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"cut off")
    (folder / "conf").mkdir()
    finding = one(settings)
    assert finding.status is Status.MISSING
    assert re.search(r"E-70\d", finding.means.zh)


def test_no_speech_model_at_all(
    settings: Settings, only: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    only("speech")
    monkeypatch.setattr("media.models.BUNDLED", tmp_path)
    finding = one(settings)
    assert finding.status is Status.MISSING and "models install" in finding.action.en


def test_voice_that_is_missing(
    settings: Settings, only: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    only("voice")
    monkeypatch.setattr("media.voice.Voice.__init__.__defaults__", ("no such voice",))
    finding = one(settings)
    assert finding.status is Status.WARNING and "E-714" in finding.means.zh


def test_font_that_is_missing(settings: Settings, only: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    only("font")
    monkeypatch.setattr("media.stamp.find_font.__defaults__", ((),))
    finding = one(settings)
    assert finding.status is Status.MISSING and "E-112" in finding.means.zh
