"""Words for the kinds of audit rows, in the language of the window. A kind without words is shown as it is."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

UNSAID = ("row_hmac_sha256",)
"""facts that only bind a row to the vault: nothing for a line of text"""


class Group(StrEnum):
    """Kinds that people look for together."""

    LOGIN = "login"
    ACCOUNTS = "accounts"
    KEYS = "keys"
    TAKES = "takes"
    REVIEW = "review"
    KEEPING = "keeping"
    VAULT = "vault"
    SETTINGS = "settings"
    AUDIT = "audit"
    OTHER = "other"


BEGINNINGS: Mapping[str, Group] = {
    "login": Group.LOGIN,
    "person": Group.LOGIN,
    "account": Group.ACCOUNTS,
    "accounts": Group.ACCOUNTS,
    "access": Group.ACCOUNTS,
    "keys": Group.KEYS,
    "secret": Group.KEYS,
    "anchor": Group.KEYS,
    "take": Group.TAKES,
    "case": Group.TAKES,
    "review": Group.REVIEW,
    "retention": Group.KEEPING,
    "vault": Group.VAULT,
    "settings": Group.SETTINGS,
    "clock": Group.SETTINGS,
    "place": Group.SETTINGS,
    "rule_pack": Group.SETTINGS,
    "audit": Group.AUDIT,
}
"""by what stands before the first dot"""


def group_of(kind: str) -> Group:
    return BEGINNINGS.get(kind.partition(".")[0], Group.OTHER)


def group_text(group: Group) -> str:
    return {
        Group.LOGIN: translate("messages", "登录"),
        Group.ACCOUNTS: translate("messages", "账号"),
        Group.KEYS: translate("messages", "密钥"),
        Group.TAKES: translate("messages", "业务和录像"),
        Group.REVIEW: translate("messages", "提交和复核"),
        Group.KEEPING: translate("messages", "保留和销毁"),
        Group.VAULT: translate("messages", "保险库"),
        Group.SETTINGS: translate("messages", "设置、规则、时钟、位置"),
        Group.AUDIT: translate("messages", "审计本身"),
        Group.OTHER: translate("messages", "其他"),
    }[group]


KINDS: Mapping[str, Callable[[], str]] = {
    "login.failed": lambda: translate("messages", "口令错误"),
    "login.locked_out": lambda: translate("messages", "口令错误太多，锁定"),
    "login.file_damaged": lambda: translate("messages", "登录计数文件损坏"),
    "login.tries_missing": lambda: translate("messages", "登录计数文件被换过"),
    "person.entered": lambda: translate("messages", "登录"),
    "account.added": lambda: translate("messages", "新建账号"),
    "account.roles": lambda: translate("messages", "更改角色"),
    "account.licence": lambda: translate("messages", "登记执业资格"),
    "account.closed": lambda: translate("messages", "停用账号"),
    "account.opened": lambda: translate("messages", "启用账号"),
    "account.reset": lambda: translate("messages", "重设口令"),
    "account.passphrase_changed": lambda: translate("messages", "本人改口令"),
    "account.replay_granted": lambda: translate("messages", "授予回放密钥"),
    "accounts.made": lambda: translate("messages", "建立账号表"),
    "accounts.accepted": lambda: translate("messages", "接受另一份账号表"),
    "accounts.change_lost": lambda: translate("messages", "一次账号改动因断电未生效"),
    "access.recovered": lambda: translate("messages", "用恢复凭证恢复"),
    "keys.replay_rotated": lambda: translate("messages", "更换回放密钥"),
    "keys.kit_made": lambda: translate("messages", "制作恢复凭证"),
    "keys.database_rotated": lambda: translate("messages", "更换数据库密钥"),
    "keys.bound": lambda: translate("messages", "绑定本机"),
    "keys.unbound": lambda: translate("messages", "解除本机绑定"),
    "secret.put": lambda: translate("messages", "存入工作站密钥"),
    "secret.erased": lambda: translate("messages", "移走工作站密钥"),
    "anchor.set": lambda: translate("messages", "记下外部文件的摘要"),
    "case.added": lambda: translate("messages", "新建业务"),
    "take.opened": lambda: translate("messages", "开始录制"),
    "take.not_permitted": lambda: translate("messages", "拒绝录制"),
    "take.sealed": lambda: translate("messages", "封存录像"),
    "take.salvaged": lambda: translate("messages", "抢救封存"),
    "take.acknowledged": lambda: translate("messages", "上传已确认"),
    "take.erased": lambda: translate("messages", "销毁录像"),
    "take.replayed": lambda: translate("messages", "回放"),
    "take.exported": lambda: translate("messages", "导出录像"),
    "review.note": lambda: translate("messages", "说明环节"),
    "review.submitted": lambda: translate("messages", "提交"),
    "review.finding": lambda: translate("messages", "质检结论"),
    "review.returned": lambda: translate("messages", "退回"),
    "review.approved": lambda: translate("messages", "复核通过"),
    "review.voided": lambda: translate("messages", "作废"),
    "review.marked": lambda: translate("messages", "质检打点"),
    "retention.contract_ended": lambda: translate("messages", "登记合同终止"),
    "retention.hold_placed": lambda: translate("messages", "争议保留"),
    "retention.hold_lifted": lambda: translate("messages", "解除争议保留"),
    "retention.destroyed": lambda: translate("messages", "到期销毁"),
    "vault.created": lambda: translate("messages", "建立保险库"),
    "vault.opened": lambda: translate("messages", "打开保险库"),
    "vault.migrated": lambda: translate("messages", "升级保险库"),
    "vault.backed_up": lambda: translate("messages", "备份保险库"),
    "vault.restored": lambda: translate("messages", "恢复保险库"),
    "vault.rollback_accepted": lambda: translate("messages", "接受较旧的保险库"),
    "settings.changed": lambda: translate("messages", "更改设置"),
    "settings.changed_outside": lambda: translate("messages", "设置文件在程序外被改"),
    "rule_pack.changed": lambda: translate("messages", "规则包更换"),
    "clock.confirmed": lambda: translate("messages", "确认电脑时钟"),
    "place.refused": lambda: translate("messages", "不在登记地点，拒绝录制"),
    "place.trusted": lambda: translate("messages", "设定机构公钥"),
    "place.enrolled": lambda: translate("messages", "安装登记证书"),
    "audit.checkpoint": lambda: translate("messages", "签名检查点"),
    "audit.verified": lambda: translate("messages", "验证审计记录"),
    "audit.exported": lambda: translate("messages", "导出审计记录"),
}


def kind_text(kind: str) -> str:
    """What was done; the kind itself where there are no words for it."""
    text = KINDS.get(kind)
    return kind if text is None else text()


def facts_text(facts: Mapping[str, Any]) -> str:
    """Everything in a line, as far as it is for people."""
    return "  ".join(f"{name}={_said(value)}" for name, value in facts.items() if name not in UNSAID)


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(str, value)) or "–"
    text = str(value)
    return f"{text[:12]}…" if len(text) >= 64 and " " not in text else text


def moment_text(at: str) -> str:
    """A row's time as it was here, to the second; the text itself where it is no time."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return at


def utc_text(moment: datetime) -> str:
    """As the rows spell a time, for comparing."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
