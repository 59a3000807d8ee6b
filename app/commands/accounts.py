"""`account …`: who works at this station, as what, and with which licence; and `rights`, the table from the code.

What an administrator sets for somebody else is a temporary passphrase: that account then does nothing but
`account passphrase`. The new one comes from DUALREC_NEW_PASSPHRASE or is typed twice.
"""

from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.common import (
    NEW_PASSPHRASE,
    PASSPHRASE,
    AccountName,
    DataDir,
    Json,
    console,
    new_passphrase,
    opened,
    passphrase_of,
    say,
)
from app.printing import print_json, print_rows, rights_markdown, rights_rows
from app.rights import APART, NAMES, RIGHTS, Licence, Right, Role

if TYPE_CHECKING:
    from app.administration import Administration
    from app.station import Station
    from app.vault.accounts import Account

account_commands = typer.Typer(no_args_is_help=True, help="账号 Accounts")

Name = Annotated[str, typer.Argument(help="工号 The account")]
Number = Annotated[str | None, typer.Option("--number", help="执业证号 Number of the licence")]
Scope = Annotated[list[str] | None, typer.Option("--scope", help="产品类别，可重复 May sell: insurance, wealth, …")]
Expires = Annotated[datetime | None, typer.Option("--expires", formats=["%Y-%m-%d"], help="最后有效日 Last day")]
Trained = Annotated[datetime | None, typer.Option("--trained", formats=["%Y-%m-%d"], help="最近培训日 Trained on")]


