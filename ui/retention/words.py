"""Words for how long a case is kept and why, in the language of the window; and which cases a filter shows."""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from app.keeping import KeepingRow
from app.retention import Reason
from app.vault.retention import RetentionKind, RetentionRow
from ui.kit.tone import Tone
from ui.messages import date_text, language

translate = QCoreApplication.translate


class State(StrEnum):
    """Where a case stands; the first that holds."""

    DESTROYED = "destroyed"
    HELD = "held"
    DUE = "due"
    UNKNOWN = "unknown"
    KEPT = "kept"


TONES: Mapping[State, Tone] = {
    State.DESTROYED: Tone.NEUTRAL,
    State.HELD: Tone.PRIMARY,
    State.DUE: Tone.WARNING,
    State.UNKNOWN: Tone.NEUTRAL,
    State.KEPT: Tone.OK,
}
FILTERS: tuple[State | None, ...] = (None, State.DUE, State.HELD, State.UNKNOWN, State.DESTROYED)
"""in the order of the tabs; none: every case"""


def state_of(row: KeepingRow) -> State:
    if row.is_destroyed:
        return State.DESTROYED
    if row.holds:
        return State.HELD
    if row.is_due:
        return State.DUE
    return State.UNKNOWN if row.until is None else State.KEPT


def filter_text(state: State | None) -> str:
    return {
        None: translate("messages", "全部"),
        State.DUE: translate("messages", "可销毁"),
        State.HELD: translate("messages", "争议保留"),
        State.UNKNOWN: translate("messages", "未知到期"),
        State.DESTROYED: translate("messages", "已销毁"),
        State.KEPT: translate("messages", "保存中"),
    }[state]


def until_text(row: KeepingRow) -> str:
    """Until when, in a chip."""
    match state_of(row):
        case State.DESTROYED:
            return translate("messages", "已销毁")
        case State.HELD:
            return translate("messages", "争议保留")
        case State.UNKNOWN:
            return translate("messages", "到期日未知")
        case State.DUE:
            return translate("messages", "{day} 到期，可销毁").format(day=row.until)
        case _:
            return translate("messages", "至 {day}").format(day=row.until)


def reason_text(reason: Reason) -> str:
    """One thing that keeps a case."""
    said = reason.text(language())
    if reason.counted_from is not None:
        said = translate("messages", "{reason}（从 {day} 起算）").format(reason=said, day=reason.counted_from)
    return f"{reason.day}  {said}" if reason.day is not None else said


def main_reason_text(row: KeepingRow) -> str:
    """What decides: a thing without a day, else the one with the latest."""
    dated = [reason for reason in row.kept.reasons if reason.day is not None]
    decides = row.kept.unknown or max(dated, key=lambda reason: str(reason.day), default=None)
    return "" if decides is None else decides.text(language())


def written_text(row: RetentionRow) -> str:
    """One thing that somebody wrote down."""
    what = {
        RetentionKind.CONTRACT_ENDED: translate("messages", "登记合同终止"),
        RetentionKind.HOLD_PLACED: translate("messages", "加争议保留"),
        RetentionKind.HOLD_LIFTED: translate("messages", "解除争议保留"),
        RetentionKind.DESTROYED: translate("messages", "到期销毁"),
    }[row.kind]
    who = row.actor if row.second_account is None else f"{row.actor} + {row.second_account}"
    day = "" if row.on_day is None else f" {row.on_day}"
    line = f"{date_text(row.at_wall_ns)}  {who}  {what}{day}"
    return translate("messages", "{what}：{why}").format(what=line, why=row.text) if row.text else line
