"""A customer made of sound: answers each question a moment after it has been asked.

For the demo, for `record --customer-says`, for drills. It is a listener like any screen: it hears that a prompt has
ended and puts speech into its own microphone track. The pipeline does not know that nobody sits there.
"""

from collections.abc import Callable
from pathlib import Path

from app.model import Mark, Utterance
from app.session.runner import SessionView
from media.fault import Fault
from media.file_tracks import read_sound
from media.synthetic import VirtualCustomer
from media.track import Samples

THINKS_NS = 600_000_000
"""from the end of a question to the first word"""
Answers = Callable[[str, int], Samples | None]
"""(step id, attempt from 1) to what is said; None says nothing"""


class AnsweringCustomer:
    """Listens to the marks of a take and speaks into `track`."""

    def __init__(self, track: VirtualCustomer, answers: Answers) -> None:
        self.track = track
        self._answers = answers
        self._origin_ns = 0

    def begin(self, origin_ns: int) -> None:
        """The take's zero on the track's clock."""
        self._origin_ns = origin_ns

    def __call__(self, news: Mark | Utterance | SessionView) -> None:
        if not isinstance(news, Mark) or news.kind != "prompt_ended" or not news.facts.get("asks"):
            return
        samples = self._answers(news.step or "", int(news.facts["attempt"]))
        if samples is not None:
            self.track.say(samples, self._origin_ns + news.at_ns + THINKS_NS)


def answers_from_folder(folder: Path) -> Answers:
    """Answers as WAV files: `<step>.<attempt>.wav`, else `<step>.wav`, else `default.wav`, else silence.

    All are read at once; raises E-125 for a file that is no sound and E-445 when the folder is not there.
    """
    if not folder.is_dir():
        raise Fault("E-445", folder=folder.name)
    sounds = {file.stem: read_sound(file) for file in sorted(folder.glob("*.wav"))}

    def answer(step: str, attempt: int) -> Samples | None:
        for name in (f"{step}.{attempt}", step, "default"):
            if name in sounds:
                return sounds[name]
        return None

    return answer
