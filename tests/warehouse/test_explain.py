"""Where a figure comes from: formula, operands, members and weights, down to deliveries; and why there is none."""

from __future__ import annotations

import pytest

from noaber.vocabulary.errors import NotFound
from noaber.warehouse.cards import Explanation
from noaber.warehouse.query import Release


def tree(explanation: Explanation, depth: int = 0) -> list[str]:
    """Write an explanation as indented lines."""
    cell, delivery = explanation.cell, explanation.delivery
    value = "hidden" if cell.hidden else "-" if cell.value is None else f"{cell.value:.5g}"
    said = f"{explanation.role + ' ' if explanation.role else ''}{cell.indicator} {cell.area.code} {cell.period}"
    line = f"{said} {cell.slice or '-'} = {value}" + (f" < {delivery.file}" if delivery else f" ({cell.route})")
    return ["  " * depth + line, *(inner for part in explanation.parts for inner in tree(part, depth + 1))]


def test_a_delivered_figure_leads_to_its_delivery(small_release: Release) -> None:
    """With hash and what became of its rows."""
    explanation = small_release.explain("inhabitants", "A-stad", "2023-Q1", "sex=f")
    assert tree(explanation) == ["inhabitants GM9001 2023-Q1 sex=f = 110 < register_a.csv"]
    assert explanation.delivery is not None
    assert len(explanation.delivery.sha256) == 64
    assert (explanation.delivery.rows_read, explanation.delivery.rows_kept) == (24, 24)


def test_a_formula_of_a_group_leads_to_the_deliveries_of_its_members(small_release: Release) -> None:
    """Two operands, three members each."""
    assert tree(small_release.explain("women_share", "Drieland", "2023-Q1")) == [
        "women_share Drieland 2023-Q1 - = 51.429 (formula)",
        "  operand inhabitants Drieland 2023-Q1 sex=f = 180 (sum of 3 gemeente)",
        "    member inhabitants GM9001 2023-Q1 sex=f = 110 < register_a.csv",
        "    member inhabitants GM9002 2023-Q1 sex=f = 55 < register_b.csv",
        "    member inhabitants GM9003 2023-Q1 sex=f = 15 < register_c.csv",
        "  operand inhabitants Drieland 2023-Q1 - = 350 (sum of 3 gemeente)",
        "    member inhabitants GM9001 2023-Q1 - = 210 < register_a.csv",
        "    member inhabitants GM9002 2023-Q1 - = 105 < register_b.csv",
        "    member inhabitants GM9003 2023-Q1 - = 35 < register_c.csv",
    ]


def test_a_change_leads_to_both_periods(small_release: Release) -> None:
    """As far back as the formula says."""
    assert tree(small_release.explain("growth", "A-stad", "2024-Q1")) == [
        "growth GM9001 2024-Q1 - = 5.7143 (formula)",
        "  operand inhabitants GM9001 2024-Q1 - = 222 < register_a.csv",
        "  operand inhabitants GM9001 2023-Q1 - = 210 < register_a.csv",
    ]


def test_a_weighted_mean_leads_to_members_and_weights(small_release: Release) -> None:
    """Of the vintage that was used."""
    assert tree(small_release.explain("house_value", "A-stad", "2024")) == [
        "house_value GM9001 2024 - = 2.9e+05 (weighted of 3 buurt@2024)",
        "  member house_value BU90010000 2024 - = 2.1e+05 < buurten_2024.csv",
        "  weight inhabitants BU90010000 2024 - = 105 < buurten_2024.csv",
        "  member house_value BU90010001 2024 - = 3.2e+05 < buurten_2024.csv",
        "  weight inhabitants BU90010001 2024 - = 60 < buurten_2024.csv",
        "  member house_value BU90010002 2024 - = 4e+05 < buurten_2024.csv",
        "  weight inhabitants BU90010002 2024 - = 60 < buurten_2024.csv",
    ]


def test_a_hidden_figure_is_explained_without_telling_it(small_release: Release) -> None:
    """By who hid it."""
    assert tree(small_release.explain("inhabitants", "Drieland", "2023-Q4", "sex=m"))[:3] == [
        "inhabitants Drieland 2023-Q4 sex=m = hidden (sum of 3 gemeente)",
        "  member inhabitants GM9001 2023-Q4 sex=m = 103 < register_a.csv",
        "  member inhabitants GM9002 2023-Q4 sex=m = hidden < register_b.csv",
    ]


def test_every_figure_of_the_release_leads_to_deliveries(small_release: Release) -> None:
    """No leaf of an explanation hangs in the air."""

    def leaves(explanation: Explanation) -> list[Explanation]:
        return [leaf for part in explanation.parts for leaf in leaves(part)] or [explanation]

    frame = small_release.observations(list(small_release.catalogue.indicators), slices="all")
    for indicator, area, period, slice in frame.select("indicator", "area_id", "period", "slice").rows():
        explanation = small_release.explain(indicator, area, period, slice)
        assert explanation.parts_left_out == 0, (indicator, area, period, slice)
        assert all(leaf.delivery for leaf in leaves(explanation)), (indicator, area, period, slice)


def test_why_there_is_no_figure(small_release: Release) -> None:
    """A mean without weight, a period that is not there, a slice nobody knows."""
    with pytest.raises(NotFound, match="Declare a weight for 'house_value_unweighted'"):
        small_release.explain("house_value_unweighted", "A-stad", "2024")
    with pytest.raises(NotFound, match=r"Newest periods at this level: .*2024-Q4"):
        small_release.explain("inhabitants", "A-stad", "2025-Q1")
    with pytest.raises(NotFound, match="unknown category 'x' of sex"):
        small_release.explain("inhabitants", "A-stad", "2024-Q1", "sex=x")
    with pytest.raises(NotFound, match="Did you mean 'growth'"):
        small_release.explain("groth", "A-stad", "2024-Q1")
