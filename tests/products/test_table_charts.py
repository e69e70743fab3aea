"""Charts above a composed table: what the table says, drawn; nothing invented, nothing flattened, nothing hidden."""

from __future__ import annotations

import pytest

from noaber.products.figures import Figure
from noaber.products.subjects import Subject
from noaber.products.tabulations.charts import MOST_CHARTS, MOST_NAMED, ChartCase, draw_table_charts, figure_at
from noaber.products.tabulations.pivot import Pivot, Place
from noaber.products.wording import Wording

NL = Wording.of("nl")
PERIODS = ["2021", "2022", "2023", "2024"]
SHARE = Subject("share", "Aandeel", sign="%", decimals=1, additive=False)
COUNT = Subject("count", "Aantal", unit="personen")


def table(cells: dict[tuple[str, str, str], Figure], across: str = "periode") -> Pivot:
    """Lay out (area, indicator, period) -> figure with one field across."""
    figures = {}
    for (area, cijfer, period), figure in cells.items():
        place = Place(area, cijfer, "", period)
        figures[place._replace(**{across: ""}), getattr(place, across)] = figure
    rows = tuple(dict.fromkeys(row for row, _ in figures))
    return Pivot(rows, tuple(dict.fromkeys(column for _, column in figures)), figures, {})


def series(area: str, values: list[float | None], cijfer: str = "share") -> dict[tuple[str, str, str], Figure]:
    return {(area, cijfer, p): Figure(v, "A" if v is not None else "M") for p, v in zip(PERIODS, values, strict=True)}


def case(cells: dict[tuple[str, str, str], Figure], *subjects: Subject, across: str = "periode") -> ChartCase:
    areas = list(dict.fromkeys(area for area, _, _ in cells))
    return ChartCase(
        table(cells, across), across, areas, PERIODS, {a: f"Naam {a}" for a in areas}, subjects or (SHARE,)
    )


@pytest.mark.parametrize("across", ["periode", "cijfer", "deel"])
def test_the_chart_is_the_same_whatever_runs_across(across: str) -> None:
    """A table turned is the same table."""
    cells = series("a", [1, 2, 3, 4]) | series("b", [4, 3, 2, 1])
    (chart,) = draw_table_charts(case(cells, across=across), NL)
    assert chart == draw_table_charts(case(cells), NL)[0]
    assert figure_at(table(cells, across), across, Place("a", "share", "", "2022")).value == 2


def test_every_line_is_named_at_its_end() -> None:
    """With its last value; in words for who cannot see it; the title leads to the indicator of these areas."""
    (chart,) = draw_table_charts(case(series("a", [1, 2, 3, 4]) | series("b", [4, 3, 2, 1])), NL)
    assert chart.drawing is not None
    assert {line.label for line in chart.drawing.lines} == {"Naam a 4,0\xa0%", "Naam b 1,0\xa0%"}
    assert "Naam a: 1,0\xa0% in 2021, 4,0\xa0% in 2024." in chart.alt
    assert (chart.title, chart.href) == ("Aandeel (%)", "/nl/cijfer/share?gebieden=a,b")


def test_statuses_and_gaps_are_told() -> None:
    """An open dot for a provisional number, a gap for a hidden one: never a value for it."""
    cells = series("a", [1, 2, 3, 4])
    cells["a", "share", "2022"] = Figure(None, "A", hidden=True)
    cells["a", "share", "2024"] = Figure(4, "P")
    (chart,) = draw_table_charts(case(cells), NL)
    assert chart.drawing is not None
    (line,) = chart.drawing.lines
    assert [dot.open for dot in line.dots][-1]
    assert len(line.pieces) == 1
    assert chart.notes[0] == "Een open rondje is voorlopig."
    assert "afgeschermd" in chart.notes[1]


def test_very_different_sizes_do_not_flatten_each_other() -> None:
    """Counts many times larger than the first area are left out and named; shares are not."""
    large = series("a", [10, 11, 12, 13], "count") | series("b", [900, 910, 920, 930], "count")
    (chart,) = draw_table_charts(case(large, COUNT), NL)
    assert chart.drawing is not None
    assert [line.area for line in chart.drawing.lines] == ["a"]
    assert chart.notes[-1].startswith("Naam b staat niet in de grafiek")
    (share,) = draw_table_charts(case(series("a", [1, 1, 1, 1]) | series("b", [90, 90, 90, 90])), NL)
    assert share.drawing is not None
    assert len(share.drawing.lines) == 2


def test_no_more_lines_are_named_than_can_be_told_apart() -> None:
    """The others are grey, and said to be."""
    cells = {key: value for at in range(MOST_NAMED + 3) for key, value in series(f"a{at}", [1, 2, 3, at]).items()}
    (chart,) = draw_table_charts(case(cells), NL)
    assert chart.drawing is not None
    roles = [line.role for line in chart.drawing.lines]
    assert (roles.count("other"), len(roles) - roles.count("other")) == (3, MOST_NAMED)
    assert any(note.startswith("Grijs") for note in chart.notes)


def test_without_a_course_there_is_no_chart() -> None:
    """One number is none; an area without numbers beside others is named."""
    (alone,) = draw_table_charts(case(series("a", [None, None, None, 4])), NL)
    assert (alone.drawing, len(alone.notes)) == (None, 1)
    (beside,) = draw_table_charts(case(series("a", [1, 2, 3, 4]) | series("b", [None] * 4)), NL)
    assert "Geen cijfers in deze perioden: Naam b." in beside.notes


def test_not_more_charts_than_a_page_holds() -> None:
    """A table of very many indicators has charts of the first."""
    subjects = [Subject(f"s{at}", f"S{at}") for at in range(MOST_CHARTS + 5)]
    cells = {key: v for subject in subjects for key, v in series("a", [1, 2, 3, 4], subject.id).items()}
    assert len(draw_table_charts(case(cells, *subjects), NL)) == MOST_CHARTS
