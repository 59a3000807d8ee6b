"""The sealed file: stock age opens ours, ours opens stock age's, and nothing is changed, moved or cut unnoticed."""

import base64
import hashlib
import hmac
import io
import re
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.chunks import CHUNK_BYTES, NONCE_BYTES, SEALED_CHUNK_BYTES, TAG_BYTES, ChunkCipher
from app.evidence.header import Header, hkdf, make_header, new_file_key, read_header
from app.evidence.sealed import (
    Identity,
    Recipient,
    SealedReader,
    SealedWriter,
    fingerprint,
    generate_identity,
    read_identities,
)
from media.clock import FastClock
from media.fault import Fault
from media.stage import Worker
from tests.evidence_parts import ALICE, BOB, MALLORY, code_of, seal, take, unseal

VECTORS = Path(__file__).parent / "vectors" / "sealed"
BATCH = 16 * CHUNK_BYTES
EDGES = (0, 1, CHUNK_BYTES, 2 * CHUNK_BYTES, BATCH, BATCH + CHUNK_BYTES)
LENGTHS = sorted({edge + step for edge in EDGES for step in (-1, 0, 1)} - {-1})


def payload_start(sealed: bytes) -> int:
    return read_header(io.BytesIO(sealed)).size + NONCE_BYTES


def chunks_of(sealed: bytes) -> tuple[bytes, list[bytes]]:
    """Header with nonce, and the sealed chunks."""
    start = payload_start(sealed)
    return sealed[:start], [
        sealed[at : at + SEALED_CHUNK_BYTES] for at in range(start, len(sealed), SEALED_CHUNK_BYTES)
    ]


# What is written is what is read.


@pytest.mark.parametrize("length", LENGTHS)
def test_take_of_any_length_around_a_chunk_edge_comes_back(length: int) -> None:
    plain = take(length)
    sealed = seal(plain, ALICE, BOB)
    assert unseal(sealed) == unseal(sealed, BOB) == plain
    chunks = chunks_of(sealed)[1]
    assert len(chunks) == max(1, -(-length // CHUNK_BYTES))
    assert all(len(chunk) == SEALED_CHUNK_BYTES for chunk in chunks[:-1])
    assert len(chunks[-1]) > TAG_BYTES or length == 0


@given(st.lists(st.integers(0, 3 * CHUNK_BYTES) | st.sampled_from([BATCH, BATCH + 1, CHUNK_BYTES, 1]), max_size=6))
@settings(max_examples=40)
def test_take_written_in_any_pieces_is_the_same(pieces: list[int]) -> None:
    plain = take(sum(pieces))
    with tempfile.TemporaryFile(buffering=0) as file, tempfile.TemporaryFile(buffering=0) as tail:
        writer = SealedWriter(file, [ALICE.recipient], tail=tail)
        at = 0
        for piece in pieces:
            assert writer.write(plain[at : at + piece]) == piece
            at += piece
            assert writer.plain_bytes == at
            writer.checkpoint()
        sealed = writer.finish()
        assert writer.sealed_bytes == sealed.sealed_bytes
        file.seek(0)
        content = file.read()
    assert unseal(content) == plain
    assert sealed.plain_bytes == len(plain)
    assert sealed == fingerprint(io.BytesIO(content))


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES + 1, 6 * CHUNK_BYTES + 5, BATCH + 2])
def test_hashes_are_those_of_the_file_by_the_book(length: int) -> None:
    def tree(leaves: list[bytes]) -> bytes:  # RFC 6962, 2.1, as it is written there
        if len(leaves) == 1:
            return hashlib.sha256(b"\0" + leaves[0]).digest()
        split = 1
        while split * 2 < len(leaves):
            split *= 2
        return hashlib.sha256(b"\1" + tree(leaves[:split]) + tree(leaves[split:])).digest()

    content = seal(take(length))
    start, chunks = chunks_of(content)
    known = fingerprint(io.BytesIO(content))
    assert known.sha256 == hashlib.sha256(content).hexdigest()
    assert known.merkle_root == tree([start, *chunks]).hex()
    assert (known.sealed_bytes, known.plain_bytes, known.chunk_count) == (len(content), length, len(chunks))


