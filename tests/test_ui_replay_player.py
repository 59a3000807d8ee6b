"""The player shows the very pictures of a sealed take, by Qt's own media player, and nothing that is not authentic."""

import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QIODevice
from pytestqt.qtbot import QtBot

from app.faults import Fault
from app.review import ReplayView
from media.clock import NS
from tests.replay_parts import DAMAGE_SAYS, QT_SAYS, Recording, Watched, damage, record_test_take, watching
from ui.replay.player import PlayerState
from ui.replay.sealed_device import SealedDevice
from ui.replay.spans import Span

pytestmark = [pytest.mark.qt_log_ignore(*QT_SAYS)]
PICTURE_NS = NS // 15


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return record_test_take(tmp_path_factory.mktemp("replay"), 20)


@pytest.fixture
def watched(qtbot: QtBot) -> Iterator[Watched]:
    with watching(qtbot) as watched:
        yield watched


# ------------------------------------------------------------------ the device


def test_device_reads_what_the_view_holds(take: Recording) -> None:
    with take.view() as view:
        whole = view.read()
    device = SealedDevice(take.view())
    assert device.size() == len(whole) and not device.isSequential()
    rng = random.Random(3)
    for _ in range(200):
        at, size = rng.randrange(len(whole)), rng.choice((1, 100, 40_000, 200_000))
        assert device.seek(at)
        assert device.read(size).data() == whole[at : at + size]
    device.close()


def test_device_hands_over_nothing_of_a_damaged_chunk_and_nothing_after_it(
    qtbot: QtBot, take: Recording, tmp_path: Path
) -> None:
    device = SealedDevice(take.view(damage(take.path, tmp_path / "damaged", 0.5)))
    with qtbot.waitSignal(device.failed) as told:
        while device.read(30_000):
            pass
    assert told.args is not None
    fault = told.args[0]
    assert isinstance(fault, Fault) and fault.code == "E-304" and fault is device.fault
    damaged_at = int(fault.facts["chunk"]) * 65_536  # type: ignore[call-overload]
    assert device.pos() <= damaged_at + 65_536 + 4_096  # the view's own headers come before
    with qtbot.assertNotEmitted(device.failed):
        device.seek(0)
        assert device.read(100).isEmpty()
    device.close()


def test_device_that_is_closed_reads_nothing_and_has_closed_the_view(take: Recording) -> None:
    view = take.view()
    device = SealedDevice(view)
    device.close()
    device.close()
    assert view.closed
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    assert device.read(100).isEmpty()


class _Refusing(io.BytesIO):
    def __init__(self, problem: Exception) -> None:
        super().__init__(bytes(1000))
        self._problem = problem

    def read(self, size: int | None = -1, /) -> bytes:
        raise self._problem


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (OSError(5, "Input/output error"), "E-342"),
        (Fault("E-912", reason="EIO"), "E-342"),
        (Fault("E-341", reason="shorter than its index"), "E-341"),
    ],
)
def test_disk_that_does_not_answer_is_told_in_words_that_fit_a_replay(
    qtbot: QtBot, problem: Exception, code: str
) -> None:
    device = SealedDevice(_Refusing(problem))
    with qtbot.waitSignal(device.failed) as told:
        assert device.read(10).isEmpty()
    assert told.args is not None and told.args[0].code == code
    device.close()


def test_mistake_while_reading_ends_the_replay_and_is_logged(qtbot: QtBot, expect_log: Callable[[str], None]) -> None:
    expect_log("ERROR replay: a mistake")
    device = SealedDevice(_Refusing(KeyError("oops")))
    with qtbot.waitSignal(device.failed) as told:
        assert device.read(10).isEmpty()
    assert told.args is not None and told.args[0].code == "E-901"
    device.close()


# ------------------------------------------------------------------ pictures


def test_first_picture_is_the_first_of_the_take(watched: Watched, take: Recording) -> None:
    with watched.qtbot.waitSignal(watched.player.opened) as told:
        watched.player.open(take.view())
    assert take.number_of(watched.image) == 0
    assert told.args is not None and abs(told.args[0] - take.length_ns) < NS // 2
    assert watched.player.state is PlayerState.PAUSED


