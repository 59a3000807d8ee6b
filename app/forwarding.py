"""Audit rows and log lines also go to the institution's syslog server, so that a copy lies where nobody here reaches.

    forward_audit(row) ─┐                            ┌─ udp://host:514  one datagram each (RFC 5426)
                        ├─► Stage, oldest goes first ┤
    forward_log(line) ──┘                            └─ tcp://host:601  octet counting (RFC 6587)

Each is an RFC 5424 message with one line of JSON as its text. A row comes as in an auditor's export, hash and all, so
the server's copy can be checked as a chain, and a row that never came is seen by its number. Rows and lines hold no
personal data but what somebody writes as a reason; they go in the clear, so the network is the institution's own.

Whoever forwards is never held up and never told of trouble: while the server is away messages wait, the oldest are
dropped when too many do, and both is said in the log once for each outage. What it does not do: promise. Syslog has no
receipts, and what was on its way when a server went down is lost; the vault has every row, and `export_trail` sends
them later.
"""

import json
import logging
import os
import re
import socket
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from app.logs import start_logging
from app.settings import Settings
from app.vault.audit import AuditRow, as_line, canonical
from media.clock import NS, Clock, SystemClock
from media.fault import Fault
from media.stage import Stage, WhenFull

log = logging.getLogger("forwarding")

DEPTH = 8_192
"""messages that wait while the server is away; a day of a busy counter"""
MOST_BYTES = 8_192
"""of one message: what collectors take by default"""
CONNECT_S = 3.0
SEND_S = 10.0
"""a server that takes nothing for so long is away"""
PATIENCE_S = 0.2
"""how soon a send notices that the program wants to end"""
CLOSE_S = 2.0
"""how long the end of the program waits for what is queued"""
FIRST_BACK_OFF_S, MOST_BACK_OFF_S = 0.5, 60.0
PORTS = {"udp": 514, "tcp": 601}

