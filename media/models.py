"""The speech models on this computer: which there are, whether they are whole, and how a new one gets here.

A model is a folder. The manifest (`resources/models/manifest.toml`) names the models the station knows: where they come
from, how large they are, their hashes and licences. `install` brings one here from an address, a zip or a folder;
`find_speech_model` says which one to use.

    address ─► zip ─► unpacked beside its place ─► files checked ─► tried in another process ─► moved into place

Promises: nothing is used whose files are not those that were installed (hash of every file, compared each time the
station starts), because the recognition library ends the whole process on a damaged folder. An archive that is not the
one in the manifest is refused; one the manifest does not know needs `trust=True` and its hash is written down. No path
leaves the models folder, no link is followed, and an archive's true size is counted, not believed.
It does not recognise anything (that is `media.speech`), and it never downloads on its own.
"""

import hashlib
import http.client
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import threading
import tomllib
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar

from media.fault import Fault

T = TypeVar("T")

BUNDLED = Path(__file__).resolve().parents[1] / "resources" / "models"
"""the models folder that comes with the program, and the manifest in it"""
RECEIPT = "installed.json"
"""written into each installed model: the hash of every file, and whether the manifest knew the archive"""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_HCLG = ("am/final.mdl", "conf/mfcc.conf", "graph/HCLG.fst", "graph/words.txt", "graph/phones/word_boundary.int")
_LOOKAHEAD = (
    "am/final.mdl",
    "conf/mfcc.conf",
    "graph/HCLr.fst",
    "graph/Gr.fst",
    "graph/disambig_tid.int",
    "graph/phones/word_boundary.int",
)
_KALDI_BINARY = b"\0B"
_FETCH_TIMEOUT_S = 30.0
_TRIAL_TIMEOUT_S = 180.0
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to; the largest public Chinese model has about 30 files and 2 GB."""

    files: int = 1_000
    total_bytes: int = 6_000_000_000
    ratio: int = 40
    """unpacked bytes per byte of the archive; models are numbers and hardly shrink, zeros reach 1000"""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One entry of the manifest."""

    id: str
    kind: str
    source: str
    """an address, or `bundled`"""
    licence: str
    note: str
    is_test_only: bool
    archive_bytes: int | None
    archive_sha256: str | None
    """of the zip; None where its maker publishes none: then installing it needs `trust`"""
    files: Mapping[str, str]
    """relative path to SHA-256; empty for models that come as an archive"""


class SpeechModel:
    """A checked model folder, loaded at most once however many channels listen with it."""

    def __init__(self, model_id: str, path: Path, sha256: str, *, is_test_only: bool, takes_grammar: bool) -> None:
        self.id = model_id
        self.path = path
        self.sha256 = sha256
        """over the sorted list of `<sha256 of file>  <relative path>` lines: goes into the manifest of a take"""
        self.is_test_only = is_test_only
        self.takes_grammar = takes_grammar
        """a model whose graph is built while it runs can be told what to expect; a fixed graph ignores it"""
        self._lock = threading.Lock()
        self._loaded: object | None = None

    def __repr__(self) -> str:
        return f"SpeechModel({self.id!r})"

    def loaded(self, load: Callable[[Path], T]) -> T:
        """The engine's own object for this folder, made by `load` on first use and shared afterwards."""
        with self._lock:
            if self._loaded is None:
                self._loaded = load(self.path)
            return self._loaded  # type: ignore[return-value]  # one engine, so one `load` per model


@dataclass(frozen=True, slots=True)
class Installed:
    """A folder found among the models, good or not; `problem` says why it cannot be used."""

    id: str
    path: Path
    kind: str
    bytes: int
    sha256: str
    """see `SpeechModel.sha256`; empty when the folder could not be read"""
    licence: str
    note: str
    is_test_only: bool
    is_trusted_by_hand: bool
    problem: Fault | None = field(default=None)


def known_models(manifest: Path = BUNDLED / "manifest.toml") -> Mapping[str, KnownModel]:
    """The manifest by model id; raises `Fault` E-710 when it cannot be read."""
    try:
        rows = tomllib.loads(manifest.read_text("utf-8"))["model"]
        return {row["id"]: _known(row) for row in rows}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise Fault("E-710", file=manifest.name) from problem


