"""Draws the timeline's lanes: what is the same until the take, the scale or the theme changes.

Every colour comes with a shape: answers and marks have their sign, what is missing is hatched, speech lies on a lane
with its speaker's name. It draws into any painter and keeps nothing.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from ui.kit.tone import Tone, foreground, ground
from ui.messages import VERDICT_TONES, clock_text
from ui.replay.lanes import Item, Lane, Look, Timelines
from ui.replay.scale import Scale
from ui.replay.wording import Titles, item_text, lane_text
from ui.style.theme import Theme

HEAD_PX, RULER_PX, STEPS_PX, LANE_PX = 76, 20, 26, 19
LEAST_BAR_PX = 3.0
LEAST_CHARACTERS = 4
"""of a title that is cut, its dots with them: less says nothing"""
BAR_TOKENS = {Lane.PROMPTS: "meter_low", Lane.COUNTER: "primary", Lane.CUSTOMER: "text"}
LOOK_TOKENS = {Look.PLAIN: "secondary", Look.REMEDY: "primary", Look.ALARM: "danger", Look.PERSON: "text"}


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the lanes lie, from top to bottom, at the theme's scale."""

    theme: Theme

    @property
    def left(self) -> float:
        return float(self.theme.px(HEAD_PX))

    @property
    def ruler(self) -> float:
        return float(self.theme.px(RULER_PX))

    def top(self, lane: Lane) -> float:
        before = list(Lane).index(lane)
        steps = self.theme.px(STEPS_PX) if before else 0
        return self.ruler + steps + max(0, before - 1) * self.theme.px(LANE_PX)

    def height(self, lane: Lane) -> float:
        return float(self.theme.px(STEPS_PX if lane is Lane.STEPS else LANE_PX))

    @property
    def whole(self) -> float:
        last = list(Lane)[-1]
        return self.top(last) + self.height(last)

    def lane_at(self, y: float) -> Lane | None:
        return next((lane for lane in Lane if self.top(lane) <= y < self.top(lane) + self.height(lane)), None)

    def box(self, item: Item, scale: Scale) -> QRectF:
        """What an item covers; moments are as wide as their sign."""
        height = self.height(item.lane)
        left, right = self.left + scale.x(item.begin_ns), self.left + scale.x(item.end_ns)
        if item.lane in (Lane.ANSWERS, Lane.MARKS):
            size = float(self.theme.px(LANE_PX) - 5)
            return QRectF(left - size / 2, self.top(item.lane), max(size, right - left + size / 2), height)
        return QRectF(left, self.top(item.lane), max(LEAST_BAR_PX, right - left), height)


