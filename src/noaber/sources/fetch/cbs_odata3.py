"""CBS Open Data v3: a StatLine table as entity sets, figures through the feed that has no limit on cells."""

from __future__ import annotations

from pathlib import Path

from noaber.content.fetching import CbsOdata3Fetch
from noaber.sources.fetch.addresses import compose_address
from noaber.sources.fetch.answers import read_json_page
from noaber.sources.fetch.errand import Errand, Extract, check_unchanged
from noaber.sources.fetch.http import Answer, Ask
from noaber.sources.fetch.odata import parse_row, read_odata_page, read_whole_set
from noaber.sources.fetch.packing import write_entity_sets
from noaber.sources.fetch.paging import PageContent, Part, ReadPage
from noaber.sources.fetch.troubles import HalfAnswer

JSON = {"$format": "json"}
DIMENSIONS = ("Dimension", "TimeDimension", "GeoDimension", "GeoDetail")


def fetch_cbs_odata3(errand: Errand, spec: CbsOdata3Fetch) -> Extract | None:
    """TableInfos, DataProperties, every dimension and TypedDataSet as one zip; None where CBS changed nothing."""
    version = _fetch_version(errand, spec)
    if errand.has(version):
        return None
    errand.begin(version)
    properties = errand.fetch_pages("DataProperties", _meta(spec, "DataProperties"), read_whole_set)
    parts = {"DataProperties": properties}
    for name in _dimensions(properties):
        parts[name] = errand.fetch_pages(name, compose_address(_feed(spec), name, query=JSON), read_odata_page)
    figures = parts["TypedDataSet"] = _fetch_figures(errand, spec)
    check_unchanged(version, _fetch_version(errand, spec))
    sets = {"TableInfos": [_infos(errand)]} | {name: part.files for name, part in parts.items()}
    built = write_entity_sets(errand.partial / "built.zip", sets)
    return Extract(built, f"{spec.table}.zip", version, figures.pages, figures.rows)


def _feed(spec: CbsOdata3Fetch) -> str:
    return compose_address(spec.base, "ODataFeed", "odata", spec.table)


def _meta(spec: CbsOdata3Fetch, name: str) -> str:
    return compose_address(spec.base, "ODataApi", "odata", spec.table, name, query=JSON)


def _infos(errand: Errand) -> Path:
    return errand.partial / "TableInfos.page"


def _fetch_version(errand: Errand, spec: CbsOdata3Fetch) -> str:
    """When figures and texts were last changed, in CBS's own words; one small request."""
    _, version = errand.client.fetch(Ask(_meta(spec, "TableInfos")), _infos(errand), _read_version)
    return version or ""


def _read_version(file: Path, _: Answer) -> str:
    rows = read_json_page(file, "value").rows
    info = parse_row(rows[0]) if len(rows) == 1 else {}
    if not info.get("Modified"):
        raise HalfAnswer("TableInfos has no row with Modified")
    return f"{info['Modified']} {info.get('MetaDataModified') or ''}".strip()


def _dimensions(properties: Part) -> list[str]:
    rows = [parse_row(row) for file in properties.files for row in read_json_page(file, "value").rows]
    found = {str(row["Key"]) for row in rows if row.get("Type") in DIMENSIONS and row.get("Key")}
    return sorted(name for name in found if name.isidentifier())


def _fetch_figures(errand: Errand, spec: CbsOdata3Fetch) -> Part:
    asked = dict(JSON)
    if spec.filter:
        asked["$filter"] = spec.filter
    if spec.select:
        asked["$select"] = ",".join(spec.select)
    if spec.page_size is None:
        return errand.fetch_pages("TypedDataSet", _figures(spec, asked), read_odata_page)
    asked["$top"] = str(spec.page_size)
    return errand.fetch_pages("TypedDataSet", _figures(spec, asked | {"$skip": "0"}), _read_by_size(spec, asked))


def _figures(spec: CbsOdata3Fetch, asked: dict[str, str]) -> str:
    return compose_address(_feed(spec), "TypedDataSet", query=asked)


def _read_by_size(spec: CbsOdata3Fetch, asked: dict[str, str]) -> ReadPage:
    """Reads pages of our own size: go on behind the rows we have, until a page is empty."""

    def read(file: Path, answer: Answer, before: int) -> PageContent:
        content = read_odata_page(file, answer, before)
        if content.next or not content.rows:
            return content
        following = _figures(spec, asked | {"$skip": str(before + content.rows)})
        return PageContent(content.rows, following, content.total)

    return read
