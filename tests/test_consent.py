"""R-A06: nothing of the sale before the customer agrees to be recorded, and nothing kept of a take without a yes."""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.evidence.destruction as destruction
from app.destruction import finish_destructions
from app.evidence.closing import REFUSED, is_consent_refused, recover_take
from app.evidence.package import read_signed, verify
from app.evidence.salvage import salvage
from app.evidence.sealed import SealedWriter
from app.faults import sentence
from app.model import Answer, Case, Mark, Outcome, TakeId, TakeState, Verdict
from app.printing import report_json
from app.session import guide
from app.session.guide import (
    AskAgain,
    Begin,
    Broken,
    ClerkEnds,
    CustomerStops,
    DeviceLost,
    Event,
    Heard,
    Policy,
    PromptEnded,
    Tick,
    Touched,
)
from app.session.lint import check_script
from app.session.runner import Listener
from app.session.script import OnFinalFailure, ReadyScript
from app.session.script_file import Library, load_library, load_script
from app.session.take import Order, Sources, TakeReport, record_take
from app.settings import DataFolder, Place
from app.vault.accounts import unlock
from app.vault.vault import Vault
from media.clock import FastClock
from media.fault import Fault
from media.synthetic import TestPicture
from tests.crash_parts import MEMORY
from tests.destruction_parts import (
    PowerCut,
    assert_gone,
    assert_signed,
    begin,
    contents,
    cut_after,
    data_folder,
    opens,
    sealed_take,
    wrapped_keys,
)
from tests.evidence_parts import ALICE, BOB, STATION
from tests.station_parts import Customer, Say, Voices, speaking
from tests.take_parts import quick
from tests.test_guide import CONSENT, EVENTS, KNOWS, PAPER, TELLS, S, _event, heard, run, script, spoken, step
from tests.vault_parts import (
    ID_NUMBER,
    NAME,
    PASSPHRASE,
    begin_take,
    make_case,
    new_vault,
    open_vault,
    plain_pages,
)

TESTS = Path(__file__).resolve().parent
LIBRARY = TESTS.parent / "scripts_library"
GOOD = TESTS / "vectors" / "scripts_good.yaml"
TWO = script(CONSENT, KNOWS)
pytestmark = pytest.mark.timeout(120)


# ── the guide ───────────────────────────────────────────────────────────────────────────────────────────────────────

CARELESS = replace(CONSENT, on_final_failure=OnFinalFailure.CONTINUE)
"""as a script might have it that nobody checked"""


@given(st.lists(st.tuples(EVENTS, st.integers(0, 3 * S)), max_size=60), st.booleans(), st.booleans())
def test_nothing_else_is_said_before_the_yes(
    stream: list[tuple[tuple[object, ...], int]], touch: bool, careless: bool
) -> None:
    ready = script(CARELESS if careless else CONSENT, PAPER, KNOWS, TELLS)
    policy = Policy(has_touch=touch)
    yes = {Verdict.ACCEPTED} if touch else {Verdict.ACCEPTED, Verdict.NOT_CHECKED}
    state, effects = guide.advance(ready, guide.initial(ready), Begin(0), policy)
    at_ns = 0
    for kind, later_ns in stream:
        at_ns += later_ns + (130 * S if kind == ("wait",) else 0)
        state, effects = guide.advance(ready, state, _event(kind, at_ns), policy)
        if any(said.step != "consent" for said in spoken(list(effects))):
            assert state.results[0].verdict in yes


def test_a_refusal_ends_the_take_whatever_the_script_says() -> None:
    ready = script(CARELESS, KNOWS)
    state, effects = run(
        ready, Begin(0), PromptEnded(5 * S), heard(7, "不同意"), PromptEnded(12 * S), heard(14, "不同意")
    )
    assert state.outcome is Outcome.REFUSED and {said.step for said in spoken(effects)} == {"consent"}
    silent: list[Event] = [Begin(0)]
    for n in range(3):
        silent += [PromptEnded((5 + 15 * n) * S), Tick((15 + 15 * n) * S)]
    state, effects = run(ready, *silent)
    assert state.outcome is Outcome.INCOMPLETE and {said.step for said in spoken(effects)} == {"consent"}


