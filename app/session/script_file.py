"""The library of scripts: reading them, and refusing what cannot be right.

    scripts_library/
      *.yaml          one script each           rules.yaml      the catalogue of rules
      rule_packs/     one region each           cases/          example sales

A script is read whole or not at all. Beyond its shape (`app.session.script`) this checks what only the whole file can
tell: ids are there once, rules and facts exist, conditions make sense, overlays point at steps. What is allowed but
unwise is for `app.session.lint`.
"""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from app.session.condition import Condition, ConditionError, parse_condition
from app.session.rules import RuleBook, load_rules
from app.session.script import GIVEN_FACTS, ExpectFact, Fact, FactKind, Overlay, Question, Script, Step
from app.session.yaml_file import Place, read_yaml, validated
from media.fault import Fault

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_TEXTS = frozenset({"say", "text", "slower_say", "clerk_say"})
_CONDITIONS = frozenset({"when", "that"})
_FITTING = {
    "amount": {FactKind.MONEY_YUAN},
    "years": {FactKind.YEARS},
    "days": {FactKind.DAYS},
    "percent": {FactKind.PERCENT},
    "text": {FactKind.TEXT, FactKind.CHOICE},
}


@dataclass(frozen=True, slots=True)
class Use:
    """A place in a script where a fact is needed."""

    fact: str
    place: Place


@dataclass(frozen=True, slots=True)
class Library:
    """Every script of a folder, and the rules they serve."""

    scripts: tuple[Script, ...]
    rules: RuleBook

    def script(self, script_id: str, on: datetime.date | None = None) -> Script:
        """The script of that id that is valid on the day; without a day, or if none is, the newest.

        Fault E-420 when there is none of that id.
        """
        found = [script for script in self.scripts if script.id == script_id]
        if not found:
            known = ", ".join(sorted({script.id for script in self.scripts}))
            raise Fault("E-420", script=script_id[:64], known=known)
        found.sort(key=lambda script: (on is not None and script.is_valid_on(on), script.valid_from))
        return found[-1]


def load_library(folder: Path) -> Library:
    """The scripts and rules of a folder.

    Faults: those of `read_yaml` and `validated`; E-410 unknown rule, E-411 unknown fact, E-412 a condition that is
    none, E-413 an id used twice, E-414 an overlay that points at no step, E-416 two scripts of one id for one day.
    """
    rules = load_rules(folder)
    scripts = [load_script(path, rules) for path in sorted(folder.glob("*.yaml")) if path.name != "rules.yaml"]
    for index, script in enumerate(scripts):
        for other in scripts[:index]:
            if script.id == other.id and _overlap(script, other):
                line = script.source.line("valid_from")
                raise Fault("E-416", file=script.source.file, line=line, id=script.id, other=other.source.file)
    return Library(tuple(scripts), rules)


def _overlap(one: Script, other: Script) -> bool:
    last = datetime.date.max
    return one.valid_from <= (other.valid_to or last) and other.valid_from <= (one.valid_to or last)


def load_script(path: Path, rules: RuleBook) -> Script:
    """One script file; faults as `load_library`."""
    value, source = read_yaml(path)
    script = validated(Script, value, source)
    script._source = source
    if script.valid_to is not None and script.valid_to < script.valid_from:
        raise Fault(
            "E-408", file=source.file, line=source.line("valid_to"), key="valid_to", problem="before valid_from"
        )
    _check_ids(script)
    _check_rules(script, rules)
    _check_facts(script)
    _check_overlays(script)
    return script


def script_schema() -> str:
    """The JSON Schema of a script file, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Script.model_json_schema(by_alias=True),
    }
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def walk(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Everything in a script, with its place in the file."""
    yield place, value
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield from walk(getattr(value, name), (*place, info.alias or name))
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from walk(one, (*place, index))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from walk(one, (*place, key))


def texts(script: Script) -> Iterator[tuple[Place, str]]:
    """Every text that is spoken, with its place."""
    for place, value in walk(script):
        if place and place[-1] in _TEXTS and isinstance(value, str):
            yield place, value


def all_steps(script: Script) -> Iterator[tuple[Place, Step]]:
    """Every step, those of the overlays among them, with its place."""
    for place, value in walk(script):
        if isinstance(value, Step):
            yield place, value


