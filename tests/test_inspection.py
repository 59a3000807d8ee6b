"""What inspection would say of a running take: every code appears, goes when it is mended, stays when it cannot be."""

import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inspection import problems
from app.inspection.findings import Checked, first_problems, inspect_take
from app.inspection.problems import Limits, LiveInspection, Problem, Remedy, Severity
from app.model import Channel, Mark, Outcome, StepResult, Utterance, Verdict
from app.session.guide import Begin, CounterHeard, Event, Policy, PromptEnded, PromptFailed, RepeatAsked, Tick
from app.session.rules import load_rules
from tests.inspection_parts import (
    A10,
    A10_PASSED,
    CASES,
    PAPERS,
    QUESTION,
    REJECTS,
    REVIEWS,
    Case,
    News,
    again,
    asked,
    failed,
    guided,
    inspect,
    judged,
    lasting,
    mark,
    passed,
    said,
)
from tests.test_guide import CONSENT, EVENTS, KNOWS, MOMENTS, PAPER, TELLS, TWO, S, _event, heard, script

LIBRARY = Path(__file__).resolve().parent.parent / "scripts_library"
CHECKED = {"speech": "vosk-test-cn", "faces": "checked", "prompting": "checked", "picture": "checked"}


def codes_of(severity: Severity, found: Iterable[Problem]) -> set[str]:
    return {problem.code for problem in found if problem.severity is severity}


# ── every code ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_problem_appears_and_goes_only_when_mended(case: Case) -> None:
    code, news, severity, remedy, facts, mended = case
    found = inspect(*news, steps=("a", "b"))[code]
    assert (found.severity, found.remedy, dict(found.facts)) == (severity, remedy, facts)
    assert code not in inspect(steps=("a", "b"))
    if mended is not None:
        assert code not in inspect(*news, *mended, steps=("a", "b"))
        assert not [p for p in inspect(*news, *mended).values() if p.severity is REJECTS], "nothing else comes of it"
    else:
        ends = (*lasting(code, channel="customer")[1], mark(40, "stranger_gone", faces=2), *again("a", 100))
        assert code in inspect(*news, *ends, steps=("a", "b"))


def test_every_code_is_tried_and_listed_with_its_facts() -> None:
    table = re.findall(r"^    (\w+) +(R-[A-E]\d\d) +(.*)$", problems.__doc__ or "", re.M)
    listed = {code: (rule, rest) for code, rule, rest in table}
    assert set(listed) == {case[0] for case in CASES} and len(table) == len(listed)
    for code, news, *_, facts, _ in CASES:
        rule, rest = listed[code]
        assert inspect(*news, steps=("a", "b"))[code].rule == rule
        assert all(re.search(rf"\b{name}\b", rest) for name in facts), code
    known = load_rules(LIBRARY).rules
    assert {rule for rule, _ in listed.values()} <= set(known)


def test_problems_are_sorted_by_how_bad_and_how_new_they_are() -> None:
    inspection = LiveInspection(("a",))
    for news in (mark(5, "picture_dark", begins=True), mark(6, "sound_noisy", begins=True, channel="customer")):
        inspection.see(news)
    inspection.see(mark(3, "forbidden_word", word="保本"))
    inspection.see(mark(4, "camera_lost", camera=0, code="E-108"))
    assert [p.code for p in inspection.problems(9 * S)] == [
        "camera_lost", "forbidden_word", "sound_noisy", "picture_dark",
    ]  # fmt: skip


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_absence_grows_worse_with_time() -> None:
    left = mark(103, "customer_left", absent_ns=3 * S)
    assert inspect(left, now_s=104)["customer_away"].severity is REVIEWS
    now = inspect(left, now_s=110)["customer_away"]
    assert now.severity is REJECTS and now.since_ns == 100 * S


def test_absence_in_a_step_that_was_asked_again_in_presence_is_mended() -> None:
    """As the guide does it: the try fails, the next one counts."""
    away = [mark(13, "customer_left", absent_ns=3 * S), mark(25, "customer_back", absent_ns=15 * S)]
    remedied = [judged("a", 26, "unclear", "required_person_away"), mark(26, "remedy_began", "a", attempt=2)]
    found = inspect(*A10, *away, *remedied, *asked("a", 26)[1:], *passed("a", 35))
    assert "person_absent" not in found
    assert (
        inspect(*A10, *away, *failed("a", 26, "unclear", "required_person_away"))["person_absent"].severity is REJECTS
    )


def test_somebody_who_is_not_required_is_not_missed() -> None:
    began = mark(10, "step_began", "a", attempt=1, persons=["customer"])
    away = [mark(14, "clerk_left", absent_ns=3 * S), mark(25, "clerk_back", absent_ns=14 * S)]
    assert "person_absent" not in inspect(began, *A10[1:], *away, *passed("a", 26))


