"""`init`, which makes a station or gives an old one its accounts, and `recover-access` for when nobody can log in.

    station init                                     asks for everything at the terminal
    station init --administrator A --supervisor S    passphrases from the environment, for scripts

The recovery kit is told once: on the terminal, as three sheets to print (`--kit-folder`), or within the JSON when that
is asked for in so many words (`--kit-json`). It is kept nowhere.
"""

import getpass
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands.common import (
    PASSPHRASE,
    DataDir,
    Json,
    ShareFiles,
    language,
    new_passphrase,
    say,
    secret_of,
    settings_of,
    typed_shares,
    warn,
)
from app.faults import Fault
from app.printing import print_json
from app.rights import Role
from app.vault.keyfile import NewAccount

ADMINISTRATOR_PASSPHRASE = "DUALREC_ADMINISTRATOR_PASSPHRASE"
SUPERVISOR_PASSPHRASE = "DUALREC_SUPERVISOR_PASSPHRASE"
CLERK_PASSPHRASE = "DUALREC_CLERK_PASSPHRASE"

Administrator = Annotated[str | None, typer.Option("--administrator", help="管理员工号 Makes accounts, never replays")]
Supervisor = Annotated[str | None, typer.Option("--supervisor", help="主管工号 Replays, never makes accounts")]
KitFolder = Annotated[
    Path | None, typer.Option("--kit-folder", help="恢复卡写成三页 HTML，供打印 Three sheets to print, then destroy")
]
KitJson = Annotated[bool, typer.Option("--kit-json", help="恢复卡写进 JSON The shares within the JSON")]


