#!/usr/bin/env python3
"""Make the small Mandarin Vosk model `vosk-test-cn` from nothing but espeak-ng.

    python make_model.py            # all stages: data, train, export  (about 20 min on 2 cores)
    python make_model.py export      # one stage or several, by name

Stages
  data    speak made-up sentences with espeak-ng (voices cmn-latn-pinyin and cmn), take the phone
          times from its phoneme events, add noise / echo / telephone band, compute MFCC
  train   a small TDNN (torch, CPU) that says which phone state each 30 ms frame is
  export  write the Vosk folder: am/final.mdl (Kaldi nnet3, binary), conf/, graph/

Needs: espeak-ng's shared library (libespeak-ng.so.1), and
       pip install numpy scipy torch kaldifst kaldi-native-fbank vosk
"""

import collections
import math
import multiprocessing as mp
import os
import pickle
import random
import sys
import time

from kaldi import CTX, DIL, FIRST, n_states, write_folder
from phrases import gen_utterance
from speak import VARIANTS, Espeak, damage, make_babble, mfcc, segments

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.environ.get("ASR_WORK", "vosk-test-cn-work")
OUT = os.environ.get("ASR_OUT", os.path.join(os.path.dirname(HERE), "vosk-test-cn"))
N_UTT = int(os.environ.get("ASR_UTTS", "26000"))
EPOCHS = float(os.environ.get("ASR_EPOCHS", "6"))


def worker(args):
    """Synthesise and label n utterances -> file of features, phone segments per 10 ms frame, and pronunciations."""
    seed, n, path = args
    import numpy as np
    from scipy.signal import resample_poly

    r, nr, esp = random.Random(seed), np.random.default_rng(seed), Espeak()
    babble = make_babble(esp, r)
    feats, labels, prons, skipped = [], [], collections.Counter(), 0
    bigrams = collections.Counter()
    for _ in range(n):
        text, toks = gen_utterance(r)
        kind = "cmn-latn-pinyin" if r.random() < 0.72 else "cmn"
        voice = kind + ("+" + r.choice(VARIANTS) if r.random() < 0.8 else "")
        rate = r.choice([x for x in range(105, 221) if x % 10 not in (3, 7)])
        w, ev, words = esp.say(text, voice, rate, r.randint(25, 75), r.randint(30, 75), r.choice([0, 0, 0, 1]))
        segs = segments(ev, words, len(w))
        if not segs or len(w) < 1500:
            skipped += 1
            continue
        if toks and sum(map(len, toks)) == len(words):
            i = 0
            for tok in toks:
                prons[tok, kind, tuple(s[0] for s in segs if i <= s[3] < i + len(tok))] += 1
                i += len(tok)
        if toks is None:
            prev = "<"
            for s in segs:
                cur = ">" if s[0] == "SIL" else s[0]
                if not (prev in "<" and cur == ">"):
                    bigrams[prev, cur] += 1
                prev = "<" if cur == ">" else cur
            if prev != "<":
                bigrams[prev, ">"] += 1
        down = 441 if r.random() < 0.4 else r.randint(401, 484)
        x = resample_poly(w / 32768.0, 320, down)
        k = 320 / down
        lead, tail = int(r.uniform(0.05, 0.8) * 16000), int(r.uniform(0.1, 0.9) * 16000)
        x = np.concatenate([np.zeros(lead), x, np.zeros(tail)])
        x = damage(nr, x, babble)
        f = mfcc(x)
        # label of the frame whose centre lies in the segment
        bounds = [(s[0], (s[1] * k + lead) / 160 - 1.25, (s[2] * k + lead) / 160 - 1.25) for s in segs]
        feats.append(f)
        labels.append(bounds)
    with open(path, "wb") as fh:
        pickle.dump((feats, labels, prons, bigrams, skipped), fh, protocol=4)
    return path


