"""Words for the codes of the core: verdicts, reasons, outcomes, marks, problems, checks, faults.

The core yields codes; this file speaks, in the language of the window. Chinese is the source, English comes from the
translation file; faults have both in `app.faults`. An unknown code is shown as itself: never nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from app.faults import SENTENCES, Fault, sentence
from app.model import Outcome, TakeState, Verdict
from media.fault import Fault as AnyFault
from ui.kit.tone import Tone

if TYPE_CHECKING:  # they load the engines
    from app.inspection.problem import Problem, Remedy
    from app.session.preflight.table import Check
    from app.session.script import ReadyScript

translate = QCoreApplication.translate


def language() -> str:
    """`zh` or `en`: what the window speaks at present."""
    return "en" if translate("messages", "语言") == "Language" else "zh"


def fault_text(fault: Fault | AnyFault) -> str:
    """The four-part sentence of a fault, with its code."""
    text = sentence(fault, language()) if fault.code in SENTENCES else fault.code
    return text if fault.code in text else f"{text} ({fault.code})"


def date_text(wall_ns: int, with_time: bool = True) -> str:
    """A moment as people write it here."""
    from PySide6.QtCore import QDateTime

    moment = QDateTime.fromMSecsSinceEpoch(wall_ns // 1_000_000)
    return moment.toString("yyyy-MM-dd HH:mm" if with_time else "yyyy-MM-dd")


def clock_text(at_ns: int) -> str:
    """`mm:ss` or `h:mm:ss` of a time in a take."""
    seconds = at_ns // 1_000_000_000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes:02d}:{seconds % 60:02d}"


def number_text(value: float, decimals: int = 0) -> str:
    return QLocale().toString(float(value), "f", decimals)


def verdict_text(verdict: Verdict | str) -> str:
    return {
        "accepted": translate("messages", "通过"),
        "refused": translate("messages", "拒绝"),
        "wrong": translate("messages", "答错"),
        "unclear": translate("messages", "不清楚"),
        "early": translate("messages", "抢答"),
        "prompted": translate("messages", "疑似诱导"),
        "missing": translate("messages", "无应答"),
        "not_checked": translate("messages", "未检查"),
    }.get(str(verdict), str(verdict))


VERDICT_TONES: dict[str, Tone] = {
    "accepted": Tone.OK,
    "refused": Tone.DANGER,
    "wrong": Tone.DANGER,
    "unclear": Tone.WARNING,
    "early": Tone.WARNING,
    "prompted": Tone.WARNING,
    "missing": Tone.DANGER,
    "not_checked": Tone.NEUTRAL,
}


def outcome_text(outcome: Outcome | str | None) -> str:
    return {
        "completed": translate("messages", "全部环节通过"),
        "needs_review": translate("messages", "已完成，须人工复核"),
        "incomplete": translate("messages", "有环节未通过"),
        "refused": translate("messages", "客户不同意"),
        "not_understood": translate("messages", "客户未理解"),
        "stopped": translate("messages", "客户要再想想"),
        "interrupted": translate("messages", "录制中断"),
        "open": translate("messages", "中断，未收尾"),
        "no_take": translate("messages", "尚未录制"),
    }.get(str(outcome), translate("messages", "录制中") if outcome is None else str(outcome))


OUTCOME_TONES: dict[str, Tone] = {
    "completed": Tone.OK,
    "needs_review": Tone.WARNING,
    "incomplete": Tone.WARNING,
    "refused": Tone.NEUTRAL,
    "not_understood": Tone.DANGER,
    "stopped": Tone.NEUTRAL,
    "interrupted": Tone.DANGER,
    "open": Tone.DANGER,
    "no_take": Tone.NEUTRAL,
}


def take_state_text(state: TakeState | str) -> str:
    return {
        "open": translate("messages", "未收尾"),
        "sealed": translate("messages", "已封存"),
        "salvaged": translate("messages", "已抢救封存"),
        "acknowledged": translate("messages", "已上传"),
        "erased": translate("messages", "已销毁"),
    }.get(str(state), str(state))


def refused_text() -> str:
    """Of a take that the customer did not agree to: there is no film of it."""
    return translate("messages", "客户不同意录音录像，录像已销毁，留有拒绝记录")


def review_text(status: str) -> str:
    """Where a review stands: a `ReviewKind`, or `sealed` before it began."""
    return {
        "sealed": translate("messages", "待提交"),
        "submitted": translate("messages", "待复核"),
        "returned": translate("messages", "被退回"),
        "approved": translate("messages", "复核通过"),
        "voided": translate("messages", "已作废"),
    }.get(status, status)


REVIEW_TONES: dict[str, Tone] = {
    "sealed": Tone.NEUTRAL,
    "submitted": Tone.PRIMARY,
    "returned": Tone.WARNING,
    "approved": Tone.OK,
    "voided": Tone.NEUTRAL,
}


def product_text(kind: str) -> str:
    """A kind of product, as `insurance.life_over_1y`; one that is not known by its family and its own name."""
    known = {
        "insurance.life_over_1y": translate("messages", "人身保险（一年期以上）"),
        "wealth.r3": translate("messages", "理财产品（风险等级三级）"),
    }.get(kind)
    if known is not None:
        return known
    family, _, rest = kind.partition(".")
    family_text = {
        "insurance": translate("messages", "保险"),
        "wealth": translate("messages", "理财"),
        "fund": translate("messages", "基金"),
        "trust": translate("messages", "信托"),
        "loan": translate("messages", "贷款"),
    }.get(family, family)
    return f"{family_text} · {rest}" if rest else family_text


# ------------------------------------------------------------------ checks and problems, loaded when they are needed


def check_text(check: "Check") -> str:
    """One line: what pre-flight found."""
    from ui import check_words

    return check_words.check_text(check)


def problem_text(problem: "Problem", script: "ReadyScript | None" = None) -> str:
    """One sentence: what inspection would say; with the script, papers are called by their titles."""
    from ui import problem_words

    return problem_words.problem_text(problem, script)


def remedy_text(remedy: "Remedy", number: int = 0, persons: Sequence[str] = ()) -> str:
    """What to do about a problem; `number` is the step's, from 1."""
    from ui import problem_words

    return problem_words.remedy_text(remedy, number, persons)


def reason_text(code: str) -> str:
    """Why an answer counts, or does not."""
    from ui import problem_words

    return problem_words.reason_text(code)
