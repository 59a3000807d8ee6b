"""One field of the form, whatever its kind: text in, text out; told what is wrong and what it will sound like."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.session.script import Fact, FactKind
from app.session.typed import MOST_CHARACTERS
from ui.kit.combo import Combo
from ui.kit.date_edit import DateEdit
from ui.kit.either import Either
from ui.kit.field import Field
from ui.kit.label import label, restyle
from ui.style.theme import Theme
from ui.wizard.words import unit_text

YES, NO = "yes", "no"


class FactField(Field):
    """Emits `written` at each change, and `left` when one has been in it."""

    written = Signal(str, str)
    """name of the fact, text"""
    left = Signal(str)

    def __init__(self, theme: Theme, name: str, fact: Fact) -> None:
        self.name = name
        self.fact = fact
        self._theme = theme
        self._unit = label(role="body", tone="secondary")
        self.is_needed = fact.required
        """whether the sale cannot be recorded without it"""
        self._told = ("", "")
        self._inner: QLineEdit | Combo | Either | DateEdit = self._made()
        super().__init__(theme, self._inner)
        if isinstance(self._inner, QLineEdit) and unit_text(fact.type):
            column = self.layout()
            assert column is not None
            row = QHBoxLayout()
            row.setSpacing(theme.px(8))
            row.addWidget(self._inner, 1)
            row.addWidget(self._unit)
            column.insertLayout(1, row)  # type: ignore[attr-defined]
        self.setFocusProxy(self._inner)
        self._listen()
        self.retranslate()

    def _made(self) -> QLineEdit | Combo | Either | DateEdit:
        match self.fact.type:
            case FactKind.YES_NO:
                return Either(self._theme, [YES, NO])
            case FactKind.CHOICE:
                choice = Combo(self._theme, 10)
                choice.addItem("", "")
                for key, title in self.fact.choices.items():
                    choice.addItem(title, key)
                return choice
            case FactKind.DATE:
                return DateEdit(self._theme)
        edit = QLineEdit()
        edit.setMaxLength(MOST_CHARACTERS)
        return edit

    def _listen(self) -> None:
        match self._inner:
            case QLineEdit():
                self._inner.textEdited.connect(self.on_written)
                self._inner.editingFinished.connect(self.on_left)
            case DateEdit():
                self._inner.edit.textEdited.connect(self.on_written)
                self._inner.edit.editingFinished.connect(self.on_left)
                self._inner.picked.connect(self.on_chosen)
            case Combo():
                self._inner.activated.connect(self.on_chosen)
                self._inner.installEventFilter(self)
            case Either():
                self._inner.chosen.connect(self.on_chosen)

    def retranslate(self) -> None:
        self._unit.setText(unit_text(self.fact.type))
        if isinstance(self._inner, Either):
            self._inner.set_texts(self.fact.title, [self.tr("是"), self.tr("否")])
        if isinstance(self._inner, Combo):
            self._inner.setItemText(0, self.tr("请选择"))

    @property
    def reads_aloud(self) -> bool:
        """Whether it is worth saying how the value will be read."""
        return self.fact.type not in (FactKind.TEXT, FactKind.CHOICE, FactKind.YES_NO)

    @property
    def text(self) -> str:
        match self._inner:
            case QLineEdit():
                return self._inner.text()
            case DateEdit():
                return self._inner.edit.text()
            case Combo():
                return str(self._inner.currentData() or "")
            case Either():
                return self._inner.value

    def set_text(self, text: str) -> None:
        """Show a text without telling."""
        match self._inner:
            case QLineEdit():
                self._inner.setText(text)
                self._inner.setCursorPosition(0)  # a long text is read from its beginning
            case DateEdit():
                self._inner.edit.setText(text)
            case Combo():
                self._inner.setCurrentIndex(max(0, self._inner.findData(text)))
            case Either():
                self._inner.set_value(text)

    def tell(self, title: str, complaint: str, hint: str) -> None:
        """The field's name, what is wrong, and what it says otherwise."""
        if (title, hint) != self._told:
            self._told = (title, hint)
            self.set_name(title, hint)
        if complaint != self.error:
            self.set_error(complaint)
            if isinstance(self._inner, DateEdit):
                restyle(self._inner.edit, invalid=bool(complaint))

    def holds(self, widget: QWidget | None) -> bool:
        """Whether the keyboard is in this field."""
        return widget is not None and (widget is self or self.isAncestorOf(widget))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self.on_left()
        return super().eventFilter(watched, event)

    def on_written(self) -> None:
        self.written.emit(self.name, self.text)

    def on_chosen(self) -> None:
        self.on_written()
        self.on_left()

    def on_left(self) -> None:
        self.left.emit(self.name)
