"""The demo: one complete guided take at a counter that does not exist, with a customer made of sound.

Camera, clerk's microphone and customer are tracks of `media`; script, judge, recorder, vault and evidence are the real
ones and do not know that it is a demo. Everything lies in one folder: the station's data, and beside it

    package/                 take.mp4.age, manifest.json, manifest.sig
    archive-identity.txt     a throw-away age identity that opens the take (a real archive key never lies here)
    station.pem              the station's public key, for `verify`
"""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from ruamel.yaml import YAML

from app.counter import LIBRARY, prepare_take, record
from app.evidence.package import Verification, verify
from app.evidence.sealed import Identity, generate_identity, read_identities
from app.faults import Fault
from app.logs import start_logging
from app.session.script import ReadyScript
from app.session.take import Sources, TakeReport
from app.settings import Settings, load_settings
from app.station import Station
from app.virtual_customer import AnsweringCustomer, Answers
from media.synthetic import NoiseMicrophone, VirtualCustomer
from media.track import Samples
from media.virtual_counter import CounterCamera
from media.voice import CUSTOMER_VOICE, Voice

CASES = {
    ("bank-life-over-1y", False): "demo-life",
    ("bank-life-over-1y", True): "demo-life-elder",
    ("bank-wealth-r3", False): "demo-wealth",
}
"""script and whether the customer is old: the example case"""
CUSTOMER_CHARS_PER_SECOND = 3.6


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo left."""

    report: TakeReport
    script: ReadyScript
    package: Path
    verification: Verification


def run_demo(folder: Path | None, script_id: str, *, is_elder: bool, fast: bool, console: Console) -> Demo:
    """Run the demo in `folder` (a new one when None) and verify the package it left."""
    case_name = CASES.get((script_id, is_elder))
    if case_name is None:
        known = ", ".join(f"{name} --elder" if elder else name for name, elder in CASES)
        raise Fault("E-449", given=f"{script_id} --elder" if is_elder else script_id, known=known)
    root = Path(tempfile.mkdtemp(prefix="demo-", dir=".")) if folder is None else folder
    settings = load_settings(root)
    settings.folder.prepare()
    archive = _archive_identity(root / "archive-identity.txt")
    files = LIBRARY / "cases"
    console.print(f"虚拟柜台 → {root}", highlight=False, markup=False, soft_wrap=True)
    prepared = prepare_take(script_id, files / f"{case_name}.yaml", seed=1)
    with ExitStack() as stack:
        stack.callback(start_logging(settings.folder).close)
        station = stack.enter_context(_station(settings, archive))
        voice = Voice(None, voice=CUSTOMER_VOICE)
        stack.callback(voice.close)
        customer = AnsweringCustomer(
            VirtualCustomer(), _spoken(voice, read_answers(files / f"{case_name}.answers.yaml"))
        )
        sources = Sources(cameras=(CounterCamera(),), counter=NoiseMicrophone(-66.0), customer=customer.track)
        report = record(station, prepared, sources, console=console, fast=fast, customer=customer)
        shutil.copyfile(station.station_key_file, root / "station.pem")
    package = root / "package"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(report.closed.package, package, copy_function=_link_or_copy)
    return Demo(report, prepared.script, package, verify(package, identity=archive))


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a disk that knows no links
        shutil.copyfile(source, target)


def read_answers(file: Path) -> dict[str, list[str]]:
    """What the made-up customer says: step id to one text a try; the last one is said from then on."""
    rows = YAML(typ="safe").load(file)
    return {str(step): [str(text) for text in texts] for step, texts in rows.items()}


def _spoken(voice: Voice, answers: Mapping[str, Sequence[str]]) -> Answers:
    def answer(step: str, attempt: int) -> Samples | None:
        texts = answers.get(step, answers.get("default", ()))
        if not texts:
            return None
        return voice.render(texts[min(attempt, len(texts)) - 1], CUSTOMER_CHARS_PER_SECOND).samples

    return answer


def _station(settings: Settings, archive: Identity) -> Station:
    passphrase = os.environ.get("DUALREC_PASSPHRASE", "demo")
    try:
        return Station.found(settings, passphrase, archive=(archive.recipient,))
    except Fault as fault:
        if fault.code != "E-202":
            raise
        return Station.open(settings, passphrase)


def _archive_identity(file: Path) -> Identity:
    """The throw-away archive key of this folder, made on the first run; raises E-309 when what is there is none."""
    if file.exists():
        return read_identities(file.read_text())[0]
    identity = generate_identity()
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(f"# {identity.recipient.text}\n{identity.text}\n")
    return identity