@given(st.data())
@settings(max_examples=60)
def test_reading_anywhere_equals_the_slice(data: st.DataObject) -> None:
    plain = take(3 * CHUNK_BYTES + 77)
    with SealedReader(io.BytesIO(seal(plain)), ALICE, kept_chunks=2) as reader:
        for _ in range(8):
            at = data.draw(st.integers(0, len(plain) + 10))
            size = data.draw(st.sampled_from([0, 1, 100, CHUNK_BYTES, 2 * CHUNK_BYTES]))
            whence = data.draw(st.sampled_from([io.SEEK_SET, io.SEEK_CUR, io.SEEK_END]))
            base = {io.SEEK_SET: 0, io.SEEK_CUR: reader.tell(), io.SEEK_END: len(plain)}[whence]
            assert reader.seek(at - base, whence) == reader.tell() == at
            assert reader.read(size) == plain[at : at + size]


def test_reader_opens_only_the_chunks_it_needs() -> None:
    plain = take(20 * CHUNK_BYTES)
    with SealedReader(io.BytesIO(seal(plain)), ALICE) as reader:
        assert reader.chunks_read == 1  # the final one
        reader.seek(5 * CHUNK_BYTES + 10)
        assert reader.read(100) == reader.read(0) + plain[5 * CHUNK_BYTES + 10 :][:100]
        reader.seek(5 * CHUNK_BYTES)
        reader.read(100)
        assert reader.chunks_read == 2
        with pytest.raises(ValueError, match="negative"):
            reader.seek(-1)


def test_reader_serves_two_threads() -> None:
    plain = take(12 * CHUNK_BYTES)
    wrong: list[BaseException] = []
    with SealedReader(io.BytesIO(seal(plain)), ALICE, kept_chunks=1) as reader:

        def read_pieces(stop: threading.Event) -> None:
            for _ in range(150):
                piece = reader.read(1000)  # wherever the other thread has left off
                assert piece in plain

        workers = [Worker(f"read {n}", read_pieces, FastClock(), lambda _, e: wrong.append(e)) for n in (1, 2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            assert worker.close(60)
        assert reader.tell() == 300 * 1000
    assert not wrong


# Other people's age.


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, BATCH + CHUNK_BYTES])
def test_stock_age_opens_ours(length: int, tmp_path: Path) -> None:
    (tmp_path / "take.age").write_bytes(seal(take(length), MALLORY, BOB, ALICE))
    for identity in (ALICE, BOB):
        (tmp_path / "identity.txt").write_text(identity.text + "\n")
        command = ["age", "-d", "-i", str(tmp_path / "identity.txt"), str(tmp_path / "take.age")]
        assert subprocess.run(command, check=True, capture_output=True).stdout == take(length)


