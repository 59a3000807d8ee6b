"""Destroying what was recorded of a take, and the certificate that says so.

    destroy_media    header and tail overwritten and synced ─► cut to nothing ─► removed ─► the folders synced
    write_certificate   packages/<take>/destruction.json, signed by the station (see `package.py`)

**What counts is the key.** A sealed file is ciphertext; its file key is wrapped in its header for the recipients and,
while the take is open, kept in the vault. Whoever destroys a take first lets the vault forget the key (a commit with
`secure_delete`, and the log emptied), then calls `destroy_media`: with the header gone no identity opens what may be
left, on this disk or in a part of it that somebody digs out.

**What overwriting cannot promise.** On an SSD, and on file systems that never write in place (btrfs, ZFS, APFS,
snapshots), the old header may survive in blocks that only the drive's maker reaches, until the drive reuses them. Such
a block helps only somebody who holds one of the take's identities; against him only the drive's own encryption or its
destruction helps. Copies that left the station (exports, uploads, backups of the disk) are out of reach as well.

May be cut short anywhere and done again. Decides nothing: who may destroy what, and when, is for `closing.py` (consent
refused) and `app.retention` (its time is over).
"""

import os
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from app.evidence.disk import disk_faults, open_raw, sync, sync_folder, write_all
from app.evidence.manifest import StationKey
from app.evidence.package import CERTIFICATE, TAKE_NAME, write_signed
from app.model import Take, TakeId
from app.settings import DataFolder
from app.vault.audit import AuditRow
from app.vault.vault import Vault
from media.fault import Fault

FORMAT = "dualrec.destruction.v1"
_OVERWRITTEN_BYTES = 1 << 20
"""no header is longer (`header.py`), and no tail journal"""
_AUDIT_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Signed:
    """What one of two people put under an act: raw Ed25519, as accounts sign."""

    account: str
    public_key: bytes
    """32 bytes: the account's verifier"""
    signature: bytes = field(repr=False)

    def is_under(self, content: bytes) -> bool:
        """True when the holder of the key signed these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(self.signature, content)
        except (InvalidSignature, ValueError):
            return False
        return True

    def as_json(self) -> dict[str, str]:
        return {
            "account": self.account,
            "public_key": b64encode(self.public_key).decode(),
            "signature": b64encode(self.signature).decode(),
        }


@dataclass(frozen=True, slots=True)
class Finished:
    """A destruction that had been cut short: done now, or why it still cannot be."""

    take: TakeId
    fault: Fault | None = None


def media_of(folder: DataFolder, take: Take) -> tuple[Path, ...]:
    """Every file at this station that may hold something of the recording: the sealed file, its tail, the package's."""
    sealed = folder.root / take.path
    packages = (folder.packages / take.id, folder.packages / f".{take.id}.partial")
    return (sealed, sealed.with_name(f"{take.id}.tail"), *(package / TAKE_NAME for package in packages))


def check_own(vault: Vault, take: Take, paths: Sequence[Path]) -> None:
    """E-284 when one of these files is the sealed file of another take: somebody put it there, to have it destroyed."""
    others = {other.sha256: other.id for other in vault.takes() if other.sha256 and other.id != take.id}
    for path in paths:
        if path.is_file() and not path.is_symlink():
            with open_raw(path, "rb") as file, disk_faults():
                found = others.get(file_digest(file, "sha256").hexdigest())
            if found is not None:
                raise Fault("E-284", take=take.id, other=found)


def destroy_media(paths: Sequence[Path]) -> None:
    """Make these files unreadable, then remove them; those that are gone already are passed over.

    A package's file may be the very file of the take under a second name (a hard link): it is overwritten all the same.
    E-911, E-912 when the disk refuses; then some of it is done, and calling again goes on.
    """
    there = [path for path in paths if os.path.lexists(path)]
    whole = [path for path in there if not path.is_symlink()]  # through a link somebody else's file would be hit
    for path in whole:
        _overwrite(path)
    for path in whole:
        _cut(path)
    for path in there:
        with disk_faults():
            path.unlink()
    for parent in sorted({path.parent for path in there}):
        sync_folder(parent)


def _overwrite(path: Path) -> None:
    with open_raw(path, "r+b") as file:
        with disk_faults():
            size = file.seek(0, os.SEEK_END)
            file.seek(0)
        write_all(file, os.urandom(min(size, _OVERWRITTEN_BYTES)))
        sync(file)


def _cut(path: Path) -> None:
    with open_raw(path, "r+b") as file:
        with disk_faults():
            file.truncate(0)
        sync(file)


def write_certificate(
    folder: DataFolder, key: StationKey, vault: Vault, take: Take, cause: str, erased: AuditRow, **more: Any
) -> Path:
    """The certificate of destruction of one take, into its package's folder; `erased` is its row in the audit trail."""
    seal = vault.seal(take.id)
    members = {
        "format": FORMAT,
        "take_id": take.id,
        "case_id": take.case_id,
        "cause": cause,
        "file_sha256": None if seal is None else seal.sha256,
        "sealed_bytes": None if seal is None else take.sealed_bytes,
        "manifest_sha256": None if seal is None else seal.manifest_sha256,
        "erased": {"at": erased.at, "audit_row": erased.n, "audit_sha256": erased.sha256},
        **more,
    }
    return write_signed(folder.packages / take.id, CERTIFICATE, members, key)


def is_done(folder: DataFolder, take: Take) -> bool:
    """True when nothing of a take's media is left and its certificate is there."""
    signature = folder.packages / take.id / f"{CERTIFICATE}.sig"
    return signature.is_file() and not any(os.path.lexists(path) for path in media_of(folder, take))


def erasure(vault: Vault, take: Take) -> AuditRow:
    """The audit row that says that a take was erased; E-213 when there is none. Reads the whole trail."""
    after = 0
    while rows := vault.audit_trail(after, _AUDIT_ROWS):
        for row in rows:
            if row.kind == "take.erased" and row.facts.get("take") == take.id:
                return row
        after = rows[-1].n
    raise Fault("E-213", what="take", id=take.id)
