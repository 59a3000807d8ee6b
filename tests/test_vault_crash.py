"""`kill -9` at any moment of writing leaves the old state or the new one, never something between."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from app.model import TakeState
from tests.vault_parts import FILE_KEY, STEPS, new_vault, open_vault

ROOT = Path(__file__).resolve().parent.parent
CALLS_OF_A_TAKE = 4

WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from app.model import Mark
from tests.vault_parts import begin_take, open_vault, seal

vault = open_vault(Path(sys.argv[1]))
for n in range(1_000_000):
    take = begin_take(vault, f"{sys.argv[3]}-{n}")
    print(flush=True)
    for batch in range(2):
        vault.add_marks(take, [Mark(batch, "first"), Mark(batch, "second"), Mark(batch, "third")])
        print(flush=True)
    seal(vault, take)
    print(flush=True)
"""


@pytest.mark.parametrize("attempt", range(4))
def test_kill_leaves_the_old_state_or_the_new(tmp_path: Path, attempt: int) -> None:
    new_vault(tmp_path).close()
    chance = random.Random(attempt)
    for life in range(2):  # the second starts from what the first left
        calls = chance.randrange(1, 25)
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE, str(tmp_path), str(ROOT), str(life)], stdout=subprocess.PIPE
        )
        with writer:
            assert writer.stdout is not None
            for _ in range(calls):
                assert writer.stdout.readline() == b"\n", "it died of itself"
            writer.kill()

        with open_vault(tmp_path) as vault:
            assert vault.doubt is None
            assert vault.check() == ()
            takes = [take for take in vault.takes() if take.id.startswith(f"{life}-")]
            sealed = [take for take in takes if take.state is TakeState.SEALED]
            assert len(sealed) >= calls // CALLS_OF_A_TAKE, "what was reported as committed is there"
            for take in takes:
                batches = [mark.at_ns for mark in vault.marks(take.id) if mark.kind in ("first", "second", "third")]
                assert batches in ([], [0] * 3, [0] * 3 + [1] * 3), "a batch is there whole or not at all"
            for take in sealed:
                assert take.file_key is None
                assert vault.steps(take.id) == STEPS
                assert take.id in vault.outbox()
            for take in vault.open_takes():
                assert take.file_key == FILE_KEY
                assert vault.steps(take.id) == ()
                assert take.id not in vault.outbox()
