"""The site under load: server time, pages and figures a second beside bare handlers, and the weight of a first page."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote, urljoin

from benchmarks import bare_site
from benchmarks.measuring import Timing
from benchmarks.report import Section, milliseconds, short, table
from benchmarks.servers import (
    CONNECTIONS,
    WORKERS,
    bare_command,
    fetch_bytes,
    free_port,
    load_program,
    load_rate,
    noaber_command,
    serving,
    time_addresses,
)
from benchmarks.workplace import Invented
from noaber.products.wording import Wording
from noaber.warehouse.query import Release, open_release
from noaber.web.indicator_asking import ask_indicator

PAGES = 300
LINKED = re.compile(r'<(?:link|script|img|source)\b[^>]*?(?:href|src|srcset)="([^"]+)"[^>]*>')
CARRIES = ("stylesheet", "preload", "icon", "<script", "<img", "<source")


@dataclass(frozen=True)
class Draw:
    """Addresses that are asked, and for the bare handler the statements behind each."""

    pages: list[str]
    figures: list[str]
    statements: list[list[str]]


def draw_addresses(invented: Invented, count: int) -> Draw:
    """Draw explorer pages at random; each with the SQL that the site runs for it."""
    release = open_release(invented.releases / "current")
    chance = random.Random(11)
    indicators = list(release.catalogue.indicators)
    towns = [area.id for area in release.catalogue.areas.values() if area.type == "gemeente"]
    draw = Draw([], [], [])
    while len(draw.pages) < count:
        id, town, first = chance.choice(indicators), chance.choice(towns), chance.randint(2013, 2018)
        query = {"gebieden": town, "vergelijk": "PV01", "van": f"{first}", "tot": f"{first + 6}"}
        address = f"/nl/cijfer/{id}", "&".join(f"{name}={quote(value)}" for name, value in query.items())
        draw.pages.append("?".join(address))
        draw.figures.append(f"{address[0]}.csv?{address[1]}&vorm=data")
        draw.statements.append(_statements(release, id, query))
    release.close()
    return draw


def _statements(release: Release, id: str, query: dict[str, str]) -> list[str]:
    """Write down the SQL that the site runs for an explorer page."""
    said: list[str] = []
    fetch = release._fetch
    release._fetch = lambda sql: (said.append(sql), fetch(sql))[1]  # type: ignore[method-assign]
    ask_indicator(release, id, {name: [value] for name, value in query.items()}, Wording.of("nl"))
    release._fetch = fetch  # type: ignore[method-assign]
    return said


@dataclass(frozen=True)
class Served:
    """What was measured of the site."""

    page: Timing
    cached: list[float]
    constant: list[float]
    figures: list[float]
    bare: list[float]
    pages: list[float]
    weights: dict[str, list[tuple[str, int]]]


def measure_site(invented: Invented, folder: Path, seconds: int, turns: int) -> Served:
    """Measure the site on an invented release; the rates in turns with the bare handlers."""
    draw = draw_addresses(invented, PAGES)
    home = {"NOABER_HOME": str(invented.home), "NOABER_HOST": "127.0.0.1"}
    uncached = home | {"NOABER_CACHE_MB": "0"}
    port = free_port()
    with serving(noaber_command(invented, port), port, uncached):
        time_addresses(port, draw.pages[:40])
        page = time_addresses(port, draw.pages)
    port = free_port()
    with serving(noaber_command(invented, port), port, home):
        weights = {address: weigh_page(port, address) for address in ("/nl/", draw.pages[0])}
        body, _ = fetch_bytes(port, draw.pages[0])
    (folder / "body").write_bytes(body)
    (folder / "statements.json").write_text(json.dumps(draw.statements), "utf-8")
    told = {
        bare_site.BODY: str(folder / "body"), bare_site.RELEASE: str(invented.file),
        bare_site.STATEMENTS: str(folder / "statements.json"),
    }  # fmt: skip
    numbers = [f"/{at}" for at in range(len(draw.statements))]
    site = partial(noaber_command, invented)
    constant, data = partial(bare_command, "constant"), partial(bare_command, "data")
    plan: dict[str, tuple[Callable[[int], list[str]], dict[str, str], list[str]]] = {
        "cached": (site, home, draw.pages[:1]),
        "constant": (constant, told, ["/"]),
        "figures": (site, uncached, draw.figures),
        "bare": (data, told, numbers),
        "pages": (site, uncached, draw.pages),
    }
    rates: dict[str, list[float]] = {name: [] for name in plan}
    for _ in range(turns if load_program() else 0):
        for name, (command, environment, addresses) in plan.items():
            port = free_port()
            with serving(command(port), port, environment):
                load_rate(port, addresses, 1, folder)
                rates[name].append(load_rate(port, addresses, seconds, folder))
    return Served(page, weights=weights, **rates)


def weigh_page(port: int, address: str) -> list[tuple[str, int]]:
    """Give what a browser fetches for a page before charts: the page, then style, fonts and scripts; in bytes."""
    body, _ = fetch_bytes(port, address)
    text = _unpacked(body).decode()
    parts = [(address, len(body))]
    tags = [(match.group(0), match.group(1)) for match in LINKED.finditer(text)]
    links = [link for tag, link in tags if any(word in tag for word in CARRIES)]
    for link in dict.fromkeys(link for link in links if link.startswith("/statisch/")):
        body, _ = fetch_bytes(port, link)
        parts.append((link.rsplit("/", 1)[-1], len(body)))
        if link.endswith(".css"):
            parts += _fonts(port, link, _unpacked(body).decode(), links)
    return parts


def _fonts(port: int, style: str, text: str, known: Sequence[str]) -> list[tuple[str, int]]:
    """Give the fonts that a style sheet names, also those that a page may not need."""
    fonts = [urljoin(style, name.strip("\"'")) for name in re.findall(r"url\(([^)]+\.woff2[^)]*)\)", text)]
    wanted = [font for font in dict.fromkeys(fonts) if font not in known]
    return [(font.rsplit("/", 1)[-1], len(fetch_bytes(port, font)[0])) for font in wanted]


def _unpacked(body: bytes) -> bytes:
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def web_section(invented: Invented, served: Served) -> Section:
    """Render what was measured of the site."""
    parts = [INTRODUCTION.format(size=invented.size.name, workers=WORKERS, connections=CONNECTIONS)]
    page = served.page
    parts.append(
        f"**An explorer page that is not in memory**, {len(page.values)} different ones one after the other, as a "
        f"client on the same machine sees it: median {milliseconds(page)}, 99 % within {short(page.quantile(0.99))} ms."
    )
    parts.append(_rates(served) if served.cached else "Rates were left out: the load generator `wrk` is not installed.")
    parts.append(_weights(served.weights))
    return Section("Web", "\n\n".join(parts))


INTRODUCTION = """`noaber serve` with {workers} workers on the release of {size} million observations. Rates:
{connections} connections that ask without pause, from the same cores that serve; site and bare handler in turns."""


def _rates(served: Served) -> str:
    compared = [
        ("cached pages", served.cached, "constant answer of the same bytes", served.constant),
        ("uncached figures (CSV)", served.figures, "the same SQL in a bare handler", served.bare),
        ("uncached pages", served.pages, "the same SQL in a bare handler", served.bare),
    ]
    rows = [[what, _rate(own), beside, _rate(bare), _share(own, bare)] for what, own, beside, bare in compared]
    return table(["a second", "Noaber", "beside it", "bare", "share"], rows)


def _rate(rates: Sequence[float]) -> str:
    return f"{short(Timing(tuple(rates)).median)} ({short(min(rates))}-{short(max(rates))})"


def _share(own: Sequence[float], bare: Sequence[float]) -> str:
    return f"{100 * Timing(tuple(own)).median / Timing(tuple(bare)).median:.0f} %"


def _weights(weights: dict[str, list[tuple[str, int]]]) -> str:
    rows = []
    for parts in weights.values():
        title = parts[0][0].partition("?")[0]
        spelled = ", ".join(f"{name.partition('?')[0]} {size / 1000:.1f}" for name, size in parts)
        rows.append([f"`{title}`", f"{sum(size for _, size in parts) / 1000:.0f} kB", spelled])
    return "**A first page before charts**, compressed as it travels\n\n" + table(["page", "in all", "in kB"], rows)
