#!/usr/bin/env python3
"""Measure vosk-test-cn on espeak-ng speech it was not trained on.   python evaluate.py [model folder] [--quick]

Voices (variants), speeds, noise and the out-of-vocabulary sentences here are not those of make_model.py.
"""

import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import wave

import make_model as M
import numpy as np
import phrases as P
import speak as S
import vosk
from scipy.signal import resample_poly

vosk.SetLogLevel(-1)
QUICK = "--quick" in sys.argv
args = [a for a in sys.argv[1:] if not a.startswith("-")]
MODEL = vosk.Model(args[0] if args else M.OUT)
ESP = S.Espeak()
RATES = [113, 127, 143, 157, 173, 187, 203]  # none of them used in training

OOV = """窗台上那盆花开得特别漂亮
隔壁邻居家正在装修非常吵
早晨的地铁里挤满了乘客
他把钥匙落在出租车上面
冰箱里剩下半块蛋糕
医院门口排起长长的队伍
飞船顺利进入预定轨道
暑假我们打算去海边度假
屋顶漏水需要马上修补
厨师用大火爆炒青椒肉丝
那位教授研究古代建筑
电梯突然停在十六楼与十七楼之间
消防员迅速赶到事故现场
鹦鹉学会模仿主人打喷嚏
森林公园禁止携带火种
牧羊人赶着羊群翻过山坡
下半年物价总体保持平稳
快递员把包裹送到物业前台
她每天坚持跑步五公里
雷阵雨过后出现一道彩虹
历史博物馆新增夜间开放时段
请客户经理现在离开镜头范围
本机构将依法留存影像资料
市场价格下跌可能导致净值回撤
最低持有期届满之后方能卖出
该基金由某某资产公司担任管理人
请尊重柜员劳动保持大厅肃静
咨询热线每天早八点至晚八点
柜台旁边设置了饮水机和雨伞架
股票指数收盘上涨百分之二
麻烦帮忙倒杯茶谢谢
停车费用每小时六块钱
会议室投影仪坏掉换到三楼
面包烤糊冒出浓烟
球队最终以四比三逆转获胜
气象台发布大风蓝色预警
小猫趴在键盘上睡觉
剧本已由导演改编为电影
这趟航班预计延误两个半小时
夜里听见蟋蟀叫""".split("\n")
SHORT = """你好 谢谢 再见 怎么 为什么 哪里 苹果 喂 请问 哎呀 老师 晚安 多少钱 怎么办 救命 早上好 外面 窗户 电脑 火车
冬天 朋友 咖啡 米饭 喝水 吃饭 星期天 爸爸 妈妈 奶奶 房子 汽车 颜色 绿色 唱歌 跳舞 游泳 哈哈 啊 哦""".split()
CORE = set(P.RISKY)


def tokens(text):
    return text.split()


def negative(token):
    return token[0] in "不没"


def affirmative(toks):
    """Affirmative words in the output that no word with 不 / 没 precedes (one 完全 / 听 may stand between)."""
    return [t for i, t in enumerate(toks) if t in CORE and not any(negative(x) for x in toks[max(0, i - 2) : i])]


def answers_yes(toks):
    """The whole output, [unk] left out, is an affirmative answer (a stricter reading, as an application would)."""
    toks = [t for t in toks if t != P.UNK]
    return bool(affirmative(toks)) and len("".join(toks)) <= 8


def speak(text, kind="cmn-latn-pinyin", variant=None, rate=150, pitch=50):
    w, _, _ = ESP.say(text, kind + ("+" + variant if variant else ""), rate, pitch)
    return resample_poly(w / 32768.0, 320, 441)


def pad(x, lead=0.3, tail=1.0):
    return np.concatenate([np.zeros(int(lead * 16000)), x, np.zeros(int(tail * 16000))])


def pcm(x):
    return np.round(np.clip(x, -1, 32767 / 32768) * 32768).astype("<i2").tobytes()


CLOCK = [0.0, 0.0]


