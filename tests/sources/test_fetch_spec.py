"""The `fetch:` section of a source: what it may say, and that every field explains itself."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from noaber.content.fetching import CbsOdata3Fetch, FetchSpec, KnmiDailyFetch, OgcFeaturesFetch

ADAPTER: TypeAdapter[FetchSpec] = TypeAdapter(FetchSpec)
PDOK = {"api": "ogc_features", "base": "https://api.pdok.nl/cbs/wijken-en-buurten-2024/ogc/v1", "collection": "buurten"}


def test_the_api_tells_which_shape() -> None:
    assert isinstance(ADAPTER.validate_python({"api": "cbs_odata3", "table": "85318NED"}), CbsOdata3Fetch)
    assert isinstance(ADAPTER.validate_python({"api": "knmi_daily", "stations": [290]}), KnmiDailyFetch)
    assert isinstance(ADAPTER.validate_python(PDOK), OgcFeaturesFetch)


def test_a_table_that_looks_like_a_number() -> None:
    assert ADAPTER.validate_python({"api": "cbs_odata3", "table": 60006}).table == "60006"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"api": "cbs_odata5", "table": "1"}, "cbs_odata3"),
        ({"api": "cbs_odata3"}, "table"),
        ({"api": "cbs_odata3", "table": "../1"}, "pattern"),
        ({"api": "cbs_odata3", "table": "1", "pages": 3}, "Extra inputs"),
        ({"api": "cbs_odata3", "table": "1", "page_size": 0}, "greater than"),
        ({"api": "cbs_odata3", "table": "1", "base": "http://opendata.cbs.nl"}, "expected https"),
        ({"api": "cbs_odata3", "table": "1", "base": "ftp://opendata.cbs.nl"}, "expected https"),
        ({"api": "cbs_odata3", "table": "1", "base": "https://me:secret@cbs.nl"}, "more than a host"),
        ({"api": "cbs_odata3", "table": "1", "base": "https://cbs.nl/?a=b"}, "more than a host"),
        ({"api": "cbs_odata4", "table": "1", "catalog": ".."}, "step in a path"),
        (PDOK | {"crs": "RD"}, "pattern"),
        (PDOK | {"params": {"limit": "9"}}, "params may not hold 'limit'"),
        (PDOK | {"bbox": [1, 2, 3]}, "bbox"),
        ({"api": "knmi_daily", "stations": []}, "at least 1"),
        ({"api": "knmi_daily", "stations": [0]}, "greater than"),
    ],
)
def test_what_it_may_not_say(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        ADAPTER.validate_python(given)


def test_every_field_has_a_description_and_an_example() -> None:
    for shape in ADAPTER.json_schema()["$defs"].values():
        assert shape["description"]
        for name, field in shape["properties"].items():
            assert field.get("description"), name
            assert field.get("examples"), name
