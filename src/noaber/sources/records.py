"""A delivery's table to records: typed, resolved to areas and periods, checked; bad rows set apart with their reason.

Nothing is lost: rows read = records kept + rows in quarantine + rows without any figure + rows the content leaves out.
Of a table whose columns are really rows, every record counts as a row read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from noaber.content.source import ColumnSpec, SourceFile, UnpivotSpec
from noaber.privacy.pseudonyms import numbers_of
from noaber.sources.columns import Reading, parse_column
from noaber.sources.corrections import correct_table
from noaber.sources.findings import Finding
from noaber.sources.masking import mask_problem, mask_text
from noaber.sources.plain_cells import read_plain
from noaber.vocabulary.errors import Problem, did_you_mean


@dataclass(frozen=True)
class Records:
    """What a delivery gave. `rows` has column `row` (line in the file), the declared columns and per figure a
    `<column>:status` (null normal, P provisional, M missing, H hidden)."""

    rows: pl.DataFrame
    quarantine: pl.DataFrame
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


QUARANTINE = {"row": pl.UInt32, "column": pl.String, "reason": pl.String, "record": pl.String}


def make_records(table: pl.DataFrame, reading: Reading, place: str) -> Records:
    """Turn a table of text into records; `problems` says why the delivery as a whole cannot be used."""
    source = reading.source
    ragged, table = _set_ragged_apart(table)
    lines = _chosen_rows(table, source)
    chosen = _unpivoted(with_constants(lines, {**source.constants, **reading.named}), source)
    headers, problems = match_headers(chosen, source, place)
    problems += _lacking(table, source, place)
    left_out = table.height - lines.height
    counts = {"read": ragged.height + left_out + chosen.height, "left_out": left_out}
    if problems:
        return Records(pl.DataFrame(), _quarantine(ragged), (), tuple(problems), counts)
    chosen, corrected, problems = correct_table(chosen, headers, reading.corrections, place)
    filled = _with_figures(chosen, source, headers)
    rows, bad = _typed(filled, source, headers, reading)
    counts |= {
        "empty": chosen.height - filled.height,
        "kept": rows.height,
        "bad": bad.height + ragged.height,
    }
    quarantine = pl.concat([_quarantine(ragged), bad])
    findings = _findings(counts, quarantine, rows, source)
    if source.class_ == "personal":
        problems = [mask_problem(problem, place) for problem in problems]
        findings = tuple(map(_masked, findings))
    return Records(rows, quarantine, (*corrected, *findings), tuple(problems), counts)


def _masked(finding: Finding) -> Finding:
    """Give a finding about records of people without what it quotes of them."""
    detail = {name: mask_text(said) if isinstance(said, str) else said for name, said in finding.detail.items()}
    return replace(finding, detail=detail)


def _set_ragged_apart(table: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    if "ragged" not in table.columns:
        return table.clear().with_columns(ragged=pl.lit(None, pl.String)), table
    return table.filter(pl.col("ragged").is_not_null()), table.filter(pl.col("ragged").is_null()).drop("ragged")


def _quarantine(ragged: pl.DataFrame) -> pl.DataFrame:
    return ragged.select(
        pl.col("row").cast(pl.UInt32),
        column=pl.lit(""),
        reason=pl.lit("not as many cells as the header"),
        record=pl.col("ragged"),
    )


def _chosen_rows(table: pl.DataFrame, source: SourceFile) -> pl.DataFrame:
    for column, values in source.keep.items():
        if column in table.columns:
            table = table.filter(pl.col(column).is_in(values))
    for column, pattern in source.skip.items():
        if column in table.columns:
            table = table.filter(~pl.col(column).fill_null("").str.contains(pattern))
    return table


def _lacking(table: pl.DataFrame, source: SourceFile, place: str) -> Iterator[Problem]:
    """Give the columns by which rows are chosen that are not there: other rows would mix with ours."""
    for column in source.keep:
        if column not in table.columns:
            near = did_you_mean(column, [c for c in table.columns if c != "row"], "Headers found")
            yield Problem(place, f"no column '{column}' to choose rows by", column, near)


def with_constants(table: pl.DataFrame, constants: Mapping[str, str]) -> pl.DataFrame:
    """Add columns with one value for all rows."""
    return table.with_columns([pl.lit(value).alias(name) for name, value in constants.items()])


def _unpivoted(table: pl.DataFrame, source: SourceFile) -> pl.DataFrame:
    """Make rows of the columns that are rows; several specs with one `name` are joined on it."""
    if not source.unpivot:
        return table
    matched = {spec: _matching(table, spec) for spec in source.unpivot}
    wide = {column for columns in matched.values() for column in columns.values()}
    stem = table.drop(wide)
    labels = dict.fromkeys(label for columns in matched.values() for label in columns)
    parts = []
    for label in labels:
        values = [
            (pl.lit(None, pl.String) if label not in columns else table[columns[label]]).alias(spec.value)
            for spec, columns in matched.items()
        ]
        parts.append(stem.with_columns(pl.lit(label).alias(source.unpivot[0].name), *values))
    return pl.concat(parts) if parts else stem


def _matching(table: pl.DataFrame, spec: UnpivotSpec) -> dict[str, str]:
    found = {}
    for column in table.columns:
        match = re.fullmatch(spec.columns, column)
        if match:
            found[match.group(1) if match.groups() else column] = column
    return found


def match_headers(table: pl.DataFrame, source: SourceFile, place: str) -> tuple[dict[str, str], list[Problem]]:
    """Find for every declared column its header in the table; a missing one is a problem with its nearest."""
    folded = {header.strip().casefold(): header for header in reversed(table.columns)}
    found: dict[str, str] = {}
    problems = []
    for name, spec in source.columns.items():
        if spec.link:
            continue
        wanted = spec.from_ or (name,)
        header = next((folded[w.strip().casefold()] for w in wanted if w.strip().casefold() in folded), None)
        if header is not None:
            found[name] = header
        elif not spec.optional:
            near = did_you_mean(wanted[0], [c for c in table.columns if c != "row"], "Headers found")
            problems.append(Problem(place, f"no column '{wanted[0]}' for {name}", " or ".join(wanted), near))
    return found, problems


def _figures(source: SourceFile, headers: Mapping[str, str]) -> dict[str, ColumnSpec]:
    return {name: spec for name, spec in source.columns.items() if spec.numeric and name in headers}


def _with_figures(table: pl.DataFrame, source: SourceFile, headers: Mapping[str, str]) -> pl.DataFrame:
    """Drop rows in which every figure is blank: suppliers list areas that no longer or not yet exist. A record of
    somebody stays."""
    figures = [headers[name] for name in _figures(source, headers)]
    if not figures or source.class_ == "personal":
        return table
    return table.filter(pl.any_horizontal([pl.col(f).fill_null("") != "" for f in dict.fromkeys(figures)]))


def _typed(
    table: pl.DataFrame, source: SourceFile, headers: Mapping[str, str], reading: Reading
) -> tuple[pl.DataFrame, pl.DataFrame]:
    shown = [h for h in dict.fromkeys(headers.values()) if h != "row" and h not in _identifying(source, headers)]
    typed = table.select("row", record=pl.struct(shown or ["row"]))
    columns, bads, marks = [], [], []
    for name, header in headers.items():
        spec = source.columns[name]
        value, status, bad = _column(table[header], spec, reading)
        columns.append(value.alias(name))
        if spec.numeric:
            columns.append(status.alias(f"{name}:status"))
        elif spec.period:
            marks.append(status)
        if spec.required:
            bad = bad.zip_with(value.is_not_null() | bad.is_not_null(), pl.Series([f"no {name}"], dtype=pl.String))
        bads.append(bad.alias(f"bad:{name}"))
    typed = _mark_rows(typed.with_columns(columns), marks, list(_figures(source, headers)))
    return _split(_with_turned_spells(typed.with_columns(bads), source), list(headers))


def _with_turned_spells(typed: pl.DataFrame, source: SourceFile) -> pl.DataFrame:
    """Call a row bad whose last day lies before its first."""
    spell = source.spell
    if spell is None or not {f"bad:{spell.begin}", f"bad:{spell.end}"} <= set(typed.columns):
        return typed
    reason = pl.when(pl.col(spell.end) < pl.col(spell.begin)).then(pl.lit("the last day lies before the first"))
    bad = f"bad:{spell.end}"
    return typed.with_columns(pl.coalesce(bad, reason).alias(bad))


def _identifying(source: SourceFile, headers: Mapping[str, str]) -> set[str]:
    """Give the headers of pseudonyms: no supplier gets them, and quarantine does without."""
    return {headers[name] for name, spec in source.columns.items() if spec.identifies and name in headers}


def _column(text: pl.Series, spec: ColumnSpec, reading: Reading) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Parse one column: value, status and what is bad; plain cells all at once, everything else by its texts."""
    plain = read_plain(text, spec, reading.source)
    if plain is not None and plain.null_count() == 0:
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(text))
        return plain, nothing, nothing
    rest = text if plain is None else text.filter(plain.is_null())
    lookup = parse_column(rest, spec, reading)
    found = pl.DataFrame({"text": text}).join(lookup, on="text", how="left", nulls_equal=True, maintain_order="left")
    value = found.select(_value_of(spec)).to_series()
    return value if plain is None else plain.fill_null(value), found["status"], found["bad"]


