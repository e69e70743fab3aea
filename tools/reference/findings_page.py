"""docs/reference/findings.md: what checks can find in a delivery, by id, with the words readers see."""

from __future__ import annotations

from noaber.products.catalogue import read_catalogue
from reference.markdown import render_code, render_table
from reference.prose import render_page

MEANING = {
    "rows_in_quarantine": "A cell cannot be read or is out of bounds; see quarantine for line, column and reason.",
    "rows_without_figures": "All figures of the row are blank: suppliers list areas that no longer or not yet exist.",
    "hidden_by_supplier": "The supplier withholds the figure (`.` or `x`); it is hidden here too.",
    "missing_at_supplier": "The supplier has no figure.",
    "doubled_rows": "Check `unique`: the named columns should name a row once.",
    "parts_are_not_the_total": "Check `sum` or `parts`: parts and total differ by more than `within`.",
    "number_of_rows": "Check `rows`: fewer or more rows than expected, or too large a change.",
    "other_period": "Check `reaches` or `until`: no row is as late as the delivery tells of, or some are later.",
    "columns_dropped": "Of personal data: columns that the source does not declare are not kept.",
    "cells_masked": "Of personal data: a cell that is not what its column holds is masked before anything is written; "
    "its row is in quarantine.",
    "rows_forgotten": "Of personal data: rows of people removed with `noaber forget` do not come in again.",
    "records_linked": "A figure counts people that were found in another source by traits; see `noaber links`.",
    "corrected": "A correction from corrections.yml was applied.",
    "sources_differ": "Two sources give different values for one cell; the first declared counts.",
}
SEVERITIES = {
    "info": "worth knowing, nothing is wrong",
    "report": "something is off; the figures are used",
    "quarantine": "the rows concerned are set apart",
    "refuse": "the delivery is refused and no release is made",
}


def render_findings() -> str:
    """List every finding with the words on the site, and every severity."""
    texts = read_catalogue("en")
    rows = [[render_code(id), texts(f"finding.{id}"), meaning] for id, meaning in MEANING.items()]
    severities = [[render_code(id), meaning] for id, meaning in SEVERITIES.items()]
    return render_page(
        "findings",
        findings=render_table(["id", "on the site", "meaning"], rows),
        severities=render_table(["severity", "meaning"], severities),
    )
