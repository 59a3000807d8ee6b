"""What reaches the log files, and above all what does not."""

import contextlib
import json
import logging
import logging.handlers
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.logs import CRASH_FILE_NAME, FILE_NAME, MASK, REMOVED, Logs, redact

log = logging.getLogger("test")

# Drawn up for this test: the district code and the check digit are right, the people are not.
ID_NUMBER = "11010519491231002X"
OLD_ID_NUMBER = "110105491231002"
PHONE = "13800138000"
BANK_CARD = "6222021234567890123"


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Logs]:
    logs = Logs(tmp_path)
    logs.begin()
    yield logs
    logs.close()


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / FILE_NAME).read_text(encoding="utf-8").splitlines()]


def test_record_becomes_one_json_line(logs: Logs, tmp_path: Path) -> None:
    log.info("take sealed: %s", "T-1", extra={"sealed_bytes": 12, "at_ns": 123456789012345})
    (line,) = lines(tmp_path)
    assert line["event"] == "take sealed: T-1"
    assert (line["level"], line["logger"], line["thread"]) == ("info", "test", threading.current_thread().name)
    assert (line["sealed_bytes"], line["at_ns"]) == (12, 123456789012345)
    assert line["timestamp"].endswith("Z")


def test_chinese_stays_readable(logs: Logs, tmp_path: Path) -> None:
    log.info("环节 %s 已完成", "风险揭示")
    assert "环节 风险揭示 已完成" in (tmp_path / FILE_NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [ID_NUMBER, ID_NUMBER.lower(), OLD_ID_NUMBER, PHONE, "+86 " + PHONE, BANK_CARD])
@pytest.mark.parametrize("around", ["{}", "身份证{}号", "id={};", '{{"n": "{}"}}', "({})"])
def test_number_of_a_person_is_masked(logs: Logs, tmp_path: Path, number: str, around: str) -> None:
    log.info(around.format(number))
    log.info("a list", extra={"seen": [around.format(number), {"deep": number}]})
    written = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert number.removeprefix("+86 ") not in written
    assert written.count(MASK) == 3


PRIVATE_KEYS = """passphrase Passphrase vault_passphrase file_key raw_key secret identity customer customer_name
id_number customer_id_number phone answer transcript text words"""


@pytest.mark.parametrize("key", PRIVATE_KEYS.split())
def test_value_under_a_private_key_is_dropped(logs: Logs, tmp_path: Path, key: str) -> None:
    log.info("flat", extra={key: "我同意"})
    log.info("deep", extra={"step": {"id": "S-1", key: ["我同意"]}})
    written = (tmp_path / FILE_NAME).read_text(encoding="utf-8")
    assert "我同意" not in written
    assert written.count(REMOVED) == 2
    assert lines(tmp_path)[1]["step"]["id"] == "S-1"


@pytest.mark.parametrize("secret", ["AGE-SECRET-KEY-1QQQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZ", f"x'{'ab' * 32}'"])
def test_key_material_in_a_text_is_masked(logs: Logs, tmp_path: Path, secret: str) -> None:
    log.info("opened with %s", secret)
    assert secret not in (tmp_path / FILE_NAME).read_text(encoding="utf-8")


