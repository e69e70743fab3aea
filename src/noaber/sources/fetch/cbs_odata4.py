"""CBS Open Data v4: a table as entity sets, its figures as one observation a row."""

from __future__ import annotations

import json
from pathlib import Path

from noaber.content.fetching import CbsOdata4Fetch
from noaber.sources.fetch.addresses import compose_address
from noaber.sources.fetch.answers import read_json_object, read_json_page
from noaber.sources.fetch.errand import Errand, Extract, check_unchanged
from noaber.sources.fetch.http import Answer, Ask
from noaber.sources.fetch.odata import parse_row, read_odata_page
from noaber.sources.fetch.packing import write_entity_sets
from noaber.sources.fetch.paging import PageContent, Part
from noaber.sources.fetch.troubles import ChangedMeanwhile, HalfAnswer

OWN_WAY = ("Properties", "Observations")
"""Sets that are not simply taken over: the first is a single object, the second is filtered."""


def fetch_cbs_odata4(errand: Errand, spec: CbsOdata4Fetch) -> Extract | None:
    """Properties, Dimensions, all codes and groups, and Observations as one zip; None where CBS changed nothing."""
    table = compose_address(spec.base, spec.catalog, spec.table)
    version = fetch_table_version(errand, table)
    if errand.has(version):
        return None
    errand.begin(version)
    parts = {name: _fetch_set(errand, table, name) for name in _fetch_names(errand, table)}
    figures = parts["Observations"] = _fetch_observations(errand, table, spec.filter)
    check_unchanged(version, fetch_table_version(errand, table))
    _check_count(errand, figures, spec.filter)
    sets = {"Properties": [_as_set(_properties(errand))]} | {name: part.files for name, part in parts.items()}
    built = write_entity_sets(errand.partial / "built.zip", sets)
    return Extract(built, f"{spec.table}.zip", version, figures.pages, figures.rows)


def fetch_table_version(errand: Errand, table: str) -> str:
    """When texts and observations were last changed, in CBS's own words; one small request."""
    url = compose_address(table, "Properties")
    _, version = errand.client.fetch(Ask(url), _properties(errand), _read_version)
    return version or ""


def _properties(errand: Errand) -> Path:
    return errand.partial / "Properties.page"


def _read_version(file: Path, _: Answer) -> str:
    found = read_json_object(file)
    if not found.get("Modified"):
        raise HalfAnswer("Properties has no Modified")
    return f"{found['Modified']} {found.get('ObservationsModified') or ''}".strip()


def _fetch_names(errand: Errand, table: str) -> list[str]:
    """Names of the sets CBS offers for this table, apart from those we treat in their own way."""
    offered = errand.fetch_pages("service", table, _read_service)
    names = {name for file in offered.files for name in _names(file)}
    return sorted(name for name in names if name.isidentifier() and name not in OWN_WAY)


def _read_service(file: Path, answer: Answer, before: int) -> PageContent:
    names = _names(file)
    if not {"Dimensions", "MeasureCodes"} <= names:
        raise HalfAnswer(f"the table offers {', '.join(sorted(names))} but not Dimensions and MeasureCodes")
    return read_odata_page(file, answer, before)


def _names(file: Path) -> set[str]:
    return {str(parse_row(row).get("name", "")) for row in read_json_page(file, "value").rows}


def _fetch_set(errand: Errand, table: str, name: str) -> Part:
    return errand.fetch_pages(name, compose_address(table, name), read_odata_page)


def _fetch_observations(errand: Errand, table: str, wanted: str) -> Part:
    query = {"$filter": wanted} if wanted else {}
    return errand.fetch_pages("Observations", compose_address(table, "Observations", query=query), read_odata_page)


def _check_count(errand: Errand, figures: Part, wanted: str) -> None:
    """Without filter CBS itself says how many observations there are: fewer is a half answer."""
    count = read_json_object(_properties(errand)).get("ObservationCount")
    if not wanted and isinstance(count, int) and figures.rows < count:
        raise ChangedMeanwhile(f"it counts {count} observations and gave {figures.rows}")


def _as_set(properties: Path) -> Path:
    """The single object Properties as a set of one row, as all other files in the zip."""
    found = {name: value for name, value in read_json_object(properties).items() if not name.startswith("@")}
    page = properties.with_name("Properties.set")
    page.write_text(json.dumps({"value": [found]}, ensure_ascii=False), "utf-8")
    return page
