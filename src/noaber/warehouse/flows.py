"""Flows of a release: the observations of a count that is broken down by areas, as flows from place to place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import polars as pl

from noaber.methods.flows import FLOWS
from noaber.vocabulary.slices import parse_slice, print_slice
from noaber.warehouse.cards import AreaCard, FlowCard, IndicatorCard
from noaber.warehouse.catalogue import Catalogue
from noaber.warehouse.database import read_frame
from noaber.warehouse.selection import COLUMNS, Selection, observations_sql

FROM_CELLS = """
SELECT a.id AS teller, o.slice_key, o.value, o.status, o.hidden, {beyond} AS beyond
FROM ({rows}) o JOIN area a USING (area_key) ORDER BY o.area_key, o.slice_key
"""


@dataclass(frozen=True)
class Flows:
    """The flows of one period in one category: origin, destination, value, status, hidden. `told` are the areas that
    tell of their flows: between them and any other area no row is nobody. `beyond` are the (origin, destination) of
    those that not everybody sees."""

    frame: pl.DataFrame
    told: frozenset[str]
    beyond: frozenset[tuple[str, str]] = frozenset()


def read_flows(
    database: duckdb.DuckDBPyConnection, catalogue: Catalogue, card: IndicatorCard, period: str, slice: str,
    sighted: bool = False,
) -> Flows:  # fmt: skip
    """Give all flows of a period, in one category of the other dimensions; `sighted` where some may not be public."""
    flow = catalogue.flows[card.id]
    ends = end_of_slices(catalogue, flow, slice, _vintage(card, flow, period))
    keys = (*([catalogue.slices[slice]] if slice in catalogue.slices else []), *ends)
    selection = Selection(
        (card.key,), (catalogue.types[flow.area_type].key,), None, (catalogue.periods[period],), tuple(keys)
    )
    columns, beyond = (f"{COLUMNS}, o.beyond", "o.beyond") if sighted else (COLUMNS, "false")
    rows = read_frame(database, FROM_CELLS.format(rows=observations_sql(selection, columns), beyond=beyond))
    told = rows.filter(~pl.col("slice_key").is_in(list(ends)) & pl.col("value").is_not_null())["teller"]
    other = pl.DataFrame(
        {"slice_key": list(ends), "other": list(ends.values())}, schema={"slice_key": pl.Int64, "other": pl.String}
    )
    joined = rows.with_columns(pl.col("slice_key").cast(pl.Int64)).join(other, on="slice_key", maintain_order="left")
    teller, end = ("origin", "destination") if flow.leads == "to" else ("destination", "origin")
    named = joined.rename({"teller": teller, "other": end})
    seen = named.filter("beyond").select("origin", "destination").iter_rows()
    return Flows(named.select(list(FLOWS)), frozenset(told.to_list()), frozenset((one, other) for one, other in seen))


def end_of_slices(catalogue: Catalogue, flow: FlowCard, slice: str, vintage: int | None) -> dict[int, str]:
    """Give the area at the other end for every slice of a category: slice key to area id."""
    rest = parse_slice(slice)
    found: dict[int, str] = {}
    for code, cards in catalogue.by_code.items():
        text = print_slice({flow.dimension: code, **rest})
        area = _one(cards, flow.area_type, vintage)
        if area and text in catalogue.slices:
            found[catalogue.slices[text]] = area.id
    return found


def flow_slices(catalogue: Catalogue, card: IndicatorCard) -> list[str]:
    """Give the categories of one other dimension in which flows are told, in the order of the content."""
    flow, found = catalogue.flows[card.id], set()
    for text in catalogue.slices:
        parts = parse_slice(text)
        if flow.dimension in parts and len(parts) == 2 and parts.keys() <= set(card.dimensions):
            found.add(print_slice({name: code for name, code in parts.items() if name != flow.dimension}))
    names = [
        f"{id}={code}" for id in card.dimensions if id != flow.dimension for code in catalogue.dimensions[id].codes
    ]
    return [text for text in names if text in found]


def _one(cards: Sequence[AreaCard], type: str, vintage: int | None) -> AreaCard | None:
    """Of an area in several vintages give the one of the division that the figures are in, else the newest."""
    alike = [card for card in cards if card.type == type]
    same = [card for card in alike if card.vintage == vintage]
    return next(iter(same), None) or max(alike, key=lambda card: card.vintage or 0, default=None)


def _vintage(card: IndicatorCard, flow: FlowCard, period: str) -> int | None:
    covered = (part.vintage for part in card.coverage if (part.level, part.period) == (flow.area_type, period))
    return max(covered, key=lambda vintage: vintage or 0, default=None)
