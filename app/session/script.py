"""话术: what a take must say, show and ask. Two shapes of the same thing.

`Script`, `Step`, `Question`, `Overlay` are the file as compliance approved it: placeholders, conditions, alternatives
for old customers. `ReadyScript`, `ReadyStep`, `ReadyQuestion` are that script for one sale: frozen, every text filled,
every expected answer a value, every step that does not apply gone (and listed with its reason). The guide sees only
the ready ones; `app.session.filling.prepare` makes them.

    YAML ──script_file──► Script ──filling.prepare(case, day, seed)──► ReadyScript ──► guide

One ready step is one prompt and at most one question. A step with a `pool` (understanding questions drawn by the
take's seed) has become as many ready steps as were drawn, named `<step>-<question>`.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, PrivateAttr, Strict, Tag, model_validator

from app.session.yaml_file import Source


class Speaker(StrEnum):
    STATION = "station"
    """spoken by the station's voice"""
    CLERK = "clerk"
    """read aloud by the clerk from the screen"""


class Person(StrEnum):
    CUSTOMER = "customer"
    CLERK = "clerk"
    INSURED = "insured"
    COMPANION = "companion"


class QuestionKind(StrEnum):
    CONSENT = "consent"
    """同意吗: 同意、愿意、可以、好的"""
    KNOWLEDGE = "knowledge"
    """清楚吗: 清楚、明白、知道、了解; 好的 alone is not enough"""
    FACT = "fact"
    """是不是本人: its own words"""
    UNDERSTANDING = "understanding"
    """own words, compared with the contract"""


class OnFinalFailure(StrEnum):
    """What follows when a step failed for the last time."""

    END_REFUSED = "end_refused"
    END_NOT_UNDERSTOOD = "end_not_understood"
    CONTINUE = "continue"
    """the take goes on, the step stays not accepted"""


class FactKind(StrEnum):
    TEXT = "text"
    MONEY_YUAN = "money_yuan"
    YEARS = "years"
    DAYS = "days"
    PERCENT = "percent"
    DATE = "date"
    CHOICE = "choice"
    LEVEL = "level"
    """a grade from 1 to 9, as a risk level"""
    YES_NO = "yes_no"
    DIGITS = "digits"
    """a number that is read digit by digit: a clerk's number, a hotline"""


class Unit(StrEnum):
    YUAN = "yuan"
    YEARS = "years"
    DAYS = "days"
    PERCENT = "percent"


# ── ready for one sale ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Words:
    """One of these must be said, and not denied (保险; 会亏). `fact` names the contract's fact they come from."""

    any: tuple[str, ...]
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """This number must be said, exactly (五万, 5万 and 50000 are the same)."""

    fact: str
    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class NoneOf:
    """None of these may be said, unless denied (不是存款 is right)."""

    words: tuple[str, ...]


Expected = Words | Number | NoneOf


@dataclass(frozen=True, slots=True)
class ReadyQuestion:
    """One question with everything its judge needs."""

    kind: QuestionKind
    text: str
    accept: tuple[str, ...]
    """phrases that are a yes; for understanding questions empty"""
    refuse: tuple[str, ...]
    expect: tuple[Expected, ...]
    listen_s: float
    tolerates_unknown: int = 0
    """how many stretches of speech that were not understood may stand beside a right answer"""
    contract_numbers: tuple[Number, ...] = ()
    """other numbers of the contract, that may be said beside the expected ones"""


