"""`retention …`: how long takes are kept, disputes that hold them, and their destruction by two people; `clock …`."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.common import (
    AccountName,
    DataDir,
    Json,
    Reason,
    SecondName,
    console,
    language,
    opened,
    plain,
    say,
    second_of,
)
from app.model import CaseId
from app.printing import print_json, print_rows

if TYPE_CHECKING:
    from app.keeping import KeepingRow
    from app.retention import KeepUntil

retention_commands = typer.Typer(no_args_is_help=True, help="保存期限 Retention")
clock_commands = typer.Typer(no_args_is_help=True, help="时钟 The clock")

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="业务编号 The case")]


@retention_commands.command("list")
def list_cases(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """每笔业务保存到哪天，为什么。"""
    from app.keeping import Keeping

    with opened(data_dir, account) as station:
        rows = Keeping(station).rows()
    if as_json:
        print_json(plain(rows))
        return
    texts = [(row.case_id, row.customer_name, str(row.takes), _state(row), _why(row.kept)) for row in rows]
    print_rows(console(), "保存期限", ("业务", "客户", "录像", "保存到", "为什么"), texts)


@retention_commands.command("contract-ended")
def contract_ended(
    case: CaseName,
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="合同终止日")],
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """登记合同在哪天终止：保存期限从那天算起。"""
    from app.keeping import Keeping

    with opened(data_dir, account) as station:
        Keeping(station).contract_ended(CaseId(case), day.date())
    _done({"case": case, "ended": day.date().isoformat()}, as_json, f"已登记：业务 {case} 于 {day.date()} 终止。")


@retention_commands.command("hold")
def hold(
    case: CaseName, reason: Reason, account: AccountName = None, as_json: Json = False, data_dir: DataDir = None
) -> None:
    """有争议：冻结，不得销毁。"""
    from app.keeping import Keeping

    with opened(data_dir, account) as station:
        Keeping(station).hold(CaseId(case), reason)
    _done({"case": case, "is_held": True}, as_json, f"业务 {case} 已冻结。")


@retention_commands.command("lift")
def lift(
    case: CaseName,
    reason: Reason,
    ended: Annotated[
        datetime | None, typer.Option("--ended", formats=["%Y-%m-%d"], help="争议了结日，缺省今天 When it ended")
    ] = None,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """争议了结：解除冻结，从了结日起再保存两年。"""
    from app.keeping import Keeping

    with opened(data_dir, account) as station:
        Keeping(station).lift(CaseId(case), reason, None if ended is None else ended.date())
    _done({"case": case, "is_held": False}, as_json, f"业务 {case} 已解除冻结。")


@retention_commands.command("forecast")
def forecast(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """以后每个月录像占多少磁盘，何时会满。"""
    from app.keeping import Keeping

    with opened(data_dir, account) as station:
        found = Keeping(station).forecast()
    if as_json:
        print_json(plain(found))
        return
    rows = [
        tuple(f"{count / 1e9:.2f}" for count in (month.bytes_at_end, month.bytes_freed, month.bytes_added_estimated))
        for month in found.months
    ]
    named = [(f"{month.begins:%Y-%m}", *row) for month, row in zip(found.months, rows, strict=True)]
    print_rows(console(), "磁盘预测（GB）", ("月份", "月末占用", "可释放", "预计新增"), named)
    until = found.months_until_full
    say("五十年内不会满。" if until is None else f"约 {until:.1f} 个月后磁盘会满。")


@retention_commands.command("destroy")
def destroy(
    case: CaseName,
    reason: Reason,
    second: SecondName = None,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """到期销毁：两个人、说明原因，先毁密钥再毁文件，留下签名的销毁凭证。"""
    from app.keeping import Keeping

    with opened(data_dir, account) as station, second_of(station, second) as other:
        certificates = Keeping(station).destroy(CaseId(case), reason, other)
    if as_json:
        print_json({"case": case, "certificates": plain(certificates)})
        return
    say(f"业务 {case} 的录像已销毁，销毁凭证：")
    for certificate in certificates:
        say(f"  {certificate}")


@clock_commands.command("confirm")
def confirm(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """人看过电脑时钟，确认是对的；销毁之前要它可信。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        now = datetime.fromtimestamp(station.clock.wall_ns() / 1e9).astimezone().isoformat(timespec="seconds")
        Administration(station).confirm_clock()
    _done({"confirmed": now}, as_json, f"已确认：现在是 {now}。如果不对，请先改正电脑时钟再确认一次。")


def _done(told: dict[str, object], as_json: bool, text: str) -> None:
    if as_json:
        print_json(told)
    else:
        say(text)


def _state(row: "KeepingRow") -> str:
    if row.is_destroyed:
        return "已销毁"
    if row.holds:
        return f"冻结（{row.holds}）"
    if row.until is None:
        return "不能确定"
    return f"{row.until}，已到期" if row.is_due else row.until.isoformat()


def _why(kept: "KeepUntil") -> str:
    return "；".join(reason.text(language()) for reason in kept.reasons)
