"""The command line, and the one place where everything is put together.

    station run | init | demo | record | cases | show | search | export | verify | recover
    station account | rights | keys | recover-access | vault | audit | place | retention | clock
    station doctor | devices | models | script | bench | screenshots

Every command takes `--data-dir` and `--json`; one that opens a vault takes the account (`--account`, DUALREC_ACCOUNT)
and its passphrase (DUALREC_PASSPHRASE, never a word of the command line). Exit codes: 0 ok, 1 fault, 2 usage, 3 check
failed, 4 locked, 5 device. A fault is one sentence with a code on standard error; a mistake of ours goes to the log
with its stack. The groups are in `app.commands`.
"""

import logging
import os
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from app.commands import accounts, audit, founding, keys, place, retention, takes, vault
from app.commands.common import (
    AccountName,
    DataDir,
    Json,
    closing,
    console,
    err,
    language,
    opened,
    say,
    settings_of,
)
from app.faults import EXIT, Fault, exit_code, sentence
from app.forwarding import start_logging_of
from app.guarding import guard_memory
from app.printing import print_fault, print_json, print_report, print_rows, report_json
from app.settings import load_settings

log = logging.getLogger("command")
commands = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="双录工作站 Dual-recording station"
)
script_commands = typer.Typer(no_args_is_help=True, help="话术 Scripts")
models_commands = typer.Typer(no_args_is_help=True, help="模型 Models")
commands.command("init")(founding.init)
for look in (takes.cases, takes.show, takes.search, takes.export, takes.verify, takes.recover):
    commands.command()(look)
commands.command("recover-access")(founding.recover_access)
commands.command("rights")(accounts.rights)
for name, group in {
    "account": accounts.account_commands,
    "keys": keys.key_commands,
    "vault": vault.vault_commands,
    "audit": audit.audit_commands,
    "place": place.place_commands,
    "retention": retention.retention_commands,
    "clock": retention.clock_commands,
    "script": script_commands,
    "models": models_commands,
}.items():
    commands.add_typer(group, name=name)


# ---------------------------------------------------------------------- recording


@commands.command()
def demo(
    out: Annotated[Path | None, typer.Option("--out", help="一切产物放在这里 Where everything goes")] = None,
    script: Annotated[str, typer.Option("--script", help="话术 Which script")] = "bank-life-over-1y",
    elder: Annotated[bool, typer.Option("--elder", help="年长客户 An old customer")] = False,
    fast: Annotated[bool, typer.Option("--fast", help="尽快运行 As fast as the machine can")] = False,
    window: Annotated[bool, typer.Option("--window", help="在窗口里演示 Show it in the window")] = False,
    stay: Annotated[bool, typer.Option("--stay", help="演示完窗口不关 Leave the window open")] = False,
    as_json: Json = False,
    data_dir: Annotated[Path | None, typer.Option("--data-dir", help="同 --out The same as --out")] = None,
) -> None:
    """在虚拟柜台录一笔完整的双录，留下加密、签名、已验证的证据包。"""
    from app.demo import run_demo
    from app.printing import print_verification

    folder = out or data_dir
    if window:
        from ui.walk import walk_demo

        result = walk_demo(folder, script, is_elder=elder, fast=fast, stay=stay, console=err())
    else:
        result = run_demo(folder, script, is_elder=elder, fast=fast, console=err())
    if as_json:
        print_json({**report_json(result.report, result.package), "verified": result.verification.has_passed})
    else:
        print_report(console(), result.report, result.script, result.package)
        print_verification(console(), result.verification)
    if not result.verification.has_passed:
        raise typer.Exit(EXIT.CHECK_FAILED)


@commands.command()
def run(data_dir: DataDir = None) -> None:
    """打开窗口：录制、复核、回放。"""
    settings = load_settings(data_dir)
    settings.folder.prepare()
    closing.callback(start_logging_of(settings).close)
    from ui.application import Application

    code = Application(settings).run()
    if code:
        raise typer.Exit(code)


@commands.command()
def screenshots(
    folder: Annotated[Path, typer.Argument(help="图片放在这里 Where the pictures go")],
    only: Annotated[list[str] | None, typer.Option("--only", help="只要这些页 Only these pages")] = None,
) -> None:
    """画出每一页：两种语言、明暗两色、两种尺寸，来自一份真实的演示保险库。"""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.screenshots import take_screenshots

    count = take_screenshots(folder, only or [], console=err())
    console().print(f"{count} 张 → {folder}", highlight=False, markup=False)


@commands.command()
def record(
    script: Annotated[str, typer.Option("--script", help="话术编号 Script id")],
    case: Annotated[Path, typer.Option("--case", help="业务文件 Case file")],
    camera: Annotated[list[str] | None, typer.Option("--camera", help="device: | file: | rtsp: | synthetic:")] = None,
    microphone: Annotated[str | None, typer.Option("--microphone", help="柜台 Counter")] = None,
    customer_microphone: Annotated[str | None, typer.Option("--customer-microphone", help="客户 Customer")] = None,
    customer_says: Annotated[Path | None, typer.Option("--customer-says", help="<step-id>.wav … default.wav")] = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="device:NAME | none")] = None,
    layout: Annotated[str | None, typer.Option("--layout", help="one | side_by_side | picture_in_picture")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="抽题种子 Draws the questions")] = None,
    fast: Annotated[bool, typer.Option("--fast", help="尽快运行 As fast as the machine can")] = False,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """录一笔双录：按话术播报、听答、看脸，边录边加密，结束即封存签名。"""
    from app.counter import CounterRequest, plan_take, record_at_counter

    settings = load_settings(data_dir)
    second = None if customer_says else settings.devices.customer_microphone
    request = CounterRequest(
        script_id=script,
        case_file=case,
        cameras=tuple(camera or (settings.devices.camera,)),
        microphone=microphone or settings.devices.microphone,
        customer_microphone=customer_microphone or second,
        customer_says=customer_says,
        speaker=speaker,
        layout=layout,
        seed=seed,
        fast=fast,
    )
    plan = plan_take(request)
    with opened(data_dir, account) as station:
        report = record_at_counter(station, plan, err())
    if as_json:
        print_json(report_json(report))
    else:
        print_report(console(), report, plan.prepared.script)
    if any(exit_code(fault) == EXIT.DEVICE for fault in report.faults):
        raise typer.Exit(EXIT.DEVICE)
    if report.faults:
        raise typer.Exit(EXIT.FAULT)


