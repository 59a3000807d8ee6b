"""What the guide knows and what can happen to it: states, events, effects, and the house numbers it goes by.

Plain frozen values, closed unions. `guide.py` says what follows from what; nothing here decides anything.
"""

from dataclasses import dataclass, field

from app.model import Answer, Mark, Outcome, StepResult

NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Policy:
    """House numbers of the guide; each a parameter of the rule named."""

    spoken_tries: int = 3
    """R-C04: asked again twice, then another form"""
    has_touch: bool = False
    """a customer screen can take an answer by touch after the spoken tries"""
    slower: float = 0.8
    """pace of the second try against the first"""
    on_request: float = 0.85
    """pace of the rest of the take after each 慢一点, against what it was"""
    slowest: float = 0.6
    """no prompt is slower than this against the script's own pace: it would not be understood any more"""
    early_ns: int = 300_000_000
    """R-C04: an answer this much before the question's end does not count"""
    min_confidence: float = 0.6
    """R-C04: an answer with a word less certain than this is no yes"""
    prompting_ns: int = 5 * NS
    """R-C07: the answer's word on the counter channel this short before the customer's"""
    away_ns: int = 10 * NS
    """R-B05: a required person gone this long in a step: the step is asked again"""
    person_ns: int = 120 * NS
    """a step waits this long for a required person to come back, once"""
    change_of_mind_ns: int = 3 * NS
    """a refusal this short after an accepted answer takes it back; the last answer of a take is given that time"""
    grace_ns: int = 2 * NS
    """after something unclear, wait this long for more before asking again"""
    voice_ns: int = 15 * NS
    """how far a voice that goes on may stretch the listening time"""
    device_ns: int = 120 * NS
    """a lost microphone or camera may take this long to come back"""
    touch_ns: int = 60 * NS


# ---------------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Begin:
    at_ns: int


@dataclass(frozen=True, slots=True)
class PromptEnded:
    """The last sample of the prompt has been heard."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class PromptFailed:
    """The prompt could not be spoken: it is on the screen, the clerk reads it until `at_ns + reading_ns`."""

    at_ns: int
    code: str
    reading_ns: int


@dataclass(frozen=True, slots=True)
class Heard:
    """The customer's channel: one whole utterance."""

    at_ns: int
    text: str
    begin_ns: int
    end_ns: int
    unknown: int = 0
    recognised: bool = True
    confidence: float = 1.0
    """of the least certain word"""


@dataclass(frozen=True, slots=True)
class CounterHeard:
    """The counter's microphone, never the prompt itself."""

    at_ns: int
    text: str
    begin_ns: int
    end_ns: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody begins or ends to speak on the customer's channel."""

    at_ns: int
    begins: bool


@dataclass(frozen=True, slots=True)
class Tick:
    at_ns: int


@dataclass(frozen=True, slots=True)
class Touched:
    """The customer's own answer on the touch screen, with the reason why speech did not do."""

    at_ns: int
    accepts: bool
    reason: str


@dataclass(frozen=True, slots=True)
class AskAgain:
    at_ns: int
    step: str


@dataclass(frozen=True, slots=True)
class RepeatAsked:
    """重播、没听清、慢一点: the present prompt is wanted once more; `slower` is for the rest of the take."""

    at_ns: int
    by: str
    """`customer` or `clerk`"""
    slower: bool


@dataclass(frozen=True, slots=True)
class ClerkMarked:
    """标记: the clerk wants this moment to be found again."""

    at_ns: int
    note_code: str


@dataclass(frozen=True, slots=True)
class ClerkRead:
    """The clerk has read to its end what the station could not say."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class PersonGone:
    at_ns: int
    who: str


@dataclass(frozen=True, slots=True)
class PersonBack:
    at_ns: int
    who: str


@dataclass(frozen=True, slots=True)
class DeviceLost:
    at_ns: int
    device: str


@dataclass(frozen=True, slots=True)
class DeviceBack:
    at_ns: int
    device: str


@dataclass(frozen=True, slots=True)
class ClerkEnds:
    at_ns: int
    reason: str


@dataclass(frozen=True, slots=True)
class CustomerStops:
    at_ns: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The take cannot go on: disk full, encoder dead."""

    at_ns: int
    code: str


