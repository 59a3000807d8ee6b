"""Scripts: those that are shipped, those that must be refused, and what a script becomes for one sale."""

import datetime
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.faults import EXIT, exit_code, sentence
from app.model import Case, CaseId, Verdict
from app.session.answers import Heard, judge
from app.session.case import check_digit, read_case
from app.session.condition import ConditionError, parse_condition
from app.session.filling import prepare, said
from app.session.lint import check, check_script
from app.session.numerals import counted
from app.session.rules import RuleBook, load_rules
from app.session.script import (
    Fact,
    FactKind,
    NoneOf,
    Number,
    OnFinalFailure,
    QuestionKind,
    ReadyScript,
    Speaker,
    Unit,
    Words,
)
from app.session.script_file import Library, all_questions, load_library, load_script, script_schema
from app.session.yaml_file import MAX_BYTES, read_yaml
from media.fault import Fault

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = ROOT / "scripts_library"
BAD = ROOT / "tests" / "vectors" / "scripts_bad"
GOOD = ROOT / "tests" / "vectors" / "scripts_good.yaml"
ON = datetime.date(2026, 11, 22)
SCRIPTS = {
    "demo-life": "bank-life-over-1y",
    "demo-life-elder": "bank-life-over-1y",
    "demo-wealth": "bank-wealth-r3",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(LIBRARY)


@pytest.fixture(scope="module")
def rules() -> RuleBook:
    return load_rules(LIBRARY)


def ready(library: Library, name: str, seed: int = 1, **facts: Any) -> ReadyScript:
    return prepare(library.script(SCRIPTS[name], ON), sale(name, **facts), ON, seed)


def sale(name: str, **facts: Any) -> Case:
    case = read_case(LIBRARY / "cases" / f"{name}.yaml", ON)
    changed = {key: value for key, value in {**case.facts, **facts}.items() if value is not None}
    return replace(case, facts=changed)


def aged(case: Case, born: str) -> Case:
    first = f"990000{born}001"
    return replace(case, customer_id_number=first + check_digit(first))


def small(**facts: Any) -> Case:
    number = "99000019780512001X"
    given = {"insurer": "示范人寿", "premium": 50_000, "mode": "yearly", **facts}
    kept = {key: value for key, value in given.items() if value is not None}
    return Case(CaseId("T-0001"), "insurance.small", "示范支行", "03", "0123", "张建国", number, kept)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def expected_fault(path: Path) -> tuple[str, int]:
    match = re.search(rb"# expect (E-\d+) (\d+)", path.read_bytes())
    assert match is not None
    return match[1].decode(), int(match[2])


@pytest.mark.parametrize("path", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_script_that_is_wrong_is_refused_with_file_and_line(path: Path, rules: RuleBook) -> None:
    with pytest.raises(Fault) as caught:
        load_script(path, rules)
    fault = caught.value
    assert (fault.code, fault.facts["line"]) == expected_fault(path)
    assert fault.facts["file"] == str(path)
    assert exit_code(fault) == EXIT.USAGE
    for language in ("zh", "en"):
        assert path.name in sentence(fault, language)
        assert "?" not in sentence(fault, language)


def test_script_that_the_bad_ones_were_made_from_is_good(rules: RuleBook) -> None:
    assert load_script(GOOD, rules).id == "small"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: " + "x" * MAX_BYTES, "E-403"),
        ("".join(f"key{number}: 1\n" for number in range(15_000)), "E-403"),
        ("- " * 100_000, "E-403"),
        ("", "E-402"),
        ("? [a, b]\n: 1\n", "E-402"),
        ("a: 1e3", "E-402"),
        ("a: .inf", "E-402"),
        ("a: 0x10", "E-402"),
        ("a: 2026-01-01T10:00:00Z", "E-402"),
        ("a: *nothing", "E-403"),
        ("a: !!binary aGk=", "E-402"),
        ("%YAML 9.9\n---\na: 1", "E-402"),
        ("a: 'b", "E-402"),
        ("\ta: 1", "E-405"),
    ],
    ids=lambda value: value[:20] if len(value) < 40 else f"{len(value)} characters",
)
def test_yaml_of_a_hostile_kind_is_refused(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(Fault) as caught:
        read_yaml(path)
    assert caught.value.code == code


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=200) | st.text("ab:-[]{}&*!|>'\"#%@ \n\t1.,?中", max_size=80).map(str.encode))
def test_yaml_of_any_kind_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content)
    try:
        value, _ = read_yaml(path)
    except Fault as fault:
        assert fault.code in {"E-401", "E-402", "E-403", "E-404", "E-405"}
    else:
        assert isinstance(value, dict)


