"""`audit …`: who did what. An export is checked by anybody: `verify-export` needs neither station nor vault.

With the accounts' public keys beside it (`account list --json > accounts.json`) the signatures of the checkpoints are
checked too.
"""

import json
import os
from base64 import b64decode
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.common import AccountName, DataDir, Json, console, language, opened, plain, read_given, say
from app.faults import EXIT, Fault, sentence
from app.printing import print_json, print_rows
from app.rights import Right

audit_commands = typer.Typer(no_args_is_help=True, help="审计 The audit trail")


@audit_commands.command("list")
def list_rows(
    after: Annotated[int, typer.Option("--after", min=0, help="从这一条之后 From behind this row")] = 0,
    limit: Annotated[int, typer.Option("--limit", min=1, help="最多几条 At most so many")] = 1000,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """逐条列出：谁、何时、做了什么。"""
    with opened(data_dir, account) as station:
        station.require(Right.AUDIT)
        rows = station.vault.audit_trail(after, limit)
    if as_json:
        print_json(plain(rows))
        return
    texts = [
        (str(row.n), row.at, row.actor, row.kind, json.dumps(plain(row.facts), ensure_ascii=False)) for row in rows
    ]
    print_rows(console(), "审计", ("条", "时间（UTC）", "账号", "事项", "事实"), texts)


@audit_commands.command("verify")
def verify(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """核验整条审计：删、改、换序、退回旧版都会发现。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        report = Administration(station).verify_audit()
    _tell(report, as_json)


@audit_commands.command("export")
def export(
    file: Annotated[Path, typer.Argument(help="新文件 A new file, JSON Lines")],
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """导出全部审计给审计员，一行一条，任何人都能核验。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        station.require(Right.AUDIT)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(handle, "w", encoding="utf-8", newline="\n") as new:
                count = Administration(station).export_audit(new)
        except FileExistsError:
            raise Fault("E-914", name=file.name) from None
        except OSError as problem:
            raise Fault("E-915", reason=problem.strerror or "?") from problem
    if as_json:
        print_json({"path": str(file), "rows": count})
    else:
        say(f"已导出 {count} 条到 {file}。")


@audit_commands.command("verify-export")
def verify_export(
    file: Annotated[Path, typer.Argument(help="导出的文件 An export")],
    accounts: Annotated[
        Path | None, typer.Option("--accounts", help="account list --json 的输出，用来验检查点签名 Accounts' keys")
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """核验一份导出：不需要工作站。"""
    from app.vault.trail import verify_export as verify_lines

    known = None if accounts is None else _verifiers(accounts)
    _tell(verify_lines(read_given(file).splitlines(), known), as_json)


def _verifiers(file: Path) -> dict[str, tuple[bytes, ...]]:
    """E-916 for anything but what `account list --json` prints."""
    try:
        rows: list[dict[str, Any]] = json.loads(read_given(file))
        return {str(row["account"]): tuple(b64decode(text) for text in row["verifiers"]) for row in rows}
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Fault("E-916", name=file.name, reason="account list --json") from None


def _tell(report: Any, as_json: bool) -> None:
    if as_json:
        print_json({"is_sound": not report.faults, **plain(report)})
    else:
        for fault in report.faults:
            say(f"✖ {sentence(fault, language())}")
        say(f"{report.rows} 条，{report.oldest_at or '—'} 至 {report.newest_at or '—'}。")
        say(f"有效检查点 {report.checkpoints_good} 个，签名担保到第 {report.newest_checkpoint_n} 条。")
        say("审计未通过核验。" if report.faults else "审计完整。")
    if report.faults:
        raise typer.Exit(EXIT.CHECK_FAILED)
