"""Reading a YAML file that somebody wrote by hand, or made to harm us.

Promises: every complaint names file and line; what is read holds only mappings, lists, text, numbers, true/false,
dates and nothing. The limits are applied to the stream of events, before anything is built: a file that grows when it
is walked (aliases), that exhausts the stack (nesting), or that takes minutes (100,000 keys) is refused at its first
offending line. Aliases and anchors are refused altogether, and so are duplicate keys, explicit tags, several documents,
and characters that make a text look other than it is (control characters, bidi overrides, zero-width).

It does not know what the values mean: that is for the pydantic model that `validated` is given.
"""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from media.fault import Fault

MAX_BYTES = 256 * 1024
MAX_DEPTH = 16
MAX_EVENTS = 20_000

Place = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

# Categories Cc (control), Cf (format: bidi overrides, zero-width, byte order marks), Cs, Co, and the line separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Source:
    """Where values were read from: the file's name, its SHA-256, and the line of each value (1 is the first)."""

    file: str
    sha256: str
    lines: Mapping[Place, int]

    def line(self, *place: str | int) -> int:
        """The line of that value, or of the nearest thing around it."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return 1


def read_yaml(path: Path) -> tuple[dict[str, Any], Source]:
    """The mapping in the file, and where its values stand.

    The SHA-256 is that of the file with `\\n` line ends, so that it is the same after a checkout on Windows.
    Faults: E-400 cannot be read, E-401 not UTF-8, E-402 not YAML of the plain kind, E-403 over a limit,
    E-404 duplicate key, E-405 hidden character.
    """
    file = str(path)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Fault("E-403", file=file, line=1, limit="bytes", allowed=MAX_BYTES)
        content = path.read_bytes()
    except OSError as error:
        raise Fault("E-400", file=file, why=error.strerror or type(error).__name__) from error
    content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault("E-401", file=file, line=content.count(b"\n", 0, error.start) + 1) from error
    _refuse_hidden(text, file, 1)
    root = _compose(text, file)
    lines: dict[Place, int] = {}
    value = _value(root, (), lines, file)
    if not isinstance(value, dict):
        raise Fault("E-402", file=file, line=1, problem="the file must be a mapping (key: value)")
    return value, Source(file, hashlib.sha256(content).hexdigest(), lines)


def validated(model: type[Model], value: Mapping[str, Any], source: Source, at: Place = ()) -> Model:
    """`value` as `model`; `at` is where in the file it stands.

    Faults: E-406 unknown key, E-407 missing key, E-408 wrong value, each with file and line, never with the value.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = [_complaint(one["loc"], one["type"], one["msg"], source, at) for one in error.errors()]
    # A key spelt wrong is unknown in one place and missing in another: the first of these is the one to tell.
    raise min(found, key=lambda fault: (fault.code == "E-407", int(str(fault.facts["line"]))))


def _complaint(loc: Place, kind: str, message: str, source: Source, at: Place) -> Fault:
    place = at
    for part in loc:
        # Names of union members stand in pydantic's location but not in the file.
        if (*place, part) in source.lines:
            place = (*place, part)
    line = source.line(*place)
    if kind == "missing":
        return Fault("E-407", file=source.file, line=line, key=".".join(map(str, (*place, loc[-1]))))
    key = ".".join(map(str, place)) or "-"
    if kind == "extra_forbidden":
        return Fault("E-406", file=source.file, line=line, key=key)
    return Fault("E-408", file=source.file, line=line, key=key, problem=message.removeprefix("Value error, "))


def _refuse_hidden(text: str, file: str, line: int) -> None:
    for character in text:
        if character == "\n":
            line += 1
        elif unicodedata.category(character) in _HIDDEN:
            raise Fault("E-405", file=file, line=line, character=f"U+{ord(character):04X}")


def _compose(text: str, file: str) -> Node:
    reader = YAML(typ="safe", pure=True)
    depth = 0
    documents = 0
    try:
        for count, event in enumerate(reader.parse(text)):
            line = event.start_mark.line + 1
            name = type(event).__name__
            if name == "AliasEvent" or getattr(event, "anchor", None):
                raise Fault("E-403", file=file, line=line, limit="aliases", allowed=0)
            documents += name == "DocumentStartEvent"
            depth += name.endswith("StartEvent") - name.endswith("EndEvent")
            if depth > MAX_DEPTH + 2:  # the stream and the document count as two
                raise Fault("E-403", file=file, line=line, limit="depth", allowed=MAX_DEPTH)
            if count > MAX_EVENTS:
                raise Fault("E-403", file=file, line=line, limit="values", allowed=MAX_EVENTS)
            if documents > 1:
                raise Fault("E-402", file=file, line=line, problem="more than one document")
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Fault(
            "E-402", file=file, line=mark.line + 1 if mark else 1, problem=error.problem or "not YAML"
        ) from error
    except (YAMLError, ValueError) as error:
        raise Fault("E-402", file=file, line=1, problem="not YAML") from error
    if root is None:
        raise Fault("E-402", file=file, line=1, problem="the file is empty")
    return root


def _value(node: Node, place: Place, lines: dict[Place, int], file: str) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(place, line)
    if isinstance(node, MappingNode) and node.tag == f"{_TAG}map":
        return _mapping(node, place, lines, file)
    if isinstance(node, SequenceNode) and node.tag == f"{_TAG}seq":
        return [_value(one, (*place, index), lines, file) for index, one in enumerate(node.value)]
    if isinstance(node, ScalarNode):
        return _scalar(node, file, line)
    raise Fault("E-402", file=file, line=line, problem=f"tag {node.tag}")


def _mapping(node: MappingNode, place: Place, lines: dict[Place, int], file: str) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode) or key_node.tag != f"{_TAG}str":
            raise Fault("E-402", file=file, line=line, problem="a key must be text")
        key = str(key_node.value)
        _refuse_hidden(key, file, line)
        if key in result:
            raise Fault("E-404", file=file, line=line, key=key)
        lines[(*place, key)] = line
        result[key] = _value(value_node, (*place, key), lines, file)
    return result


def _scalar(node: ScalarNode, file: str, line: int) -> Any:
    text = str(node.value)
    kind = str(node.tag).removeprefix(_TAG)
    if kind == "str":
        _refuse_hidden(text, file, line)
        return text
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    # 0123, 0x10, 1e3, 1_000 and .inf mean different things to different readers: only plain figures are numbers.
    if kind == "int" and _INTEGER.fullmatch(text):
        return int(text)
    if kind == "float" and _DECIMAL.fullmatch(text):
        return float(text)
    if kind == "timestamp" and _DAY.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError as error:
            raise Fault("E-402", file=file, line=line, problem="no such day") from error
    raise Fault("E-402", file=file, line=line, problem="write it in quotes, or as a plain number or day")