def installed(models_dir: Path, known: Mapping[str, KnownModel] | None = None) -> list[Installed]:
    """Every model folder in `models_dir`, checked file by file, sorted by id; an absent folder holds none."""
    known = known_models() if known is None else known
    if not models_dir.is_dir():
        return []
    folders = (entry for entry in sorted(models_dir.iterdir()) if entry.is_dir() and not entry.is_symlink())
    return [_inspect(folder, known) for folder in folders if _looks_like_a_model(folder, known)]


def find_speech_model(models_dirs: Sequence[Path], known: Mapping[str, KnownModel] | None = None) -> SpeechModel | None:
    """The speech model to use: the first real one in the order of the folders, else the test model, else None.

    Raises the model's `Fault` when a real one is there but damaged: falling back in silence would turn a counter deaf.
    """
    known = known_models() if known is None else known
    found = [model for folder in models_dirs for model in installed(folder, known) if model.kind == "speech"]
    for model in sorted(found, key=lambda m: m.is_test_only):
        if model.problem is not None:
            raise model.problem
        return _open(model)
    return None


def open_speech_model(folder: Path, known: Mapping[str, KnownModel] | None = None) -> SpeechModel:
    """The model in one named folder; raises `Fault` E-701 or E-702 when it is no model, or not whole."""
    model = _inspect(folder, known_models() if known is None else known)
    if model.problem is not None:
        raise model.problem
    return _open(model)


def install(
    source: str,
    models_dir: Path,
    known: Mapping[str, KnownModel] | None = None,
    *,
    trust: bool = False,
    limits: Limits | None = None,
) -> SpeechModel:
    """Bring a model from an address, a zip or a folder into `models_dir`, whole or not at all.

    Raises `Fault`: E-703 unknown and not trusted, E-704 not what the manifest says, E-705 unsafe archive, E-706 address
    not reached, E-707 no model there, E-708 another model of that name is installed, E-709 the engine cannot load it,
    E-701 not a model.
    """
    known = known_models() if known is None else known
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".incoming-", dir=models_dir) as room:
            archive_sha256, unpacked, name = _bring(source, Path(room), known, limits or Limits())
            return _settle(unpacked, name, archive_sha256, models_dir, known, trust=trust)
    except OSError as problem:
        raise Fault("E-711", reason=problem.strerror or type(problem).__name__) from problem


# ---------------------------------------------------------------------------------------------------------- the way in


def _bring(source: str, room: Path, known: Mapping[str, KnownModel], limits: Limits) -> tuple[str | None, Path, str]:
    """The model's files in a folder below `room`, with the archive's hash (None for a folder) and the model's name."""
    unpacked = room / "model"
    if "://" in source:
        if not source.startswith(("https://", "http://")) or "@" in source:
            raise Fault("E-706", address=_without_credentials(source), reason="http, https")
        archive = room / "archive.zip"
        _fetch(source, archive, limits)
        name = PurePosixPath(source.partition("?")[0]).stem
    else:
        path = Path(source)
        if path.is_dir() and not path.is_symlink():
            _copy_folder(path, unpacked, limits)
            return None, unpacked, path.resolve().name
        if not path.is_file():
            raise Fault("E-707", name=path.name)
        archive, name = path, path.stem
    sha256 = _hash_file(archive)
    entry = next((m for m in known.values() if m.archive_sha256 == sha256), None)
    if entry is None and name in known and not _may_be(known[name], archive):
        raise Fault("E-704", model=name)
    top = _unpack(archive, unpacked, limits)
    return sha256, unpacked, entry.id if entry else top or name


def _settle(
    unpacked: Path,
    name: str,
    archive_sha256: str | None,
    models_dir: Path,
    known: Mapping[str, KnownModel],
    *,
    trust: bool,
) -> SpeechModel:
    """Check what was brought, try it, and move it to its place under its name."""
    (unpacked / RECEIPT).unlink(missing_ok=True)
    _check_layout(unpacked, name)
    files = _hash_files(unpacked)
    digest = _digest(files)
    entry = next((m for m in known.values() if m.files and dict(m.files) == files), None)
    if archive_sha256 is not None and entry is None:
        entry = next((m for m in known.values() if m.archive_sha256 == archive_sha256), None)
    if entry is None:
        if name in known and known[name].files:
            raise Fault("E-704", model=name)
        if not trust:
            raise Fault("E-703", model=name, sha256=archive_sha256 or digest)
    model_id = entry.id if entry else name
    if not _ID.fullmatch(model_id):
        raise Fault("E-707", name=model_id)
    place = models_dir / model_id
    if place.exists():
        there = _inspect(place, known)
        if there.problem is None and there.sha256 == digest:
            return _open(there)
        raise Fault("E-708", model=model_id)
    _try(unpacked, model_id)
    receipt = {"files": files, "archive_sha256": archive_sha256, "is_trusted_by_hand": entry is None}
    (unpacked / RECEIPT).write_text(json.dumps(receipt, indent=1, sort_keys=True), "utf-8")
    for path in _files(unpacked):
        with open(path, "rb") as file:
            os.fsync(file.fileno())
    os.rename(unpacked, place)
    return open_speech_model(place, known)