def test_share_says_nothing_at_the_beginning() -> None:
    left = mark(5, "customer_left", absent_ns=3 * S)
    assert "presence_low" not in inspect(left, now_s=20)
    assert "presence_low" in inspect(left, now_s=31)


def test_stranger_stays_with_the_step_in_which_he_came() -> None:
    came, went = mark(20, "stranger_seen", faces=3), mark(26, "stranger_gone", faces=2)
    found = inspect(*A10, came, went, *asked("b", 30))
    assert found["stranger_seen"].step == "a" and found["stranger_seen"].remedy is Remedy.EXPLAIN
    assert found["stranger_seen"].facts == {"faces": 3, "is_there": False}


def test_paper_before_the_face_is_no_absence() -> None:
    """Whoever holds a card to the camera hides behind it."""
    shown = mark(12, "paper_shown", "a", paper="id", to_ns=15 * S)
    hidden = [mark(15.2, "customer_left", absent_ns=3 * S), mark(15.5, "customer_back", absent_ns=3 * S)]
    found = inspect(*PAPERS, shown, *QUESTION, *hidden, *passed("a", 20))
    assert not found


# ── picture and sound ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lasts_s", "expected"), [(1.5, None), (5, (REJECTS, Remedy.EXPLAIN)), (12, (REJECTS, Remedy.NONE))]
)
def test_gap_in_the_picture_counts_by_its_length(lasts_s: float, expected: tuple[Severity, Remedy] | None) -> None:
    gap = mark(12, "picture_gap", camera=0, from_ns=12 * S, to_ns=round((12 + lasts_s) * S))
    lost = [mark(12, "camera_lost", camera=0, code="E-108"), mark(12 + lasts_s, "camera_back", camera=0)]
    for news in ([gap], lost):
        found = inspect(*A10, *news, *passed("a", 20)).get("picture_gap")
        assert (found and (found.severity, found.remedy)) == expected
        assert found is None or found.step == "a"


def test_gap_told_late_belongs_to_the_step_in_which_it_began() -> None:
    late = mark(12, "sound_gap", channel="customer", from_ns=12 * S, to_ns=14 * S, sum_ns=2 * S, holes=1)
    assert inspect(*A10_PASSED, *asked("b", 20), late)["sound_gap"].step == "a"


def test_gap_of_a_lost_microphone_is_counted_once() -> None:
    lost = [
        mark(12, "microphone_lost", channel="counter", code="E-141"),
        mark(15, "microphone_back", channel="counter"),
    ]
    told = mark(11, "sound_gap", channel="counter", from_ns=11 * S, to_ns=15 * S, sum_ns=4 * S, holes=1)
    before, after = inspect(*lost)["sound_gap"], inspect(*lost, told)["sound_gap"]
    assert before.facts == {"gap_ms": 3000, "gaps": 1, "channels": ["counter"]}
    assert after.facts == {"gap_ms": 4000, "gaps": 1, "channels": ["counter"]}


def test_lost_microphone_is_not_told_as_silent_too() -> None:
    lost = mark(12, "microphone_lost", channel="customer", code="E-141")
    silent = mark(17, "sound_silent", channel="customer", begins=True)
    back = [mark(20, "microphone_back", channel="customer"), mark(20, "sound_silent", channel="customer", begins=False)]
    assert set(inspect(lost, silent)) == {"microphone_lost"}
    assert set(inspect(lost, silent, *back)) == {"sound_gap"}


@pytest.mark.parametrize(("until_s", "expected"), [(30.5, None), (35, REVIEWS), (45, REJECTS)])
def test_covered_camera_leaves_what_lasted(until_s: float, expected: Severity | None) -> None:
    covered = [mark(30, "picture_covered", begins=True), mark(until_s, "picture_covered", begins=False)]
    found = inspect(*covered).get("picture_covered")
    assert (found and found.severity) == expected


def test_two_channels_are_one_problem() -> None:
    both = [
        mark(n, "sound_noisy", channel=name, begins=True, snr_db=12.0) for n, name in enumerate(("customer", "counter"))
    ]
    assert inspect(*both)["sound_noisy"].facts["channels"] == ["counter", "customer"]
    assert inspect(*both, mark(9, "sound_noisy", channel="customer", begins=False))["sound_noisy"].facts[
        "channels"
    ] == ["counter"]


def test_many_dropped_pictures_are_worse() -> None:
    some = mark(12, "pictures_dropped", from_ns=12 * S, to_ns=13 * S, count=7)
    assert "pictures_dropped" not in inspect(some)
    assert inspect(*[some] * 2)["pictures_dropped"].severity is REVIEWS
    assert inspect(*[some] * 5)["pictures_dropped"].severity is REJECTS


