"""From a script and a sale to the script of that sale: conditions decided, texts filled, questions drawn.

`prepare` is pure: the same script, case, day and seed give the same `ReadyScript`, so that anybody can check later what
had to be asked. Questions are drawn by the SHA-256 of seed, step and question, not by a random generator, for the same
reason. Whatever is missing or does not fit is a fault before the take begins, never a gap in a spoken sentence.
"""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.model import Case
from app.session.case import age_on
from app.session.condition import Value
from app.session.numerals import counted, spoken, spoken_digits
from app.session.script import (
    GIVEN_FACTS,
    ExpectAny,
    Expectation,
    Expected,
    ExpectFact,
    Fact,
    FactKind,
    NoneOf,
    Number,
    Overlay,
    PoolQuestion,
    Question,
    QuestionKind,
    ReadyPaper,
    ReadyQuestion,
    ReadyScript,
    ReadyStep,
    Remedy,
    Replacement,
    Script,
    Skipped,
    Step,
    Unit,
    Words,
)
from app.session.script_file import PLACEHOLDER, condition, known_facts, uses
from app.session.yaml_file import Place
from media.fault import Fault

ANSWER_S = 4.0
"""what an answer usually takes, from the end of the question to the verdict"""
PAUSE_S = 1.0
"""between two steps"""

_UNITS: Mapping[FactKind, Unit] = {
    FactKind.MONEY_YUAN: Unit.YUAN,
    FactKind.YEARS: Unit.YEARS,
    FactKind.DAYS: Unit.DAYS,
    FactKind.PERCENT: Unit.PERCENT,
}


def prepare(script: Script, case: Case, on: datetime.date, seed: int) -> ReadyScript:
    """The script for one sale on one day.

    Faults: E-421 the script is not valid that day, E-425 it is for another product, E-422 a fact is missing, E-423 a
    fact is of the wrong kind, E-426 a fact the script does not know, E-424 a requirement does not hold, E-415 a pool
    has too few questions left.
    """
    source = script.source
    if not script.is_valid_on(on):
        days = {"valid_from": script.valid_from.isoformat(), "valid_to": str(script.valid_to or "…")}
        raise Fault("E-421", script=script.id, version=script.version, on=on.isoformat(), **days)
    if case.product_kind != script.product_kind:
        raise Fault("E-425", script=script.id, expected=script.product_kind, found=case.product_kind)
    facts = _facts(script, case, on)
    for index, requirement in enumerate(script.requires):
        place: Place = ("requires", index, "that")
        if not _holds(script, requirement.that, place, facts):
            line = source.line(*place)
            rules = ", ".join(requirement.rules)
            raise Fault("E-424", file=source.file, line=line, requirement=requirement.title, rules=rules)
    overlays = [
        overlay
        for index, overlay in enumerate(script.overlays)
        if _holds(script, overlay.when, ("overlays", index, "when"), facts)
    ]
    return _Filler(script, facts, overlays, seed).ready()


def _facts(script: Script, case: Case, on: datetime.date) -> dict[str, Value]:
    """Every fact, of the kind the script says."""
    places = {use.fact: use.place for use in reversed(uses(script))}
    given: dict[str, Any] = {
        "age": age_on(case.customer_id_number, on),
        "today": on,
        "customer_name": case.customer_name,
        "branch": case.branch,
        "counter": case.counter,
        "clerk_id": case.clerk_id,
    }
    for name in case.facts:
        if name not in script.facts:
            raise Fault("E-426", script=script.id, fact=name[:64])
    facts: dict[str, Value] = {}
    for name, fact in known_facts(script).items():
        value = given[name] if name in GIVEN_FACTS else case.facts.get(name)
        line = script.source.line(*places.get(name, ("facts", name)))
        if value is None:
            if fact.required:
                raise Fault("E-422", file=script.source.file, line=line, fact=name, title=fact.title)
            continue
        typed = _typed(fact, value)
        if typed is None:
            kind = str(fact.type)
            raise Fault("E-423", file=script.source.file, line=line, fact=name, title=fact.title, expected=kind)
        facts[name] = typed
    return facts


