"""The bar on top: where one is, whom the station works for, and the lock."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.settings import Place
from ui.desk import Desk, PageId
from ui.kit.button import Button
from ui.kit.chip import Chip
from ui.kit.label import label
from ui.kit.tone import Tone


class TopBar(QFrame):
    """Page title left; person, sync state and lock right."""

    locked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self._desk = desk
        self._page = PageId.HOME
        theme = desk.theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(12))
        self._title = label(role="section")
        self._place = label(role="caption", tone="secondary")
        self._rest = Chip(theme)
        self._sync = Chip(theme)
        self._person = Chip(theme)
        self._lock = Button(theme, icon="lock", kind="quiet")
        row.addWidget(self._title)
        row.addWidget(self._place)
        row.addStretch(1)
        for widget in (self._rest, self._sync, self._person, self._lock):
            row.addWidget(widget)
        self._lock.clicked.connect(self.locked)
        desk.station_changed.connect(self.retranslate)
        desk.take_changed.connect(self.retranslate)
        desk.lock_changed.connect(self.retranslate)
        desk.looks_changed.connect(self.retranslate)
        self.retranslate()

    def show_page(self, page: PageId) -> None:
        self._page = page
        self.retranslate()

    def retranslate(self) -> None:
        desk = self._desk
        self._title.setText(
            {
                PageId.UNLOCK: self.tr("登录"),
                PageId.HOME: self.tr("首页"),
                PageId.WIZARD: self.tr("新建双录"),
                PageId.PREFLIGHT: self.tr("录前检查"),
                PageId.RECORDING: self.tr("录制"),
                PageId.REVIEW: self.tr("复核与提交"),
                PageId.REPLAY: self.tr("回放与质检"),
                PageId.SETTINGS: self.tr("设置"),
                PageId.HELP: self.tr("帮助与快捷键"),
                PageId.SETUP: self.tr("建立工作站"),
                PageId.ACCOUNTS: self.tr("账号"),
                PageId.KEYS: self.tr("密钥"),
                PageId.AUDIT: self.tr("审计记录"),
                PageId.RETENTION: self.tr("保存与销毁"),
            }[self._page]
        )
        place = desk.settings.place
        if place == Place():
            self._place.setText(self.tr("还没有设网点和柜台"))
        else:
            where = self.tr("{branch} · {counter} 号柜台")
            self._place.setText(where.format(branch=place.branch, counter=place.counter))
        self._lock.setText(self.tr("锁定"))
        self._lock.setToolTip(self.tr("锁定窗口 (Ctrl+L)；录制照常进行，录完再回到登录"))
        self._lock.setEnabled(not desk.is_rest_locked)
        self._rest.setVisible(desk.is_rest_locked)
        self._rest.show_state(self.tr("其余部分已锁定"), Tone.WARNING, "lock")
        self._sync.show_state(self.tr("未设上传"), Tone.NEUTRAL, "cloud-off")
        self._sync.setToolTip(self.tr("还没有设置上传服务器；录像已加密保存在本机。"))
        if desk.station is not None:
            self._person.show_state(desk.station.person.account, Tone.PRIMARY, "person")