def all_questions(script: Script) -> Iterator[tuple[Place, Question]]:
    """Every question, with its place."""
    for place, value in walk(script):
        if isinstance(value, Question):
            yield place, value


def known_facts(script: Script) -> Mapping[str, Fact]:
    """The facts a script may use: its own, and those every case has."""
    given = {name: Fact(type=kind, title=name) for name, kind in GIVEN_FACTS.items()}
    return {**given, **script.facts}


def condition(script: Script, text: str, place: Place) -> Condition:
    """A condition of the script, checked; Fault E-411 or E-412."""
    try:
        return parse_condition(text, known_facts(script))
    except ConditionError as error:
        line = script.source.line(*place)
        if error.code == "unknown_fact":
            raise Fault("E-411", file=script.source.file, line=line, fact=error.what) from error
        raise Fault("E-412", file=script.source.file, line=line, problem=error.code, part=error.what) from error


def uses(script: Script) -> tuple[Use, ...]:
    """Every place that needs a fact, in the order of the file."""
    found: list[Use] = []
    for place, value in walk(script):
        if isinstance(value, ExpectFact):
            found.append(Use(value.fact, (*place, "fact")))
        elif place and place[-1] in _TEXTS and isinstance(value, str):
            found += [Use(name, place) for name in PLACEHOLDER.findall(value)]
        elif place and place[-1] in _CONDITIONS and isinstance(value, str):
            found += [Use(name, place) for name in sorted(condition(script, value, place).names)]
    return tuple(found)


def _check_ids(script: Script) -> None:
    seen: set[str] = set()
    overlays: set[str] = set()
    for place, value in walk(script):
        if isinstance(value, Overlay):
            _note(value.id, overlays, script, place)
        if not isinstance(value, Step):
            continue
        _note(value.id, seen, script, place)
        for index, question in enumerate(value.pool):
            _note(f"{value.id}-{question.id}", seen, script, (*place, "pool", index))


def _note(one: str, seen: set[str], script: Script, place: Place) -> None:
    if one in seen:
        raise Fault("E-413", file=script.source.file, line=script.source.line(*place, "id"), id=one)
    seen.add(one)


def _check_rules(script: Script, rules: RuleBook) -> None:
    for place, value in walk(script):
        if len(place) >= 2 and place[-2] == "rules" and value not in rules.rules:
            raise Fault("E-410", file=script.source.file, line=script.source.line(*place), rule=value)


def _check_facts(script: Script) -> None:
    source = script.source
    facts = known_facts(script)
    for name in script.facts:
        if name in GIVEN_FACTS:
            raise Fault("E-413", file=source.file, line=source.line("facts", name), id=name)
    for place, text in texts(script):
        if PLACEHOLDER.sub("", text).count("{") or PLACEHOLDER.sub("", text).count("}"):
            raise Fault("E-411", file=source.file, line=source.line(*place), fact="{")
    for use in uses(script):
        if use.fact not in facts:
            raise Fault("E-411", file=source.file, line=source.line(*use.place), fact=use.fact[:40])
    for place, value in walk(script):
        if isinstance(value, ExpectFact) and facts[value.fact].type not in _FITTING[value.as_]:
            line = source.line(*place, "as")
            raise Fault("E-408", file=source.file, line=line, key=value.fact, problem=f"is no {value.as_}")


def _check_overlays(script: Script) -> None:
    steps = {step.id: step for step in script.steps}
    for index, overlay in enumerate(script.overlays):
        inserted = {step.id: step for insertion in overlay.insert for step in insertion.steps}
        for at, insertion in enumerate(overlay.insert):
            target = insertion.after or insertion.before
            if target not in steps:
                key = "after" if insertion.after else "before"
                _no_step(script, ("overlays", index, "insert", at, key), target)
        for at, replacement in enumerate(overlay.replace):
            place: Place = ("overlays", index, "replace", at)
            step = {**steps, **inserted}.get(replacement.step)
            if step is None:
                _no_step(script, (*place, "step"), replacement.step)
            elif replacement.choose is not None and replacement.choose > len(step.pool):
                line = script.source.line(*place, "choose")
                raise Fault("E-408", file=script.source.file, line=line, key="choose", problem="more than the pool")


def _no_step(script: Script, place: Place, step: str | None) -> None:
    raise Fault("E-414", file=script.source.file, line=script.source.line(*place), step=step)
