<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="zh_CN">
<context>
    <name>AboutPanel</name>
    <message>
        <source>关于 版本 许可证 第三方</source>
        <translation>about version licence license third party</translation>
    </message>
    <message>
        <source>双录工作站</source>
        <translation>Dual recording workstation</translation>
    </message>
    <message>
        <source>版本</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>许可证</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>程序里用到的他人成果，许可证全文随程序提供。</source>
        <translation>Other people’s work used in this program. The full licence texts come with it.</translation>
    </message>
</context>
<context>
    <name>AccountForm</name>
    <message>
        <source>执业登记</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>撤销改动</source>
        <translation>Undo changes</translation>
    </message>
    <message>
        <source>重设口令</source>
        <translation>Reset passphrase</translation>
    </message>
    <message>
        <source>授予回放密钥</source>
        <translation>Grant the replay key</translation>
    </message>
    <message>
        <source>没有选中账号</source>
        <translation>No account chosen</translation>
    </message>
    <message>
        <source>启用</source>
        <translation>Open again</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>回放要有回放密钥：由已经有它的主管或质检员在这一页授予。</source>
        <translation>Replaying takes the replay key: a supervisor or inspector who holds it grants it on this page.</translation>
    </message>
    <message>
        <source>保存后此人不再有回放密钥；为防留有旧密钥，请随后更换回放密钥。</source>
        <translation>Once saved, this person has the replay key no more. Change that key afterwards, in case a copy of it was kept.</translation>
    </message>
</context>
<context>
    <name>AccountsPage</name>
    <message>
        <source>新建账号</source>
        <translation>New account</translation>
    </message>
    <message>
        <source>权限表</source>
        <translation>Table of rights</translation>
    </message>
    <message>
        <source>账号列表</source>
        <translation>Accounts</translation>
    </message>
    <message>
        <source>列标题</source>
        <translation>Column headings</translation>
    </message>
    <message>
        <source>正在读取账号…</source>
        <translation>Reading the accounts…</translation>
    </message>
    <message numerus="yes">
        <source>%n 个账号</source>
        <translation>
            <numerusform>%n account</numerusform>
            <numerusform>%n accounts</numerusform>
        </translation>
    </message>
    <message>
        <source>有人不再能回放，但可能留有旧的回放密钥。请更换，之后的录像就只对现在的人打开。</source>
        <translation>Somebody may not replay any more and may have kept the old replay key. Change it: takes to come then open to the present holders only.</translation>
    </message>
    <message>
        <source>去更换回放密钥</source>
        <translation>Go and change it</translation>
    </message>
    <message>
        <source>账号 {account} 的改动还没有保存：请先保存，或撤销改动。</source>
        <translation>The changes to account {account} are not saved: save or undo them first.</translation>
    </message>
    <message>
        <source>账号 {account} 已建立。请把临时口令当面告诉本人，首次登录要改。</source>
        <translation>Account {account} was made. Tell its owner the temporary passphrase in person; it has to be changed at the first login.</translation>
    </message>
    <message>
        <source>账号 {account} 已保存。</source>
        <translation>Account {account} was saved.</translation>
    </message>
    <message>
        <source>账号 {account} 的口令已重设。请把临时口令当面告诉本人。</source>
        <translation>The passphrase of account {account} was reset. Tell its owner the temporary one in person.</translation>
    </message>
    <message>
        <source>账号 {account} 已启用。</source>
        <translation>Account {account} is open again.</translation>
    </message>
    <message>
        <source>停用账号 {account}？</source>
        <translation>Close account {account}?</translation>
    </message>
    <message>
        <source>此人马上不能登录，钥匙收回；录过、办过的都保留。以后可以再启用。</source>
        <translation>Its owner cannot log in from now on and has no keys; all that was recorded and done stays. It can be opened again.</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>不停用</source>
        <translation>Keep it open</translation>
    </message>
    <message>
        <source>账号 {account} 已停用。</source>
        <translation>Account {account} is closed.</translation>
    </message>
    <message>
        <source>账号 {account} 从下次登录起可以回放。</source>
        <translation>Account {account} can replay from its next login on.</translation>
    </message>
    <message>
        <source>正在保存…</source>
        <translation>Saving…</translation>
    </message>
</context>
<context>
    <name>ActionBar</name>
    <message>
        <source>为什么结束？</source>
        <translation>Why end it?</translation>
    </message>
    <message>
        <source>录制还在进行</source>
        <translation>Still recording</translation>
    </message>
    <message>
        <source>不结束，继续录制</source>
        <translation>Keep recording</translation>
    </message>
    <message>
        <source>回首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>标记</source>
        <translation>Mark</translation>
    </message>
    <message>
        <source>把这一段话再播一遍 (F6)</source>
        <translation>Play this passage again (F6)</translation>
    </message>
    <message>
        <source>这一步从头再问一次 (F7)</source>
        <translation>Ask this step again from the start (F7)</translation>
    </message>
    <message>
        <source>给这一刻作记号，复核时好找 (F8)</source>
        <translation>Mark this moment so it is easy to find in review (F8)</translation>
    </message>
    <message>
        <source>从现在起说慢一点，并再说一遍</source>
        <translation>Speak more slowly from now on, and say it again</translation>
    </message>
    <message>
        <source>打开或关闭给顾客看的窗口 (F4)</source>
        <translation>Open or close the customer’s window (F4)</translation>
    </message>
    <message>
        <source>您照屏幕念的话已经念完 (F9)</source>
        <translation>You have finished reading aloud from the screen (F9)</translation>
    </message>
    <message>
        <source>按住一秒结束 (按住 Ctrl+Shift+F9)</source>
        <translation>Hold for one second to end (hold Ctrl+Shift+F9)</translation>
    </message>
    <message>
        <source>重播</source>
        <translation>Repeat</translation>
    </message>
    <message>
        <source>再问一次</source>
        <translation>Ask again</translation>
    </message>
    <message>
        <source>慢一点</source>
        <translation>Slower</translation>
    </message>
    <message>
        <source>顾客屏</source>
        <translation>Customer screen</translation>
    </message>
    <message>
        <source>我念完了</source>
        <translation>Done reading</translation>
    </message>
    <message>
        <source>按住结束</source>
        <translation>Hold to end</translation>
    </message>
</context>
<context>
    <name>ActsCard</name>
    <message>
        <source>先制作恢复凭证，否则电脑坏了就再也打不开</source>
        <translation>Make a recovery kit first, or nothing opens the vault once this computer breaks</translation>
    </message>
    <message>
        <source>更换回放密钥</source>
        <translation>Replay key</translation>
    </message>
    <message>
        <source>以后的录像只对现在的持有人打开，以前的录像照旧。有人不再能回放后要做。要两个人。</source>
        <translation>Takes to come open to the present holders only, earlier ones as before. Do it when somebody may not replay any more. Takes two people.</translation>
    </message>
    <message>
        <source>更换…</source>
        <translation>Change…</translation>
    </message>
    <message>
        <source>该更换了</source>
        <translation>Change is due</translation>
    </message>
    <message>
        <source>不用更换</source>
        <translation>No change due</translation>
    </message>
    <message>
        <source>恢复凭证</source>
        <translation>Recovery kit</translation>
    </message>
    <message>
        <source>三份交三个人，任意两份能恢复。重做后旧的作废，要全部销毁。要两个人。</source>
        <translation>Three shares for three people; any two recover. A new kit makes the old one void: destroy all of it. Takes two people.</translation>
    </message>
    <message>
        <source>重新制作…</source>
        <translation>Make anew…</translation>
    </message>
    <message>
        <source>制作…</source>
        <translation>Make…</translation>
    </message>
    <message>
        <source>已制作</source>
        <translation>Made</translation>
    </message>
    <message>
        <source>还没有制作</source>
        <translation>Not made yet</translation>
    </message>
    <message>
        <source>更换数据库密钥</source>
        <translation>Database key</translation>
    </message>
    <message>
        <source>整个数据库换一把新密钥重新加密。抄走的旧库和旧 vault.keys 打不开新库。</source>
        <translation>Encrypts the whole database anew with a new key. Old copies of it and of vault.keys do not open the new one.</translation>
    </message>
    <message>
        <source>绑定本机</source>
        <translation>This computer</translation>
    </message>
    <message>
        <source>绑定后，保险库只在这台电脑上打得开。换电脑要用恢复凭证。</source>
        <translation>Once bound, the vault opens on this computer only. Another computer takes the recovery kit.</translation>
    </message>
    <message>
        <source>解除绑定…</source>
        <translation>Unbind…</translation>
    </message>
    <message>
        <source>绑定…</source>
        <translation>Bind…</translation>
    </message>
    <message>
        <source>已绑定</source>
        <translation>Bound</translation>
    </message>
    <message>
        <source>没有绑定</source>
        <translation>Not bound</translation>
    </message>
</context>
<context>
    <name>AdministratorSheet</name>
    <message>
        <source>管理员建立账号、管密钥和备份、改设置。管理员没有回放密钥：不论程序怎样，都打不开录像。请管理员本人输入，不要替别人输。</source>
        <translation>The administrator makes accounts, looks after keys and backups, and changes settings. An administrator has no replay key and cannot open a take, whatever the program does. Let the administrator type this in person, not somebody else.</translation>
    </message>
    <message>
        <source>管理员</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>管理员的工号</source>
        <translation>Administrator&apos;s account</translation>
    </message>
</context>
<context>
    <name>AnswerStrip</name>
    <message>
        <source>这一步不用回答</source>
        <translation>No answer needed at this step</translation>
    </message>
    <message>
        <source>理解题：等客户用自己的话回答，请不要提示（最多 {seconds} 秒）</source>
        <translation>Understanding question: let the customer answer in their own words, without hints (up to {seconds} s)</translation>
    </message>
    <message>
        <source>事实题：等客户照实回答，请不要提示（最多 {seconds} 秒）</source>
        <translation>Fact question: let the customer answer truthfully, please don’t help (up to {seconds} s)</translation>
    </message>
    <message>
        <source> / </source>
        <translation> / </translation>
    </message>
    <message>
        <source>应答：{words}</source>
        <translation>Answer: {words}</translation>
    </message>
    <message>
        <source>{verdict} “{text}”</source>
        <translation>{verdict} “{text}”</translation>
    </message>
    <message>
        <source>语音 {verdict} “{text}” {confidence}</source>
        <translation>Voice: {verdict} “{text}” {confidence}</translation>
    </message>
    <message>
        <source>语音 {verdict}</source>
        <translation>Voice: {verdict}</translation>
    </message>
    <message>
        <source>人脸 未检查</source>
        <translation>Faces: not checked</translation>
    </message>
    <message>
        <source>人脸 同框</source>
        <translation>Faces: in the picture together</translation>
    </message>
    <message>
        <source>人脸 柜员不在</source>
        <translation>Faces: clerk away</translation>
    </message>
    <message>
        <source>人脸 客户不在</source>
        <translation>Faces: customer away</translation>
    </message>
    <message>
        <source>第 {attempt} 次</source>
        <translation>Try {attempt}</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>{seconds} 秒后自动锁定。动一下鼠标或按任意键就继续。</source>
        <translation>The window locks in {seconds} seconds. Move the mouse or press any key to go on.</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>序号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>事件</source>
        <translation>Event</translation>
    </message>
    <message>
        <source>要点</source>
        <translation>Facts</translation>
    </message>
    <message>
        <source>验证</source>
        <translation>Verify</translation>
    </message>
    <message>
        <source>逐条核对哈希链、签名检查点和库外的记号</source>
        <translation>Checks the chain of hashes, the signed checkpoints and the mark outside the vault, row by row</translation>
    </message>
    <message>
        <source>导出</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>导出为 JSON Lines，审计人员不用本程序就能核对</source>
        <translation>As JSON Lines, which an auditor can check without this program</translation>
    </message>
    <message>
        <source>审计记录，新的在前</source>
        <translation>Audit trail, newest first</translation>
    </message>
    <message>
        <source>列标题</source>
        <translation>Column headings</translation>
    </message>
    <message>
        <source>找到 {count} 条，还有</source>
        <translation>{count} found so far</translation>
    </message>
    <message>
        <source>找到 {count} 条</source>
        <translation>{count} found</translation>
    </message>
    <message>
        <source>{count} 条审计记录</source>
        <translation>{count} audit rows</translation>
    </message>
    <message>
        <source>正在读取审计记录…</source>
        <translation>Reading the audit trail…</translation>
    </message>
    <message>
        <source>正在逐条验证…</source>
        <translation>Verifying row by row…</translation>
    </message>
    <message>
        <source>导出到</source>
        <translation>Export to</translation>
    </message>
    <message>
        <source>正在导出…</source>
        <translation>Exporting…</translation>
    </message>
    <message>
        <source>已导出 {count} 条，文件带有核对办法需要的哈希。</source>
        <translation>{count} rows were exported, with the hashes that checking them takes.</translation>
    </message>
</context>
<context>
    <name>BackupsPanel</name>
    <message>
        <source>立即备份</source>
        <translation>Back up now</translation>
    </message>
    <message>
        <source>检查保险库</source>
        <translation>Check the vault</translation>
    </message>
    <message>
        <source>备份列表</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>列标题</source>
        <translation>Column headings</translation>
    </message>
    <message>
        <source>每日 {daily} 份、每周 {weekly} 份、每月 {monthly} 份，其余自动删除</source>
        <translation>{daily} daily, {weekly} weekly, {monthly} monthly; the others are removed</translation>
    </message>
    <message>
        <source>备份和保险库一样加密，写完即核对；录像文件不在其中。恢复用命令 vault restore。</source>
        <translation>Encrypted as the vault is, and verified once written. Takes are not in it. To restore: the command vault restore.</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>保留</source>
        <translation>Kept</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>保险库完好：每一页、审计链和每一行都对得上。</source>
        <translation>The vault is sound: every page, the audit chain and every row agree.</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>听写</source>
        <translation>Transcript</translation>
    </message>
</context>
<context>
    <name>CaseModel</name>
    <message>
        <source>业务编号</source>
        <translation>Case number</translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>产品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>柜员</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>开始时间</source>
        <translation>Started</translation>
    </message>
    <message>
        <source>时长</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>录制结果</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>复核</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>上传</source>
        <translation>Upload</translation>
    </message>
    <message>
        <source>已上传</source>
        <translation>Uploaded</translation>
    </message>
    <message>
        <source>待上传</source>
        <translation>Queued</translation>
    </message>
    <message>
        <source>{passed}/{total} 个环节通过</source>
        <translation>{passed}/{total} steps passed</translation>
    </message>
</context>
<context>
    <name>ChangeForm</name>
    <message>
        <source>请输入现在的口令</source>
        <translation>Type the present passphrase</translation>
    </message>
    <message>
        <source>现在的口令是别人设的。请换成只有您自己知道的口令，换好才能开始工作。</source>
        <translation>Somebody else set your passphrase. Change it to one that only you know; then you can begin.</translation>
    </message>
    <message>
        <source>现在的口令</source>
        <translation>Present passphrase</translation>
    </message>
    <message>
        <source>换好并进入</source>
        <translation>Change it and go in</translation>
    </message>
    <message>
        <source>取消，回到登录</source>
        <translation>Cancel, back to the login</translation>
    </message>
</context>
<context>
    <name>CheckRow</name>
    <message>
        <source>{text}（主管已放行）</source>
        <translation>{text} (overridden by supervisor)</translation>
    </message>
</context>
<context>
    <name>ClerkForm</name>
    <message>
        <source>请输入执业登记编号</source>
        <translation>Type the number of the licence</translation>
    </message>
    <message>
        <source>请至少选一种产品</source>
        <translation>Choose at least one product</translation>
    </message>
    <message>
        <source>请输入日期，例如 2027-06-30</source>
        <translation>Type a date, as 2027-06-30</translation>
    </message>
    <message>
        <source>这里设的是临时口令：柜员第一次登录时必须换成自己的。</source>
        <translation>This is a temporary passphrase: the clerk has to change it at the first login.</translation>
    </message>
    <message>
        <source>柜员的工号</source>
        <translation>Clerk&apos;s account</translation>
    </message>
    <message>
        <source>执业登记编号</source>
        <translation>Licence number</translation>
    </message>
    <message>
        <source>不要填身份证号。</source>
        <translation>Not an identity number.</translation>
    </message>
    <message>
        <source>可以销售的产品</source>
        <translation>May sell</translation>
    </message>
    <message>
        <source>执业登记有效期至</source>
        <translation>Licence valid until</translation>
    </message>
    <message>
        <source>最近一次培训日期</source>
        <translation>Newest training</translation>
    </message>
    <message>
        <source>没有培训日期就不能录制，可以以后再补。</source>
        <translation>Without one nothing can be recorded; it can be added later.</translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>暂停（空格）</source>
        <translation>Pause (Space)</translation>
    </message>
    <message>
        <source>播放（空格）</source>
        <translation>Play (Space)</translation>
    </message>
    <message>
        <source>上一环节（PgUp）</source>
        <translation>Previous step (PgUp)</translation>
    </message>
    <message>
        <source>下一环节（PgDn）</source>
        <translation>Next step (PgDn)</translation>
    </message>
    <message>
        <source>后退 5 秒（←）</source>
        <translation>Back 5 s (←)</translation>
    </message>
    <message>
        <source>前进 5 秒（→）</source>
        <translation>Forward 5 s (→)</translation>
    </message>
    <message>
        <source>上一帧（,）</source>
        <translation>Previous frame (,)</translation>
    </message>
    <message>
        <source>下一帧（.）</source>
        <translation>Next frame (.)</translation>
    </message>
    <message>
        <source>{speed} 倍</source>
        <translation>{speed}×</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>只看应答</source>
        <translation>Answers only</translation>
    </message>
    <message>
        <source>跳过静音</source>
        <translation>Skip silence</translation>
    </message>
    <message>
        <source>播放速度</source>
        <translation>Playback speed</translation>
    </message>
    <message>
        <source>播放速度，声调不变（[ 减慢，] 加快，退格恢复）</source>
        <translation>Playback speed, pitch unchanged ([ slower, ] faster, Backspace resets)</translation>
    </message>
    <message>
        <source>播放范围</source>
        <translation>What to play</translation>
    </message>
    <message>
        <source>只看应答：每次应答从前 2 秒放起</source>
        <translation>Answers only: each answer plays from 2 s before it</translation>
    </message>
    <message>
        <source>音量</source>
        <translation>Volume</translation>
    </message>
</context>
<context>
    <name>CustomerScreen</name>
    <message>
        <source>您好，欢迎办理业务</source>
        <translation>Hello and welcome</translation>
    </message>
    <message>
        <source>接下来会录音录像，保护您的权益。</source>
        <translation>We will record sound and picture, to protect your rights.</translation>
    </message>
    <message>
        <source>听一听，看一看这里的大字</source>
        <translation>Listen, and follow the large text here</translation>
    </message>
    <message>
        <source>问到您的时候，再回答，不着急</source>
        <translation>When you are asked, take your time to answer</translation>
    </message>
    <message>
        <source>没听清，就按下面的按钮</source>
        <translation>If you did not catch it, press a button below</translation>
    </message>
    <message>
        <source>请稍候</source>
        <translation>One moment, please</translation>
    </message>
    <message>
        <source>设备要看一下，不是您的原因。工作人员马上处理。</source>
        <translation>We need to look at the equipment. It is nothing you did. Our staff will see to it right away.</translation>
    </message>
    <message>
        <source>可以把这个号码念给工作人员：{number}</source>
        <translation>You can read this number to our staff: {number}</translation>
    </message>
    <message>
        <source>谢谢</source>
        <translation>Thank you</translation>
    </message>
    <message>
        <source>请拿稳，还有 {seconds} 秒</source>
        <translation>Please hold it steady: {seconds} s to go</translation>
    </message>
    <message>
        <source>我们听到：{text}</source>
        <translation>We heard: {text}</translation>
    </message>
    <message>
        <source>好的，再说一遍</source>
        <translation>Of course, once more</translation>
    </message>
    <message>
        <source>好的，说慢一点</source>
        <translation>Of course, more slowly</translation>
    </message>
    <message>
        <source>好的，字变大了</source>
        <translation>Of course, the text is larger now</translation>
    </message>
    <message>
        <source>好的，字变回原来的大小</source>
        <translation>Of course, the text is back to its usual size</translation>
    </message>
    <message>
        <source>好的，今天先不办</source>
        <translation>That is fine, we will leave it for today</translation>
    </message>
    <message>
        <source>好的，我们继续</source>
        <translation>Good, let us carry on</translation>
    </message>
    <message>
        <source>好的，收到您的回答</source>
        <translation>Thank you, we have your answer</translation>
    </message>
</context>
<context>
    <name>CustomerStep</name>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>合同要素</source>
        <translation>Contract details</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>身份证号码</source>
        <translation>ID card number</translation>
    </message>
    <message>
        <source>用示例业务填写</source>
        <translation>Fill in a sample case</translation>
    </message>
    <message>
        <source>{title}（选填）</source>
        <translation>{title} (optional)</translation>
    </message>
    <message>
        <source>读作：{words}</source>
        <translation>Read as: {words}</translation>
    </message>
    <message>
        <source>证件号码填好后，自动算出年龄，并按话术规定开启长者模式。</source>
        <translation>Once the ID number is filled in, the age is worked out and senior mode is switched on as the script requires.</translation>
    </message>
    <message>
        <source>{day} 出生</source>
        <translation>Born {day}</translation>
    </message>
    <message numerus="yes">
        <source>%n 岁</source>
        <translation>
            <numerusform>Age %n</numerusform>
            <numerusform>Age %n</numerusform>
        </translation>
    </message>
    <message>
        <source>长者模式：开</source>
        <translation>Senior mode: on</translation>
    </message>
    <message>
        <source>{titles}：播报放慢，多等一会儿再收答案，并增加关怀环节。</source>
        <translation>{titles}: slower prompts, more time to answer, and extra care steps.</translation>
    </message>
    <message>
        <source>长者模式：不需要</source>
        <translation>Senior mode: not needed</translation>
    </message>
    <message>
        <source>这份话术的长者模式用于：{titles}。</source>
        <translation>Senior mode in this script is for: {titles}.</translation>
    </message>
    <message>
        <source>不符合“{title}”（{rules}），不能用这份话术录制。请核对：{facts}。</source>
        <translation>Does not meet “{title}” ({rules}), so this script cannot be used. Please check: {facts}.</translation>
    </message>
</context>
<context>
    <name>CustomerWindow</name>
    <message>
        <source>客户屏已接上，已全屏显示。</source>
        <translation>Customer screen connected, now full screen.</translation>
    </message>
    <message>
        <source>客户屏断开了，录制没有中断，客户屏已改成窗口显示。请重新接好客户屏，会自动回到全屏。</source>
        <translation>The customer screen was disconnected. Recording goes on and the screen is now shown in a window. Please reconnect it: it will return to full screen by itself.</translation>
    </message>
    <message>
        <source>客户屏</source>
        <translation>Customer screen</translation>
    </message>
    <message>
        <source>客户屏已关闭，录制继续。按 F4 再打开。</source>
        <translation>Customer screen closed, recording goes on. Press F4 to open it again.</translation>
    </message>
</context>
<context>
    <name>DateEdit</name>
    <message>
        <source>打开日历</source>
        <translation>Open calendar</translation>
    </message>
    <message>
        <source>换月</source>
        <translation>Change month</translation>
    </message>
</context>
<context>
    <name>Deciding</name>
    <message>
        <source>已在 {time} 打点。</source>
        <translation>Marked at {time}.</translation>
    </message>
    <message numerus="yes">
        <source>已保存 %n 项结论。</source>
        <translation>
            <numerusform>Saved %n verdict.</numerusform>
            <numerusform>Saved %n verdicts.</numerusform>
        </translation>
    </message>
    <message>
        <source>已复核通过。</source>
        <translation>Review passed.</translation>
    </message>
    <message>
        <source>退回这份录像</source>
        <translation>Return this recording</translation>
    </message>
    <message>
        <source>柜员会看到理由。请写明要补什么、什么时候之前。</source>
        <translation>The clerk will see the reason. Please say what to add, and by when.</translation>
    </message>
    <message>
        <source>退回</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>已退回给柜员。</source>
        <translation>Returned to the clerk.</translation>
    </message>
    <message>
        <source>导出录像</source>
        <translation>Export recording</translation>
    </message>
    <message>
        <source>导出的文件没有加密，离开工作站后由您保管。需要另一位能回放的同事同意。</source>
        <translation>The exported file is not encrypted; once it leaves the station you answer for it. A colleague who may replay has to agree.</translation>
    </message>
    <message>
        <source>把录像 {take} 导出成没有加密的文件。理由：{reason}</source>
        <translation>Export take {take} into a file that is not encrypted. Reason: {reason}</translation>
    </message>
    <message>
        <source>选择位置…</source>
        <translation>Choose location…</translation>
    </message>
    <message>
        <source>导出到</source>
        <translation>Export to</translation>
    </message>
    <message>
        <source>已导出 {size} MB。</source>
        <translation>Exported {size} MB.</translation>
    </message>
