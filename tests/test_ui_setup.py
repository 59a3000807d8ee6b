"""The first set-up: by keyboard throughout, two people, and shares that are seen once and leave no trace."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.administration import Administration
from app.faults import Fault
from app.rights import Right, Role
from app.settings import load_settings
from app.station import RecoveryKit, Station
from app.vault.recovery import SHARE_WORDS, kit_page, make_seed, make_shares, seed_from
from app.vault.vault import Vault
from tests.desk_parts import focused, open_window, press, settings_in, type_text, unnamed
from tests.vault_parts import CHEAP
from ui.desk import Desk, Page, PageId
from ui.main_window import MainWindow
from ui.pages import setup
from ui.pages.setup import ADMINISTRATOR, KIT, SUPERVISOR, WELCOME, SetupPage
from ui.pages.unlock import UnlockPage
from ui.setup.printing import print_on
from ui.setup.sentence import SentenceDialog

ADMIN_PASSPHRASE, BOSS_PASSPHRASE = "first of two persons", "second one types this"
WORDS_OF_A_SHARE = 33
KEEPERS = ("王一", "李二", "张三")
ALT = Qt.KeyboardModifier.AltModifier


class Hands:
    """On a keyboard, over a window with nothing set up."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        page = window.page(PageId.SETUP)
        assert isinstance(page, SetupPage)
        self.page = page
        page.kdf = CHEAP

    def tab_to(self, widget: QWidget) -> None:
        for _ in range(30):
            if focused() is widget:
                return
            press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {widget.accessibleName()}")

    def account(self, name: str, passphrase: str, again: str | None = None) -> None:
        """Into the form that is shown, which has the keyboard."""
        form = self.page.administrator.form if self.page.at == ADMINISTRATOR else self.page.supervisor.form
        assert focused() is form.account
        type_text(name)
        self.tab_to(form.passphrase.first.edit)
        type_text(passphrase)
        self.tab_to(form.passphrase.again.edit)
        type_text(passphrase if again is None else again)

    def comes_to(self, sheet: int) -> None:
        self.qtbot.waitUntil(lambda: self.page.at == sheet, timeout=20_000)

    def to_the_kit(self) -> None:
        press(Qt.Key.Key_Return)
        assert self.page.at == ADMINISTRATOR
        self.account("admin", ADMIN_PASSPHRASE)
        press(Qt.Key.Key_Return)
        assert self.page.at == SUPERVISOR
        self.account("boss", BOSS_PASSPHRASE)
        press(Qt.Key.Key_N, ALT)
        self.comes_to(KIT)

    def words(self, count: int = WORDS_OF_A_SHARE) -> list[str]:
        """As somebody copies them from the screen."""

        def shown() -> dict[str, str]:
            texts = [one.text() for one in self.page.kit.paper._card.findChildren(QLabel) if one.isVisible()]
            return dict(text.split(".") for text in texts if "." in text)

        self.qtbot.waitUntil(lambda: len(shown()) == count)  # a label is visible once it was laid out
        numbered = shown()
        return [numbered[str(n).rjust(2)].strip() for n in range(1, len(numbered) + 1)]

    def hands_over(self, keeper: str) -> list[str]:
        """One share: copied, given to somebody, two words typed from the paper. Returns what was copied."""
        paper, proof = self.page.kit.paper, self.page.kit.proof
        copied = self.words()
        self.tab_to(paper.keeper)
        type_text(keeper)
        self.tab_to(paper.handed)
        press(Qt.Key.Key_Space)
        press(Qt.Key.Key_N, ALT)
        assert self.page.kit.is_proving and focused() is proof.edits[0]
        for position, edit in zip(list(proof.positions), proof.edits, strict=True):
            self.tab_to(edit)
            type_text(copied[position - 1][:4])
        press(Qt.Key.Key_Return)
        return copied


@pytest.fixture
def hands(qtbot: QtBot, tmp_path: Path) -> Iterator[Hands]:
    makers: dict[PageId, Callable[[Desk], Page]] = {PageId.UNLOCK: UnlockPage, PageId.SETUP: SetupPage}
    with open_window(qtbot, settings_in(tmp_path), makers) as window:
        made = Hands(window, qtbot)
        window.desk.go(PageId.UNLOCK)
        assert window.current is PageId.SETUP and made.page.at == WELCOME
        yield made
        made.page.kit.forget()


