"""保存期限: how long the takes of a case are kept, and what that means for the disk.

    read_standing ─► keep_until ─► forecast
                          └──────► destruction (`app.destruction`)

R-D09: all that applies is weighed and the latest day counts, from the *end* of the contract: insurance for more than a
year ten years, up to a year five (54号); what a bank sells in its outlet half a year (110号); a dispute two years from
its end; a case that came to no sale, a year from its last take (house default). The numbers are parameters of the rule.
Nobody knows the end of a contract that has not ended: a case is kept until somebody writes it down, unless its facts
tell the day. A hold keeps everything. Decides nothing about what is done with the answer.
"""

import calendar
import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.evidence.destruction import media_of
from app.model import Case, CaseId, Outcome, ReviewKind, Take, TakeId, TakeState
from app.session.rules import RuleInForce, RulePack
from app.settings import DataFolder
from app.vault.retention import RetentionKind, RetentionRow, holds, local_day
from app.vault.reviews import STATUS_KINDS
from app.vault.vault import Vault

KEEP_RULE = "R-D09"
AVERAGED_DAYS = 90
_MOST_MONTHS = 600

REASONS: Mapping[str, tuple[str, str]] = {
    "insurance_long": (
        "保险期间超过一年，合同终止后 {number} 年",
        "insurance for over a year, {number} years from its end",
    ),
    "insurance_short": (
        "保险期间不超过一年，合同终止后 {number} 年",
        "insurance up to a year, {number} years from its end",
    ),
    "sold_by_bank": ("网点销售的产品，终止后 {number} 个月", "sold in an outlet, {number} months from its end"),
    "longest": ("其他产品从长，终止后 {number} 年", "any other product, {number} years from its end"),
    "dispute": ("争议了结后 {number} 年", "a dispute, {number} years from its end"),
    "no_sale": ("没有成交，最后一次录制后 {number} 个月", "no sale, {number} months from the last take"),
    "held": ("有争议，已冻结", "held because of a dispute"),
    "end_unknown": ("合同终止日没有登记", "the day the contract ended is not written down"),
    "take_open": ("有录像没有收尾", "a take is still open"),
    "no_take": ("没有录像", "there is no take"),
    "no_rule": ("规则包里没有保存期限", "the rule pack says nothing of keeping"),
}
"""code → what it says, in Chinese and in English"""


# ---------------------------------------------------------------------- how long


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that keeps a case; `day` is the last day on which it does, none when that cannot be told."""

    code: str
    day: datetime.date | None = None
    counted_from: datetime.date | None = None
    number: int = 0
    """of years or months, as `code` says"""

    def text(self, language: str = "zh") -> str:
        chinese, english = REASONS[self.code]
        return (chinese if language == "zh" else english).format(number=self.number)


@dataclass(frozen=True, slots=True)
class KeepUntil:
    """The last day on which the takes of a case must be there, and all that was weighed; without a day: for ever."""

    day: datetime.date | None
    reasons: tuple[Reason, ...]

    @property
    def is_held(self) -> bool:
        return any(reason.code == "held" for reason in self.reasons)

    @property
    def unknown(self) -> Reason | None:
        """Why there is no day."""
        return next((reason for reason in self.reasons if reason.day is None), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that decides how long a case is kept."""

    case: Case
    takes: tuple[Take, ...]
    statuses: Mapping[TakeId, ReviewKind | None]
    """where the review of each take stands"""
    rows: tuple[RetentionRow, ...]

    @property
    def family(self) -> str:
        return self.case.product_kind.split(".")[0]

    @property
    def here(self) -> tuple[Take, ...]:
        """The takes that are closed and not erased."""
        return tuple(take for take in self.takes if take.state not in (TakeState.OPEN, TakeState.ERASED))

    @property
    def is_sold(self) -> bool:
        """True when there is, or may be, a contract: a take that passed or was handed in, and was not voided."""
        if any(row.kind is RetentionKind.CONTRACT_ENDED for row in self.rows):
            return True
        return any(_has_passed(take, self.statuses.get(take.id)) for take in self.takes)


def read_standing(vault: Vault, case_id: CaseId) -> Standing:
    """E-213 when there is no such case."""
    case, takes = vault.case(case_id), vault.takes(case=case_id)
    return Standing(case, takes, {take.id: _status(vault, take) for take in takes}, vault.retention_of(case_id))


