"""`keys …`: which keys there are and who holds them, and changing them. What touches replaying takes two people: an
administrator, and somebody who holds the replay key (`--second`, whoever of them logs in).
"""

import typer

from app.commands.common import AccountName, DataDir, Json, SecondName, console, opened, plain, say, second_of
from app.commands.founding import KitFolder, KitJson, KitTelling
from app.printing import print_json, print_rows
from app.rights import Right

key_commands = typer.Typer(no_args_is_help=True, help="密钥 Keys")


@key_commands.command("show")
def show(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """有哪些密钥，谁持有；不显示任何秘密。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        state = Administration(station).key_state()
    if as_json:
        print_json(plain(state))
        return
    rows = [
        ("工作站签名密钥", state.station_key),
        ("回放公钥", state.recipients[0]),
        *(("归档公钥", text) for text in state.recipients[1:]),
        ("持有回放密钥的账号", " ".join(state.holders) or "—"),
        ("等待授予的账号", " ".join(state.waiting) or "—"),
        ("本账号能打开", " ".join(state.own)),
        ("恢复卡", "有" if state.has_kit else "没有"),
        ("绑定到这台电脑", "是" if state.is_bound else "否"),
        ("回放密钥应当更换", "是" if state.is_rotation_due else "否"),
    ]
    print_rows(console(), "密钥", ("密钥", "状态"), rows)


@key_commands.command("rotate-replay")
def rotate_replay(
    second: SecondName = None, account: AccountName = None, as_json: Json = False, data_dir: DataDir = None
) -> None:
    """以后的录像换新的回放密钥，旧录像照常能放；管理员和持钥人两人一起。"""
    from app.administration import Administration

    with opened(data_dir, account) as station, second_of(station, second) as other:
        recipient = Administration(station).rotate_replay(other)
    if as_json:
        print_json({"recipient": recipient.text})
    else:
        say(f"以后的录像封给 {recipient.text}；旧录像仍用旧密钥打开。")


@key_commands.command("new-kit")
def new_kit(
    second: SecondName = None,
    kit_folder: KitFolder = None,
    kit_json: KitJson = False,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """做一套新的恢复卡，旧的作废；管理员和持钥人两人一起。"""
    from app.administration import Administration

    told_by = KitTelling(kit_folder, as_json=as_json, kit_json=kit_json)
    try:
        with opened(data_dir, account) as station, second_of(station, second) as other:
            kit = Administration(station).new_kit(other)
    except BaseException:
        told_by.withdraw()
        raise
    told = told_by.tell(kit.shares, kit.station)
    if as_json:
        print_json({"station": kit.station, "kit": told})
    else:
        say("新的恢复卡已做好，旧的三张打不开现在的保险库，但能打开以前的备份：请全部销毁。")


@key_commands.command("rotate-database")
def rotate_database(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """用新密钥重新加密数据库。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        station.require(Right.KEYS)
        Administration(station).rotate_database()
    if as_json:
        print_json({"rotated": True})
    else:
        say("数据库已用新密钥重新加密。")


@key_commands.command("bind")
def bind(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """把保险库绑定到这台电脑：拷走也打不开，除非有两张恢复卡。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        Administration(station).bind()
    if as_json:
        print_json({"is_bound": True})
    else:
        say("保险库已绑定到这台电脑的系统密钥库。电脑坏了只能用两张恢复卡打开：请确认它们还在。")


@key_commands.command("unbind")
def unbind(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """解除绑定，保险库在别的电脑上也能打开。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        Administration(station).unbind()
    if as_json:
        print_json({"is_bound": False})
    else:
        say("已解除绑定。")
