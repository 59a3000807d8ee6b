"""How likely a take is to pass at the first try, and what would raise that.

    earlier takes of this station with this script ──► base ─┐
    what pre-flight has found ──► factors of the table ──────┴──► percent, and the points each finding costs

The base is the share of takes that were completed with no step asked twice, by Laplace's rule ((k + 1) / (n + 2)).
A take that the customer ended or declined proves nothing about the station and is left out. With fewer than
`ENOUGH_TAKES` no percentage is given. The factors are house defaults that no branch has measured yet, and the product
supposes that findings are independent: a hint where to begin, not a promise.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.model import Outcome, TakeState
from app.session.preflight.table import TABLE, Check, CheckId
from app.vault.vault import Vault

ENOUGH_TAKES = 5
LOOKED_BACK = 50
"""takes; a station changes, and old ones prove little"""


@dataclass(frozen=True, slots=True)
class PastTakes:
    """Earlier takes of one script at this station."""

    completed_first_time: int
    all: int


@dataclass(frozen=True, slots=True)
class Raise:
    """What mending one finding would add, in percentage points."""

    check: CheckId
    code: str
    points: int


@dataclass(frozen=True, slots=True)
class Chance:
    """`percent` is None where too few takes are known; `points` then count from a base of 100."""

    percent: int | None
    of_takes: int
    raises: tuple[Raise, ...] = ()
    """the one that helps most first"""


NO_TAKES = PastTakes(0, 0)
LEFT_OUT = frozenset({Outcome.REFUSED, Outcome.STOPPED})


def past_takes(vault: Vault, script_id: str) -> PastTakes:
    """How the newest takes of a script went; reads some fifty rows, so not on a thread that paints."""
    first_time = seen = 0
    for take in vault.takes():
        if take.script_id != script_id or take.state is TakeState.OPEN or take.outcome in LEFT_OUT:
            continue
        is_first_time = take.outcome is Outcome.COMPLETED and all(step.attempts <= 1 for step in vault.steps(take.id))
        first_time, seen = first_time + is_first_time, seen + 1
        if seen == LOOKED_BACK:
            break
    return PastTakes(first_time, seen)


def chance_of(past: PastTakes, checks: Iterable[Check]) -> Chance:
    """The chance as things stand."""
    is_known = past.all >= ENOUGH_TAKES
    base = (past.completed_first_time + 1) / (past.all + 2) if is_known else 1.0
    factors = {(check.id, check.code): TABLE[check.id][check.code].factor for check in checks}
    percent = _percent(base, factors.values())
    raises = []
    for lowered, factor in factors.items():
        if factor < 1.0:
            without = _percent(base, [other for key, other in factors.items() if key != lowered])
            raises.append(Raise(*lowered, without - percent))
    raises.sort(key=lambda one: -one.points)
    return Chance(percent if is_known else None, past.all, tuple(raises))


def _percent(base: float, factors: Iterable[float]) -> int:
    for factor in factors:
        base *= factor
    return round(base * 100)
