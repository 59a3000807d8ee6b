"""A take at the counter from what the command line says: specs become tracks, files become a script and a case.

The same for a real counter, a recorded file and a made-up customer: only the tracks differ.
"""

import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console

from app.evidence.recording import RecorderSettings
from app.faults import Fault
from app.model import Case
from app.printing import Progress
from app.session.case import read_case
from app.session.filling import prepare
from app.session.runner import Listener
from app.session.script import ReadyScript
from app.session.script_file import load_library
from app.session.states import Policy
from app.session.take import Order, Sources, TakeReport
from app.settings import Place, Settings
from app.station import Station
from app.virtual_customer import AnsweringCustomer, answers_from_folder
from media.capture import Speaker, open_camera, open_microphone
from media.clock import Clock, FastClock
from media.picture import Layout
from media.synthetic import VirtualCustomer
from media.track import AudioTrack, Samples
from media.voice import Voice

RULE_PACK = "national"
LIBRARY = Path(__file__).resolve().parent.parent / "scripts_library"


@dataclass(frozen=True, slots=True)
class CounterRequest:
    """What `record` was asked for."""

    script_id: str
    case_file: Path
    cameras: tuple[str, ...]
    microphone: str
    customer_microphone: str | None = None
    customer_says: Path | None = None
    speaker: str | None = None
    layout: str | None = None
    """as the cameras are many unless it is said"""
    seed: int | None = None
    fast: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A script filled for a case, and the rules in force: all that the files say about a take."""

    script: ReadyScript
    case: Case
    rule_pack: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A request that has been checked as far as it can be without the vault and with no device opened."""

    request: CounterRequest
    prepared: Prepared
    sources: Sources
    customer: AnsweringCustomer | None


def prepare_take(script_id: str, case_file: Path, seed: int | None = None) -> Prepared:
    """Read the case and fill the script for it; `seed` draws the questions, by chance unless given."""
    return prepare_case(read_case(case_file, date.today()), script_id, seed)


def prepare_case(case: Case, script_id: str, seed: int | None = None) -> Prepared:
    """Fill the script for a case that somebody wrote by hand, as `prepare_take` does for one in a file."""
    today = date.today()
    library = load_library(LIBRARY)
    script = library.script(script_id, today)
    pack = library.rules.pack(RULE_PACK)
    ready = prepare(script, case, today, secrets.randbelow(1 << 31) if seed is None else seed)
    return Prepared(ready, case, (pack.id, pack.sha256))


def plan_take(request: CounterRequest) -> Plan:
    """Check what was asked for and read its files; raises `Fault`, with nothing opened and nothing written."""
    if request.customer_says and request.customer_microphone:
        raise Fault("E-446", one="--customer-says", other="--customer-microphone")
    layout = _layout(request)
    customer: AnsweringCustomer | None = None
    second: AudioTrack | None = None
    if request.customer_says:
        customer = AnsweringCustomer(VirtualCustomer(), answers_from_folder(request.customer_says))
        second = customer.track
    elif request.customer_microphone:
        second = open_microphone(request.customer_microphone)
    sources = Sources(
        cameras=tuple(open_camera(spec) for spec in request.cameras),
        counter=open_microphone(request.microphone),
        customer=second,
        layout=layout,
    )
    specs = (*request.cameras, request.microphone, request.customer_microphone or "")
    live = [spec for spec in specs if _is_live(spec)]
    if request.fast and live:
        raise Fault("E-448", spec=live[0].split(":")[0])
    return Plan(request, prepare_take(request.script_id, request.case_file, request.seed), sources, customer)


def record_at_counter(station: Station, plan: Plan, console: Console) -> TakeReport:
    """Record what was planned and print progress; raises `Fault` before anything is written when it cannot."""
    request = plan.request
    with ExitStack() as stack:
        sources = replace(plan.sources, play=_loudspeaker(request, stack))
        return record(
            station,
            plan.prepared,
            sources,
            console=console,
            fast=request.fast,
            customer=plan.customer,
        )


def record(
    station: Station,
    prepared: Prepared,
    sources: Sources,
    *,
    console: Console,
    fast: bool = False,
    customer: AnsweringCustomer | None = None,
) -> TakeReport:
    """Record a prepared take from these sources."""
    order = order_for(station, prepared)
    listeners: list[Listener] = [Progress(console, prepared.script)]
    if customer is not None:
        listeners.append(customer)
    clock: Clock | None = FastClock() if fast else None
    voice = Voice(None)
    try:
        return station.record(
            order,
            sources,
            clock=clock,
            voice=voice,
            model=station.speech_model(),
            listeners=listeners,
            on_begin=customer.begin if customer is not None else None,
        )
    finally:
        voice.close()


def order_for(
    station: Station,
    prepared: Prepared,
    *,
    is_practice: bool = False,
    preflight: Mapping[str, Any] | None = None,
    has_touch: bool = False,
) -> Order:
    """What is to be recorded for a prepared case at this station, by its settings."""
    settings, case = station.settings, prepared.case
    return Order(
        script=prepared.script,
        case=case,
        place=_place(settings, case.branch, case.counter),
        recipients=station.recipients,
        rule_pack=prepared.rule_pack,
        settings=replace(
            RecorderSettings(),
            faces_per_s=settings.detectors.faces_per_s,
            quality_per_s=settings.detectors.quality_per_s,
        ),
        policy=Policy(has_touch=has_touch),
        is_practice=is_practice,
        preflight=preflight or {},
    )


def _layout(request: CounterRequest) -> Layout:
    """No camera may be recorded nowhere, and no place of the picture may stay empty."""
    given = len(request.cameras)
    if request.layout is None and given <= 2:
        return Layout.ONE if given == 1 else Layout.SIDE_BY_SIDE
    name = request.layout or Layout.SIDE_BY_SIDE.value
    if name not in {layout.value for layout in Layout}:
        raise Fault("E-447", given=name, known=", ".join(layout.value for layout in Layout))
    layout = Layout(name)
    needed = 1 if layout is Layout.ONE else 2
    if given != needed:
        raise Fault("E-452", layout=name, needed=needed, given=given)
    return layout


def _is_live(spec: str) -> bool:
    return bool(spec) and not spec.startswith(("file:", "synthetic:"))


def _loudspeaker(request: CounterRequest, stack: ExitStack) -> Callable[[Samples], None] | None:
    """Prompts are heard where a real microphone listens, unless it is said otherwise."""
    spec = request.speaker or ("device:default" if _is_live(request.microphone) else "none")
    if spec == "none":
        return None
    speaker = Speaker(spec)
    stack.callback(speaker.close)
    return speaker.play


def _place(settings: Settings, branch: str, counter: str) -> Place:
    """The station's own place; one that has none yet takes the case's."""
    unset = Place()
    place = settings.place
    return Place(
        branch=branch if place.branch == unset.branch else place.branch,
        counter=counter if place.counter == unset.counter else place.counter,
    )