def test_clock_counts_by_how_far_it_went() -> None:
    assert not inspect(mark(1, "clock_stepped", by_ms=1500))
    assert inspect(*[mark(n, "clock_stepped", by_ms=1500) for n in (1, 2)])["clock_stepped"].facts == {"by_ms": 3000}
    there_and_back = [mark(1, "clock_stepped", by_ms=400_000), mark(2, "clock_stepped", by_ms=-400_000)]
    assert inspect(*there_and_back)["clock_stepped"].severity is REJECTS


def test_detector_that_never_ran_is_told_from_the_beginning() -> None:
    began = mark(0, "take_began", detectors={**CHECKED, "faces": "not checked"}, picture={"fps": 10})
    assert set(inspect(began, mark(9, "frame_rate_changed", fps=10))) == {"faces_not_checked"}
    assert inspect(began)["faces_not_checked"].facts == {"code": ""}


# ── answers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_step_that_is_being_asked_is_no_problem_yet() -> None:
    told, _ = guided(TWO, Begin(0), PromptEnded(5 * S), heard(7, "嗯"), Tick(15 * S))
    assert told[-1].kind == "prompt_began" and not inspect(*told)


def test_failed_step_that_is_asked_again_waits() -> None:
    news = [*A10, *failed("a", 20, "missing"), mark(30, "asked_again_by_clerk", "a"), *asked("a", 30, 2)]
    assert inspect(*news)["answer_missing"].remedy is Remedy.WAIT
    assert inspect(*news, *failed("a", 40, "missing"))["answer_missing"].remedy is Remedy.ASK_AGAIN


def test_prompted_answer_given_again_still_wants_a_look() -> None:
    told = CounterHeard(6 * S, "说同意", int(5.2 * S), int(5.8 * S))
    before, _ = guided(TWO, Begin(0), PromptEnded(5 * S), told, heard(8, "同意"))
    assert inspect(*before)["answer_prompted"].severity is REJECTS
    after, _ = guided(TWO, Begin(0), PromptEnded(5 * S), told, heard(8, "同意"), PromptEnded(14 * S), heard(16, "同意"))
    assert inspect(*after)["answer_prompted"].severity is REVIEWS


def test_early_answer_is_told_until_there_is_a_right_one() -> None:
    before, _ = guided(TWO, Begin(0), heard(3, "同意"))
    assert inspect(*before)["answer_early"].remedy is Remedy.WAIT
    after, _ = guided(TWO, Begin(0), heard(3, "同意"), PromptEnded(5 * S), heard(7, "同意"))
    assert not inspect(*after)


def test_prompt_said_again_by_the_voice_was_not_read() -> None:
    """The voice came back, and the customer had it repeated."""
    told, _ = guided(
        TWO, Begin(0), PromptFailed(1 * S, "E-713", 6 * S), RepeatAsked(2 * S, "customer", slower=False),
        PromptEnded(8 * S), heard(10, "同意"),
    )  # fmt: skip
    assert not inspect(*told)
    read, _ = guided(TWO, Begin(0), PromptFailed(1 * S, "E-713", 6 * S), Tick(7 * S), heard(10, "同意"))
    assert set(inspect(*read)) == {"prompt_read_by_clerk"}


def test_answers_that_only_look_alike() -> None:
    def form(latency_s: float, words: Sequence[str]) -> News:
        news: News = []
        for n, word in enumerate(words):
            news += [*asked(f"q{n}", 20 * n), said(word, 20 * n + 4 + latency_s), *passed(f"q{n}", 20 * n + 8)]
        return news

    assert "answers_alike" in inspect(*form(0.5, ["知道"] * 6))
    assert "answers_alike" not in inspect(*form(0.5, ["知道"] * 5))
    assert "answers_alike" not in inspect(*form(1.5, ["知道"] * 6)), "whoever thinks about it"
    assert "answers_alike" not in inspect(*form(0.5, ["知道", "是", "清楚", "同意", "明白", "看过了"]))
    at_counter = [said("知道", 20 * n + 4.2, Channel.COUNTER) for n in range(6)]
    assert "answers_alike" not in inspect(*form(1.5, ["知道"] * 6), *at_counter)


def test_session_that_ended_cannot_be_mended() -> None:
    news = [*A10, *failed("a", 20, "missing"), mark(21, "session_ended", outcome="incomplete", reason="last_step")]
    found = inspect(*news, steps=("a",))
    assert {p.remedy for p in found.values()} == {Remedy.NONE}
    assert found["not_completed"].facts["missing"] == ["a"]


