"""The demo: one complete guided take at a counter that does not exist, with a customer made of sound.

Camera, clerk's microphone and customer are tracks of `media`; script, judge, recorder, vault and evidence are the real
ones and do not know that it is a demo. Everything lies in one folder: the station's data, and beside it

    package/                 take.mp4.age, manifest.json, manifest.sig
    archive-identity.txt     a throw-away age identity that opens the take (a real archive key never lies here)
    station.pem              the station's public key, for `verify`
    recovery-kit.txt         the three shares, which a real station prints once for three people

Its accounts are `admin`, `supervisor`, `inspector`, `auditor` and the clerk of the case, all with the passphrase of
`DUALREC_PASSPHRASE`, else `demo`: a station to be thrown away, whose passphrases need keep no rule.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from ruamel.yaml import YAML

from app.counter import LIBRARY, Prepared, prepare_take, record
from app.devices import VirtualDevices
from app.evidence.package import Verification, verify
from app.evidence.sealed import Identity, generate_identity, read_identities
from app.faults import Fault
from app.forwarding import start_logging_of
from app.model import Case
from app.rights import Licence, Role
from app.session.script import ReadyScript
from app.session.take import TakeReport
from app.settings import Place, Settings, load_settings
from app.station import Station
from app.vault.keyfile import NewAccount
from app.vault.keys import Kdf

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


ADMINISTRATOR, SUPERVISOR, INSPECTOR, AUDITOR = "admin", "supervisor", "inspector", "auditor"
QUICK_KDF = Kdf(memory_kib=19 * 1024, iterations=2, lanes=1)
"""OWASP's least; five accounts are made at once, and there is nothing to guard"""


@dataclass(slots=True)
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
        stack.callback(start_logging_of(settings).close)
        devices = VirtualDevices(read_answers(files / f"{case_name}.answers.yaml"))
        stack.callback(devices.close)
        station = _station(settings, archive, prepared.case)
        counter = Counter(root, station, prepared, devices, archive)
        stack.callback(lambda: counter.station.close())
        yield counter


def enter_as(counter: Counter, account: str) -> Station:
    """Close the demo's station, and open it as another of its accounts."""
    settings = counter.station.settings
    counter.station.close()
    counter.station = Station.open(settings, _passphrase(), account)
    return counter.station


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


def _passphrase() -> str:
    return os.environ.get("DUALREC_PASSPHRASE", "demo")


def _station(settings: Settings, archive: Identity, case: Case) -> Station:
    """The station of this folder, opened as the case's clerk."""
    try:
        kit = Station.found(settings, _founders(case), (archive.recipient,), QUICK_KDF, is_throwaway=True)
    except Fault as fault:
        if fault.code != "E-202":
            raise
    else:
        _write_secret(settings.folder.root / "recovery-kit.txt", "\n".join(kit.shares) + "\n")
    return Station.open(settings, _passphrase(), case.clerk_id)


def _founders(case: Case) -> list[NewAccount]:
    passphrase, today = _passphrase(), date.today()
    licence = Licence("DEMO-0001", ("insurance", "wealth"), today + timedelta(days=365), today)
    return [
        NewAccount(ADMINISTRATOR, passphrase, frozenset({Role.ADMINISTRATOR})),
        NewAccount(SUPERVISOR, passphrase, frozenset({Role.SUPERVISOR})),
        NewAccount(INSPECTOR, passphrase, frozenset({Role.INSPECTOR})),
        NewAccount(AUDITOR, passphrase, frozenset({Role.AUDITOR})),
        NewAccount(case.clerk_id, passphrase, frozenset({Role.CLERK}), licence),
    ]


def _archive_identity(file: Path) -> Identity:
    """The throw-away archive key of this folder, made on the first run; raises E-309 when what is there is none."""
    if file.exists():
        return read_identities(file.read_text())[0]
    identity = generate_identity()
    _write_secret(file, f"# {identity.recipient.text}\n{identity.text}\n")
    return identity


def _write_secret(file: Path, text: str) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
