"""Every shortcut of the window, in one table: what the help page shows. Pages bind their own keys, and a test compares.

There is no pause, on any key: a take is one uninterrupted recording.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Group(StrEnum):
    """Where the keys work."""

    EVERYWHERE = "everywhere"
    HOME = "home"
    WIZARD = "wizard"
    PREFLIGHT = "preflight"
    RECORDING = "recording"
    REVIEW = "review"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys as Qt writes them (any of them does it), and the words for what they do."""

    group: Group
    keys: tuple[str, ...]
    text: str


def group_text(group: Group) -> str:
    return {
        Group.EVERYWHERE: translate("messages", "任何页面"),
        Group.HOME: translate("messages", "首页"),
        Group.WIZARD: translate("messages", "新建双录"),
        Group.PREFLIGHT: translate("messages", "录前检查"),
        Group.RECORDING: translate("messages", "录制中"),
        Group.REVIEW: translate("messages", "复核与提交"),
        Group.REPLAY: translate("messages", "回放与质检"),
    }[group]


def shortcuts() -> tuple[Shortcut, ...]:
    """The table, in the language of the window."""
    at = Shortcut
    return (
        at(Group.EVERYWHERE, ("Ctrl+N",), translate("messages", "新建双录")),
        at(Group.EVERYWHERE, ("Ctrl+L",), translate("messages", "锁定窗口")),
        at(Group.EVERYWHERE, ("Ctrl+,",), translate("messages", "设置")),
        at(Group.EVERYWHERE, ("F1", "Ctrl+/"), translate("messages", "帮助和快捷键")),
        at(Group.EVERYWHERE, ("F4",), translate("messages", "显示或收起客户屏")),
        at(Group.EVERYWHERE, ("F11",), translate("messages", "全屏")),
        at(Group.EVERYWHERE, ("Ctrl++", "Ctrl+=", "Ctrl+-"), translate("messages", "界面放大、缩小")),
        at(Group.EVERYWHERE, ("Ctrl+0",), translate("messages", "界面恢复原大小")),
        at(Group.EVERYWHERE, ("Ctrl+Q",), translate("messages", "退出（录制中不能退出）")),
        at(Group.HOME, ("Ctrl+K",), translate("messages", "查找双录、查找设置")),
        at(Group.HOME, ("F5",), translate("messages", "重新读取列表")),
        at(Group.HOME, ("Return",), translate("messages", "打开选中的双录")),
        at(Group.WIZARD, ("Return",), translate("messages", "到下一处没填好的地方，都好了就到下一步")),
        at(Group.WIZARD, ("Alt+N",), translate("messages", "下一步")),
        at(Group.WIZARD, ("Alt+P",), translate("messages", "上一步")),
        at(Group.WIZARD, ("Esc",), translate("messages", "取消（填过内容时先问）")),
        at(Group.PREFLIGHT, ("F5",), translate("messages", "重新检查")),
        at(Group.PREFLIGHT, ("F9", "PgDown", "Return"), translate("messages", "开始录制")),
        at(Group.PREFLIGHT, ("Esc",), translate("messages", "取消倒数；再按回到上一步")),
        at(Group.RECORDING, ("F6",), translate("messages", "重播这一句")),
        at(Group.RECORDING, ("F7",), translate("messages", "补问：再问一次")),
        at(Group.RECORDING, ("F8",), translate("messages", "打点")),
        at(Group.RECORDING, ("F9", "PgDown"), translate("messages", "读完了，下一步")),
        at(Group.RECORDING, ("Ctrl+Shift+F9",), translate("messages", "按住一秒，结束双录")),
        at(Group.RECORDING, ("Alt+1", "Alt+2", "Alt+3"), translate("messages", "到播报、转写、提醒")),
        at(Group.REVIEW, ("Ctrl+Return", "Ctrl+Enter"), translate("messages", "提交")),
        at(Group.REPLAY, ("Space",), translate("messages", "播放、停住")),
        at(Group.REPLAY, ("Left", "Right"), translate("messages", "退、进 5 秒")),
        at(Group.REPLAY, ("Shift+Left", "Shift+Right"), translate("messages", "退、进 1 秒")),
        at(Group.REPLAY, (",", "."), translate("messages", "退、进一帧")),
        at(Group.REPLAY, ("[", "]"), translate("messages", "放慢、加快（音调不变）")),
        at(Group.REPLAY, ("Backspace",), translate("messages", "原速")),
        at(Group.REPLAY, ("PgUp", "PgDown"), translate("messages", "上一个、下一个环节")),
        at(Group.REPLAY, tuple("123456789"), translate("messages", "到第几个环节")),
        at(Group.REPLAY, ("M",), translate("messages", "打点")),
        at(Group.REPLAY, ("Ctrl+F",), translate("messages", "在文字稿里查找")),
        at(Group.REPLAY, ("F3", "Shift+F3"), translate("messages", "下一处、上一处")),
        at(Group.REPLAY, ("P", "F", "N"), translate("messages", "这条规则通过、不通过、须重录")),
        at(Group.REPLAY, ("Ctrl+Return", "Ctrl+Enter"), translate("messages", "保存，看下一份")),
        at(Group.REPLAY, ("E",), translate("messages", "导出（要有权限并写明理由）")),
    )


def key_text(key: str) -> str:
    """A key as it stands on a keyboard."""
    names = {
        "Return": translate("messages", "回车"),
        "Space": translate("messages", "空格"),
        "Left": "←",
        "Right": "→",
        "Shift+Left": "Shift+←",
        "Shift+Right": "Shift+→",
        "PgUp": "PageUp",
        "PgDown": "PageDown",
        "Ctrl+Return": translate("messages", "Ctrl+回车"),
    }
    return names.get(key, key)


def keys_text(shortcut: Shortcut) -> str:
    """All keys of a row, without those that are there for another keyboard only."""
    shown = [key for key in shortcut.keys if key not in ("Ctrl+=", "Ctrl+Enter")]
    if len(shown) > 4:
        return f"{shown[0]} – {shown[-1]}"
    return "  ".join(map(key_text, shown))
