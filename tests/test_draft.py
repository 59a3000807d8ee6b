"""A case being written: every field by itself, the script's requirements, and what take it would become."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.counter import prepare_case, prepare_take
from app.demo import read_answers
from app.faults import SENTENCES, Fault
from app.model import Case
from app.session.case import check_digit, read_case
from app.session.draft import ID_NUMBER, NAME, Draft, OverlayState, new_case_id
from app.session.examples import examples
from app.session.filling import prepare
from app.session.numerals import spoken
from app.session.offers import matching, offers, risk_level
from app.session.script import Fact, FactKind, Person, Script
from app.session.script_file import Library, load_library
from app.session.typed import Complaint, read_fact, read_id_number, read_name
from app.settings import Place
from tests.vault_parts import ID_NUMBER as SOMEBODY

LIBRARY = Path(__file__).resolve().parent.parent / "scripts_library"
TODAY = datetime.date(2026, 11, 22)
PLACE = Place("城东支行", "03")
C = Complaint


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(LIBRARY)


@pytest.fixture(scope="module")
def life(library: Library) -> Script:
    return library.script("bank-life-over-1y")


@pytest.fixture(scope="module")
def wealth(library: Library) -> Script:
    return library.script("bank-wealth-r3")


def example(name: str) -> Case:
    return read_case(LIBRARY / "cases" / f"{name}.yaml", TODAY)


def filled(script: Script, name: str = "demo-life", **changes: str) -> Draft:
    draft = Draft(TODAY)
    draft.choose(script)
    draft.fill(example(name))
    for field, text in changes.items():
        draft.write(field, text)
    return draft


def born(day: datetime.date) -> str:
    """An identity number of somebody born that day; 990000 is nobody's region."""
    first = f"990000{day:%Y%m%d}001"
    return first + check_digit(first)


# ── one field ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FactKind.MONEY_YUAN, "50000", "50000"),
        (FactKind.MONEY_YUAN, " 50,000 ", "50000"),
        (FactKind.MONEY_YUAN, "5万", "50000"),
        (FactKind.MONEY_YUAN, "5 万元", "50000"),
        (FactKind.MONEY_YUAN, "五万元整", "50000"),
        (FactKind.MONEY_YUAN, "￥1,234,567.89", "1234567.89"),
        (FactKind.MONEY_YUAN, "人民币２．５万", "25000"),
        (FactKind.MONEY_YUAN, "0", "0"),
        (FactKind.YEARS, "5年", "5"),
        (FactKind.YEARS, "十", "10"),
        (FactKind.DAYS, "15天", "15"),
        (FactKind.DAYS, "180 个自然日", "180"),
        (FactKind.PERCENT, "12.5 %", "12.5"),
        (FactKind.PERCENT, "12.5", "12.5"),
        (FactKind.PERCENT, "百分之三点二", "3.2"),
        (FactKind.LEVEL, "3", "3"),
    ],
)
def test_amount_is_read_as_people_write_it(kind: FactKind, text: str, value: str) -> None:
    assert read_fact(Fact(type=kind, title="数"), text) == Decimal(value)


