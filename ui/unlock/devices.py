"""Four chips under the login: camera, microphone, disk, upload."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.evidence.disk import hours_left
from ui.kit.chip import Chip
from ui.kit.tone import Tone
from ui.style.theme import Theme

if TYPE_CHECKING:
    from app.devices import PluggedIn

ENOUGH_HOURS = 8


class DeviceChips(QWidget):
    """Told what is plugged in; `folder` is where takes go."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.camera, self.microphone, self.disk, self.upload = (Chip(theme) for _ in range(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for pair in ((self.camera, self.microphone), (self.disk, self.upload)):
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            for chip in pair:
                row.addWidget(chip)
            row.addStretch(1)
            column.addLayout(row)

    def tell(self, found: "PluggedIn | None", folder: Path) -> None:
        """`found` none: not looked yet."""
        if found is None:
            self.camera.show_state(self.tr("摄像头：查找中"), Tone.NEUTRAL)
            self.microphone.show_state(self.tr("麦克风：查找中"), Tone.NEUTRAL)
        else:
            self._show_kind(self.camera, self.tr("摄像头"), [one.name for one in found.cameras])
            self._show_kind(self.microphone, self.tr("麦克风"), [one.name for one in found.microphones])
        hours = hours_left(folder)
        if hours is None:
            self.disk.show_state(self.tr("磁盘：读不到"), Tone.DANGER)
        else:
            tone = Tone.OK if hours >= ENOUGH_HOURS else Tone.WARNING
            self.disk.show_state(self.tr("磁盘可录 {hours} 小时").format(hours=round(hours)), tone)
        self.upload.show_state(self.tr("上传未设置，录像只存本机"), Tone.NEUTRAL, "cloud-off")

    def _show_kind(self, chip: Chip, kind: str, names: Sequence[str]) -> None:
        if names:
            chip.show_state(self.tr("{kind} %n 个", "", len(names)).format(kind=kind), Tone.OK)
            chip.setToolTip("\n".join(names))
        else:
            chip.show_state(self.tr("未检测到{kind}").format(kind=kind), Tone.WARNING)
