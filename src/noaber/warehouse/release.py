"""Write a release: one DuckDB file with everything a reader may see, from the outputs of a plan's steps."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import shapely

from noaber.content.disclosure import TIERS, Tier
from noaber.content.model import Region
from noaber.privacy.disclosure_rules import rules_of
from noaber.sources.deliveries import Delivery
from noaber.sources.withdrawals import Withdrawal
from noaber.vocabulary.formulas import operands, parse_formula
from noaber.vocabulary.languages import LANGUAGES, Text
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.delivery_rows import COUNTS_COLUMNS, delivery_findings, delivery_rows, tells_rows, without_counts
from noaber.warehouse.linking.published import Quality, finding_rows, group_rows, link_rows
from noaber.warehouse.neighbours import find_neighbours
from noaber.warehouse.plan import Plan
from noaber.warehouse.planning.given import said
from noaber.warehouse.protecting.identities import protection_content
from noaber.warehouse.protecting.tier_file import TierFile
from noaber.warehouse.store import Store, step_key

COUNTED = """
CREATE TABLE counted (indicator_key SMALLINT NOT NULL, period_key INTEGER NOT NULL, area_key INTEGER NOT NULL,
  slice_key INTEGER NOT NULL, value DOUBLE, people BIGINT NOT NULL, sizes DOUBLE, x1 DOUBLE, x2 DOUBLE, x3 DOUBLE,
  hid_public BOOLEAN NOT NULL, hid_partner BOOLEAN NOT NULL)
"""
"""In the internal file alone: every count as it is, how many people it is about, of sums how large their contributions
are, and where it is hidden."""
SCHEMA = (Path(__file__).parent / "release_schema.sql").read_text("utf-8")


def release_key(region: Region, plan: Plan, withdrawn: Iterable[Withdrawal] = ()) -> str:
    """Give the key of the release that this plan makes: same content, deliveries, withdrawals and code, same key,
    whatever release stands before it."""
    deliveries = [(d.source, d.file, d.sha256, d.received_at, d.synthetic) for d in plan.tables]
    told = [_content(region), deliveries, [asdict(one) for one in withdrawn]]
    return step_key("release", told, [step.key for step in plan.steady()])


def content_fingerprint(region: Region) -> str:
    """Give the hash of what the content says of a release, whatever code reads it."""
    areas = [[repr(area) for area in region.areas], dict(region.synonyms), dict(region.same)]
    return _fingerprint([_content(region), areas, [said(one) for one in region.corrections]])


def _content(region: Region) -> list[Any]:
    files = ("themes", "units", "dimensions", "area_types", "groups", "indicators", "sources", "stories")
    counted = tuple(id for id, spec in region.indicators.items() if spec.count)
    protection = [said(region.disclosure), protection_content(region, counted)] if counted else []
    return [said(region.file), *[said(getattr(region, name)) for name in files], protection]


def write_tiers(region: Region, plan: Plan, store: Store, folder: Path) -> None:
    """Write the file of every tier of a release into a folder."""
    for tier in plan.tiers:
        write_release(region, plan, store, folder / f"{tier}.duckdb", tier)


def write_release(region: Region, plan: Plan, store: Store, path: Path, tier: Tier = "public") -> None:
    """Write the release file of a tier. Equal plans give equal content, in the same order; keys are the same in all
    tiers."""
    with duckdb.connect(path) as database:
        database.execute("SET preserve_insertion_order = true")
        database.begin()
        database.execute(SCHEMA)
        if tier == "internal":
            database.execute(COUNTED)
        writer = _Writer(region, plan, store, database, tier)
        for part in writer.parts():
            part()
        database.commit()
        database.execute("CHECKPOINT")


def _texts(text: Text | None) -> str:
    return json.dumps({language: text.get(language) for language in LANGUAGES} if text else {}, ensure_ascii=False)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _fingerprint(value: Any) -> str:
    """Give the hash of a definition as content, whatever code computes it."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def sources_of(region: Region, id: str) -> list[str]:
    """Give the sources of an indicator, its own first and then those of the operands of its formula."""
    spec = region.indicators[id]
    own = [form for source in spec.sources for form in region.forms_of(source)]
    below = [operand.name for operand in operands(parse_formula(spec.formula))] if spec.formula else []
    return list(dict.fromkeys(own + [source for name in below for source in sources_of(region, name)]))


