"""The foot of the recording page: what can be asked of the take, by button and by key, and how it is ended.

[重播 F6] [再问一次 F7] [标记 F8] [慢一点] [顾客屏 F4]            [我念完了 F9] [结束]
结束（按住一秒）──► 为什么结束？ [客户要离开] [设备出了问题] [其他原因]   [继续录制]     the take goes on meanwhile
after the end ──► 正在封存…
"""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QProgressBar, QStackedLayout, QWidget

from ui.kit.button import Button, HoldButton
from ui.kit.label import label, restyle
from ui.problem_words import END_REASONS, NOTES, end_reason_text, note_text
from ui.recording.elide import ElidedLabel
from ui.style.theme import Theme

FORMS = ((True, True), (False, True), (False, False))
"""with icons, with keys: the richest first"""


class ActionBar(QFrame):
    """Emits what is wanted; the page decides whether it is done."""

    repeat_wanted = Signal(bool)
    """whether slower"""
    again_wanted = Signal()
    marked = Signal(str)
    read_wanted = Signal()
    customer_screen_wanted = Signal()
    end_wanted = Signal()
    """held long enough: the reason is asked next"""
    end_chosen = Signal(str)
    end_left = Signal()
    home_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("actionbar")
        self._theme = theme
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._widths = [0] * len(FORMS)
        self._form: tuple[bool, bool] | None = None
        self.repeat = Button(theme, icon="repeat")
        self.again = Button(theme, icon="ask-again")
        self.mark = Button(theme, icon="mark")
        self.slower = Button(theme, icon="slower")
        self.customer_screen = Button(theme, icon="fullscreen", kind="quiet")
        self.read = Button(theme, icon="next", kind="primary")
        self.end = HoldButton(theme, icon="stop")
        self._acts = (self.repeat, self.again, self.mark, self.slower, self.customer_screen)
        self.menu = QMenu(self)
        self.notes: list[QAction] = []
        for note in NOTES:
            action = self.menu.addAction("")
            action.triggered.connect(lambda _=False, code=note: self.marked.emit(code))
            self.notes.append(action)
        self._stack.addWidget(self._act_row())
        self._stack.addWidget(self._reason_row())
        self._stack.addWidget(self._sealing_row())
        self._stack.addWidget(self._over_row())
        self._connect()
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()
        self.retranslate()

    def _act_row(self) -> QWidget:
        page = QWidget()
        self._row = QHBoxLayout(page)
        for button in self._acts:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.read)
        self._row.addWidget(self.end)
        return page

    def _reason_row(self) -> QWidget:
        page = QWidget()
        self._reasons = QHBoxLayout(page)
        self._why = label()
        restyle(self._why, strong=True)
        self._reasons.addWidget(self._why)
        self.reasons = [Button(self._theme) for _ in END_REASONS]
        for code, button in zip(END_REASONS, self.reasons, strict=True):
            button.clicked.connect(lambda _=False, code=code: self.end_chosen.emit(code))
            self._reasons.addWidget(button)
        self._still = ElidedLabel(role="caption", tone="secondary")
        self._reasons.addWidget(self._still, 1)
        self.go_on = Button(self._theme, kind="primary")
        self.go_on.clicked.connect(self.end_left)
        self._reasons.addWidget(self.go_on)
        return page

    def _sealing_row(self) -> QWidget:
        page = QWidget()
        self._sealing = QHBoxLayout(page)
        self._sealing_text = ElidedLabel()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._sealing.addWidget(self._sealing_text, 1)
        self._sealing.addWidget(self._progress, 2)
        return page

    def _over_row(self) -> QWidget:
        page = QWidget()
        self._over = QHBoxLayout(page)
        self._over_text = ElidedLabel()
        self.home = Button(self._theme, icon="home", kind="primary")
        self.home.clicked.connect(self.home_wanted)
        self._over.addWidget(self._over_text, 1)
        self._over.addWidget(self.home)
        return page

    def _connect(self) -> None:
        self.repeat.clicked.connect(lambda: self.repeat_wanted.emit(False))
        self.slower.clicked.connect(lambda: self.repeat_wanted.emit(True))
        self.again.clicked.connect(self.again_wanted)
        self.mark.clicked.connect(self.open_marks)
        self.read.clicked.connect(self.read_wanted)
        self.customer_screen.clicked.connect(self.customer_screen_wanted)
        self.end.held.connect(self.end_wanted)

    def retranslate(self) -> None:
        for number, (code, action) in enumerate(zip(NOTES, self.notes, strict=True), 1):
            action.setText(f"&{number}  {note_text(code)}")
        for code, button in zip(END_REASONS, self.reasons, strict=True):
            button.setText(end_reason_text(code))
        self._why.setText(self.tr("为什么结束？"))
        self._still.setText(self.tr("录制还在进行"))
        self.go_on.setText(self.tr("不结束，继续录制"))
        self.home.setText(self.tr("回首页"))
        self.menu.setAccessibleName(self.tr("标记"))
        for button, tip in (
            (self.repeat, self.tr("把这一段话再播一遍 (F6)")),
            (self.again, self.tr("这一步从头再问一次 (F7)")),
            (self.mark, self.tr("给这一刻作记号，复核时好找 (F8)")),
            (self.slower, self.tr("从现在起说慢一点，并再说一遍")),
            (self.customer_screen, self.tr("打开或关闭给顾客看的窗口 (F4)")),
            (self.read, self.tr("您照屏幕念的话已经念完 (F9)")),
            (self.end, self.tr("按住一秒结束 (按住 Ctrl+Shift+F9)")),
        ):
            button.setToolTip(tip)
        self._measure()

    def on_theme_changed(self) -> None:
        px = self._theme.px
        for row in (self._row, self._reasons, self._sealing, self._over):
            row.setContentsMargins(px(16), px(8), px(16), px(8))
            row.setSpacing(px(8))
        self._progress.setMinimumWidth(px(120))
        self._measure()

    # ------------------------------------------------------------------ told

    def set_able(self, *, repeat: bool, again: bool, read: bool, is_running: bool) -> None:
        """What makes sense in this state."""
        for button, is_able in (
            (self.repeat, repeat),
            (self.slower, repeat),
            (self.again, again),
            (self.read, read),
            (self.mark, is_running),
            (self.end, is_running),
        ):
            button.setEnabled(is_able)

    def open_marks(self) -> None:
        """The menu over its button; 1 to 5 choose."""
        if self.mark.isEnabled():
            corner = self.mark.mapToGlobal(self.mark.rect().topLeft())
            self.menu.popup(corner - QPoint(0, self.menu.sizeHint().height()))

    def ask_reason(self) -> None:
        self._stack.setCurrentIndex(1)
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_acts(self) -> None:
        self._stack.setCurrentIndex(0)

    def show_sealing(self, text: str) -> None:
        self._sealing_text.setText(text)
        self._progress.setAccessibleName(text)
        self._progress.setVisible(True)
        self._stack.setCurrentIndex(2)

    def show_over(self, text: str) -> None:
        """Nothing more can be done here."""
        self._over_text.setText(text)
        self._stack.setCurrentIndex(3)

    @property
    def is_asking_reason(self) -> bool:
        return self._stack.currentIndex() == 1

    # ------------------------------------------------------------------ room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """With the shortest names and no icons."""
        return QSize(self._widths[-1], super().minimumSizeHint().height())

    def _measure(self) -> None:
        """How wide the bar is in each of its forms, the richest first."""
        self._widths = []
        for form in FORMS:
            self._dress(*form)
            self._row.invalidate()
            self._widths.append(self._row.sizeHint().width())
        self._form = FORMS[-1]
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        """The richest form that has room."""
        fitting = (form for form, width in zip(FORMS, self._widths, strict=True) if width <= self.width())
        form = next(fitting, FORMS[-1])
        if form != self._form:
            self._form = form
            self._dress(*form)

    def _dress(self, has_icons: bool, has_keys: bool) -> None:
        for button, icon, name, key in (
            (self.repeat, "repeat", self.tr("重播"), "F6"),
            (self.again, "ask-again", self.tr("再问一次"), "F7"),
            (self.mark, "mark", self.tr("标记"), "F8"),
            (self.slower, "slower", self.tr("慢一点"), ""),
            (self.customer_screen, "fullscreen", self.tr("顾客屏"), "F4"),
            (self.read, "next", self.tr("我念完了"), "F9"),
            (self.end, "stop", self.tr("按住结束"), ""),
        ):
            button.setText(f"{name}  {key}" if key and has_keys else name)
            button.setAccessibleName(name)
            restyle(button, tight=not has_icons)
            button.set_icon(icon if has_icons else None)
            if not has_icons:
                button.setIcon(QIcon())
