"""Salvage: it may be cut short itself, it tells damage from a crash, and it says what it found."""

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import app.evidence.salvage as salvage_module
from app.evidence.chunks import CHUNK_BYTES, SEALED_CHUNK_BYTES, fingerprint
from app.evidence.salvage import Found, open_whole_part, salvage
from app.evidence.sealed import SealedReader
from app.evidence.tail import TAIL_BYTES
from tests.crash_parts import (
    FILE_KEY,
    MEMORY,
    everything,
    record,
    replay,
    salvaged,
    whole_records,
    write_take,
)
from tests.evidence_parts import ALICE, Disk, code_of, seal, take, unseal

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

VECTORS = Path(__file__).parent / "vectors" / "salvage"


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        yield Path(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "crashed"
    path.mkdir()
    return path


# Salvage, killed in its own middle.


class Killed(BaseException):
    """Stands for the moment when the process is no more."""


@dataclass
class Life:
    """Bytes and cuts that salvage may still do before it is killed; and what it wrote."""

    left: int
    written: list[tuple[str, int, bytes]] = field(default_factory=list)

    def open(self, path: Path, mode: str) -> "MortalFile":
        return MortalFile(path, mode, self)


class MortalFile(io.FileIO):
    def __init__(self, path: Path, mode: str, life: Life) -> None:
        super().__init__(path, mode.replace("b", ""))
        self.path, self.life = path, life

    def write(self, data: "ReadableBuffer", /) -> int:
        part = bytes(data)[: self.life.left]
        self.life.left -= len(part)
        self.life.written.append((self.path.name, self.tell(), part))
        super().write(part)
        if len(part) < memoryview(data).nbytes:
            raise Killed
        return len(part)

    def truncate(self, size: int | None = None, /) -> int:
        if self.life.left == 0:
            raise Killed
        self.life.left -= 1
        return super().truncate(size)


def crashed_take(folder: Path, name: str) -> bytes:
    """A take as a crash may leave it; returns what is to be kept of it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pieces = {
        "tail added": [record(300), record(200)],
        "cut back into the tail": [record(300), record(200), b"\xff\xffhalf a record"],
        "cut back into a whole chunk": [record(40_000), record(200), (40_000).to_bytes(2) + take(30_000)],
        "cut back over two chunks": [record(200), b"\xff\xff" + take(65_300), take(50)],
        "nothing worth keeping": [b"\xff\xff" + take(300)],
    }[name]
    write_take(folder, pieces, finishes=False)
    whole = b"".join(pieces)
    return whole[: whole_records(io.BytesIO(whole))]


CRASHES = [
    "tail added",
    "cut back into the tail",
    "cut back into a whole chunk",
    "cut back over two chunks",
    "nothing worth keeping",
]


@pytest.mark.parametrize("crash", CRASHES)
def test_salvage_killed_anywhere_and_run_again_gives_the_same(
    crash: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin, folder = tmp_path / "origin", tmp_path / "crashed"
    expected = crashed_take(origin, crash)
    shutil.copytree(origin, folder)
    life = Life(left=10**9)
    monkeypatch.setattr(salvage_module, "open_raw", life.open)
    whole, kept = salvaged(folder)
    assert (kept, whole.found) == (expected, Found.INTERRUPTED)
    total = 10**9 - life.left
    for left in sorted(
        {*range(0, total, max(1, total // 40)), *range(25), *range(total - 25, total)} & {*range(total)}
    ):
        shutil.rmtree(folder)
        shutil.copytree(origin, folder)
        finals: dict[int, bytes] = {}
        for chance in (left, left, left // 2, 10**9):  # killed up to three times
            life = Life(left=chance)
            monkeypatch.setattr(salvage_module, "open_raw", life.open)
            try:
                result, kept = salvaged(folder)
            except Killed:
                continue
            finally:
                for name, at, content in life.written:
                    if name == "take":  # one nonce seals one text, however often it is tried
                        longer, shorter = sorted([finals.get(at, b""), content], key=len, reverse=True)
                        assert longer.startswith(shorter)
                        finals[at] = longer
            break
        assert (result, kept) == (whole, expected)
        assert len(finals) == 1


def test_a_decision_is_followed_though_judgement_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An update of the program between two attempts must not seal other bytes under the same nonce."""
    expected = crashed_take(tmp_path / "crashed", "cut back into a whole chunk")
    take_path, tail_path = tmp_path / "crashed" / "take", tmp_path / "crashed" / "tail"
    monkeypatch.setattr(salvage_module, "open_raw", Life(left=len(expected) + 1000).open)
    with pytest.raises(Killed):
        salvage(take_path, tail_path, FILE_KEY, whole_records)
    monkeypatch.undo()
    result = salvage(take_path, tail_path, FILE_KEY, lambda file: 17)
    assert result.usable_bytes == len(expected)
    assert unseal(take_path.read_bytes()) == expected


# What it is given, and what it says.


def test_finished_take_is_left_as_it_is(folder: Path) -> None:
    strokes = write_take(folder, [record(100), record(65_535)], finishes=True)
    before = (folder / "take").read_bytes()
    again = salvaged(folder)
    assert (again[0].found, again[0].lost_bytes) == (Found.WHOLE, 0)
    assert (folder / "take").read_bytes() == before
    assert ("tail", "truncate", 0, b"") in strokes.done


@pytest.mark.parametrize("length", [0, 10, 1000, CHUNK_BYTES])
@pytest.mark.parametrize("garbage", [1, 16, 5000, 3 * SEALED_CHUNK_BYTES])
def test_garbage_after_a_finished_take_is_cut(length: int, garbage: int, folder: Path) -> None:
    whole = seal(take(length), file_key=FILE_KEY)
    (folder / "take").write_bytes(whole + bytes(garbage))
    result = salvage(folder / "take", folder / "tail", FILE_KEY, everything)
    assert result.found is Found.WHOLE
    assert (folder / "take").read_bytes() == whole


def test_torn_final_chunk_without_a_tail_costs_that_chunk(folder: Path) -> None:
    whole = seal(take(CHUNK_BYTES + 5000), file_key=FILE_KEY)
    (folder / "take").write_bytes(whole[:-1])
    result = salvage(folder / "take", folder / "tail", FILE_KEY, everything)
    assert (result.found, result.usable_bytes) == (Found.INTERRUPTED, CHUNK_BYTES)
    assert result.lost_bytes == 4999
    assert unseal((folder / "take").read_bytes()) == take(CHUNK_BYTES)


def test_what_is_lost_is_counted(folder: Path) -> None:
    write_take(folder, [record(100), b"\x01\x00" + take(50)], finishes=False)
    result, kept = salvaged(folder)
    assert kept == record(100)
    assert result.lost_bytes == 52


@pytest.mark.parametrize("end", ["finished", "torn"])
@pytest.mark.parametrize("bad", [0, 2])
def test_flipped_bit_inside_is_damage_and_nothing_is_rewritten(bad: int, end: str, folder: Path) -> None:
    content = bytearray(seal(take(4 * CHUNK_BYTES + 10), file_key=FILE_KEY))
    start = len(content) - 4 * SEALED_CHUNK_BYTES - 26
    content[start + bad * SEALED_CHUNK_BYTES + 77] ^= 1
    if end == "torn":
        del content[-5:]
    (folder / "take").write_bytes(content)
    (folder / "tail").write_bytes(b"kept")
    result = salvage(folder / "take", folder / "tail", FILE_KEY, everything)
    assert (result.found, result.bad_chunks) == (Found.DAMAGED, (bad,))
    assert result.usable_bytes == bad * CHUNK_BYTES
    assert result.sealed == fingerprint(io.BytesIO(content))
    assert (folder / "take").read_bytes() == content
    assert (folder / "tail").exists()
    with open_whole_part(folder / "take", FILE_KEY) as part:
        assert part.read() == take(bad * CHUNK_BYTES)


@pytest.mark.parametrize(
    ("chunk", "is_hole", "found"),
    [(0, True, Found.DAMAGED), (1, False, Found.DAMAGED), (1, True, Found.INTERRUPTED)],
    ids=["hole where it was synced", "flipped bit where it was not", "hole where it was not"],
)
def test_only_a_hole_in_what_was_not_synced_is_a_power_cut(
    chunk: int, is_hole: bool, found: Found, folder: Path
) -> None:
    pieces = [take(CHUNK_BYTES + 100), take(5000), take(CHUNK_BYTES), take(CHUNK_BYTES)]
    strokes = write_take(folder, pieces, finishes=False, sync_every=2)
    assert [size for _, size in strokes.synced] == [CHUNK_BYTES + 5100, sum(map(len, pieces))]
    (folder / "tail").write_bytes(b"")
    replay(folder, strokes.done[: strokes.promised[2][0]])  # the last checkpoint never came
    later_chunk = [stroke[3] for stroke in strokes.done if stroke[:2] == ("take", "write")][-1]
    content = bytearray((folder / "take").read_bytes()) + later_chunk
    at = len(strokes.done[0][3]) + chunk * SEALED_CHUNK_BYTES + 1000
    if is_hole:
        content[at : at + 4096] = bytes(4096)
    else:
        content[at] ^= 8
    (folder / "take").write_bytes(content)
    result = salvage(folder / "take", folder / "tail", FILE_KEY, everything)
    assert result.found is found
    assert result.usable_bytes == (0 if chunk == 0 else CHUNK_BYTES + 5100 if is_hole else CHUNK_BYTES)


def test_missing_file_torn_header_and_foreign_key_are_told_apart(folder: Path) -> None:
    def run(key: bytes = FILE_KEY) -> str:
        return code_of(lambda: salvage(folder / "take", folder / "tail", key, everything))

    assert run() == "E-331"
    whole = seal(take(100), file_key=FILE_KEY)
    for cut in (0, 10, 150, len(whole) - 117):
        (folder / "take").write_bytes(whole[:cut])
        assert run() == "E-311"
        assert code_of(lambda: open_whole_part(folder / "take", FILE_KEY)) == "E-311"
    (folder / "take").write_bytes(whole)
    assert run(bytes(16)) == "E-303"


def test_tail_of_another_take_adds_nothing(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_take(tmp_path / name, [record(100)], finishes=False)
    shutil.copy(tmp_path / "one" / "tail", tmp_path / "two" / "tail")
    result, kept = salvaged(tmp_path / "two")
    assert (kept, result.usable_bytes) == (b"", 0)


def test_records_of_a_tail_in_another_order_are_not_believed(folder: Path) -> None:
    write_take(folder, [b"a" * 10, b"b" * 10, b"c" * 10], finishes=False)
    content = (folder / "tail").read_bytes()
    first, size = 69_632, 36 + 10 + 16
    one, two, three = (content[first + n * size :][:size] for n in range(3))
    (folder / "tail").write_bytes(content[:first] + one + three + two + content[first + 3 * size :])
    result = salvage(folder / "take", folder / "tail", FILE_KEY, everything)
    assert result.usable_bytes == 10


def test_many_small_checkpoints_in_one_chunk_do_not_overflow_the_tail(folder: Path) -> None:
    strokes = write_take(folder, [b"x"] * 2500, finishes=False)
    assert os.stat(folder / "tail").st_size == TAIL_BYTES
    result = salvage(folder / "take", folder / "tail", FILE_KEY, everything)
    assert result.usable_bytes == 2500 == strokes.promised[-1][1]


def test_judgement_beyond_the_take_is_a_mistake_of_ours(folder: Path) -> None:
    write_take(folder, [record(10)], finishes=False)
    with pytest.raises(ValueError, match="keep"):
        salvage(folder / "take", folder / "tail", FILE_KEY, lambda file: 13)


def test_salvage_on_a_full_disk_uses_the_space_of_the_tail(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_take(folder, [take(20_000), take(20_000)], finishes=False)
    disk = Disk(sum(path.stat().st_size for path in folder.iterdir()) + 100)
    monkeypatch.setattr(salvage_module, "open_raw", disk.open)
    result = salvage(folder / "take", folder / "tail", FILE_KEY, everything)
    assert result.usable_bytes == 40_000
    with SealedReader((folder / "take").open("rb"), ALICE) as reader:
        assert reader.read() == take(20_000) * 2


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.age")), ids=lambda path: path.name)
def test_interrupted_take_of_the_past_is_salvaged(path: Path, folder: Path) -> None:
    """`tests/vectors/salvage` stays for ever; a name ends with the bytes to be kept."""
    shutil.copy(path, folder / "take")
    shutil.copy(path.with_suffix(".tail"), folder / "tail")
    _, kept = salvaged(folder)
    plain = b"".join(record(length) for length in (300, 500, 65_000, 1200))
    assert kept == plain[: int(path.stem.rpartition("-")[2])]
