"""Whatever arrives, the table stage gives a table or says what is wrong; it never falls over."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
import shapefile
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noaber.content.formats import Kind, TableFormat
from noaber.sources.tables import read_table, unpack_parts
from noaber.sources.tables.parts import decode_text
from noaber.vocabulary.errors import DeliveryError

CSV = b'"Titel"\n"";"Onderwerp"\n"";"Inkomen"\n"Regio";"euro"\n"Borne";"3,5"\n"Bron: CBS"\n'
POINT = {"type": "Point", "coordinates": [257_000, 471_000]}


def xlsx_bytes() -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.add_worksheet().write_column(0, 0, ["code", 1, 2.5])
    return held.getvalue()


def parquet_bytes() -> bytes:
    held = io.BytesIO()
    pl.DataFrame({"a": [1, 2], "b": ["x", None]}).write_parquet(held)
    return held.getvalue()


def shape_parts() -> dict[str, bytes]:
    held = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    with shapefile.Writer(**held, shapeType=shapefile.POINT) as writer:
        writer.field("naam", "C", size=9)
        writer.point(257_000, 471_000)
        writer.record("Borne")
    return {f"a.{suffix}": stream.getvalue() for suffix, stream in held.items()}


SPECIMENS: dict[Kind, dict[str, bytes]] = {
    "csv": {"a.csv": CSV},
    "statline": {"a.csv": CSV},
    "knmi": {"a.txt": b"tekst\n# STN,YYYYMMDD,FG\n\n 283,20240101,  31\n"},
    "xlsx": {"a.xlsx": xlsx_bytes()},
    "json": {"a.json": b'{"a": {"b": 1.5}, "c": [{"d": null}]}'},
    "geojson": {"a.json": json.dumps({"features": [{"properties": {"a": 1}, "geometry": POINT}]}).encode()},
    "shapefile": shape_parts(),
    "parquet": {"a.parquet": parquet_bytes()},
    "cbs_odata3": {"data.csv": b'"ID","RegioS"\n0,"GM0153   "\n', "TableInfos.csv": b"ID\n0\n"},
    "cbs_odata4": {"Observations.json": b'{"value": [\n{"Id": 0, "Value": 1.5}\n]}\n'},
}
CHANGES = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=4)


@pytest.mark.parametrize("kind", SPECIMENS)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(changes=CHANGES, kept=st.integers(0, 6000), tail=st.binary(max_size=6))
def test_changed_files(kind: Kind, changes: list[tuple[int, int]], kept: int, tail: bytes) -> None:
    parts = {}
    for name, data in SPECIMENS[kind].items():
        changed = bytearray(data[:kept] + tail)
        for place, value in changes:
            if changed:
                changed[place % len(changed)] = value
        parts[name] = bytes(changed)
    check_answer(parts, TableFormat(kind=kind))


@pytest.mark.parametrize("kind", SPECIMENS)
@settings(deadline=None, max_examples=15)
@given(data=st.binary(max_size=60))
def test_any_bytes(kind: Kind, data: bytes) -> None:
    check_answer(dict.fromkeys(SPECIMENS[kind], data), TableFormat(kind=kind))


@pytest.mark.parametrize("suffix", ["zip", "csv.gz", "csv"])
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60))
def test_any_bytes_on_disk(tmp_path: Path, suffix: str, data: bytes) -> None:
    (tmp_path / f"a.{suffix}").write_bytes(data)
    try:
        assert unpack_parts(tmp_path / f"a.{suffix}")
    except DeliveryError as error:
        check_refusal(error)


def check_answer(parts: dict[str, bytes], fmt: TableFormat) -> None:
    try:
        frame = read_table(parts, fmt)
    except DeliveryError as error:
        return check_refusal(error)
    assert frame.columns[0] == "row"
    assert frame.columns[-1] == "ragged"
    assert set(frame.dtypes[1:]) == {pl.String}


def check_refusal(error: DeliveryError) -> None:
    assert error.problems
    assert all(problem.place and problem.found for problem in error.problems)


def test_a_control_character_is_refused_in_any_encoding() -> None:
    """Also where its bytes are letters, as in UTF-7."""
    with pytest.raises(DeliveryError, match="binary data"):
        decode_text("a.csv", b"a;b\n1;+AAE-\n", "utf-7")
