"""Keys in the window: told truly, changed by two people, shared out as sheets; backups made and the vault walked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.administration import Administration
from app.faults import Fault
from app.rights import Role
from app.settings import load_settings
from app.vault import binding
from app.vault.binding import MemoryKeyStore
from app.vault.recovery import seed_from
from app.vault.vault import Vault
from tests.desk_parts import focused, press, unnamed
from tests.office_parts import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    INSPECTOR,
    PASSPHRASE,
    SUPERVISOR,
    Office,
    open_as,
    open_office,
)
from tests.vault_parts import CHEAP
from ui.desk import PageId
from ui.keys.acts import Act
from ui.keys.kit_dialog import KitDialog
from ui.keys.words import Key, key_words
from ui.kit.confirm import ConfirmDialog
from ui.kit.second_person import SecondPersonDialog
from ui.pages.keys import BACKUPS_TAB, KEYS_TAB, KeysPage


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path) -> Iterator[Office]:
    with open_office(qtbot, tmp_path, {PageId.KEYS: KeysPage}) as made:
        yield made


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyStore:
    """The key store of this computer, for as long as the test lasts."""
    made = MemoryKeyStore()
    monkeypatch.setattr(binding, "_usable", lambda backend: made)
    return made


def page_of(office: Office, account: str = ADMINISTRATOR) -> KeysPage:
    page = office.come(account, PageId.KEYS)
    assert isinstance(page, KeysPage)
    return page


def told(page: KeysPage) -> str:
    QApplication.processEvents()
    return "\n".join(label.text() for label in page._facts.findChildren(QLabel) if not label.isHidden())


def second_person(office: Office, account: str, passphrase: str = PASSPHRASE) -> None:
    asked = office.dialog(SecondPersonDialog)
    asked.account.setText(account)
    asked.passphrase.edit.setText(passphrase)
    office.click(asked.agree)


def test_page_tells_of_each_key_what_its_loss_costs(office: Office) -> None:
    page = page_of(office)
    assert unnamed(page) == []
    for key, button in page.map.buttons.items():
        office.click(button)
        words, shown = key_words(key), told(page)
        assert page.map.chosen is key and page._about._heading.text() == words.name
        assert all(text in shown for text in (words.opens, words.lies, words.loss)), key
    office.click(page.map.buttons[Key.REPLAY])
    assert f"{SUPERVISOR}、{INSPECTOR}、{AUDITOR}" in told(page)
    assert office.station.vault.book.recipients[0].text in told(page)
    office.click(page.map.buttons[Key.ARCHIVE])
    assert "没有设立" in told(page) and page.map.buttons[Key.ARCHIVE].text() == "机构归档密钥（无）"


def test_picture_marks_what_the_account_holds(office: Office) -> None:
    def held(page: KeysPage) -> set[Key]:
        return {key for key, button in page.map.buttons.items() if "本账号持有" in button.accessibleName()}

    every = {Key.PASSPHRASE, Key.ACCOUNT, Key.VAULT}
    assert held(page_of(office)) == every | {Key.AUTHORITY}
    assert held(page_of(office, SUPERVISOR)) == every | {Key.REPLAY}


def test_only_what_the_person_may_do_is_offered(office: Office) -> None:
    def offered(page: KeysPage) -> set[Act]:
        return {act for act, button in page.acts.buttons.items() if button.isVisible()}

    page = page_of(office)
    assert offered(page) == set(Act) and page._tabs.isTabVisible(BACKUPS_TAB)
    page = page_of(office, INSPECTOR)
    assert offered(page) == {Act.ROTATE_REPLAY, Act.MAKE_KIT} and not page._tabs.isTabVisible(BACKUPS_TAB)
    assert offered(page_of(office, CLERK)) == set()


@pytest.mark.parametrize(("first", "second"), [(ADMINISTRATOR, SUPERVISOR), (INSPECTOR, ADMINISTRATOR)])
def test_replay_key_is_changed_by_two_people(office: Office, tmp_path: Path, first: str, second: str) -> None:
    with open_as(tmp_path, ADMINISTRATOR) as station:
        before = station.vault.book.recipients[0].text
        Administration(station, CHEAP).change_roles(AUDITOR, frozenset({Role.CLERK}))
    page = page_of(office, first)
    assert page.acts._chips[Act.ROTATE_REPLAY].text == "该更换了"
    office.click(page.acts.buttons[Act.ROTATE_REPLAY])
    asked = office.dialog(SecondPersonDialog)
    second_person(office, CLERK)
    assert "E-293" in asked.field.error and office.station.vault.book.recipients[0].text == before
    second_person(office, second)
    after = office.station.vault.book.recipients[0].text
    assert after != before and after in told(page)
    assert page.acts._chips[Act.ROTATE_REPLAY].text == "不用更换"
    row = office.station.vault.audit_trail_before(None, 1)[0]
    rotated = next(row for row in office.station.vault.audit_trail_before(None, 9) if row.kind == "keys.replay_rotated")
    assert row and (rotated.actor, rotated.facts["second"]) == (first, second)
    office.go()
    with open_as(tmp_path, SUPERVISOR) as station:
        assert [identity.recipient.text for identity in station.identities] == [after, before]


def test_recovery_kit_is_shared_out_one_by_one(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    office.click(page.acts.buttons[Act.MAKE_KIT])
    second_person(office, SUPERVISOR)
    dialog, shares = office.dialog(KitDialog), list[str]()
    sheet = dialog.sheet
    for number in (1, 2, 3):
        assert unnamed(dialog) == [] and not dialog.back.isVisible() and f"第 {number} 份" in sheet._title.text()
        shares.append(sheet.share)
        sheet.paper.keeper.setText(f"keeper {number}")
        sheet.paper.handed.setChecked(True)
        office.click(dialog.next)
        assert sheet.is_proving and dialog.back.isVisible() and focused() is sheet.proof.edits[0]
        words = sheet.share.split()
        for position, edit in zip(sheet.proof.positions, sheet.proof.edits, strict=True):
            edit.setText(words[position - 1][:4])
        office.click(dialog.next)
    assert not dialog.isVisible() and not sheet.has_kit and "销毁旧的" in office.window.notice.text
    assert len(set(shares)) == 3
    assert office.kinds().count("keys.kit_made") == 1
    trail = "".join(str(row) for row in office.station.vault.audit_trail())
    assert not any(" ".join(share.split()[:2]) in trail for share in shares)
    office.go()
    seed = seed_from([shares[2], shares[0]])
    Vault.open_with_kit(load_settings(tmp_path, {}).folder.vault, seed).close()
    with pytest.raises(Fault, match="E-232"):
        Vault.open_with_kit(load_settings(tmp_path, {}).folder.vault, seed_from(office.kit.shares[:2]))


def test_sheets_are_not_closed_by_mistake(office: Office) -> None:
    page = page_of(office)
    page.show_kit(office.kit)
    sheets = office.dialog(KitDialog)
    keeper = sheets.sheet.paper.keeper
    keeper.setText("somebody")
    press(Qt.Key.Key_Escape)
    asked = office.dialog(ConfirmDialog)
    assert sheets.isVisible() and focused() is asked._keep
    office.click(asked._keep)
    assert sheets.isVisible() and keeper.text() == "somebody"
    sheets.close()
    office.click(office.dialog(ConfirmDialog)._act)
    assert not sheets.isVisible() and not sheets.sheet.has_kit and "重新制作" in office.window.notice.text


def test_vault_is_bound_to_this_computer_and_freed(office: Office, tmp_path: Path, store: MemoryKeyStore) -> None:
    page = page_of(office)
    assert page.acts._chips[Act.BIND].text == "没有绑定"
    office.click(page.acts.buttons[Act.BIND])
    asked = office.dialog(ConfirmDialog)
    assert focused() is asked._keep
    office.click(asked._act)
    assert office.station.vault.book.is_bound and len(store._entries) == 1
    assert page.acts._chips[Act.BIND].text == "已绑定" and page.map.buttons[Key.DEVICE].text() == "本机密钥"
    kept, store._entries = store._entries, {}
    office.go()
    with pytest.raises(Fault, match="E-25"):
        open_as(tmp_path, ADMINISTRATOR)
    store._entries = kept
    page = page_of(office)
    office.click(page.acts.buttons[Act.BIND])
    office.click(office.dialog(ConfirmDialog)._act)
    assert not office.station.vault.book.is_bound and store._entries == {}
    assert office.kinds()[-1] == "keys.unbound"


def test_without_a_kit_nobody_binds(office: Office) -> None:
    page = page_of(office)
    assert page._read is not None
    page.acts.show_state(replace(page._read.state, has_kit=False), frozenset(Act))
    button = page.acts.buttons[Act.BIND]
    assert not button.isEnabled() and "恢复凭证" in button.toolTip()


def test_database_gets_a_new_key(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    before = (tmp_path / "vault" / "vault.keys").read_bytes()
    office.click(page.acts.buttons[Act.ROTATE_DATABASE])
    office.click(office.dialog(ConfirmDialog)._act)
    assert "数据库密钥已更换" in office.window.notice.text, office.window.notice.text
    assert (tmp_path / "vault" / "vault.keys").read_bytes() != before
    office.go()
    for account in (ADMINISTRATOR, CLERK):
        with open_as(tmp_path, account) as station:
            assert station.vault.check() == ()


def test_backup_is_made_and_listed(office: Office, tmp_path: Path) -> None:
    page = page_of(office)
    page._tabs.setFocus()
    press(Qt.Key.Key_Right)
    assert page.backups.isVisible() and page.backups.rows.rowCount() == 0 and unnamed(page) == []
    office.click(page.backups.back_up)
    assert page.backups.rows.rowCount() == 1 and page.backups.rows.index(0, 3).data() == "完整"
    [folder] = (tmp_path / "backups").iterdir()
    assert folder.name in office.window.notice.text and {"vault.db", "vault.keys"} <= {f.name for f in folder.iterdir()}
    (folder / "vault.db").write_bytes(b"")
    page.refresh()
    office.settle()
    assert "E-261" in page.backups.rows.index(0, 3).data()
    assert page._tabs.currentIndex() == BACKUPS_TAB


def test_vault_is_walked(office: Office) -> None:
    page = page_of(office)
    page._tabs.setCurrentIndex(BACKUPS_TAB)
    office.click(page.backups.check)
    assert "完好" in page.backups.result.text and page.backups.result.property("tone") == "ok"

    def spoil(db: Any) -> None:
        db.execute("UPDATE audit SET actor = 'x' WHERE n = 3")

    office.station.vault._database.write(spoil)
    office.click(page.backups.check)
    assert "E-209" in page.backups.result.text and page.backups.result.property("tone") == "danger"


def test_nothing_of_one_station_is_seen_at_another(office: Office) -> None:
    page = page_of(office)
    page._tabs.setCurrentIndex(BACKUPS_TAB)
    office.click(page.backups.back_up)
    desk = office.window.desk
    station, desk.station = desk.station, None
    desk.station_changed.emit()
    assert page.backups.rows.rowCount() == 0 and page._tabs.currentIndex() == KEYS_TAB
    assert SUPERVISOR not in told(page) and not any(button.isVisible() for button in page.acts.buttons.values())
    desk.station = station


def test_page_is_used_by_keyboard_alone(office: Office) -> None:
    page = page_of(office)
    assert focused() is page.map.buttons[Key.REPLAY]
    reached = set()
    for _ in range(30):
        press(Qt.Key.Key_Tab)
        reached.add(focused())
    assert {page.map.buttons[Key.REPLAY], *page.acts.buttons.values(), page._tabs} <= reached
    page.map.buttons[Key.REPLAY].setFocus()
    chosen = {page.map.chosen}
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Down):
        press(key)
        chosen.add(page.map.chosen)
        assert page._about._heading.text() == key_words(page.map.chosen).name
    assert {Key.AUTHORITY, Key.VAULT, Key.ACCOUNT, Key.PASSPHRASE, Key.DEVICE, Key.KIT} <= chosen
