"""Words for pre-flight: the name of each check, one line for what was found, and the one thing to do about it."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.session.preflight.table import Action, Check, CheckId, CheckState
from ui.kit.tone import Tone

translate = QCoreApplication.translate

STATE_TONES = {
    CheckState.RUNNING: Tone.NEUTRAL,
    CheckState.PASSED: Tone.OK,
    CheckState.WARNING: Tone.WARNING,
    CheckState.FAILED: Tone.DANGER,
    CheckState.NOT_CHECKED: Tone.NEUTRAL,
}


def check_name(check_id: CheckId | str) -> str:
    return {
        "camera": translate("messages", "摄像头"),
        "light": translate("messages", "画面亮度"),
        "sharpness": translate("messages", "清晰度"),
        "persons": translate("messages", "人数"),
        "microphone_counter": translate("messages", "柜台麦克风"),
        "microphone_customer": translate("messages", "客户麦克风"),
        "speech": translate("messages", "语音识别"),
        "speaker": translate("messages", "扬声器"),
        "noise": translate("messages", "环境噪声"),
        "clock": translate("messages", "时间"),
        "place": translate("messages", "网点"),
        "disk": translate("messages", "磁盘"),
        "models": translate("messages", "模型"),
        "vault": translate("messages", "保险库"),
        "server": translate("messages", "服务器"),
    }.get(str(check_id), str(check_id))


def check_state_text(state: CheckState) -> str:
    """The word beside the sign."""
    return {
        CheckState.RUNNING: translate("messages", "检查中"),
        CheckState.PASSED: translate("messages", "正常"),
        CheckState.WARNING: translate("messages", "注意"),
        CheckState.FAILED: translate("messages", "不合格"),
        CheckState.NOT_CHECKED: translate("messages", "未检查"),
    }[state]


def action_text(action: Action) -> str:
    """The button of a check; empty where there is nothing to press."""
    return {
        Action.NONE: "",
        Action.RETRY: translate("messages", "再查一次"),
        Action.CHOOSE_DEVICE: translate("messages", "更换设备"),
        Action.TEST_SPEAKER: translate("messages", "放一段声音"),
        Action.SAY_WORDS: translate("messages", "开始试音"),
        Action.INSTALL_MODEL: translate("messages", "怎么安装"),
        Action.FREE_DISK: translate("messages", "怎么清理"),
    }[action]


def mend_text(check: Check) -> str:
    """What would raise the chance of a first pass, as the end of 把…可到: 把灯打开."""
    return {
        "light": translate("messages", "把光线调好"),
        "sharpness": translate("messages", "把镜头擦干净"),
        "persons": translate("messages", "请两人都坐到镜头前"),
        "microphone_counter": translate("messages", "把柜台麦克风调好"),
        "microphone_customer": translate("messages", "给客户单独一个麦克风"),
        "speech": translate("messages", "做一次试音"),
        "speaker": translate("messages", "试听一次扬声器"),
        "noise": translate("messages", "让周围安静一些"),
        "models": translate("messages", "安装正式的识别模型"),
        "camera": translate("messages", "换一个更好的摄像头"),
        "clock": translate("messages", "校准电脑时间"),
        "place": translate("messages", "到登记的柜台录制"),
    }.get(str(check.id), check_name(check.id))


def check_text(check: Check) -> str:
    """One line: what was found."""
    words = _LINES.get(check.id, {})
    line = words.get(check.code) or _SHARED.get(check.code)
    if line is None:
        return f"{check_state_text(check.state)} ({check.code})"
    return line(check.facts)


def heard_text(check: Check) -> str:
    """Which of the words of the speech test have been heard: 同意 ✔　清楚 ◌　明白 ◌."""
    heard = {str(word) for word in check.facts.get("heard", ())}
    return "　".join(f"{word} {'✔' if word in heard else '◌'}" for word in check.facts.get("words", ()))


Facts = Mapping[str, Any]
Line = Callable[[Facts], str]
Text = Callable[[], str]


def _level(facts: Facts) -> str:
    return f"{float(facts.get('speech_dbfs') or 0):.0f}"


def _gigabytes(facts: Facts, name: str) -> str:
    return f"{float(facts.get(name) or 0) / 1000:.1f}"


def _microphone(facts: Facts) -> str:
    name = str(facts.get("name", ""))
    if not name or name.startswith("synthetic"):
        name = translate("messages", "虚拟麦克风")
    if "speech_dbfs" in facts and facts["speech_dbfs"] is not None:
        return translate("messages", "{name}，音量合适").format(name=name)
    return translate("messages", "{name}，有声音").format(name=name)


def _one(text: Text) -> Line:
    """A line that needs no facts, worded when it is wanted."""
    return lambda facts: text()


def _at_noise(text: Text) -> Line:
    return lambda facts: translate("messages", "{noise}（{level} 分贝）").format(
        noise=text(), level=f"{float(facts.get('noise_dbfs') or 0):.0f}"
    )


_SHARED: Mapping[str, Line] = {
    "opening": _one(lambda: translate("messages", "正在打开…")),
    "not_opened": _one(lambda: translate("messages", "先把前面的设备接好")),
    "looking": _one(lambda: translate("messages", "正在检查…")),
    "no_picture": _one(lambda: translate("messages", "有画面以后才能检查")),
    "no_microphone": _one(lambda: translate("messages", "有声音以后才能检查")),
    "hangs": lambda facts: translate("messages", "设备 {seconds} 秒没有反应，请重新插拔").format(
        seconds=facts.get("seconds", "?")
    ),
    "stalled": _one(lambda: translate("messages", "已连接，但没有送来画面或声音，请检查连线")),
    "missing": _one(lambda: translate("messages", "找不到，请检查连线，或换一个")),
}

_MICROPHONES: Mapping[str, Line] = {
    "silent": _one(lambda: translate("messages", "完全没有声音：可能被静音，或系统不允许使用")),
    "clipped": _one(lambda: translate("messages", "声音太大，已经破音，请离远一点")),
    "too_quiet": lambda facts: translate("messages", "说话声太小（{level} 分贝），请靠近一点").format(
        level=_level(facts)
    ),
    "too_loud": lambda facts: translate("messages", "说话声太大（{level} 分贝），请离远一点").format(
        level=_level(facts)
    ),
    "ready": _microphone,
    "shared": _one(lambda: translate("messages", "与柜台共用一个，分不清是谁在回答")),
}

_LINES: Mapping[CheckId, Mapping[str, Line]] = {
    CheckId.CAMERA: {
        "virtual": _one(lambda: translate("messages", "这是虚拟摄像头，不能用来录制")),
        "black": _one(lambda: translate("messages", "画面全黑，请打开镜头盖")),
        "covered": _one(lambda: translate("messages", "镜头被遮住了，请移开遮挡")),
        "frozen": _one(lambda: translate("messages", "画面不动，请重新插拔摄像头")),
        "small": lambda facts: translate("messages", "画面只有 {width}×{height}，偏小").format(
            width=facts.get("width", "?"), height=facts.get("height", "?")
        ),
        "slow": lambda facts: translate("messages", "每秒只有 {fps} 帧，画面会卡").format(fps=_fps(facts)),
        "ready": lambda facts: translate("messages", "{width}×{height}，每秒 {fps} 帧").format(
            width=facts.get("width", "?"), height=facts.get("height", "?"), fps=_fps(facts)
        ),
    },
    CheckId.LIGHT: {
        "too_dark": _one(lambda: translate("messages", "太暗，请打开灯")),
        "too_bright": _one(lambda: translate("messages", "太亮，请拉上窗帘或移开灯")),
        "backlit": _one(lambda: translate("messages", "背后的光太强，请换个方向或拉上窗帘")),
        "good": _one(lambda: translate("messages", "亮度合适")),
    },
    CheckId.SHARPNESS: {
        "blurred": _one(lambda: translate("messages", "画面模糊，请擦一擦镜头")),
        "sharp": _one(lambda: translate("messages", "画面清楚")),
    },
    CheckId.PERSONS: {
        "nobody": _one(lambda: translate("messages", "镜头前没有人")),
        "customer_absent": _one(lambda: translate("messages", "看不到客户，请客户坐到左边")),
        "clerk_absent": _one(lambda: translate("messages", "看不到柜员，请坐到右边")),
        "too_many": _one(lambda: translate("messages", "人太多，请无关的人离开画面")),
        "too_small": _one(lambda: translate("messages", "人离镜头太远，请坐近一点")),
        "complete": _one(lambda: translate("messages", "客户 1 人、员工 1 人，都在画面里")),
        "no_detector": _one(lambda: translate("messages", "人脸检查没有启动，录像须人工复核")),
    },
    CheckId.MICROPHONE_COUNTER: _MICROPHONES,
    CheckId.MICROPHONE_CUSTOMER: _MICROPHONES,
    CheckId.SPEECH: {
        "not_said": _one(lambda: translate("messages", "还没有试音")),
        "listening": lambda facts: translate("messages", "正在听，还剩 {left} 秒").format(
            left=facts.get("left_s", "?")
        ),
        "heard": _one(lambda: translate("messages", "三个词都听到了")),
        "remembered": _one(lambda: translate("messages", "今天用同样的设备试过，听得清楚")),
        "partly_heard": lambda facts: translate("messages", "只听到：{heard}。请大声一点再试").format(
            heard="、".join(str(word) for word in facts.get("heard", ()))
        ),
        "not_heard": _one(lambda: translate("messages", "没有听到，请靠近麦克风再试")),
        "no_model": _one(lambda: translate("messages", "没有语音模型，回答须人工复核")),
        "engine_failed": _one(lambda: translate("messages", "识别没有启动，回答须人工复核")),
    },
    CheckId.SPEAKER: {
        "not_played": _one(lambda: translate("messages", "还没有试听")),
        "playing": _one(lambda: translate("messages", "正在播放…")),
        "asking": _one(lambda: translate("messages", "听到了吗？")),
        "heard": _one(lambda: translate("messages", "听得到")),
        "remembered": _one(lambda: translate("messages", "今天用同样的设备试过，听得到")),
        "echoes": _one(lambda: translate("messages", "声音太大，会盖住客户的回答，请调低")),
        "not_heard": _one(lambda: translate("messages", "听不到，请打开扬声器、调大音量")),
        "missing": _one(lambda: translate("messages", "找不到扬声器，客户听不到播报")),
        "no_speaker": _one(lambda: translate("messages", "不放声音")),
    },
    CheckId.NOISE: {
        "listening": _one(lambda: translate("messages", "正在听…")),
        "voices": _one(lambda: translate("messages", "请先安静两秒")),
        "quiet": _one(lambda: translate("messages", "安静")),
        "fan": _at_noise(lambda: translate("messages", "有风扇或空调声")),
        "mains": _at_noise(lambda: translate("messages", "有电流声，请检查麦克风的线")),
        "babble": _at_noise(lambda: translate("messages", "旁边有人说话")),
        "impulses": _at_noise(lambda: translate("messages", "有敲击声，如键盘、盖章")),
        "unknown": _at_noise(lambda: translate("messages", "有杂音")),
        "loud_fan": _at_noise(lambda: translate("messages", "风扇或空调太响，请关掉")),
        "loud_mains": _at_noise(lambda: translate("messages", "电流声太响，请换线或换插座")),
        "loud_babble": _at_noise(lambda: translate("messages", "旁边说话声太大，请换个地方")),
        "loud_impulses": _at_noise(lambda: translate("messages", "敲击声太响，请停一停")),
        "loud_unknown": _at_noise(lambda: translate("messages", "杂音太响，请找到来源")),
    },
    CheckId.CLOCK: {
        "implausible": _one(lambda: translate("messages", "电脑的时间不对，请先校准")),
        "jumped": lambda facts: translate("messages", "时间刚才跳了 {step} 秒").format(step=facts.get("step_s", "?")),
        "not_compared": _one(lambda: translate("messages", "走时平稳，没有和时间服务器核对")),
    },
    CheckId.PLACE: {
        "bad_certificate": _one(lambda: translate("messages", "登记证书无效，请 IT 重新签发")),
        "out_of_date": lambda facts: translate("messages", "登记证书有效期 {first} 至 {last}，今天不能用").format(
            first=facts.get("valid_from", "?"), last=facts.get("valid_to", "?")
        ),
        "other_station": _one(lambda: translate("messages", "登记证书是另一台工作站的，请换回本机的")),
        "not_enrolled": _one(lambda: translate("messages", "本机没有登记，请 IT 签发登记证书")),
        "other_network": lambda facts: translate("messages", "不在 {place} 登记的网络里，不能录制").format(
            place=_place(facts)
        ),
        "other_gateway": lambda facts: translate("messages", "网关不是 {place} 登记的，不能录制").format(
            place=_place(facts)
        ),
        "no_position": _one(lambda: translate("messages", "不知道本机在哪里，请接好定位设备")),
        "other_position": lambda facts: translate("messages", "离登记的网点 {distance} 米，不能录制").format(
            distance=facts.get("distance_m", "?")
        ),
        "inside_otherwise_set": lambda facts: translate("messages", "在 {place}；设置里写的不同，以登记为准").format(
            place=_place(facts)
        ),
        "inside": lambda facts: translate("messages", "在登记的网点：{place}").format(place=_place(facts)),
        "no_certificate": _one(lambda: translate("messages", "没有登记证书，没有核对地点")),
        "no_gate": _one(lambda: translate("messages", "演练不核对地点")),
    },
    CheckId.DISK: {
        "full": lambda facts: translate("messages", "只剩 {free} GB，本次需要 {needed} GB").format(
            free=_gigabytes(facts, "free_mb"), needed=_gigabytes(facts, "needed_mb")
        ),
        "unreadable": _one(lambda: translate("messages", "数据文件夹读不到")),
        "scarce": lambda facts: translate("messages", "还能录 {hours} 小时，请尽快清理").format(hours=_hours(facts)),
        "enough": lambda facts: translate("messages", "还能录 {hours} 小时").format(hours=_hours(facts)),
    },
    CheckId.MODELS: {
        "loading": _one(lambda: translate("messages", "正在加载…")),
        "missing": _one(lambda: translate("messages", "缺少模型，相应的检查要靠人工复核")),
        "test_only": _one(lambda: translate("messages", "只有测试用的小模型，正式录制请安装完整模型")),
        "ready": _one(lambda: translate("messages", "识别、人脸、播报都已就绪")),
    },
    CheckId.VAULT: {
        "in_doubt": _one(lambda: translate("messages", "保险库存疑，只能查看，不能录制")),
        "sound": _one(lambda: translate("messages", "完好，录像会加密保存")),
        "no_vault": _one(lambda: translate("messages", "没有打开")),
    },
    CheckId.SERVER: {
        "no_server": _one(lambda: translate("messages", "没有设置，录像先加密存在本机")),
    },
}


def _fps(facts: Facts) -> str:
    return f"{float(facts.get('fps') or 0):.0f}"


def _place(facts: Facts) -> str:
    """Branch and counter, as they are written on the certificate."""
    return f"{facts.get('branch', '?')} {facts.get('counter', '?')}"


def _hours(facts: Facts) -> str:
    hours = float(facts.get("hours") or 0)
    return f"{hours:.1f}" if hours < 10 else f"{hours:.0f}"