def rules_for(pack: RulePack, standing: Standing, today: datetime.date) -> tuple[RuleInForce, ...]:
    """The rules of the days on which the case was recorded, and of today: the longest counts."""
    days = {today, *(local_day(take.started_wall_ns) for take in standing.takes)}
    return tuple(rule for day in sorted(days) for rule in pack.in_force(day, standing.family))


def keep_until(standing: Standing, rules: Sequence[RuleInForce]) -> KeepUntil:
    """The latest day of all that applies (R-D09); any part of it that cannot be told keeps the case."""
    numbers = _numbers(rules)
    reasons: list[Reason] = []
    if any(take.state is TakeState.OPEN for take in standing.takes):
        reasons.append(Reason("take_open"))
    if not standing.takes:
        reasons.append(Reason("no_take"))
    elif not numbers:
        reasons.append(Reason("no_rule"))
    elif standing.is_sold:
        reasons += _sold(standing, numbers)
    else:
        last = max(local_day(take.started_wall_ns + take.duration_ns) for take in standing.here or standing.takes)
        reasons.append(_counted("no_sale", last, numbers["unsold_months"], 1))
    if numbers:
        ends = [row.on_day for row in standing.rows if row.kind is RetentionKind.HOLD_LIFTED and row.on_day]
        reasons += [_counted("dispute", end, numbers["dispute_years"], 12) for end in ends]
    if holds(standing.rows):
        reasons.append(Reason("held"))
    days = [reason.day for reason in reasons if reason.day is not None]
    return KeepUntil(max(days) if len(days) == len(reasons) else None, tuple(reasons))


def contract_end(standing: Standing) -> datetime.date | None:
    """The latest day that was written down, else the one the contract's facts tell."""
    told = [row.on_day for row in standing.rows if row.kind is RetentionKind.CONTRACT_ENDED and row.on_day]
    if told:
        return max(told)
    facts = standing.case.facts
    end, begin = _day(facts.get("end_date")), _day(facts.get("start_date")) or _day(facts.get("effective_date"))
    years, days = facts.get("term_years"), facts.get("term_days")
    if end is None and begin is not None and isinstance(years, int):
        end = months_later(begin, 12 * years)
    if end is None and begin is not None and isinstance(days, int):
        end = begin + datetime.timedelta(days=days)
    return end


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day some months on; where that month has no such day, the first of the next one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    if year > datetime.MAXYEAR:
        return datetime.date.max
    if day.day <= calendar.monthrange(year, month)[1]:
        return day.replace(year=year, month=month)
    return datetime.date(year, month + 1, 1)  # December has all its days


def _sold(standing: Standing, numbers: Mapping[str, int]) -> Iterator[Reason]:
    end = contract_end(standing)
    if end is None:
        yield Reason("end_unknown")
        return
    match standing.family:
        case "insurance":
            years = standing.case.facts.get("term_years")
            is_short = isinstance(years, int | float) and not isinstance(years, bool) and years <= 1
            if is_short:
                yield _counted("insurance_short", end, numbers["short_years"], 12)
            else:
                yield _counted("insurance_long", end, numbers["long_years"], 12)
            yield _counted("sold_by_bank", end, numbers["wealth_months"], 1)
        case "wealth":
            yield _counted("sold_by_bank", end, numbers["wealth_months"], 1)
        case _:
            yield _counted("longest", end, numbers["long_years"], 12)


def _counted(code: str, since: datetime.date, number: int, months_each: int) -> Reason:
    return Reason(code, months_later(since, number * months_each), since, number)


def _numbers(rules: Sequence[RuleInForce]) -> dict[str, int]:
    """Of R-D09, the greatest of each; empty where the rule is not in force."""
    found: dict[str, int] = {}
    for rule in rules:
        if rule.id == KEEP_RULE:
            for name, value in rule.params.items():
                found[name] = max(found.get(name, 0), int(value))
    return found


def _has_passed(take: Take, status: ReviewKind | None) -> bool:
    if status is ReviewKind.VOIDED:
        return False
    return take.outcome in (Outcome.COMPLETED, Outcome.NEEDS_REVIEW) or status in (
        ReviewKind.SUBMITTED,
        ReviewKind.APPROVED,
    )