def shares() -> tuple[str, str, str]:
    return make_shares(make_seed())


def click(button: QPushButton) -> None:
    button.click()
    QApplication.processEvents()


# ------------------------------------------------------------------ a whole set-up


def test_whole_set_up_by_keyboard(hands: Hands, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    QGuiApplication.clipboard().setText("before")
    hands.to_the_kit()
    copied = [hands.hands_over(keeper) for keeper in KEEPERS]
    assert [len(words) for words in copied] == [SHARE_WORDS] * 3
    assert hands.window.current is PageId.UNLOCK and "工作站建好了" in hands.window.notice.text
    with Station.open(settings_in(tmp_path), ADMIN_PASSPHRASE, "admin") as station:
        roles = {account.name: account.roles for account in Administration(station).accounts()}
        assert roles == {"admin": {Role.ADMINISTRATOR}, "boss": {Role.SUPERVISOR}}
        assert not station.person.may(Right.REPLAY) and not Administration(station).must_change_passphrase()
    with Station.open(settings_in(tmp_path), BOSS_PASSPHRASE, "boss") as station:
        assert station.identities
    with Vault.open_with_kit(tmp_path / "vault", seed_from([" ".join(words) for words in copied[1:]])) as vault:
        assert vault.in_hand.replay and vault.in_hand.authority, "what was copied opens everything"
    assert QGuiApplication.clipboard().text() == "before"
    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for one, next_one in (pair for words in copied for pair in pairwise(words)):
        for between in (" ", '", "', "\n", ","):
            together = f"{one}{between}{next_one}"
            assert together not in caplog.text and together.encode() not in on_disk
    assert not [keeper for keeper in KEEPERS if keeper in caplog.text or keeper.encode() in on_disk]
    for secret in (ADMIN_PASSPHRASE, BOSS_PASSPHRASE):
        assert secret not in caplog.text
    assert [edit.text() for edit in hands.page.findChildren(QLineEdit) if edit.text()] == [], "nothing typed stays"


def test_nothing_is_written_before_the_second_person_is_there(hands: Hands, tmp_path: Path) -> None:
    press(Qt.Key.Key_Return)
    hands.account("admin", ADMIN_PASSPHRASE)
    press(Qt.Key.Key_Return)
    assert not (tmp_path / "vault").exists()
    press(Qt.Key.Key_P, ALT)
    assert hands.page.at == ADMINISTRATOR and hands.page.administrator.form.name == "admin", "and back"


def test_passphrases_follow_the_rules_and_are_typed_twice(hands: Hands) -> None:
    press(Qt.Key.Key_Return)
    form = hands.page.administrator.form
    press(Qt.Key.Key_Return)
    assert form.field.error and focused() is form.account
    hands.account("admin", "short")
    press(Qt.Key.Key_Return)
    assert "至少 10 个字符" in form.passphrase.first.error and focused() is form.passphrase.first.edit
    form.passphrase.first.edit.setText("admin is my name")
    press(Qt.Key.Key_Return)
    assert "不能含有工号" in form.passphrase.first.error
    form.passphrase.first.edit.setText(ADMIN_PASSPHRASE)
    form.passphrase.again.edit.setText(ADMIN_PASSPHRASE + "!")
    press(Qt.Key.Key_Return)
    assert form.passphrase.again.error == "两次输入的口令不一样" and hands.page.at == ADMINISTRATOR


def test_two_people_are_two_accounts(hands: Hands) -> None:
    press(Qt.Key.Key_Return)
    hands.account("admin", ADMIN_PASSPHRASE)
    press(Qt.Key.Key_Return)
    hands.account("Admin", BOSS_PASSPHRASE)
    press(Qt.Key.Key_N, ALT)
    assert "已经用了" in hands.page.supervisor.form.field.error and hands.page.at == SUPERVISOR


def test_language_is_chosen_first_and_kept(hands: Hands, tmp_path: Path) -> None:
    spoken: list[str] = []
    hands.window.desk.speak = spoken.append
    hands.page.welcome.language.chosen.emit("en")
    assert spoken == ["en"]
    hands.to_the_kit()
    assert load_settings(tmp_path).look.language == "en" == hands.window.desk.settings.look.language


# ------------------------------------------------------------------ the first clerk


def test_first_clerk_gets_a_licence_and_a_temporary_passphrase(hands: Hands, tmp_path: Path) -> None:
    page = hands.page
    hands.qtbot.waitUntil(lambda: len(page.supervisor.clerk.kinds) >= 2, timeout=20_000)
    press(Qt.Key.Key_Return)
    hands.account("admin", ADMIN_PASSPHRASE)
    press(Qt.Key.Key_Return)
    hands.account("boss", BOSS_PASSPHRASE)
    sheet, clerk = page.supervisor, page.supervisor.clerk
    hands.tab_to(sheet.has_clerk)
    press(Qt.Key.Key_Space)
    hands.tab_to(clerk.form.account)
    type_text("0123")
    for field in (clerk.form.passphrase.first, clerk.form.passphrase.again):
        field.edit.setText("for the first day")
    press(Qt.Key.Key_N, ALT)
    assert clerk._number.error and clerk._scope.error and clerk._expires.error and not clerk._trained.error
    assert focused() is clerk.number
    type_text("L-77")
    hands.tab_to(clerk.kinds["wealth.r3"])
    press(Qt.Key.Key_Space)
    expires = date.today() + timedelta(days=300)
    clerk.expires.edit.setText(expires.isoformat())
    clerk.trained.edit.setText("yesterday")
    press(Qt.Key.Key_N, ALT)
    assert clerk._trained.error
    clerk.trained.edit.setText(date.today().isoformat())
    press(Qt.Key.Key_N, ALT)
    hands.comes_to(KIT)
    with Station.open(settings_in(tmp_path), "for the first day", "0123") as station:
        licence = station.person.licence
        assert licence is not None and (licence.number, licence.scope) == ("L-77", ("wealth.r3",))
        assert (licence.expires, licence.trained) == (expires, date.today())
        assert Administration(station).must_change_passphrase()
        with pytest.raises(Fault, match="E-222"):
            _ = station.identities


# ------------------------------------------------------------------ the kit


@pytest.fixture
def kit(hands: Hands) -> tuple[str, str, str]:
    """Shown over nothing: whatever founded it."""
    made = shares()
    hands.page.show_kit(RecoveryKit(made, "5f2a"))
    return made


def test_one_share_is_seen_at_a_time(hands: Hands, kit: tuple[str, str, str]) -> None:
    assert hands.words() == kit[0].split()
    hands.hands_over(KEEPERS[0])
    assert hands.words() == kit[1].split()
    assert hands.page.kit.paper.keeper.text() == "" and not hands.page.kit.paper.handed.isChecked()


def test_words_are_away_while_they_are_asked_for(hands: Hands, kit: tuple[str, str, str]) -> None:
    paper, proof = hands.page.kit.paper, hands.page.kit.proof
    paper.keeper.setText("王一")
    paper.handed.setChecked(True)
    click(hands.page.next)
    assert hands.words(0) == [] and "王一" in proof._explains.text()
    words = kit[0].split()
    proof.edits[0].setText(words[proof.positions[0] - 1])
    proof.edits[1].setText("zzzz")
    click(hands.page.next)
    assert not proof.fields[0].error and proof.fields[1].error and focused() is proof.edits[1]
    press(Qt.Key.Key_P, ALT)
    assert hands.words() == words and not hands.page.kit.is_proving, "it may be looked at again"
    assert proof.edits[0].text() == ""


def test_two_different_words_of_each_share_are_asked_for(hands: Hands, kit: tuple[str, str, str]) -> None:
    proof = hands.page.kit.proof
    asked = set()
    for _ in range(50):
        proof.ask(kit[0].split(), "x")
        first, second = proof.positions
        assert 1 <= first < second <= SHARE_WORDS
        asked |= {first, second}
    assert len(asked) > SHARE_WORDS / 2


def test_share_goes_to_somebody_who_has_none(hands: Hands, kit: tuple[str, str, str]) -> None:
    paper = hands.page.kit.paper
    click(hands.page.next)
    assert paper._keeper.error and focused() is paper.keeper
    type_text(KEEPERS[0])
    press(Qt.Key.Key_Return)
    assert paper._trouble.isVisible() and focused() is paper.handed and not hands.page.kit.is_proving
    hands.page.kit.paper.keeper.clear()
    hands.hands_over(KEEPERS[0])
    paper.keeper.setText(KEEPERS[0])
    paper.handed.setChecked(True)
    click(hands.page.next)
    assert "一个人只能保管一份" in paper._keeper.error


def test_words_can_be_neither_selected_nor_copied(hands: Hands, kit: tuple[str, str, str]) -> None:
    labels = [one for one in hands.page.kit.paper.findChildren(QLabel) if one.isVisible()]
    assert not [one for one in labels if one.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse]


def test_page_can_be_neither_left_nor_closed_with_a_kit(hands: Hands, kit: tuple[str, str, str]) -> None:
    window = hands.window
    window.desk.go(PageId.HELP)
    assert window.current is PageId.SETUP and "恢复凭证还没有交接完" in window.notice.text
    assert not window.close() and window.isVisible()


def test_skipping_takes_a_sentence(hands: Hands, kit: tuple[str, str, str], tmp_path: Path) -> None:
    click(hands.page.skip)
    dialog = hands.page.findChild(SentenceDialog)
    assert isinstance(dialog, SentenceDialog) and unnamed(dialog) == [] and focused() is dialog.edit
    press(Qt.Key.Key_Return)
    assert dialog.isVisible() and not dialog.act.isEnabled()
    type_text("我知道")
    assert not dialog.act.isEnabled()
    dialog.edit.setText(" 我知道现在没有恢复凭证。")
    assert dialog.act.isEnabled()
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "vault.keys").touch()  # as after founding
    click(dialog.act)
    assert hands.window.current is PageId.UNLOCK and "没有恢复凭证" in hands.window.notice.text
    assert not hands.page.kit.has_kit


