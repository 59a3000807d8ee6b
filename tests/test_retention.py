"""How long a case is kept: the latest day of all that applies, from the contract's end; and the disk by month."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import Case, CaseId, Outcome, Review, ReviewKind, Take, TakeId, TakeState
from app.retention import (
    REASONS,
    Holding,
    Standing,
    contract_end,
    forecast,
    holdings,
    keep_until,
    months_later,
    read_standing,
    rules_for,
)
from app.session.case import read_case
from app.session.rules import RuleInForce, load_rules
from app.vault.retention import RetentionKind, RetentionRow, check_shape
from app.vault.vault import Vault
from media.clock import NS
from media.fault import Fault
from tests.destruction_parts import begin, data_folder, sealed_take
from tests.vault_parts import ID_NUMBER, NAME, WALL_NS, make_case, new_vault, open_vault

LIBRARY = Path(__file__).resolve().parent.parent / "scripts_library"
PACK = load_rules(LIBRARY).pack("national")
DAY = datetime.date
RECORDED = DAY(2026, 11, 22)
AT_NS = int(datetime.datetime(2026, 11, 22, 12).timestamp()) * NS
LIFE: dict[str, Any] = {"term_years": 10, "start_date": "2026-12-01"}
WEALTH: dict[str, Any] = {"start_date": "2026-12-01", "end_date": "2027-05-30", "term_days": 180}


def case(kind: str = "insurance.life_over_1y", **facts: object) -> Case:
    return Case(CaseId("C-1"), kind, "示范支行", "03", "0123", NAME, ID_NUMBER, facts)


def made(name: str = "T-1", outcome: Outcome | None = Outcome.COMPLETED, at_ns: int = AT_NS) -> Take:
    state = TakeState.OPEN if outcome is None else TakeState.SEALED
    return Take(TakeId(name), CaseId("C-1"), state, outcome, "s", "5c" * 32, at_ns, 60 * NS, "takes/x", 9, "aa" * 32)


def row(kind: RetentionKind, on_day: DAY | None = None, text: str = "", second: str | None = None) -> RetentionRow:
    return RetentionRow(CaseId("C-1"), AT_NS, "0456", kind, on_day, text, second)


def ended(day: DAY) -> RetentionRow:
    return row(RetentionKind.CONTRACT_ENDED, day)


HELD = row(RetentionKind.HOLD_PLACED, text="投诉")


def lifted(day: DAY) -> RetentionRow:
    return row(RetentionKind.HOLD_LIFTED, day, "和解")


def standing(sale: Case, *rows: RetentionRow, takes: tuple[Take, ...] = (), **statuses: ReviewKind) -> Standing:
    takes = takes or (made(),)
    return Standing(sale, takes, {take.id: statuses.get(take.id.replace("-", "")) for take in takes}, rows)


def until(sale: Standing, today: DAY = RECORDED) -> DAY | None:
    return keep_until(sale, rules_for(PACK, sale, today)).day


def codes(sale: Standing) -> list[str]:
    return [reason.code for reason in keep_until(sale, rules_for(PACK, sale, RECORDED)).reasons]


# ── the latest day ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sale", "day"),
    [
        # 54号: ten years from the end of a contract of over a year, five from that of a shorter one
        (standing(case(**LIFE)), DAY(2046, 12, 1)),
        (standing(case(term_years=1, start_date="2026-12-01")), DAY(2032, 12, 1)),
        (standing(case(term_years=2, effective_date="2026-12-01")), DAY(2038, 12, 1)),
        # 110号: half a year
        (standing(case("wealth.r3", **WEALTH)), DAY(2027, 11, 30)),
        (standing(case("wealth.r3", term_days=30, start_date="2026-12-01")), DAY(2027, 7, 1)),
        # what really happened counts, not what was planned
        (standing(case(**LIFE), ended(DAY(2028, 3, 31))), DAY(2038, 3, 31)),
        (standing(case("wealth.r3", **WEALTH), ended(DAY(2027, 8, 31))), DAY(2028, 3, 1)),
        (standing(case(term_years=10), ended(DAY(2028, 3, 31)), ended(DAY(2027, 1, 1))), DAY(2038, 3, 31)),
        # a term that nobody knows is a long one, another product the longest
        (standing(case(), ended(DAY(2028, 2, 29))), DAY(2038, 3, 1)),
        (standing(case("loan.house"), ended(DAY(2028, 3, 31))), DAY(2038, 3, 31)),
        # a dispute: two years from its end, if that is later
        (standing(case("wealth.r3", **WEALTH), HELD, lifted(DAY(2027, 1, 15))), DAY(2029, 1, 15)),
        (standing(case(**LIFE), HELD, lifted(DAY(2027, 1, 15))), DAY(2046, 12, 1)),
        (standing(case("wealth.r3", **WEALTH), HELD, HELD, lifted(DAY(2027, 1, 15))), None),
        (standing(case(**LIFE), HELD), None),
        # nobody knows when it ends
        (standing(case(term_years=10)), None),
        (standing(case()), None),
        (standing(case("wealth.r3", end_date="soon")), None),
        # a rule pack that knows no such product
        (standing(case("stamps.rare", **WEALTH)), None),
    ],
)  # fmt: skip
def test_latest_day_of_all_that_applies(sale: Standing, day: DAY | None) -> None:
    assert until(sale) == day


def test_every_reason_is_told_with_its_day() -> None:
    sale = standing(case(**LIFE), HELD, lifted(DAY(2027, 1, 15)), HELD)
    kept = keep_until(sale, rules_for(PACK, sale, RECORDED))
    assert [(one.code, one.day) for one in kept.reasons] == [
        ("insurance_long", DAY(2046, 12, 1)),
        ("sold_by_bank", DAY(2037, 6, 1)),
        ("dispute", DAY(2029, 1, 15)),
        ("held", None),
    ]
    assert kept.is_held and kept.unknown is not None and kept.unknown.code == "held"
    assert kept.reasons[0].text() == "保险期间超过一年，合同终止后 10 年"
    assert kept.reasons[0].text("en") == "insurance for over a year, 10 years from its end"
    assert codes(standing(case("stamps.rare"))) == ["no_rule"] and codes(standing(case())) == ["end_unknown"]
    assert codes(standing(case(), takes=(made(outcome=None),)))[0] == "take_open"
    assert keep_until(Standing(case(), (), {}, ()), ()).day is None
    for chinese, english in REASONS.values():
        assert chinese != english and chinese.count("{") == english.count("{")


@pytest.mark.parametrize(
    ("takes", "statuses", "is_sold"),
    [
        ((made(outcome=Outcome.REFUSED),), {}, False),
        ((made(outcome=Outcome.INCOMPLETE),), {}, False),
        ((made(outcome=Outcome.INTERRUPTED),), {}, False),
        ((made(outcome=Outcome.STOPPED),), {}, False),
        ((made(outcome=Outcome.NEEDS_REVIEW),), {}, True),
        ((made(),), {"T1": ReviewKind.VOIDED}, False),
        ((made(),), {"T1": ReviewKind.RETURNED}, True),
        ((made(outcome=Outcome.INCOMPLETE),), {"T1": ReviewKind.APPROVED}, True),
        ((made(outcome=Outcome.INTERRUPTED),), {"T1": ReviewKind.SUBMITTED}, True),
        ((made(), made("T-2", Outcome.REFUSED)), {"T1": ReviewKind.VOIDED}, False),
        ((made("T-2"), made(outcome=Outcome.REFUSED)), {}, True),
    ],
)
def test_case_without_a_sale_is_kept_for_a_year(
    takes: tuple[Take, ...], statuses: dict[str, ReviewKind], is_sold: bool
) -> None:
    sale = standing(case(**LIFE), takes=takes, **statuses)
    assert until(sale) == (DAY(2046, 12, 1) if is_sold else DAY(2027, 11, 22))
    if not is_sold:
        assert codes(sale) == ["no_sale"]
        contract = standing(case(**LIFE), ended(DAY(2028, 3, 31)), takes=takes, **statuses)
        assert until(contract) == DAY(2038, 3, 31), "who writes down its end knows of a contract"


def test_year_of_a_case_without_a_sale_begins_with_its_last_take() -> None:
    later = made("T-2", Outcome.STOPPED, AT_NS + 40 * 86_400 * NS)
    assert until(standing(case(), takes=(later, made(outcome=Outcome.STOPPED)))) == DAY(2028, 1, 1)


def test_longest_number_of_the_days_of_recording_and_of_today_counts() -> None:
    sale = standing(case("wealth.r3", **WEALTH))
    [rule] = [one for one in rules_for(PACK, sale, RECORDED) if one.id == "R-D09"]
    more = RuleInForce(rule.id, rule.rule, {**rule.params, "wealth_months": 240})
    assert keep_until(sale, [rule, more]).day == keep_until(sale, [more, rule]).day == DAY(2047, 5, 30)
    assert len([one for one in rules_for(PACK, sale, DAY(2030, 1, 1)) if one.id == "R-D09"]) == 2


def test_demo_sales_are_known_as_far_as_their_facts_go() -> None:
    wealth = read_case(LIBRARY / "cases" / "demo-wealth.yaml", RECORDED)
    assert contract_end(Standing(wealth, (), {}, ())) == DAY(2027, 5, 30)
    life = read_case(LIBRARY / "cases" / "demo-life.yaml", RECORDED)
    assert contract_end(Standing(life, (), {}, ())) is None, "its end has to be written down"


@given(st.dates(DAY(1990, 1, 1), DAY(2200, 1, 1)), st.integers(0, 1200))
def test_months_later_are_never_too_few(day: DAY, months: int) -> None:
    later = months_later(day, months)
    assert later.day in (day.day, 1)
    assert (later.year - day.year) * 12 + later.month - day.month == months + (later.day != day.day)
    assert months_later(day + datetime.timedelta(days=1), months) >= later
    assert months_later(day, 12 * 9000) == DAY.max


# ── what is written down ────────────────────────────────────────────────────────────────────────────────────────────


def code_of(vault: Vault, one: RetentionRow) -> str:
    before = len(vault.audit_trail())
    with pytest.raises(Fault) as caught:
        vault.add_retention(one)
    assert len(vault.audit_trail()) == before, "what is refused leaves no trace"
    return caught.value.code


def test_rows_come_back_in_order_and_are_bound_to_the_trail(tmp_path: Path) -> None:
    folder = data_folder(tmp_path)
    rows = (HELD, lifted(RECORDED), ended(RECORDED), row(RetentionKind.DESTROYED, RECORDED, "期满", "0789"))
    with new_vault(folder.vault) as vault:
        sealed_take(vault, folder, "T-1", wall_ns=AT_NS)
        vault.add_case(make_case("C-2"), AT_NS)
        for one in rows:
            vault.add_retention(one)
        vault.add_retention(replace(HELD, case_id=CaseId("C-2")))
    with open_vault(folder.vault) as vault:
        assert vault.retention_of(CaseId("C-1")) == rows and len(vault.retention_of(None)) == 5
        told = [one for one in vault.audit_trail() if one.kind.startswith("retention.")]
        assert [one.kind for one in told[:4]] == [f"retention.{one.kind}" for one in rows]
        assert [one.facts["retention"] for one in told[:4]] == [f"C-1#{n}" for n in range(4)]
        assert told[0].actor == "0456" and "投诉" not in str(told), "no text of a person in the trail"
        assert told[3].facts["second"] == "0789" and "投诉" not in repr(rows)
        assert vault.check() == ()
        vault._database.write(lambda db: db.execute("UPDATE retention SET on_day = '2020-01-01' WHERE seq = 2"))
        assert [(one.code, one.facts["what"], one.facts["id"]) for one in vault.check()] == [
            ("E-219", "retention", "C-1#2")
        ]
        vault._database.write(lambda db: db.execute("DELETE FROM retention WHERE seq = 3"))
        assert len(vault.check()) == 2


def test_order_of_what_may_be_written_down(tmp_path: Path) -> None:
    folder = data_folder(tmp_path)
    order = row(RetentionKind.DESTROYED, RECORDED, "期满", "0789")
    with new_vault(folder.vault) as vault:
        sealed_take(vault, folder, "T-1", wall_ns=AT_NS)
        assert code_of(vault, lifted(RECORDED)) == "E-280"
        vault.add_retention(HELD)
        vault.add_retention(HELD)
        assert code_of(vault, order) == "E-277"
        vault.add_retention(lifted(RECORDED))
        assert code_of(vault, order) == "E-277", "there were two disputes"
        vault.add_retention(lifted(RECORDED))
        assert code_of(vault, lifted(RECORDED)) == "E-280"
        for second in ("0456", " 0456 ", ""):
            assert code_of(vault, replace(order, second_account=second)) == "E-278"
        assert code_of(vault, replace(order, text=" ")) == "E-456"
        assert code_of(vault, replace(order, case_id=CaseId("C-9"))) == "E-213"
        vault.add_retention(order)
        assert vault.check() == ()


@pytest.mark.parametrize("days", [-1, 1, -4000])
def test_day_that_cannot_be_is_not_written_down(tmp_path: Path, days: int) -> None:
    """Nobody shortens the time by a contract that ended before it was made, or will end some day."""
    folder = data_folder(tmp_path)
    day = RECORDED + datetime.timedelta(days=days)
    with new_vault(folder.vault) as vault:
        sealed_take(vault, folder, "T-1", wall_ns=AT_NS)
        vault.add_retention(HELD)
        assert code_of(vault, ended(day)) == "E-287" and code_of(vault, lifted(day)) == "E-287"


@pytest.mark.parametrize(
    "wrong",
    [
        row(RetentionKind.CONTRACT_ENDED),
        replace(ended(RECORDED), second_account="0789"),
        replace(HELD, on_day=RECORDED),
        row(RetentionKind.DESTROYED, RECORDED, "期满"),
        row(RetentionKind.DESTROYED, None, "期满", "0789"),
    ],
)
def test_row_of_the_wrong_shape_is_a_mistake_of_ours(wrong: RetentionRow) -> None:
    with pytest.raises(ValueError, match="fields"):
        check_shape(wrong)


def test_standing_is_read_from_the_vault(tmp_path: Path) -> None:
    folder = data_folder(tmp_path)
    with new_vault(folder.vault) as vault:
        sealed = sealed_take(vault, folder, "T-1", wall_ns=AT_NS)
        vault.add_review(Review(sealed.id, AT_NS, "0456", ReviewKind.SUBMITTED))
        vault.add_review(Review(sealed.id, AT_NS, "0456", ReviewKind.VOIDED, text="错", second_account="0789"))
        begin(vault, folder, "T-2", wall_ns=AT_NS)
        vault.add_retention(HELD)
        found = read_standing(vault, sealed.case_id)
        assert [take.id for take in found.takes] == ["T-2", "T-1"] and found.rows == (HELD,)
        assert found.statuses == {"T-1": ReviewKind.VOIDED, "T-2": None}
        assert [take.id for take in found.here] == ["T-1"] and not found.is_sold


# ── the disk ────────────────────────────────────────────────────────────────────────────────────────────────────────

MB = 1_000_000


def test_disk_by_month() -> None:
    today = DAY(2026, 11, 10)
    old = [Holding(DAY(2020, 1, 1), 70 * MB, DAY(2026, 10, 1)), Holding(DAY(2020, 1, 1), 50 * MB, DAY(2027, 1, 31))]
    new = [Holding(today - datetime.timedelta(days=n), MB, None) for n in range(90)]
    found = forecast([*old, *new], today, free_bytes=1000 * MB)
    assert found.bytes_now == 210 * MB and len(found.months) == 12
    assert [(month.begins, month.bytes_freed, month.bytes_added_estimated) for month in found.months[:4]] == [
        (DAY(2026, 11, 1), 70 * MB, 20 * MB),
        (DAY(2026, 12, 1), 0, 31 * MB),
        (DAY(2027, 1, 1), 0, 31 * MB),
        (DAY(2027, 2, 1), 50 * MB, 28 * MB),
    ]
    assert [month.bytes_at_end // MB for month in found.months[:4]] == [160, 191, 222, 200]


def test_months_until_the_disk_is_full() -> None:
    today = DAY(2026, 11, 30)
    a_day = [Holding(today - datetime.timedelta(days=n), MB, None) for n in range(90)]
    assert forecast(a_day, today, 31 * MB).months_until_full == 1.0, "nothing more today, all of December"
    assert forecast(a_day, today, 31 * MB + 31 * MB // 2).months_until_full == pytest.approx(1.5)
    assert forecast(a_day, today, 0).months_until_full == 0.0
    assert forecast([], today, 0).months_until_full is None
    kept = [Holding(DAY(2020, 1, 1), MB, None)]
    assert forecast(kept, today, 5).months_until_full is None, "nothing comes"


def test_young_station_is_averaged_over_its_days() -> None:
    today = DAY(2026, 11, 30)
    ten_days = [Holding(today - datetime.timedelta(days=n), MB, None) for n in range(10)]
    assert forecast(ten_days, today, MB, months=2).months[1].bytes_added_estimated == 31 * MB


def test_what_lies_on_the_disk_is_counted_once(tmp_path: Path) -> None:
    folder = data_folder(tmp_path)
    sale = replace(make_case("C-1", facts=dict(WEALTH)), product_kind="wealth.r3")
    with new_vault(folder.vault) as vault:
        linked = sealed_take(vault, folder, "T-1", sale, wall_ns=AT_NS)
        copied = sealed_take(vault, folder, "T-2", sale, wall_ns=AT_NS)
        copy = folder.packages / copied.id / "take.mp4.age"
        content = copy.read_bytes()
        copy.unlink()
        copy.write_bytes(content)
        begin(vault, folder, "T-3", make_case("C-3"), wall_ns=WALL_NS)
        found = holdings(vault, folder, PACK, RECORDED)
    assert sorted(one.bytes_on_disk for one in found) == [linked.sealed_bytes, 2 * copied.sealed_bytes]
    assert {(one.made_on, one.keep_until) for one in found} == {(RECORDED, DAY(2027, 11, 30))}
