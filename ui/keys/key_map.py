"""The picture of the keys: which opens which, drawn; each key is a button that can be looked at closer.

口令 ─► 账号密钥 ─┬─► 保险库密钥 ─► 保险库
本机密钥 (a layer) ├─► 账号签发密钥 ─► 账号表
恢复凭证 ┄┄┄┄┄┄┄┄┄┴─► 回放密钥 ─► 录像 ◄─ 机构归档密钥, 工作站签名密钥
"""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QSizePolicy, QWidget

from app.administration import KeyState
from ui.keys.words import Key, has_it, is_there, key_words, trouble_text
from ui.kit.button import Button
from ui.kit.label import label
from ui.style.theme import Theme

PLACES: dict[Key, tuple[int, int]] = {
    Key.PASSPHRASE: (0, 0),
    Key.ACCOUNT: (0, 1),
    Key.VAULT: (0, 2),
    Key.DEVICE: (1, 0),
    Key.AUTHORITY: (1, 2),
    Key.KIT: (2, 0),
    Key.REPLAY: (2, 2),
    Key.ARCHIVE: (3, 2),
    Key.STATION: (3, 3),
}
"""row and column"""
OPENED = ((Key.VAULT, 0), (Key.AUTHORITY, 1), (Key.REPLAY, 2))
"""keys, and the row of what each opens, in the last column"""
GRANTED = (Key.VAULT, Key.AUTHORITY, Key.REPLAY)
GAP_PX = 34


class KeyMap(QWidget):
    """`chosen` is the key that is looked at."""

    key_chosen = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: KeyState | None = None
        self._group = QButtonGroup(self)
        self.buttons: dict[Key, Button] = {}
        self._things = [label(role="caption", wrap=True) for _ in OPENED]
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(10), theme.px(10), 0, theme.px(6))
        grid.setHorizontalSpacing(theme.px(GAP_PX))
        grid.setVerticalSpacing(theme.px(18))
        for key, (row, column) in PLACES.items():
            button = Button(theme)
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self.on_clicked)
            self._group.addButton(button)
            self.buttons[key] = button
            grid.addWidget(button, row, column)
        for (_, row), thing in zip(OPENED, self._things, strict=True):
            thing.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            thing.setContentsMargins(theme.px(8), 0, 0, 0)
            grid.addWidget(thing, row, 3)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.buttons[Key.REPLAY].setChecked(True)
        theme.changed.connect(self.update)
        self._show_chosen()
        self.retranslate()

    @property
    def chosen(self) -> Key:
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def on_clicked(self) -> None:
        self._show_chosen()
        self.key_chosen.emit()

    def _show_chosen(self) -> None:
        for button in self.buttons.values():
            button.set_kind("primary" if button.isChecked() else "secondary")

    def show_state(self, state: KeyState | None) -> None:
        self._state = state
        self.retranslate()
        self.update()

    def retranslate(self) -> None:
        state = self._state
        for key, button in self.buttons.items():
            name = key_words(key).name
            trouble = trouble_text(key, state) if state is not None else ""
            has = state is not None and has_it(key, state)
            is_missing = state is not None and not is_there(key, state)
            button.setText(self.tr("{key}（无）").format(key=name) if is_missing else name)
            button.set_icon("warning" if trouble else "passed" if has else None)
            said = [name, self.tr("本账号持有") if has else "", trouble]
            button.setAccessibleName(self.tr("，").join(filter(None, said)))
        texts = (self.tr("保险库：业务、文字、审计"), self.tr("账号表：谁是什么角色"), self.tr("录像：画面和声音"))
        for thing, text in zip(self._things, texts, strict=True):
            thing.setText(text)

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_layer(painter)
        box = {key: QRectF(button.geometry()) for key, button in self.buttons.items()}
        things = {row: QRectF(thing.geometry()) for (_, row), thing in zip(OPENED, self._things, strict=True)}
        self._paint_arrow(painter, _right(box[Key.PASSPHRASE]), _left(box[Key.ACCOUNT]))
        for key in GRANTED:
            self._paint_arrow(painter, _right(box[Key.ACCOUNT]), _left(box[key]))
            self._paint_arrow(painter, _right(box[Key.KIT]), _left(box[key]), is_there=self._has(Key.KIT), dotted=True)
        for key, row in OPENED:
            self._paint_arrow(painter, _right(box[key]), _left(things[row]))
        takes = things[2]
        self._paint_arrow(painter, _right(box[Key.ARCHIVE]), _left(takes), is_there=self._has(Key.ARCHIVE))
        station = box[Key.STATION]
        foot = QPointF(station.center().x(), takes.bottom())
        self._paint_arrow(painter, QPointF(station.center().x(), station.top()), foot)

    def _has(self, key: Key) -> bool:
        return self._state is not None and is_there(key, self._state)

    def _paint_layer(self, painter: QPainter) -> None:
        """The computer's own key lies around what is granted; faint where there is none."""
        px, is_bound = self._theme.px, self._has(Key.DEVICE)
        around = QRectF()
        for key in GRANTED:
            around = around.united(QRectF(self.buttons[key].geometry()))
        around.adjust(-px(9), -px(8), px(9), px(8))
        colour = self._theme.colour("primary" if is_bound else "line")
        painter.setPen(QPen(colour, px(2), Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(around, px(10), px(10))
        device = QRectF(self.buttons[Key.DEVICE].geometry())
        painter.drawLine(_right(device), QPointF(around.left(), device.center().y()))

    def _paint_arrow(
        self, painter: QPainter, begin: QPointF, end: QPointF, *, is_there: bool = True, dotted: bool = False
    ) -> None:
        px = self._theme.px
        colour = self._theme.colour("edge" if is_there else "line")
        painter.setPen(QPen(colour, px(2), Qt.PenStyle.DotLine if dotted else Qt.PenStyle.SolidLine))
        painter.drawLine(begin, end)
        along = end - begin
        length = max(1.0, (along.x() ** 2 + along.y() ** 2) ** 0.5)
        unit = along / length
        across = QPointF(-unit.y(), unit.x())
        neck = end - unit * px(9)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([end, neck + across * px(5), neck - across * px(5)]))


def _right(box: QRectF) -> QPointF:
    return QPointF(box.right(), box.center().y())


def _left(box: QRectF) -> QPointF:
    return QPointF(box.left(), box.center().y())
