"""A small script, a customer who answers it, and a station at which they meet, for the tests of whole takes."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.evidence.package import verify
from app.model import Case, CaseId, Mark, TakeId, TakeState, Utterance
from app.session import guide
from app.session.runner import SessionView
from app.session.script import (
    OnFinalFailure,
    Person,
    QuestionKind,
    ReadyPaper,
    ReadyQuestion,
    ReadyScript,
    ReadyStep,
    Speaker,
)
from app.session.take import Order, Sources, TakeReport
from app.settings import DataFolder, Place, Settings
from app.station import Station
from media.clock import NS, Clock, FastClock
from media.models import BUNDLED, SpeechModel, open_speech_model
from media.synthetic import TestPicture, VirtualCustomer
from media.track import Samples
from media.voice import CUSTOMER_VOICE, PROMPT_VOICE, Voice
from tests.take_parts import Film, decode, quick
from tests.vault_parts import ID_NUMBER, NAME

PASSPHRASE = "开门 take"
PLAIN = re.compile(rb"(?s)ftypiso|moov.{4}mvhd|moof.{4}mfhd|traf.{4}tfhd|VideoHandler|x264 - core|AGE-SECRET-KEY")
SECRETS = [text.encode(coding) for text in (NAME, ID_NUMBER) for coding in ("utf-8", "utf-16-le", "gb18030")]


def question(kind: QuestionKind, *accept: str, listen_s: float = 4.0) -> ReadyQuestion:
    return ReadyQuestion(kind, "请回答。", accept, ("不同意",), (), listen_s)


def step(
    name: str,
    say: str,
    ask: ReadyQuestion | None = None,
    final: OnFinalFailure = OnFinalFailure.CONTINUE,
    show: tuple[ReadyPaper, ...] = (),
) -> ReadyStep:
    persons = (Person.CUSTOMER, Person.CLERK)
    return ReadyStep(name, name, (), Speaker.STATION, say, show, persons, ask, "慢慢说。", "解释。", final, 4.5, 5.0)


def script(*steps: ReadyStep) -> ReadyScript:
    return ReadyScript("test", "测试", "1", "zh-CN", "5c" * 32, 1, steps, (), (), 4.5, 20.0)


CONSENT = step("consent", "您好。", question(QuestionKind.CONSENT, "同意", "愿意"), OnFinalFailure.END_REFUSED)
KNOWS = step("knows", f"{NAME}先生。", question(QuestionKind.KNOWLEDGE, "清楚", "明白"))
TELLS = step("tells", "谢谢。")
TWO = script(CONSENT, KNOWS)
SCRIPT = script(CONSENT, TELLS, KNOWS)

CASE = Case(
    CaseId("C-2026-1"), "insurance.life_over_1y", "示范支行", "03", "0123", NAME, ID_NUMBER, {"premium": 50_000}
)
Say = Mapping[tuple[str, int], str]
AGREES: Say = {("consent", 1): "我同意", ("knows", 1): "清楚"}


@dataclass
class Voices:
    """Two speakers, and the recogniser that hears them."""

    prompts: Voice
    customer: Voice
    model: SpeechModel

    def says(self, text: str) -> Samples:
        return self.customer.render(text, 3.6).samples


@contextmanager
def speaking() -> Iterator[Voices]:
    """The voices for as long as they are needed."""
    with Voice(None, voice=PROMPT_VOICE) as prompts, Voice(None, voice=CUSTOMER_VOICE) as customer:
        yield Voices(prompts, customer, open_speech_model(BUNDLED / "vosk-test-cn"))


@dataclass
class Customer:
    """Answers each question as written, `after_s` from its end; `clerk` may say something before."""

    voices: Voices
    says: Say
    clerk_says: Say = field(default_factory=dict)
    after_s: float = 0.6
    track: VirtualCustomer = field(default_factory=VirtualCustomer)
    clerk: VirtualCustomer = field(default_factory=VirtualCustomer)
    origin_ns: int = 0

    def __call__(self, news: Mark | Utterance | SessionView) -> None:
        if isinstance(news, Mark) and news.kind == "prompt_ended" and news.facts["asks"]:
            tried = (news.step or "", news.facts["attempt"])
            at_ns = self.origin_ns + news.at_ns
            if tried in self.clerk_says:
                clerk = self.voices.prompts.render(self.clerk_says[tried], 3.6).samples
                self.clerk.say(clerk, at_ns + NS // 5)
            if tried in self.says:
                self.track.say(self.voices.says(self.says[tried]), at_ns + round(self.after_s * NS))


def settings(folder: Path) -> Settings:
    return Settings(DataFolder(folder / "data"))


def order(station: Station, ready: ReadyScript = TWO, case: Case = CASE, **changes: Any) -> Order:
    chosen = {"checks_speech": True, **changes.pop("checks", {})}
    return Order(
        ready, case, Place("示范支行", "03"), station.recipients, ("national", "a1" * 32), settings=quick(**chosen),
        policy=guide.Policy(**changes),
    )  # fmt: skip


def record(
    station: Station,
    voices: Voices,
    says: Say = AGREES,
    ready: ReadyScript = TWO,
    *,
    case: Case = CASE,
    camera: TestPicture | None = None,
    customer: Customer | None = None,
    with_voice: bool = True,
    with_model: bool = True,
    play: Callable[[Samples], None] | None = None,
    clock: Clock | None = None,
    listeners: Sequence[Callable[..., object]] = (),
    **changes: Any,
) -> TakeReport:
    customer = customer or Customer(voices, says)
    sources = Sources(
        cameras=(camera or TestPicture(640, 360),), counter=customer.clerk, customer=customer.track, play=play
    )  # fmt: skip
    return station.record(
        order(station, ready, case, **changes),
        sources,
        clock=clock or FastClock(),
        voice=voices.prompts if with_voice else None,
        model=voices.model if with_model else None,
        listeners=[customer, *listeners],  # type: ignore[list-item]
        on_begin=lambda origin_ns: setattr(customer, "origin_ns", origin_ns),
    )


def marks(report: TakeReport, kind: str) -> list[Mark]:
    return [mark for mark in report.marks if mark.kind == kind]


def film(station: Station, take: TakeId) -> Film:
    with station.replay(take, "looking") as plain:
        return decode(plain)  # type: ignore[arg-type]


def is_whole(station: Station, take_id: TakeId) -> None:
    """Sealed, signed by this station, playable to its end, and with its key gone."""
    take = station.vault.take(take_id)
    package = station.settings.folder.packages / take_id
    verification = verify(package, identity=station.identities[0])
    assert verification.has_passed and verification.is_signer_checked, verification.fault
    assert take.state in (TakeState.SEALED, TakeState.SALVAGED) and take.file_key is None
    assert not station.vault.open_takes()
    played = film(station, take_id)
    assert played.codecs == ("h264", "aac") and abs(played.at_s[-1] - take.duration_ns / NS) < 0.6
    assert not list(station.settings.folder.takes.glob("*.tail"))


def is_clean(folder: Path) -> None:
    """Nothing to be read: no film, no key, no name."""
    for path in folder.rglob("*"):
        assert NAME not in path.name and ID_NUMBER not in path.name
        if path.is_file():
            content = path.read_bytes()
            assert not PLAIN.search(content), path
            assert not [secret for secret in SECRETS if secret in content], path


def threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}
