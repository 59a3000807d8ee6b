"""The list of checks: sign, name, one line, one button; what holds up the start comes first."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.session.preflight.table import Action, Check, CheckId, CheckState
from ui.check_words import STATE_TONES, action_text, check_name, check_state_text, check_text
from ui.kit.button import Button
from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, foreground
from ui.messages import fault_text
from ui.style.theme import Theme

NAME_WIDTH = 108


class CheckRow(QFrame):
    """One check."""

    acted = Signal(CheckId, Action)

    def __init__(self, theme: Theme, check_id: CheckId) -> None:
        super().__init__()
        self.check_id = check_id
        self.setProperty("row", True)
        self._theme = theme
        self._action = Action.NONE
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), theme.px(5), theme.px(4), theme.px(5))
        row.setSpacing(theme.px(10))
        self._sign = Sign(theme, "running", "secondary", 20)
        self._name = label()
        restyle(self._name, strong=True)
        self._line = label(tone="secondary", wrap=True)
        self.button = Button(theme)
        restyle(self.button, tight=True)
        for widget in (self._sign, self._name):
            row.addWidget(widget)
        self._rest = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rest.setSpacing(theme.px(6))
        self._rest.addWidget(self._line, 1)
        self._rest.addWidget(self.button)
        row.addLayout(self._rest, 1)
        self.button.clicked.connect(lambda: self.acted.emit(self.check_id, self._action))
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()

    def on_theme_changed(self) -> None:
        self._name.setFixedWidth(self._theme.px(NAME_WIDTH))
        self.setMinimumHeight(self._theme.px(38))

    def set_compact(self, is_compact: bool) -> None:
        """With the button below the words."""
        direction = QBoxLayout.Direction.TopToBottom if is_compact else QBoxLayout.Direction.LeftToRight
        self._rest.setDirection(direction)
        place = Qt.AlignmentFlag.AlignLeft if is_compact else Qt.AlignmentFlag.AlignVCenter
        self._rest.setAlignment(self.button, place)

    @property
    def text(self) -> str:
        return self._line.text()

    def tell(self, check: Check, *, is_let_pass: bool = False) -> None:
        tone = STATE_TONES[check.state]
        sign = "running" if check.state is CheckState.RUNNING else SIGNS[tone]
        self._sign.show_icon(sign, foreground(tone))
        self._name.setText(check_name(check.id))
        text = check_text(check)
        if is_let_pass:
            text = self.tr("{text}（主管已放行）").format(text=text)
        self._line.setText(text)
        wanted = "danger" if check.state is CheckState.FAILED else "secondary"
        if self._line.property("tone") != wanted:
            restyle(self._line, tone=wanted)
        fault = check.fault
        self._line.setToolTip(fault_text(fault) if fault is not None else "")
        self._action = check.action
        words = "" if check.state is CheckState.RUNNING else action_text(check.action)
        self.button.setText(words)
        self.button.setVisible(bool(words))
        self.button.setAccessibleName(f"{check_name(check.id)}：{words}")
        self.setAccessibleName(f"{check_name(check.id)}：{check_state_text(check.state)}，{text}")


class CheckList(QScrollArea):
    """All checks; `acted` when the button of one is pressed."""

    acted = Signal(CheckId, Action)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme.px(6), 0)
        self._column.setSpacing(0)
        self.rows: dict[CheckId, CheckRow] = {}
        for check_id in CheckId:
            row = CheckRow(theme, check_id)
            row.acted.connect(self.acted)
            self.rows[check_id] = row
            self._column.addWidget(row)
        self._column.addStretch(1)
        self.setWidget(inside)
        self._order: list[CheckId] = list(CheckId)

    def set_compact(self, is_compact: bool) -> None:
        for row in self.rows.values():
            row.set_compact(is_compact)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(260), self._theme.px(120))

    def show_checks(self, checks: Sequence[Check], blocking: Sequence[CheckId], let_pass: Sequence[CheckId]) -> None:
        for check in checks:
            self.rows[check.id].tell(check, is_let_pass=check.id in let_pass)
        failed = {check.id for check in checks if check.state is CheckState.FAILED}
        order = sorted(
            (check.id for check in checks),
            key=lambda check_id: (not (check_id in blocking and check_id in failed), check_id not in failed),
        )
        if order != self._order:
            self._order = order
            for place, check_id in enumerate(order):
                self._column.removeWidget(self.rows[check_id])
                self._column.insertWidget(place, self.rows[check_id])
            self.verticalScrollBar().setValue(0)