class KitTelling:
    """The one time that a recovery kit is told; its way out is ready before the kit is made."""

    def __init__(self, folder: Path | None, *, as_json: bool, kit_json: bool) -> None:
        """E-299 when nobody would see it, E-914 and E-915 when the sheets cannot be written."""
        if as_json and folder is None and not kit_json:
            raise Fault("E-299")
        self._kit_json = kit_json
        self._as_json = as_json
        self._sheets = [] if folder is None else [folder / f"recovery-share-{number}.html" for number in (1, 2, 3)]
        if folder is not None:
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                for sheet in self._sheets:
                    os.close(os.open(sheet, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError as problem:
                raise Fault("E-914", name=Path(problem.filename).name) from None
            except OSError as problem:
                raise Fault("E-915", reason=problem.strerror or "?") from problem

    def tell(self, shares: Sequence[str], station: str) -> dict[str, Any]:
        """Write or print it; what the JSON says of it."""
        from app.vault.recovery import kit_number, kit_page

        today = date.today()
        told: dict[str, Any] = {"number": kit_number(shares[0])}
        if self._kit_json:
            told["shares"] = list(shares)
        try:
            for number, sheet in enumerate(self._sheets, 1):
                sheet.write_text(kit_page(shares[number - 1], number, station, today, language()), encoding="utf-8")
            told["files"] = [str(sheet) for sheet in self._sheets]
        except OSError:  # the kit is made and must not be lost with the disk
            warn("恢复卡没有写成文件，改为显示在这里。 The sheets could not be written; here they are.")
            self._print(shares, station, today, to_error=True)
        if not self._sheets and not self._as_json:
            self._print(shares, station, today)
        return told

    def withdraw(self) -> None:
        """The kit was not made: leave no empty sheets."""
        for sheet in self._sheets:
            sheet.unlink(missing_ok=True)

    def _print(self, shares: Sequence[str], station: str, today: date, *, to_error: bool = False) -> None:
        from app.vault.recovery import kit_text

        for number, share in enumerate(shares, 1):
            text = kit_text(share, number, station, today, language())
            print("\n" + text, file=sys.stderr if to_error else sys.stdout)


def init(
    administrator: Administrator = None,
    supervisor: Supervisor = None,
    clerk: Annotated[str | None, typer.Option("--clerk", help="柜员工号，可不设 A first clerk, if wanted")] = None,
    archive: Annotated[
        list[str] | None, typer.Option("--archive", help="机构归档公钥，可重复 Archive recipient, age1…")
    ] = None,
    kit_folder: KitFolder = None,
    kit_json: KitJson = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """第一次设置：账号、密钥、恢复卡；没有账号的旧保险库在此升级，录像全部保留。"""
    from app.evidence.sealed import Recipient
    from app.founding import has_old_vault, upgrade
    from app.station import Station
    from app.vault.vault import VAULT_NAME

    settings = settings_of(data_dir)
    is_old = has_old_vault(settings.folder.vault)
    if not is_old and (settings.folder.vault / VAULT_NAME).exists():
        raise Fault("E-202")
    recipients = tuple(map(Recipient.parse, archive or ()))
    old_passphrase = _old_passphrase() if is_old else ""
    founders = _founders(administrator, supervisor, clerk)
    kit_told = KitTelling(kit_folder, as_json=as_json, kit_json=kit_json)
    try:
        if is_old:
            kit = upgrade(settings, old_passphrase, founders, archive=recipients)
        else:
            kit = Station.found(settings, founders, recipients)
    except BaseException:
        kit_told.withdraw()
        raise
    told = kit_told.tell(kit.shares, kit.station)
    if as_json:
        accounts = [{"account": new.name, "roles": sorted(new.roles)} for new in founders]
        print_json({"station": kit.station, "accounts": accounts, "was_upgraded": is_old, "kit": told})
        return
    say(f"工作站 {kit.station} 已{'升级' if is_old else '建立'}：{'，'.join(new.name for new in founders)}。")
    say("三张恢复卡交给三个人分开保管；它们不会再显示。任意两张可以打开一切，一张什么也打不开。")
    if kit_folder is not None:
        say(f"恢复卡在 {kit_folder}：打印后请立即销毁这三个文件。")
    if is_old:
        say("原口令不再有用。用原口令做的旧拷贝仍能打开，请一并销毁。")


def recover_access(
    administrator: Administrator = None,
    supervisor: Supervisor = None,
    share_file: ShareFiles = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """口令都丢了或电脑换了：用两张恢复卡重新设立管理员和主管。"""
    from app.founding import recover_access as recover
    from app.vault.recovery import seed_from

    settings = settings_of(data_dir)
    shares = typed_shares(share_file)
    seed_from(shares)  # before anybody thinks of passphrases
    recovered = recover(settings, shares, _founders(administrator, supervisor, None, is_first=False))
    if as_json:
        print_json({"made": recovered.made, "reset": recovered.reset, "was_bound": recovered.was_bound})
        return
    for name in (*recovered.made, *recovered.reset):
        say(f"{name} 可以登录了，先用 account passphrase 改口令。")
    if recovered.was_bound:
        say("保险库已与原电脑解除绑定；需要时请用 keys bind 绑定到这台。")
    say("两张恢复卡已经有人看过：请用 keys new-kit 重做一套，旧的三张全部销毁。")


def _founders(
    administrator: str | None, supervisor: str | None, clerk: str | None, *, is_first: bool = True
) -> list[NewAccount]:
    """Named on the command line, or asked for; each types a passphrase of his own."""
    is_asked = administrator is None and supervisor is None and sys.stdin.isatty()
    if is_asked:
        administrator = typer.prompt("管理员工号 Administrator's account", err=True)
        supervisor = typer.prompt("主管工号 Supervisor's account", err=True)
    if administrator is None or supervisor is None:
        raise typer.BadParameter("--administrator and --supervisor are both needed")
    if is_asked and is_first and clerk is None:
        clerk = typer.prompt("柜员工号，可不填 A clerk's account, or nothing", default="", show_default=False, err=True)
    wanted = [
        (administrator, Role.ADMINISTRATOR, ADMINISTRATOR_PASSPHRASE),
        (supervisor, Role.SUPERVISOR, SUPERVISOR_PASSPHRASE),
        *([(clerk, Role.CLERK, CLERK_PASSPHRASE)] if clerk else []),
    ]
    return [NewAccount(name, new_passphrase(name, variable), frozenset({role})) for name, role, variable in wanted]


def _old_passphrase() -> str:
    if PASSPHRASE in os.environ or not sys.stdin.isatty():
        return secret_of(PASSPHRASE, "")
    return getpass.getpass("这个保险库原来的口令 The passphrase this vault had: ")