@account_commands.command("list")
def list_accounts(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """谁在这台工作站上，什么角色，有没有回放密钥。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        found = Administration(station).accounts()
        verifiers = station.vault.book.verifiers()
    if as_json:
        print_json([_account_json(each, verifiers[each.name]) for each in found])
        return
    rows = [
        (each.name, _role_words(each.roles), _state(each), "✔" if each.holds_replay else "", _licence_words(each))
        for each in found
    ]
    print_rows(console(), "账号", ("工号", "角色", "状态", "回放密钥", "执业登记"), rows)


@account_commands.command("add")
def add(
    name: Name,
    role: Annotated[list[Role], typer.Option("--role", help="角色，可重复 May be given several times")],
    number: Number = None,
    scope: Scope = None,
    expires: Expires = None,
    trained: Trained = None,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """新建账号，口令是临时的，本人第一次登录要改。"""
    from app.vault.keyfile import NewAccount

    licence = _licence(number, scope, expires, trained)
    with opened(data_dir, account) as station:
        administration = _administration(station, Right.ACCOUNTS)
        passphrase = new_passphrase(name, NEW_PASSPHRASE)
        administration.add_account(NewAccount(name, passphrase, frozenset(role), licence))
        _tell(administration, name, as_json, "已新建账号")


@account_commands.command("roles")
def roles(
    name: Name,
    role: Annotated[list[Role], typer.Argument(help="从此的全部角色 All roles from now on")],
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """换角色；密钥随角色收回，要回放的由持钥人另行授予。"""
    with opened(data_dir, account) as station:
        administration = _administration(station, Right.ACCOUNTS)
        administration.change_roles(name, frozenset(role))
        _tell(administration, name, as_json, "已改角色")


@account_commands.command("licence")
def licence(
    name: Name,
    number: Annotated[str, typer.Option("--number", help="执业证号 Number of the licence")],
    scope: Annotated[list[str], typer.Option("--scope", help="产品类别，可重复 May sell: insurance, wealth, …")],
    expires: Annotated[datetime, typer.Option("--expires", formats=["%Y-%m-%d"], help="最后有效日 Last day")],
    trained: Trained = None,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """登记执业证号、范围、有效期和培训日期。"""
    with opened(data_dir, account) as station:
        administration = _administration(station, Right.ACCOUNTS)
        day = None if trained is None else trained.date()
        administration.set_licence(name, Licence(number, tuple(scope), expires.date(), day))
        _tell(administration, name, as_json, "已登记")


@account_commands.command("reset")
def reset(name: Name, account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """给忘记口令的人一个临时口令；账号换新密钥，回放密钥要重新授予。"""
    with opened(data_dir, account) as station:
        administration = _administration(station, Right.ACCOUNTS)
        administration.reset_passphrase(name, new_passphrase(name, NEW_PASSPHRASE))
        _tell(administration, name, as_json, "已重设口令")


@account_commands.command("passphrase")
def passphrase(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """改自己的口令。"""
    from app.administration import Administration

    with opened(data_dir, account, may_be_temporary=True) as station:
        name = station.person.account
        old = passphrase_of(name)  # asked once more at a terminal: who sits there now is to know it
        Administration(station).change_own_passphrase(old, new_passphrase(name, NEW_PASSPHRASE))
    if as_json:
        print_json({"account": name, "changed": True})
    else:
        say(f"{name} 的口令已改。（{PASSPHRASE} 里如果是旧口令，请一并更新。）")


@account_commands.command("disable")
def disable(name: Name, account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """停用账号；记录保留。"""
    _set_disabled(name, True, account, as_json, data_dir)


@account_commands.command("enable")
def enable(name: Name, account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """重新启用账号；回放密钥要重新授予。"""
    _set_disabled(name, False, account, as_json, data_dir)


@account_commands.command("grant")
def grant(name: Name, account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """把回放密钥授予一个角色能回放的账号；只有持钥人能授予。"""
    with opened(data_dir, account) as station:
        administration = _administration(station, Right.GRANT_REPLAY)
        administration.grant_replay(name)
        _tell(administration, name, as_json, "已授予回放密钥")


def rights(
    markdown: Annotated[bool, typer.Option("--markdown", help="作为手册的一页 As a page of the manual")] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """谁能做什么：程序自己用的那张表。"""
    if as_json:
        table = {role.value: sorted(RIGHTS[role]) for role in Role}
        apart = [{"roles": [one, other], "why": why} for one, other, why in APART]
        print_json({"rights": table, "apart": apart})
    elif markdown:
        print(rights_markdown(), end="")
    else:
        print_rows(console(), "权限", ("权限", *(NAMES[role] for role in Role)), rights_rows())


# ---------------------------------------------------------------------- within


def _administration(station: "Station", right: Right) -> "Administration":
    """For somebody with that right: refused before anything is typed for nothing."""
    from app.administration import Administration

    station.require(right)
    return Administration(station)


def _set_disabled(name: str, is_disabled: bool, account: str | None, as_json: bool, data_dir: Path | None) -> None:
    with opened(data_dir, account) as station:
        administration = _administration(station, Right.ACCOUNTS)
        administration.set_disabled(name, is_disabled)
        _tell(administration, name, as_json, "已停用" if is_disabled else "已启用")


def _tell(administration: "Administration", name: str, as_json: bool, done: str) -> None:
    """The account as it is now, and what is still to be done."""
    found = next(each for each in administration.accounts() if each.name == name)
    if as_json:
        print_json(_account_json(found, (found.verifier,)))
        return
    say(f"{done} {name}：{_role_words(found.roles)}，{_state(found)}。")
    if found.waits_for_replay:
        say(f"{name} 还没有回放密钥：请由持钥的主管或质检员运行 account grant {name}。")
    if administration.key_state().is_rotation_due:
        say("有人不再能回放：以后的录像应换新的回放密钥，请运行 keys rotate-replay。")


def _licence(
    number: str | None, scope: list[str] | None, expires: datetime | None, trained: datetime | None
) -> Licence | None:
    if number is None and not scope and expires is None and trained is None:
        return None
    if number is None or expires is None:
        raise typer.BadParameter("--number, --scope, --expires belong together")
    return Licence(number, tuple(scope or ()), expires.date(), None if trained is None else trained.date())


def _account_json(account: "Account", verifiers: Iterable[bytes]) -> dict[str, Any]:
    licence = account.licence
    return {
        "account": account.name,
        "roles": sorted(account.roles),
        "is_disabled": account.is_disabled,
        "is_temporary": account.is_temporary,
        "holds_replay": account.holds_replay,
        "waits_for_replay": account.waits_for_replay,
        "licence": None
        if licence is None
        else {
            "number": licence.number,
            "scope": list(licence.scope),
            "expires": licence.expires.isoformat(),
            "trained": None if licence.trained is None else licence.trained.isoformat(),
        },
        "verifiers": [b64encode(raw).decode() for raw in verifiers],
    }


def _role_words(found: Iterable[Role]) -> str:
    return " + ".join(NAMES[role] for role in Role if role in found)


def _state(account: "Account") -> str:
    if account.is_disabled:
        return "停用"
    if account.is_temporary:
        return "临时口令"
    return "待授回放密钥" if account.waits_for_replay else "在用"


def _licence_words(account: "Account") -> str:
    licence = account.licence
    if licence is None:
        return ""
    return f"{licence.number} · {' '.join(licence.scope)} · 至 {licence.expires} · 培训 {licence.trained or '—'}"
