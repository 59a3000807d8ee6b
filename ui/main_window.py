"""The main window: rail, top bar, notice strip, the stack of pages, status bar; and how it closes.

It shows what pages ask for and decides one thing: whether a page may be left. While a take runs only its page can be
seen, the frame is red, and closing is refused with a reason; once the rest is locked, nothing else is shown any more.
What comes after it is closed is `application.finish`'s.
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ui.desk import OF_THE_VAULT, OUTSIDE, Desk, Page, PageId, first_page, is_for
from ui.kit.label import label, restyle
from ui.kit.notice import Notice
from ui.kit.rail import Rail
from ui.kit.sign import Sign
from ui.kit.tone import Tone
from ui.status_bar import StatusBar
from ui.top_bar import TopBar

MakePage = Callable[[Desk], Page]
RAIL = (
    (PageId.HOME, "home"),
    (PageId.WIZARD, "new"),
    (PageId.REPLAY, "review"),
    (PageId.ACCOUNTS, "people"),
    (PageId.KEYS, "key"),
    (PageId.AUDIT, "audit"),
    (PageId.RETENTION, "archive"),
    (PageId.SETTINGS, "settings"),
)
FRAME_PX = 4
NOTICE_MS = 12_000
"""how long a notice that asks for nothing stays"""


class MainWindow(QWidget):
    """`makers` make the pages, each when it is first needed."""

    closing = Signal()
    """the window goes; owners stop what they own"""

    def __init__(self, desk: Desk, makers: Mapping[PageId, MakePage]) -> None:
        super().__init__()
        self.setObjectName("window")
        self.desk = desk
        self._makers = makers
        self._pages: dict[PageId, Page] = {}
        self._is_closing = self._is_shut = self._must_close = False
        theme = desk.theme
        self._frame = QFrame()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._inside = row
        self.rail = Rail(theme)
        for page_id, icon in RAIL:
            self.rail.add(page_id.value, icon)
        self.rail.add(PageId.HELP.value, "help", at_foot=True)
        row.addWidget(self.rail)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        self._practice, self._practice_text = self._bar("practice")
        self._rest, self._rest_text = self._bar("lock")
        self.top_bar = TopBar(desk)
        self.notice = Notice(theme, can_dismiss=True)
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.status_bar = StatusBar(desk)
        self._strip = QWidget()
        notice_row = QHBoxLayout(self._strip)
        notice_row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), 0)
        notice_row.addWidget(self.notice)
        self._strip.hide()
        self.notice.installEventFilter(self)
        column.addWidget(self._practice)
        column.addWidget(self._rest)
        column.addWidget(self.top_bar)
        column.addWidget(self._strip)
        column.addWidget(self.stack, 1)
        column.addWidget(self.status_bar)
        self._notice_timer = QTimer(self)
        self._notice_timer.setSingleShot(True)
        self._notice_timer.timeout.connect(self.notice.hide)
        self._connect()
        self.retranslate()
        self.setMinimumSize(1024, 640)

    def _bar(self, sign: str) -> tuple[QFrame, QLabel]:
        """Across the top, over every page."""
        bar = QFrame()
        bar.setObjectName("practicebar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(
            self.desk.theme.px(16), self.desk.theme.px(5), self.desk.theme.px(16), self.desk.theme.px(5)
        )
        text = label(role="caption")
        row.addWidget(Sign(self.desk.theme, sign, "warning", 20))
        row.addWidget(text, 1)
        bar.hide()
        return bar, text

    def _connect(self) -> None:
        desk = self.desk
        desk.went.connect(self.on_went)
        desk.told.connect(self.on_told)
        desk.station_changed.connect(self.on_station_changed)
        desk.take_changed.connect(self.on_take_changed)
        desk.lock_changed.connect(lambda: self._rest.setVisible(desk.is_rest_locked))
        desk.looks_changed.connect(self.retranslate)
        self.rail.chosen.connect(lambda key: desk.go(PageId(key)))
        for keys, act in (
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_N), lambda: self._go_if_open(PageId.WIZARD)),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Comma), lambda: self._go_if_open(PageId.SETTINGS)),
            (QKeySequence(Qt.Key.Key_F1), lambda: self._go_if_open(PageId.HELP)),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Slash), lambda: self._go_if_open(PageId.HELP)),
            (QKeySequence(Qt.Key.Key_F11), self._switch_full_screen),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Plus), lambda: self._rescale(25)),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Equal), lambda: self._rescale(25)),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Minus), lambda: self._rescale(-25)),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_0), lambda: self._rescale(0)),
            (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Q), self.close),
        ):
            QShortcut(keys, self).activated.connect(act)

    # ------------------------------------------------------------------ pages

    def page(self, page_id: PageId) -> Page:
        """The page, made if it was not yet."""
        if page_id not in self._pages:
            made = self._makers[page_id](self.desk)
            self._pages[page_id] = made
            self.stack.addWidget(made)
        return self._pages[page_id]

    @property
    def current(self) -> PageId | None:
        widget = self.stack.currentWidget()
        return widget.page_id if isinstance(widget, Page) else None

    def on_went(self, name: str, arguments: dict[str, Any]) -> None:
        page_id = PageId(name)
        old = self.stack.currentWidget()
        station = self.desk.station
        if page_id is PageId.HOME and station is not None and not is_for(page_id, station.person):
            page_id = first_page(station.person)
        if self.desk.is_rest_locked and page_id not in (PageId.RECORDING, PageId.UNLOCK):
            self.desk.tell(self._rest_text.text(), Tone.WARNING)
            return
        if isinstance(old, Page) and old.page_id is not page_id:
            reason = old.may_leave()
            if reason:
                self.desk.tell(reason, Tone.WARNING)
                self.rail.choose(old.page_id.value)
                return
            old.leave()
        self.notice.hide()
        page = self.page(page_id)
        self.stack.setCurrentWidget(page)
        self.rail.choose(page_id.value)
        is_inside = page_id not in OUTSIDE
        self.rail.setVisible(is_inside)
        self.top_bar.setVisible(is_inside and page_id is not PageId.RECORDING)  # which has its own, red
        self.top_bar.show_page(page_id)
        page.enter(**arguments)
        first = page.first_focus()
        if first is not None and self.stack.currentWidget() is page:  # it did not lead on to another
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_told(self, text: str, tone: str, code: str) -> None:
        self.notice.tell(text, Tone(tone))
        self._notice_timer.stop()
        if Tone(tone) in (Tone.OK, Tone.NEUTRAL, Tone.PRIMARY):
            self._notice_timer.start(NOTICE_MS)

    def on_station_changed(self) -> None:
        """What the person may not do is not offered; the station refuses it all the same."""
        if self.desk.station is not None:
            person = self.desk.station.person
            for page_id, _ in RAIL:
                is_here = not (self.desk.is_practice and page_id in OF_THE_VAULT)
                self.rail.set_shown(page_id.value, is_here and is_for(page_id, person))
        self._practice.setVisible(self.desk.is_practice)
        self._show_title()

    def on_take_changed(self) -> None:
        is_recording = self.desk.is_recording
        self._frame.setObjectName("recordframe" if is_recording else "")
        restyle(self._frame)
        border = self.desk.theme.px(FRAME_PX) if is_recording else 0
        self._inside.setContentsMargins(border, border, border, border)
        self.rail.setEnabled(not is_recording)
        self._show_title()

    def _go_if_open(self, page_id: PageId) -> None:
        if self.desk.station is not None:
            self.desk.go(page_id)

    # ------------------------------------------------------------------ looks

    def retranslate(self) -> None:
        for page_id, text in {
            PageId.HOME: self.tr("首页"),
            PageId.WIZARD: self.tr("新建双录"),
            PageId.REPLAY: self.tr("复核"),
            PageId.ACCOUNTS: self.tr("账号"),
            PageId.KEYS: self.tr("密钥"),
            PageId.AUDIT: self.tr("审计"),
            PageId.RETENTION: self.tr("保存"),
            PageId.SETTINGS: self.tr("设置"),
            PageId.HELP: self.tr("帮助"),
        }.items():
            self.rail.set_text(page_id.value, text)
        self._practice_text.setText(self.tr("演练：虚拟柜台，没有真实客户。录像单独存放，画面带“演练”字样，永不上传。"))
        self._rest_text.setText(self.tr("其余部分已锁定：录制照常进行，录完封存后回到登录。"))
        self._show_title()
        for page in self._pages.values():
            page.retranslate()

    def _show_title(self) -> None:
        title = self.tr("双录工作站")
        if self.desk.is_practice:
            title = self.tr("演练 · {title}").format(title=title)
        if self.desk.is_recording:
            title = self.tr("● 录制中 · {title}").format(title=title)
        self.setWindowTitle(title)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The strip takes no room while there is no notice in it."""
        if event.type() in (QEvent.Type.HideToParent, QEvent.Type.ShowToParent):
            self._strip.setVisible(event.type() is QEvent.Type.ShowToParent)
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _switch_full_screen(self) -> None:
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def _rescale(self, by: int) -> None:
        theme = self.desk.theme
        theme.set(scale_percent=theme.scale_percent + by if by else 100)

    # ------------------------------------------------------------------ the end

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_closing:
            event.accept()
            return
        if self.desk.is_recording:
            event.ignore()
            self.desk.tell(self.tr("正在录制，不能关闭。请先结束本次双录；录像封存后再关闭窗口。"), Tone.WARNING)
            return
        page = self.stack.currentWidget()
        reason = page.may_close() if isinstance(page, Page) and not self._must_close else ""
        if reason:
            event.ignore()
            self.desk.tell(reason, Tone.WARNING)
            return
        self._is_closing = True
        event.accept()
        self.shut_down()

    def close_for_good(self) -> None:
        """The system wants it: no page is asked, but for a take."""
        self._must_close = True
        self.close()

    def shut_down(self) -> None:
        """The page that is shown stops what looks; once."""
        if self._is_shut:
            return
        self._is_closing = self._is_shut = True
        self.closing.emit()
        widget = self.stack.currentWidget()
        if isinstance(widget, Page):
            widget.leave()
