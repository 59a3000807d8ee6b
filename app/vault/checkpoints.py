"""Signed checkpoints: an account says, with its own key, how far the audit trail had come and what stood there.

    {"account", "n", "sha256", "at", "signature"}     sha256: of row n (hex); signature: Ed25519, base64, over the
                                                      canonical JSON of {"account", "at", "n", "sha256", "vault"}

The chain alone can be built anew by whoever holds the vault's keys, from any row on. A checkpoint cannot: it takes the
signing key of the account, which lies under that person's passphrase. Each one stands twice, as an audit row (kind
`audit.checkpoint`) and as a line of `vault.checkpoints` outside the database, so that neither can go back without the
other. What it does not do: say anything about the rows behind the newest one, or see somebody who puts back the
database, its head and this file together, all of one moment. A copy elsewhere sees that: the forwarded trail
(`app.forwarding`), an auditor's export, the server upstream.
"""

import json
import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.vault.audit import canonical
from app.vault.keys import replace_file, sync_folder

CHECKPOINTS_NAME = "vault.checkpoints"
KIND = "audit.checkpoint"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Row `n` had the hash `sha256` (hex) when `account` signed this, at `at` (UTC, as in the audit trail)."""

    account: str
    n: int
    sha256: str
    at: str
    signature: str

    def as_json(self) -> dict[str, Any]:
        """The facts of its audit row, and its line in the file."""
        return asdict(self)

    @classmethod
    def from_json(cls, members: Any) -> Self:
        """ValueError for anything but what `as_json` gave."""
        if not isinstance(members, Mapping) or set(members) != set(cls.__slots__):
            raise ValueError("not the members of a checkpoint")
        if any(type(value) is not (int if name == "n" else str) for name, value in members.items()):
            raise ValueError("a member of a checkpoint has another type")
        return cls(**members)


def make(vault_id: str, account: str, n: int, sha256: str, at: str, sign: Callable[[bytes], bytes]) -> Checkpoint:
    """A checkpoint of row `n` (`sha256` in hex); `sign` is the account's Ed25519 key."""
    signature = sign(_signed(vault_id, account, n, sha256, at))
    return Checkpoint(account, n, sha256, at, b64encode(signature).decode())


def verify(checkpoint: Checkpoint, vault_id: str, verifier: bytes) -> bool:
    """Whether the holder of the key `verifier` (Ed25519, raw) signed this for this vault."""
    signed = _signed(vault_id, checkpoint.account, checkpoint.n, checkpoint.sha256, checkpoint.at)
    try:
        Ed25519PublicKey.from_public_bytes(verifier).verify(b64decode(checkpoint.signature, validate=True), signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed(vault_id: str, account: str, n: int, sha256: str, at: str) -> bytes:
    return canonical({"account": account, "at": at, "n": n, "sha256": sha256, "vault": vault_id}).encode()


@dataclass(frozen=True, slots=True)
class Noted:
    """What lies in the file: its checkpoints in order, and the numbers (from 1) of the lines that are none.

    `is_torn`: the last line has no end, as a power cut leaves it; it is no damage, and the next `append` removes it.
    """

    checkpoints: tuple[Checkpoint, ...]
    damaged: tuple[int, ...]
    is_torn: bool


class CheckpointFile:
    """`vault.checkpoints`: one checkpoint per line, only ever added to. Whoever writes has the vault's folder lock."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def append(self, checkpoint: Checkpoint) -> None:
        """Add a line; it is on the disk when this returns. OSError when the disk refuses."""
        is_new = not self._path.exists()
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, stat.S_IRUSR | stat.S_IWUSR)
        with os.fdopen(handle, "r+b") as file:
            file.truncate(file.read().rfind(b"\n") + 1)
            file.seek(0, os.SEEK_END)
            file.write(canonical(checkpoint.as_json()).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(self._path.parent)

    def start_anew(self, checkpoints: Sequence[Checkpoint]) -> Path:
        """Lay what is there aside, whole, under the name returned, and begin again with these."""
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.{number}")).exists():
            number += 1
        if self._path.exists():
            self._path.rename(aside)
        lines = [canonical(checkpoint.as_json()).encode() + b"\n" for checkpoint in checkpoints]
        replace_file(self._path, b"".join(lines))
        return aside

    def read(self) -> Noted:
        """All that is there; nothing when there is no file."""
        try:
            *lines, rest = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return Noted((), (), False)
        checkpoints, damaged = [], []
        for number, line in enumerate(lines, 1):
            try:
                checkpoints.append(Checkpoint.from_json(json.loads(line)))
            except (ValueError, RecursionError):
                damaged.append(number)
        return Noted(tuple(checkpoints), tuple(damaged), rest != b"")
