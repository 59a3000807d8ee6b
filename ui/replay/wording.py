"""Words for what lies on the timeline. Codes come from `lanes.py`; an unknown one is shown as itself."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.model import Verdict
from ui.messages import clock_text, verdict_text
from ui.problem_words import channel_text, end_reason_text, note_text, person_text, reason_text
from ui.replay.lanes import Item, Lane

translate = QCoreApplication.translate
NS = 1_000_000_000
SHOWN_CHARACTERS = 40

Titles = Mapping[str, str]
"""step id → the step's name in its script"""


def lane_text(lane: Lane) -> str:
    return {
        Lane.STEPS: translate("messages", "环节"),
        Lane.PROMPTS: translate("messages", "播报"),
        Lane.COUNTER: translate("messages", "柜员"),
        Lane.CUSTOMER: translate("messages", "客户"),
        Lane.ANSWERS: translate("messages", "应答"),
        Lane.FACES: translate("messages", "在场"),
        Lane.MARKS: translate("messages", "打点"),
    }[lane]


def step_text(step: str | None, titles: Titles) -> str:
    return titles.get(step or "", step or "")


def item_text(item: Item, titles: Titles) -> str:
    """What an item is, in a few words; without its time."""
    step = step_text(item.step, titles)
    match item.kind:
        case "step":
            return step if item.verdict is None else f"{step} · {verdict_text(item.verdict)}"
        case "prompt":
            return translate("messages", "播报：{step}").format(step=step)
        case "said":
            return f"{lane_text(item.lane)}：{_short(item.text)}"
        case "answer":
            return _answer_text(item, step)
        case "picture_gap" | "sound_gap":
            return _gap_text(item)
    text = mark_text(item.kind, item.facts)
    if item.text:
        text = f"{text}：{_short(item.text)}"
    return f"{text}（{step}）" if step else text


def item_tip(item: Item, titles: Titles) -> str:
    """The same with its time and, where it lasts, its length."""
    begin = clock_text(item.begin_ns)
    if item.end_ns - item.begin_ns < NS:
        return f"{begin}  {item_text(item, titles)}"
    return f"{begin}–{clock_text(item.end_ns)}  {item_text(item, titles)}"


def _answer_text(item: Item, step: str) -> str:
    verdict = verdict_text(item.verdict) if item.verdict is not None else ""
    said = f"“{_short(item.text)}”" if item.text else translate("messages", "没有出声")
    why = reason_text(str(item.facts.get("reason", "")))
    text = translate("messages", "应答：{step} {said} {verdict}").format(step=step, said=said, verdict=verdict)
    return text if item.verdict is Verdict.ACCEPTED or not why else f"{text}（{why}）"


def _gap_text(item: Item) -> str:
    seconds = round((item.end_ns - item.begin_ns) / NS)
    if item.kind == "picture_gap":
        cause = translate("messages", "摄像头没有画面")
    else:
        cause = translate("messages", "{microphone}没有声音").format(
            microphone=channel_text(str(item.facts.get("channel", "")))
        )
    cause = {
        "camera_lost": translate("messages", "摄像头断开"),
        "microphone_lost": translate("messages", "麦克风断开"),
    }.get(str(item.facts.get("cause", "")), cause)
    return translate("messages", "缺口 {seconds} 秒：{cause}").format(seconds=max(seconds, 1), cause=cause)


def mark_text(kind: str, facts: Mapping[str, Any]) -> str:
    """A mark in a few words."""
    plain = _device_marks().get(kind) or _step_marks().get(kind) or _quality_marks().get(kind) or _course().get(kind)
    if plain is not None:
        where = channel_text(str(facts["channel"])) if "channel" in facts else ""
        return f"{plain}（{where}）" if where else plain
    match kind:
        case "clerk_mark":
            return translate("messages", "柜员打点：{note}").format(note=note_text(str(facts.get("note", ""))))
        case "reviewer_mark":
            return translate("messages", "复核打点")
        case "forbidden_word":
            return translate("messages", "禁用语：{word}").format(word=facts.get("word", ""))
        case "remedy_began":
            return translate("messages", "补问第 {attempt} 次：{reason}").format(
                attempt=int(facts.get("attempt", 2)) - 1, reason=reason_text(str(facts.get("reason", "")))
            )
        case "repeat_asked":
            who = person_text(str(facts.get("by", "")))
            return translate("messages", "{who}要求重听").format(who=who)
        case "clock_stepped":
            return translate("messages", "电脑时间被改动 {seconds} 秒").format(
                seconds=f"{int(facts.get('by_ms', 0)) / 1000:+.1f}"
            )
        case "frame_rate_changed":
            return translate("messages", "画面改为每秒 {fps} 帧").format(fps=facts.get("fps", "?"))
        case "session_ended":
            return translate("messages", "结束：{reason}").format(reason=end_reason_text(str(facts.get("reason", ""))))
        case "take_broken" | "detector_stopped" | "prompt_not_spoken":
            text = {
                "take_broken": translate("messages", "录制中断"),
                "detector_stopped": translate("messages", "一项自动检测停止"),
                "prompt_not_spoken": translate("messages", "语音没有播出，由柜员宣读"),
            }[kind]
            return f"{text} {facts['code']}" if "code" in facts else text
    return kind


