"""The end of a take: from what the vault knows and the file that lies there to a signed package and a closed row.

    close_take    after an ordinary end
    refuse_take   after an end without consent: nothing is kept
    recover_take  after a crash: salvage the file first, or destroy it

The first and the last build the manifest from the vault's rows, sign it, write the package, and close the row in one
commit that also erases the file key. Until that commit the row is open, so a crash in between leads here again; the
package is then written anew. Nothing here knows a device or a clock.

**Consent refused (R-A06).** A take that ends without a yes to the first question leaves no media, however it ended: a
no, silence, a customer who left, a device that broke. In this order: one commit in the vault (key gone, row erased),
then header and tail overwritten and the files removed, then a record of the refusal and a certificate of destruction,
signed, in the package's folder, which holds no film. The record names the sale and the clerk, not the customer. The
commit decides: before it the take is open and `recover_take` comes here again, after it `finish_refusals` goes on.
What was said until then stays in the vault as the record of the refusal (its rows are bound by a running digest).
Nobody has refused who was cut off by a crash before he answered: that take is salvaged. And a yes that is withdrawn
after something of the sale was recorded under it is no refusal of the recording: that take is sealed, and it is for
people to decide about it.
"""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.evidence.destruction import (
    Finished,
    check_own,
    destroy_media,
    erasure,
    is_done,
    media_of,
    write_certificate,
)
from app.evidence.manifest import Manifest, SealedFile, StationKey, canonical_json
from app.evidence.package import MANIFEST_NAME, REFUSAL, TAKE_NAME, write_package, write_signed
from app.evidence.salvage import Found, salvage
from app.evidence.sealed import Sealed, SealedReader
from app.faults import Fault, sentence
from app.model import Answer, Case, Mark, Outcome, StepResult, Take, TakeId, TakeState, Utterance, Verdict
from app.settings import DataFolder
from app.vault.audit import AuditRow
from app.vault.vault import Vault
from media.fragments import Fragment, scan, whole_fragments

NS = 1_000_000_000
NOT_CHECKED = "not checked"
REFUSED = "refused"
CONSENT_REFUSED = "consent_refused"
REFUSAL_FORMAT = "dualrec.refusal.v1"
MAY_BE_SHORT_NS = 2 * NS
"""what a power cut may take of what the vault already knew of: the take's file is synced less often than the vault"""


@dataclass(frozen=True, slots=True)
class Closed:
    """What closing a take left."""

    package: Path
    """its folder; of a take whose consent was refused, with the record of that and no film"""
    manifest_sha256: str
    """empty where nothing was sealed"""
    state: TakeState

    @property
    def is_destroyed(self) -> bool:
        """The customer did not agree to be recorded: there is no film and no manifest."""
        return self.state is TakeState.ERASED


@dataclass(frozen=True, slots=True)
class Recovery:
    """What became of one take that a crash had left open."""

    take: TakeId
    found: str
    duration_ns: int
    lost_bytes: int
    package: Path | None
    short_by_ns: int = 0
    """how much longer the take had been by what the vault knows: more than two seconds is no crash"""
    fault: Fault | None = None
    outcome: Outcome = Outcome.INTERRUPTED

    @property
    def is_destroyed(self) -> bool:
        """Nothing was kept: its customer had not agreed to be recorded."""
        return self.found == REFUSED

    def sentence(self) -> str:
        if self.fault is not None:
            return f"{self.take}：{sentence(self.fault)}"
        if self.is_destroyed:
            return f"{self.take}：客户不同意录音录像，录像已销毁，留有拒绝记录：{self.package}"
        how = "中断" if self.outcome is Outcome.INTERRUPTED else "录制已结束，补做封存"
        text = f"{self.take}：已恢复 {self.duration_ns / NS:.1f} 秒，封存并签名（{how}）。证据包：{self.package}"
        if self.short_by_ns > MAY_BE_SHORT_NS:
            text += f"\n录像比保险库所记的短 {self.short_by_ns / NS:.1f} 秒，不像是崩溃造成的，请报告主管查明原因。"
        return text

    def as_json(self) -> dict[str, Any]:
        return {
            "take": self.take,
            "found": self.found,
            "outcome": self.outcome.value,
            "duration_s": round(self.duration_ns / NS, 3),
            "lost_bytes": self.lost_bytes,
            "short_by_s": round(self.short_by_ns / NS, 3),
            "package": None if self.package is None else str(self.package),
            "fault": None if self.fault is None else {"code": self.fault.code, "sentence": sentence(self.fault)},
        }


