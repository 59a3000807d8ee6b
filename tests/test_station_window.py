"""What a window asks of a station: lists, reviews, replay, practice, each for whom it is."""

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from app.evidence.closing import close_take
from app.evidence.package import MANIFEST_NAME, TAKE_NAME
from app.evidence.sealed import Sealed, SealedWriter
from app.faults import sentence
from app.model import (
    Case,
    CaseId,
    Mark,
    Outcome,
    ReviewKind,
    ReviewVerdict,
    StepResult,
    Take,
    TakeId,
    TakeState,
    Verdict,
)
from app.rights import Person, Right, Role
from app.session.case import mask_id, mask_name
from app.settings import DataFolder, Settings
from app.station import PRACTICE_PASSPHRASE, Station
from media.clock import NS
from media.encode import Encoder, EncodeSettings
from media.fault import Fault
from media.fragments import Fragment, scan
from media.track import MICROSECONDS, SAMPLE_RATE_HZ
from tests.station_parts import order
from tests.take_parts import decode
from tests.vault_parts import CHEAP, ID_NUMBER, NAME, WALL_NS, make_answer, make_utterance

PASSPHRASE = "开门 window"
CLERK = Person("0042")
OTHER_CLERK = Person("0099")
SUPERVISOR = Person("0007", frozenset({Role.SUPERVISOR}))
INSPECTOR = Person("0008", frozenset({Role.INSPECTOR}))
AUDITOR = Person("0009", frozenset({Role.AUDITOR}))
ADMINISTRATOR = Person("it", frozenset({Role.ADMINISTRATOR}))
TAKE = TakeId("T-1")
FILM = EncodeSettings(width=160, height=96, preset="ultrafast")
SECONDS = 6
STEPS = (
    StepResult("consent", Verdict.ACCEPTED, "同意", 1, "speech"),
    StepResult("knows", Verdict.UNCLEAR, "嗯", 3, "speech"),
    StepResult("risk", Verdict.NOT_CHECKED, "", 1, "none"),
)


