"""Text in one of the sheet's roles."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget


def label(text: str = "", role: str = "body", tone: str | None = None, *, wrap: bool = False) -> QLabel:
    """A label: role display | title | section | body | caption | prompt | mono, tone as in `ui.style.sheet`."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    if tone is not None:
        made.setProperty("tone", tone)
    if wrap:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties that the sheet looks at, and have it look again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def divider() -> QFrame:
    """A hairline across."""
    line = QFrame()
    line.setProperty("divider", True)
    line.setFixedHeight(1)
    return line
