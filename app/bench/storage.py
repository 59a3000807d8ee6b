"""Sealing against `age`, and searching a full vault."""

import os
import subprocess
import time

from app.bench import Bench, Figure
from app.bench.scratch import percentile
from app.evidence.sealed import SealedWriter, generate_identity
from app.model import Case, CaseId, Channel, Take, TakeId, TakeState, Utterance
from app.vault.keyfile import sole_account
from app.vault.vault import Vault

QUERIES = ("保险", "清楚", "是", "五万元", "同意录音", "不存在的话", "会亏", "每年交五万元")
SYLLABLES = "我同意清楚明白知道保险存款每年交五万元十年会亏少损失不能取到期前本人自己签的没有问题好是对"


WRITES = 200


def _answer(n: int) -> str:
    return "".join(SYLLABLES[(n * 7 + k * (n % 11 + 1)) % len(SYLLABLES)] for k in range(3 + n % 9))


def seal(bench: Bench) -> list[Figure]:
    """Sealing a large file, in MB/s, as the station does it and as stock `age` does it."""
    megabytes = 128 if bench.is_quick else 512
    plain = bench.folder / "plain"
    with open(plain, "wb") as out:
        for _ in range(megabytes):
            out.write(os.urandom(1_000_000))
    identity = generate_identity()
    ours, peers, ratios, equal_ratios = [], [], [], []
    for _ in range(bench.runs):
        sealed = bench.folder / "ours.age"
        sealed.unlink(missing_ok=True)
        begun = time.perf_counter()
        with open(plain, "rb") as source, open(sealed, "x+b", buffering=0) as file:
            writer = SealedWriter(file, [identity.recipient])
            while block := source.read(1 << 20):
                writer.write(block)
            writer.finish()
        ours.append(megabytes / (time.perf_counter() - begun))
        peer = bench.folder / "peer.age"
        begun = time.perf_counter()
        subprocess.run(["age", "-r", identity.recipient.text, "-o", str(peer), str(plain)], check=True)
        with open(peer, "rb") as file:
            os.fsync(file.fileno())
        peers.append(megabytes / (time.perf_counter() - begun))
        ratios.append(ours[-1] / peers[-1])
        begun = time.perf_counter()
        hashed = f"age -r {identity.recipient.text} {plain} | tee {peer} | sha256sum && sync {peer}"
        subprocess.run(["sh", "-c", hashed], check=True, stdout=subprocess.DEVNULL)
        equal_ratios.append(ours[-1] / (megabytes / (time.perf_counter() - begun)))
    return [
        Figure("seal_ratio", "sealing with SHA-256 and Merkle root, speed per age's without", "×", tuple(ratios)),
        Figure("seal_hashed_ratio", "… per that of age piped through sha256sum", "×", tuple(equal_ratios)),
        Figure("seal_ours", "sealing, with SHA-256 and Merkle root", "MB/s", tuple(ours)),
        Figure("seal_age", "age", "MB/s", tuple(peers)),
    ]


def search(bench: Bench) -> list[Figure]:
    """Finding words in 100,000 answers, 95th percentile over many queries."""
    count = 10_000 if bench.is_quick else 100_000
    with Vault.create(bench.folder / "vault", [sole_account("bench")]) as vault:
        case = Case(CaseId("bench-0001"), "insurance.life_over_1y", "支行", "03", "0123", "甲乙丙", "", {})
        vault.add_case(case, time.time_ns())
        take = TakeId("20260101-000000-bench0")
        vault.open_take(
            Take(take, case.id, TakeState.OPEN, None, "bench", "0" * 64, time.time_ns(), 0, "takes/x", 0, "", b"0" * 16)
        )
        lines = [Utterance(Channel.CUSTOMER, _answer(n), n, n + 1, 1.0) for n in range(count)]
        for first in range(0, count, 1000):
            vault.add_utterances(take, lines[first : first + 1000])
        begun = time.perf_counter()
        for line in lines[:WRITES]:
            vault.add_utterance(take, line)
        written_ms = (time.perf_counter() - begun) / WRITES * 1000
        p95 = []
        for _ in range(max(3, bench.runs)):
            times = []
            for query in QUERIES * 5:
                begun = time.perf_counter()
                vault.search(query)
                times.append((time.perf_counter() - begun) * 1000)
            p95.append(percentile(times, 0.95))
    return [
        Figure("search_p95", f"search in {count} answers, 95th percentile", "ms", tuple(p95), 50),
        Figure("utterance_write", "one line of the transcript, durable", "ms", (written_ms,)),
    ]
