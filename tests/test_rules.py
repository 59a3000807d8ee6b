"""Rules: the catalogue that is shipped, rule packs, and the days they are in force."""

import datetime
import shutil
from pathlib import Path

import pytest

from app.faults import sentence
from app.session.rules import RuleBook, load_rules
from media.fault import Fault

LIBRARY = Path(__file__).resolve().parent.parent / "scripts_library"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rules(LIBRARY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(LIBRARY / "rules.yaml", tmp_path)
    (tmp_path / "rule_packs").mkdir()
    shutil.copy(LIBRARY / "rule_packs" / "national.yaml", tmp_path / "rule_packs")
    return tmp_path


def add_pack(folder: Path, name: str, rules: str, extends: str = "national") -> None:
    text = f'id: {name}\ntitle: 测试\nversion: "1"\nextends: {extends}\nrules:\n{rules}'
    (folder / "rule_packs" / f"{name}.yaml").write_text(text, "utf-8")


def fault_of(folder: Path) -> Fault:
    with pytest.raises(Fault) as caught:
        load_rules(folder)
    assert "?" not in sentence(caught.value)
    return caught.value


def test_catalogue_has_every_rule_once_and_packs_for_the_regions_known(book: RuleBook) -> None:
    counts = {"A": 24, "B": 20, "C": 25, "D": 16, "E": 9}
    expected = {f"R-{part}{number:02}" for part, count in counts.items() for number in range(1, count + 1)}
    assert set(book.rules) == expected
    assert set(book.packs) == {"national", "ningbo", "jiangsu", "yunnan", "shaanxi", "template"}


def test_rule_of_a_region_is_in_its_pack_and_not_in_the_national_one(book: RuleBook) -> None:
    for rule_id, rule in book.rules.items():
        on = max(rule.valid_from, datetime.date(2026, 11, 22))
        for pack in ("national", *rule.regions):
            found = {one.id for one in book.pack(pack).in_force(on, rule.products[0])}
            assert (rule_id in found) == (pack in rule.regions), (rule_id, pack)


@pytest.mark.parametrize(
    ("region", "day", "holds"),
    [
        ("jiangsu", datetime.date(2019, 9, 30), False),
        ("jiangsu", datetime.date(2019, 10, 1), True),
        ("yunnan", datetime.date(2022, 7, 31), False),
        ("yunnan", datetime.date(2022, 8, 1), True),
        ("shaanxi", datetime.date(2025, 6, 30), False),
        ("shaanxi", datetime.date(2025, 7, 1), True),
        ("national", datetime.date(2026, 1, 1), False),
    ],
)
def test_recording_is_judged_by_the_rules_of_its_day(
    book: RuleBook, region: str, day: datetime.date, holds: bool
) -> None:
    rules = {one.id for one in book.pack(region).in_force(day, "insurance")}
    assert ("R-A03" in rules) is holds


def test_rules_in_force_are_those_of_the_product(book: RuleBook) -> None:
    on = datetime.date(2026, 11, 22)
    insurance = {one.id for one in book.pack("national").in_force(on, "insurance")}
    wealth = {one.id for one in book.pack("national").in_force(on, "wealth")}
    assert "R-C09" in insurance and "R-C09" not in wealth
    assert "R-C17" in wealth and "R-C17" not in insurance
    assert book.pack("national").in_force(on, "stamps") == ()


def test_pack_sets_its_own_numbers_and_days(folder: Path) -> None:
    add_pack(folder, "here", "  R-C24: {valid_from: 2026-05-01, params: {elder_chars_per_second: 3.0}}\n")
    book = load_rules(folder)
    (pace,) = [one for one in book.pack("here").in_force(datetime.date(2026, 6, 1), "wealth") if one.id == "R-C24"]
    assert pace.params == {"chars_per_second": 4.5, "elder_chars_per_second": 3.0}
    assert "R-C24" not in {one.id for one in book.pack("here").in_force(datetime.date(2026, 4, 30), "wealth")}
    assert book.pack("here").sha256 != book.pack("national").sha256


def test_pack_hash_changes_with_the_pack_it_extends(folder: Path) -> None:
    add_pack(folder, "here", "  R-C24:\n")
    before = load_rules(folder).pack("here").sha256
    with (folder / "rule_packs" / "national.yaml").open("a", encoding="utf-8") as national:
        national.write("# a change\n")
    assert load_rules(folder).pack("here").sha256 != before


@pytest.mark.parametrize(
    ("rules", "extends", "code", "line"),
    [
        ("  R-C99:\n", "national", "E-410", 6),
        ("  R-C24: {params: {speed: 3}}\n", "national", "E-428", 6),
        ("  R-C24: {valid: 2026-01-01}\n", "national", "E-406", 6),
        ("  R-C24:\n", "nowhere", "E-427", 4),
        ("  R-C24:\n", "here", "E-427", 4),
        ("  C24:\n", "national", "E-408", 6),
    ],
)
def test_pack_with_a_mistake(folder: Path, rules: str, extends: str, code: str, line: int) -> None:
    add_pack(folder, "here", rules, extends)
    fault = fault_of(folder)
    assert (fault.code, fault.facts["line"]) == (code, line)


def test_two_packs_of_one_id(folder: Path) -> None:
    add_pack(folder, "here", "  R-C24:\n")
    (folder / "rule_packs" / "there.yaml").write_bytes((folder / "rule_packs" / "here.yaml").read_bytes())
    assert fault_of(folder).code == "E-413"


def test_pack_that_is_not_there(book: RuleBook) -> None:
    with pytest.raises(Fault) as caught:
        book.pack("atlantis")
    assert caught.value.code == "E-429"
    assert "national" in sentence(caught.value)