</context>
<context>
    <name>Details</name>
    <message>
        <source>事实（JSON）</source>
        <translation>Facts (JSON)</translation>
    </message>
    <message>
        <source>选一条看详情</source>
        <translation>Choose a row</translation>
    </message>
    <message>
        <source>序号</source>
        <translation>No.</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>人员</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>类别</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>摘要</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>为什么保存</source>
        <translation>Why it is kept</translation>
    </message>
    <message>
        <source>登记过的事</source>
        <translation>Written down</translation>
    </message>
    <message>
        <source>登记合同终止日</source>
        <translation>Contract ended…</translation>
    </message>
    <message>
        <source>加争议保留</source>
        <translation>Hold…</translation>
    </message>
    <message>
        <source>解除争议保留</source>
        <translation>Lift a hold…</translation>
    </message>
    <message>
        <source>销毁…</source>
        <translation>Destroy…</translation>
    </message>
    <message>
        <source>没有符合的业务</source>
        <translation>No such case</translation>
    </message>
    <message>
        <source>{customer} · {product} · {count} 份录像在本机</source>
        <translation>{customer} · {product} · takes here: {count}</translation>
    </message>
    <message>
        <source>还没有</source>
        <translation>Nothing yet</translation>
    </message>
</context>
<context>
    <name>DeviceChips</name>
    <message>
        <source>摄像头：查找中</source>
        <translation>Camera: looking</translation>
    </message>
    <message>
        <source>麦克风：查找中</source>
        <translation>Microphone: looking</translation>
    </message>
    <message>
        <source>摄像头</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>麦克风</source>
        <translation>Microphone</translation>
    </message>
    <message>
        <source>磁盘：读不到</source>
        <translation>Disk: cannot be read</translation>
    </message>
    <message>
        <source>磁盘可录 {hours} 小时</source>
        <translation>Disk: room for {hours} h</translation>
    </message>
    <message>
        <source>上传未设置，录像只存本机</source>
        <translation>No upload set; takes stay on this computer</translation>
    </message>
    <message numerus="yes">
        <source>{kind} %n 个</source>
        <translation>
            <numerusform>{kind}: %n</numerusform>
            <numerusform>{kind}: %n</numerusform>
        </translation>
    </message>
    <message>
        <source>未检测到{kind}</source>
        <translation>{kind}: none found</translation>
    </message>
</context>
<context>
    <name>DoctorPanel</name>
    <message>
        <source>自检</source>
        <translation>Self-check</translation>
    </message>
    <message>
        <source>把录制要用的每一样都试一遍：程序、识别、语音、设备、磁盘、时钟。不联网，不改动任何东西。</source>
        <translation>Tries everything that recording needs: program, recognition, voice, devices, disk, clock. Uses no network and changes nothing.</translation>
    </message>
    <message>
        <source>检查这台电脑</source>
        <translation>Check this computer</translation>
    </message>
    <message>
        <source>复制结果</source>
        <translation>Copy results</translation>
    </message>
    <message>
        <source>日志</source>
        <translation>Log</translation>
    </message>
    <message>
        <source>打开文件夹</source>
        <translation>Open folder</translation>
    </message>
    <message>
        <source>打开日志文件夹</source>
        <translation>Open the log folder</translation>
    </message>
    <message>
        <source>自检 日志 支持 复制结果 检查</source>
        <translation>self-check log support copy results check</translation>
    </message>
    <message>
        <source>正在检查…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>自检结果已复制，可以粘贴给 IT。</source>
        <translation>Self-check results copied. You can paste them for IT.</translation>
    </message>
    <message>
        <source>双录工作站 {version} 自检</source>
        <translation>Dual recording workstation {version} self-check</translation>
    </message>
</context>
<context>
    <name>EndDialog</name>
    <message>
        <source>登记合同终止日</source>
        <translation>End of the contract</translation>
    </message>
    <message>
        <source>业务 {case} 的合同到期、退保或提前终止的那一天。保存期限从这一天起算，写进审计记录。</source>
        <translation>The day on which the contract of case {case} ran out, or was cancelled or ended early. Keeping is counted from it; it goes into the audit trail.</translation>
    </message>
    <message>
        <source>终止日</source>
        <translation>Ended on</translation>
    </message>
    <message>
        <source>登记</source>
        <translation>Write down</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>EventsPanel</name>
    <message>
        <source>事件</source>
        <translation>Events</translation>
    </message>
    <message numerus="yes">
        <source>%n 条，按时间排列，原样记录</source>
        <translation>
            <numerusform>%n event, in order of time, as recorded</numerusform>
            <numerusform>%n events, in order of time, as recorded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FactField</name>
    <message>
        <source>是</source>
        <translation>Yes</translation>
    </message>
    <message>
        <source>否</source>
        <translation>No</translation>
    </message>
    <message>
        <source>请选择</source>
        <translation>Please choose</translation>
    </message>
</context>
<context>
    <name>FactsCard</name>
    <message>
        <source>这次录制</source>
        <translation>This recording</translation>
    </message>
    <message>
        <source>回放</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>柜员不能回放录像；要核对画面，请主管回放，回放会记入审计。</source>
        <translation>Clerks cannot replay recordings. To check the picture, please ask a supervisor to replay it; replays are audited.</translation>
    </message>
    <message>
        <source>业务编号</source>
        <translation>Case number</translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>产品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>录制时间</source>
        <translation>Recorded</translation>
    </message>
    <message>
        <source>时长和大小</source>
        <translation>Length and size</translation>
    </message>
    <message>
        <source>客户在画面里</source>
        <translation>Customer in picture</translation>
    </message>
    <message>
        <source>缺口</source>
        <translation>Gaps</translation>
    </message>
    <message>
        <source>文件指纹</source>
        <translation>File fingerprint</translation>
    </message>
    <message>
        <source>签名</source>
        <translation>Signature</translation>
    </message>
    <message>
        <source>证据包</source>
        <translation>Evidence package</translation>
    </message>
    <message>
        <source>附件</source>
        <translation>Attachments</translation>
    </message>
    <message>
        <source>复制文件指纹</source>
        <translation>Copy file fingerprint</translation>
    </message>
    <message>
        <source>复制证据包位置</source>
        <translation>Copy evidence package location</translation>
    </message>
    <message>
        <source>复制</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>{length} · {size}</source>
        <translation>{length} · {size}</translation>
    </message>
    <message>
        <source>没有检查</source>
        <translation>Not checked</translation>
    </message>
    <message>
        <source>{share} %</source>
        <translation>{share}%</translation>
    </message>
    <message>
        <source>共 {seconds} 秒</source>
        <translation>{seconds} s in all</translation>
    </message>
    <message>
        <source>没有</source>
        <translation>None</translation>
    </message>
    <message>
        <source>还没有封存</source>
        <translation>Not sealed yet</translation>
    </message>
    <message>
        <source>正在核对…</source>
        <translation>Verifying…</translation>
    </message>
    <message>
        <source>没有核对成</source>
        <translation>Could not be verified</translation>
    </message>
    <message>
        <source>本站已签名，与封存时一致</source>
        <translation>Signed by this workstation, same as when sealed</translation>
    </message>
    <message>
        <source>与封存时不一致</source>
        <translation>Not the same as when sealed</translation>
    </message>
</context>
<context>
    <name>FactsPanel</name>
    <message>
        <source>信息</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>正在核对</source>
        <translation>Verifying</translation>
    </message>
    <message>
        <source>核对通过，与封存时一致</source>
        <translation>Verified, same as when sealed</translation>
    </message>
    <message>
        <source>核对不通过，不能采信</source>
        <translation>Verification failed, cannot be relied on</translation>
    </message>
    <message>
        <source>这个窗口不能被截屏或共享；画面带您的工号水印。</source>
        <translation>This window cannot be captured or shared; the picture carries your account.</translation>
    </message>
    <message>
        <source>这台电脑的系统不能阻止截屏；画面带您的工号水印，请不要截屏或共享。</source>
        <translation>This computer&apos;s system cannot refuse screen capture. The picture carries your account; do not capture or share it.</translation>
    </message>
    <message>
        <source>录像</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>业务</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>产品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>柜员</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>网点柜台</source>
        <translation>Branch and counter</translation>
    </message>
    <message>
        <source>开始</source>
        <translation>Started</translation>
    </message>
    <message>
        <source>时长</source>
        <translation>Length</translation>
    </message>
    <message>
        <source>结果</source>
        <translation>Outcome</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>大小</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>{size} MB</source>
        <translation>{size} MB</translation>
    </message>
    <message>
        <source>话术</source>
        <translation>Script</translation>
    </message>
    <message>
        <source>话术指纹</source>
        <translation>Script fingerprint</translation>
    </message>
    <message>
        <source>规则包</source>
        <translation>Rule pack</translation>
    </message>
    <message>
        <source>程序版本</source>
        <translation>Program version</translation>
    </message>
    <message>
        <source>录像指纹</source>
        <translation>Recording fingerprint</translation>
    </message>
    <message>
        <source>分块根</source>
        <translation>Merkle root</translation>
    </message>
    <message>
        <source>清单指纹</source>
        <translation>Manifest fingerprint</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>查找：事件、业务或录像编号、理由  (Ctrl+K)</source>
        <translation>Find: event, case or take, reason  (Ctrl+K)</translation>
    </message>
    <message>
        <source>在审计记录里查找</source>
        <translation>Find in the audit trail</translation>
    </message>
    <message>
        <source>清除查找</source>
        <translation>Clear the search</translation>
    </message>
    <message>
        <source>按类别筛选</source>
        <translation>Filter by kind</translation>
    </message>
    <message>
        <source>按人员筛选</source>
        <translation>Filter by account</translation>
    </message>
    <message>
        <source>按日期筛选</source>
        <translation>Filter by day</translation>
    </message>
    <message>
        <source>清除</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>清除查找和筛选</source>
        <translation>Clear search and filters</translation>
    </message>
    <message>
        <source>全部类别</source>
        <translation>All kinds</translation>
    </message>
    <message>
        <source>全部人员</source>
        <translation>Everybody</translation>
    </message>
</context>
<context>
    <name>FindingsCard</name>
    <message>
        <source>机器检查</source>
        <translation>Machine checks</translation>
    </message>
    <message>
        <source>机器没有发现问题。</source>
        <translation>The machine found no problems.</translation>
    </message>
    <message>
        <source>{passed} 项通过，{unchecked} 项机器没有检查，由人复核。</source>
        <translation>Passed: {passed}. Not checked by the machine, for a person to review: {unchecked}.</translation>
    </message>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>全部显示</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>从 {time} 回放</source>
        <translation>Replay from {time}</translation>
    </message>
</context>
<context>
    <name>FindingsPanel</name>
    <message>
        <source>质检清单</source>
        <translation>Inspection checklist</translation>
    </message>
    <message>
        <source>这一项的说明（可不填）</source>
        <translation>Note on this item (optional)</translation>
    </message>
    <message>
        <source>说明</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>保存并看下一份 (Ctrl+Enter)</source>
        <translation>Save and next (Ctrl+Enter)</translation>
    </message>
    <message numerus="yes">
        <source>%n 项未保存</source>
        <translation>
            <numerusform>%n unsaved</numerusform>
            <numerusform>%n unsaved</numerusform>
        </translation>
    </message>
    <message>
        <source>人工：{verdict}</source>
        <translation>Reviewer: {verdict}</translation>
    </message>
    <message>
        <source>人工未判</source>
        <translation>Not yet judged by a person</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>没听清，再说一遍</source>
        <translation>Please say that again</translation>
    </message>
    <message>
        <source>慢一点</source>
        <translation>Slower</translation>
    </message>
    <message>
        <source>字大一点</source>
        <translation>Larger text</translation>
    </message>
    <message>
        <source>我再想想</source>
        <translation>I need to think</translation>
    </message>
    <message>
        <source>是，先不办</source>
        <translation>Yes, leave it</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>不着急。今天先不办，可以吗？</source>
        <translation>No hurry. Shall we leave it for today?</translation>
    </message>
</context>
<context>
    <name>ForecastChart</name>
    <message>
        <source>每月磁盘占用预测</source>
        <translation>Forecast of the disk by month</translation>
    </message>
    <message>
        <source>{month}：月末占用 {used}，可释放 {freed}</source>
        <translation>{month}: {used} at its end, {freed} can be freed</translation>
    </message>
</context>
<context>
    <name>FounderForm</name>
    <message>
        <source>请输入工号：字母或数字，最多 16 位</source>
        <translation>Type an account: letters or digits, at most 16</translation>
    </message>
    <message>
        <source>这个工号已经用了，请换一个人、换一个工号</source>
        <translation>This account is taken: another person, another account</translation>
    </message>
    <message>
        <source>字母或数字</source>
        <translation>letters or digits</translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message>
        <source>● 正在录音录像</source>
        <translation>● Recording sound and picture</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>第 {step} 步，共 {steps} 步</source>
        <translation>Step {step} of {steps}</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>一次双录怎么走</source>
        <translation>How a dual recording goes</translation>
    </message>
    <message>
        <source>查错误代码</source>
        <translation>Look up an error code</translation>
    </message>
    <message>
        <source>快捷键</source>
        <translation>Shortcuts</translation>
    </message>
    <message>
        <source>代码</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>提示末尾括号里的代码，如 E-121</source>
        <translation>The code in brackets at the end of a message, such as E-121</translation>
    </message>
    <message>
        <source>清除代码</source>
        <translation>Clear code</translation>
    </message>
    <message>
        <source>新建双录：选产品，填客户和合同要素，核对后进入录前检查。</source>
        <translation>New recording: choose the product, fill in the customer and contract details, check them, then go to the pre-flight check.</translation>
    </message>
    <message>
        <source>录前检查：画面、声音、人数、磁盘、时钟自动检查，不到五秒；都合格就可以开始。</source>
        <translation>Pre-flight check: picture, sound, number of people, disk and clock are checked automatically in under five seconds. When all are fine, you can start.</translation>
    </message>
    <message>
        <source>录制：播报、提问、听回答都自动进行；右侧随时写着“现在会被退回的问题”，当场补问就能补上。</source>
        <translation>Recording: prompts, questions and listening to answers run by themselves. “Problems that would get it returned now” is always on the right; ask again on the spot to put them right.</translation>
    </message>
    <message>
        <source>结束：按住 Ctrl+Shift+F9 一秒，或走完最后一个环节；录像马上加密封存，不能剪、不能改。</source>
        <translation>Finish: hold Ctrl+Shift+F9 for one second, or complete the last step. The recording is encrypted and sealed at once, and cannot be cut or changed.</translation>
    </message>
    <message>
        <source>提交：没通过的环节写一句说明，交给主管；主管凭理由回放，通过或退回。</source>
        <translation>Submit: write a short note for each step that did not pass, then send it to the supervisor. The supervisor gives a reason, replays it, and accepts or returns it.</translation>
    </message>
    <message>
        <source>代码是 E- 加三位数字</source>
        <translation>A code is E- and three digits</translation>
    </message>
    <message>
        <source>没有 {code} 这个代码，请看清提示末尾的括号。</source>
        <translation>There is no code {code}. Please check the brackets at the end of the message.</translation>
    </message>
</context>
<context>
    <name>HomePage</name>
    <message>
        <source>M 月 d 日 dddd</source>
        <translation>dddd d MMMM</translation>
    </message>
    <message>
        <source>新建双录</source>
        <translation>New recording</translation>
    </message>
    <message>
        <source>退出演练</source>
        <translation>Leave practice</translation>
    </message>
    <message>
        <source>演练</source>
        <translation>Practice</translation>
    </message>
    <message>
        <source>回到真实柜台</source>
        <translation>Back to the real counter</translation>
    </message>
    <message>
        <source>用虚拟柜台练一遍，没有真实客户，录像单独存放、永不上传</source>
        <translation>Practise at a virtual counter: no real customer, recordings kept apart and never uploaded</translation>
    </message>
    <message>
        <source>查找：业务编号、客户姓名、产品、柜员  (Ctrl+K)</source>
        <translation>Find: case number, customer name, product, clerk  (Ctrl+K)</translation>
    </message>
    <message>
        <source>查找双录</source>
        <translation>Find recordings</translation>
    </message>
    <message>
        <source>清除查找</source>
        <translation>Clear search</translation>
    </message>
    <message>
        <source>按录制结果筛选</source>
        <translation>Filter by outcome</translation>
    </message>
    <message>
        <source>按复核状态筛选</source>
        <translation>Filter by review status</translation>
    </message>
    <message>
        <source>按产品筛选</source>
        <translation>Filter by product</translation>
    </message>
    <message>
        <source>清除</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>清除查找和筛选</source>
        <translation>Clear search and filters</translation>
    </message>
    <message>
        <source>双录列表</source>
        <translation>Recordings</translation>
    </message>
    <message>
        <source>列标题</source>
        <translation>Column headings</translation>
    </message>
    <message>
        <source>新建双录 (Ctrl+N)</source>
        <translation>New recording (Ctrl+N)</translation>
    </message>
    <message>
        <source>正在读取双录…</source>
        <translation>Reading recordings…</translation>
    </message>
    <message>
        <source>今日双录</source>
        <translation>Recordings today</translation>
    </message>
    <message>
        <source>未完成</source>
        <translation>Unfinished</translation>
    </message>
    <message>
        <source>被退回</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>正在清点…</source>
        <translation>Counting…</translation>
    </message>
    <message>
        <source>全部通过 {passed} · 待上传 {waiting}</source>
        <translation>All passed {passed} · to upload {waiting}</translation>
    </message>
    <message numerus="yes">
        <source>%n 段录像中断、没有收尾</source>
        <translation>
            <numerusform>%n interrupted recording, not closed</numerusform>
            <numerusform>%n interrupted recordings, not closed</numerusform>
        </translation>
    </message>
    <message>
        <source>按中断归档</source>
        <translation>Archive as interrupted</translation>
    </message>
    <message>
        <source>已封存、待提交</source>
        <translation>Sealed, to be submitted</translation>
    </message>
    <message>
        <source>没有未完成的双录</source>
        <translation>No unfinished recordings</translation>
    </message>
    <message>
        <source>查看</source>
        <translation>View</translation>
    </message>
    <message>
        <source>按主管写明的原因补充说明后重新提交</source>
        <translation>Explain as the supervisor asked, then resubmit</translation>
    </message>
    <message>
        <source>没有被退回的双录</source>
        <translation>No returned recordings</translation>
    </message>
    <message>
        <source>共 {count} 笔</source>
        <translation>{count} in all</translation>
    </message>
    <message>
        <source>没有符合条件的双录</source>
        <translation>No recordings match</translation>
    </message>
    <message>
        <source>清除条件</source>
        <translation>Clear filters</translation>
    </message>
    <message>
        <source>按 Ctrl+N 开始第一笔。</source>
        <translation>Press Ctrl+N to start the first one.</translation>
    </message>
    <message>
        <source>没有客户时，可以先用虚拟柜台演练一遍。</source>
        <translation>With no customer waiting, you can practise at the virtual counter first.</translation>
    </message>
    <message>
        <source>还没有双录</source>
        <translation>No recordings yet</translation>
    </message>
    <message>
        <source>先演练一遍</source>
        <translation>Practise first</translation>
    </message>
    <message>
        <source>全部结果</source>
        <translation>All outcomes</translation>
    </message>
    <message>
        <source>全部复核</source>
        <translation>All reviews</translation>
    </message>
    <message>
        <source>全部产品</source>
        <translation>All products</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>“{text}”</translation>
    </message>
    <message>
        <source>条件：{conditions}</source>
        <translation>Filters: {conditions}</translation>
    </message>
    <message>
        <source>这笔业务还没有录像。</source>
        <translation>This case has no recording yet.</translation>
    </message>
    <message>
        <source>这段录像中断、没有收尾。请先在“未完成”里按中断归档。</source>
        <translation>This recording was interrupted and not closed. First archive it as interrupted under “Unfinished”.</translation>
    </message>
    <message>
        <source>正在抢救中断的录像…</source>
        <translation>Recovering interrupted recordings…</translation>
    </message>
    <message numerus="yes">
        <source>%n 段录像已按中断归档：已封存并签名。</source>
        <translation>
            <numerusform>%n recording archived as interrupted: sealed and signed.</numerusform>
            <numerusform>%n recordings archived as interrupted: sealed and signed.</numerusform>
        </translation>
    </message>
    <message>
        <source>正在准备虚拟柜台…</source>
        <translation>Preparing the virtual counter…</translation>
    </message>
</context>
<context>
    <name>KeyMap</name>
    <message>
        <source>{key}（无）</source>
        <translation>{key} (none)</translation>
    </message>
    <message>
        <source>本账号持有</source>
        <translation>held by this account</translation>
    </message>
    <message>
        <source>，</source>
        <translation>, </translation>
    </message>
    <message>
        <source>保险库：业务、文字、审计</source>
        <translation>The vault: cases, texts, audit</translation>
    </message>
    <message>
        <source>账号表：谁是什么角色</source>
        <translation>The accounts: who is what</translation>
    </message>
    <message>
        <source>录像：画面和声音</source>
        <translation>Takes: picture and sound</translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>密钥</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>备份和检查</source>
        <translation>Backups and checks</translation>
    </message>
    <message>
        <source>密钥和备份</source>
        <translation>Keys and backups</translation>
    </message>
    <message>
        <source>更多</source>
        <translation>More</translation>
    </message>
    <message>
        <source>哪把钥匙打开什么</source>
        <translation>Which key opens what</translation>
    </message>
    <message>
        <source>更换和备用</source>
        <translation>Care</translation>
    </message>
    <message>
        <source>打开什么</source>
        <translation>Opens</translation>
    </message>
    <message>
        <source>在哪里</source>
        <translation>Lies</translation>
    </message>
    <message>
        <source>谁持有</source>
        <translation>Held by</translation>
    </message>
    <message>
        <source>丢了怎样</source>
        <translation>If lost</translation>
    </message>
    <message>
        <source>公钥</source>
        <translation>Public key</translation>
    </message>
    <message>
        <source>更换回放密钥：以后的录像用新密钥封存，现在的持有人都拿到它。</source>
        <translation>Change the replay key: takes to come are sealed for the new one, which all present holders are given.</translation>
    </message>
    <message>
        <source>回放密钥已更换，以后的录像用新密钥封存。</source>
        <translation>The replay key was changed; takes to come are sealed for the new one.</translation>
    </message>
    <message>
        <source>制作一套新的恢复凭证：请三位保管人到场，旧的三份从此作废。</source>
        <translation>Make a new recovery kit: its three keepers are here, and the old three shares are void from now on.</translation>
    </message>
    <message>
        <source>更换数据库密钥？</source>
        <translation>Change the database key?</translation>
    </message>
    <message>
        <source>整个数据库重新加密，要一会儿，期间不能录制。旧备份只能和当时的 vault.keys 一起打开。</source>
        <translation>The whole database is encrypted anew. It takes a while, and nothing can be recorded meanwhile. Old backups open only with the vault.keys of their day.</translation>
    </message>
    <message>
        <source>更换</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>数据库密钥已更换。请马上做一次备份。</source>
        <translation>The database key was changed. Make a backup now.</translation>
    </message>
    <message>
        <source>解除本机绑定？</source>
        <translation>Unbind the vault?</translation>
    </message>
    <message>
        <source>保险库以后在任何电脑上都能用口令打开。</source>
        <translation>From now on the vault opens on any computer by passphrase.</translation>
    </message>
    <message>
        <source>解除</source>
        <translation>Unbind</translation>
    </message>
    <message>
        <source>已解除绑定。</source>
        <translation>The vault is bound no more.</translation>
    </message>
    <message>
        <source>把保险库绑定到这台电脑？</source>
        <translation>Bind the vault to this computer?</translation>
    </message>
    <message>
        <source>以后只在这台电脑上打得开。电脑坏了、换了或重装系统，要用恢复凭证恢复。</source>
        <translation>It then opens on this computer only. Once the computer is broken, replaced or installed anew, it takes the recovery kit.</translation>
    </message>
    <message>
        <source>绑定</source>
        <translation>Bind</translation>
    </message>
    <message>
        <source>已绑定到这台电脑。</source>
        <translation>The vault is bound to this computer.</translation>
    </message>
    <message>
        <source>恢复凭证已制作。请当场销毁旧的三份。</source>
        <translation>The recovery kit was made. Destroy the old three shares on the spot.</translation>
    </message>
    <message>
        <source>恢复凭证没有交完，这一套不完整。请重新制作。</source>
        <translation>Not all shares were handed out, so this kit is incomplete. Make a new one.</translation>
    </message>
    <message>
        <source>备份已写好并核对过：{name}</source>
        <translation>The backup was written and verified: {name}</translation>
    </message>
    <message>
        <source>正在备份…</source>
        <translation>Backing up…</translation>
    </message>
    <message>
        <source>正在逐条核对页面、审计链和每一行…</source>
        <translation>Checking every page, the audit chain and every row…</translation>
    </message>
    <message>
        <source>正在更换…</source>
        <translation>Changing…</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>KitDialog</name>
    <message>
        <source>恢复凭证</source>
        <translation>Recovery kit</translation>
    </message>
    <message>
        <source>再看一遍这一份</source>
        <translation>See this share again</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>不做了</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>恢复凭证还没有交完</source>
        <translation>Not all shares are handed out</translation>
    </message>
    <message>
        <source>没交出的以后再也看不到，这套凭证就不完整，要重新制作。</source>
        <translation>Those that are left are never shown again: the kit would be incomplete and has to be made anew.</translation>
    </message>
    <message>
        <source>继续</source>
        <translation>Go on</translation>
    </message>
