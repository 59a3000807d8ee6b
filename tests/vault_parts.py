"""Vaults, cases and takes for the tests of the vault, and the reading of its pages without SQLCipher's help."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from app.model import (
    Answer,
    Case,
    CaseId,
    Channel,
    Mark,
    Outcome,
    StepResult,
    Take,
    TakeId,
    TakeState,
    Utterance,
    Verdict,
    Word,
)
from app.vault.keyfile import sole_account
from app.vault.keys import Kdf
from app.vault.vault import Vault
from media.fragments import Fragment

PASSPHRASE = "开门 correct horse"
CHEAP = Kdf(memory_kib=64, iterations=1, lanes=1)
"""so that a test waits for the disk only"""
WALL_NS = 1_780_000_000_123_456_789
FILE_KEY = bytes(range(100, 116))
NAME = "欧阳试样"
ID_NUMBER = "11010119900307002X"
PAGE = 4096


def make_case(id: str = "C-1", name: str = NAME, facts: dict[str, object] | None = None) -> Case:
    facts = {"product": "长寿宝", "amount": 50_000} if facts is None else facts
    return Case(CaseId(id), "life_insurance", "网点一", "3", "0042", name, ID_NUMBER, facts)


def make_take(id: str = "T-1", case: str = "C-1") -> Take:
    path = f"takes/{id}.mp4.age"
    return Take(
        TakeId(id), CaseId(case), TakeState.OPEN, None, "life", "5c" * 32, WALL_NS, 0, path, 0, "", file_key=FILE_KEY
    )


def make_utterance(text: str = "我知道，同意") -> Utterance:
    return Utterance(Channel.CUSTOMER, text, 1_000, 2_000, 0.875, (Word("我", 1_000, 1_200, 0.5),))


def make_answer(text: str = "同意") -> Answer:
    return Answer("consent", 1, text, Verdict.ACCEPTED, "", 1_000, 2_000, "speech", ("同意",))


STEPS = (StepResult("consent", Verdict.ACCEPTED, "同意", 2, "speech"),)


FRAGMENTS = (
    Fragment(0, 500_000_000, 0, 1_000, 32, True),
    Fragment(500_000_000, 500_000_000, 1_000, 900, 30, False),
)


def new_vault(folder: Path) -> Vault:
    return Vault.create(folder, [sole_account(PASSPHRASE)], kdf=CHEAP)


def open_vault(folder: Path) -> Vault:
    return Vault.open(folder, PASSPHRASE)


def begin_take(vault: Vault, id: str = "T-1") -> TakeId:
    """A case and an open take with one row of each kind."""
    vault.add_case(make_case(f"C-{id}"), WALL_NS)
    take = make_take(id, f"C-{id}")
    vault.open_take(take)
    vault.add_marks(take.id, [Mark(0, "take_began"), Mark(1_000, "prompt_ended", "consent", {"attempt": 1})])
    vault.add_answer(take.id, make_answer())
    vault.add_utterance(take.id, make_utterance())
    vault.add_fragments(take.id, FRAGMENTS)
    vault.set_high_water(take.id, 1_900, 1_000_000_000)
    return take.id


def seal(vault: Vault, take: TakeId, state: TakeState = TakeState.SEALED, manifest: str = "3a" * 32) -> None:
    vault.seal_take(
        take,
        state=state,
        outcome=Outcome.COMPLETED if state is TakeState.SEALED else Outcome.INTERRUPTED,
        sealed_bytes=2_000,
        sha256="aa" * 32,
        merkle_root="bb" * 32,
        duration_ns=1_000_000_000,
        manifest_sha256=manifest,
        steps=STEPS,
    )


def plain_pages(path: Path, key: bytes) -> Iterator[bytes]:
    """Each page of a SQLCipher 4 file as it lies there, free space and all (AES-256-CBC, IV before the page's MAC)."""
    content = path.read_bytes()
    for at in range(0, len(content), PAGE):
        page = content[at : at + PAGE]
        decryptor = Cipher(AES(key), CBC(page[-80:-64])).decryptor()
        yield decryptor.update(page[16 if at == 0 else 0 : -80]) + decryptor.finalize()
