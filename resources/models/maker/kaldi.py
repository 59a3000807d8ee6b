"""The model folder: the network and the decoding graph in the formats that Kaldi, and so Vosk, reads."""

import collections
import hashlib
import math
import os
import random
import struct

from phrases import DIGITS, REPEATED, RISKY, UNK, YES, gen_answer, vocabulary
from speak import mfcc_config

FIRST = 3  # first layer sees frames -3..3
DIL = [1, 1, 1, 1, 2]  # further layers: Append(-3d, 0, 3d) in input frames
CTX = FIRST + 3 * sum(DIL)  # 21 frames of context on each side


def n_states(phone):
    return 2 if "=" in phone else 1  # Mandarin vowels get two states, everything else one


class Kaldi:
    def __init__(self, fh):
        self.fh = fh
        fh.write(b"\0B")

    def tok(self, *names):
        for n in names:
            self.fh.write(n.encode() + b" ")

    def raw(self, s):
        self.fh.write(s.encode())

    def i(self, v):
        self.fh.write(struct.pack("<bi", 4, v))

    def f(self, v):
        self.fh.write(struct.pack("<bf", 4, v))

    def d(self, v):
        self.fh.write(struct.pack("<bd", 8, v))

    def ivec(self, v):
        self.fh.write(struct.pack("<bi", 4, len(v)) + struct.pack(f"<{len(v)}i", *v))

    def vec(self, v):
        import numpy as np

        self.tok("FV")
        self.i(len(v))
        self.fh.write(np.asarray(v, "<f4").tobytes())

    def mat(self, m):
        import numpy as np

        self.tok("FM")
        self.i(m.shape[0])
        self.i(m.shape[1])
        self.fh.write(np.ascontiguousarray(m, "<f4").tobytes())


POS = ["B", "I", "E", "S"]  # begin, internal, end of a word, single-phone word


def phone_ids(phones):
    """Kaldi phone numbers: SIL is 1, then 4 position-dependent copies of each phone."""
    ids = {("SIL", ""): 1}
    for p in phones[1:]:
        for q in POS:
            ids[p, q] = len(ids) + 1
    return ids


def transition_ids(phones):
    """(phone id, state) -> (self-loop id, forward id)."""
    tid, out = 1, {}
    for (p, _q), i in sorted(phone_ids(phones).items(), key=lambda z: z[1]):
        for s in range(n_states(p)):
            out[i, s] = (tid, tid + 1)
            tid += 2
    return out


