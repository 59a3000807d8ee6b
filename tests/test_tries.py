"""Guessing at the login: how long it is made to wait, and that no clock, restart or kill gives a guess back."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import exit_code, sentence
from app.vault.tries import (
    FREE_TRIES,
    LONGEST_LOCK_NS,
    MOST_EVENTS,
    MOST_FILE_BYTES,
    TRIES_NAME,
    UNKNOWN_COUNTS,
    Tries,
    TryEvent,
)
from media.clock import NS, FastClock
from media.fault import Fault

ROOT = Path(__file__).resolve().parent.parent
HOUR_NS = 3600 * NS
DAY_NS = 24 * HOUR_NS
WALL_NS = 1_780_000_000 * NS
"""2026-05-29 04:26:40 in Shanghai"""
KNOWN = frozenset({"0042", "0043", "admin"})
LOCKS_S = [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
"""after the 1st, 2nd, … wrong try"""


class Computer(FastClock):
    """A computer's two clocks: time passes on both, each can be moved alone, and a reboot begins one of them anew."""

    def __init__(self, folder: Path) -> None:
        super().__init__(WALL_NS)
        self.folder = folder
        self.at_wall_ns = WALL_NS
        self.boot_ns = 500 * NS

    def wall_ns(self) -> int:
        return self.at_wall_ns

    def since_boot_ns(self) -> int:
        return self.boot_ns

    def wait(self, by_ns: int) -> None:
        self.at_wall_ns += by_ns
        self.boot_ns += by_ns

    def reboot(self, off_ns: int = 20 * NS, up_ns: int = 10 * NS) -> None:
        self.at_wall_ns += off_ns + up_ns
        self.boot_ns = up_ns

    def begin(self) -> Tries:
        """The program, started anew."""
        return Tries(self.folder, self, KNOWN, self.since_boot_ns)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def locked_s(tries: Tries, account: str = "0042") -> int:
    """Seconds left of the lock; 0 when a try is free."""
    try:
        tries.check(account)
    except Fault as fault:
        assert fault.code == "E-249" and set(fault.facts) == {"seconds", "until"}
        seconds = fault.facts["seconds"]
        assert isinstance(seconds, int) and seconds > 0
        return seconds
    return 0


def lock_for(computer: Computer, seconds: int, account: str = "0042") -> Tries:
    """An account that is locked for so long from now."""
    tries = computer.begin()
    for _ in range(LOCKS_S.index(seconds) + 1):
        tries.failed(account)
    assert locked_s(tries, account) == seconds
    return tries


def test_locks_grow_to_an_hour(computer: Computer) -> None:
    tries = computer.begin()
    for n, lock_s in enumerate(LOCKS_S, 1):
        assert tries.failed("0042") == max(FREE_TRIES - n, 0)
        assert locked_s(tries) == lock_s
        computer.wait(max(lock_s * NS - 1, 0))
        assert locked_s(tries) == (1 if lock_s else 0)
        computer.wait(1)
        assert locked_s(tries) == 0


def test_fault_says_how_long_and_until_when(computer: Computer) -> None:
    tries = lock_for(computer, 3600)
    with pytest.raises(Fault) as caught:
        tries.check("0042")
    assert caught.value.facts == {"seconds": 3600, "until": "05:27"}
    assert exit_code(caught.value) == 4
    assert "0042" not in sentence(caught.value) and "05:27" in sentence(caught.value, "en")
    assert "管理员" in sentence(caught.value)


def test_right_passphrase_begins_anew_for_that_account_alone(computer: Computer) -> None:
    tries = lock_for(computer, 30)
    lock_for(computer, 60, "0043")
    tries = computer.begin()
    computer.wait(30 * NS)
    tries.succeeded("0042")
    for program in (tries, computer.begin()):
        assert locked_s(program) == 0 and locked_s(program, "0043") == 30
    assert [tries.failed("0042") for _ in range(5)] == [4, 3, 2, 1, 0]


