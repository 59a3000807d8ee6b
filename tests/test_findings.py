"""What a machine can say of a finished take, rule by rule, from the vault's rows alone."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.inspection import findings
from app.inspection.findings import Checked, Finding, first_problems, inspect_take
from app.inspection.problems import LiveInspection
from app.model import Answer, Mark, Outcome, Verdict
from app.session.guide import AskAgain, Begin, Event, Policy, PromptEnded, Tick, Touched
from app.station import Station
from tests.inspection_parts import guided, mark, said
from tests.station_parts import AGREES, PASSPHRASE, SCRIPT, record, settings, speaking
from tests.test_guide import CONSENT, KNOWS, PAPER, TELLS, TWO, S, heard, script
from tests.vault_parts import CHEAP

CHECKED = {"speech": "vosk-test-cn", "faces": "checked", "prompting": "checked", "picture": "checked"}
GOOD: tuple[Event, ...] = (
    Begin(0), PromptEnded(5 * S), heard(7, "同意"), PromptEnded(12 * S), heard(14, "清楚"), Tick(17 * S)
)  # fmt: skip


def take(*more: Mark, detectors: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """The findings of a small take in which all went well but for `more`."""
    told, state = guided(TWO, *GOOD)
    began = mark(0, "take_began", detectors=CHECKED if detectors is None else detectors, picture={"fps": 15})
    ended = mark(18, "take_ended", customer_present_permille=998)
    marks = [began, *told[:-1], *more, told[-1], ended]
    answers = [Answer("consent", 1, "同意", Verdict.ACCEPTED, "accepted_words", 6 * S, 7 * S, "speech")]
    return inspect_take(state.results, answers, marks, [said("同意", 6)], 18 * S)


def by_title(found: Iterable[Finding]) -> dict[str, Finding]:
    return {finding.title_code: finding for finding in found if finding.step is None or finding.title_code != "step"}


def test_good_take_passes_all_that_a_machine_can_tell() -> None:
    found = take()
    by_machine = {f.title_code for f in found if f.result is Checked.PASSED}
    assert {f.title_code for f in found if f.result is Checked.NOT_CHECKED} == {
        "sound_in_sync", "stamp", "real_camera", "rights_notice",
    }  # fmt: skip
    assert {f.result for f in found} == {Checked.PASSED, Checked.NOT_CHECKED}
    assert {"steps_all", "steps_in_order", "consent_first", "no_prompting", "faces_present", "step"} <= by_machine
    assert by_title(found)["faces_present"].facts == {"present_percent": 99}
    step = next(f for f in found if f.step == "consent" and f.title_code == "step")
    assert step.at_ns == 6 * S and step.facts["reason"] == "accepted_words"


def test_what_no_detector_looked_at_is_never_passed() -> None:
    for detectors in ({}, dict.fromkeys(CHECKED, "not checked")):
        found = by_title(take(detectors=detectors))
        for title in (
            "faces_present", "same_frame", "no_strangers", "no_prompting", "no_forbidden_words", "silence_heeded",
            "refusals_heeded", "sound_clear", "light", "picture_there", "answers_clear", "answers_alike",
        ):  # fmt: skip
            assert found[title].result is Checked.NOT_CHECKED, title
    stopped = by_title(take(mark(9, "detector_stopped", detector="faces", code="E-722")))
    assert stopped["no_strangers"].result is Checked.NOT_CHECKED and stopped["light"].result is Checked.PASSED


@pytest.mark.parametrize(
    ("news", "title", "result", "evidence"),
    [
        (mark(9, "forbidden_word", word="保本"), "no_forbidden_words", Checked.FAILED, "forbidden_word"),
        (mark(9, "stranger_seen", faces=3), "no_strangers", Checked.REVIEW, "stranger_seen"),
        (mark(9, "picture_gap", camera=0, from_ns=9 * S, to_ns=12 * S), "continuous", Checked.FAILED, "picture_gap"),
        (mark(9, "clock_stepped", by_ms=4000), "clock", Checked.REVIEW, "clock_stepped"),
        (mark(9, "prompting_suspected", "consent", text=""), "no_prompting", Checked.FAILED, "answer_prompted"),
        (
            mark(9, "microphone_lost", channel="customer", code="E-141"),
            "sound_there",
            Checked.FAILED,
            "microphone_lost",
        ),
    ],
)
def test_finding_points_at_what_went_wrong(news: Mark, title: str, result: Checked, evidence: str) -> None:
    found = by_title(take(news))[title]
    assert (found.result, found.evidence_codes) == (result, (evidence,)) and found.at_ns is not None


def test_darkness_that_is_over_is_found_when_it_lasted() -> None:
    def dark(until_s: float) -> Finding:
        return by_title(take(mark(1, "picture_dark", begins=True), mark(until_s, "picture_dark", begins=False)))[
            "light"
        ]

    assert dark(4).result is Checked.PASSED
    assert dark(13).result is Checked.REVIEW and dark(13).at_ns == 1 * S


def test_rules_of_a_step_are_found_by_its_marks() -> None:
    licence = replace(CONSENT, rules=("R-A06",)), replace(KNOWS, rules=("R-A07", "R-A10", "R-B05"))
    ready = script(*licence)
    told, state = guided(ready, *GOOD)
    found = inspect_take(state.results, (), told, (), 18 * S)
    steps = {f.rule: f.result for f in found if f.title_code == "step"}
    assert steps == {"R-A06": Checked.PASSED, "R-A07": Checked.PASSED, "R-A10": Checked.NOT_CHECKED}
    assert by_title(found)["rights_notice"].result is Checked.PASSED
    refused, state = guided(
        ready, Begin(0), PromptEnded(5 * S), heard(7, "不同意"), PromptEnded(12 * S), heard(14, "不同意")
    )
    found = inspect_take(state.results, (), refused, (), 18 * S)
    assert by_title(found)["consent_first"].result is Checked.FAILED
    assert by_title(found)["steps_all"].facts == {"steps": 2, "passed": 0}


def test_step_answered_by_touch_wants_a_look() -> None:
    policy = Policy(has_touch=True, spoken_tries=1)
    told, state = guided(
        script(KNOWS),
        Begin(0),
        PromptEnded(5 * S),
        Tick(15 * S),
        Touched(18 * S, True, "hoarse"),
        Tick(22 * S),
        policy=policy,
    )
    found = inspect_take(state.results, (), told, (), 23 * S)
    step = next(f for f in found if f.title_code == "step")
    assert state.outcome is Outcome.COMPLETED and step.result is Checked.REVIEW
    assert by_title(found)["answers_clear"].facts == {"answers": 1, "by_touch": 1}


def test_step_asked_again_is_found_by_its_last_run() -> None:
    told, state = guided(
        script(KNOWS, TELLS), Begin(0), PromptEnded(5 * S), Tick(15 * S), PromptEnded(20 * S), Tick(30 * S),
        PromptEnded(35 * S), Tick(45 * S), AskAgain(46 * S, "knows"), PromptEnded(50 * S), heard(52, "清楚"),
        PromptEnded(60 * S),
    )  # fmt: skip
    assert state.outcome is Outcome.COMPLETED
    found = inspect_take(state.results, (), told, (), 61 * S)
    failed = {f.title_code for f in found if f.result is Checked.FAILED}
    assert failed == {"consent_first"}, "there is no such step in this script"


def test_every_finding_is_listed() -> None:
    listed = re.findall(r"^    (\w+) +(R-[A-E]\d\d|\(each)", findings.__doc__ or "", re.M)
    told, state = guided(
        script(PAPER), Begin(0), PromptEnded(4 * S), Tick(6 * S), PromptEnded(8 * S), heard(10, "清楚")
    )
    given_codes = {(f.title_code, f.rule) for f in inspect_take(state.results, (), told, (), 18 * S)}
    assert {title for title, _ in listed} == {title for title, _ in given_codes}
    assert {pair for pair in listed if pair[0] != "step"} <= given_codes


@pytest.mark.timeout(120)
def test_real_take_is_inspected_alike_live_and_from_the_vault(tmp_path: Path) -> None:
    live = LiveInspection(SCRIPT)
    says = {**AGREES, ("knows", 1): "嗯", ("knows", 2): "清楚"}
    with speaking() as voices, Station.found_alone(settings(tmp_path), PASSPHRASE, kdf=CHEAP) as station:
        report = record(station, voices, says, SCRIPT, listeners=[live.see])
        vault, take_id = station.vault, report.take.id
        rows = (vault.answers(take_id), vault.marks(take_id), vault.transcript(take_id), report.take.duration_ns)
        steps = vault.steps(take_id)
    for news in (rows[1][0], rows[1][-1]):  # what the take itself puts down before and after its session
        assert news.kind in ("take_began", "take_ended")
        live.see(news)
    stored = first_problems([step.step for step in steps], *rows[1:])
    assert stored == live.problems(report.take.duration_ns)
    assert report.outcome is Outcome.COMPLETED
    assert {problem.code for problem in stored} == {"faces_not_checked", "picture_not_checked"}
    found = inspect_take(steps, *rows)
    assert {f.title_code for f in found if f.result in (Checked.FAILED, Checked.REVIEW)} == set()
    assert by_title(found)["consent_first"].result is Checked.PASSED
    knows = next(f for f in found if f.step == "knows" and f.title_code == "step")
    assert knows.facts["attempts"] == 2 and knows.result is Checked.PASSED
