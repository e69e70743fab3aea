"""CBS Open Data v4 in bulk: the zip of csv files of a whole table, which does not break where pages do."""

from __future__ import annotations

import zipfile
from pathlib import Path

from noaber.content.fetching import CbsCsv4Fetch
from noaber.sources.fetch.addresses import compose_address
from noaber.sources.fetch.cbs_odata4 import fetch_table_version
from noaber.sources.fetch.errand import Errand, Extract, check_unchanged
from noaber.sources.fetch.http import Ask
from noaber.sources.fetch.packing import PIECE, check_zip, list_members, repack_zip
from noaber.sources.fetch.troubles import HalfAnswer

FIGURES = "Observations.csv"


def fetch_cbs_csv4(errand: Errand, spec: CbsCsv4Fetch) -> Extract | None:
    """The csv files of a table as one zip, bytes as received; None where CBS changed nothing."""
    table = compose_address(spec.base, "odata", "v1", spec.catalog, spec.table)
    version = fetch_table_version(errand, table)
    if errand.has(version):
        return None
    errand.begin(version)
    arrived = errand.partial / "bulk.zip"
    ask = Ask(compose_address(spec.base, "CSV", spec.catalog, spec.language, spec.table), bulk=True)
    most = errand.client.manners.most_extract_bytes
    _, rows = errand.client.fetch(ask, arrived, lambda file, _: _count_rows(file, most))
    check_unchanged(version, fetch_table_version(errand, table))
    built = repack_zip(errand.partial / "built.zip", arrived)
    return Extract(built, f"{spec.table}.zip", version, rows=rows or 0, requests=1)


def _count_rows(file: Path, most: int) -> int:
    """Lines of the observations below their header; HalfAnswer where the zip is not whole or has none."""
    check_zip(file, most)
    if FIGURES not in list_members(file):
        raise HalfAnswer(f"the zip has no {FIGURES}; it has {', '.join(list_members(file))}")
    with zipfile.ZipFile(file) as archive:
        name = next(name for name in archive.namelist() if name.endswith(FIGURES))
        with archive.open(name) as body:
            lines = sum(piece.count(b"\n") for piece in iter(lambda: body.read(PIECE), b""))
    return max(lines - 1, 0)
