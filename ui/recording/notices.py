"""The notices of a take: at most three, the newest on top. They take room of their own and cover nothing."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, Tone, foreground
from ui.recording.alarms import MOST, Alarm
from ui.style.theme import Theme


class _Line(QFrame):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", "soft")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(7), theme.px(12), theme.px(7))
        row.setSpacing(theme.px(10))
        self._sign = Sign(theme, "warning", "warning")
        self._text = label(wrap=True)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def text(self) -> str:
        return self._text.text()

    def tell(self, text: str, tone: Tone) -> None:
        if text != self._text.text():
            self._text.setText(text)
            self.setAccessibleName(text)
        if self.property("tone") != tone.value:
            self._sign.show_icon(SIGNS[tone], foreground(tone))
            restyle(self, tone=tone.value)


class NoticeStack(QWidget):
    """`show_alarms` whenever; it takes no room while there are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        self._lines = [_Line(theme) for _ in range(MOST)]
        self._most = MOST
        self._keys: tuple[str, ...] = ()
        for line in self._lines:
            column.addWidget(line)
            line.hide()
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("提示"))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self._lines if not line.isHidden()]

    def set_most(self, most: int) -> None:
        """Where there is little room."""
        self._most = most

    def focus_first(self) -> None:
        if not self._lines[0].isHidden():
            self._lines[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_alarms(self, alarms: Sequence[Alarm], now_ns: int) -> None:
        shown = alarms[: self._most]
        for index, line in enumerate(self._lines):
            if index < len(shown):
                line.tell(shown[index].line(now_ns), shown[index].tone)
            line.setVisible(index < len(shown))
        self.setVisible(bool(shown))
        keys = tuple(alarm.key for alarm in shown)
        if shown and keys and keys[0] not in self._keys:
            QAccessible.updateAccessibility(QAccessibleEvent(self._lines[0], QAccessible.Event.Alert))
        self._keys = keys
