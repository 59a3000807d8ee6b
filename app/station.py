"""The station: the one object a window or a command line knows.

It holds an open vault and the settings, and offers what people do with takes: record, look, review, export, recover.
What is done with accounts, keys and the vault itself is `app.administration`. It decides nothing about devices (the
tracks are given) and shows nothing. A station is made once (`found`) and opened afterwards; its signing key is made
with the vault and never leaves it.

Who asks is the `person` it was opened by, with account and passphrase, and every method that not everybody may use
checks that person's rights here, not in a window or a command. Behind the right to replay stands a key: whoever has no
such role holds none, and neither a method nor anything else in this process can open a sealed take for him. The
methods may be called from any thread; they wait for the disk, so a window calls them from a worker.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

from app.destruction import finish_destructions
from app.evidence.closing import Recovery, recover_take
from app.evidence.manifest import StationKey
from app.evidence.sealed import Recipient
from app.faults import Fault
from app.forwarding import Forwarder, forwarder_of, parse_target
from app.model import Case
from app.passphrases import check_passphrase
from app.place import PlaceGate, enrolment_file
from app.reviewing import SIGNING_KEY, Reviewing
from app.rights import Person, Right, check_apart, rights_of
from app.session.runner import Listener
from app.session.take import Order, Sources, TakeReport, record_take
from app.settings import Settings, Value, save
from app.vault.keyfile import NewAccount, check_name, sole_account
from app.vault.keys import STATION_ACCOUNT, Kdf
from app.vault.recovery import make_seed, make_shares
from app.vault.vault import Vault
from media.clock import Clock
from media.models import SpeechModel, find_speech_model
from media.voice import Voice

log = logging.getLogger("station")

EVERYBODYS = ("look.", "devices.")
"""settings that need no right begin so"""
REPLAY_IDENTITY, ARCHIVE_RECIPIENTS = "replay_identity", "archive_recipients"
"""secrets of a vault from before there were accounts"""
PRACTICE_PASSPHRASE = "practice_passphrase"
FOR_RANDOM = Kdf(memory_kib=1024, iterations=1, lanes=1)
"""a passphrase of 256 random bits cannot be guessed: stretching it would only cost time"""
BUNDLED_MODELS = Path(__file__).resolve().parent.parent / "resources" / "models"


@dataclass(frozen=True, slots=True)
class RecoveryKit:
    """恢复凭证: three shares for three people; any two of them open everything, one alone nothing."""

    shares: tuple[str, str, str] = field(repr=False)
    station: str
    """id of the station's signing key"""


