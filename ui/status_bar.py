"""The bar at the foot: how long the disk lasts, the clock, what waits for upload, the vault."""

from PySide6.QtCore import QDateTime, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.evidence.disk import hours_left
from ui.desk import Desk
from ui.kit.label import label
from ui.kit.sign import Sign

EVERY_MS = 1000
DISK_EVERY = 10


class StatusBar(QFrame):
    """Refreshed each second; the disk each ten."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self._desk = desk
        self._beats = 0
        self._waiting = 0
        theme = desk.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(4), theme.px(16), theme.px(4))
        row.setSpacing(theme.px(6))
        self._vault_sign = Sign(theme, "vault", "secondary", 16)
        self._vault, self._disk, self._upload, self._clock = (label(role="caption") for _ in range(4))
        row.addWidget(self._vault_sign)
        row.addWidget(self._vault)
        for sign, text in (("disk", self._disk), ("cloud", self._upload)):
            row.addSpacing(theme.px(18))
            row.addWidget(Sign(theme, sign, "secondary", 16))
            row.addWidget(text)
        row.addStretch(1)
        row.addWidget(Sign(theme, "clock", "secondary", 16))
        row.addWidget(self._clock)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh)
        self._timer.start(EVERY_MS)
        desk.station_changed.connect(self.refresh_all)
        desk.take_changed.connect(self.refresh_all)
        desk.looks_changed.connect(self.refresh_all)
        self.refresh_all()

    def refresh_all(self) -> None:
        self._beats = 0
        station = self._desk.station
        if station is not None:
            self._desk.bridge.run(lambda: len(station.vault.outbox()), self.on_waiting_counted, lambda _: None)
        self.refresh()

    def on_waiting_counted(self, waiting: int) -> None:
        self._waiting = waiting
        self.refresh()

    def refresh(self) -> None:
        self._clock.setText(QDateTime.currentDateTime().toString("yyyy-MM-dd HH:mm:ss"))
        station = self._desk.station
        if station is None:
            self._vault.setText(self.tr("保险库已锁"))
        elif station.vault.doubt is not None:
            self._vault.setText(self.tr("保险库存疑：只读"))
        else:
            self._vault.setText(self.tr("保险库已开，全部加密"))
        self._upload.setText(self.tr("%n 份待上传", "", self._waiting))
        if self._beats % DISK_EVERY == 0:
            self._show_disk()
        self._beats += 1

    def _show_disk(self) -> None:
        hours = hours_left(self._desk.settings.folder.root)
        if hours is None:
            self._disk.setText(self.tr("磁盘：读不到"))
        else:
            left = f"{hours:.1f}" if hours < 10 else str(round(hours))
            self._disk.setText(self.tr("磁盘还可录 {hours} 小时").format(hours=left))
