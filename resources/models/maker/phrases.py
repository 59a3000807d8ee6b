"""What the test model is taught to hear: the answers of the scripts, numbers, names, and speech that is none of them.

Tokens are split as the official small Chinese model splits them (不 同意, 我 同意, 是 的, 不清楚 ...), so that an
application sees the same shapes; spaces are taken out before comparing. The graph's word bigrams come from
`gen_answer`, too.
"""

import contextlib
import random

UNK = "[unk]"  # the spelling used by the official Chinese models


def said(text):
    """Phrases between bars, over any number of lines."""
    return [" ".join(phrase.split()) for phrase in text.split("|")]


AFFIRM = said(
    """
    是 | 是 的 | 对 | 对 的 | 好 | 好的 | 同意 | 我 同意 | 是 的 我 同意 | 清楚 | 我 清楚 | 清楚 了 | 知道 |
    知道 了 | 我 知道 | 知悉 | 我 知悉 | 知晓 | 已 知晓 | 我 已 知晓 | 已 知悉 | 我 已 知悉 | 明白 | 我 明白 |
    明白 了 | 了解 | 我 了解 | 理解 | 我 理解 | 愿意 | 我 愿意 | 确认 | 我 确认 | 可以 | 有 | 没问题 | 接受 |
    我 接受 | 认可 | 行 | 已经 阅读 | 我 已 阅读 | 我 已经 阅读 | 是 本人 | 是 我 本人 | 嗯 | 听 清楚 了 | 自愿 |
    我 自愿 | 完全 同意 | 完全 明白 | 完全 了解 | 继续 | 本人 同意 | 本人 自愿
    """
)
NEGATE = said(
    """
    不 | 不是 | 不 同意 | 我 不 同意 | 不清楚 | 我 不清楚 | 不知道 | 我 不知道 | 不明白 | 我 不明白 | 不 愿意 |
    我 不 愿意 | 不可以 | 没有 | 不 接受 | 我 不 接受 | 不行 | 拒绝 | 我 拒绝 | 不 了解 | 我 不 了解 | 不 理解 |
    不 认可 | 不 确认 | 不 知晓 | 不 知悉 | 不 自愿 | 没 听 清 | 没 听 清楚 | 我 没 听 清 | 不 对 | 不 好 |
    不是 本人 | 没有 阅读 | 不 购买 | 取消 | 停止 | 不 继续 | 不 清楚 了
    """
)
ASK = said(
    """
    再说 一遍 | 请 再说 一遍 | 请 重复 | 请 重复 一遍 | 重复 一遍 | 等一下 | 请 等一下 | 停止 录音 | 停止 录像 |
    继续 录音 | 继续 录像
    """
)
STATE = said(
    """
    我 已 阅读 合同 条款 | 本人 已 阅读 全部 内容 | 本人 自愿 购买 保险 产品 | 我 自愿 购买 理财 产品 |
    本人 自愿 承担 风险 | 我 愿意 承担 全部 损失 | 我 同意 录音 录像 | 同意 录音 | 同意 录像 |
    本人 已 知悉 产品 风险 | 我 了解 产品 风险 | 本人 已 阅读 并 理解 合同 内容 | 我 自己 签字 | 是 我 自己 签字 |
    本人 确认 签字 | 我 已经 了解 保险 条款 | 愿意 承担 投资 风险 | 本人 已 知晓 投资 风险 | 我 同意 购买 |
    我 不 同意 购买 | 我 不 同意 录音 录像 | 我 不 愿意 承担 风险 | 身份证 号码 | 姓名 | 银行 产品 | 承担 风险 |
    购买 产品 | 购买 保险 | 产品 风险 | 录音 录像 | 合同 条款
    """
)
DIGITS = "零 一 二 三 四 五 六 七 八 九".split()
SURNAME = "张 王 李 刘 陈 杨 赵 黄 周 吴 徐 孙 马 林".split()
GIVEN = "伟 芳 娜 敏 静 丽 强 军 洋 小 明 华 红 文 玉 建 国".split()
# Answers to the understanding questions of a sale: what it is, who makes it, what it costs, what can be lost, who acts.
# The institutions 示范银行, 示范人寿 and 示范理财 are fictional.
KIND = said(
    """
    存款 | 是 存款 | 不是 存款 | 不是 存款 是 保险 | 不是 存款 是 理财 | 是 保险 不是 存款 | 保险 | 是 保险 |
    是 保险 产品 | 保险 产品 | 理财 | 是 理财 | 理财 产品 | 是 理财 产品 | 是 理财 不是 存款 | 存 定期 | 定期 存款 |
    是 定期 存款 | 不是 银行 存款 | 这 是 保险 | 这 是 存款 | 这 不是 存款 | 这 是 理财 产品 | 这 是 保险 不是 存款 |
    不是 保险 | 示范 人寿 | 是 示范 人寿 | 是 示范 人寿 的 | 是 示范 人寿 的 保险 | 示范 人寿 的 保险 |
    示范 人寿 保险 | 示范 理财 | 是 示范 理财 | 是 示范 理财 的 | 是 示范 理财 的 产品 | 示范 理财 的 产品 |
    示范 银行 | 是 示范 银行 | 是 示范 银行 的 | 示范 银行 的 产品 | 是 保险 公司 的 | 保险 公司 | 是 银行 的
    """
)
LOSS = said(
    """
    亏 | 会 亏 | 会 亏 钱 | 亏 钱 | 会 亏损 | 亏损 | 少 | 会 少 | 少 了 | 变少 | 会 变少 | 会 有 损失 | 有 损失 |
    可能 会 亏 | 可能 亏 | 可能 亏损 | 可能 会 亏损 | 可能 会 少 | 本金 可能 亏损 | 本金 会 亏 | 本金 可能 会 亏 |
    会 | 可能 | 可能 会 | 可能 有 | 不 保证 | 不 保本 | 收益 不 保证 | 没有 保证 | 会 有 风险 | 有 风险
    """
)
NO_LOSS = said(
    """
    不会 | 不会 亏 | 不会 亏损 | 不会 少 | 不会 变少 | 不会 有 损失 | 多 | 会 多 | 变多 | 会 变多 | 赚 | 会 赚 |
    会 赚 钱 | 不亏 | 保本 | 保证 | 保证 收益 | 一样 | 一样 多 | 没有 损失 | 没有 风险 | 不 可能
    """
)
LOCKED = said(
    """
    不能 取 | 到期 前 不能 取 | 不能 | 到期 之前 不能 取 | 到期 才 能 取 | 能 取 | 能 | 随时 能 取 | 随时 |
    随时 可以 取 | 可以 取 | 不可以 取 | 到期 前 能 取
    """
)
SEEN = said(
    """
    看 清楚 了 | 看到 了 | 看过 了 | 看完 了 | 看 清 了 | 我 看过 了 | 我 看 清楚 了 | 都 看过 了 | 都 看到 了 |
    已 看过 | 听 懂 了 | 听 明白 了 | 懂 了 | 都 清楚 了 | 都 明白 了 | 充分 了解 | 我 充分 了解 | 我 已 充分 了解 |
    愿意 承担 | 我 愿意 承担 | 充分 了解 愿意 承担 | 需要 | 收到 了 | 我 收到 了 | 够 | 够 的 | 不 需要 了
    """
)
UNSEEN = said(
    """
    听 不懂 | 没 听 懂 | 我 没 听 懂 | 没 看 清 | 没 看 清楚 | 看 不 清 | 听 不 清 | 没 看到 | 没有 看到 | 没 看过 |
    没有 看过 | 不懂 | 不 太 清楚 | 不 太 明白 | 不 太 懂 | 没 收到 | 没有 收到 | 不 需要 | 不够 | 不 愿意 承担 |
    不 用 | 不 用 了
    """
)
OWN = said(
    """
    是 我 自己 签 的 | 我 自己 签 的 | 是 我 签 的 | 是 我 本人 签 的 | 我 签 的 | 自有 资金 | 是 自有 资金 |
    是 我 自己 的 钱 | 是 我 自己 的 | 我 自己 的 | 是 自己 的 | 自己 的 钱 | 我 自己 的 钱 | 没有 人 | 没有 了 |
    没有 补充 | 别人 | 是 别人 | 别人 签 的 | 是 别人 签 的 | 借 的 | 是 借 的 | 不是 我 签 的 | 不是 自己 的 |
    不是 我 自己 签 的
    """
)
PURPOSE = said(
    """
    养老 | 保障 | 储蓄 | 教育 | 为了 养老 | 为了 保障 | 为了 储蓄 | 为了 教育 | 给 孩子 | 给 孩子 教育 |
    给 自己 养老 | 今天 办 | 今天 就 办 | 回去 想想 | 我 回去 想想 | 我 再 想想 | 再 想想 | 用 不 到 | 要 用 |
    会 用 | 不会 用 | 用 不 着
    """
)
SLOWER = said(
    """
    慢 一点 | 请 慢 一点 | 说 慢 一点 | 大声 一点 | 什么 意思
    """
)
REPEATED = said(
    """
    对 对 对 | 对 对 | 是 是 | 是 是 是 | 好 好 | 好 好 好 | 嗯 嗯 | 不 不 不 | 不 不 | 不是 不是 | 没有 没有 |
    会 会 | 不会 不会 | 不能 不能
    """
)
# An affirmative word straight after something not understood is dangerous: that something may have been 不.
YES = "是 对 好 好的 同意 清楚 知道 知悉 知晓 明白 了解 理解 愿意 确认 可以 有 没问题 接受 认可 行 自愿".split()
# Other words that turn an answer round when a 不 before them is lost; the graph treats them with the same care.
RISKY = YES + "会 亏 亏损 少 变少 多 变多 赚 能 取 保证 保本 可能 需要 懂 够 看到 看过 看完 收到 签 要 用".split()


