"""What a take needs besides its devices: the right place, room on the disk, a sound vault, a speech model, a voice.

Looked at on one thread of its own, the quick things first; disk, vault and place again each second. Loading a model
may take seconds and a voice may hang: nothing waits for it, it is not known until then.
"""

import logging
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from app.evidence.disk import BYTES_PER_S
from app.faults import Fault
from app.place import PlaceVerdict
from app.session.preflight.chance import NO_TAKES, PastTakes
from app.session.preflight.findings import Disk, Parts
from app.session.take import RESERVE_S
from app.settings import DataFolder
from app.vault.vault import Vault
from media.clock import NS, Clock
from media.models import SpeechModel
from media.speech import Recogniser
from media.stage import Worker
from media.track import Samples
from media.voice import Voice

log = logging.getLogger("preflight")

LOOK_EVERY_NS = NS
SENTENCE = "您好，您能听到我说话吗？"
"""said after the test sound; rendering it is the trial of the voice"""
CHARS_PER_SECOND = 4.5


class Surroundings:
    """Construct, `start`, ask, `close`; every attribute is what is known by now."""

    def __init__(
        self,
        folder: DataFolder,
        expected_s: float,
        find_model: Callable[[], SpeechModel | None],
        voice: Voice | None,
        vault: Vault | None,
        past: Callable[[], PastTakes],
        place: Callable[[], PlaceVerdict] | None,
        clock: Clock,
    ) -> None:
        self.disk: Disk | None = None
        self.doubt: Fault | None = None
        self.place: PlaceVerdict | None = None
        self.is_known = False
        """disk, vault and place have been looked at"""
        self.past = NO_TAKES
        self.model: SpeechModel | None = None
        self.sentence: Samples | None = None
        self.parts = Parts()
        self._folder = folder
        self._needed_bytes = int((2 * expected_s + RESERVE_S) * BYTES_PER_S)  # R-B15
        self._find_model = find_model
        self._voice = voice
        self._vault = vault
        self._past = past
        self._check_place = place
        self._clock = clock
        self._is_asked = threading.Event()
        self._worker = Worker("preflight surroundings", self._look, clock, self._on_fault)

    def start(self) -> None:
        self._is_asked.set()
        self._worker.start()

    def look_again(self) -> None:
        """At everything, model and voice included; what is known stands until something else is."""
        self._is_asked.set()

    def ask_to_end(self) -> None:
        self._worker.ask_to_end()

    def close(self, deadline_s: float) -> bool:
        return self._worker.close(deadline_s)

    def _look(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.disk = self._look_at_disk()
            self.doubt = None if self._vault is None else self._vault.doubt
            self.place = None if self._check_place is None else self._check_place()
            self.is_known = True
            if self._is_asked.is_set():
                self._is_asked.clear()
                self._try_parts()
            self._clock.sleep_until(self._clock.now_ns() + LOOK_EVERY_NS, stop)

    def _look_at_disk(self) -> Disk:
        takes = self._folder.takes
        try:
            return Disk(shutil.disk_usage(_nearest(takes)).free, self._needed_bytes)
        except OSError as problem:
            return Disk(reason=problem.strerror or "?")

    def _try_parts(self) -> None:
        try:
            self.past = self._past()
        except Fault as fault:  # a chance is a comfort, not a condition
            log.info("earlier takes cannot be read: %s", fault.code)
        try:
            self.model = self._find_model()
            if self.model is not None:
                Recogniser("trial", self.model, lambda heard: None)  # loads it, once for the take as well
        except Fault as fault:
            self.model = None
            self.parts = Parts("failed", self.parts.voice, "", fault)
        else:
            model = self.model
            state = "missing" if model is None else "test_only" if model.is_test_only else "ready"
            self.parts = Parts(state, self.parts.voice, "" if model is None else model.id)
        voice = self._try_voice()
        self.parts = Parts(self.parts.speech, voice, self.parts.model_id, self.parts.speech_fault)

    def _try_voice(self) -> str:
        if self._voice is None:
            return "missing"
        try:
            self.sentence = self._voice.render(SENTENCE, CHARS_PER_SECOND).samples
        except Fault as fault:
            log.info("the voice cannot speak: %s", fault.code)
            return "failed"
        return "ready"

    def _on_fault(self, name: str, problem: BaseException) -> None:
        log.error("thread died: %s", name, exc_info=problem)
        self.disk = Disk(reason="E-901")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the one it would be made in."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())
