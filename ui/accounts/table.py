"""The columns of the table of accounts."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from app.vault.accounts import Account
from ui.accounts.words import (
    STATE_TONES,
    licence_text,
    licence_tone,
    roles_text,
    scope_text,
    state_text,
    states_of,
)
from ui.kit.table import Column
from ui.kit.tone import Tone

translate = QCoreApplication.translate

NOTHING = "–"


def account_columns(today: Callable[[], date]) -> Sequence[Column[Account]]:
    """`today` is the station's day, by which licences run out."""
    return (
        Column(116, lambda: translate("messages", "工号"), lambda account: account.name),
        Column(0, lambda: translate("messages", "角色"), lambda account: roles_text(account.roles)),
        Column(128, lambda: translate("messages", "执业登记"), _licence),
        Column(
            176,
            lambda: translate("messages", "有效期"),
            lambda account: licence_text(account.licence, today()) if account.licence else NOTHING,
            lambda account: licence_tone(account.licence, today()),
        ),
        Column(92, lambda: translate("messages", "培训"), _trained),
        Column(186, lambda: translate("messages", "状态"), _state, _state_tone),
    )


def _licence(account: Account) -> str:
    licence = account.licence
    return NOTHING if licence is None else f"{licence.number} · {scope_text(licence.scope)}"


def _trained(account: Account) -> str:
    licence = account.licence
    return NOTHING if licence is None or licence.trained is None else licence.trained.isoformat()


def _state(account: Account) -> str:
    return " · ".join(map(state_text, states_of(account)))


def _state_tone(account: Account) -> Tone:
    return STATE_TONES[states_of(account)[0]]
