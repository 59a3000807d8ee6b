"""What a machine can say of a finished take, rule by rule: for the review, and beside the human's list in the replay.

    rows of the vault ──► LiveInspection ──► problems ──► findings: passed, failed, review, not checked

It works from the vault's rows alone, since the script may have changed by then, and agrees with the problems that were
shown while the take ran: a rule fails where one of its problems would have the take rejected. What no detector looked
at is not checked, never passed; so is a rule that only eyes can judge, and a step that was not heard by a machine.

Findings, with the facts they carry (title_code, rule, facts):

    steps_all          R-C01  steps, passed          every step of the take passed
    steps_in_order     R-C01                         they began in the script's order
    consent_first      R-A06                         agreed to be recorded before anything else was said
    rights_notice      R-A07                         the notice came next and was played to its end
    prompts_whole      R-C02                         every prompt that counted was played to its end
    prompts_read       R-C03                         nothing had to be read by the clerk instead
    answers_clear      R-C04  answers, by_touch      every question has a clear answer, given after its end
    answers_alike      R-C04                         not the same word at once, question after question
    silence_heeded     R-C05                         no silence counts as a yes
    no_prompting       R-C07                         nobody said the answer first
    refusals_heeded    R-C08                         every no was asked again, and is none any more
    no_forbidden_words R-C19                         heard at the counter
    continuous         R-B01                         no gap in picture and sound
    faces_present      R-B05  present_percent        (None where nobody looked)
    same_frame         R-B06                         both in one picture
    no_strangers       R-B07                         by faces; voices are not told apart
    sound_clear        R-B08
    sound_in_sync      R-B09                         never checked by this machine
    papers_shown       R-B10  papers                 each for its time, with the customer there
    papers_readable    R-B10  papers                 never checked by this machine
    light              R-B11
    picture_rate       R-B12
    picture_there      R-B13                         camera neither lost, nor black, covered or frozen
    sound_there        R-B14
    disk               R-B15
    no_crash           R-B16
    clock              R-B17
    stamp              R-B18                         never checked by this machine
    real_camera        R-B20                         never checked by this machine
    step               (each rule of the step; where the rows do not tell them R-C04)
                              verdict, attempts, answered_by, reason

`evidence_codes` are codes of problems.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.inspection.problem import Limits, Problem, Severity
from app.inspection.problems import LiveInspection
from app.inspection.steps import Course
from app.model import Answer, Mark, StepResult, Utterance, Verdict
from media.clock import NS

LASTED_NS = 10 * NS
"""a condition that came and went counts when it lasted that long in all"""


class Checked(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    REVIEW = "review"
    """a person must look"""
    NOT_CHECKED = "not_checked"
    """no machine looked; never counted as passed"""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the machine says about one rule, or about one step by one of its rules."""

    rule: str
    title_code: str
    step: str | None
    result: Checked
    at_ns: int | None
    """where to look"""
    evidence_codes: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Check:
    """A finding that follows from problems: these codes, found with these detectors."""

    title: str
    rule: str
    codes: tuple[str, ...]
    detectors: tuple[str, ...] = ()


_CHECKS = (
    _Check("prompts_whole", "R-C02", ("prompt_not_whole",)),
    _Check("prompts_read", "R-C03", ("prompt_read_by_clerk",)),
    _Check("answers_alike", "R-C04", ("answers_alike",), ("speech",)),
    _Check("silence_heeded", "R-C05", ("answer_missing",), ("speech",)),
    _Check("no_prompting", "R-C07", ("answer_prompted",), ("prompting",)),
    _Check("refusals_heeded", "R-C08", ("answer_refused", "answer_taken_back"), ("speech",)),
    _Check("no_forbidden_words", "R-C19", ("forbidden_word",), ("prompting",)),  # the same microphone is needed
    _Check("continuous", "R-B01", ("picture_gap", "sound_gap", "pictures_dropped")),
    _Check("same_frame", "R-B06", ("customer_away", "clerk_away", "person_absent"), ("faces",)),
    _Check("no_strangers", "R-B07", ("stranger_seen",), ("faces",)),
    _Check("sound_clear", "R-B08", ("sound_too_quiet", "sound_too_loud", "sound_clipped", "sound_noisy"), ("speech",)),
    _Check("light", "R-B11", ("picture_dark", "picture_bright", "picture_backlit"), ("picture",)),
    _Check("picture_rate", "R-B12", ("frame_rate_lowered",)),
    _Check(
        "picture_there", "R-B13", ("camera_lost", "picture_black", "picture_covered", "picture_frozen"), ("picture",)
    ),
    _Check("sound_there", "R-B14", ("microphone_lost", "sound_silent")),
    _Check("disk", "R-B15", ("disk_full",)),
    _Check("no_crash", "R-B16", ("take_broken", "take_salvaged")),
    _Check("clock", "R-B17", ("clock_stepped",)),
)
_OF_ANSWERS = (
    "answer_wrong",
    "answer_missing",
    "answer_unclear",
    "answer_early",
    "answer_not_checked",
    "answered_by_touch",
    "speech_gap",
)
_OF_FACES = ("customer_away", "presence_low", "person_absent", "face_too_small")
_OF_A_STEP = ("answer", "prompt", "paper", "person")
"""how the codes begin that are about what a step came to"""
_ONLY_EYES = frozenset(("R-A10", "R-A12", "R-C22"))
"""a certificate that can be read, a face like that on the card, a signature by the own hand: the step tells it not"""


