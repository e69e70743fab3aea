"""Addresses of the explanation of a number in the way it is looked at: what the card must say it was set against."""

from __future__ import annotations

from noaber.products.addresses import explanation_href
from noaber.products.indicator_case import IndicatorCase
from noaber.products.wording import Wording


def number_href(case: IndicatorCase, wording: Wording, area: str, period: str, slice: str | None = None) -> str:
    """Give the address of a value's explanation, in the category that is shown unless another is named."""
    deel = case.choice.deel if slice is None else slice
    return explanation_href(wording.language, case.subject.id, area, period, deel)


def shown_href(case: IndicatorCase, wording: Wording, area: str, period: str) -> str:
    """Give the address of the explanation of what is shown: the value in the way of looking that was chosen."""
    way = _way(case, period)
    return explanation_href(wording.language, case.subject.id, area, period, case.choice.deel, way)


def _way(case: IndicatorCase, period: str) -> dict[str, str]:
    how = case.choice.als
    against = {
        "index": {"basis": case.base},
        "verandering": {"vorige": case.before.get(period, "")},
        "toename": {"vorige": case.before.get(period, "")},
        "aandeel": {"geheel": case.whole},
        "verschil": {"referentie": case.reference},
    }
    return {} if how == "waarde" else {"als": how, **against.get(how, {})}
