"""What an attacker at the station would try: every function he can call, and every secret his process holds."""

import inspect
import io
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from app.evidence.sealed import Identity, SealedReader
from media.fault import Fault

DEEPEST = 12
PIECE = 48
"""bytes in a row of the recording that nothing may show"""


class Canary:
    """Pieces of a recording, to be looked for in whatever a function gives or writes."""

    def __init__(self, content: bytes) -> None:
        self._pieces = {content[at : at + PIECE] for at in range(0, len(content) - PIECE, 997)}

    def is_in(self, found: bytes) -> bool:
        return any(piece in found for piece in self._pieces)


def shown(value: object, depth: int = 0) -> Iterator[bytes]:
    """All bytes that a returned value holds or can be read from."""
    if depth > DEEPEST:
        return
    match value:
        case bytes() | bytearray() | memoryview():
            yield bytes(value)
        case str():
            yield value.encode("utf-8", "surrogatepass")
        case Mapping():
            for key, item in value.items():
                yield from shown(key, depth + 1)
                yield from shown(item, depth + 1)
        case list() | tuple() | set() | frozenset():
            for item in value:
                yield from shown(item, depth + 1)
        case _ if callable(getattr(value, "read", None)):
            with suppress(Exception):
                value.seek(0)  # type: ignore[attr-defined]
            with suppress(Exception):
                yield from shown(value.read(), depth + 1)  # type: ignore[attr-defined]
        case types.GeneratorType():
            with suppress(Exception):
                for item in value:
                    yield from shown(item, depth + 1)
        case _ if hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from shown(getattr(value, name), depth + 1)


def reachable(root: object) -> Iterator[object]:
    """Everything that can be reached from an object by attributes, items and slots, private ones too."""
    seen: set[int] = set()
    waiting: list[object] = [root]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | types.ModuleType | types.FrameType):
            continue
        seen.add(id(one))
        yield one
        match one:
            case Mapping():
                waiting += [*one.keys(), *one.values()]
            case list() | tuple() | set() | frozenset():
                waiting += one
            case types.MethodType():
                waiting += [one.__self__, one.__func__]
            case types.FunctionType():
                waiting += [cell.cell_contents for cell in one.__closure__ or ()]
            case _:
                waiting += list(getattr(one, "__dict__", {}).values())
                for kind in type(one).__mro__:
                    slots = getattr(kind, "__slots__", ())
                    for name in (slots,) if isinstance(slots, str) else slots:
                        with suppress(AttributeError):
                            waiting.append(getattr(one, name))


def keys_within(root: object) -> Iterator[bytes]:
    """Every 16 or 32 bytes in a row that could be a key, in raw form, in hex or base64, or within a key object."""
    for one in reachable(root):
        if isinstance(one, X25519PrivateKey):
            yield one.private_bytes_raw()
        elif isinstance(one, bytes | bytearray):
            for size in (16, 32):
                yield from (bytes(one[at : at + size]) for at in range(0, max(0, min(len(one), 4096) - size + 1), 1))
        elif isinstance(one, str) and "AGE-SECRET-KEY-" in one.upper():
            for word in one.split():
                with suppress(Fault):
                    yield Identity.parse(word)._private.private_bytes_raw()
        elif isinstance(one, str) and len(one) in (32, 64):
            with suppress(ValueError):
                yield bytes.fromhex(one)


def opens(sealed: bytes, key: bytes) -> bool:
    """Whether a key opens a sealed file, as its file key or as an identity."""
    keys: list[bytes | Identity] = [key] if len(key) == 16 else [Identity(X25519PrivateKey.from_private_bytes(key))]
    for each in keys:
        with suppress(Fault), SealedReader(io.BytesIO(sealed), each):
            return True
    return False


def public_functions(*owners: object) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Public methods and properties of objects, public functions and classes of modules."""
    for owner in owners:
        is_module = isinstance(owner, types.ModuleType)
        label = owner.__name__ if isinstance(owner, types.ModuleType) else type(owner).__name__
        for name in dir(owner):
            if name.startswith("_") or name in ("close", "narrow", "forget"):
                continue
            try:
                value = getattr(owner, name)
            except Fault:
                continue
            if is_module and getattr(value, "__module__", None) != label:
                continue
            if callable(value):
                yield f"{label}.{name}", value
            else:
                yield f"{label}.{name}", lambda owner=owner, name=name: getattr(owner, name)


def arguments_for(function: Callable[..., Any], pool: Mapping[str, list[Any]]) -> list[dict[str, Any]]:
    """Some ways to call it with what an attacker has at hand, by name or kind of each parameter; none: not callable."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    ways: list[dict[str, Any]] = [{}]
    for parameter in parameters:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        kind = str(parameter.annotation).removeprefix("<class '").removesuffix("'>").rpartition(".")[2].strip("'\"")
        values = pool.get(parameter.name) or pool.get(kind)
        if values is None:
            if parameter.default is not parameter.empty:
                continue
            return []
        ways = [{**way, parameter.name: value} for way in ways for value in values][:24]
    return ways


def files_under(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