def _fetch(address: str, archive: Path, limits: Limits) -> None:
    """Download `address`, at most as many bytes as a model may have."""
    shown = _without_credentials(address)
    try:
        with urllib.request.urlopen(address, timeout=_FETCH_TIMEOUT_S) as answer, open(archive, "wb") as file:
            for _ in _copied(answer, file, limits.total_bytes):
                pass
    except urllib.error.HTTPError as problem:
        with problem:  # it holds the connection
            raise Fault("E-706", address=shown, reason=str(problem.code)) from problem
    except _TooMuch as problem:
        raise Fault("E-705", name=shown, reason="size") from problem
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as problem:
        raise Fault("E-706", address=shown, reason=str(getattr(problem, "reason", problem))) from problem


def _unpack(archive: Path, target: Path, limits: Limits) -> str | None:
    """Write the files of a zip below `target`, leaving out one common top folder, whose name is returned."""
    try:
        with zipfile.ZipFile(archive) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            if not 0 < len(entries) <= limits.files:
                raise Fault("E-705", name=archive.name, reason="count")
            paths = [_safe_path(entry, archive.name) for entry in entries]
            tops = {path.parts[0] for path in paths}
            top = tops.pop() if len(tops) == 1 and all(len(path.parts) > 1 for path in paths) else None
            if len({str(path).casefold() for path in paths}) != len(paths):
                raise Fault("E-705", name=archive.name, reason="twins")
            budget = min(limits.total_bytes, limits.ratio * archive.stat().st_size)
            for entry, path in zip(entries, paths, strict=True):
                place = target.joinpath(*(path.parts[1:] if top else path.parts))
                place.parent.mkdir(parents=True, exist_ok=True)
                with package.open(entry) as packed, open(place, "xb") as file:
                    for count in _copied(packed, file, budget):
                        budget -= count
            return top
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, FileExistsError) as problem:
        raise Fault("E-705", name=archive.name, reason=type(problem).__name__) from problem
    except _TooMuch as problem:
        raise Fault("E-705", name=archive.name, reason="size") from problem


def _may_be(entry: KnownModel, archive: Path) -> bool:
    """Whether an archive of an unlisted hash can be what the manifest means: only where that lists no hash."""
    return entry.archive_sha256 is None and entry.archive_bytes in (None, archive.stat().st_size)


def _copy_folder(source: Path, target: Path, limits: Limits) -> None:
    files = list(_files(source))
    if len(files) > limits.files:
        raise Fault("E-705", name=source.name, reason="count")
    budget = limits.total_bytes
    for path in files:
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "rb") as file, open(place, "xb") as copy:
            try:
                for count in _copied(file, copy, budget):
                    budget -= count
            except _TooMuch as problem:
                raise Fault("E-705", name=source.name, reason="size") from problem


def _try(folder: Path, model_id: str) -> None:
    """Load the model in another process: the engine answers some damage by ending the process it lives in."""
    try:
        subprocess.run(
            [sys.executable, "-m", "media.speech", str(folder.resolve())],
            cwd=Path(__file__).resolve().parents[1],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TRIAL_TIMEOUT_S,
            check=True,
        )
    except subprocess.SubprocessError as problem:
        raise Fault("E-709", model=model_id) from problem


class _TooMuch(Exception):
    """More bytes than allowed: counted while they come, since a header may lie."""


def _copied(source: Any, target: IO[bytes], budget: int) -> Iterator[int]:
    """Copy, yielding the size of each block; raises `_TooMuch` before a byte over `budget` is written."""
    while block := source.read(_BLOCK):
        budget -= len(block)
        if budget < 0:
            raise _TooMuch
        target.write(block)
        yield len(block)


