"""业务 while it is being written: what was typed, what is wrong with it, and what take it would become.

    draft = Draft(today)
    draft.choose(script);  draft.write(NAME, "张建国") …;  draft.problems();  draft.plan();  draft.to_case(place, clerk)

Each field is checked by itself as it is typed, a requirement of the script as soon as what it speaks of is there. What
a sale needs depends on the sale (a waiting period only with health cover), so the script is rehearsed: `prepare` is run
on what is known, with stand-ins for what is not. That also tells, before the case is complete, which steps there will
be and how long the take will last. Pure: no clock, no file, no window.
"""

import datetime
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from app.model import Case, CaseId
from app.session.case import age_on, birth_date, check_digit
from app.session.condition import Condition, Value
from app.session.filling import prepare, said
from app.session.script import Fact, FactKind, Overlay, Person, ReadyPaper, ReadyScript, Requirement, Script
from app.session.script_file import all_steps, condition, known_facts
from app.session.typed import Complaint, read_fact, read_id_number, read_name
from app.settings import Place
from media.fault import Fault

NAME = "customer.name"
ID_NUMBER = "customer.id_number"
"""the two fields that every case has; the others are the script's facts, by their names"""
STAND_IN_AGE = 40
CASE_ID_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SEED = 0
"""of a rehearsal; a take draws its own"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What an identity number says."""

    born: datetime.date = field(repr=False)
    age: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement of the script that what was typed does not meet, and the facts it speaks of."""

    requirement: Requirement
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverlayState:
    """Whether an overlay (长者模式) is on for this sale; None while what decides it is not known."""

    overlay: Overlay
    is_on: bool | None


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step that the take will have; `questions` are drawn from a pool when it begins."""

    id: str
    title: str
    rules: tuple[str, ...]
    questions: int


@dataclass(frozen=True, slots=True)
class SkippedStep:
    """A step that does not apply, and the facts that decide it, each as it is said."""

    title: str
    rules: tuple[str, ...]
    because: tuple[tuple[str, str], ...]
    """(title of the fact, its value in words)"""


@dataclass(frozen=True, slots=True)
class Plan:
    """The take as it would be."""

    steps: tuple[PlannedStep, ...]
    skipped: tuple[SkippedStep, ...]
    persons: tuple[Person, ...]
    papers: tuple[ReadyPaper, ...]
    expected_s: float
    is_estimate: bool
    """something was not known yet"""


@dataclass(frozen=True, slots=True)
class _Rehearsal:
    ready: ReadyScript | None
    needed: frozenset[str]
    had_stand_ins: bool
    facts: Mapping[str, Any]
    fault: Fault | None


