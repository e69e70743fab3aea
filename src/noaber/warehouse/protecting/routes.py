"""Which areas make up which: every way in which parts fill a whole, without those that follow from others."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from noaber.warehouse.protecting.cells import Names

ROUTES = {"route": pl.Int32, "area": pl.Int32, "sign": pl.Int8, "size": pl.UInt32}
Route = tuple[str, str, int | None, int | None]
"""A whole, and the type, vintage and year of the areas that fill it."""


def area_routes(membership: pl.DataFrame, names: Names) -> pl.DataFrame:
    """Give the routes of all periods (period, route, area, sign, size): +1 for parts, -1 for their whole; `size` is the
    number of both."""
    years: dict[int, list[int]] = {}
    for at, text in enumerate(names.periods):
        years.setdefault(int(text[:4]), []).append(at)
    found = []
    for year, periods in years.items():
        each = pl.DataFrame({"period": periods}, schema={"period": pl.Int32})
        found.append(each.join(_routes_of(membership, names, year), how="cross"))
    return pl.concat(found) if found else pl.DataFrame(schema={"period": pl.Int32, **ROUTES})


def _routes_of(membership: pl.DataFrame, names: Names, year: int) -> pl.DataFrame:
    known = names.codes("areas")
    sets: dict[Route, set[str]] = {}
    for parent, child, type, vintage, stated in membership.iter_rows():
        if stated is None or stated == year:
            sets.setdefault((parent, type, vintage, stated), set()).add(child)
    whole = {key: parts for key, parts in sets.items() if key[0] in known and parts <= known.keys()}
    whole = {key: parts for key, parts in whole.items() if parts != {key[0]}}
    kept = [(key[0], parts) for key, parts in whole.items() if not _follows(key, parts, whole)]
    rows = []
    for at, (parent, parts) in enumerate(kept):
        rows.append((at, known[parent], -1, len(parts) + 1))
        rows += [(at, known[part], 1, len(parts) + 1) for part in sorted(parts)]
    return pl.DataFrame(rows, schema=ROUTES, orient="row")


def _follows(key: Route, parts: set[str], whole: Mapping[Route, set[str]]) -> bool:
    """Say whether a route is another one of the same whole, with every part of it taken apart by a route of its own."""
    parent, type, vintage, _ = key
    for other, between in whole.items():
        if other[0] != parent or other == key or len(between) >= len(parts):
            continue
        finer = [whole.get((area, type, vintage, when)) for area in between for when in _when(area, whole, key)]
        if len(finer) == len(between) and all(finer) and set().union(*(f or () for f in finer)) == parts:
            return True
    return False


def _when(area: str, whole: Mapping[Route, set[str]], key: Route) -> list[int | None]:
    return next(([when] for when in (key[3], None) if (area, key[1], key[2], when) in whole), [])
