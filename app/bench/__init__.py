"""`station bench`: what the station costs and how fast it is, each figure beside a peer of the same run.

Machines are noisy, so a figure is a ratio against a peer that does the same work (plain ffmpeg, age, the same file
unencrypted), or a latency, over several runs with minimum, median and maximum. Nothing here is a test: a figure beyond
its limit is shown as such.
"""

import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.faults import Fault


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing: its runs in `unit`, and the limit it should keep (`None`: shown only)."""

    id: str
    title: str
    unit: str
    runs: tuple[float, ...]
    limit: float | None = None
    at_least: bool = False
    """the limit is a floor"""
    note: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def is_kept(self) -> bool | None:
        if self.limit is None:
            return None
        return self.median >= self.limit if self.at_least else self.median <= self.limit

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "title": self.title,
            "unit": self.unit,
            "min": round(min(self.runs), 4),
            "median": round(self.median, 4),
            "max": round(max(self.runs), 4),
            "runs": len(self.runs),
            "limit": self.limit,
            "limit_is": None if self.limit is None else ("at least" if self.at_least else "at most"),
            "kept": self.is_kept,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Bench:
    """What a subject is given: a scratch folder, how often to run, and whether to be short."""

    folder: Path
    runs: int
    is_quick: bool


Subject = Callable[[Bench], list[Figure]]


def run_bench(
    only: Sequence[str], *, runs: int, quick: bool, console: Console, more: Mapping[str, Subject] | None = None
) -> list[dict[str, Any]]:
    """Run the subjects named (all when none is), one after the other; raises E-451 for an unknown name.

    `more` are subjects that this folder may not know: the window's.
    """
    from app.bench import pipeline, storage, trail, unlock
    from app.bench.hour import hour_take
    from app.bench.latency import answer

    subjects: dict[str, Subject] = {
        "pipeline": pipeline.cost,
        "realtime": pipeline.headroom,
        "hour": hour_take,
        "answer": answer,
        "seal": storage.seal,
        "search": storage.search,
        "audit": trail.verify,
        "unlock": unlock.unlock,
        **(more or {}),
    }
    unknown = [name for name in only if name not in subjects]
    if unknown:
        raise Fault("E-451", given=unknown[0], known=", ".join(subjects))
    results = []
    for name, subject in subjects.items():
        if only and name not in only:
            continue
        console.print(f"… {name}", highlight=False)
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            results += [figure.as_json() for figure in subject(Bench(Path(folder), runs, quick))]
    return results


def print_bench(console: Console, results: Sequence[dict[str, Any]]) -> None:
    table = Table(title="bench")
    for heading in ("figure", "min", "median", "max", "unit", "limit", "", "note"):
        table.add_column(heading)
    for row in results:
        limit = "" if row["limit"] is None else f"{'≥' if row['limit_is'] == 'at least' else '≤'} {row['limit']}"
        kept = {True: "✔", False: "✖", None: ""}[row["kept"]]
        figures = (f"{row[name]:g}" for name in ("min", "median", "max"))
        table.add_row(row["title"], *figures, row["unit"], limit, kept, row["note"])
    console.print(table)
