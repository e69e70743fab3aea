"""KNMI daily figures of station 283 as text: a long preamble, padded fields in tenths, years without figures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from noaber.synthetic.chance import stream
from noaber.synthetic.lists import Lists
from noaber.synthetic.tabular import Files, pack
from noaber.synthetic.world import World

STATION = 283
FIRST, MEASURED_FROM, SUN_FROM, LAST = (
    date(1989, 1, 1),
    date(1989, 10, 17),
    date(1990, 1, 1),
    date(2026, 6, 25),
)
LATE = ("T10N", "T10NH", "SQ", "SP", "DR", "RH", "RHX", "RHXH")
PREAMBLE = (
    "BRON: KONINKLIJK NEDERLANDS METEOROLOGISCH INSTITUUT (KNMI)",
    "Opmerking: deze dagwaarden zijn verzonnen; alleen het formaat is dat van het KNMI.",
    "SOURCE: ROYAL NETHERLANDS METEOROLOGICAL INSTITUTE (KNMI)",
    "Comment: these daily values are invented; only the format is that of KNMI.",
)


def render_weather(world: World, lists: Lists) -> Files:
    """Give the file with daily weather 1989-2026; pressure, sight and clouds are not measured here."""
    layout = lists.trees["layouts"]
    columns: list[str] = layout["knmi"]
    legend = [f"{code:<9} = {text}" for code, text in layout["knmi_legend"].items()]
    header = "# STN,YYYYMMDD," + ",".join(f"{column:>5}" for column in columns)
    lines = [*PREAMBLE, *legend, "", header, "", *_lines(columns, stream(world.seed, "weather"))]
    return {"knmi/etmgeg_283.txt.gz": pack(("\r\n".join(lines) + "\r\n").encode())}


def _lines(columns: Sequence[str], random: Random) -> Iterator[str]:
    warmth, wet = 0.0, 0.4
    day = FIRST
    while day <= LAST:
        warmth = 0.78 * warmth + random.gauss(0, 2.1)
        wet = 0.5 * wet + 0.5 * random.random()
        figures = _figures(day, warmth, wet, random) if day >= MEASURED_FROM else {}
        known = {code: value for code, value in figures.items() if day >= SUN_FROM or code not in LATE}
        cells = (f"{known[column]:>5}" if column in known else "     " for column in columns)
        yield f"{STATION:>5},{day:%Y%m%d}," + ",".join(cells)
        day += timedelta(days=1)


def _figures(day: date, warmth: float, wet: float, random: Random) -> Mapping[str, int]:
    """One day: the season, how warm and wet the weather of these days is, and chance."""
    season = math.cos(2 * math.pi * (day.timetuple().tm_yday - 200) / 365.25)
    mean = 9.6 + 7.4 * season + warmth + 0.03 * (day.year - 1990)
    return _heat(mean, season, random) | _wind(season, random) | _sun(season, wet, random) | _rain(wet, random)


def _heat(mean: float, season: float, random: Random) -> dict[str, int]:
    low, high = mean - random.uniform(2, 6), mean + random.uniform(2, 5.5 + 1.5 * season)
    ground = low - random.uniform(0.5, 3)
    return {"TG": round(mean * 10), "TN": round(low * 10), "TNH": random.randint(1, 8), "TX": round(high * 10),
            "TXH": random.randint(12, 17), "T10N": round(ground * 10), "T10NH": random.choice((6, 6, 24))}  # fmt: skip


def _wind(season: float, random: Random) -> dict[str, int]:
    mean = max(8, random.gauss(34 - 6 * season, 12))
    top = mean * random.uniform(1.4, 2)
    return {
        "DDVEC": round(random.gauss(220, 80)) % 360 or 360, "FHVEC": round(mean * random.uniform(0.7, 0.98)),
        "FG": round(mean), "FHX": round(top / 10) * 10, "FHXH": random.randint(1, 24),
        "FHN": round(mean * random.uniform(0.2, 0.5) / 10) * 10, "FHNH": random.randint(1, 24),
        "FXX": round(top * random.uniform(1.5, 2) / 10) * 10, "FXXH": random.randint(1, 24),
    }  # fmt: skip


def _sun(season: float, wet: float, random: Random) -> dict[str, int]:
    daylight = 12.2 + 4.4 * season
    clear = min(1.0, max(0.0, random.gauss(0.85 - wet, 0.22)))
    hours, radiation = clear * daylight * 0.95, (0.22 + 0.6 * clear) * 95 * daylight * (1 + 0.45 * season)
    humid = round(min(99, max(45, 82 - 8 * season + 14 * (0.5 - clear) + random.gauss(0, 4))))
    return {
        "SQ": round(hours * 10) or -1, "SP": round(100 * clear * 0.95), "Q": round(radiation),
        "UG": humid, "UX": min(100, humid + random.randint(5, 15)), "UXH": random.randint(1, 8),
        "UN": max(20, humid - random.randint(8, 30)), "UNH": random.randint(12, 17), "EV24": round(radiation / 52),
    }  # fmt: skip


def _rain(wet: float, random: Random) -> dict[str, int]:
    """Precipitation in tenths of a millimetre; a trace is written as -1."""
    fell = random.random() < 1.15 * wet - 0.05
    tenths = round(random.expovariate(1 / 42)) if fell else 0
    top = round(tenths * random.uniform(0.25, 0.8))
    trace = fell and tenths == 0
    return {"DR": min(240, round(tenths * random.uniform(0.3, 1.2))), "RH": -1 if trace else tenths,
            "RHX": -1 if trace else top, "RHXH": random.randint(1, 24) if fell else 1}  # fmt: skip
