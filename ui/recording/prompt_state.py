"""What the prompt card and the ring show in each phase of a take: the guide's state in words, and nothing else."""

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.session.script import ReadyStep
from app.session.states import (
    Closing,
    Ended,
    Held,
    Listening,
    Policy,
    Showing,
    Speaking,
    State,
    Touching,
    Waiting,
)
from media.clock import NS
from ui.kit.tone import Tone
from ui.messages import outcome_text
from ui.problem_words import join, person_text
from ui.recording.prompt import Mode, Prompt, place_of

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Countdown:
    """Something runs out at `until_ns`."""

    until_ns: int
    whole_s: float


def prompt_of(step: ReadyStep | None, number: int, state: State, sentence: str, before: Prompt | None) -> Prompt:
    """The prompt as it stands; `before` is what was shown last: where nothing new is said, its text stays."""
    title = translate("messages", "第 {number} 步　{title}").format(number=number, title=step.title) if step else ""
    old = before.text if before is not None else ""
    phase = state.phase
    match phase:
        case Waiting():
            text = translate("messages", "马上开始。请客户坐好，看着屏幕。")
            return Prompt(title, text, Mode.WAITING, translate("messages", "准备"), Tone.NEUTRAL, "running")
        case Speaking():
            text = phase.text or old
            begin, end = _spoken(sentence, text, before)
            if phase.reading_until_ns is not None:
                words = translate("messages", "由您宣读")
                return Prompt(
                    title, text, Mode.READ_OUT, words, Tone.PRIMARY, "person", remark=remark_of(phase.attempt)
                )
            words = translate("messages", "正在播放")
            return Prompt(
                title, text, Mode.SPOKEN, words, Tone.PRIMARY, "speaker", begin, end, remark_of(phase.attempt)
            )
        case Showing():
            text = step.say if step else old
            words = translate("messages", "请出示材料")
            return Prompt(title, text, Mode.SHOWING, words, Tone.PRIMARY, "document", remark=remark_of(phase.attempt))
        case Listening():
            text = phase.text or old
            question = step.ask.text if step and step.ask else ""
            begin, end = place_of(question, text)
            words = translate("messages", "请听客户回答")
            return Prompt(title, text, Mode.LISTENING, words, Tone.PRIMARY, "ear", begin, end, remark_of(phase.attempt))
        case Touching():
            words = translate("messages", "请客户触屏作答")
            return Prompt(title, old, Mode.LISTENING, words, Tone.PRIMARY, "hand", remark=remark_of(phase.attempt))
        case Held():
            return Prompt(title, old, Mode.HELD, held_text(phase), Tone.WARNING, "warning")
        case Closing():
            words = translate("messages", "最后确认")
            return Prompt(title, old, Mode.OVER, words, Tone.OK, "passed")
        case Ended():
            words = translate("messages", "已结束")
            return Prompt("", outcome_text(phase.outcome), Mode.OVER, words, Tone.NEUTRAL, "stop")
        case _:
            assert_never(phase)


def remark_of(attempt: int) -> str:
    """Which try it is, and how it differs."""
    if attempt <= 1:
        return ""
    if attempt == 2:
        return translate("messages", "第 2 次：放慢、换个说法")
    return translate("messages", "第 {attempt} 次：换柜员的说法").format(attempt=attempt)


def held_text(phase: Held) -> str:
    """For whom or what the take waits."""
    persons = [name.removeprefix("person:") for name in phase.devices if name.startswith("person:")]
    if persons:
        return translate("messages", "等{persons}回来").format(persons=join(person_text(name) for name in persons))
    if any(name.startswith("camera") for name in phase.devices):
        return translate("messages", "等摄像头恢复")
    return translate("messages", "等麦克风恢复")


def countdown_of(step: ReadyStep | None, state: State, policy: Policy) -> Countdown | None:
    """What runs out in this phase, if anything does."""
    phase = state.phase
    match phase:
        case Listening():
            return Countdown(phase.deadline_ns, (phase.deadline_ns - phase.since_ns) / NS)
        case Showing():
            return Countdown(phase.until_ns, step.show[phase.paper].seconds if step else 1.0)
        case Touching():
            return Countdown(phase.deadline_ns, policy.touch_ns / NS)
        case Held():
            is_person = any(name.startswith("person:") for name in phase.devices)
            most_ns = policy.person_ns if is_person else policy.device_ns
            return Countdown(phase.since_ns + most_ns, most_ns / NS)
        case _:
            return None


def paper_text(step: ReadyStep, phase: Showing) -> str:
    """第 2/3 份：产品条款，举到镜头前。下一份：责任免除说明"""
    now = translate("messages", "第 {index}/{count} 份：{title}，请举到镜头前别动").format(
        index=phase.paper + 1, count=len(step.show), title=step.show[phase.paper].title
    )
    if phase.paper + 1 < len(step.show):
        after = translate("messages", "下一份：{title}").format(title=step.show[phase.paper + 1].title)
        return f"{now}　{after}"
    return now


def _spoken(sentence: str, text: str, before: Prompt | None) -> tuple[int, int]:
    after = before.begin if before is not None and before.text == text else 0
    return place_of(sentence, text, after)
