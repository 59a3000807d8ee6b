"""`vault …`: the vault as files. Backups lie in the folder of the settings, else in `DATA/backups`.

`restore` needs the passphrase of the day of the backup where it was another (DUALREC_BACKUP_PASSPHRASE), or two shares
of that day's recovery kit.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.commands import keys
from app.commands.common import (
    AccountName,
    DataDir,
    Json,
    ShareFiles,
    account_of,
    console,
    language,
    opened,
    passphrase_of,
    plain,
    say,
    secret_of,
    settings_of,
    typed_shares,
    warn,
)
from app.faults import EXIT, Fault, sentence
from app.printing import print_json, print_rows
from app.settings import Settings

BACKUP_PASSPHRASE = "DUALREC_BACKUP_PASSPHRASE"
vault_commands = typer.Typer(no_args_is_help=True, help="保险库 The vault")
vault_commands.command("rotate")(keys.rotate_database)


@vault_commands.command("backup")
def back_up(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """备份：写完核对，到期的旧备份删除；工作站照常使用。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        made = Administration(station).back_up()
    if as_json:
        print_json(plain(made))
    else:
        say(f"已备份到 {made.path}（{made.bytes / 1e6:.1f} MB，已核对）；删除到期备份 {len(made.removed)} 份。")


@vault_commands.command("backups")
def list_backups(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """有哪些备份，从新到旧。"""
    from app.administration import Administration
    from app.rights import Right

    with opened(data_dir, account) as station:
        station.require(Right.VAULT)
        administration = Administration(station)
        found = administration.backups() if administration.backup_folder.is_dir() else ()
    if as_json:
        print_json([{"name": row.path.name, **plain(row)} for row in found])
        return
    rows = [
        (
            row.path.name,
            str(row.epoch),
            str(row.audit_n),
            f"{row.bytes / 1e6:.1f}",
            "✔" if row.problem is None else sentence(row.problem, language()),
        )
        for row in found
    ]
    print_rows(console(), "备份", ("名称（UTC）", "提交", "审计条数", "MB", "状态"), rows)


@vault_commands.command("check")
def check(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """逐页逐行检查整个保险库。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        faults = Administration(station).check_vault()
    if as_json:
        print_json({"is_sound": not faults, "faults": plain(faults)})
    else:
        for fault in faults:
            say(f"✖ {sentence(fault, language())}")
        if not faults:
            say("保险库完好。")
    if faults:
        raise typer.Exit(EXIT.CHECK_FAILED)


@vault_commands.command("restore")
def restore(
    backup: Annotated[str, typer.Argument(help="备份的名称或文件夹 Name or folder of a backup")],
    with_kit: Annotated[
        bool, typer.Option("--with-kit", help="用两张恢复卡代替账号 By two shares, not by an account")
    ] = False,
    share_file: ShareFiles = None,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """用备份替换保险库：现有文件留在旁边，录像一个不动，比备份新的逐条列出。"""
    from app.founding import restore_vault

    settings = settings_of(data_dir)
    folder = _backup_folder(settings, backup)
    if with_kit or share_file:
        restored = restore_vault(settings, folder, shares=typed_shares(share_file) or [""])
    else:
        name = account_of(account)
        today = passphrase_of(name)
        restored = restore_vault(
            settings, folder, account=name, passphrase=today, passphrase_then=_passphrase_then(today)
        )
    if as_json:
        print_json(plain(restored))
        return
    say(f"已恢复到 {restored.made_at} 的备份。换下的文件在 {restored.replaced or '—'}。")
    if restored.newer:
        rows = [
            (each.take, each.case or "?", each.started_at or "?", "有" if each.has_package else "没有")
            for each in restored.newer
        ]
        print_rows(
            console(), "磁盘上比备份新的录像（文件都在，保险库里没有）", ("录像", "业务", "开始", "证据包"), rows
        )
    for take in restored.missing:
        say(f"▲ 保险库记有录像 {take}，磁盘上没有它的文件。")
    for take in restored.without_file_key:
        say(f"▲ 录像 {take} 备份时还没有封存，工作站不能再为它收尾。")
    if not (restored.newer or restored.missing or restored.without_file_key):
        say("磁盘上的录像与保险库一致。")
    say("账号也回到了备份那天：之后停用的账号请重新停用。")


@vault_commands.command("accept")
def accept(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """保险库被换成旧的、或密钥文件不是它所知的：管理员看过之后继续使用，写入审计。"""
    from app.founding import accept_vault

    settings = settings_of(data_dir)
    name = account_of(account)
    doubt = accept_vault(settings, name, passphrase_of(name))
    if as_json:
        print_json({"accepted": plain(doubt)})
    elif doubt is None:
        say("保险库没有疑问，什么也没有做。")
    else:
        warn(sentence(doubt, language()))
        say("已接受，可以继续使用；谁在何时接受了什么，写在审计里。")


def _backup_folder(settings: Settings, given: str) -> Path:
    """A folder, or one of the backups by its name."""
    if Path(given).is_dir():
        return Path(given)
    own = Path(settings.backup.folder) if settings.backup.folder else settings.folder.root / "backups"
    if Path(given).name == given and (own / given).is_dir():
        return own / given
    raise Fault("E-260", name=Path(given).name)


def _passphrase_then(today: str) -> str:
    """Of the day of the backup: at a terminal it is asked for, and nothing means the same as today."""
    if BACKUP_PASSPHRASE in os.environ:
        return secret_of(BACKUP_PASSPHRASE, "")
    if not sys.stdin.isatty() or "DUALREC_PASSPHRASE" in os.environ:
        return today
    return secret_of(BACKUP_PASSPHRASE, "备份当日的口令，没有变过请直接回车 Passphrase of that day") or today
