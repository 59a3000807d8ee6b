"""Who may do what at a station: one table from roles to rights, and which roles one account may not have together.

What stands behind it: the roles of an account are signed by the institution's administrator (`app.vault.accounts`), and
replaying needs a key that only accounts with such a role are given. What the table alone decides (who may approve, who
may change a setting) is checked by `app.station` for the window and the command line alike. A person with several roles
may do what any of them may; nobody reviews what he recorded himself (R-D04).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

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
    """look and listen: the account holds the replay identity"""
    EXPORT = "export"
    """decrypt a take into a file, together with a second person who may replay"""
    FIND = "find"
    """record findings and marks of a reviewer"""
    APPROVE = "approve"
    """approve a take, or send it back"""
    HOLD = "hold"
    """say when a contract or a dispute ended, and that a dispute holds a case"""
    DESTROY = "destroy"
    """destroy takes whose keep-until has passed, together with a second person"""
    GRANT_REPLAY = "grant_replay"
    """give the replay identity to an account that an administrator has given such a role"""
    SETTINGS = "settings"
    ACCOUNTS = "accounts"
    """make accounts, change their roles, reset their passphrases"""
    KEYS = "keys"
    """change keys, make recovery kits, bind the vault to this computer; what touches replaying needs its holder too"""
    VAULT = "vault"
    """back up, restore and check the vault"""
    PLACE = "place"
    """put an enrolment certificate in place"""
    AUDIT = "audit"
    """read, verify and export the audit trail"""


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
            Right.HOLD,
            Right.DESTROY,
            Right.GRANT_REPLAY,
        }
    ),
    Role.INSPECTOR: frozenset({Right.SEE_ALL_TAKES, Right.REPLAY, Right.FIND, Right.GRANT_REPLAY}),
    Role.AUDITOR: frozenset({Right.SEE_ALL_TAKES, Right.REPLAY, Right.AUDIT, Right.HOLD, Right.DESTROY}),
    Role.ADMINISTRATOR: frozenset({Right.SETTINGS, Right.ACCOUNTS, Right.KEYS, Right.VAULT, Right.PLACE, Right.AUDIT}),
}

APART: tuple[tuple[Role, Role, str], ...] = (
    (Role.ADMINISTRATOR, Role.CLERK, "who makes accounts does not sell"),
    (Role.ADMINISTRATOR, Role.SUPERVISOR, "who makes accounts does not replay"),
    (Role.ADMINISTRATOR, Role.INSPECTOR, "who makes accounts does not replay"),
    (Role.ADMINISTRATOR, Role.AUDITOR, "who makes accounts is audited"),
    (Role.AUDITOR, Role.CLERK, "who sells is audited"),
    (Role.AUDITOR, Role.SUPERVISOR, "who approves is audited"),
    (Role.AUDITOR, Role.INSPECTOR, "who inspects is audited"),
    (Role.CLERK, Role.INSPECTOR, "who sells does not inspect"),
)
"""roles that one account may not have together, and why"""

NAMES: Mapping[Role, str] = {
    Role.CLERK: "柜员 clerk",
    Role.SUPERVISOR: "主管 supervisor",
    Role.INSPECTOR: "质检员 inspector",
    Role.AUDITOR: "审计员 auditor",
    Role.ADMINISTRATOR: "管理员 administrator",
}
"""for a fault, whose facts are the same in both languages"""


def rights_of(roles: Iterable[Role]) -> frozenset[Right]:
    """What any of the roles may."""
    return frozenset().union(*(RIGHTS[role] for role in roles))


def check_apart(roles: frozenset[Role]) -> None:
    """E-234 for roles that one account may not have together, or for none at all."""
    if not roles:
        raise Fault("E-234", roles="—")
    for one, other, _ in APART:
        if one in roles and other in roles:
            raise Fault("E-234", roles=f"{NAMES[one]} + {NAMES[other]}")


@dataclass(frozen=True, slots=True)
class Licence:
    """执业登记: what somebody may sell, since when trained and until when (R-A09; 265号 III)."""

    number: str
    """of the registration; no personal number"""
    scope: tuple[str, ...]
    """product kinds and families, as in scripts: `life`, `insurance`"""
    expires: date
    """the last day it holds"""
    trained: date | None = None
    """the day of the newest training; without one nothing may be sold"""

    def check(self, kinds: Iterable[str], on: date) -> None:
        """Faults unless the licence holds for one of the names of a product on that day.

        E-240 out of date, E-241 not for this product, E-242 not trained by that day.
        """
        kinds = tuple(kinds)
        if on > self.expires:
            raise Fault("E-240", expires=self.expires.isoformat())
        if not set(kinds) & set(self.scope):
            raise Fault("E-241", product=" / ".join(kinds), scope=", ".join(self.scope) or "—")
        if self.trained is None or self.trained > on:
            raise Fault("E-242", trained="—" if self.trained is None else self.trained.isoformat())


@dataclass(frozen=True, slots=True)
class Person:
    """Who stands at the station: an account and its roles."""

    account: str
    roles: frozenset[Role] = field(default_factory=lambda: frozenset({Role.CLERK}))
    licence: Licence | None = None

    @property
    def rights(self) -> frozenset[Right]:
        return rights_of(self.roles)

    def may(self, right: Right) -> bool:
        return any(right in RIGHTS[role] for role in self.roles)

    def require(self, right: Right) -> None:
        """E-222, which names the roles that have this right."""
        if not self.may(right):
            raise Fault("E-222", roles=" / ".join(NAMES[role] for role in Role if right in RIGHTS[role]))
