"""Speech for the training: espeak-ng with the times of its phones, and what rooms, lines and noise do to it."""

import ctypes
import re

from phrases import HANZI

VARIANTS = """m1 m2 m3 m5 m6 m7 m8 f1 f3 f4 f5 klatt klatt2 klatt3 Alex Alicia Andrea Andy Annie Diogo Gene Gene2
Henrique Hugo Jacky Lee Marco Mario Michael Mike Nguyen adam anika antonio aunty belinda benjamin boris caleb david ed
edward grandma gustave iven iven2 john kaukovalta marcelo max michel miguel norbert pablo pedro quincy rob robert
sandro shelby steph steph2 travis victor zac""".split()
HELD_OUT_VARIANTS = ["m4", "f2", "Denis", "linda", "paul", "steph3", "iven4", "edward2"]


class Espeak:
    class _Ev(ctypes.Structure):
        _fields_ = [
            ("type", ctypes.c_int),
            ("uid", ctypes.c_uint),
            ("text_pos", ctypes.c_int),
            ("length", ctypes.c_int),
            ("ms", ctypes.c_int),
            ("sample", ctypes.c_int),
            ("user", ctypes.c_void_p),
            ("name", ctypes.c_char * 8),
        ]

    def __init__(self):
        import numpy as np

        self.lib = ctypes.CDLL("libespeak-ng.so.1")
        self.rate = self.lib.espeak_Initialize(2, 0, None, 1)  # synchronous, phoneme events
        self.lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.wav, self.ev = [], []
        cbtype = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(self._Ev))

        def cb(w, n, e):
            if w and n > 0:
                self.wav.append(np.ctypeslib.as_array(w, (n,)).copy())
            i = 0
            while e[i].type:
                if e[i].type == 1:
                    self.ev.append((e[i].sample, None))
                elif e[i].type == 7:
                    self.ev.append(
                        (
                            e[i].sample,
                            ctypes.string_at(ctypes.addressof(e[i]) + self._Ev.name.offset, 8)
                            .split(b"\0")[0]
                            .decode("utf8", "replace"),
                        )
                    )
                i += 1
            return 0

        self._cb = cbtype(cb)
        self.lib.espeak_SetSynthCallback(self._cb)

    def say(self, text, voice, rate=150, pitch=50, prange=50, gap=0):
        """-> (int16 samples at 22050 Hz, [(sample, None | phoneme name)], [phoneme text per word])"""
        import numpy as np

        self.wav.clear()
        self.ev.clear()
        if self.lib.espeak_SetVoiceByName(voice.encode()):
            raise ValueError(voice)
        for k, v in ((1, rate), (3, pitch), (4, prange), (7, gap)):
            self.lib.espeak_SetParameter(k, v, 0)
        b = text.encode()
        ptr = ctypes.c_char_p(b)
        words = []
        while ptr.value:
            s = self.lib.espeak_TextToPhonemes(ctypes.byref(ptr), 1, 0)
            words += (s or b"").decode("utf8", "replace").split()
        self.lib.espeak_Synth(b, len(b) + 1, 0, 1, 0, 1, None, None)
        w = np.concatenate(self.wav) if self.wav else np.zeros(0, np.int16)
        return w, list(self.ev), words


CONS = set("; p ph m f t th n l k kh x X h ts tsh s ts. ts.h s. z. z r tS; tS;h S; j w N".split())
TONELESS = {"i.", "i["}  # espeak-ng says these (shi, si, ...) without an audible tone
TONE = {"55": 1, "35": 2, "214": 3, "21": 3, "51": 4}