</context>
<context>
    <name>KitSheet</name>
    <message>
        <source>恢复凭证 {number}/3</source>
        <translation>Recovery kit {number}/3</translation>
    </message>
    <message>
        <source>恢复凭证：第 {number} 份，共 3 份</source>
        <translation>Recovery kit: share {number} of 3</translation>
    </message>
    <message>
        <source>口令全忘了、电脑坏了，靠它打开保险库。三份里任意两份合起来什么都能打开，一份单独什么也打不开，所以要交给三个人，分开保管。只显示这一次。</source>
        <translation>It opens the vault when passphrases are forgotten or the computer is broken. Any two of the three shares together open everything, one alone nothing; so they go to three people who keep them apart. They are shown this once.</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>没有声音</source>
        <translation>No sound</translation>
    </message>
    <message>
        <source>太大</source>
        <translation>Too loud</translation>
    </message>
    <message>
        <source>没有人说话</source>
        <translation>Quiet</translation>
    </message>
    <message>
        <source>太小</source>
        <translation>Too quiet</translation>
    </message>
    <message>
        <source>合适</source>
        <translation>Good</translation>
    </message>
</context>
<context>
    <name>LicenceFields</name>
    <message>
        <source>执业证号</source>
        <translation>Licence number</translation>
    </message>
    <message>
        <source>有效期至</source>
        <translation>Valid until</translation>
    </message>
    <message>
        <source>最近培训</source>
        <translation>Newest training</translation>
    </message>
    <message>
        <source>另外的产品代码</source>
        <translation>Other products by code</translation>
    </message>
    <message>
        <source>只限某类产品时填，如 insurance.life_over_1y</source>
        <translation>For one kind only, such as insurance.life_over_1y</translation>
    </message>
    <message>
        <source>可以销售</source>
        <translation>May sell</translation>
    </message>
    <message>
        <source>请填写证号</source>
        <translation>Enter the number</translation>
    </message>
    <message>
        <source>日期写成 2027-12-31</source>
        <translation>Write days as 2027-12-31</translation>
    </message>
    <message>
        <source>请选择可以销售的产品，或填写代码</source>
        <translation>Tick what may be sold, or enter codes</translation>
    </message>
    <message>
        <source>登记不能清空；要停止销售，把有效期改到今天以前</source>
        <translation>A licence is not taken back; to end it, set a day before today</translation>
    </message>
</context>
<context>
    <name>LiftDialog</name>
    <message>
        <source>了结的那一天</source>
        <translation>The day on which it ended</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>请坐正</source>
        <translation>Please face the camera</translation>
    </message>
    <message>
        <source>您的画面</source>
        <translation>Your picture</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>现场画面</source>
        <translation>Live picture</translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>柜台</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>客户 {count} 人</source>
        <translation>Customers: {count}</translation>
    </message>
    <message>
        <source>员工 {count} 人</source>
        <translation>Staff: {count}</translation>
    </message>
    <message>
        <source>其他 {count} 人</source>
        <translation>Others: {count}</translation>
    </message>
</context>
<context>
    <name>LoginForm</name>
    <message>
        <source>工号</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>字母或数字</source>
        <translation>letters or digits</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Log in</translation>
    </message>
    <message>
        <source>没有设备也可以：登录并进入演练</source>
        <translation>No devices needed: log in and practise</translation>
    </message>
    <message>
        <source>请输入工号：字母或数字，最多 16 位</source>
        <translation>Type your account: letters or digits, at most 16</translation>
    </message>
    <message>
        <source>请输入口令</source>
        <translation>Type the passphrase</translation>
    </message>
    <message>
        <source>可以再试了。</source>
        <translation>You can try again now.</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>新建双录</source>
        <translation>New</translation>
    </message>
    <message>
        <source>复核</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>账号</source>
        <translation>Accounts</translation>
    </message>
    <message>
        <source>密钥</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>审计</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>保存</source>
        <translation>Retention</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>帮助</source>
        <translation>Help</translation>
    </message>
    <message>
        <source>演练：虚拟柜台，没有真实客户。录像单独存放，画面带“演练”字样，永不上传。</source>
        <translation>Practice: a virtual counter, no real customer. Recordings are kept apart, marked as practice in the picture and never uploaded.</translation>
    </message>
    <message>
        <source>其余部分已锁定：录制照常进行，录完封存后回到登录。</source>
        <translation>Everything else is locked. The take goes on; once it is sealed, the login comes.</translation>
    </message>
    <message>
        <source>双录工作站</source>
        <translation>Dual recording workstation</translation>
    </message>
    <message>
        <source>演练 · {title}</source>
        <translation>Practice · {title}</translation>
    </message>
    <message>
        <source>● 录制中 · {title}</source>
        <translation>● Recording · {title}</translation>
    </message>
    <message>
        <source>正在录制，不能关闭。请先结束本次双录；录像封存后再关闭窗口。</source>
        <translation>Recording in progress: cannot close now. End this dual recording first; close the window once it is sealed.</translation>
    </message>
</context>
<context>
    <name>NewAccountDialog</name>
    <message>
        <source>工号</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>1 到 16 位字母、数字、- _ .</source>
        <translation>1 to 16 letters, digits, - _ .</translation>
    </message>
    <message>
        <source>这个工号已经有账号</source>
        <translation>There is such an account already</translation>
    </message>
    <message>
        <source>只能用字母、数字、- _ .</source>
        <translation>Only letters, digits, - _ .</translation>
    </message>
</context>
<context>
    <name>NewPassphrase</name>
    <message>
        <source>再输一遍新口令</source>
        <translation>New passphrase again</translation>
    </message>
    <message>
        <source>至少 {least} 个字符，可以是一句话；不含工号，不用常见的词。</source>
        <translation>At least {least} characters, a sentence will do; not the account, no common words.</translation>
    </message>
    <message>
        <source>还不行：{rule}</source>
        <translation>Not yet: {rule}</translation>
    </message>
    <message>
        <source>✔ 这个口令可以用</source>
        <translation>✔ This passphrase will do</translation>
    </message>
    <message>
        <source>新口令</source>
        <translation>New passphrase</translation>
    </message>
    <message>
        <source>请输入新口令</source>
        <translation>Type a new passphrase</translation>
    </message>
    <message>
        <source>请再输一遍</source>
        <translation>Type it again</translation>
    </message>
    <message>
        <source>两次输入的口令不一样</source>
        <translation>The two are not the same</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>关闭这条提示</source>
        <translation>Close this notice</translation>
    </message>
</context>
<context>
    <name>NoticeStack</name>
    <message>
        <source>提示</source>
        <translation>Notice</translation>
    </message>
</context>
<context>
    <name>OfferModel</name>
    <message>
        <source>版本 {version} · {valid_from} 起</source>
        <translation>Version {version} · from {valid_from}</translation>
    </message>
    <message>
        <source>，至 {valid_to}</source>
        <translation> to {valid_to}</translation>
    </message>
    <message>
        <source>今日有效</source>
        <translation>Valid today</translation>
    </message>
    <message>
        <source>今日无效</source>
        <translation>Not valid today</translation>
    </message>
    <message>
        <source>今日无效，请用 {version}</source>
        <translation>Not valid today, use {version}</translation>
    </message>
</context>
<context>
    <name>PassphraseField</name>
    <message>
        <source>隐藏</source>
        <translation>Hide</translation>
    </message>
    <message>
        <source>显示</source>
        <translation>Show</translation>
    </message>
    <message>
        <source>隐藏口令</source>
        <translation>Hide passphrase</translation>
    </message>
    <message>
        <source>显示口令</source>
        <translation>Show passphrase</translation>
    </message>
    <message>
        <source>▲ 大写锁定已打开</source>
        <translation>▲ Caps Lock is on</translation>
    </message>
</context>
<context>
    <name>PeopleTest</name>
    <message>
        <source>试音</source>
        <translation>Voice test</translation>
    </message>
    <message>
        <source>放一段声音</source>
        <translation>Play a sound</translation>
    </message>
    <message>
        <source>听到了</source>
        <translation>Heard it</translation>
    </message>
    <message>
        <source>没听到</source>
        <translation>Did not hear it</translation>
    </message>
    <message>
        <source>请两位坐到镜头前</source>
        <translation>Please both sit in front of the camera</translation>
    </message>
    <message>
        <source>客户坐左边，柜员坐右边，脸都要露出来</source>
        <translation>Customer on the left, clerk on the right, both faces in full view</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>先把设备接好</source>
        <translation>Connect the devices first</translation>
    </message>
    <message>
        <source>接好以后会自己接着检查；没有设备可以先演练</source>
        <translation>Checking carries on by itself once connected; with no devices you can practise</translation>
    </message>
    <message>
        <source>刚才放了一段声音，听到了吗？</source>
        <translation>A sound was just played. Was it heard?</translation>
    </message>
    <message>
        <source>请问一问客户</source>
        <translation>Please ask the customer</translation>
    </message>
    <message>
        <source>正在放声音，请听</source>
        <translation>Playing a sound, please listen</translation>
    </message>
    <message>
        <source>请客户说：{words}</source>
        <translation>Ask the customer to say: {words}</translation>
    </message>
    <message>
        <source>试一试麦克风</source>
        <translation>Try the microphone</translation>
    </message>
    <message>
        <source>按“试音”，再请客户说：{words}。{found}</source>
        <translation>Press “Voice test”, then ask the customer to say: {words}. {found}</translation>
    </message>
    <message>
        <source>试一试扬声器</source>
        <translation>Try the speaker</translation>
    </message>
    <message>
        <source>请两位坐好</source>
        <translation>Please both take your seats</translation>
    </message>
</context>
<context>
    <name>PreflightPage</name>
    <message>
        <source>录前检查</source>
        <translation>Pre-flight check</translation>
    </message>
    <message>
        <source>检查</source>
        <translation>Checks</translation>
    </message>
    <message>
        <source>正在打开设备，马上就好。</source>
        <translation>Opening the devices, just a moment.</translation>
    </message>
    <message>
        <source>正在打开摄像头…</source>
        <translation>Opening the camera…</translation>
    </message>
    <message>
        <source>开始已取消：{why}</source>
        <translation>Start cancelled: {why}</translation>
    </message>
    <message>
        <source>设备与上次相同，已自动检查</source>
        <translation>Same devices as last time, checked automatically</translation>
    </message>
    <message numerus="yes">
        <source>%n 项不合格</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n 项要注意</source>
        <translation>
            <numerusform>%n needs attention</numerusform>
            <numerusform>%n need attention</numerusform>
        </translation>
    </message>
    <message>
        <source>都正常</source>
        <translation>All fine</translation>
    </message>
    <message>
        <source>写明理由后仍可开始：{names}</source>
        <translation>You may still start after giving a reason: {names}</translation>
    </message>
    <message>
        <source>须由主管登录后放行：{names}</source>
        <translation>A supervisor must sign in to override: {names}</translation>
    </message>
    <message>
        <source>请 IT 人员把识别模型的文件夹放进数据目录的“{folder}”里，再按 F5。</source>
        <translation>Ask IT to put the recognition model folder into “{folder}” in the data folder, then press F5.</translation>
    </message>
    <message>
        <source>请移走别的大文件，或请主管按规定清理已经上传的录像，再按 F5。没有上传的录像不能删。</source>
        <translation>Move other large files away, or ask a supervisor to clear uploaded recordings as the rules allow, then press F5. Recordings not yet uploaded must not be deleted.</translation>
    </message>
    <message>
        <source>这些项目不合格，录像可能被退回：{found}</source>
        <translation>These checks failed, so the recording may be returned: {found}</translation>
    </message>
    <message>
        <source>主管放行</source>
        <translation>Supervisor override</translation>
    </message>
    <message>
        <source>放行</source>
        <translation>Override</translation>
    </message>
    <message>
        <source>即将开始录制，按 Esc 取消</source>
        <translation>Recording is about to start, Esc to cancel</translation>
    </message>
    <message>
        <source>{left} 秒后开始录制，按 Esc 取消</source>
        <translation>Recording starts in {left} s, Esc to cancel</translation>
    </message>
    <message>
        <source>正在打开设备，马上开始…</source>
        <translation>Opening the devices, starting shortly…</translation>
    </message>
    <message>
        <source>录制没有开始。{fault}</source>
        <translation>Recording did not start. {fault}</translation>
    </message>
</context>
<context>
    <name>ProblemRow</name>
    <message>
        <source>{time} 起</source>
        <translation>From {time}</translation>
    </message>
    <message>
        <source>第 {number} 步 {title}</source>
        <translation>Step {number} {title}</translation>
    </message>
    <message>
        <source>→ {does}</source>
        <translation>→ {does}</translation>
    </message>
    <message>
        <source>会被退回</source>
        <translation>Will be returned</translation>
    </message>
    <message>
        <source>须人工复核</source>
        <translation>Needs manual review</translation>
    </message>
</context>
<context>
    <name>ProblemsPanel</name>
    <message>
        <source>现在会被退回的问题</source>
        <translation>Problems that would get it returned now</translation>
    </message>
    <message numerus="yes">
        <source>%n 项</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueuePanel</name>
    <message>
        <source>复核队列</source>
        <translation>Review queue</translation>
    </message>
    <message>
        <source>最可疑优先</source>
        <translation>Most suspicious first</translation>
    </message>
    <message>
        <source>按复核状态筛选</source>
        <translation>Filter by review status</translation>
    </message>
    <message>
        <source>按柜员筛选</source>
        <translation>Filter by clerk</translation>
    </message>
    <message>
        <source>按产品筛选</source>
        <translation>Filter by product</translation>
    </message>
    <message>
        <source>全部柜员</source>
        <translation>All clerks</translation>
    </message>
    <message>
        <source>全部产品</source>
        <translation>All products</translation>
    </message>
    <message numerus="yes">
        <source>%n 份</source>
        <translation>
            <numerusform>%n recording</numerusform>
            <numerusform>%n recordings</numerusform>
        </translation>
    </message>
    <message>
        <source>昨天录了 {takes} 份：通过 {approved}，退回 {returned}。</source>
        <translation>Recorded yesterday: {takes} (accepted {approved}, returned {returned}).</translation>
    </message>
    <message>
        <source>没有待复核</source>
        <translation>Nothing to review</translation>
    </message>
    <message>
        <source>没有符合条件的录像</source>
        <translation>No matching recordings</translation>
    </message>
    <message>
        <source>查看全部录像</source>
        <translation>Show all recordings</translation>
    </message>
</context>
<context>
    <name>ReasonDialog</name>
    <message>
        <source>理由</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>写进审计记录，不能删改。</source>
        <translation>Written to the audit record; cannot be changed or deleted.</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>ReasonPanel</name>
    <message>
        <source>为什么要回放</source>
        <translation>Why replay it?</translation>
    </message>
    <message>
        <source>账号、时间和理由写进审计记录，不能删改。</source>
        <translation>Your account, the time and the reason go into the audit record and cannot be changed or deleted.</translation>
    </message>
    <message>
        <source>开始回放</source>
        <translation>Start replay</translation>
    </message>
    <message>
        <source>日常复核</source>
        <translation>Routine review</translation>
    </message>
    <message>
        <source>随机抽查</source>
        <translation>Random check</translation>
    </message>
    <message>
        <source>客户投诉</source>
        <translation>Customer complaint</translation>
    </message>
    <message>
        <source>监管调阅</source>
        <translation>Regulator request</translation>
    </message>
</context>
<context>
    <name>RecordBar</name>
    <message>
        <source>【演练】</source>
        <translation>[Practice]</translation>
    </message>
    <message>
        <source>提示音已关</source>
        <translation>Cue sounds off</translation>
    </message>
    <message>
        <source>提示音</source>
        <translation>Cue sounds</translation>
    </message>
    <message>
        <source>{name}。开始和结束的声音不能关。</source>
        <translation>{name}. The start and end sounds cannot be turned off.</translation>
    </message>
    <message>
        <source>第 {number}/{steps} 步&#x3000;{title}</source>
        <translation>Step {number}/{steps} · {title}</translation>
    </message>
    <message numerus="yes">
        <source>约剩 %n 分钟</source>
        <translation>
            <numerusform>About %n min left</numerusform>
            <numerusform>About %n min left</numerusform>
        </translation>
    </message>
    <message>
        <source>约剩不到 1 分钟</source>
        <translation>Under 1 min left</translation>
    </message>
    <message>
        <source>磁盘：读不到</source>
        <translation>Disk: unreadable</translation>
    </message>
    <message>
        <source>可录 {hours} 小时</source>
        <translation>Room for {hours} h</translation>
    </message>
</context>
<context>
    <name>RecordingPage</name>
    <message>
        <source>录制</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>正在录制，不能离开这一页。要结束请按住右下角“结束”一秒。</source>
        <translation>Recording in progress: you cannot leave this page. To end, hold “Hold to end” at the lower right for one second.</translation>
    </message>
    <message>
        <source>录制已停止</source>
        <translation>Recording stopped</translation>
    </message>
    <message>
        <source>{fault}
已录的部分已经加密存在本机，不会丢。请联系 IT 用 recover 收尾。</source>
        <translation>{fault}
What has been recorded is encrypted on this computer and will not be lost. Please ask IT to finish it with recover.</translation>
    </message>
    <message>
        <source>封存没有完成</source>
        <translation>Sealing not complete</translation>
    </message>
    <message>
        <source>本次双录没有封存完</source>
        <translation>This dual recording was not fully sealed</translation>
    </message>
    <message>
        <source>没有画面</source>
        <translation>No picture</translation>
    </message>
    <message>
        <source>录制中</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>录制结束，正在封存</source>
        <translation>Recording ended, sealing</translation>
    </message>
    <message>
        <source>正在封存：收尾、签名、打包。请不要关机。</source>
        <translation>Sealing: closing, signing, packing. Please do not switch off.</translation>
    </message>
    <message>
        <source>录制中 · {held}</source>
        <translation>Recording · {held}</translation>
    </message>
    <message>
        <source>请照上面的话念给客户听，念完按 F9</source>
        <translation>Read the text above to the customer, then press F9</translation>
    </message>
    <message>
        <source>恢复以后，这一步会自动再问一次</source>
        <translation>Once restored, this step is asked again automatically</translation>
    </message>
    <message>
        <source>正在进行</source>
        <translation>In progress</translation>
    </message>
    <message>
        <source>还没有问</source>
        <translation>Not asked yet</translation>
    </message>
    <message>
        <source>正在结束…</source>
        <translation>Ending…</translation>
    </message>
</context>
<context>
    <name>Refusal</name>
    <message>
        <source>这份录像不能采信，不播放</source>
        <translation>This recording cannot be relied on and will not be played</translation>
    </message>
    <message>
        <source>请保留现场，不要移动或覆盖文件；报告主管和 IT，并换用上传端或备份中的副本。</source>
        <translation>Please leave everything as it is, and do not move or overwrite files. Tell the supervisor and IT, and use the uploaded copy or a backup instead.</translation>
    </message>
    <message>
        <source>这份录像现在放不了</source>
        <translation>This recording cannot be played now</translation>
    </message>
    <message>
        <source>这是您自己录的，请别的同事回放</source>
        <translation>You recorded this yourself; a colleague has to replay it</translation>
    </message>
    <message>
        <source>还没有拿到回放密钥</source>
        <translation>You have not been given the replay key yet</translation>
    </message>
    <message>
        <source>没有回放的权限</source>
        <translation>No permission to replay</translation>
    </message>
    <message>
        <source>回放停止了</source>
        <translation>Replay stopped</translation>
    </message>
    <message>
        <source>录像本身没有改动。</source>
        <translation>The recording itself is unchanged.</translation>
    </message>
    <message>
        <source>再试一次</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>ReplayPage</name>
    <message>
        <source>这次录制中断过，已抢救封存：内容真实，到 {end} 为止。</source>
        <translation>This recording was interrupted, then recovered and sealed: its content is genuine, up to {end}.</translation>
    </message>
    <message>
        <source>这份录像已作废，录像本身没有改动。</source>
        <translation>This recording has been voided. The recording itself is unchanged.</translation>
    </message>
    <message>
        <source>这份录像里没有可以挑出来播放的内容。</source>
        <translation>There is nothing in this recording to pick out and play.</translation>
    </message>
</context>
<context>
    <name>RetentionPage</name>
    <message>
        <source>业务编号</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>产品</source>
        <translation>Product</translation>
    </message>
    <message>
        <source>录像</source>
        <translation>Takes</translation>
    </message>
    <message>
        <source>保存到</source>
        <translation>Kept until</translation>
    </message>
    <message>
        <source>理由</source>
        <translation>Because</translation>
    </message>
    <message>
        <source>按状态筛选</source>
        <translation>Filter by state</translation>
    </message>
    <message>
        <source>查找业务编号 (Ctrl+K)</source>
        <translation>Find a case (Ctrl+K)</translation>
    </message>
    <message>
        <source>查找业务编号</source>
        <translation>Find a case</translation>
    </message>
    <message>
        <source>清除查找</source>
        <translation>Clear the search</translation>
    </message>
    <message>
        <source>更多</source>
        <translation>More</translation>
    </message>
    <message>
        <source>业务和保存期限</source>
        <translation>Cases and how long they are kept</translation>
    </message>
    <message>
        <source>列标题</source>
        <translation>Column headings</translation>
    </message>
    <message>
        <source>磁盘预测</source>
        <translation>The disk by month</translation>
    </message>
    <message>
        <source>正在计算保存期限…</source>
        <translation>Working out how long cases are kept…</translation>
    </message>
    <message>
        <source>现在 {size}。</source>
        <translation>Now {size}.</translation>
    </message>
    <message>
        <source>按最近的速度，到期即销毁，约 {months} 个月后写满。</source>
        <translation>At the present pace, and if all that is due is destroyed, the disk is full in {months} months.</translation>
    </message>
    <message>
        <source>按最近的速度，到期即销毁，不会写满。</source>
        <translation>At the present pace, and if all that is due is destroyed, the disk will not be full.</translation>
    </message>
    <message>
        <source>蓝色：月末占用；绿色：当月到期可释放。</source>
        <translation>Blue: used at the month&apos;s end. Green: can be freed in it.</translation>
    </message>
    <message>
        <source>业务 {case} 的合同终止日已登记。</source>
        <translation>The end of the contract of case {case} was written down.</translation>
    </message>
    <message>
        <source>加争议保留</source>
        <translation>Hold for a dispute</translation>
    </message>
    <message>
        <source>业务 {case} 有投诉或纠纷：解除之前，它的录像不能销毁。</source>
        <translation>There is a complaint or a dispute about case {case}: until the hold is lifted, its takes cannot be destroyed.</translation>
    </message>
    <message>
        <source>保留</source>
        <translation>Hold</translation>
    </message>
    <message>
        <source>业务 {case} 已加争议保留。</source>
        <translation>Case {case} is held.</translation>
    </message>
    <message>
        <source>业务 {case} 的争议保留已解除。</source>
        <translation>The hold on case {case} was lifted.</translation>
    </message>
    <message>
        <source>业务 {case} 的 {count} 份录像：先毁密钥，再毁文件，无法恢复。清单、签名和销毁证明留下。还要第二人同意。</source>
        <translation>The takes of case {case} ({count}): first their keys are destroyed, then their files, for good. Manifest, signature and a certificate stay. A second person has to agree.</translation>
    </message>
    <message>
        <source>销毁到期录像</source>
        <translation>Destroy takes that are due</translation>
    </message>
    <message>
        <source>请第二人…</source>
        <translation>Ask the second person…</translation>
    </message>
    <message>
        <source>销毁业务 {case} 的 {count} 份到期录像，理由：{reason}</source>
        <translation>Destroy the takes of case {case} that are due ({count}), because: {reason}</translation>
    </message>
    <message>
        <source>已销毁业务 {case} 的录像，销毁证明：</source>
        <translation>The takes of case {case} were destroyed. Certificates:</translation>
    </message>
    <message>
        <source>时钟没有错…</source>
        <translation>The clock is right…</translation>
    </message>
    <message>
        <source>电脑的日期和时间对吗？</source>
        <translation>Are the computer&apos;s date and time right?</translation>
    </message>
    <message>
        <source>电脑现在是 {now}。请和手机或墙上的钟核对；确认会写进审计记录。</source>
        <translation>The computer says {now}. Compare it with a phone or a clock on the wall; that you confirmed it goes into the audit trail.</translation>
    </message>
    <message>
        <source>核对过，是对的</source>
        <translation>I compared, it is right</translation>
    </message>
    <message>
        <source>不对</source>
        <translation>It is wrong</translation>
    </message>
    <message>
        <source>时钟已确认，可以再次销毁。</source>
        <translation>The clock was confirmed; takes can be destroyed now.</translation>
    </message>
    <message>
        <source>正在登记…</source>
        <translation>Writing it down…</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>正在读取这次录制…</source>
        <translation>Reading this recording…</translation>
    </message>
    <message>
        <source>还有 {count} 步没有写说明，写好才能提交。</source>
        <translation>Steps still without a note: {count}. Write them before you submit.</translation>
    </message>
    <message>
        <source>正在提交…</source>
        <translation>Submitting…</translation>
    </message>
    <message>
        <source>正在准备…</source>
        <translation>Preparing…</translation>
    </message>
    <message>
        <source>正在抢救录像…</source>
        <translation>Recovering the recording…</translation>
    </message>
    <message>
        <source>录像文件与封存时不一致，不能提交。请保留现场，马上报告主管和信息技术部门。</source>
        <translation>The recording file is not the same as when sealed and cannot be submitted. Please leave everything as it is, and tell the supervisor and IT at once.</translation>
    </message>
    <message>
        <source>录制时程序中断，录像还没有封存；已录的部分在本机，没有丢。归档后才能复核和提交。</source>
        <translation>The program was interrupted while recording, and the recording is not sealed yet. What was recorded is on this computer and not lost. Archive it before review and submission.</translation>
    </message>
    <message>
        <source>按中断归档</source>
        <translation>Archive as interrupted</translation>
    </message>
    <message>
        <source>录制时程序或电脑中断过，已录的部分已抢救并封存。请写好说明再提交，或再录一次。</source>
        <translation>The program or computer was interrupted while recording. What was recorded has been recovered and sealed. Please add notes and submit, or record again.</translation>
    </message>
    <message>
        <source>已提交，录像已封存。{where}可以接待下一位客户。</source>
        <translation>Submitted, and the recording is sealed. {where} You can serve the next customer.</translation>
    </message>
    <message>
        <source>主管退回：{reason}（{who}）。补好说明后可以再次提交。</source>
        <translation>Returned by the supervisor: {reason} ({who}). Complete the notes, then you can submit again.</translation>
    </message>
    <message>
        <source>已作废：{reason}（{who}，{second} 同意）。录像照样封存保留。</source>
        <translation>Voided: {reason} ({who}, agreed by {second}). The recording stays sealed and kept.</translation>
    </message>
    <message>
        <source>复核通过（{who}）。</source>
        <translation>Review passed ({who}).</translation>
    </message>
    <message>
        <source>演练录像只留在本机，永不上传。</source>
        <translation>Practice recordings stay on this computer and are never uploaded.</translation>
    </message>
    <message>
        <source>已上传到服务器。</source>
        <translation>Uploaded to the server.</translation>
    </message>
    <message>
        <source>已加密保存在本机，待上传。</source>
        <translation>Encrypted on this computer, waiting to upload.</translation>
    </message>
    <message>
        <source>已加密保存在本机。</source>
        <translation>Encrypted on this computer.</translation>
    </message>
    <message>
        <source>环节</source>
        <translation>Steps</translation>
    </message>
    <message>
        <source>录制情况和机器检查</source>
        <translation>Recording and machine checks</translation>
    </message>
    <message>
        <source>看什么</source>
        <translation>What to view</translation>
    </message>
    <message>
        <source>作废…</source>
        <translation>Void…</translation>
    </message>
    <message>
        <source>作废这次录制</source>
        <translation>Void this take</translation>
    </message>
    <message>
        <source>作废后不能提交，录像照样封存保留，可以再录一次。需要另一位同事同意。</source>
        <translation>A voided take cannot be submitted; it stays sealed, and another can be recorded. A colleague has to agree.</translation>
    </message>
    <message>
        <source>作废业务 {case} 在 {when} 的录制。理由：{reason}</source>
        <translation>Void the take of case {case} made at {when}. Reason: {reason}</translation>
    </message>
    <message>
        <source>再录一次</source>
        <translation>Record again</translation>
    </message>
    <message>
        <source>同一笔业务再录一次，这次的录像照样保留</source>
        <translation>Record the same case again; this recording is kept as well</translation>
    </message>
    <message>
        <source>接待下一位</source>
        <translation>Next customer</translation>
    </message>
    <message>
        <source>提交</source>
        <translation>Submit</translation>
    </message>
    <message>
        <source>提交给主管复核 (Ctrl+Enter)</source>
        <translation>Submit to the supervisor for review (Ctrl+Enter)</translation>
    </message>