def test_script_hash_is_the_same_with_the_line_ends_of_windows(tmp_path: Path, rules: RuleBook) -> None:
    windows = tmp_path / "windows.yaml"
    windows.write_bytes(b"\xef\xbb\xbf" + GOOD.read_bytes().replace(b"\n", b"\r\n"))
    assert load_script(windows, rules).source.sha256 == load_script(GOOD, rules).source.sha256


def test_library_refuses_two_scripts_for_one_day(tmp_path: Path) -> None:
    shutil.copytree(LIBRARY, tmp_path, dirs_exist_ok=True)
    shutil.copy(LIBRARY / "bank-wealth-r3.yaml", tmp_path / "twin.yaml")
    with pytest.raises(Fault) as caught:
        load_library(tmp_path)
    assert caught.value.code == "E-416"


def test_library_gives_the_version_of_the_day(tmp_path: Path) -> None:
    shutil.copytree(LIBRARY, tmp_path, dirs_exist_ok=True)
    old = (LIBRARY / "bank-wealth-r3.yaml").read_text("utf-8")
    old = old.replace("valid_from: 2026-02-01\n", "valid_from: 2025-01-01\nvalid_to: 2026-01-31\n")
    (tmp_path / "bank-wealth-r3-2025.yaml").write_text(old.replace('"2026.1"', '"2025.1"'), "utf-8")
    library = load_library(tmp_path)
    assert library.script("bank-wealth-r3", datetime.date(2026, 1, 31)).version == "2025.1"
    assert library.script("bank-wealth-r3", datetime.date(2026, 2, 1)).version == "2026.1"
    assert library.script("bank-wealth-r3").version == "2026.1"


@pytest.mark.parametrize("script_id", ["nothing", "../../etc/passwd", ""])
def test_library_without_the_script(library: Library, script_id: str) -> None:
    with pytest.raises(Fault) as caught:
        library.script(script_id)
    assert caught.value.code == "E-420"
    assert "bank-life-over-1y" in sentence(caught.value)


def test_schema_for_editors_is_fresh() -> None:
    assert (LIBRARY / "script.schema.json").read_text("utf-8") == script_schema()


# ── conditions ──────────────────────────────────────────────────────────────────────────────────────────────────────

