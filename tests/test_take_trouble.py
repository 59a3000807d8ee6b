"""Takes that go wrong: what is refused, what breaks on the way, what a crash leaves, and what recovery makes of it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import app.session.take as take_module
from app.evidence.recording import Recorder
from app.evidence.sealed import SealedWriter, generate_identity
from app.faults import Fault
from app.model import Answer, Mark, Outcome, TakeId, TakeState, Verdict
from app.session import guide
from app.session.runner import PromptDone, Runner, SessionView
from app.station import Station
from app.vault.keyfile import sole_account
from app.vault.vault import Vault
from media.clock import NS
from media.synthetic import Faults, TestPicture
from tests.evidence_parts import Disk
from tests.station_parts import (
    CASE,
    CONSENT,
    KNOWS,
    PASSPHRASE,
    TELLS,
    Voices,
    is_clean,
    is_whole,
    marks,
    record,
    script,
    settings,
    speaking,
    threads,
)
from tests.vault_parts import CHEAP

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(scope="module")
def voices() -> Iterator[Voices]:
    with speaking() as both:
        yield both


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station.found_alone(
        settings(tmp_path), PASSPHRASE, archive=(generate_identity().recipient,), kdf=CHEAP
    ) as opened:
        yield opened


# ── what is refused before anything is written ──────────────────────────────────────────────────────────────────────


def assert_nothing_written(station: Station) -> None:
    assert station.vault.takes() == () and station.vault.cases() == ()
    assert not list(station.settings.folder.takes.iterdir())
    assert [row.kind for row in station.vault.audit_trail() if row.kind.startswith(("take", "case"))] == []


def test_small_disk_is_told_before_anything_is_written(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1_000_000))
    with pytest.raises(Fault) as raised:
        record(station, voices)
    assert raised.value.code == "E-913" and raised.value.facts["free_mb"] == 1
    assert_nothing_written(station)


def test_absent_camera_is_told_before_anything_is_written(station: Station, voices: Voices) -> None:
    before = threads()
    with pytest.raises(Fault) as raised:
        record(station, voices, camera=TestPicture(640, 360, faults=Faults(lose_at=0.0)))
    assert raised.value.code == "E-101"
    assert_nothing_written(station)
    assert threads() == before


def test_one_case_number_does_not_mean_two_sales(station: Station, voices: Voices) -> None:
    record(station, voices, ready=script(TELLS))
    with pytest.raises(Fault) as raised:
        record(station, voices, ready=script(TELLS), case=replace(CASE, facts={"premium": 60_000}))
    assert raised.value.code == "E-215" and len(station.vault.takes()) == 1


def test_second_station_on_the_same_vault_is_refused(station: Station) -> None:
    with pytest.raises(Fault) as raised:
        Station.open(station.settings, PASSPHRASE)
    assert raised.value.code == "E-203"


def test_station_killed_while_it_was_founded_can_be_opened(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    chosen.folder.prepare()
    Vault.create(chosen.folder.vault, [sole_account(PASSPHRASE)], kdf=CHEAP).close()  # and then the power went
    with Station.open(chosen, PASSPHRASE) as opened:
        first = opened.key.station.id
        assert opened.recipients
    with Station.open(chosen, PASSPHRASE) as opened:
        assert opened.key.station.id == first, "made once"


# ── what goes wrong on the way ──────────────────────────────────────────────────────────────────────────────────────


def test_mistake_on_the_deciding_thread_still_seals(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    def add_answer(self: Vault, take: TakeId, answer: Answer) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setattr(Vault, "add_answer", add_answer)
    expect_log("ERROR session: thread died: session")
    before = threads()
    report = record(station, voices)
    assert report.outcome is Outcome.INTERRUPTED and [fault.code for fault in report.faults] == ["E-901"]
    assert threads() <= before | {"vault", "voice", "voice helper"}
    is_whole(station, report.take.id)


def test_screen_that_dies_does_not_take_the_recording_with_it(
    station: Station, voices: Voices, expect_log: Callable[[str], None]
) -> None:
    told = []

    def screen(news: object) -> None:
        told.append(news)
        raise BrokenPipeError("nobody reads any more")

    expect_log("ERROR session: a listener failed")
    report = record(station, voices, listeners=[screen])
    assert report.outcome is Outcome.COMPLETED and not report.faults and len(told) == 1


def test_end_of_an_earlier_prompt_says_nothing_about_the_present_one(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clerk asks again in the very moment in which the prompt ends: its end is already on the way."""
    begin = Runner.begin
    runners: list[Runner] = []
    seen: list[object] = []

    def keep(self: Runner, recorder: Recorder) -> None:
        runners.append(self)
        begin(self, recorder)

    def ask_again(news: object) -> None:
        if isinstance(news, SessionView) and news.sentence and not seen:
            seen.append(news)
            runners[0].send(guide.AskAgain(news.at_ns, "consent"))
            runners[0]._later(PromptDone(news.at_ns, True, 1))

    monkeypatch.setattr(Runner, "begin", keep)
    report = record(station, voices, listeners=[ask_again])
    assert report.outcome is Outcome.COMPLETED
    (asked,) = marks(report, "asked_again_by_clerk")
    (ended,) = [mark for mark in marks(report, "prompt_ended") if mark.step == "consent"]
    assert ended.at_ns - asked.at_ns > NS


def test_ctrl_c_ends_the_take_in_order(station: Station, voices: Voices) -> None:
    def interrupt(news: object) -> None:
        if isinstance(news, Mark) and news.kind == "step_passed":
            signal.raise_signal(signal.SIGINT)

    report = record(station, voices, ready=script(CONSENT, KNOWS, KNOWS, KNOWS), listeners=[interrupt])
    assert report.outcome is Outcome.INCOMPLETE
    assert marks(report, "session_ended")[0].facts["reason"] == "ended_at_keyboard"
    is_whole(station, report.take.id)


