"""Everything of a release but its figures, read once when it is opened and then only looked up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import duckdb

from noaber.vocabulary.areas import fold_name
from noaber.vocabulary.errors import NotFound, Problem, did_you_mean, nearest
from noaber.vocabulary.languages import Text
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.cards import (
    AreaCard,
    AreaTypeCard,
    Coverage,
    DeliveryCard,
    DimensionCard,
    FindingCard,
    FlowCard,
    IndicatorCard,
    LinkCard,
    LinkGroupCard,
    PyramidCard,
    ReleaseCard,
    SourceCard,
    StoryCard,
    ThemeCard,
    UnitCard,
)  # fmt: skip


@dataclass(frozen=True)
class Catalogue:
    """The small tables of a release in memory; ids and keys to cards."""

    card: ReleaseCard
    types: Mapping[str, AreaTypeCard]
    areas: Mapping[str, AreaCard]
    by_key: Mapping[int, AreaCard]
    by_code: Mapping[str, tuple[AreaCard, ...]]
    by_name: Mapping[str, tuple[AreaCard, ...]]
    members: Mapping[str, tuple[str, ...]]
    periods: Mapping[str, int]
    period_of: Mapping[int, Period]
    slices: Mapping[str, int]
    slice_of: Mapping[int, str]
    routes: Mapping[int, str]
    dimensions: Mapping[str, DimensionCard]
    themes: Mapping[str, ThemeCard]
    indicators: Mapping[str, IndicatorCard]
    indicator_of: Mapping[int, str]
    flows: Mapping[str, FlowCard]
    sources: Mapping[str, SourceCard]
    deliveries: Mapping[int, DeliveryCard]
    findings: tuple[FindingCard, ...]
    stories: tuple[StoryCard, ...] = ()
    links: tuple[LinkCard, ...] = ()

    def indicator(self, id: str) -> IndicatorCard:
        """Give an indicator; NotFound with the nearest names."""
        if id not in self.indicators:
            visible = [card.id for card in self.indicators.values() if card.visible]
            near = tuple(nearest(id, visible, 5))
            raise NotFound(Problem("indicator", f"unknown indicator '{id}'", "", did_you_mean(id, visible), near))
        return self.indicators[id]

    def areas_meant(self, text: str) -> tuple[AreaCard, ...]:
        """Give the areas meant by an id, code or name; a code of a vintage-bound type means all its vintages.

        Of a name that several types share, the largest type counts; NotFound with the nearest names.
        """
        if text in self.areas:
            return (self.areas[text],)
        found = self.by_code.get(text.upper(), ()) or self.by_name.get(fold_name(text), ())
        if found:
            return tuple(area for area in found if area.type == found[0].type)
        near = tuple(dict.fromkeys(nearest(fold_name(text), list(self.by_name), 5)))
        said = f"Nearest: {', '.join(near)}." if near else ""
        codes = tuple(self.by_name[name][0].code for name in near)
        raise NotFound(Problem("area", f"unknown area '{text}'", "", said, codes))

    def area(self, text: str) -> AreaCard:
        """Give one area; of several vintages the newest."""
        return max(self.areas_meant(text), key=lambda area: area.vintage or 0)

    @cached_property
    def _findings_by(self) -> Mapping[int | str, tuple[FindingCard, ...]]:
        found: dict[int | str, list[FindingCard]] = {}
        for finding in self.findings:
            for about in {finding.delivery, finding.indicator} - {None}:
                found.setdefault(about or 0, []).append(finding)
        return {about: tuple(findings) for about, findings in found.items()}

    def findings_on(self, delivery: int | None, indicator: str) -> tuple[FindingCard, ...]:
        """Give what the checks found in a delivery, and in an indicator as a whole."""
        known = self._findings_by
        return (*(known.get(delivery, ()) if delivery else ()), *known.get(indicator, ()))

    def dimensions_of(self, id: str) -> tuple[str, ...]:
        """Give the dimensions in which an indicator is broken down: for a formula those of its first operand."""
        return self.indicator(id).dimensions


def read_catalogue(database: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> Catalogue:
    """Read the catalogue of an opened release."""
    reader = _Reader(database)
    types = reader.types()
    areas = reader.areas(types)
    periods = {key: parse_period(text) for key, text in reader.rows("SELECT period_key, text FROM period")}
    slices = dict(reader.rows("SELECT slice_key, text FROM slice"))
    indicators = reader.indicators(types, periods)
    dimensions = reader.dimensions()
    sources = reader.sources(indicators)
    return Catalogue(
        card=reader.release(manifest),
        types=types,
        areas=areas,
        by_key={area.key: area for area in areas.values()},
        by_code=_grouped(areas, types, lambda area: [area.code]),
        by_name=_grouped(areas, types, lambda area: {fold_name(name) for name in area.names.values()}),
        members=reader.members(areas),
        periods={str(period): key for key, period in periods.items()},
        period_of=periods,
        slices={text: key for key, text in slices.items()},
        slice_of=slices,
        routes=dict(reader.rows("SELECT route_key, text FROM route")),
        dimensions=dimensions,
        themes=reader.themes(indicators),
        indicators=indicators,
        indicator_of={card.key: id for id, card in indicators.items()},
        flows=reader.flows(indicators, dimensions),
        sources=sources,
        deliveries=reader.deliveries(),
        findings=reader.findings(indicators),
        stories=reader.stories(),
        links=reader.links(),
    )


def see_catalogue(database: duckdb.DuckDBPyConnection, public: Catalogue) -> Catalogue:
    """Read the catalogue of a release that is opened with a sight: what no sight changes is that of the public one."""
    reader = _Reader(database)
    periods = {key: parse_period(text) for key, text in reader.rows("SELECT period_key, text FROM period")}
    slices = dict(reader.rows("SELECT slice_key, text FROM slice"))
    seen = replace(
        public,
        periods={str(period): key for key, period in periods.items()},
        period_of=periods,
        slices={text: key for key, text in slices.items()},
        slice_of=slices,
        routes=dict(reader.rows("SELECT route_key, text FROM route")),
    )
    if len(reader.rows("SELECT indicator_key FROM indicator")) == len(public.indicators):
        return seen
    indicators, dimensions = reader.indicators(public.types, periods), reader.dimensions()
    return replace(
        seen,
        dimensions=dimensions,
        themes=reader.themes(indicators),
        indicators=indicators,
        indicator_of={card.key: id for id, card in indicators.items()},
        flows=reader.flows(indicators, dimensions),
        sources=reader.sources(indicators),
        deliveries=reader.deliveries(),
        findings=reader.findings(indicators),
        links=reader.links(),
    )


def _grouped(areas: Mapping[str, AreaCard], types: Mapping[str, AreaTypeCard], names: Any) -> dict[str, Any]:
    found: dict[str, list[AreaCard]] = {}
    for area in sorted(areas.values(), key=lambda area: (types[area.type].key, area.code, area.vintage or 0)):
        for name in names(area):
            found.setdefault(name, []).append(area)
    return {name: tuple(group) for name, group in found.items()}


def _text(said: str) -> Text:
    return Text(json.loads(said))


class _Reader:
    """Reads the small tables into cards."""

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self.database = database

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.database.execute(sql).fetchall()

    def release(self, manifest: Mapping[str, Any]) -> ReleaseCard:
        said = dict(self.rows("SELECT key, value FROM meta"))
        lists = {name: tuple(json.loads(said[name])) for name in ("languages", "compare", "levels", "key_figures")}
        return ReleaseCard(
            id=manifest["id"], region=said["region"], names=_text(said["names"]), office=_text(said["office"]),
            about=_text(said["about"]), home=said["home"], contact=said["contact"],
            synthetic=said["synthetic"] == "yes", built_at=manifest["built_at"], version=manifest["version"],
            size=said.get("size", ""),
            pyramids=tuple(PyramidCard(*spec) for spec in json.loads(said.get("pyramids", "[]"))), **lists,
        )  # fmt: skip

    def types(self) -> dict[str, AreaTypeCard]:
        sql = "SELECT type_key, id, names, plural, vintage_bound, level FROM area_type ORDER BY type_key"
        cards = [
            AreaTypeCard(key, id, _text(n), _text(p), bound, level) for key, id, n, p, bound, level in self.rows(sql)
        ]
        return {card.id: card for card in cards}

    def areas(self, types: Mapping[str, AreaTypeCard]) -> dict[str, AreaCard]:
        type_of = {card.key: card.id for card in types.values()}
        level_of = {card.key: card.level for card in types.values()}
        parents: dict[int, list[tuple[bool, int, str]]] = {}
        for child, type_key, parent in self.rows(
            "SELECT m.child_key, a.type_key, a.id FROM location m JOIN area a ON a.area_key = m.parent_key"
        ):
            parents.setdefault(child, []).append((not level_of[type_key], -type_key, parent))
        sql = """SELECT a.area_key, a.id, a.code, a.vintage, a.type_key, a.name_nl, a.name_de, a.name_en, a.slug, p.id,
          a.same_as, a.hectares, a.measured_ha, a.home, a.valid_from, a.valid_to
          FROM area a LEFT JOIN area p ON p.area_key = a.parent_key ORDER BY a.area_key"""
        cards = {}
        for key, id, code, vintage, type_key, nl, de, en, slug, parent, *rest in self.rows(sql):
            names = Text({"nl": nl, "de": de or nl, "en": en or nl})
            above = tuple(name for *_, name in sorted(parents.get(key, ())))
            same_as, hectares, measured, home, valid_from, valid_to = rest
            cards[id] = AreaCard(
                key, id, code, vintage, type_of[type_key], names, slug, parent, above, same_as, hectares, measured,
                home, valid_from, valid_to,
            )  # fmt: skip
        return cards

    def members(self, areas: Mapping[str, AreaCard]) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for area in areas.values():
            for parent in area.parents:
                found.setdefault(parent, []).append(area.id)
        return {parent: tuple(children) for parent, children in found.items()}

    def dimensions(self) -> dict[str, DimensionCard]:
        cards = [
            DimensionCard(
                id, _text(names), {c: Text(t) for c, t in json.loads(codes).items()}, area_type,
                {name: tuple(parts) for name, parts in json.loads(groups).items()},
            )
            for id, names, codes, area_type, groups in self.rows("SELECT * FROM dimension")
        ]  # fmt: skip
        return {card.id: card for card in cards}

    def indicators(self, types: Mapping[str, AreaTypeCard], periods: Mapping[int, Period]) -> dict[str, IndicatorCard]:
        units = {row[0]: UnitCard(row[0], _text(row[1]), *row[2:]) for row in self.rows("SELECT * FROM unit")}
        type_of = {card.key: card.id for card in types.values()}
        texts = {key: str(period) for key, period in periods.items()}
        covered: dict[int, list[Coverage]] = {}
        for key, type_key, period_key, slices, areas, vintage in self.rows("SELECT * FROM coverage"):
            part = Coverage(type_of[type_key], texts[period_key], areas, slices, vintage)
            covered.setdefault(key, []).append(part)
        sql = """SELECT indicator_key, id, theme, names, definitions, notes, unit, decimals, direction, kind, formula,
          weight, moment, dimensions, sources, synonyms, breaks, rounded_to, visible FROM indicator ORDER BY 1"""
        cards = {}
        for key, id, theme, names, definitions, notes, unit, *rest in self.rows(sql):
            dec, direction, kind, formula, weight, moment, by, sources, synonyms, breaks, rounded, visible = rest
            cards[id] = IndicatorCard(
                key, id, theme, _text(names), _text(definitions), _text(notes), units[unit], dec, direction, kind,
                formula, weight, moment, tuple(json.loads(by)), tuple(json.loads(sources)), tuple(json.loads(synonyms)),
                {period: Text(text) for period, text in json.loads(breaks).items()}, rounded, visible,
                tuple(covered.get(key, ())),
            )  # fmt: skip
        return cards

    def flows(
        self, indicators: Mapping[str, IndicatorCard], dimensions: Mapping[str, DimensionCard]
    ) -> dict[str, FlowCard]:
        """Give which indicators count flows; in releases made before there was such a table, by their dimensions."""
        try:
            told = self.rows("SELECT indicator_key, dimension, leads, uncertain_below FROM flow ORDER BY indicator_key")
        except duckdb.CatalogException:
            told = [
                (card.key, by, "to", 0.0)
                for card in indicators.values()
                for by in [name for name in card.dimensions if dimensions[name].area_type][:1]
                if card.kind == "measure"
            ]
        id_of = {card.key: id for id, card in indicators.items()}
        return {
            id_of[key]: FlowCard(dimension, dimensions[dimension].area_type, leads, below)
            for key, dimension, leads, below in told
        }

    def themes(self, indicators: Mapping[str, IndicatorCard]) -> dict[str, ThemeCard]:
        found: dict[str, list[str]] = {}
        for card in indicators.values():
            if card.visible and card.coverage:
                found.setdefault(card.theme, []).append(card.id)
        sql = "SELECT id, names, descriptions FROM theme ORDER BY theme_key"
        cards = [ThemeCard(id, _text(n), _text(d), tuple(found.get(id, ()))) for id, n, d in self.rows(sql)]
        return {card.id: card for card in cards if card.indicators}

    def sources(self, indicators: Mapping[str, IndicatorCard]) -> dict[str, SourceCard]:
        found: dict[str, list[str]] = {}
        for card in indicators.values():
            for source in card.sources:
                found.setdefault(source, []).append(card.id)
        sql = "SELECT id, names, supplier, licence, url, cadence, class, next_update, notes FROM source"
        return {
            id: SourceCard(
                id, _text(names), supplier, licence, url, cadence, kind, due, _text(notes), tuple(found.get(id, ()))
            )
            for id, names, supplier, licence, url, cadence, kind, due, notes in self.rows(sql)
        }

    def deliveries(self) -> dict[int, DeliveryCard]:
        return {row[0]: DeliveryCard(*row) for row in self.rows("SELECT * FROM delivery ORDER BY delivery_key")}

    def stories(self) -> tuple[StoryCard, ...]:
        """None from a release made before there were stories."""
        try:
            rows = self.rows("SELECT * FROM story ORDER BY date DESC, id")
        except duckdb.CatalogException:
            return ()
        return tuple(
            StoryCard(
                id, _text(titles), _text(texts), tuple(json.loads(areas)), tuple(json.loads(themes)), date, speaker,
                _text(roles), synthetic,
            )
            for id, titles, texts, areas, themes, date, speaker, roles, synthetic in rows
        )  # fmt: skip

    def links(self) -> tuple[LinkCard, ...]:
        """None from a release made before sources could be linked."""
        try:
            rows = self.rows('SELECT * FROM link ORDER BY source, "column"')
        except duckdb.CatalogException:
            return ()
        groups: dict[tuple[str, str], list[LinkGroupCard]] = {}
        for source, column, *group in self.rows("SELECT * FROM link_group ORDER BY rowid"):
            groups.setdefault((source, column), []).append(LinkGroupCard(*group))
        cards = [
            LinkCard(source, column, to, tuple((kind, name) for kind, name in json.loads(traits)), *rest)
            for source, column, to, traits, *rest in rows
        ]
        return tuple(replace(card, groups=tuple(groups.get((card.source, card.column), ()))) for card in cards)

    def findings(self, indicators: Mapping[str, IndicatorCard]) -> tuple[FindingCard, ...]:
        id_of = {card.key: card.id for card in indicators.values()}
        sql = """SELECT source, f.delivery_key, indicator_key, check_id, severity, count, detail
          FROM finding f LEFT JOIN delivery USING (delivery_key)"""
        return tuple(
            FindingCard(source, delivery, id_of.get(indicator), check, severity, count, json.loads(detail))
            for source, delivery, indicator, check, severity, count, detail in self.rows(sql)
        )
