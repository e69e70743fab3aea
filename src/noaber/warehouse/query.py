"""Reading a release: the one way in which pages, exports, commands and notebooks get figures.

A release never changes, so everything but the figures is kept in memory; figures come from DuckDB by integer keys.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from noaber.vocabulary.errors import NotFound, Problem, did_you_mean
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.sights import PUBLIC, Sight
from noaber.warehouse.cards import AreaCard, Cell, Explanation, Hit, IndicatorCard
from noaber.warehouse.catalogue import Catalogue, read_catalogue, see_catalogue
from noaber.warehouse.chunks import estimate_rows, put_above, split_selection
from noaber.warehouse.database import open_read_only, read_frame, read_number
from noaber.warehouse.explain import Lookup, Wanted, explain_cell
from noaber.warehouse.flows import Flows, read_flows
from noaber.warehouse.newest import newest_periods
from noaber.warehouse.next_level import next_shown_of
from noaber.warehouse.publish import FILE, MANIFEST
from noaber.warehouse.reading import current_reading, note_hidden
from noaber.warehouse.search import Answer, find_things
from noaber.warehouse.search_index import SearchIndex
from noaber.warehouse.selection import (
    COLUMNS,
    Keys,
    Selection,
    choose,
    gather_selections,
    latest_sql,
    observations_sql,
    read_slice,
)
from noaber.warehouse.sight import beyond_in, open_sight

FRAME = """
SELECT i.id AS indicator, a.code AS area, a.id AS area_id, a.name_{language} AS area_name, a.vintage,
  t.id AS level, p.text AS period, s.text AS slice, o.value, o.status, o.hidden, o.series_break
