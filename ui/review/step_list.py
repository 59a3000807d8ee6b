"""The steps of a take, one row each, with the notes that are still to be written."""

from collections.abc import Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout

from app.model import Mark, ReviewKind, StepResult
from ui.kit.card import Card, clear
from ui.kit.label import label
from ui.kit.scroller import Scroller, reveal
from ui.replay.wording import mark_text
from ui.review.reading import Reading
from ui.review.step_row import Moment, StepFacts, StepRow
from ui.style.theme import Theme

SILENT = frozenset(
    ("step_began", "prompt_began", "prompt_ended", "answer_judged", "step_passed", "step_failed", "answer_early")
)
"""kinds of marks that say nothing beside the tries themselves"""


class StepList(Card):
    """`notes` are those that were typed and are long enough; drafts of a take survive leaving the page."""

    notes_changed = Signal()
    time_wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, margin=12)
        self._theme = theme
        self._drafts: dict[tuple[str, str], str] = {}
        self._take_id = ""
        self._is_low = False
        self.rows: list[StepRow] = []
        self._hint = label(role="caption", tone="secondary", wrap=True)
        self._scroller = Scroller()
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._scroller.body.addLayout(self._column)
        self._scroller.body.addStretch(1)
        self.add(self._hint)
        self.add(self._scroller, 1)

    def show_take(self, reading: Reading, *, can_note: bool, can_replay: bool) -> None:
        clear(self._column)
        review = reading.review
        self._take_id = review.take.id
        missing = set(review.missing_notes) if can_note else set()
        self.rows = []
        for number, step in enumerate(review.steps, 1):
            row = StepRow(self._theme, self._facts(reading, number, step, step.step in missing, can_replay))
            row.set_note(self._drafts.get((self._take_id, step.step), ""))
            row.note_changed.connect(lambda text, row=row: self._on_note_changed(row, text))
            row.spread_wished.connect(lambda row=row: self._spread(row))
            row.time_wished.connect(self.time_wished)
            self._column.addWidget(row)
            self.rows.append(row)
        self._offer()
        self.retranslate()
        first = self._first_lacking()
        if first is not None:
            QTimer.singleShot(0, first, lambda: reveal(first))

    def set_low(self, is_low: bool) -> None:
        """Whether there is no room but for the rows."""
        self._is_low = is_low
        self.retranslate()

    @property
    def notes(self) -> Mapping[str, str]:
        """Step → its note."""
        return {row.facts.result.step: row.note for row in self.rows if row.facts.wants_note and not row.lacks_note}

    @property
    def lacking(self) -> int:
        """How many notes are still missing."""
        return sum(row.lacks_note for row in self.rows)

    def complain(self) -> None:
        """Go to the first note that is missing."""
        first = self._first_lacking()
        if first is not None:
            reveal(first)
            first.complain()

    def forget(self, take_id: str) -> None:
        """Its notes are written."""
        self._drafts = {key: text for key, text in self._drafts.items() if key[0] != take_id}

    def retranslate(self) -> None:
        self.set_heading("" if self._is_low else self.tr("环节"))
        self._hint.setText(self.tr("未通过的环节写好说明才能提交，说明会和录像一起送复核。"))
        self._hint.setVisible(not self._is_low and any(row.facts.wants_note for row in self.rows))

    def _facts(self, reading: Reading, number: int, step: StepResult, wants_note: bool, can_replay: bool) -> StepFacts:
        review = reading.review
        return StepFacts(
            number=number,
            title=reading.title(step.step),
            result=step,
            answers=[answer for answer in review.answers if answer.step == step.step],
            moments=[_moment(mark) for mark in review.marks if mark.step == step.step and mark.kind not in SILENT],
            notes=[one for one in review.reviews if one.kind is ReviewKind.NOTE and one.step == step.step],
            wants_note=wants_note,
            can_replay=can_replay,
        )

    def _first_lacking(self) -> StepRow | None:
        return next((row for row in self.rows if row.lacks_note), None)

    def _on_note_changed(self, row: StepRow, text: str) -> None:
        self._drafts[(self._take_id, row.facts.result.step)] = text
        self._offer()
        self.notes_changed.emit()

    def _spread(self, source: StepRow) -> None:
        for row in self.rows:
            if row is not source and row.lacks_note:
                row.set_note(source.note)

    def _offer(self) -> None:
        for row in self.rows:
            row.offer_spread(self.lacking)


def _moment(mark: Mark) -> Moment:
    return Moment(mark.at_ns, mark_text(mark.kind, mark.facts))