def test_cut_take_is_not_completed_whatever_its_session_said() -> None:
    done = [*A10_PASSED, mark(21, "session_ended", outcome="completed", reason="last_step")]
    assert not inspect(*done, steps=("a",))
    cut = inspect(*done, mark(20, "take_salvaged", found="interrupted"), steps=("a",))
    assert cut["not_completed"].facts["outcome"] == "interrupted"


# ── the whole ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_limits_come_from_the_rules_of_the_region() -> None:
    import datetime

    book = load_rules(LIBRARY)
    rules = book.pack("national").in_force(datetime.date(2026, 11, 1), "insurance")
    assert Limits.of(rules) == Limits(), "the numbers here are those of the catalogue"
    found = LiveInspection((), Limits(picture_gap_ns=6 * S))
    found.see(mark(12, "picture_gap", camera=0, from_ns=12 * S, to_ns=17 * S))
    assert not found.problems(20 * S)


@given(st.lists(st.tuples(EVENTS, MOMENTS), max_size=60), st.booleans())
def test_any_take_is_inspected_alike_live_and_stored(stream: list[tuple[tuple[object, ...], int]], touch: bool) -> None:
    ready, policy = script(CONSENT, PAPER, KNOWS, TELLS), Policy(has_touch=touch)
    events: list[Event] = [Begin(0)]
    at_ns = 0
    for kind, later_ns in stream:
        at_ns += later_ns + (130 * S if kind == ("wait",) else 0)
        events.append(_event(kind, at_ns))
    told, state = guided(ready, *events, policy=policy)
    live = LiveInspection(ready)
    for one in told:
        live.see(one)
        found = live.problems(one.at_ns)
        keys = [(p.code, p.step) for p in found]
        assert len(set(keys)) == len(keys)
        assert [p.severity for p in found] == sorted(p.severity for p in found)
    found = live.problems(at_ns)
    assert found == first_problems([s.id for s in ready.steps], told, (), at_ns)
    rejecting = codes_of(REJECTS, found)
    if state.outcome is Outcome.COMPLETED:
        assert not rejecting
    elif state.outcome is not None:
        assert "not_completed" in rejecting or state.outcome is Outcome.NEEDS_REVIEW
    results = inspect_take(state.results, (), told, (), at_ns)
    together = next(f for f in results if f.title_code == "steps_all")
    assert (together.result is Checked.PASSED) == (state.outcome is Outcome.COMPLETED)


KINDS = sorted({one.kind for case in CASES for one in (*case[1], *(case[5] or ())) if isinstance(one, Mark)})
NAMES = [
    *("absent_ns", "asks", "attempt", "begins", "by_ms", "camera", "channel", "code", "count", "detector", "detectors"),
    *("customer_present_permille", "faces", "found", "fps", "from_ns", "outcome", "paper", "persons", "picture"),
    *("reason", "rules", "seat", "sum_ns", "to_ns", "verdict", "word"),
]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(),
    st.sampled_from(["customer", "", "0.5", "E-911", "whole"]),
    st.lists(st.text(max_size=3), max_size=2),
)
FACTS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5)
NEWS = st.one_of(
    st.builds(Mark, st.integers(0, 1000 * S), st.sampled_from(KINDS), st.sampled_from([None, "a", "b"]), FACTS),
    st.builds(
        Utterance,
        st.sampled_from(Channel),
        st.text(max_size=3),
        st.integers(0, 1000 * S),
        st.integers(),
        st.floats(0, 1),
    ),
)


@given(st.lists(NEWS, max_size=40), st.integers(0, 2000 * S))
def test_whatever_is_told_gives_an_answer(news: list[Mark | Utterance], now_ns: int) -> None:
    inspection = LiveInspection(("a",))
    for one in news:
        inspection.see(one)
    found = inspection.problems(now_ns)
    assert len({(p.code, p.step) for p in found}) == len(found)
    told = [one for one in news if isinstance(one, Mark)]
    assert inspect_take((StepResult("a", Verdict.MISSING, "", 0, "none"),), (), told, (), now_ns)


def test_inspection_costs_next_to_nothing() -> None:
    """Fifty microseconds a mark, and a millisecond for the list: on a slow and busy computer, so the best of some."""
    news = [one for case in CASES for one in case[1] if not (isinstance(one, Mark) and one.kind == "session_ended")]
    seen, asked_for = [], []
    for _ in range(20):
        inspection = LiveInspection(("a", "b"))
        begin = time.perf_counter()
        for one in news:
            inspection.see(one)
        seen.append((time.perf_counter() - begin) / len(news))
        begin = time.perf_counter()
        inspection.problems(1000 * S)
        asked_for.append(time.perf_counter() - begin)
    assert min(seen) < 50e-6 and min(asked_for) < 1e-3
