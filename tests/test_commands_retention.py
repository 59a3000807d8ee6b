"""How long takes are kept, by command line: disputes, ends of contracts, the forecast, destruction by two people."""

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.evidence.package import CERTIFICATE, read_signed
from app.model import TakeState
from media.clock import NS
from tests.command_parts import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    INSPECTOR,
    SUPERVISOR,
    Command,
    at,
    enter,
    found,
    make_quick,
)
from tests.destruction_parts import assert_gone, sealed_take, wrapped_keys
from tests.vault_parts import make_case

pytestmark = pytest.mark.timeout(120)

OLD, NEW, UNKNOWN = "C-OLD", "C-NEW", "C-OPEN-END"
"""a contract that ended long ago, one that ends in the future, one of which nobody knows"""
FACTS: dict[str, dict[str, object]] = {OLD: {"end_date": "2010-01-01"}, NEW: {"end_date": "2099-01-01"}, UNKNOWN: {}}
WALL_NS = int((datetime.now(UTC) - timedelta(days=3)).timestamp()) * NS


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Commands by the supervisor, unless it is said otherwise."""
    make_quick(monkeypatch)
    return Command(capfd, monkeypatch, SUPERVISOR)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a station with three cases, a take each."""
    folder = tmp_path_factory.mktemp("founded")
    found(folder)
    with enter(folder / "data", CLERK) as station:
        for number, (name, facts) in enumerate(FACTS.items()):
            case = replace(make_case(name, facts=dict(facts)), product_kind="wealth.r3")
            sealed_take(station.vault, station.settings.folder, f"T-{number}", case, wall_ns=WALL_NS)
    return folder / "data"


@pytest.fixture
def data(founded: Path, tmp_path: Path, run: Command) -> Path:
    """A copy, where commands go."""
    shutil.copytree(founded, tmp_path / "data")
    run.data = tmp_path / "data"
    return tmp_path / "data"


def case_of(run: Command, name: str) -> dict[str, object]:
    (row,) = [row for row in run("retention", "list", "--json").json if row["case_id"] == name]
    return dict(row)


def test_list_says_until_when_and_why(run: Command, data: Path) -> None:
    assert case_of(run, OLD)["is_due"] and case_of(run, OLD)["until"] == "2010-07-01"
    assert not case_of(run, NEW)["is_due"] and case_of(run, NEW)["until"] == "2099-07-01"
    assert case_of(run, UNKNOWN)["until"] is None
    told = run("retention", "list", by=AUDITOR).out
    assert "合同终止日没有登记" in told and "已到期" in told and "2099-07-01" in told


def test_end_of_a_contract_is_entered(run: Command, data: Path) -> None:
    today = date.today().isoformat()
    said = run("retention", "contract-ended", UNKNOWN, today, "--json")
    assert said.code == 0 and said.json == {"case": UNKNOWN, "ended": today}, said.err
    assert case_of(run, UNKNOWN)["until"] is not None
    assert run("retention", "contract-ended", UNKNOWN, "2099-01-01").fault == "E-287"
    assert run("retention", "contract-ended", "nowhere", today).fault == "E-213"
    assert run("retention", "contract-ended", UNKNOWN, "soon").code == 2


def test_dispute_holds_a_case_until_it_is_lifted(run: Command, data: Path) -> None:
    assert run("retention", "lift", OLD, "--reason", "none").fault == "E-280"
    assert run("retention", "hold", OLD, "--reason", " ").fault == "E-456"
    assert run("retention", "hold", OLD, "--reason", "a complaint", "--json").json == {"case": OLD, "is_held": True}
    assert "冻结" in run("retention", "list").out
    said = run("retention", "destroy", OLD, "--reason", "time is over", second=AUDITOR)
    assert said.code == 4 and said.fault == "E-277"
    assert run("retention", "lift", OLD, "--reason", "settled", "--ended", "2099-01-01").fault == "E-287"
    assert run("retention", "lift", OLD, "--reason", "settled", by=AUDITOR).code == 0
    row = case_of(run, OLD)
    assert row["holds"] == 0 and not row["is_due"], "two years more"


def test_forecast_tells_the_disk_by_month(run: Command, data: Path) -> None:
    told = run("retention", "forecast", "--json").json
    assert told["bytes_now"] > 0 and len(told["months"]) == 12 and told["months"][0]["bytes_freed"] > 0
    assert "磁盘预测" in run("retention", "forecast").out


def test_two_people_destroy_what_need_not_be_kept(run: Command, data: Path) -> None:
    path = data / "takes" / "T-0.mp4.age"
    keys = wrapped_keys(path)
    said = run("retention", "destroy", OLD, "--reason", "time is over", "--json", second=AUDITOR)
    assert said.code == 0, said.err
    (certificate,) = map(Path, said.json["certificates"])
    members = read_signed(certificate.parent, CERTIFICATE)
    assert members is not None and members["take_id"] == "T-0"
    with enter(data, SUPERVISOR) as station:
        assert station.vault.take(station.vault.takes()[-1].id).state is TakeState.ERASED
        assert_gone(at(data).folder, station.vault.takes()[-1], keys)
        assert station.vault.check() == ()
    assert case_of(run, OLD)["is_destroyed"] and "已销毁" in run("retention", "list").out
    assert run("retention", "destroy", OLD, "--reason", "once more", second=AUDITOR).fault == "E-281"


@pytest.mark.parametrize(
    ("case", "by", "second", "code"),
    [
        (NEW, SUPERVISOR, AUDITOR, "E-275"),
        (UNKNOWN, SUPERVISOR, AUDITOR, "E-276"),
        (OLD, SUPERVISOR, None, "E-293"),
        (OLD, SUPERVISOR, SUPERVISOR, "E-293"),
        (OLD, SUPERVISOR, INSPECTOR, "E-293"),
        (OLD, SUPERVISOR, ADMINISTRATOR, "E-293"),
        (OLD, ADMINISTRATOR, SUPERVISOR, "E-222"),
        (OLD, CLERK, SUPERVISOR, "E-222"),
    ],
)
def test_destruction_is_refused(run: Command, data: Path, case: str, by: str, second: str | None, code: str) -> None:
    before = {path.name for path in (data / "takes").iterdir()}
    said = run("retention", "destroy", case, "--reason", "r", by=by, second=second)
    assert said.code == 4 and said.fault == code
    assert {path.name for path in (data / "takes").iterdir()} == before


@pytest.mark.parametrize("name", [CLERK, INSPECTOR, ADMINISTRATOR])
def test_retention_is_not_for_everybody(run: Command, data: Path, name: str) -> None:
    for words in (
        ("list",),
        ("forecast",),
        ("hold", OLD, "--reason", "r"),
        ("lift", OLD, "--reason", "r"),
        ("contract-ended", OLD, "2026-01-01"),
    ):
        said = run("retention", *words, by=name)
        assert said.code == 4 and said.fault == "E-222", words


def test_clock_is_confirmed_by_a_person_who_does_not_destroy_alone(run: Command, data: Path) -> None:
    assert run("clock", "confirm", by=SUPERVISOR).fault == "E-222"
    said = run("clock", "confirm", "--json", by=ADMINISTRATOR)
    assert said.code == 0 and said.json["confirmed"].startswith(date.today().isoformat())
    assert "现在是" in run("clock", "confirm", by=ADMINISTRATOR).out
    rows = run("audit", "list", "--json", by=AUDITOR).json
    assert [row["actor"] for row in rows if row["kind"] == "clock.confirmed"] == [ADMINISTRATOR] * 2
