"""Sheet 4: the recovery kit. Three shares, one at a time, each to another person, each looked at by its holder."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.kit.label import label
from ui.messages import language
from ui.setup.printing import print_page
from ui.setup.share_check import ShareCheck
from ui.setup.share_paper import SharePaper
from ui.setup.sheet import Sheet
from ui.style.theme import Theme

if TYPE_CHECKING:
    from app.station import RecoveryKit


class KitSheet(Sheet):
    """`go_on` from one thing to the next; `finished` after the last. What was shown once is not shown again."""

    finished = Signal()
    turned = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._kit: RecoveryKit | None = None
        self._at = 0
        self._keepers: list[str] = []
        """who has taken a share, for as long as this sheet is there"""
        self._title = label(role="section")
        self._explains = label(role="body", tone="secondary", wrap=True)
        self.paper, self.proof = SharePaper(theme), ShareCheck(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.paper)
        self._stack.addWidget(self.proof)
        for widget in (self._title, self._explains, self._stack):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.paper.print_wanted.connect(self.on_print)
        self.retranslate()

    @property
    def has_kit(self) -> bool:
        return self._kit is not None

    @property
    def is_proving(self) -> bool:
        """The words are put away, and two of them are asked for."""
        return self._stack.currentWidget() is self.proof

    @property
    def share(self) -> str:
        return self._kit.shares[self._at] if self._kit is not None else ""

    def begin(self, kit: "RecoveryKit") -> None:
        self._kit, self._at, self._keepers = kit, 0, []
        self._show_paper()

    def forget(self) -> None:
        self._kit, self._keepers = None, []
        self.paper.show_words(())
        self.proof.ask((), "")

    def first_focus(self) -> QWidget | None:
        if self.is_proving:
            return self.proof.edits[0]
        return self.paper.print if self.paper.print.isEnabled() else self.paper.keeper

    def go_on(self) -> None:
        """From the paper to its proof, from there to the next share or the end; says what is missing instead."""
        if not self.has_kit:
            return
        if not self.is_proving:
            if self.paper.check(self._keepers):
                keeper = self.paper.name
                self.paper.show_words(())
                self.proof.ask(self.share.split(), keeper)
                self._turn_to(self.proof)
        elif self.proof.check():
            self._keepers.append(self.proof.keeper)
            if self._kit is not None and self._at + 1 < len(self._kit.shares):
                self._at += 1
                self._show_paper()
            else:
                self.forget()
                self.finished.emit()

    def go_back(self) -> None:
        """Look at the words again, when the proof does not come out."""
        if self.is_proving:
            keeper = self.proof.keeper
            self._show_paper()
            self.paper.keeper.setText(keeper)

    def _show_paper(self) -> None:
        self.proof.ask((), "")
        self.paper.show_words(self.share.split())
        self._turn_to(self.paper)

    def _turn_to(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self.retranslate()
        self.turned.emit()

    def on_print(self) -> None:
        from app.vault.recovery import kit_page

        if self._kit is not None:
            page = kit_page(self.share, self._at + 1, self._kit.station, date.today(), language())
            print_page(self.window(), page, self.tr("恢复凭证 {number}/3").format(number=self._at + 1))

    def retranslate(self) -> None:
        self._title.setText(self.tr("恢复凭证：第 {number} 份，共 3 份").format(number=self._at + 1))
        self._explains.setText(
            self.tr(
                "口令全忘了、电脑坏了，靠它打开保险库。三份里任意两份合起来什么都能打开，一份单独什么也打不开，"
                "所以要交给三个人，分开保管。只显示这一次。"
            )
        )
        self.paper.retranslate()
        self.proof.retranslate()