def _value_of(spec: ColumnSpec) -> pl.Expr:
    """Give what the parsers read in the type of the column: pseudonyms are whole numbers from here on."""
    value = pl.col("value")
    return numbers_of(value) if spec.identifies else value.cast(pl.Float64 if spec.numeric else pl.String)


def _mark_rows(typed: pl.DataFrame, marks: list[pl.Series], figures: list[str]) -> pl.DataFrame:
    """Carry a provisional mark on the period to every figure of the row that has no graver mark."""
    for mark in marks:
        typed = typed.with_columns([pl.coalesce(f"{name}:status", mark).alias(f"{name}:status") for name in figures])
    return typed


def _split(typed: pl.DataFrame, names: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    is_bad = pl.any_horizontal(pl.lit(False), *(pl.col(f"bad:{name}").is_not_null() for name in names))
    helpers = ["record", *(f"bad:{name}" for name in names)]
    bad = typed.filter(is_bad)
    if not bad.height:
        return typed.drop(helpers), pl.DataFrame(schema=QUARANTINE)
    reasons = pl.concat(
        [
            bad.select(
                pl.col("row").cast(pl.UInt32),
                column=pl.lit(name),
                reason=f"bad:{name}",
                record=pl.col("record").struct.json_encode(),
            )
            for name in names
        ]
    ).filter(pl.col("reason").is_not_null())
    grouped = reasons.group_by("row", "record", maintain_order=True).agg(
        pl.col("column").str.join(", "), pl.col("reason").str.join("; ")
    )
    return typed.filter(~is_bad).drop(helpers), grouped.select(list(QUARANTINE)).sort("row")


def _findings(
    counts: Mapping[str, int], quarantine: pl.DataFrame, rows: pl.DataFrame, source: SourceFile
) -> tuple[Finding, ...]:
    found = []
    if quarantine.height:
        common = quarantine.group_by("reason").len().sort(["len", "reason"], descending=[True, False]).head(3)
        reasons = "; ".join(f"{reason} ({count}x)" for reason, count in common.iter_rows())
        columns = quarantine.group_by("column").len().sort(["len", "column"], descending=[True, False]).head(3)
        said = [
            {"kind": "column" if name else "row", "column": name, "count": str(n), **_named(name, source)}
            for name, n in columns.rows()
        ]
        found.append(Finding("rows_in_quarantine", "report", quarantine.height, {"reasons": reasons, "said": said}))
    if counts["empty"]:
        found.append(Finding("rows_without_figures", "info", counts["empty"], {}))
    statuses = [name for name in rows.columns if name.endswith(":status")]
    for mark, check in (("H", "hidden_by_supplier"), ("M", "missing_at_supplier")):
        total = sum(int((rows[name] == mark).sum() or 0) for name in statuses)
        if total:
            found.append(Finding(check, "info", total, {}))
    return tuple(found)


def _named(column: str, source: SourceFile) -> dict[str, str]:
    """Give what readers are told a column is, per language, where the content says so."""
    spec = source.columns.get(column)
    return {f"column_{language}": text for language, text in spec.name.items()} if spec and spec.name else {}
