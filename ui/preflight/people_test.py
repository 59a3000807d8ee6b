"""What people have to do themselves, one thing at a time: say three words, tell whether a sound was heard."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.session.preflight.table import CheckId, CheckState
from app.session.preflight.view import PreflightView
from ui.check_words import check_text, heard_text
from ui.kit.button import Button
from ui.kit.label import label, restyle
from ui.kit.sign import Sign
from ui.style.theme import Theme


class PeopleTest(QFrame):
    """A line under the picture: what to do now, and the buttons for it."""

    words_wanted = Signal()
    sound_wanted = Signal()
    sound_heard = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._view: PreflightView | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(10))
        row.setSpacing(theme.px(12))
        self._sign = Sign(theme, "microphone", "primary", 26)
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(2))
        self._title, self._line = label(role="section", wrap=True), label(role="caption", tone="secondary", wrap=True)
        restyle(self._title, strong=True)
        lines.addWidget(self._title)
        lines.addWidget(self._line)
        self.words = Button(theme, icon="microphone")
        self.sound = Button(theme, icon="speaker")
        self.heard = Button(theme, icon="passed", kind="primary")
        self.not_heard = Button(theme, icon="failed")
        row.addWidget(self._sign)
        row.addLayout(lines, 1)
        for button in (self.words, self.sound, self.heard, self.not_heard):
            row.addWidget(button)
        self.words.clicked.connect(self.words_wanted)
        self.sound.clicked.connect(self.sound_wanted)
        self.heard.clicked.connect(lambda: self.sound_heard.emit(True))
        self.not_heard.clicked.connect(lambda: self.sound_heard.emit(False))
        self.retranslate()

    def retranslate(self) -> None:
        self.words.setText(self.tr("试音"))
        self.sound.setText(self.tr("放一段声音"))
        self.heard.setText(self.tr("听到了"))
        self.not_heard.setText(self.tr("没听到"))
        self._show()

    @property
    def text(self) -> str:
        return f"{self._title.text()} {self._line.text()}"

    def show_view(self, view: PreflightView) -> None:
        self._view = view
        self._show()

    def _show(self) -> None:
        view = self._view
        if view is None:
            self._tell("people", self.tr("请两位坐到镜头前"), self.tr("客户坐左边，柜员坐右边，脸都要露出来"))
            return
        speech, speaker = view.check(CheckId.SPEECH), view.check(CheckId.SPEAKER)
        words = self.tr("、").join(view.words)
        microphone = view.check(CheckId.MICROPHONE_COUNTER)
        has_ear = microphone.state is not CheckState.FAILED and microphone.code != "not_opened"
        if not has_ear:
            self._tell("warning", self.tr("先把设备接好"), self.tr("接好以后会自己接着检查；没有设备可以先演练"))
        elif speaker.code == "asking":
            self._tell("speaker", self.tr("刚才放了一段声音，听到了吗？"), self.tr("请问一问客户"), asks=True)
        elif speaker.code == "playing":
            self._tell("speaker", self.tr("正在放声音，请听"), "")
        elif speech.code == "listening":
            self._tell("microphone", self.tr("请客户说：{words}").format(words=words), heard_text(speech))
        elif speech.code in ("not_said", "partly_heard", "not_heard"):
            self._tell(
                "microphone",
                self.tr("试一试麦克风"),
                self.tr("按“试音”，再请客户说：{words}。{found}").format(
                    words=words, found="" if speech.code == "not_said" else check_text(speech)
                ),
                words=True,
            )
        elif speaker.code in ("not_played", "not_heard", "echoes"):
            self._tell("speaker", self.tr("试一试扬声器"), check_text(speaker), sound=True)
        else:
            self._tell("people", self.tr("请两位坐好"), self.tr("客户坐左边，柜员坐右边，脸都要露出来"))

    def _tell(
        self, sign: str, title: str, line: str, *, words: bool = False, sound: bool = False, asks: bool = False
    ) -> None:
        self._sign.show_icon(sign, "primary")
        self._title.setText(title)
        self._line.setText(line)
        self._line.setVisible(bool(line))
        self.words.setVisible(words)
        self.sound.setVisible(sound)
        self.heard.setVisible(asks)
        self.not_heard.setVisible(asks)
