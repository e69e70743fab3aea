"""The shape of `format:` in a source: what a delivery looks like, so that its cells can be read as text."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from pydantic import Field, model_validator

from noaber.content.region import OneOrMore
from noaber.content.texts import Declared

Kind = Literal["csv", "statline", "knmi", "xlsx", "json", "geojson", "shapefile", "parquet", "cbs_odata3", "cbs_odata4"]
TEXT_KINDS = frozenset({"csv", "statline", "knmi", "cbs_odata3", "cbs_odata4"})
GRID_KINDS = frozenset({"csv", "xlsx"})
MEANT_FOR: dict[str, frozenset[str]] = {
    "encoding": TEXT_KINDS | {"shapefile"},
    "delimiter": TEXT_KINDS - {"knmi"},
    "skip": GRID_KINDS,
    "header_rows": GRID_KINDS,
    "unit_row": GRID_KINDS,
    "footer": GRID_KINDS | {"statline"},
    "names": GRID_KINDS,
    "sheet": frozenset({"xlsx"}),
    "rows": frozenset({"json"}),
    "inherit": frozenset({"json"}),
    "crs": frozenset({"geojson", "shapefile"}),
}
"""Options that mean something for some kinds only; elsewhere they are a mistake."""


class TableFormat(Declared):
    """How a delivery is laid out. Most files need `kind` alone; each other field names one quirk."""

    kind: Kind = Field(description="The sort of file.", examples=["csv", "statline"])
    member: str = Field(
        "", description="Which file of a zip or folder, with * and ?; json and CBS pages may be several.",
        examples=["data/*.csv"],
    )  # fmt: skip
    encoding: str = Field(
        "auto", description="Character set; auto knows BOMs and UTF-8 and otherwise takes Windows Latin-1.",
        examples=["cp1252"],
    )  # fmt: skip
    delimiter: str = Field(
        "auto", description="What stands between cells; auto looks for ; tab | and comma.", examples=[";"]
    )
    decimal: Literal[".", ",", "auto"] = Field(
        ".", description="Decimal mark in the text of numbers; auto takes the last mark, and refuses `1.234`: it could "
        "be a thousand.", examples=[","],
    )  # fmt: skip
    skip: int = Field(0, ge=0, description="Number of title lines above the header.", examples=[6])
    header_rows: int = Field(
        1,
        ge=0,
        le=10,
        description="Number of header rows, joined with | into one name per column.",
        examples=[3],
    )
    unit_row: bool = Field(False, description="True where a row of units follows the header.", examples=[True])
    footer: str = Field(
        "", description="Expression for the first footer line; it and what follows are left out.",
        examples=["^Bron:"],
    )  # fmt: skip
    names: tuple[str, ...] = Field(
        (),
        description="Column names in order, where the file has no usable header.",
        examples=[["code", "name"]],
    )
    sheet: str = Field("", description="Worksheet by name; the first visible one by default.", examples=["Tabel 1"])
    rows: OneOrMore = Field(
        (".",), description="Where the rows are: . for the top, a.b below it, a.* for members of an object by key.",
        examples=[[".", "wijken", "buurten"], ["Gemeente.*"]],
    )  # fmt: skip
    inherit: dict[str, str] = Field(
        {}, description="New column for lower rows, from a field of the nearest object around them.",
        examples=[{"gemeente": "code"}],
    )  # fmt: skip
    crs: str = Field(
        "", description="Coordinate system of the file; overrides what the file itself says.",
        examples=["EPSG:28992"],
    )  # fmt: skip

    @model_validator(mode="after")
    def _options_fit_kind(self) -> TableFormat:
        for option in self.model_fields_set & MEANT_FOR.keys():
            if self.kind not in MEANT_FOR[option]:
                kinds = ", ".join(sorted(MEANT_FOR[option]))
                raise ValueError(f"`{option}` means nothing for kind {self.kind}; it belongs to {kinds}")
        return self

    @model_validator(mode="after")
    def _values_are_usable(self) -> TableFormat:
        if self.delimiter != "auto" and len(self.delimiter) != 1:
            raise ValueError(f"delimiter {self.delimiter!r} is not one character; write auto, or one such as ';'")
        try:
            codecs.lookup("utf-8" if self.encoding == "auto" else self.encoding)
        except LookupError as error:
            raise ValueError(f"unknown encoding {self.encoding!r}; write auto, utf-8, cp1252 or latin-1") from error
        try:
            re.compile(self.footer)
        except re.error as error:
            raise ValueError(f"footer {self.footer!r} is no regular expression: {error}") from error
        return self
