"""The course of the steps by the guide's marks: what each step came to, and what inspection would say to that.

A step that is being asked is no problem yet; one that is over is judged by its last run, the one that gave its result.
What is asked again is judged anew. Pure; fed with marks and the customer's utterances in the order they were told.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.inspection.problem import Limits, Problem, Remedy, names, rejects, reviews, whole
from app.model import Mark, Outcome, Utterance, Verdict

EARLY_NS = 300_000_000
"""R-C04: what begins this much before the question's end is no answer to it"""
HELD_NS = 100_000_000
"""a paper counts as shown when this little of its time is missing: the guide looks at the clock only now and then"""
PASSING = (Verdict.ACCEPTED, Verdict.NOT_CHECKED)
OF_A_VERDICT: Mapping[str, tuple[str, str]] = {
    Verdict.REFUSED: ("answer_refused", "R-C08"),
    Verdict.WRONG: ("answer_wrong", "R-C04"),
    Verdict.MISSING: ("answer_missing", "R-C05"),
    Verdict.EARLY: ("answer_early", "R-C04"),
}
"""how a step failed → the problem and its rule; anything else is `answer_unclear`"""


@dataclass(frozen=True, slots=True)
class Absence:
    """`who` was not in the picture; `to_ns` is None while it lasts."""

    who: str
    from_ns: int
    to_ns: int | None

    def within(self, begin_ns: int, end_ns: int) -> int:
        """How much of it lies between the two times."""
        to_ns = end_ns if self.to_ns is None else min(self.to_ns, end_ns)
        return max(0, to_ns - max(self.from_ns, begin_ns))


@dataclass(slots=True)
class Showing:
    """A paper before the camera, for as long as it should be."""

    paper: str
    from_ns: int
    to_ns: int
    is_whole: bool = True


