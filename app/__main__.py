"""The command line, and the one place where everything is put together.

    station run | demo | record | cases | show | search | export | verify | recover
    station doctor | devices | models | script | bench | screenshots

Every command takes `--data-dir` and `--json`. Exit codes: 0 ok, 1 fault, 2 usage, 3 check failed, 4 locked, 5 device.
A fault is one sentence with a code on standard error; a mistake of ours goes to the log with its stack.
"""

import getpass
import logging
import os
import sys
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.faults import EXIT, Fault, exit_code, sentence
from app.logs import start_logging
from app.model import TakeId
from app.printing import marks_json, print_fault, print_json, print_report, print_rows, report_json
from app.settings import Settings, load_settings

log = logging.getLogger("command")
_run = ExitStack()
"""what a command opened for as long as it runs; `main` closes it"""
commands = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="双录工作站 Dual-recording station"
)
script_commands = typer.Typer(no_args_is_help=True, help="话术 Scripts")
models_commands = typer.Typer(no_args_is_help=True, help="模型 Models")
commands.add_typer(script_commands, name="script")
commands.add_typer(models_commands, name="models")

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="数据目录 Data folder")]
Json = Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象 One JSON object on standard output")]
PASSPHRASE = "DUALREC_PASSPHRASE"
NS = 1_000_000_000
MANY = 1_000_000
"""cases in a list: all of them"""


def _passphrase() -> str:
    """From the environment, else asked for at the terminal; E-221 when there is neither."""
    given = os.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Fault("E-221")
    return getpass.getpass("口令 Passphrase: ")


def _settings(data_dir: Path | None) -> Settings:
    """Looking at a folder that is not there must not make it, so there is a log only where there is a station."""
    settings = load_settings(data_dir)
    if settings.folder.root.is_dir():
        _run.callback(start_logging(settings.folder).close)
    return settings


