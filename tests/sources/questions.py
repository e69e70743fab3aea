"""What the tests ask the supplier on this machine: the `fetch:` section for each of its services."""

from __future__ import annotations

from protocol_server import ProtocolServer

from noaber.content.fetching import (
    CbsCsv4Fetch,
    CbsOdata3Fetch,
    CbsOdata4Fetch,
    KnmiDailyFetch,
    KnmiFilesFetch,
    OgcFeaturesFetch,
)


def v3(supplier: ProtocolServer, **more: object) -> CbsOdata3Fetch:
    return CbsOdata3Fetch.model_validate({"api": "cbs_odata3", "table": "99001NED", "base": supplier.base} | more)


def v4(supplier: ProtocolServer, **more: object) -> CbsOdata4Fetch:
    given = {"api": "cbs_odata4", "table": "99002NED", "base": f"{supplier.base}/odata/v1"}
    return CbsOdata4Fetch.model_validate(given | more)


def csv4(supplier: ProtocolServer) -> CbsCsv4Fetch:
    return CbsCsv4Fetch.model_validate({"api": "cbs_csv4", "table": "99002NED", "base": supplier.base})


def buurten(supplier: ProtocolServer, **more: object) -> OgcFeaturesFetch:
    given = {"api": "ogc_features", "base": f"{supplier.base}/ogc/v1", "collection": "buurten", "limit": 2}
    return OgcFeaturesFetch.model_validate(given | more)


def daily(supplier: ProtocolServer, **more: object) -> KnmiDailyFetch:
    given = {"api": "knmi_daily", "stations": [278, 290], "base": f"{supplier.base}/klimatologie/daggegevens"}
    return KnmiDailyFetch.model_validate(given | more)


def files(supplier: ProtocolServer, *stations: int) -> KnmiFilesFetch:
    return KnmiFilesFetch(api="knmi_files", stations=stations, base=f"{supplier.base}/daggegevens")