@dataclass(slots=True)
class Run:
    """One go at a step: from its beginning, its last remedy, or the end of waiting for somebody, to its result."""

    began_ns: int
    is_by_touch: bool = False
    is_whole: bool = False
    """its last prompt was played, or read, to its end"""
    asks: bool = False
    read: dict[bool, str] = field(default_factory=dict)
    """which part of the prompt (whether it asks) the clerk had to read, and the fault's code"""


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended."""

    at_ns: int
    run: Run
    verdict: str
    reason: str
    has_passed: bool


@dataclass(slots=True)
class Course:
    """One step so far."""

    step: str
    began_ns: int
    run: Run
    rules: tuple[str, ...] = ()
    persons: tuple[str, ...] = ("customer",)
    """who must be in the picture; where the marks do not tell, at least the customer"""
    kind: str = ""
    attempt: int = 0
    verdict: str = Verdict.MISSING
    """of the last try, and why"""
    reason: str = ""
    result: Result | None = None
    first_passed_ns: int | None = None
    question_ended_ns: int | None = None
    taken_back_ns: int | None = None
    early_ns: int | None = None
    prompted_ns: int | None = None
    showings: list[Showing] = field(default_factory=list)


class StepWatch:
    """All steps of a take; `courses` in the order in which they began."""

    def __init__(self, limits: Limits) -> None:
        self.courses: dict[str, Course] = {}
        self.present: str | None = None
        """the step that is being asked"""
        self.outcome: str | None = None
        """how the session ended"""
        self.reason = ""
        self.ended_ns: int | None = None
        self._salvaged: Mark | None = None
        self._limits = limits
        self._began: list[tuple[int, str]] = []
        self._shown: Showing | None = None
        self._said: list[tuple[int, str]] = []
        self._alike: Problem | None = None
        self._is_alike_known = True
        self._handlers: Mapping[str, Callable[[Mark, Course], None]] = {
            "step_began": self._on_step_began,
            "remedy_began": self._on_new_run,
            "step_resumed": self._on_new_run,
            "prompt_began": self._on_prompt_began,
            "prompt_not_spoken": self._on_not_spoken,
            "prompt_ended": self._on_prompt_ended,
            "paper_shown": self._on_paper,
            "touch_offered": self._on_touch,
            "answer_judged": self._on_judged,
            "answer_early": self._on_early,
            "prompting_suspected": self._on_prompting,
            "answer_taken_back": self._on_taken_back,
            "step_passed": self._on_result,
            "step_failed": self._on_result,
        }

    def see(self, mark: Mark) -> None:
        if mark.kind in _ENDS_A_SHOWING:
            self._end_showing(mark.at_ns)
        if mark.kind == "session_ended":
            self.ended_ns, self.outcome = mark.at_ns, str(mark.facts.get("outcome", ""))
            self.reason, self.present = str(mark.facts.get("reason", "")), None
        elif mark.kind == "take_salvaged":
            self._on_salvaged(mark)
        handler = self._handlers.get(mark.kind)
        if handler is not None and mark.step is not None:
            course = self.courses.get(mark.step)
            if course is None:
                course = self.courses[mark.step] = Course(mark.step, mark.at_ns, Run(mark.at_ns))
            handler(mark, course)

    def hear(self, utterance: Utterance) -> None:
        """Something the customer said."""
        insort(self._said, (utterance.begin_ns, utterance.text))
        self._is_alike_known = False

    def step_at(self, at_ns: int) -> str | None:
        """The step that had begun last at that time; marks of gaps come after them."""
        index = bisect_right(self._began, at_ns, key=lambda began: began[0])
        return self._began[index - 1][1] if index else None

    def passed_after(self, step: str | None, at_ns: int) -> bool:
        """Whether the step was gone through anew after that time, and passed."""
        course = self.courses.get(step or "")
        result = None if course is None else course.result
        return result is not None and result.has_passed and result.run.began_ns >= at_ns

    def problems(self, steps: Sequence[str], absences: Sequence[Absence]) -> Iterator[Problem]:
        for course in self.courses.values():
            yield from self._problems_of(course, absences)
        if not self._is_alike_known:
            self._alike, self._is_alike_known = self._answers_alike(), True
        if self._alike is not None:
            yield self._alike
        if self._salvaged is not None:
            found = self._salvaged.facts.get("found", "")
            yield reviews("take_salvaged", "R-B16", None, self._salvaged.at_ns, Remedy.EXPLAIN, found=found)
        if self.ended_ns is not None:
            missing = self.missing(steps)
            if self.outcome not in (Outcome.COMPLETED, Outcome.NEEDS_REVIEW) or missing:
                facts = {"outcome": self.outcome, "reason": self.reason, "missing": missing}
                yield rejects("not_completed", "R-C01", None, self.ended_ns, Remedy.NONE, **facts)

    def missing(self, steps: Sequence[str]) -> list[str]:
        """Those of the steps that did not pass, in their order."""
        return [step for step in steps if step not in self.courses or self.courses[step].verdict not in PASSING]

    # ------------------------------------------------------------------ marks

    def _on_step_began(self, mark: Mark, course: Course) -> None:
        self.present = course.step
        self._began.append((mark.at_ns, course.step))
        course.run = Run(mark.at_ns)
        course.rules = names(mark.facts, "rules")
        course.persons = names(mark.facts, "persons", ("customer",))
        course.kind = str(mark.facts.get("kind", ""))
        course.early_ns = None

    def _on_new_run(self, mark: Mark, course: Course) -> None:
        course.run = Run(mark.at_ns)

    def _on_prompt_began(self, mark: Mark, course: Course) -> None:
        course.run.asks, course.run.is_whole = bool(mark.facts.get("asks")), False
        course.run.read.pop(course.run.asks, None)  # said again: what was read before does not matter any more

    def _on_not_spoken(self, mark: Mark, course: Course) -> None:
        course.run.read[course.run.asks] = str(mark.facts.get("code", ""))

    def _on_prompt_ended(self, mark: Mark, course: Course) -> None:
        course.run.is_whole = True
        if mark.facts.get("asks"):
            course.question_ended_ns = mark.at_ns

    def _on_paper(self, mark: Mark, course: Course) -> None:
        self._shown = Showing(str(mark.facts.get("paper", "")), mark.at_ns, whole(mark.facts, "to_ns", mark.at_ns))
        course.showings.append(self._shown)

    def _on_touch(self, mark: Mark, course: Course) -> None:
        course.run = Run(course.run.began_ns, is_by_touch=True, is_whole=course.run.is_whole, read=course.run.read)

    def _on_judged(self, mark: Mark, course: Course) -> None:
        course.verdict = str(mark.facts.get("verdict", Verdict.MISSING))
        course.reason = str(mark.facts.get("reason", ""))
        course.attempt = whole(mark.facts, "attempt")

    def _on_early(self, mark: Mark, course: Course) -> None:
        course.early_ns = mark.at_ns

    def _on_prompting(self, mark: Mark, course: Course) -> None:
        course.prompted_ns = mark.at_ns

    def _on_taken_back(self, mark: Mark, course: Course) -> None:
        course.taken_back_ns = mark.at_ns
        self._is_alike_known = False

    def _on_result(self, mark: Mark, course: Course) -> None:
        has_passed = mark.kind == "step_passed"
        course.verdict = str(mark.facts.get("verdict", Verdict.MISSING))
        reason = str(mark.facts.get("reason", ""))
        course.result = Result(mark.at_ns, course.run, course.verdict, reason, has_passed)
        course.early_ns = course.taken_back_ns = None
        if has_passed and course.first_passed_ns is None:
            course.first_passed_ns = mark.at_ns
        if course.verdict == Verdict.PROMPTED and course.prompted_ns is None:
            course.prompted_ns = mark.at_ns
        self.present = None
        self._is_alike_known = False

    def _on_salvaged(self, mark: Mark) -> None:
        """A crash; where the session had ended and the file is whole, it cost the take nothing."""
        self._salvaged, self.present = mark, None
        if self.ended_ns is None or mark.facts.get("found") != "whole":
            self.ended_ns, self.outcome, self.reason = mark.at_ns, Outcome.INTERRUPTED, "salvaged"

    def _end_showing(self, at_ns: int) -> None:
        if self._shown is not None:
            self._shown.is_whole = at_ns >= self._shown.to_ns - HELD_NS
            self._shown = None

    # ------------------------------------------------------------------ what is wrong with it

    def _problems_of(self, course: Course, absences: Sequence[Absence]) -> Iterator[Problem]:
        step, result = course.step, course.result
        is_present = step == self.present
        again = Remedy.WAIT if is_present else Remedy.ASK_AGAIN
        if course.taken_back_ns is not None:
            yield rejects("answer_taken_back", "R-C08", step, course.taken_back_ns, again)
        if course.early_ns is not None:
            tried = {"attempt": course.attempt, "reason": "before_question_ended"}
            yield reviews("answer_early", "R-C04", step, course.early_ns, Remedy.WAIT, **tried)
        at_ns = course.prompted_ns
        if at_ns is not None and result is not None and result.has_passed and result.at_ns > at_ns:
            yield reviews("answer_prompted", "R-C07", step, at_ns, Remedy.EXPLAIN, is_asked_again=True)
        elif at_ns is not None:
            yield rejects("answer_prompted", "R-C07", step, at_ns, again, is_asked_again=False)
        run = course.run if is_present or result is None else result.run
        if run.read:
            code = next(iter(run.read.values()))
            yield reviews("prompt_read_by_clerk", "R-C03", step, run.began_ns, Remedy.EXPLAIN, code=code)
        if result is not None and result.has_passed:
            yield from self._passed(course, result, absences, again)
        elif result is not None and result.verdict != Verdict.PROMPTED:  # that is told already
            yield from self._failed(course, result, absences, again)
        if result is not None and not is_present:
            yield from _paper_problems(course, absences)

    def _passed(self, course: Course, result: Result, absences: Sequence[Absence], again: Remedy) -> Iterator[Problem]:
        step, at_ns = course.step, result.at_ns
        if result.verdict == Verdict.NOT_CHECKED:
            tried = {"attempt": course.attempt, "reason": course.reason}
            yield reviews("answer_not_checked", "R-C04", step, at_ns, Remedy.EXPLAIN, **tried)
        if result.run.is_by_touch:
            yield reviews("answered_by_touch", "R-C04", step, at_ns, Remedy.EXPLAIN)
        if not result.run.is_whole:
            yield rejects("prompt_not_whole", "R-C02", step, at_ns, again)
        persons = self._missed_by(course, result, absences)
        if persons:
            yield rejects("person_absent", "R-B05", step, at_ns, again, persons=persons)

    def _failed(self, course: Course, result: Result, absences: Sequence[Absence], again: Remedy) -> Iterator[Problem]:
        if result.reason == "required_person_away":
            persons = self._missed_by(course, result, absences) or list(course.persons)
            yield rejects("person_absent", "R-B05", course.step, result.at_ns, again, persons=persons)
            return
        code, rule = OF_A_VERDICT.get(result.verdict, ("answer_unclear", "R-C04"))
        tried = {"attempt": course.attempt, "reason": result.reason}
        yield rejects(code, rule, course.step, result.at_ns, again, **tried)

    def _missed_by(self, course: Course, result: Result, absences: Sequence[Absence]) -> list[str]:
        """Who should have been there and was away for too long."""
        away = {
            absence.who
            for absence in absences
            if absence.who in course.persons
            and absence.within(result.run.began_ns, result.at_ns) >= self._limits.away_ns
        }
        return sorted(away)

    def _answers_alike(self) -> Problem | None:
        """The same word, each time as soon as the question has ended."""
        alike: dict[str, list[tuple[int, int]]] = {}
        for course in self.courses.values():
            asked_ns, result = course.question_ended_ns, course.result
            if asked_ns is None or result is None or result.verdict != Verdict.ACCEPTED or asked_ns > result.at_ns:
                continue
            index = bisect_left(self._said, (asked_ns - EARLY_NS, ""))
            if index < len(self._said):
                begin_ns, text = self._said[index]
                if begin_ns < result.at_ns and begin_ns - asked_ns < self._limits.alike_latency_ns:
                    alike.setdefault(text, []).append((max(0, begin_ns - asked_ns), result.at_ns))
        word = max(alike, key=lambda text: len(alike[text]), default=None)
        if word is None or len(alike[word]) < self._limits.alike_answers:
            return None
        latencies = sorted(latency_ns for latency_ns, _ in alike[word])
        median_ms = latencies[len(latencies) // 2] // 1_000_000
        facts = {"word": word, "answers": len(latencies), "latency_ms": median_ms}
        since_ns = max(at_ns for _, at_ns in alike[word])
        return reviews("answers_alike", "R-C04", None, since_ns, Remedy.EXPLAIN, **facts)


_ENDS_A_SHOWING = frozenset(
    ("paper_shown", "prompt_began", "step_began", "step_passed", "step_failed", "step_held", "session_ended")
)


def _paper_problems(course: Course, absences: Sequence[Absence]) -> Iterator[Problem]:
    """Each paper by its best showing. A paper before the face is no absence: who left must have left before."""
    cut: dict[str, int] = {}
    unseen: dict[str, int] = {}
    fine = set()
    for showing in course.showings:
        is_unseen = any(
            absence.who == "customer"
            and absence.from_ns < showing.from_ns
            and 2 * absence.within(showing.from_ns, showing.to_ns) >= showing.to_ns - showing.from_ns
            for absence in absences
        )
        if showing.is_whole and not is_unseen:
            fine.add(showing.paper)
        else:
            (unseen if showing.is_whole else cut)[showing.paper] = showing.from_ns
    left = {paper: at_ns for paper, at_ns in cut.items() if paper not in fine}
    if left:
        since_ns, papers = max(left.values()), list(left)
        yield rejects("paper_cut_short", "R-B10", course.step, since_ns, Remedy.SHOW_PAPER_AGAIN, papers=papers)
    left = {paper: at_ns for paper, at_ns in unseen.items() if paper not in fine}
    if left:
        since_ns, papers = max(left.values()), list(left)
        yield reviews("paper_unseen", "R-B10", course.step, since_ns, Remedy.SHOW_PAPER_AGAIN, papers=papers)
