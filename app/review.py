"""What a review looks at: everything known of one take, whether it is still what was sealed, and the film itself.

Values and checks only; who may look, and what is written down about it, is the station's matter (`app/station.py`).
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, cast

from app.evidence.disk import open_raw
from app.evidence.package import TAKE_NAME, Check, Result, Verification, verify
from app.evidence.sealed import SealedReader, fingerprint
from app.faults import Fault
from app.model import Answer, Case, Mark, Review, ReviewKind, StepResult, Take, Utterance, Verdict
from app.settings import DataFolder
from app.vault.reviews import STATUS_KINDS
from app.vault.rows import Seal
from media.fragments import Fragment
from media.playback import IndexedReader


@dataclass(frozen=True, slots=True)
class TakeReview:
    """Everything a review or a replay page shows of one take, as it was when it was asked for."""

    take: Take
    """without its file key"""
    case: Case
    steps: tuple[StepResult, ...]
    answers: tuple[Answer, ...]
    marks: tuple[Mark, ...]
    transcript: tuple[Utterance, ...]
    reviews: tuple[Review, ...]
    seal: Seal | None
    """none while the take is open"""

    @property
    def status(self) -> ReviewKind | None:
        """Where the review stands: submitted, returned, voided, approved, or not begun."""
        return next((review.kind for review in reversed(self.reviews) if review.kind in STATUS_KINDS), None)

    @property
    def missing_notes(self) -> tuple[str, ...]:
        """Steps that need a note before the take can be submitted: each one that was not accepted, and the one that it
        was sent back for, which needs a new note."""
        noted = {review.step for review in self.reviews if review.kind is ReviewKind.NOTE}
        missing = [step.step for step in self.steps if step.verdict is not Verdict.ACCEPTED and step.step not in noted]
        since: set[str | None] = set()
        for review in reversed(self.reviews):
            if review.kind is ReviewKind.NOTE:
                since.add(review.step)
            elif review.kind is ReviewKind.RETURNED:
                if review.step is not None and review.step not in (*since, *missing):
                    missing.append(review.step)
                break
        return tuple(missing)


class ReplayView(IndexedReader):
    """A take for a player, decrypted as it is read; closing it closes the sealed file too."""

    def __init__(self, plain: SealedReader, fragments: Sequence[Fragment]) -> None:
        self._plain = plain
        super().__init__(plain, fragments, fragments[0].offset if fragments else 0)

    @property
    def fault(self) -> Fault | None:
        """E-304 when a damaged chunk was met: players swallow exceptions."""
        return self._plain.fault

    def close(self) -> None:
        self._plain.close()
        super().close()


def fragments_within(fragments: Sequence[Fragment], plain_bytes: int) -> tuple[Fragment, ...]:
    """The fragments that the file holds.

    Whoever plays a take must drop the others: the vault may have kept more through a power cut than the file.
    """
    return tuple(fragment for fragment in fragments if fragment.end <= plain_bytes)


def verify_take(folder: DataFolder, take: Take, seal: Seal, trusted_key: str) -> Verification:
    """Check a take's package, and that it is this take's: a package of another take of this station is signed as well.

    Hashes the whole file, and opens nothing.
    """
    package = folder.packages / take.id
    found = verify(package, trusted_key=trusted_key)
    faults: dict[str, Fault] = {}
    if found.manifest is not None and hashlib.sha256(found.manifest.canonical()).hexdigest() != seal.manifest_sha256:
        faults["manifest"] = Fault("E-229", take=take.id)
    played = folder.root / take.path
    try:
        if not _is_same_file(played, package / TAKE_NAME):
            with open_raw(played, "rb") as file:
                if fingerprint(cast(BinaryIO, file)).sha256 != seal.sha256:
                    faults["hash"] = Fault("E-335")
    except Fault as fault:
        faults["file" if fault.code == "E-331" else "hash"] = fault
    return _with_faults(found, faults)


def _is_same_file(one: os.PathLike[str], other: os.PathLike[str]) -> bool:
    """A package is a link to the take's file where the disk knows links, and else a copy."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _with_faults(found: Verification, faults: Mapping[str, Fault]) -> Verification:
    checks = (
        Check(check.name, Result.FAILED, faults[check.name]) if check.fault is None and check.name in faults else check
        for check in found.checks
    )
    return replace(found, checks=tuple(checks))
