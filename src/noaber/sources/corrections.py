"""Corrections to deliveries: with reason, owner and date, refusing to work once the supplier repairs the fault."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from noaber.content.region import CorrectionFile
from noaber.sources.findings import Finding
from noaber.vocabulary.errors import Problem


def correct_table(
    table: pl.DataFrame, headers: dict[str, str], corrections: Iterable[CorrectionFile], place: str
) -> tuple[pl.DataFrame, list[Finding], list[Problem]]:
    """Apply corrections to the text of a delivery, before it is typed.

    A correction whose `where` matches nothing, or whose columns are not there, does not concern this delivery; one
    whose cell no longer holds `expect` is a problem.
    """
    findings: list[Finding] = []
    problems: list[Problem] = []
    for correction in corrections:
        if not {headers.get(c, c) for c in (correction.column, *correction.where)} <= set(table.columns):
            continue
        hit = pl.all_horizontal([pl.col(headers.get(c, c)) == value for c, value in correction.where.items()])
        cell = headers.get(correction.column, correction.column)
        cells = table.filter(hit)[cell].fill_null("")
        present = sorted(set(cells))
        if not present:
            continue
        if present != [correction.expect]:
            where = ", ".join(f"{column} {value}" for column, value in correction.where.items())
            found = f"correction of {correction.column} for {where}: the supplier now delivers {present}"
            problems.append(Problem(place, found, f"'{correction.expect}'", "Remove or renew the correction."))
            continue
        table = table.with_columns(pl.when(hit).then(pl.lit(correction.value)).otherwise(cell).alias(cell))
        detail = {"column": correction.column, "reason": correction.reason, "owner": correction.owner}
        findings.append(Finding("corrected", "report", len(cells), detail | {"date": correction.date}))
    return table, findings, problems
