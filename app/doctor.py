"""What this computer has, what it lacks, what that means for a recording, and one action each.

`examine` looks at everything a take will need, by using it where that is harmless: it loads the detector and the
recogniser, opens the encoder, compares the model's hashes, lists the devices, writes a byte into the data folder. It
changes nothing, opens no vault, uses no network, and never fails: a check that cannot run says so. It is no proof that
a device works, only that it is there.
"""

import ctypes
import io
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from app.faults import Fault, sentence
from app.settings import Place, Settings
from media.clock import NS, Clock, SystemClock
from media.track import SAMPLE_RATE_HZ

Check = Callable[[Settings, Clock], list["Finding"]]
log = logging.getLogger("doctor")

BYTES_PER_HOUR = 9_000_000 * 60
"""of a take at 1280 x 720, 15 pictures a second, with two channels of sound"""
SCARCE_HOURS = 8
TOO_FEW_HOURS = 1
ENOUGH_MEMORY_BYTES = 3_500_000_000
ENOUGH_CORES = 2
EARLIEST_YEAR = 2026
"""the program is no older than that: a clock before it is wrong"""
LATEST_YEAR = 2100
CHARS_PER_SECOND = 4.5
FACE_DETECTOR = "0.10.21"
"""the last release of mediapipe that carries its models and reports nothing to its maker (DESIGN.md)"""


class Status(StrEnum):
    """How a finding stands in the way of a recording."""

    OK = "ok"
    WARNING = "warning"
    """recording is possible; something will be worse, or is not known"""
    MISSING = "missing"
    """a guided take cannot be recorded, or not as the rules ask"""


@dataclass(frozen=True, slots=True)
class Words:
    """One text for people, in both languages."""

    zh: str
    en: str


