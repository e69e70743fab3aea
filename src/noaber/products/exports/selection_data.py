"""The figures of an indicator page as plain data for programs: what they are, where they come from, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from noaber.products.exports.document import exported_areas
from noaber.products.figures import Figure
from noaber.products.indicator_case import IndicatorCase
from noaber.products.indicator_view import IndicatorWords
from noaber.products.marks import name_mark
from noaber.products.trends import trend_title
from noaber.products.wording import Wording
from noaber.warehouse.cards import ReleaseCard

STATUSES = ("A", "P", "E", "F", "B", "M")


def selection_data(
    case: IndicatorCase, words: IndicatorWords, card: ReleaseCard, address: str, wording: Wording
) -> dict[str, Any]:
    """Give the chosen areas, their references and all areas of the level over the periods shown, with their notes."""
    areas = exported_areas(case)
    return {
        "release": release_data(card),
        "language": wording.language,
        "address": address,
        "title": trend_title(case, wording),
        "indicator": _indicator_data(case, words),
        "expression": {
            "id": case.choice.als,
            "base": case.base if case.choice.als == "index" else "",
            "whole": case.whole if case.choice.als == "aandeel" else "",
            "reference": case.reference if case.choice.als == "verschil" else "",
        },
        "slice": {"id": case.choice.deel, "name": case.slice_name},
        "areas": [_area_data(case, area) for area in areas],
        "periods": [{"id": p, "name": wording.period(p, case.subject.moment)} for p in case.periods],
        "statuses": {status: wording.t(f"status.{status}") for status in STATUSES},
        "sources": [
            {"id": s.id, "name": s.name, "supplier": s.supplier, "licence": s.licence} for s in case.sources
        ],
        "cells": list(_cells(case, areas, wording)),
    }  # fmt: skip


def release_data(card: ReleaseCard) -> dict[str, Any]:
    """Say which release figures are from, and whether it is invented."""
    return {"id": card.id, "built_at": card.built_at, "synthetic": card.synthetic}


def _indicator_data(case: IndicatorCase, words: IndicatorWords) -> dict[str, Any]:
    subject = case.subject
    return {
        "id": subject.id,
        "name": subject.name,
        "definition": subject.definition,
        "unit": words.unit,
        "decimals": subject.shown_decimals(case.choice.als),
        "formula": words.formula,
        "moment": subject.moment,
        "breaks": list(words.breaks),
        "notes": words.notes,
    }


def _area_data(case: IndicatorCase, area: str) -> dict[str, str]:
    code, _, vintage = area.partition("@")
    return {"id": area, "code": code, "vintage": vintage, "name": case.chosen.names.get(area, area)}


def _cells(case: IndicatorCase, areas: list[str], wording: Wording) -> Iterator[dict[str, Any]]:
    figures, slice = case.shown, case.choice.deel
    for area in areas:
        for period in case.periods:
            figure = figures.get(area, period, slice)
            above = case.instead.get((area, period, slice)) if figure.hidden else None
            instead = {"area": above.area, "slice": above.slice} if above else None
            yield {"area": area, "period": period, **figure_data(figure, wording), "instead": instead}


def figure_data(figure: Figure, wording: Wording) -> dict[str, Any]:
    """Give a figure as data: no value without a number, and then `absence` says why; `note` is for people.

    >>> figure_data(Figure(None, "A", hidden=True), Wording.of("en"))["value"] is None
    True
    """
    absence = figure.absence
    return {
        "value": None if absence else figure.value,
        "status": "M" if absence and not figure.hidden else figure.status,
        "hidden": figure.hidden,
        "series_break": figure.series_break,
        "absence": absence,
        "note": ", ".join(name_mark(mark, wording).words for mark in figure.marks),
    }