@pytest.mark.parametrize(
    ("kind", "text", "complaint"),
    [
        (FactKind.MONEY_YUAN, "", C.MISSING),
        (FactKind.MONEY_YUAN, "  ", C.MISSING),
        (FactKind.MONEY_YUAN, "-1", C.NEGATIVE),
        (FactKind.MONEY_YUAN, "－1", C.NEGATIVE),
        (FactKind.MONEY_YUAN, "负五万", C.NEGATIVE),
        (FactKind.MONEY_YUAN, "5万左右", C.NO_NUMBER),
        (FactKind.MONEY_YUAN, "五六万", C.NOT_EXACT),
        (FactKind.MONEY_YUAN, "几万", C.NO_NUMBER),
        (FactKind.MONEY_YUAN, "5,00", C.NO_NUMBER),
        (FactKind.MONEY_YUAN, "1234,567", C.NO_NUMBER),
        (FactKind.MONEY_YUAN, "1,2345", C.NO_NUMBER),
        (FactKind.MONEY_YUAN, "50 000", C.NO_NUMBER),
        (FactKind.MONEY_YUAN, "1e5", C.NO_NUMBER),
        (FactKind.MONEY_YUAN, "5.5.5", C.NO_NUMBER),
        (FactKind.MONEY_YUAN, "5年", C.WRONG_UNIT),
        (FactKind.MONEY_YUAN, "5%", C.WRONG_UNIT),
        (FactKind.MONEY_YUAN, "0.005", C.TOO_PRECISE),
        (FactKind.MONEY_YUAN, "1000000000000", C.TOO_LARGE),
        (FactKind.MONEY_YUAN, "9" * 201, C.TOO_LONG),
        (FactKind.YEARS, "6个月", C.WRONG_UNIT),
        (FactKind.YEARS, "2年半", C.NOT_WHOLE),
        (FactKind.YEARS, "1.5", C.NOT_WHOLE),
        (FactKind.DAYS, "3个月", C.WRONG_UNIT),
        (FactKind.DAYS, "2周", C.WRONG_UNIT),
        (FactKind.PERCENT, "3.2元", C.WRONG_UNIT),
        (FactKind.PERCENT, "100.01", C.OVER_100),
        (FactKind.LEVEL, "0", C.NO_LEVEL),
        (FactKind.LEVEL, "10", C.NO_LEVEL),
        (FactKind.LEVEL, "R3", C.NO_NUMBER),
        (FactKind.TEXT, "安心\u202e年金", C.HIDDEN_CHARACTER),
        (FactKind.TEXT, "安\u200b心", C.HIDDEN_CHARACTER),
        (FactKind.TEXT, "长" * 201, C.TOO_LONG),
        (FactKind.DIGITS, "九五五", C.NO_CODE),
        (FactKind.DIGITS, "955 00", C.NO_CODE),
        (FactKind.DIGITS, "-", C.NO_CODE),
        (FactKind.YES_NO, "maybe", C.NO_CHOICE),
    ],
)
def test_what_cannot_be_read_one_way_is_a_complaint(kind: FactKind, text: str, complaint: Complaint) -> None:
    assert read_fact(Fact(type=kind, title="数"), text) is complaint


@pytest.mark.parametrize(
    "text", ["2026-10-12", "2026/10/12", "2026.10.12", "20261012", "2026年10月12日", "２０２６-10-12"]
)
def test_date_is_read_with_any_usual_sign(text: str) -> None:
    assert read_fact(Fact(type=FactKind.DATE, title="日"), text) == datetime.date(2026, 10, 12)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("2026-02-30", C.NO_SUCH_DAY), ("26-10-12", C.NO_DATE), ("2026-10/12", C.NO_DATE), ("明天", C.NO_DATE)],
)
def test_date_that_is_none_is_a_complaint(text: str, complaint: Complaint) -> None:
    assert read_fact(Fact(type=FactKind.DATE, title="日"), text) is complaint


@given(st.decimals(min_value=0, max_value=10**12 - 1, places=2))
def test_amount_written_any_way_is_the_same_amount(amount: Decimal) -> None:
    fact = Fact(type=FactKind.MONEY_YUAN, title="钱")
    for text in (f"{amount:f}", f"{amount:,f}", f"{amount:,f} 元", spoken(amount), spoken(amount) + "元"):
        assert read_fact(fact, text) == amount, text


@given(st.text(max_size=30) | st.from_regex(r"[0-9一二三万千百十点.,％%元年天 -]{1,12}", fullmatch=True))
def test_whatever_is_typed_is_a_value_or_a_complaint(text: str) -> None:
    for kind in FactKind:
        choices = {"regular": "分期"} if kind is FactKind.CHOICE else {}
        read_fact(Fact(type=kind, title="数", choices=choices), text)
    read_name(text)
    read_id_number(text, TODAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张建国", "张建国"),
        ("  张  建国 ", "张 建国"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("O'Neill-Smith J.", "O'Neill-Smith J."),
        ("", C.MISSING),
        ("张3", C.NAME_CHARACTER),
        ("张建国！", C.NAME_CHARACTER),
        ("·", C.NAME_CHARACTER),
        ("张\u200d建国", C.HIDDEN_CHARACTER),
        ("名" * 61, C.TOO_LONG),
    ],
)
def test_name_holds_letters_only(text: str, found: str) -> None:
    assert read_name(text) == found


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("11010119900307002x", SOMEBODY),
        ("110101 19900307 002X", SOMEBODY),
        ("", C.MISSING),
        ("11010119900307002", C.ID_LENGTH),
        ("1101011990030700211", C.ID_LENGTH),
        ("1101011990030700X2", C.ID_CHARACTER),
        ("身份证", C.ID_CHARACTER),
        ("110101199003070021", C.ID_CHECK_DIGIT),
        (born(datetime.date(2026, 11, 23)), C.ID_BIRTH_DATE),
        (born(datetime.date(1890, 1, 1)), C.ID_BIRTH_DATE),
        ("990000199002300018", C.ID_BIRTH_DATE),
        ("990000199013010018", C.ID_BIRTH_DATE),
    ],
)
def test_identity_number_is_checked(number: str, found: str) -> None:
    assert read_id_number(number, TODAY) == found


