"""One setting: name and explanation, its editor, where its value comes from, and the way back to the default."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from app.settings import SettingRow, Source, Value
from ui.kit.button import Button
from ui.kit.chip import Chip
from ui.kit.label import label
from ui.kit.tone import Tone
from ui.settings.editors import Editor
from ui.settings.words import SOURCE_LOOKS, named, source_text, value_text
from ui.style.theme import Theme

EDITOR_PX, SOURCE_PX = 300, 230


class Row(QFrame):
    """Emits what a person wants; None: the default again."""

    wanted = Signal(str, object)

    def __init__(self, theme: Theme, key: str, editor: Editor) -> None:
        super().__init__()
        self.key = key
        self.editor = editor
        self._setting: SettingRow | None = None
        self._may_change = True
        self._name = label(role="body")
        self._explains = label(role="caption", tone="secondary", wrap=True)
        self._error = label(role="caption", tone="danger", wrap=True)
        self._error.hide()
        self._source, self._restart = Chip(theme), Chip(theme)
        self._default = label(role="caption", tone="secondary")
        self._reset = Button(theme, kind="link")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        grid.setHorizontalSpacing(theme.px(20))
        names, values, sources = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for column, parts in (
            (names, (self._name, self._explains)),
            (values, (editor, self._error)),
        ):
            column.setSpacing(theme.px(3))
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
        sources.setSpacing(theme.px(3))
        chips = QHBoxLayout()
        chips.setSpacing(theme.px(6))
        for chip in (self._source, self._restart):
            chips.addWidget(chip)
        chips.addStretch(1)
        under = QHBoxLayout()
        under.setSpacing(theme.px(8))
        under.addWidget(self._default)
        under.addWidget(self._reset)
        under.addStretch(1)
        sources.addLayout(chips)
        sources.addLayout(under)
        sources.addStretch(1)
        for at, column in enumerate((names, values, sources)):
            grid.addLayout(column, 0, at)
        grid.setColumnStretch(0, 1)
        self._theme, self._grid = theme, grid
        theme.changed.connect(self.on_theme_changed)
        self.on_theme_changed()
        editor.committed.connect(self.on_committed)
        editor.refused.connect(self.on_refused)
        self._reset.clicked.connect(lambda: self.wanted.emit(self.key, None))

    def on_theme_changed(self) -> None:
        """Editors and sources of all rows stand under each other."""
        self.editor.setFixedWidth(self._theme.px(EDITOR_PX))
        self._grid.setColumnMinimumWidth(2, self._theme.px(SOURCE_PX))

    @property
    def haystack(self) -> str:
        words = named(self.key)
        return f"{words.name}\n{words.explains}\n{self.key}".casefold()

    def tell(self, setting: SettingRow, *, may_change: bool) -> None:
        """The setting as it is now."""
        self._setting, self._may_change = setting, may_change
        self.show_error("")
        self.editor.tell(setting.value)
        self.retranslate()

    def show_error(self, text: str) -> None:
        """Why the last value was not taken."""
        self._error.setText(f"✖ {text}" if text else "")
        self._error.setVisible(bool(text))
        if text and self._setting is not None:
            self.editor.tell(self._setting.value)

    def retranslate(self) -> None:
        words, setting = named(self.key), self._setting
        self._name.setText(words.name)
        self._explains.setText(words.explains)
        self.editor.name(words.name, words.empty)
        self._reset.setText(self.tr("恢复默认"))
        self._reset.setAccessibleName(self.tr("{name}：恢复默认").format(name=words.name))
        if setting is None:
            return
        tone, sign = SOURCE_LOOKS[setting.source]
        self._source.show_state(source_text(setting.source), tone, sign)
        self._restart.show_state(self.tr("重启后生效"), Tone.NEUTRAL, "ask-again")
        self._restart.setVisible(setting.needs_restart)
        self._default.setText(self.tr("默认：{value}").format(value=value_text(setting, setting.default)))
        self._default.setVisible(setting.source is not Source.DEFAULT)
        is_free = self._may_change and not setting.is_locked
        self.editor.setEnabled(is_free)
        self._reset.setVisible(is_free and setting.source is Source.USER_FILE)
        reason = self.tr("由管理策略锁定") if setting.is_locked else self.tr("只有管理员可以更改")
        self.editor.setToolTip("" if is_free else reason)

    def on_committed(self, value: Value) -> None:
        self.show_error("")
        self.wanted.emit(self.key, value)

    def on_refused(self) -> None:
        self.show_error(self.tr("请输入一个数"))
