"""Names and explanations of the settings, by their keys, and the tab where each is found."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.settings import Place, SettingRow, Source, Value
from ui.kit.tone import Tone

translate = QCoreApplication.translate


class Tab(StrEnum):
    """Tabs of the page, in their order."""

    GENERAL = "general"
    DEVICES = "devices"
    RECOGNITION = "recognition"
    VAULT = "vault"
    SECURITY = "security"
    BACKUP = "backup"
    LOOKS = "looks"
    SUPPORT = "support"
    ABOUT = "about"


TABS = {
    "place.branch": Tab.GENERAL,
    "place.counter": Tab.GENERAL,
    "look.has_sounds": Tab.GENERAL,
    "devices.camera": Tab.DEVICES,
    "devices.microphone": Tab.DEVICES,
    "devices.customer_microphone": Tab.DEVICES,
    "look.second_display": Tab.DEVICES,
    "detectors.faces_per_s": Tab.RECOGNITION,
    "detectors.quality_per_s": Tab.RECOGNITION,
    "security.lock_after_min": Tab.SECURITY,
    "security.requires_enrolment": Tab.SECURITY,
    "security.institution_key": Tab.SECURITY,
    "backup.folder": Tab.BACKUP,
    "backup.daily": Tab.BACKUP,
    "backup.weekly": Tab.BACKUP,
    "backup.monthly": Tab.BACKUP,
    "forward.syslog": Tab.SUPPORT,
    "look.language": Tab.LOOKS,
    "look.theme": Tab.LOOKS,
    "look.scale_percent": Tab.LOOKS,
}
"""settings that people change here; `screen.language` is for the command line"""


def tab_text(tab: Tab) -> str:
    return {
        Tab.GENERAL: translate("messages", "常规"),
        Tab.DEVICES: translate("messages", "设备"),
        Tab.RECOGNITION: translate("messages", "识别"),
        Tab.VAULT: translate("messages", "保险库"),
        Tab.SECURITY: translate("messages", "安全"),
        Tab.BACKUP: translate("messages", "备份"),
        Tab.LOOKS: translate("messages", "外观与无障碍"),
        Tab.SUPPORT: translate("messages", "日志与支持"),
        Tab.ABOUT: translate("messages", "关于"),
    }[tab]


@dataclass(frozen=True, slots=True)
class Named:
    """What a setting is called, and what it does."""

    name: str
    explains: str
    empty: str = ""
    """what an empty line means"""


def named(key: str) -> Named:
    """Of a key in `TABS`."""
    match key:
        case "place.branch":
            return Named(
                translate("messages", "网点名称"),
                translate("messages", "播报里会说到，并印在每一帧画面上"),
                translate("messages", "未设置"),
            )
        case "place.counter":
            return Named(
                translate("messages", "柜台编号"),
                translate("messages", "印在每一帧画面上"),
                translate("messages", "未设置"),
            )
        case "look.has_sounds":
            return Named(translate("messages", "提示音"), translate("messages", "开始和结束的提示音不能关，其他的可以"))
        case "devices.camera":
            return Named(translate("messages", "摄像头"), translate("messages", "客户和柜员要同时在画面里"))
        case "devices.microphone":
            return Named(translate("messages", "柜台麦克风"), translate("messages", "左声道：柜员和播报"))
        case "devices.customer_microphone":
            return Named(
                translate("messages", "客户麦克风"),
                translate("messages", "右声道；没有第二个麦克风就不用，两个声道录同一路声音"),
            )
        case "look.second_display":
            return Named(translate("messages", "客户屏"), translate("messages", "给客户看的显示器"))
        case "detectors.faces_per_s":
            return Named(
                translate("messages", "人脸检测频率（次/秒）"), translate("messages", "越高越快发现离开，越费处理器")
            )
        case "detectors.quality_per_s":
            return Named(
                translate("messages", "画面检查频率（次/秒）"), translate("messages", "遮挡、过暗、定格多快被发现")
            )
        case "look.language":
            return Named(translate("messages", "界面语言"), translate("messages", "马上生效，不影响播报的话术"))
        case "look.theme":
            return Named(translate("messages", "颜色"), translate("messages", "亮的营业厅用浅色，暗处用深色"))
        case "look.scale_percent":
            return Named(
                translate("messages", "界面大小"), translate("messages", "也可以随时按 Ctrl 加 + 或 -，Ctrl 加 0 复原")
            )
        case "security.lock_after_min":
            return Named(
                translate("messages", "无人操作多久锁定（分钟）"),
                translate("messages", "1 到 60 分钟；录制中不会锁住录制"),
            )
        case "security.requires_enrolment":
            return Named(
                translate("messages", "必须先登记工作站"),
                translate("messages", "打开后，没有机构签发的登记证书就不能录制"),
            )
        case "security.institution_key":
            return Named(
                translate("messages", "机构公钥"),
                translate("messages", "核对登记证书用（Ed25519，base64），一般由管理策略设定"),
                translate("messages", "未设置"),
            )
        case "backup.folder":
            return Named(
                translate("messages", "备份目录"),
                translate("messages", "放在另一块磁盘或网络盘上，本机磁盘坏了备份还在"),
                translate("messages", "数据目录下的 backups"),
            )
        case "backup.daily":
            return Named(translate("messages", "保留每日备份（天）"), translate("messages", "1 到 90"))
        case "backup.weekly":
            return Named(translate("messages", "保留每周备份（周）"), translate("messages", "0 到 52"))
        case "backup.monthly":
            return Named(translate("messages", "保留每月备份（月）"), translate("messages", "0 到 120"))
        case "forward.syslog":
            return Named(
                translate("messages", "转发到日志服务器"),
                translate("messages", "日志和审计记录同时发往 syslog，如 tcp://host:601"),
                translate("messages", "不转发"),
            )
    return Named(key, "")


def value_text(row: SettingRow, value: Value) -> str:
    """A value as people say it."""
    if row.key in ("place.branch", "place.counter"):
        unset = {Place().branch, Place().counter}
        return translate("messages", "未设置") if value in unset else str(value)
    match row.key, value:
        case "look.has_sounds" | "security.requires_enrolment", bool():
            return translate("messages", "开") if value else translate("messages", "关")
        case "look.language", _:
            return language_text(str(value))
        case "look.theme", _:
            return theme_text(str(value))
        case "look.scale_percent", _:
            return f"{value}%"
        case "look.second_display", "":
            return translate("messages", "自动选择")
        case "devices.customer_microphone", None:
            return translate("messages", "不用")
        case _, "":
            return named(row.key).empty
    return (
        device_text(str(value))
        if row.key.startswith("devices.")
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def device_text(spec: str) -> str:
    """A source without what only a program needs."""
    if spec in ("device:default", "device:0"):
        return translate("messages", "系统默认")
    return spec.removeprefix("device:")


def language_text(language: str) -> str:
    return {
        "": translate("messages", "跟随系统"),
        "zh": translate("messages", "中文"),
        "en": translate("messages", "英文"),
    }.get(language, language)


def theme_text(theme: str) -> str:
    return {
        "system": translate("messages", "跟随系统"),
        "light": translate("messages", "浅色"),
        "dark": translate("messages", "深色"),
    }.get(theme, theme)


def source_text(source: Source) -> str:
    return {
        Source.DEFAULT: translate("messages", "默认"),
        Source.USER_FILE: translate("messages", "用户"),
        Source.ENVIRONMENT: translate("messages", "环境变量"),
        Source.POLICY: translate("messages", "策略锁定"),
    }[source]


SOURCE_LOOKS: dict[Source, tuple[Tone, str]] = {
    Source.DEFAULT: (Tone.NEUTRAL, ""),
    Source.USER_FILE: (Tone.PRIMARY, "person"),
    Source.ENVIRONMENT: (Tone.NEUTRAL, "settings"),
    Source.POLICY: (Tone.WARNING, "lock"),
}
"""tone and sign of a source"""
