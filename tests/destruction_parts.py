"""Takes that are to be destroyed: made quickly, and looked for afterwards in everything that lies on the disk."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import app.evidence.destruction as destruction
import app.evidence.package as package_module
from app.evidence.closing import close_take
from app.evidence.disk import sync_folder, write_all, write_new
from app.evidence.header import read_header
from app.evidence.sealed import Identity, SealedReader, SealedWriter
from app.model import Answer, Case, Mark, Outcome, StepResult, Take, TakeId, TakeState, Verdict
from app.settings import DataFolder
from app.vault.vault import Vault
from media.fault import Fault
from tests.evidence_parts import ALICE, BOB, STATION, raw, take
from tests.vault_parts import WALL_NS, make_case

LENGTH = 70_000
"""bytes of a take: two chunks"""
FILM = b"\0\0\0\x10ftypiso6" + take(LENGTH)
NS = 1_000_000_000


def data_folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "station")
    folder.prepare()
    return folder


def begin(
    vault: Vault,
    folder: DataFolder,
    name: str,
    case: Case | None = None,
    *,
    wall_ns: int = WALL_NS,
    marks: Sequence[Mark] = (),
    answers: Sequence[Answer] = (),
) -> Take:
    """An open take of a case, with a file and a tail as a recorder leaves them when it is killed."""
    case = case or make_case()
    try:
        vault.case(case.id)
    except Fault:
        vault.add_case(case, wall_ns)
    key = os.urandom(16)
    made = Take(
        TakeId(name), case.id, TakeState.OPEN, None, "life", "5c" * 32, wall_ns, 0, f"takes/{name}.mp4.age", 0, "", key
    )  # fmt: skip
    vault.open_take(made)
    vault.add_marks(made.id, [Mark(0, "take_began"), *marks])
    for answer in answers:
        vault.add_answer(made.id, answer)
    with raw(folder.root / made.path, "x+") as file, raw(folder.takes / f"{name}.tail", "x+") as tail:
        writer = SealedWriter(file, [ALICE.recipient, BOB.recipient], file_key=key, tail=tail)
        writer.write(FILM)
        writer.checkpoint()
    return made


def seal(vault: Vault, folder: DataFolder, opened: Take, outcome: Outcome = Outcome.COMPLETED) -> Take:
    """The same take, sealed, signed and packaged."""
    path, tail = folder.root / opened.path, folder.takes / f"{opened.id}.tail"
    path.unlink()
    tail.unlink()
    with raw(path, "x+") as file:
        writer = SealedWriter(file, [ALICE.recipient, BOB.recipient], file_key=opened.file_key)
        writer.write(FILM + opened.id.encode())
        sealed = writer.finish()
    steps = (StepResult("consent", Verdict.ACCEPTED, "同意", 1, "speech"),)
    close_take(vault, folder, STATION, opened.id, sealed, outcome, steps, NS)
    return vault.take(opened.id)


def sealed_take(vault: Vault, folder: DataFolder, name: str, case: Case | None = None, **options: Any) -> Take:
    outcome = options.pop("outcome", Outcome.COMPLETED)
    return seal(vault, folder, begin(vault, folder, name, case, **options), outcome)


def wrapped_keys(path: Path) -> list[bytes]:
    """What of a header gives its file key to somebody, as it lies in the file."""
    with open(path, "rb") as file:
        header = read_header(file)
    lines = header.authenticated.split(b"\n")[1:-1]
    assert len(header.shares) == 2 and len(lines) == 4
    return [line.removeprefix(b"-> X25519 ") for line in lines]


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def opens(path: Path, identity: Identity) -> bool:
    try:
        with open(path, "rb") as file:
            SealedReader(file, identity)
    except Fault:
        return False
    return True


def assert_gone(folder: DataFolder, gone: Take, keys: Sequence[bytes]) -> None:
    """No file of the take, no key of it in any file, and nothing that one of its recipients could open."""
    assert not [path for path in destruction.media_of(folder, gone) if os.path.lexists(path)]
    for path in (folder.packages / gone.id).rglob("*"):
        assert not opens(path, ALICE) and not opens(path, BOB), path
    assert_no_key(folder, keys)


def assert_no_key(folder: DataFolder, keys: Sequence[bytes]) -> None:
    everything = b"\0".join(contents(folder.root).values()) if keys else b""
    assert not [key for key in keys if key in everything]


def assert_signed(folder: Path, name: str, key: Path, signature: Path | None = None) -> None:
    """A stranger checks `NAME.json` with nothing but OpenSSL and a public key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl here")
    found = subprocess.run(
        [
            *(openssl, "pkeyutl", "-verify", "-pubin", "-inkey", str(key), "-rawin"),
            *("-in", str(folder / f"{name}.json"), "-sigfile", str(signature or folder / f"{name}.sig")),
        ],
        capture_output=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr


class PowerCut(BaseException):
    """As if the computer had stopped here."""


@dataclass
class Cut:
    """Lets so many steps through, and no more: each act on the disk or in the vault is one."""

    left: int
    seen: int = 0

    def step(self) -> None:
        self.seen += 1
        if self.left == 0:
            raise PowerCut
        self.left -= 1


@contextmanager
def cut_after(steps: int) -> Iterator[Cut]:
    """Cut the power after so many steps of a destruction; also in the middle of every write."""
    cut = Cut(steps)

    def watched(act: Callable[..., Any]) -> Callable[..., Any]:
        def watch(*args: Any, **options: Any) -> Any:
            cut.step()
            return act(*args, **options)

        return watch

    real_write = write_all

    def write_half(file: Any, content: Any) -> None:
        half = len(content) // 2
        real_write(file, content[:half])
        cut.step()
        real_write(file, content[half:])

    with pytest.MonkeyPatch.context() as patch:
        for module in (destruction, package_module):
            patch.setattr(module, "sync_folder", watched(sync_folder))
        for name in ("_overwrite", "_cut"):
            patch.setattr(destruction, name, watched(getattr(destruction, name)))
        patch.setattr(destruction, "write_all", write_half)
        patch.setattr(package_module, "write_new", watched(write_new))
        for name in ("unlink", "replace"):
            patch.setattr(Path, name, watched(getattr(Path, name)))
        for name in ("refuse_take", "erase_take", "add_retention"):
            patch.setattr(Vault, name, watched(getattr(Vault, name)))
        yield cut