def write_model(path, ck):
    import numpy as np

    phones, pdf = ck["phones"], ck["pdf"]
    ids = phone_ids(phones)
    with open(path, "wb") as fh:
        k = Kaldi(fh)
        k.tok("<TransitionModel>", "<Topology>")
        order = sorted(ids.items(), key=lambda z: z[1])
        k.ivec([i for _, i in order])
        k.ivec([-1] + [n_states(p) - 1 for (p, _), _ in order])
        k.i(2)
        for n in (1, 2):
            k.i(n + 1)
            for s in range(n):
                k.i(s)
                k.i(2)
                k.i(s)
                k.f(0.5)
                k.i(s + 1)
                k.f(0.5)
            k.i(-1)
            k.i(0)
        k.tok("</Topology>", "<Triples>")
        triples = [(i, s, pdf[p][s]) for (p, _), i in order for s in range(n_states(p))]
        assert triples == sorted(triples)
        k.i(len(triples))
        for t in triples:
            for v in t:
                k.i(v)
        k.tok("</Triples>", "<LogProbs>")
        k.vec([0.0] + [math.log(0.5)] * (2 * len(triples)))
        k.tok("</LogProbs>", "</TransitionModel>")

        # the network: normalisation and batch norms folded into the following affine layer
        st = {n: v.numpy().astype(np.float64) for n, v in ck["state"].items()}
        convs = [n[:-7] for n in st if n.endswith(".weight") and st[n].ndim == 3]
        scale, shift = 1 / ck["std"].astype(np.float64), -ck["mean"] / ck["std"].astype(np.float64)
        comps, lines = [], ["input-node name=input dim=40"]
        src = "input"
        offs = [list(range(-FIRST, FIRST + 1))] + [[-3 * d, 0, 3 * d] for d in DIL] + [[0]]
        for li, c in enumerate(convs):
            w, b = st[c + ".weight"], st[c + ".bias"]  # [out, in, taps]
            b = b + (w * shift[None, :, None]).sum((1, 2))
            w = w * scale[None, :, None]
            name = f"tdnn{li + 1}" if li < len(convs) - 1 else "output"
            comps.append((name + ".affine", "affine", w.transpose(0, 2, 1).reshape(w.shape[0], -1), b))
            parts = ", ".join(src if o == 0 else f"Offset({src}, {o})" for o in offs[li])
            desc = f"Append({parts})" if len(offs[li]) > 1 else parts
            lines.append(f"component-node name={name}.affine component={name}.affine input={desc}")
            act = "relu" if name != "output" else "log-softmax"
            comps.append((f"{name}.{act}", act, w.shape[0], None))
            lines.append(f"component-node name={name}.{act} component={name}.{act} input={name}.affine")
            src = f"{name}.{act}"
            if name != "output":
                n = c.split(".")[0]
                bn = str(int(n) + 2)
                g = st[bn + ".weight"] / np.sqrt(st[bn + ".running_var"] + 1e-5)
                scale, shift = g, st[bn + ".bias"] - st[bn + ".running_mean"] * g
        lines.append(f"output-node name=output input={src} objective=linear")
        k.tok("<Nnet3>")
        k.raw("\n" + "\n".join(lines) + "\n\n")
        k.tok("<NumComponents>")
        k.i(len(comps))
        for name, kind, a, b in comps:
            k.tok("<ComponentName>", name)
            if kind == "affine":
                k.tok("<FixedAffineComponent>", "<LinearParams>")
                k.mat(a)
                k.tok("<BiasParams>")
                k.vec(b)
                k.tok("</FixedAffineComponent>")
            else:
                t = "RectifiedLinearComponent" if kind == "relu" else "LogSoftmaxComponent"
                k.tok(f"<{t}>", "<Dim>")
                k.i(a)
                k.tok("<ValueAvg>")
                k.vec([])
                k.tok("<DerivAvg>")
                k.vec([])
                k.tok("<Count>")
                k.d(0.0)
                k.tok("<OderivRms>")
                k.vec([])
                k.tok("<OderivCount>")
                k.d(0.0)
                k.tok("<NumDimsSelfRepaired>")
                k.d(0.0)
                k.tok("<NumDimsProcessed>")
                k.d(0.0)
                k.tok(f"</{t}>")
        k.tok("</Nnet3>", "<LeftContext>")
        k.i(CTX)
        k.tok("<RightContext>")
        k.i(CTX)
        k.tok("<Priors>")
        k.vec(ck["prior"])


# ----------------------------------------------------------------------------- decoding graph
LM = dict(
    unk_start=0.4,
    unk_after=0.02,
    from_unk=0.25,
    final=0.35,
    sil=0.4,
    single_after_unk=6.0,
    yes_after_unk=10.0,
    yes_after_unk_pause=3.0,
    single_backoff=2.0,
    yes_after_digit=6.0,  # nobody says 九 同意; a damaged 我 不 同意 was heard as 五 九 同意
    negation_bonus=1.5,
)
# When in doubt hear the negation: words with 不 or 没 are made a little cheaper at the start and after 我.
# An affirmative word straight after something not understood is dangerous: that something may have been 不.
# It needs a pause of 150 ms or more before it, or much better evidence.


def lexicon(prons):
    """word -> [(phones, probability)], from how espeak said each word in the training sentences."""
    lex = {}
    for w in vocabulary():
        both = []
        for kind, share in (("cmn-latn-pinyin", 0.6), ("cmn", 0.4)):
            c = collections.Counter({ph: n for (t, k, ph), n in prons.items() if t == w and k == kind})
            tot = sum(c.values())
            best = [(ph, n / tot) for ph, n in c.most_common(4) if n / tot > 0.08]
            both += [(ph, share) for ph, _ in best]
        seen = {}
        for ph, s in both:
            if ph and "SIL" not in ph:
                seen[ph] = max(seen.get(ph, 0), s)
        if seen:
            lex[w] = sorted(seen.items())
    return lex


