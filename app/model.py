"""The values that travel between the parts and lie in the vault: frozen, plain, with their units in their names.

Times inside a take are `at_ns`: nanoseconds on the take's clock, zero at its first picture. Wall time is stored once
per take. Nothing here knows a device, a database or a window.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NewType

CaseId = NewType("CaseId", str)
TakeId = NewType("TakeId", str)
"""sortable and meaningless: date and random letters, never a name"""


class Channel(StrEnum):
    """Who is heard on a channel of the take (DESIGN: left is the counter, right the customer)."""

    COUNTER = "counter"
    CUSTOMER = "customer"


class TakeState(StrEnum):
    """open → sealed (or salvaged) → acknowledged → erased; never two, never back."""

    OPEN = "open"
    SEALED = "sealed"
    SALVAGED = "salvaged"
    ACKNOWLEDGED = "acknowledged"
    ERASED = "erased"


class Outcome(StrEnum):
    """录制结果: how a take ended."""

    COMPLETED = "completed"
    """every step accepted"""
    NEEDS_REVIEW = "needs_review"
    """every step was answered, but something could not be checked by machine: a person must look"""
    INCOMPLETE = "incomplete"
    """ended with steps that were not accepted"""
    REFUSED = "refused"
    """the customer did not agree to be recorded, or to the sale"""
    NOT_UNDERSTOOD = "not_understood"
    """客户未理解: the explanation was repeated and still not understood"""
    STOPPED = "stopped"
    """the customer wanted to think it over: no blame, no sale"""
    INTERRUPTED = "interrupted"
    """cut by a crash, a power cut or a lost device; salvaged"""


class Verdict(StrEnum):
    """What the machine thinks of one answer, or of one step."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    """a clear no"""
    WRONG = "wrong"
    """a clear answer that contradicts the contract"""
    UNCLEAR = "unclear"
    """something was said that is no answer: 嗯, two opposite words, an unknown word"""
    EARLY = "early"
    """said before the question had ended"""
    PROMPTED = "prompted"
    """the counter channel said the answer just before the customer did"""
    MISSING = "missing"
    """silence is never yes"""
    NOT_CHECKED = "not_checked"
    """the detector could not run; never counted as passed"""


@dataclass(frozen=True, slots=True)
class Mark:
    """打点: a time-stamped fact of a take. `facts` holds JSON values only, no personal data beyond the answer given."""

    at_ns: int
    kind: str
    step: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    begin_ns: int
    end_ns: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line of the transcript: what was heard on one channel, without spaces; unknown speech is left out."""

    channel: Channel
    text: str
    begin_ns: int
    end_ns: int
    confidence: float
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """应答: one try at one step, as judged."""

    step: str
    attempt: int
    """1 for the first try"""
    text: str
    """what was heard, empty for silence"""
    verdict: Verdict
    reason: str
    """a code such as `negation` or `number_differs`, worded by the screens"""
    begin_ns: int
    end_ns: int
    answered_by: str
    """`speech`, `touch`, or `none`"""
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StepResult:
    """环节 as it stands at the end of the take."""

    step: str
    verdict: Verdict
    answer: str
    attempts: int
    answered_by: str


@dataclass(frozen=True, slots=True)
class Case:
    """业务: the sale that a take belongs to. `facts` come from the contract and fill the script."""

    id: CaseId
    product_kind: str
    branch: str
    counter: str
    clerk_id: str
    customer_name: str
    customer_id_number: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Take:
    """One continuous recording, as its row in the vault says."""

    id: TakeId
    case_id: CaseId
    state: TakeState
    outcome: Outcome | None
    script_id: str
    script_sha256: str
    started_wall_ns: int
    duration_ns: int
    path: str
    """relative to the data folder"""
    sealed_bytes: int
    sha256: str
    file_key: bytes | None = field(repr=False, default=None)
    """only while the take is open: so that a cut take can be sealed; erased with the seal"""


class ReviewKind(StrEnum):
    """复核: what a person wrote down about a take after it was sealed."""

    NOTE = "note"
    """the clerk's explanation of a step"""
    SUBMITTED = "submitted"
    VOIDED = "voided"
    """作废: with a reason and the account of a second person"""
    FINDING = "finding"
    """a reviewer's verdict on a step or on a rule"""
    RETURNED = "returned"
    """退回: the reason, with the day by which it is wanted in words"""
    APPROVED = "approved"
    MARKED = "marked"
    """a reviewer's own mark at a time of the take"""


class ReviewVerdict(StrEnum):
    """What a reviewer thinks of a step or a rule."""

    PASSED = "passed"
    FAILED = "failed"
    NEEDS_RETAKE = "needs_retake"


@dataclass(frozen=True, slots=True)
class Review:
    """One thing written down about a sealed take; never changed, only followed by others."""

    take_id: TakeId
    at_wall_ns: int
    actor: str
    """the account"""
    kind: ReviewKind
    step: str | None = None
    rule: str | None = None
    verdict: ReviewVerdict | None = None
    """of a finding"""
    text: str = field(repr=False, default="")
    """free: it may name people"""
    at_ns: int | None = None
    """of a mark"""
    second_account: str | None = None
    """who agreed that the take is void"""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case and its newest take, as one line of a list; a case that has no take yet has no `take_id`."""

    case_id: CaseId
    product_kind: str
    branch: str
    counter: str
    clerk_id: str
    customer_name: str = field(repr=False)
    opened_wall_ns: int
    take_id: TakeId | None
    state: TakeState | None
    outcome: Outcome | None
    script_id: str
    started_wall_ns: int
    duration_ns: int
    sealed_bytes: int
    is_in_outbox: bool
    """waits for the server"""
    review_status: ReviewKind | None
    """the newest of submitted, returned, voided and approved"""
    steps_accepted: int
    steps_total: int