class Draft:
    """A case being written, on one day."""

    def __init__(self, on: datetime.date) -> None:
        self.on = on
        self.script: Script | None = None
        self._texts: dict[str, str] = {}
        self._conditions: dict[str, Condition] = {}
        self._rehearsal: _Rehearsal | None = None

    def choose(self, script: Script) -> None:
        """Take this script; E-421 when it is not valid that day. What was typed stays, for where it is asked for."""
        if not script.is_valid_on(self.on):
            days = {"valid_from": script.valid_from.isoformat(), "valid_to": str(script.valid_to or "…")}
            raise Fault("E-421", script=script.id, version=script.version, on=self.on.isoformat(), **days)
        self.script = script
        self._conditions = {
            requirement.that: condition(script, requirement.that, ("requires", index, "that"))
            for index, requirement in enumerate(script.requires)
        } | {
            overlay.when: condition(script, overlay.when, ("overlays", index, "when"))
            for index, overlay in enumerate(script.overlays)
        }
        self._rehearsal = None

    # ------------------------------------------------------------------ fields

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field, in the order of the form."""
        return (NAME, ID_NUMBER, *(self.script.facts if self.script else ()))

    def write(self, field: str, text: str) -> None:
        assert field in self.fields, "a field of this form"
        self._texts[field] = text
        self._rehearsal = None

    def fill(self, case: Case) -> None:
        """Write what an example sale holds, as somebody would type it."""
        self.write(NAME, case.customer_name)
        self.write(ID_NUMBER, case.customer_id_number)
        for name in self.script.facts if self.script else ():
            value = case.facts.get(name)
            if isinstance(value, bool):
                value = "yes" if value else "no"
            self.write(name, "" if value is None else str(value))

    def text(self, field: str) -> str:
        return self._texts.get(field, "")

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed."""
        return any(text.strip() for text in self._texts.values())

    def check(self, field: str) -> Complaint | None:
        """What is wrong with this field by itself."""
        value = self._read(field)
        if value is Complaint.MISSING and not self.is_needed(field):
            return None
        return value if isinstance(value, Complaint) else None

    def problems(self) -> dict[str, Complaint]:
        """What is wrong with each field, in the order of the form."""
        checked = {field: self.check(field) for field in self.fields}
        return {field: complaint for field, complaint in checked.items() if complaint is not None}

    def is_needed(self, field: str) -> bool:
        """Whether this sale cannot be recorded without the field."""
        return field in (NAME, ID_NUMBER) or field in self._rehearsed().needed

    def in_words(self, field: str) -> str:
        """A fact as the take will say it: 五万元; nothing while it cannot be read."""
        value = self._read(field)
        fact = self._fact(field)
        return "" if fact is None or isinstance(value, Complaint) else said(fact, value)

    @property
    def identity(self) -> Identity | None:
        """Day of birth and age, once the identity number is right."""
        number = self._read(ID_NUMBER)
        if isinstance(number, Complaint):
            return None
        return Identity(birth_date(str(number)), age_on(str(number), self.on))

    def _fact(self, field: str) -> Fact | None:
        return self.script.facts.get(field) if self.script else None

    def _read(self, field: str) -> Value | Complaint:
        text = self.text(field)
        if field == NAME:
            return read_name(text)
        if field == ID_NUMBER:
            return read_id_number(text, self.on)
        fact = self._fact(field)
        return Complaint.MISSING if fact is None else read_fact(fact, text)

    # ------------------------------------------------------------------ the whole

    def unmet(self) -> tuple[Unmet, ...]:
        """The script's requirements that what was typed does not meet."""
        if self.script is None:
            return ()
        found = []
        for requirement in self.script.requires:
            asked = self._conditions[requirement.that]
            if self._holds(asked) is False:
                found.append(Unmet(requirement, tuple(sorted(asked.names))))
        return tuple(found)

    def overlays(self) -> tuple[OverlayState, ...]:
        """Each overlay of the script, and whether it is on."""
        overlays = self.script.overlays if self.script else ()
        return tuple(OverlayState(one, self._holds(self._conditions[one.when])) for one in overlays)

    def fault(self) -> Fault | None:
        """Why the script cannot be filled although each field is right."""
        rehearsal = self._rehearsed()
        if self.script is None or rehearsal.fault is not None or rehearsal.had_stand_ins or self.unmet():
            return rehearsal.fault
        try:
            prepare(self.script, self._case(Place(), "0000", rehearsal.facts, CaseId("-")), self.on, SEED)
        except Fault as fault:
            return fault
        return None

    @property
    def is_complete(self) -> bool:
        return self.script is not None and not self.problems() and not self.unmet() and self.fault() is None

    def plan(self) -> Plan | None:
        """The take this would be; none without a script, or when the script cannot be filled."""
        rehearsal = self._rehearsed()
        if self.script is None or rehearsal.ready is None:
            return None
        ready = rehearsal.ready
        persons = {person for step in ready.steps for person in step.persons}
        papers = {paper.id: paper for step in ready.steps for paper in step.show}
        return Plan(
            steps=_planned(self.script, ready),
            skipped=tuple(
                SkippedStep(one.title, one.rules, self._because(one.condition, rehearsal)) for one in ready.skipped
            ),
            persons=tuple(person for person in Person if person in persons),
            papers=tuple(papers.values()),
            expected_s=ready.expected_s,
            is_estimate=rehearsal.had_stand_ins,
        )

    def to_case(self, place: Place, clerk_id: str) -> Case:
        """The case, with an id of its own; E-460 while something is missing or wrong."""
        if not self.is_complete:
            raise Fault("E-460", count=len(self.problems()) + len(self.unmet()) + (self.script is None))
        assert self.script is not None
        return self._case(place, clerk_id, self._known(), new_case_id(self.on))

    def _known(self) -> dict[str, Value]:
        """The script's facts that can be read."""
        read = {name: self._read(name) for name in (self.script.facts if self.script else ())}
        return {name: value for name, value in read.items() if not isinstance(value, Complaint)}

    def _holds(self, asked: Condition) -> bool | None:
        facts = self._known() | {"today": self.on}
        if self.identity is not None:
            facts["age"] = Decimal(self.identity.age)
        return asked.holds(facts) if asked.names <= facts.keys() else None

    def _case(self, place: Place, clerk_id: str, facts: Mapping[str, Value], case_id: CaseId) -> Case:
        assert self.script is not None
        name, number = self._read(NAME), self._read(ID_NUMBER)
        return Case(
            id=case_id,
            product_kind=self.script.product_kind,
            branch=place.branch,
            counter=place.counter,
            clerk_id=clerk_id,
            customer_name="某某某" if isinstance(name, Complaint) else str(name),
            customer_id_number=self._stand_in_id() if isinstance(number, Complaint) else str(number),
            facts={name: _plain(value) for name, value in facts.items()},
        )

    # ------------------------------------------------------------------ rehearsing

    def _rehearsed(self) -> _Rehearsal:
        if self._rehearsal is None:
            self._rehearsal = self._rehearse()
        return self._rehearsal

    def _rehearse(self) -> _Rehearsal:
        if self.script is None:
            return _Rehearsal(None, frozenset(), True, {}, None)
        script = self.script.model_copy(update={"requires": ()})
        needed = {name for name, fact in script.facts.items() if fact.required}
        for requirement in self.script.requires:
            needed |= self._conditions[requirement.that].names & script.facts.keys()
        facts = self._known()
        deciding = (FactKind.YES_NO, FactKind.CHOICE)
        is_decided = all(name in facts for name in needed if script.facts[name].type in deciding)
        lacks = self.identity is None or isinstance(self._read(NAME), Complaint)
        for name in [name for name in needed if name not in facts]:
            facts[name], lacks = self._stand_in(script.facts[name]), True
        while True:
            case = self._case(Place(), "0000", facts, CaseId("-"))
            try:
                return _Rehearsal(prepare(script, case, self.on, SEED), frozenset(needed), lacks, facts, None)
            except Fault as fault:
                name = str(fault.facts.get("fact"))
                if fault.code != "E-422" or name not in script.facts:
                    return _Rehearsal(None, frozenset(needed), lacks, facts, fault)
                if is_decided:  # before, nobody knows whether the steps that need it apply
                    needed.add(name)
                facts[name], lacks = self._stand_in(script.facts[name]), True

    def _stand_in(self, fact: Fact) -> Value:
        """What a fact might be."""
        match fact.type:
            case FactKind.YES_NO:
                return False
            case FactKind.CHOICE:
                return next(iter(fact.choices))
            case FactKind.DATE:
                return self.on
            case FactKind.TEXT:
                return "某某某某某某"
            case FactKind.DIGITS:
                return "000000"
            case FactKind.MONEY_YUAN:
                return Decimal(50_000)
        return Decimal(5)

    def _stand_in_id(self) -> str:
        first = f"990000{self.on.year - STAND_IN_AGE}0101001"
        return first + check_digit(first)

    def _because(self, text: str, rehearsal: _Rehearsal) -> tuple[tuple[str, str], ...]:
        assert self.script is not None
        known = known_facts(self.script)
        names = sorted(condition(self.script, text, ()).names)
        return tuple(
            (known[name].title, said(known[name], rehearsal.facts[name])) for name in names if name in rehearsal.facts
        )


def new_case_id(day: datetime.date) -> CaseId:
    """A number that no other case has, at whatever station: the day and six letters by chance; it says nothing."""
    return CaseId(f"{day:%Y%m%d}-{''.join(secrets.choice(CASE_ID_LETTERS) for _ in range(6))}")


def _plain(value: Value) -> Any:
    """The value as a case holds it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _planned(script: Script, ready: ReadyScript) -> tuple[PlannedStep, ...]:
    pools = {f"{step.id}-{question.id}": step for _, step in all_steps(script) for question in step.pool}
    planned: dict[str, PlannedStep] = {}
    for one in ready.steps:
        pool = pools.get(one.id)
        if pool is None:
            planned[one.id] = PlannedStep(one.id, one.title, one.rules, 0)
        else:
            before = planned.get(pool.id, PlannedStep(pool.id, pool.title, pool.rules, 0))
            planned[pool.id] = PlannedStep(pool.id, pool.title, pool.rules, before.questions + 1)
    return tuple(planned.values())
