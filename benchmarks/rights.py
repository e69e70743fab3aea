"""Two hundred people with different rights at once: whether any of them is shown a figure of another, and how long they
wait. Every figure that not everybody may see is planted: a number that tells its theme, area and period."""

from __future__ import annotations

import http.client
import random
import re
import shutil
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from benchmarks.measuring import Timing
from benchmarks.report import Section, short, table
from benchmarks.servers import HOST, PATIENCE, free_port, noaber_command, serving
from benchmarks.workplace import Invented
from noaber.access.accounts import Appointment, add_account
from noaber.access.audit import AuditWish, count_entries, verify_log
from noaber.access.desk import Desk, open_desk
from noaber.access.sessions import begin_session
from noaber.content.read import read_rights
from noaber.vocabulary.sights import Grant, Sight
from noaber.warehouse.query import open_release

PEOPLE, ANONYMOUS = 200, 20
PAUSE_SECONDS = 2.0
"""Between two pages a visitor reads for up to this long, half of it on average."""
THEMES = 5
PLANTED = re.compile(r"(?<!\d)98(\d)(\d{3})(\d{3})(?!\d)")
BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,\u00a0\u202f](?=\d{3}(?!\d))")
ROLE = """  reader_{theme}:
    name: {{nl: Lezer {theme}, de: Leser {theme}, en: Reader {theme}}}
    description: {{nl: Leest., de: Liest., en: Reads.}}
    grants: [{{tier: partner, themes: theme_{theme:02}, areas: own}}]
    second_factor: false
"""
ADMINISTRATOR = """  administrator:
    name: {nl: Beheer, de: Verwaltung, en: Administrator}
    description: {nl: Beheert., de: Verwaltet., en: Administers.}
    may: [accounts]
"""
WHERE = "slice_key = 0 AND indicator_key IN (SELECT indicator_key FROM indicator WHERE id LIKE 'people_%_1')"
DIGITS = """'98' || (SELECT substr(theme, 8, 1) FROM indicator i WHERE i.indicator_key = observation.indicator_key)
  || lpad(area_key::VARCHAR, 3, '0') || lpad(period_key::VARCHAR, 3, '0')"""
PLANT = f"""UPDATE observation SET beyond = true, hidden = false, status = 'A', value = ({DIGITS})::DOUBLE
  WHERE {WHERE}"""
HIDE = f"UPDATE observation SET beyond = false, hidden = true, status = 'M', value = NULL WHERE {WHERE}"


@dataclass(frozen=True)
class Reader:
    """One visitor: a session, and what he may see: a theme, the keys of areas, and the addresses he asks."""

    cookie: str
    theme: str
    areas: frozenset[str]
    addresses: tuple[str, ...]


@dataclass
class Met:
    """What all visitors met together."""

    waited: list[float] = field(default_factory=list)
    shown: int = 0
    crossed: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True)
class Site:
    """Where the site listens, and the figures planted in it."""

    port: int
    planted: frozenset[str]


def plant_tiers(folder: Path) -> frozenset[str]:
    """Make a partner file of a release, with planted figures that the public file hides; gives their digits."""
    shutil.copy(folder / "public.duckdb", folder / "partner.duckdb")
    for tier, change in (("public", HIDE), ("partner", PLANT)):
        with duckdb.connect(folder / f"{tier}.duckdb") as database:
            database.execute("ALTER TABLE observation ADD COLUMN IF NOT EXISTS beyond BOOLEAN DEFAULT false")
            database.execute(change)
    with duckdb.connect(folder / "partner.duckdb", read_only=True) as database:
        told = database.execute("SELECT value::BIGINT::VARCHAR FROM observation WHERE beyond").fetchall()
    return frozenset(digits for (digits,) in told)


def make_readers(desk: Desk, folder: Path) -> list[Reader]:
    """Make people with different rights: an area of their own each, and one theme."""
    release = open_release(folder)
    known = release.catalogue
    areas = [area for area in known.areas.values() if area.type in ("gemeente", "buurt")]
    inside = {area.id: {area.key, *(known.areas[id].key for id in known.members.get(area.id, ()))} for area in areas}
    readers = []
    for number in range(PEOPLE):
        area, theme = areas[number % len(areas)], number // len(areas) % THEMES + 1
        role = Appointment(f"reader_{theme}", (area.id,), "2099-01-01")
        account = add_account(desk, f"reader{number}@example.org", f"Reader {number}", [role])
        keys = frozenset(f"{key:03}" for key in inside[area.id])
        readers.append(Reader(begin_session(desk, account.id, True), str(theme), keys, _addresses(area.id, theme)))
    readers += [Reader("", "", frozenset(), _addresses(areas[n].id, n % THEMES + 1)) for n in range(ANONYMOUS)]
    release.close()
    return readers