FACTS = {
    "age": Fact(type=FactKind.YEARS, title="年龄"),
    "premium": Fact(type=FactKind.MONEY_YUAN, title="保费"),
    "mode": Fact(type=FactKind.CHOICE, title="方式", choices={"once": "一次", "yearly": "每年"}),
    "is_new": Fact(type=FactKind.YES_NO, title="新型"),
    "begins": Fact(type=FactKind.DATE, title="起"),
    "ends": Fact(type=FactKind.DATE, title="止"),
}
VALUES: Mapping[str, Any] = {
    "age": Decimal(61),
    "premium": Decimal("50000.5"),
    "mode": "yearly",
    "is_new": True,
    "begins": datetime.date(2026, 1, 1),
    "ends": datetime.date(2026, 7, 1),
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("age >= 60", True),
        ("age > 61", False),
        ("60 <= age < 65", True),
        ('age >= 60 and mode == "yearly"', True),
        ('age < 60 or mode != "yearly"', False),
        ('mode in ("once", "yearly")', True),
        ('mode not in ("once",)', True),
        ("not is_new", False),
        ("is_new == True", True),
        ("premium == 50000.5", True),
        ("premium * 2 + 1 - 1 == 100001", True),
        ("ends - begins == 181", True),
        ("begins < ends", True),
        ("-age < 0", True),
    ],
)
def test_condition_holds(text: str, holds: bool) -> None:
    assert parse_condition(text, FACTS).holds(VALUES) is holds


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_condition"),
        ("age", "no_yes_or_no"),
        ("1", "no_yes_or_no"),
        ("years > 1", "unknown_fact"),
        ("age.real > 1", "not_a_condition"),
        ("abs(age) > 1", "not_a_condition"),
        ("[age for age in (1, 2)] == 1", "not_a_condition"),
        ("age if is_new else 1", "not_a_condition"),
        ("(x := 1) == 1", "not_a_condition"),
        ("age ** 99 > 1", "not_a_condition"),
        ("age / 0 > 1", "not_a_condition"),
        ("age is 61", "not_a_condition"),
        ("age in mode", "not_a_condition"),
        ("f'{age}' == 'x'", "not_a_condition"),
        ("None == None", "not_a_condition"),
        ("age == '61'", "types_differ"),
        ("begins == 1", "types_differ"),
        ("begins - age == 1", "types_differ"),
        ("mode == 'never'", "no_such_choice"),
        ("'never' == mode", "no_such_choice"),
        ("mode in ('once', 'never')", "no_such_choice"),
        ("mode < 'once'", "no_order"),
        ("is_new > False", "no_order"),
        ("age >= 60; age", "not_a_condition"),
        ("age\x00 > 1", "not_a_condition"),
    ],
)
def test_condition_outside_the_language_is_refused(text: str, code: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text, FACTS)
    assert caught.value.code == code


@settings(max_examples=300, deadline=None)
@given(st.text("age mod()[]<>=!+-*/'\"0123.,:;@%&|^~{}nrot_", max_size=40))
def test_condition_of_any_text_is_read_or_refused(text: str) -> None:
    try:
        condition = parse_condition(text, FACTS)
    except ConditionError:
        return
    assert condition.holds(VALUES) in (True, False)


# ── what is shipped ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_shipped_scripts_have_no_findings(library: Library) -> None:
    assert [sentence(fault) for fault in check(library)] == []


def test_every_accepted_phrase_is_accepted_and_every_refused_one_refused(library: Library) -> None:
    """For every step that any shipped sale can reach, with the contract's own values."""
    counted_phrases = 0
    for script in (ready(library, name, seed) for name in SCRIPTS for seed in range(4)):
        for step in script.steps:
            question = step.ask
            assert question is not None
            for phrase in question.accept:
                assert judge(question, Heard(phrase)).verdict is Verdict.ACCEPTED, (step.id, phrase)
                assert judge(question, Heard(f"嗯，{phrase}")).verdict is Verdict.ACCEPTED, (step.id, phrase)
                counted_phrases += 1
            for phrase in question.refuse:
                assert judge(question, Heard(phrase)).verdict is Verdict.REFUSED, (step.id, phrase)
            for one in question.expect:
                if isinstance(one, NoneOf):
                    for word in one.words:
                        assert judge(question, Heard(word)).verdict is Verdict.WRONG, (step.id, word)
    assert counted_phrases > 800


def test_every_shipped_accepted_phrase_is_lost_with_a_no_before_it(library: Library) -> None:
    for name in SCRIPTS:
        for step in ready(library, name).steps:
            question = step.ask
            assert question is not None
            for phrase in question.accept:
                for no in ("不", "没", "不是"):
                    if no + phrase in question.accept or no in question.accept:
                        continue
                    assert judge(question, Heard(no + phrase)).verdict is not Verdict.ACCEPTED, (step.id, no + phrase)


def spoken_answers(name: str) -> dict[str, str]:
    value, _ = read_yaml(LIBRARY / "cases" / f"{name}.answers.yaml")
    return {step: tries[-1] for step, tries in value.items()}


