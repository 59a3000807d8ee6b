"""Whole takes at a station: asked, answered, sealed, signed, and what is left when something goes wrong on the way.

The tracks are code, the voices are the speech engine's, and all else is the real thing. A fast clock makes a take of
twenty seconds in one or two.
"""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.evidence.package import verify
from app.evidence.sealed import generate_identity
from app.faults import Fault
from app.model import Mark, Outcome, TakeState, Verdict
from app.printing import report_json
from app.session.script import ReadyPaper
from app.station import Station
from media.clock import NS, FastClock
from media.faces import Face, FaceFinder, FacesSeen
from media.speech import Recogniser
from media.synthetic import Faults, TestPicture, VirtualCustomer
from media.track import SAMPLE_RATE_HZ, Samples
from tests.station_parts import (
    AGREES,
    CASE,
    CONSENT,
    KNOWS,
    PASSPHRASE,
    SCRIPT,
    TELLS,
    Customer,
    Voices,
    film,
    is_clean,
    is_whole,
    marks,
    record,
    script,
    settings,
    speaking,
    step,
    threads,
)
from tests.take_parts import decode, is_slate
from tests.vault_parts import CHEAP, NAME

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


# ── all is well ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_take_is_asked_answered_sealed_and_signed(station: Station, voices: Voices) -> None:
    before = threads()
    report = record(station, voices, ready=SCRIPT)
    assert report.outcome is Outcome.COMPLETED and not report.faults
    assert [(s.step, s.verdict, s.attempts, s.answered_by) for s in report.steps] == [
        ("consent", Verdict.ACCEPTED, 1, "speech"),
        ("tells", Verdict.ACCEPTED, 1, "none"),
        ("knows", Verdict.ACCEPTED, 1, "speech"),
    ]
    assert {"我同意", "清楚"} <= {line.text for line in report.transcript if line.channel == "customer"}
    assert report.take.state is TakeState.SEALED
    is_whole(station, report.take.id)
    assert threads() <= before | {"vault", "voice", "voice helper"}
    played = film(station, report.take.id)
    # Sound is there to the take's end, and with the last picture's own time beyond it: one picture, one AAC frame.
    assert 0 <= played.sound_s - report.take.duration_ns / NS < 1 / 15 + 1024 / SAMPLE_RATE_HZ


def test_report_tells_all_that_was_asked_for(station: Station, voices: Voices) -> None:
    report = record(station, voices)
    told = report_json(report)
    assert told["outcome"] == "completed"
    assert set(told["take"]) == {"id", "path", "state", "duration_s", "sealed_bytes", "sha256"}
    path = station.settings.folder.root / told["take"]["path"]
    assert path.stat().st_size == told["take"]["sealed_bytes"]
    assert Path(told["package"]).is_dir()
    assert set(told["steps"][0]) == {"id", "verdict", "answer", "attempts", "answered_by"}
    assert told["faces"] == {"checked": False, "customer_present_share": None, "max_faces": None}
    assert told["video"]["dropped"] == 0 and abs(told["video"]["fps"] - 15) < 0.2
    assert told["audio"] == {"gaps_s": 0.0}
    assert set(told["transcript"][0]) == {"channel", "text", "begin_s", "end_s"}
    assert {"at_s", "kind", "step", "facts"} == set(told["marks"][0]) and told["faults"] == []


def test_marks_tell_the_take_from_its_beginning_to_its_end(station: Station, voices: Voices) -> None:
    report = record(station, voices)
    kinds = [mark.kind for mark in report.marks]
    assert kinds[0] == "take_began" and kinds[-1] == "take_ended"
    told = [kind for kind in kinds if kind.startswith(("step", "prompt", "answer", "session"))]
    one = ["step_began", "prompt_began", "prompt_ended", "answer_judged", "step_passed"]
    assert told == [*one, *one, "session_ended"]
    manifest = verify(report.closed.package).manifest
    assert manifest is not None and manifest.outcome == "completed" and len(manifest.marks) == len(report.marks)
    assert manifest.detectors_checked == ("prompting", "speech")
    assert manifest.detectors_not_checked == ("faces", "picture")
    assert manifest.duration_ns == report.take.duration_ns