@pytest.mark.parametrize("length", [0, 1, CHUNK_BYTES, 2 * CHUNK_BYTES + 1])
def test_ours_opens_stock_age(length: int, tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(take(length))
    recipients = ["-r", BOB.recipient.text, "-r", ALICE.recipient.text]
    subprocess.run(["age", *recipients, "-o", str(tmp_path / "sealed"), str(tmp_path / "plain")], check=True)
    assert unseal((tmp_path / "sealed").read_bytes()) == take(length)
    assert code_of(lambda: unseal((tmp_path / "sealed").read_bytes(), MALLORY)) == "E-302"


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.age")), ids=lambda path: path.name)
def test_sealed_file_of_the_past_opens(path: Path) -> None:
    """`tests/vectors/sealed` stays for ever; a name ends with the length of the take inside."""
    identities = read_identities((VECTORS / "identities.txt").read_text())
    length = int(path.stem.rpartition("-")[2])
    for identity in identities:
        with SealedReader(path.open("rb"), identity) as reader:
            assert reader.read() == take(length)
    assert len(sorted(VECTORS.glob("*.age"))) >= 6


def test_keys_are_written_as_age_writes_them(tmp_path: Path) -> None:
    made = subprocess.run(["age-keygen"], check=True, capture_output=True, text=True).stdout
    (identity,) = read_identities(made)
    assert identity.text == made.splitlines()[-1]
    assert f"# public key: {identity.recipient.text}" in made.splitlines()
    ours = generate_identity()
    told = subprocess.run(["age-keygen", "-y"], input=ours.text, check=True, capture_output=True, text=True).stdout
    assert told.strip() == ours.recipient.text


@given(st.integers(0, 61), st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7lbio1 "))
def test_key_with_a_wrong_letter_is_refused(place: int, letter: str) -> None:
    public, secret = ALICE.recipient.text, ALICE.text
    changed = public[:place] + letter + public[place + 1 :]
    if changed != public:
        assert code_of(lambda: Recipient.parse(changed)) == "E-308"
    place += 12
    changed = secret[:place] + letter.upper() + secret[place + 1 :]
    if changed != secret:
        assert code_of(lambda: Identity.parse(changed)) == "E-309"


@pytest.mark.parametrize("text", ["", "age1", "# nothing\n", "AGE-SECRET-KEY-1", "age1" + "q" * 58, "密钥"])
def test_text_that_is_no_key_is_refused(text: str) -> None:
    assert code_of(lambda: Recipient.parse(text)) == "E-308"
    assert code_of(lambda: read_identities(text)) == "E-309"
    mixed = ALICE.recipient.text.replace("age1", "AGE1")
    assert code_of(lambda: Recipient.parse(mixed)) == "E-308"


def test_secret_key_shows_in_no_repr() -> None:
    assert ALICE.text not in repr(ALICE) + str(ALICE) + f"{[ALICE]}"
    fault = code_of(lambda: Identity.parse(ALICE.text[:-1]))
    assert ALICE.text[20:40] not in fault


# The header.


def test_every_cut_and_every_flipped_bit_of_a_small_file_is_noticed() -> None:
    sealed = seal(b"a short take")
    start = payload_start(sealed)
    for cut in range(len(sealed)):
        expected = "E-301" if cut < start - NONCE_BYTES else "E-305" if cut < start + TAG_BYTES else "E-306"
        assert code_of(lambda: unseal(sealed[:cut])) == expected, cut  # noqa: B023
    codes = set()
    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        code = code_of(lambda: unseal(bytes(changed)))  # noqa: B023
        assert (code == "E-306") == (bit // 8 >= start - NONCE_BYTES), bit
        codes.add(code)
    assert codes == {"E-301", "E-302", "E-303", "E-306"}


def test_header_of_another_file_is_noticed() -> None:
    one, other = seal(take(100)), seal(take(100))
    mixed = chunks_of(one)[0] + chunks_of(other)[1][0]
    assert code_of(lambda: unseal(mixed)) == "E-306"
    assert code_of(lambda: SealedReader(io.BytesIO(one), new_file_key())) == "E-303"


def remade(sealed: bytes, change: tuple[bytes, bytes]) -> bytes:
    """The file with its header changed by somebody who knows the file key and makes the MAC right again."""
    with SealedReader(io.BytesIO(sealed), ALICE) as reader:
        key = hkdf(reader.file_key, b"", b"header")
    old = read_header(io.BytesIO(sealed))
    text = re.sub(*change, old.authenticated, count=1)
    assert text != old.authenticated
    mac = base64.b64encode(hmac.digest(key, text, "sha256")).rstrip(b"=")
    return text + b" " + mac + b"\n" + sealed[old.size :]


BODY = rb"([A-Za-z0-9+/]{43})\n---"


@pytest.mark.parametrize(
    "change",
    [
        (rb"-> X25519 ", rb"-> X25519 more "),
        (rb"-> X25519 ", rb"->  X25519 "),
        (rb"-> X25519 \S+", rb"-> X25519"),
        (rb"-> X25519 \S+", rb"-> X25519 AAAA"),
        (BODY, rb"\1A\n---"),
        (BODY, rb"AAAA\n---"),
        (BODY, rb"\1=\n---"),
        (BODY, rb"\1\n\n---"),
        (BODY, b"A" * 65 + rb"\n---"),
        (BODY, b"A" * 64 + rb"\n---"),
        (rb"v1", rb"v2"),
        (rb"\n->", rb"\r\n->"),
        (rb"-> X25519 \S+", b"-> X25519 " + b"A" * 43),  # a point of low order: the shared secret would be zero
    ],
)
def test_header_that_breaks_the_format_is_refused(change: tuple[bytes, bytes]) -> None:
    assert code_of(lambda: unseal(remade(seal(b"take"), change))) == "E-301"


def test_base64_has_one_spelling() -> None:
    sealed = seal(b"take")
    share = re.search(rb"X25519 (\S{43})", sealed)
    assert share
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = share[1][-1:]
    twin = letters[letters.index(last) + 1 :][:1]  # differs only in bits that 32 bytes do not have
    assert code_of(lambda: unseal(remade(sealed, (re.escape(share[1]), share[1][:-1] + twin)))) == "E-301"


@pytest.mark.parametrize(
    "stanza", [b"-> ssh-rsa abc\nAAAA\n", b"-> x-grease 1 2 3\n\n", b"-> long\n" + b"A" * 64 + b"\n\n"]
)
def test_stanza_of_another_kind_is_read_over(stanza: bytes) -> None:
    assert unseal(remade(seal(b"take"), (rb"-> ", stanza + b"-> "))) == b"take"


def test_recipient_of_low_order_is_refused() -> None:
    assert code_of(lambda: make_header([Recipient(bytes(32))], new_file_key())) == "E-308"
    with pytest.raises(ValueError, match="recipient"):
        make_header([], new_file_key())


def test_header_without_end_is_not_read_for_ever() -> None:
    endless = io.BytesIO(b"age-encryption.org/v1\n" + b"-> X\nAA\n" * 300_000)
    assert code_of(lambda: read_header(endless)) == "E-301"
    assert endless.tell() < 2_000_000
    assert isinstance(read_header(io.BytesIO(seal(b""))), Header)


# The payload.


def test_cut_at_a_chunk_edge_is_an_interruption_and_a_changed_chunk_is_damage() -> None:
    start, chunks = chunks_of(seal(take(3 * CHUNK_BYTES)))
    assert code_of(lambda: unseal(start)) == "E-305"
    for count in (1, 2):
        with pytest.raises(Fault) as interrupted:
            unseal(start + b"".join(chunks[:count]))
        assert (interrupted.value.code, interrupted.value.facts) == ("E-305", {"chunk": count})
    for cut in (1, TAG_BYTES - 1):
        assert code_of(lambda: unseal(start + chunks[0] + chunks[1][:cut])) == "E-305"  # noqa: B023
    for cut in (TAG_BYTES, 1000, SEALED_CHUNK_BYTES - 1):
        assert code_of(lambda: unseal(start + chunks[0] + chunks[1][:cut])) == "E-306"  # noqa: B023


@pytest.mark.parametrize("bad", [0, 1, 2, 3])
def test_flipped_bit_names_its_chunk_and_the_rest_stays_readable(bad: int) -> None:
    plain = take(4 * CHUNK_BYTES)
    start, chunks = chunks_of(seal(plain))
    flipped = bytearray(chunks[bad])
    flipped[1234] ^= 4
    content = start + b"".join([*chunks[:bad], bytes(flipped), *chunks[bad + 1 :]])
    if bad == 3:
        assert code_of(lambda: unseal(content)) == "E-304"
        return
    with SealedReader(io.BytesIO(content), ALICE) as reader:
        assert reader.read(bad * CHUNK_BYTES) == plain[: bad * CHUNK_BYTES]
        with pytest.raises(Fault) as damaged:
            reader.read(1)
        assert (damaged.value.code, damaged.value.facts) == ("E-304", {"chunk": bad})
        assert reader.fault is damaged.value
        reader.seek((bad + 1) * CHUNK_BYTES)
        assert reader.read() == plain[(bad + 1) * CHUNK_BYTES :]


@pytest.mark.parametrize(
    "order", [(1, 0, 2), (0, 0, 2), (0, 2), (2,), (0, 1, 1), (0, 1, 2, 2), (1, 2), (0, 1, 1, 2), (0, 2, 1)]
)
def test_chunks_swapped_doubled_or_missing_are_noticed(order: tuple[int, ...]) -> None:
    start, chunks = chunks_of(seal(take(3 * CHUNK_BYTES)))
    assert code_of(lambda: unseal(start + b"".join(chunks[n] for n in order))) in ("E-304", "E-305", "E-306")


def test_empty_final_chunk_is_allowed_only_in_an_empty_take() -> None:
    file_key = new_file_key()
    start, _ = chunks_of(seal(b"", file_key=file_key))
    cipher = ChunkCipher(file_key, start[-NONCE_BYTES:])
    whole, empty = memoryview(bytearray(SEALED_CHUNK_BYTES)), memoryview(bytearray(TAG_BYTES))
    cipher.seal_into(0, take(CHUNK_BYTES), whole, is_final=False)
    cipher.seal_into(1, b"", empty, is_final=True)
    assert code_of(lambda: unseal(start + whole + empty)) == "E-304"
    cipher.seal_into(0, b"", empty, is_final=True)
    assert unseal(start + empty) == b""


def test_bytes_after_the_final_chunk_are_noticed() -> None:
    for length in (10, CHUNK_BYTES):
        for more in (1, TAG_BYTES, SEALED_CHUNK_BYTES):
            code = code_of(lambda: unseal(seal(take(length)) + bytes(more)))  # noqa: B023
            assert code in ("E-304", "E-305", "E-306")
