"""The verdict list: what the machine found, and beside it what the reviewer says: P passed, F failed, N to be retaken.

A verdict and its note are a draft until they are saved; the panel holds the drafts and gives them away once
(`take_drafts`). It writes nothing itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.inspection.findings import Checked, Finding
from app.model import Review, ReviewKind, ReviewVerdict
from ui.kit.button import Button
from ui.kit.label import label
from ui.messages import clock_text
from ui.problem_words import join
from ui.replay.finding_words import (
    CHECKED_TONES,
    REVIEWER_TONES,
    checked_text,
    finding_figures,
    finding_text,
    reviewer_text,
)
from ui.replay.lanes import LEAD_NS
from ui.replay.rows import Row, RowList
from ui.replay.wording import Titles
from ui.style.theme import Theme

KEYS = {ReviewVerdict.PASSED: "P", ReviewVerdict.FAILED: "F", ReviewVerdict.NEEDS_RETAKE: "N"}
Place = tuple[str, str | None]
"""a rule and a step"""
WORST_FIRST = (Checked.FAILED, Checked.REVIEW, Checked.NOT_CHECKED, Checked.PASSED)


@dataclass(frozen=True, slots=True)
class Draft:
    """A reviewer's verdict that is not saved yet."""

    rule: str
    step: str | None
    verdict: ReviewVerdict
    text: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class Point:
    """What a reviewer judges: one rule, of the take or of a step, with everything the machine found about it."""

    rule: str
    step: str | None
    findings: tuple[Finding, ...]

    @property
    def place(self) -> Place:
        return self.rule, self.step

    @property
    def result(self) -> Checked:
        """The worst of them."""
        return min((finding.result for finding in self.findings), key=WORST_FIRST.index)

    @property
    def at_ns(self) -> int | None:
        """Where to look: what is worst, where it is known."""
        ordered = sorted(self.findings, key=lambda finding: WORST_FIRST.index(finding.result))
        return next((finding.at_ns for finding in ordered if finding.at_ns is not None), None)


def points(findings: Sequence[Finding]) -> tuple[Point, ...]:
    """The findings by what is judged, in the order of the first of each."""
    grouped: dict[Place, list[Finding]] = {}
    for finding in findings:
        # Which step the machine looked at is no part of a rule about the whole take.
        step = finding.step if finding.title_code == "step" else None
        grouped.setdefault((finding.rule, step), []).append(finding)
    return tuple(Point(*place, tuple(found)) for place, found in grouped.items())


