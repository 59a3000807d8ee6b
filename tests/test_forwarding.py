"""What a syslog server receives, over real sockets, and what happens while it is away or slow."""

import json
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app import forwarding
from app.forwarding import Forwarder, Target, parse_target
from app.logs import Logs
from app.vault.audit import GENESIS, AuditRow, link, verify_chain
from media.clock import SystemClock
from media.fault import Fault

HEADER = re.compile(
    r"<(?P<priority>\d{1,3})>1 (?P<at>\S{1,32}) (?P<host>\S{1,255}) (?P<app>\S{1,48}) (?P<process>\S{1,128}) "
    r"(?P<kind>\S{1,32}) - (?P<text>\{.*\})"
)
"""RFC 5424, section 6, as far as we use it"""
AWAY, THERE = "WARNING forwarding: the syslog server is away", "forwarding: the syslog server is there again"


def chain(count: int, kind: str = "take.replayed", **facts: object) -> list[AuditRow]:
    rows, digest = [], GENESIS
    for n in range(1, count + 1):
        row = AuditRow(n, "2026-07-01T08:00:00.000000Z", "王芳", kind, {"reason": "投诉\n核查", **facts}, "")
        digest = link(row, digest)
        rows.append(AuditRow(n, row.at, row.actor, kind, row.facts, digest.hex()))
    return rows


def parsed(message: bytes) -> dict[str, Any]:
    """A message's header, and its text as what it says."""
    found = HEADER.fullmatch(message.decode("ascii"))
    assert found, message
    return {**found.groupdict(), "text": json.loads(found["text"])}


def row_of(message: bytes) -> AuditRow:
    return AuditRow(**parsed(message)["text"])


class ImpatientClock(SystemClock):
    """Waits a millisecond for whatever somebody waits for."""

    def sleep_until(self, at_ns: int, stop: threading.Event) -> bool:
        return not stop.wait(0.001)


def until(is_so: Callable[[], object]) -> None:
    """Wait, at most ten seconds, for another thread."""
    ends_at = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < ends_at, "it never came"
        threading.Event().wait(0.001)


class Udp:
    """A server that counts on its datagrams being read."""

    def __init__(self, port: int = 0) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.socket.bind(("127.0.0.1", port))
        self.socket.settimeout(10)
        self.port: int = self.socket.getsockname()[1]
        self.address = f"udp://127.0.0.1:{self.port}"

    def read(self) -> bytes:
        return self.socket.recv(65536)


class Tcp:
    """A server of one connection at a time; away until it listens."""

    def __init__(self) -> None:
        self.connection: socket.socket | None = None
        self.open(0)
        self.address = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"

    def open(self, port: int) -> None:
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.listener.bind(("127.0.0.1", port))
        self.listener.settimeout(10)

    def listen(self) -> None:
        self.listener.listen()

    def accept(self) -> None:
        self.hang_up()
        self.connection, _ = self.listener.accept()
        self.connection.settimeout(10)
        self.file = self.connection.makefile("rb")

    def read(self) -> bytes:
        """One message, by its count of octets (RFC 6587)."""
        digits = b""
        while (one := self.file.read(1)) != b" ":
            assert one.isdigit(), one
            digits += one
        return self.file.read(int(digits))

    def hang_up(self) -> None:
        if self.connection is not None:
            self.file.close()
            self.connection.close()
            self.connection = None

    def close(self) -> None:
        self.hang_up()
        self.listener.close()


@pytest.fixture
def udp() -> Iterator[Udp]:
    server = Udp()
    yield server
    server.socket.close()


@pytest.fixture
def tcp() -> Iterator[Tcp]:
    server = Tcp()
    yield server
    server.close()


@pytest.fixture
def start() -> Iterator[Callable[..., Forwarder]]:
    """Make forwarders whose waiting costs no time; each is closed, and leaves no thread."""
    made: list[Forwarder] = []

    def make(address: str, **options: Any) -> Forwarder:
        made.append(Forwarder(address, **{"clock": ImpatientClock(), **options}))
        return made[-1]

    before = threading.active_count()
    yield make
    for forwarder in made:
        forwarder.close()
        forwarder.close()
    assert threading.active_count() == before


# Addresses


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("udp://logs.bank:5514", Target("udp", "logs.bank", 5514)),
        ("UDP://10.1.2.3", Target("udp", "10.1.2.3", 514)),
        ("tcp://logs", Target("tcp", "logs", 601)),
        ("tcp://[fe80::1]:601/", Target("tcp", "fe80::1", 601)),
        ("", None),
    ],
)
def test_address_is_read(text: str, target: Target | None) -> None:
    assert parse_target(text) == target


BAD = ["logs:514", "http://logs", "udp://", "udp://:514", "udp://logs:0", "udp://logs:99999", "udp://logs:x", "udp://[::1",
       "tcp://logs/path", "tcp://me@logs", "tcp://logs?x", "tcp://lo gs", "10.0.0.1"]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_address_that_is_none_is_refused(text: str) -> None:
    for act in (parse_target, Forwarder):
        with pytest.raises(Fault) as caught:
            act(text)
        assert (caught.value.code, caught.value.facts) == ("E-273", {"given": text})


