"""Recovery: a take that a crash left open is closed as what it is, and what is missing is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.evidence.closing import MAY_BE_SHORT_NS, Recovery, recover_take
from app.evidence.package import verify
from app.evidence.sealed import SealedReader, SealedWriter
from app.model import Mark, Outcome, Take, TakeState
from app.settings import DataFolder
from app.vault.vault import Vault
from media.clock import NS
from media.encode import Encoder, EncodeSettings
from media.fragments import Fragment, FragmentWatcher, scan
from tests.evidence_parts import ALICE, STATION, raw
from tests.vault_parts import FILE_KEY, WALL_NS, make_case, make_take, new_vault

PICTURES = 45
"""three seconds"""


class Sink:
    """As the recorder's: seals every byte, and makes each whole fragment safe."""

    def __init__(self, writer: SealedWriter) -> None:
        self.fragments: list[Fragment] = []
        self._writer = writer
        self._watcher = FragmentWatcher()

    def write(self, piece: bytes, /) -> int:
        self._writer.write(piece)
        for fragment in self._watcher.feed(piece):
            self._writer.checkpoint()
            self.fragments.append(fragment)
        return len(piece)


@dataclass
class Crash:
    """What a station that was killed left behind."""

    vault: Vault
    folder: DataFolder
    take: Take
    written: list[Fragment]

    @property
    def path(self) -> Path:
        return self.folder.root / self.take.path

    def knows(self, fragments: list[Fragment]) -> None:
        """So many fragments had come into the vault when it was killed."""
        self.vault.add_fragments(self.take.id, fragments)
        self.vault.set_high_water(self.take.id, 1, fragments[-1].end_ns)

    def recover(self) -> Recovery:
        (take,) = self.vault.open_takes()
        return recover_take(self.vault, self.folder, STATION, take)

    def index(self) -> list[Fragment]:
        """The fragments of the file as it is now."""
        with SealedReader(open(self.path, "rb"), ALICE) as plain:
            return list(scan(plain).fragments)


def crash(tmp_path: Path, vault: Vault, pictures: int) -> Crash:
    folder = DataFolder(tmp_path / "station")
    folder.prepare()
    vault.add_case(make_case(), WALL_NS)
    take = make_take()
    vault.open_take(take)
    vault.add_marks(take.id, [Mark(0, "take_began")])
    with raw(folder.root / take.path, "x+") as file, raw(folder.takes / f"{take.id}.tail", "x+") as tail:
        sink = Sink(SealedWriter(file, [ALICE.recipient], file_key=FILE_KEY, tail=tail))
        encoder = Encoder(sink, EncodeSettings(width=160, height=120), origin_ns=0)
        noise = np.random.default_rng(1)
        for n in range(pictures):
            frame = av.VideoFrame.from_ndarray(noise.integers(0, 255, (180, 160), np.uint8), format="yuv420p")
            frame.pts, frame.time_base = n * 66_667, Fraction(1, 1_000_000)
            encoder.picture(frame)
            encoder.sound(n * 66_666_667, noise.integers(-9, 9, (3200, 2), np.int16))
        written = list(sink.fragments)
    encoder_is_gone(encoder)
    return Crash(vault, folder, take, written)


def encoder_is_gone(encoder: Encoder) -> None:
    """Let the library free its memory; what it still writes finds no file any more."""
    with pytest.raises(ValueError):
        encoder.close()


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with new_vault(tmp_path / "vault") as vault:
        yield vault


def test_recovered_take_is_closed_signed_and_indexed_to_its_end(tmp_path: Path, vault: Vault) -> None:
    left = crash(tmp_path, vault, PICTURES)
    left.knows(left.written[:2])

    recovery = left.recover()

    assert (recovery.fault, recovery.short_by_ns, recovery.lost_bytes) == (None, 0, 0)
    assert len(left.written) > 4 and left.index() == left.written
    assert recovery.duration_ns == left.written[-1].end_ns
    take = vault.take(left.take.id)
    assert (take.state, take.outcome, take.file_key) == (TakeState.SALVAGED, Outcome.INTERRUPTED, None)
    assert list(vault.fragments(take.id)) == left.written
    assert recovery.package is not None
    verification = verify(recovery.package, trusted_key=STATION.public_key_pem, identity=ALICE)
    assert [check.name for check in verification.checks if check.result != "passed"] == []
    assert vault.open_takes() == ()


def test_recovery_that_was_cut_short_before_the_row_was_closed_is_done_again(tmp_path: Path, vault: Vault) -> None:
    left = crash(tmp_path, vault, PICTURES)
    package = left.folder.packages / left.take.id
    package.mkdir()
    (package / "manifest.json").write_text("{")

    assert left.recover().duration_ns == left.written[-1].end_ns
    assert verify(package).has_passed


def test_take_without_a_whole_fragment_is_said_to_hold_nothing(tmp_path: Path, vault: Vault) -> None:
    left = crash(tmp_path, vault, 3)
    recovery = left.recover()
    assert recovery.fault is not None and recovery.fault.code == "E-311"
    assert "重新录制" in recovery.sentence()
    assert recovery.package is None
    assert vault.take(left.take.id).state is TakeState.OPEN


def test_take_cut_by_hand_after_the_crash_is_recovered_and_told(tmp_path: Path, vault: Vault) -> None:
    left = crash(tmp_path, vault, PICTURES * 3)
    left.knows(left.written)
    with raw(left.path, "r+") as file:
        file.truncate(left.path.stat().st_size // 4)
    (left.folder.takes / f"{left.take.id}.tail").unlink()

    recovery = left.recover()

    assert recovery.fault is None
    assert recovery.short_by_ns == left.written[-1].end_ns - recovery.duration_ns > MAY_BE_SHORT_NS
    assert "不像是崩溃" in recovery.sentence()
    mark = next(mark for mark in vault.marks(left.take.id) if mark.kind == "take_salvaged")
    assert mark.facts["short_by_ms"] == recovery.short_by_ns // 1_000_000


def test_index_of_a_file_that_is_shorter_than_the_vault_knew_ends_with_the_file(tmp_path: Path, vault: Vault) -> None:
    left = crash(tmp_path, vault, PICTURES)
    last = left.written[-1]
    unwritten = Fragment(last.end_ns, NS // 2, last.end, 1_000, 30, False)
    left.knows([*left.written, unwritten])

    recovery = left.recover()

    assert recovery.short_by_ns == NS // 2 < MAY_BE_SHORT_NS
    assert "不像是崩溃" not in recovery.sentence()
    assert recovery.package is not None
    manifest = verify(recovery.package, identity=ALICE).manifest
    assert manifest is not None
    assert manifest.fragments["offset"][-1] == last.offset
