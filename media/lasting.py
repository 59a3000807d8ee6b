"""A condition that counts only once it lasts, so that one bad look makes no alarm and one good look no all-clear.

Faces and quality are told by it when something began and when it was over. Pure: the looks carry the time, and a state
lasts from the first look that shows it, never from the last that did not.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class Lasting:
    """On once the looks have said so for `on_ns`, off again once they have said otherwise for `off_ns`.

    Looks to the contrary are overlooked while they last no longer than `patience_ns`.
    """

    on_ns: int
    off_ns: int
    patience_ns: int = 0
    is_on: bool = False
    _since_ns: int | None = None
    """since when the looks say otherwise than `is_on`"""
    _until_ns: int = 0
    """the last look that said so"""

    def see(self, at_ns: int, holds: bool) -> int | None:
        """Take in a look; how long the new state has lasted when this look settles it, else None."""
        if holds is self.is_on:
            if at_ns - self._until_ns > self.patience_ns:
                self._since_ns = None
            return None
        if self._since_ns is None:
            self._since_ns = at_ns
        self._until_ns = at_ns
        lasted_ns = at_ns - self._since_ns
        if lasted_ns < (self.off_ns if self.is_on else self.on_ns):
            return None
        self.is_on, self._since_ns = holds, None
        return lasted_ns
