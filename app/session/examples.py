"""Example sales of the script library: for practice and demo, with what their made-up customers answer."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.model import Case
from app.session.case import read_case
from app.session.draft import Draft


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up sale; nobody in it exists."""

    name: str
    case: Case = field(repr=False)
    answers: Path
    """what the customer says: step → one text a try"""


def examples(library: Path, on: datetime.date) -> tuple[Example, ...]:
    """Every example sale that has its answers beside it, by name; faults as `read_case`."""
    files = [file for file in (library / "cases").glob("*.yaml") if not file.name.endswith(".answers.yaml")]
    return tuple(
        Example(file.stem, read_case(file, on), answers)
        for file in sorted(files, key=lambda file: file.stem)
        if (answers := file.with_name(f"{file.stem}.answers.yaml")).exists()
    )


def closest(among: Iterable[Example], draft: Draft) -> Example | None:
    """The example of the same product whose customer is asked the most like this draft's; none of another product."""
    if draft.script is None:
        return None
    on = [state.is_on for state in draft.overlays()]
    best: Example | None = None
    for example in among:
        if example.case.product_kind != draft.script.product_kind:
            continue
        other = Draft(draft.on)
        other.choose(draft.script)
        other.fill(example.case)
        is_same = [state.is_on for state in other.overlays()] == on
        if is_same or best is None:
            best = example
        if is_same:
            break
    return best
