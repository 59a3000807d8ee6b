"""Words for what a take is judged by: its problems and their remedies, why an answer counts or not, notes, reasons.

Bank wording a clerk could read out: it says what is so, never whose fault it is. An unknown code is shown as itself.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.inspection.problem import Problem, Remedy
from app.session.script import ReadyScript

translate = QCoreApplication.translate

NOTES = ("customer_question", "explained", "paper", "disturbance", "other")
"""what a clerk may mark, in the order of the keys 1 to 5"""
END_REASONS = ("customer_leaves", "device", "other")
"""why a clerk ends a take early"""


def note_text(code: str) -> str:
    """A mark of the clerk."""
    return {
        "customer_question": translate("messages", "客户提问"),
        "explained": translate("messages", "已当面解释"),
        "paper": translate("messages", "补充材料"),
        "disturbance": translate("messages", "现场有干扰"),
        "other": translate("messages", "其他"),
    }.get(code, code)


def end_reason_text(code: str) -> str:
    """Why a take was ended before its last step."""
    return {
        "customer_leaves": translate("messages", "客户要离开"),
        "device": translate("messages", "设备出了问题"),
        "other": translate("messages", "其他原因"),
        "customer_stops": translate("messages", "客户想再考虑一下"),
        "device_gone": translate("messages", "设备一直没有恢复"),
        "last_step": translate("messages", "全部环节已做完"),
        "program_ended": translate("messages", "程序被要求退出"),
    }.get(code, reason_text(code))


def person_text(code: str) -> str:
    return {
        "customer": translate("messages", "客户"),
        "clerk": translate("messages", "柜员"),
        "insured": translate("messages", "被保险人"),
        "companion": translate("messages", "陪同人"),
    }.get(code, code)


def channel_text(code: str) -> str:
    """A microphone by whom it hears."""
    return {
        "customer": translate("messages", "客户麦克风"),
        "counter": translate("messages", "柜台麦克风"),
    }.get(code, code)


def reason_text(code: str) -> str:
    """Why the judge decided as it did."""
    return {
        "accepted_words": translate("messages", "说了约定的词"),
        "accepted_by_sound": translate("messages", "读音相符"),
        "matches_contract": translate("messages", "与合同一致"),
        "played_to_end": translate("messages", "已播放完"),
        "silence": translate("messages", "没有出声"),
        "no_touch": translate("messages", "没有触屏作答"),
        "before_question_ended": translate("messages", "没等问完就答了"),
        "prompted_by_counter": translate("messages", "柜台先说出了答案"),
        "required_person_away": translate("messages", "有人不在画面里"),
        "taken_back": translate("messages", "客户改口"),
        "not_recognised": translate("messages", "没有语音识别"),
        "not_sure": translate("messages", "听得不够清楚"),
        "asked_to_repeat": translate("messages", "客户请您再说一遍"),
        "condition": translate("messages", "附带了条件"),
        "does_not_know": translate("messages", "客户说不知道"),
        "double_negation": translate("messages", "双重否定，意思不明"),
        "doubt": translate("messages", "语气犹豫"),
        "filler": translate("messages", "只有语气词"),
        "maybe_refusal": translate("messages", "可能是不同意"),
        "negation": translate("messages", "客户说了不"),
        "negation_unclear": translate("messages", "否定的是什么不清楚"),
        "not_an_answer": translate("messages", "不是对问题的回答"),
        "not_specific": translate("messages", "说得太笼统"),
        "opposite_words": translate("messages", "前后说法相反"),
        "question": translate("messages", "客户在反问"),
        "refusal_word": translate("messages", "客户不同意"),
        "someone_else": translate("messages", "说的是别人"),
        "too_long": translate("messages", "说得太长"),
        "unknown_words": translate("messages", "有没听懂的话"),
        "number_differs": translate("messages", "数字与合同不同"),
        "number_extra": translate("messages", "多说了别的数字"),
        "number_missing": translate("messages", "没有说出数字"),
        "number_unclear": translate("messages", "数字不明确"),
        "word_missing": translate("messages", "没有说到要点"),
        "wrong_word": translate("messages", "说法与合同不符"),
    }.get(code, code)


def problem_text(problem: Problem, script: ReadyScript | None = None) -> str:
    """One sentence: what inspection would say. With the script, papers are called by their titles."""
    text = _plain(problem.code)
    if not text:
        special = _SPECIAL.get(problem.code)
        text = problem.code if special is None else special(problem.facts)
    papers = _papers(problem, script)
    return text.format(papers=papers) if "{papers}" in text else text


def _plain(code: str) -> str:
    """Those that need no facts."""
    return {
        "answer_refused": translate("messages", "客户没有同意，这一步不通过。"),
        "answer_wrong": translate("messages", "客户说的与合同不一致。"),
        "answer_missing": translate("messages", "客户没有回答；沉默不算同意。"),
        "answer_early": translate("messages", "问题还没问完客户就答了，请等问完再答一次。"),
        "answer_not_checked": translate("messages", "这一步的回答没有经过机器识别，须人工复核。"),
        "answer_taken_back": translate("messages", "客户刚才改口，收回了同意。"),
        "answered_by_touch": translate("messages", "这一步是客户触屏作答，复核时会核对原因。"),
        "prompt_not_whole": translate("messages", "这一步的话术没有完整播完。"),
        "prompt_read_by_clerk": translate("messages", "语音没有播出，这一步由柜员宣读，复核时会听一遍。"),
        "paper_cut_short": translate("messages", "{papers}出示的时间不够。"),
        "paper_unseen": translate("messages", "出示{papers}时客户不在画面里。"),
        "customer_away": translate("messages", "客户不在画面里。"),
        "clerk_away": translate("messages", "柜员不在画面里。"),
        "picture_dark": translate("messages", "画面太暗。"),
        "picture_bright": translate("messages", "画面太亮。"),
        "picture_backlit": translate("messages", "背后的光太强，看不清脸。"),
        "picture_blurred": translate("messages", "画面模糊。"),
        "camera_lost": translate("messages", "摄像头断开，录像里正在留空白。"),
        "speech_not_checked": translate("messages", "没有语音识别，所有回答都须人工复核。"),
        "prompting_not_checked": translate("messages", "没有检查是否有人诱导作答。"),
        "faces_not_checked": translate("messages", "没有检查人是否在画面里。"),
        "picture_not_checked": translate("messages", "没有检查画面质量。"),
        "disk_full": translate("messages", "磁盘写满，录制已停止。"),
        "take_salvaged": translate("messages", "录制曾意外中断，录像已抢救。"),
    }.get(code, "")


def _lasting(now: str, past: str, facts: Mapping[str, Any]) -> str:
    lasted_ms = int(facts.get("lasted_ms") or 0)
    return past.format(seconds=_seconds(lasted_ms)) if lasted_ms else now


def _heard(facts: Mapping[str, Any], text: str) -> str:
    return text.format(channels=join(channel_text(str(name)) for name in facts.get("channels", ())))


def _prompted(facts: Mapping[str, Any]) -> str:
    if facts.get("is_asked_again"):
        return translate("messages", "曾疑似诱导作答，已重新问过；复核时会看这一段。")
    return translate("messages", "客户回答以前，柜台一侧先说出了答案。")


def _stranger(facts: Mapping[str, Any]) -> str:
    if facts.get("is_there"):
        return translate("messages", "画面里有不相关的人。")
    return translate("messages", "画面里出现过不相关的人，须说明。")


_SPECIAL: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "answer_unclear": lambda facts: translate("messages", "回答不能算数：{reason}。").format(
        reason=reason_text(str(facts.get("reason", "")))
    ),
    "answer_prompted": _prompted,
    "answers_alike": lambda facts: translate(
        "messages", "客户一连 {answers} 次都很快回答“{word}”，可能没有听懂。"
    ).format(answers=facts.get("answers", "?"), word=facts.get("word", "")),
    "person_absent": lambda facts: translate("messages", "{persons}在这一步离开画面太久。").format(
        persons=join(person_text(str(name)) for name in facts.get("persons", ()))
    ),
    "presence_low": lambda facts: translate(
        "messages", "客户在画面里的时间只有 {present} %，要求 {limit} %。"
    ).format(present=facts.get("present_percent", "?"), limit=facts.get("limit_percent", "?")),
    "stranger_seen": _stranger,
    "face_too_small": lambda facts: translate("messages", "{persons}离镜头太远，看不清脸。").format(
        persons=join(person_text(str(name)) for name in facts.get("persons", ()))
    ),
    "picture_black": lambda facts: _lasting(
        translate("messages", "画面全黑。"), translate("messages", "画面黑过 {seconds} 秒，须说明。"), facts
    ),
    "picture_covered": lambda facts: _lasting(
        translate("messages", "镜头被遮住了。"), translate("messages", "镜头被遮过 {seconds} 秒，须说明。"), facts
    ),
    "picture_frozen": lambda facts: _lasting(
        translate("messages", "画面不动了。"), translate("messages", "画面停住过 {seconds} 秒，须说明。"), facts
    ),
    "picture_gap": lambda facts: translate("messages", "画面中断过 {gaps} 次，最长 {seconds} 秒。").format(
        gaps=facts.get("gaps", "?"), seconds=_seconds(facts.get("gap_ms"))
    ),
    "pictures_dropped": lambda facts: translate("messages", "有 {pictures} 帧画面没有录上。").format(
        pictures=facts.get("pictures", "?")
    ),
    "frame_rate_lowered": lambda facts: translate("messages", "电脑吃力，画面降到每秒 {fps} 帧。").format(
        fps=facts.get("fps", "?")
    ),
    "microphone_lost": lambda facts: _heard(facts, translate("messages", "{channels}断开，录像里正在留静音。")),
    "sound_gap": lambda facts: translate("messages", "声音中断过 {gaps} 次，最长 {seconds} 秒。").format(
        gaps=facts.get("gaps", "?"), seconds=_seconds(facts.get("gap_ms"))
    ),
    "sound_silent": lambda facts: _heard(
        facts,
        _lasting(
            translate("messages", "{channels}没有声音。"),
            translate("messages", "{channels}无声过 {seconds} 秒，须说明。").replace("{channels}", "{{channels}}"),
            facts,
        ),
    ),
    "sound_too_quiet": lambda facts: _heard(facts, translate("messages", "{channels}声音太小。")),
    "sound_too_loud": lambda facts: _heard(facts, translate("messages", "{channels}声音太大。")),
    "sound_clipped": lambda facts: _heard(facts, translate("messages", "{channels}声音破了，听不清。")),
    "sound_noisy": lambda facts: _heard(facts, translate("messages", "{channels}周围太吵。")),
    "speech_gap": lambda facts: translate("messages", "有 {seconds} 秒的话没有听写，最好再问一次。").format(
        seconds=_seconds(facts.get("gap_ms"))
    ),
    "forbidden_word": lambda facts: translate("messages", "柜台一侧说了禁用语：{words}。").format(
        words=join(str(word) for word in facts.get("words", ()))
    ),
    "clock_stepped": lambda facts: translate("messages", "电脑的时间被改动了 {seconds} 秒。").format(
        seconds=_seconds(abs(int(facts.get("by_ms") or 0)))
    ),
    "take_broken": lambda facts: translate("messages", "录制中断（{code}），录像已保存。").format(
        code=facts.get("code", "?")
    ),
    "not_completed": lambda facts: translate("messages", "没有做完全部环节（{reason}）。").format(
        reason=end_reason_text(str(facts.get("reason", "")))
    ),
}  # fmt: skip


def remedy_text(remedy: Remedy, number: int = 0, persons: Sequence[str] = ()) -> str:
    """What to do: the words of a button where the station can do it itself (`is_done_here`), else a request.

    `number` is the step's, from 1; `persons` are those whom it concerns.
    """
    who = join(person_text(name) for name in persons) or person_text("customer")
    return {
        Remedy.ASK_AGAIN: translate("messages", "补问第 {number} 步").format(number=number),
        Remedy.SHOW_PAPER_AGAIN: translate("messages", "第 {number} 步重新出示").format(number=number),
        Remedy.BRING_BACK: translate("messages", "请{who}回到镜头前").format(who=who),
        Remedy.COME_CLOSER: translate("messages", "请{who}坐近一点").format(who=who),
        Remedy.SEND_AWAY: translate("messages", "请无关的人离开画面"),
        Remedy.LIGHT: translate("messages", "请打开灯，或拉上窗帘"),
        Remedy.CLEAR_LENS: translate("messages", "请移开遮挡，擦一擦镜头"),
        Remedy.SPEAK_UP: translate("messages", "请说大声一点，靠近麦克风"),
        Remedy.SPEAK_SOFTER: translate("messages", "请说轻一点，离麦克风远一点"),
        Remedy.QUIET: translate("messages", "请让周围安静一些"),
        Remedy.RECONNECT: translate("messages", "请重新插好设备"),
        Remedy.WAIT: translate("messages", "正在处理，请稍候"),
        Remedy.EXPLAIN: translate("messages", "录完后写一句说明"),
        Remedy.NONE: translate("messages", "本次无法补救"),
    }[remedy]


def is_done_here(remedy: Remedy) -> bool:
    """Whether the station can do it at a click."""
    return remedy in (Remedy.ASK_AGAIN, Remedy.SHOW_PAPER_AGAIN)


def persons_of(problem: Problem) -> tuple[str, ...]:
    """Whom a problem is about."""
    if problem.code.endswith("_away"):
        return (problem.code.removesuffix("_away"),)
    return tuple(str(name) for name in problem.facts.get("persons", ()))


def join(words: Iterable[str]) -> str:
    """A、B、C"""
    return translate("messages", "、").join(words)


def _papers(problem: Problem, script: ReadyScript | None) -> str:
    ids = [str(paper) for paper in problem.facts.get("papers", ())]
    titles = {paper.id: paper.title for step in (script.steps if script else ()) for paper in step.show}
    return join(titles.get(paper, paper) for paper in ids) or translate("messages", "材料")


def _seconds(milliseconds: object) -> str:
    seconds = int(milliseconds) / 1000 if isinstance(milliseconds, int | float) else 0.0
    return f"{seconds:.1f}" if seconds < 10 else str(round(seconds))