</context>
<context>
    <name>RightsPanel</name>
    <message>
        <source>哪个角色能做什么</source>
        <translation>Which role may do what</translation>
    </message>
    <message>
        <source>不能放在同一账号的角色</source>
        <translation>Roles that one account cannot have together</translation>
    </message>
    <message>
        <source>{role}：{right}</source>
        <translation>{role}: {right}</translation>
    </message>
</context>
<context>
    <name>Ring</name>
    <message numerus="yes">
        <source>还剩 %n 秒</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RoleBoxes</name>
    <message>
        <source>角色（可以多选）</source>
        <translation>Roles (several may be ticked)</translation>
    </message>
    <message>
        <source>至少要有一个角色</source>
        <translation>At least one role</translation>
    </message>
</context>
<context>
    <name>Row</name>
    <message>
        <source>恢复默认</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>{name}：恢复默认</source>
        <translation>{name}: reset to default</translation>
    </message>
    <message>
        <source>重启后生效</source>
        <translation>Takes effect after restart</translation>
    </message>
    <message>
        <source>默认：{value}</source>
        <translation>Default: {value}</translation>
    </message>
    <message>
        <source>由管理策略锁定</source>
        <translation>Locked by policy</translation>
    </message>
    <message>
        <source>只有管理员可以更改</source>
        <translation>Only an administrator may change this</translation>
    </message>
    <message>
        <source>请输入一个数</source>
        <translation>Please enter a number</translation>
    </message>
</context>
<context>
    <name>ScriptStep</name>
    <message>
        <source>选择产品和话术</source>
        <translation>Choose product and script</translation>
    </message>
    <message>
        <source>柜面录制</source>
        <translation>Counter recording</translation>
    </message>
    <message>
        <source>产品名称、拼音首字母或编号，如 rsbx</source>
        <translation>Product name, pinyin initials or code, e.g. rsbx</translation>
    </message>
    <message>
        <source>查找产品</source>
        <translation>Find a product</translation>
    </message>
    <message>
        <source>清除查找</source>
        <translation>Clear search</translation>
    </message>
    <message>
        <source>产品和话术</source>
        <translation>Products and scripts</translation>
    </message>
    <message>
        <source>使用这份话术的条件</source>
        <translation>Conditions for using this script</translation>
    </message>
    <message>
        <source>换一个词试试，拼音首字母也可以。</source>
        <translation>Try another word; pinyin initials work too.</translation>
    </message>
    <message>
        <source>没有找到“{text}”</source>
        <translation>Nothing found for “{text}”</translation>
    </message>
    <message>
        <source>显示全部</source>
        <translation>Show all</translation>
    </message>
    <message>
        <source>新版本生效为止</source>
        <translation>the next version</translation>
    </message>
    <message>
        <source>产品类别</source>
        <translation>Product type</translation>
    </message>
    <message>
        <source>风险等级</source>
        <translation>Risk level</translation>
    </message>
    <message>
        <source>R{level}</source>
        <translation>R{level}</translation>
    </message>
    <message>
        <source>按合同，不分级</source>
        <translation>By contract, not rated</translation>
    </message>
    <message>
        <source>话术编号</source>
        <translation>Script ID</translation>
    </message>
    <message>
        <source>版本</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>有效期</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>{first} 至 {last}</source>
        <translation>{first} to {last}</translation>
    </message>
    <message>
        <source>文件校验</source>
        <translation>File checksum</translation>
    </message>
    <message>
        <source>没有</source>
        <translation>None</translation>
    </message>
    <message>
        <source>这份话术今天无效，也没有可用的版本，不能继续。请联系总行下发。</source>
        <translation>This script is not valid today and there is no valid version, so you cannot continue. Please ask head office to issue one.</translation>
    </message>
    <message>
        <source>这份话术今天无效，不能继续。请用版本 {version}。</source>
        <translation>This script is not valid today, so you cannot continue. Please use version {version}.</translation>
    </message>
    <message>
        <source>改用它</source>
        <translation>Use it</translation>
    </message>
</context>
<context>
    <name>SecondPersonDialog</name>
    <message>
        <source>需要第二人</source>
        <translation>A second person is needed</translation>
    </message>
    <message>
        <source>第二人的工号</source>
        <translation>Second person&apos;s account</translation>
    </message>
    <message>
        <source>第二人的口令</source>
        <translation>Second person&apos;s passphrase</translation>
    </message>
    <message>
        <source>同意并执行</source>
        <translation>Agree and do it</translation>
    </message>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>请另一位有权限的同事自己输入。两个人的工号都写进审计记录；口令用过就忘。</source>
        <translation>Let a colleague who may do this type it in person. Both accounts go into the audit trail; the passphrase is forgotten after use.</translation>
    </message>
    <message>
        <source>请第二人输入工号</source>
        <translation>The second person types an account</translation>
    </message>
    <message>
        <source>不能是您自己</source>
        <translation>It cannot be you</translation>
    </message>
    <message>
        <source>请第二人输入口令</source>
        <translation>The second person types a passphrase</translation>
    </message>
    <message>
        <source>正在核对第二人…</source>
        <translation>Checking the second person…</translation>
    </message>
</context>
<context>
    <name>SentenceDialog</name>
    <message>
        <source>不跳过</source>
        <translation>Do not skip</translation>
    </message>
    <message>
        <source>请照着输入：{sentence}</source>
        <translation>Type this: {sentence}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>设置分类</source>
        <translation>Settings categories</translation>
    </message>
    <message>
        <source>查找设置 (Ctrl+K)</source>
        <translation>Find settings (Ctrl+K)</translation>
    </message>
    <message>
        <source>查找设置</source>
        <translation>Find settings</translation>
    </message>
    <message>
        <source>清除查找</source>
        <translation>Clear search</translation>
    </message>
    <message>
        <source>更多分类</source>
        <translation>More categories</translation>
    </message>
    <message>
        <source>重新查找设备</source>
        <translation>Search for devices again</translation>
    </message>
    <message>
        <source>查找结果</source>
        <translation>Search results</translation>
    </message>
    <message>
        <source>没有找到“{text}”</source>
        <translation>Nothing found for “{text}”</translation>
    </message>
    <message>
        <source>换一个词试试，或看各个分类。</source>
        <translation>Try another word, or look through the categories.</translation>
    </message>
    <message>
        <source>正在查找设备…</source>
        <translation>Searching for devices…</translation>
    </message>
    <message>
        <source>不用</source>
        <translation>None</translation>
    </message>
    <message>
        <source>自动选择</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>{name}（没有接上）</source>
        <translation>{name} (not connected)</translation>
    </message>
</context>
<context>
    <name>SetupPage</name>
    <message>
        <source>正在建立工作站，马上就好。</source>
        <translation>The station is being set up; a moment.</translation>
    </message>
    <message>
        <source>恢复凭证还没有交接完，只显示这一次。请交接完，或者选“跳过”。</source>
        <translation>The recovery kit has not been handed over yet and is shown this once. Finish, or choose to skip it.</translation>
    </message>
    <message>
        <source>建立工作站</source>
        <translation>Set up the station</translation>
    </message>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>管理员</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>主管</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>恢复凭证</source>
        <translation>Recovery kit</translation>
    </message>
    <message>
        <source>第 {at} 步，共 {all} 步：{word}</source>
        <translation>Step {at} of {all}: {word}</translation>
    </message>
    <message>
        <source>再看一遍这一份</source>
        <translation>Show this share again</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Alt+P</source>
        <translation>Alt+P</translation>
    </message>
    <message>
        <source>核对</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>交好了，核对两个词</source>
        <translation>Handed over: check two words</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>回车或 Alt+N</source>
        <translation>Enter or Alt+N</translation>
    </message>
    <message>
        <source>现在没有三位保管人，跳过…</source>
        <translation>No three keepers here, skip…</translation>
    </message>
    <message>
        <source>正在建立保险库和密钥…</source>
        <translation>Making the vault and its keys…</translation>
    </message>
    <message>
        <source>工作站建好了，恢复凭证已交给三位保管人。请用自己的工号登录。</source>
        <translation>The station is set up and the recovery kit is in three people&apos;s hands. Log in with your own account.</translation>
    </message>
    <message>
        <source>不留恢复凭证？</source>
        <translation>No recovery kit?</translation>
    </message>
    <message>
        <source>口令全忘了或电脑坏了，就再也打不开这里的录像。以后管理员和主管一起，可以在“密钥”页重新做一套。</source>
        <translation>When every passphrase is forgotten or the computer breaks, nothing here can be opened any more. An administrator and a supervisor together can make a kit later, on the keys page.</translation>
    </message>
    <message>
        <source>我知道现在没有恢复凭证</source>
        <translation>I know there is no recovery kit</translation>
    </message>
    <message>
        <source>跳过</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>工作站建好了，但没有恢复凭证。请尽快由管理员和主管在“密钥”页做一套。</source>
        <translation>The station is set up, without a recovery kit. Let an administrator and a supervisor make one soon, on the keys page.</translation>
    </message>
</context>
<context>
    <name>ShareCheck</name>
    <message>
        <source>和这一份不一样，请对着纸再看一遍</source>
        <translation>Not the word of this share; look at the paper again</translation>
    </message>
    <message>
        <source>请 {keeper} 对着手里的纸，输入这两个词（前四个字母就够）。</source>
        <translation>{keeper}, type these two words from your paper (the first four letters will do).</translation>
    </message>
    <message>
        <source>第 {position} 个词</source>
        <translation>Word {position}</translation>
    </message>
</context>
<context>
    <name>SharePaper</name>
    <message>
        <source>请写保管人的姓名</source>
        <translation>Write the keeper&apos;s name</translation>
    </message>
    <message>
        <source>一个人只能保管一份，请换一位</source>
        <translation>One person keeps one share; choose somebody else</translation>
    </message>
    <message>
        <source>✖ 交到保管人手里以后，请打勾</source>
        <translation>✖ Tick this once the keeper has it</translation>
    </message>
    <message>
        <source>打印…</source>
        <translation>Print…</translation>
    </message>
    <message>
        <source>打印机可能留底，打完请清空它的队列；也可以手抄。</source>
        <translation>A printer may keep a copy: empty its queue afterwards. Copying by hand will do.</translation>
    </message>
    <message>
        <source>这台电脑没有打印机，请把词和编号一起抄在纸上。不要拍照。</source>
        <translation>No printer here: copy the words with their numbers by hand. Take no photograph.</translation>
    </message>
    <message>
        <source>保管人的姓名</source>
        <translation>Keeper&apos;s name</translation>
    </message>
    <message>
        <source>只用来提醒下一步，不保存。</source>
        <translation>For the next step only; it is not kept.</translation>
    </message>
    <message>
        <source>这一份已经交到保管人手里</source>
        <translation>The keeper has this share in hand</translation>
    </message>
</context>
<context>
    <name>Side</name>
    <message>
        <source>文字稿</source>
        <translation>Transcript</translation>
    </message>
    <message>
        <source>质检清单</source>
        <translation>Checklist</translation>
    </message>
    <message>
        <source>事件</source>
        <translation>Events</translation>
    </message>
    <message>
        <source>信息</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>录像资料</source>
        <translation>Recording information</translation>
    </message>
    <message>
        <source>复核通过</source>
        <translation>Review passed</translation>
    </message>
    <message>
        <source>退回…</source>
        <translation>Return…</translation>
    </message>
</context>
<context>
    <name>SightPanel</name>
    <message>
        <source>现场画面</source>
        <translation>Live picture</translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>柜台</source>
        <translation>Counter</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>正在打开并核对录像…</source>
        <translation>Opening and verifying the recording…</translation>
    </message>
    <message>
        <source>与封存时一致</source>
        <translation>Same as when sealed</translation>
    </message>
    <message>
        <source>正在核对</source>
        <translation>Verifying</translation>
    </message>
    <message>
        <source>选一份录像来回放</source>
        <translation>Choose a recording to replay</translation>
    </message>
    <message>
        <source>从左边的队列里选；回放前要写明理由，写进审计记录。</source>
        <translation>Choose from the queue on the left. Before replay you give a reason, which goes into the audit record.</translation>
    </message>
    <message>
        <source>录像画面</source>
        <translation>Recording picture</translation>
    </message>
    <message>
        <source>没有声音设备</source>
        <translation>No sound device</translation>
    </message>
    <message>
        <source>这台电脑没有声音设备，只播放画面。</source>
        <translation>This computer has no sound device; only the picture plays.</translation>
    </message>
    <message>
        <source>显示或收起复核队列</source>
        <translation>Show or hide the review queue</translation>
    </message>
    <message>
        <source>导出</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>导出整份录像（E），须写明理由</source>
        <translation>Export the whole recording (E); a reason is required</translation>
    </message>
</context>
<context>
    <name>StartBar</name>
    <message>
        <source>更换设备</source>
        <translation>Change device</translation>
    </message>
    <message>
        <source>没有设备，先演练</source>
        <translation>No devices? Practise</translation>
    </message>
    <message>
        <source>主管放行…</source>
        <translation>Supervisor override…</translation>
    </message>
    <message>
        <source>重新检查</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>开始录制</source>
        <translation>Start recording</translation>
    </message>
    <message>
        <source>先把不合格的设备处理好，再看通过率</source>
        <translation>Fix the failed devices first, then see the pass rate</translation>
    </message>
    <message>
        <source>按 F9 开始</source>
        <translation>Press F9 to start</translation>
    </message>
    <message>
        <source>正在检查，请稍候</source>
        <translation>Checking, please wait</translation>
    </message>
    <message>
        <source>还不能开始：{names}</source>
        <translation>Cannot start yet: {names}</translation>
    </message>
    <message>
        <source>请稍候</source>
        <translation>Please wait</translation>
    </message>
    <message>
        <source>这份话术在本机还没有录过，估不出一次通过率</source>
        <translation>Script not yet recorded here: no first-pass estimate</translation>
    </message>
    <message>
        <source>这份话术在本机录过 {count} 次，还估不出一次通过率</source>
        <translation>Times this script was recorded here: {count}, too few for a first-pass estimate</translation>
    </message>
    <message>
        <source>预计一次通过 {percent} %（近 {count} 次）</source>
        <translation>Expected first-pass rate {percent}% (last {count})</translation>
    </message>
    <message>
        <source>现在就可以开始</source>
        <translation>You can start now</translation>
    </message>
    <message>
        <source>{mend}，会更容易一次通过</source>
        <translation>{mend}: a first pass is more likely</translation>
    </message>
    <message>
        <source>{mend}，可到 {percent} %</source>
        <translation>{mend}: up to {percent}%</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>保险库已锁</source>
        <translation>Vault locked</translation>
    </message>
    <message>
        <source>保险库存疑：只读</source>
        <translation>Vault in doubt: read-only</translation>
    </message>
    <message>
        <source>保险库已开，全部加密</source>
        <translation>Vault open, all encrypted</translation>
    </message>
    <message numerus="yes">
        <source>%n 份待上传</source>
        <translation>
            <numerusform>%n to upload</numerusform>
            <numerusform>%n to upload</numerusform>
        </translation>
    </message>
    <message>
        <source>磁盘：读不到</source>
        <translation>Disk: unreadable</translation>
    </message>
    <message>
        <source>磁盘还可录 {hours} 小时</source>
        <translation>Disk: room for {hours} h</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>环节</source>
        <translation>Steps</translation>
    </message>
    <message>
        <source>第 {number} 步 {title}，{word}</source>
        <translation>Step {number} {title}, {word}</translation>
    </message>
    <message>
        <source>{text}，{count} 次</source>
        <translation>{text}, {count} tries</translation>
    </message>
    <message>
        <source>未通过的环节写好说明才能提交，说明会和录像一起送复核。</source>
        <translation>Write a note for every step that did not pass before you submit. Notes go to review with the recording.</translation>
    </message>
</context>
<context>
    <name>StepResult</name>
    <message>
        <source>收起</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>“{text}”</translation>
    </message>
    <message>
        <source>没有出声</source>
        <translation>Nothing said</translation>
    </message>
    <message>
        <source>第 {attempt} 次&#x3000;{said}&#x3000;{reason}</source>
        <translation>Try {attempt} · {said} · {reason}</translation>
    </message>
    <message>
        <source>这一步不用回答</source>
        <translation>No answer needed at this step</translation>
    </message>
    <message>
        <source>补问这一步</source>
        <translation>Ask this step again</translation>
    </message>
    <message>
        <source>设备恢复以后才能补问</source>
        <translation>Possible once the device is restored</translation>
    </message>
    <message>
        <source>第 {number} 步的结果</source>
        <translation>Result of step {number}</translation>
    </message>
</context>
<context>
    <name>StepRow</name>
    <message>
        <source>用于其余 {count} 步</source>
        <translation>Use for other steps ({count})</translation>
    </message>
    <message>
        <source>✖ 还差 {count} 个字</source>
        <translation>✖ Characters still needed: {count}</translation>
    </message>
    <message>
        <source>没有做到这一步</source>
        <translation>This step was not reached</translation>
    </message>
    <message>
        <source>从 {time} 回放</source>
        <translation>Replay from {time}</translation>
    </message>
    <message>
        <source>“{text}”</source>
        <translation>“{text}”</translation>
    </message>
    <message>
        <source>没有出声</source>
        <translation>Nothing said</translation>
    </message>
    <message>
        <source>触屏作答</source>
        <translation>Touch answer</translation>
    </message>
    <message>
        <source>第 {number} 次  {said}  {verdict}：{why}</source>
        <translation>Try {number}  {said}  {verdict}: {why}</translation>
    </message>
    <message>
        <source>{count} 次</source>
        <translation>{count}×</translation>
    </message>
    <message>
        <source>说明：{text}（{who} {when}）</source>
        <translation>Note: {text} ({who} {when})</translation>
    </message>
    <message>
        <source>请说明原因，至少 {count} 个字</source>
        <translation>Explain why, at least {count} characters</translation>
    </message>
    <message>
        <source>第 {number} 步 {title} 的说明</source>
        <translation>Note for step {number}, {title}</translation>
    </message>
    <message>
        <source>原因：{why}</source>
        <translation>Reason: {why}</translation>
    </message>
    <message>
        <source>收起第 {number} 步的应答</source>
        <translation>Hide the answers in step {number}</translation>
    </message>
    <message>
        <source>展开第 {number} 步的应答</source>
        <translation>Show the answers in step {number}</translation>
    </message>
</context>
<context>
    <name>SummaryStep</name>
    <message>
        <source>请和客户核对</source>
        <translation>Check with the customer</translation>
    </message>
    <message>
        <source>这次双录</source>
        <translation>This dual recording</translation>
    </message>
    <message>
        <source>预计时长（分:秒）</source>
        <translation>Expected length (min:sec)</translation>
    </message>
    <message>
        <source>还没有设置网点和柜台：播报和画面要说明录制地点，不能开始录制。</source>
        <translation>Branch and counter are not set. The prompts and the picture must state where the recording is made, so it cannot start.</translation>
    </message>
    <message>
        <source>去设置</source>
        <translation>Open settings</translation>
    </message>
    <message>
        <source>产品话术</source>
        <translation>Product script</translation>
    </message>
    <message>
        <source>{title}，版本 {version}</source>
        <translation>{title}, version {version}</translation>
    </message>
    <message>
        <source>姓名</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>身份证号码</source>
        <translation>ID card number</translation>
    </message>
    <message numerus="yes">
        <source>{day}，%n 岁</source>
        <translation>
            <numerusform>{day}, %n year old</numerusform>
            <numerusform>{day}, %n years old</numerusform>
        </translation>
    </message>
    <message>
        <source>出生日期</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>{typed}（{words}）</source>
        <translation>{typed} ({words})</translation>
    </message>
    <message>
        <source>长者模式：开</source>
        <translation>Senior mode: on</translation>
    </message>
    <message numerus="yes">
        <source>{titles}：每秒约 {pace} 个字，答案最多等 {listen} 秒，多 %n 个关怀环节。</source>
        <translation>
            <numerusform>{titles}: about {pace} characters a second, up to {listen} s to answer, %n extra care step.</numerusform>
            <numerusform>{titles}: about {pace} characters a second, up to {listen} s to answer, %n extra care steps.</numerusform>
        </translation>
    </message>
    <message>
        <source>长者模式：不需要</source>
        <translation>Senior mode: not needed</translation>
    </message>
    <message>
        <source>画面里的人</source>
        <translation>People in the picture</translation>
    </message>
    <message>
        <source>准备好的材料</source>
        <translation>Materials ready</translation>
    </message>
    <message>
        <source>没有</source>
        <translation>None</translation>
    </message>
    <message>
        <source>柜台设备</source>
        <translation>Counter devices</translation>
    </message>
    <message>
        <source>虚拟柜台（演练）</source>
        <translation>Virtual counter (practice)</translation>
    </message>
    <message numerus="yes">
        <source>%n 个环节</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{title}（抽 %n 题）</source>
        <translation>
            <numerusform>{title} (%n question drawn)</numerusform>
            <numerusform>{title} (%n questions drawn)</numerusform>
        </translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message numerus="yes">
        <source>不适用、跳过的 %n 个环节</source>
        <translation>
            <numerusform>%n step not applicable or skipped</numerusform>
            <numerusform>%n steps not applicable or skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SupervisorSheet</name>
    <message>
        <source>请换人：由主管本人坐到键盘前输入。为什么要两个人：能建账号的人看不到录像，能看录像的人建不了账号，任何一个人都不能自己给自己打开录像。回放密钥只在主管手里，以后由他授给质检员、审计员。</source>
        <translation>Change seats: the supervisor types this in person. Why two people: who makes accounts cannot see takes, and who sees takes cannot make accounts, so nobody can open takes for himself. Only the supervisor holds the replay key, and grants it to inspectors and auditors later.</translation>
    </message>
    <message>
        <source>能回放录像的主管</source>
        <translation>Supervisor, who may replay</translation>
    </message>
    <message>
        <source>主管的工号</source>
        <translation>Supervisor&apos;s account</translation>
    </message>
    <message>
        <source>现在就登记第一位柜员（以后也可以）</source>
        <translation>Add the first clerk now (can be done later)</translation>
    </message>
