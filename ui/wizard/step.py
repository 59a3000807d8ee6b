"""What the three pages of the wizard have in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.session.draft import Draft
from ui.desk import Desk


class Step(QWidget):
    """Shows one draft and writes into it; `changed` when it did."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.draft: Draft | None = None

    def show_draft(self, draft: Draft) -> None:
        """From now on, this draft."""
        self.draft = draft

    def refresh(self) -> None:
        """What follows from the draft has changed, or the page is shown."""

    def retranslate(self) -> None:
        """Set every text anew."""

    def next_gap(self, after: QWidget | None) -> QWidget | None:
        """The next thing that is missing or wrong, behind the one under the keyboard; none when all is well."""
        return None

    def mark_all(self) -> None:
        """Show every complaint, also of fields that nobody has been in yet."""

    def first_focus(self) -> QWidget | None:
        return None
