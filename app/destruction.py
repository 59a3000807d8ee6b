"""销毁: the takes of a case are destroyed when their time is over (R-D10), and how that is finished after a crash.

    destruction_act ─► two people sign it ─► destroy_takes ─► the order in the vault ─► each take: row, key, file
                                                                    finish_destructions ──┘    ─► certificate

The order goes into the vault before anything is touched; from then on a destruction that is cut short is finished when
the station is opened again. Manifest, signatures and certificate stay, so the chain of manifests is not broken; so do
the rows of the vault, which its audit trail binds.

A file that is another take's is not touched. Who may give such an order, whose keys these are and whether the clock
is to be believed is for `app.keeping`.
"""

import datetime
import json
import logging
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.evidence.closing import finish_refusals
from app.evidence.destruction import (
    Finished,
    Signed,
    check_own,
    destroy_media,
    erasure,
    is_done,
    media_of,
    write_certificate,
)
from app.evidence.manifest import StationKey, canonical_json
from app.evidence.package import put_file
from app.model import CaseId, Take, TakeState
from app.retention import KeepUntil, Standing, keep_until, read_standing, rules_for
from app.session.rules import RulePack
from app.settings import DataFolder
from app.vault.retention import RetentionKind, RetentionRow, is_same_account, local_day
from app.vault.vault import Vault
from media.fault import Fault

log = logging.getLogger("retention")

CAUSE = "retention_over"
ACT_FORMAT = "dualrec.order-to-destroy.v1"
ACT, SIGNERS = "act.json", "act.signers.json"
FIRST_SIGNATURE, SECOND_SIGNATURE = "act.first.sig", "act.second.sig"


def destruction_act(
    vault: Vault,
    folder: DataFolder,
    key: StationKey,
    pack: RulePack,
    case_id: CaseId,
    *,
    reason: str,
    first: str,
    second: str,
    today: datetime.date,
) -> bytes:
    """The order that both accounts sign, as canonical JSON: which takes, why, until when they had to be kept and why.

    The same for the same vault, people, reason and day. Faults where it may not be: E-213 no such case, E-456 no
    reason, E-278 one person, E-281 no take here, E-282 a take is open, E-277 held, E-276 no end known, E-275 too early,
    E-284 a file is another take's.
    """
    standing = read_standing(vault, case_id)
    kept = keep_until(standing, rules_for(pack, standing, today))
    if not reason.strip():
        raise Fault("E-456")
    if is_same_account(second, first) or not first.strip():
        raise Fault("E-278", case=case_id)
    _refuse(standing, kept, today)
    for take in standing.here:
        check_own(vault, take, media_of(folder, take))
    assert kept.day is not None
    return canonical_json(
        {
            "format": ACT_FORMAT,
            "case_id": case_id,
            "takes": [_take_in_act(vault, take) for take in reversed(standing.here)],
            "reason": reason.strip(),
            "first": first,
            "second": second,
            "keep_until": kept.day.isoformat(),
            "grounds": [
                {"code": one.code, "day": None if one.day is None else one.day.isoformat()} for one in kept.reasons
            ],
            "day": today.isoformat(),
            "station": key.id,
        }
    )


def destroy_takes(
    vault: Vault,
    folder: DataFolder,
    key: StationKey,
    pack: RulePack,
    case_id: CaseId,
    *,
    reason: str,
    first: Signed,
    second: Signed,
    at_wall_ns: int,
) -> tuple[Path, ...]:
    """Destroy every take of a case; the certificates, one a take.

    `first` and `second` have signed `destruction_act` of the same things and day. Faults as for the act, and E-279 for
    a signature that is not under it; then nothing was done. E-911, E-912: begun, and `finish_destructions` goes on.
    """
    act = destruction_act(
        vault, folder, key, pack, case_id,
        reason=reason, first=first.account, second=second.account, today=local_day(at_wall_ns),
    )  # fmt: skip
    for signed in (first, second):
        if first.public_key == second.public_key or not signed.is_under(act):
            raise Fault("E-279", account=signed.account, case=case_id)
    standing = read_standing(vault, case_id)
    for take in standing.here:
        package = folder.packages / take.id
        put_file(package / ACT, act)
        put_file(package / FIRST_SIGNATURE, first.signature)
        put_file(package / SECOND_SIGNATURE, second.signature)
        put_file(package / SIGNERS, canonical_json([first.as_json(), second.as_json()]))
    until = datetime.date.fromisoformat(json.loads(act)["keep_until"])
    kind = RetentionKind.DESTROYED
    order = RetentionRow(case_id, at_wall_ns, first.account, kind, until, reason.strip(), second.account)
    vault.add_retention(order)
    return tuple(_destroy(vault, folder, key, take, order) for take in standing.here)