def close_take(
    vault: Vault,
    folder: DataFolder,
    key: StationKey,
    take_id: TakeId,
    sealed: Sealed,
    outcome: Outcome,
    steps: Sequence[StepResult],
    duration_ns: int,
    state: TakeState = TakeState.SEALED,
) -> Closed:
    """Sign and package a sealed file and close its row; may be repeated until the row is closed."""
    take = vault.take(take_id)
    manifest = _manifest(vault, take, key, sealed, outcome, steps, duration_ns, state)
    package = folder.packages / take_id
    shutil.rmtree(package, ignore_errors=True)  # one that a crash left before the row was closed
    write_package(package, folder.root / take.path, manifest, key)
    manifest_sha256 = hashlib.sha256((package / MANIFEST_NAME).read_bytes()).hexdigest()
    vault.seal_take(
        take_id,
        state=state,
        outcome=outcome,
        sealed_bytes=sealed.sealed_bytes,
        sha256=sealed.sha256,
        merkle_root=sealed.merkle_root,
        duration_ns=duration_ns,
        manifest_sha256=manifest_sha256,
        steps=steps,
    )
    return Closed(package, manifest_sha256, state)


def is_consent_refused(marks: Sequence[Mark]) -> bool:
    """True when a take must not be kept: it is over, or was cut off after a no, and had no yes to its first question.

    A take whose script does not begin by asking for consent has nothing to refuse; one in which another step was
    passed was recorded with consent, even if that was withdrawn later.
    """
    asked = [n for n, mark in enumerate(marks) if mark.kind == "step_began" and mark.facts.get("kind") != "told"]
    if not asked or marks[asked[0]].facts.get("kind") != "consent":
        return False
    consent, is_given, is_no = marks[asked[0]].step, False, False
    for mark in marks[asked[0] :]:
        is_refusal = mark.kind == "answer_judged" and mark.facts.get("verdict") == Verdict.REFUSED
        if mark.kind == "session_ended":
            is_no = True
        elif mark.kind == "step_passed" and mark.step != consent:
            return False
        elif mark.kind == "step_passed":
            is_given = True
        elif mark.step == consent and (is_refusal or mark.kind in ("answer_taken_back", "step_failed")):
            is_given, is_no = False, True
    return is_no and not is_given


def refuse_take(
    vault: Vault, folder: DataFolder, key: StationKey, take: Take, outcome: Outcome, duration_ns: int
) -> Closed:
    """Destroy what was recorded of an open take without consent, and leave the record of it; see the module's words.

    Raises E-911, E-912 when the disk refuses, and E-284 when somebody put another take's file in place of this one's;
    the key is gone all the same, and `finish_refusals` goes on.
    """
    steps = _steps_so_far(vault.marks(take.id), vault.answers(take.id))
    erased = vault.refuse_take(take.id, outcome=outcome, duration_ns=duration_ns, steps=steps)
    return _finish_refusal(vault, folder, key, vault.take(take.id), erased)


def finish_refusals(vault: Vault, folder: DataFolder, key: StationKey) -> Iterator[Finished]:
    """Go on where the destruction of refused takes was cut short; what is complete is passed over."""
    for take in vault.takes(state=TakeState.ERASED):
        if not is_done(folder, take) and vault.seal(take.id) is None:
            try:
                _finish_refusal(vault, folder, key, take, erasure(vault, take))
                yield Finished(take.id)
            except Fault as fault:
                yield Finished(take.id, fault)


def _finish_refusal(vault: Vault, folder: DataFolder, key: StationKey, take: Take, erased: AuditRow) -> Closed:
    media = media_of(folder, take)
    check_own(vault, take, media)
    destroy_media(media)
    package = folder.packages / take.id
    write_signed(package, REFUSAL, _refusal(vault, take), key)
    write_certificate(folder, key, vault, take, CONSENT_REFUSED, erased)
    return Closed(package, "", TakeState.ERASED)


def _refusal(vault: Vault, take: Take) -> dict[str, Any]:
    """When, who, what was to be sold, how far it went; nothing of the customer, not even his words."""
    marks, case = vault.marks(take.id), vault.case(take.case_id)
    began: Mapping[str, Any] = next((mark.facts for mark in marks if mark.kind == "take_began"), {})
    ended: Mapping[str, Any] = next((mark.facts for mark in marks if mark.kind == "session_ended"), {})
    script, place = began.get("script", {}), began.get("place", {})
    assert take.outcome is not None, "a take that is over has its outcome"
    return {
        "format": REFUSAL_FORMAT,
        "take_id": take.id,
        "case_id": take.case_id,
        "product_kind": case.product_kind,
        "product_name": str(case.facts.get("product_name", "")),
        "branch": place.get("branch", case.branch),
        "counter": place.get("counter", case.counter),
        "clerk_id": case.clerk_id,
        "script": {"id": take.script_id, "version": script.get("version", ""), "sha256": take.script_sha256},
        "rule_pack": dict(began.get("rule_pack", {})),
        "is_practice": bool(began.get("practice", False)),
        "started_at": _moment(take.started_wall_ns),
        "ended_at": _moment(take.started_wall_ns + take.duration_ns),
        "step": next((mark.step for mark in reversed(marks) if mark.kind == "step_began"), None),
        "outcome": take.outcome.value,
        "reason": str(ended.get("reason", "")),
        "answers": [
            {
                "step": answer.step,
                "attempt": answer.attempt,
                "verdict": answer.verdict.value,
                "reason": answer.reason,
                "answered_by": answer.answered_by,
                "begin_ns": answer.begin_ns,
                "end_ns": answer.end_ns,
            }
            for answer in vault.answers(take.id)
        ],
    }


