"""The transcript beside the picture: follows the playback, can be searched, and jumps.

The line that is being heard is marked; the list scrolls with it until the person scrolls, and again when asked to.
A click on a line plays from its beginning, a hit of the search from a moment before it. Lines can be copied only by
whose role may export. It plays nothing: `seek_wanted` says where.
"""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.label import label
from ui.messages import clock_text
from ui.replay.icon_button import IconButton
from ui.replay.lines import Line, hits, line_at
from ui.replay.transcript_delegate import LINE_ROLE, LineDelegate
from ui.replay.wording import lane_text
from ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class LinesModel(QAbstractListModel):
    """The lines, for the list; `LINE_ROLE` is the `Line`, the text is what a screen reader says."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{clock_text(line.begin_ns)} {lane_text(line.speaker)}：{line.text}"
        return None


class LinesView(QListView):
    """The list itself; tells when the person moves in it."""

    touched = Signal()
    """scrolled or moved by hand"""
    copy_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
            return
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.touched.emit()
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # the heights follow from the width


class Transcript(QWidget):
    """`show_lines` once, `set_at` while it plays."""

    seek_wanted = Signal(object)
    """at_ns"""

    def __init__(self, theme: Theme, *, may_copy: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self._may_copy = False
        self._hits: tuple[int, ...] = ()
        self._hit: int | None = None
        self.follows = True
        self.model = LinesModel(self)
        self.view = LinesView()
        self.view.setModel(self.model)
        self._delegate = LineDelegate(theme, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.field = QLineEdit(clearButtonEnabled=True)
        self.count = label(role="caption", tone="secondary")
        self._previous = IconButton(theme, "previous")
        self._next = IconButton(theme, "next")
        self.follow_button = Button(theme, icon="focus", kind="secondary")
        self._lay_out()
        self._connect()
        self.set_may_copy(may_copy)
        self.retranslate()

    def set_may_copy(self, may_copy: bool) -> None:
        """Whether lines can be chosen and copied: only for whose role may export."""
        self._may_copy = may_copy
        modes = QAbstractItemView.SelectionMode
        self.view.setSelectionMode(modes.ExtendedSelection if may_copy else modes.SingleSelection)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(4))
        row.addWidget(self.field, 1)
        for widget in (self.count, self._previous, self._next):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(8))
        column.addLayout(row)
        column.addWidget(self.view, 1)
        column.addWidget(self.follow_button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.follow_button.hide()

    def _connect(self) -> None:
        self.field.textChanged.connect(self.on_text_changed)
        self.field.returnPressed.connect(lambda: self.go_to_hit(1))
        self._previous.clicked.connect(lambda: self.go_to_hit(-1))
        self._next.clicked.connect(lambda: self.go_to_hit(1))
        self.follow_button.clicked.connect(self.follow)
        self.view.clicked.connect(self.on_clicked)
        self.view.activated.connect(self.on_activated)
        self.view.touched.connect(self.on_touched)
        self.view.copy_wanted.connect(self.copy)
        # Queued: the bar has not moved yet when it tells, and the button that is shown then moves the list.
        bar = self.view.verticalScrollBar()
        bar.actionTriggered.connect(self.on_touched, Qt.ConnectionType.QueuedConnection)
        self._theme.changed.connect(self.view.scheduleDelayedItemsLayout)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("搜索文字稿"))
        self.field.setAccessibleName(self.tr("搜索文字稿"))
        self.view.setAccessibleName(self.tr("文字稿"))
        for button, text in ((self._previous, self.tr("上一处（Shift+F3）")), (self._next, self.tr("下一处（F3）"))):
            button.set_name(text)
        self.follow_button.setText(self.tr("回到正在播放的地方"))
        self._show_count()
        self.view.viewport().update()

    # ------------------------------------------------------------------ following

    def show_lines(self, lines: Sequence[Line]) -> None:
        if tuple(lines) == tuple(self.model.lines):
            return
        self._delegate.heard_row = self._delegate.hit_row = None
        self.model.show_lines(lines)
        self.on_text_changed(self.field.text())
        self.follow()

    def set_at(self, at_ns: int) -> None:
        """Mark the line that is heard then."""
        row = line_at(self.model.lines, at_ns)
        if row == self._delegate.heard_row:
            return
        old, self._delegate.heard_row = self._delegate.heard_row, row
        for changed in (old, row):
            if changed is not None:
                self.view.update(self.model.index(changed))
        self._scroll()

    @property
    def heard_row(self) -> int | None:
        return self._delegate.heard_row

    def follow(self) -> None:
        """Scroll with the playback again."""
        self.follows = True
        self.follow_button.hide()
        self._scroll()

    def on_touched(self) -> None:
        self.follows = False
        self.follow_button.setVisible(bool(self.model.lines))

    def _scroll(self) -> None:
        if self.follows and self._delegate.heard_row is not None:
            index = self.model.index(self._delegate.heard_row)
            self.view.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    # ------------------------------------------------------------------ search

    def focus_search(self) -> None:
        """The keyboard goes to the search field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def on_text_changed(self, words: str) -> None:
        self._hits, self._hit = hits(self.model.lines, words), None
        self._delegate.words, self._delegate.hit_row = words, None
        self._show_count()
        self.view.viewport().update()

    def go_to_hit(self, by: int) -> None:
        """The next hit (1) or the one before (-1), around the end."""
        if not self._hits:
            return
        self._hit = (0 if by > 0 else -1) if self._hit is None else self._hit + by
        self._hit %= len(self._hits)
        row = self._hits[self._hit]
        self._delegate.hit_row = row
        self._show_count()
        self.view.scrollTo(self.model.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)
        self.view.viewport().update()
        self.seek_wanted.emit(self.model.lines[row].seek_ns)

    def _show_count(self) -> None:
        is_asked = bool(self.field.text().strip())
        number = 0 if self._hit is None else self._hit + 1
        text = f"{number}/{len(self._hits)}" if self._hits else self.tr("没有找到")
        self.count.setText(text if is_asked else "")
        self.field.setAccessibleDescription(self.count.text())
        for button in (self._previous, self._next):
            button.setEnabled(bool(self._hits))

    # ------------------------------------------------------------------ jumping, copying

    def on_clicked(self, index: QModelIndex) -> None:
        if not QApplication.keyboardModifiers():  # with Ctrl or Shift it chooses lines
            self.seek_wanted.emit(self.model.lines[index.row()].begin_ns)
            self.follow()

    def on_activated(self, index: QModelIndex) -> None:
        self.seek_wanted.emit(self.model.lines[index.row()].begin_ns)

    def copy(self) -> None:
        """The chosen lines to the clipboard, for who may."""
        if self._may_copy:
            rows = sorted(index.row() for index in self.view.selectedIndexes())
            texts = [str(self.model.index(row).data()) for row in rows]
            if texts:
                QGuiApplication.clipboard().setText("\n".join(texts))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
