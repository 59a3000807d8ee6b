"""The scripts on offer, two lines each: title, and version with its days; those that are not valid say so."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.session.offers import Offer
from ui.kit.tone import SIGNS, Tone, foreground, ground
from ui.style import icons
from ui.style.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_PX = 64


class OfferModel(QAbstractListModel):
    """Told its offers."""

    def __init__(self) -> None:
        super().__init__()
        self.offers: Sequence[Offer] = ()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer = self.offers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.script.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{offer.script.title}，{self.second_line(offer)}，{self.state(offer)}"
        return None

    def second_line(self, offer: Offer) -> str:
        script = offer.script
        text = self.tr("版本 {version} · {valid_from} 起").format(version=script.version, valid_from=script.valid_from)
        if script.valid_to is not None:
            text += self.tr("，至 {valid_to}").format(valid_to=script.valid_to)
        return text

    def state(self, offer: Offer) -> str:
        if offer.is_valid:
            return self.tr("今日有效")
        if offer.instead is None:
            return self.tr("今日无效")
        return self.tr("今日无效，请用 {version}").format(version=offer.instead.version)


class OfferDelegate(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, theme: Theme, model: OfferModel) -> None:
        super().__init__()
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        offer, px, colour = self._model.offers[index.row()], self._theme.px, self._theme.colour
        row = QRectF(option.rect).adjusted(px(4), px(2), -px(4), -px(2))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(colour("primary_soft"))
            painter.drawRoundedRect(row, px(8), px(8))
            painter.setBrush(colour("primary"))
            painter.drawRoundedRect(QRectF(row.left(), row.top() + px(12), px(4), row.height() - px(24)), px(2), px(2))
        small = QFont(painter.font())
        small.setPixelSize(px(13))
        tone = Tone.OK if offer.is_valid else Tone.WARNING
        state, metrics = self._model.state(offer), QFontMetrics(small)
        width = metrics.horizontalAdvance(state) + px(40)
        chip = QRectF(row.right() - width - px(8), row.center().y() - px(13), width, px(26))
        painter.setBrush(colour(ground(tone)))
        painter.drawRoundedRect(chip, px(13), px(13))
        sign = QRectF(
            QPointF(chip.left() + px(8), chip.top() + px(5)), QPointF(chip.left() + px(24), chip.top() + px(21))
        )
        icons.paint(painter, sign, SIGNS[tone], colour(foreground(tone)).name())
        text = row.adjusted(px(16), px(9), -width - px(20), -px(9))
        painter.setPen(colour("text" if offer.is_valid else "secondary"))
        title = painter.fontMetrics().elidedText(offer.script.title, Qt.TextElideMode.ElideRight, round(text.width()))
        painter.drawText(text, Qt.AlignmentFlag.AlignTop, title)
        painter.setFont(small)
        painter.setPen(colour("secondary"))
        painter.drawText(text, Qt.AlignmentFlag.AlignBottom, self._model.second_line(offer))
        painter.setPen(colour(foreground(tone)))
        painter.drawText(chip.adjusted(px(28), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, state)
        painter.restore()


class ScriptList(QListView):
    """A list with one row under the keyboard."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.on_offer = OfferModel()
        self.setModel(self.on_offer)
        self._delegate = OfferDelegate(theme, self.on_offer)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        theme.changed.connect(self.doItemsLayout)

    @property
    def current(self) -> Offer | None:
        index = self.currentIndex()
        return self.on_offer.offers[index.row()] if index.isValid() else None

    def choose(self, row: int) -> None:
        self.setCurrentIndex(self.on_offer.index(row, 0))