def decode(x, chunk=1600, rate=16000):
    rec = vosk.KaldiRecognizer(MODEL, rate)
    rec.SetWords(True)
    b, res = pcm(x), []
    t = time.perf_counter()
    for i in range(0, len(b), 2 * chunk):
        if rec.AcceptWaveform(b[i : i + 2 * chunk]):
            res.append(json.loads(rec.Result()))
    res.append(json.loads(rec.FinalResult()))
    CLOCK[0] += time.perf_counter() - t
    CLOCK[1] += len(x) / rate
    return tokens(" ".join(r["text"] for r in res)), [w for r in res for w in r.get("result", [])]


def distance(a, b):
    d = list(range(len(b) + 1))
    for i, x in enumerate(a):
        p, d[0] = d[0], i + 1
        for j, y in enumerate(b):
            p, d[j + 1] = d[j + 1], min(d[j + 1] + 1, d[j] + 1, p + (x != y))
    return d[-1]


REPORT = {}


def answers_test(name, phrases, sound, show=0):
    err = tot = cerr = ctot = exact = n = flips = negs = missed_yes = yes = 0
    conf, bad, flipped = [], [], []
    for i, p in enumerate(phrases):
        ref = p.split()
        hyp, words = decode(sound(i, "".join(ref)))
        e = distance(ref, hyp)
        err += e
        tot += len(ref)
        n += 1
        a, b = "".join(ref), "".join(t for t in hyp if t != P.UNK)
        right = a == b and P.UNK not in hyp  # as an application compares: without the spaces
        exact += right
        cerr += distance(a, b)
        ctot += len(a)
        conf += [w["conf"] for w in words]
        if p in NEGSET:
            negs += 1
            if affirmative(hyp):
                flips += 1
                flipped.append((p, " ".join(hyp)))
        elif affirmative(ref):
            yes += 1
            missed_yes += not affirmative(hyp)
        if not right:
            bad.append((p, " ".join(hyp)))
    REPORT[name] = dict(
        n=n,
        wer=err / tot,
        cer=cerr / ctot,
        exact=exact / n,
        flips=f"{flips}/{negs}",
        missed_affirmative=f"{missed_yes}/{yes}",
        mean_conf=float(np.mean(conf)) if conf else 0,
    )
    print(
        f"{name:26s} n={n:4d} WER {100 * err / tot:5.1f}%  CER {100 * cerr / ctot:5.1f}%  "
        f"exact {100 * exact / n:5.1f}%  negation heard as yes {flips}/{negs}  "
        f"missed yes {missed_yes}/{yes}  conf {np.mean(conf):.2f}",
        flush=True,
    )
    for x in bad[:show]:
        print("      ", x[0], "->", x[1])
    for x in flipped[:5]:
        print("   FLIP", x[0], "->", x[1])


ALL = list(
    dict.fromkeys(
        P.AFFIRM
        + P.NEGATE
        + P.ASK
        + P.STATE
        + P.KIND
        + P.LOSS
        + P.NO_LOSS
        + P.LOCKED
        + P.SEEN
        + P.UNSEEN
        + P.OWN
        + P.PURPOSE
        + P.SLOWER
    )
)
NEGSET = {p for p in ALL if any(map(negative, p.split())) and not affirmative(p.split())}


def oov_test(name, sound, reps=3, sentences=OOV, show=False):
    n = fa = yes = some = 0
    bad, words = [], collections.Counter()
    for k in range(reps):
        for i, s in enumerate(sentences):
            if any(c in s for c in CORE):
                continue
            hyp, _ = decode(sound(i * 7 + k, s))
            n += 1
            a = affirmative(hyp)
            fa += bool(a)
            yes += answers_yes(hyp)
            some += any(t != P.UNK for t in hyp)
            words.update(a)
            if a or (show and any(t != P.UNK for t in hyp)):
                bad.append((s, " ".join(hyp)))
    REPORT[name] = dict(
        n=n, any_affirmative_word=fa / n, whole_answer_affirmative=yes / n, any_vocabulary_word=some / n
    )
    print(
        f"{name:26s} n={n:4d} any affirmative word {100 * fa / n:.1f}%  read as a yes {100 * yes / n:.1f}%  "
        f"any vocabulary word {100 * some / n:.1f}%  {dict(words)}"
    )
    for x in bad[:5]:
        print("      ", x[0], "->", x[1])


