"""恢复凭证, made anew: the set-up's sheet in a dialog that is not closed by mistake.

A kit whose shares were not all handed out is no kit: closing before the last one says that it has to be made again.
Nothing of it stays behind.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.station import RecoveryKit
from ui.kit.button import Button
from ui.kit.confirm import ConfirmDialog
from ui.kit.scroller import Scroller
from ui.setup.kit_sheet import KitSheet
from ui.style.theme import Theme


class KitDialog(QDialog):
    """Accepted when all three shares were handed out and read back."""

    def __init__(self, parent: QWidget, theme: Theme, kit: RecoveryKit) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("恢复凭证"))
        self.setModal(True)
        self.sheet = KitSheet(theme)
        self.back = Button(theme, self.tr("再看一遍这一份"))
        self.next = Button(theme, self.tr("下一步"), icon="next", kind="primary")
        self._stop = Button(theme, self.tr("不做了"), kind="quiet")
        area = Scroller()
        area.body.addWidget(self.sheet)
        row = QHBoxLayout()
        row.setSpacing(theme.px(10))
        row.addWidget(self._stop)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(14))
        column.addWidget(area, 1)
        column.addLayout(row)
        for button in (self._stop, self.back):
            button.setAutoDefault(False)
        self.next.setDefault(True)
        self.next.clicked.connect(self.sheet.go_on)
        self.back.clicked.connect(self.sheet.go_back)
        self._stop.clicked.connect(self.reject)
        self.sheet.turned.connect(self.on_turned)
        self.sheet.finished.connect(self.accept)
        room = parent.window().size()
        self.resize(min(theme.px(820), room.width()), min(theme.px(640), room.height()))
        self.sheet.begin(kit)

    def on_turned(self) -> None:
        self.back.setVisible(self.sheet.is_proving)
        first = self.sheet.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------ the end

    def reject(self) -> None:
        """Esc too: not by mistake."""
        dialog = ConfirmDialog(
            self,
            self._theme,
            self.tr("恢复凭证还没有交完"),
            self.tr("没交出的以后再也看不到，这套凭证就不完整，要重新制作。"),
            act=self.tr("不做了"),
            keep=self.tr("继续"),
            danger=True,
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: QDialog.reject(self))
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.isVisible():
            event.ignore()
            self.reject()

    def done(self, result: int) -> None:
        self.sheet.forget()
        super().done(result)
