"""Wrong tries at the login, counted for each account in `vault.tries`, and how long the account is locked for them.

    5 wrong tries ► 30 s ► one more: 60 s ► 120 s … ► 1 h for every further one; a right passphrase begins anew

A try is on the disk before anybody is told that it was wrong, so neither a restart nor a kill gives one back. A lock
ends when the wall clock and the time since boot both say so: setting the clock forward does not shorten it. After a
reboot the wall clock alone tells what passed, and a clock that was set back costs at most the whole lock once more.
(Linux counts no time while the computer sleeps, so there a lock may last that much longer.)

Names that are no account count like accounts, but under one of 64 numbers made of the name and never under the name:
people type their passphrase into the wrong line. Two of them may share a number; that tells an attacker at most which
names are accounts, which `vault.keys` tells anyway.

What it does not do: stop somebody who may write into the vault's folder. He can delete the file; then its id is
another one, and who noted the id notices.
"""

import hmac
import json
import secrets
import time
from collections.abc import Callable, Container
from dataclasses import astuple, dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from app.vault.database import as_faults
from app.vault.keys import replace_file
from media.clock import NS, Clock
from media.fault import Fault

TRIES_NAME = "vault.tries"
FORMAT = "dualrec-vault-tries"
VERSION = 1

FREE_TRIES = 5
FIRST_LOCK_NS = 30 * NS
LONGEST_LOCK_NS = 3600 * NS
UNKNOWN = "?"
"""stands for every name that is no account"""
UNKNOWN_COUNTS = 64
_UNKNOWN_NAMES = frozenset(f"{UNKNOWN}{number}" for number in range(UNKNOWN_COUNTS))
MOST_EVENTS = 500
MOST_FILE_BYTES = 64 * 1024
"""what is written; of the events the oldest give way first"""
_MOST_READ_BYTES = 1 << 20

Kind = Literal["failed", "locked_out", "file_damaged"]


@dataclass(frozen=True, slots=True)
class TryEvent:
    """One thing for the audit trail; `account` is `?` for a name that is none, and empty for the file itself."""

    account: str
    at_wall_ns: int
    kind: Kind