def number(r, n):
    """Tokens of n (1..9999) as it is said: 二 十 五, 三 百 六 十 五."""
    out, zero = [], False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        d, n = divmod(n, unit)
        if not d:
            zero = bool(out)
            continue
        if zero:
            out.append("零")
            zero = False
        if not (unit == 10 and d == 1 and not out):
            out.append("两" if d == 2 and unit >= 100 and r.random() < 0.5 else DIGITS[d])
        if name:
            out.append(name)
    return out


def amount(r):
    """A sum of money: 二 十 五 万 元."""
    x = r.random()
    if x < 0.6:
        n = r.randint(1, 99) if r.random() < 0.6 else r.choice([1, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 50])
        out = (["两"] if n == 2 else number(r, n)) + ["万"]
        if r.random() < 0.2:
            out += number(r, r.randint(1, 9) * 1000)
    elif x < 0.85:
        out = number(r, r.randint(1, 9) * r.choice([100, 1000, 1000]))
        out = ["两", *out[1:]] if out[0] == "二" else out
    else:
        out = number(r, r.randint(1, 9999))
    return out + r.choice([["元"], ["元"], ["块"], ["块", "钱"], []])


def years(r):
    """So many years, or days: 五 年, 十 五 天; 2 is said 两."""
    if r.random() < 0.65:
        n, unit = r.choice([1, 3, 5, 10, 15, 20, 30]) if r.random() < 0.5 else r.randint(1, 30), "年"
    else:
        n, unit = r.choice([10, 15, 15, 20, 30, 90, 180, 365]) if r.random() < 0.5 else r.randint(1, 30), "天"
    return (["两"] if n == 2 else number(r, n)) + [unit]