def main():
    r, nr = random.Random(99), np.random.default_rng(99)
    babble = S.make_babble(ESP, r, 30)
    HV = S.HELD_OUT_VARIANTS
    show = 8

    def voice(i, t, kind="cmn-latn-pinyin"):
        return speak(t, kind, HV[(i * 5 + len(t)) % len(HV)], RATES[(i * 3 + 1) % len(RATES)], 35 + (i * 13) % 30)

    phr = ALL if not QUICK else ALL[::2]
    answers_test("plain voice, clean", phr, lambda i, t: pad(speak(t, rate=RATES[i % 7]) * 0.6), show)
    answers_test("unseen voices, clean", phr, lambda i, t: pad(voice(i, t) * 0.6), show)
    answers_test("unseen voices, damaged", phr * 2, lambda i, t: S.damage(nr, pad(voice(i, t)), babble), show)
    answers_test("unseen, telephone 8 kHz", phr, lambda i, t: S.telephone(pad(voice(i, t) * 0.6)), show)
    answers_test("unseen, white noise 15 dB", phr, lambda i, t: noisy(nr, pad(voice(i, t) * 0.6), 15), show)
    answers_test("unseen, echo 0.4 s", phr, lambda i, t: S.echo(nr, pad(voice(i, t) * 0.4), 0.4), show)
    answers_test("unseen, -30 dB", phr, lambda i, t: pad(voice(i, t) * 0.03), show)
    answers_test("unseen, 44.1k -> 16k", phr, lambda i, t: via_44100(voice(i, t) * 0.6), show)
    answers_test("voice cmn (English-like)", phr, lambda i, t: pad(speak(t, "cmn", rate=RATES[i % 7]) * 0.6), show)
    answers_test("voice cmn, unseen, damaged", phr, lambda i, t: S.damage(nr, pad(voice(i, t, "cmn")), babble), show)
    answers_test("unseen, Opus 16 kbit/s", phr, lambda i, t: opus(pad(voice(i, t) * 0.6)), show)
    answers_test("speed 85 and 245", phr, lambda i, t: pad(speak(t, rate=(85, 245)[i % 2]) * 0.6), show)
    answers_test("pitch 5 and 95", phr, lambda i, t: pad(speak(t, pitch=(5, 95)[i % 2]) * 0.6), show)
    dig = [" ".join(r.choice(P.DIGITS) for _ in range(r.choice([4, 6, 11]))) for _ in range(30)]
    answers_test("digit strings, unseen", dig, lambda i, t: pad(voice(i, t) * 0.6), 4)
    money = [" ".join(P.gen_money(r)) for _ in range(40 if QUICK else 120)]
    answers_test("sums and years, unseen", money, lambda i, t: pad(voice(i, t) * 0.6), 8)
    answers_test("sums and years, damaged", money, lambda i, t: S.damage(nr, pad(voice(i, t)), babble), 8)
    long_words = [w for w in P.vocabulary() if len(w) > 1]
    rnd = [" ".join(r.sample(long_words, r.choice([2, 3]))) for _ in range(80)]
    answers_test("random word strings", rnd, lambda i, t: pad(voice(i, t) * 0.6), 6)
    turned = [p for p in ALL if p in NEGSET and affirmative(p.replace("不", "").replace("没", "").split())]
    neg = turned * (2 if QUICK else 6)
    answers_test("negations, damaged", neg, lambda i, t: S.damage(nr, pad(voice(i, t)), babble), 0)
    answers_test(
        "不同意 / 我不同意, damaged",
        ["不 同意", "我 不 同意"] * (20 if QUICK else 100),
        lambda i, t: S.damage(nr, pad(voice(i, t)), babble),
        0,
    )
    answers_test(
        "不会亏, 不保证 ..., damaged",
        ["不会 亏", "不会 少", "不 保证", "不能 取", "不 需要", "不懂"] * (5 if QUICK else 30),
        lambda i, t: S.damage(nr, pad(voice(i, t)), babble),
        0,
    )
    oov_test("OOV sentences, clean", lambda i, t: pad(voice(i, t) * 0.6))
    oov_test("OOV sentences, damaged", lambda i, t: S.damage(nr, pad(voice(i, t)), babble))
    oov_test("OOV, voice cmn", lambda i, t: pad(speak(t, "cmn", rate=RATES[i % 7]) * 0.6), 1)
    oov_test("OOV short words", lambda i, t: pad(voice(i, t) * 0.6), 3, SHORT, True)
    for t in (
        "请问您是否同意本次录音录像",
        "您是否清楚产品风险",
        "我不太同意",
        "我并不同意",
        "不同意不同意",
        "嗯好的同意",
        "那个，同意",
        "不不不",
        "对对对",
        "好好好",
    ):
        print("      ", t, "->", " ".join(decode(pad(speak(t) * 0.6))[0]))
    # nothing said
    said = []
    for k in range(20):
        kind = ["zero", "white", "pink", "brown", "hum"][k % 5]
        x = np.zeros(80000) if kind == "zero" else S.noise(nr, 80000, kind) * 10 ** (-nr.uniform(25, 60) / 20)
        said.append(" ".join(decode(x)[0]))
    REPORT["noise only"] = said
    print("noise or silence only (20 x 5 s):", collections.Counter(said))
    streaming()
    api_checks()
    pytts(show)
    print(f"real-time factor {CLOCK[0] / CLOCK[1]:.3f} over {CLOCK[1] / 60:.1f} min of audio (100 ms chunks, 1 thread)")
    REPORT["rtf"] = CLOCK[0] / CLOCK[1]
    with open(os.path.join(M.WORK, "eval.json"), "w", encoding="utf8") as fh:
        json.dump(REPORT, fh, ensure_ascii=False, indent=1)