NOTHING = Words("", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `means` and `action` are empty where all is well."""

    id: str
    status: Status
    what: Words
    means: Words = NOTHING
    action: Words = NOTHING

    def as_json(self) -> dict[str, Any]:
        texts = {"what": self.what, "means": self.means, "action": self.action}
        return {"id": self.id, "status": self.status.value} | {
            name: {"zh": words.zh, "en": words.en} for name, words in texts.items()
        }


def examine(
    settings: Settings, clock: Clock | None = None, on_progress: Callable[[int, int], None] | None = None
) -> tuple[Finding, ...]:
    """Look at everything a take needs, in the order in which one would mend it. Takes a few seconds.

    `on_progress` is told how many of how many checks are done.
    """
    clock = clock or SystemClock()
    findings: list[Finding] = []
    for done, (name, check) in enumerate(_CHECKS, 1):
        findings += _carried_out(name, check, settings, clock)
        if on_progress is not None:
            on_progress(done, len(_CHECKS))
    return tuple(findings)


def print_findings(console: Console, findings: tuple[Finding, ...]) -> None:
    """For a person: one line each, and below what is not well what it means and what to do. Chinese first."""
    signs = {Status.OK: ("✔", "green"), Status.WARNING: ("▲", "yellow"), Status.MISSING: ("✖", "red")}
    for finding in findings:
        sign, style = signs[finding.status]
        console.print(Text.assemble((f"{sign} ", style), finding.what.zh, (f"  {finding.what.en}", "dim")))
        for words in (finding.means, finding.action):
            if words is not NOTHING:
                console.print(Text.assemble(f"    {words.zh}", (f"  {words.en}", "dim")))


def _carried_out(name: str, check: Check, settings: Settings, clock: Clock) -> list[Finding]:
    try:
        return check(settings, clock)
    except Exception as problem:  # whatever a driver or a library does, the other checks still tell what they see
        log.warning("check could not run: %s", name, exc_info=problem)
        return [
            Finding(
                name,
                Status.WARNING,
                Words(f"{name}：未检查", f"{name}: not checked"),
                Words("检查本身未能运行，是否可用不得而知。", "The check itself could not run, so nothing is known."),
                Words("把日志交给 IT。", "Give the log to IT."),
            )
        ]


def _ok(name: str, zh: str, en: str) -> list[Finding]:
    return [Finding(name, Status.OK, Words(zh, en))]


def _bad(name: str, status: Status, what: Words, means: Words, action: Words) -> list[Finding]:
    return [Finding(name, status, what, means, action)]


# --- the program ----------------------------------------------------------------------------------------------------


def _check_python(settings: Settings, clock: Clock) -> list[Finding]:
    now = sys.version.split()[0]
    if (3, 11) <= sys.version_info[:2] <= (3, 12):
        return _ok("python", f"Python {now}", f"Python {now}")
    return _bad(
        "python",
        Status.WARNING,
        Words(f"Python {now}，不是 3.11 或 3.12", f"Python {now}, which is neither 3.11 nor 3.12"),
        Words("人脸检测没有为此版本提供安装包。", "The face detector has no package for it."),
        Words(
            "用 DUALREC_PYTHON 指明 3.12，再运行 station setup。", "Name 3.12 with DUALREC_PYTHON, run station setup."
        ),
    )


def _check_opencv(settings: Settings, clock: Clock) -> list[Finding]:
    owners = sorted(
        one.name for one in distributions() if any(str(file).startswith("cv2/") for file in one.files or ())
    )
    if owners == ["opencv-python"]:
        return _ok("opencv", f"OpenCV {version('opencv-python')}", f"OpenCV {version('opencv-python')}")
    found = ", ".join(owners) or "0"
    return _bad(
        "opencv",
        Status.MISSING,
        Words(f"OpenCV 安装包应恰好一个，实际：{found}", f"Exactly one OpenCV is wanted, found: {found}"),
        Words("几个包共用一个文件夹，摄像头和画面会出错。", "Several share one folder; camera and picture will fail."),
        Words("删除 .venv，再运行 station setup。", "Remove .venv and run station setup."),
    )


def _check_encoder(settings: Settings, clock: Clock) -> list[Finding]:
    import numpy as np

    from media.encode import Encoder, EncodeSettings

    file = io.BytesIO()
    try:
        encoder = Encoder(file, EncodeSettings(), origin_ns=0)
        encoder.sound(0, np.zeros((4800, 2), np.int16))
        encoder.close()
    except Fault as fault:
        return _bad(
            "encoder",
            Status.MISSING,
            Words(f"编码器不可用（{fault.code}）", f"The encoder does not work ({fault.code})"),
            Words("不能录制。", "Nothing can be recorded."),
            Words("删除 .venv，再运行 station setup。", "Remove .venv and run station setup."),
        )
    return _ok("encoder", "编码器 H.264 + AAC", "Encoder H.264 + AAC")


def _check_font(settings: Settings, clock: Clock) -> list[Finding]:
    from media.stamp import find_font

    try:
        path, _ = find_font()
    except Fault as fault:
        return [_of_fault("font", Status.MISSING, "中文字体", "Chinese font", fault)]
    return _ok("font", f"中文字体 {path.name}", f"Chinese font {path.name}")


def _of_fault(name: str, status: Status, zh: str, en: str, fault: Fault) -> Finding:
    """A part that says itself, by its fault, what is wrong, what that means and what to do."""
    meaning = Words(sentence(fault, "zh"), sentence(fault, "en"))
    return Finding(name, status, Words(f"{zh}：没有", f"{en}: none"), meaning)


# --- hearing, seeing, speaking --------------------------------------------------------------------------------------


def _check_faces(settings: Settings, clock: Clock) -> list[Finding]:
    from media.faces import FaceFinder

    installed = version("mediapipe")
    if installed != FACE_DETECTOR:
        return _bad(
            "faces",
            Status.MISSING,
            Words(
                f"人脸检测 mediapipe {installed}，应为 {FACE_DETECTOR}", f"mediapipe {installed}, not {FACE_DETECTOR}"
            ),
            Words("更新的版本不带模型，并向厂商上报使用情况。", "Later ones carry no model and report to their maker."),
            Words("删除 .venv，再运行 station setup。", "Remove .venv and run station setup."),
        )
    try:
        with FaceFinder():
            pass
    except Fault as fault:
        return [_of_fault("faces", Status.MISSING, "人脸检测", "Face detector", fault)]
    return _ok("faces", f"人脸检测 mediapipe {installed}", f"Face detector mediapipe {installed}")


def _check_speech(settings: Settings, clock: Clock) -> list[Finding]:
    import media.speech  # noqa: F401  # loads the engine's library
    from media.models import BUNDLED, find_speech_model

    try:
        model = find_speech_model([settings.folder.models, BUNDLED])
    except Fault as fault:
        return [_of_fault("speech", Status.MISSING, "语音模型", "Speech model", fault)]
    install = Words(
        "运行 station models install，地址、文件夹或压缩包均可。",
        "Run station models install with an address, a folder or a zip.",
    )
    if model is None:
        return _bad(
            "speech",
            Status.MISSING,
            Words("语音识别：没有模型", "Speech recognition: no model"),
            Words(
                "客户应答只能由人确认，并记为“未经机器识别”。",
                "Answers can only be confirmed by hand and are marked as not recognised by machine.",
            ),
            install,
        )
    if model.is_test_only:
        return _bad(
            "speech",
            Status.WARNING,
            Words(f"语音识别：只有测试模型 {model.id}", f"Speech recognition: only the test model {model.id}"),
            Words("它只听得懂合成语音，听不懂真人。", "It understands synthetic speech only, no real person."),
            install,
        )
    return _ok("speech", f"语音识别 vosk，模型 {model.id}", f"Speech recognition vosk, model {model.id}")


def _check_voice(settings: Settings, clock: Clock) -> list[Finding]:
    from media.voice import Voice

    voice = Voice(None)
    try:
        spoken = voice.render("您好。", CHARS_PER_SECOND)
    except Fault as fault:
        return [_of_fault("voice", Status.WARNING, "播报语音", "Prompt voice", fault)]
    finally:
        voice.close()
    seconds = len(spoken.samples) / SAMPLE_RATE_HZ
    return _ok("voice", f"播报语音（“您好”用时 {seconds:.1f} 秒）", f"Prompt voice (it said 您好 in {seconds:.1f} s)")


def _check_devices(settings: Settings, clock: Clock) -> list[Finding]:
    from media.capture import devices

    found = devices()
    findings = []
    if found.sound_fault is not None:
        findings.append(_of_fault("sound", Status.MISSING, "声音系统", "Sound system", found.sound_fault))
    plug_in = Words("接上设备，再运行 station devices 查看。", "Plug one in, then look with station devices.")
    for name, zh, en, listed, status, means in (
        ("camera", "摄像头", "Camera", found.cameras, Status.MISSING, _NO_CAMERA),
        ("microphone", "麦克风", "Microphone", found.microphones, Status.MISSING, _NO_MICROPHONE),
        ("speaker", "扬声器", "Speaker", found.speakers, Status.WARNING, _NO_SPEAKER),
    ):
        if listed:
            names = "、".join(device.name for device in listed[:3]) + ("…" if len(listed) > 3 else "")
            findings += _ok(name, f"{zh} {len(listed)} 个：{names}", f"{en}: {len(listed)}")
        elif name == "camera" or found.sound_fault is None:
            findings += _bad(name, status, Words(f"{zh}：没有", f"{en}: none"), means, plug_in)
    return findings


_NO_CAMERA = Words("只能用文件或网络摄像头录制。", "Only a file or a network camera can be recorded.")
_NO_MICROPHONE = Words("听不到客户，不能录制。", "The customer cannot be heard, so nothing can be recorded.")
_NO_SPEAKER = Words("客户听不到播报，须由柜员宣读。", "The customer hears no prompt; the clerk has to read it out.")


# --- the station ----------------------------------------------------------------------------------------------------


def _check_place(settings: Settings, clock: Clock) -> list[Finding]:
    place = settings.place
    if place.branch != Place().branch and place.counter != Place().counter:
        return _ok("place", f"{place.branch} {place.counter} 号柜台", f"{place.branch}, counter {place.counter}")
    return _bad(
        "place",
        Status.WARNING,
        Words("网点或柜台未设置", "Branch or counter is not set"),
        Words("画面上的印记将不写明地点。", "The stamp in the picture will not name the place."),
        Words(f"在 {settings.folder.settings} 中设置 [place]。", f"Set [place] in {settings.folder.settings}."),
    )


def _check_folder(settings: Settings, clock: Clock) -> list[Finding]:
    root = settings.folder.root
    there = _nearest(root)
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"\0")
    except OSError as problem:
        return _bad(
            "folder",
            Status.MISSING,
            Words(f"数据文件夹 {root} 不能写入", f"Data folder {root} cannot be written"),
            Words(f"不能录制（{problem.strerror}）。", f"Nothing can be recorded ({problem.strerror})."),
            Words("检查权限，或用 --data-dir 换一个位置。", "Check its permissions, or name another with --data-dir."),
        )
    return _ok("folder", f"数据文件夹 {root}", f"Data folder {root}")


def _check_disk(settings: Settings, clock: Clock) -> list[Finding]:
    hours = shutil.disk_usage(_nearest(settings.folder.root)).free / BYTES_PER_HOUR
    what = Words(f"磁盘还可录约 {hours:.0f} 小时", f"Disk left for about {hours:.0f} hours of recording")
    if hours >= SCARCE_HOURS:
        return [Finding("disk", Status.OK, what)]
    return _bad(
        "disk",
        Status.MISSING if hours < TOO_FEW_HOURS else Status.WARNING,
        what,
        Words("磁盘写满时录制会提前封存。", "A take is sealed early when the disk is full."),
        Words("清理磁盘，或换更大的磁盘。", "Make room, or use a larger disk."),
    )


def _nearest(folder: Path) -> Path:
    """The folder itself, or the one it would be made in."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _check_vault(settings: Settings, clock: Clock) -> list[Finding]:
    from app.vault.keys import KEYS_NAME
    from app.vault.vault import VAULT_NAME

    folder = settings.folder.vault
    has_vault, has_keys = (folder / VAULT_NAME).is_file(), (folder / KEYS_NAME).is_file()
    if has_vault and has_keys:
        return _ok("vault", "保险库已锁定，凭口令打开", "The vault is locked and opens with its passphrase")
    if has_vault:
        return _bad(
            "vault",
            Status.MISSING,
            Words(f"保险库的密钥文件 {KEYS_NAME} 不见了", f"The vault's key file {KEYS_NAME} is gone"),
            Words("口令再也打不开保险库。", "No passphrase can open the vault any more."),
            Words("从备份恢复该文件，不要新建保险库。", "Restore the file from a backup; make no new vault."),
        )
    return _ok("vault", "还没有保险库，首次录制时建立", "No vault yet; the first recording makes it")


# --- the computer ---------------------------------------------------------------------------------------------------


def _check_clock(settings: Settings, clock: Clock) -> list[Finding]:
    now = datetime.fromtimestamp(clock.wall_ns() / NS, UTC).astimezone()
    what = Words(f"时钟 {now:%Y-%m-%d %H:%M:%S %z}", f"Clock {now:%Y-%m-%d %H:%M:%S %z}")
    if not EARLIEST_YEAR <= now.year < LATEST_YEAR:
        return _bad(
            "clock",
            Status.MISSING,
            what,
            Words("画面上的时间和签名时间都会是错的。", "The time in the picture and in the signature would be wrong."),
            Words("校准系统时间并打开自动对时。", "Set the computer's time and switch its synchronisation on."),
        )
    if _is_synchronised() is False:
        return _bad(
            "clock",
            Status.WARNING,
            what,
            Words("时钟未与时间服务器对时，可能有偏差。", "It is not synchronised with a time server and may be off."),
            Words("打开自动对时（NTP）。", "Switch time synchronisation (NTP) on."),
        )
    return [Finding("clock", Status.OK, what)]


def _is_synchronised() -> bool | None:
    """What the Linux kernel has been told by whoever keeps the time (adjtimex(2)); None where that is not known."""
    if not sys.platform.startswith("linux"):
        return None
    state: int = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(256))  # mode 0 only reads
    return None if state == -1 else state != 5  # TIME_ERROR: not synchronised


def _check_computer(settings: Settings, clock: Clock) -> list[Finding]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else None
    gigabytes = "?" if memory is None else f"{memory / 1e9:.0f}"
    what = Words(f"{cores} 个处理器核，内存 {gigabytes} GB", f"{cores} processor cores, {gigabytes} GB of memory")
    if cores >= ENOUGH_CORES and (memory is None or memory >= ENOUGH_MEMORY_BYTES):
        return [Finding("computer", Status.OK, what)]
    return _bad(
        "computer",
        Status.WARNING,
        what,
        Words("录制时可能降低帧率。", "The frame rate may have to fall while recording."),
        Words("使用至少 2 核、4 GB 内存的电脑。", "Use a computer with at least 2 cores and 4 GB."),
    )


_CHECKS: tuple[tuple[str, Check], ...] = (
    ("python", _check_python),
    ("opencv", _check_opencv),
    ("encoder", _check_encoder),
    ("font", _check_font),
    ("faces", _check_faces),
    ("speech", _check_speech),
    ("voice", _check_voice),
    ("devices", _check_devices),
    ("place", _check_place),
    ("folder", _check_folder),
    ("disk", _check_disk),
    ("vault", _check_vault),
    ("clock", _check_clock),
    ("computer", _check_computer),
)
