"""From what is known to the list of checks: pure functions, one a check, each a short list of "if this, that code".

`Known` is everything at one moment. No function waits, remembers or acts: what was found once is found again from the
same `Known`. What a code means is not decided here but in `table.py`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.doctor import EARLIEST_YEAR, LATEST_YEAR, SCARCE_HOURS
from app.evidence.disk import BYTES_PER_S
from app.faults import Fault
from app.place import PlaceState, PlaceVerdict
from app.session.preflight.hearing import MicrophoneHeard
from app.session.preflight.held import HeldState
from app.session.preflight.names import is_virtual
from app.session.preflight.noise import Noise, NoiseKind
from app.session.preflight.people import SpeakerTest, WordsTest
from app.session.preflight.sight import AGREEING_LOOKS, CameraSeen, PeopleSeen
from app.session.preflight.table import BEFORE, TABLE, Check, CheckId, CheckState, found
from app.session.preflight.view import Remembered
from media.clock import NS

SETTLED_LOOKS_NS = NS * 3 // 2
"""from then on a picture that stands still has been noticed"""
SETTLED_LIGHT_NS = NS * 7 // 10
SETTLED_SOUND_NS = NS * 6 // 5
STILL_NS = NS
SMALLEST = (704, 576)
"""R-B12: neither may the width fall below the one, nor the pixels below both"""
SLOWEST_FPS = 10.0
MAX_CLIPPED_SHARE = 0.001
STRONG_ECHO_DBFS = -26.0
"""a customer's own voice lies at -20: an echo so near to it hides what is said into a prompt [house default]"""
JUMP_NS = NS
NO_SOUND, NO_CAMERA = ("E-12", "E-14"), ("E-10",)
OUTSIDE = {
    "E-470": "bad_certificate",
    "E-471": "bad_certificate",
    "E-472": "bad_certificate",
    "E-473": "out_of_date",
    "E-474": "other_station",
    "E-475": "not_enrolled",
    "E-476": "other_network",
    "E-477": "other_gateway",
    "E-478": "no_position",
    "E-479": "other_position",
}
"""what the place gate says, as found here"""


@dataclass(frozen=True, slots=True)
class Disk:
    """Room on the disk that holds the takes; `reason` says why it is not known."""

    free_bytes: int = 0
    needed_bytes: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that see, hear and speak; each `ready`, `test_only`, `missing` or `failed`, and None while it loads."""

    speech: str | None = None
    voice: str | None = None
    model_id: str = ""
    speech_fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything pre-flight knows at one moment."""

    now_ns: int
    wall_ns: int
    hang_ns: int
    words: tuple[str, ...]
    companions: int = 0
    opening_ns: int = 0
    """how long the sources have been looked for; 0 once they are there"""
    sources_fault: Fault | None = None
    has_sources: bool = False
    has_speaker: bool = False
    cameras: tuple[CameraSeen, ...] = ()
    people: PeopleSeen = field(default_factory=PeopleSeen)
    counter: MicrophoneHeard | None = None
    customer: MicrophoneHeard | None = None
    noise: Noise | None = None
    is_never_quiet: bool = False
    words_test: WordsTest | None = None
    is_speech_wanted: bool = False
    """asked for, and waiting for the model"""
    speaker_test: SpeakerTest | None = None
    remembered: Remembered | None = None
    """only where it still holds"""
    wall_step_ns: int = 0
    disk: Disk | None = None
    parts: Parts = field(default_factory=Parts)
    has_vault: bool = False
    doubt: Fault | None = None
    place: PlaceVerdict | None = None
    """None: there is no gate"""
    is_station_known: bool = False
    """the vault, the disk and the place have been looked at"""


def decide(known: Known) -> tuple[Check, ...]:
    """The whole list."""
    return tuple(_CHECKS[check](known) for check in CheckId)


# --------------------------------------------------------------------------------------------------------- devices


