"""Looking at takes: `cases`, `show`, `search`, `export`, `verify`, `recover`.

Whose takes a person sees is the station's to say: a clerk's lists hold own cases only.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from app.commands.common import (
    AccountName,
    DataDir,
    Json,
    Reason,
    SecondName,
    console,
    opened,
    read_given,
    say,
    second_of,
)
from app.faults import EXIT, exit_code
from app.model import TakeId
from app.printing import marks_json, print_json, print_rows

NS = 1_000_000_000
MOST_HITS = 50


def cases(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """列出业务和录像：柜员只看到自己的。"""
    with opened(data_dir, account) as station:
        found = [(case, station.takes_of(case.case_id)) for case in station.overview()]
    if as_json:
        print_json(
            [
                {
                    "case": case.case_id,
                    "product_kind": case.product_kind,
                    "customer": case.customer_name,
                    "clerk": case.clerk_id,
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
        (case.case_id, case.customer_name, case.product_kind, take.id, take.state.value, take.outcome or "")
        for case, takes in found
        for take in takes
    ]
    print_rows(console(), "业务", ("业务", "客户", "产品", "录像", "状态", "结果"), rows)


def show(take: str, account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """显示一段录像的环节、应答、文字稿和打点。"""
    with opened(data_dir, account) as station:
        review = station.review_of(TakeId(take))
    row = review.take
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
                "steps": [{"id": s.step, "verdict": s.verdict.value, "attempts": s.attempts} for s in review.steps],
                "answers": [
                    {"step": a.step, "attempt": a.attempt, "text": a.text, "verdict": a.verdict, "reason": a.reason}
                    for a in review.answers
                ],
                "transcript": [
                    {"channel": u.channel.value, "text": u.text, "begin_s": round(u.begin_ns / NS, 3)}
                    for u in review.transcript
                ],
                "marks": marks_json(review.marks),
            }
        )
        return
    say(f"录像 {row.id} · 业务 {row.case_id} · {row.state.value} · {row.outcome or '—'}")
    print_rows(
        console(),
        "应答",
        ("环节", "次", "应答", "结果", "原因"),
        [(a.step, str(a.attempt), a.text, a.verdict.value, a.reason) for a in review.answers],
    )


def search(text: str, account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """在文字稿和业务里找：柜员只找自己的。"""
    with opened(data_dir, account) as station:
        hits = station.search(text, MOST_HITS)
    if as_json:
        print_json(
            [
                {
                    "what": hit.what,
                    "case": hit.case,
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
    print_rows(console(), f"找到 {len(hits)} 处", ("录像", "时间", "文字"), rows)


def export(
    take: str,
    target: Annotated[Path, typer.Argument(help="新文件 A new file")],
    reason: Reason,
    second: SecondName = None,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """解密导出一段录像：要两个人，须说明原因，写入审计。"""
    with opened(data_dir, account) as station, second_of(station, second) as other:
        size = station.export(TakeId(take), target, reason, other)
    if as_json:
        print_json({"take": take, "path": str(target), "bytes": size})
    else:
        say(f"已导出 {target}（{size} 字节），原因和两个人的工号已写入审计。")


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
        trusted_key=None if key is None else read_given(key).strip(),
        identity=None if identity is None else read_identities(read_given(identity)),
    )
    if as_json:
        print_json(verification_json(verification))
    else:
        print_verification(console(), verification)
    if not verification.has_passed:
        raise typer.Exit(EXIT.CHECK_FAILED)


def recover(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """把崩溃或断电留下的录像封存好。"""
    with opened(data_dir, account) as station:
        recoveries = station.recover()
    if as_json:
        print_json([recovery.as_json() for recovery in recoveries])
    else:
        if not recoveries:
            say("没有需要恢复的录像。")
        for recovery in recoveries:
            say(recovery.sentence())
    for recovery in recoveries:
        if recovery.fault is not None:
            raise typer.Exit(exit_code(recovery.fault))
