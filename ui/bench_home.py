"""`station bench`: how long the home page takes to open and to filter over ten thousand cases in a real vault.

The cases are inserted by SQL in one transaction of the vault's own database, since as many audited commits would take
minutes: rows as a station leaves them, but without their audit rows, which no list reads.
"""

import gc
import json
import time
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bench import Bench, Figure
from app.settings import load_settings
from app.station import Station
from ui.bridge import Bridge
from ui.desk import Desk
from ui.pages.home import HomePage
from ui.style.theme import Theme

CASES = 10_000
OPENS_MS, FILTERS_MS = 300.0, 100.0
OUTCOMES = ("completed", "completed", "completed", "needs_review", "incomplete", "refused", "stopped", "interrupted")
STATUSES = ("approved", "approved", "submitted", None, "returned")
FAMILY_NAMES, GIVEN_NAMES = "王李张刘陈杨黄赵周吴", "伟芳娜秀英敏静丽强磊军洋勇艳杰建国"
TYPED = ("2", "0", "2", "6", "张", "理财", "0123", "张 理财", "没有这个人")
DAY_NS = 86_400 * 10**9


def home_page(bench: Bench) -> list[Figure]:
    """Opening with nothing cached, then keystroke by keystroke."""
    application = QApplication.instance() or QApplication(["bench"])
    assert isinstance(application, QApplication)
    settings = load_settings(bench.folder / "data", {})
    opened, whole, typed = [], [], []
    with Station.found_alone(settings, "bench") as station:
        fill_vault(station, CASES)
        theme = Theme()
        theme.apply()
        desk = Desk(Bridge(), theme, settings)
        desk.station = station
        gc.collect()
        gc.disable()  # as in the program, which collects when nobody waits
        for _ in range(max(bench.runs, 3)):
            begun = time.perf_counter()
            page = HomePage(desk)
            page.resize(1366, 700)
            page.enter()
            page.show()
            _wait(page)
            opened.append((time.perf_counter() - begun) * 1000)
            _wait(page, CASES)
            whole.append((time.perf_counter() - begun) * 1000)
            page.on_find()
            for text in TYPED:
                page._search.clear()
                application.processEvents()
                begun = time.perf_counter()
                QTest.keyClicks(page._search, text) if text.isascii() else page._search.setText(text)
                page.repaint()
                application.processEvents()
                typed.append((time.perf_counter() - begun) * 1000 / (len(text) if text.isascii() else 1))
            page.hide()
            page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            page.close()
        gc.enable()
        desk.bridge.close()
    typed.sort()
    return [
        Figure("home_opens", f"home page with {CASES} cases: first rows painted", "ms", tuple(opened), OPENS_MS),
        Figure("home_whole", "… every case there, counted and painted", "ms", tuple(whole)),
        Figure("home_filters", "… a key in its search field to painted rows", "ms", tuple(typed), FILTERS_MS),
        Figure("home_filters_worst", "… the slowest of them", "ms", (typed[-1],), FILTERS_MS),
    ]


def _wait(page: HomePage, rows: int = 1) -> None:
    """Until so many rows are there, and painted."""
    while page._table.cases.rowCount() < rows:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    page.repaint()


def fill_vault(station: Station, cases: int, *, until: date | None = None) -> None:
    """Cases with a sealed take and most with a review, the newest on the day `until`."""
    last = until or date.today()
    midday_ns = round(time.mktime(last.timetuple())) * 10**9 + DAY_NS // 2

    def work(db: Any) -> None:
        for n in range(cases):
            begun_ns = midday_ns - (cases - n) * DAY_NS // 40
            day = last - timedelta(days=(cases - n) // 40)
            _insert(db, n, f"{day:%Y%m%d}-{n:06d}", begun_ns)

    station.vault._database.write(work)


def _insert(db: Any, n: int, case: str, begun_ns: int) -> None:
    name = FAMILY_NAMES[n % 10] + GIVEN_NAMES[n // 10 % 17] + (GIVEN_NAMES[n // 170 % 17] if n % 3 else "")
    kind, script = (("insurance.life_over_1y", "bank-life-over-1y"), ("wealth.r3", "bank-wealth-r3"))[n % 5 == 0]
    clerk = f"{120 + n % 7:04d}"
    db.execute(
        "INSERT INTO cases (id, product_kind, branch, counter, clerk_id, customer_name, customer_id_number, facts, "
        "opened_wall_ns) VALUES (?, ?, '示范支行', '03', ?, ?, '', ?, ?)",
        (case, kind, clerk, name, json.dumps({}), begun_ns - 60 * 10**9),
    )
    take, outcome = f"take-{n:06d}", OUTCOMES[n % 8]
    db.execute(
        "INSERT INTO takes (id, case_id, state, outcome, script_id, script_sha256, started_wall_ns, duration_ns, path, "
        "sealed_bytes, sha256, rows_sha256, seal_n, steps_accepted, steps_total) "
        "VALUES (?, ?, ?, ?, ?, '', ?, ?, ?, 90000000, '', x'', ?, ?, 24)",
        (
            take, case, "salvaged" if outcome == "interrupted" else "sealed", outcome, script, begun_ns,
            (300 + n % 400) * 10**9, f"takes/{take}.mp4.age", n + 1, 24 if outcome == "completed" else 20,
        ),
    )  # fmt: skip
    if n % 4 == 0:
        db.execute("INSERT INTO outbox (take_id, queued_wall_ns) VALUES (?, ?)", (take, begun_ns))
    status = STATUSES[n % 5]
    if status is not None:
        db.execute(
            "INSERT INTO reviews (take_id, seq, at_wall_ns, actor, kind, text) VALUES (?, 0, ?, ?, ?, '')",
            (take, begun_ns, clerk, status),
        )