def test_unknown_names_are_locked_like_accounts(computer: Computer) -> None:
    tries = computer.begin()
    for account in ("0042", "nobody"):
        assert [tries.failed(account) for _ in range(6)] == [4, 3, 2, 1, 0, 0]
        assert locked_s(tries, account) == 60
        assert locked_s(computer.begin(), account) == 60


# ---------------------------------------------------------------------- clocks


@pytest.mark.parametrize("by_ns", [NS, 30 * NS, HOUR_NS, 400 * DAY_NS])
def test_clock_set_forward_shortens_nothing(computer: Computer, by_ns: int) -> None:
    tries = lock_for(computer, 240)
    computer.at_wall_ns += by_ns
    for program in (tries, computer.begin()):
        assert locked_s(program) == 240
    computer.wait(239 * NS)
    assert locked_s(computer.begin()) == 1
    computer.wait(NS)
    assert locked_s(computer.begin()) == 0


@pytest.mark.parametrize("by_ns", [NS, 30 * NS, HOUR_NS, 400 * DAY_NS])
def test_clock_set_back_lengthens_nothing_while_the_computer_runs(computer: Computer, by_ns: int) -> None:
    tries = lock_for(computer, 240)
    computer.wait(100 * NS)
    computer.at_wall_ns -= by_ns
    left_s = locked_s(tries)
    assert 140 <= left_s <= 240 and (by_ns <= 100 * NS or left_s == 140)
    computer.wait(left_s * NS)
    assert locked_s(computer.begin()) == 0


def test_reboot_neither_ends_nor_prolongs_a_lock(computer: Computer) -> None:
    lock_for(computer, 3600)
    computer.reboot()
    assert locked_s(computer.begin()) == 3570
    computer.reboot(off_ns=3000 * NS, up_ns=8 * NS)
    assert locked_s(computer.begin()) == 562
    computer.wait(562 * NS)
    assert locked_s(computer.begin()) == 0


def test_reboot_into_longer_time_since_boot_prolongs_at_most_by_the_lock(computer: Computer) -> None:
    """The one case in which a reboot cannot be seen: the computer has run longer than when the lock began."""
    computer.boot_ns = 10 * NS
    lock_for(computer, 240)
    computer.reboot(off_ns=DAY_NS, up_ns=12 * NS)
    assert locked_s(computer.begin()) == 238
    computer.wait(238 * NS)
    assert locked_s(computer.begin()) == 0


def test_after_a_reboot_that_was_seen_the_clock_set_forward_shortens_nothing(computer: Computer) -> None:
    lock_for(computer, 3600)
    computer.reboot()
    assert locked_s(computer.begin()) == 3570
    computer.at_wall_ns += DAY_NS
    assert locked_s(computer.begin()) == 3570


def test_clock_far_back_after_a_reboot_costs_the_lock_once_more(computer: Computer) -> None:
    lock_for(computer, 240)
    computer.reboot()
    computer.at_wall_ns -= 400 * DAY_NS  # an empty battery
    assert locked_s(computer.begin()) == 240
    computer.wait(200 * NS)
    assert locked_s(computer.begin()) == 40
    computer.wait(40 * NS)
    assert locked_s(computer.begin()) == 0