def slug_of(name: str) -> str:
    """Write a name for an address.

    >>> slug_of("'s-Gravenhage (gemeente)")
    's-gravenhage-gemeente'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "gebied"


class _Writer:
    """Fills the tables of one release; keys are given in a fixed order."""

    def __init__(
        self, region: Region, plan: Plan, store: Store, database: duckdb.DuckDBPyConnection, tier: Tier
    ) -> None:
        self.region, self.plan, self.store, self.database, self.tier = region, plan, store, database, tier
        may = {id: TIERS.index(spec.audience) <= TIERS.index(tier) for id, spec in region.indicators.items()}
        self.indicator_keys = {id: at for at, id in enumerate(region.indicators, start=1) if may[id]}
        self.delivery_keys = {f"{d.source}/{d.sha256}": at for at, d in enumerate(plan.tables, start=1)}

    def parts(self) -> Iterable[Callable[[], None]]:
        return (
            self.meta, self.catalogue, self.areas, self.slices_periods_routes, self.deliveries, self.findings,
            self.links, self.observations, self.shapes, self.neighbours, self.stories,
        )  # fmt: skip

    def insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        """Insert rows, all at once and in order."""
        if rows:
            frame = pl.DataFrame(rows, orient="row", infer_schema_length=None)
            self.insert_frame(table, frame)

    def insert_frame(self, table: str, frame: pl.DataFrame) -> None:
        self.database.register("incoming", frame.to_arrow())
        self.database.execute(f"INSERT INTO {table} SELECT * FROM incoming")  # noqa: S608 - table names are ours
        self.database.unregister("incoming")

    # -- catalogue

    def meta(self) -> None:
        file = self.region.file
        synthetic = any(delivery.synthetic for delivery in self.plan.tables)
        pairs = {
            "region": file.region, "names": _texts(file.name), "office": _texts(file.office),
            "about": _texts(file.about), "languages": _json(file.languages), "home": file.home,
            "compare": _json(file.compare), "levels": _json(file.levels), "key_figures": _json(file.key_figures),
            "contact": file.contact, "synthetic": "yes" if synthetic else "no", "size": file.size,
            "pyramids": _json([[spec.indicator, spec.steps, spec.sides] for spec in file.pyramid]),
        }  # fmt: skip
        self.insert("meta", list(pairs.items()))

    def catalogue(self) -> None:
        region = self.region
        self.insert(
            "theme",
            [(at, id, _texts(t.name), _texts(t.description)) for at, (id, t) in enumerate(region.themes.items(), 1)],
        )
        self.insert("unit", [(id, _texts(u.name), u.symbol, u.before) for id, u in region.units.items()])
        self.insert(
            "dimension",
            [
                (
                    id,
                    _texts(d.name),
                    _json({c: json.loads(_texts(t)) for c, t in d.codes.items()}),
                    d.area,
                    _json(d.groups),
                )
                for id, d in region.dimensions.items()
            ],
        )
        self.insert(
            "source",
            [
                (id, _texts(s.name), s.supplier, s.licence, s.url, s.cadence, s.class_, s.next_update, _texts(s.notes))
                for id, s in region.sources.items()
            ],
        )
        self.insert("indicator", [self._indicator(id) for id in self.indicator_keys])
        self.insert("flow", list(self._flows()))

    def _indicator(self, id: str) -> tuple[Any, ...]:
        spec = self.region.indicators[id]
        return (
            self.indicator_keys[id], id, spec.theme, _texts(spec.name), _texts(spec.definition), _texts(spec.notes),
            spec.unit, spec.decimals, spec.direction, spec.kind, spec.formula, spec.weight, spec.moment,
            _json(spec.by), _json(sources_of(self.region, id)), _json(spec.synonyms),
            _json({period: json.loads(_texts(text)) for period, text in spec.breaks.items()}),
            self._rounded_to(id), spec.visible, _fingerprint(said(spec)), spec.audience,
        )  # fmt: skip

    def _rounded_to(self, id: str) -> int:
        """Give to multiples of what figures are rounded: by the supplier, or counted ones as this tier shows them."""
        spec = self.region.indicators[id]
        if not spec.count:
            return spec.rounded_to
        return rules_of(self.region, id, self.tier).round if self.tier != "internal" else 0

    def _flows(self) -> Iterable[tuple[Any, ...]]:
        """Counts that are broken down by areas are flows; of several such dimensions the first counts."""
        for id in self.indicator_keys:
            spec = self.region.indicators[id]
            by = next((name for name in spec.by if self.region.dimensions[name].area), "")
            if by and spec.kind == "measure":
                yield self.indicator_keys[id], by, self.region.dimensions[by].leads, spec.uncertain_below

    # -- areas

    def areas(self) -> None:
        types = {type.id: at for at, type in enumerate(self.region.types(), start=1)}
        self.insert(
            "area_type",
            [
                (types[t.id], t.id, _texts(t.names), _texts(t.plural), t.vintage_bound, t.id in self.region.file.levels)
                for t in self.region.types()
            ],
        )
        location = self.store.frame(self.plan.places, "location")
        home = set(location.filter(pl.col("parent") == self.region.file.home)["child"])
        places = self._places_shown(location, home)
        shapes = self.store.frame(self.plan.shapes, "shapes")
        measured = dict(shapes.select("area", "measured_ha").iter_rows())
        self.area_keys = {id: at for at, id in enumerate(places["id"], start=1)}
        self.type_of = {id: types[type] for id, type in places.select("id", "type").iter_rows()}
        self.insert("area", [self._area(row, types, measured, home) for row in places.iter_rows(named=True)])
        keys = self.area_keys
        pairs = [
            (keys[child], keys[parent]) for parent, child in location.iter_rows() if {parent, child} <= keys.keys()
        ]
        self.insert("location", pairs)
        membership = self.store.frame(self.plan.places, "membership")
        members = [
            (keys[parent], types[type], vintage, year, keys[child])
            for parent, child, type, vintage, year in membership.iter_rows()
            if {parent, child} <= keys.keys()
        ]
        self.insert("composition", members)

    def _places_shown(self, location: pl.DataFrame, home: set[str]) -> pl.DataFrame:
        """Keep the areas that have figures, lie at home, stand in the content, or hold one that does."""
        query = "SELECT DISTINCT area FROM read_parquet($files)"
        kept = {row[0] for row in self.database.execute(query, {"files": self.all_files()}).fetchall()} | home
        kept |= {area.id for area in self.region.areas} | self.region.groups.keys()
        kept |= set(location.filter(pl.col("child").is_in(list(kept)))["parent"])
        places = self.store.frame(self.plan.places, "places")
        return places.filter(pl.col("id").is_in(list(kept)))

    def _area(
        self, row: Mapping[str, Any], types: Mapping[str, int], measured: Mapping[str, float], home: set[str]
    ) -> tuple[Any, ...]:
        larger = sorted(
            (p for p in row["parents"] if p in self.area_keys and self.type_of[p] < types[row["type"]]),
            key=lambda p: -self.type_of[p],
        )
        return (
            self.area_keys[row["id"]], row["id"], row["code"], row["vintage"], types[row["type"]],
            row["name_nl"], row["name_de"], row["name_en"], slug_of(row["name_nl"]),
            row["valid_from"], row["valid_to"], self.area_keys[larger[0]] if larger else None, row["same_as"],
            row["hectares"], measured.get(row["id"]), row["id"] in home,
        )  # fmt: skip

    def shapes(self) -> None:
        shapes = self.store.frame(self.plan.shapes, "shapes").select("area", "geometry")
        rows = [(self.area_keys[area], shape) for area, shape in shapes.iter_rows() if area in self.area_keys]
        self.insert("shape", rows)

    def neighbours(self) -> None:
        """Neighbours are areas of a level; groups overlap and have none."""
        places = self.store.frame(self.plan.places, "places").select("id", "type", "vintage")
        kinds = {id: (type, vintage) for id, type, vintage in places.iter_rows() if type in self.region.file.levels}
        shapes = self.store.frame(self.plan.shapes, "shapes").select("area", "geometry")
        shown = {
            area: shapely.from_geojson(shape)
            for area, shape in shapes.iter_rows()
            if area in self.area_keys and area in kinds
        }
        keys = self.area_keys
        self.insert("neighbour", sorted((keys[a], keys[b]) for a, b in find_neighbours(shown, kinds)))

    def stories(self) -> None:
        """An invented story stands only beside invented figures."""
        invented = any(delivery.synthetic for delivery in self.plan.tables)
        told = {id: story for id, story in self.region.stories.items() if invented or not story.synthetic}
        rows = [
            (id, _texts(s.title), _json(dict(s.text)), _json(s.areas), _json(s.themes), s.date, s.speaker,
             _texts(s.role), s.synthetic)
            for id, s in told.items()
        ]  # fmt: skip
        self.insert("story", rows)

    # -- figures

    def figure_files(self) -> dict[str, TierFile]:
        """Give the figures of every indicator as this tier shows them, in the order of their keys."""
        return {id: self.plan.tier_file(self.store, id, self.tier) for id in self.indicator_keys}

    def all_files(self) -> list[str]:
        """Give the files of every tier and indicator: what has a key in one tier has the same in all."""
        files = (self.plan.tier_file(self.store, id, tier) for id in self.region.indicators for tier in self.plan.tiers)
        return list(dict.fromkeys(str(file.path) for file in files))

    def slices_periods_routes(self) -> None:
        found: dict[str, list[str]] = {}
        for column in ("slice", "period", "route"):
            query = f"SELECT DISTINCT {column} FROM read_parquet($files, union_by_name = true) ORDER BY {column}"  # noqa: S608
            found[column] = [row[0] for row in self.database.execute(query, {"files": self.all_files()}).fetchall()]
        texts = ["", *[text for text in found["slice"] if text]]
        self.insert("slice", list(enumerate(texts)))
        periods = sorted(map(parse_period, found["period"]))
        self.insert("period", [(at, str(p), p.frequency, p.start, p.end) for at, p in enumerate(periods, start=1)])
        self.insert("route", list(enumerate(["", *[route for route in found["route"] if route]])))

    def observations(self) -> None:
        keys = pl.DataFrame({"id": list(self.area_keys), "area_key": list(self.area_keys.values())})
        keys = keys.with_columns(type_key=pl.col("id").replace_strict(self.type_of))
        deliveries = pl.DataFrame(
            {"name": list(self.delivery_keys), "delivery_key": list(self.delivery_keys.values())},
            schema={"name": pl.String, "delivery_key": pl.Int16},
        )
        self.database.register("area_keys", keys.to_arrow())
        self.database.register("delivery_keys", deliveries.to_arrow())
        for id, file in self.figure_files().items():
            rows, parameters = file.sql(self.region.indicators[id].audience)
            named = {**parameters, "indicator": self.indicator_keys[id]}
            self.database.execute(INSERT_OBSERVATIONS.format(rows=rows), named)
            if file.counted and self.tier == "internal":
                self.database.execute(INSERT_COUNTED, {"path": str(file.path), "indicator": self.indicator_keys[id]})
        self.database.execute(INSERT_COVERAGE)

    # -- where it comes from

    def deliveries(self) -> None:
        told = (
            row if tells_rows(self.region, row.source, self.tier) else without_counts(row)
            for row in delivery_rows(self.plan, self.store)
        )
        self.insert("delivery", list(map(astuple, told)))

    def findings(self) -> None:
        rows: list[tuple[Any, ...]] = []
        keys = {delivery: key for key, delivery in enumerate(self.plan.records, start=1)}
        for delivery, (check, severity, count, detail) in delivery_findings(self.plan, self.store):
            if check in COUNTS_COLUMNS or tells_rows(self.region, delivery.source, self.tier):
                rows.append((keys[delivery], None, check, severity, count, _json(detail)))
        for id in self.indicator_keys:
            step = self.plan.figures[self.tier][id]
            notes = self.store.notes(step)
            if notes.get("contradictions"):
                detail = {"largest": f"{notes['largest_gap']:g}"}
                rows.append(
                    (None, self.indicator_keys[id], "sources_differ", "report", notes["contradictions"], _json(detail))
                )
        own = {id: self.region.indicators[id] for id in self.indicator_keys}
        for id, *finding in finding_rows(own, self.region, self.linked()):
            rows.append((None, self.indicator_keys[id], *finding))
        self.insert("finding", rows)

    def linked(self) -> dict[str, Quality]:
        """Give the quality of all links, by source and column."""
        return {id: self.store.notes(step) for id, step in self.plan.links.items()}

    def links(self) -> None:
        self.insert("link", list(link_rows(self.region, self.linked())))
        self.insert("link_group", list(group_rows(self.linked())))


INSERT_OBSERVATIONS = """
INSERT INTO observation
SELECT $indicator, a.type_key, p.period_key, a.area_key, s.slice_key, f.value, f.status, f.hidden, f.series_break,
       d.delivery_key, r.route_key, f.beyond