def _unopened(check: CheckId, known: Known, own: Sequence[str]) -> Check:
    """While there are no tracks: the sources are being looked for, hang, or cannot be had."""
    fault = known.sources_fault
    if fault is not None:
        is_its_own = fault.code.startswith(tuple(own)) or not fault.code.startswith(NO_SOUND + NO_CAMERA)
        return _lost(check, fault) if is_its_own else found(check, "not_opened", fault=fault.code)
    if known.opening_ns > known.hang_ns:
        return found(check, "hangs", device=check.value, seconds=known.hang_ns // NS)
    return found(check, "opening")


def _lost(check: CheckId, fault: Fault, **facts: Any) -> Check:
    return found(check, "missing", **{**facts, **_plain(fault), "fault": fault.code})


def _plain(fault: Fault) -> dict[str, Any]:
    return {key: value for key, value in fault.facts.items() if isinstance(value, str | int | float | bool)}


def _of_device(check: CheckId, device: HeldState, known: Known, **facts: Any) -> Check | None:
    """What is wrong with a device as such; None when it is open and something comes from it."""
    if device.fault is not None:
        return _lost(check, device.fault, **facts)
    if not device.is_open:
        if device.opening_ns > known.hang_ns:
            return found(check, "hangs", device=device.name, seconds=known.hang_ns // NS, **facts)
        return found(check, "opening", **facts)
    if device.still_ns > STILL_NS:
        return found(check, "stalled", seconds=device.still_ns // NS, **facts)
    return None


def _camera(known: Known) -> Check:
    if not known.has_sources:
        return _unopened(CheckId.CAMERA, known, NO_CAMERA)
    ranks = (CheckState.FAILED, CheckState.RUNNING, CheckState.WARNING, CheckState.PASSED)
    lines = [_one_camera(index, seen, known) for index, seen in enumerate(known.cameras)]
    return min(lines, key=lambda check: ranks.index(check.state))


def _one_camera(index: int, seen: CameraSeen, known: Known) -> Check:
    check, facts = CheckId.CAMERA, {"name": seen.device.name, "index": index}
    if is_virtual(seen.device.name):
        return found(check, "virtual", **facts)
    trouble = _of_device(check, seen.device, known, **facts)
    if trouble is not None:
        return trouble
    for kind in ("black", "covered", "frozen"):
        if kind in seen.troubles:
            return found(check, kind, **facts)
    if seen.looked_ns < SETTLED_LOOKS_NS:
        return found(check, "opening", **facts)
    size = {"width": seen.width, "height": seen.height}
    if seen.width < SMALLEST[0] or seen.width * seen.height < SMALLEST[0] * SMALLEST[1]:
        return found(check, "small", **facts, **size)
    if seen.fps is not None and seen.fps < SLOWEST_FPS:
        return found(check, "slow", **facts, fps=round(seen.fps))
    return found(check, "ready", **facts, **size, fps=None if seen.fps is None else round(seen.fps))


def _seeing(known: Known) -> list[CameraSeen]:
    """Cameras that show something that can be judged."""
    hopeless = {"black", "covered"}
    return [
        seen
        for seen in known.cameras
        if seen.judged is not None and seen.device.still_ns <= STILL_NS and not seen.troubles & hopeless
    ]


def _blind(check: CheckId, known: Known) -> Check:
    """No picture to look at: not yet, or not at all."""
    is_coming = _camera(known).state is CheckState.RUNNING
    return found(check, BEFORE[check] if is_coming else "no_picture")


def _light(known: Known) -> Check:
    seeing = _seeing(known)
    if not seeing:
        return _blind(CheckId.LIGHT, known)
    for seen in seeing:
        assert seen.judged is not None
        luma = round(seen.judged.luma / 10) * 10
        for kind, code in (("dark", "too_dark"), ("bright", "too_bright")):
            if kind in seen.troubles:
                return found(CheckId.LIGHT, code, luma=luma)
        if "backlit" in seen.troubles:
            return found(CheckId.LIGHT, "backlit", luma=luma, backlight=round((seen.judged.backlight or 0) / 10) * 10)
    if min(seen.looked_ns for seen in seeing) < SETTLED_LIGHT_NS:
        return found(CheckId.LIGHT, "looking")
    return found(CheckId.LIGHT, "good", luma=min(round(s.judged.luma / 10) * 10 for s in seeing if s.judged))


def _sharpness(known: Known) -> Check:
    seeing = _seeing(known)
    if not seeing:
        return _blind(CheckId.SHARPNESS, known)
    worst = min(seeing, key=lambda seen: seen.judged.sharpness if seen.judged else 0.0)
    facts = {"sharpness_permille": round((worst.judged.sharpness if worst.judged else 0.0) * 100) * 10}
    if any("blurred" in seen.troubles for seen in seeing):
        return found(CheckId.SHARPNESS, "blurred", **facts)
    if min(seen.looked_ns for seen in seeing) < SETTLED_LIGHT_NS:
        return found(CheckId.SHARPNESS, "looking")
    return found(CheckId.SHARPNESS, "sharp", **facts)


def _persons(known: Known) -> Check:
    people = known.people
    if people.fault is not None:
        return found(CheckId.PERSONS, "no_detector", fault=people.fault.code, **_plain(people.fault))
    if not _seeing(known):
        return _blind(CheckId.PERSONS, known)
    if people.looks < AGREEING_LOOKS:
        return found(CheckId.PERSONS, "looking")
    facts = {"customer": int(people.customer), "clerk": int(people.clerk), "others": people.others}
    if not people.customer:
        return found(CheckId.PERSONS, "customer_absent" if people.clerk else "nobody", **facts)
    if not people.clerk:
        return found(CheckId.PERSONS, "clerk_absent", **facts)
    if people.others > known.companions:
        return found(CheckId.PERSONS, "too_many", **facts)
    if people.small is not None:
        return found(CheckId.PERSONS, "too_small", **facts, seat=people.small[0], height_px=people.small[1])
    return found(CheckId.PERSONS, "complete", **facts)


def _microphone(check: CheckId, heard: MicrophoneHeard | None, known: Known) -> Check:
    if not known.has_sources:
        return _unopened(check, known, NO_SOUND)
    if heard is None:
        return found(check, "shared")
    facts: dict[str, Any] = {"name": heard.device.name}
    trouble = _of_device(check, heard.device, known, **facts)
    if trouble is not None:
        return trouble
    if heard.is_silent:
        return found(check, "silent", **facts)
    if heard.heard_ns < SETTLED_SOUND_NS:
        return found(check, "opening", **facts)
    if heard.clipped_share > MAX_CLIPPED_SHARE:
        return found(check, "clipped", **facts, clipped_permille=max(1, round(heard.clipped_share * 1000)))
    if heard.speech_dbfs is not None:
        facts["speech_dbfs"] = round(heard.speech_dbfs)
        if heard.is_too_quiet or heard.is_too_loud:
            return found(check, "too_quiet" if heard.is_too_quiet else "too_loud", **facts)
    noise = heard.noise_dbfs
    return found(check, "ready", **facts, noise_dbfs=None if noise is None else round(noise))


def _counter(known: Known) -> Check:
    return _microphone(CheckId.MICROPHONE_COUNTER, known.counter, known)


def _customer(known: Known) -> Check:
    return _microphone(CheckId.MICROPHONE_CUSTOMER, known.customer, known)


def listening(known: Known) -> MicrophoneHeard | None:
    """The microphone that hears the customer, when something comes from it."""
    heard = known.customer or known.counter
    is_there = heard is not None and heard.device.is_open and not heard.is_silent and heard.device.still_ns <= STILL_NS
    return heard if is_there else None


# ---------------------------------------------------------------------------------------------------------- people


def _speech(known: Known) -> Check:
    check, test, parts = CheckId.SPEECH, known.words_test, known.parts
    said: dict[str, Any] = {"words": list(known.words), "test_model": parts.speech == "test_only"}
    fault = parts.speech_fault or (None if test is None else test.fault)
    if fault is not None:
        return found(check, "engine_failed", fault=fault.code, **_plain(fault))
    if parts.speech in ("missing", "failed"):
        return found(check, "no_model")
    if test is None:
        if known.is_speech_wanted:
            is_deaf = known.sources_fault is not None
            return found(check, "no_microphone") if is_deaf else found(check, "listening", **said, heard=[], left_s=0)
        if known.remembered is not None and check in known.remembered.passed:
            return found(check, "remembered", wall_ns=known.remembered.wall_ns)
        return found(check, "not_said", **said, heard=[])
    said["heard"] = list(test.heard)
    if len(test.heard) == len(test.words):
        return found(check, "heard", **said)
    if not test.is_over(known.now_ns):
        return found(check, "listening", **said, left_s=max(0, (test.until_ns - known.now_ns) // NS))
    return found(check, "partly_heard" if test.heard else "not_heard", **said)


def _speaker(known: Known) -> Check:
    check, test = CheckId.SPEAKER, known.speaker_test
    fault = known.sources_fault
    if test is None:
        if fault is not None and fault.code in ("E-126", "E-127"):
            return _lost(check, fault)
        if known.has_sources and not known.has_speaker:
            return found(check, "no_speaker")
        if known.remembered is not None and check in known.remembered.passed:
            return found(check, "remembered", wall_ns=known.remembered.wall_ns)
        return found(check, "not_played")
    if test.fault is not None:
        return _lost(check, test.fault)
    echo = test.echo
    facts = {
        "came_back": None if not test.is_measured else echo is not None,
        "echo_dbfs": None if echo is None else round(echo.dbfs),
        "delay_ms": None if echo is None else echo.delay_ns // 1_000_000,
    }
    if test.was_heard is None:
        return found(check, "playing" if test.is_playing(known.now_ns) else "asking", **facts)
    if not test.was_heard:
        return found(check, "not_heard", **facts)
    is_strong = echo is not None and echo.dbfs > STRONG_ECHO_DBFS
    return found(check, "echoes" if is_strong else "heard", **facts)


def _noise(known: Known) -> Check:
    noise = known.noise
    if listening(known) is None:
        states = {_counter(known).state, _customer(known).state}
        return found(CheckId.NOISE, "listening" if CheckState.RUNNING in states else "no_microphone")
    if noise is None:
        return found(CheckId.NOISE, "voices" if known.is_never_quiet else "listening")
    code = f"loud_{noise.kind}" if noise.is_loud and noise.kind is not NoiseKind.QUIET else noise.kind.value
    return found(CheckId.NOISE, code, noise_dbfs=round(noise.dbfs))


# --------------------------------------------------------------------------------------------------------- station


def _clock(known: Known) -> Check:
    year = datetime.fromtimestamp(known.wall_ns / NS).year
    if not EARLIEST_YEAR <= year < LATEST_YEAR:
        return found(CheckId.CLOCK, "implausible", year=year)
    if abs(known.wall_step_ns) > JUMP_NS:
        return found(CheckId.CLOCK, "jumped", step_s=round(known.wall_step_ns / NS))
    return found(CheckId.CLOCK, "not_compared")


def _place(known: Known) -> Check:
    check, verdict = CheckId.PLACE, known.place
    if not known.is_station_known:
        return found(check, "looking")
    if verdict is None:
        return found(check, "no_gate")
    if verdict.reasons:
        fault = verdict.reasons[0]
        return found(check, OUTSIDE[fault.code], fault=fault.code, **_plain(fault))
    if verdict.state is not PlaceState.INSIDE or verdict.place is None:
        return found(check, "no_certificate")
    code = "inside_otherwise_set" if verdict.has_other_setting else "inside"
    return found(check, code, branch=verdict.place.branch, counter=verdict.place.counter)


def _disk(known: Known) -> Check:
    disk = known.disk
    if disk is None:
        return found(CheckId.DISK, "looking")
    if disk.reason:
        return found(CheckId.DISK, "unreadable", reason=disk.reason)
    hours = disk.free_bytes // BYTES_PER_S // 3600
    facts = {"free_mb": disk.free_bytes // 1_000_000, "needed_mb": disk.needed_bytes // 1_000_000, "hours": hours}
    if disk.free_bytes < disk.needed_bytes:
        return found(CheckId.DISK, "full", **facts)
    return found(CheckId.DISK, "scarce" if hours < SCARCE_HOURS else "enough", **facts)


def _models(known: Known) -> Check:
    faces = "failed" if known.people.fault is not None else "ready" if known.people.is_loaded else None
    states = {"faces": faces, "speech": known.parts.speech, "voice": known.parts.voice}
    if None in states.values():
        return found(CheckId.MODELS, "loading")
    if {"missing", "failed"} & set(states.values()):
        return found(CheckId.MODELS, "missing", **states)
    return found(CheckId.MODELS, "test_only" if "test_only" in states.values() else "ready", **states)


def _vault(known: Known) -> Check:
    if not known.is_station_known:
        return found(CheckId.VAULT, "looking")
    if not known.has_vault:
        return found(CheckId.VAULT, "no_vault")
    if known.doubt is not None:
        return found(CheckId.VAULT, "in_doubt", **_plain(known.doubt))
    return found(CheckId.VAULT, "sound")


def _server(known: Known) -> Check:
    return found(CheckId.SERVER, "no_server")


_CHECKS: Mapping[CheckId, Callable[[Known], Check]] = {
    CheckId.CAMERA: _camera,
    CheckId.LIGHT: _light,
    CheckId.SHARPNESS: _sharpness,
    CheckId.PERSONS: _persons,
    CheckId.MICROPHONE_COUNTER: _counter,
    CheckId.MICROPHONE_CUSTOMER: _customer,
    CheckId.SPEECH: _speech,
    CheckId.SPEAKER: _speaker,
    CheckId.NOISE: _noise,
    CheckId.CLOCK: _clock,
    CheckId.PLACE: _place,
    CheckId.DISK: _disk,
    CheckId.MODELS: _models,
    CheckId.VAULT: _vault,
    CheckId.SERVER: _server,
}
assert set(_CHECKS) == set(TABLE) == set(CheckId), "every check has its rows and its function"
