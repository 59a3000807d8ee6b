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
        "这里没有保险库，还没有录过音像。请检查数据目录；新工作站请在窗口里完成首次设置，或运行 station init。",
        "There is no vault here, and so no recordings. Check the data folder; a new station is set up in the window or "
        "by station init.",
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
        "工号或口令不对，保险库没有打开（锁定前还可再试 {left} 次）。请重新输入；忘记口令请联系管理员重设。",
        "Wrong account or passphrase; the vault was not opened ({left} more tries before it is locked for a while). "
        "Type it again, or ask an administrator to reset it.",
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
    "E-230": Sentence(
        "账号表不是本账号所认的管理员签发的：有人改过角色或换过整张表。没有登录，录像没有改动。"
        "请保留现场，让 IT 从备份恢复 vault.keys 并报告主管。",
        "The account table is not signed by the administrator this account knows: somebody changed roles or "
        "put another "
        "table in place. You were not logged in and no take was changed. Keep everything as it is, let IT restore "
        "vault.keys from a backup, and tell the supervisor.",
        exit=4,
    ),
    "E-231": Sentence(
        "这个账号已停用，没有登录，录像没有改动。需要恢复请联系管理员。",
        "This account is closed; you were not logged in and no take was changed. Ask an administrator to open "
        "it again.",
        exit=4,
    ),
    "E-232": Sentence(
        "这套恢复凭证不是这个保险库现在的凭证，没有打开，也没有改动。请核对凭证上的工作站编号和制作日期。",
        "This recovery kit is not the present one of this vault; it was not opened and nothing was changed. "
        "Compare the station id and the day on the sheets.",
        exit=4,
    ),
    "E-233": Sentence(
        "没有账号 {account}，什么也没有改动。请核对工号。",
        "There is no account {account}; nothing was changed. Check the name.",
    ),
    "E-234": Sentence(
        "一个账号不能同时是 {roles}，没有保存。请按“权限表”分给不同的人。",
        "One account cannot be {roles} at once; nothing was saved. Give the roles to different people, as the table of "
        "rights says.",
    ),
    "E-235": Sentence(
        "新口令不合规则（{rule}；至少 {least} 个字符，不能是常见口令、连续字符或含工号），没有保存，原口令不变。"
        "请另设一个。",
        "The new passphrase breaks a rule ({rule}; at least {least} characters, no common word, no sequence, not the "
        "account); it was not saved and the old one stays. Choose another.",
    ),
    "E-236": Sentence(
        "工号 {account} 已经有了，或不能用作工号（1 到 16 位字母、数字、- _ .），没有新建。请换一个。",
        "{account} is an account already or cannot be one (1 to 16 letters, digits, - _ .); none was made. "
        "Choose another.",
    ),
    "E-237": Sentence(
        "账号 {account} 的角色不能回放，没有授予回放密钥。请先由管理员调整角色。",
        "Account {account} has no role that replays; it was not given the replay key. An administrator changes roles.",
    ),
    "E-238": Sentence(
        "本账号还没有回放密钥，录像打不开，也没有改动。请由已有回放密钥的主管、质检员在“账号”页授予。",
        "This account has not been given the replay key yet; the take was not opened or changed. "
        "A supervisor or inspector who holds it can grant it on the accounts page.",
        exit=4,
    ),
    "E-239": Sentence(
        "至少要有一个在用的管理员账号和一个能回放的账号，没有保存。请先设好另一个账号。",
        "There must be an administrator, and somebody who may replay, at all times; nothing was saved. "
        "Make the other account first.",
    ),
    "E-240": Sentence(
        "您的执业登记已于 {expires} 到期，不能录制这类业务，没有开始。请管理员更新登记。",
        "Your licence expired on {expires}; this sale cannot be recorded and did not begin. "
        "Ask an administrator to renew the registration.",
    ),
    "E-241": Sentence(
        "您的执业登记不含产品 {product}（登记范围：{scope}），不能录制，没有开始。请换有资质的同事办理。",
        "Your licence does not cover {product} (it covers {scope}); recording did not begin. "
        "Ask a colleague who is qualified.",
    ),
    "E-242": Sentence(
        "没有在此日期前的培训记录（{trained}），不能录制这类业务，没有开始。请完成培训并让管理员登记。",
        "There is no training on record by today ({trained}); recording did not begin. "
        "Finish the training and have an administrator register it.",
    ),
    "E-243": Sentence(
        "本账号没有管理员密钥，账号表没有改动。请由管理员操作。",
        "This account does not hold the administrator's key; the account table was not changed. "
        "An administrator has to do it.",
        exit=4,
    ),
    "E-244": Sentence(
        "密钥文件 vault.keys 不是保险库所知的那一份：可能被换回旧文件或被改动。现在只能查看，不能录制。"
        "请报告主管，由管理员核实后用 vault accept 接受，或从备份恢复。",
        "The key file vault.keys is not the one the vault knows: an older one was put back, or it was changed. "
        "The vault can be read but not written. Tell the supervisor; an administrator accepts it with `vault "
        "accept` or "
        "restores it.",
    ),
    "E-290": Sentence(
        "这个保险库由没有账号的旧版本建立，没有打开，内容没有改动。"
        "请运行 station init，输入原口令建立账号；录像全部保留。",
        "This vault was made before there were accounts; it was left as it is. Run station init with the old "
        "passphrase "
        "to make accounts; every take is kept.",
        exit=4,
    ),
    "E-291": Sentence(
        "录像 {take} 是您本人录制的，不能由本人回放、质检或审批；它没有改动。请由另一位同事处理。",
        "You recorded take {take} yourself, so you may not replay, inspect or approve it; it was not changed. "
        "A colleague has to.",
        exit=4,
    ),
    "E-292": Sentence(
        "这笔业务登记的柜员是 {clerk}，与登录账号不同，没有开始录制。请由该柜员登录，或更正业务。",
        "The case names clerk {clerk}, who is not the one logged in; recording did not begin. "
        "Let that clerk log in, or correct the case.",
    ),
    "E-293": Sentence(
        "这一步要两个人：第二人须是另一位有相应权限的同事，没有执行，什么也没有改动。请第二人输入工号和口令。",
        "This takes two people, and the second must be a colleague with the right to it; nothing was done. "
        "Let the second person type account and passphrase.",
        exit=4,
    ),
    "E-294": Sentence(
        "您的账号没有执业登记，不能录制，没有开始。请管理员登记执业证号、范围、有效期和培训日期。",
        "Your account has no licence on record; recording did not begin. "
        "Ask an administrator to register number, scope, expiry and training.",
    ),
    "E-295": Sentence(
        "不能停用自己的账号，没有改动。请由另一位管理员操作。",
        "You cannot close your own account; nothing was changed. Another administrator has to.",
    ),
    "E-296": Sentence(
        "没有工号，保险库没有打开，什么也没有做。请用 --account 或 DUALREC_ACCOUNT 指明，或在终端里运行后输入。",
        "No account was given; the vault stayed closed and nothing was done. "
        "Name it with --account or DUALREC_ACCOUNT, or type it at a terminal.",
        exit=4,
    ),
    "E-297": Sentence(
        "账号 {account} 用的还是别人设的临时口令，什么也没有做。请本人先运行 station account passphrase 改口令。",
        "Account {account} still has the temporary passphrase that somebody else set; nothing was done. "
        "Its owner has to change it first: station account passphrase.",
        exit=4,
    ),
    "E-298": Sentence(
        "还缺一个口令，什么也没有做。请设置 {variable}，或在终端里运行后输入。",
        "Another passphrase is needed and nothing was done. Set {variable}, or type it at a terminal.",
        exit=4,
    ),
    "E-299": Sentence(
        "恢复卡只出现这一次，而 --json 的输出里没有它；什么也没有做。请加上 --kit-folder 文件夹，或 --kit-json。",
        "The recovery kit is told only once, and --json alone leaves it out; nothing was done. "
        "Add --kit-folder FOLDER, or --kit-json.",
        exit=2,
    ),
    "E-245": Sentence(
        "第 {share} 份恢复卡的第 {word} 个词不在词表里，保险库没有打开。请对照纸上的编号重新输入这个词。",
        "Word {word} of recovery share {share} is not in the list of words; the vault was not opened. "
        "Type that word again from the paper.",
        exit=4,
    ),
    "E-246": Sentence(
        "第 {share} 份恢复卡校验不符（输入了 {words} 个词，应为 {wanted} 个）：有词抄错、漏抄或次序颠倒，"
        "保险库没有打开。请对照纸上的编号逐个核对。",
        "Recovery share {share} fails its checksum ({words} words typed, {wanted} expected): a word is wrong, missing "
        "or out of place. The vault was not opened. Compare it with the numbers on the paper.",
        exit=4,
    ),
    "E-247": Sentence(
        "第 {share} 份恢复卡与其他的不是同一套，合不起来，保险库没有打开。请核对卡上印的套号，换用同一套的卡。",
        "Recovery share {share} is of another kit than the others; they do not go together and the vault was not "
        "opened. Compare the kit numbers printed on them.",
        exit=4,
    ),
    "E-248": Sentence(
        "恢复需要两张不同的恢复卡：第 {share} 份缺少，或与前面的重复，保险库没有打开。请另一位保管人输入他的那一张。",
        "Recovery needs two different shares: share {share} is missing or the same as one before. The vault was not "
        "opened. Ask another holder to type theirs.",
        exit=4,
    ),
    "E-249": Sentence(
        "口令输错次数太多，这个账号暂时锁定，还要等 {seconds} 秒（到 {until}）。请到时再试；忘记口令请联系管理员。",
        "Too many wrong passphrases: this account is locked for another {seconds} s (until {until}). "
        "Try again then; if you forgot the passphrase, ask the administrator.",
        exit=4,
    ),
    "E-250": Sentence(
        "这台电脑的系统密钥库里没有这个保险库的密钥：保险库属于另一台电脑，或者密钥库被清空过。保险库没有打开，"
        "内容没有改动。请在原来的电脑上打开，或用任意两张恢复卡恢复。",
        "This computer's key store has no key for this vault: the vault belongs to another computer, or its key store "
        "was emptied. The vault was not opened and is unchanged. Open it on its own computer, or restore it with any "
        "two shares of the recovery kit.",
        exit=4,
    ),
    "E-251": Sentence(
        "这台电脑的系统密钥库被锁定或不可用（{reason}），保险库没有打开，也没有绑定到本机。"
        "请登录系统桌面并解锁密钥库后再试；没有密钥库的电脑不能绑定，已绑定的请用任意两张恢复卡恢复。",
        "This computer's key store is locked or cannot be used ({reason}); the vault was neither opened nor bound. "
        "Log in to the desktop, unlock its key store and try again. Without a key store a vault cannot be bound; "
        "one that is bound is restored with any two shares of the recovery kit.",
        exit=4,
    ),
    "E-255": Sentence(
        "备份没有写成：{folder} 读写失败。保险库和以前的备份都没有改动。请检查备份盘是否接好、能否写入，然后重试。",
        "No backup was made: {folder} cannot be read or written. The vault and earlier backups are as they were. "
        "Check that the disk for backups is there and can be written, and try again.",
    ),
    "E-256": Sentence(
        "空间不够，备份没有写成（约需 {needed_mb} MB），保险库和以前的备份都没有改动。请腾出空间后重试。",
        "There is too little room and no backup was made (about {needed_mb} MB are needed). The vault and earlier "
        "backups are as they were. Make room and try again.",
    ),
    "E-257": Sentence(
        "备份写完后核对不符（{problem}），已丢弃，以前的备份保留。请检查保险库和备份盘，然后重试。",
        "The backup was not good when it was read again ({problem}) and was thrown away; earlier ones are kept. "
        "Check the vault and the disk for backups, and try again.",
        exit=3,
    ),
    "E-258": Sentence(
        "另一次备份正在进行，这一次没有开始。请等它完成。",
        "Another backup is being made and this one did not begin. Wait until it is done.",
    ),
    "E-259": Sentence(
        "备份还没完成保险库就关闭了，没有留下备份，以前的备份保留。请下次打开后重新备份。",
        "The vault was closed before the backup was done; none was made and earlier ones are kept. "
        "Make one when it is open again.",
    ),
    "E-260": Sentence(
        "{name} 不是保险库备份，或其中的 backup.json 无法读取；没有恢复，现有内容没有改动。请换一份备份。",
        "{name} is no backup of a vault, or its backup.json cannot be read; nothing was restored or changed. "
        "Choose another one.",
    ),
    "E-261": Sentence(
        "备份不完整或被改动（{what}），不能用来恢复，现有内容没有改动。请换一份备份。",
        "The backup is damaged or was changed ({what}) and cannot be restored; nothing was changed here. "
        "Choose another one.",
        exit=3,
    ),
    "E-262": Sentence(
        "备份与这里的保险库不是同一个（另一个是 {found}），没有恢复，现有内容没有改动。请选择本机的备份。",
        "Backup and vault are not the same (the other is {found}); nothing was restored or changed. "
        "Choose a backup of this station.",
    ),
    "E-263": Sentence(
        "重新加密后的副本与保险库不符，已丢弃；保险库没有改动，仍用原来的密钥。请检查磁盘后重试。",
        "The vault's copy under the new key is not the same and was thrown away; the vault is as it was, under its old "
        "key. Check the disk and try again.",
        exit=3,
    ),
    "E-264": Sentence(
        "密钥打不开备份里的保险库（可能已更换），没有恢复。请用备份当时的账号和口令，打开备份自带的 vault.keys。",
        "This key does not open the vault in the backup (the key may have been changed since); nothing was restored. "
        "Use an account and passphrase of that day, with the vault.keys in the backup.",
        exit=4,
    ),
    "E-265": Sentence(
        "审计记录与账号 {account} 在第 {n} 条签名的检查点不符：这一条或更早的记录被改写过。"
        "请停止使用，保留现场并报告主管。",
        "The audit trail does not agree with the checkpoint that account {account} signed at row {n}: that row or an "
        "earlier one was rewritten. Stop, keep everything as it is and tell the supervisor.",
        exit=3,
    ),
    "E-266": Sentence(
        "第 {n} 条审计记录的检查点不能证明是账号 {account} 签的，它不起证明作用。请报告主管，核对该账号的公钥。",
        "The checkpoint of audit row {n} is not signed by a known key of account {account} and vouches for nothing. "
        "Tell the supervisor, and compare the account's public key.",
        exit=3,
    ),
    "E-267": Sentence(
        "检查点文件缺少 {count} 个检查点（从第 {n} 条起），保险库里却有：文件被删改或换成了旧文件。"
        "请保留现场并报告主管。",
        "The checkpoint file lacks {count} checkpoints (from row {n} on) that the vault has: it was cut or replaced by "
        "an older one. Keep everything as it is and tell the supervisor.",
        exit=3,
    ),
    "E-268": Sentence(
        "检查点文件第 {line} 行损坏，这一行不起证明作用，其余各行仍然有效。请让 IT 检查磁盘，并报告主管。",
        "Line {line} of the checkpoint file is damaged and vouches for nothing; the other lines still count. "
        "Let IT look at the disk and tell the supervisor.",
        exit=3,
    ),
    "E-269": Sentence(
        "导出的审计文件在第 {line} 行不完整或格式不对，之后的内容没有验证。请重新导出或重新取得这个文件。",
        "The exported audit file is not whole or not in its form at line {line}; nothing behind it was verified. "
        "Export it again, or get it again.",
        exit=3,
    ),
    "E-270": Sentence(
        "电脑的时钟比最新的审计记录慢 {seconds} 秒：时钟被往回调过，现在的录像时间不可信。"
        "请让 IT 校准时钟，再由主管确认。",
        "The computer's clock is {seconds} s behind the newest audit row: it was set back, and takes would carry a "
        "wrong time. Let IT set the clock and a supervisor confirm it.",
    ),
    "E-271": Sentence(
        "本次运行中电脑的时钟跳动了 {seconds} 秒：可能有人改了时间，或电脑休眠过。请核对时间；确认以前不能销毁录像。",
        "Within this run the computer's clock has jumped by {seconds} s: somebody changed it, or the computer slept. "
        "Look at the time; nothing can be destroyed before it is confirmed.",
    ),
    "E-272": Sentence(
        "电脑的时钟比上一条审计记录晚了 {days} 天：可能停用了这么久，也可能时钟被往前调。"
        "请核对日期；确认以前不能销毁录像。",
        "The computer's clock is {days} days ahead of the audit row before: the station stood still, or the clock was "
        "set forward. Look at the date; nothing can be destroyed before a person confirms it.",
    ),
    "E-273": Sentence(
        "日志转发地址 {given} 不对，日志没有转发，录制不受影响。请写成 udp://主机:514 或 tcp://主机:601。",
        "The address {given} is none to which logs can be forwarded; nothing is forwarded, recordings are not "
        "affected. "
        "Write udp://host:514 or tcp://host:601.",
        exit=2,
    ),
    "E-274": Sentence(
        "保险库缺少检查点文件里的 {count} 个检查点（从第 {n} 条起）：保险库可能被换成了旧副本。请停止录制并报告主管。",
        "The vault lacks {count} checkpoints of the checkpoint file (from row {n} on): it may have been replaced by an "
        "older copy. Stop recording and tell the supervisor.",
        exit=3,
    ),
    "E-275": Sentence(
        "业务 {case} 的录像要保存到 {until}（含当天），现在不能销毁，录像没有改动。请在那天之后再办理。",
        "The takes of case {case} are kept until {until} and that day too; nothing was destroyed. Come back after it.",
        exit=4,
    ),
    "E-276": Sentence(
        "业务 {case} 的保存期限算不出来（{why}），不能销毁，录像没有改动。请先登记缺少的日期，再办理销毁。",
        "How long case {case} is to be kept cannot be told ({why}); nothing was destroyed. "
        "Enter the day that is missing first.",
        exit=4,
    ),
    "E-277": Sentence(
        "业务 {case} 有争议，已经冻结，不能销毁，录像没有改动。请在争议了结、解除冻结并过了保存期限后再办理。",
        "Case {case} is held because of a dispute; nothing was destroyed. "
        "Come back when the hold is lifted and the time after it is over.",
        exit=4,
    ),
    "E-278": Sentence(
        "销毁录像要两个人，第二人不能是本人，也不能为空；业务 {case} 的录像没有销毁。请由另一位有权限的同事一起办理。",
        "To destroy takes needs two people, and the second is not the first; the takes of case {case} stand. "
        "Ask a colleague who has the right.",
        exit=4,
    ),
    "E-279": Sentence(
        "{account} 对销毁单的签名没有或不符，业务 {case} 的录像没有销毁。请两个人重新核对销毁单，各自再签一次。",
        "The signature of {account} under the order to destroy is missing or wrong; the takes of case {case} stand. "
        "Look at the order again, both of you, and sign it anew.",
        exit=4,
    ),
    "E-280": Sentence(
        "业务 {case} 没有冻结，没有什么可以解除，也没有写下任何记录。请核对业务编号。",
        "Case {case} is not held, so there is nothing to lift and nothing was written. Check its number.",
        exit=2,
    ),
    "E-281": Sentence(
        "业务 {case} 在本机没有可以销毁的录像，没有作任何改动。请核对业务编号。",
        "Case {case} has no take here that could be destroyed; nothing was changed. Check its number.",
        exit=2,
    ),
    "E-282": Sentence(
        "录像 {take} 还没有收尾，业务 {case} 的录像没有销毁。请先按中断归档，再办理销毁。",
        "Take {take} is still open, so no take of case {case} was destroyed. Recover it first.",
        exit=4,
    ),
    "E-284": Sentence(
        "录像 {take} 的文件其实是另一段录像 {other} 的，有人换过文件；什么也没有销毁。请保留现场并报告主管。",
        "The file of take {take} is that of another take, {other}: somebody exchanged it, and nothing was destroyed. "
        "Leave everything as it is and tell a supervisor.",
        exit=3,
    ),
    "E-285": Sentence(
        "这段录像已按保存期限销毁（{day}），证据包里只有清单和工作站签名的销毁凭证。要核对请看清单和凭证。",
        "This take was destroyed when its time was over ({day}); the package holds its manifest and a certificate of "
        "destruction signed by the station. Look at these.",
        exit=3,
    ),
    "E-286": Sentence(
        "客户不同意录音录像，录像已经销毁（{day}），这里只有工作站签名的拒绝记录和销毁凭证。没有录像可以核对。",
        "The customer did not agree to be recorded and the take was destroyed ({day}); here are the record of the "
        "refusal and the certificate of destruction, signed by the station. There is no take to check.",
        exit=3,
    ),
    "E-287": Sentence(
        "日期 {day} 不对：只能在 {first} 和 {last} 之间，没有写下任何记录。请核对后重新填写。",
        "The day {day} cannot be: it lies between {first} and {last}. Nothing was written; check it and try again.",
        exit=2,
    ),
    "E-288": Sentence(
        "{file} 第 {line} 行：环节 {step} 征求录制同意，被拒绝后却不结束。请写 on_final_failure: end_refused。",
        "Line {line} of {file}: the step {step} asks for consent to the recording and does not end the take when it is "
        "refused. Write on_final_failure: end_refused.",
        exit=3,
    ),
    "E-289": Sentence(
        "{file} 第 {line} 行：环节 {step} 在客户同意录制之前就说了或出示了“{what}”。请移到同意之后。",
        "Line {line} of {file}: the step {step} tells or shows {what} before the customer has agreed to be recorded. "
        "Move it behind the consent.",
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
    "E-470": Sentence(
        "工作站登记证书的“{field}”缺失或写法不对，证书无效，不能录制。请 IT 重新签发，并原样放进数据文件夹。",
        "In the station's enrolment certificate, {field} is missing or wrong; it is void, so nothing may be recorded. "
        "Have IT issue it again and put it into the data folder as it is.",
        exit=3,
    ),
    "E-471": Sentence(
        "工作站登记证书在签发后被改过，证书无效，不能录制。请 IT 放回原件或重新签发，并查明谁改过它。",
        "The station's enrolment certificate was changed after it was issued; it is void, so nothing may be recorded. "
        "Have IT put back the original or issue it again, and find out who changed it.",
        exit=3,
    ),
    "E-472": Sentence(
        "工作站登记证书由本机不认识的机构密钥（{issuer}）签发，不能录制。"
        "请 IT 在策略中设置机构公钥，或用现行密钥重新签发。",
        "The station's enrolment certificate was issued with a key ({issuer}) that this station does not know, so "
        "nothing may be recorded. Have IT set the institution's key in the policy, or issue it with the present key.",
        exit=3,
    ),
    "E-473": Sentence(
        "工作站登记证书的有效期是 {valid_from} 至 {valid_to}，电脑日期是 {day}，不能录制。"
        "日期不对请先校准；日期正确请 IT 换发证书。",
        "The station's enrolment is valid from {valid_from} to {valid_to} and the computer's date is {day}, so nothing "
        "may be recorded. Set the date if it is wrong; if it is right, have IT renew the certificate.",
        exit=3,
    ),
    "E-474": Sentence(
        "登记证书 {serial} 属于另一台工作站，在本机无效，不能录制。请换回本机的证书，或请 IT 为本机（{station}）签发。",
        "The enrolment certificate {serial} belongs to another station and is void here, so nothing may be recorded. "
        "Put back this station's own, or have IT issue one for it ({station}).",
        exit=3,
    ),
    "E-475": Sentence(
        "机构要求工作站先登记，本机没有登记证书，不能录制。请 IT 为本机（{station}）签发，并放进数据文件夹。",
        "The institution wants every station enrolled and this one has no certificate, so nothing may be recorded. "
        "Have IT issue one for it ({station}) and put it into the data folder.",
        exit=3,
    ),
    "E-476": Sentence(
        "这台电脑不在 {branch} {counter} 登记的网络里（VPN 不算），不能录制。"
        "请到登记的柜台录制；已在柜台请检查网线，或找 IT 核对。",
        "This computer is not in the network registered for {branch} {counter} (a VPN does not count), so nothing may "
        "be recorded. Record at that counter; if you are there, check the cable or ask IT.",
        exit=3,
    ),
    "E-477": Sentence(
        "这台电脑的网关不是 {branch} {counter} 登记的网关，或者查不到，不能录制。"
        "请到登记的柜台录制；已在柜台请找 IT 核对。",
        "This computer's gateway is not one registered for {branch} {counter}, or cannot be told, so nothing may be "
        "recorded. Record at that counter; if you are there, have IT compare the gateway.",
        exit=3,
    ),
    "E-478": Sentence(
        "{branch} 的登记要求核对位置，而这台电脑现在不知道自己在哪里，不能录制。"
        "请接好定位设备后再查；没有定位设备请找 IT。",
        "The enrolment of {branch} wants a position and this computer does not know where it is, so nothing may be "
        "recorded. Connect the positioning device and check again; if there is none, ask IT.",
        exit=3,
    ),
    "E-479": Sentence(
        "这台电脑离 {branch} 的登记位置 {distance_m} 米，超出允许的 {radius_m} 米，不能录制。请回到登记的网点录制。",
        "This computer is {distance_m} m from the registered place of {branch}, and {radius_m} m are allowed, so "
        "nothing may be recorded. Go back to that branch to record.",
        exit=3,
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
