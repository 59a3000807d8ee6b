"""A take that runs by itself: whoever looks on can command it, and can neither hold it up nor end it by dying."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.evidence.observed import Sight
from app.faults import Fault
from app.model import Mark, Outcome, Utterance
from app.session.live_take import LiveTake
from app.session.runner import SessionView
from app.session.take import Sources, TakeReport
from app.station import Station
from media.clock import Clock, FastClock, SystemClock
from media.preview import Pixels
from media.synthetic import TestPicture
from tests.station_parts import AGREES, PASSPHRASE, SCRIPT, TWO, Customer, Voices, is_whole, order, settings, speaking
from tests.vault_parts import CHEAP

MOST_S = 120.0


@pytest.fixture(scope="module")
def voices() -> Iterator[Voices]:
    with speaking() as made:
        yield made


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with Station.found_alone(settings(tmp_path), PASSPHRASE, kdf=CHEAP) as made:
        yield made


class Looker:
    """A window's part: it is told, and it may ask."""

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.ended: list[TakeReport | Fault] = []
        self.on_mark: Callable[[Mark], object] = lambda mark: None

    def __call__(self, news: Mark | Utterance | SessionView) -> None:
        if isinstance(news, Mark):
            self.marks.append(news)
            self.on_mark(news)

    def kinds(self) -> list[str]:
        return [mark.kind for mark in self.marks]


def live(
    station: Station, voices: Voices, looker: Looker, *, script: object = TWO, clock: Clock | None = None,
    camera: object = None,
) -> LiveTake:  # fmt: skip
    customer = Customer(voices, AGREES)
    sources = Sources((camera or TestPicture(640, 360),), customer.clerk, customer.track)  # type: ignore[arg-type]
    return LiveTake(
        station,
        order(station, script),  # type: ignore[arg-type]
        sources,
        on_end=looker.ended.append,
        listeners=[customer, looker],
        on_begin=lambda origin_ns: setattr(customer, "origin_ns", origin_ns),
        clock=clock or FastClock(),
    )


def test_take_runs_to_its_end_and_is_sealed(station: Station, voices: Voices) -> None:
    looker = Looker()
    take = live(station, voices, looker)
    take.start()
    assert take.wait(MOST_S)
    (report,) = looker.ended
    assert isinstance(report, TakeReport) and report is take.outcome
    assert report.outcome is Outcome.COMPLETED and take.take_id == report.take.id
    is_whole(station, report.take.id)


def test_what_is_seen_and_heard_can_be_pulled_while_it_runs(station: Station, voices: Voices) -> None:
    looker, sights, pictures = Looker(), list[Sight](), list[Pixels | None]()
    take = live(station, voices, looker, script=SCRIPT)

    def look(mark: Mark) -> None:
        if mark.kind == "answer_judged":  # a moment after the customer has spoken
            sights.append(take.sight())
            pictures.append(take.pixels(320, 180))
            assert take.now_ns > 0 and take.view is not None

    looker.on_mark = look
    assert take.sight() == Sight() and take.pixels(320, 180) is None and take.problems() == ()
    take.start()
    assert take.wait(MOST_S)
    assert len(pictures) == 2
    assert all(picture is not None and picture.bgra.shape == (180, 320, 4) for picture in pictures)
    assert all(sight.customer.peak_dbfs > -120.0 for sight in sights)


def test_wishes_reach_the_guide(station: Station, voices: Voices) -> None:
    looker = Looker()
    take = live(station, voices, looker)
    done: set[str] = set()

    def wish(mark: Mark) -> None:
        if mark.kind == "prompt_began" and mark.step == "consent" and "repeat" not in done:
            done.add("repeat")
            take.repeat("customer", slower=True)
            take.mark("customer_hesitates")
        if mark.kind == "step_began" and mark.step == "knows" and "again" not in done:
            done.add("again")
            take.ask_again("consent")

    looker.on_mark = wish
    take.start()
    assert take.wait(MOST_S)
    kinds = looker.kinds()
    assert "repeat_asked" in kinds and "clerk_mark" in kinds and "asked_again_by_clerk" in kinds


@pytest.mark.parametrize("way", ["clerk", "customer"])
def test_take_ended_early_is_sealed_all_the_same(station: Station, voices: Voices, way: str) -> None:
    looker = Looker()
    take = live(station, voices, looker)
    looker.on_mark = lambda mark: (
        (take.end("customer_leaves") if way == "clerk" else take.customer_stops())
        if mark.kind == "step_passed"
        else None
    )
    take.start()
    assert take.wait(MOST_S)
    report = looker.ended[0]
    assert isinstance(report, TakeReport)
    assert report.outcome is (Outcome.INCOMPLETE if way == "clerk" else Outcome.STOPPED)
    is_whole(station, report.take.id)


def test_wish_after_the_end_is_harmless(station: Station, voices: Voices) -> None:
    looker = Looker()
    take = live(station, voices, looker)
    take.ask_again("consent")
    take.start()
    assert take.wait(MOST_S)
    take.end("too_late")
    take.customer_stops()
    assert isinstance(take.outcome, TakeReport) and take.outcome.outcome is Outcome.COMPLETED


def test_missing_device_is_told_and_nothing_is_written(station: Station, voices: Voices) -> None:
    class Missing(TestPicture):
        def open(self, clock: Clock) -> None:
            raise Fault("E-101", camera="0")

    looker = Looker()
    take = live(station, voices, looker, camera=Missing(640, 360))
    take.start()
    assert take.wait(MOST_S)
    (fault,) = looker.ended
    assert isinstance(fault, Fault) and fault.code == "E-101"
    assert station.vault.takes() == () and not list(station.settings.folder.takes.iterdir())


def test_whoever_looks_on_may_die(station: Station, voices: Voices, expect_log: object) -> None:
    expect_log("ERROR session: a listener failed")  # type: ignore[operator]
    looker = Looker()

    def die(mark: Mark) -> None:
        raise RuntimeError("the window is gone")

    looker.on_mark = die
    take = live(station, voices, looker)
    take.start()
    assert take.wait(MOST_S)
    assert isinstance(take.outcome, TakeReport) and take.outcome.outcome is Outcome.COMPLETED
    is_whole(station, take.outcome.take.id)


def test_practice_is_burnt_in_and_written_down(station: Station, voices: Voices) -> None:
    practice, looker = station.practice(), Looker()
    take = live(practice, voices, looker)
    take.order = practice.permitted(take.order)
    take.start()
    assert take.wait(MOST_S)
    report = take.outcome
    assert isinstance(report, TakeReport)
    began = next(mark for mark in report.marks if mark.kind == "take_began")
    assert began.facts["practice"] is True
    assert station.vault.takes() == () and station.vault.outbox() == ()


def test_waiting_has_a_deadline(station: Station, voices: Voices) -> None:
    looker, goes_on = Looker(), threading.Event()
    looker.on_mark = lambda mark: goes_on.wait(MOST_S) and None if mark.kind == "step_began" else None
    take = live(station, voices, looker, clock=SystemClock())
    take.start()
    assert not take.wait(0.2) and not take.is_over
    goes_on.set()
    take.end("enough")
    assert take.wait(MOST_S)