class FindingsPanel(QWidget):
    """`show_findings` fills it; `judge` is what the keys P, F and N do."""

    seek_wanted = Signal(object)
    save_wanted = Signal()
    drafts_changed = Signal()

    def __init__(self, theme: Theme, *, may_find: bool = True) -> None:
        super().__init__()
        self._may_find = may_find
        self._points: Sequence[Point] = ()
        self._titles: Titles = {}
        self._saved: Mapping[Place, Review] = {}
        self._drafts: dict[Place, Draft] = {}
        self._summary = label(role="caption", tone="secondary", wrap=True)
        self.list = RowList(theme)
        self.note = QLineEdit()
        self._buttons = {verdict: Button(theme) for verdict in KEYS}
        self._save = Button(theme, kind="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._summary)
        column.addWidget(self.list, 1)
        self._editor = QWidget()
        editor = QVBoxLayout(self._editor)
        editor.setContentsMargins(0, 0, 0, 0)
        editor.setSpacing(theme.px(6))
        editor.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        for verdict, button in self._buttons.items():
            row.addWidget(button, 1)
            button.clicked.connect(lambda _=False, verdict=verdict: self.judge(verdict))
        editor.addLayout(row)
        editor.addWidget(self._save)
        column.addWidget(self._editor)
        self._editor.setVisible(may_find)
        self.list.chosen.connect(self.on_chosen)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_note())
        self.note.editingFinished.connect(self.on_note_finished)
        self._save.clicked.connect(self.save_wanted)
        self.retranslate()

    # ------------------------------------------------------------------ what it shows

    def set_may_find(self, may_find: bool) -> None:
        self._may_find = may_find
        self._editor.setVisible(may_find)

    def show_findings(self, findings: Sequence[Finding], reviews: Sequence[Review], titles: Titles) -> None:
        """The drafts stay; see `forget_drafts`."""
        self._points, self._titles = points(findings), titles
        self._saved = {
            (review.rule or "", review.step): review for review in reviews if review.kind is ReviewKind.FINDING
        }
        self._refresh()
        if self._points and self.list.current_row is None:
            self.list.go_to(0)

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("质检清单"))
        self.note.setPlaceholderText(self.tr("这一项的说明（可不填）"))
        self.note.setAccessibleName(self.tr("说明"))
        for verdict, button in self._buttons.items():
            button.setText(f"{reviewer_text(verdict)} {KEYS[verdict]}")
        self._save.setText(self.tr("保存并看下一份 (Ctrl+Enter)"))
        self._refresh()

    def _refresh(self) -> None:
        self.list.rows.show_rows([self._row(point) for point in self._points])
        counts = {result: sum(point.result is result for point in self._points) for result in Checked}
        parts = [f"{checked_text(result)} {count}" for result, count in counts.items() if count]
        unsaved = self.tr("%n 项未保存", "", len(self._drafts)) if self._drafts else ""
        self._summary.setText(" · ".join(part for part in (*parts, unsaved) if part))

    def _row(self, point: Point) -> Row:
        draft, saved = self._drafts.get(point.place), self._saved.get(point.place)
        mark, tone = "", CHECKED_TONES[Checked.NOT_CHECKED]
        if draft is not None:
            mark, tone = f"{KEYS[draft.verdict]} *", REVIEWER_TONES[draft.verdict]
        elif saved is not None and saved.verdict is not None:
            mark, tone = KEYS[saved.verdict], REVIEWER_TONES[saved.verdict]
        title = join(dict.fromkeys(finding_text(finding, self._titles) for finding in point.findings))
        details = (point.rule, *(finding_figures(finding) for finding in point.findings))
        at = clock_text(point.at_ns) if point.at_ns is not None else ""
        below = " · ".join(part for part in (checked_text(point.result), *details, at) if part)
        verdict = draft.verdict if draft is not None else saved.verdict if saved is not None else None
        person = self.tr("人工：{verdict}").format(verdict=reviewer_text(verdict)) if verdict else self.tr("人工未判")
        return Row(title, below, CHECKED_TONES[point.result], mark, tone, join((title, below, person)))

    # ------------------------------------------------------------------ judging

    @property
    def current(self) -> Point | None:
        row = self.list.current_row
        return None if row is None or row >= len(self._points) else self._points[row]

    @property
    def has_drafts(self) -> bool:
        return bool(self._drafts)

    def judge(self, verdict: ReviewVerdict) -> None:
        """The reviewer's verdict on the current rule; then the next one."""
        point, row = self.current, self.list.current_row
        if point is None or row is None or not self._may_find:
            return
        self._drafts[point.place] = Draft(*point.place, verdict, self.note.text().strip())
        self._refresh()
        self.drafts_changed.emit()
        if row + 1 < len(self._points):
            self.list.go_to(row + 1)

    def take_drafts(self) -> tuple[Draft, ...]:
        """What is to be saved; the panel forgets it."""
        drafts = tuple(self._drafts.values())
        self.forget_drafts()
        return drafts

    def forget_drafts(self) -> None:
        self._drafts.clear()
        self._refresh()
        self.drafts_changed.emit()

    def on_note_finished(self) -> None:
        """A note that is changed after the verdict belongs to the verdict."""
        point, text = self.current, self.note.text().strip()
        if point is None:
            return
        draft, saved = self._drafts.get(point.place), self._saved.get(point.place)
        verdict = draft.verdict if draft is not None else saved.verdict if saved is not None else None
        known = draft.text if draft is not None else saved.text if saved is not None else ""
        if verdict is not None and text != known:
            self._drafts[point.place] = Draft(*point.place, verdict, text)
            self._refresh()
            self.drafts_changed.emit()

    def on_chosen(self, row: int) -> None:
        at_ns = self._points[row].at_ns
        if at_ns is not None:
            self.seek_wanted.emit(max(0, at_ns - LEAD_NS))

    def _show_note(self) -> None:
        point = self.current
        if point is not None:
            draft, saved = self._drafts.get(point.place), self._saved.get(point.place)
            self.note.setText(draft.text if draft is not None else saved.text if saved is not None else "")
