"""How far sound and picture are apart in a recorded take: flashes against beeps.

The picture of `synthetic.TestPicture` is white for one frame, the sound of `ToneMicrophone` beeps at the same moment of
the clock. What a player would show and play at that moment is compared here, by the container's own times.
"""

import av
import numpy as np

NS = 1_000_000_000
WHITE = 200
"""mean luma above which a picture is the flash"""
LOUD = 0.05
"""of full scale: the beep has begun"""


def offset_ns(container: av.container.InputContainer, around_ns: int) -> int:
    """Sound minus picture, in nanoseconds, for the flash that comes less than three seconds after `around_ns`.

    Positive when the beep comes after the flash. Raises ValueError when one of the two is not there.
    """
    return _beep_ns(container, around_ns) - _flash_ns(container, around_ns)


def sound_end_ns(container: av.container.InputContainer, after_ns: int) -> int:
    """Where the sound of the take ends, by its own times; `after_ns` lies somewhat before it."""
    audio = container.streams.audio[0]
    container.seek(after_ns // 1000, backward=True)
    end_ns = 0
    for frame in container.decode(audio):
        end_ns = round(((frame.time or 0.0) + frame.samples / frame.sample_rate) * NS)
    return end_ns


def _flash_ns(container: av.container.InputContainer, around_ns: int) -> int:
    video = container.streams.video[0]
    container.seek(around_ns // 1000, backward=True)
    for frame in container.decode(video):
        at_ns = round((frame.time or 0.0) * NS)
        if at_ns >= around_ns and float(np.mean(frame.to_ndarray(format="gray8")[:600])) > WHITE:
            return at_ns
        if at_ns > around_ns + 3 * NS:
            break
    raise ValueError("no flash")


def _beep_ns(container: av.container.InputContainer, around_ns: int) -> int:
    audio = container.streams.audio[0]
    container.seek(around_ns // 1000, backward=True)
    for frame in container.decode(audio):
        samples = np.abs(frame.to_ndarray()[0].astype(np.float64))
        begin_ns = round((frame.time or 0.0) * NS)
        places = np.flatnonzero(samples > LOUD)
        later = places[begin_ns + places * NS / frame.sample_rate >= around_ns]
        if later.size:
            return int(begin_ns + later[0] * NS / frame.sample_rate)
        if begin_ns > around_ns + 3 * NS:
            break
    raise ValueError("no beep")
