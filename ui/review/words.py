"""Words of the review page: the result in one line."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.model import Outcome, TakeState
from ui.kit.tone import Tone
from ui.messages import clock_text, number_text, refused_text
from ui.review.reading import Reading

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Result:
    """How a take went, in one line."""

    text: str
    tone: Tone


def result(reading: Reading) -> Result:
    review, steps = reading.review, len(reading.review.steps)
    open_ones = steps - reading.accepted
    if review.take.state is TakeState.OPEN:
        return Result(translate("messages", "这次录制还没有收尾"), Tone.DANGER)
    if reading.is_refused:
        return Result(refused_text(), Tone.NEUTRAL)
    match review.take.outcome:
        case Outcome.INTERRUPTED | None:
            text = translate("messages", "录制中断，录像已抢救 {length}").format(
                length=clock_text(review.take.duration_ns)
            )
            if open_ones:
                text = translate("messages", "{text}，{count} 步需说明").format(text=text, count=open_ones)
            return Result(text, Tone.WARNING)
        case Outcome.REFUSED:
            return Result(translate("messages", "客户不同意，录制已结束"), Tone.DANGER)
        case Outcome.NOT_UNDERSTOOD:
            return Result(translate("messages", "客户未理解，不能办理"), Tone.DANGER)
        case Outcome.STOPPED:
            return Result(translate("messages", "客户要再想想，今天先不办"), Tone.WARNING)
        case _:
            if not open_ones:
                return Result(translate("messages", "{count} 步全部通过").format(count=steps), Tone.OK)
            return Result(translate("messages", "{count} 步需说明").format(count=open_ones), Tone.WARNING)


def bytes_text(count: int) -> str:
    return f"{number_text(count / 1_000_000, 1)} MB" if count < 1_000_000_000 else f"{number_text(count / 1e9, 2)} GB"
