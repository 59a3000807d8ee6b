"""What can be done with the keys: a paragraph, a state and a button each."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from app.administration import KeyState
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.chip import Chip
from ui.kit.label import divider, label
from ui.kit.scroller import Scroller
from ui.kit.tone import Tone
from ui.style.theme import Theme


class Act(StrEnum):
    """In the order of the card."""

    ROTATE_REPLAY = "rotate_replay"
    MAKE_KIT = "make_kit"
    ROTATE_DATABASE = "rotate_database"
    BIND = "bind"


@dataclass(frozen=True, slots=True)
class _Words:
    name: str
    explains: str
    button: str
    state: str
    tone: Tone


class ActsCard(Card):
    """Told the state and which acts the person may do; emits the one that is wished."""

    wished = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._state: KeyState | None = None
        self._may: frozenset[Act] = frozenset()
        self._names = {act: label(role="section") for act in Act}
        self._explains = {act: label(role="caption", tone="secondary", wrap=True) for act in Act}
        self._chips = {act: Chip(theme) for act in Act}
        self.buttons = {act: Button(theme) for act in Act}
        area = Scroller()
        area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)  # it scrolls within the card
        area.body.setSpacing(theme.px(8))
        for act in Act:
            if area.body.count():
                area.body.addWidget(divider())
            head = QHBoxLayout()
            head.addWidget(self._names[act])
            head.addStretch(1)
            head.addWidget(self._chips[act])
            area.body.addLayout(head)
            area.body.addWidget(self._explains[act])
            area.body.addWidget(self.buttons[act], 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons[act].clicked.connect(lambda _=False, act=act: self.wished.emit(act.value))
        area.body.addStretch(1)
        self.add(area, 1)
        self.retranslate()

    def show_state(self, state: KeyState | None, may: frozenset[Act]) -> None:
        self._state, self._may = state, may
        self.retranslate()

    def set_busy(self, is_busy: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(not is_busy)
        if not is_busy:
            self.retranslate()

    def retranslate(self) -> None:
        for act in Act:
            words = self._words(act)
            self._names[act].setText(words.name)
            self._explains[act].setText(words.explains)
            self.buttons[act].setText(words.button)
            self.buttons[act].setVisible(act in self._may)
            self._chips[act].show_state(words.state, words.tone)
            self._chips[act].setVisible(bool(words.state) and self._state is not None)
        state = self._state
        must_wait = state is not None and not state.has_kit and not state.is_bound
        self.buttons[Act.BIND].setEnabled(not must_wait)
        self.buttons[Act.BIND].setToolTip(self.tr("先制作恢复凭证，否则电脑坏了就再也打不开") if must_wait else "")

    def _words(self, act: Act) -> _Words:
        state = self._state
        is_due = state is not None and state.is_rotation_due
        has_kit = state is not None and state.has_kit
        is_bound = state is not None and state.is_bound
        match act:
            case Act.ROTATE_REPLAY:
                return _Words(
                    self.tr("更换回放密钥"),
                    self.tr("以后的录像只对现在的持有人打开，以前的录像照旧。有人不再能回放后要做。要两个人。"),
                    self.tr("更换…"),
                    self.tr("该更换了") if is_due else self.tr("不用更换"),
                    Tone.WARNING if is_due else Tone.OK,
                )
            case Act.MAKE_KIT:
                return _Words(
                    self.tr("恢复凭证"),
                    self.tr("三份交三个人，任意两份能恢复。重做后旧的作废，要全部销毁。要两个人。"),
                    self.tr("重新制作…") if has_kit else self.tr("制作…"),
                    self.tr("已制作") if has_kit else self.tr("还没有制作"),
                    Tone.OK if has_kit else Tone.WARNING,
                )
            case Act.ROTATE_DATABASE:
                return _Words(
                    self.tr("更换数据库密钥"),
                    self.tr("整个数据库换一把新密钥重新加密。抄走的旧库和旧 vault.keys 打不开新库。"),
                    self.tr("更换…"),
                    "",
                    Tone.NEUTRAL,
                )
            case Act.BIND:
                return _Words(
                    self.tr("绑定本机"),
                    self.tr("绑定后，保险库只在这台电脑上打得开。换电脑要用恢复凭证。"),
                    self.tr("解除绑定…") if is_bound else self.tr("绑定…"),
                    self.tr("已绑定") if is_bound else self.tr("没有绑定"),
                    Tone.OK if is_bound else Tone.NEUTRAL,
                )