def test_later_question_of_consent_may_fail_as_the_script_says() -> None:
    insured = step("insured", CONSENT.ask, OnFinalFailure.CONTINUE)
    state, _ = run(
        script(CONSENT, insured, KNOWS), Begin(0), PromptEnded(5 * S), heard(7, "同意"),
        PromptEnded(12 * S), heard(14, "不同意"), PromptEnded(20 * S), heard(22, "不同意"),
    )  # fmt: skip
    assert state.outcome is None and state.queue == (2,)


def test_clerk_cannot_go_back_to_the_sale_while_consent_is_asked_again() -> None:
    ready = script(CONSENT, KNOWS, TELLS)
    events: list[Event] = [
        Begin(0), PromptEnded(5 * S), heard(7, "同意"), PromptEnded(12 * S), heard(14, "嗯"), Tick(17 * S),
        AskAgain(18 * S, "consent"), PromptEnded(20 * S), heard(22, "不同意"),
    ]  # fmt: skip
    state, _ = run(ready, *events)
    assert state.queue == (0, 1, 2) and state.results[0].verdict is Verdict.REFUSED and state.results[1].attempts
    after, effects = guide.advance(ready, state, AskAgain(23 * S, "knows"))
    assert after == state and effects == ()


def test_yes_that_no_machine_heard_is_given_by_touch() -> None:
    unheard: list[Event] = [
        Begin(0), PromptEnded(5 * S), heard(7, "", recognised=False), PromptEnded(12 * S),
        heard(14, "", recognised=False),
    ]  # fmt: skip
    policy = Policy(has_touch=True)
    state, _ = run(TWO, *unheard, policy=policy)
    assert isinstance(state.phase, guide.Touching) and state.results[0].verdict is Verdict.NOT_CHECKED
    yes, _ = guide.advance(TWO, state, Touched(16 * S, True, "not_recognised"), policy)
    assert yes.results[0].verdict is Verdict.ACCEPTED and yes.results[0].attempts == 3
    no, _ = guide.advance(TWO, state, Touched(16 * S, False, "not_recognised"), policy)
    assert no.outcome is Outcome.REFUSED
    nothing, _ = guide.advance(TWO, state, Tick(75 * S), policy)
    assert nothing.outcome is Outcome.INCOMPLETE


# ── what a script may not do ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(LIBRARY)


@pytest.mark.parametrize(
    ("old", "new", "code", "at"),
    [
        ("on_final_failure: end_refused", "on_final_failure: continue", "E-288", "- id: consent"),
        ("    on_final_failure: end_refused\n", "", "E-288", "- id: consent"),
        ("say: 下面要录音录像。", "say: 保费{premium}，下面要录音录像。", "E-289", "say: 保费"),
        ("say: 下面要录音录像。", "say: 您{mode}交，要录音录像。", "E-289", "say: 您"),
        ("text: 您同意吗？}", "text: 您同意吗？}\n    remedy: {slower_say: '保费{premium}。'}", "E-289", "remedy:"),
        ("say: 下面要录音录像。", "say: 要录像。\n    show: [{id: terms, title: 条款}]", "E-289", "show:"),
        ("steps:\n", "steps:\n  - {id: hello, title: 问好, say: 今天介绍一款保险。}\n", "E-435", "id: hello"),
        ("kind: consent, text", "kind: knowledge, text", "E-435", "- id: consent"),
        ("      - after: rights", "      - before: consent", "E-435", "before: consent"),
        (
            "    insert:\n",
            "    replace: [{step: consent, say: '这款产品保费{premium}。'}]\n    insert:\n",
            "E-289",
            "step: consent",
        ),
        (
            "    insert:\n",
            "    replace: [{step: consent, ask: {kind: knowledge, text: 您清楚吗？}}]\n    insert:\n",
            "E-435",
            "step: consent",
        ),
    ],
)
def test_lint_wants_consent_first(tmp_path: Path, library: Library, old: str, new: str, code: str, at: str) -> None:
    text = GOOD.read_text("utf-8")
    assert text.count(old) >= 1
    text = text.replace(old, new, 1)
    if "replace: [" in new:  # the overlay has replacements of its own
        text = text.replace("    replace:\n      - {step: check, choose: 3}\n", "")
    path = tmp_path / "lint.yaml"
    path.write_text(text, "utf-8")
    found = [fault for fault in check_script(load_script(path, library.rules), library) if fault.code == code]
    line = next(number for number, one in enumerate(text.splitlines(), 1) if at in one)
    assert any(abs(int(str(fault.facts["line"])) - line) <= 1 for fault in found), found
    assert all("{" not in sentence(fault) for fault in found)


