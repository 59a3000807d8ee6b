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
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from ruamel.yaml import YAML

from app.counter import LIBRARY, Prepared, prepare_take, record
from app.devices import VirtualDevices
from app.evidence.package import Verification, verify
from app.evidence.sealed import Identity, generate_identity, read_identities
from app.faults import Fault
from app.logs import start_logging
from app.session.script import ReadyScript
from app.session.take import TakeReport
from app.settings import Place, Settings, load_settings
from app.station import Station

CASES = {
    ("bank-life-over-1y", False): "demo-life",
    ("bank-life-over-1y", True): "demo-life-elder",
    ("bank-wealth-r3", False): "demo-wealth",
}
"""script and whether the customer is old: the example case"""

PLACE = Place("示范支行", "03")
"""where the demo's counter stands, unless the folder's settings say otherwise"""


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo left."""

    report: TakeReport
    script: ReadyScript
    package: Path
    verification: Verification


@dataclass(frozen=True, slots=True)
class Counter:
    """A demo that may begin: its folder, its open station, the sale, and the virtual counter."""

    root: Path
    station: Station
    prepared: Prepared
    devices: VirtualDevices
    archive: Identity


def demo_folder(folder: Path | None) -> Path:
    """Where a demo lies: as given, or a new folder here."""
    return Path(tempfile.mkdtemp(prefix="demo-", dir=".")) if folder is None else folder


@contextmanager
def open_counter(root: Path, script_id: str, *, is_elder: bool) -> Iterator[Counter]:
    """Make or open the demo's station in `root`; raises E-449 for a script without an example case."""
    case_name = CASES.get((script_id, is_elder))
    if case_name is None:
        known = ", ".join(f"{name} --elder" if elder else name for name, elder in CASES)
        raise Fault("E-449", given=f"{script_id} --elder" if is_elder else script_id, known=known)
    settings = load_settings(root)
    if settings.place == Place():
        settings = replace(settings, place=PLACE)
    settings.folder.prepare()
    archive = _archive_identity(root / "archive-identity.txt")
    files = LIBRARY / "cases"
    prepared = prepare_take(script_id, files / f"{case_name}.yaml", seed=1)
    with ExitStack() as stack:
        stack.callback(start_logging(settings.folder).close)
        station = stack.enter_context(_station(settings, archive))
        devices = VirtualDevices(read_answers(files / f"{case_name}.answers.yaml"))
        stack.callback(devices.close)
        yield Counter(root, station, prepared, devices, archive)


def pack(counter: Counter, report: TakeReport) -> Demo:
    """Lay the package and the station's public key beside the demo's data, and verify it as a stranger would."""
    shutil.copyfile(counter.station.station_key_file, counter.root / "station.pem")
    package = counter.root / "package"
    shutil.rmtree(package, ignore_errors=True)
    shutil.copytree(report.closed.package, package, copy_function=_link_or_copy)
    return Demo(report, counter.prepared.script, package, verify(package, identity=counter.archive))


def run_demo(folder: Path | None, script_id: str, *, is_elder: bool, fast: bool, console: Console) -> Demo:
    """Run the demo in `folder` (a new one when None) and verify the package it left."""
    with open_counter(demo_folder(folder), script_id, is_elder=is_elder) as counter:
        console.print(f"虚拟柜台 → {counter.root}", highlight=False, markup=False, soft_wrap=True)
        report = record(
            counter.station,
            counter.prepared,
            counter.devices.sources(),
            console=console,
            fast=fast,
            customer=counter.devices.customer,
        )
        return pack(counter, report)


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # a disk that knows no links
        shutil.copyfile(source, target)


def read_answers(file: Path) -> dict[str, list[str]]:
    """What the made-up customer says: step id to one text a try; the last one is said from then on."""
    rows = YAML(typ="safe").load(file)
    return {str(step): [str(text) for text in texts] for step, texts in rows.items()}


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
