"""执业登记: number, products, until when, trained when. All empty means that there is none."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.rights import Licence
from ui.accounts.words import FAMILIES
from ui.kit.date_edit import DateEdit
from ui.kit.field import Field
from ui.kit.label import label
from ui.messages import product_text
from ui.style.theme import Theme

COLUMNS = 3
"""of boxes for families of products"""
MOST_NUMBER, MOST_KINDS = 40, 200


class LicenceFields(QWidget):
    """`read` gives what was entered, or says beside the field what is wrong with it."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._number, self._kinds = QLineEdit(), QLineEdit()
        self._number.setMaxLength(MOST_NUMBER)
        self._kinds.setMaxLength(MOST_KINDS)
        self._expires, self._trained = DateEdit(theme), DateEdit(theme)
        self._boxes = {family: QCheckBox() for family in FAMILIES}
        self._fields = {
            name: Field(theme, editor)
            for name, editor in (
                ("number", self._number),
                ("kinds", self._kinds),
                ("expires", self._expires),
                ("trained", self._trained),
            )
        }
        self._scope = label(role="caption", tone="secondary")
        boxes = QGridLayout()
        boxes.setSpacing(0)
        for at, box in enumerate(self._boxes.values()):
            boxes.addWidget(box, at // COLUMNS, at % COLUMNS)
            box.toggled.connect(self.on_changed)
        days = QHBoxLayout()
        days.setSpacing(theme.px(10))
        days.addWidget(self._fields["expires"])
        days.addWidget(self._fields["trained"])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self._fields["number"])
        column.addLayout(days)
        column.addWidget(self._scope)
        column.addLayout(boxes)
        column.addWidget(self._fields["kinds"])
        for edit in (self._number, self._kinds, self._expires.edit, self._trained.edit):
            edit.textChanged.connect(self.on_changed)
        self.setFocusProxy(self._number)
        self.retranslate()

    def retranslate(self) -> None:
        self._fields["number"].set_name(self.tr("执业证号"))
        self._fields["expires"].set_name(self.tr("有效期至"))
        self._fields["trained"].set_name(self.tr("最近培训"))
        self._fields["kinds"].set_name(
            self.tr("另外的产品代码"), self.tr("只限某类产品时填，如 insurance.life_over_1y")
        )
        self._expires.edit.setAccessibleName(self.tr("有效期至"))
        self._trained.edit.setAccessibleName(self.tr("最近培训"))
        self._scope.setText(self.tr("可以销售"))
        for family, box in self._boxes.items():
            box.setText(product_text(family))

    def show_licence(self, licence: Licence | None) -> None:
        """Without telling."""
        self.blockSignals(True)
        scope = licence.scope if licence is not None else ()
        self._number.setText(licence.number if licence is not None else "")
        self._expires.edit.setText(licence.expires.isoformat() if licence is not None else "")
        self._trained.edit.setText(licence.trained.isoformat() if licence is not None and licence.trained else "")
        self._kinds.setText(", ".join(kind for kind in scope if kind not in FAMILIES))
        for family, box in self._boxes.items():
            box.setChecked(family in scope)
        self.blockSignals(False)

    def set_editable(self, is_editable: bool) -> None:
        for widget in (self._number, self._kinds, self._expires, self._trained, *self._boxes.values()):
            widget.setEnabled(is_editable)

    def on_changed(self) -> None:
        for field in self._fields.values():
            field.set_error("")
        self.changed.emit()

    @property
    def snapshot(self) -> tuple[str, str, str, frozenset[str]]:
        """What stands in the fields, to be compared with `snapshot_of` a licence."""
        texts = (edit.text().strip() for edit in (self._number, self._expires.edit, self._trained.edit))
        number, expires, trained = texts
        return number, expires, trained, frozenset(self._scope_now())

    @staticmethod
    def snapshot_of(licence: Licence | None) -> tuple[str, str, str, frozenset[str]]:
        if licence is None:
            return "", "", "", frozenset()
        trained = "" if licence.trained is None else licence.trained.isoformat()
        return licence.number, licence.expires.isoformat(), trained, frozenset(licence.scope)

    @property
    def is_empty(self) -> bool:
        return self.snapshot == self.snapshot_of(None)

    def read(self) -> Licence | None:
        """The licence; none when nothing was entered. ValueError when something is wrong, which then is told."""
        if self.is_empty:
            return None
        number, scope = self._number.text().strip(), self._scope_now()
        wrong: dict[str, str] = {}
        expires, trained = _day(self._expires.edit.text()), _day(self._trained.edit.text())
        if not number:
            wrong["number"] = self.tr("请填写证号")
        if expires is None:
            wrong["expires"] = self.tr("日期写成 2027-12-31")
        if trained is None and self._trained.edit.text().strip():
            wrong["trained"] = self.tr("日期写成 2027-12-31")
        if not scope:
            wrong["kinds"] = self.tr("请选择可以销售的产品，或填写代码")
        for name, text in wrong.items():
            self._fields[name].set_error(text)
        if wrong or expires is None:
            self._fields[next(iter(wrong))].editor.setFocus()
            raise ValueError("not a licence")
        return Licence(number, scope, expires, trained)

    def refuse_empty(self) -> None:
        """Say that what was registered is not taken back, only ended."""
        self._fields["number"].set_error(self.tr("登记不能清空；要停止销售，把有效期改到今天以前"))
        self._number.setFocus()

    def _scope_now(self) -> tuple[str, ...]:
        families = [family for family, box in self._boxes.items() if box.isChecked()]
        kinds = [kind.strip() for kind in self._kinds.text().replace("，", ",").split(",") if kind.strip()]
        return (*families, *(kind for kind in kinds if kind not in families))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