def _moment(wall_ns: int) -> str:
    """Wall time, UTC, ISO 8601."""
    return datetime.fromtimestamp(wall_ns / NS, UTC).isoformat(timespec="milliseconds")


def recover_take(vault: Vault, folder: DataFolder, key: StationKey, take: Take) -> Recovery:
    """Salvage one open take and close it; a take that cannot be had is said to be, and stays open.

    It was interrupted, unless its session had ended and its file is whole: then only the closing was. A take whose
    customer had not agreed to be recorded is destroyed instead, also when that was begun before.
    """
    path = folder.root / take.path
    tail = path.with_name(f"{take.id}.tail")
    try:
        marks = vault.marks(take.id)
        if is_consent_refused(marks):
            return _recover_refused(vault, folder, key, take, marks)
        assert take.file_key is not None, "an open take has its file key"
        salvaged = salvage(path, tail, take.file_key, whole_fragments)
        if salvaged.found is Found.DAMAGED:
            raise Fault("E-304", chunk=salvaged.bad_chunks[0])
        fragments = _fragments(path, take.file_key)
        if not fragments:
            raise Fault("E-311")
        duration_ns = fragments[-1].end_ns
        short_by_ns = max(0, take.duration_ns - duration_ns)
        indexed = len(vault.fragments(take.id))  # the last ones of a crash have not come into the vault
        vault.add_fragments(take.id, fragments[indexed:])
        if all(mark.kind != "take_salvaged" for mark in marks):  # an earlier recovery may have been cut short, too
            facts = {"found": str(salvaged.found), "lost": salvaged.lost_bytes, "short_by_ms": short_by_ns // 1_000_000}
            vault.add_marks(take.id, [Mark(duration_ns, "take_salvaged", None, facts)])
        steps = _steps_so_far(marks, vault.answers(take.id))
        outcome = _outcome(marks) if salvaged.found is Found.WHOLE else Outcome.INTERRUPTED
        closed = close_take(
            vault, folder, key, take.id, salvaged.sealed, outcome, steps, duration_ns, TakeState.SALVAGED
        )
    except Fault as fault:
        return Recovery(take.id, "lost", 0, 0, None, fault=fault)
    return Recovery(
        take.id, str(salvaged.found), duration_ns, salvaged.lost_bytes, closed.package, short_by_ns, outcome=outcome
    )


def _recover_refused(vault: Vault, folder: DataFolder, key: StationKey, take: Take, marks: Sequence[Mark]) -> Recovery:
    if take.state is TakeState.OPEN:
        outcome = _outcome(marks) if any(mark.kind == "session_ended" for mark in marks) else Outcome.REFUSED
        closed = refuse_take(vault, folder, key, take, outcome, take.duration_ns)
    else:
        closed = _finish_refusal(vault, folder, key, take, erasure(vault, take))
        outcome = take.outcome or Outcome.REFUSED
    return Recovery(take.id, REFUSED, take.duration_ns, 0, closed.package, outcome=outcome)


def _fragments(path: Path, file_key: bytes) -> tuple[Fragment, ...]:
    with SealedReader(open(path, "rb"), file_key) as plain:
        return scan(plain).fragments


def _outcome(marks: Sequence[Mark]) -> Outcome:
    """How the session ended by its own mark; a take that broke has said so there, too."""
    ended = next((mark.facts["outcome"] for mark in marks if mark.kind == "session_ended"), Outcome.INTERRUPTED)
    return Outcome(ended)


def _steps_so_far(marks: Sequence[Mark], answers: Sequence[Answer]) -> tuple[StepResult, ...]:
    """The steps that had begun, with their last answer; one without any answer is missing."""
    results: dict[str, StepResult] = {}
    for mark in marks:
        if mark.kind == "step_began" and mark.step is not None:
            results.setdefault(mark.step, StepResult(mark.step, Verdict.MISSING, "", 0, "none"))
        elif mark.kind == "step_passed" and mark.step is not None:
            verdict = Verdict(mark.facts["verdict"])
            results[mark.step] = StepResult(mark.step, verdict, "", 1, "none")
    for answer in answers:
        results[answer.step] = StepResult(answer.step, answer.verdict, answer.text, answer.attempt, answer.answered_by)
    return tuple(results.values())


def _manifest(
    vault: Vault,
    take: Take,
    key: StationKey,
    sealed: Sealed,
    outcome: Outcome,
    steps: Sequence[StepResult],
    duration_ns: int,
    state: TakeState,
) -> Manifest:
    marks = vault.marks(take.id)
    began: Mapping[str, Any] = next((mark.facts for mark in marks if mark.kind == "take_began"), {})
    case = vault.case(take.case_id)
    # The vault may have kept more through a power cut than the file.
    fragments = [fragment for fragment in vault.fragments(take.id) if fragment.end <= sealed.plain_bytes]
    answers, transcript = vault.answers(take.id), vault.transcript(take.id)
    script, place = began.get("script", {}), began.get("place", {})
    detectors: Mapping[str, str] = began.get("detectors", {})
    failed = {str(mark.facts.get("detector")) for mark in marks if mark.kind == "detector_stopped"}
    if "speech" in failed:
        failed.add("prompting")  # heard by the same ear
    unchecked = sorted(name for name, state in detectors.items() if state == NOT_CHECKED or name in failed)
    return Manifest(
        take_id=take.id,
        case_id=take.case_id,
        case_sha256=_digest(_case_facts(case)),
        product_kind=case.product_kind,
        branch=place.get("branch", case.branch),
        counter=place.get("counter", case.counter),
        clerk_id=case.clerk_id,
        script_id=take.script_id,
        script_version=script.get("version", ""),
        script_sha256=take.script_sha256,
        rule_pack_id=began.get("rule_pack", {}).get("id", ""),
        rule_pack_sha256=began.get("rule_pack", {}).get("sha256", "0" * 64),
        outcome=outcome.value,
        started_at=_moment(take.started_wall_ns),
        duration_ns=duration_ns,
        steps=tuple(_step(step) for step in steps),
        answers=tuple(_answer(answer) for answer in answers),
        marks=tuple(_mark(mark) for mark in marks),
        transcript_sha256=_digest([_line(line) for line in transcript]),
        devices=began.get("devices", {}),
        clock=began.get("clock", {}),
        detectors_checked=tuple(sorted(name for name in detectors if name not in unchecked)),
        detectors_not_checked=tuple(unchecked),
        fragments={
            "at_ns": [fragment.at_ns for fragment in fragments],
            "offset": [fragment.offset for fragment in fragments],
            "size": [fragment.size for fragment in fragments],
        },
        file=SealedFile(
            name=TAKE_NAME,
            sha256=sealed.sha256,
            sealed_bytes=sealed.sealed_bytes,
            plain_bytes=sealed.plain_bytes,
            chunk_count=sealed.chunk_count,
            merkle_root=sealed.merkle_root,
        ),
        recipients=tuple(began.get("recipients", ())),
        previous_manifest_sha256=vault.last_manifest_sha256() or "0" * 64,
        station=key.station,
    )


def _digest(value: Any) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _case_facts(case: Case) -> dict[str, Any]:
    """What the sale was; without the customer's name and number, which anyone could find again from their digest."""
    return {
        "id": case.id,
        "product_kind": case.product_kind,
        "facts": {name: str(value) for name, value in case.facts.items()},
    }


def _step(step: StepResult) -> dict[str, Any]:
    return {
        "id": step.step,
        "verdict": step.verdict.value,
        "answer": step.answer,
        "attempts": step.attempts,
        "answered_by": step.answered_by,
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "step": answer.step,
        "attempt": answer.attempt,
        "text": answer.text,
        "verdict": answer.verdict.value,
        "reason": answer.reason,
        "begin_ns": answer.begin_ns,
        "end_ns": answer.end_ns,
        "answered_by": answer.answered_by,
        "matched": list(answer.matched),
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {"at_ns": mark.at_ns, "kind": mark.kind, "step": mark.step, "facts": _without_floats(mark.facts)}


def _without_floats(value: Any) -> Any:
    """A manifest holds no floats, since two programs may spell one differently: they become text."""
    match value:
        case float():
            return f"{value:.6g}"
        case Mapping():
            return {str(name): _without_floats(item) for name, item in value.items()}
        case list() | tuple():
            return [_without_floats(item) for item in value]
        case _:
            return value


def _line(line: Utterance) -> dict[str, Any]:
    return {
        "channel": line.channel.value,
        "text": line.text,
        "begin_ns": line.begin_ns,
        "end_ns": line.end_ns,
    }
