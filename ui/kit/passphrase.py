"""A field for a passphrase: hidden, can be shown, and says when Caps Lock is on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.label import label
from ui.style.theme import Theme


class HiddenEdit(QLineEdit):
    """Emits whether Caps Lock seems to be on: Qt does not tell it, the letters typed do."""

    caps_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMaxLength(256)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps_changed.emit(False)  # switched just now; the next letter tells
        elif len(text) == 1 and text.isascii() and text.isalpha():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_changed.emit(text.isupper() != has_shift)
        super().keyPressEvent(event)


class PassphraseField(Field):
    """As `Field`, with a button to show what was typed."""

    def __init__(self, theme: Theme) -> None:
        self.edit = HiddenEdit()
        super().__init__(theme, self.edit)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.removeWidget(self.edit)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        self._show = Button(theme, icon="eye")
        self._show.setCheckable(True)
        self._caps = label(role="caption", tone="warning")
        self._caps.hide()
        row.addWidget(self.edit, 1)
        row.addWidget(self._show)
        column.insertLayout(1, row)
        column.insertWidget(2, self._caps)
        self.setFocusProxy(self.edit)
        self._show.toggled.connect(self.on_show_toggled)
        self.edit.caps_changed.connect(self._caps.setVisible)
        self.retranslate()

    @property
    def text(self) -> str:
        return self.edit.text()

    def retranslate(self) -> None:
        is_shown = self._show.isChecked()
        self._show.setText(self.tr("隐藏") if is_shown else self.tr("显示"))
        self._show.setAccessibleName(self.tr("隐藏口令") if is_shown else self.tr("显示口令"))
        self._show.set_icon("eye-off" if is_shown else "eye")
        self._caps.setText(self.tr("▲ 大写锁定已打开"))

    def begin_anew(self) -> None:
        """Empty and hidden again."""
        self.edit.clear()
        self._show.setChecked(False)
        self._caps.hide()
        self.set_error("")

    def on_show_toggled(self, is_shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
        self.retranslate()
