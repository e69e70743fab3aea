"""Shapefiles: the attributes beside the shapes as rows, the shapes as GeoJSON text in WGS84."""

from __future__ import annotations

import codecs
import io
import struct
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from noaber.content.formats import TableFormat
from noaber.sources.tables.geo import GEOMETRY, in_wgs84
from noaber.sources.tables.layout import cell_text
from noaber.sources.tables.objects import Json, objects_frame
from noaber.sources.tables.parts import pick_part, refuse
from noaber.vocabulary.errors import DeliveryError

if TYPE_CHECKING:
    from shapefile import Reader

SHP_HEADER = 100


def read_shapefile(parts: Mapping[str, bytes], fmt: TableFormat) -> pl.DataFrame:
    """Read the shapes of a shapefile: their attributes (names of at most 10 letters) and `geometry`.

    The coordinate system is that of `crs`, else of the `.prj`; the character set that of `encoding`, else of the
    `.cpg`, else UTF-8 where that fits and otherwise Windows Latin-1.
    """
    name = pick_part(parts, fmt, (".shp",))
    companions = {other.rpartition(".")[2].lower(): data for other, data in parts.items() if _beside(name, other)}
    if "dbf" not in companions:
        raise refuse(name, "comes without its .dbf, the attributes", f"{name[:-4]}.dbf beside it", "Ask for it too.")
    crs = fmt.crs or companions.get("prj", b"").decode("utf-8", "replace").strip()
    if not crs:
        raise refuse(name, "comes without .prj", "a coordinate system", "Write `crs: EPSG:28992` for Dutch RD.")
    rows, shapes = _read_records(name, companions, fmt.encoding)
    texts = in_wgs84(name, shapes, crs)
    return objects_frame(name, [{**row, GEOMETRY: text} for row, text in zip(rows, texts, strict=True)])


def _beside(name: str, other: str) -> bool:
    return name.rpartition(".")[0].lower() == other.rpartition(".")[0].lower()


def _read_records(
    name: str, companions: Mapping[str, bytes], encoding: str
) -> tuple[list[dict[str, str | None]], list[Json]]:
    import shapefile

    _check_whole(name, companions)
    codec = _encoding(companions) if encoding == "auto" else encoding
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with shapefile.Reader(
                shp=io.BytesIO(companions["shp"]), dbf=io.BytesIO(companions["dbf"]), encoding=codec
            ) as reader:
                rows, shapes = list(_attributes(reader)), [_geometry(shape) for shape in reader.iterShapes()]
    except (shapefile.ShapefileException, struct.error, ValueError, IndexError, OSError) as error:
        if "decode" in str(error):
            raise refuse(name, f"has text that is no {codec}", "", "Write the right `encoding:`.") from error
        raise _damaged(name, type(error).__name__) from error
    if len(rows) != len(shapes):
        raise _damaged(name, f"{len(shapes)} shapes, {len(rows)} rows of attributes")
    return rows, shapes


def _check_whole(name: str, companions: Mapping[str, bytes]) -> None:
    """Refuse files shorter than their own headers say."""
    shapes, table = companions["shp"], companions["dbf"]
    if len(shapes) < SHP_HEADER or int.from_bytes(shapes[24:28], "big") * 2 > len(shapes):
        raise _damaged(name, "the .shp is cut off")
    rows, header, width = (int.from_bytes(table[start:end], "little") for start, end in ((4, 8), (8, 10), (10, 12)))
    if len(table) < header or header + rows * width > len(table):
        raise _damaged(name, "the .dbf is cut off")


def _damaged(name: str, why: str) -> DeliveryError:
    return refuse(name, f"is a damaged shapefile: {why}", "complete .shp and .dbf files", "Ask for them again.")


def _attributes(reader: Reader) -> Iterable[dict[str, str | None]]:
    names = [field[0] for field in reader.fields if field[0] != "DeletionFlag"]
    for record in reader.iterRecords():
        yield dict(zip(names, map(cell_text, record), strict=True))


def _geometry(shape: Any) -> Json:
    return None if shape.shapeType == 0 else shape.__geo_interface__


def _encoding(companions: Mapping[str, bytes]) -> str:
    """Settle the character set of the attributes from the `.cpg`, or else from their bytes."""
    named = companions.get("cpg", b"").decode("ascii", "ignore").strip().lower().removeprefix("ansi").strip()
    codec = {"88591": "latin-1", "8859-1": "latin-1", "iso 88591": "latin-1"}.get(named, named)
    codec = f"cp{codec}" if codec.isdecimal() else codec
    try:
        return codecs.lookup(codec).name
    except LookupError:
        header = int.from_bytes(companions["dbf"][8:10], "little")
    try:
        companions["dbf"][header:].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
