"""OGC API Features (PDOK and others): a collection as one GeoJSON file."""

from __future__ import annotations

import re
from pathlib import Path

from noaber.content.fetching import OgcFeaturesFetch
from noaber.sources.fetch.addresses import compose_address
from noaber.sources.fetch.answers import JsonPage, read_json_page
from noaber.sources.fetch.errand import Errand, Extract
from noaber.sources.fetch.http import Answer
from noaber.sources.fetch.packing import make_safe, write_features
from noaber.sources.fetch.paging import PageContent, ReadPage
from noaber.sources.fetch.troubles import HalfAnswer
from noaber.vocabulary.errors import FetchError, Problem

EPSG = re.compile(r"EPSG:(\d+)")


def fetch_ogc_features(errand: Errand, spec: OgcFeaturesFetch) -> Extract | None:
    """All features asked for as one FeatureCollection; None where every page is as it was."""
    if errand.is_unchanged():
        return None
    errand.begin()
    crs = render_crs(spec.crs)
    first = compose_address(spec.base, "collections", spec.collection, "items", query=_query(spec, crs))
    features = errand.fetch_pages("features", first, _reader(first, crs))
    built = write_features(errand.partial / "built.geojson", features.files, _urn(crs))
    return Extract(built, f"{make_safe(spec.collection)}.geojson", pages=features.pages, rows=features.rows)


def render_crs(crs: str) -> str:
    """The address by which OGC services know a coordinate system.

    >>> render_crs("EPSG:28992")
    'http://www.opengis.net/def/crs/EPSG/0/28992'
    """
    return EPSG.sub(r"http://www.opengis.net/def/crs/EPSG/0/\1", crs)


def _urn(crs: str) -> str:
    """The name GeoJSON readers know a coordinate system by; '' for degrees."""
    found = re.search(r"/EPSG/[^/]*/(\d+)$", crs)
    return f"urn:ogc:def:crs:EPSG::{found[1]}" if found else ""


def _query(spec: OgcFeaturesFetch, crs: str) -> dict[str, str]:
    box = {"bbox": ",".join(map(str, spec.bbox))} if spec.bbox else {}
    return {"f": "json", "limit": str(spec.limit)} | ({"crs": crs} if crs else {}) | box | dict(spec.params)


def _reader(first: str, crs: str) -> ReadPage:
    def read(file: Path, answer: Answer, before: int) -> PageContent:
        given = answer.headers.get("content-crs", "").strip("<>")
        if crs and given and given != crs:
            raise FetchError(Problem(first, f"coordinates in {given}", crs, "Check `crs`."))
        content = parse_feature_page(read_json_page(file, "features"))
        if not before + content.rows and not content.next:
            raise FetchError(Problem(first, "no features", "at least one", "Check `bbox` and `params`."))
        return content

    return read


def parse_feature_page(page: JsonPage) -> PageContent:
    """Features, next link and total of a page; HalfAnswer where it has not what it says it has."""
    if page.members.get("type") != "FeatureCollection":
        raise HalfAnswer("the answer is no FeatureCollection")
    returned = page.members.get("numberReturned", len(page.rows))
    if returned != len(page.rows):
        raise HalfAnswer(f"the page says {returned} features and has {len(page.rows)}")
    total = page.members.get("numberMatched", -1)
    return PageContent(len(page.rows), _next_link(page), total if isinstance(total, int) else -1)


def _next_link(page: JsonPage) -> str:
    links = page.members.get("links") or []
    found = [link.get("href") for link in links if isinstance(link, dict) and link.get("rel") == "next"]
    return str(found[0]) if found and found[0] else ""