</context>
<context>
    <name>SwitchEditor</name>
    <message>
        <source>打开</source>
        <translation>On</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>时间轴</source>
        <translation>Timeline</translation>
    </message>
    <message>
        <source>方向键选择，回车跳到它之前 1.5 秒；加号和减号缩放。</source>
        <translation>Arrow keys select, Enter jumps to 1.5 seconds before; plus and minus zoom.</translation>
    </message>
    <message>
        <source>{lane} {number}/{count}：{tip}</source>
        <translation>{lane} {number}/{count}: {tip}</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>登录</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>新建双录</source>
        <translation>New recording</translation>
    </message>
    <message>
        <source>录前检查</source>
        <translation>Pre-flight check</translation>
    </message>
    <message>
        <source>录制</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>复核与提交</source>
        <translation>Review and submit</translation>
    </message>
    <message>
        <source>回放与质检</source>
        <translation>Replay and inspection</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>帮助与快捷键</source>
        <translation>Help and shortcuts</translation>
    </message>
    <message>
        <source>建立工作站</source>
        <translation>Set up the station</translation>
    </message>
    <message>
        <source>账号</source>
        <translation>Accounts</translation>
    </message>
    <message>
        <source>密钥</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>审计记录</source>
        <translation>Audit trail</translation>
    </message>
    <message>
        <source>保存与销毁</source>
        <translation>Retention and destruction</translation>
    </message>
    <message>
        <source>还没有设网点和柜台</source>
        <translation>Branch and counter not set</translation>
    </message>
    <message>
        <source>{branch} · {counter} 号柜台</source>
        <translation>{branch} · Counter {counter}</translation>
    </message>
    <message>
        <source>锁定</source>
        <translation>Lock</translation>
    </message>
    <message>
        <source>锁定窗口 (Ctrl+L)；录制照常进行，录完再回到登录</source>
        <translation>Lock the window (Ctrl+L); a take goes on and the login comes after it</translation>
    </message>
    <message>
        <source>其余部分已锁定</source>
        <translation>Everything else is locked</translation>
    </message>
    <message>
        <source>未设上传</source>
        <translation>Upload not set</translation>
    </message>
    <message>
        <source>还没有设置上传服务器；录像已加密保存在本机。</source>
        <translation>No upload server is set; recordings are encrypted and kept on this computer.</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>搜索文字稿</source>
        <translation>Search the transcript</translation>
    </message>
    <message>
        <source>文字稿</source>
        <translation>Transcript</translation>
    </message>
    <message>
        <source>上一处（Shift+F3）</source>
        <translation>Previous (Shift+F3)</translation>
    </message>
    <message>
        <source>下一处（F3）</source>
        <translation>Next (F3)</translation>
    </message>
    <message>
        <source>回到正在播放的地方</source>
        <translation>Back to what is playing</translation>
    </message>
    <message>
        <source>没有找到</source>
        <translation>Not found</translation>
    </message>
</context>
<context>
    <name>TranscriptLive</name>
    <message>
        <source>听写</source>
        <translation>Transcript</translation>
    </message>
    <message>
        <source>客户和柜台说的话会写在这里</source>
        <translation>What the customer and the counter say appears here</translation>
    </message>
    <message>
        <source>客户：</source>
        <translation>Customer: </translation>
    </message>
    <message>
        <source>柜台：</source>
        <translation>Counter: </translation>
    </message>
