"""1 业务: which product, with which script."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.session.draft import Draft
from app.session.offers import Offer, matching, risk_level
from ui.desk import Desk
from ui.kit.card import Card
from ui.kit.chip import Chip
from ui.kit.columns import Columns
from ui.kit.empty import EmptyState
from ui.kit.facts import Facts
from ui.kit.label import divider, label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller
from ui.kit.tone import Tone
from ui.messages import product_text
from ui.wizard.script_list import ScriptList
from ui.wizard.step import Step

HASH_CHARACTERS = 16


class ScriptStep(Step):
    """Search on top, the list below, and beside it everything about the one that is chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self._offers: Sequence[Offer] = ()
        self._card, self._about = Card(theme), Card(theme)
        self._mode = Chip(theme)
        self._search = QLineEdit()
        self._search.setClearButtonEnabled(True)
        self._glass = QAction(self._search)
        self._search.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._list = ScriptList(theme)
        self._none = EmptyState(theme, "search")
        self._title = label(role="section", wrap=True)
        self._wrong = Notice(theme)
        self._facts = Facts(theme)
        self._when = label(role="caption", tone="secondary")
        self._requires = label(role="body", wrap=True)
        self._lay_out()
        self._search.textChanged.connect(self.on_sought)
        self._search.installEventFilter(self)
        self._none.acted.connect(self._search.clear)
        self._list.selectionModel().currentChanged.connect(self.on_chosen)
        self._wrong.acted.connect(self.on_other_wanted)
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        self._card.corner.addWidget(self._mode)
        self._card.add(self._search)
        self._card.add(self._list, 1)
        self._card.add(self._none, 1)
        self._none.hide()
        area = Scroller()
        area.body.setSpacing(px(12))
        for part in (self._title, self._wrong, self._facts, divider(), self._when, self._requires):
            area.body.addWidget(part)
        area.body.addStretch(1)
        self._about.add(area, 1)
        columns = Columns(self.desk.theme)
        columns.add(self._card, 3)
        columns.add(self._about, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(columns)

    def on_theme_changed(self) -> None:
        self._glass.setIcon(self.desk.theme.icon("search", "secondary", 18))

    def retranslate(self) -> None:
        self._card.set_heading(self.tr("选择产品和话术"))
        self._mode.show_state(self.tr("柜面录制"), Tone.PRIMARY, "people")
        self._search.setPlaceholderText(self.tr("产品名称、拼音首字母或编号，如 rsbx"))
        self._search.setAccessibleName(self.tr("查找产品"))
        for button in self._search.findChildren(QToolButton):
            button.setAccessibleName(self.tr("清除查找"))
        self._list.setAccessibleName(self.tr("产品和话术"))
        self._when.setText(self.tr("使用这份话术的条件"))
        self._show_about()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        self._offers = offers
        self.on_sought()

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        if draft.script is None:
            self._search.clear()
        self.on_sought()

    def first_focus(self) -> QWidget | None:
        return self._search

    def next_gap(self, after: QWidget | None) -> QWidget | None:
        offer = self._list.current
        return None if offer is not None and offer.is_valid else self._search

    def mark_all(self) -> None:
        self._show_about()

    # ------------------------------------------------------------------ choosing

    def on_sought(self) -> None:
        found = matching(self._offers, self._search.text())
        chosen = self.draft.script if self.draft is not None else None
        self._list.on_offer.show_offers(found)
        self._list.setVisible(bool(found))
        self._none.setVisible(not found and bool(self._offers))
        if not found:
            text = self._search.text().strip()
            if self._offers:
                hint = self.tr("换一个词试试，拼音首字母也可以。")
                self._none.tell(self.tr("没有找到“{text}”").format(text=text), hint, self.tr("显示全部"))
            self._show_about()
            return
        at = next((row for row, offer in enumerate(found) if chosen is not None and offer.script is chosen), 0)
        self._list.choose(at)

    def on_chosen(self) -> None:
        offer = self._list.current
        if offer is not None and offer.is_valid and self.draft is not None and self.draft.script is not offer.script:
            self.draft.choose(offer.script)
            self.changed.emit()
        self._show_about()

    def on_other_wanted(self) -> None:
        offer = self._list.current
        if offer is not None and offer.instead is not None:
            self._search.clear()
            wanted = [other.script for other in self._list.on_offer.offers].index(offer.instead)
            self._list.choose(wanted)
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the search move in the list, so that the keyboard need not leave it."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            rows = len(self._list.on_offer.offers)
            if step is not None and rows:
                self._list.choose(min(max(self._list.currentIndex().row() + step, 0), rows - 1))
                return True
        return super().eventFilter(watched, event)

    def _show_about(self) -> None:
        offer = self._list.current
        self._about.setVisible(offer is not None)
        if offer is None:
            return
        script = offer.script
        self._title.setText(script.title)
        until = str(script.valid_to) if script.valid_to else self.tr("新版本生效为止")
        risk = risk_level(script)
        self._facts.tell(
            [
                (self.tr("产品类别"), product_text(script.product_kind)),
                (self.tr("风险等级"), self.tr("R{level}").format(level=risk) if risk else self.tr("按合同，不分级")),
                (self.tr("话术编号"), script.id),
                (self.tr("版本"), script.version),
                (self.tr("有效期"), self.tr("{first} 至 {last}").format(first=script.valid_from, last=until)),
                (self.tr("文件校验"), f"SHA-256 {script.source.sha256[:HASH_CHARACTERS]}…"),
            ]
        )
        self._facts.setToolTip(f"SHA-256 {script.source.sha256}")
        self._requires.setText("\n".join(f"· {one.title}" for one in script.requires) or self.tr("没有"))
        if offer.is_valid:
            self._wrong.hide()
        elif offer.instead is None:
            self._wrong.tell(self.tr("这份话术今天无效，也没有可用的版本，不能继续。请联系总行下发。"), Tone.WARNING)
        else:
            text = self.tr("这份话术今天无效，不能继续。请用版本 {version}。").format(version=offer.instead.version)
            self._wrong.tell(text, Tone.WARNING, self.tr("改用它"))
