"""JSON with one row a line, as `noaber fetch` keeps it: read in one go, without a Python object per row."""

from __future__ import annotations

import io
import re

import polars as pl

from noaber.sources.tables.layout import ROW, finish

TOP = re.compile(rb'\s*\{\s*"value"\s*:\s*\[\n')
END = re.compile(rb"\n\]\s*\}\s*$")
NESTED = (pl.Struct, pl.List, pl.Array)


def parse_lines(data: bytes) -> pl.DataFrame | None:
    """Read `{"value": [` with one flat object on each line; None where the document is anything else.

    Numbers keep their value, not their text: 1.50 becomes 1.5. Row numbers count the objects.
    """
    top, end = TOP.match(data), END.search(data, max(0, len(data) - 64))
    if not top or not end:
        return None
    lines = data[top.end() : end.start()].replace(b"},\n", b"}\n")
    try:
        schema = pl.scan_ndjson(io.BytesIO(lines), infer_schema_length=None).collect_schema()
        if not schema or any(isinstance(kind, NESTED) for kind in schema.values()) or ROW in schema:
            return None
        frame = pl.read_ndjson(io.BytesIO(lines), schema=dict.fromkeys(schema, pl.String()))
    except pl.exceptions.PolarsError:
        return None
    if frame.height != lines.count(b"\n") + 1:
        return None
    return finish(frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32).alias(ROW)))