@given(
    steps=st.lists(
        st.one_of(
            st.tuples(st.just("wait"), st.integers(0, 2 * HOUR_NS)),
            st.tuples(st.just("set"), st.integers(-10 * DAY_NS, 10 * DAY_NS)),
            st.tuples(st.just("reboot"), st.integers(0, HOUR_NS)),
            st.tuples(st.just("restart"), st.just(0)),
            st.tuples(st.just("fail"), st.just(0)),
        ),
        max_size=25,
    )
)
def test_whatever_the_clocks_do_no_lock_lasts_longer_than_an_hour_from_now(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    computer = Computer(tmp_path_factory.mktemp("tries"))
    tries = lock_for(computer, 3600)
    for what, by_ns in steps:
        match what:
            case "wait":
                computer.wait(by_ns)
            case "set":
                computer.at_wall_ns += by_ns
            case "reboot":
                computer.reboot(up_ns=by_ns)
                tries = computer.begin()
            case "restart":
                tries = computer.begin()
            case "fail":
                tries.failed("0042")
                assert locked_s(tries) == 3600
        assert locked_s(tries) <= 3600
    computer.wait(LONGEST_LOCK_NS)
    assert locked_s(tries) == 0


# ---------------------------------------------------------------------- guessing by script


def guesses(computer: Computer, until_ns: int, between: Callable[[], None]) -> int:
    """How many wrong passphrases a script gets in: it tries whenever it may, and does `between` before each try."""
    count, begin_ns = 0, computer.at_wall_ns
    while computer.at_wall_ns - begin_ns < until_ns:
        between()
        tries = computer.begin()
        left_s = locked_s(tries)
        if left_s:
            computer.wait(left_s * NS)
        else:
            count += 1
            tries.failed("0042")
    return count


def test_script_gets_in_forty_guesses_a_day_at_most(computer: Computer) -> None:
    assert guesses(computer, HOUR_NS, lambda: None) == 11
    assert guesses(computer, DAY_NS - HOUR_NS, lambda: None) == 23
    assert guesses(computer, DAY_NS, lambda: None) == 24, "and no more than one an hour from then on"


def test_script_that_restarts_the_computer_gets_in_no_more(computer: Computer) -> None:
    assert guesses(computer, DAY_NS, computer.reboot) <= 40


def test_script_that_turns_the_clock_gets_in_no_more(tmp_path: Path) -> None:
    computer = Computer(tmp_path)
    true_ns = computer.boot_ns
    count = 0
    turns = [-DAY_NS, DAY_NS, -3 * HOUR_NS, 40 * DAY_NS, -HOUR_NS]
    while computer.boot_ns - true_ns < DAY_NS:
        computer.at_wall_ns += turns[count % len(turns)]
        tries = computer.begin()
        left_s = locked_s(tries)
        if left_s:
            computer.wait(left_s * NS)
        else:
            count += 1
            tries.failed("0042")
    assert count <= 40


# ---------------------------------------------------------------------- restarts, kills and disks


def test_count_goes_on_after_each_restart_of_the_program(computer: Computer) -> None:
    assert [computer.begin().failed("0042") for _ in range(7)] == [4, 3, 2, 1, 0, 0, 0]
    assert locked_s(computer.begin()) == 120


GUESS_AND_DIE = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import app.vault.keys
from app.vault.tries import Tries
from media.clock import SystemClock

tries = Tries(Path(sys.argv[1]), SystemClock(), {"0042"})
true_replace = os.replace

def replace_and_die(*places):
    true_replace(*places)
    os.kill(os.getpid(), signal.SIGKILL)

for n in range(3):
    tries.check("0042")
    print(tries.failed("0042"), flush=True)
os.replace = replace_and_die
print(tries.failed("0042"), flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills itself as POSIX does")
def test_guess_counts_though_the_program_is_killed_before_it_answers(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GUESS_AND_DIE, str(tmp_path), str(ROOT)], capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert done.stdout.split() == ["4", "3", "2"], "the fourth had no answer"
    assert Computer(tmp_path).begin().failed("0042") == 0, "and counts all the same: this is the fifth"


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_no_answer_before_the_count_is_on_the_disk(
    computer: Computer, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    tries = computer.begin()
    with monkeypatch.context() as patch:
        patch.setattr(os, broken, _full)
        for _ in range(5):
            with pytest.raises(Fault) as caught:
                tries.failed("0042")
            assert caught.value.code == "E-211"
        assert locked_s(tries) == 30, "counted as long as the program runs"
    assert tries.failed("0042") == 0
    assert locked_s(computer.begin()) == 60


def test_check_that_passes_writes_nothing(computer: Computer) -> None:
    computer.begin().check("0042")
    assert list(computer.folder.iterdir()) == []
    computer.begin().failed("0042")
    before = (computer.folder / TRIES_NAME).stat()
    computer.reboot()
    computer.begin().check("0042")
    assert (computer.folder / TRIES_NAME).stat().st_mtime_ns == before.st_mtime_ns
    assert before.st_mode & 0o077 == 0 or os.name != "posix"


# ---------------------------------------------------------------------- events


def test_events_wait_for_whoever_logs_in_next(computer: Computer) -> None:
    computer.begin().failed("0043")
    computer.wait(NS)
    tries = computer.begin()
    for _ in range(5):
        tries.failed("0042")
    tries.failed("hunter2 is my passphrase")
    at_ns = WALL_NS + NS
    expected = (
        TryEvent("0043", WALL_NS, "failed"),
        *[TryEvent("0042", at_ns, "failed")] * 5,
        TryEvent("0042", at_ns, "locked_out"),
        TryEvent("?", at_ns, "failed"),
    )
    tries = computer.begin()
    assert tries.succeeded("admin") == expected
    assert computer.begin().succeeded("admin") == expected, "not drained: they come once more"
    tries.drained()
    assert tries.succeeded("admin") == computer.begin().succeeded("admin") == ()
    assert locked_s(computer.begin()) == 30, "the audit trail has them, the lock stays"


def test_event_between_reading_and_draining_is_kept(computer: Computer) -> None:
    tries = computer.begin()
    tries.failed("0042")
    assert len(tries.succeeded("admin")) == 1
    tries.failed("0043")
    tries.drained()
    tries.drained()
    assert [event.account for event in computer.begin().succeeded("admin")] == ["0043"]


def test_flood_of_events_keeps_the_newest_and_counts_the_rest(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    tries = computer.begin()
    for n in range(300):
        computer.wait(NS)
        tries.failed(f"0042{n}")
    tries = computer.begin()
    assert len(tries.succeeded("admin")) == 300 + 300 - sum(min(count, 4) for count in _unknown_counts(computer))
    for n in range(2000):
        computer.wait(NS)
        tries.failed(f"{n} no such account {'长' * 100}")
    assert (computer.folder / TRIES_NAME).stat().st_size < MOST_FILE_BYTES
    tries = computer.begin()
    written = sum(2 if count > 4 else 1 for total in _unknown_counts(computer) for count in range(1, total + 1))
    events = tries.succeeded("admin")
    assert len(events) == MOST_EVENTS
    assert tries.events_lost == written - MOST_EVENTS
    assert events[-1].at_wall_ns == computer.at_wall_ns
    tries.failed("0042")
    tries.drained()
    assert tries.events_lost == 0
    assert [event.account for event in computer.begin().succeeded("admin")] == ["0042"]


def test_events_lost_while_others_are_being_written_are_counted(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    tries = computer.begin()
    for _ in range(10):
        tries.failed("0042")
    assert len(tries.succeeded("0042")) == 16
    for _ in range(400):
        tries.failed("0042")
    assert tries.events_lost == 16 + 4 + 396 * 2 - MOST_EVENTS
    tries.drained()
    assert tries.events_lost == 4 + 396 * 2 - MOST_EVENTS, "the sixteen are in the audit trail"
    assert len(computer.begin().succeeded("0042")) == MOST_EVENTS


def test_file_stays_small_whatever_names_are_tried(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    known = {f"{n:016d}" for n in range(300)}
    tries = Tries(computer.folder, computer, known, computer.since_boot_ns)
    for name in [*known, *(f"{n}\ud800" * 50 for n in range(700)), *known]:
        tries.failed(name)
    path = computer.folder / TRIES_NAME
    assert path.stat().st_size < MOST_FILE_BYTES
    counts = json.loads(path.read_bytes())["counts"]
    assert len(counts) == len(known) + UNKNOWN_COUNTS
    tries = Tries(computer.folder, computer, known, computer.since_boot_ns)
    assert tries.failed(min(known)) == 2, "no account's count gave way to a name that is none"


def test_what_was_typed_for_a_name_is_nowhere_in_the_file(computer: Computer) -> None:
    tries = computer.begin()
    for _ in range(6):
        tries.failed("Correct-Horse.9")
    content = (computer.folder / TRIES_NAME).read_text()
    assert "orrect" not in content and "orse" not in content
    assert all(event.account == "?" for event in tries.succeeded("admin"))


def test_account_that_is_no_more_leaves_the_file(computer: Computer) -> None:
    computer.begin().failed("0042")
    tries = Tries(computer.folder, computer, {"0043"}, computer.since_boot_ns)
    tries.failed("0043")
    assert list(json.loads((computer.folder / TRIES_NAME).read_bytes())["counts"]) == ["0043"]


# ---------------------------------------------------------------------- damage


GOOD: dict[str, object] = {
    "format": "dualrec-vault-tries",
    "version": 1,
    "id": "5c" * 16,
    "counts": {"0042": [9, WALL_NS, 400 * NS, 450 * NS]},
    "events": [],
    "lost": 0,
}
CHANGES: list[dict[str, object]] = [
    {"format": "other"},
    {"version": 2},
    {"id": "5c"},
    {"id": 7},
    {"counts": {"0042": [9, 1, 1]}},
    {"counts": {"0042": [9.5, 1, 1, 1]}},
    {"counts": {"0042": [True, 1, 1, 1]}},
    {"counts": {"0042": [-9, 1, 1, 1]}},
    {"counts": {"0042": [9, 1 << 80, 1, 1]}},
    {"counts": {"0042": [9, 1, 2, 1]}},
    {"counts": []},
    {"events": [["0042", 1, "praised"]]},
    {"events": [["0042", 1, []]]},
    {"events": [[42, 1, "failed"]]},
    {"events": [["0042", 1, "failed"]] * 501},
    {"lost": -1},
    {"lost": None},
]
DAMAGED = [
    *(b"", b"{", b"[]", b"null", b"\x00" * 400, b"[" * 100_000, b"1" * 5_000, b" " * (2 << 20)),
    *(json.dumps(GOOD | change).encode() for change in CHANGES),
]


def test_file_that_is_not_damaged_is_believed(computer: Computer) -> None:
    (computer.folder / TRIES_NAME).write_text(json.dumps(GOOD))
    assert not computer.begin().was_damaged and locked_s(computer.begin()) == 480


@pytest.mark.parametrize("content", DAMAGED, ids=range(len(DAMAGED)))
def test_damaged_file_begins_anew_and_is_reported(computer: Computer, content: bytes) -> None:
    path = computer.folder / TRIES_NAME
    path.write_bytes(content)
    for _ in range(2):
        tries = computer.begin()
        assert tries.was_damaged and locked_s(tries) == 0
    assert tries.failed("0042") == 4
    again = computer.begin()
    assert not again.was_damaged and again.file_id == tries.file_id != "5c" * 16
    assert [event.kind for event in again.succeeded("0042")] == ["file_damaged", "failed"]


def test_file_that_cannot_be_read_is_reported(computer: Computer) -> None:
    (computer.folder / TRIES_NAME).mkdir()
    tries = computer.begin()
    assert tries.was_damaged
    with pytest.raises(Fault) as caught:
        tries.failed("0042")
    assert caught.value.code == "E-212"


def test_deleted_file_shows_by_another_id(computer: Computer) -> None:
    tries = computer.begin()
    tries.succeeded("0042")
    noted = tries.file_id
    assert computer.begin().file_id == noted and len(noted) == 32
    lock_for(computer, 3600)
    assert computer.begin().file_id == noted
    (computer.folder / TRIES_NAME).unlink()
    after = computer.begin()
    assert locked_s(after) == 0 and not after.was_damaged
    assert after.file_id != noted


def _unknown_counts(computer: Computer) -> list[int]:
    counts = json.loads((computer.folder / TRIES_NAME).read_bytes())["counts"]
    return [count[0] for name, count in counts.items() if name.startswith("?")]


def _full(*places: object) -> None:
    raise OSError(28, "No space left on device")
