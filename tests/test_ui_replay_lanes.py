"""The pure parts of the replay: what lies on which lane, which spans are played, time to pixels, lines found."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import (
    Answer,
    Channel,
    Mark,
    Review,
    ReviewKind,
    StepResult,
    TakeId,
    Utterance,
    Verdict,
)
from ui.replay.lanes import Lane, Look, step_at, timelines
from ui.replay.lines import hits, line_at, transcript_lines
from ui.replay.scale import SHORTEST_VIEW_NS, Scale
from ui.replay.spans import Span, answer_spans, loud_spans, next_begin, shown_ns
from ui.replay.wording import item_text, item_tip, mark_text

NS = 1_000_000_000
MINUTE = 60 * NS


def mark(second: float, kind: str, step: str | None = None, **facts: object) -> Mark:
    return Mark(round(second * NS), kind, step, facts)


def answer(step: str, begin_s: float, end_s: float, verdict: Verdict = Verdict.ACCEPTED, attempt: int = 1) -> Answer:
    return Answer(step, attempt, "我同意", verdict, "accepted_words", round(begin_s * NS), round(end_s * NS), "speech")


# ------------------------------------------------------------------ lanes


def test_steps_are_chapters_from_beginning_to_beginning_with_their_verdict() -> None:
    marks = [
        mark(0, "take_began", detectors={"faces": "checked"}),
        mark(0.1, "step_began", "consent", attempt=1),
        mark(9, "step_passed", "consent", verdict="accepted"),
        mark(9, "step_began", "knows", attempt=1),
        mark(20, "step_failed", "knows", verdict="wrong", reason="negation"),
        mark(20, "session_ended", outcome="incomplete", reason="last_step"),
        mark(22, "take_ended"),
    ]
    results = [StepResult("knows", Verdict.WRONG, "不清楚", 1, "speech")]
    take = timelines(22 * NS, results, marks)
    assert [(i.step, i.begin_ns, i.end_ns, i.verdict) for i in take.steps] == [
        ("consent", NS // 10, 9 * NS, Verdict.ACCEPTED),
        ("knows", 9 * NS, 20 * NS, Verdict.WRONG),
    ]
    assert take.checks_faces
    assert [step_at(take.steps, at_s * NS) for at_s in (0, 1, 9, 21)] == [None, 0, 1, 1]


def test_step_asked_again_keeps_both_tries_and_each_its_verdict() -> None:
    marks = [
        mark(0, "step_began", "consent"),
        mark(5, "step_failed", "consent", verdict="unclear"),
        mark(5, "step_began", "knows"),
        mark(10, "step_passed", "knows", verdict="accepted"),
        mark(12, "asked_again_by_clerk", "consent"),
        mark(12, "step_began", "consent"),
        mark(18, "step_passed", "consent", verdict="accepted"),
        mark(18, "session_ended"),
    ]
    take = timelines(20 * NS, [], marks)
    assert [i.verdict for i in take.steps] == [Verdict.UNCLEAR, Verdict.ACCEPTED, Verdict.ACCEPTED]
    remedies = [i for i in take.lanes[Lane.MARKS] if i.look is Look.REMEDY]
    assert [(i.kind, i.step) for i in remedies] == [("asked_again_by_clerk", "consent")]


def test_take_that_was_cut_has_its_last_step_up_to_the_end() -> None:
    take = timelines(8 * NS, [], [mark(1, "step_began", "consent"), mark(2, "prompt_began", "consent")])
    assert [(i.begin_ns, i.end_ns, i.verdict) for i in take.steps] == [(NS, 8 * NS, None)]
    assert [(i.begin_ns, i.end_ns) for i in take.lanes[Lane.PROMPTS]] == [(2 * NS, 8 * NS)]
    assert not take.checks_faces


def test_speech_lies_on_its_speakers_lane_in_order() -> None:
    said = [
        Utterance(Channel.CUSTOMER, "我同意", 5 * NS, 6 * NS, 0.9),
        Utterance(Channel.COUNTER, "您好", 1 * NS, 2 * NS, 0.9),
        Utterance(Channel.CUSTOMER, "清楚", 3 * NS, 4 * NS, 0.9),
    ]
    take = timelines(10 * NS, transcript=said)
    assert [i.text for i in take.lanes[Lane.CUSTOMER]] == ["清楚", "我同意"]
    assert [i.text for i in take.lanes[Lane.COUNTER]] == ["您好"]


def test_absence_begins_when_the_person_left_and_not_when_it_was_noticed() -> None:
    marks = [
        mark(13, "customer_left", absent_ns=3 * NS),
        mark(20, "customer_back", absent_ns=10 * NS),
        mark(25, "clerk_left", absent_ns=3 * NS),
        mark(16, "stranger_seen", faces=3),
        mark(18, "stranger_gone", faces=2),
    ]
    take = timelines(30 * NS, marks=marks)
    found = [(i.kind, i.begin_ns // NS, i.end_ns // NS, i.is_gap) for i in take.lanes[Lane.FACES]]
    assert found == [
        ("customer_absent", 10, 20, True),
        ("stranger_seen", 16, 18, False),
        ("clerk_absent", 22, 30, True),
    ]


def test_gap_lies_on_the_lane_that_misses_something_and_names_its_cause() -> None:
    marks = [
        mark(60, "picture_gap", camera=0, from_ns=60 * NS, to_ns=72 * NS),
        mark(60.5, "camera_lost", camera=0, code="E-102"),
        mark(90, "picture_gap", camera=1, from_ns=90 * NS, to_ns=91 * NS),
        mark(30, "sound_gap", channel="customer", from_ns=30 * NS, to_ns=35 * NS, sum_ns=5 * NS, holes=1),
        mark(31, "microphone_lost", channel="customer", code="E-121"),
        mark(31, "microphone_lost", channel="counter", code="E-121"),
    ]
    take = timelines(100 * NS, marks=marks)
    pictures = [i for i in take.lanes[Lane.FACES] if i.is_gap]
    assert [item_text(i, {}) for i in pictures] == ["缺口 12 秒：摄像头断开", "缺口 1 秒：摄像头没有画面"]
    (sound,) = take.lanes[Lane.CUSTOMER]
    assert item_text(sound, {}) == "缺口 5 秒：麦克风断开"
    assert {i.kind for i in take.lanes[Lane.MARKS]} == {"camera_lost", "microphone_lost"}


def test_bad_light_is_one_stretch_from_its_beginning_to_its_end() -> None:
    marks = [
        mark(5, "picture_dark", begins=True),
        mark(6, "sound_noisy", begins=True, channel="counter"),
        mark(9, "sound_noisy", begins=True, channel="customer"),
        mark(10, "sound_noisy", begins=False, channel="counter"),
        mark(15, "picture_dark", begins=False),
    ]
    take = timelines(20 * NS, marks=marks)
    assert [(i.kind, i.begin_ns // NS, i.end_ns // NS) for i in take.lanes[Lane.MARKS]] == [
        ("picture_dark", 5, 15),
        ("sound_noisy", 6, 10),
        ("sound_noisy", 9, 20),
    ]


def test_reviewers_mark_lies_beside_the_machines() -> None:
    review = Review(TakeId("t"), 0, "9001", ReviewKind.MARKED, text="听不清", at_ns=7 * NS)
    other = Review(TakeId("t"), 0, "9001", ReviewKind.NOTE, step="consent", text="说明")
    (item,) = timelines(9 * NS, reviews=[review, other]).lanes[Lane.MARKS]
    assert (item.begin_ns, item.look, item_text(item, {})) == (7 * NS, Look.PERSON, "复核打点：听不清")


def test_answer_is_told_with_its_step_its_words_and_why() -> None:
    failed = Answer("knows", 2, "不清楚", Verdict.WRONG, "negation", 65 * NS, 67 * NS, "speech")
    take = timelines(90 * NS, answers=[failed, answer("consent", 12, 13)])
    first, second = take.lanes[Lane.ANSWERS]
    titles = {"knows": "产品性质", "consent": "同意录制"}
    assert item_tip(first, titles) == "00:12–00:13  应答：同意录制 “我同意” 通过"
    assert item_text(second, titles) == "应答：产品性质 “不清楚” 答错（客户说了不）"
    assert first.seek_ns == 12 * NS - 3 * NS // 2


def test_mark_of_a_kind_nobody_knows_is_shown_as_itself() -> None:
    (item,) = timelines(9 * NS, marks=[mark(3, "moon_rose", "consent")]).lanes[Lane.MARKS]
    assert item_text(item, {"consent": "同意录制"}) == "moon_rose（同意录制）"
    assert mark_text("moon_rose", {}) == "moon_rose"


def test_jump_to_the_very_beginning_is_not_before_it() -> None:
    (item,) = timelines(9 * NS, marks=[mark(1, "camera_lost", camera=0)]).lanes[Lane.MARKS]
    assert item.seek_ns == 0


# ------------------------------------------------------------------ spans


def test_answers_are_played_with_two_seconds_before_them() -> None:
    spans = answer_spans([answer("a", 10, 12), answer("b", 1, 2), answer("c", 14, 15)], MINUTE)
    assert spans == (Span(0, 3 * NS), Span(8 * NS, 16 * NS))
    assert shown_ns(spans) == 11 * NS
    assert answer_spans([], MINUTE) == ()


def test_silence_is_left_out_unless_it_is_short() -> None:
    spoken = [(10 * NS, 12 * NS), (13 * NS, 14 * NS), (30 * NS, 70 * NS)]
    assert loud_spans(spoken, MINUTE) == (Span(19 * NS // 2, 29 * NS // 2), Span(59 * NS // 2, MINUTE))


def test_next_begin_is_here_in_a_span_and_else_the_next_one() -> None:
    spans = (Span(5, 10), Span(20, 30))
    assert [next_begin(spans, at) for at in (0, 5, 9, 10, 19, 20, 29, 30, 99)] == [5, 5, 9, 20, 20, 20, 29, None, None]
    assert next_begin((), 3) is None


@given(st.lists(st.tuples(st.integers(-50, 1100), st.integers(0, 200)), max_size=30))
def test_spans_are_apart_in_order_and_hold_all_that_is_spoken(stretches: list[tuple[int, int]]) -> None:
    second = NS
    spoken = [(begin * second, (begin + length) * second) for begin, length in stretches]
    length_ns = 1000 * second
    spans = loud_spans(spoken, length_ns)
    for one, other in pairwise(spans):
        assert one.end_ns + NS < other.begin_ns
    assert all(0 <= span.begin_ns < span.end_ns <= length_ns for span in spans)
    for begin_ns, end_ns in spoken:
        for at_ns in (max(begin_ns, 0), min(end_ns, length_ns - 1)):
            if begin_ns < length_ns and end_ns > 0:
                assert next_begin(spans, at_ns) == at_ns


# ------------------------------------------------------------------ scale


@given(st.floats(0.2, 5), st.floats(0, 800), st.integers(20 * NS, 7200 * NS), st.lists(st.floats(0.3, 3), max_size=6))
def test_what_is_under_the_pointer_stays_there_when_zoomed(
    factor: float, x: float, length_ns: int, before: list[float]
) -> None:
    scale = Scale(length_ns, 800)
    for each in before:
        scale = scale.zoomed(each, 400)
    under = scale.first_ns + x * scale.shown_ns / 800
    zoomed = scale.zoomed(factor, x)
    assert SHORTEST_VIEW_NS <= zoomed.shown_ns <= length_ns
    assert zoomed.first_ns >= 0 and zoomed.last_ns <= length_ns + 1
    is_free = zoomed.first_ns > 0 and zoomed.last_ns < length_ns - 1
    if is_free:
        assert zoomed.x(under) == pytest.approx(x, abs=0.01)


def test_view_moves_only_when_the_playhead_leaves_it() -> None:
    scale = Scale(3600 * NS, 1000).zoomed(60, 0)
    assert scale.shown_ns == MINUTE
    assert scale.showing(30 * NS) is scale
    moved = scale.showing(59 * NS)
    assert moved.x(59 * NS) == pytest.approx(100)
    assert moved.showing(10 * NS).x(10 * NS) == pytest.approx(100)


@given(st.integers(1 * NS, 5 * 3600 * NS), st.floats(300, 2000), st.floats(1, 500))
def test_ruler_is_labelled_at_round_times_that_are_not_too_near(length_ns: int, width: float, zoom: float) -> None:
    scale = Scale(length_ns, width).zoomed(zoom, width / 3)
    ticks = scale.ticks_ns()
    assert len(ticks) <= width / 80 + 2 or len(ticks) < 3
    assert all(at_ns % NS == 0 and scale.first_ns <= at_ns <= scale.last_ns + 1 for at_ns in ticks)


# ------------------------------------------------------------------ lines


def test_transcript_is_everybody_in_order_and_prompts_by_their_step() -> None:
    take = timelines(
        30 * NS,
        marks=[mark(0, "prompt_began", "consent"), mark(9, "prompt_ended", "consent")],
        transcript=[
            Utterance(Channel.CUSTOMER, "我同意", 10 * NS, 11 * NS, 0.9),
            Utterance(Channel.COUNTER, "好的", 12 * NS, 13 * NS, 0.9),
        ],
    )
    lines = transcript_lines(take, {"consent": "同意录制"})
    assert [(line.speaker, line.text) for line in lines] == [
        (Lane.PROMPTS, "同意录制"),
        (Lane.CUSTOMER, "我同意"),
        (Lane.COUNTER, "好的"),
    ]
    assert [line_at(lines, at_s * NS) for at_s in (0, 9, 10, 29)] == [0, 0, 1, 2]
    assert line_at((), 5) is None
    assert lines[1].seek_ns == 10 * NS - 3 * NS // 2


def test_words_are_found_whatever_their_spaces_and_capitals() -> None:
    take = timelines(
        9 * NS,
        transcript=[
            Utterance(Channel.CUSTOMER, "我 同意", 0, 1, 0.9),
            Utterance(Channel.COUNTER, "OK 的", 2, 3, 0.9),
            Utterance(Channel.CUSTOMER, "不同意", 4, 5, 0.9),
        ],
    )
    lines = transcript_lines(take, {})
    assert hits(lines, "同意") == (0, 2)
    assert hits(lines, " ok") == (1,)
    assert hits(lines, "  ") == () and hits(lines, "没有") == ()
