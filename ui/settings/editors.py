"""Editors of one value each: text, number, choice, on or off. `committed` when a person has finished with a new one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from app.settings import Value
from ui.kit.combo import Combo
from ui.style.theme import Theme


class Editor(QWidget):
    """Told its value; a value that is told is not committed."""

    committed = Signal(object)
    refused = Signal()
    """what was typed is no value of this kind"""

    def __init__(self) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)

    def tell(self, value: Value) -> None:
        raise NotImplementedError

    def name(self, text: str, empty: str = "") -> None:
        """The accessible name of what is under the keyboard, and what stands in it while it is empty."""
        raise NotImplementedError


class TextEditor(Editor):
    """A line of text, or a number as `kind` reads it. `unset` is shown as an empty line, and an empty line means the
    default."""

    def __init__(self, *, kind: Callable[[str], Value] = str, unset: str = "", most: int = 40) -> None:
        super().__init__()
        self._kind = kind
        self._unset = unset
        self._shown = ""
        self.edit = QLineEdit()
        self.edit.setMaxLength(most)
        self.row.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.edit.editingFinished.connect(self.on_finished)

    def tell(self, value: Value) -> None:
        text = f"{value:g}" if isinstance(value, float) else str(value if value is not None else "")
        self._shown = "" if text == self._unset else text
        self.edit.setText(self._shown)

    def name(self, text: str, empty: str = "") -> None:
        self.edit.setAccessibleName(text)
        self.edit.setPlaceholderText(empty)

    def on_finished(self) -> None:
        text = self.edit.text().strip()
        if text == self._shown:
            return
        self._shown = text
        if not text:
            self.committed.emit(None)
            return
        try:
            value = self._kind(text)
        except ValueError:
            self.refused.emit()
        else:
            self.committed.emit(value)


class ChoiceEditor(Editor):
    """One of several; a value that is not among them is shown as it is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.combo = Combo(theme, 12)
        self.row.addWidget(self.combo)
        self.setFocusProxy(self.combo)
        self._choices: Sequence[tuple[str, Value]] = ()
        self._value: Value = None
        self.combo.activated.connect(self.on_activated)
        self.combo.closed.connect(self._fill, Qt.ConnectionType.QueuedConnection)

    def offer(self, choices: Sequence[tuple[str, Value]]) -> None:
        """(text, value) each. The value stays; a list that is open changes once it is closed."""
        if list(choices) != list(self._choices):
            self._choices = tuple(choices)
            if not self.combo.is_open:
                self._fill()

    def tell(self, value: Value) -> None:
        self._value = value
        self._fill()

    def name(self, text: str, empty: str = "") -> None:
        self.combo.setAccessibleName(text)

    def _fill(self) -> None:
        choices = list(self._choices)
        if self._value not in [value for _, value in choices]:
            choices.append((str(self._value), self._value))
        self.combo.blockSignals(True)
        self.combo.clear()
        for text, value in choices:
            self.combo.addItem(text, value)
        self.combo.setCurrentIndex([value for _, value in choices].index(self._value))
        self.combo.blockSignals(False)

    def on_activated(self) -> None:
        value = self.combo.currentData()
        if value != self._value:
            self._value = value
            self.committed.emit(value)


class SwitchEditor(Editor):
    """On or off."""

    def __init__(self) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.row.addWidget(self.box)
        self.row.addStretch(1)
        self.setFocusProxy(self.box)
        self.box.clicked.connect(lambda is_on: self.committed.emit(is_on))

    def tell(self, value: Value) -> None:
        self.box.setChecked(bool(value))

    def name(self, text: str, empty: str = "") -> None:
        self.box.setAccessibleName(text)
        self.box.setText(self.tr("打开"))
