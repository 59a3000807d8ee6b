"""The keys of a station in words: what each opens, where it lies, who holds it, and what its loss costs."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.administration import KeyState
from ui.kit.tone import Tone

translate = QCoreApplication.translate


class Key(StrEnum):
    """Each key, from the hand that holds it to what it opens."""

    PASSPHRASE = "passphrase"
    ACCOUNT = "account"
    VAULT = "vault"
    AUTHORITY = "authority"
    REPLAY = "replay"
    ARCHIVE = "archive"
    STATION = "station"
    DEVICE = "device"
    KIT = "kit"


@dataclass(frozen=True, slots=True)
class KeyWords:
    """A line for each question that is asked of a key."""

    name: str
    opens: str
    lies: str
    loss: str


def key_words(key: Key) -> KeyWords:
    return {
        Key.PASSPHRASE: KeyWords(
            translate("messages", "口令"),
            translate("messages", "打开本人的账号密钥（经 Argon2id，每猜一次约半秒）。"),
            translate("messages", "只在本人记忆里，哪里都没有保存。"),
            translate("messages", "由管理员重设；重设后要重新授予回放密钥，其他不受影响。"),
        ),
        Key.ACCOUNT: KeyWords(
            translate("messages", "账号密钥"),
            translate("messages", "打开授给本账号的钥匙，并为本人的操作签名。"),
            translate("messages", "在 vault.keys 里，锁在本人的口令下。"),
            translate("messages", "和忘记口令一样：由管理员重设。"),
        ),
        Key.VAULT: KeyWords(
            translate("messages", "保险库密钥"),
            translate("messages", "打开数据库：业务、文字稿、复核和审计记录。打不开录像。"),
            translate("messages", "在 vault.keys 里，给每个账号各加密一份。"),
            translate("messages", "vault.keys 丢失时从备份恢复；所有口令都忘了就用恢复凭证。"),
        ),
        Key.AUTHORITY: KeyWords(
            translate("messages", "账号签发密钥"),
            translate("messages", "签发账号表。别的钥匙改过的账号表，下一个登录的人会发现。"),
            translate("messages", "在 vault.keys 里，只给管理员加密。"),
            translate("messages", "没有管理员能登录时，账号改不了，要用恢复凭证重新设立。"),
        ),
        Key.REPLAY: KeyWords(
            translate("messages", "回放密钥"),
            translate("messages", "打开录像：回放、质检、导出。柜员和管理员都没有。"),
            translate("messages", "在 vault.keys 里，只给能回放的账号加密；由已有的人授予。"),
            translate("messages", "没有人持有时，本机录像打不开，只能用恢复凭证或机构归档密钥。"),
        ),
        Key.ARCHIVE: KeyWords(
            translate("messages", "机构归档密钥"),
            translate("messages", "打开以后每一份录像，供机构归档和司法调取。"),
            translate("messages", "本机只有公钥；私钥在机构手里，不在这台电脑上。"),
            translate("messages", "机构丢了私钥，归档的录像就只剩本机的回放密钥能打开。"),
        ),
        Key.STATION: KeyWords(
            translate("messages", "工作站签名密钥"),
            translate("messages", "给每份录像的清单签名，证明它出自本机、没有改过。"),
            translate("messages", "在保险库里，只供录制使用，从不离开。"),
            translate("messages", "从备份恢复保险库。丢了不影响已有签名，新录像不能再以本机名义签名。"),
        ),
        Key.DEVICE: KeyWords(
            translate("messages", "本机密钥"),
            translate("messages", "给上面的钥匙外加一层：抄走的保险库在别的电脑上打不开。"),
            translate("messages", "在操作系统的密钥库里，不在数据目录里。"),
            translate("messages", "换电脑或重装系统后打不开，要用恢复凭证。"),
        ),
        Key.KIT: KeyWords(
            translate("messages", "恢复凭证"),
            translate("messages", "三份里任意两份合在一起，打开全部钥匙，重新设立账号。"),
            translate("messages", "只在纸上，由三个人分开保管；单独一份什么也打不开。"),
            translate("messages", "丢一份：马上重做一套。丢两份：所有口令都忘了就再也打不开。"),
        ),
    }[key]


def holders_text(key: Key, state: KeyState) -> str:
    """Who has it now."""
    comma = translate("messages", "、")
    match key:
        case Key.PASSPHRASE:
            return translate("messages", "每个人自己的")
        case Key.ACCOUNT:
            return translate("messages", "每个账号各一把")
        case Key.VAULT:
            return translate("messages", "每个在用的账号")
        case Key.AUTHORITY:
            return translate("messages", "管理员")
        case Key.REPLAY:
            text = comma.join(state.holders) or translate("messages", "没有人")
            if state.waiting:
                text += translate("messages", "；等待授予：{accounts}").format(accounts=comma.join(state.waiting))
            return text
        case Key.ARCHIVE:
            count = len(state.recipients) - 1
            return translate("messages", "机构（{count} 把公钥）").format(count=count) if count else _nobody()
        case Key.STATION:
            return translate("messages", "工作站 {id}").format(id=state.station_key)
        case Key.DEVICE:
            return translate("messages", "这台电脑") if state.is_bound else _nobody()
        case Key.KIT:
            return translate("messages", "三位保管人") if state.has_kit else _nobody()


def _nobody() -> str:
    return translate("messages", "没有设立")


def trouble_text(key: Key, state: KeyState) -> str:
    """What should be done about it; nothing when it is as it should be."""
    if key is Key.REPLAY and state.is_rotation_due:
        return translate("messages", "该更换了")
    if key is Key.REPLAY and state.waiting:
        return translate("messages", "有人等待授予")
    if key is Key.KIT and not state.has_kit:
        return translate("messages", "还没有制作")
    return ""


def is_there(key: Key, state: KeyState) -> bool:
    """Some keys a station need not have."""
    if key is Key.DEVICE:
        return state.is_bound
    if key is Key.KIT:
        return state.has_kit
    return key is not Key.ARCHIVE or len(state.recipients) > 1


def has_it(key: Key, state: KeyState) -> bool:
    """The account that is here holds it or comes by it."""
    if key in (Key.PASSPHRASE, Key.ACCOUNT):
        return True
    return key.value in state.own


def tone_of(key: Key, state: KeyState) -> Tone:
    if trouble_text(key, state):
        return Tone.WARNING
    return Tone.OK if is_there(key, state) else Tone.NEUTRAL