def gen_money(r):
    x = r.random()
    if x < 0.3:
        return amount(r)
    if x < 0.5:
        return years(r)
    if x < 0.6:
        return ["每年", *amount(r), "交", *years(r)]
    if x < 0.7:
        return ["每年", "交"] + amount(r) + (["交", *years(r)] if r.random() < 0.5 else [])
    if x < 0.8:
        return ["交"] + (years(r) if r.random() < 0.6 else amount(r))
    if x < 0.88:
        return ["一共"] + (["交"] if r.random() < 0.3 else []) + amount(r)
    if x < 0.94:
        return ["每年", *amount(r)]
    return amount(r) + r.choice([["交"], []]) + years(r)


def gen_answer(r):
    """One in-vocabulary utterance: a list of phrases (each a list of tokens)."""
    x = r.random()
    if x < 0.30:
        return [r.choice(AFFIRM if r.random() < 0.5 else NEGATE if r.random() < 0.8 else ASK + SLOWER).split()]
    if x < 0.56:
        return [r.choice(r.choice([KIND, LOSS, NO_LOSS, LOCKED, SEEN, UNSEEN, OWN, PURPOSE])).split()]
    if x < 0.66:
        a = r.choice(AFFIRM + NEGATE).split()
        b = r.choice(r.choice([AFFIRM, NEGATE, ASK, KIND, LOSS, NO_LOSS, LOCKED, SEEN, UNSEEN, OWN, PURPOSE])).split()
        return [a, b]
    if x < 0.72:
        n = r.choice([1, 2, 3, 4, 4, 6, 8, 11])
        return [[r.choice(DIGITS) for _ in range(n)]]
    if x < 0.84:
        return [gen_money(r)]
    if x < 0.89:
        name = [r.choice(SURNAME), *r.choices(GIVEN, k=r.choice([1, 2]))]
        y = r.random()
        return [(["我", "叫"] if y < 0.5 else ["我", "姓名"] if y < 0.55 else []) + name]
    s = r.choice(STATE).split()
    return [r.choice(AFFIRM).split(), s] if r.random() < 0.25 else [s]


