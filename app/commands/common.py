"""What all commands share: their options, the settings, who is there, and where they print.

    --account / DUALREC_ACCOUNT / asked      DUALREC_PASSPHRASE / asked ──► Station.open ──► the command
    --second                                 DUALREC_SECOND_PASSPHRASE / asked ──► Station.second

A passphrase is never a word of the command line, where other programs of the computer could read it: it comes from the
environment or from the terminal. Rights are checked by the station; nothing is decided here but that an account with a
passphrase that somebody else gave it does nothing before it has one of its own.
"""

import getpass
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from app.faults import Fault, sentence
from app.forwarding import start_logging_of
from app.passphrases import check_passphrase
from app.settings import Settings, load_settings

if TYPE_CHECKING:  # the engines behind it take a second or two to load, and some commands need none of them
    from app.station import Station
    from app.vault.accounts import KeysInHand

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="数据目录 Data folder")]
Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象 One JSON object on standard output")]
AccountName = Annotated[str | None, typer.Option("--account", "-a", help="工号，或设 DUALREC_ACCOUNT Who you are")]
SecondName = Annotated[str | None, typer.Option("--second", help="第二人工号 The second person's account")]
Reason = Annotated[str, typer.Option("--reason", help="为什么，写入审计 Goes into the audit trail")]
ShareFiles = Annotated[
    list[Path] | None, typer.Option("--share-file", help="恢复卡的文本，给两次 A share as text; give two")
]

ACCOUNT = "DUALREC_ACCOUNT"
PASSPHRASE = "DUALREC_PASSPHRASE"
SECOND_PASSPHRASE = "DUALREC_SECOND_PASSPHRASE"
NEW_PASSPHRASE = "DUALREC_NEW_PASSPHRASE"

closing = ExitStack()
"""what a command opened for as long as it runs; `main` closes it"""


# ---------------------------------------------------------------------- printing


def console() -> Console:
    return Console()


def err() -> Console:
    return Console(stderr=True)


def say(text: str) -> None:
    """Words for a person on standard output, as they are."""
    console().print(text, highlight=False, markup=False, soft_wrap=True)


def warn(text: str) -> None:
    """Words for a person beside the result."""
    err().print(text, style="yellow", highlight=False, markup=False, soft_wrap=True)


def language() -> str:
    return os.environ.get("DUALREC_LANGUAGE", "zh")


def plain(value: Any) -> Any:
    """A value as JSON has it: members by name, days and paths as text, a fault as its code and sentence."""
    match value:
        case Fault():
            return {"code": value.code, "sentence": sentence(value, language())}
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case date() | datetime():
            return value.isoformat()
        case Mapping():
            return {str(plain(name)): plain(item) for name, item in value.items()}
        case Sequence() | set() | frozenset():
            return [plain(item) for item in value]
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    return str(value)


# ---------------------------------------------------------------------- settings and files


def settings_of(data_dir: Path | None) -> Settings:
    """Looking at a folder that is not there must not make it, so there is a log only where there is a station."""
    settings = load_settings(data_dir)
    if settings.folder.root.is_dir():
        closing.callback(start_logging_of(settings).close)
    return settings


def read_given(file: Path) -> str:
    """A small text file named on the command line."""
    return read_bytes_given(file).decode("utf-8", errors="replace")


def read_bytes_given(file: Path) -> bytes:
    """A small file named on the command line; E-916."""
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Fault("E-916", name=file.name, reason=problem.strerror or "?") from problem


def write_new(file: Path, content: bytes) -> None:
    """A new file for this account only; E-914 when there is one, E-915 when the disk refuses."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(handle, "wb") as new:
            new.write(content)
    except FileExistsError:
        raise Fault("E-914", name=file.name) from None
    except OSError as problem:
        raise Fault("E-915", reason=problem.strerror or "?") from problem


# ---------------------------------------------------------------------- who is there


def account_of(given: str | None) -> str:
    """As said, from the environment, or asked for at the terminal; E-296 when there is none of them."""
    found = given or os.environ.get(ACCOUNT)
    if not found and sys.stdin.isatty():
        found = typer.prompt("工号 Account", err=True)
    if not found:
        raise Fault("E-296")
    return str(found)


def passphrase_of(account: str) -> str:
    """From the environment, else asked for at the terminal; E-221 when there is neither."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Fault("E-221")
    return getpass.getpass(f"{account} 的口令 Passphrase: ")


def secret_of(variable: str, what: str) -> str:
    """Another secret than the account's own passphrase; E-298."""
    given = os.environ.get(variable)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Fault("E-298", variable=variable)
    return getpass.getpass(f"{what}: ")


def new_passphrase(account: str, variable: str) -> str:
    """A passphrase to be set: typed twice, until it keeps the rules and both are the same; E-298, E-235."""
    if variable in os.environ or not sys.stdin.isatty():
        return secret_of(variable, "")
    while True:
        first = getpass.getpass(f"{account} 的新口令 New passphrase: ")
        try:
            check_passphrase(first, account)
        except Fault as fault:
            warn(sentence(fault, language()))
            continue
        if getpass.getpass("再输入一次 Once more: ") == first:
            return first
        warn("两次输入不同，请重来。 They differ; once more.")


@contextmanager
def opened(data_dir: Path | None, account: str | None, *, may_be_temporary: bool = False) -> "Iterator[Station]":
    """The station, opened by the person who runs the command; faults as `Station.open`, and E-296, E-221, E-297."""
    from app.station import Station

    settings = settings_of(data_dir)
    name = account_of(account)
    with Station.open(settings, passphrase_of(name), name) as station:
        if station.vault.doubt is not None:
            warn(sentence(station.vault.doubt, language()))
        if not may_be_temporary:
            _refuse_temporary(station, name)
        yield station


@contextmanager
def second_of(station: "Station", name: str | None) -> "Iterator[KeysInHand | None]":
    """The second person of an act for two; nobody when no name is given, which the station then refuses."""
    if name is None:
        yield None
        return
    second = station.second(name, secret_of(SECOND_PASSPHRASE, f"{name} 的口令 Second person's passphrase"))
    try:
        _refuse_temporary(station, name)
        yield second
    finally:
        second.forget()


def _refuse_temporary(station: "Station", account: str) -> None:
    """E-297: somebody else knows this account's passphrase, so what it does may be that person's doing."""
    if station.vault.book.account(account).is_temporary:
        raise Fault("E-297", account=account)


def typed_shares(files: list[Path] | None) -> list[str]:
    """Two shares of a recovery kit, from files or typed; fewer when there is neither, which recovery then refuses."""
    if files:
        return [read_given(file) for file in files]
    if not sys.stdin.isatty():
        return []
    return [str(typer.prompt(f"恢复卡 {number} Share {number}", err=True)) for number in (1, 2)]