@dataclass(frozen=True, slots=True)
class ReadyPaper:
    """A paper to hold to the camera for `seconds`."""

    id: str
    title: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ReadyStep:
    """环节: one prompt, at most one question."""

    id: str
    title: str
    rules: tuple[str, ...]
    speaker: Speaker
    say: str
    show: tuple[ReadyPaper, ...]
    persons: tuple[Person, ...]
    ask: ReadyQuestion | None
    slower_say: str
    """the first remedy: said by the station, more slowly"""
    clerk_say: str
    """the second remedy: explained by the clerk"""
    on_final_failure: OnFinalFailure
    chars_per_second: float
    expected_s: float


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that does not apply to this sale, and the condition that was false."""

    step: str
    title: str
    rules: tuple[str, ...]
    condition: str


@dataclass(frozen=True, slots=True)
class ReadyScript:
    """A script for one sale: nothing left to decide but what the customer says."""

    id: str
    title: str
    version: str
    language: str
    sha256: str
    """of the script's file"""
    seed: int
    steps: tuple[ReadyStep, ...]
    skipped: tuple[Skipped, ...]
    overlays: tuple[str, ...]
    """ids of the overlays that were switched on"""
    chars_per_second: float
    expected_s: float

    def step(self, step_id: str) -> ReadyStep:
        """The step of that id; KeyError when there is none."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


# ── as written ──────────────────────────────────────────────────────────────────────────────────────────────────────

Id = Annotated[str, Strict(), Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
"""lower case, digits and hyphens: it names files too"""
FactName = Annotated[str, Strict(), Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
RuleId = Annotated[str, Strict(), Field(pattern=r"^R-[A-E][0-9]{2}$")]
Title = Annotated[str, Strict(), Field(min_length=1, max_length=80)]
Text = Annotated[str, Strict(), Field(min_length=1, max_length=1000)]
Phrase = Annotated[str, Strict(), Field(min_length=1, max_length=24)]
Condition = Annotated[str, Strict(), Field(min_length=1, max_length=200)]
"""an expression over the facts, as `age >= 60 and premium_mode == "regular"`"""
Seconds = Annotated[float, Strict(), Field(gt=0, le=120)]
Pace = Annotated[float, Strict(), Field(ge=2, le=6)]
Count = Annotated[int, Strict(), Field(ge=1, le=20)]
Day = Annotated[datetime.date, Strict()]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(_Written):
    """A value of the contract that the script needs."""

    type: FactKind
    title: Title
    required: Annotated[bool, Strict()] = True
    choices: dict[FactName, Title] = Field(default_factory=dict)
    """for a choice: each value and how it is said"""

    @model_validator(mode="after")
    def _choices_belong_to_a_choice(self) -> "Fact":
        if (self.type is FactKind.CHOICE) != bool(self.choices):
            raise ValueError("choices")
        return self


class Requirement(_Written):
    """Something that must hold of the sale before this script may be used."""

    that: Condition
    title: Title
    rules: tuple[RuleId, ...] = ()


class ExpectAny(_Written):
    any: Annotated[tuple[Phrase, ...], Field(min_length=1)]


class ExpectFact(_Written):
    fact: FactName
    as_: Annotated[Literal["amount", "years", "days", "percent", "text"], Field(alias="as")]
    also: tuple[Phrase, ...] = ()
    """other names of the same thing, for a text"""


class ExpectNone(_Written):
    none: Annotated[tuple[Phrase, ...], Field(min_length=1)]


def _expectation(value: object) -> str | None:
    if not isinstance(value, Mapping):
        return None
    return next((key for key in ("any", "fact", "none") if key in value), None)


Expectation = Annotated[
    Annotated[ExpectAny, Tag("any")] | Annotated[ExpectFact, Tag("fact")] | Annotated[ExpectNone, Tag("none")],
    Discriminator(_expectation),
]


class Question(_Written):
    """What is asked, and what counts as an answer."""

    kind: QuestionKind
    text: Text
    accept: tuple[Phrase, ...] = ()
    refuse: tuple[Phrase, ...] = ()
    expect: tuple[Expectation, ...] = ()
    listen_s: Seconds | None = None
    tolerates_unknown: Annotated[int, Strict(), Field(ge=0, le=3)] = 0

    @model_validator(mode="after")
    def _answers_fit_the_kind(self) -> "Question":
        understanding = self.kind is QuestionKind.UNDERSTANDING
        positive = any(not isinstance(one, ExpectNone) for one in self.expect)
        if understanding and (not positive or self.accept):
            raise ValueError("expect")
        if not understanding and (self.expect or (self.kind is QuestionKind.FACT and not self.accept)):
            raise ValueError("accept")
        return self


class Remedy(_Written):
    """Other words for a step that is asked again; without them the step's own are used."""

    slower_say: Text | None = None
    clerk_say: Text | None = None