class Station(Reviewing):
    """An open station; use as a context manager."""

    def __init__(self, settings: Settings, vault: Vault, clock: Clock | None = None) -> None:
        super().__init__(settings, vault, clock)
        self.is_closed = False
        self._practice: Station | None = None
        self._opening = threading.Lock()
        self._forwarder: Forwarder | None = None

    @classmethod
    def found(
        cls,
        settings: Settings,
        founders: Sequence[NewAccount],
        archive: Sequence[Recipient] = (),
        kdf: Kdf | None = None,
        *,
        is_throwaway: bool = False,
    ) -> RecoveryKit:
        """Make a new station in the data folder: vault, accounts, signing key, replay identity; none is left open.

        Returns the recovery kit, which is told once and never again. The first who may make accounts founds it.
        E-202 there is one already, E-234 roles that go not together, E-235 a passphrase that breaks the rules (not
        asked of a station to be thrown away), E-236 no name for an account, E-239 nobody who can make accounts or
        replay.
        """
        founders = sorted(founders, key=lambda new: Right.ACCOUNTS not in rights_of(new.roles))
        for new in founders:
            check_name(new.name)
            check_apart(new.roles)
            if not is_throwaway:
                check_passphrase(new.passphrase, new.name)
        if len({new.name.casefold() for new in founders}) != len(founders):
            raise Fault("E-236", account=founders[-1].name)
        together = rights_of(role for new in founders for role in new.roles)
        if not {Right.ACCOUNTS, Right.REPLAY} <= together:
            raise Fault("E-239")
        seed = make_seed()
        settings.folder.prepare()
        vault = Vault.create(settings.folder.vault, founders, kdf=kdf, archive=archive, recovery_seed=seed)
        with cls(settings, vault)._equipped() as station:
            station_id = station.key.id
        return RecoveryKit(make_shares(seed), station_id)

    @classmethod
    def found_alone(
        cls, settings: Settings, passphrase: str, archive: Sequence[Recipient] = (), kdf: Kdf | None = None
    ) -> Self:
        """Make a station for one, with every role in one account, and open it: for practice, measurements and tests."""
        settings.folder.prepare()
        vault = Vault.create(settings.folder.vault, [sole_account(passphrase)], kdf=kdf, archive=archive)
        return cls(settings, vault)._equipped()

    @classmethod
    def open(
        cls, settings: Settings, passphrase: str, account: str = STATION_ACCOUNT, person: Person | None = None
    ) -> Self:
        """Open the station in the data folder as an account; faults as `Vault.open`, and E-290 for a vault from before
        there were accounts. `person` narrows a station for one to somebody who may do less."""
        vault = Vault.open(settings.folder.vault, passphrase, account=account)
        try:
            if not vault.has_accounts:
                raise Fault("E-290")
            station = cls(settings, vault)
            if person is not None:
                station.narrow(person)
            settings.folder.prepare()
        except BaseException:
            vault.close()
            raise
        return station if vault.doubt is not None else station._equipped()._entered()

    def narrow(self, person: Person) -> None:
        """Go on at a station for one as somebody who may do less; what only others can open is forgotten."""
        if not self._is_for_one:
            raise ValueError("an account is itself")
        self.person = person
        if not person.may(Right.REPLAY):
            self.vault.in_hand.replay = ()

    def close(self) -> None:
        """Close the vault, the one for practice first; may be called twice."""
        with self._opening:
            self.is_closed = True
            try:
                if self._practice is not None:
                    self._practice.close()
            finally:
                self._sign_off()
                self.vault.close()
                if self._forwarder is not None:
                    self._forwarder.close()

    def _sign_off(self) -> None:
        """Whoever leaves signs how far the audit trail has come; a vault that cannot be written to goes without."""
        if self.vault.doubt is None and not self.vault.is_closed:
            try:
                self.vault.checkpoint_trail()
            except Fault as fault:
                log.warning("the audit trail was not signed at the end: %s", fault.code)

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
            return Station.open(settings, passphrase, person=self.person)
        except Fault as fault:
            if fault.code != "E-201":
                raise
            station = Station.found_alone(settings, passphrase, kdf=FOR_RANDOM)
            station.narrow(self.person)
            return station

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who can open a take: the station's replay identity and the institution's archive keys."""
        return self.vault.book.recipients

    @property
    def station_key_file(self) -> Path:
        """The public signing key, for whoever verifies."""
        return self.settings.folder.packages / "station.pem"

    def _equipped(self) -> Self:
        """With the signing key, if a crash while it was founded left it without; it is never made anew."""
        try:
            for name in (REPLAY_IDENTITY, ARCHIVE_RECIPIENTS):
                if self.vault.secret(name) is not None:  # making accounts was cut short: they lie in the key file now
                    self.vault.erase_secret(name)
            if self.vault.secret(SIGNING_KEY) is None:
                self.vault.put_secret(SIGNING_KEY, StationKey.generate().pkcs8())
            if not self.station_key_file.exists():
                self.station_key_file.write_text(self.key.public_key_pem)
        except BaseException:
            self.close()
            raise
        return self

    def _entered(self) -> Self:
        """The audit trail tells as whom somebody came in, and what was changed past the station since."""
        try:
            if not self.is_practice:
                self._forwarder = forwarder_of(self.settings)
                if self._forwarder is not None:
                    self.vault.forward_to(self._forwarder.forward_audit)
                self._know_files("settings.changed_outside")
            finish_destructions(self.vault, self.settings.folder, self.key)
            self.vault.audit("person.entered", self.person.account, {"roles": sorted(self.person.roles)})
        except BaseException:
            self.close()
            raise
        return self

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
        """The order as this station may record it; what is practice is marked as such.

        E-222 for who may not record, E-292 for another clerk's case, E-240 to E-242 and E-294 without a licence for the
        product (R-A09), E-470 and those behind it outside the branch (R-A21). A refusal is audited.
        """
        self.require(Right.RECORD)
        self._know(f"rule_pack {order.rule_pack[0]}", order.rule_pack[1], "rule_pack.changed")
        if self._is_for_one:
            return replace(order, is_practice=self.is_practice or order.is_practice)
        place = self.place_gate().check()
        try:
            if place.reasons:
                self.vault.audit("place.refused", self.person.account, dict(place.facts))
                raise place.reasons[0]
            self._check_seller(order.case)
        except Fault as fault:
            self.vault.audit("take.not_permitted", self.person.account, {"case": order.case.id, "fault": fault.code})
            raise
        return replace(order, place=place.place or order.place, place_seen=place.facts)

    def place_gate(self) -> PlaceGate:
        """Whether this computer stands where it may record.

        What an administrator signed goes before the settings' files, which can only demand more.
        """
        security, book = self.settings.security, self.vault.book
        signed = replace(
            security,
            institution_key=book.institution_keys or security.institution_key,
            requires_enrolment=book.requires_enrolment or security.requires_enrolment,
        )
        return PlaceGate(replace(self.settings, security=signed), self.key.id, clock=self.clock)

    def _know(self, name: str, digest: str, changed: str) -> None:
        """Note in the audit trail when something outside the vault is not what it was."""
        if self.vault.doubt is not None:
            return
        known = self.vault.anchor(name)
        if known != digest:
            if known is not None:
                self.vault.audit(changed, self.person.account, {"name": name, "before": known, "after": digest})
            self.vault.set_anchor(name, digest)

    def _know_files(self, changed: str) -> None:
        folder = self.settings.folder
        for file in (folder.settings, folder.policy, enrolment_file(folder)):
            self._know(file.name, _digest_of(file), changed)

    def _check_seller(self, case: Case) -> None:
        if case.clerk_id != self.person.account:
            raise Fault("E-292", clerk=case.clerk_id)
        if self.person.licence is None:
            raise Fault("E-294")
        kinds = (case.product_kind, case.product_kind.partition(".")[0])
        self.person.licence.check(kinds, self.clock_day())

    def clock_day(self) -> date:
        """Today, by the wall clock."""
        return datetime.fromtimestamp(self.clock.wall_ns() / 1e9).astimezone().date()

    def recover(self) -> tuple[Recovery, ...]:
        """Close every take that a crash left open; each is salvaged, signed and packaged, or said to be lost."""
        return tuple(recover_take(self.vault, self.settings.folder, self.key, take) for take in self.vault.open_takes())

    def may_change(self, key: str) -> bool:
        """Whether the person may change that setting."""
        return key.startswith(EVERYBODYS) or self.person.may(Right.SETTINGS)

    def change_settings(self, changes: Mapping[str, Value]) -> Settings:
        """Save changed settings and go by them from the next take on; see `app.settings.save`.

        Anybody may change how the window looks and which devices the counter has; for the rest there is a right.
        """
        if not all(map(self.may_change, changes)):
            self.require(Right.SETTINGS)
        parse_target(str(changes.get("forward.syslog") or ""))
        changed = save(self.settings, changes)
        if self.vault.doubt is None:  # a vault in doubt takes no rows, and is no reason to keep a wrong microphone
            self.vault.set_anchor(changed.folder.settings.name, _digest_of(changed.folder.settings))
            self.vault.audit("settings.changed", self.person.account, {"keys": sorted(changes)})
        self.settings = changed
        return changed


def _digest_of(file: Path) -> str:
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "none"