FROM ({rows}) f
JOIN area_keys a ON a.id = f.area JOIN period p ON p.text = f.period JOIN slice s ON s.text = f.slice
JOIN route r ON r.text = f.route LEFT JOIN delivery_keys d ON d.name = f.delivery
ORDER BY a.type_key, p.period_key, a.area_key, s.slice_key
"""
INSERT_COUNTED = """
INSERT INTO counted
SELECT $indicator, p.period_key, a.area_key, s.slice_key, f.value, f.people, f.sizes, f.x1, f.x2, f.x3,
  f.public IS NULL, f.partner IS NULL
FROM read_parquet($path) f
JOIN area_keys a ON a.id = f.area JOIN period p ON p.text = f.period JOIN slice s ON s.text = f.slice
ORDER BY p.period_key, a.area_key, s.slice_key
"""
INSERT_COVERAGE = """
INSERT INTO coverage
SELECT indicator_key, o.type_key, period_key, count(DISTINCT slice_key), count(DISTINCT area_key), a.vintage
FROM observation o JOIN area a USING (area_key)
GROUP BY indicator_key, o.type_key, period_key, a.vintage
ORDER BY indicator_key, o.type_key, period_key, a.vintage
"""


def synthetic_mixture(deliveries: Iterable[Delivery]) -> bool:
    """Say whether invented and real deliveries stand side by side."""
    return len({delivery.synthetic for delivery in deliveries}) > 1