def test_without_an_address_nothing_happens() -> None:
    before = threading.active_count()
    forwarder = Forwarder("")
    forwarder.forward_audit(chain(1)[0])
    forwarder.forward_log({"level": "info", "event": "x"})
    assert threading.active_count() == before and forwarder.lost == 0
    forwarder.close()


# Messages


def test_audit_row_arrives_with_its_place_in_the_chain(udp: Udp, start: Callable[..., Forwarder]) -> None:
    forwarder = start(udp.address)
    rows = chain(3)
    for row in rows:
        forwarder.forward_audit(row)
    messages = [udp.read() for _ in rows]
    assert verify_chain(map(row_of, messages)) == (3, bytes.fromhex(rows[-1].sha256))
    first = parsed(messages[0])
    assert (first["priority"], first["kind"], first["app"]) == (str(13 * 8 + 5), "take.replayed", "dualrec")
    assert datetime.fromisoformat(first["at"]).year == 2026
    assert row_of(messages[0]) == rows[0]


@pytest.mark.parametrize("kind", ["login.failed", "account.reset", "accounts.made", "keys.bound"])
def test_row_about_access_has_its_own_facility(udp: Udp, start: Callable[..., Forwarder], kind: str) -> None:
    start(udp.address).forward_audit(chain(1, kind)[0])
    assert parsed(udp.read())["priority"] == str(10 * 8 + 5)


