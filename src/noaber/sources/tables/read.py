"""The one door of the table stage: parts of a delivery and its format in, a table of text out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.cbs import read_odata3, read_odata4
from noaber.sources.tables.delimited import read_delimited
from noaber.sources.tables.geo import read_geojson
from noaber.sources.tables.json_rows import read_json
from noaber.sources.tables.knmi import read_knmi
from noaber.sources.tables.parquet import read_parquet
from noaber.sources.tables.shapefiles import read_shapefile
from noaber.sources.tables.statline import read_statline
from noaber.sources.tables.xlsx import read_xlsx

READERS: dict[str, Callable[[Mapping[str, bytes], TableFormat], pl.DataFrame]] = {
    "csv": read_delimited,
    "statline": read_statline,
    "knmi": read_knmi,
    "xlsx": read_xlsx,
    "json": read_json,
    "geojson": read_geojson,
    "shapefile": read_shapefile,
    "parquet": read_parquet,
    "cbs_odata3": read_odata3,
    "cbs_odata4": read_odata4,
}


def read_table(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read a delivery as a table in the supplier's own words.

    Columns: `row` (UInt32, the line, row or object in the file, from 1, for reports), the supplier's columns as text
    (stripped of padding, an empty cell is null, marks such as `.` or `2022*` untouched), and `ragged` (null, or the
    whole line where it has another number of cells than the header; then its cells are null). A supplier's own
    column `row` or `ragged` is called `row_` or `ragged_`, a nameless one `column_3`.
    Raises DeliveryError with all problems for what cannot be read as this format.
    """
    return READERS[fmt.kind](parts, fmt)
