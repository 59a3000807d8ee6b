"""What the review page shows of one take, read from the station in one go, away from the window's thread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.counter import LIBRARY, Prepared, prepare_case
from app.faults import Fault
from app.inspection.findings import Finding, inspect_take
from app.model import Mark, TakeId, TakeState, Verdict
from app.review import TakeReview
from app.session.live_take import LiveTake
from app.session.script_file import all_steps, load_library
from app.station import Station
from media.clock import NS

LEAST_NOTE = 6
"""characters of a note that says something"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One take, as it was when it was asked for."""

    review: TakeReview
    findings: tuple[Finding, ...]
    titles: Mapping[str, str]
    """step → its title in the script"""
    is_waiting: bool
    """for the server"""

    @property
    def take_id(self) -> TakeId:
        return self.review.take.id

    @property
    def is_refused(self) -> bool:
        """The customer did not agree to be recorded: destroyed without ever having been sealed."""
        return self.review.take.state is TakeState.ERASED and self.review.seal is None

    @property
    def accepted(self) -> int:
        return sum(step.verdict is Verdict.ACCEPTED for step in self.review.steps)

    def title(self, step: str) -> str:
        return self.titles.get(step, step)

    def mark(self, kind: str) -> Mark | None:
        """The last one of that kind."""
        return next((mark for mark in reversed(self.review.marks) if mark.kind == kind), None)


def read_take(station: Station, take_id: TakeId, live: LiveTake | None) -> Reading:
    """Everything about a take; its titles from the script that was just recorded, else from the library."""
    review = station.review_of(take_id)
    take = review.take
    findings = inspect_take(review.steps, review.answers, review.marks, review.transcript, take.duration_ns)
    if live is not None and live.take_id == take_id:
        titles: Mapping[str, str] = {step.id: step.title for step in live.script.steps}
    else:
        titles = step_titles(take.script_id, take.started_wall_ns)
    return Reading(review, findings, titles, take_id in station.vault.outbox())


def step_titles(script_id: str, wall_ns: int) -> Mapping[str, str]:
    """Step → title, as the library has them for that script on that day; empty where it has none of that id."""
    try:
        script = load_library(LIBRARY).script(script_id, datetime.fromtimestamp(wall_ns / NS).date())
    except Fault:
        return {}
    titles: dict[str, str] = {}
    for _, step in all_steps(script):
        titles[step.id] = step.title
        titles |= {f"{step.id}-{question.id}": question.title for question in step.pool}
    return titles


def again(reading: Reading) -> Callable[[], Prepared]:
    """What makes another take of the same case ready."""
    review = reading.review
    return lambda: prepare_case(review.case, review.take.script_id)