def test_log_lines_arrive_from_info_on_and_redacted(
    udp: Udp, start: Callable[..., Forwarder], tmp_path: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("WARNING test: 二")
    logs = Logs(tmp_path, level=logging.DEBUG, forward=start(udp.address).forward_log)
    logs.begin()
    log = logging.getLogger("test")
    log.debug("none")
    log.info("一", extra={"phone": "13800138000"})
    log.warning("二 %s", "13800138000")
    logs.close()
    messages = [parsed(udp.read()) for _ in range(2)]
    assert [message["priority"] for message in messages] == [str(8 + 6), str(8 + 4)]
    assert [message["text"]["event"] for message in messages] == ["一", "二 [masked]"]
    assert "13800138000" not in str(messages) and messages[0]["kind"] == "test"
    assert all(datetime.fromisoformat(message["at"]).tzinfo for message in messages)


def test_odd_lines_are_sent_all_the_same(udp: Udp, start: Callable[..., Forwarder]) -> None:
    forwarder = start(udp.address)
    forwarder.forward_log({"level": "info", "logger": "a b\n" + "王" * 50, "timestamp": "", "odd": {1, 2}.__class__})
    forwarder.forward_log({"level": "error"})
    forwarder.forward_log({"level": "nonsense"})
    forwarder.forward_log({})
    forwarder.forward_log({"level": "info", "event": "x" * 100_000, "exception": "y" * 100_000})
    forwarder.forward_audit(chain(1, note="z" * 100_000)[0])
    messages = [udp.read() for _ in range(4)]
    assert parsed(messages[0])["kind"] == "a_b_" + "_" * 28
    assert parsed(messages[1])["priority"] == str(8 + 3)
    assert parsed(messages[2])["text"]["cut_bytes"] > 200_000 and len(messages[2]) < 5_000
    cut = parsed(messages[3])["text"]
    assert cut["cut_bytes"] > 100_000 and (cut["n"], cut["sha256"]) == (1, chain(1, note="z" * 100_000)[0].sha256)


# A server on TCP


def test_stream_is_counted_in_octets(tcp: Tcp, start: Callable[..., Forwarder]) -> None:
    tcp.listen()
    forwarder = start(tcp.address)
    rows = chain(500)
    for row in rows:
        forwarder.forward_audit(row)
    tcp.accept()
    assert [row_of(tcp.read()) for _ in rows] == rows
    assert forwarder.lost == 0


def test_server_that_comes_later_gets_everything(
    tcp: Tcp, start: Callable[..., Forwarder], expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log(AWAY)
    caplog.set_level(logging.INFO, "forwarding")
    forwarder = start(tcp.address)
    rows = chain(1000)
    begun = time.perf_counter()
    for row in rows:
        forwarder.forward_audit(row)
    assert time.perf_counter() - begun < 2, "nobody waits for a server"
    until(lambda: caplog.records)
    tcp.listen()
    tcp.accept()
    assert [row_of(tcp.read()) for _ in rows] == rows
    forwarder.close()
    told = [record.getMessage() for record in caplog.records]
    assert told == ["the syslog server is away: Connection refused", f"{THERE[12:]}; messages lost: 0"]


def test_too_many_for_the_queue_are_counted_and_told_once(
    tcp: Tcp, start: Callable[..., Forwarder], expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log(AWAY)
    expect_log(THERE)
    caplog.set_level(logging.INFO, "forwarding")
    forwarder = start(tcp.address, depth=20)
    rows = chain(300)
    for row in rows:
        forwarder.forward_audit(row)
    until(lambda: caplog.records)
    lost = forwarder.lost
    assert 279 <= lost <= 280
    tcp.listen()
    tcp.accept()
    got = [row_of(tcp.read()) for _ in range(300 - lost)]
    assert got[-20:] == rows[-20:], "the oldest go first"
    forwarder.close()
    assert [record.getMessage() for record in caplog.records][1:] == [f"{THERE[12:]}; messages lost: {lost}"]
    assert forwarder.lost == lost


def test_connection_closed_by_an_idle_server_is_no_outage(tcp: Tcp, start: Callable[..., Forwarder]) -> None:
    tcp.listen()
    forwarder = start(tcp.address)
    for row in chain(5):
        forwarder.forward_audit(row)
        tcp.accept()
        assert row_of(tcp.read()) == row
        tcp.hang_up()
    assert forwarder.lost == 0


def test_server_goes_and_comes_back(
    tcp: Tcp, start: Callable[..., Forwarder], expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log(AWAY)
    caplog.set_level(logging.INFO, "forwarding")
    tcp.listen()
    forwarder = start(tcp.address)
    rows = chain(30)
    forwarder.forward_audit(rows[0])
    tcp.accept()
    assert row_of(tcp.read()) == rows[0]
    port = tcp.listener.getsockname()[1]
    tcp.close()
    for row in rows[1:]:
        forwarder.forward_audit(row)
    until(lambda: caplog.records)
    tcp.open(port)
    tcp.listen()
    tcp.accept()
    assert [row_of(tcp.read()) for _ in rows[1:]] == rows[1:]
    forwarder.close()
    assert len(caplog.records) == 2


def test_slow_server_holds_nobody_up_and_is_caught_up_with(
    tcp: Tcp, start: Callable[..., Forwarder], expect_log: Callable[[str], None]
) -> None:
    expect_log(THERE)
    tcp.listen()
    forwarder = start(tcp.address, depth=100)
    rows = chain(3000, note="x" * 4000)
    begun = time.perf_counter()
    for row in rows:
        forwarder.forward_audit(row)
    tcp.accept()
    assert time.perf_counter() - begun < 5
    lost = forwarder.lost
    assert lost > 0
    got = [row_of(tcp.read()) for _ in range(3000 - lost)]
    assert [row.n for row in got] == sorted(row.n for row in got) and got[-100:] == rows[-100:]


def test_program_ends_though_the_server_takes_nothing(
    tcp: Tcp, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log(AWAY)
    monkeypatch.setattr(forwarding, "CLOSE_S", 0.3)
    tcp.listen()
    forwarder = Forwarder(tcp.address, depth=3000)
    for row in chain(3000, note="x" * 4000):
        forwarder.forward_audit(row)
    begun = time.perf_counter()
    forwarder.close()
    assert time.perf_counter() - begun < 2
    assert forwarder.lost > 0


def test_program_ends_though_the_server_is_away(tcp: Tcp, expect_log: Callable[[str], None]) -> None:
    expect_log(AWAY)
    forwarder = Forwarder(tcp.address)
    rows = chain(100)
    for row in rows:
        forwarder.forward_audit(row)
    begun = time.perf_counter()
    forwarder.close()
    assert time.perf_counter() - begun < 2
    assert forwarder.lost == 100
    forwarder.forward_audit(rows[0])
    forwarder.forward_log({"level": "info"})
    assert forwarder.lost == 100


def test_what_waits_at_the_end_is_sent(tcp: Tcp, start: Callable[..., Forwarder]) -> None:
    tcp.listen()
    forwarder = start(tcp.address)
    rows = chain(50)
    for row in rows:
        forwarder.forward_audit(row)
    forwarder.close()
    tcp.accept()
    assert [row_of(tcp.read()) for _ in rows] == rows


def test_unknown_host_is_an_outage_and_no_more(
    start: Callable[..., Forwarder], expect_log: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*words: object, **options: object) -> object:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    expect_log(f"{AWAY}: Name or service not known")
    forwarder = start("udp://nowhere.invalid")
    forwarder.forward_audit(chain(1)[0])
    forwarder.close()
    assert forwarder.lost == 1


# A server on UDP that is away


def test_datagrams_that_nobody_takes_are_counted_and_told_once(
    udp: Udp, start: Callable[..., Forwarder], expect_log: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    expect_log(AWAY)
    expect_log(THERE)
    caplog.set_level(logging.INFO, "forwarding")
    forwarder = start(udp.address)
    rows = chain(400)
    forwarder.forward_audit(rows[0])
    assert row_of(udp.read()) == rows[0]
    udp.socket.close()
    coming = iter(rows[1:])
    while forwarder.lost < 10:
        forwarder.forward_audit(next(coming))
        until(lambda: forwarder._stage and forwarder._stage.counters.done == forwarder._stage.counters.taken)
    again = Udp(udp.port)
    while len(caplog.records) < 2:
        forwarder.forward_audit(next(coming))
        got = row_of(again.read())
    again.socket.close()
    assert got.n > 10
    assert re.search(r"messages lost: 1\d$", caplog.records[1].getMessage())