@pytest.mark.parametrize("name", SCRIPTS)
def test_demo_answers_are_accepted_and_within_the_vocabulary_of_its_recogniser(library: Library, name: str) -> None:
    words = (ROOT / "resources" / "models" / "vosk-test-cn" / "graph" / "words.txt").read_text("utf-8")
    vocabulary = {line.split()[0] for line in words.splitlines()}
    answers = spoken_answers(name)
    for seed in range(12):
        for step in ready(library, name, seed).steps:
            answer = answers.get(step.id, answers["default"])
            assert step.ask is not None
            judgement = judge(step.ask, Heard(answer.replace("，", "")))
            assert judgement.verdict is Verdict.ACCEPTED, (step.id, answer, judgement)
            assert all(can_be_said(part, vocabulary) for part in answer.split("，")), answer


def can_be_said(text: str, vocabulary: set[str]) -> bool:
    return not text or any(text.startswith(word) and can_be_said(text[len(word) :], vocabulary) for word in vocabulary)


def test_life_script_asks_everything_of_scenario_a(library: Library) -> None:
    script = ready(library, "demo-life")
    assert [step.id for step in script.steps if not step.id.startswith("understanding-")] == [
        "consent",
        "rights-notice",
        "seller",
        "persons",
        "nature",
        "need",
        "papers",
        "money",
        "exclusions",
        "surrender",
        "truthful",
        "own-will",
        "own-money",
        "signing",
        "after-sale",
        "supplement",
    ]
    assert [skipped.step for skipped in script.skipped] == ["health", "insured-consent", "death-benefit"]
    assert script.overlays == ()
    assert script.steps[0].rules == ("R-A06",)
    assert script.steps[0].on_final_failure is OnFinalFailure.END_REFUSED
    assert script.step("seller").speaker is Speaker.CLERK
    money = script.step("money")
    assert "每年交五万元，交五年，一共二十五万元" in money.say
    assert money.ask is not None
    assert money.ask.expect == (
        Number("annual_premium", Decimal(50_000), Unit.YUAN),
        Number("payment_years", Decimal(5), Unit.YEARS),
    )
    nature = script.step("nature").ask
    assert nature is not None and Words(("示范人寿",), "insurer_name") in nature.expect
    assert 240 < script.expected_s < 900


def test_life_script_with_health_and_another_insured(library: Library) -> None:
    facts: dict[str, Any] = {
        "product_health": True,
        "waiting_period": 90,
        "insured_is_applicant": False,
        "insured_name": "张小明",
        "insured_amount": 300_000,
    }
    script = ready(library, "demo-life", **facts)
    assert "九十天" in script.step("health").say
    insured = script.step("insured-consent")
    assert "张小明" in insured.say and "三十万元" in insured.say
    assert [str(person) for person in insured.persons] == ["customer", "clerk", "insured"]
    assert [skipped.step for skipped in script.skipped] == ["death-benefit"]


def test_elder_overlay_is_switched_on_by_age(library: Library) -> None:
    case = sale("demo-life")
    script = library.script("bank-life-over-1y")
    young = prepare(script, aged(case, "19661123"), ON, 1)
    old = prepare(script, aged(case, "19661122"), ON, 1)
    assert (young.overlays, old.overlays) == ((), ("elder",))
    added = {step.id for step in old.steps} - {step.id for step in young.steps}
    assert {"companion", "purpose", "money-need", "time-to-think", "relative", "own-hand", "receipt"} <= added
    assert sum(step.id.startswith("understanding-") for step in young.steps) == 2
    assert sum(step.id.startswith("understanding-") for step in old.steps) == 3
    assert old.chars_per_second == 3.5
    assert all(step.ask is not None and step.ask.listen_s == 20.0 for step in old.steps)
    assert all(step.ask is not None and step.ask.listen_s == 10.0 for step in young.steps)
    assert "不是存款" in old.step("nature").say and old.step("nature").say != young.step("nature").say
    ids = [step.id for step in old.steps]
    assert ids[:3] == ["consent", "rights-notice", "companion"]
    assert ids.index("time-to-think") < ids.index("signing") < ids.index("receipt")
    assert old.expected_s > young.expected_s + 120