def finish_destructions(vault: Vault, folder: DataFolder, key: StationKey) -> tuple[Finished, ...]:
    """Go on with every destruction that was cut short, of refused takes too. For when a station is opened: it is quick
    where nothing is left to do, and one that cannot be finished does not stop the others."""
    finished = list(finish_refusals(vault, folder, key))
    orders: dict[CaseId, list[RetentionRow]] = {}
    for row in vault.retention_of(None):
        if row.kind is RetentionKind.DESTROYED:
            orders.setdefault(row.case_id, []).append(row)
    for take in vault.takes() if orders else ():
        order = next((one for one in orders.get(take.case_id, ()) if take.started_wall_ns <= one.at_wall_ns), None)
        if order is not None and _is_left(folder, take):
            try:
                _destroy(vault, folder, key, take, order)
                finished.append(Finished(take.id))
            except Fault as fault:
                finished.append(Finished(take.id, fault))
    for one in finished:
        if one.fault is not None:
            log.warning("take %s could not be destroyed to its end: %s", one.take, one.fault.code)
    return tuple(finished)


def _is_left(folder: DataFolder, take: Take) -> bool:
    """True when not everything is done of the order for a take.

    A take that was erased for another reason (the server has it) has neither an act nor media here.
    """
    if take.state is TakeState.OPEN or is_done(folder, take):
        return False
    has_act = (folder.packages / take.id / ACT).is_file()
    return take.state is not TakeState.ERASED or has_act or any(path.exists() for path in media_of(folder, take))


def _destroy(vault: Vault, folder: DataFolder, key: StationKey, take: Take, order: RetentionRow) -> Path:
    """One take: first its row, then what opens it, then the file, then the certificate."""
    media = media_of(folder, take)
    check_own(vault, take, media)
    erased = erasure(vault, take) if take.state is TakeState.ERASED else vault.erase_take(take.id, CAUSE)
    destroy_media(media)
    assert order.on_day is not None
    act, signers = _signed_act(folder.packages / take.id)
    return write_certificate(
        folder, key, vault, vault.take(take.id), CAUSE, erased,
        reason=order.text, keep_until=order.on_day.isoformat(), ordered_by=[order.actor, order.second_account],
        act_sha256=None if act is None else sha256(act).hexdigest(), signatures=signers,
    )  # fmt: skip


def _signed_act(package: Path) -> tuple[bytes | None, list[Any]]:
    """What lies in the package since before the order went into the vault; nothing when somebody took it away."""
    try:
        return (package / ACT).read_bytes(), list(json.loads((package / SIGNERS).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None, []


def _refuse(standing: Standing, kept: KeepUntil, today: datetime.date) -> None:
    case_id, unknown = standing.case.id, kept.unknown
    for take in standing.takes:
        if take.state is TakeState.OPEN:
            raise Fault("E-282", take=take.id, case=case_id)
    if not standing.here:
        raise Fault("E-281", case=case_id)
    if kept.is_held:
        raise Fault("E-277", case=case_id)
    if unknown is not None or kept.day is None:
        why = "?" if unknown is None else f"{unknown.text('zh')} / {unknown.text('en')}"
        raise Fault("E-276", case=case_id, why=why)
    if today <= kept.day:
        raise Fault("E-275", case=case_id, until=kept.day.isoformat())


def _take_in_act(vault: Vault, take: Take) -> dict[str, Any]:
    seal = vault.seal(take.id)
    assert seal is not None and take.outcome is not None, "a closed take is sealed"
    return {
        "take_id": take.id,
        "outcome": take.outcome.value,
        "sealed_bytes": take.sealed_bytes,
        "file_sha256": seal.sha256,
        "manifest_sha256": seal.manifest_sha256,
    }
