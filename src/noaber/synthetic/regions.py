"""The regions a supplier publishes on: country, landsdelen, provinces, COROP areas and municipalities, by real code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from noaber.synthetic.lists import Row


@dataclass(frozen=True)
class Region:
    """A real region by code and name; its `inhabitants`, `growth` and `urban` only set the scale of figures.

    `growth` is per 1,000 inhabitants a year, `urban` the class 1 (very urban) to 5 (rural). `until` is the
    last year of a region that was abolished and `into` the code of its successor.
    """

    code: str
    kind: str
    name: str
    statline: str
    english: str
    parent: str
    corop: str
    home: bool
    lon: float
    lat: float
    inhabitants: int
    land_km2: float
    urban: int
    growth: float
    wijken: int
    buurten: int
    postcodes: tuple[str, ...]
    until: int | None
    into: str
    begun: str


def parse_regions(rows: Iterable[Row]) -> tuple[Region, ...]:
    """Give the regions in the order of the list; an empty number counts as 0."""
    return tuple(_parse_region(row) for row in rows)


def parse_postcodes(text: str) -> tuple[str, ...]:
    """Give the four-digit postcodes of a list of numbers and ranges.

    >>> parse_postcodes("7621-7623 7625")
    ('7621', '7622', '7623', '7625')
    """
    ranges = (part.split("-") for part in text.split())
    return tuple(str(code) for ends in ranges for code in range(int(ends[0]), int(ends[-1]) + 1))


def sorting_name(name: str) -> str:
    """Give the name as StatLine sorts it: without article, the apostrophe of 's- and case.

    >>> sorted(["Utrecht", "'s-Gravenhage", "Haren"], key=sorting_name)
    ["'s-Gravenhage", 'Haren', 'Utrecht']
    """
    for article in ("'s-", "De ", "Den ", "Het ", "Ter "):
        name = name.removeprefix(article)
    return name.casefold()


def _parse_region(row: Row) -> Region:
    def number(column: str) -> float:
        return float(row[column] or 0)

    def whole(column: str) -> int:
        return int(number(column))

    return Region(
        code=row["code"],
        kind=row["kind"],
        name=row["name"],
        statline=row["statline"],
        english=row["english"],
        parent=row["parent"],
        corop=row["corop"],
        home=row["home"] == "yes",
        lon=number("lon"),
        lat=number("lat"),
        inhabitants=whole("inhabitants"),
        land_km2=number("land_km2"),
        urban=whole("urban"),
        growth=number("growth"),
        wijken=whole("wijken"),
        buurten=whole("buurten"),
        postcodes=parse_postcodes(row["postcodes"]),
        until=whole("until") or None,
        into=row["into"],
        begun=row["begun"].replace("|", "\n"),
    )