FROM ({rows}) o JOIN indicator i USING (indicator_key) JOIN area a USING (area_key)
JOIN area_type t ON t.type_key = a.type_key JOIN period p USING (period_key) JOIN slice s USING (slice_key)
ORDER BY o.indicator_key, a.type_key, o.area_key, o.period_key, o.slice_key
"""

KEYS = "o.indicator_key, o.area_key, o.period_key, o.slice_key"
NOTED = "o.indicator_key, o.area_key, o.beyond"


class Release:
    """An opened release, as a sight sees it. Safe to use from several threads: each question has its own cursor."""

    def __init__(self, folder: Path, sight: Sight = PUBLIC, public: Release | None = None) -> None:
        self.folder, self.sight, self._public = folder, sight, public
        self.manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        self._database = open_sight(folder, sight) if sight.grants else open_read_only(folder / FILE)
        self.catalogue: Catalogue = (
            see_catalogue(self._database, public.catalogue) if public else read_catalogue(self._database, self.manifest)
        )

    @property
    def id(self) -> str:
        """The id of the release."""
        return self.catalogue.card.id

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # -- figures

    def select(self, indicators: str | Iterable[str], **choice: Any) -> Selection:
        """Translate a choice in words into keys, see `noaber.warehouse.selection.choose`."""
        return choose(self.catalogue, indicators, **choice)

    def cells(self, selection: Selection, limit: int | None = None) -> list[Cell]:
        """Give the observations of a selection as values, for pages; in the order of the release."""
        return self._fetch(observations_sql(selection, self._columns) + (f" LIMIT {int(limit)}" if limit else ""))

    def latest(self, selection: Selection) -> list[Cell]:
        """Give the newest observation with something to say per indicator, area and slice."""
        return self._fetch(latest_sql(selection, self._columns))

    def count(self, selection: Selection) -> int:
        """Count the observations of a selection."""
        sql = f"SELECT count(*) FROM ({observations_sql(selection)})"  # noqa: S608 - integer keys only
        return read_number(self._database, sql)

    def observations(self, indicators: str | Iterable[str], language: str = "nl", **choice: Any) -> pl.DataFrame:
        """Give observations as a frame: indicator, area, area_id, area_name, vintage, level, period, slice, value,
        status, hidden, series_break. `choice` as in `select`: areas, level, within, periods, slices."""
        selection = self.select(indicators, **choice)
        self._note(observations_sql(selection, NOTED))
        rows = observations_sql(selection)
        sql = FRAME.format(rows=rows, language=language if language in ("nl", "de", "en") else "nl")
        return read_frame(self._database, sql)

    def chunks(self, selection: Selection) -> Iterator[pl.DataFrame]:
        """Give the observations of a selection in pieces, with keys instead of names, in the order of the release; with
        a sight also whether each is beyond the public figures. Beside a hidden one stand area and category of the next
        one up that is shown (`instead_area_key`, `instead_slice_key`)."""
        for part in split_selection(self.catalogue, selection):
            frame = read_frame(self._database, observations_sql(part, self._columns))
            if self.sight.grants:
                self._note_rows(frame.filter("beyond").select("indicator_key", "area_key").iter_rows())
            yield put_above(frame, self.shown_above)

    def shown_above(self, hidden: Collection[Keys]) -> dict[Keys, Keys]:
        """Give for hidden cells the next figure up that is shown, where there is one; no value is read."""
        return next_shown_of(self.catalogue, hidden, self._shown_in)

    def _shown_in(self, selection: Selection) -> list[Keys]:
        sql = f"{observations_sql(selection, KEYS)} AND o.value IS NOT NULL AND NOT o.hidden"
        return self._database.cursor().execute(sql).fetchall()

    def has_beyond(self, selection: Selection) -> bool:
        """Say whether any figure of a selection is beyond the public ones; no value is read."""
        sql = f"SELECT 1 FROM ({observations_sql(selection, 'o.beyond')}) WHERE beyond LIMIT 1"  # noqa: S608 - keys only
        return bool(self.sight.grants) and bool(self._database.cursor().execute(sql).fetchall())

    def estimate(self, selection: Selection) -> int:
        """Say at most how many observations a selection has, without reading any."""
        return estimate_rows(self.catalogue, selection)

    def flows(self, indicator: str, period: str, slice: str = "") -> Flows:
        """Give the flows from place to place of a count that is broken down by areas, in one period and category;
        NotFound where it is no such count or the period is unknown."""
        card = self.catalogue.indicator(indicator)
        if indicator not in self.catalogue.flows:
            near = did_you_mean(indicator, list(self.catalogue.flows), "Flows")
            raise NotFound(Problem("indicator", f"'{indicator}' counts no flows", "", near))
        level = self.catalogue.flows[indicator].area_type
        if period not in card.periods(level):
            raise NotFound(Problem("period", f"'{period}'", "", did_you_mean(period, card.periods(level))))
        whole = Selection((card.key,), (self.catalogue.types[level].key,), None, (self.catalogue.periods[period],))
        self._note(observations_sql(whole, NOTED))
        words = read_slice(self.catalogue, slice)
        return read_flows(self._database, self.catalogue, card, period, words, bool(self.sight.grants))

    @cached_property
    def below_zero(self) -> frozenset[int]:
        """Keys of the indicators that have a figure below zero: balances, changes, temperatures."""
        sql = "SELECT indicator_key FROM observation GROUP BY indicator_key HAVING min(value) < 0"
        return frozenset(key for (key,) in self._database.cursor().execute(sql).fetchall())

    @cached_property
    def newest_by_source(self) -> dict[str, str]:
        """The newest period for which each source gave a number."""
        return newest_periods(self._database)

    @property
    def _columns(self) -> str:
        """What is read of an observation; with a sight also whether it is beyond the public figures, to be noted."""
        return f"{COLUMNS}, o.beyond" if self.sight.grants else COLUMNS

    def _fetch(self, sql: str) -> list[Cell]:
        known = self.catalogue
        rows = self._database.cursor().execute(sql).fetchall()
        if self.sight.grants:
            self._note_rows((row[0], row[1]) for row in rows if row[-1])
        cells = [
            Cell(
                known.indicator_of[i], known.by_key[a], known.period_of[p], known.slice_of[s], value, status, hidden,
                series_break, delivery, known.routes[route], *beyond,
            )
            for i, a, p, s, value, status, hidden, series_break, delivery, route, *beyond in rows
        ]  # fmt: skip
        note_hidden(sum(cell.hidden for cell in cells))
        return cells

    def _note_rows(self, keys: Iterable[tuple[int, int]]) -> None:
        """Note figures beyond the public ones that are handed out, by the keys of their indicators and areas."""
        reading, known = current_reading(), self.catalogue
        if reading is not None:
            counted = Counter(keys).items()
            reading.note_beyond(self.id, ((known.indicator_of[i], known.by_key[a].id, n) for (i, a), n in counted))

    def _note(self, rows: str) -> None:
        """Note which figures beyond the public ones are handed out; of the public file there are none."""
        reading = current_reading()
        if reading is not None and self.sight.grants:
            reading.note_beyond(self.id, beyond_in(self._database, rows))

    # -- explanation

    def explain(self, indicator: str, area: str, period: str, slice: str = "") -> Explanation:
        """Explain one figure down to its deliveries; NotFound says why there is none."""
        card = self.catalogue.indicator(indicator)
        when, text = parse_period(period), read_slice(self.catalogue, slice)
        places = self.catalogue.areas_meant(area)
        cells = self._cells_of(Wanted(card.id, place.id, when, text) for place in places)
        if not cells:
            raise NotFound(self._why_absent(card, places[-1], period))
        newest = max(cells, key=lambda cell: [place.id for place in places].index(cell.area))
        look, cell = Lookup(self._cells_of, self.members), cells[newest]
        return replace(explain_cell(self.catalogue, look, cell), instead=self._above(cell))

    def _above(self, cell: Cell) -> Cell | None:
        """Give the next figure up that is shown in the place of a hidden one; None where none is."""
        known = self.catalogue
        keys = known.indicators[cell.indicator].key, cell.area.key, known.periods[str(cell.period)]
        found = self.shown_above([(*keys, known.slices[cell.slice])]) if cell.hidden else {}
        return next((above for wanted in gather_selections(found.values()) for above in self.cells(wanted)), None)

    def explain_absence(self, indicator: str, area: str, period: str, slice: str = "") -> Explanation:
        """Explain why there is no such figure; NotFound where the release knows no such period at all."""
        card = self.catalogue.indicator(indicator)
        when, text = parse_period(period), read_slice(self.catalogue, slice)
        place = self.catalogue.area(area)
        if str(when) not in self.catalogue.periods:
            found = f"no figures of '{period}'"
            raise NotFound(Problem("period", found, "", "", card.periods(place.type)[-12:]))
        cell = Cell(card.id, place, when, text, None, "M", False, False)
        findings = self.catalogue.findings_on(None, card.id)
        return Explanation(cell, card, None, findings, absent=self._kind_of_absence(card, place, str(when)))

    def _kind_of_absence(self, card: IndicatorCard, area: AreaCard, period: str) -> str:
        if area.type not in card.levels:
            return "unweighted" if self._is_unweighted(card, area) else "level"
        return "cell" if period in card.periods(area.type) else "period"

    def _is_unweighted(self, card: IndicatorCard, area: AreaCard) -> bool:
        """Say whether an area has parts with figures that may not be added up."""
        parts = (self.catalogue.areas[id].type for id in self.catalogue.members.get(area.id, ()))
        return card.kind == "figure" and area.type not in card.levels and any(type in card.levels for type in parts)

    def _cells_of(self, wanted: Iterable[Wanted]) -> dict[Wanted, Cell]:
        """Look up cells with as few questions as their keys allow; what is not there stays out."""
        known = self.catalogue
        keys = {
            (known.indicator(id).key, known.areas[area].key, known.periods[str(period)], known.slices[slice])
            for id, area, period, slice in wanted
            if str(period) in known.periods and slice in known.slices
        }
        found = [cell for selection in gather_selections(keys) for cell in self.cells(selection)]
        return {Wanted(cell.indicator, cell.area.id, cell.period, cell.slice): cell for cell in found}

    def members(self, area: AreaCard, type: str, vintage: int | None, year: int) -> list[AreaCard]:
        """Give the areas of a type that together make up an area in a year; empty where no complete list is known."""
        sql = """SELECT child_key FROM composition WHERE parent_key = ? AND type_key = ?
          AND vintage IS NOT DISTINCT FROM ? AND (year IS NULL OR year = ?) ORDER BY year NULLS LAST, child_key"""
        keys = (area.key, self.catalogue.types[type].key, vintage, year)
        rows = self._database.cursor().execute(sql, keys).fetchall()
        return [self.catalogue.by_key[key] for (key,) in dict.fromkeys(rows)]

    def neighbours(self, area: AreaCard) -> list[AreaCard]:
        """Give the areas of the same type and vintage that share a border; none where the release does not tell."""
        sql = "SELECT neighbour_key FROM neighbour WHERE area_key = ? ORDER BY neighbour_key"
        try:
            rows = self._database.cursor().execute(sql, [area.key]).fetchall()
        except duckdb.CatalogException:  # releases made before there was such a table
            return []
        return [self.catalogue.by_key[key] for (key,) in rows]

    def _why_absent(self, card: IndicatorCard, area: AreaCard, period: str) -> Problem:
        place = f"{card.id} of {area.names.get('en')} in {period}"
        if self._is_unweighted(card, area):
            found = "a published figure without numerator is shown, never added up"
            return Problem(
                place, found, "", f"Declare a weight for '{card.id}' in the content to allow a weighted mean."
            )
        periods = card.periods(area.type)[-6:]
        said = f"Newest periods at this level: {', '.join(periods) or 'none'}."
        return Problem(place, "there is no such figure", "", said, periods)

    # -- finding

    @cached_property
    def _index(self) -> SearchIndex:
        shared = self._public is not None and self._public.catalogue.indicators is self.catalogue.indicators
        return self._public._index if shared and self._public else SearchIndex(self.catalogue)

    def search(self, text: str, language: str = "nl", limit: int = 20) -> list[Hit]:
        """Find indicators, themes, sources and areas by what people type."""
        return list(self.find(text, language, limit).hits)

    def find(self, text: str, language: str = "nl", limit: int = 20, kinds: Collection[str] = ()) -> Answer:
        """Find what people type, and say how the question was probably meant; `kinds` leaves out all others."""
        return find_things(self._index, text, language, limit, kinds)

    @cached_property
    def shaped(self) -> frozenset[str]:
        """Ids of the areas that have a shape."""
        rows = self._database.cursor().execute("SELECT area_key FROM shape").fetchall()
        return frozenset(self.catalogue.by_key[key].id for (key,) in rows)

    def shapes(self, areas: Sequence[AreaCard]) -> dict[str, dict[str, Any]]:
        """Give the simplified GeoJSON geometry of the areas that have one, by area id."""
        if not areas:
            return {}
        keys = ",".join(str(area.key) for area in areas)
        sql = f"SELECT area_key, geometry FROM shape WHERE area_key IN ({keys})"  # noqa: S608 - integer keys only
        rows = self._database.cursor().execute(sql).fetchall()
        return {self.catalogue.by_key[key].id: json.loads(geometry) for key, geometry in rows}


def open_release(folder: Path, sight: Sight = PUBLIC, public: Release | None = None) -> Release:
    """Open the release in a folder (`releases/<region>/current` or a frozen one), as a sight sees it; with what is read
    of it already where the public release is open."""
    if not (folder / FILE).is_file():
        raise NotFound(Problem(str(folder), "no release here", "", "Build one with 'noaber build'."))
    return Release(folder.resolve(), sight, public)