# ---------------------------------------------------------------------- the machine


@commands.command()
def doctor(as_json: Json = False, data_dir: DataDir = None) -> None:
    """检查这台电脑：有什么，缺什么，意味着什么，怎么办。"""
    from app.doctor import examine, print_findings

    findings = examine(settings_of(data_dir))
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        print_findings(console(), findings)
    if any(finding.status == "missing" for finding in findings):
        raise typer.Exit(EXIT.CHECK_FAILED)


@commands.command()
def devices(as_json: Json = False, data_dir: DataDir = None) -> None:
    """列出摄像头、麦克风和扬声器。"""
    from media.capture import devices as list_devices

    found = list_devices()
    if as_json:
        print_json(found.as_json())
        return
    rows = [(kind, str(device.index), device.name) for kind, device in found.rows()]
    print_rows(console(), "设备", ("类别", "序号", "名称"), rows)


@models_commands.command("list")
def models_list(as_json: Json = False, data_dir: DataDir = None) -> None:
    """已安装和可安装的模型。"""
    from app.station import BUNDLED_MODELS
    from media.models import installed

    settings = settings_of(data_dir)
    found = [model for folder in (settings.folder.models, BUNDLED_MODELS) for model in installed(folder)]
    rows = [(m.id, m.kind, m.problem.code if m.problem else "ok", "test" if m.is_test_only else "") for m in found]
    if as_json:
        print_json([{"id": i, "kind": k, "state": s, "note": n} for i, k, s, n in rows])
    else:
        print_rows(console(), "模型", ("编号", "类别", "状态", "说明"), rows)


@models_commands.command("install")
def models_install(
    source: Annotated[str, typer.Argument(help="文件夹、zip 或地址 A folder, a zip or an address")],
    trust: Annotated[
        bool, typer.Option("--trust", help="清单里没有也安装 Also one the manifest does not know")
    ] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """安装一个模型，先核对哈希。"""
    from media.models import install

    settings = settings_of(data_dir)
    settings.folder.prepare()
    model = install(source, settings.folder.models, trust=trust)
    if as_json:
        print_json({"id": model.id, "sha256": model.sha256})
    else:
        console().print(f"已安装 {model.id}", highlight=False)


@script_commands.command("list")
def script_list(as_json: Json = False, data_dir: DataDir = None) -> None:
    """话术库里有什么。"""
    from app.counter import LIBRARY
    from app.session.script_file import load_library

    library = load_library(LIBRARY)
    rows = [
        (
            s.id,
            s.version,
            s.title,
            str(s.valid_from),
            str(s.valid_to or ""),
            "✔" if s.is_valid_on(date.today()) else "—",
        )
        for s in library.scripts
    ]
    if as_json:
        names = ("id", "version", "title", "valid_from", "valid_to", "valid_today")
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        print_rows(console(), "话术", ("编号", "版本", "名称", "自", "至", "今日有效"), rows)


@script_commands.command("check")
def script_check(
    folder: Annotated[Path | None, typer.Argument(help="话术目录，缺省为自带的 A library folder")] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """检查话术：事实、规则、问法、禁用语、长度。"""
    from app.counter import LIBRARY
    from app.session.lint import check
    from app.session.script_file import load_library

    findings = check(load_library(folder or LIBRARY))
    if as_json:
        print_json([{"code": finding.code, "sentence": sentence(finding)} for finding in findings])
    else:
        for finding in findings:
            say(sentence(finding))
        if not findings:
            say("话术检查通过。")
    if findings:
        raise typer.Exit(EXIT.CHECK_FAILED)


@commands.command()
def bench(
    only: Annotated[list[str] | None, typer.Argument(help="只跑这些 Only these")] = None,
    runs: Annotated[int, typer.Option("--runs", help="每项次数 Runs of each")] = 3,
    quick: Annotated[bool, typer.Option("--quick", help="短一些 Shorter takes")] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """测性能：都是同一次运行里与对照的比值或时延。"""
    from app.bench import print_bench, run_bench

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.bench import SUBJECTS

    results = run_bench(only or [], runs=runs, quick=quick, console=err(), more=SUBJECTS)
    if as_json:
        print_json(results)
    else:
        print_bench(console(), results)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    guard_memory()
    with closing:
        return _carry_out(words)


def _carry_out(words: list[str]) -> int:
    try:
        commands(words, prog_name="station")
    except SystemExit as ended:  # how the command line library says that it is done, with its exit code
        return ended.code if isinstance(ended.code, int) else EXIT.OK
    except Fault as fault:
        log.info("fault %s", fault.code)
        print_fault(err(), fault, language(), "--json" in words)
        return exit_code(fault)
    except KeyboardInterrupt:
        return EXIT.FAULT
    except Exception:
        log.exception("unexpected")
        print_fault(err(), Fault("E-901"), language(), "--json" in words)
        return EXIT.FAULT
    return EXIT.OK


if __name__ == "__main__":
    sys.exit(main())