def _read_given(file: Path) -> str:
    """A small text file named on the command line."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as problem:
        raise Fault("E-916", name=file.name, reason=problem.strerror or "?") from problem


def _err() -> Console:
    return Console(stderr=True)


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

        result = walk_demo(folder, script, is_elder=elder, fast=fast, stay=stay, console=_err())
    else:
        result = run_demo(folder, script, is_elder=elder, fast=fast, console=_err())
    if as_json:
        print_json({**report_json(result.report, result.package), "verified": result.verification.has_passed})
    else:
        print_report(Console(), result.report, result.script, result.package)
        print_verification(Console(), result.verification)
    if not result.verification.has_passed:
        raise typer.Exit(EXIT.CHECK_FAILED)


@commands.command()
def run(data_dir: DataDir = None) -> None:
    """打开窗口：录制、复核、回放。"""
    settings = load_settings(data_dir)
    settings.folder.prepare()
    _run.callback(start_logging(settings.folder).close)
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

    count = take_screenshots(folder, only or [], console=_err())
    Console().print(f"{count} 张 → {folder}", highlight=False, markup=False)


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
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """录一笔双录：按话术播报、听答、看脸，边录边加密，结束即封存签名。"""
    from app.counter import CounterRequest, plan_take, record_at_counter
    from app.station import Station

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
    passphrase = _passphrase()
    settings.folder.prepare()
    _run.callback(start_logging(settings.folder).close)
    with Station.open_or_found(settings, passphrase) as station:
        report = record_at_counter(station, plan, _err())
    if as_json:
        print_json(report_json(report))
    else:
        print_report(Console(), report, plan.prepared.script)
    if any(exit_code(fault) == EXIT.DEVICE for fault in report.faults):
        raise typer.Exit(EXIT.DEVICE)
    if report.faults:
        raise typer.Exit(EXIT.FAULT)


# ---------------------------------------------------------------------- looking


@commands.command()
def cases(as_json: Json = False, data_dir: DataDir = None) -> None:
    """列出业务和录像。"""
    from app.station import Station

    with Station.open(_settings(data_dir), _passphrase()) as station:
        found = [(case, station.takes_of(case.id)) for case in station.vault.cases(limit=MANY)]
    if as_json:
        print_json(
            [
                {
                    "case": case.id,
                    "product_kind": case.product_kind,
                    "customer": case.customer_name,
                    "takes": [
                        {"id": t.id, "state": t.state.value, "outcome": t.outcome.value if t.outcome else None}
                        for t in takes
                    ],
                }
                for case, takes in found
            ]
        )
        return
    rows = [
        (case.id, case.customer_name, case.product_kind, take.id, take.state.value, take.outcome or "")
        for case, takes in found
        for take in takes
    ]
    print_rows(Console(), "业务", ("业务", "客户", "产品", "录像", "状态", "结果"), rows)


@commands.command()
def show(take: str, as_json: Json = False, data_dir: DataDir = None) -> None:
    """显示一段录像的环节、应答、文字稿和打点。"""
    from app.station import Station

    take_id = TakeId(take)
    with Station.open(_settings(data_dir), _passphrase()) as station:
        shown, vault = station.show(take_id), station.vault
        steps, lines = vault.steps(take_id), vault.transcript(take_id)
        answers, marks = vault.answers(take_id), vault.marks(take_id)
    row = shown.take
    if as_json:
        print_json(
            {
                "take": {
                    "id": row.id,
                    "case": row.case_id,
                    "state": row.state.value,
                    "outcome": row.outcome.value if row.outcome else None,
                    "started": datetime.fromtimestamp(row.started_wall_ns / NS).astimezone().isoformat(),
                    "duration_s": round(row.duration_ns / NS, 3),
                    "sealed_bytes": row.sealed_bytes,
                    "sha256": row.sha256,
                },
                "steps": [{"id": s.step, "verdict": s.verdict.value, "attempts": s.attempts} for s in steps],
                "answers": [
                    {"step": a.step, "attempt": a.attempt, "text": a.text, "verdict": a.verdict, "reason": a.reason}
                    for a in answers
                ],
                "transcript": [
                    {"channel": u.channel.value, "text": u.text, "begin_s": round(u.begin_ns / NS, 3)} for u in lines
                ],
                "marks": marks_json(marks),
            }
        )
        return
    console = Console()
    console.print(f"录像 {row.id} · 业务 {row.case_id} · {row.state.value} · {row.outcome or '—'}", highlight=False)
    print_rows(
        console,
        "应答",
        ("环节", "次", "应答", "结果", "原因"),
        [(a.step, str(a.attempt), a.text, a.verdict.value, a.reason) for a in answers],
    )


@commands.command()
def search(text: str, as_json: Json = False, data_dir: DataDir = None) -> None:
    """在所有文字稿和业务里找。"""
    from app.station import Station

    with Station.open(_settings(data_dir), _passphrase()) as station:
        hits = station.vault.search(text)
    if as_json:
        print_json(
            [
                {
                    "what": hit.what,
                    "take": hit.take,
                    "channel": hit.channel,
                    "text": hit.text,
                    "at_s": round(hit.begin_ns / NS, 3) if hit.take else None,
                }
                for hit in hits
            ]
        )
        return
    rows = [(str(hit.take or hit.case), f"{hit.begin_ns / NS:.1f} s" if hit.take else "", hit.text) for hit in hits]
    print_rows(Console(), f"找到 {len(hits)} 处", ("录像", "时间", "文字"), rows)


@commands.command()
def export(
    take: str,
    target: Annotated[Path, typer.Argument(help="新文件 A new file")],
    reason: Annotated[str, typer.Option("--reason", help="为什么要导出，写入审计 Goes into the audit log")],
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """解密导出一段录像，须说明原因，写入审计。"""
    from app.station import Station

    with Station.open(_settings(data_dir), _passphrase()) as station:
        size = station.export(TakeId(take), target, getpass.getuser(), reason)
    if as_json:
        print_json({"take": take, "path": str(target), "bytes": size})
    else:
        text = f"已导出 {target}（{size} 字节），原因已写入审计。"
        Console().print(text, highlight=False, markup=False, soft_wrap=True)


@commands.command()
def verify(
    folder: Annotated[Path, typer.Argument(help="证据包 The package folder")],
    key: Annotated[Path | None, typer.Option("--key", help="可信的工作站公钥 PEM Trusted station key")] = None,
    identity: Annotated[
        Path | None, typer.Option("--identity", help="age 私钥文件，逐块解密 age identity file")
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """验证证据包：不需要工作站，也不需要保险库。"""
    from app.evidence.package import verify as verify_package
    from app.evidence.sealed import read_identities
    from app.printing import print_verification, verification_json

    verification = verify_package(
        folder,
        trusted_key=None if key is None else _read_given(key).strip(),
        identity=None if identity is None else read_identities(_read_given(identity)),
    )
    if as_json:
        print_json(verification_json(verification))
    else:
        print_verification(Console(), verification)
    if not verification.has_passed:
        raise typer.Exit(EXIT.CHECK_FAILED)


@commands.command()
def recover(as_json: Json = False, data_dir: DataDir = None) -> None:
    """把崩溃或断电留下的录像封存好。"""
    from app.station import Station

    with Station.open(_settings(data_dir), _passphrase()) as station:
        recoveries = station.recover()
    if as_json:
        print_json([recovery.as_json() for recovery in recoveries])
    else:
        console = Console()
        if not recoveries:
            console.print("没有需要恢复的录像。")
        for recovery in recoveries:
            console.print(recovery.sentence(), highlight=False, markup=False, soft_wrap=True)
    for recovery in recoveries:
        if recovery.fault is not None:
            raise typer.Exit(exit_code(recovery.fault))


# ---------------------------------------------------------------------- the machine


@commands.command()
def doctor(as_json: Json = False, data_dir: DataDir = None) -> None:
    """检查这台电脑：有什么，缺什么，意味着什么，怎么办。"""
    from app.doctor import examine, print_findings

    findings = examine(_settings(data_dir))
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        print_findings(Console(), findings)
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
    print_rows(Console(), "设备", ("类别", "序号", "名称"), rows)


@models_commands.command("list")
def models_list(as_json: Json = False, data_dir: DataDir = None) -> None:
    """已安装和可安装的模型。"""
    from app.station import BUNDLED_MODELS
    from media.models import installed

    settings = _settings(data_dir)
    found = [model for folder in (settings.folder.models, BUNDLED_MODELS) for model in installed(folder)]
    rows = [(m.id, m.kind, m.problem.code if m.problem else "ok", "test" if m.is_test_only else "") for m in found]
    if as_json:
        print_json([{"id": i, "kind": k, "state": s, "note": n} for i, k, s, n in rows])
    else:
        print_rows(Console(), "模型", ("编号", "类别", "状态", "说明"), rows)


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

    settings = _settings(data_dir)
    settings.folder.prepare()
    model = install(source, settings.folder.models, trust=trust)
    if as_json:
        print_json({"id": model.id, "sha256": model.sha256})
    else:
        Console().print(f"已安装 {model.id}", highlight=False)


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
        print_rows(Console(), "话术", ("编号", "版本", "名称", "自", "至", "今日有效"), rows)


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
        console = Console()
        for finding in findings:
            console.print(sentence(finding), highlight=False, markup=False, soft_wrap=True)
        if not findings:
            console.print("话术检查通过。")
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

    results = run_bench(only or [], runs=runs, quick=quick, console=_err(), more=SUBJECTS)
    if as_json:
        print_json(results)
    else:
        print_bench(Console(), results)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    _forbid_core_dumps()
    with _run:
        return _carry_out(words)


def _forbid_core_dumps() -> None:
    """A dump of this process would put pictures and keys on the disk in the clear."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _carry_out(words: list[str]) -> int:
    try:
        commands(words, prog_name="station")
    except SystemExit as ended:  # how the command line library says that it is done, with its exit code
        return ended.code if isinstance(ended.code, int) else EXIT.OK
    except Fault as fault:
        log.info("fault %s", fault.code)
        print_fault(_err(), fault, os.environ.get("DUALREC_LANGUAGE", "zh"), "--json" in words)
        return exit_code(fault)
    except KeyboardInterrupt:
        return EXIT.FAULT
    except Exception:
        log.exception("unexpected")
        print_fault(_err(), Fault("E-901"), os.environ.get("DUALREC_LANGUAGE", "zh"), "--json" in words)
        return EXIT.FAULT
    return EXIT.OK


if __name__ == "__main__":
    sys.exit(main())