Event = (
    Begin
    | PromptEnded
    | PromptFailed
    | Heard
    | CounterHeard
    | Voice
    | Tick
    | Touched
    | AskAgain
    | RepeatAsked
    | ClerkMarked
    | ClerkRead
    | PersonGone
    | PersonBack
    | DeviceLost
    | DeviceBack
    | ClerkEnds
    | CustomerStops
    | Broken
)

# ---------------------------------------------------------------------- effects


@dataclass(frozen=True, slots=True)
class Speak:
    """Play this text; answer with PromptEnded or PromptFailed."""

    step: str
    attempt: int
    text: str
    pace: float
    """1.0 is the script's own pace"""
    asks: bool
    """the text ends with the step's question"""


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop the prompt that is being played."""


@dataclass(frozen=True, slots=True)
class Expect:
    """What the recogniser should be ready for."""

    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Put:
    mark: Mark


@dataclass(frozen=True, slots=True)
class Answered:
    answer: Answer


@dataclass(frozen=True, slots=True)
class Finish:
    outcome: Outcome


Effect = Speak | Hush | Expect | Put | Answered | Finish

# ---------------------------------------------------------------------- states


@dataclass(frozen=True, slots=True)
class Waiting:
    """Before the first prompt."""


@dataclass(frozen=True, slots=True)
class Speaking:
    attempt: int
    asks: bool
    reading_until_ns: int | None = None
    """set when the prompt could not be spoken and the clerk reads it"""
    text: str = ""
    """what is said"""


@dataclass(frozen=True, slots=True)
class Showing:
    """A paper is held up to the camera; they are shown one after the other."""

    attempt: int
    paper: int
    until_ns: int


@dataclass(frozen=True, slots=True)
class Listening:
    attempt: int
    since_ns: int
    deadline_ns: int
    heard: tuple[Heard, ...] = ()
    was_early: bool = False
    is_voice: bool = False
    text: str = ""
    """the prompt that asked"""


@dataclass(frozen=True, slots=True)
class Touching:
    attempt: int
    deadline_ns: int


@dataclass(frozen=True, slots=True)
class Held:
    """A device is lost, or a required person: nothing counts until what is missing is back."""

    attempt: int
    since_ns: int
    devices: frozenset[str]
    """or `person:customer` and the like; never both"""
    answer: Answer | None = None
    """where a person is missing: what the try comes to when the waiting was in vain"""


@dataclass(frozen=True, slots=True)
class Closing:
    """The last answer is accepted, and may still be taken back for a moment."""

    deadline_ns: int
    is_voice: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    outcome: Outcome


Phase = Waiting | Speaking | Showing | Listening | Touching | Held | Closing | Ended


@dataclass(frozen=True, slots=True)
class State:
    """Where the take is. `queue[0]` is the present step (an index into the script), the rest is still to come.

    The queue is empty when the take is closing, and where its last step has ended it.
    """

    phase: Phase
    queue: tuple[int, ...]
    results: tuple[StepResult, ...]
    refusals: int = 0
    unchecked: int = 0
    said_at_counter: tuple[CounterHeard, ...] = ()
    away_since: tuple[tuple[str, int], ...] = ()
    accepted_last: tuple[int, int] | None = None
    """index of the step accepted last, and when"""
    try_began_ns: int = 0
    """when the present try at the present step began"""
    was_away: bool = field(default=False)
    """a required person was gone too long in this step"""
    has_waited: bool = False
    """this step has waited for a required person in vain: it does not wait again"""
    pace: float = 1.0
    """of every prompt from now on, against the script's own"""

    @property
    def outcome(self) -> Outcome | None:
        return self.phase.outcome if isinstance(self.phase, Ended) else None
