"""A passphrase that somebody else has set: it is changed before anything else can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.faults import Fault
from ui.kit.button import Button
from ui.kit.new_passphrase import NewPassphrase, rule_text
from ui.kit.notice import Notice
from ui.kit.passphrase import PassphraseField
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.style.theme import Theme


class ChangeForm(QWidget):
    """The old one, and the new one twice; `wanted` carries both."""

    wanted = Signal(str, str)
    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._explains, self._failure = Notice(theme), Notice(theme)
        self.old, self.new = PassphraseField(theme), NewPassphrase(theme)
        self.change = Button(theme, kind="primary", big=True)
        self.cancel = Button(theme, kind="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        for widget in (self._explains, self.old, self.new, self._failure, self.change, self.cancel):
            column.addWidget(widget)
        self.old.edit.textEdited.connect(lambda: self.old.set_error(""))
        self.old.edit.returnPressed.connect(self.on_change)
        self.new.entered.connect(self.on_change)
        self.change.clicked.connect(self.on_change)
        self.cancel.clicked.connect(self.cancelled)

    def ask(self, account: str) -> None:
        self.begin_anew()
        self.new.set_account(account)
        self.old.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_anew(self) -> None:
        self._failure.hide()
        self.old.begin_anew()
        self.new.begin_anew()

    def on_change(self) -> None:
        self._failure.hide()
        if not self.old.text:
            self.old.set_error(self.tr("请输入现在的口令"))
            self.old.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.change.isEnabled() and self.new.check():
            self.wanted.emit(self.old.text, self.new.text)

    def refuse(self, fault: Fault) -> None:
        field = self.new.first
        if fault.code in ("E-205", "E-249"):
            field = self.old
            field.set_error(fault_text(fault))
        elif fault.code == "E-235":
            field.set_error(rule_text(fault))
        else:
            self._failure.tell(fault_text(fault), Tone.DANGER)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.selectAll()

    def set_busy(self, is_busy: bool) -> None:
        for widget in (self.old, self.new, self.change, self.cancel):
            widget.setEnabled(not is_busy)

    def retranslate(self) -> None:
        text = self.tr("现在的口令是别人设的。请换成只有您自己知道的口令，换好才能开始工作。")
        self._explains.tell(text, Tone.PRIMARY)
        self.old.set_name(self.tr("现在的口令"))
        self.old.retranslate()
        self.new.retranslate()
        self.change.setText(self.tr("换好并进入"))
        self.cancel.setText(self.tr("取消，回到登录"))
