"""docs/reference/periods.md: how periods are written here and how suppliers write them."""

from __future__ import annotations

from noaber.vocabulary.periods import FREQUENCIES, parse_period, parse_periods, parse_supplier_period
from reference.markdown import render_code, render_table
from reference.prose import render_page

OURS = ("2019", "2019-H1", "2019-Q3", "2019-05", "2019-W23", "2019-05-03", "2019-05-03T14")
THEIRS = (
    "2012JJ00", "2012HJ02", "2012KW03", "2012MM05", "2012WW21", "2022*", "2022**", "20190103", "201905",
    "januari 2003", "2003 maart", "mei 2003", "2019 1e kwartaal", "2e kwartaal 2019", "2019Q2", "2019-K2",
    "2019 2e halfjaar", "3-5-2019", "2019.0",
)  # fmt: skip
CHOICES = ("2019", "2019,2021", "2019..2021", "2019-Q3..2020-Q1")


def render_periods() -> str:
    """Show every form with what is read."""
    ours = [[render_code(text), parse_period(text).frequency, _span(text)] for text in OURS]
    read = {text: parse_supplier_period(text) for text in THEIRS}
    theirs = [[render_code(t), render_code(str(p)), "yes" if mark else ""] for t, (p, mark) in read.items()]
    choices = [[render_code(text), " ".join(render_code(str(p)) for p in parse_periods(text))] for text in CHOICES]
    assert {parse_period(text).frequency for text in OURS} == set(FREQUENCIES)
    return render_page(
        "periods",
        ours=render_table(["written", "frequency", "from - up to"], ours),
        theirs=render_table(["written", "read as", "provisional"], theirs),
        choices=render_table(["written", "means"], choices),
    )


def _span(text: str) -> str:
    period = parse_period(text)
    form = "%Y-%m-%d %H:00" if period.frequency == "hour" else "%Y-%m-%d"
    return f"{period.start:{form}} - {period.end:{form}}"