def test_stack_of_an_exception_is_redacted(logs: Logs, tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("ERROR test: failed")
    try:
        raise ValueError(f"no such customer: {ID_NUMBER}")
    except ValueError:
        log.exception("failed")
    (line,) = lines(tmp_path)
    assert "ValueError" in line["exception"] and "test_logs.py" in line["exception"]
    assert ID_NUMBER not in line["exception"]


def test_figures_are_kept() -> None:
    event = {
        "sha256": "1234567890123456" * 4,
        "wall_ns": 1795336104733009123,
        "frames": 54_000,
        "fps": 15.0,
        "ok": True,
    }
    event |= {"case_id": "20261122-kfq3", "key_count": 3, "none": None}
    assert redact(None, "info", event) == event


@settings(max_examples=50)
@given(st.dictionaries(st.text(), st.recursive(st.none() | st.integers() | st.text() | st.binary(), st.lists)))
def test_redaction_takes_anything(event: dict[str, Any]) -> None:
    json.dumps(redact(None, "info", event))


def test_death_of_a_thread_is_logged(logs: Logs, tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("CRITICAL program: thread died: loner")

    def die() -> None:
        raise RuntimeError("as planned")

    thread = threading.Thread(target=die, name="loner")
    thread.start()
    thread.join()
    (line,) = lines(tmp_path)
    assert line["event"] == "thread died: loner" and "as planned" in line["exception"]


def test_crash_of_the_interpreter_leaves_its_stacks(tmp_path: Path) -> None:
    code = f"""
import ctypes, pathlib
from app.logs import Logs
Logs(pathlib.Path({str(tmp_path)!r})).begin()
ctypes.string_at(0)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, check=False)
    assert done.returncode != 0
    assert "Current thread" in (tmp_path / CRASH_FILE_NAME).read_text(encoding="utf-8")


def test_uncaught_exception_is_logged_and_shown(tmp_path: Path) -> None:
    code = f"""
import pathlib
from app.logs import Logs
Logs(pathlib.Path({str(tmp_path)!r})).begin()
raise RuntimeError("as planned")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, check=False)
    assert b"as planned" in done.stderr
    (line,) = lines(tmp_path)
    assert line["event"] == "uncaught: RuntimeError" and "as planned" in line["exception"]


def test_files_are_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.logs.FILE_BYTES", 2_000)
    monkeypatch.setattr("app.logs.FILES_KEPT", 3)
    logs = Logs(tmp_path)
    logs.begin()
    for number in range(100):
        log.info("line %d", number)
    logs.close()
    files = sorted(path.name for path in tmp_path.glob(f"{FILE_NAME}*"))
    assert files == [FILE_NAME, *(f"{FILE_NAME}.{number}" for number in (1, 2, 3))]
    assert all(path.stat().st_size <= 2_000 for path in tmp_path.glob(f"{FILE_NAME}*"))


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_line_that_cannot_be_written_is_counted(logs: Logs, capfd: pytest.CaptureFixture[str]) -> None:
    handler = next(one for one in logging.getLogger().handlers if one.__class__.__name__ == "_File")
    assert isinstance(handler, logging.handlers.RotatingFileHandler)
    whole = handler.stream
    with contextlib.suppress(OSError), open("/dev/full", "w", encoding="utf-8") as full:
        handler.stream = full
        log.info("lost")
    handler.stream = whole
    log.info("kept")
    assert logs.lost == 1
    assert capfd.readouterr().err == ""


def test_closing_twice_leaves_logging_as_it_was(tmp_path: Path) -> None:
    before = (list(logging.getLogger().handlers), logging.getLogger().level, sys.excepthook, threading.excepthook)
    logs = Logs(tmp_path)
    logs.begin()
    logs.close()
    logs.close()
    after = (list(logging.getLogger().handlers), logging.getLogger().level, sys.excepthook, threading.excepthook)
    assert after == before


def test_lines_are_handed_on_as_they_stand_in_the_file(tmp_path: Path) -> None:
    handed: list[dict[str, Any]] = []
    logs = Logs(tmp_path, level=logging.DEBUG, forward=lambda line: handed.append(dict(line)))
    logs.begin()
    log.debug("too small")
    log.info("环节 %s", "风险揭示", extra={"phone": PHONE, "seen": [ID_NUMBER], "at_ns": 5})
    try:
        raise ValueError(ID_NUMBER)
    except ValueError:
        log.info("failed", exc_info=True)
    logs.close()
    log.info("after the end")
    assert handed == lines(tmp_path)[1:]
    assert handed[0]["phone"] == REMOVED and ID_NUMBER not in str(handed) and "ValueError" in handed[1]["exception"]


def test_line_that_cannot_be_handed_on_stands_in_the_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def refuse(line: object) -> None:
        raise RuntimeError("as planned")

    logs = Logs(tmp_path, forward=refuse)
    logs.begin()
    log.info("kept")
    logs.close()
    assert [line["event"] for line in lines(tmp_path)] == ["kept"]
    assert capfd.readouterr().err == ""