def test_scripts_that_are_shipped_ask_for_consent_first(library: Library) -> None:
    assert library.scripts
    for one in library.scripts:
        assert [fault.code for fault in check_script(one, library)] == []


# ── when nothing may be kept ────────────────────────────────────────────────────────────────────────────────────────


def marks_of(ready: ReadyScript, events: list[Event], policy: Policy | None = None) -> list[Mark]:
    """As the runner writes them down."""
    _, effects = run(ready, *events, policy=policy)
    marks = [Mark(0, "take_began")]
    for effect in effects:
        if isinstance(effect, guide.Put):
            marks.append(effect.mark)
        elif isinstance(effect, guide.Answered):
            answer = effect.answer
            facts = {"verdict": str(answer.verdict), "reason": answer.reason, "attempt": answer.attempt}
            marks.append(Mark(0, "answer_judged", answer.step, facts))
    return marks


ASKED: list[Event] = [Begin(0), PromptEnded(5 * S)]
AGREED: list[Event] = [*ASKED, heard(7, "同意")]
KNEW: list[Event] = [*AGREED, PromptEnded(12 * S), heard(14, "清楚")]
THREE = script(CONSENT, KNOWS, KNOWS)
AGAIN_NO: list[Event] = [
    AskAgain(16 * S, "consent"), PromptEnded(18 * S), heard(20, "不同意"), PromptEnded(25 * S), heard(27, "不同意"),
]  # fmt: skip
UNHEARD: list[Event] = [
    *ASKED, Heard(7 * S, "", 6 * S, 7 * S, 0, False), PromptEnded(12 * S), Heard(14 * S, "", 13 * S, 14 * S, 0, False),
]  # fmt: skip


@pytest.mark.parametrize(
    ("events", "is_refused"),
    [
        ([*ASKED, heard(7, "不同意"), PromptEnded(12 * S), heard(14, "不同意")], True),
        ([*ASKED, Tick(15 * S), PromptEnded(20 * S), Tick(30 * S), PromptEnded(35 * S), Tick(45 * S)], True),
        ([*ASKED, ClerkEnds(8 * S, "customer_left")], True),
        ([*ASKED, CustomerStops(8 * S)], True),
        ([*ASKED, Broken(8 * S, "E-911")], True),
        ([*ASKED, DeviceLost(6 * S, "camera"), Tick(300 * S)], True),
        ([*AGREED, heard(9, "不同意"), ClerkEnds(12 * S, "x")], True),
        ([*AGREED, *AGAIN_NO], True),
        ([*AGREED, *AGAIN_NO[:3], ClerkEnds(22 * S, "x")], True),
        ([*AGREED, CustomerStops(9 * S)], False),
        ([*AGREED, ClerkEnds(9 * S, "x")], False),
        ([*KNEW, *AGAIN_NO], False),
        ([*UNHEARD, ClerkEnds(16 * S, "x")], False),
        # cut off by a crash: there is no end
        ([*ASKED], False),
        ([*ASKED, heard(7, "不同意")], True),
        ([*ASKED, heard(7, "不同意"), PromptEnded(12 * S), heard(14, "嗯"), Tick(17 * S)], True),
        ([*ASKED, heard(7, "不同意"), PromptEnded(12 * S), heard(14, "同意")], False),
        ([*AGREED, heard(9, "不同意")], True),
        (KNEW, False),
    ],
)
def test_only_a_take_without_a_yes_is_destroyed(events: list[Event], is_refused: bool) -> None:
    assert is_consent_refused(marks_of(THREE, events)) is is_refused


def test_script_that_does_not_begin_with_consent_has_nothing_to_refuse() -> None:
    for ready in (script(KNOWS, CONSENT), script(TELLS, KNOWS)):
        assert not is_consent_refused(marks_of(ready, [*ASKED, ClerkEnds(8 * S, "x")]))
    greeted: list[Event] = [Begin(0), PromptEnded(2 * S), PromptEnded(5 * S), ClerkEnds(8 * S, "x")]
    assert is_consent_refused(marks_of(script(TELLS, CONSENT, KNOWS), greeted))


