"""The station: the one object a window or a command line knows.

It holds an open vault and the settings, and offers what people do: record, look, review, export, recover. It decides
nothing about devices (the tracks are given) and shows nothing. A station is made once (`found`) and opened afterwards;
its signing key and its replay identity are made with the vault and never leave it.

Who asks is the `person` it was opened for, and every method that not everybody may use checks that person's rights
here, not in a window. Who opens it without a person has every role: that is the command line, whose user knows the
passphrase. The methods may be called from any thread; they wait for the disk, so a window calls them from a worker.
"""

import os
import secrets
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from app.evidence.closing import Recovery, recover_take
from app.evidence.disk import open_raw
from app.evidence.manifest import StationKey
from app.evidence.package import Verification
from app.evidence.sealed import Identity, Recipient, SealedReader, generate_identity
from app.faults import Fault
from app.model import Case, CaseId, CaseRow, Review, ReviewKind, ReviewVerdict, Take, TakeId, TakeState
from app.review import ReplayView, TakeReview, fragments_within, verify_take
from app.rights import Person, Right, whole_station
from app.session.runner import Listener
from app.session.take import Order, Sources, TakeReport, record_take
from app.settings import Settings, Value, save
from app.vault.keys import Kdf
from app.vault.vault import Vault
from media.clock import Clock, SystemClock
from media.fragments import Fragment
from media.models import SpeechModel, find_speech_model
from media.voice import Voice

