"""Words for roles, rights and the states of an account, in the language of the window."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.rights import APART, Licence, Right, Role
from app.vault.accounts import Account
from ui.kit.tone import Tone
from ui.messages import product_text

translate = QCoreApplication.translate

WARN_DAYS = 30
"""a licence that ends within so many days is told"""
FAMILIES = ("insurance", "wealth", "fund", "trust", "loan")
"""products as a licence names them; others by their kind"""


def role_text(role: Role) -> str:
    return {
        Role.CLERK: translate("messages", "柜员"),
        Role.SUPERVISOR: translate("messages", "主管"),
        Role.INSPECTOR: translate("messages", "质检员"),
        Role.AUDITOR: translate("messages", "审计员"),
        Role.ADMINISTRATOR: translate("messages", "管理员"),
    }[role]


def role_hint(role: Role) -> str:
    """What somebody with this role does here."""
    return {
        Role.CLERK: translate("messages", "录制自己的业务，提交；看不到画面"),
        Role.SUPERVISOR: translate("messages", "录制、回放、审批、导出、销毁"),
        Role.INSPECTOR: translate("messages", "回放和质检，不录制"),
        Role.AUDITOR: translate("messages", "查看审计记录，回放，不参与业务"),
        Role.ADMINISTRATOR: translate("messages", "账号、密钥、备份、设置；不能回放"),
    }[role]


def roles_text(roles: Iterable[Role]) -> str:
    """In the order of the table of rights."""
    present = set(roles)
    return translate("messages", "、").join(role_text(role) for role in Role if role in present)


def right_text(right: Right) -> str:
    return {
        Right.RECORD: translate("messages", "录制"),
        Right.SEE_OWN_TAKES: translate("messages", "看自己业务的结果和文字"),
        Right.SEE_ALL_TAKES: translate("messages", "看全部业务的结果和文字"),
        Right.SUBMIT: translate("messages", "说明环节、提交；两人作废"),
        Right.REPLAY: translate("messages", "回放音像（要有回放密钥）"),
        Right.EXPORT: translate("messages", "两人导出音像"),
        Right.FIND: translate("messages", "写质检结论"),
        Right.APPROVE: translate("messages", "通过或退回"),
        Right.HOLD: translate("messages", "登记合同终止、争议保留"),
        Right.DESTROY: translate("messages", "两人销毁到期音像"),
        Right.GRANT_REPLAY: translate("messages", "授予回放密钥"),
        Right.SETTINGS: translate("messages", "更改设置"),
        Right.ACCOUNTS: translate("messages", "管理账号和角色"),
        Right.KEYS: translate("messages", "更换密钥、恢复凭证、绑定本机"),
        Right.VAULT: translate("messages", "备份和检查保险库"),
        Right.PLACE: translate("messages", "安装登记证书"),
        Right.AUDIT: translate("messages", "查看、验证、导出审计记录"),
    }[right]


def apart_text(roles: Iterable[Role]) -> tuple[str, ...]:
    """Why these roles may not lie in one account, a line for each pair; nothing when they may."""
    present = set(roles)
    reasons = {
        "who makes accounts does not sell": translate("messages", "管账号的人不办业务"),
        "who makes accounts does not replay": translate("messages", "管账号的人不能回放"),
        "who makes accounts is audited": translate("messages", "管账号的人要受审计"),
        "who sells is audited": translate("messages", "办业务的人要受审计"),
        "who approves is audited": translate("messages", "审批的人要受审计"),
        "who inspects is audited": translate("messages", "质检的人要受审计"),
        "who sells does not inspect": translate("messages", "办业务的人不能质检"),
    }
    return tuple(
        translate("messages", "{one}和{other}不能是同一账号：{reason}").format(
            one=role_text(one), other=role_text(other), reason=reasons.get(reason, reason)
        )
        for one, other, reason in APART
        if one in present and other in present
    )


class State(StrEnum):
    """Where an account stands; several may hold."""

    IN_USE = "in_use"
    CLOSED = "closed"
    WAITING = "waiting"
    """for the replay key"""
    TEMPORARY = "temporary"
    """somebody else knows the passphrase"""


STATE_TONES = {
    State.IN_USE: Tone.OK,
    State.CLOSED: Tone.NEUTRAL,
    State.WAITING: Tone.WARNING,
    State.TEMPORARY: Tone.PRIMARY,
}


def state_text(state: State) -> str:
    return {
        State.IN_USE: translate("messages", "在用"),
        State.CLOSED: translate("messages", "停用"),
        State.WAITING: translate("messages", "等待授予回放密钥"),
        State.TEMPORARY: translate("messages", "临时口令"),
    }[state]


def states_of(account: Account) -> tuple[State, ...]:
    """What matters most first."""
    if account.is_disabled:
        return (State.CLOSED,)
    found = [State.WAITING] if account.waits_for_replay else []
    found += [State.TEMPORARY] if account.is_temporary else []
    return tuple(found) or (State.IN_USE,)


def licence_text(licence: Licence | None, today: date) -> str:
    """Until when it holds, in a word."""
    if licence is None:
        return translate("messages", "没有登记")
    day = licence.expires.isoformat()
    if licence.expires < today:
        return translate("messages", "{day} 已到期").format(day=day)
    if licence.expires - today <= timedelta(days=WARN_DAYS):
        return translate("messages", "{day} 快到期").format(day=day)
    if licence.trained is None:
        return translate("messages", "没有培训记录")
    return translate("messages", "至 {day}").format(day=day)


def licence_tone(licence: Licence | None, today: date) -> Tone | None:
    """None: nothing is registered."""
    if licence is None:
        return None
    if licence.expires < today:
        return Tone.DANGER
    return Tone.WARNING if licence.expires - today <= timedelta(days=WARN_DAYS) or licence.trained is None else Tone.OK


def scope_text(scope: Iterable[str]) -> str:
    return translate("messages", "、").join(map(product_text, scope))
