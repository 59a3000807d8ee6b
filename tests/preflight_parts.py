"""A pre-flight on tracks made of code, and somebody who watches it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.session.preflight import Check, CheckId, Preflight, PreflightView
from app.session.take import Sources
from app.settings import DataFolder
from media.clock import Clock, FastClock
from media.models import BUNDLED, SpeechModel, open_speech_model
from media.synthetic import NoiseMicrophone, TestPicture, VirtualCustomer
from media.track import AudioTrack, VideoTrack
from media.voice import Voice

ROOM_DBFS = -66.0


def bundled() -> SpeechModel:
    return open_speech_model(BUNDLED / "vosk-test-cn")


def sources(
    camera: VideoTrack | None = None,
    counter: AudioTrack | None = None,
    customer: AudioTrack | None = None,
    **rest: Any,
) -> Callable[[], Sources]:
    """A counter where all is well, but for what is given."""
    return lambda: Sources(
        (camera or TestPicture(),), counter or NoiseMicrophone(ROOM_DBFS), customer or VirtualCustomer(), **rest
    )


@dataclass
class Watcher:
    """Is told every view and waits for the one that counts; `reacts` runs on the deciding thread, in no time."""

    reacts: Callable[[PreflightView], None] = lambda view: None
    views: list[PreflightView] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def __call__(self, view: PreflightView) -> None:
        self.reacts(view)
        with self.changed:
            self.views.append(view)
            self.changed.notify_all()

    def until(
        self, holds: Callable[[PreflightView], object], after: PreflightView | None = None, timeout_s: float = 30.0
    ) -> PreflightView:
        """The first view told, now or earlier, of which that holds; only later than `after` where that is given."""
        begin = 0 if after is None else self.views.index(after) + 1

        def found() -> PreflightView | None:
            nonlocal begin
            new, begin = self.views[begin:], len(self.views)
            return next((view for view in new if holds(view)), None)

        with self.changed:
            view = self.changed.wait_for(found, timeout_s)
        assert view, f"never came; last: {self.codes()}"
        return view

    def until_code(self, check: CheckId, code: str) -> Check:
        return self.until(lambda view: view.check(check).code == code).check(check)

    def codes(self) -> dict[str, str]:
        return {check.id: check.code for check in self.views[-1].checks} if self.views else {}


@dataclass
class Running:
    preflight: Preflight
    watcher: Watcher
    folder: DataFolder

    def until(self, holds: Callable[[PreflightView], object], after: PreflightView | None = None) -> PreflightView:
        return self.watcher.until(holds, after)

    def until_code(self, check: CheckId, code: str) -> Check:
        return self.watcher.until_code(check, code)

    def settled(self) -> PreflightView:
        return self.until(lambda view: view.is_settled)


@contextmanager
def running(
    tmp_path: Path,
    make: Callable[[], Sources],
    *,
    clock: Clock | None = None,
    reacts: Callable[[PreflightView], None] = lambda view: None,
    voice: Voice | None = None,
    **changes: Any,
) -> Iterator[Running]:
    """A pre-flight that has been started; closed afterwards, with every thread gone."""
    folder = DataFolder(tmp_path)
    watcher = Watcher(reacts)
    arguments: dict[str, Any] = {
        "folder": folder,
        "expected_s": 600.0,
        "find_model": bundled,
        "vault": None,
        "clock": clock or FastClock(),
        **changes,
    }
    preflight = Preflight(make, voice=voice, listeners=[watcher], **arguments)
    preflight.start()
    try:
        yield Running(preflight, watcher, folder)
    finally:
        preflight.close()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("preflight")]