# ── the whole ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["demo-life", "demo-life-elder", "demo-wealth"])
def test_example_typed_in_is_the_case_of_its_file(library: Library, name: str) -> None:
    sale = example(name)
    script = next(script for script in library.scripts if script.product_kind == sale.product_kind)
    draft = filled(script, name)
    assert draft.problems() == {} and draft.unmet() == () and draft.fault() is None and draft.is_complete
    case = draft.to_case(Place(sale.branch, sale.counter), sale.clerk_id)
    assert dict(case.facts) == {key: value for key, value in sale.facts.items() if value is not None}
    assert (case.customer_name, case.customer_id_number) == (sale.customer_name, sale.customer_id_number)
    assert (case.product_kind, case.branch, case.counter) == (sale.product_kind, sale.branch, sale.counter)
    plan = draft.plan()
    assert plan is not None and not plan.is_estimate
    assert plan.expected_s == prepare(script, case, TODAY, 0).expected_s


def test_empty_form_misses_what_every_sale_needs(life: Script) -> None:
    draft = Draft(TODAY)
    draft.choose(life)
    required = {name for name, fact in life.facts.items() if fact.required}
    assert draft.problems() == dict.fromkeys([NAME, ID_NUMBER, *required], Complaint.MISSING)
    assert list(draft.problems())[:2] == [NAME, ID_NUMBER], "in the order of the form"
    assert not draft.is_touched and not draft.is_complete and draft.unmet() == ()


def test_case_that_is_not_complete_cannot_be_had(life: Script) -> None:
    draft = filled(life, annual_premium="五六万")
    with pytest.raises(Fault) as caught:
        draft.to_case(PLACE, "0123")
    assert (caught.value.code, caught.value.facts) == ("E-460", {"count": 1})
    assert "E-460" in SENTENCES
    with pytest.raises(Fault):
        Draft(TODAY).to_case(PLACE, "0123")


def test_optional_fact_is_needed_once_the_sale_needs_it(life: Script) -> None:
    draft = filled(life, product_health="yes", insured_is_applicant="")
    assert not draft.is_needed("waiting_period"), "not while something that may decide is unknown"
    draft = filled(life)
    assert not draft.is_needed("waiting_period") and draft.check("waiting_period") is None
    draft.write("product_health", "yes")
    assert draft.is_needed("waiting_period") and draft.problems() == {"waiting_period": Complaint.MISSING}
    draft.write("waiting_period", "90天")
    assert draft.is_complete
    draft.write("insured_is_applicant", "no")
    assert draft.problems() == dict.fromkeys(["insured_name", "insured_amount"], Complaint.MISSING)


def test_optional_fact_that_is_wrong_is_a_problem_all_the_same(life: Script) -> None:
    assert filled(life, waiting_period="三个月").problems() == {"waiting_period": Complaint.WRONG_UNIT}


def test_requirement_is_told_as_soon_as_its_facts_are_there(life: Script) -> None:
    draft = Draft(TODAY)
    draft.choose(life)
    for name, text in (("annual_premium", "5万"), ("payment_years", "5"), ("total_premium", "20万")):
        assert draft.unmet() == ()
        draft.write(name, text)
    [unmet] = draft.unmet()
    assert unmet.facts == ("annual_premium", "payment_years", "total_premium")
    assert unmet.requirement.rules == ("R-C10",)
    draft.write("total_premium", "25万")
    assert draft.unmet() == ()


def test_requirements_of_suitability_and_age_hold(wealth: Script) -> None:
    def rules(**changes: str) -> list[str]:
        draft = filled(wealth, "demo-wealth", **changes)
        assert draft.is_complete == (not draft.unmet())
        return [rule for unmet in draft.unmet() for rule in unmet.requirement.rules]

    assert rules() == []
    assert rules(customer_risk="2") == ["R-A16"]
    assert rules(customer_risk="2", own_request="yes") == []
    assert rules(risk_test_date="2025-11-21") == ["R-A15"]
    assert rules(risk_test_date="2026-11-23") == ["R-A15"]
    assert rules(**{ID_NUMBER: born(datetime.date(1946, 11, 22))}) == ["R-A20"]
    assert rules(**{ID_NUMBER: born(datetime.date(1946, 11, 23))}) == []
    assert rules(**{ID_NUMBER: born(datetime.date(2008, 11, 23))}) == ["R-A16"]
    assert rules(amount="9,999", end_date="2027-05-31") == ["R-C17", "R-C17"]