def film() -> bytes:
    out = io.BytesIO()
    encoder = Encoder(out, FILM, 0)
    rng = np.random.default_rng(7)
    for number in range(SECONDS * FILM.fps):
        planes = rng.integers(60, 200, (FILM.height * 3 // 2, FILM.width)).astype(np.uint8)
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
        frame.pts, frame.time_base = number * 1_000_000 // FILM.fps, MICROSECONDS
        encoder.picture(frame)
        sound = rng.integers(-300, 300, (SAMPLE_RATE_HZ // FILM.fps, 2)).astype(np.int16)
        encoder.sound(number * NS // FILM.fps, sound)
    encoder.close()
    return out.getvalue()


def begin(station: Station, content: bytes, name: TakeId = TAKE, *, clerk: str = CLERK.account) -> Sealed:
    """A case and a take that is recorded and still open."""
    case = Case(CaseId(f"C-{name}"), "insurance.small", "网点一", "3", clerk, NAME, ID_NUMBER, {"premium": 5})
    path = f"takes/{name}.mp4.age"
    key = bytes(16)
    station.vault.add_case(case, WALL_NS)
    station.vault.open_take(
        Take(name, case.id, TakeState.OPEN, None, "small", "5c" * 32, WALL_NS, 0, path, 0, "", file_key=key)
    )
    station.vault.add_marks(name, [Mark(0, "take_began")])
    station.vault.add_answer(name, make_answer())
    station.vault.add_utterance(name, make_utterance())
    station.vault.add_fragments(name, scan(io.BytesIO(content)).fragments)
    with (station.settings.folder.root / path).open("xb", buffering=0) as file:
        writer = SealedWriter(file, station.recipients, file_key=key)
        writer.write(content)
        return writer.finish()


def seal(station: Station, sealed: Sealed, name: TakeId = TAKE, state: TakeState = TakeState.SEALED) -> None:
    is_whole = state is TakeState.SEALED
    close_take(
        station.vault,
        station.settings.folder,
        station.key,
        name,
        sealed,
        Outcome.INCOMPLETE if is_whole else Outcome.INTERRUPTED,
        STEPS,
        SECONDS * NS,
        state,
    )


@pytest.fixture(scope="module")
def content() -> bytes:
    return film()


@pytest.fixture(scope="module")
def closed_station(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> Path:
    """A data folder with the sealed take T-1, the open T-2, and the sealed T-3 of another clerk."""
    root = tmp_path_factory.mktemp("station") / "data"
    with Station.found_alone(Settings(DataFolder(root)), PASSPHRASE, kdf=CHEAP) as station:
        seal(station, begin(station, content))
        begin(station, content, TakeId("T-2"))
        seal(station, begin(station, content[:-40], TakeId("T-3"), clerk=OTHER_CLERK.account), TakeId("T-3"))
    return root


@pytest.fixture
def folder(closed_station: Path, tmp_path: Path) -> Path:
    # Links stay links: the package of a take is the same file as the take.
    shutil.copytree(closed_station, tmp_path / "data", copy_function=os.link)
    for path in (tmp_path / "data" / "vault").iterdir():
        own = path.with_name(path.name + ".own")
        shutil.copyfile(path, own)
        own.replace(path)
    return tmp_path / "data"


@contextmanager
def opened(folder: Path, person: Person | None = None) -> Iterator[Station]:
    with Station.open(Settings(DataFolder(folder)), PASSPHRASE, person=person) as station:
        yield station


def own_copy(path: Path) -> Path:
    """The file as one that may be spoiled: the others keep the link."""
    own = path.with_name(path.name + ".own")
    shutil.copyfile(path, own)
    own.replace(path)
    return path


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    for language in ("zh", "en"):
        assert "?" not in sentence(caught.value, language)
        assert NAME not in sentence(caught.value, language)
    return caught.value.code


def kinds(station: Station) -> list[str]:
    return [row.kind for row in station.vault.audit_trail()]


# ── rights ──────────────────────────────────────────────────────────────────────────────────────────────────────────


ACTS: dict[str, tuple[Right, Callable[[Station], object]]] = {
    "record": (Right.RECORD, lambda station: station.permitted(order(station))),
    "replay": (Right.REPLAY, lambda station: station.replay(TAKE, "投诉").close()),
    "replay_view": (Right.REPLAY, lambda station: station.replay_view(TAKE, "投诉").close()),
    "export": (
        Right.EXPORT,
        lambda station: station.export(TAKE, station.settings.folder.root / "copy.mp4", "投诉"),
    ),
    "note": (Right.SUBMIT, lambda station: station.note(TAKE, "knows", "说明")),
    "void": (Right.SUBMIT, lambda station: station.void(TAKE, "客户改了主意", None)),
    "find": (Right.FIND, lambda station: station.find(TAKE, "R-C04", None, ReviewVerdict.PASSED, "")),
    "mark": (Right.FIND, lambda station: station.reviewer_mark(TAKE, 1, "")),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("person", [CLERK, SUPERVISOR, INSPECTOR, AUDITOR, ADMINISTRATOR], ids=lambda one: one.account)
def test_act_needs_its_right(folder: Path, act: str, person: Person) -> None:
    right, do = ACTS[act]
    with opened(folder, person) as station:
        before = kinds(station)
        if person.may(right):
            do(station)
        else:
            assert refused(lambda: do(station)) == "E-222"
            assert kinds(station) == before, "who is refused leaves no trace of having done it"


def test_approving_and_returning_are_the_supervisors(folder: Path) -> None:
    with opened(folder, CLERK) as station:
        for step in ("knows", "risk"):
            station.note(TAKE, step, "说明")
        station.submit(TAKE)
    for person in (CLERK, INSPECTOR, AUDITOR, ADMINISTRATOR):
        with opened(folder, person) as station:
            assert refused(lambda: station.approve(TAKE)) == "E-222"
            assert refused(lambda: station.send_back(TAKE, "画面太暗", "knows")) == "E-222"
    with opened(folder, SUPERVISOR) as station:
        station.send_back(TAKE, "画面太暗", "knows")
        assert [review.actor for review in station.review_of(TAKE).reviews] == ["0042"] * 3 + ["0007"]


def test_clerk_sees_her_own_takes_only(folder: Path) -> None:
    own, others = [TakeId("T-2"), TAKE], TakeId("T-3")
    with opened(folder, CLERK) as station:
        assert [row.take_id for row in station.overview()] == own
        assert station.review_of(TAKE).take.id == TAKE
        for look in (
            station.review_of,
            station.submit,
            station.verification,
            station.show,
        ):
            assert refused(lambda look=look: look(others)) == "E-222"  # type: ignore[misc]
        assert refused(lambda: station.takes_of(CaseId("C-T-3"))) == "E-222"
        assert refused(lambda: station.note(others, "knows", "说明")) == "E-222"
        assert refused(lambda: station.void(others, "错了", None)) == "E-222"
        assert station.vault.reviews(others) == ()
    with opened(folder, SUPERVISOR) as station:
        assert [row.take_id for row in station.overview()] == [others, *own]
        assert station.overview(1)[0].take_id == others
    with opened(folder, ADMINISTRATOR) as station:
        assert refused(station.overview) == "E-222"
        assert refused(lambda: station.review_of(TAKE)) == "E-222"


def test_station_for_one_may_everything_and_is_narrowed(folder: Path) -> None:
    with opened(folder) as station:
        assert station.person.account == "station" and all(station.person.may(right) for right in Right)
    with opened(folder, SUPERVISOR) as station:
        row = station.vault.audit_trail()[-1]
    assert (row.kind, row.actor, row.facts) == ("person.entered", "0007", {"roles": ["supervisor"]})


# ── review ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_review_of_a_take_holds_everything_in_one_call(folder: Path) -> None:
    with opened(folder, SUPERVISOR) as station:
        station.reviewer_mark(TAKE, 3 * NS, "看这里")
        review = station.review_of(TAKE)
        seal_ = station.vault.seal(TAKE)
    assert (review.take.state, review.case.customer_name, review.steps) == (TakeState.SEALED, NAME, STEPS)
    assert (review.answers, review.transcript) == ((make_answer(),), (make_utterance(),))
    assert [mark.kind for mark in review.marks] == ["take_began"]
    assert [(each.kind, each.at_ns, each.text) for each in review.reviews] == [(ReviewKind.MARKED, 3 * NS, "看这里")]
    assert review.seal == seal_ is not None and review.status is None
    assert review.missing_notes == ("knows", "risk")


def test_review_of_an_open_take_holds_no_key(folder: Path) -> None:
    with opened(folder) as station:
        review = station.review_of(TakeId("T-2"))
        assert station.vault.take(TakeId("T-2")).file_key is not None
    assert (review.take.state, review.take.file_key, review.seal) == (TakeState.OPEN, None, None)
    with opened(folder) as station:
        assert refused(lambda: station.review_of(TakeId("T-9"))) == "E-213"


def test_take_is_submitted_when_every_step_is_explained(folder: Path) -> None:
    with opened(folder, CLERK) as station:
        with pytest.raises(Fault) as caught:
            station.submit(TAKE)
        assert (caught.value.code, caught.value.facts["count"]) == ("E-223", 2)
        station.note(TAKE, "knows", "  客户点了头 ")
        station.note(TAKE, "consent", "不必要的说明")
        with pytest.raises(Fault) as caught:
            station.submit(TAKE)
        assert caught.value.facts["count"] == 1
        station.note(TAKE, "risk", "检测未运行")
        station.submit(TAKE)
        review = station.review_of(TAKE)
        assert review.status is ReviewKind.SUBMITTED and review.missing_notes == ()
        assert review.reviews[0].text == "客户点了头"
        assert station.overview()[1].review_status is ReviewKind.SUBMITTED
        assert refused(lambda: station.submit(TAKE)) == "E-224"


def test_returned_take_needs_a_new_note_on_the_step_it_came_back_for(folder: Path) -> None:
    with opened(folder) as station:
        station.note(TAKE, "knows", "说明")
        station.note(TAKE, "risk", "说明")
        station.submit(TAKE)
        station.send_back(TAKE, "请说明", "knows")
        assert station.review_of(TAKE).missing_notes == ("knows",)
        assert refused(lambda: station.submit(TAKE)) == "E-223"
        station.note(TAKE, "knows", "已电话核实")
        station.submit(TAKE)
        station.send_back(TAKE, "周五前补齐材料")
        assert station.review_of(TAKE).missing_notes == ()
        station.submit(TAKE)
        station.approve(TAKE)
        assert station.review_of(TAKE).status is ReviewKind.APPROVED
        assert refused(lambda: station.note(TAKE, "knows", "太晚了")) == "E-226"
        assert station.vault.check() == ()


def test_void_take_is_neither_submitted_nor_approved(folder: Path) -> None:
    with opened(folder, CLERK) as station:
        assert refused(lambda: station.void(TAKE, " ", None)) == "E-456"
        station.void(TAKE, "客户改了主意", None)
        told = station.review_of(TAKE).reviews[-1]
        assert (told.kind, told.text, told.second_account) == (ReviewKind.VOIDED, "客户改了主意", "0042+")
        assert refused(lambda: station.submit(TAKE)) == "E-225"
    with opened(folder, SUPERVISOR) as station:
        assert refused(lambda: station.approve(TAKE)) == "E-225"
        with station.replay_view(TAKE, "作废原因"):
            pass


def test_open_take_is_not_reviewed(folder: Path) -> None:
    still_open = TakeId("T-2")
    with opened(folder) as station:
        for act in (
            lambda: station.note(still_open, "knows", "说明"),
            lambda: station.submit(still_open),
            lambda: station.void(still_open, "错了", None),
            lambda: station.find(still_open, None, "knows", ReviewVerdict.FAILED, ""),
            lambda: station.reviewer_mark(still_open, 0, ""),
            lambda: station.replay_view(still_open, "投诉"),
            lambda: station.verification(still_open),
        ):
            assert refused(act) == "E-210"


def test_finding_stands_in_the_way_until_it_is_changed(folder: Path) -> None:
    with opened(folder) as station:
        station.note(TAKE, "knows", "说明")
        station.note(TAKE, "risk", "说明")
        station.submit(TAKE)
        station.find(TAKE, "R-C04", "knows", ReviewVerdict.NEEDS_RETAKE, "没有听到")
        assert refused(lambda: station.approve(TAKE)) == "E-227"
        station.find(TAKE, "R-C04", "knows", ReviewVerdict.PASSED, "耳机里听到了")
        station.approve(TAKE)


@pytest.mark.parametrize("text", ["", " \n"])
def test_reason_that_says_nothing_is_refused_before_anything_is_written(folder: Path, text: str) -> None:
    with opened(folder) as station:
        before = kinds(station)
        for act in (
            lambda: station.note(TAKE, "knows", text),
            lambda: station.void(TAKE, text, None),
            lambda: station.send_back(TAKE, text, "knows"),
            lambda: station.replay(TAKE, text),
            lambda: station.replay_view(TAKE, text),
            lambda: station.export(TAKE, folder / "copy.mp4", text),
        ):
            assert refused(act) == "E-456"
        assert kinds(station) == before and not (folder / "copy.mp4").exists()


# ── replay ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_replay_view_shows_the_whole_take_and_is_audited(folder: Path, content: bytes) -> None:
    with opened(folder, SUPERVISOR) as station:
        with station.replay_view(TAKE, "客户投诉 7") as view:
            assert b"sidx" in view.read(4096)
            view.seek(0)
            shown = decode(view)  # type: ignore[arg-type]
            assert view.fault is None
        assert len(shown.at_s) == len(decode(io.BytesIO(content)).at_s) == SECONDS * FILM.fps
        row = station.vault.audit_trail()[-1]
    assert (row.kind, row.actor) == ("take.replayed", "0007")
    assert row.facts == {"take": TAKE, "reason": "客户投诉 7"}
    assert view.closed


def test_fragments_beyond_the_file_are_dropped(folder: Path, content: bytes) -> None:
    """A power cut may leave the vault more than the file."""
    with opened(folder) as station:
        known = scan(io.BytesIO(content)).fragments
        assert known == station.vault.fragments(TAKE)
        cut = content[: known[-3].end + 100]
        name = TakeId("T-4")
        sealed = begin(station, cut, name)
        beyond = Fragment(known[-2].at_ns, NS // 2, known[-2].offset, 10_000, 30, False)
        station.vault.add_fragments(name, [beyond])
        seal(station, sealed, name, TakeState.SALVAGED)
        assert station.vault.fragments(name) == (*known[:-2], beyond)
        with station.replay_view(name, "抽查") as view:
            assert len(decode(view).at_s) > 10  # type: ignore[arg-type]
        assert station.verification(name).has_passed


def test_take_without_a_fragment_is_said_to_have_none(folder: Path) -> None:
    with opened(folder) as station:
        name = TakeId("T-4")
        seal(station, begin(station, b"no film at all", name), name)
        assert refused(lambda: station.replay_view(name, "抽查")) == "E-340"


def spoil(folder: Path, change: Callable[[bytearray], object], name: TakeId = TAKE) -> None:
    """Change the take's file, which is also the package's."""
    path = own_copy(folder / "takes" / f"{name}.mp4.age")
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    package = folder / "packages" / name / TAKE_NAME
    package.unlink()
    os.link(path, package)


def flip(at: int) -> Callable[[bytearray], object]:
    def change(content: bytearray) -> None:
        content[at] ^= 1

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda content: content.clear(), "E-333"),
        (lambda content: content.pop(), "E-333"),
        (lambda content: content.extend(b"x"), "E-334"),
        (flip(5), "E-301"),
        (flip(-1), "E-306"),
    ],
    ids=["empty", "cut", "longer", "no header", "changed at its end"],
)
def test_tampered_take_is_not_played(folder: Path, change: Callable[[bytearray], object], code: str) -> None:
    spoil(folder, change)
    with opened(folder) as station:
        assert refused(lambda: station.replay_view(TAKE, "投诉")) == code
        verification = station.verification(TAKE)
        assert not verification.has_passed and verification.fault is not None


def test_changed_chunk_is_met_while_playing_and_told_by_the_view(folder: Path) -> None:
    spoil(folder, flip(70_000))
    with opened(folder) as station:
        assert not station.verification(TAKE).has_passed
        with station.replay_view(TAKE, "投诉") as view:
            assert refused(lambda: view.read()) == "E-304"
            assert view.fault is not None and view.fault.code == "E-304"


def test_missing_file_is_said_to_be_missing_and_not_audited(folder: Path) -> None:
    (folder / "takes" / f"{TAKE}.mp4.age").unlink()
    with opened(folder) as station:
        assert refused(lambda: station.replay_view(TAKE, "投诉")) == "E-331"
        assert "take.replayed" not in kinds(station)
        verification = station.verification(TAKE)
        assert verification.fault is not None and verification.fault.code == "E-331"


# ── verification ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_sound_take_is_verified_with_the_stations_own_key(folder: Path) -> None:
    with opened(folder, CLERK) as station:
        found = station.verification(TAKE)
    assert found.has_passed and found.is_signer_checked
    assert found.manifest is not None and found.manifest.take_id == TAKE
    assert [check.name for check in found.checks if check.result == "not_checked"] == ["content"]


def test_package_of_another_take_is_seen_although_it_is_signed(folder: Path) -> None:
    package = folder / "packages" / TAKE
    shutil.rmtree(package)
    shutil.copytree(folder / "packages" / "T-3", package)
    with opened(folder) as station:
        found = station.verification(TAKE)
        assert station.verification(TakeId("T-3")).has_passed
    assert found.fault is not None and found.fault.code == "E-229"


def test_file_that_is_played_is_the_one_that_is_verified(folder: Path) -> None:
    """Where a disk knows no links the package holds a copy, and the take's own file may be changed alone."""
    played = own_copy(folder / "takes" / f"{TAKE}.mp4.age")
    with opened(folder) as station:
        assert station.verification(TAKE).has_passed
        content = bytearray(played.read_bytes())
        content[70_000] ^= 1
        played.write_bytes(content)
        found = station.verification(TAKE)
        assert found.fault is not None and found.fault.code == "E-335"


def test_rewritten_manifest_and_lost_package_are_seen(folder: Path) -> None:
    manifest = own_copy(folder / "packages" / TAKE / MANIFEST_NAME)
    told = json.loads(manifest.read_text(encoding="utf-8"))
    told["outcome"] = "completed"
    manifest.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    with opened(folder) as station:
        assert not station.verification(TAKE).has_passed
        shutil.rmtree(manifest.parent)
        found = station.verification(TAKE)
        assert found.fault is not None and found.fault.code == "E-321"


# ── practice ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_practice_is_kept_apart(folder: Path, content: bytes) -> None:
    with opened(folder) as station:
        practice = station.practice()
        assert practice.is_practice and not station.is_practice
        assert practice.settings.folder.root == folder / "practice"
        assert practice.person == station.person and practice.key.pkcs8() != station.key.pkcs8()
        assert practice.identities[0].text != station.identities[0].text
        waiting = station.vault.outbox()
        seal(practice, begin(practice, content, TakeId("T-7")), TakeId("T-7"))
        assert practice.vault.outbox() == ("T-7",) and station.vault.outbox() == waiting
        assert "T-7" not in {row.take_id for row in station.overview()}
        assert practice.verification(TakeId("T-7")).has_passed
        assert {path.name for path in folder.glob("takes/*")} == {f"T-{n}.mp4.age" for n in (1, 2, 3)}
        assert practice.settings.folder.models == folder / "models", "what is installed serves both"
        assert practice.settings.folder.settings == folder / "settings.toml"
        secret = station.vault.secret(PRACTICE_PASSPHRASE)
        assert secret is not None and len(secret) >= 32
    with opened(folder) as station:
        assert station.practice().overview()[0].take_id == "T-7"
        assert station.vault.check() == () and station.practice().vault.check() == ()


def test_practice_opened_twice_is_one_until_it_is_closed(folder: Path) -> None:
    with opened(folder) as station:
        first = station.practice()
        assert station.practice() is first and first.practice() is first
        first.close()
        second = station.practice()
        assert second is not first and second.overview() == ()
    assert second.is_closed and station.is_closed
    with pytest.raises(RuntimeError, match="closed"):
        station.practice()
    with opened(folder) as station:
        assert station.practice().overview() == (), "closing let go of its lock"
        station.close()
        station.close()


def test_practice_has_the_rights_of_who_practises(folder: Path) -> None:
    with opened(folder, CLERK) as station:
        assert refused(lambda: station.practice().replay_view(TAKE, "看看")) == "E-222"


def test_order_at_a_practice_station_is_marked_as_practice(folder: Path) -> None:
    with opened(folder, CLERK) as station:
        assert not station.permitted(order(station)).is_practice
        assert station.permitted(replace(order(station), is_practice=True)).is_practice
        assert station.practice().permitted(order(station)).is_practice
    with opened(folder, AUDITOR) as station:
        assert refused(lambda: station.practice().permitted(order(station))) == "E-222"


# ── masks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张建国", "张*国"),
        ("张三", "张*"),
        ("张", "*"),
        ("欧阳试样", "欧**样"),
        ("阿依古丽·买买提", "阿******提"),
        (" 张 三 ", "张*三"),
        ("John Smith", "J*** S***"),
        ("Li", "L***"),
        ("", ""),
        ("𠮷田", "𠮷*"),
    ],
)
def test_name_is_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_identity_number_is_masked() -> None:
    assert mask_id(ID_NUMBER) == "110" + "*" * 13 + "2X"
    assert mask_id("1234567") == "*" * 7
    assert mask_id("") == ""