USER, AUTHPRIV, AUDIT = 1, 10, 13
"""facilities of RFC 5424"""
SEVERITIES = {"critical": 2, "error": 3, "warning": 4, "info": 6}
NOTICE = 5
_ABOUT_ACCESS = ("login.", "account.", "accounts.", "keys.", "person.")
"""how audit kinds begin that are about who may come in"""
_NOT_PRINTABLE = re.compile(r"[^\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where messages go."""

    transport: Literal["udp", "tcp"]
    host: str
    port: int


def parse_target(text: str) -> Target | None:
    """`udp://host:514` or `tcp://host:601`, the port can be left out; none for an empty text; E-273 else."""
    if not text:
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Fault("E-273", given=text) from None
    transport, host = parts.scheme, parts.hostname
    is_bare = (parts.path, parts.query, parts.fragment, parts.username) in (("", "", "", None), ("/", "", "", None))
    if transport not in PORTS or not host or not is_bare or port == 0 or re.search(r"\s", host):
        raise Fault("E-273", given=text)
    return Target("udp" if transport == "udp" else "tcp", host, port or PORTS[transport])


class Forwarder:
    """Sends to one server from a thread of its own; made with an empty address it does nothing. E-273 as above."""

    def __init__(self, address: str, *, clock: Clock | None = None, depth: int = DEPTH) -> None:
        target = parse_target(address)
        self._stage: Stage[bytes] | None = None
        self._is_closed = False
        if target is None:
            return
        self._target = target
        self._clock = clock or SystemClock()
        self._ending = threading.Event()
        self._ends_at_ns = 0
        self._connection: socket.socket | None = None
        self._is_away = False
        self._lock = threading.Lock()
        self._lost = 0
        """since the server was last there"""
        self._ever_lost = 0
        self._from = f"{_name(socket.gethostname(), 255)} dualrec {os.getpid()}"
        self._stage = Stage(
            "forwarding",
            self._deliver,
            depth=depth,
            clock=self._clock,
            on_fault=lambda name, problem: log.error("forwarding ended: %s", type(problem).__name__),
            when_full=WhenFull.OLDEST,
            on_drop=lambda message: self._count_lost(),
        )
        self._stage.start()

    @property
    def lost(self) -> int:
        """Messages that were dropped so far, each one known not to have been sent."""
        return self._ever_lost if self._stage is not None else 0

    def forward_audit(self, row: AuditRow) -> None:
        """Queue an audit row; returns at once."""
        if self._stage is None:
            return
        facility = AUTHPRIV if row.kind.startswith(_ABOUT_ACCESS) else AUDIT
        text = as_line(row)
        if len(text) > MOST_BYTES:
            # Its place in the chain goes all the same.
            text = canonical({"at": row.at, "cut_bytes": len(text), "kind": row.kind, "n": row.n, "sha256": row.sha256})
        self._put(facility, NOTICE, row.at, row.kind, text)

    def forward_log(self, line: Mapping[str, Any]) -> None:
        """Queue a line of the program's log, redacted as it stands in the file; below INFO it is left out."""
        severity = SEVERITIES.get(str(line.get("level")))
        if self._stage is None or severity is None:
            return
        text = json.dumps(dict(line), default=str, separators=(",", ":"))
        if len(text) > MOST_BYTES:
            kept = {name: str(line.get(name, ""))[:1000] for name in ("event", "level", "logger", "timestamp")}
            text = canonical(kept | {"cut_bytes": len(text)})
        self._put(USER, severity, str(line.get("timestamp", "-")), str(line.get("logger", "-")), text)

    def close(self) -> None:
        """Send what waits if the server takes it within two seconds, then end; may be called twice."""
        if self._stage is None or self._is_closed:
            return
        self._is_closed = True
        self._ends_at_ns = self._clock.now_ns() + round(CLOSE_S * NS)
        self._ending.set()
        self._clock.wake()
        self._stage.close(CLOSE_S + CONNECT_S + 1)
        self._disconnect()

    def _put(self, facility: int, severity: int, at: str, kind: str, text: str) -> None:
        header = f"<{facility * 8 + severity}>1 {_name(at, 32)} {self._from} {_name(kind, 32)} -"
        assert self._stage is not None
        with suppress(
            Exception
        ):  # it was closed, or died and said so: no reason for the caller to do other than he does
            self._stage.put(f"{header} {text}".encode())

    def _count_lost(self) -> None:
        with self._lock:
            self._lost += 1
            self._ever_lost += 1

    # On the thread of the stage

    def _deliver(self, message: bytes) -> None:
        """Send one message, waiting for the server as long as it takes, or until the end."""
        back_off_s = FIRST_BACK_OFF_S
        while not self._is_over():
            try:
                is_there = (
                    self._send_datagram(message) if self._target.transport == "udp" else self._send_framed(message)
                )
            except OSError as problem:
                self._disconnect()
                self._note_away(problem)
                if self._ending.is_set():
                    self._ends_at_ns = 0  # one attempt is what the end of the program has time for
                    break
                self._clock.sleep_until(self._clock.now_ns() + round(back_off_s * NS), self._ending)
                back_off_s = min(2 * back_off_s, MOST_BACK_OFF_S)
            else:
                if is_there:
                    self._note_there()
                return
        self._count_lost()

    def _is_over(self) -> bool:
        return self._ending.is_set() and self._clock.now_ns() >= self._ends_at_ns

    def _send_datagram(self, message: bytes) -> bool:
        """False when the host said of the datagram before that nobody listens: that one is lost."""
        connection = self._connection or self._connect(socket.SOCK_DGRAM)
        try:
            connection.send(message)
        except ConnectionError as problem:
            self._count_lost()
            self._note_away(problem)
            connection.send(message)
            return False
        return True

    def _send_framed(self, message: bytes) -> bool:
        if self._connection is not None and _has_ended(self._connection):
            self._disconnect()  # an idle connection that the server closed is no outage
        connection = self._connection or self._connect(socket.SOCK_STREAM)
        rest = memoryview(b"%d %b" % (len(message), message))
        moved_ns = self._clock.now_ns()
        while rest:
            try:
                rest = rest[connection.send(rest) :]
                moved_ns = self._clock.now_ns()
            except TimeoutError:
                if self._is_over() or self._clock.now_ns() - moved_ns > SEND_S * NS:
                    raise
        return True

    def _connect(self, kind: socket.SocketKind) -> socket.socket:
        target, problem = self._target, OSError("no address")
        for family, _, _, _, address in socket.getaddrinfo(target.host, target.port, type=kind):
            connection = socket.socket(family, kind)
            try:
                connection.settimeout(CONNECT_S)
                connection.connect(address)
            except OSError as refusal:
                connection.close()
                problem = refusal
            else:
                connection.settimeout(PATIENCE_S)
                self._connection = connection
                return connection
        raise problem

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _note_away(self, problem: OSError) -> None:
        if not self._is_away:
            self._is_away = True
            log.warning("the syslog server is away: %s", problem.strerror or type(problem).__name__)

    def _note_there(self) -> None:
        """Say once that the server is there again, or that it has caught up, and what was lost."""
        assert self._stage is not None
        if not self._is_away and (not self._lost or self._stage.waiting):
            return
        with self._lock:
            lost, self._lost = self._lost, 0
        self._is_away = False
        log.log(logging.WARNING if lost else logging.INFO, "the syslog server is there again; messages lost: %d", lost)


def _has_ended(connection: socket.socket) -> bool:
    """Whether the server closed its side; a syslog server never says anything else."""
    connection.setblocking(False)
    try:
        return connection.recv(1024) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
    finally:
        connection.settimeout(PATIENCE_S)


def _name(text: str, longest: int) -> str:
    """A field of the header: printable ASCII without spaces."""
    return _NOT_PRINTABLE.sub("_", text)[:longest] or "-"


def start_logging_of(settings: Settings) -> ExitStack:
    """The station's log, forwarded where the settings say so; close what is returned.

    An address that cannot be one is told in the log and is no reason not to work.
    """
    with ExitStack() as stack:
        forwarder = forwarder_of(settings)
        if forwarder is None:
            stack.callback(start_logging(settings.folder).close)
        else:
            stack.callback(forwarder.close)
            stack.callback(start_logging(settings.folder, forward=forwarder.forward_log).close)
        return stack.pop_all()


def forwarder_of(settings: Settings) -> Forwarder | None:
    """Where the settings say that it goes; nothing when they do not, or not in a way that can be used."""
    if not settings.forward.syslog:
        return None
    try:
        return Forwarder(settings.forward.syslog)
    except Fault as fault:
        log.warning("nothing is forwarded: %s", fault.code)
        return None
