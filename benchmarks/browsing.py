"""Pages as a phone on a slow connection meets them: what travels, what is painted when, what moves, what blocks."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from typing import Any

from benchmarks.report import Section, short, table
from benchmarks.servers import HOST, free_port, noaber_command, serving
from benchmarks.workplace import Invented

ROUNDS = 5
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 768_000 / 8}
"""A slow mobile connection: 150 ms there and back, 1.6 Mbit a second down."""
SLOWER_PROCESSOR = 4
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
WATCH = """window.seen = {paint: 0, shift: 0, blocked: 0};
const watch = (type, keep) => new PerformanceObserver(list => list.getEntries().forEach(keep))
  .observe({type, buffered: true});
watch('largest-contentful-paint', e => { seen.paint = e.startTime; });
watch('layout-shift', e => { if (!e.hadRecentInput) seen.shift += e.value; });
watch('longtask', e => { seen.blocked += Math.max(0, e.duration - 50); });"""
ASK = """() => { const [page] = performance.getEntriesByType('navigation');
  return {...seen, ready: page.domInteractive, loaded: page.loadEventEnd}; }"""


@dataclass(frozen=True)
class Met:
    """One page: bytes that travelled, requests, milliseconds to the largest paint, layout shift, milliseconds blocked,
    milliseconds until it can be used and until all is there."""

    bytes: float
    requests: float
    paint: float
    shift: float
    blocked: float
    ready: float
    loaded: float


def measure_pages(invented: Invented, pages: dict[str, str]) -> Section | None:
    """Open pages in a Chromium of the system, slowed down and not, with an empty memory each time.

    None where there is no browser or no driver.
    """
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    port = free_port()
    home = {"NOABER_HOME": str(invented.home), "NOABER_HOST": HOST}
    with serving(noaber_command(invented, port), port, home), sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        except Error:
            return None
        base = f"http://{HOST}:{port}"
        slow = {
            name: _middle([_open(browser, base + page, True) for _ in range(ROUNDS)]) for name, page in pages.items()
        }
        fast = {
            name: _middle([_open(browser, base + page, False) for _ in range(ROUNDS)]) for name, page in pages.items()
        }
        browser.close()
    return Section("Pages", _render(invented, pages, slow, fast))


def _open(browser: Any, address: str, slowed: bool) -> Met:
    context = browser.new_context(viewport={"width": 412, "height": 823} if slowed else {"width": 1280, "height": 900})
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    if slowed:
        client.send("Network.emulateNetworkConditions", SLOW)
        client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    sizes: list[float] = []
    client.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.add_init_script(WATCH)
    page.goto(address, wait_until="load")
    page.wait_for_timeout(500)
    said = page.evaluate(ASK)
    context.close()
    return Met(sum(sizes), len(sizes), said["paint"], said["shift"], said["blocked"], said["ready"], said["loaded"])


def _middle(met: Sequence[Met]) -> Met:
    return Met(*(statistics.median(values) for values in zip(*(astuple(one) for one in met), strict=True)))


def _render(invented: Invented, pages: dict[str, str], slow: dict[str, Met], fast: dict[str, Met]) -> str:
    header = ["page", "travels", "requests", "largest paint", "layout shift", "blocked", "usable", "all there"]
    parts = [INTRODUCTION.format(size=invented.size.name, rounds=ROUNDS, slower=SLOWER_PROCESSOR)]
    for title, met in (("A slow phone", slow), ("A desk on a fast line", fast)):
        rows = [[f"{name}, `{pages[name].partition('?')[0]}`", *_say(one)] for name, one in met.items()]
        parts.append(f"**{title}**\n\n{table(header, rows)}")
    return "\n\n".join(parts)


INTRODUCTION = """Pages of the release of {size} million observations in Chromium with an empty memory; medians of
{rounds}. The slow phone: 412 pixels wide, 1.6 Mbit a second, 150 ms there and back, a processor {slower} times slower.
From the second round on the site has the page in memory: what is seen is the way to the reader."""


def _say(met: Met) -> list[str]:
    times = [f"{short(value)} ms" for value in (met.blocked, met.ready, met.loaded)]
    return [f"{met.bytes / 1000:.0f} kB", f"{met.requests:.0f}", f"{short(met.paint)} ms", f"{met.shift:.3f}", *times]