def noisy(nr, x, snr):
    s = np.sqrt((x**2).mean() * 2)
    return x + nr.standard_normal(len(x)) * s * 10 ** (-snr / 20)


def via_44100(x):
    return resample_poly(resample_poly(pad(x), 441, 160), 160, 441)


def opus(x):
    """Through ffmpeg's Opus coder, as a call would carry it."""
    with tempfile.TemporaryDirectory() as d:
        raw = ["-f", "s16le", "-ar", "16000", "-ac", "1"]
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", *raw, "-i", "-", "-c:a", "libopus", "-b:a", "16k", f"{d}/a.ogg"],
            input=pcm(x),
            check=True,
        )
        out = subprocess.run(["ffmpeg", "-v", "error", "-i", f"{d}/a.ogg", *raw, "-"], capture_output=True, check=True)
    return np.frombuffer(out.stdout, "<i2") / 32768.0


def streaming():
    """100 ms chunks, as a microphone gives them: when does AcceptWaveform say the answer is over?"""
    lat, first, miss, early = [], [], 0, 0
    timing = []
    for i, p in enumerate(P.AFFIRM + P.NEGATE + P.STATE + P.KIND + P.LOSS + P.NO_LOSS):
        x = speak(p.replace(" ", ""), variant=S.HELD_OUT_VARIANTS[i % 8], rate=RATES[i % 7]) * 0.5
        k = np.nonzero(np.abs(x) > 0.01)[0]
        end = 0.5 + (k[-1] if len(k) else len(x)) / 16000
        y = np.concatenate([np.zeros(8000), x, np.zeros(48000)])
        y += np.random.default_rng(i).standard_normal(len(y)) * 1e-4
        rec = vosk.KaldiRecognizer(MODEL, 16000)
        rec.SetWords(True)
        got = part = None
        for j in range(0, len(y) - 1600, 1600):
            if rec.AcceptWaveform(pcm(y[j : j + 1600])):
                res = json.loads(rec.Result())
                if res["text"]:
                    got = (j + 1600) / 16000
                    timing.append((res["result"][0]["start"], res["result"][-1]["end"], end))
                    break
            elif part is None and json.loads(rec.PartialResult())["partial"]:
                part = (j + 1600) / 16000
        if got is None:
            miss += 1
        elif got < end:
            early += 1
        else:
            lat.append(got - end)
        if part:
            first.append(part - 0.5)
    t = np.array(timing)
    print(
        f"streaming: endpoint {np.median(lat):.2f} s after the speech (median; 10-90%: {np.percentile(lat, 10):.2f}-"
        f"{np.percentile(lat, 90):.2f}), never {miss}, too early {early} of {len(lat) + miss + early}; first partial "
        f"{np.median(first):.2f} s after speech begins; word start error {np.median(np.abs(t[:, 0] - 0.5)):.2f} s, "
        f"end error {np.median(np.abs(t[:, 1] - t[:, 2])):.2f} s"
    )
    REPORT["streaming"] = dict(
        median=float(np.median(lat)),
        p10=float(np.percentile(lat, 10)),
        p90=float(np.percentile(lat, 90)),
        never=miss,
        early=early,
        n=len(lat) + miss + early,
    )