class Tries:
    """The counts of one vault's folder, for whoever holds the folder's lock: one at a time.

    `known` says which names are accounts. `since_boot_ns` must go on counting when the program is started anew.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        known: Container[str],
        since_boot_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._path = folder / TRIES_NAME
        self._clock = clock
        self._known = known
        self._since_boot_ns = since_boot_ns
        self._handed_out: tuple[int, int] | None = None
        """what `succeeded` returned and `drained` has not cleared: events lost by then, and events"""
        self.was_damaged = False
        """there was a file and it could not be believed: counting began anew, under a new id"""
        found = None
        try:
            found = _read(self._path)
        except (OSError, ValueError):
            self.was_damaged = True
        self._is_on_disk = found is not None
        self._kept = found or _Kept(secrets.token_hex(16), {}, [], 0)
        if self.was_damaged:
            self._note("", "file_damaged")

    @property
    def file_id(self) -> str:
        """Made with the file, which is sure to exist after `failed` or `succeeded`; another id is another file."""
        return self._kept.file_id

    @property
    def events_lost(self) -> int:
        """Events that had to give way to newer ones since the audit trail was last given any."""
        return self._kept.lost

    def check(self, account: str) -> None:
        """E-249 while the account is locked: the `seconds` left, and `until` when by this computer's clock."""
        name = self._name(account)
        count = self._kept.counts.get(name)
        if count is None or not count.lock_ns:
            return
        wall_ns = self._clock.wall_ns()
        since_boot_ns = self._since_boot_ns()
        moved = count.moved(wall_ns, since_boot_ns)
        if moved != count:
            self._kept.counts[name] = moved
            self._save()
        left_ns = moved.left_ns(wall_ns, since_boot_ns)
        if left_ns:
            seconds = -(-left_ns // NS)
            end = datetime.fromtimestamp(wall_ns // NS + seconds) + timedelta(seconds=59)  # a minute that is over then
            raise Fault("E-249", seconds=seconds, until=f"{end:%H:%M}")

    def failed(self, account: str) -> int:
        """Count a wrong try, on the disk before this returns; how many are left until a lock, 0 when it is locked now.

        E-211 or E-212 when the file cannot be written: then the try counts as long as this program runs.
        """
        name = self._name(account)
        before = self._kept.counts.get(name)
        wrong = 1 if before is None else before.wrong + 1
        since_boot_ns = self._since_boot_ns()
        self._kept.counts[name] = _Count(wrong, self._clock.wall_ns(), since_boot_ns, since_boot_ns)
        said = account if account in self._known else UNKNOWN
        self._note(said, "failed")
        if wrong >= FREE_TRIES:
            self._note(said, "locked_out")
        self._save()
        return max(FREE_TRIES - wrong, 0)

    def succeeded(self, account: str) -> tuple[TryEvent, ...]:
        """The account counts from nought again; the events of all accounts that the audit trail does not have yet.

        Write them there, then call `drained`. After a crash between the two they come once more.
        """
        if self._kept.counts.pop(self._name(account), None) is not None or not self._is_on_disk:
            self._save()
        self._handed_out = self._kept.lost, len(self._kept.events)
        return tuple(self._kept.events)

    def drained(self) -> None:
        """The audit trail has what the last `succeeded` returned; later events stay."""
        if self._handed_out is None or self._handed_out == (0, 0):
            return
        lost_before, handed_out = self._handed_out
        lost_since = self._kept.lost - lost_before  # of these, the first ones had been handed out
        del self._kept.events[: max(handed_out - lost_since, 0)]
        self._kept.lost = max(lost_since - handed_out, 0)
        self._handed_out = None
        self._save()

    def _name(self, account: str) -> str:
        """What the account is counted under."""
        if account in self._known:
            return account
        key = bytes.fromhex(self._kept.file_id)
        digest = hmac.digest(key, account.encode("utf-8", "surrogatepass"), sha256)
        return f"{UNKNOWN}{digest[0] % UNKNOWN_COUNTS}"

    def _note(self, account: str, kind: Kind) -> None:
        self._kept.events.append(TryEvent(account, self._clock.wall_ns(), kind))
        self._kept.lose(len(self._kept.events) - MOST_EVENTS)

    def _save(self) -> None:
        for name in [name for name in self._kept.counts if name not in self._known and name not in _UNKNOWN_NAMES]:
            del self._kept.counts[name]  # an account that is no more
        content = self._kept.spelled()
        while len(content) > MOST_FILE_BYTES and self._kept.events:
            self._kept.lose(len(self._kept.events) // 4 + 1)
            content = self._kept.spelled()
        with as_faults():
            replace_file(self._path, content)
        self._is_on_disk = True


@dataclass(frozen=True, slots=True)
class _Count:
    """Wrong tries of one account, and when the last one was by both clocks."""

    wrong: int
    at_wall_ns: int
    at_boot_ns: int
    """below 0 when it was before the computer was last started"""
    seen_boot_ns: int
    """the time since boot when this was written: a smaller one means another boot"""

    @property
    def lock_ns(self) -> int:
        """How long the last wrong try locks the account."""
        over = self.wrong - FREE_TRIES
        return 0 if over < 0 else min(FIRST_LOCK_NS << min(over, 7), LONGEST_LOCK_NS)

    def moved(self, wall_ns: int, since_boot_ns: int) -> "_Count":
        """The same lock told by the clocks as they are now, when one of them began anew or was set back."""
        if since_boot_ns < self.seen_boot_ns:
            passed_ns = min(wall_ns - self.at_wall_ns, self.lock_ns)
            if passed_ns < 0:
                return replace(self, at_wall_ns=wall_ns, at_boot_ns=since_boot_ns, seen_boot_ns=since_boot_ns)
            return replace(self, at_boot_ns=since_boot_ns - passed_ns, seen_boot_ns=since_boot_ns)
        if wall_ns < self.at_wall_ns:
            return replace(self, at_wall_ns=wall_ns - min(since_boot_ns - self.at_boot_ns, self.lock_ns))
        return self

    def left_ns(self, wall_ns: int, since_boot_ns: int) -> int:
        """Of the lock, by the clock that says more; both have `moved`."""
        passed_ns = min(wall_ns - self.at_wall_ns, since_boot_ns - self.at_boot_ns)
        return max(self.lock_ns - passed_ns, 0)


@dataclass(slots=True)
class _Kept:
    """What the file holds."""

    file_id: str
    counts: dict[str, _Count]
    events: list[TryEvent]
    lost: int

    def lose(self, oldest: int) -> None:
        if oldest > 0:
            del self.events[:oldest]
            self.lost += oldest

    def spelled(self) -> bytes:
        document = {
            "format": FORMAT,
            "version": VERSION,
            "id": self.file_id,
            "counts": {name: astuple(count) for name, count in self.counts.items()},
            "events": [[event.account, event.at_wall_ns, event.kind] for event in self.events],
            "lost": self.lost,
        }
        return json.dumps(document, separators=(",", ":")).encode()


def _read(path: Path) -> _Kept | None:
    """What the file holds, none when there is no file; `OSError` or `ValueError` when it is not to be believed."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_READ_BYTES + 1)
    except FileNotFoundError:
        return None
    if len(content) > _MOST_READ_BYTES:
        raise ValueError("too large")
    try:
        return _parsed(json.loads(content))
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("not a file of tries") from None


def _parsed(document: Any) -> _Kept:
    if document["format"] != FORMAT or document["version"] != VERSION or len(bytes.fromhex(document["id"])) != 16:
        raise ValueError("not a file of tries")
    counts = {name: _Count(*map(_whole, row)) for name, row in document["counts"].items()}
    events = [TryEvent(_text(account), _whole(at), _kind(kind)) for account, at, kind in document["events"]]
    if (
        any(count.wrong < 1 or count.seen_boot_ns < count.at_boot_ns for count in counts.values())
        or len(events) > MOST_EVENTS
    ):
        raise ValueError("nothing that was written here")
    lost = _whole(document["lost"])
    if lost < 0:
        raise ValueError("lost")
    return _Kept(document["id"], counts, events, lost)


def _whole(value: Any) -> int:
    if type(value) is not int or abs(value) >= 1 << 63:
        raise ValueError("not a number of ours")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _kind(value: Any) -> Kind:
    if value not in get_args(Kind):
        raise ValueError("not a kind of event")
    kind: Kind = value
    return kind