ACTOR = "station"
SIGNING_KEY = "station_signing_key"
EVERYBODYS = ("look.", "devices.")
"""settings that need no right begin so"""
REPLAY_IDENTITY = "replay_identity"
PRACTICE_PASSPHRASE = "practice_passphrase"
ARCHIVE_RECIPIENTS = "archive_recipients"
FOR_RANDOM = Kdf(memory_kib=1024, iterations=1, lanes=1)
"""a passphrase of 256 random bits cannot be guessed: stretching it would only cost time"""
BUNDLED_MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the vault holds about one take."""

    take: Take
    case: Case


class Station:
    """An open station; use as a context manager."""

    def __init__(
        self, settings: Settings, vault: Vault, clock: Clock | None = None, person: Person | None = None
    ) -> None:
        self.settings = settings
        self.vault = vault
        self.clock: Clock = clock or SystemClock()
        self.person = person or whole_station()
        self.is_closed = False
        self._practice: Station | None = None
        self._opening = threading.Lock()

    @classmethod
    def found(
        cls,
        settings: Settings,
        passphrase: str,
        archive: Sequence[Recipient] = (),
        kdf: Kdf | None = None,
        person: Person | None = None,
    ) -> Self:
        """Make a new station in the data folder: vault, signing key, replay identity; raises E-202 if there is one."""
        settings.folder.prepare()
        vault = Vault.create(settings.folder.vault, passphrase, kdf=kdf)
        return cls(settings, vault, person=person)._equipped(archive)._entered(person)

    @classmethod
    def open(cls, settings: Settings, passphrase: str, person: Person | None = None) -> Self:
        """Open the station in the data folder; raises E-201 when there is none, E-205 for a wrong passphrase."""
        station = cls(settings, Vault.open(settings.folder.vault, passphrase), person=person)
        settings.folder.prepare()
        if station.vault.doubt is not None:
            return station
        if not station.vault.takes():
            station._equipped(())  # a crash while it was founded may have left it without
        return station._entered(person)

    @classmethod
    def open_or_found(cls, settings: Settings, passphrase: str, person: Person | None = None) -> Self:
        """Open the station, or make it where there is none yet."""
        try:
            return cls.open(settings, passphrase, person)
        except Fault as fault:
            if fault.code != "E-201":
                raise
            return cls.found(settings, passphrase, person=person)

    def close(self) -> None:
        """Close the vault, the one for practice first; may be called twice."""
        with self._opening:
            self.is_closed = True
            try:
                if self._practice is not None:
                    self._practice.close()
            finally:
                self.vault.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ practice

    @property
    def is_practice(self) -> bool:
        """演练: what is recorded here is nobody's sale. It is kept apart, and whatever uploads must refuse it."""
        return self.settings.folder.is_practice

    def practice(self) -> "Station":
        """The station to practise at: its own vault, keys and takes, in a folder of its own.

        Made on first use, then the same one until it is closed, at the latest with this one. Its passphrase is random
        and a secret of this vault, so that nobody has to remember a second one.
        """
        if self.is_practice:
            return self
        with self._opening:
            if self.is_closed:
                raise RuntimeError("the station is closed")
            if self._practice is None or self._practice.is_closed:
                self._practice = self._open_practice()
            return self._practice

    def _open_practice(self) -> "Station":
        if self.vault.secret(PRACTICE_PASSPHRASE) is None:
            self.vault.put_secret(PRACTICE_PASSPHRASE, secrets.token_urlsafe(32).encode())
        passphrase = self._secret(PRACTICE_PASSPHRASE).decode()
        settings = replace(self.settings, folder=self.settings.folder.practice)
        try:
            return Station.open(settings, passphrase, self.person)
        except Fault as fault:
            if fault.code != "E-201":
                raise
            return Station.found(settings, passphrase, kdf=FOR_RANDOM, person=self.person)

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

    def _entered(self, person: Person | None) -> Self:
        """The audit trail tells as whom somebody came in, when it was said."""
        if person is not None:
            try:
                self.vault.audit("person.entered", person.account, {"roles": sorted(person.roles)})
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

    def require(self, right: Right) -> None:
        """E-222 unless the person may do that."""
        self.person.require(right)

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
            self.permitted(order),
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

    def permitted(self, order: Order) -> Order:
        """The order as this station may record it: E-222 for who may not, and what is practice is marked as such."""
        self.require(Right.RECORD)
        return replace(order, is_practice=self.is_practice or order.is_practice)

    def recover(self) -> tuple[Recovery, ...]:
        """Close every take that a crash left open; each is salvaged, signed and packaged, or said to be lost."""
        return tuple(recover_take(self.vault, self.settings.folder, self.key, take) for take in self.vault.open_takes())

    def show(self, take_id: TakeId) -> Shown:
        """A take and its case; E-213 when there is none of that id, E-222 for another clerk's."""
        take = self.vault.take(take_id)
        return Shown(take, self._visible(self.vault.case(take.case_id)))

    def takes_of(self, case_id: CaseId) -> tuple[Take, ...]:
        """The takes of a case, newest first."""
        found = self.vault.takes(case=case_id)
        if found:
            self._visible(self.vault.case(case_id))
        return found

    def replay(self, take_id: TakeId, actor: str, reason: str) -> SealedReader:
        """A take as a plain seekable file in memory, for a named reason; written into the audit log first.

        E-210 open or erased; E-331, E-333, E-334 its file is missing, cut or longer; E-301 to E-306 it was changed.
        """
        self.require(Right.REPLAY)
        take = self._there(take_id, reason)
        self.vault.audit("take.replayed", actor, {"take": take_id, "reason": reason})
        return self._plain(take)

    def export(self, take_id: TakeId, target: Path, actor: str, reason: str) -> int:
        """Decrypt one take into a new file for a named reason; returns its bytes. Never leaves half a file."""
        self.require(Right.EXPORT)
        take = self._there(take_id, reason)
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

    def may_change(self, key: str) -> bool:
        """Whether the person may change that setting."""
        return key.startswith(EVERYBODYS) or self.person.may(Right.SETTINGS)

    def change_settings(self, changes: Mapping[str, Value]) -> Settings:
        """Save changed settings and go by them from the next take on; see `app.settings.save`.

        Anybody may change how the window looks and which devices the counter has; for the rest there is a right.
        """
        if not all(map(self.may_change, changes)):
            self.require(Right.SETTINGS)
        changed = save(self.settings, changes)
        if self.vault.doubt is None:  # a vault in doubt takes no rows, and is no reason to keep a wrong microphone
            self.vault.audit("settings.changed", self.person.account, {"keys": sorted(changes)})
        self.settings = changed
        return changed

    # ------------------------------------------------------------------ looking, reviewing

    def overview(self, limit: int | None = None) -> tuple[CaseRow, ...]:
        """Each case with its newest take, newest first: all of them, or the person's own."""
        if self.person.may(Right.SEE_ALL_TAKES):
            return self.vault.overview(limit)
        self.require(Right.SEE_OWN_TAKES)
        return self.vault.overview(limit, self.person.account)

    def review_of(self, take_id: TakeId) -> TakeReview:
        """Everything that is known of one take; E-213 when there is none of that id."""
        shown, vault = self.show(take_id), self.vault
        return TakeReview(
            take=replace(shown.take, file_key=None),
            case=shown.case,
            steps=vault.steps(take_id),
            answers=vault.answers(take_id),
            marks=vault.marks(take_id),
            transcript=vault.transcript(take_id),
            reviews=vault.reviews(take_id),
            seal=vault.seal(take_id),
        )

    def note(self, take_id: TakeId, step: str, text: str) -> None:
        """Explain a step of a take; what was explained before stays."""
        self.show(take_id)
        self._review(Right.SUBMIT, take_id, ReviewKind.NOTE, _said(text), step=step)

    def submit(self, take_id: TakeId) -> None:
        """Hand a take to the supervisor; E-223 with the number of steps that still need a note."""
        self.require(Right.SUBMIT)
        review = self.review_of(take_id)
        # Whether it may be submitted at all is said before anybody writes notes for it.
        if review.missing_notes and review.status in (None, ReviewKind.RETURNED) and review.seal is not None:
            raise Fault("E-223", take=take_id, count=len(review.missing_notes))
        self._review(Right.SUBMIT, take_id, ReviewKind.SUBMITTED)

    def void(self, take_id: TakeId, reason: str, second_account: str) -> None:
        """Declare a take void, together with a second person; the recording stays as it is. E-228 for the same one."""
        self.show(take_id)
        self._review(Right.SUBMIT, take_id, ReviewKind.VOIDED, _said(reason), second_account=second_account)

    def find(self, take_id: TakeId, rule: str | None, step: str | None, verdict: ReviewVerdict, text: str = "") -> None:
        """Write down a reviewer's verdict on a step, a rule, or a rule in a step; a newer one replaces it."""
        self._review(Right.FIND, take_id, ReviewKind.FINDING, text, rule=rule, step=step, verdict=verdict)

    def send_back(self, take_id: TakeId, reason: str, step: str | None = None) -> None:
        """Return a take to the clerk, with the day by which it is wanted in words."""
        self._review(Right.APPROVE, take_id, ReviewKind.RETURNED, _said(reason), step=step)

    def approve(self, take_id: TakeId) -> None:
        """Accept a submitted take; E-227 while a finding stands against it."""
        self._review(Right.APPROVE, take_id, ReviewKind.APPROVED)

    def reviewer_mark(self, take_id: TakeId, at_ns: int, text: str = "") -> None:
        """A reviewer's own mark at a time of the take."""
        self._review(Right.FIND, take_id, ReviewKind.MARKED, text, at_ns=at_ns)

    def verification(self, take_id: TakeId) -> Verification:
        """Whether a take is still what was sealed and signed here: hashes its file, opens nothing.

        A page that replays asks for it, and stops when it has not passed: `replay` alone sees a changed chunk, and not
        that the whole file was put in another's place. E-210 open or erased.
        """
        take = self._sealed(self.show(take_id).take)
        seal = self.vault.seal(take_id)
        assert seal is not None, "a sealed take has its seal"
        return verify_take(self.settings.folder, take, seal, self.key.public_key_pem)

    def fragments_for_replay(self, take_id: TakeId) -> tuple[Fragment, ...]:
        """The index of a take, as far as its file goes; see `fragments_within`."""
        take = self._sealed(self.show(take_id).take)
        with self._plain(take) as plain:
            return fragments_within(self.vault.fragments(take_id), plain.plain_bytes)

    def replay_view(self, take_id: TakeId, reason: str) -> ReplayView:
        """A take for a player, audited as a replay by this person; close it. Faults as for `replay`, and E-340, E-341
        when the vault's index is not that of the file."""
        plain = self.replay(take_id, self.person.account, reason)
        try:
            return ReplayView(plain, fragments_within(self.vault.fragments(take_id), plain.plain_bytes))
        except BaseException:
            plain.close()
            raise

    def _review(
        self,
        right: Right,
        take_id: TakeId,
        kind: ReviewKind,
        text: str = "",
        *,
        step: str | None = None,
        rule: str | None = None,
        verdict: ReviewVerdict | None = None,
        at_ns: int | None = None,
        second_account: str | None = None,
    ) -> None:
        self.require(right)
        at_wall_ns, actor = self.clock.wall_ns(), self.person.account
        self.vault.add_review(
            Review(take_id, at_wall_ns, actor, kind, step, rule, verdict, text.strip(), at_ns, second_account)
        )

    def _visible(self, case: Case) -> Case:
        """A case that this person may look at."""
        is_own = self.person.may(Right.SEE_OWN_TAKES) and case.clerk_id == self.person.account
        if not is_own:
            self.require(Right.SEE_ALL_TAKES)
        return case

    def _there(self, take_id: TakeId, reason: str) -> Take:
        """A sealed take whose file is where it should be, asked for with a reason."""
        take = self._sealed(self.show(take_id).take)
        _said(reason)
        with self._file(take):
            return take

    def _file(self, take: Take) -> BinaryIO:
        file = cast(BinaryIO, open_raw(self.settings.folder.root / take.path, "rb"))
        found = file.seek(0, os.SEEK_END)
        file.seek(0)
        if found != take.sealed_bytes:
            file.close()
            raise Fault("E-333" if found < take.sealed_bytes else "E-334", expected=take.sealed_bytes, found=found)
        return file

    def _plain(self, take: Take) -> SealedReader:
        try:
            return SealedReader(self._file(take), self.identity)
        except Fault as fault:
            if fault.code == "E-302":  # every take is sealed for this station: who cannot open it reads another header
                raise Fault("E-303") from fault
            raise

    def _sealed(self, take: Take) -> Take:
        if take.state in (TakeState.OPEN, TakeState.ERASED):
            raise Fault("E-210", take=take.id, state=take.state.value, wanted="sealed")
        return take


def _said(text: str) -> str:
    """E-456 for a reason or a note that says nothing."""
    if not text.strip():
        raise Fault("E-456")
    return text