def _safe_path(entry: zipfile.ZipInfo, archive: str) -> PurePosixPath:
    name = entry.filename
    path = PurePosixPath(name)
    mode = entry.external_attr >> 16
    reason = None
    if path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or ":" in name or "\0" in name:
        reason = "path"
    elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        reason = "link"
    elif entry.flag_bits & 1:
        reason = "password"
    if reason:
        raise Fault("E-705", name=archive, reason=reason)
    return path


# ------------------------------------------------------------------------------------------------- what is in a folder


def _looks_like_a_model(folder: Path, known: Mapping[str, KnownModel]) -> bool:
    if folder.name.startswith("."):
        return False
    return folder.name in known or (folder / RECEIPT).is_file() or (folder / "am").is_dir()


def _inspect(folder: Path, known: Mapping[str, KnownModel]) -> Installed:
    """Read one folder; what is wrong with it becomes its `problem`."""
    entry = known.get(folder.name)
    receipt: dict[str, Any] = {}
    problem: Fault | None = None
    total, sha256 = 0, ""
    try:
        _check_layout(folder, folder.name)
        total = sum(path.stat().st_size for path in _files(folder))
        files = _hash_files(folder)
        sha256 = _digest(files)
        if not (entry and entry.files):
            receipt = _receipt(folder, sha256)
        if files != (dict(entry.files) if entry and entry.files else receipt["files"]):
            raise Fault("E-702", model=folder.name)
    except Fault as fault:
        problem = fault
    except OSError as error:
        problem = Fault("E-702", model=folder.name)
        problem.__cause__ = error
    return Installed(
        id=folder.name,
        path=folder,
        kind=entry.kind if entry else "speech",
        bytes=total,
        sha256=sha256,
        licence=entry.licence if entry else "",
        note=entry.note if entry else "",
        is_test_only=bool(entry and entry.is_test_only),
        is_trusted_by_hand=bool(receipt.get("is_trusted_by_hand", False)),
        problem=problem,
    )


def _receipt(folder: Path, sha256: str) -> dict[str, Any]:
    """What `install` wrote down; a folder put there by hand has none and is refused."""
    try:
        receipt = json.loads((folder / RECEIPT).read_text("utf-8"))
        if not isinstance(receipt["files"], dict):
            raise TypeError
    except FileNotFoundError as problem:
        raise Fault("E-703", model=folder.name, sha256=sha256) from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise Fault("E-702", model=folder.name) from problem
    return dict(receipt)


def _check_layout(folder: Path, name: str) -> None:
    """Raise `Fault` E-701 unless the files the engine opens are there and begin as they should."""
    if not folder.is_dir():
        raise Fault("E-701", model=name, missing=".")
    required = _HCLG if (folder / "graph" / "HCLG.fst").exists() else _LOOKAHEAD
    for relative in required:
        path = folder / relative
        if path.is_symlink() or not path.is_file() or path.stat().st_size == 0:
            raise Fault("E-701", model=name, missing=relative)
    with open(folder / "am" / "final.mdl", "rb") as file:
        if file.read(2) != _KALDI_BINARY:
            raise Fault("E-701", model=name, missing="am/final.mdl")


def _open(model: Installed) -> SpeechModel:
    return SpeechModel(
        model.id,
        model.path,
        model.sha256,
        is_test_only=model.is_test_only,
        takes_grammar=not (model.path / "graph" / "HCLG.fst").exists(),
    )


def _files(folder: Path) -> Iterator[Path]:
    """The files below `folder` in a fixed order; a link among them is a `Fault` E-705."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise Fault("E-705", name=folder.name, reason="link")
        if path.is_file():
            yield path


def _hash_files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): _hash_file(path)
        for path in _files(folder)
        if path.relative_to(folder).as_posix() != RECEIPT
    }


def _hash_file(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(files: Mapping[str, str]) -> str:
    lines = "".join(f"{sha256}  {path}\n" for path, sha256 in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _known(row: Mapping[str, Any]) -> KnownModel:
    return KnownModel(
        id=str(row["id"]),
        kind=str(row["kind"]),
        source=str(row["source"]),
        licence=str(row["licence"]),
        note=str(row.get("note", "")),
        is_test_only=bool(row.get("test_only", False)),
        archive_bytes=row.get("archive_bytes"),
        archive_sha256=row.get("archive_sha256"),
        files=dict(row.get("files", {})),
    )


def _without_credentials(address: str) -> str:
    """The address without a name or password in it, and without its query: it may be shown and logged."""
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("?")[0].partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