def bigram_lm(r, words, n=60000):
    """Word bigrams of made-up answers -> {history: {word: probability}}, {word: unigram}, {history: back-off mass}."""
    c1, c2, known = collections.Counter(), collections.defaultdict(collections.Counter), set(words)
    for _ in range(n):
        phrases = gen_answer(r) if r.random() < 0.98 else [r.choice(REPEATED).split()]
        toks = [t for p in phrases for t in p]
        if not set(toks) <= known:  # never spoken in a (very small) training set
            continue
        hist = "<s>"
        for t in toks:
            c2[hist][t] += 1
            c1[t] += 1
            hist = t
    tot = sum(c1.values())
    uni = {w: (c1[w] + 5) / (tot + 5 * len(words)) for w in words}
    big, bow = {}, {}
    for h in ["<s>", *words]:
        c = c2[h]
        n_h, types = sum(c.values()), len(c)
        lam = (types + 1) / (n_h + types + 1) if n_h else 1.0  # Witten-Bell
        lam = max(lam, 0.05)
        big[h] = {w: (1 - lam) * k / n_h for w, k in c.items()} if n_h else {}
        bow[h] = lam
    return big, uni, bow


def build_graph(ck, path_fst, path_words, lm=LM):
    import kaldifst

    phones = ck["phones"]
    ids, tids = phone_ids(phones), transition_ids(phones)
    lex = lexicon(ck["prons"])
    words = sorted(lex)
    wid = {"<eps>": 0, UNK: 1}
    for w in words:
        wid[w] = len(wid)
    with open(path_words, "w", encoding="utf8", newline="\n") as fh:
        for w, i in wid.items():
            fh.write(f"{w} {i}\n")
        fh.write(f"#0 {len(wid)}\n<s> {len(wid) + 1}\n</s> {len(wid) + 2}\n")
    big, uni, bow = bigram_lm(random.Random(5), words)
    arcs, finals = [], {}
    count = [0]

    def new():
        count[0] += 1
        return count[0] - 1

    def eps(a, b, w=0.0):
        arcs.append((a, b, 0, 0, w))

    L2 = math.log(2)

    def phone(a, p, q, olabel=0, w=0.0):
        """From state a through phone p; returns the state where its last self loop lives."""
        for s in range(n_states(p)):
            loop, fwd = tids[ids[p, q], s]
            b = new()
            # Kaldi's "reordered" graph: the forward transition first, then its self loops
            arcs.append((a, b, fwd, olabel, w + L2))
            arcs.append((b, b, loop, 0, L2))
            a, olabel, w = b, 0, 0.0
        return a

    start, sent, back, back_digit = new(), new(), new(), new()
    # optional silence at the start
    eps(start, sent, -math.log(1 - lm["sil"]))
    eps(phone(start, "SIL", "", 0, -math.log(lm["sil"])), sent)
    w_in = {w: new() for w in [*words, UNK]}
    w_out = {w: new() for w in [*words, UNK]}
    for w in [*words, UNK]:
        end = new()  # just after the last phone
        if w != UNK:
            for ph, pr in lex[w]:
                a = w_in[w]
                for i, p in enumerate(ph):
                    q = "S" if len(ph) == 1 else "B" if i == 0 else "E" if i == len(ph) - 1 else "I"
                    a = phone(a, p, q, wid[w] if i == 0 else 0, -math.log(pr) if i == 0 else 0.0)
                eps(a, end)
        else:
            filler(ck["bigrams"], phone, eps, new, w_in[UNK], end, wid[UNK])
        eps(end, w_out[w], -math.log(1 - lm["sil"]))
        eps(phone(end, "SIL", "", 0, -math.log(lm["sil"])), w_out[w])
        if w == UNK:
            pause = end
            for _ in range(5):
                pause = phone(pause, "SIL", "")
        finals[w_out[w]] = -math.log(lm["final"])

    # language model
    def bonus(w):
        return lm["negation_bonus"] if w[0] in "不没" else 0.0

    for w, p in big["<s>"].items():
        eps(sent, w_in[w], -math.log(p * (1 - lm["unk_start"])) - bonus(w))
    eps(sent, back, -math.log(bow["<s>"] * (1 - lm["unk_start"])))
    eps(sent, w_in[UNK], -math.log(lm["unk_start"]))
    for w in words:
        cost = -math.log(uni[w]) + (lm["single_backoff"] if len(w) == 1 else 0.0)
        eps(back, w_in[w], cost)
        eps(back_digit, w_in[w], cost + (lm["yes_after_digit"] if w in YES else 0.0))
        for v, p in big[w].items():
            eps(w_out[w], w_in[v], -math.log(p) - (bonus(v) if w == "我" else 0.0))
        eps(w_out[w], back_digit if w in DIGITS else back, -math.log(bow[w]))
        eps(w_out[w], w_in[UNK], -math.log(lm["unk_after"]))
        extra = lm["single_after_unk"] if len(w) == 1 else 0.0
        base = big["<s>"].get(w, 0) + bow["<s>"] * uni[w]
        cost = -math.log(base * lm["from_unk"])
        eps(w_out[UNK], w_in[w], cost + (max(extra, lm["yes_after_unk"]) if w in RISKY else extra))
        if w in RISKY:
            eps(pause, w_in[w], cost + lm["yes_after_unk_pause"])
    eps(w_out[UNK], w_in[UNK], -math.log(lm["unk_start"]))
    # silence only: nothing said
    finals[sent] = 0.0
    f = kaldifst.StdVectorFst()
    for _ in range(count[0]):
        f.add_state()
    f.start = start
    for a, b, i, o, w in arcs:
        f.add_arc(a, kaldifst.StdArc(i, o, w, b))
    for s, w in finals.items():
        f.set_final(s, w)
    kaldifst.connect(f)
    kaldifst.arcsort(f, "ilabel")
    f.write(path_fst)
    return count[0], len(arcs), words, lex


