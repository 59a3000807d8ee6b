"""A day at a counter with a planted customer: nothing that is written about the program's doings tells of that person.

The log is kept at its finest, all libraries' lines included. The customer's name is spoken in a prompt, searched for,
and written into a note; one take breaks, one is cut by a crash and recovered, one case is refused.
"""

import base64
import json
import logging
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import app.session.take as take_module
from app.__main__ import main
from app.logs import FILE_NAME, Logs
from app.model import CaseId
from app.station import Station
from app.vault.audit import as_line
from app.vault.keys import STATION_ACCOUNT
from media.fault import Fault
from media.synthetic import Faults, TestPicture
from tests.drills.process import LIBRARY
from tests.station_parts import CASE, KNOWS, PASSPHRASE, TELLS, film, marks, record, script, settings, speaking
from tests.vault_parts import CHEAP, ID_NUMBER, NAME

PHONE = "13912345670"
ADDRESS = "城东区柳絮巷甲七号"
WORDS = (NAME, NAME[-2:], ID_NUMBER, ID_NUMBER[6:14] + ID_NUMBER[14:], PHONE, ADDRESS)
"""what must be nowhere: whole, and in parts that still tell who it is"""
PLANTED = replace(
    CASE,
    facts={
        "premium": 50_000,
        "phone": PHONE,
        "address": ADDRESS,
        "beneficiary": NAME,
        "papers": [{"number": ID_NUMBER}],
    },
)
pytestmark = pytest.mark.timeout(120)


