"""The right of the replay page: transcript, verdict list, event log, particulars; and what a supervisor decides."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from app.inspection.findings import Finding
from app.model import ReviewKind
from app.review import TakeReview
from ui.kit.button import Button
from ui.replay.events_panel import EventsPanel
from ui.replay.facts_panel import FactsPanel
from ui.replay.findings_panel import FindingsPanel
from ui.replay.lines import Line
from ui.replay.transcript import Transcript
from ui.replay.wording import Titles
from ui.style.theme import Theme


class SideTab(IntEnum):
    """In their order."""

    TRANSCRIPT = 0
    FINDINGS = 1
    EVENTS = 2
    FACTS = 3


class Side(QWidget):
    approve_wanted = Signal()
    return_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.transcript = Transcript(theme)
        self.findings = FindingsPanel(theme)
        self.events = EventsPanel(theme)
        self.facts = FactsPanel(theme)
        self.tabs = QTabWidget()
        self._review: TakeReview | None = None
        self._may_decide = False
        for panel in (self.transcript, self.findings, self.events, self.facts):
            holder = QWidget()
            inner = QVBoxLayout(holder)
            inner.setContentsMargins(0, theme.px(10), 0, 0)
            inner.addWidget(panel)
            self.tabs.addTab(holder, "")
        self._approve, self._return = Button(theme, icon="passed"), Button(theme, icon="back", kind="danger")
        self._decisions = QWidget()
        row = QHBoxLayout(self._decisions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._approve, 1)
        row.addWidget(self._return, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.tabs, 1)
        column.addWidget(self._decisions)
        self._approve.clicked.connect(self.approve_wanted)
        self._return.clicked.connect(self.return_wanted)
        self.retranslate()
        self.clear()

    def set_rights(self, *, may_find: bool, may_copy: bool, may_decide: bool) -> None:
        self.findings.set_may_find(may_find)
        self.transcript.set_may_copy(may_copy)
        self._may_decide = may_decide

    def show_take(self, review: TakeReview, findings: Sequence[Finding], lines: Sequence[Line], titles: Titles) -> None:
        self._review = review
        self.transcript.show_lines(lines)
        self.findings.show_findings(findings, review.reviews, titles)
        self.events.show_marks(review.marks)
        self.facts.show_review(review)
        self._decisions.setVisible(self._may_decide and review.status is ReviewKind.SUBMITTED)

    def show_tab(self, tab: SideTab) -> None:
        self.tabs.setCurrentIndex(tab)

    def stop(self) -> None:
        """The take is not played: what the machine found of it must not be decided on either."""
        self._decisions.hide()

    def clear(self) -> None:
        self._review = None
        self.transcript.show_lines(())
        self.findings.show_findings((), (), {})
        self.events.show_marks(())
        self.facts.show_review(None)
        self.facts.show_verification(None)
        self._decisions.hide()

    def retranslate(self) -> None:
        texts = (self.tr("文字稿"), self.tr("质检清单"), self.tr("事件"), self.tr("信息"))
        for number, text in enumerate(texts):
            self.tabs.setTabText(number, text)
        for part in (self.tabs, self.tabs.tabBar()):
            part.setAccessibleName(self.tr("录像资料"))
        self._approve.setText(self.tr("复核通过"))
        self._return.setText(self.tr("退回…"))
        for panel in (self.transcript, self.findings, self.events, self.facts):
            panel.retranslate()
