"""The station: the one object a window or a command line knows.

It holds an open vault and the settings, and offers what people do: record, look, search, export, recover. It decides
nothing about devices (the tracks are given) and shows nothing. A station is made once (`found`) and opened afterwards;
its signing key and its replay identity are made with the vault and never leave it.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from app.evidence.closing import Recovery, recover_take
from app.evidence.disk import open_raw
from app.evidence.manifest import StationKey
from app.evidence.sealed import Identity, Recipient, SealedReader, generate_identity
from app.faults import Fault
from app.model import Case, CaseId, Take, TakeId, TakeState
from app.session.runner import Listener
from app.session.take import Order, Sources, TakeReport, record_take
from app.settings import Settings
from app.vault.keys import Kdf
from app.vault.vault import Vault
from media.clock import Clock, SystemClock
from media.models import SpeechModel, find_speech_model
from media.voice import Voice

ACTOR = "station"
SIGNING_KEY = "station_signing_key"
REPLAY_IDENTITY = "replay_identity"
ARCHIVE_RECIPIENTS = "archive_recipients"
BUNDLED_MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the vault holds about one take."""

    take: Take
    case: Case


class Station:
    """An open station; use as a context manager."""

    def __init__(self, settings: Settings, vault: Vault, clock: Clock | None = None) -> None:
        self.settings = settings
        self.vault = vault
        self.clock: Clock = clock or SystemClock()

    @classmethod
    def found(
        cls, settings: Settings, passphrase: str, archive: Sequence[Recipient] = (), kdf: Kdf | None = None
    ) -> Self:
        """Make a new station in the data folder: vault, signing key, replay identity; raises E-202 if there is one."""
        settings.folder.prepare()
        return cls(settings, Vault.create(settings.folder.vault, passphrase, kdf=kdf))._equipped(archive)

    @classmethod
    def open(cls, settings: Settings, passphrase: str) -> Self:
        """Open the station in the data folder; raises E-201 when there is none, E-205 for a wrong passphrase."""
        station = cls(settings, Vault.open(settings.folder.vault, passphrase))
        settings.folder.prepare()
        if station.vault.doubt is not None or station.vault.takes():
            return station
        return station._equipped(())  # a crash while it was founded may have left it without

    @classmethod
    def open_or_found(cls, settings: Settings, passphrase: str) -> Self:
        """Open the station, or make it where there is none yet."""
        try:
            return cls.open(settings, passphrase)
        except Fault as fault:
            if fault.code != "E-201":
                raise
            return cls.found(settings, passphrase)

    def close(self) -> None:
        self.vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ keys

    @property
    def key(self) -> StationKey:
        """The key that signs manifests; usable by the station only."""
        return StationKey.from_pkcs8(self._secret(SIGNING_KEY))

    @property
    def identity(self) -> Identity:
        """What opens the station's own takes for replay."""
        return Identity.parse(self._secret(REPLAY_IDENTITY).decode())

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who can open a take: the station's replay identity and the institution's archive keys."""
        archive = self._secret(ARCHIVE_RECIPIENTS).decode().split()
        return (self.identity.recipient, *(Recipient.parse(text) for text in archive))

    @property
    def station_key_file(self) -> Path:
        """The public signing key, for whoever verifies."""
        return self.settings.folder.packages / "station.pem"

    def _equipped(self, archive: Sequence[Recipient]) -> Self:
        """With the keys that were not there yet; they are never made anew."""
        made: dict[str, Callable[[], bytes]] = {
            SIGNING_KEY: lambda: StationKey.generate().pkcs8(),
            REPLAY_IDENTITY: lambda: generate_identity().text.encode(),
            ARCHIVE_RECIPIENTS: lambda: "\n".join(recipient.text for recipient in archive).encode(),
        }
        try:
            for name, make in made.items():
                if self.vault.secret(name) is None:
                    self.vault.put_secret(name, make())
            if not self.station_key_file.exists():
                self.station_key_file.write_text(self.key.public_key_pem)
        except BaseException:
            self.close()
            raise
        return self

    def _secret(self, name: str) -> bytes:
        secret = self.vault.secret(name)
        if secret is None:
            raise Fault("E-213", id=name)
        return secret

    # ------------------------------------------------------------------ what people do

    def speech_model(self) -> SpeechModel | None:
        """The installed model, else the one that comes with the program, else none."""
        return find_speech_model([self.settings.folder.models, BUNDLED_MODELS])

    def record(
        self,
        order: Order,
        sources: Sources,
        *,
        clock: Clock | None = None,
        voice: Voice | None,
        model: SpeechModel | None,
        listeners: Sequence[Listener] = (),
        on_begin: Callable[[int], None] | None = None,
    ) -> TakeReport:
        """Record one guided take of a case; see `app.session.take.record_take`."""
        return record_take(
            order,
            sources,
            self.vault,
            self.settings.folder,
            clock or self.clock,
            key=self.key,
            voice=voice,
            model=model,
            listeners=listeners,
            on_begin=on_begin,
        )

    def recover(self) -> tuple[Recovery, ...]:
        """Close every take that a crash left open; each is salvaged, signed and packaged, or said to be lost."""
        return tuple(recover_take(self.vault, self.settings.folder, self.key, take) for take in self.vault.open_takes())

    def show(self, take_id: TakeId) -> Shown:
        take = self.vault.take(take_id)
        return Shown(take, self.vault.case(take.case_id))

    def takes_of(self, case_id: CaseId) -> tuple[Take, ...]:
        return self.vault.takes(case=case_id)

    def replay(self, take_id: TakeId, actor: str, reason: str) -> SealedReader:
        """A take as a plain seekable file in memory, for a named reason; written into the audit log first."""
        take = self._sealed(take_id)
        self.vault.audit("take.replayed", actor, {"take": take_id, "reason": reason})
        return self._plain(take)

    def export(self, take_id: TakeId, target: Path, actor: str, reason: str) -> int:
        """Decrypt one take into a new file for a named reason; returns its bytes. Never leaves half a file."""
        take = self._sealed(take_id)
        if target.exists():
            raise Fault("E-914", name=target.name)
        self.vault.audit("take.exported", actor, {"take": take_id, "reason": reason})
        part = target.with_name(target.name + ".part")
        try:
            with (
                self._plain(take) as plain,
                open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy,
            ):
                shutil.copyfileobj(plain, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
            part.replace(target)
        except OSError as problem:
            raise Fault("E-915", reason=problem.strerror or "?") from problem
        finally:
            part.unlink(missing_ok=True)
        return target.stat().st_size

    def _plain(self, take: Take) -> SealedReader:
        file = cast(BinaryIO, open_raw(self.settings.folder.root / take.path, "rb"))
        try:
            return SealedReader(file, self.identity)
        except Fault as fault:
            if fault.code == "E-302":  # every take is sealed for this station: who cannot open it reads another header
                raise Fault("E-303") from fault
            raise

    def _sealed(self, take_id: TakeId) -> Take:
        take = self.vault.take(take_id)
        if take.state in (TakeState.OPEN, TakeState.ERASED):
            raise Fault("E-210", take=take_id, state=take.state.value, wanted="sealed")
        return take
