"""One row of the audit trail, whole: who, when, what, and its facts as JSON."""

import json

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from app.vault.audit import AuditRow
from ui.audit.words import kind_text, moment_text
from ui.kit.card import Card
from ui.kit.facts import Facts
from ui.kit.label import label
from ui.style.theme import Theme

LEAST_JSON_PX = 72


class Details(Card):
    """Told a row, or none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._row: AuditRow | None = None
        self._facts = Facts(theme, 64)
        self._json_name = label(role="caption", tone="secondary")
        self.json = QPlainTextEdit()
        self.json.setReadOnly(True)
        self.json.setTabChangesFocus(True)
        self.json.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # it has its own scroll bar
        self.json.setMinimumHeight(theme.px(LEAST_JSON_PX))
        self._json_name.setBuddy(self.json)
        self.add(self._facts)
        self.add(self._json_name)
        self.add(self.json, 1)
        self.retranslate()

    def retranslate(self) -> None:
        self._json_name.setText(self.tr("事实（JSON）"))
        self.json.setAccessibleName(self.tr("事实（JSON）"))
        self.show_row(self._row)

    def show_row(self, row: AuditRow | None) -> None:
        self._row = row
        self.set_heading(kind_text(row.kind) if row is not None else self.tr("选一条看详情"))
        shown: list[QWidget] = [self._facts, self._json_name, self.json]
        for widget in shown:
            widget.setVisible(row is not None)
        if row is None:
            return
        self._facts.tell(
            [
                (self.tr("序号"), str(row.n)),
                (self.tr("时间"), f"{moment_text(row.at)}\n{row.at}"),
                (self.tr("人员"), row.actor or "–"),
                (self.tr("类别"), row.kind),
                (self.tr("摘要"), f"{row.sha256[:32]}\n{row.sha256[32:]}"),
            ]
        )
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.json.setFont(font)
        self.json.setPlainText(json.dumps(row.facts, ensure_ascii=False, indent=2, sort_keys=True))
