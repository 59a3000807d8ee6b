"""The sealed file on disks that are short, full, or failing; and its tail while the take is written."""

import errno
import io
import threading
from pathlib import Path

import pytest

from app.evidence.chunks import CHUNK_BYTES, SEALED_CHUNK_BYTES, TAG_BYTES
from app.evidence.sealed import (
    SealedWriter,
    fingerprint,
)
from app.evidence.tail import TAIL_BYTES
from media.clock import NS, FastClock
from media.fault import Fault
from tests.evidence_parts import ALICE, Disk, ShortFile, code_of, raw, take, unseal

BATCH = 16 * CHUNK_BYTES


# The disk.


def test_short_writes_lose_nothing(tmp_path: Path) -> None:
    file = ShortFile(tmp_path / "take", most=1009)
    writer = SealedWriter(file, [ALICE.recipient])
    writer.write(take(BATCH + 3 * CHUNK_BYTES))
    writer.finish()
    file.close()
    assert unseal((tmp_path / "take").read_bytes()) == take(BATCH + 3 * CHUNK_BYTES)


def test_write_that_takes_nothing_is_a_disk_error(tmp_path: Path) -> None:
    with ShortFile(tmp_path / "take", most=4096) as file:
        writer = SealedWriter(file, [ALICE.recipient])
        file.most = 0
        assert code_of(lambda: writer.write(take(2 * CHUNK_BYTES))) == "E-912"


@pytest.mark.parametrize("room", [0, 1, TAG_BYTES, 5000, CHUNK_BYTES - 300])
@pytest.mark.parametrize("piece", [30_000, CHUNK_BYTES, 3 * BATCH])
def test_full_disk_ends_in_a_finished_file(piece: int, room: int, tmp_path: Path) -> None:
    """What was taken before the disk was full is sealed, though nothing is free but the tail's own space."""
    disk = Disk(TAIL_BYTES + 5 * SEALED_CHUNK_BYTES + 300 + room)
    file, tail = disk.create(tmp_path / "take"), disk.create(tmp_path / "tail")
    plain = take(2 * BATCH + 1)
    with file, tail:
        writer = SealedWriter(file, [ALICE.recipient], tail=tail)
        at = 0
        with pytest.raises(Fault) as full:
            while at < len(plain):
                at += writer.write(plain[at : at + piece])
                writer.checkpoint()
        assert full.value.code == "E-911"
        taken = writer.plain_bytes
        assert taken >= at
        for more in (lambda: writer.write(b"more"), writer.checkpoint):
            assert code_of(more) == "E-911"
        sealed = writer.finish()
        assert disk.free() >= 0
    content = (tmp_path / "take").read_bytes()
    assert unseal(content) == plain[:taken]
    assert sealed == fingerprint(io.BytesIO(content))
    if piece < BATCH:
        assert taken >= 4 * CHUNK_BYTES


def test_failing_disk_is_another_fault_and_stays_one(tmp_path: Path) -> None:
    disk = Disk(10_000_000)
    with disk.create(tmp_path / "take") as file, disk.create(tmp_path / "tail") as tail:
        writer = SealedWriter(file, [ALICE.recipient], tail=tail)
        writer.write(take(100))
        disk.failure = errno.EIO
        with pytest.raises(Fault) as broken:
            writer.checkpoint()
        assert (broken.value.code, broken.value.facts) == ("E-912", {"reason": "EIO"})
        disk.failure = None
        assert code_of(lambda: writer.write(b"more")) == "E-912"
        writer.finish()
    assert unseal((tmp_path / "take").read_bytes()) == take(100)


def test_file_without_room_for_header_or_tail_does_not_begin(tmp_path: Path) -> None:
    with Disk(10).create(tmp_path / "take") as file:
        assert code_of(lambda: SealedWriter(file, [ALICE.recipient])) == "E-911"
    with raw(tmp_path / "read-only") as made:
        made.write(b"")
    with raw(tmp_path / "read-only", "r") as read_only:
        assert code_of(lambda: SealedWriter(read_only, [ALICE.recipient])) == "E-912"


def test_writer_is_used_as_it_should_be(tmp_path: Path) -> None:
    with raw(tmp_path / "take") as file:
        writer = SealedWriter(file, [ALICE.recipient])
        writer.finish()
        for more in (lambda: writer.write(b"more"), writer.checkpoint, writer.finish):
            with pytest.raises(RuntimeError, match="finished"):
                more()
        with pytest.raises(ValueError, match="16 bytes"):
            SealedWriter(file, [ALICE.recipient], file_key=b"short")


# The tail, while the take is written. What it is good for is in test_salvage.py.


class CountedFile(io.FileIO):
    syncs = 0

    def flush(self) -> None:
        self.syncs += 1
        super().flush()


def test_checkpoints_sync_at_most_once_a_second(tmp_path: Path) -> None:
    clock = FastClock(wall_ns=0)
    stop = threading.Event()
    with CountedFile(tmp_path / "take", "x") as file, CountedFile(tmp_path / "tail", "x") as tail:
        writer = SealedWriter(file, [ALICE.recipient], tail=tail, clock=clock)
        clock.hold()
        for step in range(1, 41):
            clock.sleep_until(step * NS // 2, stop)
            writer.write(take(1000))
            writer.checkpoint()
        assert file.syncs == tail.syncs == 20
        writer.finish()
        clock.release()


def test_tail_holds_no_plaintext_and_no_nonce_twice(tmp_path: Path) -> None:
    canary = "客户张三 同意".encode() * 20
    with raw(tmp_path / "take") as file, raw(tmp_path / "tail", "x+") as tail:
        writer = SealedWriter(file, [ALICE.recipient], tail=tail)
        seen: dict[bytes, bytes] = {}
        for _ in range(700):
            writer.write(canary)
            writer.checkpoint()
            tail.seek(0)
            content = tail.read()
            file_content = (tmp_path / "take").read_bytes()
            assert canary[:8] not in content + file_content
            assert canary[9:17] not in content + file_content
            for slot in range(69_632, TAIL_BYTES, 106_496):
                at = slot
                while length := int.from_bytes(content[at + 32 : at + 36]):
                    record = content[at : at + 36 + length + 16]
                    assert seen.setdefault(record[:12], record) == record, "a nonce came twice"
                    at += len(record)
                    if at >= slot + 106_496 or length > CHUNK_BYTES:
                        break
        assert len(seen) > 500
        writer.finish()
    assert (tmp_path / "tail").read_bytes() == b""