@pytest.mark.parametrize(
    ("fixture", "birthday", "age", "is_on"),
    [
        ("life", datetime.date(1966, 11, 23), 59, False),
        ("life", datetime.date(1966, 11, 22), 60, True),
        ("wealth", datetime.date(1966, 11, 22), 60, False),
        ("wealth", datetime.date(1961, 11, 23), 64, False),
        ("wealth", datetime.date(1961, 11, 22), 65, True),
    ],
)
def test_elder_mode_goes_by_the_age_of_today(
    request: pytest.FixtureRequest, fixture: str, birthday: datetime.date, age: int, is_on: bool
) -> None:
    script: Script = request.getfixturevalue(fixture)
    draft = Draft(TODAY)
    draft.choose(script)
    assert draft.overlays() == (OverlayState(script.overlays[0], None),) and draft.identity is None
    before = draft.plan()
    draft.write(ID_NUMBER, born(birthday))
    assert draft.identity is not None and (draft.identity.born, draft.identity.age) == (birthday, age)
    assert draft.overlays() == (OverlayState(script.overlays[0], is_on),)
    after = draft.plan()
    assert before is not None and after is not None and before.is_estimate and after.is_estimate
    assert (after.expected_s > before.expected_s * 1.2) == is_on, "slower, and more steps"


def test_plan_tells_steps_papers_and_persons_before_the_form_is_complete(life: Script) -> None:
    draft = Draft(TODAY)
    assert draft.plan() is None and draft.fields == (NAME, ID_NUMBER)
    draft.choose(life)
    plan = draft.plan()
    assert plan is not None and plan.is_estimate and 120 < plan.expected_s < 1200
    assert {"licence", "id-card"} <= {paper.id for paper in plan.papers}
    assert [step.id for step in plan.steps][:2] == ["consent", "rights-notice"]
    drawn = [step for step in plan.steps if step.questions]
    assert [(step.id, step.questions > 1) for step in drawn] == [("understanding", True)]


def test_skipped_step_tells_the_facts_that_decide_it(life: Script) -> None:
    plan = filled(life).plan()
    assert plan is not None
    because = {step.title: step.because for step in plan.skipped}
    assert (("含健康保障", "否"),) in because.values()
    assert (("被保险人即投保人", "是"),) in because.values()
    assert all(step.rules for step in plan.skipped)


def test_insured_must_be_in_frame_when_another_is_insured(life: Script) -> None:
    own, other = filled(life).plan(), filled(life, insured_is_applicant="no", insured_name="张小国").plan()
    assert own is not None and own.persons == (Person.CUSTOMER, Person.CLERK)
    assert other is not None and other.persons == (Person.CUSTOMER, Person.CLERK, Person.INSURED)


def test_fact_is_repeated_in_words(life: Script) -> None:
    draft = filled(life, annual_premium="2.5万", premium_mode="single")
    assert draft.in_words("annual_premium") == "两万五千元"
    assert draft.in_words("premium_mode") == "一次交清"
    assert draft.in_words(NAME) == ""
    draft.write("annual_premium", "二三万")
    assert draft.in_words("annual_premium") == ""


def test_other_script_keeps_what_it_asks_for_too(life: Script, wealth: Script) -> None:
    draft = filled(life)
    draft.choose(wealth)
    assert draft.text(NAME) == "张建国" and draft.text("bank_name") == "示范银行"
    assert "annual_premium" not in draft.fields and "annual_premium" not in draft.problems()
    draft.choose(life)
    assert draft.is_complete, "nothing was lost by looking at another"


def test_pool_that_is_too_small_for_this_sale_is_a_fault(life: Script) -> None:
    [pool_at] = [index for index, step in enumerate(life.steps) if step.pool]
    step = life.steps[pool_at]
    hollow = step.model_copy(update={"pool": tuple(one.model_copy(update={"when": "age >= 90"}) for one in step.pool)})
    steps = (*life.steps[:pool_at], hollow, *life.steps[pool_at + 1 :])
    draft = filled(life.model_copy(update={"steps": steps}))
    fault = draft.fault()
    assert draft.problems() == {} and fault is not None and fault.code == "E-415"
    assert draft.plan() is None and not draft.is_complete


