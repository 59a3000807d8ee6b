"""The timeline of a take: its lanes, the playhead, and jumping to whatever lies on it.

By pointer: a click on an item jumps to a moment before it, a click elsewhere to that time; the ruler can be dragged;
the wheel zooms around the pointer, with Shift it moves. By keyboard: arrows go from item to item (up and down between
lanes), Enter jumps, + and - zoom, 0 shows everything. The item that the keyboard is on is told in words, for a screen
reader, as a tooltip does for the pointer. It plays nothing: `seek_wanted` says where.
"""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.replay.lanes import Item, Lane, Timelines, timelines
from ui.replay.scale import Scale
from ui.replay.timeline_paint import LanePainter, Rows
from ui.replay.wording import Titles, item_tip, lane_text
from ui.style.theme import Theme

ZOOM = 1.25
KEYS = frozenset(
    (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
     Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0)
)  # fmt: skip


class Timeline(QWidget):
    """Give it a take with `show_take`, and the time with `set_at`."""

    seek_wanted = Signal(object)
    """at_ns"""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows = Rows(theme)
        self._take = timelines(0)
        self._titles: Titles = {}
        self._scale = Scale(0, 1.0)
        self._at_ns = 0
        self._current: Item | None = None
        self._hovered: Item | None = None
        self._is_dragging = False
        self._drawn: QPixmap | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.on_theme_changed)
        self.retranslate()

    # ------------------------------------------------------------------ what it shows

    def show_take(self, take: Timelines, titles: Mapping[str, str]) -> None:
        """A take of the same length is the same take with something added: the view stays where it is."""
        if take.length_ns != self._take.length_ns:
            self._scale = Scale(take.length_ns, max(1.0, self.width() - self._rows.left))
            self._at_ns = 0
        self._take, self._titles = take, titles
        self._current = self._hovered = None
        self._redraw()
        self.retranslate()

    def set_at(self, at_ns: int) -> None:
        """Move the playhead, and the view with it when it runs out of it."""
        if at_ns == self._at_ns:
            return
        old, self._at_ns = self._playhead_rect(), at_ns
        shown = self._scale if self._is_dragging else self._scale.showing(at_ns)
        if shown is not self._scale:
            self._scale = shown
            self._redraw()
        else:
            self.update(old)
            self.update(self._playhead_rect())

    @property
    def current(self) -> Item | None:
        """The item that the keyboard is on."""
        return self._current

    def item_at(self, place: QPointF) -> Item | None:
        """What lies under a point; of several, the one that begins last."""
        lane = self._rows.lane_at(place.y())
        if lane is None or place.x() < self._rows.left:
            return None
        there = (
            item
            for item in reversed(self._take.lanes[lane])
            if self._rows.box(item, self._scale).adjusted(-2, 0, 2, 0).contains(place)
        )
        return next(there, None)

    def item_rect(self, item: Item) -> QRectF:
        return self._rows.box(item, self._scale)

    def zoom(self, factor: float, around_x: float | None = None) -> None:
        """Larger by `factor`, around the playhead unless told otherwise."""
        around = self._scale.x(self._at_ns) if around_x is None else around_x
        self._scale = self._scale.zoomed(factor, min(max(around, 0.0), self._scale.width_px))
        self._redraw()

    def zoom_out_fully(self) -> None:
        self._scale = Scale(self._take.length_ns, self._scale.width_px)
        self._redraw()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("时间轴"))
        self._describe()
        self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(600), int(self._rows.whole) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(240), int(self._rows.whole) + 1)

    # ------------------------------------------------------------------ keyboard

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in KEYS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()  # here the arrows belong to the items, not to the player
                return True
        elif event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            item = self.item_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if item is None else item_tip(item, self._titles), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._go(-1)
            case Qt.Key.Key_Right:
                self._go(1)
            case Qt.Key.Key_Up:
                self._go_lane(-1)
            case Qt.Key.Key_Down:
                self._go_lane(1)
            case Qt.Key.Key_Home | Qt.Key.Key_End:
                items = self._take.lanes[self._lane]
                self._choose(items[0 if event.key() == Qt.Key.Key_Home else -1] if items else None)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._current is not None:
                    self.seek_wanted.emit(self._current.seek_ns)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(ZOOM)
            case Qt.Key.Key_Minus:
                self.zoom(1 / ZOOM)
            case Qt.Key.Key_0:
                self.zoom_out_fully()
            case _:
                super().keyPressEvent(event)

    @property
    def _lane(self) -> Lane:
        if self._current is not None:
            return self._current.lane
        return next((lane for lane in Lane if self._take.lanes[lane]), Lane.STEPS)

    def _go(self, by: int) -> None:
        items = self._take.lanes[self._lane]
        if not items:
            return
        if self._current is None:
            before = [item for item in items if item.begin_ns <= self._at_ns]
            self._choose(before[-1] if before else items[0])
            return
        index = next((n for n, item in enumerate(items) if item is self._current), 0)
        self._choose(items[min(max(index + by, 0), len(items) - 1)])

    def _go_lane(self, by: int) -> None:
        order = list(Lane)
        at_ns = self._current.begin_ns if self._current is not None else self._at_ns
        index = order.index(self._lane) + by
        while 0 <= index < len(order):
            items = self._take.lanes[order[index]]
            if items:
                self._choose(min(items, key=lambda item: abs(item.begin_ns - at_ns)))
                return
            index += by

    def _choose(self, item: Item | None) -> None:
        self._current = item
        if item is not None:
            shown = self._scale.showing(item.begin_ns, 0.3)
            if shown is not self._scale:
                self._scale = shown
                self._redraw()
        self._describe()
        self.update()

    def _describe(self) -> None:
        if self._current is None:
            self.setAccessibleDescription(self.tr("方向键选择，回车跳到它之前 1.5 秒；加号和减号缩放。"))
            return
        items = self._take.lanes[self._current.lane]
        number = next((n for n, item in enumerate(items, 1) if item is self._current), 0)
        self.setAccessibleDescription(
            self.tr("{lane} {number}/{count}：{tip}").format(
                lane=lane_text(self._current.lane), number=number, count=len(items),
                tip=item_tip(self._current, self._titles),
            )
        )  # fmt: skip

    # ------------------------------------------------------------------ pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if event.button() is not Qt.MouseButton.LeftButton or place.x() < self._rows.left:
            return
        item = self.item_at(place)
        if item is not None:
            self._choose(item)
            self.seek_wanted.emit(item.seek_ns)
            return
        self._is_dragging = True
        self.seek_wanted.emit(self._scale.at_ns(place.x() - self._rows.left))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self.seek_wanted.emit(self._scale.at_ns(event.position().x() - self._rows.left))
            return
        hovered = self.item_at(event.position())
        if hovered is not self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.PointingHandCursor if hovered is not None else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._is_dragging = False

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or not event.angleDelta().y():
            self._scale = self._scale.moved(-notches * self._scale.shown_ns / 10)
            self._redraw()
        else:
            self.zoom(ZOOM**notches, event.position().x() - self._rows.left)
        event.accept()

    # ------------------------------------------------------------------ painting

    def on_theme_changed(self) -> None:
        self.updateGeometry()
        self._scale = self._scale.wide(self.width() - self._rows.left)
        self._redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scale = self._scale.wide(self.width() - self._rows.left)
        self._drawn = None
        super().resizeEvent(event)

    def _redraw(self) -> None:
        self._drawn = None
        self.update()

    def _playhead_rect(self) -> QRect:
        x, reach = self._rows.left + self._scale.x(self._at_ns), self._theme.px(8)
        return QRectF(x - reach, 0, 2 * reach, self.height()).toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._drawn is None:
            ratio = self.devicePixelRatioF()
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(self._theme.colour("surface"))
            lanes = QPainter(self._drawn)
            LanePainter(self._theme, self._rows, self._scale, self.font()).paint(
                lanes, self._take, self._titles, float(self.width())
            )
            lanes.end()
        painter.drawPixmap(0, 0, self._drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(QRectF(self._rows.left - 1, 0, self.width(), self.height()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._hovered is not None:
            painter.setPen(QPen(self._theme.colour("edge"), 1.5))
            painter.drawRoundedRect(self.item_rect(self._hovered).adjusted(-1, 1, 1, -1), 3, 3)
        if self._current is not None and self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRoundedRect(self.item_rect(self._current).adjusted(-2, 1, 2, -1), 3, 3)
        x, reach = self._rows.left + self._scale.x(self._at_ns), float(self._theme.px(6))
        painter.setPen(QPen(self._theme.colour("record"), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        painter.setBrush(self._theme.colour("record"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(QPolygonF([QPointF(x - reach, 0), QPointF(x + reach, 0), QPointF(x, reach * 1.3)]))
        if self.hasFocus():
            painter.setClipping(False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
