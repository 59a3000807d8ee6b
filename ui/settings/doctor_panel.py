"""自检: what this computer has and lacks, with the result to copy, and where the log lies."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

import app
from app.faults import Fault
from ui.bridge import DEVICES
from ui.desk import Desk
from ui.kit.busy import BusyLine
from ui.kit.button import Button
from ui.kit.card import clear
from ui.kit.label import label
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, Tone, foreground
from ui.messages import language
from ui.settings.panel import Panel

if TYPE_CHECKING:
    from app.doctor import Finding, Words

TONES = {"ok": Tone.OK, "warning": Tone.WARNING, "missing": Tone.DANGER}


class DoctorPanel(Panel):
    """Runs the checks when asked, away from the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.theme)
        self._desk = desk
        self._findings: Sequence[Finding] = ()
        self._explains = label(role="caption", tone="secondary", wrap=True)
        self._run = Button(desk.theme, icon="ask-again", kind="primary")
        self._copy = Button(desk.theme, icon="document")
        self._busy = BusyLine(desk.theme)
        self._list = QVBoxLayout()
        self._list.setSpacing(desk.theme.px(8))
        self._log_name = label(role="body")
        self._log = label(role="mono", tone="secondary", wrap=True)
        self._log.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = Button(desk.theme)
        row = QHBoxLayout()
        row.addWidget(self._run)
        row.addWidget(self._copy)
        row.addStretch(1)
        logs = QHBoxLayout()
        logs.setSpacing(desk.theme.px(12))
        logs.addWidget(self._log_name)
        logs.addWidget(self._log, 1)
        logs.addWidget(self._open)
        self.add(self._explains)
        self.body.addLayout(row)
        self.add(self._busy)
        self.body.addLayout(self._list)
        self.body.addLayout(logs)
        self._run.clicked.connect(self.on_run)
        self._copy.clicked.connect(self.on_copy)
        self._open.clicked.connect(self.on_open)
        self.retranslate()

    @property
    def folder(self) -> Path:
        return self._desk.settings.folder.logs

    def retranslate(self) -> None:
        self.set_heading(self.tr("自检"))
        self._explains.setText(
            self.tr("把录制要用的每一样都试一遍：程序、识别、语音、设备、磁盘、时钟。不联网，不改动任何东西。")
        )
        self._run.setText(self.tr("检查这台电脑"))
        self._copy.setText(self.tr("复制结果"))
        self._copy.setVisible(bool(self._findings))
        self._log_name.setText(self.tr("日志"))
        self._log.setText(str(self.folder))
        self._open.setText(self.tr("打开文件夹"))
        self._open.setAccessibleName(self.tr("打开日志文件夹"))
        self._show()

    @property
    def haystack(self) -> str:
        return "\n".join((self.tr("自检 日志 支持 复制结果 检查"), "doctor log")).casefold()

    def on_run(self) -> None:
        self._run.setEnabled(False)
        self._findings = ()
        self.retranslate()
        self._busy.begin(self.tr("正在检查…"), most=1)
        settings, tell = self._desk.settings, self._desk.bridge.hands_over(self.on_progress)

        def examine_all() -> "Sequence[Finding]":
            from app.doctor import examine

            return examine(settings, on_progress=lambda done, of: tell((done, of)))

        self._desk.bridge.run(examine_all, self.on_examined, self.on_failed, lane=DEVICES)

    def on_progress(self, progress: tuple[int, int]) -> None:
        self._busy.advance(progress[0], progress[1])

    def on_examined(self, findings: "Sequence[Finding]") -> None:
        self._busy.end()
        self._run.setEnabled(True)
        self._findings = findings
        self.retranslate()

    def on_failed(self, fault: Fault) -> None:
        self._busy.end()
        self._run.setEnabled(True)
        self._desk.tell_fault(fault)

    def _show(self) -> None:
        clear(self._list)
        theme = self._desk.theme
        for finding in self._findings:
            tone = TONES[finding.status.value]
            row, texts = QHBoxLayout(), QVBoxLayout()
            row.setSpacing(theme.px(10))
            texts.setSpacing(theme.px(2))
            sign = Sign(theme, SIGNS[tone], foreground(tone))
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            texts.addWidget(label(self._said(finding.what), wrap=True))
            rest = " ".join(part for part in (self._said(finding.means), self._said(finding.action)) if part)
            if rest:
                texts.addWidget(label(rest, "caption", "secondary", wrap=True))
            row.addLayout(texts, 1)
            self._list.addLayout(row)

    def _said(self, words: "Words") -> str:
        return words.en if language() == "en" else words.zh

    def on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.as_text())
        self._desk.tell(self.tr("自检结果已复制，可以粘贴给 IT。"), Tone.OK)

    def as_text(self) -> str:
        """The result for whoever helps: no names of people, no keys."""
        marks = {"ok": "✔", "warning": "▲", "missing": "✖"}
        lines = [self.tr("双录工作站 {version} 自检").format(version=app.__version__)]
        for finding in self._findings:
            lines.append(f"{marks[finding.status.value]} {finding.id}: {self._said(finding.what)}")
            lines += [f"    {text}" for text in (self._said(finding.means), self._said(finding.action)) if text]
        return "\n".join(lines)

    def on_open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))
