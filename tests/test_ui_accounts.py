"""Accounts in the window: made, changed, closed and given keys by real clicks, and read back from the vault."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.administration import Administration
from app.faults import Fault
from app.rights import RIGHTS, Licence, Right, Role
from app.vault.accounts import Account
from app.vault.keyfile import NewAccount
from tests.desk_parts import focused, press, type_text, unnamed
from tests.office_parts import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    INSPECTOR,
    SUPERVISOR,
    Office,
    open_as,
    open_office,
)
from tests.vault_parts import CHEAP
from ui.accounts.dialogs import NewAccountDialog, ResetDialog
from ui.accounts.words import apart_text, licence_tone, states_of
from ui.desk import PageId
from ui.kit.confirm import ConfirmDialog
from ui.kit.sign import Sign
from ui.kit.tone import Tone
from ui.pages.accounts import AccountsPage

TEMPORARY = "purple river 7 路灯"
TODAY = date(2026, 7, 1)


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    with open_office(qtbot, tmp_path, {PageId.ACCOUNTS: AccountsPage}) as made:
        yield made


def page_of(office: Office, account: str = ADMINISTRATOR) -> AccountsPage:
    page = office.come(account, PageId.ACCOUNTS)
    assert isinstance(page, AccountsPage)
    return page


def choose(page: AccountsPage, name: str) -> None:
    page._table.choose([account.name for account in page._rows.rows].index(name))
    assert page.form.account is not None and page.form.account.name == name


def account(office: Office, name: str) -> Account:
    return office.station.vault.book.account(name)


def test_table_says_who_may_what_and_what_they_wait_for(office: Office, tmp_path: Path) -> None:
    with open_as(tmp_path, ADMINISTRATOR) as station:
        administration = Administration(station, CHEAP)
        soon = station.clock_day() + timedelta(days=30)
        administration.set_licence(CLERK, Licence("ZY-9", ("insurance", "wealth.r3"), soon, soon))
        roles = frozenset({Role.CLERK, Role.SUPERVISOR})
        administration.add_account(NewAccount("0124", TEMPORARY, roles))
        administration.set_disabled(AUDITOR, True)
    page = page_of(office)
    lines = [[page._rows.index(line, column).data() for column in range(6)] for line in range(page._rows.rowCount())]
    shown = {line[0]: line for line in lines}
    assert shown[ADMINISTRATOR] == [ADMINISTRATOR, "管理员", "–", "–", "–", "在用"]
    assert shown[CLERK][2].startswith("ZY-9 · 保险、理财") and shown[CLERK][3] == f"{soon} 快到期"
    assert shown["0124"][1] == "柜员、主管" and shown["0124"][5] == "等待授予回放密钥 · 临时口令"
    assert shown[AUDITOR][5] == "停用" and page._title.text() == "6 个账号"


def test_account_is_made_in_the_window_and_waits_for_its_key(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    office.click(page._new)
    asked = office.dialog(NewAccountDialog)
    assert focused() is asked._name and not asked.act.isEnabled() and unnamed(asked) == []
    type_text(CLERK)
    assert "已经有账号" in asked._name_field.error
    asked._name.clear()
    type_text("0130")
    asked._passphrase.first.edit.setFocus()
    type_text("0130 purple")
    assert "工号" in asked._passphrase.first._below.text()
    asked._passphrase.first.edit.clear()
    type_text(TEMPORARY)
    asked._passphrase.again.edit.setFocus()
    type_text(TEMPORARY)
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR):
        asked._roles._boxes[role].setFocus()
        press(Qt.Key.Key_Space)
    assert "管账号的人不能回放" in asked._roles._trouble.text() and not asked.act.isEnabled()
    press(Qt.Key.Key_Space)
    assert asked._roles._trouble.text() == "" and asked.act.isEnabled()
    office.click(asked.act)
    made = account(office, "0130")
    assert made.roles == {Role.SUPERVISOR} and made.is_temporary and made.waits_for_replay and made.licence is None
    assert page.form.account == made and not page.form.grant.isVisible(), "an administrator has no key to give"
    assert "临时口令" in office.window.notice.text and office.kinds()[-1] == "account.added"
    with pytest.raises(Fault, match="E-238"):
        open_after(office, tmp_path, "0130", TEMPORARY)


def open_after(office: Office, folder: Path, name: str, passphrase: str) -> None:
    """Come in as somebody and ask for what replaying needs."""
    office.go()
    with open_as(folder, name, passphrase) as station:
        assert station.identities


def test_holder_gives_the_replay_key(office: Office, tmp_path: Path) -> None:
    with open_as(tmp_path, ADMINISTRATOR) as station:
        new = NewAccount("0130", TEMPORARY, frozenset({Role.INSPECTOR}))
        Administration(station, CHEAP).add_account(new)
    page = page_of(office, SUPERVISOR)
    assert not page._new.isVisible()
    choose(page, CLERK)
    form = page.form
    offered = [button for button in (form.save, form.reset, form.closing, form.grant) if button.isVisible()]
    assert offered == [] and not any(box.isEnabled() for box in form.roles._boxes.values())
    assert not form.licence._number.isEnabled()
    choose(page, "0130")
    office.click(form.grant)
    assert account(office, "0130").holds_replay and not form.grant.isVisible()
    assert office.kinds()[-1] == "account.replay_granted"
    open_after(office, tmp_path, "0130", TEMPORARY)


def test_roles_and_licence_are_saved_together(office: Office) -> None:
    page = page_of(office)
    choose(page, INSPECTOR)
    form = page.form
    assert not form.licence.isVisible() and not form.save.isEnabled()
    for role in (Role.INSPECTOR, Role.CLERK):
        click_box(page, role)
    assert form.licence.isVisible() and "更换回放密钥" in form._note.text()
    form.licence._number.setFocus()
    type_text("ZY-77")
    form.licence._expires.edit.setText("2027-02-30")
    form.licence._boxes["wealth"].setChecked(True)
    office.click(form.save)
    assert form.licence._fields["expires"].error and account(office, INSPECTOR).roles == {Role.INSPECTOR}
    form.licence._expires.edit.setText("2027-02-28")
    form.licence._trained.edit.setText("2026-01-31")
    form.licence._kinds.setText("insurance.life_over_1y，fund")
    office.click(form.save)
    saved = account(office, INSPECTOR)
    scope = ("wealth", "insurance.life_over_1y", "fund")
    assert saved.roles == {Role.CLERK} and saved.licence == Licence(
        "ZY-77", scope, date(2027, 2, 28), date(2026, 1, 31)
    )
    assert not saved.holds_replay and not form.is_dirty
    assert page._due.isVisible() and "更换" in page._due.text
    page._due.acted.emit()
    assert office.window.current is PageId.KEYS


def click_box(page: AccountsPage, role: Role) -> None:
    box = page.form.roles._boxes[role]
    box.setFocus()
    press(Qt.Key.Key_Space)


def test_licence_is_not_taken_back_but_ended(office: Office) -> None:
    page = page_of(office)
    choose(page, CLERK)
    page.form.licence.show_licence(None)
    page.form.licence.on_changed()
    office.click(page.form.save)
    assert "不能清空" in page.form.licence._fields["number"].error
    office.click(page.form.undo)
    assert not page.form.is_dirty and page.form.licence.read() == account(office, CLERK).licence


def test_changes_that_are_not_saved_are_not_lost_unsaid(office: Office) -> None:
    page = page_of(office)
    choose(page, CLERK)
    click_box(page, Role.SUPERVISOR)
    page._table.choose(0)
    assert page.form.account is not None and page.form.account.name == CLERK and page.form.is_dirty
    assert page._table.chosen.name == CLERK and "还没有保存" in office.window.notice.text
    office.window.desk.go(PageId.HELP)
    office.window.desk.go(PageId.ACCOUNTS)
    office.settle()
    assert page.form.is_dirty and page.form.roles.roles == {Role.CLERK, Role.SUPERVISOR}
    office.click(page.form.undo)
    page._table.choose(0)
    assert page.form.account.name == ADMINISTRATOR


def test_reset_account_loses_its_key(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    choose(page, SUPERVISOR)
    office.click(page.form.reset)
    asked = office.dialog(ResetDialog)
    assert unnamed(asked) == []
    type_text("short")
    press(Qt.Key.Key_Return)
    assert asked.isVisible() and asked._field.first.error
    for field in (asked._field.first, asked._field.again):
        field.edit.setText(TEMPORARY)
    asked._field.again.edit.setFocus()
    press(Qt.Key.Key_Return)
    office.settle()
    reset = account(office, SUPERVISOR)
    assert reset.is_temporary and not reset.holds_replay and office.kinds()[-1] == "account.reset"
    assert "等待授予回放密钥" in page._rows.index(1, 5).data()
    with pytest.raises(Fault, match="E-238"):
        open_after(office, tmp_path, SUPERVISOR, TEMPORARY)


def test_closed_account_comes_in_no_more_and_can_be_opened_again(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    choose(page, ADMINISTRATOR)
    assert not page.form.closing.isVisible() and not page.form.reset.isVisible(), "nobody closes himself"
    choose(page, CLERK)
    office.click(page.form.closing)
    asked = office.dialog(ConfirmDialog)
    assert focused() is asked._keep
    office.click(asked._act)
    assert account(office, CLERK).is_disabled and page.form.closing.text() == "启用"
    office.click(page.form.closing)
    assert not account(office, CLERK).is_disabled
    assert [kind for kind in office.kinds() if kind.startswith("account.")] == ["account.closed", "account.opened"]
    office.go()
    open_as(tmp_path, CLERK).close()


def test_last_administrator_stays_one(office: Office) -> None:
    page = page_of(office)
    choose(page, ADMINISTRATOR)
    click_box(page, Role.ADMINISTRATOR)
    assert "至少要有一个角色" in page.form.roles._trouble.text() and not page.form.save.isEnabled()
    click_box(page, Role.CLERK)
    office.click(page.form.save)
    assert "E-239" in office.window.notice.text and account(office, ADMINISTRATOR).roles == {Role.ADMINISTRATOR}
    assert page.form.is_dirty and page.form.save.isEnabled(), "what was typed is still there"


def test_who_has_nothing_to_do_with_accounts_sees_none(office: Office) -> None:
    page = page_of(office, CLERK)
    assert page._rows.rowCount() == 0 and "E-222" in page._trouble.text and not page._new.isVisible()


def test_nothing_of_one_station_is_seen_at_another(office: Office) -> None:
    page = page_of(office)
    desk = office.window.desk
    station, desk.station = desk.station, None
    desk.station_changed.emit()
    assert page._rows.rowCount() == 0 and page.form.account is None and not page.form._inside.isVisible()
    desk.station = station


def test_table_of_rights_is_that_of_the_core(office: Office) -> None:
    page = page_of(office)
    page._fold.setFocus()
    press(Qt.Key.Key_Space)
    assert page.rights.isVisible() and not page._table.isVisible()
    ticked = {sign.accessibleName() for sign in page.rights.findChildren(Sign)}
    assert len(ticked) == sum(map(len, RIGHTS.values()))
    assert "管理员：管理账号和角色" in ticked and "柜员：回放音像（要有回放密钥）" not in ticked
    press(Qt.Key.Key_Space)
    assert page._table.isVisible()


def test_page_is_used_by_keyboard_alone(office: Office) -> None:
    page = page_of(office)
    assert focused() is page._table and unnamed(page) == []
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    assert page.form.account is not None and page.form.account.name == CLERK
    reached = set()
    for _ in range(30):
        press(Qt.Key.Key_Tab)
        reached.add(focused())
    wanted = {
        *page.form.roles._boxes.values(),
        page.form.licence._number,
        page.form.reset,
        page.form.closing,
        page._new,
    }
    assert wanted <= reached


def test_every_right_and_role_has_words() -> None:
    from ui.accounts.words import right_text, role_hint, role_text

    for text in (*map(right_text, Right), *map(role_text, Role), *map(role_hint, Role)):
        assert text
    assert len(apart_text(Role)) == 8


@pytest.mark.parametrize(
    ("expires", "trained", "tone"),
    [
        (TODAY - timedelta(days=1), TODAY, Tone.DANGER),
        (TODAY, TODAY, Tone.WARNING),
        (TODAY + timedelta(days=30), TODAY, Tone.WARNING),
        (TODAY + timedelta(days=31), TODAY, Tone.OK),
        (TODAY + timedelta(days=31), None, Tone.WARNING),
    ],
)
def test_licence_warns_a_month_before_its_end(expires: date, trained: date | None, tone: Tone) -> None:
    assert licence_tone(Licence("1", ("fund",), expires, trained), TODAY) is tone
    assert licence_tone(None, TODAY) is None


def test_closed_account_is_nothing_else() -> None:
    made = Account("1", frozenset({Role.INSPECTOR}), "", b"", None, True, False, True)
    assert [str(state) for state in states_of(made)] == ["closed"]
