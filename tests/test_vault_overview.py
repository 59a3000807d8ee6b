"""The list of all cases: each with its newest take and where its review stands, in one statement that uses indexes."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.model import CaseId, Outcome, Review, ReviewKind, TakeId, TakeState
from app.vault.overview import OVERVIEW
from app.vault.vault import Vault
from tests.vault_parts import NAME, WALL_NS, begin_take, make_case, make_take, new_vault, open_vault, seal


def review(vault: Vault, take: str, kind: ReviewKind, **more: Any) -> None:
    vault.add_review(Review(TakeId(take), WALL_NS, "0042", kind, **more))


def test_empty_vault_has_no_rows(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        assert vault.overview() == ()


def test_row_tells_the_case_and_its_take(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        seal(vault, take)
        (row,) = vault.overview()
    assert (row.case_id, row.product_kind, row.branch, row.counter) == ("C-T-1", "life_insurance", "网点一", "3")
    assert (row.clerk_id, row.customer_name, row.opened_wall_ns) == ("0042", NAME, WALL_NS)
    assert (row.take_id, row.state, row.outcome) == (take, TakeState.SEALED, Outcome.COMPLETED)
    assert (row.script_id, row.started_wall_ns, row.duration_ns) == ("life", WALL_NS, 1_000_000_000)
    assert (row.sealed_bytes, row.is_in_outbox, row.review_status) == (2_000, True, None)
    assert (row.steps_accepted, row.steps_total) == (1, 1)
    assert NAME not in repr(row)


def test_newest_case_comes_first_and_limit_counts_cases(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        for n in range(5):
            vault.add_case(make_case(f"C-{n}"), WALL_NS - n)
        assert [row.case_id for row in vault.overview()] == [f"C-{n}" for n in (4, 3, 2, 1, 0)]
        assert [row.case_id for row in vault.overview(2)] == ["C-4", "C-3"]
        assert vault.overview(0) == ()
        row = vault.overview(1)[0]
    assert (row.take_id, row.state, row.outcome, row.is_in_outbox) == (None, None, None, False)
    assert (row.script_id, row.duration_ns, row.steps_total, row.review_status) == ("", 0, 0, None)


def test_case_is_one_row_with_its_newest_take(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        first = begin_take(vault)
        seal(vault, first)
        review(vault, first, ReviewKind.SUBMITTED)
        second = make_take("T-0", "C-T-1")
        vault.open_take(second)
        (row,) = vault.overview()
        assert (row.take_id, row.state, row.outcome, row.is_in_outbox) == ("T-0", TakeState.OPEN, None, False)
        assert row.review_status is None, "that was the other take's"
        seal(vault, second.id, TakeState.SALVAGED)
        vault.acknowledge_take(second.id, "aa" * 32)
        (row,) = vault.overview()
    assert (row.state, row.outcome, row.is_in_outbox) == (TakeState.ACKNOWLEDGED, Outcome.INTERRUPTED, False)


def test_status_is_the_newest_of_those_that_count(tmp_path: Path) -> None:
    def status() -> ReviewKind | None:
        return vault.overview()[0].review_status

    with new_vault(tmp_path) as vault:
        take = begin_take(vault)
        seal(vault, take)
        review(vault, take, ReviewKind.NOTE, step="consent", text="说明")
        assert status() is None
        for kind in (ReviewKind.SUBMITTED, ReviewKind.RETURNED, ReviewKind.SUBMITTED, ReviewKind.APPROVED):
            review(vault, take, kind, text="")
            review(vault, take, ReviewKind.MARKED, at_ns=1)
            assert status() is kind
    with open_vault(tmp_path) as vault:
        assert status() is ReviewKind.APPROVED


def test_clerk_is_shown_her_own_cases(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        vault.add_case(make_case("C-1"), WALL_NS)
        vault.add_case(replace(make_case("C-2"), clerk_id="0099"), WALL_NS)
        assert [row.case_id for row in vault.overview(clerk_id="0099")] == [CaseId("C-2")]
        assert vault.overview(clerk_id="nobody") == ()
        assert vault.overview(clerk_id="") == (), "an empty account is not everybody"


def test_statement_walks_no_table_but_that_of_the_cases(tmp_path: Path) -> None:
    """What makes ten thousand cases quick; a time would only measure the machine."""
    with new_vault(tmp_path) as vault:
        found = vault._database.read(lambda db: db.execute(f"EXPLAIN QUERY PLAN {OVERVIEW}", (None, -1)).fetchall())
    plan = [row[3] for row in found]
    assert [line for line in plan if "SCAN" in line and "SUBQUERY" not in line] == [
        "SCAN cases USING COVERING INDEX cases_listed"
    ], plan
    assert not [line for line in plan if "TEMP B-TREE" in line or "AUTOMATIC" in line], plan
    assert any("reviews_status" in line for line in plan), plan
