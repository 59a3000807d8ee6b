"""What it takes to show a take, done away from the window: rows read, findings made, the sealed file opened, names.

The replay is written into the audit log by the station before the file is opened.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.counter import LIBRARY
from app.faults import Fault
from app.inspection.findings import Finding, inspect_take
from app.model import TakeId, TakeState
from app.review import ReplayView, TakeReview
from app.rights import Right
from app.session.script_file import all_steps, load_library
from app.station import Station
from ui.replay.lanes import Timelines, timelines

AllTitles = Mapping[str, Mapping[str, str]]
"""script id → step id → the step's name"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A take as it is shown; whoever gets it closes the view."""

    take_id: TakeId
    review: TakeReview
    take: Timelines
    findings: tuple[Finding, ...]
    view: ReplayView = field(repr=False)


def look_at(station: Station, take_id: TakeId) -> TakeReview:
    """Everything about a take that may be replayed; E-222 by who may not, E-291 one's own, E-344 not sealed yet, E-345
    erased."""
    station.require(Right.REPLAY)
    review = station.review_of(take_id)
    if is_own(station, review):
        raise Fault("E-291", take=take_id)
    if review.take.state is TakeState.OPEN:
        raise Fault("E-344", take=take_id)
    if review.take.state is TakeState.ERASED:
        raise Fault("E-345", take=take_id)
    return review


def is_own(station: Station, review: TakeReview) -> bool:
    """Recorded by the person who looks: somebody else replays it. The station refuses it, too; in practice it is
    one's own takes that are looked at."""
    return review.case.clerk_id == station.person.account and not station.is_practice


def open_take(station: Station, take_id: TakeId, reason: str) -> Opened:
    """Open a take for a reason; whether it is still what was sealed is asked separately (`Station.verification`)."""
    review = look_at(station, take_id)
    view = station.replay_view(take_id, reason)
    try:
        findings = inspect_take(
            review.steps, review.answers, review.marks, review.transcript, review.take.duration_ns
        )  # fmt: skip
        return Opened(take_id, review, lanes_of(review), findings, view)
    except BaseException:
        view.close()
        raise


def lanes_of(review: TakeReview) -> Timelines:
    return timelines(
        review.take.duration_ns, review.steps, review.marks, review.answers, review.transcript, review.reviews
    )


def all_titles() -> AllTitles:
    """The steps' names in the scripts that are installed; of several versions of a script, the one in force."""
    library = load_library(LIBRARY)
    titles: dict[str, dict[str, str]] = {}
    for script in sorted(library.scripts, key=lambda script: script.is_valid_on(datetime.date.today())):
        titles.setdefault(script.id, {}).update({step.id: step.title for _, step in all_steps(script)})
    return titles
