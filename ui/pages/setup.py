"""建立工作站: four sheets, by keyboard throughout, that make a station for people who have none yet.

    language ─► administrator ─► supervisor (and a first clerk) ─► [away] Station.found ─► recovery kit ─► login

Nothing is written before the third sheet is complete. The shares of the kit are shown one at a time, go to no log, no
clipboard and no file of ours, and are forgotten when the last one was handed over; the page cannot be left before, but
by typing that one knows what is missing then.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.faults import Fault
from app.settings import Settings, save
from ui.capture_guard import allow_capture, refuse_capture
from ui.desk import Desk, Page, PageId
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.label import label
from ui.kit.notice import Notice
from ui.kit.scroller import Scroller, reveal
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.setup.administrator_sheet import AdministratorSheet
from ui.setup.kit_sheet import KitSheet
from ui.setup.sentence import SentenceDialog
from ui.setup.sheet import Sheet
from ui.setup.supervisor_sheet import SupervisorSheet
from ui.setup.welcome_sheet import WelcomeSheet
from ui.wizard.stepper import Stepper

if TYPE_CHECKING:
    from app.station import RecoveryKit
    from app.vault.keys import Kdf

WELCOME, ADMINISTRATOR, SUPERVISOR, KIT = range(4)
WIDTH_PX = 920


class SetupPage(Page):
    """Goes to the login when it is done."""

    page_id = PageId.SETUP

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        theme = desk.theme
        self.kdf: Kdf | None = None
        """how passphrases are stretched; none: as they should be"""
        self._is_founding = False
        self._language = ""
        """that was chosen here"""
        self._title = label(role="title")
        self._stepper = Stepper(theme)
        self._failure = Notice(theme)
        self.welcome = WelcomeSheet(theme, desk.settings)
        self.administrator = AdministratorSheet(theme)
        self.supervisor = SupervisorSheet(theme, lambda: self.administrator.form.name)
        self.kit = KitSheet(theme)
        self._sheets: tuple[Sheet, ...] = (self.welcome, self.administrator, self.supervisor, self.kit)
        self._stack = QStackedWidget()
        self._busy = BusyLine(theme)
        self._back = Button(theme, icon="chevron-left")
        self.next = Button(theme, kind="primary")
        self.skip = Button(theme, kind="quiet")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        px = self.desk.theme.px
        for sheet in self._sheets:
            area = Scroller()
            area.body.addWidget(sheet)
            self._stack.addWidget(area)
        head = QHBoxLayout()
        head.setSpacing(px(24))
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._stepper)
        foot = QHBoxLayout()
        foot.setSpacing(px(10))
        foot.addWidget(self._back)
        foot.addStretch(1)
        foot.addWidget(self.skip)
        foot.addWidget(self.next)
        column = QWidget()
        column.setMaximumWidth(px(WIDTH_PX))
        self.desk.theme.changed.connect(lambda: column.setMaximumWidth(px(WIDTH_PX)))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(px(32), px(24), px(32), px(20))
        outer.addStretch(1)
        outer.addWidget(column, 100)
        outer.addStretch(1)
        page = QVBoxLayout(column)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(px(14))
        page.addLayout(head)
        page.addWidget(self._failure)
        page.addWidget(self._stack, 1)
        page.addWidget(self._busy)
        page.addLayout(foot)

    def _connect(self) -> None:
        self.welcome.spoken.connect(self.on_spoken)
        self.kit.turned.connect(self.on_turned)
        self.kit.finished.connect(self.on_kit_finished)
        self.skip.clicked.connect(self.on_skip)
        self._back.clicked.connect(self.on_back)
        self.next.clicked.connect(self.on_next)
        for keys, act in (("Alt+N", self.on_next), ("Alt+P", self.on_back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # ------------------------------------------------------------------ page

    @property
    def at(self) -> int:
        return self._stack.currentIndex()

    def enter(self, **arguments: Any) -> None:
        refuse_capture(self.window())
        self._failure.hide()
        self._turn_to(WELCOME)
        self.desk.bridge.run(product_kinds, self.supervisor.clerk.show_kinds, lambda _: None)

    def leave(self) -> None:
        allow_capture(self.window())
        self._forget()

    def may_leave(self) -> str:
        if self._is_founding:
            return self.tr("正在建立工作站，马上就好。")
        if self.kit.has_kit:
            return self.tr("恢复凭证还没有交接完，只显示这一次。请交接完，或者选“跳过”。")
        return ""

    def may_close(self) -> str:
        return self.may_leave()

    def first_focus(self) -> QWidget | None:
        return self._sheets[self.at].first_focus()

    def retranslate(self) -> None:
        self._title.setText(self.tr("建立工作站"))
        for sheet in self._sheets:
            sheet.retranslate()
        self._show()

    def _show(self) -> None:
        words = [self.tr("语言"), self.tr("管理员"), self.tr("主管"), self.tr("恢复凭证")]
        spoken = self.tr("第 {at} 步，共 {all} 步：{word}")
        self._stepper.tell(words, self.at, spoken.format(at=self.at + 1, all=len(words), word=words[self.at]))
        is_looking_back = self.at == KIT and self.kit.is_proving
        self._back.setText(self.tr("再看一遍这一份") if is_looking_back else self.tr("上一步"))
        self._back.setToolTip(self.tr("Alt+P"))
        self._back.setVisible(self.at in (ADMINISTRATOR, SUPERVISOR) or is_looking_back)
        if self.at == SUPERVISOR:
            self.next.setText(self.tr("建立工作站"))
        elif self.at == KIT:
            self.next.setText(self.tr("核对") if self.kit.is_proving else self.tr("交好了，核对两个词"))
        else:
            self.next.setText(self.tr("下一步"))
        self.next.setToolTip(self.tr("回车或 Alt+N"))
        self.skip.setText(self.tr("现在没有三位保管人，跳过…"))
        self.skip.setVisible(self.at == KIT)
        self.next.setEnabled(not self._is_founding)
        self._back.setEnabled(not self._is_founding)

    # ------------------------------------------------------------------ turning sheets

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = QApplication.focusWidget()
            if isinstance(focus, QPushButton):
                focus.click()
            else:
                self.on_next()
            event.accept()
            return
        super().keyPressEvent(event)

    def on_next(self) -> None:
        if self._is_founding:
            return
        if self.at == KIT:
            self.kit.go_on()
        elif not self._sheets[self.at].check():
            focus = QApplication.focusWidget()
            if focus is not None:
                reveal(focus)
        elif self.at == SUPERVISOR:
            self._found()
        else:
            self._turn_to(self.at + 1)

    def on_back(self) -> None:
        if self._is_founding:
            return
        if self.at == KIT:
            self.kit.go_back()
        elif self.at > WELCOME:
            self._turn_to(self.at - 1)

    def _turn_to(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._show()
        self.on_turned()

    def on_turned(self) -> None:
        """Another sheet, or another share."""
        self._show()
        (self._sheets[self.at].first_focus() or self.next).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sheet(self, number: int) -> None:
        """Turn to one of the first three, the first being 0: for pictures."""
        self._turn_to(number)

    def on_spoken(self, language: str) -> None:
        self._language = language
        self.desk.speak(language)

    # ------------------------------------------------------------------ founding

    def _found(self) -> None:
        self._is_founding = True
        self._failure.hide()
        self._busy.begin(self.tr("正在建立保险库和密钥…"))
        self._show()
        founders = (self.administrator.account, *self.supervisor.accounts)
        settings, language, kdf = self.desk.settings, self._language, self.kdf

        def found() -> "tuple[RecoveryKit, Settings]":
            from app.station import Station

            kit = Station.found(settings, founders, kdf=kdf)
            return kit, _with_language(settings, language)

        self.desk.bridge.run(found, self.on_founded, self.on_not_founded)

    def on_founded(self, founded: "tuple[RecoveryKit, Settings]") -> None:
        kit, self.desk.settings = founded
        self._end_founding()
        self._forget_passphrases()
        self.show_kit(kit)

    def show_kit(self, kit: "RecoveryKit") -> None:
        self._stack.setCurrentIndex(KIT)
        self.kit.begin(kit)

    def on_not_founded(self, fault: Fault) -> None:
        self._end_founding()
        if fault.code == "E-202":  # somebody was quicker
            self.desk.go(PageId.UNLOCK)
            self.desk.tell_fault(fault)
        else:
            self._failure.tell(fault_text(fault), Tone.DANGER)

    def _end_founding(self) -> None:
        self._is_founding = False
        self._busy.end()
        self._show()

    def _forget_passphrases(self) -> None:
        for form in (self.administrator.form, self.supervisor.form, self.supervisor.clerk.form):
            form.begin_anew()

    def _forget(self) -> None:
        self._forget_passphrases()
        self.kit.forget()

    # ------------------------------------------------------------------ the kit

    def on_kit_finished(self) -> None:
        self._finish(self.tr("工作站建好了，恢复凭证已交给三位保管人。请用自己的工号登录。"), Tone.OK)

    def on_skip(self) -> None:
        dialog = SentenceDialog(
            self,
            self.desk.theme,
            self.tr("不留恢复凭证？"),
            self.tr("口令全忘了或电脑坏了，就再也打不开这里的录像。以后管理员和主管一起，可以在“密钥”页重新做一套。"),
            self.tr("我知道现在没有恢复凭证"),
            self.tr("跳过"),
        )
        dialog.accepted.connect(self.on_skipped)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def on_skipped(self) -> None:
        self.kit.forget()
        self._finish(self.tr("工作站建好了，但没有恢复凭证。请尽快由管理员和主管在“密钥”页做一套。"), Tone.WARNING)

    def _finish(self, text: str, tone: Tone) -> None:
        self.desk.go(PageId.UNLOCK)
        self.desk.tell(text, tone)


def product_kinds() -> Sequence[str]:
    """Of the scripts that are installed; reads the library."""
    from app.counter import LIBRARY
    from app.session.script_file import load_library

    return sorted({script.product_kind for script in load_library(LIBRARY).scripts})


def _with_language(settings: Settings, language: str) -> Settings:
    """The settings with that language saved; as they are where a policy holds it, or it cannot be written."""
    if not language or language == settings.look.language:
        return settings
    try:
        return save(settings, {"look.language": language})
    except Fault:
        return settings
