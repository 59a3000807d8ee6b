"""Where rows of the vault become the values of `app.model`, and back: nowhere else.

Facts and lists are stored as JSON text. Text is stored as it came, whatever it holds (NUL, right-to-left, decomposed
accents); only half a surrogate pair, which no encoding can carry, becomes U+FFFD.

The rows of a take are only ever added. `TAKE_ROWS` names their tables and columns; `seq` counts through all of them in
the order of writing, so that one running digest covers a take (`integrity.py`).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.model import (
    Answer,
    Case,
    CaseId,
    Channel,
    Mark,
    Outcome,
    Review,
    ReviewKind,
    ReviewVerdict,
    StepResult,
    Take,
    TakeId,
    TakeState,
    Utterance,
    Verdict,
    Word,
)
from media.fragments import Fragment

Row = tuple[Any, ...]

TAKE_ROWS: Mapping[str, tuple[str, ...]] = {
    "marks": ("at_ns", "kind", "step", "facts"),
    "answers": (
        "step",
        "attempt",
        "text",
        "verdict",
        "reason",
        "begin_ns",
        "end_ns",
        "answered_by",
        "matched",
    ),
    "utterances": ("channel", "text", "begin_ns", "end_ns", "confidence", "words"),
    "fragments": ("at_ns", "duration_ns", "offset", "size", "samples", "is_keyframe_start"),
    "steps": ("step", "verdict", "answer", "attempts", "answered_by"),
}
CASE_COLUMNS = "id, product_kind, branch, counter, clerk_id, customer_name, customer_id_number, facts, opened_wall_ns"
TAKE_COLUMNS = (
    "takes.id, case_id, state, outcome, script_id, script_sha256, started_wall_ns, duration_ns, path, "
    "sealed_bytes, sha256, file_keys.key"
)
REVIEW_COLUMNS = "take_id, seq, at_wall_ns, actor, kind, step, rule, verdict, text, at_ns, second_account"
RETENTION_COLUMNS = "case_id, seq, at_wall_ns, actor, kind, on_day, text, second_account"
TAKE_TABLES = "takes LEFT JOIN file_keys ON file_keys.take_id = takes.id"


@dataclass(frozen=True, slots=True)
class Seal:
    """What was written down when a take was sealed: hex digests of its file, chunks and manifest."""

    sha256: str
    merkle_root: str
    manifest_sha256: str


def text_in(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def json_in(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def case_in(case: Case, wall_ns: int) -> Row:
    texts = (case.id, case.product_kind, case.branch, case.counter, case.clerk_id)
    person = (case.customer_name, case.customer_id_number)
    return (*map(text_in, texts), *map(text_in, person), json_in(dict(case.facts)), int(wall_ns))


def case_out(row: Row) -> Case:
    return Case(CaseId(row[0]), row[1], row[2], row[3], row[4], row[5], row[6], json.loads(row[7]))


def mark_in(mark: Mark) -> Row:
    return (int(mark.at_ns), text_in(mark.kind), mark.step and text_in(mark.step), json_in(dict(mark.facts)))


def mark_out(row: Row) -> Mark:
    return Mark(row[0], row[1], row[2], json.loads(row[3]))


def answer_in(answer: Answer) -> Row:
    return (
        text_in(answer.step),
        int(answer.attempt),
        text_in(answer.text),
        Verdict(answer.verdict).value,
        text_in(answer.reason),
        int(answer.begin_ns),
        int(answer.end_ns),
        text_in(answer.answered_by),
        json_in(list(answer.matched)),
    )


def answer_out(row: Row) -> Answer:
    matched = tuple(json.loads(row[8]))
    return Answer(row[0], row[1], row[2], Verdict(row[3]), row[4], row[5], row[6], row[7], matched)


def utterance_in(utterance: Utterance) -> Row:
    words = [[word.text, word.begin_ns, word.end_ns, word.confidence] for word in utterance.words]
    return (
        Channel(utterance.channel).value,
        text_in(utterance.text),
        int(utterance.begin_ns),
        int(utterance.end_ns),
        float(utterance.confidence),
        json_in(words),
    )


def utterance_out(row: Row) -> Utterance:
    words = tuple(Word(*word) for word in json.loads(row[5]))
    return Utterance(Channel(row[0]), row[1], row[2], row[3], row[4], words)


def fragment_in(fragment: Fragment) -> Row:
    figures = (fragment.at_ns, fragment.duration_ns, fragment.offset, fragment.size, fragment.samples)
    return (*map(int, figures), int(fragment.is_keyframe_start))


def fragment_out(row: Row) -> Fragment:
    return Fragment(row[0], row[1], row[2], row[3], row[4], bool(row[5]))


def step_in(result: StepResult) -> Row:
    return (
        text_in(result.step),
        Verdict(result.verdict).value,
        text_in(result.answer),
        int(result.attempts),
        text_in(result.answered_by),
    )


def step_out(row: Row) -> StepResult:
    return StepResult(row[0], Verdict(row[1]), *row[2:5])


def review_in(review: Review, seq: int) -> Row:
    return (
        review.take_id,
        seq,
        int(review.at_wall_ns),
        text_in(review.actor),
        ReviewKind(review.kind).value,
        review.step,
        review.rule,
        None if review.verdict is None else ReviewVerdict(review.verdict).value,
        text_in(review.text),
        None if review.at_ns is None else int(review.at_ns),
        review.second_account and text_in(review.second_account),
    )


def review_out(row: Row) -> Review:
    """From `REVIEW_COLUMNS`."""
    verdict = None if row[7] is None else ReviewVerdict(row[7])
    return Review(TakeId(row[0]), row[2], row[3], ReviewKind(row[4]), row[5], row[6], verdict, *row[8:])


def take_out(row: Row) -> Take:
    """From `TAKE_COLUMNS`."""
    outcome = None if row[3] is None else Outcome(row[3])
    return Take(TakeId(row[0]), CaseId(row[1]), TakeState(row[2]), outcome, *row[4:])


def insert_rows(db: Any, table: str, take_id: str, first_seq: int, rows: Sequence[Row]) -> None:
    columns = TAKE_ROWS[table]
    places = ", ".join("?" * (len(columns) + 2))
    db.executemany(
        f"INSERT INTO {table} (take_id, seq, {', '.join(columns)}) VALUES ({places})",
        [(take_id, seq, *row) for seq, row in enumerate(rows, first_seq)],
    )


def select_rows(db: Any, table: str, take_id: str) -> list[Row]:
    """The rows of one take in the order of writing."""
    columns = ", ".join(TAKE_ROWS[table])
    found: list[Row] = db.execute(
        f"SELECT {columns} FROM {table} WHERE take_id = ? ORDER BY seq", (take_id,)
    ).fetchall()
    return found