def test_take_is_found_shown_and_audited(station: Station, voices: Voices, tmp_path: Path) -> None:
    report = record(station, voices)
    assert {hit.take for hit in station.vault.search("同意")} == {report.take.id}
    assert station.show(report.take.id).case == CASE and station.takes_of(CASE.id) == (report.take,)
    size = station.export(report.take.id, tmp_path / "copy.mp4", "court order 7")
    assert (tmp_path / "copy.mp4").stat().st_size == size
    with open(tmp_path / "copy.mp4", "rb") as copy:
        assert decode(copy).codecs == ("h264", "aac")
    told = {row.kind: row for row in station.vault.audit_trail()}
    assert {"case.added", "take.opened", "take.sealed", "take.exported"} <= set(told)
    assert told["take.exported"].facts["reason"] == "court order 7" and told["take.exported"].actor == "station"
    assert station.vault.check() == ()


def test_nothing_can_be_read_during_or_after_a_take(station: Station, voices: Voices) -> None:
    root, looks = station.settings.folder.root, []

    def look(news: object) -> None:
        if isinstance(news, Mark):
            is_clean(root)
            looks.append(news)

    report = record(station, voices, listeners=[look])
    assert len(looks) > 8
    is_clean(root)
    assert NAME not in repr(report.take) + str(report.marks) + str(report.faults)


def test_manifests_form_a_chain(station: Station, voices: Voices) -> None:
    first, second = (record(station, voices, ready=script(TELLS)) for _ in range(2))
    manifests = [verify(report.closed.package).manifest for report in (first, second)]
    assert manifests[0] and manifests[1]
    assert manifests[0].previous_manifest_sha256 == "0" * 64
    assert manifests[1].previous_manifest_sha256 == manifests[0].sha256
    assert station.vault.cases() == (CASE,), "one case, two takes"


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_unclear_answer_is_asked_again_in_the_same_take(station: Station, voices: Voices) -> None:
    report = record(station, voices, {("consent", 1): "嗯", ("consent", 2): "我同意", ("knows", 1): "清楚"})
    assert report.outcome is Outcome.COMPLETED
    assert [s.attempts for s in report.steps] == [2, 1]
    assert [a.attempt for a in report.answers if a.step == "consent"] == [1, 2], "both tries stay"
    assert len(marks(report, "remedy_began")) == 1


def test_refusal_said_twice_ends_the_take(station: Station, voices: Voices) -> None:
    report = record(station, voices, {("consent", 1): "不同意", ("consent", 2): "不同意"})
    assert report.outcome is Outcome.REFUSED
    assert [s.verdict for s in report.steps] == [Verdict.REFUSED, Verdict.MISSING]
    assert report.take.state is TakeState.ERASED and report.closed.is_destroyed
    assert not list(station.settings.folder.takes.iterdir())


def test_silence_is_asked_three_times_and_never_accepted(station: Station, voices: Voices) -> None:
    report = record(station, voices, {("consent", 1): "我同意"})
    assert report.outcome is Outcome.INCOMPLETE
    assert report.steps[1].verdict is Verdict.MISSING and report.steps[1].attempts == 3
    assert [a.verdict for a in report.answers if a.step == "knows"] == [Verdict.MISSING] * 3


def test_answer_said_first_at_the_counter_is_prompting(station: Station, voices: Voices) -> None:
    customer = Customer(voices, {**AGREES, ("consent", 2): "我同意"}, {("consent", 1): "同意"}, after_s=2.5)
    report = record(station, voices, customer=customer)
    assert len(marks(report, "prompting_suspected")) == 1
    assert next(a for a in report.answers if a.step == "consent").verdict is Verdict.PROMPTED
    assert report.steps[0].attempts == 2 and report.outcome is Outcome.COMPLETED


