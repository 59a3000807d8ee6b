"""What the customer sees at a moment of the take: one thing to do, in one line. Pure: a state in, a scene out.

It never names the answer to a question about the customer's understanding, and never a reason why a try was no answer.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from PySide6.QtCore import QCoreApplication

from app.model import Outcome
from app.session.script import QuestionKind, ReadyQuestion, ReadyScript, ReadyStep, Speaker
from app.session.states import Closing, Ended, Held, Listening, Showing, Speaking, State, Touching, Waiting
from ui.customer.choices import Pair, said_answers, touched_answers

translate = QCoreApplication.translate

PERSON, CUSTOMER = "person:", "customer"
"""how the guide names whom a step waits for"""


class Look(StrEnum):
    """The ground of the line that says what to do."""

    CALM = "calm"
    OK = "ok"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment. `verb` is the one thing to do."""

    verb: str
    icon: str
    prompt: str = ""
    """the written words: what is being said, or the question that waits for its answer"""
    is_spoken: bool = False
    """its sentences light up as they are said"""
    listens: bool = False
    answers: Pair | None = None
    """two buttons to touch"""
    can_repeat: bool = False
    look: Look = Look.CALM


def scene(script: ReadyScript, state: State) -> Scene:
    """Of a take that runs; one that has ended has a page of its own."""
    match state.phase:
        case Waiting() | Ended():
            return beginning()
        case Closing():
            return Scene(translate("messages", "谢谢"), "passed", look=Look.OK)
        case Held() as phase:
            return _held(phase)
        case Speaking() | Showing() | Listening() | Touching() as phase:
            asked = _asked(script.steps[state.queue[0]], phase)
            is_away = any(who == CUSTOMER for who, _ in state.away_since)
            return _come_back(asked) if is_away else asked
        case _:
            assert_never(state.phase)


def beginning() -> Scene:
    """Before the first word."""
    return Scene(translate("messages", "马上开始，请稍候"), "clock", translate("messages", "请坐正，看着镜头。"))


def _asked(step: ReadyStep, phase: Speaking | Showing | Listening | Touching) -> Scene:
    match phase:
        case Speaking():
            return _spoken(phase)
        case Showing():
            return _shown(step, phase.paper)
        case Listening():
            assert step.ask is not None
            return Scene(how_to_answer(step.ask), "microphone", step.ask.text, listens=True, can_repeat=True)
        case Touching():
            assert step.ask is not None
            pair = touched_answers(step.ask)
            return Scene(translate("messages", "请用手指按一下您的回答"), "hand", step.ask.text, answers=pair)
        case _:
            assert_never(phase)


def how_to_answer(question: ReadyQuestion) -> str:
    """One line; where both answers can be named, both are, alike."""
    pair = said_answers(question)
    if pair is not None:
        return translate("messages", "请回答“{yes}”或“{no}”").format(yes=pair[0], no=pair[1])
    if question.kind is QuestionKind.UNDERSTANDING:
        return translate("messages", "请用自己的话回答")
    return translate("messages", "请照实回答")


def farewell(outcome: Outcome) -> tuple[str, str]:
    """How a take is thanked for, without blame: a greeting, and what comes next."""
    match outcome:
        case Outcome.COMPLETED | Outcome.NEEDS_REVIEW:
            return (
                translate("messages", "录好了，谢谢您！"),
                translate("messages", "录像会加密保存。请稍坐，工作人员会告诉您下一步。"),
            )
        case Outcome.STOPPED:
            return (
                translate("messages", "好的，今天先不办"),
                translate("messages", "不着急，可以和家人商量。想好了，随时再来。"),
            )
        case Outcome.REFUSED:
            return (
                translate("messages", "好的，谢谢您"),
                translate("messages", "录音录像已经停了。有什么想问的，请和工作人员说。"),
            )
        case Outcome.INCOMPLETE | Outcome.NOT_UNDERSTOOD:
            return (
                translate("messages", "谢谢您的配合"),
                translate("messages", "今天先录到这里，工作人员会和您说明下一步。"),
            )
        case Outcome.INTERRUPTED:
            return (
                translate("messages", "谢谢您的配合"),
                translate("messages", "设备停了一下，不是您的原因。请稍候，工作人员马上处理。"),
            )
        case _:
            assert_never(outcome)


def number_to_read_out(code: str) -> str:
    """A fault's code as four figures: E-121 is 0121; empty where it has none."""
    figures = code.removeprefix("E-")
    return f"{int(figures):04d}" if figures.isdigit() else ""


def _spoken(phase: Speaking) -> Scene:
    is_read = phase.reading_until_ns is not None
    verb = translate("messages", "请听工作人员说") if is_read else translate("messages", "请听")
    return Scene(verb, "ear", phase.text, is_spoken=True, can_repeat=True)


def _shown(step: ReadyStep, paper: int) -> Scene:
    if step.speaker is Speaker.CLERK:
        verb = translate("messages", "请看工作人员出示的材料")
    else:
        verb = translate("messages", "请把证件或材料举到镜头前")
    return Scene(verb, "document", step.show[paper].title)


def _held(phase: Held) -> Scene:
    if f"{PERSON}{CUSTOMER}" in phase.devices:
        return _come_back(Scene("", "", translate("messages", "右上角的框里看得到您，就可以了。")))
    verb, prompt = translate("messages", "工作人员正在确认，请稍候"), translate("messages", "请稍坐，马上就好。")
    return Scene(verb, "clock", prompt, look=Look.WARNING)


def _come_back(asked: Scene) -> Scene:
    """What is asked stays: whoever is only not seen can still answer."""
    return replace(asked, verb=translate("messages", "请坐回镜头前"), icon="person", look=Look.WARNING)
