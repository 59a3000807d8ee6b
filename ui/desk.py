"""What every page is given: the station once it is open, the bridge, the theme, and the way to other pages."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.faults import Fault
from app.model import Mark, TakeId, Utterance
from app.rights import Person, Right
from app.settings import Settings
from ui.bridge import DEVICES, Bridge
from ui.kit.tone import Tone
from ui.style.theme import Theme

if TYPE_CHECKING:  # the engines behind these take a second to load, and the unlock page needs none of them
    from app.counter import Prepared
    from app.devices import DeviceSet
    from app.session.live_take import LiveTake
    from app.session.runner import Listener, SessionView
    from app.session.take import TakeReport
    from app.station import Station
    from media.clock import Clock


class PageId(StrEnum):
    """Each page of the window."""

    UNLOCK = "unlock"
    HOME = "home"
    WIZARD = "wizard"
    PREFLIGHT = "preflight"
    RECORDING = "recording"
    REVIEW = "review"
    REPLAY = "replay"
    SETTINGS = "settings"
    HELP = "help"
    SETUP = "setup"
    ACCOUNTS = "accounts"
    KEYS = "keys"
    AUDIT = "audit"
    RETENTION = "retention"


OUTSIDE = (PageId.UNLOCK, PageId.SETUP)
"""pages before anybody has come in"""
SEEN_BY: Mapping[PageId, tuple[Right, ...]] = {
    PageId.HOME: (Right.SEE_OWN_TAKES, Right.SEE_ALL_TAKES),
    PageId.WIZARD: (Right.RECORD,),
    PageId.REPLAY: (Right.REPLAY,),
    PageId.ACCOUNTS: (Right.ACCOUNTS, Right.GRANT_REPLAY),
    PageId.KEYS: (Right.KEYS, Right.GRANT_REPLAY),
    PageId.AUDIT: (Right.AUDIT,),
    PageId.RETENTION: (Right.HOLD, Right.DESTROY),
}
"""which right, one of them, a page is for; the others are for everybody"""
OF_THE_VAULT = (PageId.ACCOUNTS, PageId.KEYS, PageId.AUDIT, PageId.RETENTION)
"""pages that practice has none of: its vault belongs to nobody and is thrown away"""


def is_for(page: PageId, person: Person) -> bool:
    """Whether a page is offered to somebody; what they may do there is the station's to decide."""
    return page not in SEEN_BY or any(map(person.may, SEEN_BY[page]))


def first_page(person: Person) -> PageId:
    """Where somebody's work is."""
    if person.may(Right.RECORD) or person.may(Right.FIND):
        return PageId.HOME
    return next((page for page in (PageId.ACCOUNTS, PageId.AUDIT, PageId.HOME) if is_for(page, person)), PageId.HELP)