def _course() -> Mapping[str, str]:
    """How a take went: what the other lanes show, and the log of events tells in words."""
    return {
        "take_began": translate("messages", "录制开始"),
        "take_ended": translate("messages", "录制结束"),
        "step_began": translate("messages", "环节开始"),
        "step_passed": translate("messages", "环节通过"),
        "step_failed": translate("messages", "环节未通过"),
        "prompt_began": translate("messages", "播报开始"),
        "prompt_ended": translate("messages", "播报结束"),
        "answer_judged": translate("messages", "应答判定"),
        "customer_left": translate("messages", "客户离开画面"),
        "customer_back": translate("messages", "客户回到画面"),
        "clerk_left": translate("messages", "柜员离开画面"),
        "clerk_back": translate("messages", "柜员回到画面"),
        "stranger_gone": translate("messages", "不相关的人已离开"),
        "face_large_enough": translate("messages", "人脸大小恢复正常"),
        "picture_gap": translate("messages", "画面缺口"),
        "sound_gap": translate("messages", "声音缺口"),
    }


def _device_marks() -> Mapping[str, str]:
    return {
        "camera_lost": translate("messages", "摄像头断开"),
        "camera_back": translate("messages", "摄像头恢复"),
        "microphone_lost": translate("messages", "麦克风断开"),
        "microphone_back": translate("messages", "麦克风恢复"),
        "pictures_dropped": translate("messages", "有画面没有录上"),
        "speech_gap": translate("messages", "有话没有听写"),
        "take_salvaged": translate("messages", "录制意外中断，录像已抢救"),
        "preflight": translate("messages", "录制前检查"),
    }


def _step_marks() -> Mapping[str, str]:
    return {
        "asked_again_by_clerk": translate("messages", "柜员要求补问"),
        "touch_offered": translate("messages", "改为触屏作答"),
        "step_held": translate("messages", "环节暂候"),
        "step_resumed": translate("messages", "环节继续"),
        "clerk_read": translate("messages", "柜员宣读完毕"),
        "paper_shown": translate("messages", "出示材料"),
        "answer_early": translate("messages", "没等问完就答"),
        "answer_taken_back": translate("messages", "客户改口"),
        "prompting_suspected": translate("messages", "疑似诱导应答"),
        "not_recognised_by_machine": translate("messages", "应答没有经过机器识别"),
        "customer_absent": translate("messages", "客户不在画面里"),
        "clerk_absent": translate("messages", "柜员不在画面里"),
        "stranger_seen": translate("messages", "画面里有不相关的人"),
        "face_too_small": translate("messages", "人脸太小，看不清"),
    }


def _quality_marks() -> Mapping[str, str]:
    return {
        "picture_dark": translate("messages", "画面太暗"),
        "picture_bright": translate("messages", "画面太亮"),
        "picture_black": translate("messages", "画面全黑"),
        "picture_covered": translate("messages", "镜头被遮住"),
        "picture_backlit": translate("messages", "背光，看不清脸"),
        "picture_blurred": translate("messages", "画面模糊"),
        "picture_frozen": translate("messages", "画面不动"),
        "sound_silent": translate("messages", "没有声音"),
        "sound_too_quiet": translate("messages", "声音太小"),
        "sound_too_loud": translate("messages", "声音太大"),
        "sound_clipped": translate("messages", "声音破了"),
        "sound_noisy": translate("messages", "周围太吵"),
        "sound_overlap": translate("messages", "声音重叠"),
    }


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
