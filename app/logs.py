"""The station's log: JSON lines in `DATA/logs`, rotated, without personal data or secrets.

    begin ──► every `logging` record ──► redact ─┬► station.jsonl (rotated, 10 × 5 MB)
              threads and crashes    ──► the same └► `forward`, from INFO on (`app.forwarding`)
              a dying interpreter ──► crash.txt

Code logs codes, counts and times, never what a customer said or who they are; `redact` is the last defence behind that
rule and no reason to lean on it. Logging never stops a recording: a line that cannot be written is counted, not raised.
The record of who did what is not this file but the vault's audit rows. The rules want such a record for a year at
least: audit rows are never deleted, so they hold what must be kept; these files only help to find a mistake, and the
oldest go when there are fifty megabytes of them.
"""

import faulthandler
import json
import logging
import logging.handlers
import re
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from app.settings import DataFolder

FILE_NAME = "station.jsonl"
CRASH_FILE_NAME = "crash.txt"
FILE_BYTES = 5_000_000
FILES_KEPT = 9
REMOVED = "[removed]"
MASK = "[masked]"

log = logging.getLogger("program")

_PRIVATE_KEYS = re.compile(
    r"""(?x) (^|_) (
        passphrase | password | secret | token | pin | identity | private | key | raw_key | file_key |
        customer | customer_name | person | full_name | id_number | id_card | phone | mobile | address | account |
        card | text | transcript | answer | answers | utterance | words | heard | said
    ) $"""
)
"""a key that ends in one of these words may hold a secret or something about a person"""

_ID_NUMBER = r"[1-9]\d{5}(?:18|19|20)\d{9}[0-9Xx]|[1-9]\d{14}"
_PHONE = r"1[3-9]\d{9}"
_BANK_CARD = r"[3-6]\d{15,18}"
_PRIVATE_TEXT = re.compile(
    rf"""(?x) (?<![0-9A-Za-z]) (?: (?:\+?86[ -]?)? (?:{_PHONE}) | {_ID_NUMBER} | {_BANK_CARD} ) (?![0-9A-Za-z])
    | AGE-SECRET-KEY-[0-9A-Z]+ | x'[0-9A-Fa-f]{{32,}}'"""
)
"""id numbers of 18 and 15 digits (GB 11643), mobile numbers, bank cards, age identities, raw vault keys"""

Forward = Callable[[Mapping[str, Any]], None]
"""is handed each line as it stands in the file; must return at once"""

_UNITS = ("_ns", "_bytes", "_ms", "_s", "_hz")


class Logs:
    """Owns the log files of one run; begin once, close as often as you like."""

    def __init__(self, folder: Path, *, level: int = logging.INFO, forward: Forward | None = None) -> None:
        self._folder = folder
        self._level = level
        self._tap = None if forward is None else _Tap(forward)
        self._handler: _File | None = None
        self._crash_file: IO[str] | None = None

    @property
    def lost(self) -> int:
        """Lines that could not be written, for example because the disk was full."""
        return self._handler.lost if self._handler else 0

    def begin(self) -> None:
        """Send records, thread deaths and interpreter crashes to files; `OSError` where none can be made."""
        assert self._handler is None, "begun already"
        self._crash_file = (self._folder / CRASH_FILE_NAME).open("a", encoding="utf-8")
        self._handler = _File(self._folder / FILE_NAME)
        self._handler.setLevel(self._level)
        self._handler.setFormatter(_formatter())
        root = logging.getLogger()
        root.addHandler(self._handler)
        if self._tap is not None:
            root.addHandler(self._tap)
        self._old_level = root.level
        root.setLevel(min(self._level, root.level or logging.WARNING))
        faulthandler.enable(self._crash_file)
        self._old_thread_hook, threading.excepthook = threading.excepthook, _log_thread_death
        self._old_hook, sys.excepthook = sys.excepthook, _log_uncaught

    def close(self) -> None:
        if self._handler is None:
            return
        threading.excepthook = self._old_thread_hook
        sys.excepthook = self._old_hook
        faulthandler.disable()
        logging.getLogger().removeHandler(self._handler)
        if self._tap is not None:
            logging.getLogger().removeHandler(self._tap)
        logging.getLogger().setLevel(self._old_level)
        self._handler.close()
        self._handler = None
        if self._crash_file is not None:
            self._crash_file.close()


def start_logging(folder: DataFolder, forward: Forward | None = None) -> Logs:
    """Log into the station's data folder from now on; where it cannot be written go on without (`doctor` tells).

    `forward` gets each line too; whoever gives it closes the logs before what is behind it.
    """
    logs = Logs(folder.logs, forward=forward)
    try:
        folder.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        logs.begin()
    except OSError as problem:
        log.info("no log file: %s", problem.strerror)
    return logs


class _File(logging.handlers.RotatingFileHandler):
    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
        self.lost = 0

    def handleError(self, record: logging.LogRecord) -> None:
        self.lost += 1


class _Tap(logging.Handler):
    """Hands lines on, from INFO, as they would stand in the file."""

    def __init__(self, forward: Forward) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(_formatter())
        self._forward = forward

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._forward(json.loads(self.format(record)))
        except Exception:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        pass  # it stands in the file


def redact(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Drop what lies under keys that may be private, and mask what looks like an id number, a phone or a key."""
    return {name: REMOVED if _is_private(name, value) else _masked(name, value) for name, value in event.items()}


def _is_private(name: str, value: object) -> bool:
    return value is not None and not isinstance(value, bool) and _PRIVATE_KEYS.search(name.lower()) is not None


def _masked(name: str, value: object) -> object:
    match value:
        case None | bool() | float():
            return value
        case int():
            return value if name.endswith(_UNITS) or not _PRIVATE_TEXT.fullmatch(str(value)) else MASK
        case Mapping():
            return redact(None, "", {str(key): inner for key, inner in value.items()})
        case list() | tuple() | set() | frozenset():
            return [_masked(name, inner) for inner in value]
        case bytes() | bytearray() | memoryview():
            return f"[{len(value)} bytes]"
        case _:
            return _PRIVATE_TEXT.sub(MASK, str(value))


def _formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _tidy,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def _tidy(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    record: logging.LogRecord = event["_record"]
    event["thread"] = record.threadName
    at = datetime.fromtimestamp(record.created, UTC)  # when it happened: a line is made more than once
    event["timestamp"] = at.isoformat(timespec="microseconds")[:-6] + "Z"
    for left_by_another_handler in ("message", "asctime"):
        event.pop(left_by_another_handler, None)
    return event


def _log_thread_death(death: threading.ExceptHookArgs) -> None:
    name = death.thread.name if death.thread else "?"
    problem = (death.exc_type, death.exc_value or death.exc_type(), death.exc_traceback)
    log.critical("thread died: %s", name, exc_info=problem)


def _log_uncaught(kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        log.critical("uncaught: %s", kind.__name__, exc_info=(kind, problem, trace))
    sys.__excepthook__(kind, problem, trace)
