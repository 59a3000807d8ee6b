"""What the timeline shows of a take: the rows of the vault as items on lanes. Pure functions, no Qt, no words.

An item is a stretch (or, with no length, a moment) with a code that the window puts into words: `step`, `prompt`,
`said`, `answer`, `customer_absent`, `clerk_absent`, `stranger_seen`, `picture_gap`, `sound_gap`, or the kind of a mark.
Gaps lie on the lane whose content is missing and name their cause, where a mark tells it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.model import Answer, Channel, Mark, Review, ReviewKind, StepResult, Utterance, Verdict

NS = 1_000_000_000
LEAD_NS = 3 * NS // 2
"""who jumps to something wants to hear how it began"""
CAUSE_NS = 3 * NS
"""a device's loss is told this close to the gap that it caused"""


class Lane(StrEnum):
    """From top to bottom."""

    STEPS = "steps"
    PROMPTS = "prompts"
    COUNTER = "counter"
    CUSTOMER = "customer"
    ANSWERS = "answers"
    FACES = "faces"
    MARKS = "marks"


class Look(StrEnum):
    """What sort of mark it is: each has a shape."""

    PLAIN = "plain"
    REMEDY = "remedy"
    ALARM = "alarm"
    PERSON = "person"
    """somebody set it by hand"""


@dataclass(frozen=True, slots=True)
class Item:
    """Something on a lane; `text` is what was said, `facts` those of the mark."""

    lane: Lane
    begin_ns: int
    end_ns: int
    kind: str
    step: str | None = None
    text: str = field(repr=False, default="")
    verdict: Verdict | None = None
    look: Look = Look.PLAIN
    facts: Mapping[str, Any] = field(repr=False, default_factory=dict)

    @property
    def is_gap(self) -> bool:
        """Nothing was recorded, or nobody was there: drawn hatched."""
        return self.kind in GAPS

    @property
    def seek_ns(self) -> int:
        """Where a jump to it begins."""
        return max(0, self.begin_ns - LEAD_NS)


GAPS = frozenset(("picture_gap", "sound_gap", "customer_absent", "clerk_absent"))
_TOLD_ELSEWHERE = frozenset(
    (
        "take_began", "take_ended", "step_began", "step_passed", "step_failed", "prompt_began", "prompt_ended",
        "answer_judged", "customer_left", "customer_back", "clerk_left", "clerk_back", "stranger_gone", "picture_gap",
        "sound_gap", "face_large_enough", "bench",
    )
)  # fmt: skip
_REMEDIES = frozenset(
    ("remedy_began", "asked_again_by_clerk", "repeat_asked", "touch_offered", "step_resumed", "clerk_read")
)
_HARMLESS = frozenset(("session_ended", "paper_shown", "camera_back", "microphone_back", "frame_rate_changed"))
_AFTER_LOSS = {"picture_gap": "camera_lost", "sound_gap": "microphone_lost"}


@dataclass(frozen=True, slots=True)
class Timelines:
    """Everything on the lanes, in order of time on each."""

    length_ns: int
    lanes: Mapping[Lane, tuple[Item, ...]]
    checks_faces: bool
    """false: who was there is not known, and an empty lane says nothing"""

    @property
    def steps(self) -> tuple[Item, ...]:
        """The chapters."""
        return self.lanes[Lane.STEPS]


def timelines(
    length_ns: int,
    steps: Iterable[StepResult] = (),
    marks: Sequence[Mark] = (),
    answers: Iterable[Answer] = (),
    transcript: Iterable[Utterance] = (),
    reviews: Iterable[Review] = (),
) -> Timelines:
    """The lanes of a take of that length, from its rows in any order."""
    ordered = sorted(marks, key=lambda mark: mark.at_ns)
    verdicts = {step.step: step.verdict for step in steps}
    items: list[Item] = []
    items += _chapters(ordered, verdicts, length_ns)
    items += _prompts(ordered, length_ns)
    items += (
        Item(Lane.CUSTOMER if line.channel is Channel.CUSTOMER else Lane.COUNTER, line.begin_ns, line.end_ns, "said",
             text=line.text)
        for line in transcript
    )  # fmt: skip
    items += (
        Item(Lane.ANSWERS, answer.begin_ns, answer.end_ns, "answer", answer.step, answer.text, answer.verdict,
             facts={"attempt": answer.attempt, "reason": answer.reason, "answered_by": answer.answered_by})
        for answer in answers
    )  # fmt: skip
    items += _absences(ordered, length_ns)
    items += _gaps(ordered)
    items += _marks(ordered, length_ns)
    items += (
        Item(Lane.MARKS, review.at_ns, review.at_ns, "reviewer_mark", text=review.text, look=Look.PERSON)
        for review in reviews
        if review.kind is ReviewKind.MARKED and review.at_ns is not None
    )
    lanes = {
        lane: tuple(sorted((item for item in items if item.lane is lane), key=lambda item: item.begin_ns))
        for lane in Lane
    }
    began = next((mark for mark in ordered if mark.kind == "take_began"), None)
    detectors = began.facts.get("detectors", {}) if began is not None else {}
    return Timelines(length_ns, lanes, detectors.get("faces") == "checked")


