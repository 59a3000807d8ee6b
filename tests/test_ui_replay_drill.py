"""The short version of `python -m tests.drills.plaintext_replay`: a replay that is killed."""

import sys
from pathlib import Path

import pytest

from tests.drills.plaintext_replay import can_find, run_killed


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_replay_leaves_nothing_that_can_be_read(tmp_path: Path) -> None:
    watch, found = run_killed(tmp_path, 1.0)
    assert found == []
    for when in ("s into the replay", "after kill -9"):
        assert any(".mp4.age" in name and name.endswith(when) for name in watch.kept)
    looked = tmp_path / "looked"
    looked.mkdir()
    assert can_find(looked)
