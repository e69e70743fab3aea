"""The words a way of looking needs: what figures are set against, named as in a sentence."""

from __future__ import annotations

from noaber.products.expressing import is_yearly
from noaber.products.findings import in_area
from noaber.products.indicator_case import IndicatorCase
from noaber.products.wording import Wording


def way_words(case: IndicatorCase, wording: Wording) -> dict[str, str]:
    """Give the base period, the period before, the population, the whole and the area to differ from, in words."""
    names = case.chosen.names
    return {
        "base": wording.period(case.base) if case.base else "",
        "before": wording.t("way.before.year" if is_yearly(case.before) else "way.before.last"),
        "population": case.denominator_name[:1].lower() + case.denominator_name[1:]
        if wording.language != "de"
        else case.denominator_name,
        "whole": names.get(case.whole, case.whole),
        "in_whole": in_area(case.whole, names, wording) if case.whole else "",
        "reference": names.get(case.reference, case.reference),
    }


def ranking_text(case: IndicatorCase, period: str, wording: Wording) -> str:
    """Say what the ranking is by and when."""
    when = wording.period(period, case.subject.moment) if period else ""
    words = way_words(case, wording)
    return wording.t(f"ranking.by.{case.choice.als}", indicator=case.subject.name, when=when, **words)
