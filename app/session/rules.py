"""Rules and rule packs: what must hold of a recording, where, since when, with which numbers.

`rules.yaml` is the catalogue: every rule once, with its source in short, the days it is in force, and its default
numbers. A rule pack in `rule_packs/` is one region's choice: which rules hold there besides those of the pack it
extends, since when, and with which numbers of its own. A recording is judged by the rules in force when it was made:
`RulePack.in_force` takes the day.

The station enforces rules elsewhere; here they are only known.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

from app.session.script import Day, FactName, Id, RuleId, Title
from app.session.yaml_file import Source, read_yaml, validated
from media.fault import Fault

Param = Annotated[int, Strict()] | Annotated[float, Strict()] | Annotated[bool, Strict()] | Annotated[str, Strict()]
Params = dict[FactName, Param]
Family = Annotated[str, Strict(), Field(pattern=r"^[a-z]+$")]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rule(_Written):
    """One rule of the catalogue."""

    title: Title
    source: Title
    """where it comes from, in short; article numbers only where they were read"""
    valid_from: Day
    valid_to: Day | None = None
    regions: Annotated[tuple[Id, ...], Field(min_length=1)] = ("national",)
    products: Annotated[tuple[Family, ...], Field(min_length=1)]
    params: Params = Field(default_factory=dict)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Rule":
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to")
        return self


class Change(_Written):
    """What a pack changes in a rule."""

    valid_from: Day | None = None
    valid_to: Day | None = None
    params: Params = Field(default_factory=dict)


class _Catalogue(_Written):
    rules: dict[RuleId, Rule]


class _Pack(_Written):
    id: Id
    title: Title
    version: Annotated[str, Strict(), Field(pattern=r"^[0-9]+(\.[0-9]+)*$")]
    extends: Id | None = None
    rules: dict[RuleId, Change | None]


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """A rule as it holds in one region on one day."""

    id: str
    rule: Rule
    params: Mapping[str, int | float | bool | str]


@dataclass(frozen=True, slots=True)
class RulePack:
    """One region's rules, with those of the packs it extends."""

    id: str
    title: str
    version: str
    sha256: str
    """over the files of the pack, of the packs it extends and of the catalogue, in that order"""
    _rules: Mapping[str, tuple[Rule, Change]]

    def in_force(self, on: datetime.date, family: str) -> tuple[RuleInForce, ...]:
        """The rules that hold on that day for a product family (`insurance`, `wealth`, `loan`), by id."""
        found = []
        for rule_id, (rule, change) in sorted(self._rules.items()):
            since = change.valid_from or rule.valid_from
            until = change.valid_to or rule.valid_to or datetime.date.max
            if since <= on <= until and family in rule.products:
                found.append(RuleInForce(rule_id, rule, {**rule.params, **change.params}))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The catalogue and every pack."""

    rules: Mapping[str, Rule]
    packs: Mapping[str, RulePack]
    source: Source

    def pack(self, pack_id: str) -> RulePack:
        """Fault E-429 when there is no such pack."""
        found = self.packs.get(pack_id)
        if found is None:
            raise Fault("E-429", pack=pack_id[:64], known=", ".join(sorted(self.packs)))
        return found


def load_rules(folder: Path) -> RuleBook:
    """`rules.yaml` and `rule_packs/*.yaml` of a library folder.

    Faults: those of `read_yaml` and `validated`, E-410 a pack names a rule the catalogue does not have, E-428 a pack
    sets a number the rule does not have, E-427 a pack extends one that is not there, or itself.
    """
    value, source = read_yaml(folder / "rules.yaml")
    catalogue = validated(_Catalogue, value, source).rules
    written: dict[str, tuple[_Pack, Source]] = {}
    for path in sorted((folder / "rule_packs").glob("*.yaml")):
        value, pack_source = read_yaml(path)
        pack = validated(_Pack, value, pack_source)
        if pack.id in written:
            raise Fault("E-413", file=pack_source.file, line=pack_source.line("id"), id=pack.id)
        _check_pack(pack, catalogue, pack_source)
        written[pack.id] = (pack, pack_source)
    packs = {pack_id: _resolved(pack_id, written, catalogue, source) for pack_id in written}
    return RuleBook(catalogue, packs, source)


def _check_pack(pack: _Pack, catalogue: Mapping[str, Rule], source: Source) -> None:
    for rule_id, change in pack.rules.items():
        line = source.line("rules", rule_id)
        if rule_id not in catalogue:
            raise Fault("E-410", file=source.file, line=line, rule=rule_id)
        rule = catalogue[rule_id]
        for name in change.params if change else ():
            if name not in rule.params:
                line = source.line("rules", rule_id, "params", name)
                raise Fault("E-428", file=source.file, line=line, rule=rule_id, param=name)


def _resolved(
    pack_id: str, written: Mapping[str, tuple[_Pack, Source]], catalogue: Mapping[str, Rule], source: Source
) -> RulePack:
    chain: list[tuple[_Pack, Source]] = []
    following: str | None = pack_id
    while following is not None:
        if following not in written or any(pack.id == following for pack, _ in chain):
            last, last_source = chain[-1]
            raise Fault(
                "E-427", file=last_source.file, line=last_source.line("extends"), pack=last.id, extends=following
            )
        chain.append(written[following])
        following = written[following][0].extends
    rules: dict[str, tuple[Rule, Change]] = {}
    for pack, _ in reversed(chain):
        for rule_id, change in pack.rules.items():
            before = rules[rule_id][1] if rule_id in rules else Change()
            rules[rule_id] = (catalogue[rule_id], _merged(before, change or Change()))
    pack = chain[0][0]
    return RulePack(pack.id, pack.title, pack.version, _digest([*(one for _, one in chain), source]), rules)


def _merged(before: Change, after: Change) -> Change:
    return Change(
        valid_from=after.valid_from or before.valid_from,
        valid_to=after.valid_to or before.valid_to,
        params={**before.params, **after.params},
    )


def _digest(sources: Iterable[Source]) -> str:
    return hashlib.sha256("".join(f"{source.sha256}\n" for source in sources).encode()).hexdigest()
