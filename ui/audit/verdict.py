"""What a verification of the audit trail came to: green or red, and why."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.vault.trail import TrailReport
from ui.audit.words import moment_text
from ui.kit.button import Button
from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, Tone, foreground
from ui.messages import fault_text, number_text
from ui.style.theme import Theme

MOST_FAULTS = 8
"""that are told; how many more there are is said"""


class VerdictCard(QFrame):
    """Hidden until there is one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", "soft")
        self._report: TrailReport | None = None
        self._sign = Sign(theme, "passed", "ok", 36)
        self._title = label(role="section")
        self._lines = label(wrap=True)
        self._close = Button(theme, "", "close", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(14)] * 4)
        row.setSpacing(theme.px(14))
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(4))
        texts.addWidget(self._title)
        texts.addWidget(self._lines)
        row.addWidget(self._sign)
        row.addLayout(texts, 1)
        row.addWidget(self._close)
        self._close.clicked.connect(self.forget)
        self.retranslate()
        self.hide()

    def forget(self) -> None:
        self._report = None
        self.hide()

    def tell(self, report: TrailReport) -> None:
        self._report = report
        self.retranslate()
        self.show()

    @property
    def text(self) -> str:
        return f"{self._title.text()}\n{self._lines.text()}"

    def retranslate(self) -> None:
        self._close.setAccessibleName(self.tr("关闭验证结果"))
        self._close.setToolTip(self.tr("关闭验证结果"))
        report = self._report
        if report is None:
            return
        is_sound = not report.faults
        tone = Tone.OK if is_sound else Tone.DANGER
        self._sign.show_icon(SIGNS[tone], foreground(tone))
        restyle(self, tone=tone.value)
        if is_sound:
            self._title.setText(self.tr("审计记录完好"))
        else:
            self._title.setText(self.tr("审计记录有问题：{count} 处").format(count=len(report.faults)))
        self._lines.setText("\n".join(self._said(report)))
        self.setAccessibleName(self.text)

    def _said(self, report: TrailReport) -> list[str]:
        rows = number_text(report.rows)
        lines = [fault_text(fault) for fault in report.faults[:MOST_FAULTS]]
        if len(report.faults) > MOST_FAULTS:
            lines.append(self.tr("……还有 {count} 处").format(count=len(report.faults) - MOST_FAULTS))
        if any(fault.code == "E-209" for fault in report.faults):
            lines.append(self.tr("断处之前的 {rows} 条首尾相接。").format(rows=rows))
        elif report.oldest_at is not None and report.newest_at is not None:
            span = self.tr("{rows} 条首尾相接，从 {oldest} 到 {newest}。")
            oldest, newest = moment_text(report.oldest_at), moment_text(report.newest_at)
            lines.append(span.format(rows=rows, oldest=oldest, newest=newest))
        if report.newest_checkpoint_n:
            signed = self.tr("{count} 个签名检查点有效，最新的签到第 {n} 条。")
            lines.append(signed.format(count=report.checkpoints_good, n=number_text(report.newest_checkpoint_n)))
        else:
            lines.append(self.tr("还没有有效的签名检查点。"))
        return lines