class Desk(QObject):
    """Pages talk to each other through this, never directly."""

    went = Signal(str, dict)
    """go to a page (`PageId`) with its arguments"""
    told = Signal(str, str, str)
    """a notice for the strip on top: text, `Tone`, code of the fault or nothing"""
    station_changed = Signal()
    take_changed = Signal()
    """a take began or ended"""
    lock_changed = Signal()
    """`is_rest_locked` did"""
    looks_changed = Signal()
    """language, theme or scale"""
    news = Signal(object)
    """of the running take, in order: `Mark`, `Utterance` or `SessionView`"""
    take_ended = Signal(object)
    """`TakeReport`, or the `Fault` for which it did not begin or could not be sealed"""

    def __init__(self, bridge: Bridge, theme: Theme, settings: Settings) -> None:
        super().__init__()
        self.bridge = bridge
        self.theme = theme
        self.settings = settings
        self.station: Station | None = None
        self.real_station: Station | None = None
        """while `station` is that of practice: the one it belongs to, which stays open"""
        self.devices: DeviceSet | None = None
        """of the real counter, or of practice"""
        self.take: LiveTake | None = None
        """the one that runs or ran last"""
        self.customer_screen: QWidget | None = None
        """before the customer, who can answer there by touch when speech does not do"""
        self.clock: Clock | None = None
        """of the takes, when it is not the station's own"""
        self.speak: Callable[[str], None] = lambda language: None
        """change the window's language; the application sets it"""
        self.is_rest_locked = False
        """the window is to be locked, and only the take that runs is left of it"""
        self.returning: tuple[str, TakeId] | None = None
        """whose take ended while the window was being locked, and which: it is shown when that account comes back"""
        self._is_beginning = self._is_untold = False
        bridge.fault_told.connect(self.tell_fault)

    @property
    def open_station(self) -> "Station":
        """For pages that are shown only when it is open."""
        assert self.station is not None
        return self.station

    @property
    def is_recording(self) -> bool:
        return self.take is not None and not self.take.is_over

    @property
    def has_take(self) -> bool:
        """One runs, or its devices are being opened, or the window has yet to hear how it ended."""
        return self.is_recording or self._is_beginning or self._is_untold

    @property
    def is_practice(self) -> bool:
        return self.station is not None and self.station.is_practice

    def begin_take(
        self,
        prepared: "Prepared",
        *,
        preflight: Mapping[str, Any] | None = None,
        clock: "Clock | None" = None,
        listeners: "Sequence[Listener]" = (),
    ) -> None:
        """Open the devices and record; how it went comes as `take_changed`, `news` and `take_ended`.

        Does nothing while a take runs or is being begun: two clicks are one take.
        """
        from app.counter import order_for
        from app.session.live_take import LiveTake

        if self.is_recording or self._is_beginning:
            return
        self._is_beginning = True
        station, devices = self.open_station, self.devices
        assert devices is not None
        order = order_for(
            station,
            prepared,
            is_practice=devices.is_practice,
            preflight=preflight,
            has_touch=self.customer_screen is not None and self.customer_screen.isVisible(),
        )  # fmt: skip

        def prepare_take() -> "LiveTake":
            permitted = station.permitted(order)
            sources, customer = devices.sources(), devices.customer
            told: list[Listener] = [self.bridge.hands_over(self._on_news), *listeners]
            if customer is not None:
                told.append(customer)
            return LiveTake(
                station,
                permitted,
                sources,
                on_end=self.bridge.hands_over(self._on_take_ended),
                listeners=told,
                on_begin=customer.begin if customer is not None else None,
                clock=clock or self.clock,
            )

        self.bridge.run(prepare_take, self._on_take_prepared, self._on_take_refused, lane=DEVICES)

    def _on_take_prepared(self, take: "LiveTake") -> None:
        self._is_beginning = False
        self.take = take
        self._is_untold = True
        take.start()
        self.take_changed.emit()

    def _on_take_refused(self, fault: Fault) -> None:
        self._is_beginning = False
        self.take_ended.emit(fault)

    def _on_news(self, news: "Mark | Utterance | SessionView") -> None:
        self.news.emit(news)

    def _on_take_ended(self, outcome: "TakeReport | Fault") -> None:
        self._is_untold = False
        self.take_changed.emit()
        self.take_ended.emit(outcome)

    def go(self, page: PageId, **arguments: Any) -> None:
        self.went.emit(page.value, arguments)

    def tell(self, text: str, tone: Tone = Tone.NEUTRAL, code: str = "") -> None:
        self.told.emit(text, tone.value, code)

    def tell_fault(self, fault: Fault) -> None:
        from ui.messages import fault_text

        self.tell(fault_text(fault), Tone.DANGER, fault.code)


class Page(QWidget):
    """One page. `enter` is called each time it is shown, `leave` when another one is."""

    page_id: PageId

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk = desk

    def enter(self, **arguments: Any) -> None:
        """The page is shown, with what `Desk.go` was given."""

    def leave(self) -> None:
        """Another page is shown."""

    def may_leave(self) -> str:
        """Why the page must not be left now; empty when it may."""
        return ""

    def may_close(self) -> str:
        """Why the program must not be closed from here now; empty when it may."""
        return ""

    def retranslate(self) -> None:
        """Set every text anew."""

    def first_focus(self) -> QWidget | None:
        """What the keyboard is on when the page is entered."""
        return None
