"""Looking at takes, and what people write about them, at a station that is open: `Station` is all of it.

Each method checks what the person may do; behind replaying stands a key that only some accounts hold. A recording is
opened in memory only, and an export takes two people.
"""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from app.evidence.disk import open_raw
from app.evidence.manifest import StationKey
from app.evidence.package import Verification
from app.evidence.sealed import Identity, SealedReader
from app.faults import Fault
from app.model import Case, CaseId, CaseRow, Review, ReviewKind, ReviewVerdict, Take, TakeId, TakeState
from app.review import ReplayView, TakeReview, fragments_within, verify_take
from app.rights import Person, Right, Role, rights_of
from app.settings import Settings
from app.vault.accounts import KeysInHand
from app.vault.keys import STATION_ACCOUNT
from app.vault.search import Hit
from app.vault.vault import Vault
from media.clock import Clock, SystemClock

SIGNING_KEY = "station_signing_key"


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the vault holds about one take."""

    take: Take
    case: Case


class Reviewing:
    """A station's takes, for the person who opened it."""

    def __init__(self, settings: Settings, vault: Vault, clock: Clock | None) -> None:
        self.settings = settings
        self.vault = vault
        self.clock: Clock = clock or SystemClock()
        self.person = _person_of(vault)
        self._has_every_role = self.person.roles == frozenset(Role)

    # ------------------------------------------------------------------ keys

    @property
    def key(self) -> StationKey:
        """The key that signs manifests; usable by the station only."""
        return StationKey.from_pkcs8(self._secret(SIGNING_KEY))

    @property
    def identities(self) -> tuple[Identity, ...]:
        """What opens the station's own takes for replay, newest first.

        E-222 for who may not replay; E-238 for who may and has not been given the key yet.
        """
        self.require(Right.REPLAY)
        found = self.vault.in_hand.replay
        if not found:
            raise Fault("E-238")
        return found

    def _secret(self, name: str) -> bytes:
        secret = self.vault.secret(name)
        if secret is None:
            raise Fault("E-213", id=name)
        return secret

    def require(self, right: Right) -> None:
        """E-222 unless the person may do that."""
        self.person.require(right)

    @property
    def _is_for_one(self) -> bool:
        """Practice and the like: one account with every role, and nobody's sale."""
        return self.vault.in_hand.account == STATION_ACCOUNT and self._has_every_role

    # ------------------------------------------------------------------ looking

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

    def replay(self, take_id: TakeId, reason: str) -> SealedReader:
        """A take as a plain seekable file in memory, for a named reason; written into the audit log first.

        E-210 open or erased; E-331, E-333, E-334 its file is missing, cut or longer; E-301 to E-306 it was changed.
        """
        self.require(Right.REPLAY)
        self._not_own(take_id)
        take = self._there(take_id, reason)
        self.vault.audit("take.replayed", self.person.account, {"take": take_id, "reason": reason})
        return self._plain(take)

    def export(self, take_id: TakeId, target: Path, reason: str, second: KeysInHand | None = None) -> int:
        """Decrypt one take into a new file for a named reason; returns its bytes. Never leaves half a file.

        Takes two people (R-D12): the second may replay, too, and is somebody else; E-293.
        """
        self.require(Right.EXPORT)
        self._not_own(take_id)
        take = self._there(take_id, reason)
        with_whom = self.check_second(second, Right.REPLAY)
        if target.exists():
            raise Fault("E-914", name=target.name)
        facts = {"take": take_id, "reason": reason, "second": with_whom}
        self.vault.audit("take.exported", self.person.account, facts)
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

    def overview(self, limit: int | None = None) -> tuple[CaseRow, ...]:
        """Each case with its newest take, newest first: all of them, or the person's own."""
        if self.person.may(Right.SEE_ALL_TAKES):
            return self.vault.overview(limit)
        self.require(Right.SEE_OWN_TAKES)
        return self.vault.overview(limit, self.person.account)

    def search(self, text: str, limit: int = 50) -> tuple[Hit, ...]:
        """What was said and whose cases match, newest first, of the cases this person may see."""
        if self.person.may(Right.SEE_ALL_TAKES):
            return self.vault.search(text, limit)
        own = {row.case_id for row in self.overview()}
        return tuple(hit for hit in self.vault.search(text, 1_000_000) if hit.case in own)[:limit]

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

    def void(self, take_id: TakeId, reason: str, second: KeysInHand | None) -> None:
        """Declare a take void, together with a second person; the recording stays as it is. E-293 for the same one."""
        self.require(Right.SUBMIT)
        self.show(take_id)
        _said(reason)
        with_whom = self.check_second(second, Right.SUBMIT)
        self._review(Right.SUBMIT, take_id, ReviewKind.VOIDED, _said(reason), second_account=with_whom)

    # ------------------------------------------------------------------ two people

    def second(self, account: str, passphrase: str) -> KeysInHand:
        """A second person, who has typed account and passphrase for one act; to be forgotten after it.

        Faults as when logging in: wrong passphrases count, E-205, E-231, E-249.
        """
        return self.vault.second(account, passphrase)

    def check_second(self, second: KeysInHand | None, right: Right) -> str:
        """The account of a second person who may take part in an act; E-293 for nobody, the same person or one who has
        not the right. A station for one has nobody else, and asks for nobody."""
        if second is None and self._is_for_one:
            return f"{self.person.account}+"
        if second is None or second.account == self.person.account:
            raise Fault("E-293")
        if right not in rights_of(self.vault.book.account(second.account).roles):
            raise Fault("E-293")
        return second.account

    # ------------------------------------------------------------------ findings

    def find(self, take_id: TakeId, rule: str | None, step: str | None, verdict: ReviewVerdict, text: str = "") -> None:
        """Write down a reviewer's verdict on a step, a rule, or a rule in a step; a newer one replaces it."""
        self.require(Right.FIND)
        self._not_own(take_id)
        self._review(Right.FIND, take_id, ReviewKind.FINDING, text, rule=rule, step=step, verdict=verdict)

    def send_back(self, take_id: TakeId, reason: str, step: str | None = None) -> None:
        """Return a take to the clerk, with the day by which it is wanted in words."""
        self._review(Right.APPROVE, take_id, ReviewKind.RETURNED, _said(reason), step=step)

    def approve(self, take_id: TakeId) -> None:
        """Accept a submitted take; E-227 while a finding stands against it."""
        self.require(Right.APPROVE)
        self._not_own(take_id)
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

    def replay_view(self, take_id: TakeId, reason: str) -> ReplayView:
        """A take for a player, audited as a replay by this person; close it. Faults as for `replay`, and E-340, E-341
        when the vault's index is not that of the file."""
        plain = self.replay(take_id, reason)
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

    def _not_own(self, take_id: TakeId) -> None:
        """R-D04: nobody replays, judges or approves what he recorded himself; E-291."""
        if not self._is_for_one and self.vault.case(self.vault.take(take_id).case_id).clerk_id == self.person.account:
            raise Fault("E-291", take=take_id)

    def _there(self, take_id: TakeId, reason: str) -> Take:
        """A sealed take whose file is where it should be, asked for with a reason by who has the key for it."""
        take = self._sealed(self.show(take_id).take)
        _said(reason)
        assert self.identities
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
            identities = self.identities
            return SealedReader(self._file(take), identities)
        except Fault as fault:
            if fault.code == "E-302":  # every take is sealed for this station: who cannot open it reads another header
                raise Fault("E-303") from fault
            raise

    def _sealed(self, take: Take) -> Take:
        if take.state in (TakeState.OPEN, TakeState.ERASED):
            raise Fault("E-210", take=take.id, state=take.state.value, wanted="sealed")
        return take


def _person_of(vault: Vault) -> Person:
    """Who opened the vault, by the signed account table; nobody at all where there is none."""
    if not vault.has_accounts:
        return Person(vault.in_hand.account, frozenset())
    account = vault.book.account(vault.in_hand.account)
    return Person(account.name, account.roles, account.licence)


def _said(text: str) -> str:
    """E-456 for a reason or a note that says nothing."""
    if not text.strip():
        raise Fault("E-456")
    return text
