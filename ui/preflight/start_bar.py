"""The foot of pre-flight: how likely a first pass is, what would raise that, and the start."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.session.preflight.chance import Chance
from app.session.preflight.table import Check, CheckId, CheckState
from app.session.preflight.view import PreflightView
from ui.check_words import check_name, mend_text
from ui.kit.button import Button
from ui.kit.label import restyle
from ui.problem_words import join
from ui.recording.elide import ElidedLabel
from ui.style.theme import Theme


class StartBar(QFrame):
    """Emits what is wanted; told everything else."""

    repeat_wanted = Signal()
    devices_wanted = Signal()
    practice_wanted = Signal()
    override_wanted = Signal()
    start_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("actionbar")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        row.setSpacing(theme.px(10))
        self._chance, self._why = ElidedLabel(), ElidedLabel(role="caption", tone="secondary")
        restyle(self._chance, strong=True)
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(2))
        lines.addStretch(1)
        lines.addWidget(self._chance)
        lines.addWidget(self._why)
        lines.addStretch(1)
        self.practice = Button(theme, icon="practice")
        self.override = Button(theme, icon="signature")
        self.devices = Button(theme, icon="settings")
        self.repeat = Button(theme, icon="repeat")
        self.start = Button(theme, icon="record", kind="primary", big=True)
        row.addLayout(lines, 1)
        for button in (self.practice, self.override, self.devices, self.repeat, self.start):
            row.addWidget(button)
        self._icons = (
            (self.practice, "practice"), (self.override, "signature"), (self.devices, "settings"),
            (self.repeat, "repeat"),
        )  # fmt: skip
        self._is_compact = False
        self.practice.hide()
        self.override.hide()
        for button, signal in (
            (self.repeat, self.repeat_wanted),
            (self.devices, self.devices_wanted),
            (self.practice, self.practice_wanted),
            (self.override, self.override_wanted),
            (self.start, self.start_wanted),
        ):
            button.clicked.connect(signal)
        self.retranslate()

    def retranslate(self) -> None:
        self.devices.setText(self.tr("更换设备"))
        self.practice.setText(self.tr("没有设备，先演练"))
        self.override.setText(self.tr("主管放行…"))
        for button, name, key in (
            (self.repeat, self.tr("重新检查"), "F5"),
            (self.start, self.tr("开始录制"), "F9"),
        ):
            button.setText(name if self._is_compact else f"{name}  {key}")
            button.setAccessibleName(name)

    def set_compact(self, is_compact: bool) -> None:
        """Without icons and keys, so that everything has room."""
        if is_compact == self._is_compact:
            return
        self._is_compact = is_compact
        for button, icon in self._icons:
            restyle(button, tight=is_compact)
            button.set_icon(None if is_compact else icon)
            if is_compact:
                button.setIcon(QIcon())
        self.retranslate()

    @property
    def why(self) -> str:
        return self._why.text()

    @property
    def chance(self) -> str:
        return self._chance.text()

    def show_view(self, view: PreflightView) -> None:
        is_hopeless = any(check.is_hard and check.state is CheckState.FAILED for check in view.checks)
        first = self.tr("先把不合格的设备处理好，再看通过率")
        self._chance.setText(first if is_hopeless else self._chance_text(view.chance))
        blocking = self.blocking_text(view)
        self._show_why(blocking or self._raise_text(view.chance, view.checks), is_blocking=bool(blocking))
        self.start.setEnabled(view.may_start)
        self.start.setToolTip(blocking or self.tr("按 F9 开始"))

    def show_busy(self, text: str) -> None:
        """Nothing may be pressed while the take begins."""
        self._chance.setText(text)
        self._show_why("", is_blocking=False)
        for button in (self.start, self.repeat, self.devices, self.practice, self.override):
            button.setEnabled(False)

    def set_able(self, is_able: bool) -> None:
        for button in (self.repeat, self.devices, self.practice, self.override):
            button.setEnabled(is_able)

    def blocking_text(self, view: PreflightView) -> str:
        """Why it may not begin."""
        if view.may_start:
            return ""
        if not view.is_settled and not any(check.state is CheckState.FAILED for check in view.checks):
            return self.tr("正在检查，请稍候")
        names = join(check_name(check_id) for check_id in view.blocking)
        return self.tr("还不能开始：{names}").format(names=names)

    def _show_why(self, text: str, *, is_blocking: bool) -> None:
        self._why.setText(text)
        self._why.setVisible(bool(text))
        tone = "danger" if is_blocking and not text.endswith(self.tr("请稍候")) else "secondary"
        if self._why.property("tone") != tone:
            restyle(self._why, tone=tone)

    def _chance_text(self, chance: Chance) -> str:
        if chance.percent is None and not chance.of_takes:
            return self.tr("这份话术在本机还没有录过，估不出一次通过率")
        if chance.percent is None:
            return self.tr("这份话术在本机录过 {count} 次，还估不出一次通过率").format(count=chance.of_takes)
        return self.tr("预计一次通过 {percent} %（近 {count} 次）").format(
            percent=chance.percent, count=chance.of_takes
        )

    def _raise_text(self, chance: Chance, checks: Sequence[Check]) -> str:
        """What would help most."""
        known: dict[CheckId, Check] = {check.id: check for check in checks}
        best = next((one for one in chance.raises if one.points > 0 and one.check in known), None)
        if best is None:
            return self.tr("现在就可以开始")
        mend = mend_text(known[best.check])
        if chance.percent is None:
            return self.tr("{mend}，会更容易一次通过").format(mend=mend)
        return self.tr("{mend}，可到 {percent} %").format(mend=mend, percent=chance.percent + best.points)
