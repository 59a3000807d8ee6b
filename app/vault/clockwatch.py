"""Whether the computer's clock can be believed, before anything is done that depends on what day it is.

    newest audit row ─ wall clock now    behind it by more than a minute: it was set back (E-270)
    moved since the vault was opened     wall clock and counter differ by more than 5 minutes (E-271)
    newest audit row ─ wall clock now    more than a week ahead of it: set forward, or the computer stood still (E-272)

A station that stood still over a holiday looks like one whose clock was set forward, so E-272 is no accusation: a
person must look at the clock and say that it is right (audit kind `clock.confirmed`) before anything is destroyed.
Opening the vault writes a row, with which the doubt would be gone: therefore `unconfirmed_step` reads it from the trail
itself, where every step of the clock stays until somebody confirmed it.

What it does not do: see a clock that is set forward by less than a week at a time. That takes as many days' worth of
opened vaults as there are weeks to gain, each in the trail; a server's time would end it.
"""

import time
from typing import Any

from app.vault import audit
from media.clock import NS
from media.fault import Fault

CONFIRMED = "clock.confirmed"
"""the audit kind with which a person says that the clock is right; it settles every step before it"""
BACK_NS = 60 * NS
DRIFT_NS = 300 * NS
AHEAD_NS = 7 * 24 * 3600 * NS


def counter_ns() -> int:
    """Nanoseconds since some moment before, going on while the computer sleeps where the system can tell (Linux)."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if boot_time is None else time.clock_gettime_ns(boot_time)


def clock_doubt(
    newest_audit_at: str | None, wall_now_ns: int, opened_wall_ns: int, opened_counter_ns: int, counter_now_ns: int
) -> Fault | None:
    """What speaks against the wall clock now, the gravest first: E-270, E-271, E-272 (`seconds` or `days`), or nothing.

    `newest_audit_at` as in the audit trail (none: no row yet), wall times in ns since 1970, counters of `counter_ns`.
    """
    step = None if newest_audit_at is None else _step(audit.wall_ns(newest_audit_at), wall_now_ns)
    drift_ns = (wall_now_ns - opened_wall_ns) - (counter_now_ns - opened_counter_ns)
    if abs(drift_ns) > DRIFT_NS and (step is None or step.code == "E-272"):
        return Fault("E-271", seconds=abs(drift_ns) // NS)
    return step


def unconfirmed_step(db: Any) -> Fault | None:
    """The first step of the clock within the trail that nobody has confirmed since: E-270 back, E-272 forward.

    E-209 for a row whose time is none.
    """
    before_ns: int | None = None
    found = db.execute(
        "SELECT n, at FROM audit WHERE n >= (SELECT coalesce(max(n), 0) FROM audit WHERE kind = ?) ORDER BY n",
        (CONFIRMED,),
    )
    for n, at in found:
        try:
            now_ns = audit.wall_ns(at)
        except (ValueError, TypeError):
            raise Fault("E-209", row=n) from None
        step = None if before_ns is None else _step(before_ns, now_ns)
        if step is not None:
            return step
        before_ns = now_ns
    return None


def _step(before_ns: int, now_ns: int) -> Fault | None:
    ahead_ns = now_ns - before_ns
    if ahead_ns < -BACK_NS:
        return Fault("E-270", seconds=-ahead_ns // NS)
    if ahead_ns > AHEAD_NS:
        return Fault("E-272", days=ahead_ns // (24 * 3600 * NS))
    return None
