"""A station with one account of each kind, and commands run at it by one of them: for the tests of the command line."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.__main__ import main
from app.commands.common import ACCOUNT, NEW_PASSPHRASE, PASSPHRASE, SECOND_PASSPHRASE
from app.evidence.sealed import Recipient
from app.rights import Licence, Role
from app.settings import Settings
from app.station import RecoveryKit, Station
from app.vault.keyfile import NewAccount
from tests.station_parts import settings
from tests.vault_parts import CHEAP

ADMINISTRATOR, SUPERVISOR, INSPECTOR, AUDITOR = "admin", "super-1", "inspect-1", "auditor"
CLERK, OTHER_CLERK = "0123", "0456"
"""the first is the clerk of the example cases"""
ROLES = {
    ADMINISTRATOR: Role.ADMINISTRATOR,
    SUPERVISOR: Role.SUPERVISOR,
    INSPECTOR: Role.INSPECTOR,
    AUDITOR: Role.AUDITOR,
    CLERK: Role.CLERK,
    OTHER_CLERK: Role.CLERK,
}
PASSPHRASES = {name: f"开门 {number} correct horse" for number, name in enumerate(ROLES)}
NEW = "另一个 battery staple"
"""a passphrase that keeps the rules, for whoever changes his"""
VARIABLES = (ACCOUNT, PASSPHRASE, SECOND_PASSPHRASE, NEW_PASSPHRASE)


def licence() -> Licence:
    return Licence("L-1", ("insurance", "wealth"), date.today() + timedelta(days=365), date.today())


def new_account(name: str) -> NewAccount:
    role = ROLES[name]
    return NewAccount(name, PASSPHRASES[name], frozenset({role}), licence() if role is Role.CLERK else None)


def found(folder: Path, archive: tuple[Recipient, ...] = ()) -> RecoveryKit:
    """A station with all accounts in `folder/data`."""
    return Station.found(settings(folder), [new_account(name) for name in ROLES], archive, CHEAP, is_throwaway=True)


def at(data: Path) -> Settings:
    """The settings of a data folder that is called `data`."""
    assert data.name == "data"
    return settings(data.parent)


def enter(data: Path, name: str) -> Station:
    return Station.open(at(data), PASSPHRASES[name], name)


@dataclass(frozen=True, slots=True)
class Said:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def fault(self) -> str:
        """The code of the one sentence on standard error; nothing of ours may lie beside it."""
        assert "Traceback" not in self.err and 'File "' not in self.err
        found = re.findall(r"。 \((E-\d{3})\)$", self.err.strip(), re.MULTILINE)
        assert len(found) == 1, self.err
        return str(found[0])


class Command:
    """`run("cases", "--json", by=CLERK)`: one command, by somebody, in this process.

    `second` is the second person, `new` a passphrase to be set; the environment lacks the variable `nothing`.
    """

    def __init__(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, by: str) -> None:
        self._capfd = capfd
        self._monkeypatch = monkeypatch
        self._by = by
        self.data: Path | None = None
        """where commands that are not told go"""

    def __call__(
        self,
        *words: object,
        by: str | None = None,
        passphrase: str | None = None,
        second: str | None = None,
        new: str | None = None,
        nothing: str | None = None,
        **environment: str,
    ) -> Said:
        name = self._by if by is None else by
        given = {
            ACCOUNT: name,
            PASSPHRASE: PASSPHRASES.get(name, "") if passphrase is None else passphrase,
            **({} if second is None else {SECOND_PASSPHRASE: PASSPHRASES.get(second, second)}),
            **({} if new is None else {NEW_PASSPHRASE: new}),
            **environment,
        }
        spelled = [str(word) for word in words]
        if second is not None:
            spelled += ["--second", second]
        if self.data is not None and "--data-dir" not in spelled:
            spelled += ["--data-dir", str(self.data)]
        with self._monkeypatch.context() as patch:
            for variable in VARIABLES:
                patch.delenv(variable, raising=False)
            for variable, value in given.items():
                if variable != nothing:
                    patch.setenv(variable, value)
            self._capfd.readouterr()
            code = main(spelled)
        return Said(code, *self._capfd.readouterr())


def make_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that commands set cost nothing to stretch."""
    for module in ("app.administration", "app.founding", "app.vault.vault"):
        monkeypatch.setattr(f"{module}.Kdf", lambda: CHEAP)