def _status(vault: Vault, take: Take) -> ReviewKind | None:
    return next((review.kind for review in reversed(vault.reviews(take.id)) if review.kind in STATUS_KINDS), None)


def _day(fact: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(fact) if isinstance(fact, str) else None
    except ValueError:
        return None


# ---------------------------------------------------------------------- the disk


@dataclass(frozen=True, slots=True)
class Holding:
    """What one take takes on the disk, and until when."""

    made_on: datetime.date
    bytes_on_disk: int
    keep_until: datetime.date | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month to come, the present one first."""

    begins: datetime.date
    bytes_at_end: int
    """that takes will take on the disk"""
    bytes_freed: int
    """if everything is destroyed as soon as it may be"""
    bytes_added_estimated: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The disk in the months to come."""

    bytes_now: int
    months: tuple[Month, ...]
    months_until_full: float | None
    """none when it will not be full within fifty years"""


def holdings(vault: Vault, folder: DataFolder, pack: RulePack, today: datetime.date) -> tuple[Holding, ...]:
    """Every take that is here. Some statements for each case: a second or two for ten thousand."""
    found = []
    for case_id in {take.case_id: None for take in vault.takes()}:
        standing = read_standing(vault, case_id)
        until = keep_until(standing, rules_for(pack, standing, today)).day
        for take in standing.here:
            found.append(Holding(local_day(take.started_wall_ns), _bytes_on_disk(folder, take), until))
    return tuple(found)


def forecast(held: Sequence[Holding], today: datetime.date, free_bytes: int, months: int = 12) -> Forecast:
    """What will be freed by keep-until, and what will come by the average of the last 90 days (or of as many as there
    are). Takes still to come are not counted as freed again."""
    now = sum(one.bytes_on_disk for one in held)
    coming = tuple(islice(_months(held, today), max(months, _MOST_MONTHS)))
    return Forecast(now, coming[:months], _until_full(coming, now, free_bytes, today))


def _months(held: Sequence[Holding], today: datetime.date) -> Iterator[Month]:
    freed: Counter[datetime.date] = Counter()
    for one in held:
        if one.keep_until is not None and one.keep_until < datetime.date.max:
            freed[max(today, one.keep_until + datetime.timedelta(days=1)).replace(day=1)] += one.bytes_on_disk
    a_day = _bytes_a_day(held, today)
    at_end, begins = sum(one.bytes_on_disk for one in held), today.replace(day=1)
    while True:
        added = round(a_day * _days_left(begins, today))
        at_end += added - freed[begins]
        yield Month(begins, at_end, freed[begins], added)
        begins = months_later(begins, 1)


def _bytes_a_day(held: Sequence[Holding], today: datetime.date) -> float:
    ages = [((today - one.made_on).days, one.bytes_on_disk) for one in held]
    recent = [(age, size) for age, size in ages if 0 <= age < AVERAGED_DAYS]
    if not recent:
        return 0.0
    days = min(AVERAGED_DAYS, max(age for age, _ in ages) + 1)
    return sum(size for _, size in recent) / days


def _days_left(begins: datetime.date, today: datetime.date) -> int:
    """Of the month that begins then: days after today."""
    days = calendar.monthrange(begins.year, begins.month)[1]
    return days - today.day if begins == today.replace(day=1) else days


def _until_full(coming: Sequence[Month], now: int, free_bytes: int, today: datetime.date) -> float | None:
    passed, used = 0.0, now
    for month in coming:
        length = _days_left(month.begins, today) / calendar.monthrange(month.begins.year, month.begins.month)[1]
        grown, room = month.bytes_at_end - used, now + free_bytes - used
        if grown > 0 and grown >= room:
            return passed + length * max(0.0, room / grown)
        passed, used = passed + length, month.bytes_at_end
    return None


def _bytes_on_disk(folder: DataFolder, take: Take) -> int:
    """A package's file is a link to the take's where the disk knows links, and counts once."""
    found = {}
    for path in media_of(folder, take):
        if path.is_file():
            status = path.stat()
            found[(status.st_dev, status.st_ino)] = status.st_size
    return sum(found.values())