def spellings(word: str) -> set[bytes]:
    """The ways in which a text comes to lie in a file."""
    escaped = json.dumps(word)[1:-1]
    found = {word.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    found |= {escaped.encode(), escaped.upper().replace("\\U", "\\u").encode(), escaped.replace("\\", "\\\\").encode()}
    found |= {
        urllib.parse.quote(word).encode(),
        urllib.parse.quote(word).lower().encode(),
        word.encode().hex().encode(),
    }
    found |= {repr(word.encode())[2:-1].encode(), ascii(word)[1:-1].encode()}
    for shift in range(3):  # of the three ways to lie in base64, the part that does not depend on what is beside it
        coded = base64.b64encode(b"\0" * shift + word.encode()).rstrip(b"=")
        found.add(coded[4 if shift else 0 : -1 - (len(word.encode()) + shift) % 3])
    return found


NEEDLES = {spelling: word for word in WORDS for spelling in spellings(word)}


def told_in(content: bytes) -> set[str]:
    """Planted words that lie in there, however they are spelled."""
    return {word for spelling, word in NEEDLES.items() if spelling in content}


@dataclass(frozen=True)
class Day:
    folder: Path
    audit: tuple[str, ...]
    forwarded: tuple[dict[str, Any], ...]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    folder = tmp_path_factory.mktemp("day")
    chosen = settings(folder)
    chosen.folder.prepare()
    forwarded: list[dict[str, Any]] = []
    logs = Logs(chosen.folder.logs, level=logging.DEBUG, forward=lambda line: forwarded.append(dict(line)))
    logs.begin()
    try:
        with speaking() as voices, Station.found_alone(chosen, PASSPHRASE, kdf=CHEAP) as station:
            report = record(station, voices, case=PLANTED)
            take = report.take.id
            assert NAME in KNOWS.say and marks(report, "prompt_ended")[1].step == "knows", "the name was spoken"
            assert film(station, take).at_s
            station.note(take, "consent", f"{NAME}，{PHONE}，住{ADDRESS}")
            station.submit(take)
            assert station.vault.search(NAME) and not station.vault.search(ID_NUMBER + "9")
            assert station.verification(take).has_passed

            with pytest.raises(Fault, match="E-215"):
                record(station, voices, case=replace(PLANTED, customer_name=f"{NAME}二"))
            with pytest.raises(Fault, match="E-101"):
                record(station, voices, case=replace(PLANTED, id=CaseId("C-2")), camera=lost(0.0))
            broken = record(
                station, voices, case=replace(PLANTED, id=CaseId("C-3")), ready=script(TELLS, TELLS), camera=lost(1.0)
            )
            assert broken.take.id != take

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(take_module, "close_take", power_cut)
                with pytest.raises(KeyboardInterrupt):
                    record(station, voices, case=replace(PLANTED, id=CaseId("C-4")), ready=script(TELLS))
            (recovery,) = station.recover()
            assert recovery.fault is None
            record(station, voices, case=replace(PLANTED, id=CaseId("C-5")), listeners=[fail])
        for file in broken_cases(folder):
            command("record", "--script", "bank-life-over-1y", "--case", file, "--data-dir", chosen.folder.root)
        for words in (["cases"], ["search", NAME], ["search", ID_NUMBER], ["show", take], ["show", NAME]):
            command(*words, "--data-dir", chosen.folder.root)
        with Station.open(chosen, PASSPHRASE) as station:
            rows = station.vault.audit_trail(limit=10_000)
    finally:
        logs.close()
    yield Day(chosen.folder.root, tuple(map(as_line, rows)), tuple(forwarded))


def command(*words: object) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUALREC_PASSPHRASE", PASSPHRASE)
        patch.setenv("DUALREC_ACCOUNT", STATION_ACCOUNT)
        return main([str(word) for word in words])


def broken_cases(folder: Path) -> Iterator[Path]:
    """Case files with the person in them that cannot be read, each for another reason."""
    whole = (LIBRARY / "cases" / "demo-life.yaml").read_text(encoding="utf-8")
    whole = whole.replace("张建国", NAME).replace("99000019780512001X", ID_NUMBER)
    for n, content in enumerate(
        (
            whole.replace(ID_NUMBER, ID_NUMBER[:-1] + "1"),
            whole.replace(f'"{ID_NUMBER}"', f"[{PHONE}, {NAME}]"),
            whole.replace("customer:", f"{NAME}: {PHONE}\ncustomer:"),
            whole.replace("annual_premium: 50000", f"annual_premium: {PHONE}-{NAME}"),
            whole + f"\n  {NAME}: [{ADDRESS}\n",
            whole + f"\n\t{NAME}",
        )
    ):
        file = folder / f"case-{n}.yaml"
        file.write_text(content, encoding="utf-8")
        yield file


def fail(news: object) -> None:
    raise RuntimeError("as planned")


def lost(at_s: float) -> TestPicture:
    return TestPicture(640, 360, faults=Faults(lose_at=at_s))


def power_cut(*words: object, **facts: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("word", WORDS)
def test_a_planted_word_would_be_found(word: str) -> None:
    for text in (
        word.encode(),
        f"x{word}y".encode("utf-16-le"),
        f"x{word}y".encode("gb18030"),
        json.dumps({"event": f"x{word}y"}).encode(),
        json.dumps({"event": json.dumps(word)}).encode(),
        urllib.parse.quote(f"/a/{word}").encode(),
        f"x{word}y".encode().hex().encode(),
        repr(f"x{word}y".encode()).encode(),
        *(base64.b64encode(b"a" * before + word.encode() + b"zz") for before in range(6)),
    ):
        assert word in told_in(text), text
    assert told_in(b"nothing of the kind") == set()


def test_logs_tell_nothing_of_the_customer(day: Day) -> None:
    files = [file for file in (day.folder / "logs").rglob("*") if file.is_file()]
    assert day.folder / "logs" / FILE_NAME in files
    lines = (day.folder / "logs" / FILE_NAME).read_text(encoding="utf-8").splitlines()
    events = [json.loads(line)["event"] for line in lines]
    assert "a listener failed and is told nothing more: function" in events
    assert len({event for event in events if event.startswith("fault E-")}) >= 3, "the log tells what went wrong"
    assert {file.name: told for file in files if (told := told_in(file.read_bytes()))} == {}


def test_forwarded_lines_tell_nothing_of_the_customer(day: Day) -> None:
    assert day.forwarded
    assert told_in(json.dumps(day.forwarded, ensure_ascii=False).encode()) == set()


def test_file_names_tell_nothing_of_the_customer(day: Day) -> None:
    names = [str(path.relative_to(day.folder)) for path in day.folder.rglob("*")]
    assert len(names) > 15
    assert [name for name in names if told_in(name.encode())] == []


def test_audit_rows_tell_nothing_of_the_customer(day: Day) -> None:
    kinds = {json.loads(line)["kind"] for line in day.audit}
    assert {"case.added", "take.opened", "take.sealed", "take.salvaged", "take.replayed", "review.note"} <= kinds
    assert [line for line in day.audit if told_in(line.encode())] == []


def test_nothing_at_all_lies_readable_in_the_data_folder(day: Day) -> None:
    """Vault, takes, manifests, keys: whatever is kept of the customer is kept under a key."""
    files = [file for file in day.folder.rglob("*") if file.is_file()]
    assert {file.name: told for file in files if (told := told_in(file.read_bytes()))} == {}