def test_wealth_script_for_the_old_begins_at_65(library: Library) -> None:
    case = sale("demo-wealth")
    script = library.script("bank-wealth-r3")
    assert prepare(script, aged(case, "19611123"), ON, 1).overlays == ()
    old = prepare(script, aged(case, "19611122"), ON, 1)
    assert old.overlays == ("elder",)
    assert "extra-risk-notice" in {step.id for step in old.steps}


def test_wealth_script_above_the_own_grade_asks_for_the_own_request(library: Library) -> None:
    assert "own-request" in {step.step for step in ready(library, "demo-wealth").skipped}
    asked = ready(library, "demo-wealth", customer_risk=2, own_request=True)
    assert asked.step("own-request").on_final_failure is OnFinalFailure.END_REFUSED


# ── for one sale ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_same_seed_draws_the_same_questions_and_others_draw_others(library: Library) -> None:
    assert ready(library, "demo-life", 5) == ready(library, "demo-life", 5)
    drawn = {
        step.id for seed in range(40) for step in ready(library, "demo-life", seed).steps if "understanding-" in step.id
    }
    assert len(drawn) == 6
    orders = {tuple(step.id for step in ready(library, "demo-life", seed).steps) for seed in range(40)}
    assert len(orders) > 10


def test_first_drawn_question_is_opened_by_the_steps_own_words(library: Library) -> None:
    drawn = [step for step in ready(library, "demo-life").steps if step.id.startswith("understanding-")]
    assert drawn[0].say.startswith("签字以前")
    assert [step.say for step in drawn[1:]] == [""]


def test_common_answers_belong_to_their_kind(library: Library) -> None:
    script = ready(library, "demo-life")
    consent, notice = script.steps[0].ask, script.steps[1].ask
    assert consent is not None and notice is not None
    assert consent.kind is QuestionKind.CONSENT and "好的" in consent.accept
    assert notice.kind is QuestionKind.KNOWLEDGE and "好的" not in notice.accept


def fault_of(library: Library, name: str, **facts: Any) -> Fault:
    with pytest.raises(Fault) as caught:
        ready(library, name, **facts)
    fault = caught.value
    assert exit_code(fault) == EXIT.USAGE
    assert "?" not in sentence(fault) and "张建国" not in sentence(fault)
    return fault


def line_of(script: str, text: str) -> int:
    lines = (LIBRARY / f"{script}.yaml").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("facts", "code", "fact", "used_at"),
    [
        ({"insurer_name": None}, "E-422", "insurer_name", "我行受{insurer_name}委托"),
        ({"annual_premium": None}, "E-422", "annual_premium", "annual_premium > 0"),
        ({"product_health": True}, "E-422", "waiting_period", "等待期是{waiting_period}"),
        ({"annual_premium": "五万"}, "E-423", "annual_premium", "annual_premium > 0"),
        ({"annual_premium": True}, "E-423", "annual_premium", "annual_premium > 0"),
        ({"annual_premium": 0.001}, "E-423", "annual_premium", "annual_premium > 0"),
        ({"annual_premium": float("nan")}, "E-423", "annual_premium", "annual_premium > 0"),
        ({"payment_years": 2.5}, "E-423", "payment_years", "annual_premium > 0"),
        ({"premium_mode": "monthly"}, "E-423", "premium_mode", 'premium_mode == "regular"'),
        ({"product_health": "yes"}, "E-423", "product_health", "when: product_health"),
        ({"insurer_name": "  "}, "E-423", "insurer_name", "我行受{insurer_name}委托"),
        ({"hotline": 95500}, "E-423", "hotline", "{hotline}"),
    ],
)
def test_fact_missing_or_of_the_wrong_kind_names_where_it_is_used(
    library: Library, facts: dict[str, Any], code: str, fact: str, used_at: str
) -> None:
    fault = fault_of(library, "demo-life", **facts)
    assert (fault.code, fault.facts["fact"]) == (code, fact)
    assert fault.facts["line"] == line_of("bank-life-over-1y", used_at)


