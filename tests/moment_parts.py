"""The moments at which a program touches files: to look at the disk then as a kill would leave it, or to let it fail.

Python tells of every file it opens, moves, makes or removes before it does so (`sys.addaudithook`), whoever's code it
is. What SQLite does inside its own files is not told of; it has tests of its own for that.
"""

import errno
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"}
_acts: list[Callable[[], None]] = []
_roots: list[str] = []


def _hook(event: str, details: tuple[Any, ...]) -> None:
    if not _acts or event not in _EVENTS or not str(details[0]).startswith(_roots[0]):
        return
    act = _acts.pop()  # not while it acts itself
    try:
        act()
    finally:
        _acts.append(act)


sys.addaudithook(_hook)


@contextmanager
def at_each_moment(root: Path, act: Callable[[], None]) -> Iterator[None]:
    """Call `act` before anything happens to a file or folder under `root`."""
    _roots[:], _acts[:] = [str(root)], [act]
    try:
        yield
    finally:
        _acts.clear()


@contextmanager
def snapshots(root: Path, into: Path) -> Iterator[list[Path]]:
    """Copies of `root` as it was at each moment, and at the end; there when the block has ended."""
    taken: list[Path] = []

    def look() -> None:
        taken.append(into / str(len(taken)))
        shutil.copytree(root, taken[-1])

    with at_each_moment(root, look):
        yield taken
    look()


@contextmanager
def failing(root: Path, moment: int, *, is_for_good: bool = False) -> Iterator[list[int]]:
    """The disk of `root` is full at that moment (from 0), or from then on; gives a list of the moments that came."""
    came: list[int] = []

    def fail() -> None:
        came.append(len(came))
        if came[-1] == moment or (is_for_good and came[-1] > moment):
            raise OSError(errno.ENOSPC, "no space left")

    with at_each_moment(root, fail):
        yield came