def step_at(chapters: Sequence[Item], at_ns: int) -> int | None:
    """Which chapter is on at that time; None before the first."""
    return next((number for number in reversed(range(len(chapters))) if chapters[number].begin_ns <= at_ns), None)


def _chapters(marks: Sequence[Mark], verdicts: Mapping[str, Verdict], length_ns: int) -> Iterator[Item]:
    """A step from its beginning to that of the next one, judged as it was judged this time."""
    ends = [mark.at_ns for mark in marks if mark.kind == "session_ended"]
    last_ns = ends[-1] if ends else length_ns
    begins = [mark for mark in marks if mark.kind == "step_began"]
    stops = [following.at_ns for _, following in pairwise(begins)] + [max(last_ns, begins[-1].at_ns) if begins else 0]
    for began, end_ns in zip(begins, stops, strict=False):
        judged = [
            mark
            for mark in marks
            if mark.step == began.step
            and mark.kind in ("step_passed", "step_failed")
            and began.at_ns <= mark.at_ns <= end_ns
        ]
        verdict = Verdict(judged[-1].facts["verdict"]) if judged else verdicts.get(began.step or "")
        yield Item(Lane.STEPS, began.at_ns, end_ns, "step", began.step, verdict=verdict, facts=began.facts)


def _prompts(marks: Sequence[Mark], length_ns: int) -> Iterator[Item]:
    begun: Mark | None = None
    for mark in marks:
        if mark.kind not in ("prompt_began", "prompt_ended", "session_ended"):
            continue
        if begun is not None:
            yield Item(Lane.PROMPTS, begun.at_ns, mark.at_ns, "prompt", begun.step, facts=begun.facts)
        begun = mark if mark.kind == "prompt_began" else None
    if begun is not None:
        yield Item(Lane.PROMPTS, begun.at_ns, length_ns, "prompt", begun.step, facts=begun.facts)


def _absences(marks: Sequence[Mark], length_ns: int) -> Iterator[Item]:
    """Who was not to be seen; it is told only after some seconds, and then counts from its beginning."""
    for who in ("customer", "clerk"):
        yield from _stretches(marks, f"{who}_left", f"{who}_back", f"{who}_absent", length_ns)
    yield from _stretches(marks, "stranger_seen", "stranger_gone", "stranger_seen", length_ns)


def _stretches(marks: Sequence[Mark], begins: str, ends: str, kind: str, length_ns: int) -> Iterator[Item]:
    begun: Mark | None = None
    look = Look.ALARM if kind == "stranger_seen" else Look.PLAIN
    for mark in (*marks, Mark(length_ns, ends)):
        if mark.kind == begins and begun is None:
            begun = mark
        elif mark.kind == ends and begun is not None:
            begin_ns = max(0, begun.at_ns - int(begun.facts.get("absent_ns", 0)))
            yield Item(Lane.FACES, begin_ns, mark.at_ns, kind, look=look, facts=begun.facts)
            begun = None


def _gaps(marks: Sequence[Mark]) -> Iterator[Item]:
    for mark in marks:
        loss = _AFTER_LOSS.get(mark.kind)
        if loss is None:
            continue
        begin_ns, end_ns = int(mark.facts["from_ns"]), int(mark.facts["to_ns"])
        cause = next(
            (
                other
                for other in marks
                if other.kind == loss
                and _device(other) == _device(mark)
                and begin_ns - CAUSE_NS <= other.at_ns <= end_ns + CAUSE_NS
            ),
            None,
        )
        lane = Lane.FACES
        if mark.kind == "sound_gap":
            lane = Lane.CUSTOMER if mark.facts.get("channel") == Channel.CUSTOMER else Lane.COUNTER
        facts = {**mark.facts, **({"cause": loss} if cause is not None else {})}
        yield Item(lane, begin_ns, end_ns, mark.kind, look=Look.ALARM, facts=facts)


def _device(mark: Mark) -> object:
    return mark.facts.get("camera", mark.facts.get("channel"))


def _marks(marks: Sequence[Mark], length_ns: int) -> Iterator[Item]:
    """Everything else, in one lane; what begins and ends (bad light, noise) as one stretch."""
    open_ones: dict[tuple[str, object], Mark] = {}
    for mark in marks:
        if mark.kind in _TOLD_ELSEWHERE or mark.kind == "stranger_seen":
            continue
        if "begins" in mark.facts:
            key = (mark.kind, _device(mark))
            if mark.facts["begins"]:
                open_ones.setdefault(key, mark)
            elif key in open_ones:
                yield _mark(open_ones.pop(key), mark.at_ns)
            continue
        yield _mark(mark, int(mark.facts.get("to_ns", mark.at_ns)))
    for mark in open_ones.values():
        yield _mark(mark, length_ns)


def _mark(mark: Mark, end_ns: int) -> Item:
    look = Look.ALARM
    if mark.kind in _REMEDIES:
        look = Look.REMEDY
    elif mark.kind == "clerk_mark":
        look = Look.PERSON
    elif mark.kind in _HARMLESS:
        look = Look.PLAIN
    begin_ns = int(mark.facts.get("from_ns", mark.at_ns))
    return Item(Lane.MARKS, begin_ns, max(begin_ns, end_ns), mark.kind, mark.step, look=look, facts=mark.facts)
