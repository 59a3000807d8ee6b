"""What is wrong with a script that can be read: for `script check`, before compliance approves it.

A finding is a fault that is not raised: a code, file and line, worded by the one table. Reading finds what cannot work;
this finds what would fail an inspection or mislead a customer: questions in a negative form, answers that the judge
would not take, promises nobody may make, too few questions to show that the customer understood, and anything of the
sale that comes before the customer has agreed to be recorded.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from app.model import Verdict
from app.session.answers import Heard, forbidden_words, judge
from app.session.filling import said
from app.session.lexicon import NOISE, UNSPECIFIC
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
    OnFinalFailure,
    Overlay,
    Question,
    QuestionKind,
    ReadyQuestion,
    Script,
    Step,
    Unit,
    Words,
)
from app.session.script_file import PLACEHOLDER, Library, all_questions, all_steps, known_facts, texts, uses
from app.session.yaml_file import Place
from media.fault import Fault

UNDERSTANDING_QUESTIONS = 2
UNDERSTANDING_QUESTIONS_BY_AGE = 3
LONGEST_SENTENCE = 60
"""characters between two full stops"""
LONGEST_STEP_S = 45.0
"""spoken in one go"""
BEFORE_CONSENT = (FactKind.TEXT, FactKind.DIGITS)
"""names and hotlines: the only facts that may be told before the customer has agreed to be recorded"""

_A_NOT_A = re.compile(r"(.)[不没]\1|有没有|是否")
_NEGATIVE = re.compile(r"(不|没有|没|别|未)[^，。？；]*(吗|么|吧)")
_LEADING = re.compile(r"是不是(不|没)|(对吧|是吧|对不对|是不是)？")
_DENIES = re.compile(r"[不没别未非无]")
_SAMPLES: dict[FactKind, tuple[Decimal, Unit]] = {
    FactKind.MONEY_YUAN: (Decimal(50_000), Unit.YUAN),
    FactKind.YEARS: (Decimal(5), Unit.YEARS),
    FactKind.DAYS: (Decimal(15), Unit.DAYS),
    FactKind.PERCENT: (Decimal(3), Unit.PERCENT),
}


def check(library: Library) -> tuple[Fault, ...]:
    """Every finding in every script of the library, by file and line."""
    found = [fault for script in library.scripts for fault in check_script(script, library)]
    return tuple(sorted(found, key=lambda fault: (str(fault.facts["file"]), int(str(fault.facts["line"])))))


def check_script(script: Script, library: Library) -> Iterator[Fault]:
    """E-430 to E-439, E-288 and E-289, for one script."""
    yield from _questions(script)
    yield from _phrases(script)
    yield from _facts(script)
    yield from _texts(script)
    yield from _understanding(script)
    yield from _order(script)
    yield from _consent(script)
    yield from _rules(script, library)


def _finding(code: str, script: Script, place: Place, **facts: object) -> Fault:
    return Fault(code, file=script.source.file, line=script.source.line(*place), **facts)


def _questions(script: Script) -> Iterator[Fault]:
    for place, question in all_questions(script):
        if _LEADING.search(question.text) or _NEGATIVE.search(_A_NOT_A.sub("", question.text)):
            yield _finding("E-430", script, (*place, "text"), text=question.text)


def _phrases(script: Script) -> Iterator[Fault]:
    common = {QuestionKind.CONSENT: script.answers.consent, QuestionKind.KNOWLEDGE: script.answers.knowledge}
    for place, question in all_questions(script):
        accept = (*question.accept, *common.get(question.kind, ()))
        ready = ReadyQuestion(question.kind, "", accept, question.refuse, tuple(_expected(script, question)), 10.0)
        for says, verdict, key in _answers(ready, question):
            judgement = judge(ready, Heard(says))
            if judgement.verdict is not verdict:
                found = str(judgement.verdict)
                facts = {"phrase": says, "expected": str(verdict), "found": found, "reason": judgement.reason}
                yield _finding("E-431", script, (*place, key), **facts)
        for index, phrase in enumerate(question.accept):
            if _is_empty_yes(phrase, question.kind):
                yield _finding("E-437", script, (*place, "accept", index), phrase=phrase)
        yield from _hidden(script, place, accept, question.refuse)


def _is_empty_yes(phrase: str, kind: QuestionKind) -> bool:
    if not phrase.strip("".join(NOISE)):
        return True
    if kind is QuestionKind.KNOWLEDGE:
        return phrase in UNSPECIFIC
    return kind is QuestionKind.FACT and phrase in ("好", "好的")


def _hidden(script: Script, place: Place, accept: tuple[str, ...], refuse: tuple[str, ...]) -> Iterator[Fault]:
    """An accepted phrase inside a refused one, or the other way, with no 不 or 没 before it to tell them apart."""
    for index, no in enumerate(refuse):
        for yes in accept:
            inner, outer = (yes, no) if len(yes) <= len(no) else (no, yes)
            at = outer.find(inner)
            if at >= 0 and not _DENIES.search(outer[:at]):
                yield _finding("E-438", script, (*place, "refuse", index), phrase=inner, inside=outer)


def _expected(script: Script, question: Question) -> Iterator[Expected]:
    for one in question.expect:
        yield _sample(one, known_facts(script))


def _sample(one: Expectation, facts: Mapping[str, Fact]) -> Expected:
    if isinstance(one, ExpectAny):
        return Words(one.any)
    if isinstance(one, ExpectFact):
        kind = facts[one.fact].type
        if kind in _SAMPLES:
            value, unit = _SAMPLES[kind]
            return Number(one.fact, value, unit)
        return Words(("甲乙丙丁", *one.also), one.fact)
    return NoneOf(one.none)


def _answers(ready: ReadyQuestion, question: Question) -> Iterator[tuple[str, Verdict, str]]:
    """What must be judged how: every accepted, refused, expected and wrong phrase."""
    if question.kind is not QuestionKind.UNDERSTANDING:
        for phrase in ready.accept:
            yield phrase, Verdict.ACCEPTED, "accept"
        for phrase in ready.refuse:
            yield phrase, Verdict.REFUSED, "refuse"
        return
    right = [one for one in ready.expect if not isinstance(one, NoneOf)]
    for index, one in enumerate(right):
        others = "，".join(_first(other) for at, other in enumerate(right) if at != index)
        for word in one.any if isinstance(one, Words) else (_first(one),):
            yield f"{word}，{others}", Verdict.ACCEPTED, "expect"
    for wrong in ready.expect:
        if isinstance(wrong, NoneOf):
            for word in wrong.words:
                yield word, Verdict.WRONG, "expect"


def _first(one: Words | Number) -> str:
    if isinstance(one, Words):
        return one.any[0]
    kind = next(kind for kind, (_, unit) in _SAMPLES.items() if unit is one.unit)
    return said(Fact(type=kind, title=one.fact), one.value)


def _facts(script: Script) -> Iterator[Fault]:
    used = {use.fact for use in uses(script)}
    for name in script.facts:
        if name not in used:
            yield _finding("E-432", script, ("facts", name), fact=name)


def _texts(script: Script) -> Iterator[Fault]:
    for place, text in texts(script):
        for word in forbidden_words(text):
            yield _finding("E-433", script, place, word=word)
        plain = PLACEHOLDER.sub("某某某某某", text)
        longest = max(len(sentence) for sentence in re.split(r"[。？！]", plain))
        if longest > LONGEST_SENTENCE:
            yield _finding("E-436", script, place, what="sentence", length=longest, allowed=LONGEST_SENTENCE)
        pace = _pace(script, place)
        seconds = sum(one.isalnum() for one in plain) / pace
        if seconds > LONGEST_STEP_S:
            yield _finding("E-436", script, place, what="seconds", length=round(seconds), allowed=LONGEST_STEP_S)


def _pace(script: Script, place: Place) -> float:
    overlays = [script.overlays[int(place[1])]] if place[0] == "overlays" else list(script.overlays)
    return min([script.chars_per_second, *(one.chars_per_second or script.chars_per_second for one in overlays)])


def _understanding(script: Script) -> Iterator[Fault]:
    drawn = sum(step.choose or 0 for step in script.steps if _is_understanding(step))
    if drawn < UNDERSTANDING_QUESTIONS:
        yield _finding("E-434", script, ("steps",), found=drawn, needed=UNDERSTANDING_QUESTIONS)
    for index, overlay in enumerate(script.overlays):
        if not re.search(r"\bage\b", overlay.when):
            continue
        asked = sum(_chosen(step, overlay) for step in script.steps if _is_understanding(step))
        if asked < UNDERSTANDING_QUESTIONS_BY_AGE:
            place: Place = ("overlays", index)
            yield _finding("E-434", script, place, found=asked, needed=UNDERSTANDING_QUESTIONS_BY_AGE)


def _is_understanding(step: Step) -> bool:
    return bool(step.pool) and all(one.ask.kind is QuestionKind.UNDERSTANDING for one in step.pool)


def _chosen(step: Step, overlay: Overlay) -> int:
    choose = [one.choose for one in overlay.replace if one.step == step.id and one.choose]
    return choose[-1] if choose else step.choose or 0


def _order(script: Script) -> Iterator[Fault]:
    """Consent first of all, then the notice of rights, whatever the overlays put in."""
    asked = [(index, step) for index, step in enumerate(script.steps) if step.ask or step.pool]
    for at, rule in enumerate(("R-A06", "R-A07")):
        index, step = asked[at] if at < len(asked) else (0, script.steps[0])
        is_fit = at > 0 or (index == 0 and step.ask is not None and step.ask.kind is QuestionKind.CONSENT)
        if rule not in step.rules or step.when is not None or not is_fit:
            yield _finding("E-435", script, ("steps", index), rule=rule, step=step.id)
    if len(asked) < 2:
        return
    first, second = asked[0][1].id, asked[1][1].id
    for number, overlay in enumerate(script.overlays):
        for at, insertion in enumerate(overlay.insert):
            if insertion.before in (first, second) or insertion.after == first:
                place: Place = ("overlays", number, "insert", at)
                yield _finding("E-435", script, place, rule="R-A07", step=insertion.steps[0].id)


def _consent(script: Script) -> Iterator[Fault]:
    """R-A06: a no to the recording ends the take, and nothing of the sale is said or shown before the yes."""
    consent = script.steps[0]
    if consent.ask is None or consent.ask.kind is not QuestionKind.CONSENT:
        return  # said by `_order`
    if consent.on_final_failure is not OnFinalFailure.END_REFUSED:
        yield _finding("E-288", script, ("steps", 0), step=consent.id)
    for paper in consent.show[:1]:
        yield _finding("E-289", script, ("steps", 0, "show"), step=consent.id, what=paper.title)
    begins: list[Place] = [("steps", 0)]
    for number, overlay in enumerate(script.overlays):
        for at, one in enumerate(overlay.replace):
            if one.step == consent.id:
                place: Place = ("overlays", number, "replace", at)
                begins.append(place)
                if one.ask is not None and one.ask.kind is not QuestionKind.CONSENT:
                    yield _finding("E-435", script, place, rule="R-A06", step=consent.id)
    facts = known_facts(script)
    for use in uses(script):
        is_before = any(use.place[: len(begin)] == begin for begin in begins)
        if is_before and use.fact not in GIVEN_FACTS and facts[use.fact].type not in BEFORE_CONSENT:
            yield _finding("E-289", script, use.place, step=consent.id, what=facts[use.fact].title)


def _rules(script: Script, library: Library) -> Iterator[Fault]:
    """Rules of a step that are not in force when the script begins, or are for other products."""
    for place, step in all_steps(script):
        for index, rule_id in enumerate(step.rules):
            rule = library.rules.rules[rule_id]
            ends_before = rule.valid_to is not None and rule.valid_to < script.valid_from
            if rule.valid_from > script.valid_from or ends_before or script.product_family not in rule.products:
                yield _finding("E-439", script, (*place, "rules", index), rule=rule_id)
