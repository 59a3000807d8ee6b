"""A new passphrase, typed twice; which rule it breaks is said while it is typed (`app.passphrases`)."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.faults import Fault
from app.passphrases import LEAST_CHARACTERS, check_passphrase
from ui.kit.passphrase import PassphraseField
from ui.style.theme import Theme

translate = QCoreApplication.translate


def rule_text(fault: Fault) -> str:
    """What a passphrase that breaks a rule (E-235) is told, in few words."""
    rule = str(fault.facts.get("rule", "")).split(" ")[0]
    return {
        "length": translate("messages", "至少 {least} 个字符").format(least=LEAST_CHARACTERS),
        "variety": translate("messages", "不同的字符太少"),
        "sequence": translate("messages", "不能是连续的字符"),
        "known": translate("messages", "太常见，别人一猜就中"),
        "account": translate("messages", "不能含有工号"),
        "same": translate("messages", "不能和旧口令相同"),
    }.get(rule, rule)


class NewPassphrase(QWidget):
    """Two fields; `account` is whose it will be. `check` marks what is wrong, and says whether nothing is."""

    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.account = ""
        self.first, self.again = PassphraseField(theme), PassphraseField(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        for field in (self.first, self.again):
            column.addWidget(field)
            field.edit.returnPressed.connect(self.entered)
        self.setFocusProxy(self.first)
        self.first.edit.textChanged.connect(self.on_changed)
        self.again.edit.textChanged.connect(lambda: self.again.set_error(""))
        self.retranslate()

    @property
    def text(self) -> str:
        return self.first.text

    def set_account(self, account: str) -> None:
        self.account = account
        self._show_hint()

    def begin_anew(self) -> None:
        """Empty and hidden again."""
        for field in (self.first, self.again):
            field.begin_anew()

    def on_changed(self) -> None:
        self.first.set_error("")
        self._show_hint()

    def retranslate(self) -> None:
        self.again.set_name(self.tr("再输一遍新口令"))
        for field in (self.first, self.again):
            field.retranslate()
        self._show_hint()

    def _show_hint(self) -> None:
        broken = self._broken
        if not self.text:
            hint = self.tr("至少 {least} 个字符，可以是一句话；不含工号，不用常见的词。").format(least=LEAST_CHARACTERS)
        elif broken:
            hint = self.tr("还不行：{rule}").format(rule=broken)
        else:
            hint = self.tr("✔ 这个口令可以用")
        self.first.set_name(self.tr("新口令"), hint)

    @property
    def _broken(self) -> str:
        """The rule that what was typed breaks, in words."""
        try:
            check_passphrase(self.text, self.account)
        except Fault as fault:
            return rule_text(fault)
        return ""

    def check(self) -> bool:
        """Mark what is wrong, and put the keyboard there."""
        broken = self._broken
        if not self.text:
            self.first.set_error(self.tr("请输入新口令"))
        elif broken:
            self.first.set_error(self.tr("还不行：{rule}").format(rule=broken))
        elif self.again.text != self.text:
            missing = not self.again.text
            self.again.set_error(self.tr("请再输一遍") if missing else self.tr("两次输入的口令不一样"))
        wrong = next((field for field in (self.first, self.again) if field.error), None)
        if wrong is not None:
            wrong.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            wrong.edit.selectAll()
        return wrong is None