def test_change_of_mind_takes_the_answer_back(station: Station, voices: Voices) -> None:
    customer = Customer(voices, {**AGREES, ("consent", 2): "不同意"})

    def regrets(news: object) -> None:
        if isinstance(news, Mark) and news.kind == "step_passed" and news.step == "consent":
            customer.track.say(voices.says("不同意"), customer.origin_ns + news.at_ns + NS)

    long_one = step("knows", "这里有一段很长很长的说明，请您慢慢听，我们不着急。", KNOWS.ask)
    report = record(station, voices, ready=script(CONSENT, long_one), customer=customer, listeners=[regrets])
    assert len(marks(report, "answer_taken_back")) == 1
    assert report.outcome is Outcome.REFUSED and report.steps[0].verdict is Verdict.REFUSED


def test_without_a_recogniser_nothing_is_accepted(station: Station, voices: Voices) -> None:
    says = {(name, n): "我同意" for name in ("consent", "knows") for n in (1, 2)}
    report = record(station, voices, says, with_model=False)
    assert report.outcome is Outcome.NEEDS_REVIEW
    assert {s.verdict for s in report.steps} == {Verdict.NOT_CHECKED} and not report.transcript
    assert len(marks(report, "not_recognised_by_machine")) == 2
    manifest = verify(report.closed.package).manifest
    assert manifest is not None and {"prompting", "speech"} <= set(manifest.detectors_not_checked)