# ── a take that is refused, with a real recorder ────────────────────────────────────────────────────────────────────

SALE = Case(
    make_case().id, "insurance.life_over_1y", "示范支行", "03", "0123", NAME, ID_NUMBER,
    {"product_name": "安心年金保险", "premium": 50_000},
)  # fmt: skip
SAYS_NO: Say = {("consent", 1): "不同意", ("consent", 2): "不同意"}


@pytest.fixture(scope="module")
def voices() -> Iterator[Voices]:
    with speaking() as both:
        yield both


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with new_vault(tmp_path / "station" / "vault") as opened:
        yield opened


def record(
    vault: Vault, folder: DataFolder, voices: Voices, says: Say, *, listeners: tuple[Listener, ...] = ()
) -> TakeReport:
    customer = Customer(voices, says)
    order = Order(
        TWO, SALE, Place("示范支行", "03"), (ALICE.recipient, BOB.recipient), ("national", "a1" * 32),
        settings=quick(checks_speech=True),
    )  # fmt: skip
    return record_take(
        order,
        Sources((TestPicture(640, 360),), customer.clerk, customer.track),
        vault,
        folder,
        FastClock(),
        key=STATION,
        voice=voices.prompts,
        model=voices.model,
        listeners=[customer, *listeners],
        on_begin=lambda origin_ns: setattr(customer, "origin_ns", origin_ns),
    )


def test_refused_take_leaves_a_signed_record_and_nothing_else(tmp_path: Path, vault: Vault, voices: Voices) -> None:
    folder = data_folder(tmp_path)
    before = sealed_take(vault, folder, "T-0", make_case("C-0"))
    chain = vault.last_manifest_sha256()
    keys: list[bytes] = []

    def look(news: object) -> None:
        if isinstance(news, Mark) and news.kind == "prompt_ended":
            [path] = [path for path in folder.takes.glob("*.age") if before.id not in path.name]
            keys[:] = wrapped_keys(path)

    report = record(vault, folder, voices, SAYS_NO, listeners=(look,))
    take, package = report.take, folder.packages / report.take.id
    assert report.outcome is Outcome.REFUSED and take.outcome is Outcome.REFUSED
    assert take.state is TakeState.ERASED and take.file_key is None and take.sealed_bytes == 0
    assert report.closed.is_destroyed and report.closed.package == package
    assert keys
    assert_gone(folder, take, keys)
    assert sorted(path.name for path in folder.takes.iterdir()) == ["T-0.mp4.age"]
    assert sorted(path.name for path in package.iterdir()) == [
        "destruction.json", "destruction.sig", "refusal.json", "refusal.sig",
    ]  # fmt: skip

    pem = tmp_path / "station.pem"
    pem.write_text(STATION.public_key_pem)
    for name in ("refusal", "destruction"):
        assert_signed(package, name, pem)
    written = b"".join(contents(package).values()).decode("utf-8", "replace")
    assert NAME not in written and ID_NUMBER not in written and "不同意" not in written
    refusal = read_signed(package, "refusal")
    assert refusal is not None
    assert {name: refusal[name] for name in ("take_id", "clerk_id", "product_kind", "product_name", "step")} == {
        "take_id": take.id, "clerk_id": "0123", "product_kind": SALE.product_kind, "product_name": "安心年金保险",
        "step": "consent",
    }  # fmt: skip
    assert (refusal["outcome"], refusal["script"]["id"]) == ("refused", "test")
    assert [answer["verdict"] for answer in refusal["answers"]] == ["refused", "refused"]
    assert refusal["started_at"] < refusal["ended_at"]
    certificate = read_signed(package, "destruction")
    assert certificate is not None and certificate["cause"] == "consent_refused"
    assert certificate["manifest_sha256"] is None
    row = vault.audit_trail()[certificate["erased"]["audit_row"] - 1]
    assert (row.kind, row.sha256, row.facts["reason"]) == (
        "take.erased", certificate["erased"]["audit_sha256"], "consent_refused",
    )  # fmt: skip

    assert vault.check() == () and vault.open_takes() == () and vault.outbox() == (before.id,)
    assert vault.last_manifest_sha256() == chain, "the next manifest follows the one before"
    assert [answer.verdict for answer in vault.answers(take.id)] == [Verdict.REFUSED] * 2
    assert [step.step for step in vault.steps(take.id)] == ["consent"]
    assert "不同意" in {line.text for line in vault.transcript(take.id)}, "the record of the refusal stays"
    verification = verify(package, trusted_key=STATION.public_key_pem)
    assert verification.fault is not None and verification.fault.code == "E-286"
    told = report_json(report)
    assert (told["package"], told["refusal"], told["take"]["state"]) == (None, str(package), "erased")
    assert finish_destructions(vault, folder, STATION) == ()