def first_problems(
    steps: Sequence[str],
    marks: Sequence[Mark],
    transcript: Sequence[Utterance],
    duration_ns: int,
    limits: Limits | None = None,
) -> tuple[Problem, ...]:
    """The problems of a finished take: what the running one showed at its end."""
    return LiveInspection.of_rows(steps, marks, transcript, limits).problems(duration_ns)


def inspect_take(
    steps: Sequence[StepResult],
    answers: Sequence[Answer],
    marks: Sequence[Mark],
    transcript: Sequence[Utterance],
    duration_ns: int,
    limits: Limits | None = None,
) -> tuple[Finding, ...]:
    """Every finding about a take: those about the whole first, then each step's in their order."""
    inspection = LiveInspection.of_rows([step.step for step in steps], marks, transcript, limits)
    return _Inspector(inspection, inspection.problems(duration_ns), steps, answers).findings()


class _Inspector:
    def __init__(
        self,
        inspection: LiveInspection,
        problems: Sequence[Problem],
        steps: Sequence[StepResult],
        answers: Sequence[Answer],
    ) -> None:
        self._courses = inspection.course.courses
        self._room = inspection.room
        self._problems = problems
        self._steps = steps
        self._answers = {(answer.step, answer.attempt): answer for answer in answers}

    def findings(self) -> tuple[Finding, ...]:
        return (*self._of_steps_together(), *map(self._of_problems, _CHECKS), *self._of_others(), *self._of_each_step())

    # ------------------------------------------------------------------ the whole take

    def _of_problems(self, check: _Check) -> Finding:
        found = self._with(check.codes)
        if found or not self._are_checked(check.detectors):
            return self._finding(check.title, check.rule, found, check.detectors)
        for code in check.codes:
            since_ns, sum_ns = self._room.lasted.get(code, (0, 0))
            if sum_ns >= LASTED_NS:
                return Finding(check.rule, check.title, None, Checked.REVIEW, since_ns, (code,))
        return Finding(check.rule, check.title, None, Checked.PASSED, None)

    def _of_steps_together(self) -> Iterator[Finding]:
        passed = sum(step.verdict is Verdict.ACCEPTED for step in self._steps)
        unheard = sum(step.verdict is Verdict.NOT_CHECKED for step in self._steps)
        found = self._with(("not_completed",))
        is_all = bool(self._steps) and passed + unheard == len(self._steps)
        result = Checked.FAILED if found or not is_all else Checked.NOT_CHECKED if unheard else Checked.PASSED
        facts = {"steps": len(self._steps), "passed": passed}
        yield Finding("R-C01", "steps_all", None, result, _first_ns(found), _codes(found), facts)
        begun = [step.step for step in self._steps if step.step in self._courses]
        is_in_order = begun == sorted(begun, key=lambda step: self._courses[step].began_ns)
        result = Checked.NOT_CHECKED if not begun else Checked.PASSED if is_in_order else Checked.FAILED
        yield Finding("R-C01", "steps_in_order", None, result, None)
        yield self._consent_first()
        yield self._rights_notice()

    def _consent_first(self) -> Finding:
        first = next(iter(self._courses.values()), None)
        course = self._step_of("R-A06", "consent") or (first if first is not None and not first.kind else None)
        if course is None:
            return Finding("R-A06", "consent_first", None, Checked.FAILED, None)
        if course.first_passed_ns is None:
            return Finding("R-A06", "consent_first", course.step, Checked.FAILED, course.began_ns)
        others_ns = [other.began_ns for other in self._courses.values() if other is not course]
        is_first = course.first_passed_ns <= min(others_ns, default=course.first_passed_ns)
        result = _of_verdict(course.verdict) if is_first else Checked.FAILED
        return Finding("R-A06", "consent_first", course.step, result, course.first_passed_ns)

    def _rights_notice(self) -> Finding:
        course = self._step_of("R-A07")
        if course is None:
            return Finding("R-A07", "rights_notice", None, Checked.NOT_CHECKED, None)
        is_second = [other.step for other in self._courses.values()].index(course.step) <= 1
        found = self._with(("prompt_not_whole", "prompt_read_by_clerk"), course.step)
        result = _of_verdict(course.verdict) if is_second else Checked.FAILED
        if result is Checked.PASSED and found:
            result = _worst(found)
        return Finding("R-A07", "rights_notice", course.step, result, course.began_ns, _codes(found))

    def _of_others(self) -> Iterator[Finding]:
        asked = [step for step in self._steps if step.answered_by != "none"]
        facts: dict[str, Any] = {"answers": len(asked), "by_touch": sum(s.answered_by == "touch" for s in asked)}
        yield self._finding("answers_clear", "R-C04", self._with(_OF_ANSWERS), ("speech",), facts)
        permille = self._room.present_permille
        facts = {"present_percent": None if permille is None else permille // 10}
        yield self._finding("faces_present", "R-B05", self._with(_OF_FACES), ("faces",), facts)
        papers = sorted({showing.paper for course in self._courses.values() for showing in course.showings})
        if papers:
            found = self._with(("paper_cut_short", "paper_unseen"))
            yield self._finding("papers_shown", "R-B10", found, (), {"papers": papers})
            blurred = self._with(("picture_blurred",))
            result = _worst(blurred) if blurred else Checked.NOT_CHECKED
            at_ns = _first_ns(blurred)
            yield Finding("R-B10", "papers_readable", None, result, at_ns, _codes(blurred), {"papers": papers})
        for title, rule in (("sound_in_sync", "R-B09"), ("stamp", "R-B18"), ("real_camera", "R-B20")):
            yield Finding(rule, title, None, Checked.NOT_CHECKED, None)

    # ------------------------------------------------------------------ each step

    def _of_each_step(self) -> Iterator[Finding]:
        for step in self._steps:
            course = self._courses.get(step.step)
            found = [p for p in self._problems if p.step == step.step and p.code.startswith(_OF_A_STEP)]
            result = _of_verdict(step.verdict)
            if result is Checked.PASSED and found:
                result = _worst(found)
            answer = self._answers.get((step.step, step.attempts))
            at_ns = answer.begin_ns if answer is not None else None if course is None else course.began_ns
            facts = {
                "verdict": str(step.verdict),
                "attempts": step.attempts,
                "answered_by": step.answered_by,
                "reason": "" if answer is None else answer.reason,
            }
            rules = [] if course is None else [rule for rule in course.rules if not rule.startswith("R-B")]
            for rule in rules or ["R-C04"]:
                is_for_eyes = rule in _ONLY_EYES and result is Checked.PASSED
                said = Checked.NOT_CHECKED if is_for_eyes else result
                yield Finding(rule, "step", step.step, said, at_ns, _codes(found), facts)

    # ------------------------------------------------------------------ small ones

    def _finding(
        self,
        title: str,
        rule: str,
        found: Sequence[Problem],
        detectors: Sequence[str] = (),
        facts: dict[str, Any] | None = None,
    ) -> Finding:
        unfound = Checked.PASSED if self._are_checked(detectors) else Checked.NOT_CHECKED
        result = _worst(found) if found else unfound
        return Finding(rule, title, None, result, _first_ns(found), _codes(found), facts or {})

    def _are_checked(self, detectors: Sequence[str]) -> bool:
        told = self._room.detectors or frozenset()
        return all(name in told and name not in self._room.unchecked for name in detectors)

    def _with(self, codes: Sequence[str], step: str | None = None) -> list[Problem]:
        return [p for p in self._problems if p.code in codes and (step is None or p.step == step)]

    def _step_of(self, rule: str, kind: str | None = None) -> Course | None:
        courses = self._courses.values()
        by_rule = next((course for course in courses if rule in course.rules), None)
        return by_rule or next((course for course in courses if kind is not None and course.kind == kind), None)


def _of_verdict(verdict: str) -> Checked:
    if verdict == Verdict.NOT_CHECKED:
        return Checked.NOT_CHECKED
    return Checked.PASSED if verdict == Verdict.ACCEPTED else Checked.FAILED


def _worst(found: Sequence[Problem]) -> Checked:
    return Checked.FAILED if any(p.severity is Severity.REJECTS for p in found) else Checked.REVIEW


def _codes(found: Sequence[Problem]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(problem.code for problem in found))


def _first_ns(found: Sequence[Problem]) -> int | None:
    return min((problem.since_ns for problem in found), default=None)
