"""A field of a form: its name above, the editor, and below it a hint or what is wrong."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.label import label, restyle
from ui.style.theme import Theme


class Field(QWidget):
    """Wraps any editor. The name is the editor's accessible name."""

    def __init__(self, theme: Theme, editor: QWidget, name: str = "", hint: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self.editor = editor
        self._name = label(role="caption", tone="secondary")
        self._below = label(role="caption", tone="secondary", wrap=True)
        self._hint = hint
        self.error = ""
        self._name.setBuddy(editor)
        for widget in (self._name, editor, self._below):
            column.addWidget(widget)
        self.set_name(name, hint)

    def set_name(self, name: str, hint: str = "") -> None:
        self._name.setText(name)
        self._hint = hint
        self.editor.setAccessibleName(name.rstrip(" *"))
        self.set_error(self.error)

    def set_error(self, text: str) -> None:
        """What is wrong with what was entered; empty when nothing is."""
        self.error = text
        self._below.setText(f"✖ {text}" if text else self._hint)
        self._below.setVisible(bool(text or self._hint))
        self.editor.setAccessibleDescription(text or self._hint)
        restyle(self._below, tone="danger" if text else "secondary")
        restyle(self.editor, invalid=bool(text))
