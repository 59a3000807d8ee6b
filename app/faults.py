"""The sentences of every fault: what happened, what it means for this recording, what to do, code.

One table, Chinese first. A fault's facts fill the braces. `sentence()` is the only way a fault becomes text for a
person; a test asserts that every code raised in the program has a row and that no row is unused.
"""

from dataclasses import dataclass

from media.fault import Fault

__all__ = ["EXIT", "SENTENCES", "Fault", "Sentence", "exit_code", "sentence"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One fault in both languages; `exit` is the command line's exit code for it."""

    zh: str
    en: str
    exit: int = 1


class EXIT:
    """Exit codes of the command line."""

    OK = 0
    FAULT = 1
    USAGE = 2
    CHECK_FAILED = 3
    LOCKED = 4
    DEVICE = 5


SENTENCES: dict[str, Sentence] = {
    "E-101": Sentence(
        "找不到摄像头 {camera}，或者它被别的程序占用，录制不能开始。请检查连线，关闭其他使用摄像头的程序后重试。",
        "Camera {camera} is not there or another program holds it; recording cannot begin. "
        "Check its cable, close other programs that use it, and try again.",
        exit=5,
    ),
    "E-102": Sentence(
        "摄像头断开或没有画面。已录部分安全，画面以“画面中断”代替。请插好摄像头，恢复后会自动接上。",
        "The camera is gone or gives no picture. What was recorded is safe; a slate stands in its place. "
        "Plug it in again: the take goes on by itself.",
        exit=5,
    ),
    "E-103": Sentence(
        "摄像头已连接但一直没有画面，录制不能开始。请重新插拔摄像头；仍然没有画面请换一个接口。",
        "The camera is there but gives no picture; recording cannot begin. "
        "Unplug it and plug it in again; if that fails, use another socket.",
        exit=5,
    ),
    "E-104": Sentence(
        "快速模式不能使用真实设备（{device}），录制没有开始。请去掉 --fast，或改用文件或合成来源。",
        "A real device ({device}) cannot run in fast mode, so no recording began. "
        "Leave out --fast, or use a file or a synthetic source.",
        exit=2,
    ),
    "E-105": Sentence(
        "设备写法有误：{spec}，录制没有开始。请写成 device:名称或编号、file:路径、网络地址或 synthetic:种类,选项=值。",
        "A device is written wrongly: {spec}; no recording began. "
        "Write device:NAME-or-INDEX, file:PATH, an address, or synthetic:KIND,option=value.",
        exit=2,
    ),
    "E-106": Sentence(
        "作为摄像头的视频文件无法读取，或者里面没有画面。已录部分安全。请检查路径和文件。",
        "The video file that serves as camera cannot be read or holds no picture. What was recorded is safe. "
        "Check the path and the file.",
        exit=5,
    ),
    "E-107": Sentence(
        "网络摄像头没有应答或没有画面，录制不能开始。请检查地址、网络和摄像头电源。",
        "The network camera does not answer or gives no picture; recording cannot begin. "
        "Check its address, the network and its power.",
        exit=5,
    ),
    "E-108": Sentence(
        "作为摄像头的视频文件已放完，之后的画面以“画面中断”代替，已录部分安全。请换用更长的文件，或加上真实摄像头。",
        "The video file that serves as camera is over; a slate stands in its place from there on. "
        "What was recorded is safe. Use a longer file, or a real camera.",
        exit=5,
    ),
    "E-112": Sentence(
        "这台电脑没有中文字体，画面上无法加盖时间和编号，录制不能开始。请让 IT 安装字体：{install}。",
        "This computer has no Chinese font, so time and numbers cannot stand in the picture; recording cannot begin. "
        "Have a font installed: {install}.",
    ),
    "E-113": Sentence(
        "虚拟柜台的人像图片不存在，演示不能开始。请重新运行 ./station 以补装 scikit-image。",
        "The virtual counter's portrait is missing, so the demo cannot begin. "
        "Run ./station again to install scikit-image anew.",
    ),
    "E-120": Sentence(
        "找不到麦克风 {microphone}，录制不能开始。请检查连线，并用 devices 命令查看可用的名称。",
        "Microphone {microphone} is not there; recording cannot begin. "
        "Check its cable, and see the names with the devices command.",
        exit=5,
    ),
    "E-121": Sentence(
        "麦克风断开。已录部分安全，断开期间录成静音。请插好麦克风，恢复前请不要继续提问。",
        "The microphone is gone. What was recorded is safe; the gap is recorded as silence. "
        "Plug it in again and ask nothing more until it is back.",
        exit=5,
    ),
    "E-122": Sentence(
        "麦克风 {microphone} 无法使用（被占用或没有声音），录制不能开始。请关闭占用它的程序，或换一个麦克风。",
        "Microphone {microphone} cannot be used: it is held, not supported, or sends nothing. Recording cannot begin. "
        "Close the program that holds it or take another one.",
        exit=5,
    ),
    "E-124": Sentence(
        "缺少声音程序库 PortAudio，无法使用麦克风和扬声器。请安装：apt-get install libportaudio2。",
        "The sound library PortAudio is missing, so microphones and speakers cannot be used. "
        "Install it: apt-get install libportaudio2.",
        exit=5,
    ),
    "E-125": Sentence(
        "作为麦克风的声音文件无法读取，或者里面没有声音。已录部分安全。请检查路径和文件。",
        "The sound file that serves as microphone cannot be read or holds no sound. What was recorded is safe. "
        "Check the path and the file.",
        exit=5,
    ),
    "E-126": Sentence(
        "找不到扬声器 {speaker} 或无法使用，客户听不到播报，录制不能开始。请检查连线，用 devices 查看可用的名称。",
        "Speaker {speaker} is not there or cannot be used; the customer would hear no prompt. Recording cannot begin. "
        "Check its cable, and see the names with the devices command.",
        exit=5,
    ),
    "E-127": Sentence(
        "扬声器断开，客户听不到播报。已录部分安全。请插好扬声器，再重播本环节。",
        "The speaker is gone, so the customer hears no prompt. What was recorded is safe. "
        "Plug it in again and play this step anew.",
        exit=5,
    ),
    "E-141": Sentence(
        "麦克风超过 1 秒没有送来声音，这一段录成静音。请检查麦克风连线；恢复前请不要继续提问。",
        "The microphone delivered no sound for over a second; that part is recorded as silence. Check its cable; "
        "ask nothing more until it is back.",
        exit=5,
    ),
    "E-130": Sentence(
        "无法开始编码（{width}×{height}，每秒 {fps} 帧），录制没有开始。请检查画面设置；仍然出现请重新安装本程序。",
        "Encoding cannot start ({width}×{height}, {fps} pictures a second), so no recording began. "
        "Check the picture settings; if it stays, install the program again.",
    ),
    "E-131": Sentence(
        "编码在第 {frames} 帧中断，此前的画面和声音已保存。请结束本次录制，重新启动后再录一次。",
        "Encoding broke off at picture {frames}; picture and sound before it are kept. "
        "End this take, start the program again and record anew.",
    ),
    "E-132": Sentence(
        "设备 {device} 打开超过 {seconds} 秒没有应答，录制不能开始。请重新插拔；仍无应答请换一个接口，或重启电脑。",
        "Device {device} has not answered for {seconds} seconds since it was opened; recording cannot begin. "
        "Unplug it and plug it in again; if that fails, use another socket or restart the computer.",
        exit=5,
    ),
    "E-133": Sentence(
        "摄像头 {name} 是虚拟摄像头，画面可以造假，不能用于双录。请换用真实摄像头，并卸载该软件。",
        "Camera {name} is software whose picture can be made up, so no take may use it. "
        "Choose a real camera and remove that program.",
        exit=5,
    ),
    "E-134": Sentence(
        "检查项 {check} 不能放行，录制没有开始：主管只能写明原因放行未通过的软性检查。请先排除问题，再重新检查。",
        "The check {check} cannot be let pass, so no recording began: only a soft check that failed can, by a "
        "supervisor with a reason. Mend what is wrong and check again.",
        exit=3,
    ),
    "E-135": Sentence(
        "摄像头 {name} 的画面全黑、被遮挡或卡住不动，看不到人，录制不能开始。请移开遮挡、打开镜头盖，或重新插拔。",
        "Camera {name} shows black, a covered lens or a picture that stands still: nobody can be seen, and recording "
        "cannot begin. Uncover it, open its shutter, or plug it in again.",
        exit=5,
    ),
    "E-136": Sentence(
        "麦克风 {name} 没有任何声音（静音开关、音量或系统隐私设置），听不到人，录制不能开始。请打开后重新检查。",
        "Microphone {name} sends digital silence (its switch, its volume or the system's privacy setting); nobody can "
        "be heard and recording cannot begin. Switch it on and check again.",
        exit=5,
    ),
    "E-137": Sentence(
        "电脑时间不对（{year} 年），录像上的时间会是错的，录制不能开始。请校准系统时间并打开自动对时，再重新检查。",
        "The computer believes it is the year {year}; the time in the take would be wrong and recording cannot begin. "
        "Set its time, switch synchronisation on, and check again.",
    ),
    "E-340": Sentence(
        "录像内容不完整：找不到任何完整的片段，无法播放。请保留原文件，并用 recover 检查。",
        "The take's content is damaged: it holds not one whole fragment and cannot be played. "
        "Keep the file as it is and examine it with recover.",
    ),
    "E-341": Sentence(
        "录像内容无法解码（{reason}），不能播放。请保留原文件，并用 verify 检查是否被改动。",
        "The take's content cannot be decoded ({reason}) and cannot be played. "
        "Keep the file as it is and check with verify whether it was changed.",
        exit=3,
    ),
    "E-342": Sentence(
        "回放时读不到录像文件（{reason}），画面停在这里，录像没有改动。请检查磁盘或网络盘再打开；仍然不行请联系 IT。",
        "The take's file could not be read while it was replayed ({reason}); the replay ends here and the take was not "
        "changed. Check the disk or the share and open it again; if it stays, tell IT.",
    ),
    "E-343": Sentence(
        "播放器放不了这份录像（{reason}），录像没有改动。请重新打开；仍然不行请用 verify 核对，并联系 IT。",
        "The player cannot play this take ({reason}); the take was not changed. Open it again; if it stays, check it "
        "with verify and tell IT.",
    ),
    "E-344": Sentence(
        "录像 {take} 还没有封存，现在不能回放。正在录制的请等录制结束；曾经中断的请先在首页按中断归档。",
        "Take {take} is not sealed yet and cannot be replayed: it is being recorded, or was cut off. Wait for its end; "
        "one that was cut off must be recovered first.",
    ),
    "E-345": Sentence(
        "录像 {take} 的保存期限已到，本机的录像已按规定销毁，不能回放。如需查看请向上传端调阅。",
        "The time for which take {take} is kept is over; it was erased here and cannot be replayed. "
        "Ask the server that holds the uploaded copy.",
    ),
    "E-201": Sentence(
        "这里没有保险库，还没有录过音像。请检查数据目录，或先新建保险库。",
        "There is no vault here, and so no recordings. Check the data folder, or make a vault first.",
    ),
    "E-202": Sentence(
        "这里已经有保险库，没有新建，原有内容没有改动。请直接打开它，或换一个数据目录。",
        "There is a vault here already; none was made and nothing was changed. Open it, or choose another folder.",
    ),
    "E-203": Sentence(
        "保险库正被另一个双录程序使用，本程序没有打开它，也没有录制。请先关闭另一个程序。",
        "Another station has this vault open; it was not opened and nothing is recorded. Close the other one first.",
        exit=4,
    ),
    "E-204": Sentence(
        "保险库的密钥文件缺失或损坏，保险库打不开，里面的内容没有改动。请让 IT 从备份恢复 vault.keys。",
        "The vault's key file is missing or damaged; the vault stays shut and unchanged. Let IT restore vault.keys.",
        exit=4,
    ),
    "E-205": Sentence(
        "口令不对，保险库没有打开。请重新输入；忘记口令请联系主管。",
        "Wrong passphrase; the vault was not opened. Type it again, or ask the supervisor.",
        exit=4,
    ),
    "E-206": Sentence(
        "保险库由更新版本的程序建立（版本 {found}，本程序只认到 {known}），没有打开，也没有改动。请升级本程序。",
        "A newer program made this vault (version {found}, known here: {known}); it was left alone. Update this one.",
    ),
    "E-207": Sentence(
        "保险库文件损坏，这次操作没有写入；已封存的录像文件不受影响。请停止录制，让 IT 从备份恢复保险库。",
        "The vault file is damaged and nothing was written; sealed takes are not affected. "
        "Stop recording and let IT restore the vault from its backup.",
    ),
    "E-208": Sentence(
        "保险库比上次使用时旧（现为 {vault_epoch}，应不早于 {head_epoch}）：可能被换成旧副本或丢失了写入日志。"
        "现在只能查看，不能录制。请主管核实后再决定是否继续使用。",
        "The vault is older than when it was last used (at {vault_epoch}, expected {head_epoch} or later): an old copy "
        "or a lost log. It can be read but not written. A supervisor must look and decide whether to go on with it.",
    ),
    "E-209": Sentence(
        "审计记录在第 {row} 条处断开：有记录被改动、删除或调换。请停止使用，保留现场并报告主管。",
        "The audit trail is broken at row {row}: a row was changed, removed or moved. "
        "Stop, keep everything as it is and tell the supervisor.",
        exit=3,
    ),
    "E-210": Sentence(
        "录像 {take} 的状态是 {state}，不能变为或当作 {wanted}；它没有改动。请刷新后再试。",
        "Take {take} is {state} and cannot become or serve as {wanted}; it was not changed. Look at it again first.",
    ),
    "E-211": Sentence(
        "磁盘已满，保险库这一笔没有写入，之前的都在。请结束录制并腾出磁盘空间。",
        "The disk is full; this entry was not written, all before it are. End the recording and make room.",
    ),
    "E-212": Sentence(
        "保险库所在的磁盘或目录读写失败，这一笔没有确认写入，之前的都在。请检查磁盘和目录权限。",
        "The vault's disk or folder cannot be read or written; this entry is not certain, all before it are. "
        "Check the disk and the folder's permissions.",
    ),
    "E-213": Sentence(
        "保险库里没有编号为 {id} 的记录，什么也没有改动。请检查编号。",
        "The vault holds nothing with the id {id}; nothing was changed. Check the id.",
    ),
    "E-214": Sentence(
        "保险库升级在第 {step} 步失败，已退回到这一步之前，内容没有丢失。请检查磁盘空间后重试，仍失败请联系 IT。",
        "Upgrading the vault failed at step {step} and was undone to the step before; nothing is lost. "
        "Check the disk space and try again, or call IT.",
    ),
    "E-215": Sentence(
        "这个业务或录像编号已经用过，没有再写入。请换一个编号。",
        "This case or take id is in use already; nothing was written. Choose another id.",
    ),
    "E-216": Sentence(
        "口令为空，没有新建保险库。请输入口令，或设置 DUALREC_PASSPHRASE。",
        "The passphrase is empty and no vault was made. Type one, or set DUALREC_PASSPHRASE.",
        exit=4,
    ),
    "E-217": Sentence(
        "密钥文件还在，但保险库文件不见了；没有新建，以免盖掉旧库。请让 IT 从备份恢复 vault.db。",
        "The key file is here but the vault file is gone; none was made, so as not to hide the loss. "
        "Let IT restore vault.db from its backup.",
    ),
    "E-218": Sentence(
        "服务器上的录像 {take} 与本机不一致，本机副本保留。请重新上传。",
        "The server's copy of take {take} is not ours; the local copy is kept. Upload it again.",
        exit=3,
    ),
    "E-219": Sentence(
        "保险库里的记录 {id}（{what}）与审计记录不一致：可能被改动或换成了旧内容。请停止使用它并报告主管。",
        "The vault's {what} {id} does not agree with the audit trail: it was changed or replaced by an older one. "
        "Do not use it and tell the supervisor.",
        exit=3,
    ),
    "E-220": Sentence(
        "名为 {name} 的密钥已经存在，没有覆盖。录像不受影响；需要更换请联系 IT。",
        "There is a secret named {name} already and it was not replaced. Takes are not affected; ask IT to change it.",
    ),
    "E-221": Sentence(
        "没有口令，保险库没有打开，什么也没有录。请设置 DUALREC_PASSPHRASE，或在终端里运行后输入口令。",
        "No passphrase was given; the vault stayed closed and nothing was recorded. "
        "Set DUALREC_PASSPHRASE, or type it at a terminal.",
        exit=4,
    ),
    "E-222": Sentence(
        "当前账号无权做这一步，录像没有改动。需要的角色：{roles}。请换用有该角色的账号。",
        "This account may not do that; no take was changed. It needs the role {roles}. Use an account that has it.",
        exit=4,
    ),
    "E-223": Sentence(
        "还有 {count} 个环节未通过且没有说明，录像 {take} 没有提交。请先为这些环节填写说明。",
        "{count} steps that were not accepted have no note; take {take} was not submitted. Explain each of them first.",
        exit=3,
    ),
    "E-224": Sentence(
        "录像 {take} 已经提交过，没有再次提交。请等待主管复核；被退回后可以再次提交。",
        "Take {take} was submitted already and not again. Wait for the supervisor; once sent back it can be submitted.",
    ),
    "E-225": Sentence(
        "录像 {take} 已作废，没有记录这一步，录像本身不受影响。如需办理请重新录制。",
        "Take {take} is void; nothing was written down and the recording is as it was. Record again if need be.",
    ),
    "E-226": Sentence(
        "录像 {take} 的复核进度已变化，现在不能做这一步，没有记录。请刷新后再看。",
        "The review of take {take} is not at the point for this; nothing was written down. Look at it again first.",
    ),
    "E-227": Sentence(
        "录像 {take} 还有 {count} 项结论不是“通过”，没有批准。请先改判这些项，或退回录像。",
        "{count} findings on take {take} are not good; it was not approved. Judge them anew, or send it back.",
        exit=3,
    ),
    "E-228": Sentence(
        "作废需要另一人确认，第二人不能是本人，也不能为空；录像 {take} 没有作废。请由另一位同事确认。",
        "To void a take needs a second person, who is not the first; take {take} stands. Ask a colleague to confirm.",
    ),
    "E-229": Sentence(
        "证据包里的清单不是录像 {take} 封存时的那一份，可能换成了别的录像，不能作为证据。请保留现场并报告主管。",
        "The manifest in the package is not the one take {take} was sealed with: it may be another take's. "
        "This copy is no evidence. Keep everything as it is and tell the supervisor.",
        exit=3,
    ),
    "E-301": Sentence(
        "这不是加密录像文件，或文件头已损坏，无法打开。请保留原文件，换用上传端或备份中的副本。",
        "This is not a sealed file, or its header is broken; it cannot be opened. Keep it, and use the uploaded copy.",
        exit=3,
    ),
    "E-302": Sentence(
        "所用密钥打不开这份录像，内容没有改动。请换用归档密钥或有权回放的账号。",
        "This identity does not open the take; nothing was changed. Use another identity or account.",
        exit=4,
    ),
    "E-303": Sentence(
        "录像文件头被改动，或密钥不属于这个文件，不能作为证据使用。请保留原文件，换用上传端或备份中的副本。",
        "The file's header was changed, or the key is another file's; this copy is no evidence. Use another one.",
        exit=3,
    ),
    "E-304": Sentence(
        "录像第 {chunk} 块（从 0 数起）被改动或损坏，其余块不受影响。请保留原文件，换用上传端或备份中的副本。",
        "Chunk {chunk} (counted from 0) was changed or damaged; the other chunks are not affected. "
        "Keep the file, and use another copy.",
        exit=3,
    ),
    "E-305": Sentence(
        "录像在第 {chunk} 块（从 0 数起）之前中断，没有正常结束；已录部分是真实的，但不完整。请运行 recover。",
        "The take breaks off before chunk {chunk} (counted from 0): what is there is authentic, but not the whole. "
        "Run recover.",
        exit=3,
    ),
    "E-306": Sentence(
        "录像的最后一块（第 {chunk} 块，从 0 数起）被截断或损坏，之前的部分不受影响。请运行 recover，或换用其他副本。",
        "The take's last chunk ({chunk}, counted from 0) was cut or damaged; what comes before is not affected. "
        "Run recover, or use another copy.",
        exit=3,
    ),
    "E-308": Sentence(
        "这不是有效的接收方公钥（应以 age1 开头），没有加密任何内容。请核对配置中的公钥。",
        "This is not a valid recipient (it begins with age1); nothing was sealed. Check the key in the settings.",
        exit=2,
    ),
    "E-309": Sentence(
        "这里没有有效的私钥（应以 AGE-SECRET-KEY-1 开头），没有打开任何内容。请核对密钥文件。",
        "There is no valid identity here (it begins with AGE-SECRET-KEY-1); nothing was opened. Check the key file.",
        exit=2,
    ),
    "E-311": Sentence(
        "录像在写完文件头之前就中断了，没有内容可以恢复。请重新录制。",
        "The take broke off before its header was whole; there is nothing to recover. Record it again.",
    ),
    "E-321": Sentence(
        "证据包里没有可读的 manifest.json，无法验证。请重新从本机或上传端取得证据包。",
        "The package has no readable manifest.json and cannot be verified. Get the package again.",
        exit=3,
    ),
    "E-322": Sentence(
        "manifest.json 不是规范写法，内容已被改写过，不能作为证据。请重新从本机或上传端取得证据包。",
        "manifest.json is not in canonical form: it was rewritten, and is no evidence. Get the package again.",
        exit=3,
    ),
    "E-323": Sentence(
        "manifest.json 的格式（{format}）本程序不认识，没有验证。请用较新的程序验证。",
        "manifest.json is of a format ({format}) unknown here; nothing was verified. Use a newer program.",
        exit=3,
    ),
    "E-324": Sentence(
        "manifest.json 的“{field}”缺失或写法不对，不能作为证据。请重新从本机或上传端取得证据包。",
        "In manifest.json, {field} is missing or wrong; it is no evidence. Get the package again.",
        exit=3,
    ),
    "E-325": Sentence(
        "manifest.sig 缺失或长度不对（应为 64 字节），无法验证签名。请重新取得证据包。",
        "manifest.sig is missing or not 64 bytes long; the signature cannot be checked. Get the package again.",
        exit=3,
    ),
    "E-326": Sentence(
        "签名与 manifest.json 不符：其中一个被改动过，不能作为证据。请重新从本机或上传端取得证据包。",
        "The signature does not match manifest.json: one of them was changed. Get the package again.",
        exit=3,
    ),
    "E-327": Sentence(
        "证据包由另一台工作站（{key_id}）签名，不是所信任的那一台，不能采信。请核对工作站公钥。",
        "The package was signed by another station ({key_id}) than the trusted one; do not rely on it. Check the key.",
        exit=3,
    ),
    "E-328": Sentence(
        "所给的工作站公钥无法使用（应为 Ed25519 公钥 PEM 或 16 位编号），没有验证。请换用正确的公钥。",
        "The station key given is unusable (an Ed25519 public key in PEM, or its 16-digit id); nothing was verified. "
        "Give the right one.",
        exit=2,
    ),
    "E-331": Sentence(
        "录像文件 {name} 不在应在的位置，无法处理。请查找该文件，或换用上传端的副本。",
        "The sealed file {name} is not where it should be. Look for it, or use the uploaded copy.",
        exit=3,
    ),
    "E-332": Sentence(
        "manifest.json 里写的录像文件名（{name}）与证据包不符，不能采信。请重新取得证据包。",
        "manifest.json names another file ({name}) than the one in the package; do not rely on it. Get it again.",
        exit=3,
    ),
    "E-333": Sentence(
        "录像文件被截短：应有 {expected} 字节，实有 {found} 字节，不能作为证据。请换用其他副本。",
        "The sealed file was cut: {found} bytes instead of {expected}; this copy is no evidence. Use another one.",
        exit=3,
    ),
    "E-334": Sentence(
        "录像文件被加长：应有 {expected} 字节，实有 {found} 字节，不能作为证据。请换用其他副本。",
        "Something was added to the sealed file: {found} bytes instead of {expected}; this copy is no evidence. "
        "Use another one.",
        exit=3,
    ),
    "E-335": Sentence(
        "录像文件的哈希与 manifest.json 不符，文件被改动过，不能作为证据。请换用其他副本。",
        "The sealed file's hash is not the one in manifest.json: it was changed; this copy is no evidence. "
        "Use another one.",
        exit=3,
    ),
    "E-337": Sentence(
        "manifest.json 里的“{field}”与录像文件不符，不能采信。请重新从本机或上传端取得证据包。",
        "In manifest.json, {field} does not fit the sealed file; do not rely on it. Get the package again.",
        exit=3,
    ),
    "E-338": Sentence(
        "录像解密后不是 MP4，无法回放，不能作为证据。请保留原文件并联系 IT。",
        "What the sealed file holds is not an MP4; it cannot be played and is no evidence. Keep it and tell IT.",
        exit=3,
    ),
    "E-339": Sentence(
        "证据包已经存在，没有覆盖。请核对后另选位置。",
        "There is a package here already; it was not overwritten. Look at it, or choose another place.",
    ),
    "E-400": Sentence(
        "读不了文件 {file}（{why}），录制没有开始。请检查文件名和读取权限。",
        "The file {file} cannot be read ({why}), so no recording began. Check its name and the right to read it.",
        exit=2,
    ),
    "E-401": Sentence(
        "{file} 第 {line} 行不是 UTF-8 文字，文件没有采用。请用 UTF-8 编码重新保存。",
        "Line {line} of {file} is not UTF-8 text, so the file is not used. Save it again as UTF-8.",
        exit=2,
    ),
    "E-402": Sentence(
        "{file} 第 {line} 行不是合格的 YAML（{problem}），文件没有采用。请改正这一行。",
        "Line {line} of {file} is not plain YAML ({problem}), so the file is not used. Correct that line.",
        exit=2,
    ),
    "E-403": Sentence(
        "{file} 第 {line} 行超出限制（{limit}，最多 {allowed}），文件没有采用。请拆小或简化，不要用锚点和别名。",
        "Line {line} of {file} goes over a limit ({limit}, at most {allowed}), so the file is not used. Make it "
        "smaller or simpler; anchors and aliases are not allowed.",
        exit=2,
    ),
    "E-404": Sentence(
        "{file} 第 {line} 行的 {key} 重复了，文件没有采用。请只留一个。",
        "Line {line} of {file} repeats {key}, so the file is not used. Leave only one.",
        exit=2,
    ),
    "E-405": Sentence(
        "{file} 第 {line} 行有看不见的字符 {character}，文件没有采用。请删掉它。",
        "Line {line} of {file} holds the hidden character {character}, so the file is not used. Delete it.",
        exit=2,
    ),
    "E-406": Sentence(
        "{file} 第 {line} 行的 {key} 不认识，文件没有采用。请检查拼写，或删掉这一项。",
        "Line {line} of {file} has the unknown key {key}, so the file is not used. Check its spelling, or delete it.",
        exit=2,
    ),
    "E-407": Sentence(
        "{file} 第 {line} 行起缺少 {key}，文件没有采用。请补上。",
        "From line {line} of {file} the key {key} is missing, so the file is not used. Add it.",
        exit=2,
    ),
    "E-408": Sentence(
        "{file} 第 {line} 行的 {key} 不合要求（{problem}），文件没有采用。请改正。",
        "Line {line} of {file}: {key} does not fit ({problem}), so the file is not used. Correct it.",
        exit=2,
    ),
    "E-410": Sentence(
        "{file} 第 {line} 行引用了规则库里没有的规则 {rule}，文件没有采用。请改成规则库里的编号。",
        "Line {line} of {file} names the rule {rule}, which the catalogue does not have, so the file is not "
        "used. Use a rule of the catalogue.",
        exit=2,
    ),
    "E-411": Sentence(
        "{file} 第 {line} 行用到的事实 {fact} 没有声明，话术没有采用。请在 facts 中声明，或检查拼写。",
        "Line {line} of {file} uses the fact {fact}, which is not declared, so the script is not used. Declare "
        "it under facts, or check its spelling.",
        exit=2,
    ),
    "E-412": Sentence(
        "{file} 第 {line} 行的条件不成立（{problem}：{part}），话术没有采用。请只用事实、数字、引号文字和比较。",
        "Line {line} of {file} is no condition ({problem}: {part}), so the script is not used. Use only facts, "
        "figures, texts in quotes and comparisons.",
        exit=2,
    ),
    "E-413": Sentence(
        "{file} 第 {line} 行的编号 {id} 已经用过，文件没有采用。请换一个编号。",
        "Line {line} of {file} uses the id {id} again, so the file is not used. Choose another.",
        exit=2,
    ),
    "E-414": Sentence(
        "{file} 第 {line} 行指向不存在的环节 {step}，话术没有采用。请改成已有环节的编号。",
        "Line {line} of {file} points at the step {step}, which does not exist, so the script is not used. Name "
        "a step that does.",
        exit=2,
    ),
    "E-415": Sentence(
        "{file} 第 {line} 行：环节 {step} 要抽 {needed} 题，这笔业务只剩 {left} 题，录制没有开始。请在题库中补题。",
        "Line {line} of {file}: the step {step} draws {needed} questions, but this case leaves {left}, so no "
        "recording began. Add questions to its pool.",
        exit=2,
    ),
    "E-416": Sentence(
        "{file} 第 {line} 行：话术 {id} 的有效期与 {other} 重叠，话术库没有采用。请改有效期，让每天只有一份有效。",
        "Line {line} of {file}: the script {id} is valid on the same days as in {other}, so the library is not "
        "used. Change the days so that one is valid at a time.",
        exit=2,
    ),
    "E-420": Sentence(
        "话术库里没有 {script}，录制没有开始。现有：{known}。",
        "The library has no script {script}, so no recording began. There are: {known}.",
        exit=2,
    ),
    "E-421": Sentence(
        "话术 {script} 版本 {version} 在 {on} 无效（有效期 {valid_from} 至 {valid_to}），录制没有开始。请用当日有"
        "效的版本。",
        "The script {script}, version {version}, is not valid on {on} (it is from {valid_from} to {valid_to}), "
        "so no recording began. Use the version that is valid that day.",
        exit=2,
    ),
    "E-422": Sentence(
        "业务缺少“{title}”（{fact}），{file} 第 {line} 行要用到它，录制没有开始。请在业务文件中补上。",
        "The case lacks {title} ({fact}), which line {line} of {file} needs, so no recording began. Add it to "
        "the case.",
        exit=2,
    ),
    "E-423": Sentence(
        "业务中的“{title}”（{fact}）应为 {expected} 类型，{file} 第 {line} 行要用到它，录制没有开始。请改正业务文件。",
        "The fact {title} ({fact}) of the case should be of the kind {expected}, as line {line} of {file} needs "
        "it, so no recording began. Correct the case.",
        exit=2,
    ),
    "E-424": Sentence(
        "业务不满足“{requirement}”（{file} 第 {line} 行，规则 {rules}），不能用这份话术录制。请核对业务内容。",
        "The case does not meet the requirement {requirement} (line {line} of {file}, rules {rules}), so no "
        "recording began. Check the case.",
        exit=2,
    ),
    "E-425": Sentence(
        "话术 {script} 用于 {expected}，业务是 {found}，录制没有开始。请选对应的话术。",
        "The script {script} is for {expected} and the case is {found}, so no recording began. Choose the script "
        "that fits.",
        exit=2,
    ),
    "E-426": Sentence(
        "业务中的 {fact} 在话术 {script} 里用不到，录制没有开始。请检查拼写，或删掉这一项。",
        "The script {script} does not know the fact {fact} of the case, so no recording began. Check its "
        "spelling, or delete it.",
        exit=2,
    ),
    "E-427": Sentence(
        "{file} 第 {line} 行：规则包 {pack} 承接的 {extends} 不存在或绕回自身，规则没有采用。请改正。",
        "Line {line} of {file}: the rule pack {pack} extends {extends}, which is not there or leads back to "
        "itself, so the rules are not used. Correct it.",
        exit=2,
    ),
    "E-428": Sentence(
        "{file} 第 {line} 行：规则 {rule} 没有参数 {param}，规则没有采用。请检查拼写。",
        "Line {line} of {file}: the rule {rule} has no number {param}, so the rules are not used. Check its spelling.",
        exit=2,
    ),
    "E-429": Sentence(
        "没有规则包 {pack}，录制没有开始。现有：{known}。",
        "There is no rule pack {pack}, so no recording began. There are: {known}.",
        exit=2,
    ),
    "E-430": Sentence(
        "{file} 第 {line} 行是否定式或诱导式提问：“{text}”。客户的“是”会有两种意思，请改成正面提问。",
        "Line {line} of {file} asks in a negative or leading form: {text} A yes would have two meanings. Ask it "
        "the positive way.",
        exit=3,
    ),
    "E-431": Sentence(
        "{file} 第 {line} 行：“{phrase}”应判为 {expected}，实际判为 {found}（{reason}）。请改用别的说法。",
        "Line {line} of {file}: {phrase} should be judged {expected} but is judged {found} ({reason}). Use other "
        "words.",
        exit=3,
    ),
    "E-432": Sentence(
        "{file} 第 {line} 行声明的事实 {fact} 没有用到。请用上它，或删掉。",
        "Line {line} of {file} declares the fact {fact}, which is never used. Use it, or delete it.",
        exit=3,
    ),
    "E-433": Sentence(
        "{file} 第 {line} 行有禁用语“{word}”。请删掉这种承诺。",
        "Line {line} of {file} holds the forbidden promise {word}. Delete it.",
        exit=3,
    ),
    "E-434": Sentence(
        "{file} 第 {line} 行起：理解题只抽 {found} 题，至少要 {needed} 题。请补题或提高抽题数。",
        "From line {line} of {file}: {found} understanding questions are drawn, and at least {needed} are "
        "needed. Add questions or draw more.",
        exit=3,
    ),
    "E-435": Sentence(
        "{file} 第 {line} 行：环节 {step} 的顺序不合规则 {rule}。同意录制必须最先，权益提示紧随其后。",
        "Line {line} of {file}: the step {step} is out of order for the rule {rule}. Consent comes first, the "
        "notice of rights right after it.",
        exit=3,
    ),
    "E-436": Sentence(
        "{file} 第 {line} 行太长（{what} {length}，最多 {allowed}），客户跟不上。请拆成短句。",
        "Line {line} of {file} is too long to follow ({what} {length}, at most {allowed}). Cut it into short "
        "sentences.",
        exit=3,
    ),
    "E-437": Sentence(
        "{file} 第 {line} 行：“{phrase}”太含糊，不能算这种问题的回答。请删掉。",
        "Line {line} of {file}: {phrase} is too vague to count as an answer to this kind of question. Delete it.",
        exit=3,
    ),
    "E-438": Sentence(
        "{file} 第 {line} 行：“{phrase}”藏在“{inside}”里，少听一个字意思就反了。请换一种说法。",
        "Line {line} of {file}: {phrase} lies inside {inside}, so that one word missed turns the meaning round. "
        "Use other words.",
        exit=3,
    ),
    "E-439": Sentence(
        "{file} 第 {line} 行：规则 {rule} 在话术生效时不适用于这种产品。请改用适用的规则。",
        "Line {line} of {file}: the rule {rule} is not in force for this product when the script begins. Name a "
        "rule that is.",
        exit=3,
    ),
    "E-440": Sentence(
        "{file} 第 {line} 行的身份证号码不是十八位，录制没有开始。请核对证件后重新输入。",
        "Line {line} of {file} is no identity number of eighteen places, so no recording began. Check the card "
        "and enter it again.",
        exit=2,
    ),
    "E-441": Sentence(
        "{file} 第 {line} 行的身份证号码校验位不对，录制没有开始。请核对证件后重新输入。",
        "The identity number in line {line} of {file} has a wrong check digit, so no recording began. Check the "
        "card and enter it again.",
        exit=2,
    ),
    "E-442": Sentence(
        "{file} 第 {line} 行的身份证号码里没有可能的出生日期，录制没有开始。请核对证件后重新输入。",
        "The identity number in line {line} of {file} holds no possible day of birth, so no recording began. "
        "Check the card and enter it again.",
        exit=2,
    ),
    "E-443": Sentence(
        "{file} 第 {line} 行的 {fact} 小于零，录制没有开始。请核对合同后改正。",
        "In line {line} of {file} {fact} is below zero, so no recording began. Check the contract and correct it.",
        exit=2,
    ),
    "E-701": Sentence(
        "语音模型 {model} 不完整（缺 {missing}），没有加载；本次无法识别语音。请重新安装该模型。",
        "The speech model {model} is not complete ({missing} is missing) and was not loaded; speech cannot be"
        " recognised. Install the model again.",
    ),
    "E-702": Sentence(
        "语音模型 {model} 的文件与安装时不一致，没有加载；本次无法识别语音。请删除后重新安装该模型。",
        "The files of the speech model {model} are not those that were installed, so it was not loaded; speech cannot"
        " be recognised. Remove the model and install it again.",
        3,
    ),
    "E-703": Sentence(
        "模型 {model} 不在清单里，没有安装（SHA-256：{sha256}）。核对来源无误后，可用 --trust 安装。",
        "The model {model} is not in the manifest and was not installed (SHA-256: {sha256}). If you have checked where"
        " it comes from, install it with --trust.",
        3,
    ),
    "E-704": Sentence(
        "收到的文件不是清单里的模型 {model}，没有安装。请重新下载，或向 IT 索取正确的文件。",
        "What was given is not the model {model} of the manifest, and nothing was installed. Download it again or ask"
        " IT for the right file.",
        3,
    ),
    "E-705": Sentence(
        "模型包 {name} 不安全（{reason}），没有安装。请换用可靠来源的文件。",
        "The model archive {name} is not safe ({reason}) and was not installed. Use a file from a source you trust.",
        3,
    ),
    "E-706": Sentence(
        "无法从 {address} 取得模型（{reason}），没有安装。请检查网络，或请 IT 提供模型文件。",
        "The model could not be fetched from {address} ({reason}); nothing was installed. Check the network, or ask IT"
        " for the file.",
    ),
    "E-707": Sentence(
        "{name} 里没有模型。请给出模型的文件夹、zip 文件或下载地址。",
        "There is no model at {name}. Give a model folder, a zip file or an address.",
        2,
    ),
    "E-708": Sentence(
        "已经装有另一个名为 {model} 的模型，没有改动。要替换请先删除它的文件夹。",
        "Another model named {model} is installed already; nothing was changed. To replace it remove its folder first.",
    ),
    "E-709": Sentence(
        "语音引擎无法加载模型 {model}；本次无法识别语音。请换一个模型或重新安装。",
        "The speech engine cannot load the model {model}; speech cannot be recognised. Use another model or install it"
        " again.",
    ),
    "E-710": Sentence(
        "模型清单 {file} 无法读取，语音识别不可用。请修复或重新安装本程序。",
        "The list of models {file} cannot be read, so speech recognition is not available. Repair or reinstall the"
        " program.",
    ),
    "E-711": Sentence(
        "无法写入模型文件夹（{reason}），没有安装。请检查磁盘空间和权限。",
        "The models folder cannot be written ({reason}); nothing was installed. Check the disk's space and rights.",
    ),
    "E-712": Sentence(
        "语音识别中断（声道 {channel}），录制不受影响；此后的应答请用触屏确认。",
        "Speech recognition stopped (channel {channel}); the recording is not affected. Confirm the next answers by"
        " touch.",
    ),
    "E-713": Sentence(
        "没有可用的语音合成引擎（{reason}），播报只显示文字、未朗读。请安装 espeak-ng 或系统语音。",
        "There is no speech engine ({reason}): prompts are shown as text and not spoken. Install espeak-ng or a system"
        " voice.",
        5,
    ),
    "E-714": Sentence(
        "没有找到中文语音，播报只显示文字、未朗读。请安装中文语音，或在设置里选用已有的语音。",
        "The Chinese voice was not found: prompts are shown as text and not spoken. Install one, or choose another in"
        " the settings.",
        5,
    ),
    "E-715": Sentence(
        "语音合成两次没有回应，本条播报只显示文字、未朗读。请由柜员朗读。",
        "The speech engine did not answer twice: this prompt is shown as text and not spoken. Let the clerk read it.",
        5,
    ),
    "E-716": Sentence(
        "语音合成的结果不正常（{seconds} 秒），本条播报只显示文字、未朗读。请由柜员朗读。",
        "What the speech engine made is not plausible ({seconds} s): this prompt is shown as text and not spoken. Let"
        " the clerk read it.",
        5,
    ),
    "E-717": Sentence(
        "预录的播报文件 {file} 无法读取，本条播报只显示文字、未朗读。请更换该文件。",
        "The recorded prompt {file} cannot be read: this prompt is shown as text and not spoken. Replace the file.",
        5,
    ),
    "E-911": Sentence(
        "磁盘已满，录制到此为止，已录部分会照常封存。请清理磁盘后重新录制。",
        "The disk is full: recording ends here, and what was recorded is sealed. Make room, then record again.",
    ),
    "E-912": Sentence(
        "磁盘读写出错（{reason}），录制到此为止，已写入的部分可用 recover 恢复。请检查磁盘，并联系 IT。",
        "The disk failed ({reason}): recording ends here; recover gets back what was written. Check the disk, tell IT.",
    ),
    "E-721": Sentence(
        "人脸检测加载不了（{reason}），本次录制的人脸记为“未检测”，不算通过。请让 IT 运行 doctor 检查安装。",
        "Face detection cannot be loaded ({reason}); faces count as not checked, never as passed. "
        "Ask IT to run doctor.",
    ),
    "E-722": Sentence(
        "人脸检测中途停止（{reason}），录制继续，其后的人脸记为“未检测”。请录完后重新启动程序。",
        "Face detection stopped midway ({reason}); the recording goes on, faces count as not checked from here on. "
        "Restart the program after this take.",
    ),
    "E-445": Sentence(
        "虚拟客户的应答目录 {folder} 不存在，没有开始录制。请检查 --customer-says。",
        "The folder {folder} with the virtual customer's answers is not there; nothing was recorded. "
        "Check --customer-says.",
        exit=2,
    ),
    "E-446": Sentence(
        "{one} 和 {other} 不能同时使用，没有开始录制。请只留一个。",
        "{one} and {other} exclude each other; nothing was recorded. Keep one of them.",
        exit=2,
    ),
    "E-447": Sentence(
        "没有名为 {given} 的画面布局，没有开始录制。可用：{known}。",
        "There is no layout {given}; nothing was recorded. Known are: {known}.",
        exit=2,
    ),
    "E-448": Sentence(
        "--fast 不能用于真实设备（{spec}），没有开始录制。请去掉 --fast，或改用 file: 和 synthetic: 来源。",
        "--fast cannot be used with a real device ({spec}); nothing was recorded. "
        "Leave --fast out, or use file: and synthetic: sources.",
        exit=2,
    ),
    "E-449": Sentence(
        "演示没有话术 {given}，没有开始录制。可用：{known}。",
        "The demo has no script {given}; nothing was recorded. Known are: {known}.",
        exit=2,
    ),
    "E-451": Sentence(
        "没有名为 {given} 的测量项目。可用：{known}。",
        "There is no bench subject {given}. Known are: {known}.",
        exit=2,
    ),
    "E-452": Sentence(
        "画面布局 {layout} 要 {needed} 个摄像头，给了 {given} 个，没有开始录制。请增减 --camera，或换一种 --layout。",
        "The layout {layout} shows {needed} cameras and {given} were given; nothing was recorded. "
        "Change --camera or --layout.",
        exit=2,
    ),
    "E-456": Sentence(
        "没有写明原因或说明，这一步没有做，录像没有改动。请写明后重试。",
        "No reason or note was given; nothing was done and no take was changed. Write one and try again.",
        exit=2,
    ),
    "E-460": Sentence(
        "业务还有 {count} 处没有填好，录制没有开始。请回到标红的地方改正。",
        "The case has {count} fields that are missing or wrong, so no recording began. Go back to those marked red.",
        exit=2,
    ),
    "E-457": Sentence(
        "设置项 {key} 的值不合要求，没有保存，原来的设置不变。应为：{expected}。",
        "The value of {key} does not fit; nothing was saved and the settings are as they were. Expected: {expected}.",
        exit=2,
    ),
    "E-458": Sentence(
        "设置项 {key} 由管理策略锁定，没有保存，原来的设置不变。需要更改请联系 IT。",
        "The setting {key} is locked by policy; nothing was saved and the settings are as they were. Ask IT.",
        exit=4,
    ),
    "E-459": Sentence(
        "设置文件 {file} 无法写入（{reason}），没有保存，原来的设置不变。请检查权限和磁盘空间。",
        "The settings file {file} cannot be written ({reason}); nothing was saved and the settings are as they were. "
        "Check its permissions and the disk's space.",
    ),
    "E-913": Sentence(
        "磁盘剩余 {free_mb} MB，本次录制至少要 {needed_mb} MB，没有开始录制。请清理磁盘，或上传后再录。",
        "The disk has {free_mb} MB left and this take needs {needed_mb} MB; recording did not begin. Make room first.",
    ),
    "E-914": Sentence(
        "文件 {name} 已经存在，没有覆盖，也没有导出。请换一个文件名。",
        "The file {name} is there already; it was not overwritten and nothing was exported. Choose another name.",
        exit=2,
    ),
    "E-915": Sentence(
        "导出没有写成（{reason}），没有留下不完整的文件，原录像不受影响。请检查目标位置和磁盘空间后重试。",
        "The export could not be written ({reason}); no incomplete file is left and the take is not affected. "
        "Check the place and the disk's space, and try again.",
    ),
    "E-916": Sentence(
        "文件 {name} 读不了（{reason}），没有验证。请检查路径和权限。",
        "The file {name} cannot be read ({reason}); nothing was verified. Check the path and its permissions.",
        exit=2,
    ),
    "E-901": Sentence(
        "程序内部出错，已录部分安全。请重新启动；仍然出现请把日志交给 IT。",
        "The program made a mistake; what was recorded is safe. Start it again; if it stays, give the log to IT.",
    ),
    "E-902": Sentence(
        "设置文件 {file} 无法读取（{reason}），工作站未启动。请改正该文件，或删除它以使用默认设置。",
        "The settings file {file} cannot be read ({reason}), so the station did not start. "
        "Correct it, or delete it to use the defaults.",
        exit=2,
    ),
    "E-903": Sentence(
        "设置文件 {file} 中有未知项 {key}，工作站未启动。请改为其中之一：{known}。",
        "The settings file {file} holds an unknown key {key}, so the station did not start. Use one of: {known}.",
        exit=2,
    ),
    "E-904": Sentence(
        "设置文件 {file} 中 {key} 的值不合要求，工作站未启动。应为：{expected}。",
        "In the settings file {file} the value of {key} does not fit, so the station did not start. "
        "Expected: {expected}.",
        exit=2,
    ),
    "E-905": Sentence(
        "数据文件夹 {folder} 无法建立或写入（{reason}），不能开始录制。请检查权限和磁盘，或用 --data-dir 换一个位置。",
        "The data folder {folder} cannot be made or written ({reason}), so no recording can start. "
        "Check its permissions and the disk, or name another place with --data-dir.",
    ),
    "E-930": Sentence(
        "这个数据目录的窗口已经打开，没有再开一个。已把它调到最前；找不到它时请重启电脑后再试。",
        "The window of this data folder is open already, so no second one was opened. It was brought to the front; "
        "if you cannot find it, restart the computer and try again.",
    ),
    "E-931": Sentence(
        "没有界面语言 {language} 的翻译文件，界面改用中文，录制不受影响。请重新安装程序，或在设置里另选语言。",
        "There is no translation for the language {language}; the window stays in Chinese and recordings are not "
        "affected. Install the program anew, or choose another language in the settings.",
    ),
    "E-932": Sentence(
        "这台电脑没有中文字体，界面和画面上的中文显示不出来，不能开始录制。请安装 Noto Sans CJK 后重新打开。",
        "This computer has no font with Chinese characters: neither the window nor the stamp in the picture can be "
        "read, so no take may begin. Install Noto Sans CJK (Debian: fonts-noto-cjk) and open the station again.",
    ),
    "E-933": Sentence(
        "演示的窗口在录像封存之前被关闭，这次演示没有证据包。请重新运行 station demo --window，等它自己结束。",
        "The demo's window was closed before its take was sealed, so this demo left no package. "
        "Run station demo --window again and let it end by itself.",
    ),
}


def sentence(fault: Fault, language: str = "zh") -> str:
    """One line for a person: `麦克风断开。… (E-121)`."""
    row = SENTENCES.get(fault.code) or SENTENCES["E-901"]
    text = row.zh if language == "zh" else row.en
    return f"{text.format_map(_Facts(fault.facts))} ({fault.code})"


def exit_code(fault: Fault) -> int:
    row = SENTENCES.get(fault.code)
    return row.exit if row else EXIT.FAULT


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"