def test_full_disk_during_a_take_seals_what_is_there(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("WARNING vault: the disk is full: the vault gave its reserve back")
    disk = Disk(400_000)
    monkeypatch.setattr(take_module, "_new_file", lambda path: disk.create(path))
    report = record(station, voices, ready=script(*(replace(TELLS, id=f"t{n}", say="谢谢您。" * 6) for n in range(9))))
    assert report.outcome is Outcome.INTERRUPTED
    assert [fault.code for fault in report.faults] == ["E-911"] and marks(report, "take_broken")
    is_whole(station, report.take.id)


def test_disk_that_fails_at_the_seal_leaves_a_take_that_can_be_recovered(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = threads()
    with monkeypatch.context() as patch:
        patch.setattr(SealedWriter, "finish", lambda self: (_ for _ in ()).throw(Fault("E-912", reason="EIO")))
        with pytest.raises(Fault) as raised:
            record(station, voices)
    assert raised.value.code == "E-912"
    (left,) = station.vault.open_takes()
    assert left.file_key is not None
    assert threads() <= before | {"vault", "voice", "voice helper"}
    (recovery,) = station.recover()
    assert recovery.fault is None and recovery.found == "interrupted"
    is_whole(station, left.id)
    assert station.recover() == ()


@pytest.mark.parametrize("at", ["before the package", "before the row"])
def test_crash_after_the_end_is_closed_as_what_it_was(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def power_cut(*args: object, **facts: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if at == "before the package":
            patch.setattr(take_module, "close_take", power_cut)
        else:
            patch.setattr(Vault, "seal_take", power_cut)
        with pytest.raises(KeyboardInterrupt):
            record(station, voices)
    (left,) = station.vault.open_takes()
    assert (station.settings.folder.packages / left.id).exists() == (at == "before the row")
    (recovery,) = station.recover()
    assert recovery.fault is None and recovery.found == "whole" and recovery.lost_bytes == 0
    take = station.vault.take(left.id)
    assert take.outcome is Outcome.COMPLETED and take.state is TakeState.SALVAGED
    assert [s.verdict for s in station.vault.steps(left.id)] == [Verdict.ACCEPTED, Verdict.ACCEPTED]
    is_whole(station, left.id)


def test_failed_start_lets_everything_go(station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch) -> None:
    before = threads()

    def begin(self: Runner, recorder: object) -> None:
        raise Fault("E-130", width=1, height=1, fps=1)

    monkeypatch.setattr(Runner, "begin", begin)
    with pytest.raises(Fault) as raised:
        record(station, voices)
    assert raised.value.code == "E-130" and threads() == before


# ── kill -9 ─────────────────────────────────────────────────────────────────────────────────────────────────────────

CHILD = """
import sys
from pathlib import Path
from app.model import Mark
from app.station import Station
from tests.station_parts import PASSPHRASE, record, settings, speaking

def stop_here(news):
    if isinstance(news, Mark) and news.kind == "step_passed":
        print("here", flush=True)
        sys.stdin.read()

with Station.open(settings(Path(sys.argv[1])), PASSPHRASE) as station, speaking() as voices:
    record(station, voices, listeners=[stop_here])
"""


def test_killed_take_is_recovered_verified_and_plays(tmp_path: Path) -> None:
    Station.found_alone(settings(tmp_path), PASSPHRASE, kdf=CHEAP).close()
    root = Path(__file__).resolve().parent.parent
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == b"here\n"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
    data = settings(tmp_path).folder.root
    is_clean(data)
    with Station.open(settings(tmp_path), PASSPHRASE) as station:
        (left,) = station.vault.open_takes()
        assert left.file_key is not None
        with pytest.raises(Fault) as raised:
            station.export(left.id, tmp_path / "no.mp4", "too early")
        assert raised.value.code == "E-210"
        (recovery,) = station.recover()
        assert recovery.fault is None and recovery.found == "interrupted"
        take = station.vault.take(left.id)
        assert take.outcome is Outcome.INTERRUPTED and take.state is TakeState.SALVAGED
        assert station.vault.steps(left.id)[0].verdict is Verdict.ACCEPTED
        assert take.duration_ns > 2 * NS
        is_whole(station, left.id)
        assert station.recover() == ()
        assert "take.salvaged" in {row.kind for row in station.vault.audit_trail()}
        assert station.vault.check() == ()
    is_clean(data)


# ── export ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_export_never_leaves_half_a_file(station: Station, voices: Voices, tmp_path: Path) -> None:
    take = record(station, voices, ready=script(replace(TELLS, say="谢谢您。" * 8))).take
    file = station.settings.folder.root / take.path
    content = bytearray(file.read_bytes())
    content[70_000] ^= 1
    file.write_bytes(content)
    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(Fault) as raised:
        station.export(take.id, folder / "copy.mp4", "why not")
    assert raised.value.code == "E-304" and not list(folder.iterdir())
    with pytest.raises(Fault) as raised:
        station.export(take.id, tmp_path / "nowhere" / "copy.mp4", "why not")
    assert raised.value.code == "E-915"
    (folder / "there.mp4").write_text("mine")
    with pytest.raises(Fault) as raised:
        station.export(take.id, folder / "there.mp4", "why not")
    assert raised.value.code == "E-914" and (folder / "there.mp4").read_text() == "mine"
    file.unlink()
    with pytest.raises(Fault) as raised:
        station.export(take.id, folder / "copy.mp4", "why not")
    assert raised.value.code == "E-331"
