"""What was seen and heard around the steps: who was there, light, sound, devices, the computer.

A condition is a problem while it lasts. What it left in the recording (a gap, somebody else in the picture) stays, in
the step in which it began. Pure; fed with the marks in the order they were told, which for gaps is not that of their
times.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.evidence.closing import NOT_CHECKED
from app.inspection.problem import Limits, Problem, Remedy, Severity, part, rejects, reviews, whole
from app.inspection.steps import Absence
from app.model import Mark
from media.clock import NS

MS = 1_000_000
DISK_IS_FULL = "E-911"
SPEECH_GAP_NS = NS // 2
"""R-B01: a gap shorter than this is not even marked"""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A condition that begins and ends."""

    rule: str
    severity: Severity
    remedy: Remedy
    figure: str = ""
    """the fact of its mark that tells how bad it is"""
    settles_ns: int = 0
    """how long it had lasted when it was told"""
    stays: bool = False
    has_channels: bool = False


_REJECTS, _REVIEWS = Severity.REJECTS, Severity.REVIEWS
_CONDITIONS: Mapping[str, _Kind] = {
    "picture_dark": _Kind("R-B11", _REVIEWS, Remedy.LIGHT, "luma"),
    "picture_bright": _Kind("R-B11", _REVIEWS, Remedy.LIGHT, "luma"),
    "picture_backlit": _Kind("R-B11", _REVIEWS, Remedy.LIGHT),
    "picture_blurred": _Kind("R-B10", _REVIEWS, Remedy.CLEAR_LENS, "sharpness"),
    "picture_black": _Kind("R-B13", _REJECTS, Remedy.CLEAR_LENS, settles_ns=NS, stays=True),
    "picture_covered": _Kind("R-B13", _REJECTS, Remedy.CLEAR_LENS, settles_ns=NS, stays=True),
    "picture_frozen": _Kind("R-B13", _REJECTS, Remedy.RECONNECT, settles_ns=3 * NS, stays=True),
    "sound_silent": _Kind("R-B14", _REJECTS, Remedy.RECONNECT, settles_ns=5 * NS, stays=True, has_channels=True),
    "sound_too_quiet": _Kind("R-B08", _REVIEWS, Remedy.SPEAK_UP, "speech_dbfs", has_channels=True),
    "sound_too_loud": _Kind("R-B08", _REVIEWS, Remedy.SPEAK_SOFTER, "speech_dbfs", has_channels=True),
    "sound_clipped": _Kind("R-B08", _REVIEWS, Remedy.SPEAK_SOFTER, "clipped_share", has_channels=True),
    "sound_noisy": _Kind("R-B08", _REVIEWS, Remedy.QUIET, "snr_db", has_channels=True),
}
_DETECTORS = {"speech": "R-C04", "prompting": "R-C07", "faces": "R-B05", "picture": "R-B11"}
"""what may not have been checked, and the rule that was to be"""


@dataclass(slots=True)
class _On:
    """A condition that lasts; `facts` of the mark that began it."""

    since_ns: int
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Stay:
    """What one step, or the take, keeps of it."""

    since_ns: int
    longest_ns: int = 0
    count: int = 0
    names: list[str] = field(default_factory=list)
    """channels, words"""

    def add(self, at_ns: int, lasted_ns: int = 0, count: int = 1, name: str | None = None) -> None:
        self.since_ns = max(self.since_ns, at_ns)
        self.longest_ns, self.count = max(self.longest_ns, lasted_ns), self.count + count
        if name is not None and name not in self.names:
            self.names.append(name)


@dataclass(slots=True)
class _SoundGap:
    channel: str
    from_ns: int
    to_ns: int
    size_ns: int


