"""A take at the counter from what the command line says: specs become tracks, files become a script and a case.

The same for a real counter, a recorded file and a made-up customer: only the tracks differ.
"""

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console

from app.evidence.recording import RecorderSettings
from app.faults import Fault
from app.printing import Progress
from app.session.case import read_case
from app.session.filling import prepare
from app.session.runner import Listener
from app.session.script import ReadyScript
from app.session.script_file import load_library
from app.session.take import Order, Sources, TakeReport
from app.settings import Place, Settings
from app.station import Station
from app.virtual_customer import AnsweringCustomer, Answers, answers_from_folder
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
    layout: str = "one"
    seed: int | None = None
    fast: bool = False


def record_at_counter(station: Station, request: CounterRequest, console: Console) -> tuple[TakeReport, ReadyScript]:
    """Record what was asked for and print progress; raises `Fault` before anything is written when it cannot."""
    _check(request)
    answers = answers_from_folder(request.customer_says) if request.customer_says else None
    with ExitStack() as stack:
        customer = _customer(request, answers)
        sources = Sources(
            cameras=tuple(open_camera(spec) for spec in request.cameras),
            counter=open_microphone(request.microphone),
            customer=customer.track if isinstance(customer, AnsweringCustomer) else customer,
            layout=Layout(request.layout),
            play=_loudspeaker(request, stack),
        )
        return record(
            station,
            request.script_id,
            request.case_file,
            sources,
            console=console,
            seed=request.seed,
            fast=request.fast,
            customer=customer if isinstance(customer, AnsweringCustomer) else None,
        )


def record(
    station: Station,
    script_id: str,
    case_file: Path,
    sources: Sources,
    *,
    console: Console,
    seed: int | None = None,
    fast: bool = False,
    customer: AnsweringCustomer | None = None,
) -> tuple[TakeReport, ReadyScript]:
    """Fill the script for the case and record it from these sources."""
    today = date.today()
    case = read_case(case_file, today)
    library = load_library(LIBRARY)
    script = library.script(script_id, today)
    pack = library.rules.pack(RULE_PACK)
    ready = prepare(script, case, today, secrets.randbelow(1 << 31) if seed is None else seed)
    settings = station.settings
    order = Order(
        script=ready,
        case=case,
        place=_place(settings, case.branch, case.counter),
        recipients=station.recipients,
        rule_pack=(pack.id, pack.sha256),
        settings=replace(
            RecorderSettings(),
            faces_per_s=settings.detectors.faces_per_s,
            quality_per_s=settings.detectors.quality_per_s,
        ),
    )
    listeners: list[Listener] = [Progress(console, ready)]
    if customer is not None:
        listeners.append(customer)
    clock: Clock | None = FastClock() if fast else None
    voice = Voice(None)
    try:
        report = station.record(
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
    return report, ready


def _check(request: CounterRequest) -> None:
    if request.customer_says and request.customer_microphone:
        raise Fault("E-446", one="--customer-says", other="--customer-microphone")
    if request.layout not in {layout.value for layout in Layout}:
        raise Fault("E-447", given=request.layout, known=", ".join(layout.value for layout in Layout))
    live = [
        spec for spec in (*request.cameras, request.microphone, request.customer_microphone or "") if _is_live(spec)
    ]
    if request.fast and live:
        raise Fault("E-448", spec=live[0].split(":")[0])


def _is_live(spec: str) -> bool:
    return bool(spec) and not spec.startswith(("file:", "synthetic:"))


def _customer(request: CounterRequest, answers: Answers | None) -> AnsweringCustomer | AudioTrack | None:
    if answers is not None:
        return AnsweringCustomer(VirtualCustomer(), answers)
    return open_microphone(request.customer_microphone) if request.customer_microphone else None


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
