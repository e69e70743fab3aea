"""Revisions as CSV for programs: a row per period and release, comma and point, full precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from noaber.products.exports.separated import SAID
from noaber.products.exports.spreadsheet_safety import plain_text
from noaber.products.revisions.case import RevisionCase

COLUMNS = (
    "indicator", "area", "area_name", "slice", "period", "release", "built_at", "value", "status", "hidden",
    "series_break", "change", "lag", "why", "synthetic",
)  # fmt: skip


def render_revisions_csv(case: RevisionCase, not_public: str = "") -> str:
    """Render what each release says of each period: status as in SDMX, no value where it is hidden or absent, `change`
    since the release before, `lag` in releases since the first figure; no row where a release has nothing."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    more = [plain_text(not_public)] if not_public else []
    writer.writerow([*COLUMNS, *(["not_public"] if more else [])])
    writer.writerows([*row, *more] for row in _rows(case))
    return out.getvalue()


def _rows(case: RevisionCase) -> Iterator[tuple[object, ...]]:
    table = case.table
    head = (case.subject.id, plain_text(case.area), plain_text(case.area_name), case.slice)
    for period in table.periods:
        first = table.first(period)
        for at, vintage in enumerate(table.vintages):
            state = table.state(period, at)
            if state is not None:
                lag = at - first if 0 <= first <= at else None
                yield (
                    *head, period, vintage.release, vintage.built_at, state.value, state.status, SAID[state.hidden],
                    SAID[state.series_break], table.change(period, at), lag, vintage.why, SAID[case.card.synthetic],
                )  # fmt: skip
