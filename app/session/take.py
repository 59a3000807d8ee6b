"""One take from the first device opened to the signed package: puts recorder, runner, vault and evidence together.

    devices open ─► row in the vault (with the file key) ─► file ─► recorder + runner ─► stop, seal
                                     manifest, signature, package ─► row sealed, file key erased
                        no consent: row erased, file key erased ─► media destroyed, refusal and certificate

A device that is missing is told before anything is written. From the row on, whatever happens leaves a take that can be
sealed, or destroyed where its customer did not agree to be recorded: by this function, or by
`app.evidence.closing.recover_take` after a crash.
"""

import os
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import app
from app.evidence.closing import NOT_CHECKED, Closed, close_take, is_consent_refused, refuse_take
from app.evidence.disk import BYTES_PER_S, sync_folder
from app.evidence.manifest import StationKey
from app.evidence.recording import Recorded, Recorder, RecorderSettings, Sight
from app.evidence.salvage import salvage
from app.evidence.sealed import Recipient, SealedWriter
from app.faults import Fault
from app.model import Answer, Case, Mark, Outcome, StepResult, Take, TakeId, TakeState, Utterance
from app.session import guide
from app.session.runner import Listener, Runner
from app.session.script import ReadyScript
from app.settings import DataFolder, Place
from app.vault.vault import Vault
from media.clock import NS, Clock
from media.fragments import whole_fragments
from media.models import SpeechModel
from media.picture import Layout, Picture, Stamp
from media.track import AudioTrack, Samples, VideoFrame, VideoTrack
from media.voice import Voice

HEEDS_KEYBOARD_S = 0.5
"""how long a wait may last: Windows heeds no Ctrl+C inside one"""
RESERVE_S = 180
"""R-B15: three minutes more than twice the expected length must fit"""


@dataclass(frozen=True, slots=True)
class Sources:
    """The tracks of one take, not yet open."""

    cameras: tuple[VideoTrack, ...]
    counter: AudioTrack
    customer: AudioTrack | None = None
    layout: Layout = Layout.ONE
    play: Callable[[Samples], None] | None = None
    """where prompts are heard; None where nobody listens"""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be recorded, for whom, and who may open it afterwards."""

    script: ReadyScript
    case: Case
    place: Place
    recipients: tuple[Recipient, ...]
    rule_pack: tuple[str, str] = ("", "0" * 64)
    """id and SHA-256 of the region's rules that were in force"""
    settings: RecorderSettings = field(default_factory=RecorderSettings)
    policy: guide.Policy = field(default_factory=guide.Policy)
    is_practice: bool = False
    """演练: no customer sits there; burnt into every picture and written into the manifest"""
    preflight: Mapping[str, Any] = field(default_factory=dict)
    """what was checked before the take, and what a supervisor let pass; JSON values"""
    place_seen: Mapping[str, Any] = field(default_factory=dict)
    """whether the station stood where it is enrolled: the facts of `app.place.PlaceVerdict`; JSON values"""


@dataclass(frozen=True, slots=True)
class Controls:
    """What may be asked of a running take, from any thread."""

    now_ns: Callable[[], int]
    """how long the take has run"""
    send: Callable[[guide.Event], None]
    """what the clerk or the customer does"""
    sight: Callable[[], Sight]
    """what is seen and heard at this moment"""


PRACTICE_SIGN = "【演练】"


@dataclass(frozen=True, slots=True)
class TakeReport:
    """How a take went: what the command line prints and the review page shows."""

    take: Take
    outcome: Outcome
    closed: Closed
    """`is_destroyed` where the customer did not agree to be recorded"""
    recorded: Recorded
    steps: tuple[StepResult, ...]
    answers: tuple[Answer, ...]
    transcript: tuple[Utterance, ...]
    marks: tuple[Mark, ...]
    faces: dict[str, Any]
    faults: tuple[Fault, ...]


def new_take_id(wall_ns: int) -> TakeId:
    """Sortable, unique, and telling nothing: the moment in UTC and six random letters."""
    moment = datetime.fromtimestamp(wall_ns / NS, UTC).strftime("%Y%m%d-%H%M%S")
    return TakeId(f"{moment}-{''.join(secrets.choice('abcdefghjkmnpqrstuvwxyz23456789') for _ in range(6))}")


