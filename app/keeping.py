"""保管: how long the cases of this station are kept, what holds them, and their destruction by two people.

    station ─► Keeping(station) ─► retention rows of the vault · `app.retention` (until when) · `app.destruction` (how)

Every act checks the right of the person who opened the station, and is audited with its row.
"""

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.counter import LIBRARY, RULE_PACK
from app.destruction import destroy_takes, destruction_act, finish_destructions
from app.evidence.destruction import Finished, Signed
from app.faults import Fault
from app.model import CaseId
from app.retention import Forecast, KeepUntil, forecast, holdings, keep_until, read_standing, rules_for
from app.rights import Right
from app.session.rules import RulePack, load_rules
from app.station import Station
from app.vault.accounts import KeysInHand
from app.vault.retention import RetentionKind, RetentionRow, holds


@dataclass(frozen=True, slots=True)
class KeepingRow:
    """One case in the list."""

    case_id: CaseId
    customer_name: str = field(repr=False)
    product_kind: str
    takes: int
    """that are here and not destroyed"""
    until: date | None
    """the last day on which they must be there; none: not known, or held"""
    kept: KeepUntil
    """all that was weighed"""
    holds: int
    """disputes that stand"""
    rows: tuple[RetentionRow, ...]
    """all that was written down, in order"""
    is_due: bool
    """may be destroyed today"""
    is_destroyed: bool


class Keeping:
    """For the person who opened the station."""

    def __init__(self, station: Station, pack: RulePack | None = None) -> None:
        self._station = station
        self._vault = station.vault
        self._given = pack

    @property
    def _pack(self) -> RulePack:
        if self._given is None:
            self._given = load_rules(LIBRARY).pack(RULE_PACK)
        return self._given

    def rows(self) -> tuple[KeepingRow, ...]:
        """Every case, newest first; a second or two for ten thousand. E-222 without the right to hold or destroy."""
        self._require_any()
        return tuple(self._row(case.id) for case in self._vault.cases(limit=1_000_000))

    def row(self, case_id: CaseId) -> KeepingRow:
        """One case; E-213 when there is none of that id."""
        self._require_any()
        return self._row(case_id)

    def contract_ended(self, case_id: CaseId, day: date) -> None:
        """The contract ended on a day: early, or fulfilled; E-287 for a day that cannot be."""
        self._station.require(Right.HOLD)
        self._write(case_id, RetentionKind.CONTRACT_ENDED, day, "")

    def hold(self, case_id: CaseId, reason: str) -> None:
        """A dispute: nothing of the case is destroyed until it is lifted. E-456 without a reason."""
        self._station.require(Right.HOLD)
        self._write(case_id, RetentionKind.HOLD_PLACED, None, reason)

    def lift(self, case_id: CaseId, reason: str, ended_on: date | None = None) -> None:
        """A dispute ended (today unless said): the case is kept for two years from that day. E-280 without a hold."""
        self._station.require(Right.HOLD)
        day = ended_on or self._station.clock_day()
        self._write(case_id, RetentionKind.HOLD_LIFTED, day, reason)

    def forecast(self, months: int = 12) -> Forecast:
        """The disk by month."""
        self._require_any()
        folder, today = self._station.settings.folder, self._station.clock_day()
        held = holdings(self._vault, folder, self._pack, today)
        return forecast(held, today, shutil.disk_usage(folder.takes).free, months)

    def destroy(self, case_id: CaseId, reason: str, second: KeysInHand | None) -> tuple[Path, ...]:
        """Destroy the takes of a case whose time is over; the certificates, one a take.

        Both people sign the same order. E-293 for a second person who is none, E-270 to E-272 for a clock that nobody
        confirmed, and the faults of `app.destruction`: then nothing was done.
        """
        station = self._station
        station.require(Right.DESTROY)
        with_whom = station.check_second(second, Right.DESTROY)
        own = self._vault.in_hand
        if second is None or own.own is None or second.own is None:
            raise Fault("E-293")
        doubt = self._vault.clock_doubt(station.clock.wall_ns())
        if doubt is not None:
            raise doubt
        today, at_wall_ns = station.clock_day(), station.clock.wall_ns()
        act = destruction_act(
            self._vault,
            station.settings.folder,
            station.key,
            self._pack,
            case_id,
            reason=reason,
            first=own.account,
            second=with_whom,
            today=today,
        )
        first_signed = Signed(own.account, own.own.verifier, own.own.sign(act))
        second_signed = Signed(with_whom, second.own.verifier, second.own.sign(act))
        return destroy_takes(
            self._vault,
            station.settings.folder,
            station.key,
            self._pack,
            case_id,
            reason=reason,
            first=first_signed,
            second=second_signed,
            at_wall_ns=at_wall_ns,
        )

    def finish(self) -> tuple[Finished, ...]:
        """Go on with what a crash cut short; for when the station is opened."""
        return finish_destructions(self._vault, self._station.settings.folder, self._station.key)

    def _row(self, case_id: CaseId) -> KeepingRow:
        today = self._station.clock_day()
        standing = read_standing(self._vault, case_id)
        kept = keep_until(standing, rules_for(self._pack, standing, today))
        here = len(standing.here)
        standing_holds = holds(standing.rows)
        is_due = bool(here) and not standing_holds and kept.day is not None and today > kept.day
        return KeepingRow(
            case_id=case_id,
            customer_name=standing.case.customer_name,
            product_kind=standing.case.product_kind,
            takes=here,
            until=kept.day,
            kept=kept,
            holds=standing_holds,
            rows=standing.rows,
            is_due=is_due,
            is_destroyed=bool(standing.takes) and not here,
        )

    def _write(self, case_id: CaseId, kind: RetentionKind, day: date | None, text: str) -> None:
        station = self._station
        row = RetentionRow(case_id, station.clock.wall_ns(), station.person.account, kind, day, text.strip())
        self._vault.add_retention(row)

    def _require_any(self) -> None:
        if not self._station.person.may(Right.HOLD):
            self._station.require(Right.DESTROY)