@pytest.mark.parametrize(
    ("name", "facts", "requirement"),
    [
        ("demo-life", {"total_premium": 240_000}, "保费合计"),
        ("demo-life", {"term_years": 1}, "一年"),
        ("demo-life", {"premium_mode": "single"}, "一次交清"),
        ("demo-life", {"annual_premium": 0, "total_premium": 0}, "大于零"),
        ("demo-wealth", {"customer_risk": 2}, "风险等级"),
        ("demo-wealth", {"risk_test_date": "2025-11-21"}, "十二个月"),
        ("demo-wealth", {"risk_test_date": "2026-11-23"}, "十二个月"),
        ("demo-wealth", {"amount": 5_000}, "起购"),
        ("demo-wealth", {"term_days": 181}, "期限"),
    ],
)
def test_sale_that_the_script_may_not_be_used_for(
    library: Library, name: str, facts: dict[str, Any], requirement: str
) -> None:
    fault = fault_of(library, name, **facts)
    assert fault.code == "E-424"
    assert requirement in str(fault.facts["requirement"])


def test_sale_to_a_child_or_to_the_very_old(library: Library) -> None:
    script = library.script("bank-life-over-1y")
    with pytest.raises(Fault) as caught:
        prepare(script, aged(sale("demo-life"), "20081123"), ON, 1)
    assert caught.value.code == "E-424"
    with pytest.raises(Fault) as caught:
        prepare(library.script("bank-wealth-r3"), aged(sale("demo-wealth"), "19461122"), ON, 1)
    assert caught.value.facts["rules"] == "R-A20"


def test_script_on_a_day_it_is_not_valid(library: Library) -> None:
    with pytest.raises(Fault) as caught:
        prepare(library.script("bank-life-over-1y"), sale("demo-life"), datetime.date(2026, 1, 31), 1)
    assert caught.value.code == "E-421"
    assert "2026-02-01" in sentence(caught.value)


def test_script_for_another_product_and_fact_nobody_knows(library: Library) -> None:
    with pytest.raises(Fault) as caught:
        prepare(library.script("bank-wealth-r3"), sale("demo-life"), ON, 1)
    assert caught.value.code == "E-425"
    assert fault_of(library, "demo-life", anual_premium=1).code == "E-426"


def test_pool_with_too_few_questions_left(tmp_path: Path, rules: RuleBook) -> None:
    text = GOOD.read_text("utf-8")
    for question in ("what", "much"):
        text = text.replace(f"      - id: {question}\n", f'      - id: {question}\n        when: mode == "once"\n')
    path = tmp_path / "pool.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(Fault) as caught:
        prepare(load_script(path, rules), small(), ON, 1)
    fault = caught.value
    assert (fault.code, fault.facts["left"], fault.facts["needed"]) == ("E-415", 1, 2)
    assert fault.facts["line"] == text.splitlines().index("    pool:") + 1


def test_braces_in_a_fact_are_said_and_not_filled_again(rules: RuleBook) -> None:
    script = prepare(load_script(GOOD, rules), small(insurer="{premium}人寿"), ON, 1)
    assert script.step("nature").say == "这是{premium}人寿的保险，保费五万元。"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (FactKind.MONEY_YUAN, Decimal(50_000), "五万元"),
        (FactKind.MONEY_YUAN, Decimal("10.50"), "十点五元"),
        (FactKind.MONEY_YUAN, Decimal(2), "两元"),
        (FactKind.YEARS, Decimal(2), "两年"),
        (FactKind.DAYS, Decimal(15), "十五天"),
        (FactKind.PERCENT, Decimal("3.20"), "百分之三点二"),
        (FactKind.DATE, datetime.date(2026, 2, 10), "二零二六年二月十日"),
        (FactKind.DIGITS, "95500", "九五五零零"),
        (FactKind.DIGITS, "A01", "A零一"),
        (FactKind.LEVEL, Decimal(3), "三"),
        (FactKind.YES_NO, True, "是"),
        (FactKind.TEXT, "示范人寿", "示范人寿"),
    ],
)
def test_fact_as_it_is_spoken(kind: FactKind, value: Any, words: str) -> None:
    assert said(Fact(type=kind, title="事实"), value) == words


