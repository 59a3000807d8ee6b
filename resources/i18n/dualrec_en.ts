<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="zh_CN">
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
        <source> / </source>
        <translation> / </translation>
    </message>
    <message>
        <source>应答：{words}</source>
        <translation>Answer: {words}</translation>
    </message>
    <message>
        <source>{verdict} “{text}”</source>
        <translation type="unfinished"></translation>
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
        <source>正在录制，不能锁定。双录结束后再锁定。</source>
        <translation>Recording in progress: cannot lock now. Lock once the dual recording has ended.</translation>
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
        <translation>To upload</translation>
    </message>
    <message>
        <source>{passed}/{total} 个环节通过</source>
        <translation>{passed}/{total} steps passed</translation>
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
        <translation>Nobody speaking</translation>
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
已录的部分已经加密存在本机，不会丢。下次打开工作站时会自动收尾。</source>
        <translation>{fault}
What was recorded is encrypted on this computer and will not be lost. It is closed automatically the next time the workstation opens.</translation>
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
        <translation type="unfinished"></translation>
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
    <name>StartBar</name>
    <message>
        <source>重新检查  F5</source>
        <translation>Check again  F5</translation>
    </message>
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
        <source>开始录制  F9</source>
        <translation>Start recording  F9</translation>
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
    <name>SummaryStep</name>
    <message>
        <source>请和客户核对</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>这次双录</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>预计时长（分:秒）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>还没有设置网点和柜台：播报和画面要说明录制地点，不能开始录制。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>去设置</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>产品话术</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{title}，版本 {version}</source>
        <translation type="unfinished"></translation>
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
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>出生日期</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{typed}（{words}）</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>长者模式：开</source>
        <translation>Senior mode: on</translation>
    </message>
    <message numerus="yes">
        <source>{titles}：每秒约 {pace} 个字，答案最多等 {listen} 秒，多 %n 个关怀环节。</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>长者模式：不需要</source>
        <translation>Senior mode: not needed</translation>
    </message>
    <message>
        <source>画面里的人</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>准备好的材料</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>没有</source>
        <translation>None</translation>
    </message>
    <message>
        <source>柜台设备</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>虚拟柜台（演练）</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n 个环节</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{title}（抽 %n 题）</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>、</source>
        <translation>, </translation>
    </message>
    <message numerus="yes">
        <source>不适用、跳过的 %n 个环节</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
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
        <source>锁定窗口 (Ctrl+L)；录制中不能锁定</source>
        <translation>Lock the window (Ctrl+L); not while recording</translation>
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
        <source>工号</source>
        <translation>Staff number</translation>
    </message>
    <message>
        <source>字母或数字</source>
        <translation>Letters or digits</translation>
    </message>
    <message>
        <source>角色</source>
        <translation>Role</translation>
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
        <source>新口令</source>
        <translation>New passphrase</translation>
    </message>
    <message>
        <source>口令</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>再输一遍新口令</source>
        <translation>Repeat new passphrase</translation>
    </message>
    <message>
        <source>第一次使用：请为这个工作站设一个口令，至少 {count} 个字符。</source>
        <translation>First use: please set a passphrase for this workstation, at least {count} characters.</translation>
    </message>
    <message>
        <source>口令不能找回：忘记后，录像只能用机构的归档密钥打开。请按规定封存备份。</source>
        <translation>The passphrase cannot be recovered: if forgotten, recordings open only with the institution’s archive key. Please seal and keep a copy as the rules require.</translation>
    </message>
    <message>
        <source>建立工作站并登录</source>
        <translation>Set up workstation and sign in</translation>
    </message>
    <message>
        <source>登录</source>
        <translation>Sign in</translation>
    </message>
    <message>
        <source>没有设备也可以：登录并进入演练</source>
        <translation>No devices? Sign in and practise</translation>
    </message>
    <message>
        <source>版本 {version}</source>
        <translation>Version {version}</translation>
    </message>
    <message>
        <source>摄像头：查找中</source>
        <translation>Camera: searching</translation>
    </message>
    <message>
        <source>麦克风：查找中</source>
        <translation>Microphone: searching</translation>
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
        <translation>Disk: unreadable</translation>
    </message>
    <message>
        <source>磁盘可录 {hours} 小时</source>
        <translation>Disk: room for {hours} h</translation>
    </message>
    <message>
        <source>上传未设置，录像只存本机</source>
        <translation>Upload not set, recordings kept here only</translation>
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
        <translation>{kind}: not found</translation>
    </message>
    <message>
        <source>正在建立保险库…</source>
        <translation>Setting up the vault…</translation>
    </message>
    <message>
        <source>正在打开保险库…</source>
        <translation>Opening the vault…</translation>
    </message>
    <message>
        <source>请输入工号：字母或数字，最多 16 位</source>
        <translation>Please enter your staff number: letters or digits, up to 16</translation>
    </message>
    <message>
        <source>请输入口令</source>
        <translation>Please enter the passphrase</translation>
    </message>
    <message>
        <source>太短：至少 {count} 个字符</source>
        <translation>Too short: at least {count} characters</translation>
    </message>
    <message>
        <source>请再输一遍</source>
        <translation>Please enter it again</translation>
    </message>
    <message>
        <source>两次输入的口令不一样</source>
        <translation>The two passphrases differ</translation>
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
        <source>有 %n 段没能抢救：</source>
        <translation>
            <numerusform>%n could not be recovered: </numerusform>
            <numerusform>%n could not be recovered: </numerusform>
        </translation>
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
    <name>WizardPage</name>
    <message>
        <source>上次没有填完的内容还在，可以接着填。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>重新开始</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>取消 (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上一步</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>上一步 (Alt+P)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>业务</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>客户</source>
        <translation>Customer</translation>
    </message>
    <message>
        <source>确认</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>第 {at} 步，共 {all} 步：{word}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>去录前检查</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>下一步</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>回车或 Alt+N</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>您的角色不能录制。请换有录制权限的工号登录。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>预计时长约 {length}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>预计时长 {length}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在读取话术库…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>放弃这笔业务？</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>填写的内容会清空，不会留下记录。</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>放弃</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>接着填</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>正在准备话术…</source>
        <translation type="unfinished"></translation>
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
    <name>_NoProblems</name>
    <message>
        <source>没有会被退回的问题</source>
        <translation>No problems that would get it returned</translation>
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
        <translation>Counter microphone</translation>
    </message>
    <message>
        <source>客户麦克风</source>
        <translation>Customer microphone</translation>
    </message>
    <message>
        <source>语音识别</source>
        <translation>Speech recognition</translation>
    </message>
    <message>
        <source>扬声器</source>
        <translation>Speaker</translation>
    </message>
    <message>
        <source>环境噪声</source>
        <translation>Background noise</translation>
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
        <source>保险库</source>
        <translation>Vault</translation>
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
        <translation>Background noise</translation>
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
        <translation>Completed, needs manual review</translation>
    </message>
    <message>
        <source>有环节未通过</source>
        <translation>Some steps not passed</translation>
    </message>
    <message>
        <source>客户不同意</source>
        <translation>Customer does not agree</translation>
    </message>
    <message>
        <source>客户未理解</source>
        <translation>Customer did not understand</translation>
    </message>
    <message>
        <source>客户要再想想</source>
        <translation>Customer wants to think it over</translation>
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
        <translation>To submit</translation>
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
</context>
</TS>