def test_requirement_over_a_fact_nobody_typed_makes_it_needed(life: Script) -> None:
    more = life.requires[0].model_copy(update={"that": "insured_amount >= 1000"})
    draft = filled(life.model_copy(update={"requires": (more,)}))
    assert draft.problems() == {"insured_amount": Complaint.MISSING}
    draft.write("insured_amount", "999")
    assert [unmet.facts for unmet in draft.unmet()] == [("insured_amount",)]


def test_case_ids_differ_and_say_nothing() -> None:
    made = {new_case_id(TODAY) for _ in range(2000)}
    assert len(made) == 2000
    assert all(re.fullmatch(r"20261122-[2-9A-HJKMNP-Z]{6}", one) for one in made)


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.sampled_from(["annual_premium", "payment_years", "total_premium", "cooling_off", "product_health"]),
        st.sampled_from(["5万", "50,000", "5", "5年", "0.01", "99999999999", "十五天", "yes", "no", "100", "两千五"]),
    )
)
def test_whatever_is_complete_can_be_prepared(life_script: Script, changes: dict[str, str]) -> None:
    draft = filled(life_script, **changes)
    if draft.is_complete:
        prepare(life_script, draft.to_case(PLACE, "0123"), TODAY, 7)


@pytest.fixture(scope="module")
def life_script(life: Script) -> Iterator[Script]:
    yield life


# ── scripts on offer ────────────────────────────────────────────────────────────────────────────────────────────────


def variants(script: Script) -> list[Script]:
    day = datetime.timedelta(days=1)
    old = script.model_copy(
        update={"version": "2025.1", "valid_from": datetime.date(2025, 1, 1), "valid_to": TODAY - day}
    )
    new = script.model_copy(update={"version": "2027.1", "valid_from": TODAY + day})
    now = script.model_copy(update={"valid_to": TODAY})
    return [old, now, new]


def test_expired_script_is_shown_and_names_the_valid_one(life: Script, wealth: Script) -> None:
    found = offers([*variants(life), wealth], TODAY)
    assert [(one.script.version, one.is_valid) for one in found if one.script.id == life.id] == [
        ("2026.1", True),
        ("2025.1", False),
        ("2027.1", False),
    ]
    assert [one.instead.version for one in found if one.instead] == ["2026.1", "2026.1"]
    [alone] = offers(variants(wealth)[:1], TODAY)
    assert not alone.is_valid and alone.instead is None


def test_expired_script_cannot_be_chosen(life: Script) -> None:
    draft = Draft(TODAY)
    for script in (variants(life)[0], variants(life)[2]):
        with pytest.raises(Fault) as caught:
            draft.choose(script)
        assert caught.value.code == "E-421" and draft.script is None
    draft.choose(variants(life)[1])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["bank-life-over-1y", "bank-wealth-r3"]),
        ("人身", ["bank-life-over-1y"]),
        ("rsbx", ["bank-life-over-1y"]),
        ("YHLC", ["bank-wealth-r3"]),
        ("licai", ["bank-wealth-r3"]),
        ("bank r3", ["bank-wealth-r3"]),
        ("三级 理财", ["bank-wealth-r3"]),
        ("贷款", []),
    ],
)
def test_script_is_found_by_title_id_and_pinyin(library: Library, text: str, found: list[str]) -> None:
    assert sorted(offer.script.id for offer in matching(offers(library.scripts, TODAY), text)) == found


def test_risk_level_comes_from_the_kind(life: Script, wealth: Script) -> None:
    assert risk_level(wealth) == 3 and risk_level(life) is None


# ── examples ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_example_has_its_answers() -> None:
    found = examples(LIBRARY, TODAY)
    assert [one.name for one in found] == ["demo-life", "demo-life-elder", "demo-wealth"]
    assert all(read_answers(one.answers)["consent"] for one in found)
    assert all(one.case.customer_name not in repr(one) for one in found)


def test_case_written_by_hand_is_prepared_like_one_in_a_file(life: Script) -> None:
    today = datetime.date.today()
    draft = Draft(today)
    draft.choose(life)
    draft.fill(example("demo-life"))
    typed = prepare_case(draft.to_case(Place("示范支行", "03"), "0123"), life.id, seed=5)
    read = prepare_take(life.id, LIBRARY / "cases" / "demo-life.yaml", seed=5)
    assert typed.script == read.script and typed.rule_pack == read.rule_pack