def test_customer_who_says_nothing_has_not_agreed(tmp_path: Path, vault: Vault, voices: Voices) -> None:
    folder = data_folder(tmp_path)
    report = record(vault, folder, voices, {})
    assert report.outcome is Outcome.INCOMPLETE and report.take.state is TakeState.ERASED
    assert list(folder.takes.iterdir()) == [] and vault.check() == ()


def test_refusal_of_the_sale_is_sealed(tmp_path: Path, vault: Vault, voices: Voices) -> None:
    folder = data_folder(tmp_path)
    says = {("consent", 1): "我同意", ("knows", 1): "不清楚", ("knows", 2): "不清楚"}
    report = record(vault, folder, voices, says)
    assert report.take.state is TakeState.SEALED and verify(report.closed.package, identity=ALICE).has_passed


def test_disk_that_fails_at_the_seal_of_a_refused_take_is_no_reason_to_keep_it(
    tmp_path: Path, vault: Vault, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = data_folder(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(SealedWriter, "finish", lambda self: (_ for _ in ()).throw(Fault("E-912", reason="")))
        with pytest.raises(Fault):
            record(vault, folder, voices, SAYS_NO)
    [left] = vault.open_takes()
    recovery = recover_take(vault, folder, STATION, left)
    assert (recovery.found, recovery.fault, recovery.outcome) == (REFUSED, None, Outcome.REFUSED)
    assert list(folder.takes.iterdir()) == [] and vault.take(left.id).state is TakeState.ERASED


# ── a crash on the way ──────────────────────────────────────────────────────────────────────────────────────────────

NO = Answer("consent", 1, "不同意", Verdict.REFUSED, "negation", 1, 2, "speech")
ENDED = marks_of(TWO, [*ASKED, heard(7, "不同意"), PromptEnded(12 * S), heard(14, "不同意")])[1:]
CUT_OFF = marks_of(TWO, [*ASKED, heard(7, "不同意")])[1:]


def assert_refused(vault: Vault, folder: DataFolder, name: str, keys: list[bytes]) -> None:
    take = vault.take(TakeId(name))
    assert (take.state, take.outcome, take.file_key) == (TakeState.ERASED, Outcome.REFUSED, None)
    assert_gone(folder, take, keys)
    for paper in ("refusal", "destruction"):
        assert read_signed(folder.packages / name, paper) is not None


@pytest.mark.parametrize(("marks", "every"), [(ENDED, 1), (CUT_OFF, 4)], ids=["ended", "cut off"])
def test_crash_anywhere_ends_in_the_same_destruction(marks: list[Mark], every: int) -> None:
    """The power is cut after each step and in the middle of each write, until it is not cut any more."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        folder = data_folder(Path(name))
        vault = new_vault(folder.vault)
        for steps in range(0, 200, every):
            take = begin(vault, folder, f"T-{steps}", make_case(f"C-{steps}"), marks=marks, answers=[NO])
            keys = wrapped_keys(folder.root / take.path)
            was_cut = False
            with cut_after(steps):
                try:
                    recover_take(vault, folder, STATION, take)
                except PowerCut:
                    was_cut = True
            vault.close()
            vault = open_vault(folder.vault)
            for left in vault.open_takes():
                recovery = recover_take(vault, folder, STATION, left)
                assert recovery.found == REFUSED and "拒绝记录" in recovery.sentence()
            assert all(one.fault is None for one in finish_destructions(vault, folder, STATION))
            assert_refused(vault, folder, take.id, keys)
            if not was_cut:
                break
        assert 15 < steps < 199, "each of them was tried"
        assert vault.check() == ()
        vault.close()


def test_what_opens_the_take_is_gone_before_its_name_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen through a second name, which a thief may have made: first the header, then every byte."""
    folder = data_folder(tmp_path)
    with new_vault(folder.vault) as vault:
        take = begin(vault, folder, "T-1", marks=ENDED, answers=[NO])
        path, aside, tail = folder.root / take.path, tmp_path / "aside.age", tmp_path / "aside.tail"
        keys, size = wrapped_keys(path), path.stat().st_size
        aside.hardlink_to(path)
        tail.hardlink_to(path.with_name("T-1.tail"))
        before = tail.read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(destruction, "_cut", lambda path: None)
            recover_take(vault, folder, STATION, take)
        assert not path.exists() and aside.stat().st_size == size
        assert not [key for key in keys if key in aside.read_bytes()] and not opens(aside, ALICE)
        assert len(before) == tail.stat().st_size
        assert all(before[n : n + 512] != tail.read_bytes()[n : n + 512] for n in range(0, len(before), 512))
        again = begin(vault, folder, "T-2", marks=ENDED, answers=[NO])
        aside.unlink()
        aside.hardlink_to(folder.root / again.path)
        recover_take(vault, folder, STATION, again)
        assert aside.read_bytes() == b""


def test_refused_take_is_never_salvaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = data_folder(tmp_path)
    monkeypatch.setattr("app.evidence.closing.salvage", lambda *_: pytest.fail(salvage.__name__))
    with new_vault(folder.vault) as vault:
        take = begin(vault, folder, "T-1", marks=ENDED, answers=[NO])
        assert recover_take(vault, folder, STATION, take).is_destroyed
        erased = vault.take(take.id)
        assert recover_take(vault, folder, STATION, erased).found == REFUSED, "again, for one that is erased already"


def test_file_key_is_gone_from_the_vault(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        file_key = vault.take(take).file_key
        vault._database.checkpoint()
        key = unlock(tmp_path, PASSPHRASE).database_key()
        assert file_key and any(file_key in page for page in plain_pages(tmp_path / "vault.db", key))
        vault.refuse_take(take, outcome=Outcome.REFUSED, duration_ns=5, steps=())
        assert (tmp_path / "vault.db-wal").stat().st_size == 0
        assert not any(file_key in page for page in plain_pages(tmp_path / "vault.db", key))
        assert vault.check() == () and vault.take(take).duration_ns == 5
        with pytest.raises(Fault) as caught:
            vault.refuse_take(take, outcome=Outcome.REFUSED, duration_ns=5, steps=())
        assert caught.value.code == "E-210", "once"


def test_open_take_is_erased_in_no_other_way(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        with pytest.raises(Fault) as caught:
            vault.erase_take(take, "in the way")
        assert caught.value.code == "E-210" and vault.take(take).file_key is not None


def test_file_of_another_take_is_not_destroyed_in_its_place(tmp_path: Path, expect_log: Callable[[str], None]) -> None:
    expect_log("WARNING retention: take T-1 could not be destroyed to its end: E-284")
    folder = data_folder(tmp_path)
    with new_vault(folder.vault) as vault:
        other = sealed_take(vault, folder, "T-0", make_case("C-0"))
        take = begin(vault, folder, "T-1", marks=ENDED, answers=[NO])
        path = folder.root / take.path
        content = (folder.root / other.path).read_bytes()
        path.unlink()
        path.hardlink_to(folder.root / other.path)
        recovery = recover_take(vault, folder, STATION, take)
        assert recovery.fault is not None and recovery.fault.code == "E-284"
        assert (folder.root / other.path).read_bytes() == content
        [left] = finish_destructions(vault, folder, STATION)
        assert left.fault is not None and left.fault.code == "E-284"
        path.unlink()
        [left] = finish_destructions(vault, folder, STATION)
        assert left.fault is None and (folder.root / other.path).read_bytes() == content


def test_certificate_that_was_changed_is_none(tmp_path: Path) -> None:
    folder = data_folder(tmp_path)
    with new_vault(folder.vault) as vault:
        take = begin(vault, folder, "T-1", marks=ENDED, answers=[NO])
        package = recover_take(vault, folder, STATION, take).package
        assert package is not None
        members = json.loads((package / "destruction.json").read_bytes())
        for changed in (b"{}", b"[", json.dumps(members | {"cause": "x"}).encode()):
            (package / "destruction.json").write_bytes(changed)
            assert read_signed(package, "destruction") is None
