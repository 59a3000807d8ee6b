"""The bridge: work goes away from the window's thread, results come back to it, faults are sentences."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.faults import Fault
from ui.bridge import DEVICES, Bridge


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[Bridge]:
    made = Bridge()
    yield made
    made.close()


def test_operation_runs_away_and_its_result_comes_home(bridge: Bridge, qtbot: QtBot) -> None:
    here, told = threading.current_thread(), []
    bridge.run(threading.current_thread, lambda there: told.append((there, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(told))
    there, back = told[0]
    assert there is not here and back is here


def test_operations_of_a_lane_keep_their_order(bridge: Bridge, qtbot: QtBot) -> None:
    told: list[int] = []
    for number in range(50):
        bridge.run(lambda number=number: number, told.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(told) == 50)
    assert told == list(range(50))


def test_a_hanging_device_does_not_hold_up_the_vault(bridge: Bridge, qtbot: QtBot) -> None:
    goes_on, told = threading.Event(), list[str]()
    bridge.run(lambda: goes_on.wait(30), lane=DEVICES)
    bridge.run(lambda: "vault", told.append)
    qtbot.waitUntil(lambda: told == ["vault"])
    goes_on.set()


def test_fault_comes_to_whoever_asked(bridge: Bridge, qtbot: QtBot) -> None:
    told: list[Fault] = []

    def refuse() -> None:
        raise Fault("E-205")

    bridge.run(refuse, lambda _: pytest.fail("it did not succeed"), told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].code == "E-205"


def test_fault_that_nobody_takes_is_told(bridge: Bridge, qtbot: QtBot) -> None:
    def refuse() -> None:
        raise Fault("E-205")

    with qtbot.waitSignal(bridge.fault_told) as signal:
        bridge.run(refuse)
    assert signal.args is not None and signal.args[0].code == "E-205"


def test_mistake_of_ours_is_logged_and_told_without_its_stack(
    bridge: Bridge, qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("ERROR window: an operation failed")
    with qtbot.waitSignal(bridge.fault_told) as signal:
        bridge.run(lambda: 1 / 0)
    assert signal.args is not None and signal.args[0].code == "E-901"


def test_mistake_while_showing_is_logged_and_told(
    bridge: Bridge, qtbot: QtBot, expect_log: Callable[[str], None]
) -> None:
    expect_log("ERROR window: the window failed")
    with qtbot.waitSignal(bridge.fault_told) as signal:
        bridge.run(lambda: 0, lambda zero: print(1 // zero))
    assert signal.args is not None and signal.args[0].code == "E-901"


def test_result_for_a_widget_that_is_gone_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    told: list[object] = []

    class Receiver(QObject):
        def on_done(self, result: object) -> None:
            told.append(result)

    may_go, receiver = threading.Event(), Receiver()
    bridge.run(lambda: may_go.wait(30), receiver.on_done)
    receiver.deleteLater()
    with qtbot.waitSignal(receiver.destroyed):
        pass
    with qtbot.waitSignal(bridge.busy_changed):
        may_go.set()
    assert told == [] and not bridge.is_busy


def test_news_from_other_threads_arrive_here_in_order(bridge: Bridge, qtbot: QtBot) -> None:
    told: list[tuple[int, threading.Thread]] = []

    def on_number(number: int) -> None:
        told.append((number, threading.current_thread()))

    tell = bridge.hands_over(on_number)
    bridge.run(lambda: [tell(number) for number in range(100)])
    qtbot.waitUntil(lambda: len(told) == 100)
    assert [number for number, _ in told] == list(range(100))
    assert {thread for _, thread in told} == {threading.current_thread()}


def test_news_for_a_window_that_is_gone_harm_nobody(qtbot: QtBot) -> None:
    bridge = Bridge()
    tell = bridge.hands_over(lambda _: pytest.fail("nobody is there"))
    bridge.close()
    bridge.deleteLater()
    with qtbot.waitSignal(bridge.destroyed):
        pass
    tell("still running")


def test_busy_is_told_once_for_many(bridge: Bridge, qtbot: QtBot) -> None:
    states: list[bool] = []
    bridge.busy_changed.connect(states.append)
    may_go = threading.Event()
    for _ in range(3):
        bridge.run(lambda: may_go.wait(30))
    may_go.set()
    qtbot.waitUntil(lambda: states == [True, False])


def test_closing_works_off_what_is_under_way(qtbot: QtBot) -> None:
    bridge, done = Bridge(), []
    widget = QWidget()
    qtbot.addWidget(widget)
    for number in range(10):
        bridge.run(lambda number=number: done.append(number))  # type: ignore[misc]
    bridge.close()
    assert done == list(range(10))
