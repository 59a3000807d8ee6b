"""Marks as a take leaves them, and what inspection makes of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.inspection.problems import LiveInspection, Problem, Remedy, Severity
from app.model import Channel, Mark, Utterance
from app.session import guide
from app.session.guide import Event, Policy
from app.session.script import ReadyScript
from tests.test_guide import S


def mark(at_s: float, kind: str, step: str | None = None, /, **facts: Any) -> Mark:
    return Mark(round(at_s * S), kind, step, facts)


def asked(step: str, at_s: float, attempt: int = 1) -> list[Mark]:
    """A question asked from `at_s` on, for four seconds."""
    return [
        mark(at_s, "step_began", step, attempt=attempt, kind="knowledge", rules=[], persons=["customer", "clerk"]),
        mark(at_s, "prompt_began", step, attempt=attempt, asks=True),
        mark(at_s + 4, "prompt_ended", step, attempt=attempt, asks=True),
    ]


def judged(step: str, at_s: float, verdict: str, reason: str = "reason", attempt: int = 1) -> Mark:
    return mark(at_s, "answer_judged", step, verdict=verdict, reason=reason, attempt=attempt)


def passed(step: str, at_s: float, verdict: str = "accepted") -> list[Mark]:
    return [judged(step, at_s, verdict), mark(at_s, "step_passed", step, verdict=verdict)]


def failed(step: str, at_s: float, verdict: str, reason: str = "reason") -> list[Mark]:
    return [judged(step, at_s, verdict, reason), mark(at_s, "step_failed", step, verdict=verdict, reason=reason)]


def again(step: str, at_s: float) -> list[Mark]:
    """Asked again by the clerk, and accepted."""
    return [mark(at_s, "asked_again_by_clerk", step), *asked(step, at_s, 2), *passed(step, at_s + 8)]


def said(text: str, at_s: float, channel: Channel = Channel.CUSTOMER) -> Utterance:
    return Utterance(channel, text, round(at_s * S), round((at_s + 0.5) * S), 1.0)


def inspect(*news: Mark | Utterance, now_s: float = 1000, steps: Sequence[str] = ()) -> dict[str, Problem]:
    inspection = LiveInspection(steps)
    for one in news:
        inspection.see(one)
    return {problem.code: problem for problem in inspection.problems(round(now_s * S))}


def guided(ready: ReadyScript, *events: Event, policy: Policy | None = None) -> tuple[list[Mark], guide.State]:
    """The marks of a take as the runner tells them."""
    state = guide.initial(ready)
    told: list[Mark] = []
    for event in events:
        state, effects = guide.advance(ready, state, event, policy)
        for effect in effects:
            if isinstance(effect, guide.Put):
                told.append(effect.mark)
            elif isinstance(effect, guide.Answered):
                a = effect.answer
                told.append(judged(a.step, event.at_ns / S, str(a.verdict), a.reason, a.attempt))
    return told, state


# ── every code, and what mends it ───────────────────────────────────────────────────────────────────────────────────

REJECTS, REVIEWS = Severity.REJECTS, Severity.REVIEWS
A10 = asked("a", 10)
A10_PASSED = [*A10, *passed("a", 20)]
News = list[Mark | Utterance]
Case = tuple[str, Sequence[Mark | Utterance], Severity, Remedy, Mapping[str, object], Sequence[Mark] | None]
"""code, what brings it about, how bad, what helps, facts, and what mends it (None: nothing does)"""


def lasting(kind: str, **facts: Any) -> tuple[list[Mark], list[Mark]]:
    """A condition that begins at 30 s, and that is over soon."""
    return [mark(30, kind, begins=True, **facts)], [mark(31, kind, begins=False, **facts)]


def condition(kind: str, remedy: Remedy, told: Mapping[str, object], **facts: Any) -> Case:
    begins, ends = lasting(kind, **facts)
    return (kind, begins, REVIEWS, remedy, told, ends)


def failures() -> Iterator[Case]:
    for verdict in ("refused", "wrong", "unclear", "missing", "early"):
        facts = {"attempt": 1, "reason": "reason"}
        news = [*A10, *failed("a", 20, verdict)]
        yield (f"answer_{verdict}", news, REJECTS, Remedy.ASK_AGAIN, facts, again("a", 30))


def unchecked() -> Iterator[Case]:
    for name in ("faces", "picture", "speech"):
        news = [mark(12, "detector_stopped", detector=name, code="E-722")]
        yield (f"{name}_not_checked", news, REVIEWS, Remedy.EXPLAIN, {"code": "E-722"}, None)


def alike() -> News:
    news: News = []
    for n in range(6):
        news += [*asked(f"q{n}", 20 * n), said("知道", 20 * n + 4.4), *passed(f"q{n}", 20 * n + 6)]
    return news


def hidden(kind: str) -> Case:
    begins, ends = lasting(kind)
    return (kind, begins, REJECTS, Remedy.CLEAR_LENS, {"lasted_ms": 0}, ends)


def loud(kind: str, remedy: Remedy, channel: str, name: str, figure: float) -> Case:
    return condition(kind, remedy, {"channels": [channel], name: figure}, **{"channel": channel, name: figure})


PAPERS = [
    *A10[:1], mark(10, "prompt_began", "a", attempt=1, asks=False), mark(12, "prompt_ended", "a", attempt=1, asks=False)
]  # fmt: skip
QUESTION = [mark(15, "prompt_began", "a", attempt=1, asks=True), mark(18, "prompt_ended", "a", attempt=1, asks=True)]
HELD_UP = [
    mark(212, "paper_shown", "a", paper="id", to_ns=215 * S), mark(215, "prompt_began", "a", attempt=2, asks=True),
    mark(217, "prompt_ended", "a", attempt=2, asks=True), *passed("a", 220),
]  # fmt: skip

CASES: list[Case] = [
    *failures(),
    (
        "answer_prompted", [*A10, mark(15, "prompting_suspected", "a", text="是"), *failed("a", 15, "prompted")],
        REJECTS, Remedy.ASK_AGAIN, {"is_asked_again": False}, None,
    ),
    (
        "answer_not_checked", [*A10, *passed("a", 20, "not_checked")], REVIEWS, Remedy.EXPLAIN,
        {"attempt": 1, "reason": "reason"}, again("a", 30),
    ),
    (
        "answer_taken_back",
        [*A10_PASSED, mark(22, "answer_taken_back", "a"), judged("a", 22, "refused"), *asked("a", 22, 2)],
        REJECTS, Remedy.WAIT, {}, passed("a", 30),
    ),
    (
        "answered_by_touch", [*A10, mark(20, "touch_offered", "a", attempt=4), *passed("a", 25)], REVIEWS,
        Remedy.EXPLAIN, {}, again("a", 30),
    ),
    (
        "prompt_not_whole", [*A10[:2], *passed("a", 20)], REJECTS, Remedy.ASK_AGAIN, {}, again("a", 30),
    ),
    (
        "prompt_read_by_clerk", [*A10[:2], mark(11, "prompt_not_spoken", "a", code="E-713"), A10[2]], REVIEWS,
        Remedy.EXPLAIN, {"code": "E-713"}, [*passed("a", 20), *again("a", 30)],
    ),
    (
        "paper_cut_short",
        [
            *PAPERS, mark(12, "paper_shown", "a", paper="id", to_ns=15 * S),
            mark(13, "step_held", "a", device="camera"), *passed("a", 20),
        ],
        REJECTS, Remedy.SHOW_PAPER_AGAIN, {"papers": ["id"]}, [*asked("a", 210, 2)[:1], *HELD_UP],
    ),
    (
        "paper_unseen",
        [
            mark(9, "customer_left", absent_ns=3 * S), *PAPERS, mark(12, "paper_shown", "a", paper="id", to_ns=15 * S),
            mark(14, "customer_back", absent_ns=8 * S), *QUESTION, *passed("a", 20),
        ],
        REVIEWS, Remedy.SHOW_PAPER_AGAIN, {"papers": ["id"]}, [*asked("a", 210, 2)[:1], *HELD_UP],
    ),
    (
        "person_absent",
        [
            *A10, mark(14, "clerk_left", absent_ns=3 * S), mark(25, "clerk_back", absent_ns=14 * S), *passed("a", 26)
        ],
        REJECTS, Remedy.ASK_AGAIN, {"persons": ["clerk"]}, again("a", 30),
    ),
    (
        "customer_away", [mark(995, "customer_left", absent_ns=3 * S)], REVIEWS, Remedy.BRING_BACK, {},
        [mark(997, "customer_back", absent_ns=5 * S)],
    ),
    (
        "clerk_away", [mark(500, "clerk_left", absent_ns=3 * S)], REVIEWS, Remedy.BRING_BACK, {},
        [mark(510, "clerk_back", absent_ns=13 * S)],
    ),
    (
        "presence_low", [mark(803, "customer_left", absent_ns=3 * S), mark(900, "customer_back", absent_ns=100 * S)],
        REJECTS, Remedy.WAIT, {"present_percent": 90, "limit_percent": 95},
        [mark(1000, "take_ended", customer_present_permille=951)],
    ),
    (
        "stranger_seen", [*A10, mark(20, "stranger_seen", faces=3)], REVIEWS, Remedy.SEND_AWAY,
        {"faces": 3, "is_there": True}, None,
    ),
    (
        "face_too_small", [mark(20, "face_too_small", seat="customer", height_px=60)], REVIEWS, Remedy.COME_CLOSER,
        {"persons": ["customer"], "height_px": 60}, [mark(30, "face_large_enough", seat="customer", height_px=90)],
    ),
    condition("picture_dark", Remedy.LIGHT, {"luma": 41.5}, luma=41.5),
    condition("picture_bright", Remedy.LIGHT, {"luma": 220.0}, luma=220.0),
    condition("picture_backlit", Remedy.LIGHT, {}, luma=120.0),
    condition("picture_blurred", Remedy.CLEAR_LENS, {"sharpness": 0.01}, sharpness=0.01),
    hidden("picture_black"),
    hidden("picture_covered"),
    ("picture_frozen", lasting("picture_frozen")[0], REJECTS, Remedy.RECONNECT, {"lasted_ms": 0}, None),
    (
        "camera_lost", [mark(20, "camera_lost", camera=0, code="E-108")], REJECTS, Remedy.RECONNECT,
        {"cameras": [0], "code": "E-108"}, [mark(21, "camera_back", camera=0)],
    ),
    (
        "picture_gap", [*A10, mark(12, "picture_gap", camera=0, from_ns=12 * S, to_ns=17 * S)], REJECTS, Remedy.EXPLAIN,
        {"gap_ms": 5000, "gaps": 1}, None,
    ),
    (
        "pictures_dropped", [mark(12, "pictures_dropped", from_ns=12 * S, to_ns=13 * S, count=10)], REVIEWS,
        Remedy.EXPLAIN, {"pictures": 10}, None,
    ),
    (
        "frame_rate_lowered", [mark(12, "frame_rate_changed", fps=8)], REVIEWS, Remedy.WAIT, {"fps": 8, "due_fps": 15},
        [mark(30, "frame_rate_changed", fps=15)],
    ),
    (
        "microphone_lost", [mark(20, "microphone_lost", channel="customer", code="E-141")], REJECTS, Remedy.RECONNECT,
        {"channels": ["customer"], "code": "E-141"}, [mark(20.9, "microphone_back", channel="customer")],
    ),
    (
        "sound_gap",
        [mark(12, "sound_gap", channel="customer", from_ns=12 * S, to_ns=15 * S, sum_ns=2 * S, holes=2)],
        REJECTS, Remedy.EXPLAIN, {"gap_ms": 2000, "gaps": 1, "channels": ["customer"]}, None,
    ),
    (
        "sound_silent", lasting("sound_silent", channel="customer")[0], REJECTS, Remedy.RECONNECT,
        {"channels": ["customer"], "lasted_ms": 0}, None,
    ),
    loud("sound_too_quiet", Remedy.SPEAK_UP, "customer", "speech_dbfs", -35.0),
    loud("sound_too_loud", Remedy.SPEAK_SOFTER, "counter", "speech_dbfs", -3.0),
    loud("sound_clipped", Remedy.SPEAK_SOFTER, "counter", "clipped_share", 0.01),
    loud("sound_noisy", Remedy.QUIET, "customer", "snr_db", 14.0),
    (
        "speech_gap", [*A10, mark(15, "speech_gap", from_ns=15 * S, to_ns=17 * S, count=50), *passed("a", 20)], REVIEWS,
        Remedy.ASK_AGAIN, {"gap_ms": 2000}, again("a", 30),
    ),
    (
        "forbidden_word", [*A10, mark(12, "forbidden_word", word="保本")], REJECTS, Remedy.EXPLAIN,
        {"words": ["保本"]}, None,
    ),
    *unchecked(),
    (
        "prompting_not_checked", [mark(12, "detector_stopped", detector="speech", code="E-901")], REVIEWS,
        Remedy.EXPLAIN, {"code": "E-901"}, None,
    ),
    ("clock_stepped", [mark(12, "clock_stepped", by_ms=-5000)], REVIEWS, Remedy.EXPLAIN, {"by_ms": -5000}, None),
    ("disk_full", [mark(12, "take_broken", code="E-911")], REJECTS, Remedy.NONE, {"code": "E-911"}, None),
    ("take_broken", [mark(12, "take_broken", code="E-912")], REJECTS, Remedy.NONE, {"code": "E-912"}, None),
    (
        "take_salvaged", [mark(12, "session_ended", outcome="completed"), mark(13, "take_salvaged", found="whole")],
        REVIEWS, Remedy.EXPLAIN, {"found": "whole"}, None,
    ),
    (
        "not_completed", [*A10, mark(15, "session_ended", outcome="stopped", reason="customer_stops")], REJECTS,
        Remedy.NONE, {"outcome": "stopped", "reason": "customer_stops", "missing": ["a", "b"]}, None,
    ),
    (
        "answers_alike",
        alike(),
        REVIEWS, Remedy.EXPLAIN, {"word": "知道", "answers": 6, "latency_ms": 400}, again("q3", 300),
    ),
]  # fmt: skip