def record_take(
    order: Order,
    sources: Sources,
    vault: Vault,
    folder: DataFolder,
    clock: Clock,
    *,
    key: StationKey,
    voice: Voice | None,
    model: SpeechModel | None,
    listeners: Sequence[Listener] = (),
    on_begin: Callable[[int], None] | None = None,
    on_controls: Callable[[TakeId, Controls], None] | None = None,
    preview: Callable[[VideoFrame], None] | None = None,
) -> TakeReport:
    """Record one guided take and leave it sealed, signed and packaged; the case is written down with its first take.
    A take that ends without the customer's consent is destroyed instead (`app.evidence.closing`).

    Raises `Fault` before anything is written, or when what was recorded cannot be sealed or signed: then its row stays
    open with its file key, and `recover_take` closes it. `on_begin` is told the take's zero on the clock, before
    anything is asked; `on_controls` is given the take's controls once it runs; `preview` gets every picture, on the
    encoder's thread, and may not block.
    """
    _check_disk(folder, order.script.expected_s)
    case = order.case
    is_new_case = _is_new(vault, case)
    take_id = new_take_id(clock.wall_ns())
    branch = f"{PRACTICE_SIGN if order.is_practice else ''}{order.place.branch}"
    stamp = Stamp(
        take=take_id, branch=branch, counter=order.place.counter, clerk=case.clerk_id, step="",
        wall_ns=0,
    )  # fmt: skip
    runner = Runner(order.script, vault, take_id, clock, voice, stamp, listeners=listeners, policy=order.policy)
    recorder = Recorder(
        clock,
        sources.cameras,
        sources.counter,
        sources.customer,
        picture=Picture(order.settings.encode.width, order.settings.encode.height, sources.layout),
        stamp=stamp,
        observe=runner.observe,
        settings=order.settings,
        model=model,
        play=sources.play,
        preview=preview,
    )
    recorder.open()
    started_wall_ns = clock.wall_ns()
    file_key = os.urandom(16)
    path = folder.takes / f"{take_id}.mp4.age"
    take = Take(
        id=take_id,
        case_id=case.id,
        state=TakeState.OPEN,
        outcome=None,
        script_id=order.script.id,
        script_sha256=order.script.sha256,
        started_wall_ns=started_wall_ns,
        duration_ns=0,
        path=str(path.relative_to(folder.root)),
        sealed_bytes=0,
        sha256="",
        file_key=file_key,
    )
    tail_path = folder.takes / f"{take_id}.tail"
    with ExitStack() as stack:
        stack.callback(recorder.let_go)
        if is_new_case:
            vault.add_case(case, started_wall_ns)
        vault.open_take(take)
        began = Mark(0, "take_began", None, _circumstances(order, sources, model, recorder))
        vault.add_marks(take_id, [began])
        file, tail = stack.enter_context(_new_file(path)), stack.enter_context(_new_file(tail_path))
        sync_folder(folder.takes)
        writer = SealedWriter(file, order.recipients, file_key=file_key, tail=tail)
        try:
            runner.tell(began)
            _begin(clock, recorder, writer, runner, on_begin)
            if on_controls is not None:
                on_controls(take_id, Controls(recorder.now_ns, runner.send, recorder.sight))
            _wait(runner, recorder)
        except BaseException:
            recorder.abandon()
            runner.close()
            raise
        try:
            recorded = recorder.stop()
        finally:
            outcome = runner.close()
            clock.release()  # held by the runner since its end
    is_refused = is_consent_refused(vault.marks(take_id))
    if not is_refused:
        if recorded.file is None:
            recorded = replace(recorded, file=salvage(path, tail_path, file_key, whole_fragments).sealed)
        tail_path.unlink(missing_ok=True)
    faces = _faces(runner, recorder)
    ended = Mark(recorded.duration_ns, "take_ended", None, _figures(recorded, faces))
    vault.add_marks(take_id, [ended])
    runner.tell(ended)
    if is_refused:
        closed = refuse_take(vault, folder, key, take, outcome, recorded.duration_ns)
    else:
        closed = close_take(
            vault, folder, key, take_id, recorded.sealed, outcome, runner.state.results, recorded.duration_ns
        )
    return TakeReport(
        take=vault.take(take_id),
        outcome=outcome,
        closed=closed,
        recorded=recorded,
        steps=runner.state.results,
        answers=tuple(vault.answers(take_id)),
        transcript=tuple(vault.transcript(take_id)),
        marks=tuple(vault.marks(take_id)),
        faces=faces,
        faults=(*runner.faults, *((recorder.face_fault,) if recorder.face_fault else ())),
    )