def api_checks():
    """The other ways an application may call Vosk."""
    x = pad(speak("我不同意") * 0.6)
    out = {}
    for sr in (8000, 22050, 44100, 48000):
        out[f"KaldiRecognizer(model, {sr})"] = " ".join(decode(resample_poly(x, sr, 16000), sr // 10, sr)[0])
    rec = vosk.KaldiRecognizer(MODEL, 16000, json.dumps(["不 同意", "我 同意", P.UNK], ensure_ascii=False))
    rec.AcceptWaveform(pcm(x))
    out["with a grammar (ignored, warning)"] = json.loads(rec.FinalResult())["text"]
    rec = vosk.KaldiRecognizer(MODEL, 16000)
    rec.SetMaxAlternatives(3)
    rec.SetWords(True)
    rec.AcceptWaveform(pcm(x))
    out["SetMaxAlternatives(3)"] = [a["text"] for a in json.loads(rec.FinalResult())["alternatives"]]
    rec = vosk.KaldiRecognizer(MODEL, 16000)
    rec.SetPartialWords(True)
    for i in range(0, len(x) - 8000, 1600):
        rec.AcceptWaveform(pcm(x[i : i + 1600]))
    out["SetPartialWords"] = json.loads(rec.PartialResult())
    rec.Reset()
    out["after Reset"] = json.loads(rec.FinalResult())
    rec.AcceptWaveform(pcm(x))
    out["reused"] = json.loads(rec.FinalResult())["text"]
    a = [json.dumps(decode(x)[1]) for _ in range(3)]
    out["same result each time"] = len(set(a)) == 1
    for k, v in out.items():
        print(f"   {k}: {v}")
    REPORT["api"] = out


PYTTS = """
import sys, json, pyttsx3
e = pyttsx3.init()
e.setProperty('voice', sys.argv[1])
for path, text in json.load(open(sys.argv[2])):
    e.save_to_file(text, path)
    e.runAndWait()
"""


def pytts(show):
    for vid in ("sit/cmn-latn-pinyin", "sit/cmn"):
        with tempfile.TemporaryDirectory() as d:
            phrases = ALL
            jobs = [(f"{d}/{i}.wav", p.replace(" ", "")) for i, p in enumerate(phrases)]
            with open(f"{d}/jobs.json", "w") as fh:
                json.dump(jobs, fh)
            try:
                subprocess.run(
                    [sys.executable, "-c", PYTTS, vid, f"{d}/jobs.json"],
                    check=True,
                    timeout=120,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            except Exception as e:
                print("pyttsx3 failed:", e)
                continue

            def sound(i, t, jobs=jobs):
                with wave.open(jobs[i][0]) as w:
                    x = np.frombuffer(w.readframes(w.getnframes()), "<i2") / 32768.0
                    sr = w.getframerate()
                return pad(resample_poly(x, 16000, sr))

            answers_test(f"pyttsx3 {vid}", phrases, sound, show)


if __name__ == "__main__":
    main()
