"""The table of rights: what each role may, which roles go not together, and what a licence covers."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations

import pytest

from app.faults import sentence
from app.passphrases import check_passphrase
from app.rights import APART, RIGHTS, Licence, Person, Right, Role, check_apart
from media.fault import Fault

TODAY = date(2026, 7, 1)
LICENCE = Licence("11000000001", ("insurance.life_over_1y", "wealth"), TODAY + timedelta(days=30), TODAY)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Fault) as caught:
        act()
    assert all("?" not in sentence(caught.value, language) for language in ("zh", "en"))
    return caught.value.code


def test_clerk_records_and_sees_her_own_results() -> None:
    clerk = Person("0123")
    assert clerk.rights == {Right.RECORD, Right.SEE_OWN_TAKES, Right.SUBMIT}
    clerk.require(Right.RECORD)
    assert code_of(lambda: clerk.require(Right.FIND)) == "E-222"


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (Right.RECORD, {Role.CLERK, Role.SUPERVISOR}),
        (Right.REPLAY, {Role.SUPERVISOR, Role.INSPECTOR, Role.AUDITOR}),
        (Right.EXPORT, {Role.SUPERVISOR}),
        (Right.APPROVE, {Role.SUPERVISOR}),
        (Right.FIND, {Role.SUPERVISOR, Role.INSPECTOR}),
        (Right.DESTROY, {Role.SUPERVISOR, Role.AUDITOR}),
        (Right.GRANT_REPLAY, {Role.SUPERVISOR, Role.INSPECTOR}),
        (Right.SETTINGS, {Role.ADMINISTRATOR}),
        (Right.ACCOUNTS, {Role.ADMINISTRATOR}),
        (Right.KEYS, {Role.ADMINISTRATOR}),
        (Right.VAULT, {Role.ADMINISTRATOR}),
        (Right.AUDIT, {Role.AUDITOR, Role.ADMINISTRATOR}),
    ],
)
def test_who_has_a_right(right: Right, roles: set[Role]) -> None:
    assert {role for role in Role if Person("x", frozenset({role})).may(right)} == roles


def test_who_grants_replaying_holds_the_key_for_it() -> None:
    assert all(Right.REPLAY in rights for rights in RIGHTS.values() if Right.GRANT_REPLAY in rights)


def test_person_with_several_roles_may_what_any_of_them_may() -> None:
    both = Person("0007", frozenset({Role.SUPERVISOR, Role.INSPECTOR}))
    assert both.rights == RIGHTS[Role.SUPERVISOR] | RIGHTS[Role.INSPECTOR]
    assert Person("nobody", frozenset()).rights == frozenset()


def test_no_allowed_account_makes_accounts_and_replays_or_sells_and_inspects() -> None:
    apart = {frozenset({one, other}) for one, other, _ in APART}
    for roles in (frozenset(chosen) for count in range(1, 6) for chosen in combinations(Role, count)):
        if any(pair <= roles for pair in apart):
            assert code_of(lambda roles=roles: check_apart(roles)) == "E-234"  # type: ignore[misc]
        else:
            check_apart(roles)
            person = Person("x", roles)
            assert not (person.may(Right.ACCOUNTS) and person.may(Right.REPLAY))
            assert not (person.may(Right.RECORD) and person.may(Right.AUDIT))
    assert code_of(lambda: check_apart(frozenset())) == "E-234"


def test_licence_holds_for_its_products_until_its_day() -> None:
    LICENCE.check(("insurance.life_over_1y", "insurance"), TODAY)
    LICENCE.check(("wealth.r3", "wealth"), LICENCE.expires)
    assert code_of(lambda: LICENCE.check(("wealth.r3", "wealth"), LICENCE.expires + timedelta(days=1))) == "E-240"
    assert code_of(lambda: LICENCE.check(("insurance.health", "insurance"), TODAY)) == "E-241"
    assert code_of(lambda: LICENCE.check(("wealth",), TODAY - timedelta(days=1))) == "E-242"
    assert code_of(lambda: Licence("1", ("wealth",), TODAY).check(("wealth",), TODAY)) == "E-242"


@pytest.mark.parametrize(
    "passphrase",
    [
        "short",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "12345678901",
        "password12!",
        "0123 and words",
        "银行1234567890",
        "x" * 129,
    ],
)
def test_weak_passphrase_is_refused(passphrase: str) -> None:
    assert code_of(lambda: check_passphrase(passphrase, "0123")) == "E-235"


@pytest.mark.parametrize("passphrase", ["correct horse battery", "床前明月光疑是地上霜", "Tq7!vbnzRs"])
def test_long_passphrase_is_taken(passphrase: str) -> None:
    check_passphrase(passphrase, "0123")
