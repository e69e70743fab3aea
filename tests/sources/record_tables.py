"""Deliveries as small tables of text, sources as a few lines of YAML: what becomes of the one by the other."""

from __future__ import annotations

import polars as pl

from noaber.content.located import parse_yaml
from noaber.content.region import CorrectionFile
from noaber.content.source import SourceFile
from noaber.sources.checks import check_records
from noaber.sources.columns import Reading
from noaber.sources.records import Records, make_records
from noaber.vocabulary.areas import Area, AreaRegister, AreaType
from noaber.vocabulary.languages import Text

TOWN = AreaType("gemeente", Text("gemeente"), Text("gemeenten"), "GM0000")
BUURT = AreaType("buurt", Text("buurt"), Text("buurten"), "BU00000000", vintage_bound=True)
REGISTER = AreaRegister.of(
    [TOWN, BUURT],
    [
        Area("GM0001", "gemeente", Text("Astad")),
        Area("GM0002", "gemeente", Text("Bdorp")),
        Area("BU00010000", "buurt", Text("Kern"), 2023),
    ],
    {"the city of A": "GM0001"},
)
HEAD = """
source: register
name: Register
supplier: Bureau
deliveries: register.csv
"""
COLUMNS = """
columns:
  area: {from: [gebied, gemeente], area: gemeente, required: true}
  period: {from: jaar, period: true}
  sex: {from: geslacht, dimension: sex, codes: {T: total, M: m, V: f}}
  people: {from: aantal, type: integer, min: 0, max: 1000}
"""
FORMAT = "format: {kind: csv}\n"


def source_of(text: str = COLUMNS, format: str = FORMAT) -> SourceFile:
    """Read a source from its last lines; the first ones are always the same."""
    return SourceFile.model_validate(parse_yaml(HEAD + format + text, "register.yml").data)


def correction_of(text: str) -> CorrectionFile:
    """Read one correction, without its reason, owner and date."""
    because = "{reason: a slip of the pen, owner: me, date: 2024-01-01}"
    return CorrectionFile.model_validate(parse_yaml(text, "x").data | parse_yaml(because, "x").data)


def table_of(text: str) -> pl.DataFrame:
    """Make a table of text of lines with semicolons; a line with ! has not as many cells as the header."""
    head, *lines = [line.strip() for line in text.strip().splitlines()]
    names = head.split(";")
    rows = [dict(zip(names, line.split(";"), strict=False)) for line in lines if not line.startswith("!")]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))
    whole = frame.with_columns(row=pl.Series([n for n, x in enumerate(lines, 2) if x[:1] != "!"], dtype=pl.UInt32))
    ragged = [(n, line[1:]) for n, line in enumerate(lines, 2) if line.startswith("!")]
    if not ragged:
        return whole.select("row", *names)
    apart = pl.DataFrame(ragged, schema={"row": pl.UInt32, "ragged": pl.String}, orient="row")
    return pl.concat([whole, apart], how="diagonal").sort("row").select("row", *names, "ragged")


def made(text: str, source: SourceFile | None = None, corrections: tuple[CorrectionFile, ...] = ()) -> Records:
    """Make records of a table and check them; every row must be accounted for."""
    table, source = table_of(text), source or source_of()
    reading = Reading(source, REGISTER, {"from": "gemeente"}, corrections)
    records = check_records(make_records(table, reading, "register: register.csv"), source, "register: register.csv")
    assert accounted(records)
    return records


def accounted(records: Records) -> bool:
    """Say whether nothing is lost: rows read are kept, bad, empty or left out; the bad ones stand in quarantine."""
    counts = records.counts
    if "kept" in counts:
        assert counts["read"] == sum(counts[name] for name in ("kept", "bad", "empty", "left_out")), counts
        assert (records.rows.height, records.quarantine.height) == (counts["kept"], counts["bad"])
    return True


def rows_of(records: Records, *columns: str) -> list[tuple[object, ...]]:
    """Give the records as tuples, all columns but the row number if none are named."""
    names = columns or [name for name in records.rows.columns if name != "row"]
    return records.rows.select(names).rows()


def reasons(records: Records) -> list[tuple[int, str]]:
    """Give what is wrong with which row."""
    return records.quarantine.select("row", "reason").rows()