def test_page_on_paper_is_one(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtPdf import QPdfDocument

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "share.pdf"))
    share = shares()[1]
    print_on(printer, kit_page(share, 2, "5f2a", date(2026, 1, 2)))
    paper = QPdfDocument()
    paper.load(str(tmp_path / "share.pdf"))
    assert paper.pageCount() == 1
    text = paper.getAllText(0).text()
    assert [word for word in share.split() if word not in text] == []


def test_printing_is_offered_where_there_is_a_printer(
    hands: Hands, kit: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.setup import kit_sheet, share_paper

    paper, printed = hands.page.kit.paper, list[tuple[str, str]]()
    assert not paper.print.isEnabled() and "抄在纸上" in paper._printing.text()
    monkeypatch.setattr(share_paper, "has_printer", lambda: True)
    monkeypatch.setattr(kit_sheet, "print_page", lambda parent, html, title: printed.append((html, title)))
    hands.page.show_kit(RecoveryKit(kit, "5f2a"))
    assert paper.print.isEnabled() and focused() is paper.print
    press(Qt.Key.Key_Return)
    ((html, title),) = printed
    assert all(word in html for word in kit[0].split()) and "5f2a" in html
    assert title == "恢复凭证 1/3", "what the queue of the printer shows"


# ------------------------------------------------------------------ around it


def test_vault_that_was_made_meanwhile_is_told(hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    press(Qt.Key.Key_Return)
    hands.account("admin", ADMIN_PASSPHRASE)
    press(Qt.Key.Key_Return)
    hands.account("boss", BOSS_PASSPHRASE)
    Station.found_alone(settings_in(tmp_path), "somebody quicker", kdf=CHEAP).close()
    press(Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: hands.window.current is PageId.UNLOCK, timeout=20_000)
    assert "E-202" in hands.window.notice.text


def test_window_is_kept_out_of_screenshots_meanwhile(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    guarded: list[str] = []
    monkeypatch.setattr(setup, "refuse_capture", lambda window: guarded.append("refused"))
    monkeypatch.setattr(setup, "allow_capture", lambda window: guarded.append("allowed"))
    hands.window.desk.go(PageId.HELP)
    hands.window.desk.go(PageId.SETUP)
    assert guarded == ["allowed", "refused"]


@pytest.mark.parametrize("sheet", [WELCOME, ADMINISTRATOR, SUPERVISOR, KIT])
def test_every_control_has_a_name(hands: Hands, sheet: int) -> None:
    if sheet == KIT:
        hands.page.show_kit(RecoveryKit(shares(), "5f2a"))
    else:
        hands.page.show_sheet(sheet)
        hands.page.supervisor.has_clerk.setChecked(True)
    assert unnamed(hands.page) == []
