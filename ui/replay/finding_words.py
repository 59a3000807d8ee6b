"""Words for what the machine found of a take, rule by rule. Codes come from `app.inspection.findings`."""

from PySide6.QtCore import QCoreApplication

from app.inspection.findings import Checked, Finding
from app.model import ReviewVerdict
from ui.kit.tone import Tone
from ui.messages import verdict_text
from ui.problem_words import reason_text
from ui.replay.wording import Titles, step_text

translate = QCoreApplication.translate

CHECKED_TONES = {
    Checked.PASSED: Tone.OK,
    Checked.FAILED: Tone.DANGER,
    Checked.REVIEW: Tone.WARNING,
    Checked.NOT_CHECKED: Tone.NEUTRAL,
}
REVIEWER_TONES = {
    ReviewVerdict.PASSED: Tone.OK,
    ReviewVerdict.FAILED: Tone.DANGER,
    ReviewVerdict.NEEDS_RETAKE: Tone.WARNING,
}


def checked_text(result: Checked) -> str:
    return {
        Checked.PASSED: translate("messages", "机检通过"),
        Checked.FAILED: translate("messages", "机检不通过"),
        Checked.REVIEW: translate("messages", "须人工看"),
        Checked.NOT_CHECKED: translate("messages", "机器未检"),
    }[result]


def reviewer_text(verdict: ReviewVerdict) -> str:
    return {
        ReviewVerdict.PASSED: translate("messages", "通过"),
        ReviewVerdict.FAILED: translate("messages", "不通过"),
        ReviewVerdict.NEEDS_RETAKE: translate("messages", "须重录"),
    }[verdict]


def finding_text(finding: Finding, titles: Titles) -> str:
    """What was checked, in a few words."""
    if finding.title_code == "step":
        return step_text(finding.step, titles)
    return _of_steps().get(finding.title_code) or _of_room().get(finding.title_code) or finding.title_code


def _of_steps() -> dict[str, str]:
    return {
        "steps_all": translate("messages", "全部环节通过"),
        "steps_in_order": translate("messages", "环节顺序"),
        "consent_first": translate("messages", "先征得同意再录"),
        "rights_notice": translate("messages", "权益提示"),
        "prompts_whole": translate("messages", "话术完整播报"),
        "prompts_read": translate("messages", "话术由工作站播报"),
        "answers_clear": translate("messages", "每问都有明确回答"),
        "answers_alike": translate("messages", "回答不是机械重复"),
        "silence_heeded": translate("messages", "沉默不算同意"),
        "no_prompting": translate("messages", "没有诱导应答"),
        "refusals_heeded": translate("messages", "拒绝得到尊重"),
        "no_forbidden_words": translate("messages", "没有禁用语"),
        "papers_shown": translate("messages", "材料出示够时间"),
        "papers_readable": translate("messages", "材料文字看得清"),
    }


def _of_room() -> dict[str, str]:
    return {
        "continuous": translate("messages", "录像连续无缺口"),
        "faces_present": translate("messages", "客户始终在画面里"),
        "same_frame": translate("messages", "双方同框"),
        "no_strangers": translate("messages", "没有无关人员"),
        "sound_clear": translate("messages", "声音清晰"),
        "sound_in_sync": translate("messages", "声画同步"),
        "light": translate("messages", "光线"),
        "picture_rate": translate("messages", "画面帧率"),
        "picture_there": translate("messages", "画面正常"),
        "sound_there": translate("messages", "声音正常"),
        "disk": translate("messages", "磁盘空间"),
        "no_crash": translate("messages", "没有意外中断"),
        "clock": translate("messages", "时钟可信"),
        "stamp": translate("messages", "画面水印齐全"),
        "real_camera": translate("messages", "真实摄像头"),
    }


def finding_detail(finding: Finding) -> str:
    """Its rule, and its figures in words."""
    return " · ".join(part for part in (finding.rule, finding_figures(finding)) if part)


def finding_figures(finding: Finding) -> str:
    """What was counted, in words; empty where nothing was."""
    facts = finding.facts
    parts: list[str] = []
    match finding.title_code:
        case "steps_all":
            parts.append(
                translate("messages", "{passed}/{steps} 步").format(
                    passed=facts.get("passed", "?"), steps=facts.get("steps", "?")
                )
            )
        case "answers_clear":
            parts.append(
                translate("messages", "{answers} 问，触屏 {by_touch}").format(
                    answers=facts.get("answers", "?"), by_touch=facts.get("by_touch", "?")
                )
            )
        case "faces_present" if facts.get("present_percent") is not None:
            parts.append(translate("messages", "在场 {percent} %").format(percent=facts["present_percent"]))
        case "step":
            parts.append(verdict_text(str(facts.get("verdict", ""))))
            if int(facts.get("attempts", 1)) > 1:
                parts.append(translate("messages", "问了 {attempts} 次").format(attempts=facts["attempts"]))
            if facts.get("reason"):
                parts.append(reason_text(str(facts["reason"])))
    return " · ".join(part for part in parts if part)
