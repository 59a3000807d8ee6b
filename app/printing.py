"""What the command line shows a person: progress while a take runs, and its report at the end. Chinese first.

Everything goes through one console; with `--json` the report is one JSON object on standard output and progress goes
to standard error. Nothing here decides anything.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.faults import Fault, sentence
from app.model import Channel, Mark, Utterance
from app.rights import APART, NAMES, RIGHTS, Right, Role

if TYPE_CHECKING:  # the engines behind these take a second to load, and most commands need none of them
    from app.evidence.package import Verification
    from app.session.runner import SessionView
    from app.session.script import ReadyScript
    from app.session.take import TakeReport

NS = 1_000_000_000
PIPED_WIDTH = 240
"""of a table that no terminal shows: a line is a row, for whoever searches it"""

VERDICTS = {
    "accepted": ("✔ 通过", "green"),
    "refused": ("✖ 拒绝", "red"),
    "wrong": ("✖ 答错", "red"),
    "unclear": ("▲ 不清楚", "yellow"),
    "early": ("▲ 抢答", "yellow"),
    "prompted": ("▲ 疑似诱导", "yellow"),
    "missing": ("✖ 无应答", "red"),
    "not_checked": ("◌ 未检查", "yellow"),
}
OUTCOMES = {
    "completed": "全部环节通过",
    "needs_review": "已完成，须人工复核（有未经机器检查的环节）",
    "incomplete": "未完成：有环节未通过",
    "refused": "客户不同意",
    "not_understood": "客户未理解",
    "stopped": "客户要再想想",
    "interrupted": "录制中断",
}
NOTABLE = {
    "camera_lost": "画面中断",
    "camera_back": "画面恢复",
    "microphone_lost": "麦克风断开",
    "microphone_back": "麦克风恢复",
    "sound_gap": "声音缺口",
    "customer_left": "客户离开画面",
    "customer_back": "客户回到画面",
    "clerk_left": "柜员离开画面",
    "clerk_back": "柜员回到画面",
    "stranger_seen": "画面中有其他人",
    "picture_dark": "画面太暗",
    "picture_black": "画面全黑",
    "picture_frozen": "画面冻结",
    "picture_gap": "画面有缺口",
    "pictures_dropped": "电脑太慢，丢帧",
    "speech_gap": "电脑太慢，有话没听",
    "frame_rate_changed": "帧率调整",
    "clock_stepped": "电脑时钟被改动",
    "prompting_suspected": "疑似诱导作答",
    "answer_early": "抢答，不计",
    "answer_taken_back": "客户改口",
    "forbidden_word": "柜员说了禁用语",
    "take_broken": "录制无法继续",
    "detector_stopped": "检测停止",
    "prompt_not_spoken": "播报未能发声，请柜员宣读",
}

RIGHT_WORDS: Mapping[Right, tuple[str, str]] = {
    Right.RECORD: ("录制自己的业务", "record takes of own cases"),
    Right.SEE_OWN_TAKES: ("查看自己业务的结果和文字（不含音像）", "see results and texts of own cases, not the media"),
    Right.SEE_ALL_TAKES: ("查看所有业务的结果和文字", "see results and texts of all cases"),
    Right.SUBMIT: ("说明、提交录像；两人作废", "explain and submit takes; void one, two persons"),
    Right.REPLAY: ("回放（持有回放密钥）", "replay: holds the replay key"),
    Right.EXPORT: ("解密导出，两人", "decrypt a take into a file, two persons"),
    Right.FIND: ("写质检结论和打点", "write findings and marks"),
    Right.APPROVE: ("审批或退回", "approve or send back"),
    Right.HOLD: ("登记合同终止、争议冻结和解除", "enter ends of contracts, hold and lift disputes"),
    Right.DESTROY: ("到期销毁，两人", "destroy what need not be kept any more, two persons"),
    Right.GRANT_REPLAY: ("把回放密钥授予有此角色的账号", "give the replay key to an account whose role has it"),
    Right.SETTINGS: ("改设置", "change settings"),
    Right.ACCOUNTS: ("建账号、改角色、重设口令", "make accounts, change roles, reset passphrases"),
    Right.KEYS: ("换密钥、做恢复卡、绑定电脑", "change keys, make recovery kits, bind the computer"),
    Right.VAULT: ("备份、恢复、检查保险库", "back up, restore and check the vault"),
    Right.PLACE: ("认定签发机构、放置登记证书", "name the institution, put its certificate in place"),
    Right.AUDIT: ("查看、核验、导出审计；确认时钟", "read, verify and export the audit trail; confirm the clock"),
}
APART_WORDS: Mapping[str, str] = {
    "who makes accounts does not sell": "建账号的人不销售",
    "who makes accounts does not replay": "建账号的人不回放",
    "who makes accounts is audited": "建账号的人受审计",
    "who sells is audited": "销售的人受审计",
    "who approves is audited": "审批的人受审计",
    "who inspects is audited": "质检的人受审计",
    "who sells does not inspect": "销售的人不质检",
}


def clock_text(at_ns: int) -> str:
    """`mm:ss` of a time in the take."""
    return f"{at_ns // NS // 60:02d}:{at_ns // NS % 60:02d}"


class Progress:
    """A listener of a take that prints one line for each thing worth knowing."""

    def __init__(self, console: Console, script: "ReadyScript") -> None:
        self._console = console
        self._titles = {step.id: (n, step.title) for n, step in enumerate(script.steps, 1)}
        self._count = len(script.steps)

    def __call__(self, news: "Mark | Utterance | SessionView") -> None:
        if isinstance(news, Utterance):
            who = "客户" if news.channel is Channel.CUSTOMER else "柜台"
            self._line(news.begin_ns, f"   {who}：{news.text}")
        elif isinstance(news, Mark):
            self._mark(news)

    def _mark(self, mark: Mark) -> None:
        match mark.kind:
            case "step_began":
                number, title = self._titles[mark.step or ""]
                self._line(mark.at_ns, f"● 第 {number}/{self._count} 步 {title}", "bold")
            case "answer_judged":
                words, colour = VERDICTS[str(mark.facts["verdict"])]
                self._line(mark.at_ns, f"   {words}", colour)
            case "remedy_began":
                self._line(mark.at_ns, f"   补问（第 {mark.facts['attempt']} 次）", "yellow")
            case kind if kind in NOTABLE and mark.facts.get("begins", True):
                self._line(mark.at_ns, f"   ▲ {NOTABLE[kind]}", "yellow")

    def _line(self, at_ns: int, text: str, style: str | None = None) -> None:
        self._console.print(f"{clock_text(at_ns)} {text}", style=style, highlight=False, markup=False)


def report_json(report: "TakeReport", package: Path | None = None) -> dict[str, Any]:
    """The report as one JSON object: times in seconds, sizes in bytes."""
    take, recorded = report.take, report.recorded
    duration_s = take.duration_ns / NS
    folder = str(package or report.closed.package)
    return {
        "outcome": report.outcome.value,
        "take": {
            "id": take.id,
            "path": take.path,
            "state": take.state.value,
            "duration_s": round(duration_s, 3),
            "sealed_bytes": take.sealed_bytes,
            "sha256": take.sha256,
        },
        "package": None if report.closed.is_destroyed else folder,
        **({"refusal": folder} if report.closed.is_destroyed else {}),
        "steps": [
            {
                "id": step.step,
                "verdict": step.verdict.value,
                "answer": step.answer,
                "attempts": step.attempts,
                "answered_by": step.answered_by,
            }
            for step in report.steps
        ],
        "faces": report.faces,
        "video": {
            "frames": recorded.frames,
            "dropped": recorded.dropped,
            "fps": round(recorded.frames / duration_s, 2) if duration_s else 0.0,
        },
        "audio": {"gaps_s": round(sum(recorded.gaps_ns.values()) / NS, 3)},
        "transcript": [
            {
                "channel": line.channel.value,
                "text": line.text,
                "begin_s": round(line.begin_ns / NS, 3),
                "end_s": round(line.end_ns / NS, 3),
            }
            for line in report.transcript
        ],
        "marks": marks_json(report.marks),
        "faults": [{"code": fault.code, "sentence": sentence(fault)} for fault in report.faults],
    }


def marks_json(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    return [
        {"at_s": round(mark.at_ns / NS, 3), "kind": mark.kind, "step": mark.step, "facts": dict(mark.facts)}
        for mark in marks
    ]


def print_report(console: Console, report: "TakeReport", script: "ReadyScript", package: Path | None = None) -> None:
    """The report for a person."""
    titles = {step.id: step.title for step in script.steps}
    table = Table(title=f"录像 {report.take.id}", title_justify="left")
    for heading in ("环节", "结果", "应答", "次数"):
        table.add_column(heading)
    for step in report.steps:
        words, colour = VERDICTS[step.verdict.value]
        table.add_row(Text(titles[step.step]), Text(words, colour), Text(step.answer), str(step.attempts))
    console.print(table)
    console.print(f"录制结果：{OUTCOMES[report.outcome.value]}", style="bold")
    recorded = report.recorded
    faces = report.faces
    share = f"{faces['customer_present_share']:.0%}" if faces["checked"] else "未检查"
    console.print(
        f"时长 {clock_text(report.take.duration_ns)} · {recorded.frames} 帧（丢 {recorded.dropped}）· "
        f"客户在画面 {share} · 加密文件 {report.take.sealed_bytes / 1e6:.1f} MB",
        highlight=False,
    )
    what = "客户不同意录音录像，录像已销毁，留有拒绝记录" if report.closed.is_destroyed else "证据包"
    console.print(f"{what}：{package or report.closed.package}", highlight=False, markup=False, soft_wrap=True)
    for fault in report.faults:
        console.print(f"▲ {sentence(fault)}", style="yellow", highlight=False, markup=False, soft_wrap=True)


RESULTS = {"passed": ("✔", "green"), "failed": ("✖", "red"), "not_checked": ("◌", "yellow")}


def print_verification(console: Console, verification: "Verification") -> None:
    """Each check on a line, then what it all comes to."""
    for check in verification.checks:
        sign, colour = RESULTS[check.result.value]
        console.print(f"{sign} {check.text()}", style=colour, highlight=False, markup=False, soft_wrap=True)
    if not verification.has_passed:
        verdict = "验证未通过。"
    elif verification.is_signer_checked:
        verdict = "验证通过。"
    else:
        verdict = "内容和签名相符；签名者未核对（用 --key 给出可信的工作站公钥）。"
    console.print(verdict, style="bold")


def verification_json(verification: "Verification") -> dict[str, Any]:
    return {
        "passed": verification.has_passed,
        "signer_checked": verification.is_signer_checked,
        "checks": [
            {
                "name": check.name,
                "result": check.result.value,
                "code": None if check.fault is None else check.fault.code,
                "sentence": check.text(),
            }
            for check in verification.checks
        ],
    }


def rights_rows() -> list[tuple[str, ...]]:
    """Each right with a mark under the roles that have it."""
    return [(RIGHT_WORDS[right][0], *("✔" if right in RIGHTS[role] else "" for role in Role)) for right in Right]


def rights_markdown() -> str:
    """`resources/manual/rights.md`: the table of `app.rights` for people."""
    lines = [
        "# 权限表 Who may do what",
        "",
        "由 `./station rights --markdown` 从程序自己的表生成，请勿手改。",
        "Made by `./station rights --markdown` from the table that the program itself uses; not to be edited by hand.",
        "",
        "| 权限 Right | " + " | ".join(NAMES[role] for role in Role) + " |",
        "|---" * (len(Role) + 1) + "|",
    ]
    for right in Right:
        zh, en = RIGHT_WORDS[right]
        marks = (" ✔ " if right in RIGHTS[role] else "  " for role in Role)
        lines.append(f"| {zh}<br>{en} (`{right}`) |" + "|".join(marks) + "|")
    lines += [
        "",
        "## 一个账号不能同时有的角色 Roles that one account may not have together",
        "",
        *(f"- {NAMES[one]} + {NAMES[other]}：{APART_WORDS[why]} ({why})" for one, other, why in APART),
        "",
        "任何人不得回放、质检或审批自己录的录像（R-D04）。",
        "Nobody replays, inspects or approves what he recorded himself (R-D04).",
        "",
        "角色由管理员的密钥签名；能回放的角色还须由持有回放密钥的人授予密钥，见 [密钥](keys.md)。",
        "Roles are signed with the administrators' key; a role that replays also has to be given the replay key by",
        "somebody who holds it: see [keys](keys.md).",
    ]
    return "\n".join(lines) + "\n"


def print_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """One JSON value on standard output, readable by machines and by people."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def print_rows(console: Console, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")  # an id that is cut short cannot be used
    if not console.is_terminal:
        console.width = PIPED_WIDTH
    for row in rows:
        table.add_row(*map(Text, row))  # a name may hold what would be markup
    console.print(table)


def print_fault(console: Console, fault: Fault, language: str, as_json: bool) -> None:
    """A fault for a person on standard error; with `--json` also as an object on standard output."""
    console.print(sentence(fault, language), style="red", highlight=False, markup=False, soft_wrap=True)
    if as_json:
        print_json({"fault": {"code": fault.code, "sentence": sentence(fault, language)}})
