"""The station's own command line, which says on standard output when something begins that a drill may interrupt.

    python -m tests.drills.child [--library DIR] record …

    #began WALL_NS         the take runs: the wall time of its first moment
    #stopping WALL_NS NS   the take is being sealed, after so long
    #recovering WALL_NS    open takes are being salvaged
    #asked WALL_NS STEP N  a question has been asked to its end, for the Nth time

Nothing else is changed: what runs is the real program. `--library` takes the scripts from another folder.
"""

import sys
import time
from pathlib import Path

import app.counter
from app.__main__ import main
from app.evidence.closing import Recovery
from app.evidence.recording import Recorded, Recorder
from app.evidence.sealed import SealedWriter
from app.model import Mark, Utterance
from app.printing import Progress
from app.session.runner import SessionView
from app.station import Station

START, STOP, RECOVER = Recorder.start, Recorder.stop, Station.recover


def _say(event: str, wall_ns: int, *words: object) -> None:
    print(f"#{event}", wall_ns, *words, flush=True)


class _Telling(Progress):
    def __call__(self, news: Mark | Utterance | SessionView) -> None:
        super().__call__(news)
        if isinstance(news, Mark) and news.kind == "prompt_ended" and news.facts.get("asks"):
            _say("asked", time.time_ns(), news.step, news.facts["attempt"])


def _start(recorder: Recorder, writer: SealedWriter) -> None:
    START(recorder, writer)
    _say("began", time.time_ns() - recorder.now_ns())


def _stop(recorder: Recorder) -> Recorded:
    _say("stopping", time.time_ns(), recorder.now_ns())
    return STOP(recorder)


def _recover(station: Station) -> tuple[Recovery, ...]:
    _say("recovering", time.time_ns())
    return RECOVER(station)


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[:1] == ["--library"]:
        app.counter.LIBRARY = Path(words[1])
        words = words[2:]
    app.counter.Progress = _Telling  # type: ignore[attr-defined]
    Recorder.start = _start  # type: ignore[assignment, method-assign]
    Recorder.stop = _stop  # type: ignore[assignment, method-assign]
    Station.recover = _recover  # type: ignore[assignment, method-assign]
    sys.exit(main(words))
