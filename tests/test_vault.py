"""The life of cases and takes in a real vault: what goes in comes out, and only what may happen happens."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model import Case, CaseId, Mark, Outcome, TakeId, TakeState
from app.vault.accounts import unlock
from app.vault.vault import Vault
from media.clock import SystemClock
from media.fault import Fault
from media.stage import Worker
from tests.vault_parts import (
    FILE_KEY,
    FRAGMENTS,
    ID_NUMBER,
    NAME,
    PASSPHRASE,
    STEPS,
    WALL_NS,
    begin_take,
    make_answer,
    make_case,
    make_take,
    make_utterance,
    new_vault,
    open_vault,
    plain_pages,
    seal,
)

HOSTILE = (
    "",
    "\x00",
    "前\x00后",
    "字" * 10_000,
    "\u202eמימין לשמאל\u202c",
    "👩‍👩‍👧‍👦🇨🇳❤️",
    "é",
    "e\u0301",
    "'; DROP TABLE cases; --",
    '"*( NEAR/2 OR AND NOT ^ : {}',
    "%_\\",
    "𠮷\ue000",
    "a\r\nb\tc",
    "<script>",
)


def fault_code(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def test_case_comes_back_as_it_went_in(tmp_path: Path) -> None:
    case = make_case(facts={"product": "长寿宝", "years": 10, "rate": 0.025, "riders": ["甲", None], "health": True})
    with new_vault(tmp_path) as vault:
        vault.add_case(case, WALL_NS)
        vault.add_case(make_case("C-2"), WALL_NS + 1)
        assert vault.case(case.id) == case
    with open_vault(tmp_path) as vault:
        assert vault.case(case.id) == case
        assert [each.id for each in vault.cases()] == ["C-2", "C-1"]
        assert [each.id for each in vault.cases(limit=1, offset=1)] == ["C-1"]


def test_take_comes_back_as_it_went_in(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        vault.add_case(make_case(), WALL_NS)
        take = make_take()
        vault.open_take(take)
        assert vault.take(take.id) == take
        assert vault.open_takes() == (take,)
        marks = (Mark(5, "b", "consent", {"share": 0.5, "list": [1, None]}), Mark(1, "a"))
        vault.add_marks(take.id, marks)
        vault.add_marks(take.id, [])
        vault.add_answer(take.id, make_answer())
        vault.add_answer(take.id, make_answer(""))
        vault.add_utterance(take.id, make_utterance())
        vault.add_fragments(take.id, FRAGMENTS[:1])
        vault.add_fragments(take.id, FRAGMENTS[1:])
        seal(vault, take.id)
    with open_vault(tmp_path) as vault:
        assert vault.marks(take.id) == marks
        assert vault.answers(take.id) == (make_answer(), make_answer(""))
        assert vault.transcript(take.id) == (make_utterance(),)
        assert vault.fragments(take.id) == FRAGMENTS
        assert vault.steps(take.id) == STEPS
        sealed = vault.take(take.id)
        assert (sealed.state, sealed.outcome, sealed.sealed_bytes) == (TakeState.SEALED, Outcome.COMPLETED, 2_000)
        assert sealed.file_key is None
        digests = vault.seal(take.id)
        assert digests is not None
        assert (digests.sha256, digests.merkle_root, digests.manifest_sha256) == ("aa" * 32, "bb" * 32, "3a" * 32)
        assert vault.open_takes() == ()
        assert vault.check() == ()


def test_takes_by_case_and_state(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        first, second = begin_take(vault, "T-1"), begin_take(vault, "T-2")
        seal(vault, first)
        assert [take.id for take in vault.takes()] == [second, first]
        assert [take.id for take in vault.takes(case=CaseId("C-T-1"))] == [first]
        assert [take.id for take in vault.takes(state=TakeState.OPEN)] == [second]
        assert vault.takes(case=CaseId("C-T-1"), state=TakeState.OPEN) == ()


def test_last_manifest_is_that_of_the_last_seal_not_of_the_last_take(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        first, second = begin_take(vault, "T-1"), begin_take(vault, "T-2")
        assert vault.last_manifest_sha256() is None
        assert vault.seal(first) is None
        seal(vault, second, manifest="22" * 32)
        seal(vault, first, TakeState.SALVAGED, manifest="11" * 32)
        assert vault.last_manifest_sha256() == "11" * 32


def test_high_water_never_goes_down(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        vault.set_high_water(take, 5_000, 2_000_000_000)
        vault.set_high_water(take, 4_000, 1_000_000_000)
        assert vault.take(take).sealed_bytes == 5_000
        assert vault.take(take).duration_ns == 2_000_000_000


def test_take_goes_forward_only(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        acts: dict[TakeState, Callable[[], object]] = {
            TakeState.SEALED: lambda: seal(vault, take),
            TakeState.SALVAGED: lambda: seal(vault, take, TakeState.SALVAGED),
            TakeState.ACKNOWLEDGED: lambda: vault.acknowledge_take(take, "aa" * 32),
            TakeState.ERASED: lambda: vault.erase_take(take, "retention ended"),
        }
        assert fault_code(lambda: vault.acknowledge_take(take, "")) == "E-210", "nor with the hash of an open take"
        assert fault_code(acts[TakeState.ERASED]) == "E-210"
        for state in (TakeState.SEALED, TakeState.ACKNOWLEDGED, TakeState.ERASED):
            acts[state]()
            assert vault.take(take).state is state
            allowed = {TakeState.SEALED: TakeState.ACKNOWLEDGED, TakeState.ACKNOWLEDGED: TakeState.ERASED}.get(state)
            before = len(vault.audit_trail())
            for other, act in acts.items():
                if other is not allowed:
                    assert fault_code(act) == "E-210"
            assert len(vault.audit_trail()) == before
            assert vault.take(take).state is state
        assert vault.check() == ()


def test_closed_take_takes_no_more_rows(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        seal(vault, take, TakeState.SALVAGED)
        for add in (
            lambda: vault.add_marks(take, [Mark(0, "late")]),
            lambda: vault.add_answer(take, make_answer()),
            lambda: vault.add_utterance(take, make_utterance()),
            lambda: vault.add_fragments(take, FRAGMENTS),
            lambda: vault.set_high_water(take, 9, 9),
        ):
            assert fault_code(add) == "E-210"
        assert len(vault.marks(take)) == 2


def test_acknowledged_only_with_the_servers_own_hash(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        seal(vault, take)
        assert vault.outbox() == (take,)
        assert fault_code(lambda: vault.acknowledge_take(take, "ab" * 32)) == "E-218"
        assert vault.outbox() == (take,)
        vault.acknowledge_take(take, "aa" * 32)
        assert vault.outbox() == ()


def test_unknown_and_doubled_ids(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        nobody = TakeId("T-0")
        assert fault_code(lambda: vault.case(CaseId("C-0"))) == "E-213"
        assert fault_code(lambda: vault.open_take(make_take())) == "E-213"
        assert fault_code(lambda: vault.take(nobody)) == "E-213"
        assert fault_code(lambda: vault.seal(nobody)) == "E-213"
        assert fault_code(lambda: vault.add_marks(nobody, [Mark(0, "x")])) == "E-213"
        assert fault_code(lambda: seal(vault, nobody)) == "E-213"
        assert fault_code(lambda: vault.acknowledge_take(nobody, "")) == "E-213"
        begin_take(vault)
        assert fault_code(lambda: vault.add_case(make_case("C-T-1", "别人"), 1)) == "E-215"
        assert fault_code(lambda: vault.open_take(make_take("T-1", "C-T-1"))) == "E-215"
        assert vault.case(CaseId("C-T-1")).customer_name == NAME


def test_each_step_of_a_take_is_audited(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        seal(vault, take)
        vault.audit("take.exported", "0042", {"take": take, "reason": "complaint"})
        vault.acknowledge_take(take, "aa" * 32)
        vault.erase_take(take, "retention ended")
        trail = vault.audit_trail()
        assert [row.kind for row in trail] == [
            "vault.created",
            "anchor.set",
            "vault.opened",
            "case.added",
            "take.opened",
            "take.sealed",
            "take.exported",
            "take.acknowledged",
            "take.erased",
        ]
        assert [row.actor for row in trail if row.kind == "take.exported"] == ["0042"]
        assert vault.audit_trail(after=6, limit=1) == trail[6:7]
        told = repr(trail)
        assert NAME not in told and ID_NUMBER not in told


def test_hostile_text_comes_back_unchanged(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        for text in HOSTILE:
            case = Case(CaseId("C" + text), text, text, text, text, text, text, {text: text, "list": [text]})
            vault.add_case(case, WALL_NS)
            take = make_take("T" + text, case.id)
            vault.open_take(take)
            mark, answer, utterance = Mark(0, text, text, {text: text}), make_answer(text), make_utterance(text)
            vault.add_marks(take.id, [mark])
            vault.add_answer(take.id, answer)
            vault.add_utterance(take.id, utterance)
            vault.audit("x", text, {"reason": text})
            vault.search(text)
            assert vault.case(case.id) == case
            assert vault.marks(take.id) == (mark,)
            assert vault.answers(take.id) == (answer,)
            assert vault.transcript(take.id) == (utterance,)
            row = vault.audit_trail()[-1]
            assert (row.actor, row.facts) == (text, {"reason": text})
        assert len(vault.cases()) == len(HOSTILE)
        assert vault.check() == ()


def test_half_a_surrogate_pair_becomes_a_replacement_sign(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        vault.add_answer(take, make_answer("同\ud800意"))
        vault.audit("x", "who\udfff", {"reason": "\ud800"})
        assert vault.answers(take)[-1].text == "同\ufffd意"
        assert vault.search("\ud800") == ()
        assert vault.check() == ()


@pytest.fixture(scope="module")
def vault_with_take(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Vault, TakeId]]:
    with new_vault(tmp_path_factory.mktemp("vault")) as vault:
        yield vault, begin_take(vault)


@given(
    text=st.text(),
    facts=st.dictionaries(st.text(), st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()),
)
def test_any_text_and_facts_come_back(
    vault_with_take: tuple[Vault, TakeId], text: str, facts: dict[str, object]
) -> None:
    vault, take = vault_with_take
    mark = Mark(0, text, None, facts)
    vault.add_marks(take, [mark])
    assert vault.marks(take)[-1] == mark


def test_file_key_is_gone_after_the_seal(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        vault._database.checkpoint()
        key = unlock(tmp_path, PASSPHRASE).database_key()
        assert any(FILE_KEY in page for page in plain_pages(tmp_path / "vault.db", key)), "it was there before"
        seal(vault, take)
        assert (tmp_path / "vault.db-wal").stat().st_size == 0
        assert not any(FILE_KEY in page for page in plain_pages(tmp_path / "vault.db", key))


def test_nothing_in_the_folder_is_readable(tmp_path: Path) -> None:
    canaries = [text.encode(code) for text in (NAME, ID_NUMBER, "长寿宝", "同意") for code in ("utf-8", "utf-16-le")]
    canaries += [
        b"take_began",
        b"CREATE TABLE",
        b"SQLite format",
        PASSPHRASE.encode(),
        FILE_KEY,
        FILE_KEY.hex().encode(),
    ]

    def assert_dark() -> None:
        for file in tmp_path.iterdir():
            content = file.read_bytes()
            assert not [canary for canary in canaries if canary in content], file.name

    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        assert (tmp_path / "vault.db-wal").stat().st_size > 0
        assert_dark()
        vault.search(NAME)
        seal(vault, take)
        assert_dark()
    assert_dark()
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {"vault.db", "vault.keys", "vault.head", "vault.lock", "vault.reserve"}


@pytest.mark.skipif(sys.platform == "win32", reason="access there is by lists, not by mode bits")
def test_files_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "here"
    with new_vault(folder) as vault:
        begin_take(vault)
        assert {file.stat().st_mode & 0o077 for file in [folder, *folder.iterdir()]} == {0}


def test_calls_from_many_threads_all_arrive(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)

        def write(stop: threading.Event) -> None:
            for n in range(10):
                vault.add_marks(take, [Mark(n, "mark")])
                vault.marks(take)

        problems: list[BaseException] = []
        workers = [
            Worker(f"writer {n}", write, SystemClock(), lambda name, problem: problems.append(problem))
            for n in range(4)
        ]
        for worker in workers:
            worker.start()
        assert all([worker.close(60) for worker in workers]) and not problems
        assert len(vault.marks(take)) == 2 + 40
        assert vault.check() == ()


def test_mistake_of_ours_leaves_no_half_row(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        before = vault.marks(take)
        with pytest.raises(TypeError):
            vault.add_marks(take, [Mark(1, "good"), Mark(2, "bad", None, {"object": object()})])
        with pytest.raises(ValueError):
            vault.add_marks(take, [Mark(1, "good"), Mark(2, "bad", None, {"nan": float("nan")})])
        assert vault.marks(take) == before
        vault.add_marks(take, [Mark(3, "after")])
        assert vault.check() == ()


def test_problem_of_the_database_tells_no_sql_and_no_value(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault, pytest.raises(RuntimeError) as caught:
        vault._database.read(lambda db: db.execute("SELECT secret_column FROM nowhere WHERE name = ?", (NAME,)))
    assert str(caught.value) == "vault: SQLITE_ERROR"


def test_closed_vault_closes_twice_and_does_nothing_more(tmp_path: Path) -> None:
    vault = new_vault(tmp_path)
    vault.close()
    vault.close()
    with pytest.raises(RuntimeError):
        vault.cases()


def test_secret_is_written_once(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        assert vault.secret("signing_key") is None
        vault.put_secret("signing_key", b"\x00\xffkey")
        assert fault_code(lambda: vault.put_secret("signing_key", b"other")) == "E-220"
    with open_vault(tmp_path) as vault:
        assert vault.secret("signing_key") == b"\x00\xffkey"
        assert vault.check() == ()


FILL = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.vault_parts import begin_take, new_vault, seal
from app.model import Mark, TakeState
from media.fault import Fault

folder = Path(sys.argv[1]) / "vault"
vault = new_vault(folder)
take = begin_take(vault)
with (folder.parent / "filler").open("wb", buffering=0) as filler:
    try:
        while True:
            filler.write(bytes(65536))
    except OSError:
        pass
    try:
        while True:
            filler.write(b"x")
    except OSError:
        pass
assert (folder / "vault.reserve").exists()
written = 0
try:
    while (folder / "vault.reserve").exists():
        vault.add_marks(take, [Mark(written, "mark", None, {"text": "x" * 500})])
        written += 1
except Fault as fault:
    raise SystemExit(f"{fault.code} after {written}")
seal(vault, take)
assert vault.take(take).state is TakeState.SEALED
assert len(vault.marks(take)) == 2 + written
assert vault.check() == ()
vault.close()
print("sealed")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is made with a Linux mount")
def test_full_disk_still_lets_a_take_be_sealed(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    root = Path(__file__).resolve().parent.parent
    mounted = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(small)]
    shell = '"$@" || exit 77; exec "$0" -c "$PROGRAM" "$SMALL" "$ROOT"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", shell, sys.executable, *mounted],
        env={"PROGRAM": FILL, "SMALL": str(small), "ROOT": str(root), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this machine lets nobody mount a small disk")
    assert done.stdout.strip() == "sealed", done.stderr
