"""What the sheets of the set-up have in common."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.style.theme import Theme


class Sheet(QWidget):
    """One of the four."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(14))

    def check(self) -> bool:
        """Mark what is missing or wrong, and put the keyboard there; whether nothing is."""
        return True

    def first_focus(self) -> QWidget | None:
        return None

    def retranslate(self) -> None:
        """Set every text anew."""
