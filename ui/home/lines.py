"""The lines of the home page's list: finding among them and counting them, quickly for ten thousand.

Plain Python and no widget. A line is found by its number, the customer's real name, the product and the clerk; what is
shown of the name is masked. A facet's counts are those of the lines that the other facets and the text leave.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.model import CaseRow, ReviewKind, TakeState

NO_TAKE, OPEN, SEALED = "no_take", "open", "sealed"
"""keys beside those of `Outcome` and `ReviewKind`: no take yet; not closed (a crash); sealed and not yet submitted"""


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list."""

    row: CaseRow
    outcome: str
    """`Outcome`, or NO_TAKE, OPEN"""
    review: str
    """`ReviewKind`, SEALED, or nothing where there is no sealed take"""
    haystack: str = field(repr=False)

    @property
    def began_wall_ns(self) -> int:
        return self.row.started_wall_ns or self.row.opened_wall_ns


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; an empty field lets everything through."""

    text: str = ""
    outcome: str = ""
    review: str = ""
    product: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Sought()


def line(row: CaseRow, product_title: str) -> Line:
    """The row as it is listed."""
    if row.take_id is None:
        outcome, review = NO_TAKE, ""
    elif row.state is TakeState.OPEN:
        outcome, review = OPEN, ""
    else:
        outcome = str(row.outcome or "")
        unsubmitted = "" if row.state is TakeState.ERASED else SEALED
        review = row.review_status.value if row.review_status else unsubmitted
    haystack = f"{row.case_id}\n{row.customer_name}\n{product_title}\n{row.clerk_id}".casefold()
    return Line(row, outcome, review, haystack)


def lines(rows: Iterable[CaseRow], title: Callable[[str], str]) -> tuple[Line, ...]:
    """Every row as it is listed; `title` names a product kind."""
    titles: dict[str, str] = {}
    made = []
    for row in rows:
        if row.product_kind not in titles:
            titles[row.product_kind] = title(row.product_kind)
        made.append(line(row, titles[row.product_kind]))
    return tuple(made)


def find(among: Sequence[Line], sought: Sought) -> Sequence[Line]:
    """Those that hold every word of the text and have the keys that are asked for."""
    found = among
    for word in sought.text.casefold().split():
        found = [one for one in found if word in one.haystack]
    if sought.outcome:
        found = [one for one in found if one.outcome == sought.outcome]
    if sought.review:
        found = [one for one in found if one.review == sought.review]
    if sought.product:
        found = [one for one in found if one.row.product_kind == sought.product]
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """Key → lines, for each facet."""

    outcome: Counter[str]
    review: Counter[str]
    product: Counter[str]


def count(among: Sequence[Line], sought: Sought) -> Counts:
    """How many lines each choice of a facet would leave."""
    without_outcome = find(among, replace(sought, outcome=""))
    without_review = find(among, replace(sought, review=""))
    without_product = find(among, replace(sought, product=""))
    return Counts(
        Counter([one.outcome for one in without_outcome]),
        Counter([one.review for one in without_review if one.review]),
        Counter([one.row.product_kind for one in without_product]),
    )


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the cards show."""

    today: int
    today_passed: int
    waiting: int
    """for the server, of whatever day"""
    interrupted: int
    unsubmitted: int
    returned: int


def numbers(among: Sequence[Line], midnight_wall_ns: int) -> Numbers:
    """`midnight_wall_ns`: when today began."""
    today = [one for one in among if one.began_wall_ns >= midnight_wall_ns and one.row.take_id is not None]
    outcomes = Counter([one.outcome for one in among])
    reviews = Counter([one.review for one in among])
    return Numbers(
        today=len(today),
        today_passed=sum(one.outcome == "completed" for one in today),
        waiting=sum(one.row.is_in_outbox for one in among),
        interrupted=outcomes[OPEN],
        unsubmitted=reviews[SEALED],
        returned=reviews[ReviewKind.RETURNED.value],
    )
