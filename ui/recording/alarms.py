"""Which notices a take gives rise to: marks come in, at most a few short sentences stand, each with what to do.

A notice stands while its condition lasts, or for some seconds; the newest is on top, and what endangers the take is
never pushed out by what does not. It shows nothing and plays nothing: `heard` says which cue is due.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QCoreApplication

from app.faults import Fault
from app.model import Mark
from app.session.states import Held, Policy, State, Touching
from media.clock import NS
from ui.kit.tone import Tone
from ui.messages import clock_text, fault_text
from ui.problem_words import channel_text, note_text, person_text, reason_text
from ui.sounds import Cue

translate = QCoreApplication.translate

MOST = 3
AWAY_IS_LONG_NS = 8 * NS
"""R-B05: away for three seconds is said, for eight it is an alarm"""
SHORT_S, LONG_S = 8.0, 15.0


@dataclass(frozen=True, slots=True)
class Alarm:
    """One notice. `key` names the condition: a newer one of the same key replaces it."""

    key: str
    tone: Tone
    text: str
    since_ns: int
    until_ns: int | None = None
    """when it goes by itself; None while the condition lasts"""
    limit_ns: int | None = None
    """how long the condition may last before the take ends"""

    def line(self, now_ns: int) -> str:
        if self.limit_ns is None:
            return self.text
        left = clock_text(max(0, self.limit_ns - now_ns))
        return translate("messages", "{text} 最多再等 {left}。").format(text=self.text, left=left)


class Alarms:
    """The notices of one take."""

    def __init__(self, policy: Policy | None = None) -> None:
        self._policy = policy or Policy()
        self._standing: dict[str, Alarm] = {}
        self._due: list[Cue] = []

    # ------------------------------------------------------------------ told

    def see(self, mark: Mark) -> None:
        if mark.kind in _CONDITIONS:
            self._on_condition(mark)
        elif mark.kind in _ENDS:
            self._standing.pop(f"{_ENDS[mark.kind]}:{_who(mark)}", None)
        else:
            made = _MAKERS.get(mark.kind)
            if made is not None:
                alarm = made(mark)
                if alarm is not None:
                    self._raise(alarm)
        if mark.kind in _ENDS_A_READING:
            self._standing.pop("reading:", None)
        if mark.kind in _ENDS_A_TRY:
            for kind in _OF_A_TRY:
                self._standing.pop(f"{kind}:", None)

    def look(self, state: State, now_ns: int) -> None:
        """The newest state: what is waited for, and how long that may last."""
        phase = state.phase
        limit_ns = None
        if isinstance(phase, Held):
            is_person = any(name.startswith("person:") for name in phase.devices)
            limit_ns = phase.since_ns + (self._policy.person_ns if is_person else self._policy.device_ns)
        for key, alarm in self._standing.items():
            if key.startswith(("camera_lost:", "microphone_lost:")) and alarm.limit_ns != limit_ns:
                self._standing[key] = replace(alarm, limit_ns=limit_ns)
        if isinstance(phase, Touching):
            text = translate("messages", "说了几遍都没听清。请客户在自己的屏幕上按“同意”或“不同意”。")
            if "touch:" not in self._standing:
                self._raise(Alarm("touch:", Tone.PRIMARY, text, now_ns, limit_ns=phase.deadline_ns))
        else:
            self._standing.pop("touch:", None)

    # ------------------------------------------------------------------ asked

    def standing(self, now_ns: int) -> tuple[Alarm, ...]:
        """At most three, the newest first."""
        for key, alarm in list(self._standing.items()):
            if alarm.until_ns is not None and now_ns >= alarm.until_ns:
                del self._standing[key]
            elif _is_long_away(alarm, now_ns):
                self._standing[key] = replace(alarm, tone=Tone.DANGER)
                self._due.append(Cue.ATTENTION)
        worst = sorted(self._standing.values(), key=lambda alarm: (alarm.tone is not Tone.DANGER, -alarm.since_ns))
        return tuple(sorted(worst[:MOST], key=lambda alarm: -alarm.since_ns))

    def heard(self) -> tuple[Cue, ...]:
        """The cues due since it was asked last."""
        due, self._due = tuple(self._due), []
        return due

    # ------------------------------------------------------------------ small ones

    def _on_condition(self, mark: Mark) -> None:
        key = f"{mark.kind}:{_who(mark)}"
        if mark.facts.get("begins", True):
            self._raise(Alarm(key, _CONDITIONS[mark.kind], _condition_text(mark), mark.at_ns))
        else:
            self._standing.pop(key, None)

    def _raise(self, alarm: Alarm) -> None:
        is_new = alarm.key not in self._standing
        self._standing[alarm.key] = alarm
        if is_new and alarm.tone in (Tone.DANGER, Tone.WARNING):
            self._due.append(Cue.ATTENTION)


def _is_long_away(alarm: Alarm, now_ns: int) -> bool:
    is_new = alarm.key.startswith("away:") and alarm.tone is not Tone.DANGER
    return is_new and now_ns - alarm.since_ns >= AWAY_IS_LONG_NS


def _who(mark: Mark) -> str:
    for name in ("camera", "channel", "seat"):
        if name in mark.facts:
            return str(mark.facts[name])
    return mark.kind.split("_")[0] if mark.kind.endswith(("_left", "_back")) and mark.kind in _PERSONS else ""


_PERSONS = ("customer_left", "customer_back", "clerk_left", "clerk_back")
_ENDS: Mapping[str, str] = {
    "camera_back": "camera_lost",
    "microphone_back": "microphone_lost",
    "customer_back": "away",
    "clerk_back": "away",
    "stranger_gone": "stranger",
    "face_large_enough": "small",
}
_ENDS_A_READING = ("prompt_ended", "step_began", "remedy_began", "session_ended")
_ENDS_A_TRY = ("step_passed", "step_failed", "step_began", "session_ended")
_OF_A_TRY = ("remedy_began", "answer_early", "repeat_asked")
_CONDITIONS: Mapping[str, Tone] = {
    "picture_dark": Tone.WARNING,
    "picture_bright": Tone.WARNING,
    "picture_backlit": Tone.WARNING,
    "picture_blurred": Tone.WARNING,
    "picture_black": Tone.DANGER,
    "picture_covered": Tone.DANGER,
    "picture_frozen": Tone.DANGER,
    "sound_silent": Tone.DANGER,
    "sound_too_quiet": Tone.WARNING,
    "sound_too_loud": Tone.WARNING,
    "sound_clipped": Tone.WARNING,
    "sound_noisy": Tone.WARNING,
}


def _condition_text(mark: Mark) -> str:
    microphone = channel_text(str(mark.facts.get("channel", "")))
    return {
        "picture_dark": translate("messages", "画面太暗。请打开灯。"),
        "picture_bright": translate("messages", "画面太亮。请拉上窗帘，或移开灯。"),
        "picture_backlit": translate("messages", "背后的光太强，看不清脸。请拉上窗帘。"),
        "picture_blurred": translate("messages", "画面模糊。请擦一擦镜头。"),
        "picture_black": translate("messages", "画面全黑，录像里看不到人。请检查镜头盖和灯。"),
        "picture_covered": translate("messages", "镜头被遮住了。请移开遮挡。"),
        "picture_frozen": translate("messages", "画面不动了。请重新插拔摄像头。"),
        "sound_silent": translate("messages", "{microphone}没有声音。请检查静音开关和连线。"),
        "sound_too_quiet": translate("messages", "{microphone}声音太小。请靠近一点说。"),
        "sound_too_loud": translate("messages", "{microphone}声音太大。请离远一点。"),
        "sound_clipped": translate("messages", "{microphone}破音。请离远一点，说轻一点。"),
        "sound_noisy": translate("messages", "{microphone}周围太吵。请让周围安静一些。"),
    }[mark.kind].format(microphone=microphone)


def _lost(mark: Mark) -> Alarm:
    facts: dict[str, Any] = {key: value for key, value in mark.facts.items() if key != "code"}
    text = fault_text(Fault(str(mark.facts.get("code", "E-901")), **facts))
    return Alarm(f"{mark.kind}:{_who(mark)}", Tone.DANGER, text, mark.at_ns)


def _away(mark: Mark) -> Alarm:
    who = _who(mark)
    text = translate("messages", "{who}不在画面里。请{who}回到镜头前；离开太久，这一步要再问一次。")
    since_ns = mark.at_ns - int(mark.facts.get("absent_ns", 0))
    return Alarm(f"away:{who}", Tone.WARNING, text.format(who=person_text(who)), since_ns)


def _stranger(mark: Mark) -> Alarm:
    text = translate("messages", "画面里有不相关的人。请他离开，以免干扰客户。")
    return Alarm("stranger:", Tone.WARNING, text, mark.at_ns)


def _small(mark: Mark) -> Alarm:
    text = translate("messages", "{who}离镜头太远，看不清脸。请坐近一点。")
    return Alarm(f"small:{_who(mark)}", Tone.WARNING, text.format(who=person_text(_who(mark))), mark.at_ns)


def _passing(mark: Mark, tone: Tone, text: str, stands_s: float = SHORT_S, **facts: object) -> Alarm:
    worded = text.format(**facts) if facts else text
    return Alarm(f"{mark.kind}:", tone, worded, mark.at_ns, mark.at_ns + int(stands_s * NS))


def _forbidden(mark: Mark) -> Alarm:
    text = translate("messages", "柜台说了“{word}”。这句话不能说，请当场更正。")
    return _passing(mark, Tone.DANGER, text, LONG_S, word=mark.facts.get("word", ""))


def _prompting(mark: Mark) -> Alarm:
    text = translate("messages", "答案像是柜台先说的。请让客户自己说，现在再问一次。")
    return _passing(mark, Tone.WARNING, text, LONG_S)


def _early(mark: Mark) -> Alarm:
    return _passing(mark, Tone.WARNING, translate("messages", "客户答早了。请等问题问完再回答。"))


def _taken_back(mark: Mark) -> Alarm:
    return _passing(mark, Tone.WARNING, translate("messages", "客户改口了，这一步再问一次。"))


def _remedy(mark: Mark) -> Alarm:
    reason = str(mark.facts.get("reason", ""))
    if reason == "silence":
        return _passing(mark, Tone.PRIMARY, translate("messages", "客户没有出声，正在慢一点再问一次。"))
    text = translate("messages", "这次回答不算数：{reason}。正在再问一次。")
    return _passing(mark, Tone.PRIMARY, text, reason=reason_text(reason))


def _not_spoken(mark: Mark) -> Alarm:
    text = translate("messages", "语音没有播出。请您照屏幕念给客户听，念完按 F9。")
    return Alarm("reading:", Tone.WARNING, text, mark.at_ns)


def _failed(mark: Mark) -> Alarm:
    text = translate("messages", "这一步没有通过：{reason}。右边可以补问。")
    return _passing(mark, Tone.DANGER, text, LONG_S, reason=reason_text(str(mark.facts.get("reason", ""))))


def _fault(mark: Mark) -> Alarm:
    facts = {key: value for key, value in mark.facts.items() if key != "code"}
    fault = Fault(str(mark.facts.get("code", "E-901")), **facts)
    is_broken = mark.kind == "take_broken"
    alarm = _passing(mark, Tone.DANGER if is_broken else Tone.WARNING, fault_text(fault), LONG_S)
    return replace(alarm, until_ns=None) if is_broken else alarm


def _clock(mark: Mark) -> Alarm:
    text = translate("messages", "电脑的时间被改动了 {seconds} 秒。录像不受影响，请不要再改。")
    seconds = f"{abs(int(mark.facts.get('by_ms', 0))) / 1000:.1f}"
    return _passing(mark, Tone.WARNING, text, LONG_S, seconds=seconds)


def _repeat(mark: Mark) -> Alarm | None:
    if mark.facts.get("by") != "customer":
        return None
    if mark.facts.get("slower"):
        return _passing(mark, Tone.PRIMARY, translate("messages", "客户请您慢一点。正在放慢，再说一遍。"))
    return _passing(mark, Tone.PRIMARY, translate("messages", "客户没听清，正在再说一遍。"))


def _noted(mark: Mark) -> Alarm:
    text = translate("messages", "已作标记：{note}")
    return _passing(mark, Tone.OK, text, 4.0, note=note_text(str(mark.facts.get("note", ""))))


def _ended(mark: Mark) -> Alarm | None:
    if mark.facts.get("outcome") == "stopped":
        text = translate("messages", "客户想再考虑一下，双录到这里为止。这是客户的权利，已录部分会封存，不用再劝。")
        return Alarm("ended:", Tone.PRIMARY, text, mark.at_ns)
    return None


_MAKERS: Mapping[str, Callable[[Mark], Alarm | None]] = {
    "camera_lost": _lost,
    "microphone_lost": _lost,
    "customer_left": _away,
    "clerk_left": _away,
    "stranger_seen": _stranger,
    "face_too_small": _small,
    "forbidden_word": _forbidden,
    "prompting_suspected": _prompting,
    "answer_early": _early,
    "answer_taken_back": _taken_back,
    "remedy_began": _remedy,
    "prompt_not_spoken": _not_spoken,
    "step_failed": _failed,
    "detector_stopped": _fault,
    "take_broken": _fault,
    "clock_stepped": _clock,
    "repeat_asked": _repeat,
    "clerk_mark": _noted,
    "session_ended": _ended,
}
