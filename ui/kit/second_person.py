"""四眼: a second person types account and passphrase, for one act that takes two.

    ask_second(…) ─► account, passphrase ─► [away] second ─► check_second ─► the act ─► forget ─► done
                                  ▲ wrong: told in the field, and asked again ┘          └ its own fault ─► failed

The keys of the second person live on the vault's lane for as long as the act takes, and nowhere else; the window has
none of them. At a station for one (practice) nobody is asked. Never shown over a running take.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.faults import Fault
from app.rights import Right
from ui.bridge import Bridge
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.label import label
from ui.kit.lockout import Lockout, opened_or_locked
from ui.kit.notice import Notice
from ui.kit.passphrase import PassphraseField
from ui.kit.sign import Sign
from ui.kit.tone import Tone
from ui.messages import fault_text
from ui.style.theme import Theme

if TYPE_CHECKING:  # they load the engines
    from app.station import Station
    from app.vault.accounts import KeysInHand

T = TypeVar("T")
Act = Callable[["KeysInHand | None"], T]
MOST_ACCOUNT_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class _NotLetIn:
    """The second person was not one, rather than that the act failed."""

    fault: Fault


def ask_second(
    parent: QWidget,
    theme: Theme,
    bridge: Bridge,
    station: "Station",
    *,
    act: str,
    right: Right,
    do: "Act[T]",
    done: Callable[[T], None] | None = None,
    failed: Callable[[Fault], None] | None = None,
) -> "SecondPersonDialog | None":
    """Ask for somebody who has `right` too, then carry out `do` with their keys, away from the window.

    `act` says in one sentence what the second person agrees to. `done` gets what `do` returned, `failed` its fault;
    neither is called when the dialog is cancelled. At a station for one `do` gets nobody, and no dialog is returned.
    """
    try:
        station.check_second(None, right)
    except Fault:
        dialog = SecondPersonDialog(parent, theme, bridge, station, act, right, do, done, failed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog
    bridge.run(lambda: do(None), done, failed)
    return None


class SecondPersonDialog(QDialog):
    """Made by `ask_second`. It closes by itself once the act has been tried."""

    def __init__(
        self,
        parent: QWidget,
        theme: Theme,
        bridge: Bridge,
        station: "Station",
        act: str,
        right: Right,
        do: "Act[Any]",
        done: Callable[[Any], None] | None,
        failed: Callable[[Fault], None] | None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._station, self._right = bridge, station, right
        self._do, self._done, self._failed = do, done, failed
        self._is_busy = False
        self.setWindowTitle(self.tr("需要第二人"))
        self.setModal(True)
        self.account, self.passphrase = QLineEdit(), PassphraseField(theme)
        self.account.setMaxLength(MOST_ACCOUNT_CHARACTERS)
        self.field = Field(theme, self.account, self.tr("第二人的工号"))
        self.passphrase.set_name(self.tr("第二人的口令"))
        self.trouble, self._busy = Notice(theme), BusyLine(theme)
        self.agree = Button(theme, self.tr("同意并执行"), kind="primary")
        self._cancel = Button(theme, self.tr("取消"))
        self._lockout = Lockout(self)
        self._lay_out(theme, act)
        self.account.textChanged.connect(self.on_account_changed)
        self.passphrase.edit.textChanged.connect(lambda: self.passphrase.set_error(""))
        self.agree.clicked.connect(self.on_agree)
        self._cancel.clicked.connect(self.reject)
        self._lockout.told.connect(lambda text: self.trouble.tell(text, Tone.WARNING))
        self._lockout.ended.connect(self.on_lockout_ended)
        self.account.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, theme: Theme, act: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(14))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(Sign(theme, "people", "primary", 28))
        head.addWidget(label(self.tr("需要第二人"), "title"), 1)
        column.addLayout(head)
        column.addWidget(label(act, "body", wrap=True))
        explains = self.tr("请另一位有权限的同事自己输入。两个人的工号都写进审计记录；口令用过就忘。")
        column.addWidget(label(explains, "caption", "secondary", wrap=True))
        for widget in (self.field, self.passphrase, self.trouble, self._busy):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self.agree)
        column.addLayout(row)
        self.agree.setDefault(True)
        self._cancel.setAutoDefault(False)
        self.setFixedWidth(theme.px(480))

    def event(self, event: QEvent) -> bool:
        """As high as its text needs, which wraps: a dialog by itself asks for the height of one line."""
        is_done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            layout = self.layout()
            if layout is not None and layout.hasHeightForWidth():
                self.setFixedHeight(layout.totalHeightForWidth(self.width()))
        return is_done

    # ------------------------------------------------------------------ asking

    def on_agree(self) -> None:
        account, passphrase = self.account.text().strip(), self.passphrase.text
        if self._is_busy or not self._is_filled(account, passphrase):
            return
        self.trouble.hide()
        self._set_busy(True)
        station, right, do = self._station, self._right, self._do

        def work() -> object:
            try:
                second = opened_or_locked(lambda: station.second(account, passphrase))
            except Fault as fault:
                return _NotLetIn(fault)
            try:
                try:
                    station.check_second(second, right)
                except Fault as fault:
                    return _NotLetIn(fault)
                return do(second)
            finally:
                second.forget()

        self._bridge.run(work, self._on_worked, self._on_failed)

    def _is_filled(self, account: str, passphrase: str) -> bool:
        if not account:
            self.field.set_error(self.tr("请第二人输入工号"))
        elif account == self._station.person.account:
            self.field.set_error(self.tr("不能是您自己"))
        if not passphrase:
            self.passphrase.set_error(self.tr("请第二人输入口令"))
        wrong = self.field if self.field.error else self.passphrase if self.passphrase.error else None
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return wrong is None

    def _on_worked(self, outcome: object) -> None:
        self._set_busy(False)
        if isinstance(outcome, _NotLetIn):
            self.refuse(outcome.fault)
            return
        self.accept()
        if self._done is not None:
            self._done(outcome)

    def _on_failed(self, fault: Fault) -> None:
        """The act itself."""
        self._set_busy(False)
        self.accept()
        if self._failed is not None:
            self._failed(fault)
        else:
            self._bridge.fault_told.emit(fault)

    # ------------------------------------------------------------------ not let in

    def refuse(self, fault: Fault) -> None:
        """What was wrong, at the field where it can be mended."""
        self.passphrase.edit.clear()
        self.passphrase.set_error("")
        wrong: Field = self.passphrase
        if fault.code == "E-205":
            self.passphrase.set_error(fault_text(fault))
        elif fault.code in ("E-293", "E-231", "E-233"):
            wrong = self.field
            self.field.set_error(fault_text(fault))
        elif fault.code == "E-249":
            self.agree.setEnabled(False)
            self._lockout.begin(fault)
        else:
            self.trouble.tell(fault_text(fault), Tone.DANGER)
        wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_lockout_ended(self) -> None:
        self.trouble.hide()
        self.agree.setEnabled(not self._is_busy)

    def on_account_changed(self) -> None:
        """Another account is not locked because this one is."""
        self.field.set_error("")
        if self._lockout.is_running:
            self._lockout.stop()
            self.on_lockout_ended()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        if is_busy:
            self._busy.begin(self.tr("正在核对第二人…"))
        else:
            self._busy.end()
        for widget in (self.account, self.passphrase, self.agree, self._cancel):
            widget.setEnabled(not is_busy)

    def reject(self) -> None:
        """Not in the middle of the act, of which it would not be known how it went."""
        if not self._is_busy:
            super().reject()

    def done(self, result: int) -> None:
        """Nothing typed stays."""
        self._lockout.stop()
        self.passphrase.begin_anew()
        super().done(result)
