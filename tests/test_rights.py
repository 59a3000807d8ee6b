"""Who may do what: one table, and the station that keeps to it."""

import pytest

from app.faults import EXIT, exit_code, sentence
from app.rights import RIGHTS, Person, Right, Role, whole_station
from media.fault import Fault


def test_clerk_may_neither_replay_nor_export() -> None:
    clerk = Person("0123")
    assert clerk.roles == {Role.CLERK}, "who is not said to be more is a clerk"
    assert {right for right in Right if clerk.may(right)} == {Right.RECORD, Right.SEE_OWN_TAKES, Right.SUBMIT}


@pytest.mark.parametrize(
    ("right", "roles"),
    [
        (Right.RECORD, {Role.CLERK, Role.SUPERVISOR}),
        (Right.SUBMIT, {Role.CLERK, Role.SUPERVISOR}),
        (Right.SEE_ALL_TAKES, {Role.SUPERVISOR, Role.INSPECTOR, Role.AUDITOR}),
        (Right.REPLAY, {Role.SUPERVISOR, Role.INSPECTOR, Role.AUDITOR}),
        (Right.EXPORT, {Role.SUPERVISOR}),
        (Right.FIND, {Role.SUPERVISOR, Role.INSPECTOR}),
        (Right.APPROVE, {Role.SUPERVISOR}),
        (Right.SETTINGS, {Role.ADMINISTRATOR}),
        (Right.AUDIT, {Role.AUDITOR}),
    ],
)
def test_right_belongs_to_these_roles_and_no_other(right: Right, roles: set[Role]) -> None:
    assert {role for role in Role if Person("x", frozenset({role})).may(right)} == roles


def test_every_role_has_a_right_and_every_right_a_role() -> None:
    assert set(RIGHTS) == set(Role) and all(RIGHTS.values())
    assert frozenset().union(*RIGHTS.values()) == set(Right)


def test_whoever_replays_may_see_what_there_is_to_replay() -> None:
    for role in Role:
        person = Person("x", frozenset({role}))
        needing = (Right.REPLAY, Right.EXPORT, Right.FIND, Right.APPROVE)
        assert person.may(Right.SEE_ALL_TAKES) or not any(person.may(right) for right in needing)


def test_several_roles_add_up() -> None:
    both = Person("0007", frozenset({Role.CLERK, Role.AUDITOR}))
    assert both.rights == RIGHTS[Role.CLERK] | RIGHTS[Role.AUDITOR]
    assert both.may(Right.AUDIT) and both.may(Right.RECORD) and not both.may(Right.APPROVE)
    assert whole_station().rights == set(Right)
    assert Person("nobody", frozenset()).rights == frozenset()


def test_refusal_names_the_roles_that_would_do() -> None:
    with pytest.raises(Fault) as refused:
        Person("0123").require(Right.FIND)
    assert refused.value.code == "E-222" and exit_code(refused.value) == EXIT.LOCKED
    told = sentence(refused.value)
    assert "主管" in told and "质检员" in told and "审计员" not in told
    assert "supervisor / " in sentence(refused.value, "en")
    assert "0123" not in told
    Person("0123").require(Right.RECORD)