def test_every_amount_of_a_script_is_understood_when_said_back(library: Library) -> None:
    for amount in (1_000, 2_000, 12_500, 22_222, 100_000, 1_000_010):
        script = ready(library, "demo-life", annual_premium=amount, total_premium=amount * 5)
        question = script.step("money").ask
        assert question is not None
        heard = Heard(f"每年交{counted(amount)}元，交五年，一共{counted(amount * 5)}元")
        assert judge(question, heard).verdict is Verdict.ACCEPTED, heard
        assert judge(question, Heard(f"每年交{counted(amount + 1)}元，交五年")).verdict is Verdict.WRONG


# ── lint ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("您同意吗？", "您不同意吗？", "E-430", "您不同意吗"),
        ("您同意吗？", "您没有意见吗？", "E-430", "您没有意见吗"),
        ("您同意吗？", "是不是不同意？", "E-430", "是不是不同意"),
        ("您清楚了吗？", "您清楚了，对吧？", "E-430", "对吧"),
        ("consent, text: 您同意吗？", "consent, text: 您同意吗？, accept: [同不同意]", "E-431", "同不同意"),
        ("none: [存款]", "none: [存款, 保险]", "E-431", "- any: [保险]"),
        ("  premium: {type", "  unused: {type: text, title: 没用}\n  premium: {type", "E-432", "unused"),
        ("say: 请如实回答。", "say: 这个产品保本。", "E-433", "保本"),
        ("say: 请如实回答。", "say: " + "请如实回答" * 13 + "。", "E-436", "say: 请如实回答请"),
        ("say: 请如实回答。", "say: " + "请如实回答。" * 35, "E-436", "say: 请如实回答。请"),
        ("choose: 2", "choose: 1", "E-434", "- id: consent"),
        ("- {step: check, choose: 3}", "- {step: check, choose: 2}", "E-434", "- id: elder"),
        ("rules: [R-A06]", "rules: [R-B05]", "E-435", "- id: consent"),
        ("rules: [R-A07]", "rules: [R-B05]", "E-435", "- id: rights"),
        ("after: rights", "after: consent", "E-435", "after: consent"),
        ("consent, text: 您同意吗？", "knowledge, text: 您同意吗？, accept: [好的]", "E-437", "accept: [好的]"),
        ("consent, text: 您同意吗？", "consent, text: 您同意吗？, accept: [嗯]", "E-437", "accept: [嗯]"),
        ("consent, text: 您同意吗？", "consent, text: 您同意吗？, refuse: [同意个鬼]", "E-438", "同意个鬼"),
        ("rules: [R-A07]", "rules: [R-A07, R-C17]", "E-439", "R-C17"),
    ],
)
def test_lint_finds(tmp_path: Path, library: Library, old: str, new: str, code: str, at: str) -> None:
    text = GOOD.read_text("utf-8")
    assert old in text
    text = text.replace(old, new, 1)
    path = tmp_path / "lint.yaml"
    path.write_text(text, "utf-8")
    script = load_script(path, library.rules)
    found = {(fault.code, fault.facts["line"]) for fault in check_script(script, library)}
    line = next(number for number, one in enumerate(text.splitlines(), 1) if at in one)
    assert any(one == code and abs(int(str(where)) - line) <= 1 for one, where in found), found
    for fault in check_script(script, library):
        assert exit_code(fault) == EXIT.CHECK_FAILED
        assert "?" not in sentence(fault).replace("？", "")


def test_lint_finds_nothing_in_a_good_script(library: Library, rules: RuleBook) -> None:
    assert list(check_script(load_script(GOOD, rules), library)) == []


def test_every_shipped_question_has_a_remedy_in_other_words(library: Library) -> None:
    for name in SCRIPTS:
        for step in ready(library, name).steps:
            assert step.slower_say != step.say, step.id
    assert sum(1 for script in library.scripts for _ in all_questions(script)) > 50
