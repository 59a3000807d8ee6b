"""Device pre-flight (`screens.md` 4.6): everything a take needs, looked at before anybody sits down to be recorded.

    preflight = Preflight(sources, folder=…, expected_s=…, find_model=…, voice=…, vault=…)
    preflight.start()   …   preflight.view(), preflight.pixels(640, 360)   …   preflight.close()

`table` says what can be found and what it means, `run` does the looking, the rest is one subject a file.
"""

from app.session.preflight.chance import Chance, PastTakes, Raise, past_takes
from app.session.preflight.names import named
from app.session.preflight.noise import NoiseKind
from app.session.preflight.run import Limits, Preflight
from app.session.preflight.table import BY_PEOPLE, HARD, TABLE, Action, Check, CheckId, CheckState
from app.session.preflight.view import (
    DeviceNames,
    Level,
    Levels,
    Listener,
    Override,
    PreflightView,
    Remembered,
    SeenFace,
)
from media.preview import Pixels, PreviewTap

__all__ = [
    "BY_PEOPLE",
    "HARD",
    "TABLE",
    "Action",
    "Chance",
    "Check",
    "CheckId",
    "CheckState",
    "DeviceNames",
    "Level",
    "Levels",
    "Limits",
    "Listener",
    "NoiseKind",
    "Override",
    "PastTakes",
    "Pixels",
    "Preflight",
    "PreflightView",
    "PreviewTap",
    "Raise",
    "Remembered",
    "SeenFace",
    "named",
    "past_takes",
]
