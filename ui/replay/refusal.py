"""Instead of the picture: why a take is not played. Red where it cannot be believed, calm where it is not there yet."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.faults import Fault
from ui.kit.button import Button
from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, Tone
from ui.messages import fault_text
from ui.style.theme import Theme

TAMPERED = frozenset(
    ("E-229", "E-301", "E-303", "E-304", "E-306", "E-321", "E-322", "E-323", "E-324", "E-325", "E-326", "E-327",
     "E-332", "E-333", "E-334", "E-335", "E-337", "E-338", "E-340", "E-341")
)  # fmt: skip
"""the file, the manifest or the signature is not what was sealed here"""
NOT_YOURS = frozenset(("E-222", "E-238", "E-291"))
"""for somebody else to replay: to try again changes nothing"""
NOT_THERE = frozenset(("E-331", "E-344", "E-345", "E-213"))


def is_tampering(fault: Fault) -> bool:
    """Whether a take must not be believed, rather than cannot be read just now."""
    return fault.code in TAMPERED


class Refusal(QFrame):
    """One fault, large; `acted` asks to try again."""

    acted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", "soft")
        self._fault: Fault | None = None
        self._theme = theme
        self._sign = Sign(theme, "failed", "danger", 64)
        self._title = label(role="title", tone="danger")
        self._text = label(role="body", wrap=True)
        self._next = label(role="body", tone="secondary", wrap=True)
        self._again = Button(theme, icon="repeat")
        inner = QWidget()
        inner.setMaximumWidth(theme.px(560))
        column = QVBoxLayout(inner)
        column.setSpacing(theme.px(12))
        column.addStretch(1)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        for widget in (self._title, self._text, self._next):
            widget.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(widget)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        outer = QVBoxLayout(self)
        outer.addWidget(inner, 1, Qt.AlignmentFlag.AlignHCenter)
        self._again.clicked.connect(self.acted)

    @property
    def fault(self) -> Fault | None:
        return self._fault

    def tell(self, fault: Fault) -> None:
        self._fault = fault
        self.retranslate()

    def retranslate(self) -> None:
        fault = self._fault
        if fault is None:
            return
        is_bad = is_tampering(fault)
        tone = Tone.DANGER if is_bad else Tone.WARNING
        if is_bad:
            title = self.tr("这份录像不能采信，不播放")
            hint = self.tr("请保留现场，不要移动或覆盖文件；报告主管和 IT，并换用上传端或备份中的副本。")
        elif fault.code in NOT_THERE:
            title, hint = self.tr("这份录像现在放不了"), ""
        elif fault.code == "E-291":
            title, hint = self.tr("这是您自己录的，请别的同事回放"), self.tr("录像本身没有改动。")
        elif fault.code == "E-238":
            title, hint = self.tr("还没有拿到回放密钥"), ""
        elif fault.code == "E-222":
            title, hint = self.tr("没有回放的权限"), ""
        else:
            title, hint = self.tr("回放停止了"), self.tr("录像本身没有改动。")
        self._title.setText(title)
        self._text.setText(fault_text(fault))
        self._next.setText(hint)
        self._next.setVisible(bool(hint))
        self._again.setText(self.tr("再试一次"))
        self._again.setVisible(not is_bad and fault.code not in NOT_YOURS)
        self._sign.show_icon(SIGNS[tone], tone.value)
        restyle(self._title, tone=tone.value)
        restyle(self, tone=tone.value)
        self.setAccessibleName(f"{title}。{fault_text(fault)}")