def stage_data():
    os.makedirs(WORK, exist_ok=True)
    t = time.time()
    chunk = 500
    jobs = [(1000 + i, chunk, f"{WORK}/data{i:03d}.pkl") for i in range(max(2, N_UTT // chunk))]
    jobs = [j for j in jobs if not os.path.exists(j[2])]
    with mp.get_context("spawn").Pool(2) as pool:
        for i, _p in enumerate(pool.imap_unordered(worker, jobs)):
            print(f"data {i + 1}/{len(jobs)} {time.time() - t:.0f} s", flush=True)


# ----------------------------------------------------------------------------- phones, states
def load_data():
    feats, labels, prons, bigrams = [], [], collections.Counter(), collections.Counter()
    for n in sorted(os.listdir(WORK)):
        if n.startswith("data") and n.endswith(".pkl"):
            with open(f"{WORK}/{n}", "rb") as fh:
                f, bounds, p, b, _skipped = pickle.load(fh)
            feats += f
            labels += bounds
            prons.update(p)
            bigrams.update(b)
    return feats, labels, prons, bigrams


def phone_table(labels):
    c = collections.Counter(p for bounds in labels for p, _, _ in bounds)
    phones = ["SIL", *sorted(p for p in c if p != "SIL")]
    pdf, n = {}, 0
    for p in phones:
        pdf[p] = list(range(n, n + n_states(p)))
        n += n_states(p)
    return phones, pdf, n, c


def frame_labels(bounds, n, pdf):
    """Phone-state label per 10 ms frame; every phone keeps at least 3 frames when its neighbours can spare them."""
    import numpy as np

    seq = [["SIL", -1e9, bounds[0][1]]] + [list(b) for b in bounds] + [["SIL", bounds[-1][2], 1e9]]
    merged = []
    for p, a, b in seq:
        if merged and p == "SIL" and merged[-1][0] == "SIL":
            merged[-1][2] = b
        else:
            merged.append([p, a, b])
    cut = [math.ceil(max(0, min(n, s[1]))) for s in merged] + [n]
    cut[0] = 0
    for i in range(1, len(merged) - 1):
        while cut[i + 1] - cut[i] < 3:
            left, right = cut[i] - cut[i - 1], cut[i + 2] - cut[i + 1]
            if max(left, right) <= 3:
                break
            if left > right:
                cut[i] -= 1
            else:
                cut[i + 1] += 1
    y = np.zeros(n, np.int64)
    for i, (p, _, _) in enumerate(merged):
        a, b = cut[i], cut[i + 1]
        s = pdf[p]
        if len(s) == 1:
            y[a:b] = s[0]
        else:
            m = (a + b + 1) // 2
            y[a:m], y[m:b] = s
    return y


# ----------------------------------------------------------------------------- network
HID = int(os.environ.get("ASR_HID", "208"))


def net(n_pdf):
    import torch

    nn = torch.nn
    layers = [nn.Conv1d(40, HID, 2 * FIRST + 1, stride=3), nn.ReLU(), nn.BatchNorm1d(HID)]
    for d in DIL:
        layers += [nn.Conv1d(HID, HID, 3, dilation=d), nn.ReLU(), nn.BatchNorm1d(HID)]
    return nn.Sequential(*layers, nn.Conv1d(HID, n_pdf, 1))


def stage_train():
    import numpy as np
    import torch

    torch.manual_seed(7)
    torch.set_num_threads(2)
    rng = np.random.default_rng(7)
    feats, labels, prons, bigrams = load_data()
    phones, pdf, n_pdf, _counts = phone_table(labels)
    pad = CTX + 2
    starts, xs, ys = [], [], []
    off = 0
    CH = 48  # output frames per training chunk (30 ms each)
    for f, b in zip(feats, labels, strict=False):
        y = frame_labels(b, len(f), pdf)
        xs.append(np.concatenate([np.repeat(f[:1], pad, 0), f, np.repeat(f[-1:], pad + 3 * CH, 0)]))
        ys.append(np.concatenate([np.full(pad, y[0]), y, np.full(pad + 3 * CH, -100)]))
        starts.append((off + pad, len(f)))
        off += len(xs[-1])
    X, Y = np.concatenate(xs), np.concatenate(ys)
    del xs, ys
    mean, std = X.mean(0), X.std(0) + 1e-3
    X = ((X - mean) / std).astype(np.float32)
    total = sum(n for _, n in starts)
    print(f"{len(feats)} utterances, {total / 360000:.2f} h, {len(phones)} phones, {n_pdf} states", flush=True)
    prior = np.bincount(Y[Y >= 0], minlength=n_pdf).astype(float) + 20
    prior /= prior.sum()
    m = net(n_pdf)
    init = f"{WORK}/net.pt"
    if os.environ.get("ASR_RESUME") and os.path.exists(init):
        m.load_state_dict(torch.load(init)["state"])
    BS = 48
    idx = np.concatenate(
        [
            np.stack(
                [
                    np.full((n + 3 * CH - 1) // (3 * CH), s),
                    np.full((n + 3 * CH - 1) // (3 * CH), n),
                    np.arange((n + 3 * CH - 1) // (3 * CH)),
                ],
                1,
            )
            for s, n in starts
        ]
    )
    steps = int(len(idx) / BS * EPOCHS)
    opt = torch.optim.AdamW(m.parameters(), lr=2e-3, weight_decay=1e-3)
    lr_max = float(os.environ.get("ASR_LR", "3e-3"))
    print(f"{sum(p.numel() for p in m.parameters())} weights, {steps} steps", flush=True)
    T = 3 * CH
    t0, run, acc, order, pos = time.time(), 0, 0, None, 0
    m.train()
    for step in range(steps):
        if order is None or pos + BS > len(order):
            order, pos = rng.permutation(len(idx)), 0
        rows = idx[order[pos : pos + BS]]
        pos += BS
        a = rows[:, 0] + rows[:, 2] * T + rng.integers(-2, 3, len(rows))
        ii = a[:, None] + np.arange(-CTX, T - 2 + CTX)
        x = torch.from_numpy(X[ii]).transpose(1, 2)
        y = torch.from_numpy(Y[a[:, None] + np.arange(0, T, 3)])
        for g in opt.param_groups:
            g["lr"] = lr_max * min(1, (step + 1) / 200) * (0.5 * (1 + math.cos(math.pi * step / steps)) * 0.98 + 0.02)
        o = m(x)
        loss = torch.nn.functional.cross_entropy(o, y, ignore_index=-100)
        opt.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(m.parameters(), 2.0)
        opt.step()
        with torch.no_grad():
            k = y >= 0
            run += loss.item()
            acc += (o.argmax(1)[k] == y[k]).float().mean().item()
        if (step + 1) % 200 == 0 or step + 1 == steps:
            d = (step % 200) + 1
            print(
                f"step {step + 1}/{steps} loss {run / d:.3f} frame acc {acc / d:.3f} {time.time() - t0:.0f} s",
                flush=True,
            )
            run = acc = 0
            torch.save(
                {
                    "state": m.state_dict(),
                    "mean": mean,
                    "std": std,
                    "prior": prior,
                    "phones": phones,
                    "pdf": pdf,
                    "n_pdf": n_pdf,
                    "prons": prons,
                    "bigrams": bigrams,
                },
                f"{WORK}/net.pt",
            )


def stage_export():
    import torch

    write_folder(torch.load(f"{WORK}/net.pt", weights_only=False), OUT)


if __name__ == "__main__":
    for s in sys.argv[1:] or ["data", "train", "export"]:
        {"data": stage_data, "train": stage_train, "export": stage_export}[s]()
