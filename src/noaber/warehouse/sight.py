"""A release as one visitor may see it: a connection in which `observation` and the tables around it are views.

Every row of figures comes from the file of the highest tier that the sight may see of it; what no grant covers comes
from the public file itself. So a fault in a page cannot show what the sight has no right to: it is not in what the
connection reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from noaber.vocabulary.errors import BuildRefused, Problem
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.sights import TIERS, Grant, Sight
from noaber.warehouse.selection import among_sql

FIGURES = """indicator_key, type_key, period_key, area_key, slice_key, value, status, hidden, series_break,
  delivery_key, route_key"""
KEYED = ("theme", "unit", "period", "dimension", "slice", "route")
"""Tables of names by key: those of the highest tier have all that the others have."""
SOURCED = {"source": "id", "delivery": "source", "link": "source", "link_group": "source"}
"""Tables about sources, and where each names its source."""
COLUMNS_OF = """SELECT column_name FROM duckdb_columns()
  WHERE database_name = '{tier}_tier' AND table_name = 'observation'"""
MOST_FACTS = 200
MEMORY = "128MB"
"""Most that one sight keeps of its files in memory."""


@dataclass(frozen=True)
class _Tier:
    name: str
    covers: str
    """The condition that a grant of this tier covers a row of figures."""


def tier_file(folder: Path, tier: str) -> Path:
    """Say where the file of a tier of a release lies, there or not."""
    return folder / f"{tier}.duckdb"


def tiers_of(folder: Path, sight: Sight) -> tuple[str, ...]:
    """Give the tiers that a sight reads besides the public one, lowest first; a release in which a tier shows nothing
    that the one below hides has no file of it."""
    wanted = {grant.tier for grant in sight.grants}
    return tuple(tier for tier in TIERS[1:] if tier in wanted and tier_file(folder, tier).is_file())


def open_sight(folder: Path, sight: Sight) -> duckdb.DuckDBPyConnection:
    """Open a release as a sight sees it; nothing outside the files of the release can be read through the connection,
    and nothing written. BuildRefused where a tier does not tell which of its figures are beyond the public ones."""
    database = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": MEMORY})
    tiers = ("public", *tiers_of(folder, sight))
    for tier in tiers:
        place = str(tier_file(folder, tier)).replace("'", "''")
        database.execute(f"ATTACH '{place}' AS {tier}_tier (READ_ONLY)")
    facts = {tier: _facts_of(database, folder, tier) for tier in tiers}
    views = "; ".join(_Shadow(database, sight, facts).views())
    database.execute(f"{views}; SET enable_external_access = false; SET lock_configuration = true")
    return database


@dataclass(frozen=True)
class _Facts:
    """What holds for a tier of a release whoever looks: its tables, its indicators (key, theme, id), and the keys of
    those that have anything beyond the public figures."""

    tables: frozenset[str]
    indicators: tuple[tuple[int, str, str], ...]
    beyond: frozenset[int]


_known_facts: dict[tuple[Path, str, int], _Facts] = {}


def _facts_of(database: duckdb.DuckDBPyConnection, folder: Path, tier: str) -> _Facts:
    """Look up the facts of a tier, once as long as its file stays; BuildRefused where it does not tell which of its
    figures are beyond the public ones."""
    key = folder, tier, tier_file(folder, tier).stat().st_mtime_ns
    if key not in _known_facts:
        if len(_known_facts) > MOST_FACTS:
            _known_facts.clear()
        _known_facts[key] = _read_facts(database, tier)
    return _known_facts[key]


def _read_facts(database: duckdb.DuckDBPyConnection, tier: str) -> _Facts:
    def rows(sql: str) -> list[tuple[Any, ...]]:
        return database.execute(sql).fetchall()

    tables = frozenset(
        name
        for (name,) in rows(f"SELECT table_name FROM duckdb_tables() WHERE database_name = '{tier}_tier'")  # noqa: S608
    )
    columns = {name for (name,) in rows(COLUMNS_OF.format(tier=tier))}
    if tier != "public" and "beyond" not in columns:
        raise BuildRefused(Problem(f"{tier}.duckdb", "does not tell which figures are beyond the public ones"))
    indicators = tuple(rows(f"SELECT indicator_key, theme, id FROM {tier}_tier.indicator"))  # noqa: S608
    told = f"SELECT DISTINCT indicator_key FROM {tier}_tier.observation WHERE beyond"  # noqa: S608
    beyond = frozenset(key for (key,) in rows(told)) if "beyond" in columns else frozenset()
    return _Facts(tables, indicators, beyond)


class _Shadow:
    """Writes the views of a sight, lowest tier first."""

    def __init__(self, database: duckdb.DuckDBPyConnection, sight: Sight, facts: Mapping[str, _Facts]) -> None:
        self.database, self.sight, self.facts = database, sight, facts
        self.top = f"{list(facts)[-1]}_tier"
        self.tiers = [_Tier(name, self._covers(name)) for name in list(facts)[1:]]
        self.restricted = self._restricted()

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.database.execute(sql, values or None).fetchall()

    # -- what is covered

    def _covers(self, tier: str) -> str:
        granted = [self._grant_sql(grant) for grant in self.sight.grants if grant.tier == tier]
        return f"({' OR '.join(granted)})" if granted else "false"

    def _grant_sql(self, grant: Grant) -> str:
        """Give the condition on keys; one that nothing can meet where a name means nothing in this release."""
        parts = [among_sql("o.indicator_key", self._indicators(grant))]
        if grant.areas:
            parts.append(among_sql("o.area_key", self._areas(grant.areas)))
        if grant.levels:
            sql = "SELECT type_key FROM public_tier.area_type WHERE list_contains(?, id)"
            parts.append(among_sql("o.type_key", (key for (key,) in self.rows(sql, list(grant.levels)))))
        if grant.first or grant.last:
            parts.append(among_sql("o.period_key", self._periods(grant)))
        for closure in grant.closures:
            closed = self._subjects(grant.tier, closure.themes, closure.indicators)
            open_areas = among_sql("o.area_key", self._areas(closure.open))
            parts.append(f"NOT ({among_sql('o.indicator_key', closed)} AND NOT {open_areas})")
        return f"({' AND '.join(parts)})"

    def _indicators(self, grant: Grant) -> set[int]:
        """The keys a grant covers, of indicators that have anything beyond the public figures."""
        return self._subjects(grant.tier, grant.themes, grant.indicators) & self.facts[grant.tier].beyond

    def _subjects(self, tier: str, themes: tuple[str, ...], indicators: tuple[str, ...]) -> set[int]:
        every = not themes and not indicators
        known = self.facts[tier].indicators
        return {key for key, theme, id in known if every or theme in themes or id in indicators}

    def _areas(self, names: tuple[str, ...]) -> set[int]:
        """The keys of areas by code or id in all vintages, and of all that lies in them."""
        sql = "SELECT area_key FROM public_tier.area WHERE list_contains($names, id) OR list_contains($names, code)"
        inside = f"SELECT child_key FROM public_tier.location WHERE parent_key IN ({sql})"  # noqa: S608
        rows = self.database.execute(f"{sql} UNION {inside}", {"names": list(names)}).fetchall()
        return {key for (key,) in rows}

    def _periods(self, grant: Grant) -> set[int]:
        first = parse_period(grant.first).start if grant.first else None
        last = parse_period(grant.last).end if grant.last else None
        told = ((key, parse_period(text)) for key, text in self.rows("SELECT period_key, text FROM public_tier.period"))
        return {
            key for key, period in told
            if (first is None or period.start >= first) and (last is None or period.end <= last)
        }  # fmt: skip

    def _restricted(self) -> set[int]:
        """The keys of indicators that are not in the public file, of which the sight may see a figure."""
        public, found = {key for key, *_ in self.facts["public"].indicators}, set()
        for tier in self.tiers:
            others = {key for key, *_ in self.facts[tier.name].indicators} - public
            if others:
                sql = f"""SELECT DISTINCT o.indicator_key FROM {tier.name}_tier.observation o
                  WHERE {tier.covers} AND {among_sql("o.indicator_key", others)}"""  # noqa: S608
                found |= {key for (key,) in self.rows(sql)}
        return found

    # -- the views

    def views(self) -> Iterator[str]:
        yield f"CREATE VIEW observation AS {' UNION ALL '.join(self._figures())}"
        yield f"CREATE VIEW indicator AS {self._grown('indicator')}"
        yield from self._about_sources()
        yield from self._counted()
        there = {"observation", "indicator", "coverage", "finding", "flow", *SOURCED}
        for table in sorted(self.facts["public"].tables - there):
            place = self.top if table in KEYED else "public_tier"
            yield f"CREATE VIEW {table} AS SELECT * FROM {place}.{table}"  # noqa: S608 - names of our own tables

    def _figures(self) -> Iterator[str]:
        """Each row from the highest tier that covers it, all others from the public file."""
        above: list[str] = []
        for tier in reversed(self.tiers):
            where = " AND ".join([tier.covers, *(f"NOT {other}" for other in above)])
            yield f"SELECT {FIGURES}, o.beyond FROM {tier.name}_tier.observation o WHERE {where}"  # noqa: S608
            above.append(tier.covers)
        where = " AND ".join(f"NOT {other}" for other in above) or "true"
        yield f"SELECT {FIGURES}, false FROM public_tier.observation o WHERE {where}"  # noqa: S608

    def _grown(self, table: str) -> str:
        """A table of the public file with the rows of restricted indicators from the highest tier."""
        public = f"SELECT * FROM public_tier.{table}"  # noqa: S608
        among = among_sql("indicator_key", self.restricted)
        more = f"SELECT * FROM {self.top}.{table} WHERE {among} ORDER BY ALL"  # noqa: S608
        return f"{public} UNION ALL BY NAME ({more})" if self.restricted else public

    def _about_sources(self) -> Iterator[str]:
        """What is told of sources: of the public ones, and of those from which a restricted indicator comes."""
        among = among_sql("indicator_key", self.restricted)
        more = f"SELECT unnest(from_json(sources, '[\"VARCHAR\"]')) FROM {self.top}.indicator WHERE {among}"  # noqa: S608
        seen = f"SELECT id FROM public_tier.source UNION ALL {more}"  # noqa: S608
        for table, names in SOURCED.items():
            if table in self.facts["public"].tables:
                kind = "TABLE" if table == "link_group" else "VIEW"  # its order is that of its rows
                order = "ORDER BY rowid" if table == "link_group" else ""
                rows = f"SELECT * FROM {self.top}.{table} WHERE {names} IN ({seen}) {order}"  # noqa: S608
                yield f"CREATE {kind} {table} AS {rows}"

    def _counted(self) -> Iterator[str]:
        among = among_sql("indicator_key", self.restricted)
        more = f"""UNION ALL
          (SELECT indicator_key, o.type_key, period_key, count(DISTINCT slice_key), count(DISTINCT area_key), a.vintage
          FROM observation o JOIN public_tier.area a USING (area_key) WHERE {among}
          GROUP BY ALL ORDER BY ALL)"""  # noqa: S608
        told = f"SELECT * FROM public_tier.coverage {more if self.restricted else ''}"  # noqa: S608
        yield f"CREATE {'TABLE' if self.restricted else 'VIEW'} coverage AS {told}"
        yield f"""CREATE VIEW finding AS SELECT * FROM {self.top}.finding
          WHERE (delivery_key IS NULL OR delivery_key IN (SELECT delivery_key FROM delivery))
          AND (indicator_key IS NULL OR indicator_key IN (SELECT indicator_key FROM indicator))"""  # noqa: S608
        if "flow" in self.facts["public"].tables:
            yield f"CREATE VIEW flow AS {self._grown('flow')}"


Told = list[tuple[str, str, int]]


def beyond_in(database: duckdb.DuckDBPyConnection, rows: str, values: Any = None) -> Told:
    """Count the figures beyond the public ones in a query that gives indicator_key, area_key and beyond: indicator,
    area, how many."""
    sql = f"""SELECT i.id, a.id, count(*) FROM ({rows}) r JOIN indicator i USING (indicator_key)
      JOIN area a USING (area_key) WHERE r.beyond GROUP BY ALL ORDER BY ALL"""  # noqa: S608 - keys only
    return [(indicator, area, count) for indicator, area, count in database.cursor().execute(sql, values).fetchall()]