def _typed(fact: Fact, value: Any) -> Value | None:
    """The value as its kind, or None when it is not of that kind."""
    match fact.type:
        case FactKind.YES_NO:
            return value if isinstance(value, bool) else None
        case FactKind.DATE:
            return _day(value)
        case FactKind.TEXT:
            return value if isinstance(value, str) and value.strip() else None
        case FactKind.DIGITS:
            return value if isinstance(value, str) and value.replace("-", "").isalnum() and value.isascii() else None
        case FactKind.CHOICE:
            return value if isinstance(value, str) and value in fact.choices else None
    return _number(fact.type, value)


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _number(kind: FactKind, value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = Decimal(str(value))
    if not number.is_finite() or not 0 <= number < 10**12:
        return None
    is_whole = number == number.to_integral_value()
    is_cents = number * 100 == (number * 100).to_integral_value()
    if kind in (FactKind.YEARS, FactKind.DAYS, FactKind.LEVEL) and not is_whole:
        return None
    if kind is FactKind.LEVEL and not 1 <= number <= 9:
        return None
    if kind is FactKind.PERCENT and number > 100:
        return None
    return number if is_cents else None


def _holds(script: Script, text: str, place: Place, facts: Mapping[str, Value]) -> bool:
    try:
        return condition(script, text, place).holds(facts)
    except KeyError as error:
        name = str(error.args[0])
        line = script.source.line(*place)
        title = known_facts(script)[name].title
        raise Fault("E-422", file=script.source.file, line=line, fact=name, title=title) from error


def said(fact: Fact, value: Value) -> str:
    """A fact as it is spoken: 五万元, 十五天, 二零二六年一月二日, the title of a choice."""
    match fact.type, value:
        case FactKind.MONEY_YUAN, Decimal():
            return counted(value) + "元"
        case FactKind.YEARS, Decimal():
            return counted(value) + "年"
        case FactKind.DAYS, Decimal():
            return counted(value) + "天"
        case FactKind.PERCENT, Decimal():
            return "百分之" + spoken(value)
        case FactKind.DATE, datetime.date():
            return f"{spoken_digits(str(value.year))}年{spoken(value.month)}月{spoken(value.day)}日"
        case FactKind.LEVEL, Decimal():
            return spoken(value)
        case FactKind.CHOICE, str():
            return fact.choices[value]
        case FactKind.DIGITS, str():
            return spoken_digits(value)
        case FactKind.YES_NO, bool():
            return "是" if value else "否"
    return str(value)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A step where it stands, with what the overlays changed and the lines it was read from."""

    step: Step
    place: Place
    choose: int | None


class _Filler:
    """One script being filled for one sale."""

    def __init__(self, script: Script, facts: Mapping[str, Value], overlays: list[Overlay], seed: int) -> None:
        self._script = script
        self._facts = facts
        self._known = known_facts(script)
        self._overlays = overlays
        self._seed = seed
        self._pace = next((one.chars_per_second for one in overlays if one.chars_per_second), script.chars_per_second)
        self._listen_s = max([script.listen_s, *(one.listen_s for one in overlays if one.listen_s)])

    def ready(self) -> ReadyScript:
        script = self._script
        steps: list[ReadyStep] = []
        skipped: list[Skipped] = []
        for placed in self._placed():
            step = placed.step
            if step.when is not None and not _holds(script, step.when, (*placed.place, "when"), self._facts):
                skipped.append(Skipped(step.id, step.title, step.rules, step.when))
            elif step.pool:
                steps += self._drawn(placed)
            else:
                steps.append(self._step(placed, step.id, step.title, step.say, step.ask, step.remedy))
        return ReadyScript(
            id=script.id,
            title=script.title,
            version=script.version,
            language=script.language,
            sha256=script.source.sha256,
            seed=self._seed,
            steps=tuple(steps),
            skipped=tuple(skipped),
            overlays=tuple(overlay.id for overlay in self._overlays),
            chars_per_second=self._pace,
            expected_s=sum(step.expected_s for step in steps),
        )

    def _placed(self) -> list[_Placed]:
        """The steps in their order, with the overlays' insertions and replacements."""
        steps = [_Placed(step, ("steps", index), step.choose) for index, step in enumerate(self._script.steps)]
        for overlay in self._overlays:
            at = self._script.overlays.index(overlay)
            for number, insertion in enumerate(overlay.insert):
                target = next(i for i, one in enumerate(steps) if one.step.id in (insertion.after, insertion.before))
                base: Place = ("overlays", at, "insert", number, "steps")
                new = [_Placed(step, (*base, i), step.choose) for i, step in enumerate(insertion.steps)]
                begin = target + (insertion.after is not None)
                steps[begin:begin] = new
            for replacement in overlay.replace:
                steps = [_replaced(one, replacement) if one.step.id == replacement.step else one for one in steps]
        return steps

    def _drawn(self, placed: _Placed) -> list[ReadyStep]:
        """The questions of a pool that the seed draws, each as a step; the pool's own text opens the first."""
        step = placed.step
        choose = placed.choose or 1
        apply = [
            question
            for index, question in enumerate(step.pool)
            if question.when is None
            or _holds(self._script, question.when, (*placed.place, "pool", index, "when"), self._facts)
        ]
        if len(apply) < choose:
            line = self._script.source.line(*placed.place, "pool")
            raise Fault("E-415", file=self._script.source.file, line=line, step=step.id, left=len(apply), needed=choose)
        drawn = sorted(apply, key=lambda question: self._lot(step, question))[:choose]
        return [
            self._step(
                placed,
                f"{step.id}-{question.id}",
                question.title,
                (step.say if index == 0 else "") + (question.say or ""),
                question.ask,
                question.remedy,
            )
            for index, question in enumerate(drawn)
        ]

    def _lot(self, step: Step, question: PoolQuestion) -> bytes:
        return hashlib.sha256(f"{self._seed}/{step.id}/{question.id}".encode()).digest()

    def _step(
        self, placed: _Placed, step_id: str, title: str, say: str, ask: Question | None, remedy: Remedy
    ) -> ReadyStep:
        step = placed.step
        question = None if ask is None else self._question(ask)
        filled = self._filled(say)
        slower = self._filled(remedy.slower_say or say)
        papers = tuple(ReadyPaper(paper.id, paper.title, paper.seconds) for paper in step.show)
        spoken_characters = sum(one.isalnum() for one in filled + (question.text if question else ""))
        seconds = spoken_characters / self._pace + sum(paper.seconds for paper in papers) + PAUSE_S
        return ReadyStep(
            id=step_id,
            title=title,
            rules=step.rules,
            speaker=step.speaker,
            say=filled,
            show=papers,
            persons=step.persons,
            ask=question,
            slower_say=slower,
            clerk_say=self._filled(remedy.clerk_say) if remedy.clerk_say else slower,
            on_final_failure=step.on_final_failure,
            chars_per_second=self._pace,
            expected_s=seconds + (ANSWER_S if question else 0.0),
        )

    def _filled(self, text: str) -> str:
        """The text with its facts; a fact the case left out is a fault that names where it is needed."""

        def fact(name: str) -> str:
            if name not in self._facts:
                place = next(use.place for use in uses(self._script) if use.fact == name)
                line = self._script.source.line(*place)
                title = self._known[name].title
                raise Fault("E-422", file=self._script.source.file, line=line, fact=name, title=title)
            return said(self._known[name], self._facts[name])

        return PLACEHOLDER.sub(lambda match: fact(match.group(1)), text)

    def _question(self, question: Question) -> ReadyQuestion:
        common = self._script.answers
        by_kind = {QuestionKind.CONSENT: common.consent, QuestionKind.KNOWLEDGE: common.knowledge}
        expect = tuple(self._expected(one) for one in question.expect)
        numbers = {one.fact for one in expect if isinstance(one, Number)}
        return ReadyQuestion(
            kind=question.kind,
            text=self._filled(question.text),
            accept=tuple(dict.fromkeys((*question.accept, *by_kind.get(question.kind, ())))),
            refuse=question.refuse,
            expect=expect,
            listen_s=max(question.listen_s or 0.0, self._listen_s),
            tolerates_unknown=question.tolerates_unknown,
            contract_numbers=tuple(
                Number(name, value, _UNITS[fact.type])
                for name, fact in self._script.facts.items()
                if name not in numbers and fact.type in _UNITS and isinstance(value := self._facts.get(name), Decimal)
            ),
        )

    def _expected(self, one: Expectation) -> Expected:
        if isinstance(one, ExpectAny):
            return Words(one.any)
        if isinstance(one, ExpectFact):
            fact = self._known[one.fact]
            self._filled(f"{{{one.fact}}}")  # a fault when it is missing
            value = self._facts[one.fact]
            if isinstance(value, Decimal):
                return Number(one.fact, value, _UNITS[fact.type])
            return Words((said(fact, value), *one.also), one.fact)
        return NoneOf(one.none)


def _replaced(placed: _Placed, by: Replacement) -> _Placed:
    step = placed.step
    changes: dict[str, Any] = {
        name: value for name in ("say", "ask", "remedy", "persons") if (value := getattr(by, name)) is not None
    }
    return _Placed(step.model_copy(update=changes), placed.place, by.choose or placed.choose)
