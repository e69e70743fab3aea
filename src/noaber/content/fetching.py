"""The `fetch:` section of a source file: which service of which supplier gives the newest delivery."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from noaber.content.region import OneOrMore
from noaber.content.texts import Declared

_HERE = ("localhost", "127.0.0.1", "::1")


def _check_address(address: str) -> str:
    parts = urlsplit(address)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not safe or not parts.hostname:
        raise ValueError(f"'{address}' is no web address; expected https://...")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError(f"'{address}' has more than a host and a path; expected https://host/path")
    return address.rstrip("/")


def _check_path_part(name: str) -> str:
    if name in (".", ".."):
        raise ValueError(f"'{name}' is no name but a step in a path")
    return name


def _number_to_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


WebAddress = Annotated[str, AfterValidator(_check_address)]
"""Where a service lives: https, or http on this machine for tests; no query, no password."""

TableId = Annotated[
    str,
    BeforeValidator(_number_to_text),
    Field(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="Id of the CBS table.", examples=["85318NED"]),
]
PathPart = Annotated[str, Field(min_length=1), AfterValidator(_check_path_part)]


class CbsOdata3Fetch(Declared):
    """A StatLine table through the feed of CBS Open Data v3; also Politie and Data Derden by their own base."""

    api: Literal["cbs_odata3"] = Field(description="Fixed: OData version 3.", examples=["cbs_odata3"])
    table: TableId
    base: WebAddress = Field(
        "https://opendata.cbs.nl",
        description="Machine of the service.",
        examples=["https://dataderden.cbs.nl"],
    )
    filter: str = Field(
        "",
        description="Only rows that meet this; codes of areas are padded with spaces to ten characters.",
        examples=["RegioS eq 'GM0153    ' and substringof('JJ',Perioden)"],
    )
    select: OneOrMore = Field((), description="Only these columns.", examples=[["WijkenEnBuurten", "AantalInwoners_5"]])
    page_size: int | None = Field(
        None,
        ge=1,
        le=10_000,
        description="Rows per request; smaller where large answers break off. Left out: the supplier decides.",
        examples=[2000],
    )


class CbsOdata4Fetch(Declared):
    """A CBS table through Open Data v4: long rows, one observation each."""

    api: Literal["cbs_odata4"] = Field(description="Fixed: OData version 4.", examples=["cbs_odata4"])
    table: TableId
    catalog: PathPart = Field("CBS", description="Catalogue of the table.", examples=["CBS", "CBS-Maatwerk"])
    base: WebAddress = Field(
        "https://datasets.cbs.nl/odata/v1",
        description="Address of the service, without catalogue.",
        examples=["https://datasets.cbs.nl/odata/v1"],
    )
    filter: str = Field(
        "",
        description="Only observations that meet this.",
        examples=["startswith(RegioS,'GM') and Measure eq 'M1'"],
    )


class CbsCsv4Fetch(Declared):
    """A whole CBS table as the zip of csv files that Open Data v4 offers; for large tables."""

    api: Literal["cbs_csv4"] = Field(description="Fixed: bulk csv of version 4.", examples=["cbs_csv4"])
    table: TableId
    catalog: PathPart = Field("CBS", description="Catalogue of the table.", examples=["CBS", "CBS-Maatwerk"])
    language: Literal["nl", "en"] = Field("nl", description="Language of the texts.", examples=["nl"])
    base: WebAddress = Field(
        "https://datasets.cbs.nl", description="Machine of the service.", examples=["https://datasets.cbs.nl"]
    )


class OgcFeaturesFetch(Declared):
    """Features with their shapes from an OGC API Features service, such as those of PDOK."""

    api: Literal["ogc_features"] = Field(description="Fixed: OGC API Features.", examples=["ogc_features"])
    base: WebAddress = Field(
        description="Address of the service, without /collections.",
        examples=["https://api.pdok.nl/cbs/wijken-en-buurten-2024/ogc/v1"],
    )
    collection: PathPart = Field(description="Name of the collection.", examples=["buurten", "gemeenten"])
    limit: int = Field(1000, ge=1, le=10_000, description="Features per request; PDOK gives 1000.", examples=[1000])
    crs: str = Field(
        "",
        pattern=r"^(|EPSG:\d{4,6}|https?://\S+)$",
        description="Coordinates wanted. Left out: degrees (WGS84).",
        examples=["EPSG:28992"],
    )
    bbox: tuple[float, float, float, float] | None = Field(
        None,
        description="Only features that touch this box: west, south, east, north in degrees.",
        examples=[[6.35, 52.1, 7.1, 52.6]],
    )
    params: dict[str, str] = Field(
        {}, description="Further parameters the service knows.", examples=[{"gemeentecode": "GM0153"}]
    )

    @model_validator(mode="after")
    def _params_are_extra(self) -> OgcFeaturesFetch:
        ours = {"f", "limit", "crs", "bbox", "bbox-crs", "cursor", "offset"} & set(self.params)
        if ours:
            raise ValueError(f"params may not hold '{sorted(ours)[0]}'; use the field of that name or leave it out")
        return self


Station = Annotated[int, Field(ge=1, le=999)]


class KnmiDailyFetch(Declared):
    """A selection of daily weather: KNMI's service for scripts, one text with all stations."""

    api: Literal["knmi_daily"] = Field(description="Fixed: selection of daily values.", examples=["knmi_daily"])
    stations: tuple[Station, ...] = Field(min_length=1, description="Numbers of stations.", examples=[[278, 290]])
    variables: OneOrMore = Field(
        ("ALL",),
        description="Variables or groups, by KNMI's abbreviations.",
        examples=[["TEMP", "PRCP", "FHX"]],
    )
    start: date = Field(date(1901, 1, 1), description="First day.", examples=["2010-01-01"])
    end: date | None = Field(None, description="Last day. Left out: yesterday.", examples=["2025-12-31"])
    base: WebAddress = Field(
        "https://www.daggegevens.knmi.nl/klimatologie/daggegevens",
        description="Address of the service.",
        examples=["https://www.daggegevens.knmi.nl/klimatologie/daggegevens"],
    )


class KnmiFilesFetch(Declared):
    """The whole series of daily weather of stations, from KNMI's files etmgeg_NNN.zip: one text for all."""

    api: Literal["knmi_files"] = Field(description="Fixed: files with whole series.", examples=["knmi_files"])
    stations: tuple[Station, ...] = Field(min_length=1, description="Numbers of stations.", examples=[[278, 290]])
    base: WebAddress = Field(
        "https://cdn.knmi.nl/knmi/map/page/klimatologie/gegevens/daggegevens",
        description="Folder of the files.",
        examples=["https://cdn.knmi.nl/knmi/map/page/klimatologie/gegevens/daggegevens"],
    )


FetchSpec = Annotated[
    CbsOdata3Fetch | CbsOdata4Fetch | CbsCsv4Fetch | OgcFeaturesFetch | KnmiDailyFetch | KnmiFilesFetch,
    Field(discriminator="api"),
]
"""The `fetch:` section of a source: one of the services this house can speak with, told apart by `api`."""