def _addresses(area: str, theme: int) -> tuple[str, ...]:
    own = f"people_{theme:02}_1"
    return (
        f"/nl/tabel.json?cijfers={own}&niveau=buurt", f"/nl/tabel.json?cijfers={own},people_01_1&niveau=gemeente",
        f"/nl/cijfer/{own}?gebieden={area}", f"/nl/cijfer/{own}.csv?gebieden={area}", f"/nl/gebied/{area}",
        f"/nl/cijfer/people_02_1?gebieden={area}", "/nl/",
    )  # fmt: skip


def visit(reader: Reader, at: Site, until: float, met: Met, seed: int) -> None:
    """Read pages until the time is over, one at least; every answer is looked through."""
    chance, connection = random.Random(seed), http.client.HTTPConnection(HOST, at.port, timeout=PATIENCE)
    headers = {"Cookie": f"__Host-noaber={reader.cookie}"} if reader.cookie else {}
    while True:
        address, started = chance.choice(reader.addresses), time.perf_counter()
        try:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            text, status = answer.read().decode("utf-8", "replace"), str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            text, status = "", type(error).__name__
        waited = 1000 * (time.perf_counter() - started)
        found = {match for match in PLANTED.finditer(BETWEEN_DIGITS.sub("", text)) if match.group() in at.planted}
        parts = {match.groups()[:2] for match in found}
        with met.lock:
            met.waited.append(waited)
            met.shown += len(found)
            met.crossed += sum(theme != reader.theme or area not in reader.areas for theme, area in parts)
            if status != "200":
                met.failed[status] += 1
        if time.monotonic() > until:
            break
        time.sleep(chance.random() * PAUSE_SECONDS)
    connection.close()


def measure_rights(invented: Invented, seconds: int) -> Section:
    """Let everybody in at once for some seconds; gives what they met."""
    folder = (invented.releases / "current").resolve()
    planted = plant_tiers(folder)
    roles = "".join(ROLE.format(theme=theme) for theme in range(1, THEMES + 1))
    (invented.region / "rights.yml").write_text(f"roles:\n{roles}{ADMINISTRATOR}", "utf-8")
    _, rights = read_rights(invented.region)
    assert rights is not None
    desk = open_desk(invented.home, "invented", rights)
    readers = make_readers(desk, folder)
    opening = _time_opening(folder)
    site, met, first = Site(free_port(), planted), Met(), Met()
    with serving(noaber_command(invented, site.port), site.port, {"NOABER_HOME": str(invented.home)}):
        with ThreadPoolExecutor(4) as pool:  # everybody reads one page before the minute begins
            list(pool.map(lambda reader: visit(reader, site, 0.0, first, 1), readers))
        met.crossed, met.failed = first.crossed, first.failed
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=visit, args=(reader, site, until, met, number))
            for number, reader in enumerate(readers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return _section(desk, met, seconds, opening)


def _time_opening(folder: Path) -> Timing:
    """Time the opening of a release with rights, in milliseconds."""
    taken = []
    for theme in range(1, THEMES + 1):
        started = time.perf_counter()
        open_release(folder, Sight((Grant("partner", themes=(f"theme_{theme:02}",), areas=("GM0002",)),))).close()
        taken.append(1000 * (time.perf_counter() - started))
    return Timing(tuple(taken))


def _section(desk: Desk, met: Met, seconds: int, opening: Timing) -> Section:
    entries, breaks = verify_log(desk)
    waited = sorted(met.waited)
    rows = [
        ("people with an account, each with other rights", PEOPLE), ("visitors without", ANONYMOUS),
        ("seconds", seconds), ("answers", len(waited)), ("answers a second", short(len(waited) / seconds)),
        ("waited, median", f"{short(waited[len(waited) // 2])} ms"),
        ("waited, p95", f"{short(waited[int(0.95 * len(waited))])} ms"),
        ("protected figures shown to who may see them", met.shown), ("shown to who may not", met.crossed),
        ("answers other than 200", ", ".join(f"{n} x {what}" for what, n in met.failed.items()) or 0),
        ("entries in the log of figures seen", count_entries(desk, AuditWish(kind="seen"))),
        ("entries in the log, breaks of its chain", f"{entries}, {len(breaks)}"),
        ("opening a release with rights", f"{short(opening.median)} ms"),
    ]  # fmt: skip
    text = (
        f"Everybody reads pages, tables and files at once, with up to {PAUSE_SECONDS:g} seconds between two, after\n"
        "one page each. Each answer is looked through for planted figures of others. SQLite, two processes.\n\n"
    )
    return Section("Rights", text + table(("", "measured"), rows))