def test_recogniser_that_dies_midway_is_never_believed_again(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Recogniser._recognise
    says = {("consent", 1): "我同意", ("knows", 1): "清楚", ("knows", 2): "清楚", ("knows", 3): "清楚"}
    customer, died = Customer(voices, says), threading.Event()

    def recognise(self: Recogniser, engine: Any, samples: Any) -> None:
        if died.is_set():
            raise Fault("E-712", channel=self.channel)
        real(self, engine, samples)

    def die(news: object) -> None:
        if isinstance(news, Mark) and news.kind == "step_passed":
            died.set()

    monkeypatch.setattr(Recogniser, "_recognise", recognise)
    report = record(station, voices, customer=customer, listeners=[die])
    assert report.outcome is Outcome.NEEDS_REVIEW
    assert [s.verdict for s in report.steps] == [Verdict.ACCEPTED, Verdict.NOT_CHECKED]
    assert [fault.code for fault in report.faults] == ["E-712"]
    manifest = verify(report.closed.package).manifest
    assert manifest is not None and {"prompting", "speech"} <= set(manifest.detectors_not_checked)


def test_without_a_voice_the_clerk_reads(station: Station, voices: Voices) -> None:
    report = record(station, voices, with_voice=False)
    assert report.outcome is Outcome.COMPLETED
    assert len(marks(report, "prompt_not_spoken")) == 2
    assert [fault.code for fault in report.faults] == ["E-713"], "told once"


def test_loudspeaker_that_goes_leaves_the_reading_to_the_clerk(station: Station, voices: Voices) -> None:
    played = []

    def play(samples: Samples) -> None:
        played.append(samples.size)
        if len(played) > 1:
            raise Fault("E-127", speaker="device:USB")

    report = record(station, voices, play=play)
    assert report.outcome is Outcome.COMPLETED
    assert [mark.step for mark in marks(report, "prompt_not_spoken")] == ["knows"]
    assert [fault.code for fault in report.faults] == ["E-127"]
    is_whole(station, report.take.id)


# ── people and devices ──────────────────────────────────────────────────────────────────────────────────────────────


def faces_until(monkeypatch: pytest.MonkeyPatch, gone_s: float, back_s: float) -> None:
    """The clerk always, the customer not between those two moments."""
    clerk, customer = (Face(x, 0.2, 0.1, 0.3, 0.9, 120, seat) for x, seat in ((0.7, "clerk"), (0.2, "customer")))
    monkeypatch.setattr(
        FaceFinder,
        "find",
        lambda self, frame, at_ns: FacesSeen(at_ns, (clerk,) if gone_s <= at_ns / NS < back_s else (clerk, customer)),
    )


def test_customer_who_was_away_hears_it_again(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-B05, for a step that asks nothing, too."""
    faces_until(monkeypatch, 4.0, 17.5)
    text = "这里有一段很长很长的说明，请您慢慢听，我们不着急。" * 3
    report = record(station, voices, ready=script(CONSENT, step("tells", text), KNOWS), checks={"checks_faces": True})
    assert report.outcome is Outcome.COMPLETED
    assert [s.attempts for s in report.steps] == [1, 2, 1]
    assert marks(report, "remedy_began")[0].facts["reason"] == "required_person_away"
    assert report.faces["checked"] and 0.3 < report.faces["customer_present_share"] < 0.9


def test_faces_that_were_not_checked_to_the_end_are_not_checked(
    station: Station, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(self: FaceFinder, frame: object, at_ns: int) -> FacesSeen:
        if at_ns > 3 * NS:
            raise Fault("E-722", reason="RuntimeError")
        return FacesSeen(at_ns, ())

    monkeypatch.setattr(FaceFinder, "find", find)
    report = record(station, voices, checks={"checks_faces": True})
    assert report.outcome is Outcome.COMPLETED
    assert report.faces == {"checked": False, "customer_present_share": None, "max_faces": None}
    assert [fault.code for fault in report.faults] == ["E-722"]
    manifest = verify(report.closed.package).manifest
    assert manifest is not None and "faces" in manifest.detectors_not_checked


def test_lost_microphone_holds_the_step_until_it_is_back(station: Station, voices: Voices) -> None:
    customer = Customer(voices, {**AGREES, ("consent", 2): "我同意"})
    customer.track = VirtualCustomer(faults=Faults(lose_at=1.0, back_at=6.0))
    report = record(station, voices, customer=customer)
    assert report.outcome is Outcome.COMPLETED
    assert len(marks(report, "step_held")) == len(marks(report, "step_resumed")) == 1
    assert [fault.code for fault in report.faults] == ["E-121"]
    assert 4.5 < report_json(report)["audio"]["gaps_s"] < 7
    is_whole(station, report.take.id)


def test_lost_camera_that_does_not_come_back_interrupts(station: Station, voices: Voices) -> None:
    camera = TestPicture(640, 360, faults=Faults(lose_at=2.0))
    report = record(station, voices, camera=camera, device_ns=3 * NS, ready=script(CONSENT, KNOWS, KNOWS))
    assert report.outcome is Outcome.INTERRUPTED
    assert [fault.code for fault in report.faults] == ["E-102"]
    assert is_slate(film(station, report.take.id).pictures[-1])
    is_whole(station, report.take.id)


def test_device_lost_while_a_paper_is_shown_shows_it_again(station: Station, voices: Voices) -> None:
    shows = replace(KNOWS, show=(ReadyPaper("contract", "合同", 6.0),))
    lost = threading.Event()
    customer = Customer(voices, {("knows", 1): "清楚"})

    class Fragile(VirtualCustomer):
        def recv(self, stop: threading.Event) -> Any:
            if lost.is_set():
                lost.clear()
                raise Fault("E-121", microphone="customer")
            return super().recv(stop)

    customer.track = Fragile()
    seen: list[str] = []

    def watch(news: object) -> None:
        if isinstance(news, Mark):
            seen.append(news.kind)
            if news.kind == "paper_shown" and seen.count("paper_shown") == 1:
                lost.set()

    report = record(station, voices, ready=script(shows), customer=customer, listeners=[watch])
    assert report.outcome is Outcome.COMPLETED and report.steps[0].attempts == 1
    assert seen.count("paper_shown") == 2 and seen.count("step_held") == 1


def test_clock_set_back_during_a_take_is_marked(station: Station, voices: Voices) -> None:
    class SetBack(FastClock):
        def wall_ns(self) -> int:
            return super().wall_ns() - (7200 * NS if self.now_ns() > 3 * NS else 0)

    report = record(station, voices, clock=SetBack())
    (mark,) = marks(report, "clock_stepped")
    assert mark.facts == {"by_ms": -7_200_000} and report.outcome is Outcome.COMPLETED
    assert report.take.duration_ns < 60 * NS
    is_whole(station, report.take.id)
