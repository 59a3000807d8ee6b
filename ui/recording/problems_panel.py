"""现在会被退回的问题: why inspection would send the take back as it is now, each with its remedy.

Always there, also when there is nothing: then it says so. Rows stay the same widgets while they stand for the same
problem, so that the keyboard is not thrown out of a list that is looked at four times a second.
"""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.inspection.problem import Problem, Remedy, Severity
from app.session.script import ReadyScript
from ui.kit.button import Button
from ui.kit.chip import Chip
from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, Tone, foreground
from ui.messages import clock_text
from ui.problem_words import is_done_here, persons_of, problem_text, remedy_text
from ui.recording.elide import ElidedLabel
from ui.style.theme import Theme

Key = tuple[str, str | None]


def tone_of(problem: Problem) -> Tone:
    return Tone.DANGER if problem.severity is Severity.REJECTS else Tone.WARNING


class ProblemRow(QFrame):
    """One problem: sign, sentence, where and since when, remedy."""

    asked_again = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("row", True)
        self._step = ""
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.px(2), theme.px(8), theme.px(2), theme.px(8))
        outer.setSpacing(theme.px(8))
        self._sign = Sign(theme, "failed", "danger", 20)
        outer.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px(3))
        self._text = label(wrap=True)
        self._where = ElidedLabel(role="caption", tone="secondary")
        self._hint = label(role="caption", tone="primary", wrap=True)
        self.remedy = Button(theme, icon="ask-again")
        restyle(self.remedy, tight=True)
        for widget in (self._text, self._where, self._hint):
            column.addWidget(widget)
        column.addWidget(self.remedy, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addLayout(column, 1)
        self.remedy.clicked.connect(lambda: self.asked_again.emit(self._step))

    def tell(self, problem: Problem, script: ReadyScript, number: int, title: str, *, may_act: bool) -> None:
        tone = tone_of(problem)
        self._step = problem.step or ""
        self._sign.show_icon(SIGNS[tone], foreground(tone))
        text = problem_text(problem, script)
        since = self.tr("{time} 起").format(time=clock_text(max(0, problem.since_ns)))
        step = self.tr("第 {number} 步 {title}").format(number=number, title=title)
        where = [step, since, problem.rule] if number else [since, problem.rule]
        self._text.setText(text)
        self._where.setText(" · ".join(where))
        does = remedy_text(problem.remedy, number, persons_of(problem))
        is_ours = is_done_here(problem.remedy) and bool(number)
        self.remedy.setVisible(is_ours)
        self.remedy.setText(does if is_ours else "")
        self.remedy.setEnabled(is_ours and may_act)
        self._hint.setVisible(not is_ours and problem.remedy is not Remedy.NONE)
        self._hint.setText(self.tr("→ {does}").format(does=does))
        severity = self.tr("会被退回") if tone is Tone.DANGER else self.tr("须人工复核")
        self.setAccessibleName(f"{severity}：{text}")
        self._sign.setToolTip(severity)


class ProblemsPanel(QFrame):
    """The card on the right; `asked_again` with the step's id when its remedy is wanted."""

    asked_again = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("card", True)
        self._rows: dict[Key, ProblemRow] = {}
        self._shown: tuple[Problem, ...] | None = None
        self._may_act = True
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(12), theme.px(10), theme.px(6), theme.px(6))
        column.setSpacing(theme.px(4))
        top = QHBoxLayout()
        self._heading = ElidedLabel(role="body")
        restyle(self._heading, strong=True)
        self._count = Chip(theme)
        top.addWidget(self._heading, 1)
        top.addWidget(self._count)
        column.addLayout(top)
        self._none = _NoProblems(theme)
        column.addWidget(self._none, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, theme.px(6), 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        self._area.setWidget(inside)
        column.addWidget(self._area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(180), self._theme.px(84))

    def retranslate(self) -> None:
        self._heading.setText(self.tr("现在会被退回的问题"))
        self._none.retranslate()
        self._area.setAccessibleName(self.tr("现在会被退回的问题"))
        self._shown = None

    @property
    def rows(self) -> list[ProblemRow]:
        """In their order."""
        return list(self._rows.values())

    def show_problems(self, problems: Sequence[Problem], script: ReadyScript, *, may_act: bool = True) -> None:
        shown = tuple(problems)
        if shown == self._shown and may_act == self._may_act:
            return
        self._shown, self._may_act = shown, may_act
        numbers = {step.id: (number, step.title) for number, step in enumerate(script.steps, 1)}
        keys: list[Key] = [(problem.code, problem.step) for problem in shown]
        for key in [key for key in self._rows if key not in keys]:
            row = self._rows.pop(key)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, (key, problem) in enumerate(zip(keys, shown, strict=True)):
            known = self._rows.get(key)
            row = known or ProblemRow(self._theme)
            if known is None:
                row.asked_again.connect(self.asked_again)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            number, title = numbers.get(problem.step or "", (0, ""))
            row.tell(problem, script, number, title, may_act=may_act)
            row.setVisible(True)
        self._rows = {key: self._row_at(place) for place, key in enumerate(keys)}
        self._area.setVisible(bool(shown))
        self._none.setVisible(not shown)
        rejecting = sum(problem.severity is Severity.REJECTS for problem in shown)
        self._count.setVisible(bool(shown))
        tone = Tone.DANGER if rejecting else Tone.WARNING
        self._count.show_state(self.tr("%n 项", "", len(shown)), tone)

    def _row_at(self, place: int) -> ProblemRow:
        item = self._list.itemAt(place)
        widget = item.widget() if item is not None else None
        assert isinstance(widget, ProblemRow)
        return widget


class _NoProblems(QWidget):
    """✔ nothing would be sent back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px(6), 0)
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        row.addWidget(Sign(theme, "passed", "ok", 22))
        self._text = label(tone="secondary")
        row.addWidget(self._text)
        row.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        self._text.setText(self.tr("没有会被退回的问题"))