def _begin(
    clock: Clock, recorder: Recorder, writer: SealedWriter, runner: Runner, on_begin: Callable[[int], None] | None
) -> None:
    clock.hold()  # until everything runs: a fast clock would else move between two starts
    try:
        recorder.start(writer)
        if on_begin is not None:
            on_begin(recorder.origin_ns)
        runner.begin(recorder)
    finally:
        clock.release()


def _wait(runner: Runner, recorder: Recorder) -> None:
    """Until the session has ended; Ctrl+C ends it in order, and the take is sealed all the same."""
    while True:
        try:
            while not runner.ended.wait(HEEDS_KEYBOARD_S):
                pass
            return
        except KeyboardInterrupt:
            runner.send(guide.ClerkEnds(recorder.now_ns(), "ended_at_keyboard"))


def _is_new(vault: Vault, case: Case) -> bool:
    """False when the vault knows the case; raises E-215 when it knows another one by that id."""
    try:
        known = vault.case(case.id)
    except Fault as fault:
        if fault.code != "E-213":
            raise
        return True
    if known != case:
        raise Fault("E-215", case=case.id)
    return False


def _check_disk(folder: DataFolder, expected_s: float) -> None:
    """R-B15: twice the expected size and a reserve, or the take does not begin."""
    needed = int((2 * expected_s + RESERVE_S) * BYTES_PER_S)
    free = shutil.disk_usage(folder.takes).free
    if free < needed:
        raise Fault("E-913", free_mb=free // 1_000_000, needed_mb=needed // 1_000_000)


def _new_file(path: Path) -> Any:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as problem:
        raise Fault("E-912", reason=problem.strerror or "?") from problem
    return open(descriptor, "r+b", buffering=0)


def _circumstances(order: Order, sources: Sources, model: SpeechModel | None, recorder: Recorder) -> dict[str, Any]:
    """Everything about the take that the manifest tells and that is known at its beginning."""
    script, encode = order.script, order.settings.encode
    return {
        "program": app.__version__,
        "script": {"id": script.id, "version": script.version, "sha256": script.sha256, "seed": script.seed},
        "rule_pack": {"id": order.rule_pack[0], "sha256": order.rule_pack[1]},
        "clock": {"source": "computer", "zone": datetime.now().astimezone().strftime("%z")},
        "overlays": list(script.overlays),
        "skipped": [{"step": skipped.step, "condition": skipped.condition} for skipped in script.skipped],
        "place": {"branch": order.place.branch, "counter": order.place.counter},
        "clerk": order.case.clerk_id,
        "recipients": [recipient.text for recipient in order.recipients],
        "devices": {
            "cameras": [camera.name for camera in sources.cameras],
            "microphones": [m.name for m in (sources.counter, sources.customer) if m is not None],
            "channels": "separate" if sources.customer is not None else "one microphone on both",
        },
        "detectors": {
            "speech": NOT_CHECKED if model is None else model.id,
            "faces": "checked" if recorder.checks_faces else NOT_CHECKED,
            "prompting": "checked" if sources.customer is not None and model is not None else NOT_CHECKED,
            "picture": "checked" if order.settings.checks_quality else NOT_CHECKED,
        },
        "picture": {"width": encode.width, "height": encode.height, "fps": encode.fps},
        **({"practice": True} if order.is_practice else {}),
        **({"preflight": dict(order.preflight)} if order.preflight else {}),
        **({"place_seen": dict(order.place_seen)} if order.place_seen else {}),
    }


def _faces(runner: Runner, recorder: Recorder) -> dict[str, Any]:
    totals = runner.presence.totals
    share = totals.customer_present_share
    if not recorder.checks_faces or share is None:
        return {"checked": False, "customer_present_share": None, "max_faces": None}
    return {"checked": True, "customer_present_share": round(share, 4), "max_faces": totals.max_faces}


def _figures(recorded: Recorded, faces: dict[str, Any]) -> dict[str, Any]:
    share = faces["customer_present_share"]
    return {
        "frames": recorded.frames,
        "dropped": recorded.dropped,
        "gaps_ms": {channel: gap_ns // 1_000_000 for channel, gap_ns in recorded.gaps_ns.items()},
        "customer_present_permille": None if share is None else round(share * 1000),
    }
