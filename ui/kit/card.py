"""A card: a surface with a heading and a body."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.kit.label import label
from ui.style.theme import Theme


class Card(QFrame):
    """`body` is the layout to fill; `set_heading` shows a heading, `corner` is the row's right end."""

    def __init__(self, theme: Theme, heading: str = "", *, margin: int = 16, spacing: int = 10) -> None:
        super().__init__()
        self.setProperty("card", True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[theme.px(margin)] * 4)
        outer.setSpacing(theme.px(spacing))
        self._heading = label(heading, "section")
        self.corner = QHBoxLayout()
        top = QHBoxLayout()
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addLayout(self.corner)
        outer.addLayout(top)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.px(spacing))
        outer.addLayout(self.body, 1)
        self.set_heading(heading)

    def set_heading(self, text: str) -> None:
        self._heading.setText(text)
        self._heading.setVisible(bool(text))

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        self.body.addWidget(widget, stretch)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets are deleted."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
