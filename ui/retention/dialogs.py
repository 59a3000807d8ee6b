"""What is asked before something is written down about a case: a day, a reason, or both."""

from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.ask import ReasonDialog
from ui.kit.button import Button
from ui.kit.date_edit import DateEdit
from ui.kit.field import Field
from ui.kit.label import label
from ui.style.theme import Theme

translate = QCoreApplication.translate


class DayField(Field):
    """A day up to today."""

    def __init__(self, theme: Theme, name: str, today: date) -> None:
        self._edit = DateEdit(theme)
        self._today = today
        super().__init__(theme, self._edit, name, translate("messages", "不能晚于今天"))
        self._edit.edit.setText(today.isoformat())
        self._edit.edit.setAccessibleName(name)
        self._edit.edit.textChanged.connect(lambda: self.set_error(""))

    def read(self) -> date | None:
        """The day; none when it is not one, which is then said."""
        try:
            day = date.fromisoformat(self._edit.edit.text().strip())
        except ValueError:
            self.set_error(translate("messages", "日期写成 2027-12-31"))
        else:
            if day <= self._today:
                return day
            self.set_error(translate("messages", "不能晚于今天"))
        self._edit.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return None

    def set_text(self, text: str) -> None:
        self._edit.edit.setText(text)


class EndDialog(QDialog):
    """合同终止: the day on which a contract ended; `day` once it was accepted."""

    def __init__(self, parent: QWidget, theme: Theme, case_id: str, today: date) -> None:
        super().__init__(parent)
        self.day: date | None = None
        title = self.tr("登记合同终止日")
        explains = self.tr("业务 {case} 的合同到期、退保或提前终止的那一天。保存期限从这一天起算，写进审计记录。")
        self.setWindowTitle(title)
        self.setModal(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(24)] * 4)
        column.setSpacing(theme.px(14))
        column.addWidget(label(title, "title"))
        column.addWidget(label(explains.format(case=case_id), "body", "secondary", wrap=True))
        self.field = DayField(theme, self.tr("终止日"), today)
        self.act, cancel = Button(theme, self.tr("登记"), kind="primary"), Button(theme, self.tr("取消"))
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.act)
        column.addLayout(row)
        self.act.setDefault(True)
        cancel.setAutoDefault(False)
        self.act.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self.setMinimumWidth(theme.px(460))
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        self.day = self.field.read()
        if self.day is not None:
            super().accept()


class LiftDialog(ReasonDialog):
    """解除争议保留: why, and the day on which the dispute ended."""

    def __init__(self, parent: QWidget, theme: Theme, today: date) -> None:
        super().__init__(
            parent,
            theme,
            translate("messages", "解除争议保留"),
            translate("messages", "争议了结后，录像还要从了结那天起再保存两年。"),
            translate("messages", "解除"),
        )
        self.day: date | None = None
        self.field = DayField(theme, self.tr("了结的那一天"), today)
        self.fields.addWidget(self.field)

    def accept(self) -> None:
        self.day = self.field.read()
        if self.day is not None:
            super().accept()