def test_seek_shows_the_picture_that_was_on_at_that_time(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    rng = random.Random(5)
    on_the_edge = [3 * NS, 7 * NS + NS // 5, PICTURE_NS]
    for at_ns in [*on_the_edge, *(rng.randrange(take.length_ns - NS // 4) for _ in range(12)), 0]:
        watched.seek(at_ns)
        expected = take.shown_at(-(-at_ns // 1_000_000) * 1_000_000)
        assert take.number_of(watched.image) == expected, at_ns / NS
        assert watched.player.picture_at_ns == pytest.approx(take.film.at_s[expected] * NS, abs=1000)


def test_of_many_seeks_the_last_is_where_it_ends(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    watched.frames.clear()
    for second in (*range(1, 19), 4):
        watched.player.seek(second * NS + NS // 3)
    watched.settle()
    assert take.number_of(watched.image) == take.shown_at(4 * NS + NS // 3)
    assert len(watched.frames) <= 3


def test_seek_behind_the_end_shows_the_last_picture(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    watched.seek(1000 * NS)
    assert take.number_of(watched.image) == len(take.film.pictures) - 1


def test_step_moves_by_exactly_one_picture(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    watched.seek(5 * NS + 1)
    begin = take.number_of(watched.image)
    for by in (1, 1, 1, -1, -1, -1, -1, 1):
        begin += by
        watched.step(by)
        assert take.number_of(watched.image) == begin
    for by in (7, -12):
        watched.step(by)
        begin += by
        assert take.number_of(watched.image) == begin


def test_step_at_the_ends_stays_there(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    watched.step(-3)
    assert take.number_of(watched.image) == 0
    watched.seek(take.length_ns)
    watched.step(1)
    assert take.number_of(watched.image) == len(take.film.pictures) - 1
    watched.step(-1)
    assert take.number_of(watched.image) == len(take.film.pictures) - 2


# ------------------------------------------------------------------ playing


def test_play_reaches_the_end_and_begins_anew(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    watched.player.set_speed(3.0)
    watched.seek(take.length_ns - 2 * NS)
    watched.player.play()
    watched.until(lambda: watched.player.state is PlayerState.ENDED)
    assert take.number_of(watched.image) >= len(take.film.pictures) - 3
    assert watched.player.at_ns == pytest.approx(take.length_ns, abs=NS // 2)
    watched.frames.clear()
    watched.player.play()
    watched.until(lambda: len(watched.frames) > 5)
    assert watched.player.state is PlayerState.PLAYING
    assert take.number_of(watched.image) < 60


def test_step_back_from_the_end_shows_a_picture(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    watched.seek(take.length_ns - NS // 2)
    watched.player.play()
    watched.until(lambda: watched.player.state is PlayerState.ENDED)
    last = take.number_of(watched.image)
    watched.step(-1)
    assert watched.player.state is PlayerState.PAUSED
    assert take.number_of(watched.image) == last - 1


@pytest.mark.parametrize("speed", [0.5, 3.0])
def test_speed_is_kept_and_every_picture_comes_in_order(watched: Watched, take: Recording, speed: float) -> None:
    watched.open(take.view())
    watched.player.set_speed(speed)
    watched.player.play()
    watched.until(lambda: len(watched.frames) > 3)
    shown = len(watched.frames)
    begin_ns = watched.player.picture_at_ns or 0
    watched.qtbot.wait(1000)
    moved_s = ((watched.player.picture_at_ns or 0) - begin_ns) / NS
    assert 0.6 * speed < moved_s < 1.4 * speed
    times = [frame.startTime() for frame in watched.frames]
    assert times == sorted(times) and len(watched.frames) > shown


def test_speed_is_held_to_what_can_be_understood(watched: Watched) -> None:
    for asked, given in ((0.1, 0.5), (1.25, 1.25), (9.0, 3.0)):
        watched.player.set_speed(asked)
        assert watched.player.speed == given


def test_seek_while_it_plays_plays_on_from_there(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    watched.player.play()
    watched.until(lambda: len(watched.frames) > 3)
    watched.frames.clear()
    watched.seek(12 * NS)
    assert 12 * NS - PICTURE_NS <= watched.frames[0].startTime() * 1000 <= 12 * NS + NS // 2
    watched.until(lambda: len(watched.frames) > 5)
    assert watched.player.state is PlayerState.PLAYING


def test_only_the_spans_are_played(watched: Watched, take: Recording) -> None:
    watched.open(take.view())
    spans = (Span(2 * NS, 3 * NS), Span(9 * NS, 10 * NS))
    watched.player.set_speed(2.0)
    watched.player.set_spans(spans)
    watched.frames.clear()
    watched.player.play()
    watched.until(lambda: watched.player.state is PlayerState.ENDED)
    shown_s = [frame.startTime() / 1e6 for frame in watched.frames]
    outside = [at for at in shown_s if not any(s.begin_ns / NS - 0.1 <= at <= s.end_ns / NS + 0.5 for s in spans)]
    assert len(outside) <= 3  # what is shown until the first jump
    for span in spans:
        assert sum(span.begin_ns / NS <= at < span.end_ns / NS for at in shown_s) >= 8


def test_player_without_a_loudspeaker_says_so_and_plays(watched: Watched, take: Recording) -> None:
    if watched.player.has_sound:
        pytest.skip("this computer has a loudspeaker")
    watched.open(take.view())
    watched.player.play()
    watched.until(lambda: len(watched.frames) > 5)


# ------------------------------------------------------------------ what goes wrong


@pytest.mark.qt_log_ignore(*DAMAGE_SAYS)
def test_flipped_byte_ends_the_replay_and_no_picture_follows(watched: Watched, take: Recording, tmp_path: Path) -> None:
    watched.open(take.view(damage(take.path, tmp_path / "damaged", 0.6)))
    watched.player.set_speed(3.0)
    watched.player.play()
    watched.until(lambda: bool(watched.faults))
    (fault,) = watched.faults
    assert isinstance(fault, Fault) and fault.code == "E-304"
    assert watched.player.state is PlayerState.FAILED
    shown = len(watched.frames)
    assert shown and max(frame.startTime() for frame in watched.frames) < 0.65 * take.length_ns / 1000
    watched.until(lambda: watched.player.is_closed)
    watched.player.play()
    watched.player.seek(NS)
    watched.player.step(1)
    watched.qtbot.wait(300)
    assert len(watched.frames) == shown and len(watched.faults) == 1


@pytest.mark.qt_log_ignore(*DAMAGE_SAYS)
def test_seek_into_a_damaged_chunk_shows_nothing_of_it(watched: Watched, take: Recording, tmp_path: Path) -> None:
    watched.open(take.view(damage(take.path, tmp_path / "damaged", 0.9)))
    watched.frames.clear()
    watched.player.seek(round(take.length_ns * 0.92))
    watched.until(lambda: bool(watched.faults))
    assert isinstance(watched.faults[0], Fault) and watched.faults[0].code == "E-304"
    assert not watched.frames


@pytest.mark.qt_log_ignore(*DAMAGE_SAYS)
def test_damaged_beginning_is_the_faults_own_code(watched: Watched, take: Recording) -> None:
    view = take.view()
    device_fault = Fault("E-304", chunk=0)

    class Damaged(ReplayView):
        def __init__(self) -> None:
            pass

        def seek(self, offset: int, whence: int = 0, /) -> int:
            return view.seek(offset, whence)

        def read(self, size: int | None = -1, /) -> bytes:
            raise device_fault

        def close(self) -> None:
            view.close()

    watched.player.open(Damaged())
    watched.until(lambda: bool(watched.faults))
    assert watched.faults == [device_fault]


@pytest.mark.qt_log_ignore(*DAMAGE_SAYS)
def test_what_is_no_film_is_refused(watched: Watched, take: Recording) -> None:
    class Noise(io.BytesIO):
        pass

    watched.player.open(Noise(random.Random(1).randbytes(100_000)))
    watched.until(lambda: bool(watched.faults))
    assert isinstance(watched.faults[0], Fault) and watched.faults[0].code == "E-343"
    watched.open(take.view())
    assert take.number_of(watched.image) == 0


def test_player_can_be_closed_at_any_moment(watched: Watched, take: Recording) -> None:
    """Qt waits for its threads, which read through Python: called in the wrong way, that waits for ever."""
    rng = random.Random(7)
    for _ in range(25):
        view = take.view()
        watched.player.set_speed(3.0)
        watched.player.open(view)
        for _ in range(rng.randrange(4)):
            watched.qtbot.wait(rng.choice((0, 1, 7, 30)))
            act: Callable[[], None] = rng.choice(
                [
                    watched.player.play,
                    watched.player.pause,
                    lambda: watched.player.seek(rng.randrange(take.length_ns)),
                    lambda: watched.player.step(1),
                ]
            )
            act()
        watched.player.finish()
        assert watched.player.is_closed and view.closed
    assert not watched.faults


def test_other_take_shows_nothing_of_the_one_before(
    watched: Watched, take: Recording, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = record_test_take(tmp_path_factory.mktemp("other"), 3)
    watched.open(take.view())
    watched.player.seek(15 * NS)
    watched.player.play()
    watched.until(lambda: watched.player.at_ns > 15 * NS)
    watched.player.open(other.view())
    watched.frames.clear()
    watched.until(lambda: watched.player.state is PlayerState.PAUSED)
    assert [frame.startTime() for frame in watched.frames] == [0]
    assert abs(watched.player.length_ns - other.length_ns) < NS // 2


def test_take_opened_while_another_is_being_opened_wins(watched: Watched, take: Recording) -> None:
    views = [take.view() for _ in range(4)]
    for view in views:
        watched.player.open(view)
    watched.until(lambda: watched.player.state is PlayerState.PAUSED)
    assert [view.closed for view in views] == [True, True, True, False]
    watched.player.finish()
    assert views[-1].closed
