"""Unlocking the station with the real cost of a passphrase, and what a check of rights costs a take."""

import time

from app.bench import Bench, Figure
from app.rights import Person, Right, Role
from app.settings import load_settings
from app.station import Station
from app.vault.keyfile import NewAccount
from app.vault.keys import Kdf, stretch

PASSPHRASE = "four words of nonsense"
ROLES = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.INSPECTOR, Role.AUDITOR, Role.CLERK)
CHECKS = 100_000


def unlock(bench: Bench) -> list[Figure]:
    """From the passphrase to an open station as each of five accounts, beside the passphrase's stretching alone."""
    settings = load_settings(bench.folder / "data", {})
    founders = [NewAccount(role.value, PASSPHRASE, frozenset({role})) for role in ROLES]
    Station.found(settings, founders)
    kdf, opened, ratios = Kdf(), [], []
    for run in range(max(5, bench.runs)):
        begun = time.perf_counter()
        station = Station.open(settings, PASSPHRASE, ROLES[run % len(ROLES)].value)
        opened.append((time.perf_counter() - begun) * 1000)
        station.close()
        begun = time.perf_counter()
        stretch(PASSPHRASE, bytes(16), kdf)
        ratios.append(opened[-1] / ((time.perf_counter() - begun) * 1000))
    person, costs = Person("0123", frozenset({Role.SUPERVISOR})), []
    for _ in range(max(3, bench.runs)):
        begun = time.perf_counter()
        for _ in range(CHECKS):
            person.require(Right.RECORD)
        costs.append((time.perf_counter() - begun) / CHECKS * 1e6)
    cost = f"Argon2id {kdf.memory_kib // 1024} MiB, t={kdf.iterations}, p={kdf.lanes}"
    return [
        Figure("unlock", "from the passphrase to the open station", "ms", tuple(opened), 700, note=cost),
        Figure("unlock_ratio", "… per Argon2id alone", "×", tuple(ratios)),
        Figure("rights_check", "one check of rights", "µs", tuple(costs), 10),
    ]