</context>
<context>
    <name>UnlockPage</name>
    <message>
        <source>双录工作站</source>
        <translation>Dual recording workstation</translation>
    </message>
    <message>
        <source>{branch} · {counter} 号柜台</source>
        <translation>{branch} · Counter {counter}</translation>
    </message>
    <message>
        <source>版本 {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>正在打开保险库…</source>
        <translation>Opening the vault…</translation>
    </message>
    <message>
        <source>正在换口令…</source>
        <translation>Changing the passphrase…</translation>
    </message>
    <message numerus="yes">
        <source>上次有 %n 段录像没有收尾，正在抢救…</source>
        <translation>
            <numerusform>%n recording was left unclosed last time, recovering it…</numerusform>
            <numerusform>%n recordings were left unclosed last time, recovering them…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>上次有 %n 段录像中断，已抢救并封存（共 {minutes} 分钟），在“未完成”里可以看到。</source>
        <translation>
            <numerusform>%n recording was interrupted last time and has been recovered and sealed ({minutes} min in all). You can see it under “Unfinished”. </numerusform>
            <numerusform>%n recordings were interrupted last time and have been recovered and sealed ({minutes} min in all). You can see them under “Unfinished”. </numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>有 %n 段的客户没有同意录制：录像已销毁，留有记录。</source>
        <translation>
            <numerusform>%n take was of a customer who had not agreed: it was destroyed, and a record is kept.</numerusform>
            <numerusform>%n takes were of customers who had not agreed: they were destroyed, and records are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>有 %n 段没能抢救：</source>
        <translation>
            <numerusform>%n could not be recovered: </numerusform>
            <numerusform>%n could not be recovered: </numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VaultPanel</name>
    <message>
        <source>保险库 核对 上传 审计 加密</source>
        <translation>vault verify upload audit encryption</translation>
    </message>
    <message>
        <source>保险库</source>
        <translation>Vault</translation>
    </message>
    <message>
        <source>核对保险库</source>
        <translation>Verify vault</translation>
    </message>
    <message>
        <source>已打开，全部加密</source>
        <translation>Open, fully encrypted</translation>
    </message>
    <message>
        <source>存疑，只能查看</source>
        <translation>In doubt, view only</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>位置</source>
        <translation>Location</translation>
    </message>
    <message>
        <source>录像</source>
        <translation>Recordings</translation>
    </message>
    <message>
        <source>上传</source>
        <translation>Upload</translation>
    </message>
    <message>
        <source>还没有设置服务器，录像加密保存在本机</source>
        <translation>No server set; recordings are kept encrypted on this computer</translation>
    </message>
    <message>
        <source>正在逐条核对页面、审计链和每一行…</source>
        <translation>Verifying every page, the audit chain and every row…</translation>
    </message>
    <message>
        <source>保险库完好：每一页、审计链和每一行都对得上。</source>
        <translation>The vault is intact: every page, the audit chain and every row match.</translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <source>关闭验证结果</source>
        <translation>Close the result</translation>
    </message>
    <message>
        <source>审计记录完好</source>
        <translation>The audit trail is sound</translation>
    </message>
    <message>
        <source>审计记录有问题：{count} 处</source>
        <translation>The audit trail is not sound: {count} findings</translation>
    </message>
    <message>
        <source>……还有 {count} 处</source>
        <translation>… and {count} more</translation>
    </message>
    <message>
        <source>断处之前的 {rows} 条首尾相接。</source>
        <translation>The {rows} rows before the break follow each other.</translation>
    </message>
    <message>
        <source>{rows} 条首尾相接，从 {oldest} 到 {newest}。</source>
        <translation>{rows} rows follow each other, from {oldest} to {newest}.</translation>
    </message>
    <message>
        <source>{count} 个签名检查点有效，最新的签到第 {n} 条。</source>
        <translation>{count} signed checkpoints are good; the newest vouches up to row {n}.</translation>
    </message>
    <message>
        <source>还没有有效的签名检查点。</source>
        <translation>There is no good checkpoint yet.</translation>
    </message>
</context>
<context>
    <name>VoiceSign</name>
    <message>
        <source>麦克风：正在听您说</source>
        <translation>Microphone: listening to you</translation>
    </message>
</context>
<context>
    <name>Walk</name>
    <message>
        <source>录前检查</source>
        <translation>Pre-flight check</translation>
    </message>
    <message>
        <source>录制中</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>已封存</source>
        <translation>Sealed</translation>
    </message>
    <message>
        <source>主管回放</source>
        <translation>Supervisor replay</translation>
    </message>
    <message>
        <source>演示：主管复核</source>
        <translation>Demonstration: supervisor review</translation>
    </message>
    <message>
        <source>演示完毕</source>
        <translation>Demonstration over</translation>
    </message>
</context>
<context>
    <name>WelcomeSheet</name>
    <message>
        <source>这台电脑上还没有双录工作站。建立它要两个人，大约五分钟；以后每个人用自己的工号登录。</source>
        <translation>There is no recording station on this computer yet. Setting it up takes two people and about five minutes; from then on everybody logs in with an account of their own.</translation>
    </message>
    <message>
        <source>语言 / Language</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>这个工作站</source>
        <translation>This station</translation>
    </message>
    <message>
        <source>还没有设，建立以后由管理员在“设置”里填</source>
        <translation>Not set yet; the administrator fills it in under Settings</translation>
    </message>
    <message>
        <source>网点</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>柜台</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>{counter} 号</source>
        <translation>{counter}</translation>
    </message>
    <message>
        <source>数据放在</source>
        <translation>Data lies in</translation>
    </message>
    <message>
        <source>接下来：一位管理员设自己的工号和口令；另一位能回放录像的主管设他的；最后把三份恢复凭证交给三位保管人。请准备三张纸或一台打印机。</source>
        <translation>Next: an administrator chooses account and passphrase; then a supervisor, who may replay, does the same; last, three shares of the recovery kit go to three keepers. Have three sheets of paper or a printer ready.</translation>
    </message>
</context>
<context>
    <name>WizardPage</name>
    <message>
        <source>上次没有填完的内容还在，可以接着填。</source>
        <translation>What you entered last time is still here. You can carry on.</translation>
    </message>
    <message>
        <source>重新开始</source>
        <translation>Start over</translation>
    </message>
    <message>
        <source>取消 (Esc)</source>
        <translation>Cancel (Esc)</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>上一步 (Alt+P)</source>
        <translation>Back (Alt+P)</translation>
    </message>
    <message>
        <source>业务</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>确认</source>
        <translation>Confirm</translation>
    </message>
    <message>
        <source>第 {at} 步，共 {all} 步：{word}</source>
        <translation>Step {at} of {all}: {word}</translation>
    </message>
    <message>
        <source>去录前检查</source>
        <translation>Pre-flight check</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>回车或 Alt+N</source>
        <translation>Enter or Alt+N</translation>
    </message>
    <message>
        <source>您的角色不能录制。请换有录制权限的工号登录。</source>
        <translation>Your role cannot record. Sign in with a staff number that may record.</translation>
    </message>
    <message>
        <source>预计时长约 {length}</source>
        <translation>Expected length about {length}</translation>
    </message>
    <message>
        <source>预计时长 {length}</source>
        <translation>Expected length {length}</translation>
    </message>
    <message>
        <source>正在读取话术库…</source>
        <translation>Reading the script library…</translation>
    </message>
    <message>
        <source>放弃这笔业务？</source>
        <translation>Discard this case?</translation>
    </message>
    <message>
        <source>填写的内容会清空，不会留下记录。</source>
        <translation>What you entered will be cleared and no record kept.</translation>
    </message>
    <message>
        <source>放弃</source>
        <translation>Discard</translation>
    </message>
    <message>
        <source>接着填</source>
        <translation>Keep editing</translation>
    </message>
    <message>
        <source>正在准备话术…</source>
        <translation>Preparing the script…</translation>
    </message>
</context>
<context>
    <name>_Delegate</name>
    <message>
        <source>{count} 次&#x3000;{time}</source>
        <translation>{count}× {time}</translation>
    </message>
</context>
<context>
    <name>_FormDialog</name>
    <message>
        <source>取消</source>
        <translation>Cancel</translation>
    </message>
</context>
<context>
    <name>_NoProblems</name>
    <message>
        <source>没有会被退回的问题</source>
        <translation>Nothing would be returned now</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>通过</source>
        <translation>Passed</translation>
    </message>
    <message>
        <source>拒绝</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>答错</source>
        <translation>Wrong answer</translation>
    </message>
    <message>
        <source>不清楚</source>
        <translation>Unclear</translation>
    </message>
    <message>
        <source>抢答</source>
        <translation>Too early</translation>
    </message>
    <message>
        <source>疑似诱导</source>
        <translation>Possible prompting</translation>
    </message>
    <message>
        <source>无应答</source>
        <translation>No answer</translation>
    </message>
    <message>
        <source>摄像头</source>
        <translation>Camera</translation>
    </message>
    <message>
        <source>画面亮度</source>
        <translation>Brightness</translation>
    </message>
    <message>
        <source>清晰度</source>
        <translation>Sharpness</translation>
    </message>
    <message>
        <source>人数</source>
        <translation>People</translation>
    </message>
    <message>
        <source>柜台麦克风</source>
        <translation>Counter mic</translation>
    </message>
    <message>
        <source>客户麦克风</source>
        <translation>Customer mic</translation>
    </message>
    <message>
        <source>语音识别</source>
        <translation>Speech</translation>
    </message>
    <message>
        <source>扬声器</source>
        <translation>Speaker</translation>
    </message>
    <message>
        <source>环境噪声</source>
        <translation>Noise</translation>
    </message>
    <message>
        <source>时间</source>
        <translation>Time</translation>
    </message>
    <message>
        <source>磁盘</source>
        <translation>Disk</translation>
    </message>
    <message>
        <source>模型</source>
        <translation>Models</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Log-in</translation>
    </message>
    <message>
        <source>账号</source>
        <translation>Accounts</translation>
    </message>
    <message>
        <source>密钥</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>业务和录像</source>
        <translation>Cases and takes</translation>
    </message>
    <message>
        <source>提交和复核</source>
        <translation>Review</translation>
    </message>
    <message>
        <source>保留和销毁</source>
        <translation>Keeping and destruction</translation>
    </message>
    <message>
        <source>保险库</source>
        <translation>Vault</translation>
    </message>
    <message>
        <source>设置、规则、时钟、位置</source>
        <translation>Settings, rules, clock, place</translation>
    </message>
    <message>
        <source>审计本身</source>
        <translation>The audit itself</translation>
    </message>
    <message>
        <source>口令错误</source>
        <translation>Wrong passphrase</translation>
    </message>
    <message>
        <source>口令错误太多，锁定</source>
        <translation>Locked out after wrong tries</translation>
    </message>
    <message>
        <source>登录计数文件损坏</source>
        <translation>The file that counts tries is damaged</translation>
    </message>
    <message>
        <source>登录计数文件被换过</source>
        <translation>The file that counts tries was replaced</translation>
    </message>
    <message>
        <source>更改角色</source>
        <translation>Roles changed</translation>
    </message>
    <message>
        <source>登记执业资格</source>
        <translation>Licence registered</translation>
    </message>
    <message>
        <source>停用账号</source>
        <translation>Account closed</translation>
    </message>
    <message>
        <source>启用账号</source>
        <translation>Account opened again</translation>
    </message>
    <message>
        <source>本人改口令</source>
        <translation>Own passphrase changed</translation>
    </message>
    <message>
        <source>建立账号表</source>
        <translation>Accounts made</translation>
    </message>
    <message>
        <source>接受另一份账号表</source>
        <translation>Another account table accepted</translation>
    </message>
    <message>
        <source>一次账号改动因断电未生效</source>
        <translation>A change of accounts was lost in a power cut</translation>
    </message>
    <message>
        <source>用恢复凭证恢复</source>
        <translation>Recovered by the kit</translation>
    </message>
    <message>
        <source>更换回放密钥</source>
        <translation>Replay key changed</translation>
    </message>
    <message>
        <source>制作恢复凭证</source>
        <translation>Recovery kit made</translation>
    </message>
    <message>
        <source>更换数据库密钥</source>
        <translation>Database key changed</translation>
    </message>
    <message>
        <source>绑定本机</source>
        <translation>Bound to this computer</translation>
    </message>
    <message>
        <source>解除本机绑定</source>
        <translation>Unbound</translation>
    </message>
    <message>
        <source>存入工作站密钥</source>
        <translation>Station key put in</translation>
    </message>
    <message>
        <source>移走工作站密钥</source>
        <translation>Station key taken out</translation>
    </message>
    <message>
        <source>记下外部文件的摘要</source>
        <translation>Outside file noted</translation>
    </message>
    <message>
        <source>新建业务</source>
        <translation>Case opened</translation>
    </message>
    <message>
        <source>拒绝录制</source>
        <translation>Recording refused</translation>
    </message>
    <message>
        <source>封存录像</source>
        <translation>Take sealed</translation>
    </message>
    <message>
        <source>抢救封存</source>
        <translation>Take salvaged</translation>
    </message>
    <message>
        <source>上传已确认</source>
        <translation>Upload acknowledged</translation>
    </message>
    <message>
        <source>销毁录像</source>
        <translation>Take destroyed</translation>
    </message>
    <message>
        <source>回放</source>
        <translation>Replay</translation>
    </message>
    <message>
        <source>导出录像</source>
        <translation>Take exported</translation>
    </message>
    <message>
        <source>说明环节</source>
        <translation>Step explained</translation>
    </message>
    <message>
        <source>质检结论</source>
        <translation>Finding</translation>
    </message>
    <message>
        <source>退回</source>
        <translation>Sent back</translation>
    </message>
    <message>
        <source>质检打点</source>
        <translation>Reviewer&apos;s mark</translation>
    </message>
    <message>
        <source>登记合同终止</source>
        <translation>End of contract</translation>
    </message>
    <message>
        <source>争议保留</source>
        <translation>Held</translation>
    </message>
    <message>
        <source>解除争议保留</source>
        <translation>Hold lifted</translation>
    </message>
    <message>
        <source>到期销毁</source>
        <translation>Destroyed when due</translation>
    </message>
    <message>
        <source>建立保险库</source>
        <translation>Vault made</translation>
    </message>
    <message>
        <source>打开保险库</source>
        <translation>Vault opened</translation>
    </message>
    <message>
        <source>升级保险库</source>
        <translation>Vault upgraded</translation>
    </message>
    <message>
        <source>备份保险库</source>
        <translation>Vault backed up</translation>
    </message>
    <message>
        <source>恢复保险库</source>
        <translation>Vault restored</translation>
    </message>
    <message>
        <source>接受较旧的保险库</source>
        <translation>Older vault accepted</translation>
    </message>
    <message>
        <source>设置文件在程序外被改</source>
        <translation>Settings changed outside the program</translation>
    </message>
    <message>
        <source>规则包更换</source>
        <translation>Rule pack changed</translation>
    </message>
    <message>
        <source>确认电脑时钟</source>
        <translation>Clock confirmed</translation>
    </message>
    <message>
        <source>不在登记地点，拒绝录制</source>
        <translation>Refused: not at the registered place</translation>
    </message>
    <message>
        <source>设定机构公钥</source>
        <translation>Institution&apos;s key set</translation>
    </message>
    <message>
        <source>签名检查点</source>
        <translation>Signed checkpoint</translation>
    </message>
    <message>
        <source>验证审计记录</source>
        <translation>Audit verified</translation>
    </message>
    <message>
        <source>导出审计记录</source>
        <translation>Audit exported</translation>
    </message>
    <message>
        <source>服务器</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>检查中</source>
        <translation>Checking</translation>
    </message>
    <message>
        <source>正常</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>注意</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>不合格</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>未检查</source>
        <translation>Not checked</translation>
    </message>
    <message>
        <source>再查一次</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>更换设备</source>
        <translation>Change device</translation>
    </message>
    <message>
        <source>放一段声音</source>
        <translation>Play a sound</translation>
    </message>
    <message>
        <source>开始试音</source>
        <translation>Start voice test</translation>
    </message>
    <message>
        <source>怎么安装</source>
        <translation>How to install</translation>
    </message>
    <message>
        <source>怎么清理</source>
        <translation>How to free space</translation>
    </message>
    <message>
        <source>把光线调好</source>
        <translation>Improve the lighting</translation>
    </message>
    <message>
        <source>把镜头擦干净</source>
        <translation>Wipe the lens</translation>
    </message>
    <message>
        <source>请两人都坐到镜头前</source>
        <translation>Seat both people in front of the camera</translation>
    </message>
    <message>
        <source>把柜台麦克风调好</source>
        <translation>Adjust the counter microphone</translation>
    </message>
    <message>
        <source>给客户单独一个麦克风</source>
        <translation>Give the customer a separate microphone</translation>
    </message>
    <message>
        <source>做一次试音</source>
        <translation>Do a voice test</translation>
    </message>
    <message>
        <source>试听一次扬声器</source>
        <translation>Do a speaker test</translation>
    </message>
    <message>
        <source>让周围安静一些</source>
        <translation>Make the surroundings quieter</translation>
    </message>
    <message>
        <source>安装正式的识别模型</source>
        <translation>Install the full recognition model</translation>
    </message>
    <message>
        <source>换一个更好的摄像头</source>
        <translation>Use a better camera</translation>
    </message>
    <message>
        <source>校准电脑时间</source>
        <translation>Set the computer clock</translation>
    </message>
    <message>
        <source>到登记的柜台录制</source>
        <translation>record at the registered counter</translation>
    </message>
    <message>
        <source>虚拟麦克风</source>
        <translation>Virtual microphone</translation>
    </message>
    <message>
        <source>{name}，音量合适</source>
        <translation>{name}, good volume</translation>
    </message>
    <message>
        <source>{name}，有声音</source>
        <translation>{name}, sound present</translation>
    </message>
    <message>
        <source>{noise}（{level} 分贝）</source>
        <translation>{noise} ({level} dB)</translation>
    </message>
    <message>
        <source>正在打开…</source>
        <translation>Opening…</translation>
    </message>
    <message>
        <source>先把前面的设备接好</source>
        <translation>Connect the devices above first</translation>
    </message>
    <message>
        <source>正在检查…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>有画面以后才能检查</source>
        <translation>Can be checked once there is a picture</translation>
    </message>
    <message>
        <source>有声音以后才能检查</source>
        <translation>Can be checked once there is sound</translation>
    </message>
    <message>
        <source>设备 {seconds} 秒没有反应，请重新插拔</source>
        <translation>No response for {seconds} s; please unplug and reconnect the device</translation>
    </message>
    <message>
        <source>已连接，但没有送来画面或声音，请检查连线</source>
        <translation>Connected, but no picture or sound arrives; check the cable</translation>
    </message>
    <message>
        <source>找不到，请检查连线，或换一个</source>
        <translation>Not found; check the cable or choose another</translation>
    </message>
    <message>
        <source>完全没有声音：可能被静音，或系统不允许使用</source>
        <translation>No sound at all: it may be muted or blocked by the system</translation>
    </message>
    <message>
        <source>声音太大，已经破音，请离远一点</source>
        <translation>Too loud and distorted; please move back a little</translation>
    </message>
    <message>
        <source>说话声太小（{level} 分贝），请靠近一点</source>
        <translation>Speech too quiet ({level} dB); please move closer</translation>
    </message>
    <message>
        <source>说话声太大（{level} 分贝），请离远一点</source>
        <translation>Speech too loud ({level} dB); please move back</translation>
    </message>
    <message>
        <source>与柜台共用一个，分不清是谁在回答</source>
        <translation>Shared with the counter; cannot tell who is answering</translation>
    </message>
    <message>
        <source>这是虚拟摄像头，不能用来录制</source>
        <translation>This is a virtual camera; it cannot be used for recording</translation>
    </message>
    <message>
        <source>画面全黑，请打开镜头盖</source>
        <translation>The picture is black; please open the lens cover</translation>
    </message>
    <message>
        <source>镜头被遮住了，请移开遮挡</source>
        <translation>The lens is covered; please clear it</translation>
    </message>
    <message>
        <source>画面不动，请重新插拔摄像头</source>
        <translation>The picture is frozen; please reconnect the camera</translation>
    </message>
    <message>
        <source>画面只有 {width}×{height}，偏小</source>
        <translation>Picture is only {width}×{height}, rather small</translation>
    </message>
    <message>
        <source>每秒只有 {fps} 帧，画面会卡</source>
        <translation>Only {fps} frames per second; the picture will stutter</translation>
    </message>
    <message>
        <source>{width}×{height}，每秒 {fps} 帧</source>
        <translation>{width}×{height}, {fps} frames per second</translation>
    </message>
    <message>
        <source>太暗，请打开灯</source>
        <translation>Too dark; please turn on a light</translation>
    </message>
    <message>
        <source>太亮，请拉上窗帘或移开灯</source>
        <translation>Too bright; please draw the curtains or move the light</translation>
    </message>
    <message>
        <source>背后的光太强，请换个方向或拉上窗帘</source>
        <translation>Too much light from behind; turn round or draw the curtains</translation>
    </message>
    <message>
        <source>亮度合适</source>
        <translation>Good brightness</translation>
    </message>
    <message>
        <source>画面模糊，请擦一擦镜头</source>
        <translation>The picture is blurred; please wipe the lens</translation>
    </message>
    <message>
        <source>画面清楚</source>
        <translation>The picture is sharp</translation>
    </message>
    <message>
        <source>镜头前没有人</source>
        <translation>Nobody in front of the camera</translation>
    </message>
    <message>
        <source>看不到客户，请客户坐到左边</source>
        <translation>Customer not visible; please seat them on the left</translation>
    </message>
    <message>
        <source>看不到柜员，请坐到右边</source>
        <translation>Clerk not visible; please sit on the right</translation>
    </message>
    <message>
        <source>人太多，请无关的人离开画面</source>
        <translation>Too many people; others please leave the picture</translation>
    </message>
    <message>
        <source>人离镜头太远，请坐近一点</source>
        <translation>Too far from the camera; please sit closer</translation>
    </message>
    <message>
        <source>客户 1 人、员工 1 人，都在画面里</source>
        <translation>1 customer and 1 staff member, both in the picture</translation>
    </message>
    <message>
        <source>人脸检查没有启动，录像须人工复核</source>
        <translation>Face check did not start; the recording needs manual review</translation>
    </message>
    <message>
        <source>还没有试音</source>
        <translation>Not tested yet</translation>
    </message>
    <message>
        <source>正在听，还剩 {left} 秒</source>
        <translation>Listening, {left} s left</translation>
    </message>
    <message>
        <source>三个词都听到了</source>
        <translation>All three words heard</translation>
    </message>
    <message>
        <source>今天用同样的设备试过，听得清楚</source>
        <translation>Tested today with the same devices; heard clearly</translation>
    </message>
    <message>
        <source>只听到：{heard}。请大声一点再试</source>
        <translation>Only heard: {heard}. Please try again, louder</translation>
    </message>
    <message>
        <source>没有听到，请靠近麦克风再试</source>
        <translation>Nothing heard; move closer to the microphone and try again</translation>
    </message>
    <message>
        <source>没有语音模型，回答须人工复核</source>
        <translation>No speech model; answers need manual review</translation>
    </message>
    <message>
        <source>识别没有启动，回答须人工复核</source>
        <translation>Recognition did not start; answers need manual review</translation>
    </message>
    <message>
        <source>还没有试听</source>
        <translation>Not played yet</translation>
    </message>
    <message>
        <source>正在播放…</source>
        <translation>Playing…</translation>
    </message>
    <message>
        <source>听到了吗？</source>
        <translation>Did you hear it?</translation>
    </message>
    <message>
        <source>听得到</source>
        <translation>Heard</translation>
    </message>
    <message>
        <source>今天用同样的设备试过，听得到</source>
        <translation>Tested today with the same devices; audible</translation>
    </message>
    <message>
        <source>声音太大，会盖住客户的回答，请调低</source>
        <translation>Too loud, it would drown the customer’s answers; please turn it down</translation>
    </message>
    <message>
        <source>听不到，请打开扬声器、调大音量</source>
        <translation>Not heard; please switch on the speaker or turn it up</translation>
    </message>
    <message>
        <source>找不到扬声器，客户听不到播报</source>
        <translation>No speaker found; the customer cannot hear the prompts</translation>
    </message>
    <message>
        <source>不放声音</source>
        <translation>No sound played</translation>
    </message>
    <message>
        <source>正在听…</source>
        <translation>Listening…</translation>
    </message>
    <message>
        <source>请先安静两秒</source>
        <translation>Please be quiet for two seconds</translation>
    </message>
    <message>
        <source>安静</source>
        <translation>Quiet</translation>
    </message>
    <message>
        <source>有风扇或空调声</source>
        <translation>Fan or air-conditioning noise</translation>
    </message>
    <message>
        <source>有电流声，请检查麦克风的线</source>
        <translation>Mains hum; check the microphone cable</translation>
    </message>
    <message>
        <source>旁边有人说话</source>
        <translation>People talking nearby</translation>
    </message>
    <message>
        <source>有敲击声，如键盘、盖章</source>
        <translation>Tapping sounds, such as a keyboard or stamp</translation>
    </message>
    <message>
        <source>有杂音</source>
        <translation>Noise</translation>
    </message>
    <message>
        <source>风扇或空调太响，请关掉</source>
        <translation>Fan or air conditioning too loud; please turn it off</translation>
    </message>
    <message>
        <source>电流声太响，请换线或换插座</source>
        <translation>Mains hum too loud; try another cable or socket</translation>
    </message>
    <message>
        <source>旁边说话声太大，请换个地方</source>
        <translation>Talking nearby too loud; please move elsewhere</translation>
    </message>
    <message>
        <source>敲击声太响，请停一停</source>
        <translation>Tapping too loud; please pause it</translation>
    </message>
    <message>
        <source>杂音太响，请找到来源</source>
        <translation>Noise too loud; please find the source</translation>
    </message>
    <message>
        <source>电脑的时间不对，请先校准</source>
        <translation>The computer clock is wrong; please set it first</translation>
    </message>
    <message>
        <source>时间刚才跳了 {step} 秒</source>
        <translation>The clock just jumped by {step} s</translation>
    </message>
    <message>
        <source>走时平稳，没有和时间服务器核对</source>
        <translation>Clock runs steadily; not compared with a time server</translation>
    </message>
    <message>
        <source>登记证书无效，请 IT 重新签发</source>
        <translation>The enrolment certificate is void; have IT issue it again</translation>
    </message>
    <message>
        <source>登记证书有效期 {first} 至 {last}，今天不能用</source>
        <translation>Enrolment is valid from {first} to {last}, not today</translation>
    </message>
    <message>
        <source>登记证书是另一台工作站的，请换回本机的</source>
        <translation>The enrolment certificate is another station&apos;s; put back this one&apos;s</translation>
    </message>
    <message>
        <source>本机没有登记，请 IT 签发登记证书</source>
        <translation>This station is not enrolled; have IT issue a certificate</translation>
    </message>
    <message>
        <source>不在 {place} 登记的网络里，不能录制</source>
        <translation>Not in the network registered for {place}; nothing may be recorded</translation>
    </message>
    <message>
        <source>网关不是 {place} 登记的，不能录制</source>
        <translation>Not a gateway registered for {place}; nothing may be recorded</translation>
    </message>
    <message>
        <source>不知道本机在哪里，请接好定位设备</source>
        <translation>Where this computer is, is not known; connect the positioning device</translation>
    </message>
    <message>
        <source>离登记的网点 {distance} 米，不能录制</source>
        <translation>{distance} m from the registered branch; nothing may be recorded</translation>
    </message>
    <message>
        <source>在 {place}；设置里写的不同，以登记为准</source>
        <translation>At {place}; the settings say otherwise, the enrolment counts</translation>
    </message>
    <message>
        <source>在登记的网点：{place}</source>
        <translation>At the registered branch: {place}</translation>
    </message>
    <message>
        <source>没有登记证书，没有核对地点</source>
        <translation>No enrolment certificate; the place was not compared</translation>
    </message>
    <message>
        <source>演练不核对地点</source>
        <translation>Practice: the place is not compared</translation>
    </message>
    <message>
        <source>只剩 {free} GB，本次需要 {needed} GB</source>
        <translation>Only {free} GB left; this recording needs {needed} GB</translation>
    </message>
    <message>
        <source>数据文件夹读不到</source>
        <translation>The data folder cannot be read</translation>
    </message>
    <message>
        <source>还能录 {hours} 小时，请尽快清理</source>
        <translation>Space for {hours} h of recording; please free space soon</translation>
    </message>
    <message>
        <source>还能录 {hours} 小时</source>
        <translation>Space for {hours} h of recording</translation>
    </message>
    <message>
        <source>正在加载…</source>
        <translation>Loading…</translation>
    </message>
    <message>
        <source>缺少模型，相应的检查要靠人工复核</source>
        <translation>Models missing; those checks need manual review</translation>
    </message>
    <message>
        <source>只有测试用的小模型，正式录制请安装完整模型</source>
        <translation>Only small test models; install the full ones for real recordings</translation>
    </message>
    <message>
        <source>识别、人脸、播报都已就绪</source>
        <translation>Recognition, faces and prompts are ready</translation>
    </message>
    <message>
        <source>保险库存疑，只能查看，不能录制</source>
        <translation>The vault is in doubt; view only, no recording</translation>
    </message>
    <message>
        <source>完好，录像会加密保存</source>
        <translation>Intact; recordings are stored encrypted</translation>
    </message>
    <message>
        <source>没有打开</source>
        <translation>Not open</translation>
    </message>
    <message>
        <source>没有设置，录像先加密存在本机</source>
        <translation>Not set up; recordings stay encrypted on this computer for now</translation>
    </message>
    <message>
        <source>全部环节通过</source>
        <translation>All steps passed</translation>
    </message>
    <message>
        <source>已完成，须人工复核</source>
        <translation>Needs a check</translation>
    </message>
    <message>
        <source>有环节未通过</source>
        <translation>Not all passed</translation>
    </message>
    <message>
        <source>客户不同意</source>
        <translation>Not agreed</translation>
    </message>
    <message>
        <source>客户未理解</source>
        <translation>Customer did not understand</translation>
    </message>
    <message>
        <source>客户要再想想</source>
        <translation>Thinking it over</translation>
    </message>
    <message>
        <source>录制中断</source>
        <translation>Recording interrupted</translation>
    </message>
    <message>
        <source>中断，未收尾</source>
        <translation>Interrupted, not closed</translation>
    </message>
    <message>
        <source>尚未录制</source>
        <translation>Not recorded yet</translation>
    </message>
    <message>
        <source>录制中</source>
        <translation>Recording</translation>
    </message>
    <message>
        <source>未收尾</source>
        <translation>Not closed</translation>
    </message>
    <message>
        <source>已封存</source>
        <translation>Sealed</translation>
    </message>
    <message>
        <source>客户不同意录音录像，录像已销毁，留有拒绝记录</source>
        <translation>The customer did not agree to be recorded: the recording was destroyed, a record of the refusal is kept</translation>
    </message>
    <message>
        <source>已抢救封存</source>
        <translation>Recovered and sealed</translation>
    </message>
    <message>
        <source>已上传</source>
        <translation>Uploaded</translation>
    </message>
    <message>
        <source>已销毁</source>
        <translation>Destroyed</translation>
    </message>
    <message>
        <source>待提交</source>
        <translation>Draft</translation>
    </message>
    <message>
        <source>待复核</source>
        <translation>To review</translation>
    </message>
    <message>
        <source>被退回</source>
        <translation>Returned</translation>
    </message>
    <message>
        <source>复核通过</source>
        <translation>Review passed</translation>
    </message>
    <message>
        <source>已作废</source>
        <translation>Voided</translation>
    </message>
    <message>
        <source>人身保险（一年期以上）</source>
        <translation>Life insurance (over 1 year)</translation>
    </message>
    <message>
        <source>理财产品（风险等级三级）</source>
        <translation>Wealth product (risk level 3)</translation>
    </message>
    <message>
        <source>保险</source>
        <translation>Insurance</translation>
    </message>
    <message>
        <source>理财</source>
        <translation>Wealth</translation>
    </message>
    <message>
        <source>基金</source>
        <translation>Fund</translation>
    </message>
    <message>
        <source>信托</source>
        <translation>Trust</translation>
    </message>
    <message>
        <source>贷款</source>
        <translation>Loan</translation>
    </message>
    <message>
        <source>谢谢</source>
        <translation>Thank you</translation>
    </message>
    <message>
        <source>马上开始，请稍候</source>
        <translation>Starting soon, one moment please</translation>
    </message>
    <message>
        <source>请坐正，看着镜头。</source>
        <translation>Please sit upright and look at the camera.</translation>
    </message>
    <message>
        <source>请用手指按一下您的回答</source>
        <translation>Please touch your answer</translation>
    </message>
    <message>
        <source>请回答“{yes}”或“{no}”</source>
        <translation>Please answer “{yes}” or “{no}”</translation>
    </message>
    <message>
        <source>请用自己的话回答</source>
        <translation>Please answer in your own words</translation>
    </message>
    <message>
        <source>请照实回答</source>
        <translation>Please answer truthfully</translation>
    </message>
    <message>
        <source>录好了，谢谢您！</source>
        <translation>All done, thank you!</translation>
    </message>
    <message>
        <source>录像会加密保存。请稍坐，工作人员会告诉您下一步。</source>
        <translation>Your recording is stored encrypted. Please stay seated; our staff will tell you what comes next.</translation>
    </message>
    <message>
        <source>好的，今天先不办</source>
        <translation>That’s fine, we’ll leave it for today</translation>
    </message>
    <message>
        <source>不着急，可以和家人商量。想好了，随时再来。</source>
        <translation>There is no hurry; talk it over with your family. You are welcome back any time.</translation>
    </message>
    <message>
        <source>好的，谢谢您</source>
        <translation>That’s fine, thank you</translation>
    </message>
    <message>
        <source>录音录像已经停了。有什么想问的，请和工作人员说。</source>
        <translation>The recording has stopped. If you have any questions, please ask our staff.</translation>
    </message>
    <message>
        <source>谢谢您的配合</source>
        <translation>Thank you for your time</translation>
    </message>
    <message>
        <source>今天先录到这里，工作人员会和您说明下一步。</source>
        <translation>We will stop here for today; our staff will explain what comes next.</translation>
    </message>
    <message>
        <source>设备停了一下，不是您的原因。请稍候，工作人员马上处理。</source>
        <translation>The equipment stopped for a moment; it was nothing you did. Please wait, our staff will see to it right away.</translation>
    </message>
    <message>
        <source>请听工作人员说</source>
        <translation>Please listen to our staff</translation>
    </message>
    <message>
        <source>请听</source>
        <translation>Please listen</translation>
    </message>
    <message>
        <source>请看工作人员出示的材料</source>
        <translation>Please look at the papers our staff are showing</translation>
    </message>
    <message>
        <source>请把证件或材料举到镜头前</source>
        <translation>Please hold your ID or paper up to the camera</translation>
    </message>
    <message>
        <source>右上角的框里看得到您，就可以了。</source>
        <translation>When you can see yourself in the frame at the top right, all is well.</translation>
    </message>
    <message>
        <source>工作人员正在确认，请稍候</source>
        <translation>Our staff are checking, one moment please</translation>
    </message>
    <message>
        <source>请稍坐，马上就好。</source>
        <translation>Please stay seated; it won’t take long.</translation>
    </message>
    <message>
        <source>请坐回镜头前</source>
        <translation>Please sit back in front of the camera</translation>
    </message>
    <message>
        <source>客户提问</source>
        <translation>Customer question</translation>
    </message>
    <message>
        <source>已当面解释</source>
        <translation>Explained in person</translation>
    </message>
    <message>
        <source>补充材料</source>
        <translation>Extra papers</translation>
    </message>
    <message>
        <source>现场有干扰</source>
        <translation>Disturbance nearby</translation>
    </message>
    <message>
        <source>其他</source>
        <translation>Other</translation>
    </message>
    <message>
        <source>客户要离开</source>
        <translation>Customer is leaving</translation>
    </message>
    <message>
        <source>设备出了问题</source>
        <translation>Device trouble</translation>
    </message>
    <message>
        <source>其他原因</source>
        <translation>Other reason</translation>
    </message>
    <message>
        <source>客户想再考虑一下</source>
        <translation>Customer wants to think it over</translation>
    </message>
    <message>
        <source>设备一直没有恢复</source>
        <translation>Device did not come back</translation>
    </message>
    <message>
        <source>全部环节已做完</source>
        <translation>All steps done</translation>
    </message>
    <message>
        <source>程序被要求退出</source>
        <translation>Program was asked to quit</translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>柜员</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>主管</source>
        <translation>Supervisor</translation>
    </message>
    <message>
        <source>质检员</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>审计员</source>
        <translation>Auditor</translation>
    </message>
    <message>
        <source>管理员</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>录制自己的业务，提交；看不到画面</source>
        <translation>Records and submits own cases; sees no picture</translation>
    </message>
    <message>
        <source>录制、回放、审批、导出、销毁</source>
        <translation>Records, replays, approves, exports, destroys</translation>
    </message>
    <message>
        <source>回放和质检，不录制</source>
        <translation>Replays and inspects, does not record</translation>
    </message>
    <message>
        <source>查看审计记录，回放，不参与业务</source>
        <translation>Reads the audit trail, replays, does no business</translation>
    </message>
    <message>
        <source>账号、密钥、备份、设置；不能回放</source>
        <translation>Accounts, keys, backups, settings; cannot replay</translation>
    </message>
    <message>
        <source>录制</source>
        <translation>Record</translation>
    </message>
    <message>
        <source>看自己业务的结果和文字</source>
        <translation>See results and texts of own cases</translation>
    </message>
    <message>
        <source>看全部业务的结果和文字</source>
        <translation>See results and texts of all cases</translation>
    </message>
    <message>
        <source>说明环节、提交；两人作废</source>
        <translation>Explain steps, submit; void (two people)</translation>
    </message>
    <message>
        <source>回放音像（要有回放密钥）</source>
        <translation>Replay (needs the replay key)</translation>
    </message>
    <message>
        <source>两人导出音像</source>
        <translation>Export a take (two people)</translation>
    </message>
    <message>
        <source>写质检结论</source>
        <translation>Write findings</translation>
    </message>
    <message>
        <source>通过或退回</source>
        <translation>Approve or send back</translation>
    </message>
    <message>
        <source>登记合同终止、争议保留</source>
        <translation>Write down ends of contracts; hold</translation>
    </message>
    <message>
        <source>两人销毁到期音像</source>
        <translation>Destroy takes that are due (two people)</translation>
    </message>
    <message>
        <source>授予回放密钥</source>
        <translation>Grant the replay key</translation>
    </message>
    <message>
        <source>更改设置</source>
        <translation>Change settings</translation>
    </message>
    <message>
        <source>管理账号和角色</source>
        <translation>Manage accounts and roles</translation>
    </message>
    <message>
        <source>更换密钥、恢复凭证、绑定本机</source>
        <translation>Change keys, make kits, bind</translation>
    </message>
    <message>
        <source>备份和检查保险库</source>
        <translation>Back up and check the vault</translation>
    </message>
    <message>
        <source>安装登记证书</source>
        <translation>Put an enrolment certificate in place</translation>
    </message>
    <message>
        <source>查看、验证、导出审计记录</source>
        <translation>Read, verify, export the audit trail</translation>
    </message>
    <message>
        <source>管账号的人不办业务</source>
        <translation>who makes accounts does not sell</translation>
    </message>
    <message>
        <source>管账号的人不能回放</source>
        <translation>who makes accounts does not replay</translation>
    </message>
    <message>
        <source>管账号的人要受审计</source>
        <translation>who makes accounts is audited</translation>
    </message>
    <message>
        <source>办业务的人要受审计</source>
        <translation>who sells is audited</translation>
    </message>
    <message>
        <source>审批的人要受审计</source>
        <translation>who approves is audited</translation>
    </message>
    <message>
        <source>质检的人要受审计</source>
        <translation>who inspects is audited</translation>
    </message>
    <message>
        <source>办业务的人不能质检</source>
        <translation>who sells does not inspect</translation>
    </message>
    <message>
        <source>{one}和{other}不能是同一账号：{reason}</source>
        <translation>{one} and {other} cannot be one account: {reason}</translation>
    </message>
    <message>
        <source>在用</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>停用</source>
        <translation>Closed</translation>
    </message>
    <message>
        <source>等待授予回放密钥</source>
        <translation>Waits for replay key</translation>
    </message>
    <message>
        <source>临时口令</source>
        <translation>Temp. passphrase</translation>
    </message>
    <message>
        <source>没有登记</source>
        <translation>Not registered</translation>
    </message>
    <message>
        <source>{day} 已到期</source>
        <translation>{day} expired</translation>
    </message>
    <message>
        <source>{day} 快到期</source>
        <translation>ends {day}</translation>
    </message>
    <message>
        <source>没有培训记录</source>
        <translation>No training</translation>
    </message>
    <message>
        <source>至 {day}</source>
        <translation>until {day}</translation>
    </message>
    <message>
        <source>被保险人</source>
        <translation>Insured person</translation>
    </message>
    <message>
        <source>陪同人</source>
        <translation>Companion</translation>
    </message>
    <message>
        <source>说了约定的词</source>
        <translation>Said the agreed words</translation>
    </message>
    <message>
        <source>读音相符</source>
        <translation>Matches by sound</translation>
    </message>
    <message>
        <source>与合同一致</source>
        <translation>Matches the contract</translation>
    </message>
    <message>
        <source>已播放完</source>
        <translation>Played to the end</translation>
    </message>
    <message>
        <source>没有出声</source>
        <translation>Nothing said</translation>
    </message>
    <message>
        <source>没有触屏作答</source>
        <translation>No touch answer</translation>
    </message>
    <message>
        <source>没等问完就答了</source>
        <translation>Answered before the question ended</translation>
    </message>
    <message>
        <source>柜台先说出了答案</source>
        <translation>Counter said the answer first</translation>
    </message>
    <message>
        <source>有人不在画面里</source>
        <translation>Someone is out of the picture</translation>
    </message>
    <message>
        <source>客户改口</source>
        <translation>Customer took it back</translation>
    </message>
    <message>
        <source>没有语音识别</source>
        <translation>No speech recognition</translation>
    </message>
    <message>
        <source>听得不够清楚</source>
        <translation>Not heard clearly enough</translation>
    </message>
    <message>
        <source>客户请您再说一遍</source>
        <translation>Customer asked you to repeat</translation>
    </message>
    <message>
        <source>附带了条件</source>
        <translation>With a condition attached</translation>
    </message>
    <message>
        <source>客户说不知道</source>
        <translation>Customer said they do not know</translation>
    </message>
    <message>
        <source>双重否定，意思不明</source>
        <translation>Double negative, meaning unclear</translation>
    </message>
    <message>
        <source>语气犹豫</source>
        <translation>Sounded hesitant</translation>
    </message>
    <message>
        <source>只有语气词</source>
        <translation>Only filler words</translation>
    </message>
    <message>
        <source>可能是不同意</source>
        <translation>May be a refusal</translation>
    </message>
    <message>
        <source>客户说了不</source>
        <translation>Customer said no</translation>
    </message>
    <message>
        <source>否定的是什么不清楚</source>
        <translation>Unclear what is being denied</translation>
    </message>
    <message>
        <source>不是对问题的回答</source>
        <translation>Not an answer to the question</translation>
    </message>
    <message>
        <source>说得太笼统</source>
        <translation>Answer too vague</translation>
    </message>
    <message>
        <source>前后说法相反</source>
        <translation>Contradicts itself</translation>
    </message>
    <message>
        <source>客户在反问</source>
        <translation>Customer asked a question back</translation>
    </message>
    <message>
        <source>说的是别人</source>
        <translation>About someone else</translation>
    </message>
    <message>
        <source>说得太长</source>
        <translation>Answer too long</translation>
    </message>
    <message>
        <source>有没听懂的话</source>
        <translation>Some words not understood</translation>
    </message>
    <message>
        <source>数字与合同不同</source>
        <translation>Number differs from the contract</translation>
    </message>
    <message>
        <source>多说了别的数字</source>
        <translation>Other numbers mentioned</translation>
    </message>
    <message>
        <source>没有说出数字</source>
        <translation>No number said</translation>
    </message>
    <message>
        <source>数字不明确</source>
        <translation>Number unclear</translation>
    </message>
    <message>
        <source>没有说到要点</source>
        <translation>Key point not mentioned</translation>
    </message>
    <message>
        <source>说法与合同不符</source>
        <translation>Differs from the contract</translation>
    </message>
    <message>
        <source>客户没有同意，这一步不通过。</source>
        <translation>The customer did not agree; this step is not passed.</translation>
    </message>
    <message>
        <source>客户说的与合同不一致。</source>
        <translation>What the customer said does not match the contract.</translation>
    </message>
    <message>
        <source>客户没有回答；沉默不算同意。</source>
        <translation>The customer did not answer; silence is not consent.</translation>
    </message>
    <message>
        <source>问题还没问完客户就答了，请等问完再答一次。</source>
        <translation>The customer answered before the question ended; please wait for the end and answer again.</translation>
    </message>
    <message>
        <source>这一步的回答没有经过机器识别，须人工复核。</source>
        <translation>The answer in this step was not machine-recognised; it needs manual review.</translation>
    </message>
    <message>
        <source>客户刚才改口，收回了同意。</source>
        <translation>The customer has just withdrawn their consent.</translation>
    </message>
    <message>
        <source>这一步是客户触屏作答，复核时会核对原因。</source>
        <translation>The customer answered this step by touch; the review will check why.</translation>
    </message>
    <message>
        <source>这一步的话术没有完整播完。</source>
        <translation>The script of this step was not played in full.</translation>
    </message>
    <message>
        <source>语音没有播出，这一步由柜员宣读，复核时会听一遍。</source>
        <translation>The prompt did not play and the clerk read this step aloud; the review will listen to it.</translation>
    </message>
    <message>
        <source>{papers}出示的时间不够。</source>
        <translation>{papers}: not shown long enough.</translation>
    </message>
    <message>
        <source>出示{papers}时客户不在画面里。</source>
        <translation>{papers}: shown while the customer was out of the picture.</translation>
    </message>
    <message>
        <source>客户不在画面里。</source>
        <translation>The customer is not in the picture.</translation>
    </message>
    <message>
        <source>柜员不在画面里。</source>
        <translation>The clerk is not in the picture.</translation>
    </message>
    <message>
        <source>画面太暗。</source>
        <translation>The picture is too dark.</translation>
    </message>
    <message>
        <source>画面太亮。</source>
        <translation>The picture is too bright.</translation>
    </message>
    <message>
        <source>背后的光太强，看不清脸。</source>
        <translation>Too much light from behind; faces cannot be seen clearly.</translation>
    </message>
    <message>
        <source>画面模糊。</source>
        <translation>The picture is blurred.</translation>
    </message>
    <message>
        <source>摄像头断开，录像里正在留空白。</source>
        <translation>The camera is disconnected; the recording is blank meanwhile.</translation>
    </message>
    <message>
        <source>没有语音识别，所有回答都须人工复核。</source>
        <translation>No speech recognition; all answers need manual review.</translation>
    </message>
    <message>
        <source>没有检查是否有人诱导作答。</source>
        <translation>Not checked for prompting of answers.</translation>
    </message>
    <message>
        <source>没有检查人是否在画面里。</source>
        <translation>Not checked whether people are in the picture.</translation>
    </message>
    <message>
        <source>没有检查画面质量。</source>
        <translation>Picture quality not checked.</translation>
    </message>
    <message>
        <source>磁盘写满，录制已停止。</source>
        <translation>The disk is full; recording has stopped.</translation>
    </message>
    <message>
        <source>录制曾意外中断，录像已抢救。</source>
        <translation>The recording was cut off unexpectedly and has been recovered.</translation>
    </message>
    <message>
        <source>曾疑似诱导作答，已重新问过；复核时会看这一段。</source>
        <translation>Possible prompting; the question was asked again. The review will look at this part.</translation>
    </message>
    <message>
        <source>客户回答以前，柜台一侧先说出了答案。</source>
        <translation>The counter side said the answer before the customer did.</translation>
    </message>
    <message>
        <source>画面里有不相关的人。</source>
        <translation>Someone unrelated is in the picture.</translation>
    </message>
    <message>
        <source>画面里出现过不相关的人，须说明。</source>
        <translation>Someone unrelated was in the picture; please explain.</translation>
    </message>
    <message>
        <source>回答不能算数：{reason}。</source>
        <translation>The answer cannot count: {reason}.</translation>
    </message>
    <message>
        <source>客户一连 {answers} 次都很快回答“{word}”，可能没有听懂。</source>
        <translation>The customer quickly answered “{word}” {answers} times in a row and may not have understood.</translation>
    </message>
    <message>
        <source>{persons}在这一步离开画面太久。</source>
        <translation>{persons}: out of the picture too long in this step.</translation>
    </message>
    <message>
        <source>客户在画面里的时间只有 {present} %，要求 {limit} %。</source>
        <translation>The customer was in the picture only {present} % of the time; {limit} % is required.</translation>
    </message>
    <message>
        <source>{persons}离镜头太远，看不清脸。</source>
        <translation>{persons}: too far from the camera; face not clear.</translation>
    </message>
    <message>
        <source>画面全黑。</source>
        <translation>The picture is black.</translation>
    </message>
    <message>
        <source>画面黑过 {seconds} 秒，须说明。</source>
        <translation>The picture was black for {seconds} s; please explain.</translation>
    </message>
    <message>
        <source>镜头被遮住了。</source>
        <translation>The lens is covered.</translation>
    </message>
    <message>
        <source>镜头被遮过 {seconds} 秒，须说明。</source>
        <translation>The lens was covered for {seconds} s; please explain.</translation>
    </message>
    <message>
        <source>画面不动了。</source>
        <translation>The picture is frozen.</translation>
    </message>
    <message>
        <source>画面停住过 {seconds} 秒，须说明。</source>
        <translation>The picture was frozen for {seconds} s; please explain.</translation>
    </message>
    <message>
        <source>画面中断过 {gaps} 次，最长 {seconds} 秒。</source>
        <translation>Picture interruptions: {gaps}, the longest {seconds} s.</translation>
    </message>
    <message>
        <source>有 {pictures} 帧画面没有录上。</source>
        <translation>Frames not recorded: {pictures}.</translation>
    </message>
    <message>
        <source>电脑吃力，画面降到每秒 {fps} 帧。</source>
        <translation>The computer is under load; the picture was lowered to {fps} frames per second.</translation>
    </message>
    <message>
        <source>{channels}断开，录像里正在留静音。</source>
        <translation>{channels}: disconnected; the recording is silent meanwhile.</translation>
    </message>
    <message>
        <source>声音中断过 {gaps} 次，最长 {seconds} 秒。</source>
        <translation>Sound interruptions: {gaps}, the longest {seconds} s.</translation>
    </message>
    <message>
        <source>{channels}没有声音。</source>
        <translation>{channels}: no sound.</translation>
    </message>
    <message>
        <source>{channels}无声过 {seconds} 秒，须说明。</source>
        <translation>{channels}: silent for {seconds} s; please explain.</translation>
    </message>
    <message>
        <source>{channels}声音太小。</source>
        <translation>{channels}: too quiet.</translation>
    </message>
    <message>
        <source>{channels}声音太大。</source>
        <translation>{channels}: too loud.</translation>
    </message>
    <message>
        <source>{channels}声音破了，听不清。</source>
        <translation>{channels}: distorted, hard to understand.</translation>
    </message>
    <message>
        <source>{channels}周围太吵。</source>
        <translation>{channels}: surroundings too noisy.</translation>
    </message>
    <message>
        <source>有 {seconds} 秒的话没有听写，最好再问一次。</source>
        <translation>{seconds} s of speech has no transcript; it is best to ask again.</translation>
    </message>
    <message>
        <source>柜台一侧说了禁用语：{words}。</source>
        <translation>The counter side used forbidden words: {words}.</translation>
    </message>
    <message>
        <source>电脑的时间被改动了 {seconds} 秒。</source>
        <translation>The computer clock was changed by {seconds} s.</translation>
    </message>
    <message>
        <source>录制中断（{code}），录像已保存。</source>
        <translation>Recording interrupted ({code}); the recording is saved.</translation>
    </message>
    <message>
        <source>没有做完全部环节（{reason}）。</source>
        <translation>Not all steps were done ({reason}).</translation>
    </message>
    <message>
        <source>补问第 {number} 步</source>
        <translation>Ask step {number} again</translation>
    </message>
    <message>
        <source>第 {number} 步重新出示</source>
        <translation>Show again in step {number}</translation>
    </message>
    <message>
        <source>请{who}回到镜头前</source>
        <translation>Back to the camera, please: {who}</translation>
    </message>
    <message>
        <source>请{who}坐近一点</source>
        <translation>Closer to the camera, please: {who}</translation>
    </message>
    <message>
        <source>请无关的人离开画面</source>
        <translation>Others please leave the picture</translation>
    </message>
    <message>
        <source>请打开灯，或拉上窗帘</source>
        <translation>Turn on a light or draw the curtains</translation>
    </message>
    <message>
        <source>请移开遮挡，擦一擦镜头</source>
        <translation>Clear the lens and wipe it</translation>
    </message>
    <message>
        <source>请说大声一点，靠近麦克风</source>
        <translation>Speak up, closer to the microphone</translation>
    </message>
    <message>
        <source>请说轻一点，离麦克风远一点</source>
        <translation>Speak more softly, further from the microphone</translation>
    </message>
    <message>
        <source>请让周围安静一些</source>
        <translation>Keep the surroundings quiet</translation>
    </message>
    <message>
        <source>请重新插好设备</source>
        <translation>Reconnect the device</translation>
    </message>
    <message>
        <source>正在处理，请稍候</source>
        <translation>In progress, please wait</translation>
    </message>
    <message>
        <source>录完后写一句说明</source>
        <translation>Add a short explanation after recording</translation>
    </message>
    <message>
        <source>本次无法补救</source>
        <translation>Cannot be remedied this time</translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message>
        <source>材料</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>{text} 最多再等 {left}。</source>
        <translation>{text} Waiting at most {left} more.</translation>
    </message>
    <message>
        <source>说了几遍都没听清。请客户在自己的屏幕上按“同意”或“不同意”。</source>
        <translation>Not understood after several tries. Ask the customer to press “同意” or “不同意” on their own screen.</translation>
    </message>
    <message>
        <source>画面太暗。请打开灯。</source>
        <translation>The picture is too dark. Please turn on a light.</translation>
    </message>
    <message>
        <source>画面太亮。请拉上窗帘，或移开灯。</source>
        <translation>The picture is too bright. Please draw the curtains or move the light.</translation>
    </message>
    <message>
        <source>背后的光太强，看不清脸。请拉上窗帘。</source>
        <translation>Too much light from behind; faces cannot be seen clearly. Please draw the curtains.</translation>
    </message>
    <message>
        <source>画面模糊。请擦一擦镜头。</source>
        <translation>The picture is blurred. Please wipe the lens.</translation>
    </message>
    <message>
        <source>画面全黑，录像里看不到人。请检查镜头盖和灯。</source>
        <translation>The picture is black; nobody can be seen in the recording. Please check the lens cover and the lights.</translation>
    </message>
    <message>
        <source>镜头被遮住了。请移开遮挡。</source>
        <translation>The lens is covered. Please clear it.</translation>
    </message>
    <message>
        <source>画面不动了。请重新插拔摄像头。</source>
        <translation>The picture is frozen. Please reconnect the camera.</translation>
    </message>
    <message>
        <source>{microphone}没有声音。请检查静音开关和连线。</source>
        <translation>{microphone}: no sound. Please check the mute switch and the cable.</translation>
    </message>
    <message>
        <source>{microphone}声音太小。请靠近一点说。</source>
        <translation>{microphone}: too quiet. Please speak closer to it.</translation>
    </message>
    <message>
        <source>{microphone}声音太大。请离远一点。</source>
        <translation>{microphone}: too loud. Please move back a little.</translation>
    </message>
    <message>
        <source>{microphone}破音。请离远一点，说轻一点。</source>
        <translation>{microphone}: distorted. Please move back and speak more softly.</translation>
    </message>
    <message>
        <source>{microphone}周围太吵。请让周围安静一些。</source>
        <translation>{microphone}: surroundings too noisy. Please keep the surroundings quiet.</translation>
    </message>
    <message>
        <source>{who}不在画面里。请{who}回到镜头前；离开太久，这一步要再问一次。</source>
        <translation>{who} not in the picture. {who}: please return to the camera; if away too long, this step is asked again.</translation>
    </message>
    <message>
        <source>画面里有不相关的人。请他离开，以免干扰客户。</source>
        <translation>Someone unrelated is in the picture. Please ask them to leave so the customer is not disturbed.</translation>
    </message>
    <message>
        <source>{who}离镜头太远，看不清脸。请坐近一点。</source>
        <translation>{who}: too far from the camera; face not clear. Please sit closer.</translation>
    </message>
    <message>
        <source>柜台说了“{word}”。这句话不能说，请当场更正。</source>
        <translation>The counter said “{word}”. This must not be said; please correct it now.</translation>
    </message>
    <message>
        <source>答案像是柜台先说的。请让客户自己说，现在再问一次。</source>
        <translation>The counter seems to have said the answer first. Let the customer say it; asking again now.</translation>
    </message>
    <message>
        <source>客户答早了。请等问题问完再回答。</source>
        <translation>The customer answered too early. Please wait until the question ends.</translation>
    </message>
    <message>
        <source>客户改口了，这一步再问一次。</source>
        <translation>The customer took the answer back; this step is asked again.</translation>
    </message>
    <message>
        <source>客户没有出声，正在慢一点再问一次。</source>
        <translation>The customer said nothing; asking again, a little slower.</translation>
    </message>
    <message>
        <source>这次回答不算数：{reason}。正在再问一次。</source>
        <translation>This answer does not count: {reason}. Asking again.</translation>
    </message>
    <message>
        <source>语音没有播出。请您照屏幕念给客户听，念完按 F9。</source>
        <translation>The prompt did not play. Please read it to the customer from the screen, then press F9.</translation>
    </message>
    <message>
        <source>这一步没有通过：{reason}。右边可以补问。</source>
        <translation>This step was not passed: {reason}. You can ask again on the right.</translation>
    </message>
    <message>
        <source>电脑的时间被改动了 {seconds} 秒。录像不受影响，请不要再改。</source>
        <translation>The computer clock was changed by {seconds} s. The recording is not affected; please do not change it again.</translation>
    </message>
    <message>
        <source>客户请您慢一点。正在放慢，再说一遍。</source>
        <translation>The customer asked to go slower. Saying it again, more slowly.</translation>
    </message>
    <message>
        <source>客户没听清，正在再说一遍。</source>
        <translation>The customer did not catch it; saying it again.</translation>
    </message>
    <message>
        <source>已作标记：{note}</source>
        <translation>Marked: {note}</translation>
    </message>
    <message>
        <source>客户想再考虑一下，双录到这里为止。这是客户的权利，已录部分会封存，不用再劝。</source>
        <translation>The customer wants to think it over, so the recording ends here. This is their right; what was recorded will be sealed. Please do not persuade them.</translation>
    </message>
    <message>
        <source>第 {number} 步&#x3000;{title}</source>
        <translation>Step {number} · {title}</translation>
    </message>
    <message>
        <source>马上开始。请客户坐好，看着屏幕。</source>
        <translation>Starting soon. Please have the customer sit comfortably and watch the screen.</translation>
    </message>
    <message>
        <source>准备</source>
        <translation>Get ready</translation>
    </message>
    <message>
        <source>由您宣读</source>
        <translation>You read aloud</translation>
    </message>
    <message>
        <source>正在播放</source>
        <translation>Playing</translation>
    </message>
    <message>
        <source>请出示材料</source>
        <translation>Show the papers</translation>
    </message>
    <message>
        <source>请听客户回答</source>
        <translation>Listen to the customer</translation>
    </message>
    <message>
        <source>请客户触屏作答</source>
        <translation>Customer answers by touch</translation>
    </message>
    <message>
        <source>最后确认</source>
        <translation>Final check</translation>
    </message>
    <message>
        <source>已结束</source>
        <translation>Ended</translation>
    </message>
    <message>
        <source>第 2 次：放慢、换个说法</source>
        <translation>Try 2: slower, reworded</translation>
    </message>
    <message>
        <source>第 {attempt} 次：换柜员的说法</source>
        <translation>Try {attempt}: in the clerk’s words</translation>
    </message>
    <message>
        <source>等{persons}回来</source>
        <translation>Waiting for: {persons}</translation>
    </message>
    <message>
        <source>等摄像头恢复</source>
        <translation>Waiting for the camera</translation>
    </message>
    <message>
        <source>等麦克风恢复</source>
        <translation>Waiting for the microphone</translation>
    </message>
    <message>
        <source>第 {index}/{count} 份：{title}，请举到镜头前别动</source>
        <translation>Paper {index}/{count}: {title}. Hold it still in front of the camera</translation>
    </message>
    <message>
        <source>下一份：{title}</source>
        <translation>Next: {title}</translation>
    </message>
    <message>
        <source>环节</source>
        <translation>Steps</translation>
    </message>
    <message>
        <source>播报</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>应答</source>
        <translation>Answers</translation>
    </message>
    <message>
        <source>在场</source>
        <translation>Presence</translation>
    </message>
    <message>
        <source>打点</source>
        <translation>Marks</translation>
    </message>
    <message>
        <source>播报：{step}</source>
        <translation>Prompt: {step}</translation>
    </message>
    <message>
        <source>应答：{step} {said} {verdict}</source>
        <translation>Answer: {step} {said} {verdict}</translation>
    </message>
    <message>
        <source>摄像头没有画面</source>
        <translation>No picture from the camera</translation>
    </message>
    <message>
        <source>{microphone}没有声音</source>
        <translation>{microphone}: no sound</translation>
    </message>
    <message>
        <source>摄像头断开</source>
        <translation>Camera disconnected</translation>
    </message>
    <message>
        <source>麦克风断开</source>
        <translation>Microphone disconnected</translation>
    </message>
    <message>
        <source>缺口 {seconds} 秒：{cause}</source>
        <translation>Gap of {seconds} s: {cause}</translation>
    </message>
    <message>
        <source>柜员打点：{note}</source>
        <translation>Clerk’s mark: {note}</translation>
    </message>
    <message>
        <source>复核打点</source>
        <translation>Reviewer’s mark</translation>
    </message>
    <message>
        <source>禁用语：{word}</source>
        <translation>Forbidden words: {word}</translation>
    </message>
    <message>
        <source>补问第 {attempt} 次：{reason}</source>
        <translation>Asked again, no. {attempt}: {reason}</translation>
    </message>
    <message>
        <source>{who}要求重听</source>
        <translation>{who} asked to hear it again</translation>
    </message>
    <message>
        <source>电脑时间被改动 {seconds} 秒</source>
        <translation>Computer clock changed by {seconds} s</translation>
    </message>
    <message>
        <source>画面改为每秒 {fps} 帧</source>
        <translation>Picture set to {fps} frames per second</translation>
    </message>
    <message>
        <source>结束：{reason}</source>
        <translation>Ended: {reason}</translation>
    </message>
    <message>
        <source>一项自动检测停止</source>
        <translation>An automatic check stopped</translation>
    </message>
    <message>
        <source>语音没有播出，由柜员宣读</source>
        <translation>Prompt did not play, read by the clerk</translation>
    </message>
    <message>
        <source>录制开始</source>
        <translation>Recording started</translation>
    </message>
    <message>
        <source>录制结束</source>
        <translation>Recording ended</translation>
    </message>
    <message>
        <source>环节开始</source>
        <translation>Step started</translation>
    </message>
    <message>
        <source>环节通过</source>
        <translation>Step passed</translation>
    </message>
    <message>
        <source>环节未通过</source>
        <translation>Step not passed</translation>
    </message>
    <message>
        <source>播报开始</source>
        <translation>Prompt started</translation>
    </message>
    <message>
        <source>播报结束</source>
        <translation>Prompt ended</translation>
    </message>
    <message>
        <source>应答判定</source>
        <translation>Answer judged</translation>
    </message>
    <message>
        <source>客户离开画面</source>
        <translation>Customer left the picture</translation>
    </message>
    <message>
        <source>客户回到画面</source>
        <translation>Customer back in the picture</translation>
    </message>
    <message>
        <source>柜员离开画面</source>
        <translation>Clerk left the picture</translation>
    </message>
    <message>
        <source>柜员回到画面</source>
        <translation>Clerk back in the picture</translation>
    </message>
    <message>
        <source>不相关的人已离开</source>
        <translation>Unrelated person has left</translation>
    </message>
    <message>
        <source>人脸大小恢复正常</source>
        <translation>Face size back to normal</translation>
    </message>
    <message>
        <source>画面缺口</source>
        <translation>Gap in picture</translation>
    </message>
    <message>
        <source>声音缺口</source>
        <translation>Gap in sound</translation>
    </message>
    <message>
        <source>摄像头恢复</source>
        <translation>Camera back</translation>
    </message>
    <message>
        <source>麦克风恢复</source>
        <translation>Microphone back</translation>
    </message>
    <message>
        <source>有画面没有录上</source>
        <translation>Frames not recorded</translation>
    </message>
    <message>
        <source>有话没有听写</source>
        <translation>Speech without transcript</translation>
    </message>
    <message>
        <source>录制意外中断，录像已抢救</source>
        <translation>Recording cut off unexpectedly, recovered</translation>
    </message>
    <message>
        <source>录制前检查</source>
        <translation>Pre-flight check</translation>
    </message>
    <message>
        <source>柜员要求补问</source>
        <translation>Clerk chose to ask again</translation>
    </message>
    <message>
        <source>改为触屏作答</source>
        <translation>Changed to touch answer</translation>
    </message>
    <message>
        <source>环节暂候</source>
        <translation>Step on hold</translation>
    </message>
    <message>
        <source>环节继续</source>
        <translation>Step resumed</translation>
    </message>
    <message>
        <source>柜员宣读完毕</source>
        <translation>Clerk finished reading</translation>
    </message>
    <message>
        <source>出示材料</source>
        <translation>Papers shown</translation>
    </message>
    <message>
        <source>没等问完就答</source>
        <translation>Answered too early</translation>
    </message>
    <message>
        <source>疑似诱导应答</source>
        <translation>Possible prompting</translation>
    </message>
    <message>
        <source>应答没有经过机器识别</source>
        <translation>Answer not machine-recognised</translation>
    </message>
    <message>
        <source>客户不在画面里</source>
        <translation>Customer not in the picture</translation>
    </message>
    <message>
        <source>柜员不在画面里</source>
        <translation>Clerk not in the picture</translation>
    </message>
    <message>
        <source>画面里有不相关的人</source>
        <translation>Someone unrelated in the picture</translation>
    </message>
    <message>
        <source>人脸太小，看不清</source>
        <translation>Face too small to see clearly</translation>
    </message>
    <message>
        <source>画面太暗</source>
        <translation>Picture too dark</translation>
    </message>
    <message>
        <source>画面太亮</source>
        <translation>Picture too bright</translation>
    </message>
    <message>
        <source>画面全黑</source>
        <translation>Picture black</translation>
    </message>
    <message>
        <source>镜头被遮住</source>
        <translation>Lens covered</translation>
    </message>
    <message>
        <source>背光，看不清脸</source>
        <translation>Backlit, face not clear</translation>
    </message>
    <message>
        <source>画面模糊</source>
        <translation>Picture blurred</translation>
    </message>
    <message>
        <source>画面不动</source>
        <translation>Picture frozen</translation>
    </message>
    <message>
        <source>没有声音</source>
        <translation>No sound</translation>
    </message>
    <message>
        <source>声音太小</source>
        <translation>Too quiet</translation>
    </message>
    <message>
        <source>声音太大</source>
        <translation>Too loud</translation>
    </message>
    <message>
        <source>声音破了</source>
        <translation>Sound distorted</translation>
    </message>
    <message>
        <source>周围太吵</source>
        <translation>Too noisy nearby</translation>
    </message>
    <message>
        <source>声音重叠</source>
        <translation>Voices overlap</translation>
    </message>
    <message>
        <source>请填写</source>
        <translation>Please fill in</translation>
    </message>
    <message>
        <source>含有看不见的字符，请删掉重新输入</source>
        <translation>Contains invisible characters; delete and type again</translation>
    </message>
    <message>
        <source>太长，最多 {most} 个字（姓名 {name}）</source>
        <translation>Too long; at most {most} characters ({name} for a name)</translation>
    </message>
    <message>
        <source>姓名里不能有数字或符号</source>
        <translation>A name cannot contain digits or symbols</translation>
    </message>
    <message>
        <source>身份证号码应为 18 位</source>
        <translation>An ID number has 18 characters</translation>
    </message>
    <message>
        <source>只能是数字，最后一位可以是 X</source>
        <translation>Digits only; the last may be X</translation>
    </message>
    <message>
        <source>校验位不对，请对照证件再看一遍</source>
        <translation>The check digit is wrong; compare with the ID again</translation>
    </message>
    <message>
        <source>第 7 至 14 位不是可能的出生日期</source>
        <translation>Digits 7 to 14 are not a possible date of birth</translation>
    </message>
    <message>
        <source>请写成一个数，如 50000、50,000 或 5万</source>
        <translation>Enter one number, such as 50000 or 50,000</translation>
    </message>
    <message>
        <source>要写准确的数，不能是“五六万”</source>
        <translation>Enter an exact number, not “50 to 60 thousand”</translation>
    </message>
    <message>
        <source>单位不对，请按右边的单位填写</source>
        <translation>Wrong unit; please use the unit on the right</translation>
    </message>
    <message>
        <source>不能小于零</source>
        <translation>Cannot be below zero</translation>
    </message>
    <message>
        <source>应为整数</source>
        <translation>Must be a whole number</translation>
    </message>
    <message>
        <source>最多两位小数</source>
        <translation>At most two decimals</translation>
    </message>
    <message>
        <source>数太大，请核对</source>
        <translation>Number too large; please check</translation>
    </message>
    <message>
        <source>不能超过 100%</source>
        <translation>Cannot exceed 100%</translation>
    </message>
    <message>
        <source>等级应为 1 至 9</source>
        <translation>The level must be 1 to 9</translation>
    </message>
    <message>
        <source>请写成 2026-01-31 这样的日期</source>
        <translation>Enter a date such as 2026-01-31</translation>
    </message>
    <message>
        <source>没有这一天</source>
        <translation>No such day</translation>
    </message>
    <message>
        <source>只能是字母、数字和连字符</source>
        <translation>Letters, digits and hyphens only</translation>
    </message>
    <message>
        <source>请选择一项</source>
        <translation>Please choose one</translation>
    </message>
    <message>
        <source>元</source>
        <translation>yuan</translation>
    </message>
    <message>
        <source>年</source>
        <translation>years</translation>
    </message>
    <message>
        <source>天</source>
        <translation>days</translation>
    </message>
    <message>
        <source>级</source>
        <translation>level</translation>
    </message>
    <message>
        <source>陪同的亲友</source>
        <translation>Accompanying relative or friend</translation>
    </message>
    <message>
        <source>年龄</source>
        <translation>Age</translation>
    </message>
    <message>
        <source>当天日期</source>
        <translation>Today’s date</translation>
    </message>
    <message>
        <source>客户姓名</source>
        <translation>Customer name</translation>
    </message>
    <message>
        <source>网点</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>柜台</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>柜员工号</source>
        <translation>Clerk’s staff number</translation>
    </message>
    <message>
        <source>机检通过</source>
        <translation>Machine: passed</translation>
    </message>
    <message>
        <source>机检不通过</source>
        <translation>Machine: failed</translation>
    </message>
    <message>
        <source>须人工看</source>
        <translation>Needs a person</translation>
    </message>
    <message>
        <source>机器未检</source>
        <translation>Machine: not checked</translation>
    </message>
    <message>
        <source>不通过</source>
        <translation>Failed</translation>
    </message>
    <message>
        <source>须重录</source>
        <translation>Re-record</translation>
    </message>
    <message>
        <source>环节顺序</source>
        <translation>Step order</translation>
    </message>
    <message>
        <source>先征得同意再录</source>
        <translation>Consent before recording</translation>
    </message>
    <message>
        <source>权益提示</source>
        <translation>Rights explained</translation>
    </message>
    <message>
        <source>话术完整播报</source>
        <translation>Script played in full</translation>
    </message>
    <message>
        <source>话术由工作站播报</source>
        <translation>Script played by the workstation</translation>
    </message>
    <message>
        <source>每问都有明确回答</source>
        <translation>Clear answer to every question</translation>
    </message>
    <message>
        <source>回答不是机械重复</source>
        <translation>Answers not mechanical</translation>
    </message>
    <message>
        <source>沉默不算同意</source>
        <translation>Silence is not consent</translation>
    </message>
    <message>
        <source>没有诱导应答</source>
        <translation>No prompted answers</translation>
    </message>
    <message>
        <source>拒绝得到尊重</source>
        <translation>Refusal respected</translation>
    </message>
    <message>
        <source>没有禁用语</source>
        <translation>No banned wording</translation>
    </message>
    <message>
        <source>材料出示够时间</source>
        <translation>Materials shown long enough</translation>
    </message>
    <message>
        <source>材料文字看得清</source>
        <translation>Materials legible</translation>
    </message>
    <message>
        <source>录像连续无缺口</source>
        <translation>Recording without gaps</translation>
    </message>
    <message>
        <source>客户始终在画面里</source>
        <translation>Customer always in the picture</translation>
    </message>
    <message>
        <source>双方同框</source>
        <translation>Both in the picture together</translation>
    </message>
    <message>
        <source>没有无关人员</source>
        <translation>No unrelated people</translation>
    </message>
    <message>
        <source>声音清晰</source>
        <translation>Clear sound</translation>
    </message>
    <message>
        <source>声画同步</source>
        <translation>Sound and picture in sync</translation>
    </message>
    <message>
        <source>光线</source>
        <translation>Lighting</translation>
    </message>
    <message>
        <source>画面帧率</source>
        <translation>Frame rate</translation>
    </message>
    <message>
        <source>画面正常</source>
        <translation>Picture normal</translation>
    </message>
    <message>
        <source>声音正常</source>
        <translation>Sound normal</translation>
    </message>
    <message>
        <source>磁盘空间</source>
        <translation>Disk space</translation>
    </message>
    <message>
        <source>没有意外中断</source>
        <translation>No unexpected interruption</translation>
    </message>
    <message>
        <source>时钟可信</source>
        <translation>Trusted clock</translation>
    </message>
    <message>
        <source>画面水印齐全</source>
        <translation>Watermark complete</translation>
    </message>
    <message>
        <source>真实摄像头</source>
        <translation>Real camera</translation>
    </message>
    <message>
        <source>{passed}/{steps} 步</source>
        <translation>{passed}/{steps} steps</translation>
    </message>
    <message>
        <source>{answers} 问，触屏 {by_touch}</source>
        <translation>Questions: {answers}, by touch: {by_touch}</translation>
    </message>
    <message>
        <source>在场 {percent} %</source>
        <translation>Present {percent} %</translation>
    </message>
    <message>
        <source>问了 {attempts} 次</source>
        <translation>Times asked: {attempts}</translation>
    </message>
    <message>
        <source>作废</source>
        <translation>Void</translation>
    </message>
    <message>
        <source>这次录制还没有收尾</source>
        <translation>This recording is not finished</translation>
    </message>
    <message>
        <source>录制中断，录像已抢救 {length}</source>
        <translation>Recording interrupted, {length} rescued</translation>
    </message>
    <message>
        <source>{text}，{count} 步需说明</source>
        <translation>{text}, notes needed: {count}</translation>
    </message>
    <message>
        <source>客户不同意，录制已结束</source>
        <translation>Customer did not consent, recording ended</translation>
    </message>
    <message>
        <source>客户未理解，不能办理</source>
        <translation>Customer did not understand, cannot proceed</translation>
    </message>
    <message>
        <source>客户要再想想，今天先不办</source>
        <translation>Customer wants to think it over, not today</translation>
    </message>
    <message>
        <source>{count} 步全部通过</source>
        <translation>All {count} steps passed</translation>
    </message>
    <message>
        <source>{count} 步需说明</source>
        <translation>Notes needed: {count}</translation>
    </message>
    <message>
        <source>常规</source>
        <translation>General</translation>
    </message>
    <message>
        <source>设备</source>
        <translation>Devices</translation>
    </message>
    <message>
        <source>识别</source>
        <translation>Recognition</translation>
    </message>
    <message>
        <source>安全</source>
        <translation>Security</translation>
    </message>
    <message>
        <source>备份</source>
        <translation>Backups</translation>
    </message>
    <message>
        <source>外观与无障碍</source>
        <translation>Appearance and accessibility</translation>
    </message>
    <message>
        <source>日志与支持</source>
        <translation>Logs and support</translation>
    </message>
    <message>
        <source>关于</source>
        <translation>About</translation>
    </message>
    <message>
        <source>网点名称</source>
        <translation>Branch name</translation>
    </message>
    <message>
        <source>播报里会说到，并印在每一帧画面上</source>
        <translation>Spoken in prompts and printed on every frame</translation>
    </message>
    <message>
        <source>柜台编号</source>
        <translation>Counter number</translation>
    </message>
    <message>
        <source>印在每一帧画面上</source>
        <translation>Printed on every frame</translation>
    </message>
    <message>
        <source>提示音</source>
        <translation>Cue sounds</translation>
    </message>
    <message>
        <source>开始和结束的提示音不能关，其他的可以</source>
        <translation>The start and end sounds cannot be turned off; the others can</translation>
    </message>
    <message>
        <source>客户和柜员要同时在画面里</source>
        <translation>Customer and clerk must be in the picture together</translation>
    </message>
    <message>
        <source>左声道：柜员和播报</source>
        <translation>Left channel: clerk and prompts</translation>
    </message>
    <message>
        <source>右声道；没有第二个麦克风就不用，两个声道录同一路声音</source>
        <translation>Right channel; with no second microphone choose none, and both channels record the same sound</translation>
    </message>
    <message>
        <source>客户屏</source>
        <translation>Customer screen</translation>
    </message>
    <message>
        <source>给客户看的显示器</source>
        <translation>The display the customer sees</translation>
    </message>
    <message>
        <source>人脸检测频率（次/秒）</source>
        <translation>Face detection rate (per second)</translation>
    </message>
    <message>
        <source>越高越快发现离开，越费处理器</source>
        <translation>Higher notices people leaving sooner but uses more processor</translation>
    </message>
    <message>
        <source>画面检查频率（次/秒）</source>
        <translation>Picture check rate (per second)</translation>
    </message>
    <message>
        <source>遮挡、过暗、定格多快被发现</source>
        <translation>How soon a covered, dark or frozen picture is noticed</translation>
    </message>
    <message>
        <source>界面语言</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>马上生效，不影响播报的话术</source>
        <translation>Takes effect at once; does not change the script prompts</translation>
    </message>
    <message>
        <source>颜色</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>亮的营业厅用浅色，暗处用深色</source>
        <translation>Light for a bright branch, dark for dim places</translation>
    </message>
    <message>
        <source>界面大小</source>
        <translation>Interface size</translation>
    </message>
    <message>
        <source>也可以随时按 Ctrl 加 + 或 -，Ctrl 加 0 复原</source>
        <translation>Or press Ctrl and + or - at any time; Ctrl and 0 resets</translation>
    </message>
    <message>
        <source>未设置</source>
        <translation>Not set</translation>
    </message>
    <message>
        <source>无人操作多久锁定（分钟）</source>
        <translation>Lock after so long without use (minutes)</translation>
    </message>
    <message>
        <source>1 到 60 分钟；录制中不会锁住录制</source>
        <translation>1 to 60; a take that runs is never locked</translation>
    </message>
    <message>
        <source>必须先登记工作站</source>
        <translation>The station must be enrolled</translation>
    </message>
    <message>
        <source>打开后，没有机构签发的登记证书就不能录制</source>
        <translation>When on, nothing is recorded without a certificate of the institution</translation>
    </message>
    <message>
        <source>机构公钥</source>
        <translation>Institution&apos;s public key</translation>
    </message>
    <message>
        <source>核对登记证书用（Ed25519，base64），一般由管理策略设定</source>
        <translation>Checks enrolment certificates (Ed25519, base64); usually set by policy</translation>
    </message>
    <message>
        <source>备份目录</source>
        <translation>Folder for backups</translation>
    </message>
    <message>
        <source>放在另一块磁盘或网络盘上，本机磁盘坏了备份还在</source>
        <translation>On another disk or a share, where a broken disk does not take them along</translation>
    </message>
    <message>
        <source>数据目录下的 backups</source>
        <translation>backups in the data folder</translation>
    </message>
    <message>
        <source>保留每日备份（天）</source>
        <translation>Daily backups kept (days)</translation>
    </message>
    <message>
        <source>1 到 90</source>
        <translation>1 to 90</translation>
    </message>
    <message>
        <source>保留每周备份（周）</source>
        <translation>Weekly backups kept (weeks)</translation>
    </message>
    <message>
        <source>0 到 52</source>
        <translation>0 to 52</translation>
    </message>
    <message>
        <source>保留每月备份（月）</source>
        <translation>Monthly backups kept (months)</translation>
    </message>
    <message>
        <source>0 到 120</source>
        <translation>0 to 120</translation>
    </message>
    <message>
        <source>转发到日志服务器</source>
        <translation>Forward to a log server</translation>
    </message>
    <message>
        <source>日志和审计记录同时发往 syslog，如 tcp://host:601</source>
        <translation>Log and audit trail go to syslog as well, such as tcp://host:601</translation>
    </message>
    <message>
        <source>不转发</source>
        <translation>Not forwarded</translation>
    </message>
    <message>
        <source>开</source>
        <translation>On</translation>
    </message>
    <message>
        <source>关</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>自动选择</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>不用</source>
        <translation>None</translation>
    </message>
    <message>
        <source>系统默认</source>
        <translation>System default</translation>
    </message>
    <message>
        <source>跟随系统</source>
        <translation>Follow system</translation>
    </message>
    <message>
        <source>中文</source>
        <translation>Chinese</translation>
    </message>
    <message>
        <source>英文</source>
        <translation>English</translation>
    </message>
    <message>
        <source>浅色</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>深色</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>默认</source>
        <translation>Default</translation>
    </message>
    <message>
        <source>用户</source>
        <translation>User</translation>
    </message>
    <message>
        <source>环境变量</source>
        <translation>Environment variable</translation>
    </message>
    <message>
        <source>策略锁定</source>
        <translation>Locked by policy</translation>
    </message>
    <message>
        <source>任何页面</source>
        <translation>Any page</translation>
    </message>
    <message>
        <source>首页</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>新建双录</source>
        <translation>New recording</translation>
    </message>
    <message>
        <source>录前检查</source>
        <translation>Pre-flight check</translation>
    </message>
    <message>
        <source>复核与提交</source>
        <translation>Review and submit</translation>
    </message>
    <message>
        <source>回放与质检</source>
        <translation>Replay and inspection</translation>
    </message>
    <message>
        <source>锁定窗口</source>
        <translation>Lock window</translation>
    </message>
    <message>
        <source>设置</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>帮助和快捷键</source>
        <translation>Help and shortcuts</translation>
    </message>
    <message>
        <source>显示或收起客户屏</source>
        <translation>Show or hide the customer screen</translation>
    </message>
    <message>
        <source>全屏</source>
        <translation>Full screen</translation>
    </message>
    <message>
        <source>界面放大、缩小</source>
        <translation>Zoom in, zoom out</translation>
    </message>
    <message>
        <source>界面恢复原大小</source>
        <translation>Reset zoom</translation>
    </message>
    <message>
        <source>退出（录制中不能退出）</source>
        <translation>Quit (not while recording)</translation>
    </message>
    <message>
        <source>查找双录、查找设置</source>
        <translation>Find recordings, find settings</translation>
    </message>
    <message>
        <source>重新读取列表</source>
        <translation>Reload the list</translation>
    </message>
    <message>
        <source>打开选中的双录</source>
        <translation>Open the selected recording</translation>
    </message>
    <message>
        <source>到下一处没填好的地方，都好了就到下一步</source>
        <translation>To the next unfinished field, or to the next step when all are done</translation>
    </message>
    <message>
        <source>下一步</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>上一步</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>取消（填过内容时先问）</source>
        <translation>Cancel (asks first if anything was entered)</translation>
    </message>
    <message>
        <source>重新检查</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>开始录制</source>
        <translation>Start recording</translation>
    </message>
    <message>
        <source>取消倒数；再按回到上一步</source>
        <translation>Cancel the countdown; press again to go back</translation>
    </message>
    <message>
        <source>重播这一句</source>
        <translation>Replay this prompt</translation>
    </message>
    <message>
        <source>补问：再问一次</source>
        <translation>Ask again</translation>
    </message>
    <message>
        <source>读完了，下一步</source>
        <translation>Finished reading, next step</translation>
    </message>
    <message>
        <source>按住一秒，结束双录</source>
        <translation>Hold one second to end the recording</translation>
    </message>
    <message>
        <source>到播报、转写、提醒</source>
        <translation>To prompts, transcript, alerts</translation>
    </message>
    <message>
        <source>提交</source>
        <translation>Submit</translation>
    </message>
    <message>
        <source>播放、停住</source>
        <translation>Play, pause</translation>
    </message>
    <message>
        <source>退、进 5 秒</source>
        <translation>Back, forward 5 seconds</translation>
    </message>
    <message>
        <source>退、进 1 秒</source>
        <translation>Back, forward 1 second</translation>
    </message>
    <message>
        <source>退、进一帧</source>
        <translation>Back, forward one frame</translation>
    </message>
    <message>
        <source>放慢、加快（音调不变）</source>
        <translation>Slower, faster (same pitch)</translation>
    </message>
    <message>
        <source>原速</source>
        <translation>Normal speed</translation>
    </message>
    <message>
        <source>上一个、下一个环节</source>
        <translation>Previous, next step</translation>
    </message>
    <message>
        <source>到第几个环节</source>
        <translation>To step number</translation>
    </message>
    <message>
        <source>在文字稿里查找</source>
        <translation>Find in transcript</translation>
    </message>
    <message>
        <source>下一处、上一处</source>
        <translation>Next, previous match</translation>
    </message>
    <message>
        <source>这条规则通过、不通过、须重录</source>
        <translation>This rule: passed, failed, re-record</translation>
    </message>
    <message>
        <source>保存，看下一份</source>
        <translation>Save, see the next one</translation>
    </message>
    <message>
        <source>导出（要有权限并写明理由）</source>
        <translation>Export (needs permission and a written reason)</translation>
    </message>
    <message>
        <source>回车</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>空格</source>
        <translation>Space</translation>
    </message>
    <message>
        <source>Ctrl+回车</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>新建账号</source>
        <translation>New account</translation>
    </message>
    <message>
        <source>临时口令当面告诉本人；首次登录必须改成自己的。能回放的角色还要由已有回放密钥的人授予。</source>
        <translation>Tell its owner the temporary passphrase in person; it has to be changed at the first login. Roles that replay wait for somebody who holds the replay key.</translation>
    </message>
    <message>
        <source>建立账号</source>
        <translation>Make the account</translation>
    </message>
    <message>
        <source>账号 {account} 得到新的密钥和临时口令，首次登录必须改。</source>
        <translation>Account {account} gets new keys and a temporary passphrase, to be changed at the first login.</translation>
    </message>
    <message>
        <source>原来的回放密钥随旧口令作废，要由已有回放密钥的人重新授予。</source>
        <translation> Its replay key goes with the old passphrase; somebody who holds the key has to grant it again.</translation>
    </message>
    <message>
        <source>重设口令</source>
        <translation>Reset passphrase</translation>
    </message>
    <message>
        <source>重设</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>工号</source>
        <translation>Account</translation>
    </message>
    <message>
        <source>角色</source>
        <translation>Roles</translation>
    </message>
    <message>
        <source>执业登记</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>有效期</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>培训</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>状态</source>
        <translation>State</translation>
    </message>
    <message>
        <source>大小</source>
        <translation>Size</translation>
    </message>
    <message>
        <source>审计记录到</source>
        <translation>Audit up to</translation>
    </message>
    <message>
        <source>第 {n} 条</source>
        <translation>row {n}</translation>
    </message>
    <message>
        <source>完整</source>
        <translation>Whole</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>打开本人的账号密钥（经 Argon2id，每猜一次约半秒）。</source>
        <translation>The keys of one&apos;s own account (through Argon2id: half a second a guess).</translation>
    </message>
    <message>
        <source>只在本人记忆里，哪里都没有保存。</source>
        <translation>In its owner&apos;s memory, and nowhere else.</translation>
    </message>
    <message>
        <source>由管理员重设；重设后要重新授予回放密钥，其他不受影响。</source>
        <translation>An administrator resets it; then the replay key has to be granted anew. Nothing else is affected.</translation>
    </message>
    <message>
        <source>账号密钥</source>
        <translation>Account&apos;s keys</translation>
    </message>
    <message>
        <source>打开授给本账号的钥匙，并为本人的操作签名。</source>
        <translation>The keys that were granted to the account; and it signs what its owner does.</translation>
    </message>
    <message>
        <source>在 vault.keys 里，锁在本人的口令下。</source>
        <translation>In vault.keys, under its owner&apos;s passphrase.</translation>
    </message>
    <message>
        <source>和忘记口令一样：由管理员重设。</source>
        <translation>As for a forgotten passphrase: an administrator resets it.</translation>
    </message>
    <message>
        <source>保险库密钥</source>
        <translation>Vault key</translation>
    </message>
    <message>
        <source>打开数据库：业务、文字稿、复核和审计记录。打不开录像。</source>
        <translation>The database: cases, transcripts, reviews and the audit trail. No take.</translation>
    </message>
    <message>
        <source>在 vault.keys 里，给每个账号各加密一份。</source>
        <translation>In vault.keys, encrypted for each account.</translation>
    </message>
    <message>
        <source>vault.keys 丢失时从备份恢复；所有口令都忘了就用恢复凭证。</source>
        <translation>If vault.keys is lost, restore it from a backup; if every passphrase is forgotten, use the recovery kit.</translation>
    </message>
    <message>
        <source>账号签发密钥</source>
        <translation>Accounts&apos; authority</translation>
    </message>
    <message>
        <source>签发账号表。别的钥匙改过的账号表，下一个登录的人会发现。</source>
        <translation>Signs the account table. A table changed by any other key is found by the next person who logs in.</translation>
    </message>
    <message>
        <source>在 vault.keys 里，只给管理员加密。</source>
        <translation>In vault.keys, encrypted for administrators only.</translation>
    </message>
    <message>
        <source>没有管理员能登录时，账号改不了，要用恢复凭证重新设立。</source>
        <translation>With no administrator left, accounts cannot be changed; the recovery kit makes new ones.</translation>
    </message>
    <message>
        <source>回放密钥</source>
        <translation>Replay key</translation>
    </message>
    <message>
        <source>打开录像：回放、质检、导出。柜员和管理员都没有。</source>
        <translation>Takes: replay, inspection, export. Neither clerks nor administrators have it.</translation>
    </message>
    <message>
        <source>在 vault.keys 里，只给能回放的账号加密；由已有的人授予。</source>
        <translation>In vault.keys, encrypted only for accounts that may replay; granted by who holds it.</translation>
    </message>
    <message>
        <source>没有人持有时，本机录像打不开，只能用恢复凭证或机构归档密钥。</source>
        <translation>With no holder left, takes open by the recovery kit or the archive key only.</translation>
    </message>
    <message>
        <source>机构归档密钥</source>
        <translation>Archive key</translation>
    </message>
    <message>
        <source>打开以后每一份录像，供机构归档和司法调取。</source>
        <translation>Every take to come, for the institution&apos;s archive and for courts.</translation>
    </message>
    <message>
        <source>本机只有公钥；私钥在机构手里，不在这台电脑上。</source>
        <translation>Only its public half is here; the private one is the institution&apos;s, not on this computer.</translation>
    </message>
    <message>
        <source>机构丢了私钥，归档的录像就只剩本机的回放密钥能打开。</source>
        <translation>Archived takes then open by this station&apos;s replay key only.</translation>
    </message>
    <message>
        <source>工作站签名密钥</source>
        <translation>Signing key</translation>
    </message>
    <message>
        <source>给每份录像的清单签名，证明它出自本机、没有改过。</source>
        <translation>Signs each take&apos;s manifest: it comes from this station and was not changed.</translation>
    </message>
    <message>
        <source>在保险库里，只供录制使用，从不离开。</source>
        <translation>In the vault, for recording only; it never leaves.</translation>
    </message>
    <message>
        <source>从备份恢复保险库。丢了不影响已有签名，新录像不能再以本机名义签名。</source>
        <translation>Restore the vault from a backup. Signatures that were made stay good; new takes can be signed as this station&apos;s no more.</translation>
    </message>
    <message>
        <source>本机密钥</source>
        <translation>Device key</translation>
    </message>
    <message>
        <source>给上面的钥匙外加一层：抄走的保险库在别的电脑上打不开。</source>
        <translation>One more layer around the keys: a vault that was copied away does not open elsewhere.</translation>
    </message>
    <message>
        <source>在操作系统的密钥库里，不在数据目录里。</source>
        <translation>In the operating system&apos;s key store, not in the data folder.</translation>
    </message>
    <message>
        <source>换电脑或重装系统后打不开，要用恢复凭证。</source>
        <translation>On another computer or after a new installation nothing opens without the recovery kit.</translation>
    </message>
    <message>
        <source>恢复凭证</source>
        <translation>Recovery kit</translation>
    </message>
    <message>
        <source>三份里任意两份合在一起，打开全部钥匙，重新设立账号。</source>
        <translation>Any two of its three shares open all keys and make new accounts.</translation>
    </message>
    <message>
        <source>只在纸上，由三个人分开保管；单独一份什么也打不开。</source>
        <translation>On paper only, with three people; one share alone opens nothing.</translation>
    </message>
    <message>
        <source>丢一份：马上重做一套。丢两份：所有口令都忘了就再也打不开。</source>
        <translation>One share lost: make a new kit at once. Two lost: once every passphrase is forgotten, nothing opens the vault.</translation>
    </message>
    <message>
        <source>每个人自己的</source>
        <translation>Everybody, their own</translation>
    </message>
    <message>
        <source>每个账号各一把</source>
        <translation>Each account, its own</translation>
    </message>
    <message>
        <source>每个在用的账号</source>
        <translation>Every account in use</translation>
    </message>
    <message>
        <source>没有人</source>
        <translation>Nobody</translation>
    </message>
    <message>
        <source>；等待授予：{accounts}</source>
        <translation>; waiting for it: {accounts}</translation>
    </message>
    <message>
        <source>机构（{count} 把公钥）</source>
        <translation>The institution (public keys: {count})</translation>
    </message>
    <message>
        <source>工作站 {id}</source>
        <translation>Station {id}</translation>
    </message>
    <message>
        <source>这台电脑</source>
        <translation>This computer</translation>
    </message>
    <message>
        <source>三位保管人</source>
        <translation>Three keepers</translation>
    </message>
    <message>
        <source>没有设立</source>
        <translation>There is none</translation>
    </message>
    <message>
        <source>该更换了</source>
        <translation>Change is due</translation>
    </message>
    <message>
        <source>有人等待授予</source>
        <translation>Somebody waits for it</translation>
    </message>
    <message>
        <source>还没有制作</source>
        <translation>Not made yet</translation>
    </message>
    <message>
        <source>至少 {least} 个字符</source>
        <translation>at least {least} characters</translation>
    </message>
    <message>
        <source>不同的字符太少</source>
        <translation>too few different characters</translation>
    </message>
    <message>
        <source>不能是连续的字符</source>
        <translation>no run of characters</translation>
    </message>
    <message>
        <source>太常见，别人一猜就中</source>
        <translation>too common, easily guessed</translation>
    </message>
    <message>
        <source>不能含有工号</source>
        <translation>must not hold the account</translation>
    </message>
    <message>
        <source>不能和旧口令相同</source>
        <translation>must not be the old one</translation>
    </message>
    <message>
        <source>不能晚于今天</source>
        <translation>Not later than today</translation>
    </message>
    <message>
        <source>日期写成 2027-12-31</source>
        <translation>Write days as 2027-12-31</translation>
    </message>
    <message>
        <source>争议了结后，录像还要从了结那天起再保存两年。</source>
        <translation>Once a dispute has ended, takes are kept for two more years from that day.</translation>
    </message>
    <message>
        <source>解除</source>
        <translation>Lift</translation>
    </message>
    <message>
        <source>全部</source>
        <translation>All</translation>
    </message>
    <message>
        <source>可销毁</source>
        <translation>May be destroyed</translation>
    </message>
    <message>
        <source>未知到期</source>
        <translation>End unknown</translation>
    </message>
    <message>
        <source>保存中</source>
        <translation>Kept</translation>
    </message>
    <message>
        <source>到期日未知</source>
        <translation>End unknown</translation>
    </message>
    <message>
        <source>{day} 到期，可销毁</source>
        <translation>{day}, may be destroyed</translation>
    </message>
    <message>
        <source>{reason}（从 {day} 起算）</source>
        <translation>{reason} (counted from {day})</translation>
    </message>
    <message>
        <source>加争议保留</source>
        <translation>Held for a dispute</translation>
    </message>
    <message>
        <source>{what}：{why}</source>
        <translation>{what}: {why}</translation>
    </message>
</context>
</TS>