class RoomWatch:
    """Everything about a take that is not a step's."""

    def __init__(self, limits: Limits, step_at: Callable[[int], str | None]) -> None:
        self.absences: list[Absence] = []
        self.unchecked: dict[str, tuple[int, str]] = {}
        """detector that did not run, or not to the end: since when, and the fault's code"""
        self.detectors: frozenset[str] | None = None
        """those that the take's beginning speaks of; None before it, and where it was not told"""
        self.lasted: dict[str, tuple[int, int]] = {}
        """condition that is over: since when the first time, and how long in all"""
        self.present_permille: int | None = None
        """as the take's end tells it"""
        self._limits = limits
        self._step_at = step_at
        self._on: dict[str, dict[str, _On]] = {}
        """code → channel, camera or person ("" where there is one only) → since when"""
        self._stays: dict[tuple[str, str | None], _Stay] = {}
        self._sound_gaps: list[_SoundGap] = []
        self._speech_gaps: list[tuple[int, int]] = []
        self._strayed_ms = self._farthest_ms = 0
        self._due_fps = limits.fps
        self._handlers: Mapping[str, Callable[[Mark], None]] = {
            **dict.fromkeys(_CONDITIONS, self._on_condition),
            "take_began": self._on_take_began,
            "take_ended": self._on_take_ended,
            "take_broken": self._on_take_broken,
            "detector_stopped": self._on_detector_stopped,
            "customer_left": self._on_left,
            "customer_back": self._on_back,
            "clerk_left": self._on_left,
            "clerk_back": self._on_back,
            "stranger_seen": self._on_stranger,
            "stranger_gone": self._on_stranger_gone,
            "face_too_small": self._on_small,
            "face_large_enough": self._on_large_enough,
            "camera_lost": self._on_lost,
            "camera_back": self._on_camera_back,
            "picture_gap": self._on_picture_gap,
            "pictures_dropped": self._on_dropped,
            "frame_rate_changed": self._on_frame_rate,
            "microphone_lost": self._on_lost,
            "microphone_back": self._on_microphone_back,
            "sound_gap": self._on_sound_gap,
            "speech_gap": self._on_speech_gap,
            "forbidden_word": self._on_forbidden_word,
            "clock_stepped": self._on_clock,
        }

    def see(self, mark: Mark) -> None:
        handler = self._handlers.get(mark.kind)
        if handler is not None:
            handler(mark)

    def problems(self, now_ns: int, is_mended: Callable[[str | None, int], bool]) -> Iterator[Problem]:
        """`is_mended(step, at_ns)` says whether a step was gone through anew after that time, and passed."""
        yield from self._present_problems(now_ns)
        yield from self._condition_problems()
        yield from self._left_problems(is_mended)
        for detector, (at_ns, code) in self.unchecked.items():
            facts = {"code": code}
            rule = _DETECTORS.get(detector, "R-C01")
            yield reviews(f"{detector}_not_checked", rule, None, at_ns, Remedy.EXPLAIN, **facts)

    # ------------------------------------------------------------------ marks

    def _on_condition(self, mark: Mark) -> None:
        kind = _CONDITIONS[mark.kind]
        who = str(mark.facts.get("channel", ""))
        if mark.facts.get("begins", True):
            self._begin(mark.kind, who, mark.at_ns - kind.settles_ns, mark.facts)
            return
        over = self._end(mark.kind, who)
        if over is None:
            return
        lasted_ns = mark.at_ns - over.since_ns
        first_ns, sum_ns = self.lasted.get(mark.kind, (over.since_ns, 0))
        self.lasted[mark.kind] = (first_ns, sum_ns + lasted_ns)
        if not kind.stays:
            return
        was_lost = any(gap.channel == who and gap.to_ns > over.since_ns for gap in self._sound_gaps)
        if lasted_ns > self._limits.picture_gap_ns and not (kind.has_channels and was_lost):
            self._stay(mark.kind, over.since_ns, lasted_ns, name=who)

    def _on_take_began(self, mark: Mark) -> None:
        detectors = part(mark.facts, "detectors")
        self.detectors = frozenset(detectors)
        for detector, state in detectors.items():
            if state == NOT_CHECKED:
                self.unchecked.setdefault(str(detector), (mark.at_ns, ""))
        self._due_fps = whole(part(mark.facts, "picture"), "fps", self._due_fps)

    def _on_take_ended(self, mark: Mark) -> None:
        permille = whole(mark.facts, "customer_present_permille", -1)
        self.present_permille = None if permille < 0 else permille

    def _on_take_broken(self, mark: Mark) -> None:
        self._stay("take_broken", mark.at_ns, name=str(mark.facts.get("code", "")), is_of_step=False)

    def _on_detector_stopped(self, mark: Mark) -> None:
        detector = str(mark.facts.get("detector", ""))
        for name in (detector, "prompting") if detector == "speech" else (detector,):  # heard by the same ear
            self.unchecked.setdefault(name, (mark.at_ns, str(mark.facts.get("code", ""))))

    def _on_left(self, mark: Mark) -> None:
        who = mark.kind.removesuffix("_left")
        self._close_absence(who, mark.at_ns)
        self.absences.append(Absence(who, mark.at_ns - whole(mark.facts, "absent_ns"), None))

    def _on_back(self, mark: Mark) -> None:
        self._close_absence(mark.kind.removesuffix("_back"), mark.at_ns)

    def _close_absence(self, who: str, at_ns: int) -> None:
        for index, absence in enumerate(self.absences):
            if absence.who == who and absence.to_ns is None:
                self.absences[index] = Absence(who, absence.from_ns, at_ns)

    def _on_stranger(self, mark: Mark) -> None:
        self._begin("stranger_seen", "", mark.at_ns, mark.facts)
        self._stay("stranger_seen", mark.at_ns, name=str(mark.facts.get("faces", "")))

    def _on_stranger_gone(self, mark: Mark) -> None:
        self._end("stranger_seen", "")

    def _on_small(self, mark: Mark) -> None:
        self._begin("face_too_small", str(mark.facts.get("seat", "")), mark.at_ns, mark.facts)

    def _on_large_enough(self, mark: Mark) -> None:
        self._end("face_too_small", str(mark.facts.get("seat", "")))

    def _on_lost(self, mark: Mark) -> None:
        self._begin(mark.kind, str(mark.facts.get("camera", mark.facts.get("channel", ""))), mark.at_ns, mark.facts)

    def _on_camera_back(self, mark: Mark) -> None:
        lost = self._end("camera_lost", str(mark.facts.get("camera", "")))
        if lost is not None:
            self._add_picture_gap(lost.since_ns, mark.at_ns)

    def _on_picture_gap(self, mark: Mark) -> None:
        from_ns, to_ns = _span(mark)
        self._add_picture_gap(from_ns, to_ns)

    def _add_picture_gap(self, from_ns: int, to_ns: int) -> None:
        if to_ns - from_ns > self._limits.picture_gap_ns:
            self._stay("picture_gap", from_ns, to_ns - from_ns)

    def _on_dropped(self, mark: Mark) -> None:
        self._stay("pictures_dropped", mark.at_ns, count=whole(mark.facts, "count"))

    def _on_frame_rate(self, mark: Mark) -> None:
        if whole(mark.facts, "fps", self._due_fps) < self._due_fps:
            self._begin("frame_rate_lowered", "", mark.at_ns, mark.facts)
        else:
            self._end("frame_rate_lowered", "")

    def _on_microphone_back(self, mark: Mark) -> None:
        channel = str(mark.facts.get("channel", ""))
        lost = self._end("microphone_lost", channel)
        if lost is not None:  # its own mark tells the gap more exactly, a second later
            self._add_sound_gap(_SoundGap(channel, lost.since_ns, mark.at_ns, mark.at_ns - lost.since_ns))

    def _on_sound_gap(self, mark: Mark) -> None:
        from_ns, to_ns = _span(mark)
        size_ns = whole(mark.facts, "sum_ns", to_ns - from_ns)
        self._add_sound_gap(_SoundGap(str(mark.facts.get("channel", "")), from_ns, to_ns, size_ns))

    def _add_sound_gap(self, gap: _SoundGap) -> None:
        for known in self._sound_gaps:
            if known.channel == gap.channel and gap.from_ns <= known.to_ns and known.from_ns <= gap.to_ns:
                known.from_ns, known.to_ns = min(known.from_ns, gap.from_ns), max(known.to_ns, gap.to_ns)
                known.size_ns = max(known.size_ns, gap.size_ns)
                return
        self._sound_gaps.append(gap)

    def _on_speech_gap(self, mark: Mark) -> None:
        from_ns, to_ns = _span(mark)
        if to_ns - from_ns >= SPEECH_GAP_NS:
            self._speech_gaps.append((from_ns, to_ns))

    def _on_forbidden_word(self, mark: Mark) -> None:
        self._stay("forbidden_word", mark.at_ns, name=str(mark.facts.get("word", "")))

    def _on_clock(self, mark: Mark) -> None:
        self._strayed_ms += whole(mark.facts, "by_ms")
        if abs(self._strayed_ms) > abs(self._farthest_ms):
            self._farthest_ms = self._strayed_ms
        if abs(self._farthest_ms) > self._limits.clock_good_ms:
            self._stay("clock_stepped", mark.at_ns, is_of_step=False)

    # ------------------------------------------------------------------ what is wrong with it

    def _present_problems(self, now_ns: int) -> Iterator[Problem]:
        """Who is away now, and the customer's share of the take so far."""
        is_away = False
        customer_away_ns = 0
        since_ns = 0
        for absence in self.absences:
            is_customer = absence.who == "customer"
            if is_customer:
                customer_away_ns += absence.within(0, max(now_ns, absence.from_ns))
                since_ns = absence.from_ns
            if absence.to_ns is None:
                is_away = is_away or is_customer
                is_long = now_ns - absence.from_ns >= self._limits.away_ns
                severity = _REJECTS if is_long and is_customer else _REVIEWS
                rule = "R-B05" if is_customer else "R-B06"
                yield Problem(f"{absence.who}_away", rule, None, absence.from_ns, severity, Remedy.BRING_BACK)
        permille = self.present_permille
        if permille is None and now_ns >= self._limits.present_after_ns:
            permille = 1000 - customer_away_ns * 1000 // now_ns
        if permille is not None and permille < self._limits.present_permille:
            facts = {"present_percent": permille // 10, "limit_percent": self._limits.present_permille // 10}
            remedy = Remedy.BRING_BACK if is_away else Remedy.WAIT
            yield rejects("presence_low", "R-B05", None, since_ns, remedy, **facts)

    def _condition_problems(self) -> Iterator[Problem]:
        for code, those in self._on.items():
            if code == "sound_silent":  # a lost microphone is silent, of course
                lost = self._on.get("microphone_lost", {})
                those = {channel: on for channel, on in those.items() if channel not in lost}
            if not those or code == "stranger_seen":
                continue
            since_ns = min(on.since_ns for on in those.values())
            names = sorted(those)
            first = those[names[0]].facts
            match code:
                case "camera_lost":
                    facts = {
                        "cameras": [int(name) for name in names if name.isdecimal()],
                        "code": first.get("code", ""),
                    }
                    yield rejects(code, "R-B13", None, since_ns, Remedy.RECONNECT, **facts)
                case "microphone_lost":
                    facts = {"channels": names, "code": first.get("code", "")}
                    yield rejects(code, "R-B14", None, since_ns, Remedy.RECONNECT, **facts)
                case "face_too_small":
                    facts = {"persons": names, "height_px": first.get("height_px")}
                    yield reviews(code, "R-B05", None, since_ns, Remedy.COME_CLOSER, **facts)
                case "frame_rate_lowered":
                    facts = {"fps": first.get("fps"), "due_fps": self._due_fps}
                    yield reviews(code, "R-B12", None, since_ns, Remedy.WAIT, **facts)
                case _:
                    kind = _CONDITIONS[code]
                    facts = {kind.figure: first.get(kind.figure)} if kind.figure else {}
                    if kind.has_channels:
                        facts["channels"] = names
                    if kind.stays:
                        facts["lasted_ms"] = 0
                    yield Problem(code, kind.rule, None, since_ns, kind.severity, kind.remedy, facts)

    def _left_problems(self, is_mended: Callable[[str | None, int], bool]) -> Iterator[Problem]:
        """What stays in the recording."""
        sound: dict[str | None, _Stay] = {}
        for gap in self._sound_gaps:
            if gap.size_ns > self._limits.sound_gap_ns:
                stay = sound.setdefault(self._step_at(gap.from_ns), _Stay(gap.from_ns))
                stay.add(gap.from_ns, gap.size_ns, name=gap.channel)
        for step, stay in sound.items():
            facts = {"gap_ms": stay.longest_ns // MS, "gaps": stay.count, "channels": sorted(stay.names)}
            yield rejects("sound_gap", "R-B01", step, stay.since_ns, Remedy.EXPLAIN, **facts)
        unheard: dict[str | None, _Stay] = {}
        for from_ns, to_ns in self._speech_gaps:
            step = self._step_at(from_ns)
            if not is_mended(step, to_ns):
                unheard.setdefault(step, _Stay(from_ns)).add(from_ns, to_ns - from_ns)
        for step, stay in unheard.items():
            facts = {"gap_ms": stay.longest_ns // MS}
            yield reviews("speech_gap", "R-C04", step, stay.since_ns, Remedy.ASK_AGAIN, **facts)
        for (code, step), stay in self._stays.items():
            problem = self._stayed(code, step, stay)
            if problem is not None:
                yield problem

    def _stayed(self, code: str, step: str | None, stay: _Stay) -> Problem | None:
        limits, since_ns = self._limits, stay.since_ns
        is_long = stay.longest_ns > limits.camera_gone_ns
        match code:
            case "stranger_seen":
                is_there = code in self._on and bool(self._on[code]) and since_ns == self._on[code][""].since_ns
                faces = max((int(name) for name in stay.names if name.isdecimal()), default=0)
                remedy = Remedy.SEND_AWAY if is_there else Remedy.EXPLAIN
                facts: dict[str, Any] = {"faces": faces, "is_there": is_there}
                return reviews(code, "R-B07", step, since_ns, remedy, **facts)
            case "picture_gap":
                remedy = Remedy.NONE if is_long else Remedy.EXPLAIN
                facts = {"gap_ms": stay.longest_ns // MS, "gaps": stay.count}
                return rejects(code, "R-B01", step, since_ns, remedy, **facts)
            case "pictures_dropped":
                if stay.count < limits.pictures_dropped:
                    return None
                severity = _REJECTS if stay.count >= 4 * limits.pictures_dropped else _REVIEWS
                return Problem(code, "R-B01", step, since_ns, severity, Remedy.EXPLAIN, {"pictures": stay.count})
            case "forbidden_word":
                return Problem(code, "R-C19", step, since_ns, _REJECTS, Remedy.EXPLAIN, {"words": list(stay.names)})
            case "clock_stepped":
                severity = _REJECTS if abs(self._farthest_ms) > limits.clock_most_ms else _REVIEWS
                return Problem(code, "R-B17", step, since_ns, severity, Remedy.EXPLAIN, {"by_ms": self._farthest_ms})
            case "take_broken":
                is_full = DISK_IS_FULL in stay.names
                name, rule = ("disk_full", "R-B15") if is_full else ("take_broken", "R-B16")
                return Problem(name, rule, step, since_ns, _REJECTS, Remedy.NONE, {"code": stay.names[0]})
            case _:
                kind = _CONDITIONS[code]
                severity = _REJECTS if is_long and not kind.has_channels else _REVIEWS
                facts = {"lasted_ms": stay.longest_ns // MS}
                if kind.has_channels:
                    facts["channels"] = sorted(stay.names)
                return Problem(code, kind.rule, step, since_ns, severity, Remedy.EXPLAIN, facts)

    # ------------------------------------------------------------------ small ones

    def _begin(self, code: str, who: str, at_ns: int, facts: Mapping[str, Any]) -> None:
        self._on.setdefault(code, {})[who] = _On(at_ns, facts)

    def _end(self, code: str, who: str) -> _On | None:
        return self._on.get(code, {}).pop(who, None)

    def _stay(
        self,
        code: str,
        at_ns: int,
        lasted_ns: int = 0,
        *,
        count: int = 1,
        name: str | None = None,
        is_of_step: bool = True,
    ) -> None:
        step = self._step_at(at_ns) if is_of_step else None
        self._stays.setdefault((code, step), _Stay(at_ns)).add(at_ns, lasted_ns, count, name)


def _span(mark: Mark) -> tuple[int, int]:
    from_ns = whole(mark.facts, "from_ns", mark.at_ns)
    return from_ns, max(from_ns, whole(mark.facts, "to_ns", from_ns))
