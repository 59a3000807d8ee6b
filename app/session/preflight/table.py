"""What pre-flight looks at, what it can find, and what each finding means: the one table of this package.

A check has an id and a code. The code says what was found; the table says what that is worth (state), what would mend
it (action), by what it lowers the chance of a first pass (factor, a house default to be replaced by a branch's own
figures), and the fault it stands for. Screens word each `(id, code)`; the facts are listed beside the rows.

    running      not known yet
    passed       looked at, and good
    warning      looked at; a take may begin and may be rejected for it
    failed       looked at, and bad: holds up the start. A check of `HARD` cannot be overridden, the others can by a
                 supervisor with a reason
    not_checked  could not be looked at, or nobody has yet; never counts as passed. It holds up the start only where a
                 device was never opened
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.faults import Fault


class CheckId(StrEnum):
    """The checks in the order in which one would mend them."""

    CAMERA = "camera"
    LIGHT = "light"
    SHARPNESS = "sharpness"
    PERSONS = "persons"
    MICROPHONE_COUNTER = "microphone_counter"
    MICROPHONE_CUSTOMER = "microphone_customer"
    SPEECH = "speech"
    SPEAKER = "speaker"
    NOISE = "noise"
    CLOCK = "clock"
    PLACE = "place"
    DISK = "disk"
    MODELS = "models"
    VAULT = "vault"
    SERVER = "server"


class CheckState(StrEnum):
    RUNNING = "running"
    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


class Action(StrEnum):
    """The one thing to do about a check."""

    NONE = "none"
    RETRY = "retry"
    """mend it, then look again (F5)"""
    CHOOSE_DEVICE = "choose_device"
    TEST_SPEAKER = "test_speaker"
    SAY_WORDS = "say_words"
    INSTALL_MODEL = "install_model"
    FREE_DISK = "free_disk"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list."""

    id: CheckId
    state: CheckState
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    """JSON values, as the table says for this code; `fault` is the code of the fault behind it, if there is one"""
    is_hard: bool = False
    action: Action = Action.NONE

    @property
    def news(self) -> tuple[object, ...]:
        """What is pushed when it changes."""
        return self.id, self.state, self.code, {key: self.facts[key] for key in self.facts if key not in MEASURED}

    @property
    def fault(self) -> Fault | None:
        """What `app.faults.sentence` words in four parts; None where the code says it all."""
        code = self.facts.get("fault")
        return (
            None if code is None else Fault(str(code), **{key: self.facts[key] for key in self.facts if key != "fault"})
        )


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code is worth."""

    state: CheckState
    action: Action = Action.NONE
    factor: float = 1.0
    """share of the chance of a first pass that is left when this alone is wrong"""
    fault: str | None = None
    holds_up: bool = False
    """the take may not begin, unless a supervisor lets it"""


HARD = frozenset(
    {
        CheckId.CAMERA,
        CheckId.MICROPHONE_COUNTER,
        CheckId.MICROPHONE_CUSTOMER,
        CheckId.CLOCK,
        CheckId.PLACE,
        CheckId.DISK,
        CheckId.VAULT,
    }
)
"""without these there is no evidence, or no right to record any, whatever a supervisor says"""

BY_PEOPLE = frozenset({CheckId.SPEECH, CheckId.SPEAKER})
"""need somebody to speak or to listen; the rest decides itself within three seconds"""

_RUNNING = Meaning(CheckState.RUNNING)
_PASSED = Meaning(CheckState.PASSED)
_UNSEEN = Meaning(CheckState.NOT_CHECKED)
_UNOPENED = Meaning(CheckState.NOT_CHECKED, holds_up=True)


def _warning(factor: float, action: Action = Action.RETRY) -> Meaning:
    return Meaning(CheckState.WARNING, action, factor)


def _failed(action: Action = Action.RETRY, fault: str | None = None, factor: float = 0.3) -> Meaning:
    return Meaning(CheckState.FAILED, action, factor, fault, holds_up=True)


_MICROPHONE: Mapping[str, Meaning] = {
    "opening": _RUNNING,
    # not tried, since another device was missing before it
    "not_opened": _UNOPENED,
    # E-120 not there, E-121 unplugged, E-122 held by another program, …: facts {fault, microphone}
    "missing": _failed(Action.CHOOSE_DEVICE, factor=0.0),
    # facts {device, seconds}: the driver does not answer
    "hangs": _failed(Action.CHOOSE_DEVICE, "E-132", factor=0.0),
    # opened, and no sound for a second: facts {seconds}
    "stalled": _failed(Action.CHOOSE_DEVICE, "E-141", factor=0.0),
    # digital silence: switched off, muted, or blocked by the system's privacy switch
    "silent": _failed(Action.CHOOSE_DEVICE, "E-136", factor=0.0),
    # facts {clipped_permille}
    "clipped": _warning(0.6),
    # facts {speech_dbfs}, both
    "too_quiet": _warning(0.7),
    "too_loud": _warning(0.8),
    # facts {name, noise_dbfs: int | None}; speech_dbfs too once somebody has spoken
    "ready": _PASSED,
}

TABLE: Mapping[CheckId, Mapping[str, Meaning]] = {
    # All camera facts hold {name, index: from 0}.
    CheckId.CAMERA: {
        "opening": _RUNNING,
        "not_opened": _UNOPENED,
        # E-101 not there, E-102 unplugged, E-103 no picture, E-107 no answer, …: facts {fault}
        "missing": _failed(Action.CHOOSE_DEVICE, factor=0.0),
        # facts {device, seconds}
        "hangs": _failed(Action.CHOOSE_DEVICE, "E-132", factor=0.0),
        # opened, and no picture for a second: facts {seconds}
        "stalled": _failed(Action.CHOOSE_DEVICE, "E-102", factor=0.0),
        # R-B20
        "virtual": _failed(Action.CHOOSE_DEVICE, "E-133", factor=0.0),
        "black": _failed(Action.RETRY, "E-135", factor=0.0),
        "covered": _failed(Action.RETRY, "E-135", factor=0.0),
        "frozen": _failed(Action.RETRY, "E-135", factor=0.0),
        # below 704 x 576 (R-B12), and fewer than ten pictures a second: facts {width, height}, {fps}
        "small": _warning(0.7, Action.CHOOSE_DEVICE),
        "slow": _warning(0.8, Action.CHOOSE_DEVICE),
        # facts {width, height, fps}
        "ready": _PASSED,
    },
    # facts {luma}: 0 black to 255 white, in tens; backlit has {backlight}: levels
    CheckId.LIGHT: {
        "looking": _RUNNING,
        "too_dark": _failed(factor=0.3),
        "too_bright": _failed(factor=0.4),
        "backlit": _failed(factor=0.4),
        "good": _PASSED,
        "no_picture": _UNSEEN,
    },
    # facts {sharpness_permille}
    CheckId.SHARPNESS: {
        "looking": _RUNNING,
        "blurred": _warning(0.6),
        "sharp": _PASSED,
        "no_picture": _UNSEEN,
    },
    # facts {customer: 0 | 1, clerk: 0 | 1, others: int}; too_small {seat, height_px}; no_detector {fault}
    CheckId.PERSONS: {
        "looking": _RUNNING,
        "nobody": _warning(0.5),
        "customer_absent": _warning(0.5),
        "clerk_absent": _warning(0.5),
        "too_many": _warning(0.6),
        "too_small": _warning(0.7),
        "complete": _PASSED,
        "no_picture": _UNSEEN,
        "no_detector": Meaning(CheckState.NOT_CHECKED, Action.RETRY, 0.9),
    },
    CheckId.MICROPHONE_COUNTER: _MICROPHONE,
    CheckId.MICROPHONE_CUSTOMER: {
        **_MICROPHONE,
        # one microphone stands on both channels: who answered is not proven by it
        "shared": Meaning(CheckState.NOT_CHECKED, Action.CHOOSE_DEVICE, 0.9),
    },
    # facts {words: [three], heard: [of them], test_model: bool}; listening has {left_s}
    CheckId.SPEECH: {
        "not_said": Meaning(CheckState.NOT_CHECKED, Action.SAY_WORDS, 0.9),
        "listening": _RUNNING,
        "heard": _PASSED,
        # facts {wall_ns}: when it was heard earlier today, with the same devices
        "remembered": _PASSED,
        "partly_heard": _warning(0.7, Action.SAY_WORDS),
        "not_heard": _failed(Action.SAY_WORDS, factor=0.4),
        "no_model": Meaning(CheckState.NOT_CHECKED, Action.INSTALL_MODEL, 0.6),
        "no_microphone": _UNSEEN,
        # facts {fault}
        "engine_failed": Meaning(CheckState.NOT_CHECKED, Action.RETRY, 0.6),
    },
    # facts {came_back: bool | None, echo_dbfs: int | None, delay_ms: int | None}, None: not measured
    CheckId.SPEAKER: {
        "not_played": Meaning(CheckState.NOT_CHECKED, Action.TEST_SPEAKER, 0.9),
        "playing": _RUNNING,
        # played; the question is whether it was heard
        "asking": Meaning(CheckState.RUNNING, Action.TEST_SPEAKER),
        "heard": _PASSED,
        # facts {wall_ns}
        "remembered": _PASSED,
        # heard, and so loud in the microphone that an answer drowns in it
        "echoes": _warning(0.8, Action.TEST_SPEAKER),
        "not_heard": _failed(Action.TEST_SPEAKER, factor=0.5),
        # facts {fault, speaker}
        "missing": _failed(Action.CHOOSE_DEVICE, factor=0.5),
        # nobody listens: the clerk reads out, or the station only practises
        "no_speaker": _UNSEEN,
    },
    # facts {noise_dbfs}; the kinds are those of `noise.py`, `loud_` where the noise leaves a voice under 15 dB (R-B08)
    CheckId.NOISE: {
        "listening": _RUNNING,
        # somebody speaks all the time
        "voices": _UNSEEN,
        "quiet": _PASSED,
        "fan": _warning(0.9),
        "mains": _warning(0.9),
        "babble": _warning(0.7),
        "impulses": _warning(0.85),
        "unknown": _warning(0.85),
        "loud_fan": _failed(factor=0.5),
        "loud_mains": _failed(factor=0.5),
        "loud_babble": _failed(factor=0.4),
        "loud_impulses": _failed(factor=0.5),
        "loud_unknown": _failed(factor=0.5),
        "no_microphone": _UNSEEN,
    },
    # facts {wall_ns}
    CheckId.CLOCK: {
        "looking": _RUNNING,
        "implausible": _failed(Action.RETRY, "E-137", factor=0.0),
        # set anew by more than a second while pre-flight ran: facts {step_s}
        "jumped": _warning(0.8),
        # plausible and steady, but compared with no time server
        "not_compared": _UNSEEN,
    },
    # R-A21. Those that fail have {fault} and its facts, the others {branch, counter} where a certificate says them
    CheckId.PLACE: {
        "looking": _RUNNING,
        # E-470 cannot be read, E-471 forged or changed, E-472 of an unknown institution
        "bad_certificate": _failed(factor=0.0),
        # E-473 not valid yet, or no longer
        "out_of_date": _failed(factor=0.0),
        # E-474
        "other_station": _failed(factor=0.0),
        # E-475
        "not_enrolled": _failed(factor=0.0),
        # E-476 no network, another one, or only a VPN
        "other_network": _failed(factor=0.0),
        # E-477
        "other_gateway": _failed(factor=0.0),
        # E-478
        "no_position": _failed(factor=0.0),
        # E-479
        "other_position": _failed(factor=0.0),
        # the settings name another branch or counter: the certificate is believed
        "inside_otherwise_set": _warning(1.0),
        "inside": _PASSED,
        # none there, and none required
        "no_certificate": _UNSEEN,
        # practice: nobody's sale
        "no_gate": _UNSEEN,
    },
    # facts {free_mb, needed_mb, hours}
    CheckId.DISK: {
        "looking": _RUNNING,
        "full": _failed(Action.FREE_DISK, "E-913", factor=0.0),
        # facts {reason}
        "unreadable": _failed(Action.FREE_DISK, "E-912", factor=0.0),
        "scarce": _warning(1.0, Action.FREE_DISK),
        "enough": _PASSED,
    },
    # facts {faces, speech, voice}, each ready, test_only, missing or failed
    CheckId.MODELS: {
        "loading": _RUNNING,
        "missing": _warning(1.0, Action.INSTALL_MODEL),
        "test_only": _warning(0.6, Action.INSTALL_MODEL),
        "ready": _PASSED,
    },
    CheckId.VAULT: {
        "looking": _RUNNING,
        # facts {fault, vault_epoch, head_epoch}
        "in_doubt": _failed(Action.NONE, "E-208", factor=0.0),
        "sound": _PASSED,
        "no_vault": _UNSEEN,
    },
    CheckId.SERVER: {"no_server": _UNSEEN},
}
"""every code that can come, by check"""

BEFORE: Mapping[CheckId, str] = {check: next(iter(codes)) for check, codes in TABLE.items()}
"""what each check says before anything is known: its first row"""


MEASURED = frozenset(
    {
        *("luma", "backlight", "sharpness_permille", "height_px", "fps", "free_mb", "hours"),
        *("noise_dbfs", "speech_dbfs", "clipped_permille", "seconds"),
    }
)
"""facts that move all the time: a change of them alone is not pushed, whoever pulls sees it"""


def found(check: CheckId, code: str, /, **facts: Any) -> Check:
    """The line of the list for what was found."""
    meaning = TABLE[check][code]
    if meaning.fault is not None:
        facts.setdefault("fault", meaning.fault)
    return Check(check, meaning.state, code, facts, check in HARD, meaning.action)