def segments(ev, words, total):
    """Phone segments [(phone, start, end, word index)] in samples; None when the word count does not add up."""
    kept = []
    for x in ev:  # a word event with no phone after it is spurious
        if x[1] is None and kept and kept[-1][1] is None:
            kept.pop()
        if x[1] is not None and x[1].startswith("_") and kept and kept[-1][1] is None:
            kept.pop()
        kept.append(x)
    while kept and kept[-1][1] is None:
        kept.pop()
    ev = kept
    if sum(1 for _, n in ev if n is None) != len(words):
        return None
    segs, wi, en, prev_vowel, last = [], -1, False, False, None
    for t, n in ev:
        if n is None:
            wi += 1
            en = False if last is None else en
            prev_vowel = False
            digits = re.findall(r"\d+", words[wi].split("(")[0]) if "(en)" not in words[wi] else []
            tone = TONE.get(digits[-1], 0) if digits else 0
            continue
        if n.startswith("("):
            en = n == "(en)"
            continue
        if n in ("_|", "_:", "_", "_!", "|", "||", "_^_", "") or n.startswith("_"):
            segs.append(["_|" if n in ("_|", "_") else "SIL", t, wi])
            last = None if n not in ("_|", "_") else last
            continue
        if en:
            p = "en:" + n
        elif n in CONS:
            p = n + ("_c" if n in ("n", "N") and prev_vowel else "")
        else:
            p = f"{n.replace('-', '')}={0 if n in TONELESS else tone}"
            prev_vowel = True
        segs.append([p, t, wi])
        last = n
    out = []
    for i, (p, t, w) in enumerate(segs):
        end = segs[i + 1][1] if i + 1 < len(segs) else total
        out.append([p, t, end, w])
    # the short gap before a stop belongs to the next phone; longer gaps are silence
    res, carry = [], None
    for p, a, b, w in out:
        if p == "_|":
            if b - a > 2400:
                res.append(["SIL", a, b, -1])
            elif carry is None:
                carry = a
            continue
        if p == "SIL":
            if b > a:
                res.append(["SIL", carry if carry is not None else a, b, -1])
            carry = None
            continue
        if b <= a:
            continue
        if carry is not None:
            a, carry = min(a, carry), None
        elif res and res[-1][2] < a:
            a = res[-1][2]
        res.append([p, a, b, w])
    if res and res[0][1] > 0 and res[0][1] < 2400:
        res[0][1] = 0
    return res


# ----------------------------------------------------------------------------- sound: damage and features
def mfcc_config():
    return {
        "use-energy": "false",
        "sample-frequency": "16000",
        "num-mel-bins": "40",
        "num-ceps": "40",
        "low-freq": "40",
        "high-freq": "-200",
        "dither": "0",
        "allow-upsample": "true",
        "allow-downsample": "true",
    }


def mfcc(x):
    """x: float samples, full scale 1.0, 16 kHz -> [frames, 40], as Vosk computes them."""
    import kaldi_native_fbank as knf
    import numpy as np

    o = knf.MfccOptions()
    o.frame_opts.samp_freq, o.frame_opts.dither = 16000, 0.0
    o.mel_opts.num_bins, o.mel_opts.low_freq, o.mel_opts.high_freq = 40, 40.0, -200.0
    o.num_ceps, o.use_energy = 40, False
    f = knf.OnlineMfcc(o)
    f.accept_waveform(16000, np.round(np.clip(x, -1, 32767 / 32768) * 32768).tolist())
    f.input_finished()
    return np.stack([f.get_frame(i) for i in range(f.num_frames_ready)]).astype(np.float32)


def noise(r, n, kind):
    import numpy as np

    w = r.standard_normal(n)
    if kind == "white":
        return w
    f = np.fft.rfft(w)
    k = np.arange(len(f)) + 20.0
    f *= k ** (-0.5 if kind == "pink" else -1.0)
    y = np.fft.irfft(f, n)
    if kind == "hum":
        t = np.arange(n) / 16000
        f0 = r.choice([50, 60, 100])
        y = sum(np.sin(2 * np.pi * f0 * h * t + r.random() * 6) / h for h in (1, 2, 3, 5)) + 0.1 * y / (y.std() + 1e-9)
    return y / (y.std() + 1e-12)