class LanePainter:
    """Paints one state of the timeline into a painter whose origin is the widget's."""

    def __init__(self, theme: Theme, rows: Rows, scale: Scale, font: QFont) -> None:
        self._theme, self._rows, self._scale = theme, rows, scale
        self._small = QFont(font)
        self._small.setPixelSize(theme.px(12))

    def paint(self, painter: QPainter, take: Timelines, titles: Titles, width: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        self._heads(painter, width)
        painter.save()
        painter.setClipRect(QRectF(self._rows.left, 0, width - self._rows.left, self._rows.whole))
        self._ruler(painter)
        if take.checks_faces:
            self._presence(painter, take)
        for lane, items in take.lanes.items():
            for number, item in enumerate(items, 1):
                if (
                    item.end_ns < self._scale.first_ns - self._scale.shown_ns / 20
                    or item.begin_ns > self._scale.last_ns
                ):
                    continue
                match lane:
                    case Lane.STEPS:
                        self._step(painter, item, number, titles)
                    case Lane.ANSWERS:
                        tone = VERDICT_TONES.get(str(item.verdict), Tone.NEUTRAL)
                        self._sign(painter, item, self._colour(foreground(tone)), _verdict_path(tone))
                    case Lane.MARKS:
                        self._sign(painter, item, self._colour(LOOK_TOKENS[item.look]), _look_path(item.look))
                    case Lane.FACES:
                        self._face(painter, item, titles)
                    case _ if item.is_gap:
                        self._hatched(painter, self._rows.box(item, self._scale), item_text(item, titles))
                    case _:
                        self._bar(painter, item)
        painter.restore()

    # ------------------------------------------------------------------ the frame

    def _heads(self, painter: QPainter, width: float) -> None:
        rows = self._rows
        painter.fillRect(QRectF(0, 0, width, rows.whole), self._colour("surface"))
        for lane in Lane:
            top, height = rows.top(lane), rows.height(lane)
            painter.setPen(self._colour("line"))
            painter.drawLine(QPointF(0, top), QPointF(width, top))
            painter.setPen(self._colour("secondary"))
            box = QRectF(self._theme.px(6), top, rows.left - self._theme.px(8), height)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, lane_text(lane))

    def _ruler(self, painter: QPainter) -> None:
        rows = self._rows
        painter.fillRect(QRectF(rows.left, 0, self._scale.width_px, rows.ruler), self._colour("raised"))
        for at_ns in self._scale.ticks_ns():
            x = rows.left + self._scale.x(at_ns)
            painter.setPen(self._colour("line"))
            painter.drawLine(QPointF(x, 0), QPointF(x, rows.whole))
            painter.setPen(self._colour("secondary"))
            box = QRectF(x + self._theme.px(4), 0, self._theme.px(70), rows.ruler)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, clock_text(at_ns))

    # ------------------------------------------------------------------ items

    def _step(self, painter: QPainter, item: Item, number: int, titles: Titles) -> None:
        """A chapter: how it was judged, its name; its number where there is no room for that."""
        tone = VERDICT_TONES.get(str(item.verdict), Tone.NEUTRAL)
        box = self._rows.box(item, self._scale).adjusted(0.5, 2, -1.5, -2)
        painter.setPen(QPen(self._colour("edge"), 1))
        painter.setBrush(self._colour(ground(tone)))
        painter.drawRoundedRect(box, 3, 3)
        size = self._theme.px(9)
        if box.width() > size + self._theme.px(10):
            sign = QRectF(box.left() + self._theme.px(5), box.center().y() - size / 2, size, size)
            _draw(painter, _verdict_path(tone), sign, self._colour(foreground(tone)))
            room = box.adjusted(size + self._theme.px(9), 0, -self._theme.px(3), 0)
            title, metrics = titles.get(item.step or "", item.step or ""), painter.fontMetrics()
            text = metrics.elidedText(title, Qt.TextElideMode.ElideRight, int(room.width()))
            if text != title and len(text) < LEAST_CHARACTERS:
                text = str(number) if metrics.horizontalAdvance(str(number)) <= room.width() else ""
            painter.setPen(self._colour("text"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _bar(self, painter: QPainter, item: Item) -> None:
        box = self._rows.box(item, self._scale)
        bar = box.adjusted(0, box.height() * 0.25, 0, -box.height() * 0.25)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(BAR_TOKENS[item.lane]))
        painter.drawRoundedRect(bar, 2, 2)

    def _sign(self, painter: QPainter, item: Item, colour: QColor, path: QPainterPath) -> None:
        """A sign where it begins, and a line as long as it lasts."""
        box = self._rows.box(item, self._scale)
        size = float(self._theme.px(LANE_PX) - 6)
        begin = self._rows.left + self._scale.x(item.begin_ns)
        end = self._rows.left + self._scale.x(item.end_ns)
        if end - begin > size / 2:
            painter.setPen(QPen(colour, 2))
            painter.drawLine(QPointF(begin, box.center().y()), QPointF(end, box.center().y()))
            painter.drawLine(QPointF(end, box.center().y() - 3), QPointF(end, box.center().y() + 3))
        _draw(painter, path, QRectF(begin - size / 2, box.center().y() - size / 2, size, size), colour)

    def _presence(self, painter: QPainter, take: Timelines) -> None:
        """A quiet band as long as somebody looked: what is not hatched in it was there."""
        end_ns = take.steps[-1].end_ns if take.steps else take.length_ns
        top, height = self._rows.top(Lane.FACES), self._rows.height(Lane.FACES)
        left, right = self._rows.left + self._scale.x(0), self._rows.left + self._scale.x(max(end_ns, 0))
        band = QRectF(left, top + height * 0.2, right - left, height * 0.6)
        painter.fillRect(band, self._colour("ok_soft"))

    def _face(self, painter: QPainter, item: Item, titles: Titles) -> None:
        """The customer above, the clerk below; a gap in the picture takes both."""
        box = self._rows.box(item, self._scale).adjusted(0, 2, 0, -2)
        match item.kind:
            case "customer_absent":
                self._hatched(painter, box.adjusted(0, 0, 0, -box.height() / 2))
            case "clerk_absent":
                self._hatched(painter, box.adjusted(0, box.height() / 2, 0, 0))
            case "stranger_seen":
                painter.setPen(QPen(self._colour("danger"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)
            case _:
                self._hatched(painter, box, item_text(item, titles))

    def _hatched(self, painter: QPainter, box: QRectF, text: str = "") -> None:
        colour = self._colour("danger")
        painter.fillRect(box, self._colour("danger_soft"))
        painter.fillRect(box, QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(colour, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        if text and painter.fontMetrics().horizontalAdvance(text) + 8 < box.width():
            ground = QRectF(box)
            ground.setWidth(painter.fontMetrics().horizontalAdvance(text) + 8)
            painter.fillRect(ground, self._colour("danger_soft"))
            painter.setPen(colour)
            painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)

    def _colour(self, token: str) -> QColor:
        return self._theme.colour(token)


def _draw(painter: QPainter, path: QPainterPath, box: QRectF, colour: QColor) -> None:
    """A path of the unit square, filled, into `box`."""
    painter.save()
    painter.translate(box.topLeft())
    painter.scale(box.width(), box.height())
    painter.fillPath(path, colour)
    painter.restore()


def _verdict_path(tone: Tone) -> QPainterPath:
    """Passed: a disc; doubtful: a triangle; failed: a cross; not checked: a ring."""
    path = QPainterPath()
    match tone:
        case Tone.OK | Tone.PRIMARY:
            path.addEllipse(QRectF(0.05, 0.05, 0.9, 0.9))
        case Tone.WARNING:
            path.addPolygon(QPolygonF([QPointF(0.5, 0), QPointF(1, 1), QPointF(0, 1), QPointF(0.5, 0)]))
        case Tone.DANGER:
            points = ((0, 0.2), (0.2, 0), (0.5, 0.3), (0.8, 0), (1, 0.2), (0.7, 0.5), (1, 0.8), (0.8, 1), (0.5, 0.7),
                      (0.2, 1), (0, 0.8), (0.3, 0.5), (0, 0.2))  # fmt: skip
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
        case Tone.NEUTRAL:
            path.addEllipse(QRectF(0.05, 0.05, 0.9, 0.9))
            path.addEllipse(QRectF(0.28, 0.28, 0.44, 0.44))
    return path


def _look_path(look: Look) -> QPainterPath:
    """An alarm: a triangle; a remedy: a diamond; set by a person: a flag; anything else: a small disc."""
    path = QPainterPath()
    match look:
        case Look.ALARM:
            return _verdict_path(Tone.WARNING)
        case Look.REMEDY:
            corners = ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5), (0.5, 0))
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        case Look.PERSON:
            flag = ((0.2, 0.0), (1.0, 0.3), (0.35, 0.6), (0.35, 1.0), (0.2, 1.0), (0.2, 0.0))
            path.addPolygon(QPolygonF([QPointF(x, y) for x, y in flag]))
        case Look.PLAIN:
            path.addEllipse(QRectF(0.25, 0.25, 0.5, 0.5))
    return path