def vocabulary():
    r, words = random.Random(1), set()
    for _ in range(30000):
        for p in gen_answer(r):
            words.update(p)
    return sorted(words)


# Script-like speech outside the vocabulary, for training the filler.  evaluate.py has its own, other sentences.
SCRIPT = """尊敬的客户欢迎来到我行营业厅办理业务
今天天气晴朗适合外出散步
为了保护消费者权益我们将全程进行音视频记录
该项计划的投资期限为三百六十五天
发行机构可能提前终止
过往业绩并不代表未来表现
请将证件放在摄像头前方
下面由客户经理为大家介绍费用结构
犹豫期之内解除协议可退还全部保费
请看屏幕上方的提示语
窗外传来一阵汽车喇叭声
小狗在院子里跑来跑去
妈妈晚上做了红烧鱼和西红柿鸡蛋汤
明天下午两点半开会讨论年度预算
这本书讲述了一位老渔夫的故事
资金将投向债券市场与货币工具
认购金额起点为人民币五千
赎回申请将于三个工作日到账
本计划属于中低等级
请面向镜头保持安静
列车即将进站请站在黄线以外
孩子们在操场上踢足球
他昨天买了一辆新自行车
春节期间营业时间有所调整
空调温度调到二十六度
手机没电需要充电
网络信号太差听见杂音
经理正在接待另外一位顾客
打印机缺纸麻烦添加
请出示护照或者户口簿
这里是客服中心工号零八幺七
利率随市场波动而变化
管理人收取托管费与管理费
年化回报存在波动甚至亏损
缴费方式分为年缴和趸缴
受益人为法定继承人
身体健康告知事项如下
请您核对屏幕显示的信息
若有疑问欢迎随时提出
感谢配合祝您生活愉快
超市里的苹果降价促销
医生建议多喝水少熬夜
北京上海广州深圳
飞机起飞前请关闭电子设备
音乐会七点钟开始入场
老师布置了很多作业
图书馆周一闭馆
他们在公园里放风筝
这条路正在施工请绕行
厨房里飘来阵阵香味""".split("\n")


def level1_hanzi():
    """The 3755 common characters of GB 2312 level 1: broad cover of Mandarin syllables."""
    out = []
    for hi in range(0xB0, 0xD8):
        for lo in range(0xA1, 0xFF):
            with contextlib.suppress(UnicodeDecodeError):
                out.append(bytes([hi, lo]).decode("gb2312"))
    return out


HANZI = level1_hanzi()


def gen_oov(r):
    if r.random() < 0.35:
        s = r.choice(SCRIPT)
        if r.random() < 0.5:
            i = r.randrange(len(s) - 2)
            s = s[i : i + r.randint(2, 14)]
        return s
    n = r.choice([1, 2, 2, 3, 4, 5, 6, 8, 10, 12])
    s = "".join(r.choice(HANZI) for _ in range(n))
    if n > 5 and r.random() < 0.4:
        k = r.randint(2, n - 2)
        s = s[:k] + "，" + s[k:]
    return s


def gen_utterance(r):
    """-> (text for espeak, token list with hanzi counts or None)."""
    x = r.random()
    if x < 0.55:
        phrases = gen_answer(r)
        toks, text = [], ""
        for i, p in enumerate(phrases):
            if i and r.random() < 0.5:
                text += "，"
            text += "".join(p)
            toks += p
        return text, toks
    if x < 0.9:
        return gen_oov(r), None
    a, b = gen_oov(r), "".join("".join(p) for p in gen_answer(r))
    return (a + r.choice(["，", ""]) + b if r.random() < 0.5 else b + r.choice(["，", ""]) + a), None
