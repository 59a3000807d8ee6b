"""Sheet 1: the language, and what this station is."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget

from app.settings import Place, Settings
from ui.kit.card import Card
from ui.kit.either import Either
from ui.kit.facts import Facts
from ui.kit.field import Field
from ui.kit.label import label
from ui.messages import language
from ui.setup.sheet import Sheet
from ui.style.theme import Theme

LANGUAGES = ("zh", "en")
LOCALES = ("zh_CN", "en_001")
"""of the same: each names itself"""


class WelcomeSheet(Sheet):
    """`spoken` carries the language that was chosen."""

    spoken = Signal(str)

    def __init__(self, theme: Theme, settings: Settings) -> None:
        super().__init__(theme)
        self._settings = settings
        self.language = Either(theme, LANGUAGES)
        self._field = Field(theme, self.language)
        self._what = label(role="body", wrap=True)
        self._facts = Facts(theme, name_px=120)
        self._station = Card(theme, margin=20)
        self._station.add(self._facts)
        self._steps = label(role="body", tone="secondary", wrap=True)
        for widget in (self._what, self._field, self._station, self._steps):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self.language.chosen.connect(self.spoken)
        self.retranslate()

    def first_focus(self) -> QWidget | None:
        return self.language

    def retranslate(self) -> None:
        place, folder = self._settings.place, self._settings.folder.root
        self._what.setText(
            self.tr("这台电脑上还没有双录工作站。建立它要两个人，大约五分钟；以后每个人用自己的工号登录。")
        )
        self._field.set_name(self.tr("语言 / Language"))
        names = [QLocale(name).nativeLanguageName() for name in LOCALES]
        self.language.set_texts(self.tr("语言 / Language"), names)
        self.language.set_value(language())
        self._station.set_heading(self.tr("这个工作站"))
        unset = self.tr("还没有设，建立以后由管理员在“设置”里填")
        self._facts.tell(
            (
                (self.tr("网点"), unset if place.branch == Place().branch else place.branch),
                (self.tr("柜台"), unset if place == Place() else self.tr("{counter} 号").format(counter=place.counter)),
                (self.tr("数据放在"), str(folder)),
            )
        )
        self._steps.setText(
            self.tr(
                "接下来：一位管理员设自己的工号和口令；另一位能回放录像的主管设他的；"
                "最后把三份恢复凭证交给三位保管人。请准备三张纸或一台打印机。"
            )
        )