class Paper(_Written):
    """A paper or certificate to hold to the camera."""

    id: Id
    title: Title
    seconds: Seconds = 2.0


class PoolQuestion(_Written):
    """One question of a pool, from which the take's seed draws."""

    id: Id
    title: Title
    say: Text | None = None
    ask: Question
    remedy: Remedy = Remedy()
    when: Condition | None = None


class Step(_Written):
    id: Id
    title: Title
    rules: tuple[RuleId, ...] = ()
    speaker: Speaker = Speaker.STATION
    say: Text
    show: tuple[Paper, ...] = ()
    persons: Annotated[tuple[Person, ...], Field(min_length=1)] = (Person.CUSTOMER, Person.CLERK)
    ask: Question | None = None
    pool: tuple[PoolQuestion, ...] = ()
    choose: Count | None = None
    """how many questions of the pool are drawn"""
    when: Condition | None = None
    remedy: Remedy = Remedy()
    on_final_failure: OnFinalFailure = OnFinalFailure.CONTINUE

    @model_validator(mode="after")
    def _asks_once(self) -> "Step":
        if self.pool and self.ask:
            raise ValueError("pool")
        if bool(self.pool) != (self.choose is not None) or (self.choose or 0) > len(self.pool):
            raise ValueError("choose")
        return self


class Insertion(_Written):
    """Steps that an overlay puts in, after or before a step of the script."""

    after: Id | None = None
    before: Id | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _one_place(self) -> "Insertion":
        if (self.after is None) == (self.before is None):
            raise ValueError("after")
        return self


class Replacement(_Written):
    """What an overlay says or asks instead, in one step."""

    step: Id
    say: Text | None = None
    ask: Question | None = None
    remedy: Remedy | None = None
    choose: Count | None = None
    persons: tuple[Person, ...] | None = None


class Overlay(_Written):
    """Changes for some customers: slower, longer listening, more steps, other words."""

    id: Id
    title: Title
    when: Condition
    chars_per_second: Pace | None = None
    listen_s: Seconds | None = None
    insert: tuple[Insertion, ...] = ()
    replace: tuple[Replacement, ...] = ()


class CommonAnswers(_Written):
    """Phrases that every question of a kind accepts, besides its own; approved with the script."""

    consent: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    knowledge: Annotated[tuple[Phrase, ...], Field(min_length=1)]


class Script(_Written):
    """One script file: for one kind of product, in one language, in one version, for a span of days."""

    id: Id
    title: Title
    version: Annotated[str, Strict(), Field(pattern=r"^[0-9]+(\.[0-9]+)*$")]
    language: Annotated[str, Strict(), Field(pattern=r"^[a-z]{2}-[A-Z]{2}$")]
    product_kind: Annotated[str, Strict(), Field(pattern=r"^[a-z]+\.[a-z0-9_]+$")]
    """family and kind, as `insurance.life_over_1y`"""
    valid_from: Day
    valid_to: Day | None = None
    """the last day; without it, until another version takes over"""
    chars_per_second: Pace = 4.5
    listen_s: Seconds = 10.0
    answers: CommonAnswers
    facts: dict[FactName, Fact]
    requires: tuple[Requirement, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    overlays: tuple[Overlay, ...] = ()

    _source: Source = PrivateAttr(default_factory=lambda: Source("", "", {}))

    @property
    def source(self) -> Source:
        """Which file this was read from, and on which line each of its values stands."""
        return self._source

    def is_valid_on(self, day: datetime.date) -> bool:
        return self.valid_from <= day <= (self.valid_to or datetime.date.max)

    @property
    def product_family(self) -> str:
        return self.product_kind.split(".")[0]


GIVEN_FACTS: Mapping[str, FactKind] = {
    "age": FactKind.YEARS,
    "today": FactKind.DATE,
    "customer_name": FactKind.TEXT,
    "branch": FactKind.TEXT,
    "counter": FactKind.TEXT,
    "clerk_id": FactKind.DIGITS,
}
"""facts that every case has without listing them"""
