"""Takes that a crash cuts short: a pen that remembers its strokes, so that they can be replayed up to any moment."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.evidence.chunks import fingerprint
from app.evidence.salvage import Salvaged, salvage
from app.evidence.sealed import SealedReader, SealedWriter
from app.evidence.tail import TAIL_BYTES
from media.clock import NS, FastClock
from tests.evidence_parts import ALICE, take

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

FILE_KEY = bytes(range(16))


def everything(file: BinaryIO) -> int:
    return len(file.read())


def whole_records(file: BinaryIO) -> int:
    """Stands for `whole_fragments`: records of two bytes length and that many bytes."""
    kept = 0
    while True:
        file.seek(kept)
        head = file.read(2)
        length = int.from_bytes(head)
        if len(head) < 2 or len(file.read(length)) < length:
            return kept
        kept += 2 + length


def record(length: int) -> bytes:
    return length.to_bytes(2) + take(length)


Stroke = tuple[str, str, int, bytes]
"""file, what, where, bytes"""


@dataclass
class Strokes:
    """Everything done to the two files, in order."""

    done: list[Stroke] = field(default_factory=list)
    promised: list[tuple[int, int]] = field(default_factory=list)
    """(number of strokes, bytes of the take) at the end of each checkpoint"""
    synced: list[tuple[int, int]] = field(default_factory=list)
    """the same, where that checkpoint has synced"""
    final: Stroke | None = None
    """the final chunk, where the take was finished"""


class RecordedFile(io.FileIO):
    def __init__(self, path: Path, name: str, strokes: Strokes) -> None:
        super().__init__(path, "x+")
        self.kind, self.strokes = name, strokes

    def write(self, data: "ReadableBuffer", /) -> int:
        self.strokes.done.append((self.kind, "write", self.tell(), bytes(data)))
        return super().write(data)

    def truncate(self, size: int | None = None, /) -> int:
        assert size is not None
        self.strokes.done.append((self.kind, "truncate", size, b""))
        return super().truncate(size)

    def flush(self) -> None:
        self.strokes.done.append((self.kind, "sync", 0, b""))
        super().flush()


def write_take(
    folder: Path, pieces: list[bytes], *, finishes: bool, sync_every: int = 2, synced_at: int = 0
) -> Strokes:
    """Write pieces with a checkpoint after each, a second apart; each `sync_every`th syncs, and the one `synced_at`."""
    strokes = Strokes()
    clock, written = HandClock(), 0
    with RecordedFile(folder / "take", "take", strokes) as file, RecordedFile(folder / "tail", "tail", strokes) as tail:
        writer = SealedWriter(
            file, [ALICE.recipient], file_key=FILE_KEY, tail=tail, clock=clock, sync_interval_ns=sync_every * NS
        )
        for piece in pieces:
            writer.write(piece)
            written += len(piece)
            clock.at_ns += NS if len(strokes.promised) + 1 != synced_at else 1000 * NS
            begun = len(strokes.done)
            writer.checkpoint()
            strokes.promised.append((len(strokes.done), written))
            if strokes.done[begun:] and strokes.done[-1][:2] == ("tail", "sync"):
                strokes.synced.append((len(strokes.done), written))
        if finishes:
            writer.finish()
            strokes.final = [stroke for stroke in strokes.done if stroke[:2] == ("take", "write")][-1]
    return strokes


class HandClock(FastClock):
    """Time that is moved by hand."""

    at_ns = 0

    def now_ns(self) -> int:
        return self.at_ns


def replay(folder: Path, strokes: list[Stroke]) -> None:
    contents = {"take": bytearray(), "tail": bytearray(TAIL_BYTES)}
    for name, what, at, data in strokes:
        content = contents[name]
        if what == "truncate":
            del content[at:]
        elif what == "write":
            content.extend(bytes(max(0, at - len(content))))
            content[at : at + len(data)] = data
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def salvaged(folder: Path) -> tuple[Salvaged, bytes]:
    result = salvage(folder / "take", folder / "tail", FILE_KEY, whole_records)
    content = (folder / "take").read_bytes()
    assert result.sealed == fingerprint(io.BytesIO(content))
    assert not (folder / "tail").exists()
    with SealedReader(io.BytesIO(content), FILE_KEY) as reader:
        return result, reader.read()


MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Where there is a disk in memory, the thousands of syncs of these tests go there."""


def cuts(strokes: Strokes, *, step: int) -> Iterator[tuple[int, list[Stroke]]]:
    """The strokes up to every moment: whole strokes, and a last one cut after each `step` bytes."""
    for count, (name, what, at, data) in enumerate(strokes.done):
        for size in range(0, max(1, len(data)), step):
            partial = [(name, what, at, data[:size])] if what == "write" else []
            yield count, strokes.done[:count] + partial
    yield len(strokes.done), strokes.done