def echo(r, x, rt=None):
    import numpy as np
    from scipy.signal import fftconvolve

    rt = rt or r.uniform(0.08, 0.5)
    n = int(rt * 16000)
    h = r.standard_normal(n) * np.exp(-6.9 * np.arange(n) / n)
    h[: int(0.002 * 16000)] = 0
    h *= 10 ** (-r.uniform(0, 12) / 20) / (np.sqrt((h**2).sum()) + 1e-9)
    h[0] = 1
    return fftconvolve(x, h)[: len(x)]


def telephone(x):
    """300-3400 Hz, mu-law."""
    import numpy as np
    from scipy.signal import butter, resample_poly, sosfilt

    y = resample_poly(sosfilt(butter(4, [300, 3400], "bandpass", fs=16000, output="sos"), x), 1, 2)
    y = np.clip(y, -1, 1)
    q = np.round(np.sign(y) * np.log1p(255 * np.abs(y)) / np.log(256) * 127) / 127
    return resample_poly(np.sign(q) * (256 ** np.abs(q) - 1) / 255, 2, 1)


def damage(r, x, babble, hard=1.0):
    """Random room, line and noise on a 16 kHz signal (float)."""
    import numpy as np
    from scipy.signal import lfilter

    x = x / (np.abs(x).max() + 1e-9)
    if r.random() < 0.35 * hard:
        x = echo(r, x)
    if r.random() < 0.3:
        a = r.uniform(-0.45, 0.45)
        x = lfilter([1, a], [1], x)
    level = np.sqrt((x**2).mean() * 1.6) + 1e-9
    y = r.random()
    if y < 0.62:
        kind = r.choice(["white", "pink", "brown", "hum", "babble", "babble"])
        if kind == "babble":
            i = r.integers(0, len(babble) - len(x)) if len(babble) > len(x) else 0
            n = np.resize(babble[i : i + len(x)], len(x))
            snr = r.uniform(10, 32)
        else:
            n = noise(r, len(x), kind)
            snr = r.uniform(6, 34)
        x = x + n / (n.std() + 1e-9) * level * 10 ** (-snr / 20)
    elif y < 0.82:
        x = x + r.standard_normal(len(x)) * level * 10 ** (-r.uniform(35, 65) / 20)
    if r.random() < 0.15:  # knocks, clicks, beeps: not speech
        for _ in range(r.integers(1, 4)):
            n = int(r.uniform(0.02, 0.3) * 16000)
            t = np.arange(n) / 16000
            if r.random() < 0.5:
                b = np.sin(2 * np.pi * r.uniform(200, 3000) * t) * np.minimum(1, np.minimum(t, t[::-1]) / 0.005)
            else:
                b = noise(r, n, r.choice(["white", "pink", "brown"])) * np.exp(-t / r.uniform(0.01, 0.1))
            i = r.integers(0, max(1, len(x) - n))
            b = b[: len(x) - i]
            x[i : i + len(b)] += b / (np.abs(b).max() + 1e-9) * r.uniform(0.02, 0.5)
    x = x / (np.abs(x).max() + 1e-9) * 10 ** (-r.uniform(0.2, 26) / 20)
    if r.random() < 0.05:
        x = np.clip(x * r.uniform(1.2, 3), -1, 1)
    if r.random() < 0.14:
        x = telephone(x)
    return x


def make_babble(esp, r, seconds=40):
    import numpy as np
    from scipy.signal import resample_poly

    mix = np.zeros(seconds * 16000)
    for _ in range(5):
        i = 0
        while i < len(mix):
            w, _, _ = esp.say(
                "".join(r.choice(HANZI) for _ in range(20)),
                "cmn-latn-pinyin+" + r.choice(VARIANTS),
                r.randint(120, 190),
                r.randint(20, 80),
            )
            w = resample_poly(w.astype(float), 320, 441)[: len(mix) - i]
            mix[i : i + len(w)] += w / (np.abs(w).max() + 1)
            i += max(len(w), 1)
    return mix
