"""What is written down about a sealed take stays, in an order that makes sense, and cannot be changed unseen."""

import itertools
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.faults import sentence
from app.model import Outcome, Review, ReviewKind, ReviewVerdict, StepResult, TakeId, TakeState, Verdict
from app.vault.accounts import unlock
from app.vault.database import connect
from app.vault.keyfile import sole_account
from app.vault.reviews import AFTER, STATUS_KINDS, STATUS_SQL
from app.vault.vault import Vault
from media.fault import Fault
from tests.test_vault_audit import complaints, lay, snapshot, with_sql
from tests.vault_parts import CHEAP, FRAGMENTS, WALL_NS, begin_take, new_vault, open_vault, seal

TAKE = TakeId("T-1")
CLERK, SUPERVISOR = "0042", "0007"
VECTORS = Path(__file__).resolve().parent / "vectors" / "vault"
SECRET_TEXT = "客户叫欧阳试样，说话不清楚"

NOTE = Review(TAKE, WALL_NS, CLERK, ReviewKind.NOTE, step="consent", text=SECRET_TEXT)
SUBMITTED = Review(TAKE, WALL_NS, CLERK, ReviewKind.SUBMITTED)
VOIDED = Review(TAKE, WALL_NS, CLERK, ReviewKind.VOIDED, text="客户改了主意", second_account=SUPERVISOR)
FINDING = Review(
    TAKE, WALL_NS, SUPERVISOR, ReviewKind.FINDING, step="consent", rule="R-C04", verdict=ReviewVerdict.PASSED
)
RETURNED = Review(TAKE, WALL_NS, SUPERVISOR, ReviewKind.RETURNED, step="consent", text="请在周五前补录")
APPROVED = Review(TAKE, WALL_NS, SUPERVISOR, ReviewKind.APPROVED)
MARKED = Review(TAKE, WALL_NS, SUPERVISOR, ReviewKind.MARKED, text="这里", at_ns=500_000_000)
ONE_OF_EACH = {each.kind: each for each in (NOTE, SUBMITTED, VOIDED, FINDING, RETURNED, APPROVED, MARKED)}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A closed vault with the sealed takes T-1 and T-2 and no review."""
    folder = tmp_path_factory.mktemp("sealed")
    with new_vault(folder) as vault:
        for name in (TAKE, "T-2"):
            seal(vault, begin_take(vault, name))
    return snapshot(folder)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory, sealed: dict[str, bytes]) -> dict[str, bytes]:
    """The same with five reviews of T-1 and one of T-2."""
    folder = lay(tmp_path_factory.mktemp("reviewed") / "vault", sealed)
    with open_vault(folder) as vault:
        for review in (NOTE, SUBMITTED, FINDING, replace(FINDING, rule="R-C07"), MARKED):
            vault.add_review(review)
        vault.add_review(replace(NOTE, take_id=TakeId("T-2")))
    return snapshot(folder)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    assert "?" not in sentence(caught.value) + sentence(caught.value, "en")
    return caught.value.code


def standing(vault: Vault, *reviews: Review) -> Vault:
    for review in reviews:
        vault.add_review(review)
    return vault


# What goes in comes out


def test_review_comes_back_as_it_was_after_a_restart(tmp_path: Path, sealed: dict[str, bytes]) -> None:
    written = [NOTE, SUBMITTED, FINDING, MARKED, RETURNED, replace(NOTE, text="已补充\x00说明 é"), VOIDED]
    with open_vault(lay(tmp_path, sealed)) as vault:
        for review in written:
            vault.add_review(review)
    with open_vault(tmp_path) as vault:
        assert vault.reviews(TAKE) == tuple(written)
        assert vault.reviews(TakeId("T-2")) == ()
        assert vault.check() == ()


def test_text_of_a_review_is_in_no_repr_and_in_no_audit_row(tmp_path: Path, sealed: dict[str, bytes]) -> None:
    with open_vault(lay(tmp_path, sealed)) as vault:
        for review in (
            NOTE,
            SUBMITTED,
            FINDING,
            replace(RETURNED, text=SECRET_TEXT),
            replace(VOIDED, text=SECRET_TEXT),
        ):
            vault.add_review(review)
            assert SECRET_TEXT not in repr(review)
        rows = [row for row in vault.audit_trail() if row.kind.startswith("review.")]
    assert [row.kind.removeprefix("review.") for row in rows] == [
        "note",
        "submitted",
        "finding",
        "returned",
        "voided",
    ]
    assert [row.actor for row in rows] == [CLERK, CLERK, SUPERVISOR, SUPERVISOR, CLERK]
    allowed = {"review", "take", "step", "rule", "verdict", "row_hmac_sha256"}
    assert all(set(row.facts) <= allowed and SECRET_TEXT not in str(row.facts) for row in rows)
    finding = dict(rows[2].facts)
    assert finding.pop("row_hmac_sha256") != ""
    assert finding == {"review": "T-1#2", "take": TAKE, "step": "consent", "rule": "R-C04", "verdict": "passed"}


# What may follow what


@pytest.mark.parametrize("kind", list(ReviewKind))
@pytest.mark.parametrize("before", [None, *STATUS_KINDS])
def test_review_is_taken_at_its_moment_only(
    tmp_path: Path, sealed: dict[str, bytes], before: ReviewKind | None, kind: ReviewKind
) -> None:
    lead = {
        None: (),
        ReviewKind.SUBMITTED: (SUBMITTED,),
        ReviewKind.RETURNED: (SUBMITTED, RETURNED),
        ReviewKind.VOIDED: (VOIDED,),
        ReviewKind.APPROVED: (SUBMITTED, APPROVED),
    }[before]
    with standing(open_vault(lay(tmp_path, sealed)), *lead) as vault:
        count = len(vault.audit_trail())
        if before in AFTER[kind]:
            vault.add_review(ONE_OF_EACH[kind])
            assert vault.reviews(TAKE)[-1] == ONE_OF_EACH[kind]
            return
        expected = "E-226"
        if before is ReviewKind.VOIDED:
            expected = "E-225"
        elif kind is ReviewKind.SUBMITTED:
            expected = "E-224"
        assert refused(lambda: vault.add_review(ONE_OF_EACH[kind])) == expected
        assert len(vault.reviews(TAKE)) == len(lead)
        assert len(vault.audit_trail()) == count, "what is refused leaves no trace"


def test_table_of_moments_says_what_the_house_wants() -> None:
    """Spelled out, so that a slip in the table is not its own proof."""

    def may(kind: ReviewKind, before: ReviewKind | None) -> bool:
        return before in AFTER[kind]

    submitted, returned, voided, approved = STATUS_KINDS[0], STATUS_KINDS[1], STATUS_KINDS[2], STATUS_KINDS[3]
    assert (submitted, returned, voided, approved) == ("submitted", "returned", "voided", "approved")
    assert may(submitted, None) and may(submitted, returned)
    assert not any(may(submitted, before) for before in (submitted, voided, approved))
    assert [kind for kind in ReviewKind if may(kind, voided)] == [ReviewKind.MARKED]
    assert not may(approved, None) and not may(approved, returned) and not may(voided, approved)


def test_take_that_was_returned_can_be_submitted_once_more(tmp_path: Path, sealed: dict[str, bytes]) -> None:
    with standing(open_vault(lay(tmp_path, sealed)), SUBMITTED, RETURNED, SUBMITTED) as vault:
        assert refused(lambda: vault.add_review(SUBMITTED)) == "E-224"
        vault.add_review(APPROVED)
        assert refused(lambda: vault.add_review(SUBMITTED)) == "E-224"


def test_one_take_does_not_stand_where_another_stands(tmp_path: Path, sealed: dict[str, bytes]) -> None:
    with standing(open_vault(lay(tmp_path, sealed)), VOIDED) as vault:
        vault.add_review(replace(SUBMITTED, take_id=TakeId("T-2")))
        assert refused(lambda: vault.add_review(SUBMITTED)) == "E-225"


def test_open_unknown_or_erased_take_is_not_reviewed(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        begin_take(vault, TAKE)
        for review in ONE_OF_EACH.values():
            assert refused(lambda review=review: vault.add_review(review)) == "E-210"  # type: ignore[misc]
        assert refused(lambda: vault.add_review(replace(NOTE, take_id=TakeId("T-9")))) == "E-213"
        seal(vault, TAKE, TakeState.SALVAGED)
        vault.add_review(NOTE)
        vault.acknowledge_take(TAKE, "aa" * 32)
        vault.add_review(SUBMITTED)
        vault.erase_take(TAKE, "保存期满")
        assert refused(lambda: vault.add_review(RETURNED)) == "E-210"
        assert len(vault.reviews(TAKE)) == 2, "what was written stays"


def test_approval_needs_every_finding_to_be_good_by_its_newest_verdict(
    tmp_path: Path, sealed: dict[str, bytes]
) -> None:
    bad = replace(FINDING, verdict=ReviewVerdict.FAILED)
    other = replace(FINDING, rule=None, verdict=ReviewVerdict.NEEDS_RETAKE)
    with standing(open_vault(lay(tmp_path, sealed)), SUBMITTED, bad, other, FINDING) as vault:
        with pytest.raises(Fault) as caught:
            vault.add_review(APPROVED)
        assert (caught.value.code, caught.value.facts["count"]) == ("E-227", 1)
        vault.add_review(replace(other, verdict=ReviewVerdict.PASSED))
        vault.add_review(APPROVED)


@pytest.mark.parametrize("second", ["", "  ", CLERK, f" {CLERK} "])
def test_second_person_is_another_one(tmp_path: Path, sealed: dict[str, bytes], second: str) -> None:
    with open_vault(lay(tmp_path, sealed)) as vault:
        assert refused(lambda: vault.add_review(replace(VOIDED, second_account=second))) == "E-228"
        named = replace(VOIDED, actor="Wang")
        assert refused(lambda: vault.add_review(replace(named, second_account="wANG"))) == "E-228"
        vault.add_review(VOIDED)


@pytest.mark.parametrize(
    "wrong",
    [
        replace(NOTE, step="客户没有听清"),
        replace(FINDING, rule="R C04"),
        replace(NOTE, verdict=ReviewVerdict.PASSED),
        replace(FINDING, verdict=None),
        replace(FINDING, step=None, rule=None),
        replace(MARKED, at_ns=None),
        replace(NOTE, at_ns=1),
        replace(VOIDED, second_account=None),
        replace(SUBMITTED, second_account=SUPERVISOR),
    ],
)
def test_review_of_no_shape_is_a_mistake_of_ours(tmp_path: Path, sealed: dict[str, bytes], wrong: Review) -> None:
    with open_vault(lay(tmp_path, sealed)) as vault:
        with pytest.raises(ValueError, match="a "):
            vault.add_review(wrong)
        assert vault.reviews(TAKE) == ()


def test_vault_in_doubt_takes_no_review(tmp_path: Path, sealed: dict[str, bytes], reviewed: dict[str, bytes]) -> None:
    folder = lay(tmp_path, {**reviewed, "vault.db": sealed["vault.db"]})
    with open_vault(folder) as vault:
        assert refused(lambda: vault.add_review(NOTE)) == "E-208"


# Nothing is changed unseen


SWAP = (
    "UPDATE reviews SET seq = 100 WHERE take_id = 'T-1' AND seq = 0",
    "UPDATE reviews SET seq = 0 WHERE take_id = 'T-1' AND seq = 1",
    "UPDATE reviews SET seq = 1 WHERE seq = 100",
)


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE reviews SET text = '客户同意' WHERE seq = 0",),
        ("UPDATE reviews SET verdict = 'failed' WHERE verdict = 'passed'",),
        ("UPDATE reviews SET actor = '0099' WHERE kind = 'submitted'",),
        ("UPDATE reviews SET at_wall_ns = at_wall_ns + 1",),
        ("UPDATE reviews SET at_ns = 0 WHERE kind = 'marked'",),
        ("UPDATE reviews SET kind = 'approved' WHERE kind = 'submitted'",),
        ("UPDATE reviews SET second_account = '0099' WHERE seq = 0",),
        ("DELETE FROM reviews WHERE take_id = 'T-1' AND seq = 0",),
        ("DELETE FROM reviews WHERE take_id = 'T-1' AND seq = 4",),
        ("DELETE FROM reviews",),
        SWAP,
        ("UPDATE reviews SET seq = seq + 10",),
        ("UPDATE reviews SET take_id = 'T-2' WHERE take_id = 'T-1' AND seq = 4",),
        ("INSERT INTO reviews SELECT 99, 'T-2', 1, 0, 'x', 'approved', NULL, NULL, NULL, '', NULL, NULL",),
        (
            "DROP INDEX reviews_of_take",
            "INSERT INTO reviews SELECT 99, take_id, seq, at_wall_ns, actor, kind, step, rule, verdict, text, at_ns, "
            "second_account FROM reviews WHERE kind = 'submitted'",
        ),
        ("UPDATE takes SET steps_accepted = 9 WHERE id = 'T-1'",),
        ("UPDATE takes SET steps_total = 0 WHERE id = 'T-1'",),
    ],
)
def test_change_past_the_program_is_found(
    tmp_path: Path, reviewed: dict[str, bytes], statements: tuple[str, ...]
) -> None:
    folder = lay(tmp_path / "vault", reviewed)
    with_sql(folder, "PRAGMA foreign_keys = OFF", *statements)
    assert complaints(folder) == {"E-219"}


def test_reviewed_vault_that_nobody_touched_gives_no_complaint(tmp_path: Path, reviewed: dict[str, bytes]) -> None:
    assert complaints(lay(tmp_path / "vault", reviewed)) == set()


def test_reviews_of_a_take_keep_it_sealed_as_it_was(tmp_path: Path, sealed: dict[str, bytes]) -> None:
    with open_vault(lay(tmp_path, sealed)) as vault:
        before = (vault.take(TAKE), vault.seal(TAKE), vault.steps(TAKE))
        standing(vault, NOTE, SUBMITTED, FINDING, APPROVED)
        assert (vault.take(TAKE), vault.seal(TAKE), vault.steps(TAKE)) == before
        assert vault.fragments(TAKE) == FRAGMENTS


# The schema, and vaults of the past


def test_status_of_the_index_is_that_of_the_program() -> None:
    status = ", ".join(repr(kind.value) for kind in STATUS_KINDS)
    assert f"kind IN ({status})" == STATUS_SQL


def test_vector_of_version_2_tells_its_reviews(tmp_path: Path) -> None:
    shutil.copytree(VECTORS / "version-2", tmp_path / "vault")
    with Vault.open(tmp_path / "vault", "双录 vault of version 1") as vault:
        told = vault.reviews(TAKE)
        assert [review.kind for review in told] == [
            ReviewKind.NOTE,
            ReviewKind.SUBMITTED,
            ReviewKind.FINDING,
            ReviewKind.MARKED,
            ReviewKind.RETURNED,
            ReviewKind.VOIDED,
        ]
        assert (told[2].rule, told[2].verdict, told[2].actor) == ("R-C04", ReviewVerdict.NEEDS_RETAKE, SUPERVISOR)
        assert (told[3].at_ns, told[4].text, told[5].second_account) == (500_000_000, "请在周五前补录", SUPERVISOR)


def test_vault_of_version_1_counts_its_steps_when_it_comes_forward(tmp_path: Path) -> None:
    shutil.copytree(VECTORS / "version-1", tmp_path / "vault")
    with Vault.open(tmp_path / "vault", "双录 vault of version 1") as vault:
        rows = {row.take_id: row for row in vault.overview()}
        for take_id, row in rows.items():
            assert take_id is not None
            steps = vault.steps(take_id)
            assert row.steps_total == len(steps)
            assert row.steps_accepted == sum(step.verdict is Verdict.ACCEPTED for step in steps)
        assert rows[TAKE].steps_total > 0
        assert {row.kind for row in vault.audit_trail()} >= {"vault.migrated"}
        vault.add_review(NOTE)
        assert vault.check() == ()


def test_pages_of_reviews_say_nothing_on_the_disk(tmp_path: Path, reviewed: dict[str, bytes]) -> None:
    for content, coding in itertools.product(reviewed.values(), ("utf-8", "utf-16-le", "gb18030")):
        assert SECRET_TEXT.encode(coding) not in content


def test_counts_are_those_of_the_steps_that_were_sealed(tmp_path: Path) -> None:
    steps = [StepResult(name, verdict, "", 1, "none") for name, verdict in zip("abcd", Verdict, strict=False)]
    with Vault.create(tmp_path, [sole_account("x")], kdf=CHEAP) as vault:
        take = begin_take(vault, TAKE)
        vault.seal_take(
            take,
            state=TakeState.SEALED,
            outcome=Outcome.INCOMPLETE,
            sealed_bytes=1,
            sha256="aa" * 32,
            merkle_root="bb" * 32,
            duration_ns=1,
            manifest_sha256="cc" * 32,
            steps=steps,
        )
        (row,) = vault.overview()
        assert (row.steps_accepted, row.steps_total) == (1, 4)
    db = connect(tmp_path / "vault.db", unlock(tmp_path, "x").database_key())
    assert db.execute("SELECT count(*) FROM steps").fetchone()[0] == 4
    db.close()
