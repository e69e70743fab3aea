"""What is wrong on purpose is listed, is wrong as the list says, and is all that is wrong."""

from __future__ import annotations

import polars as pl
import pytest
from told_region import Told

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.forms import read_forms
from noaber.synthetic.living.spoiling import KINDS


@pytest.fixture(scope="module")
def damage(told: Told) -> pl.DataFrame:
    return told.truth("damage.csv")


def test_every_kind_of_damage_is_done(damage: pl.DataFrame, assumptions: Lists) -> None:
    """And said what must come of it."""
    assert set(damage["kind"]) == {row["kind"] for row in assumptions.tables["damage"]}
    assert set(damage["expected"]) == {"row in quarantine", "column dropped", "file refused"}


def test_damaged_rows_stand_where_the_list_says(told: Told, damage: pl.DataFrame, assumptions: Lists) -> None:
    """By file, line and record; none of the others is wrong in that way."""
    forms = read_forms(assumptions)
    for row in damage.filter(pl.col("line") > 0).iter_rows(named=True):
        form = forms[row["file"].split("/")[1]]
        encoding = "utf-16" if form.encoding == "utf-16-le" else form.encoding
        lines = (told.folder / "records" / row["file"]).read_bytes().decode(encoding).splitlines()
        cells = dict(zip(form.headers, lines[row["line"] - 1].split(form.delimiter), strict=False))
        assert cells["record"] == row["record"]
        if row["kind"] == "unknown product":
            assert cells["product"].endswith("99Z99")
        if row["kind"] == "wrong postcode":
            assert cells["postcode"].startswith("0000")
        if row["kind"] == "missing bsn":
            assert cells["person"].strip('"') == ""
        if row["kind"] == "duplicate spell":
            assert lines.count(lines[row["line"] - 1]) == 2


def test_a_small_share_is_damaged(damage: pl.DataFrame) -> None:
    """One row in every quarter and law at least; each kind is used."""
    botched = damage.filter(pl.col("line") > 0)
    assert set(botched["kind"]) == set(KINDS)
    assert botched.height < 120


def test_one_file_of_passers_by_bears_identifiers(told: Told, damage: pl.DataFrame) -> None:
    """Only that one, which must be refused."""
    bearing = [path.relative_to(told.folder / "records").as_posix()
               for path in sorted((told.folder / "records/passanten").glob("*.csv"))
               if b"mac_hash" in path.read_bytes()[:200]]  # fmt: skip
    assert damage.filter(pl.col("kind") == "device identifiers")["file"].to_list() == bearing
    assert len(bearing) == 1


def test_free_text_is_where_the_list_says(told: Told, damage: pl.DataFrame) -> None:
    """As a column of that name."""
    for row in damage.filter(pl.col("kind") == "free text").iter_rows(named=True):
        assert row["record"] in told.records(row["file"]).columns
