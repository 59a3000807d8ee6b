"""Who may do what at a station: one table from roles to rights.

A clerk records and explains; she may not replay or copy what she recorded. Whoever replays has a reason, and it is
audited (`app/station.py`). What this does not do: prove who somebody is. The roles are declared by whoever opens the
station, there is one passphrase, and nothing cryptographic stands behind a role yet: accounts with keys of their own
are for later. A person with several roles may do what any of them may.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.vault.keys import STATION_ACCOUNT
from media.fault import Fault


class Role(StrEnum):
    """角色"""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """One thing that somebody may do."""

    RECORD = "record"
    SEE_OWN_TAKES = "see_own_takes"
    """takes of the cases that bear the account as their clerk: results and texts, not pictures and sound"""
    SEE_ALL_TAKES = "see_all_takes"
    SUBMIT = "submit"
    """explain steps, submit a take, and void it together with a second person"""
    REPLAY = "replay"
    EXPORT = "export"
    FIND = "find"
    """record findings and marks of a reviewer"""
    APPROVE = "approve"
    """approve a take, or send it back"""
    SETTINGS = "settings"
    AUDIT = "audit"
    """read the audit trail"""


RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.CLERK: frozenset({Right.RECORD, Right.SEE_OWN_TAKES, Right.SUBMIT}),
    Role.SUPERVISOR: frozenset(
        {
            Right.RECORD,
            Right.SEE_OWN_TAKES,
            Right.SEE_ALL_TAKES,
            Right.SUBMIT,
            Right.REPLAY,
            Right.EXPORT,
            Right.FIND,
            Right.APPROVE,
        }
    ),
    Role.INSPECTOR: frozenset({Right.SEE_ALL_TAKES, Right.REPLAY, Right.FIND}),
    Role.AUDITOR: frozenset({Right.SEE_ALL_TAKES, Right.REPLAY, Right.AUDIT}),
    Role.ADMINISTRATOR: frozenset({Right.SETTINGS}),
}

_NAMES: Mapping[Role, str] = {
    Role.CLERK: "柜员 clerk",
    Role.SUPERVISOR: "主管 supervisor",
    Role.INSPECTOR: "质检员 inspector",
    Role.AUDITOR: "审计员 auditor",
    Role.ADMINISTRATOR: "管理员 administrator",
}
"""for a fault, whose facts are the same in both languages"""


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands at the station: an account and the roles that are declared for it."""

    account: str
    roles: frozenset[Role] = field(default_factory=lambda: frozenset({Role.CLERK}))

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset().union(*(RIGHTS[role] for role in self.roles))

    def may(self, right: Right) -> bool:
        return any(right in RIGHTS[role] for role in self.roles)

    def require(self, right: Right) -> None:
        """E-222, which names the roles that have this right."""
        if not self.may(right):
            raise Fault("E-222", roles=" / ".join(_NAMES[role] for role in Role if right in RIGHTS[role]))


def whole_station() -> Person:
    """The one account of a command line: whoever knows the passphrase, with every role."""
    return Person(STATION_ACCOUNT, frozenset(Role))
