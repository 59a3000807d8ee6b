"""Case files: what a sale must say before anything is recorded, and what a fault may say about a person."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import EXIT, exit_code, sentence
from app.session.case import age_on, birth_date, check_digit, read_case
from media.fault import Fault

ON = datetime.date(2026, 11, 22)
CASES = Path(__file__).resolve().parent.parent / "scripts_library" / "cases"
NUMBER = "99000019780512001X"
CASE = f"""id: TEST-0001
product_kind: insurance.small
branch: 示范支行
counter: "03"
clerk_id: "0123"
customer:
  name: 张建国
  id_number: "{NUMBER}"
facts:
  premium: 50000
  rate: 3.5
  since: 2026-01-02
  is_new: true
"""


def case_file(folder: Path, text: str) -> Path:
    path = folder / "case.yaml"
    path.write_text(text, "utf-8")
    return path


def fault_of(folder: Path, text: str) -> Fault:
    with pytest.raises(Fault) as caught:
        read_case(case_file(folder, text), ON)
    fault = caught.value
    assert exit_code(fault) == EXIT.USAGE
    for told in (str(fault), sentence(fault), sentence(fault, "en")):
        assert "?" not in told
        assert "张建国" not in told
        assert NUMBER[:14] not in told
    return fault


def test_case_is_read(tmp_path: Path) -> None:
    case = read_case(case_file(tmp_path, CASE), ON)
    assert case.customer_name == "张建国"
    assert case.clerk_id == "0123"
    assert case.facts == {"premium": 50000, "rate": 3.5, "since": "2026-01-02", "is_new": True}


@pytest.mark.parametrize(
    "path", [path for path in sorted(CASES.glob("*.yaml")) if "answers" not in path.name], ids=lambda path: path.stem
)
def test_case_that_is_shipped_is_read(path: Path) -> None:
    case = read_case(path, ON)
    assert case.customer_id_number.startswith("99"), "a region that does not exist"
    assert case.branch == "示范支行"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        (NUMBER, NUMBER[:-1] + "1", "E-441", 8),
        (NUMBER, NUMBER[:-1] + "x", "", 0),
        (NUMBER, "9900001978051200", "E-440", 8),
        (NUMBER, "99000019780512001Y", "E-440", 8),
        (NUMBER, "99000O19780512001X", "E-440", 8),
        (NUMBER, "９90000197805120011", "E-440", 8),
        (NUMBER, "99000019780512001X\\n", "E-440", 8),
        (NUMBER, "99000019781312001" + check_digit("99000019781312001"), "E-442", 8),
        (NUMBER, "99000020270512001" + check_digit("99000020270512001"), "E-442", 8),
        (NUMBER, "99000017780512001" + check_digit("99000017780512001"), "E-442", 8),
        ("premium: 50000", "premium: -50000", "E-443", 10),
        ("rate: 3.5", "rate: -0.5", "E-443", 11),
        ("branch:", "brunch:", "E-406", 3),
        ("  name: 张建国\n", "", "E-407", 6),
        ("  name:", "  phone: 13800000000\n  name:", "E-406", 7),
        ('"0123"', "0123", "E-402", 5),
        ('counter: "03"', "counter: 3", "E-408", 4),
        ("premium: 50000", "premium: [1]", "E-408", 10),
        ("premium: 50000", "Premium: 50000", "E-408", 10),
        ("id: TEST-0001", "id: ../x", "E-408", 1),
        ("is_new: true", "is_new: true\n  is_new: false", "E-404", 14),
    ],
)
def test_case_with_a_mistake(tmp_path: Path, old: str, new: str, code: str, line: int) -> None:
    text = CASE.replace(old, new)
    assert text != CASE
    if not code:
        assert read_case(case_file(tmp_path, text), ON).customer_id_number == NUMBER
        return
    fault = fault_of(tmp_path, text)
    assert (fault.code, fault.facts["line"]) == (code, line), fault


def test_case_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        read_case(tmp_path / "none.yaml", ON)
    assert caught.value.code == "E-400"


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_check_digit_notices_every_single_wrong_digit(first: str, at: int, off: int) -> None:
    wrong = first[:at] + str((int(first[at]) + off) % 10) + first[at + 1 :]
    assert check_digit(first) != check_digit(wrong)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 15))
def test_check_digit_notices_two_digits_swapped(first: str, at: int) -> None:
    swapped = first[:at] + first[at + 1] + first[at] + first[at + 2 :]
    assert swapped == first or check_digit(first) != check_digit(swapped)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        ("19661122", ON, 60),
        ("19661123", ON, 59),
        ("20000229", datetime.date(2026, 2, 28), 25),
        ("20000229", datetime.date(2026, 3, 1), 26),
    ],
)
def test_age_in_full_years_on_the_day(born: str, day: datetime.date, age: int) -> None:
    number = f"990000{born}001"
    number += check_digit(number)
    assert birth_date(number).isoformat().replace("-", "") == born
    assert age_on(number, day) == age