def filler(bigrams, phone, eps, new, w_in, end, unk):
    """[unk]: any phone sequence with the phone-bigram costs of Mandarin text; two phones or more."""
    tot = collections.Counter()
    for (a, _), n in bigrams.items():
        tot[a] += n
    names = sorted({b for (_, b), n in bigrams.items() if b != ">"})
    ins = {p: new() for p in names}
    outs = {p: new() for p in names}
    for p in names:
        b = phone(w_in, p, "B", unk, -math.log((bigrams.get(("<", p), 0) + 0.2) / tot["<"]))
        eps(b, outs[p])
        eps(phone(ins[p], p, "I"), outs[p])
        eps(phone(ins[p], p, "E"), end, 1.0)
    for (a, b), n in bigrams.items():
        if a in outs and b in ins and n > 0:
            eps(outs[a], ins[b], -math.log(n / tot[a]))


MODEL_CONF = """--min-active=200
--max-active=3000
--beam=13.0
--lattice-beam=6.0
--acoustic-scale=%(ac)s
--frame-subsampling-factor=3
--frames-per-chunk=12
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.4
--endpoint.rule3.min-trailing-silence=0.8
--endpoint.rule4.min-trailing-silence=1.2
"""
ACOUSTIC_SCALE = os.environ.get("ASR_AC", "0.3")


def write(path, text):
    with open(path, "w", encoding="utf8", newline="\n") as fh:
        fh.write(text)


def write_folder(ck, out):
    """Write the trained network `ck` and its graph to the folder `out`; print what the manifest must list of it."""
    for d in ("am", "conf", "graph/phones"):
        os.makedirs(f"{out}/{d}", exist_ok=True)
    write_model(f"{out}/am/final.mdl", ck)
    write(f"{out}/conf/mfcc.conf", "".join(f"--{k}={v}\n" for k, v in mfcc_config().items()))
    write(f"{out}/conf/model.conf", MODEL_CONF % {"ac": ACOUSTIC_SCALE})
    with open(f"{out}/graph/phones/word_boundary.int", "w", newline="\n") as fh:
        for (_p, q), i in sorted(phone_ids(ck["phones"]).items(), key=lambda z: z[1]):
            fh.write(f"{i} {dict(B='begin', I='internal', E='end', S='singleton').get(q, 'nonword')}\n")
    n, a, words, _lex = build_graph(ck, f"{out}/graph/HCLG.fst", f"{out}/graph/words.txt")
    write(f"{out}/README", "Vosk test model, Mandarin, trained on espeak-ng speech only. Not for real use.\n")
    names = sorted(
        os.path.relpath(os.path.join(d, x), out).replace(os.sep, "/") for d, _, fs in os.walk(out) for x in fs
    )
    size = sum(os.path.getsize(f"{out}/{name}") for name in names)
    print(f"graph {n} states {a} arcs, {len(words)} words; {size / 1e6:.2f} MB in {out}")
    for name in names:
        with open(f"{out}/{name}", "rb") as fh:
            print(f'"{name}" = "{hashlib.sha256(fh.read()).hexdigest()}"')
