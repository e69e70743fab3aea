"""The finding of an indicator page in a few words, made from the figures by rule.

Counts are compared by their growth, shares and rates by their level; without a value or a comparison the words that
would need it are left out.
"""

from __future__ import annotations

from noaber.products.findings import Case, direction, in_area
from noaber.products.numbers import round_half_up
from noaber.products.wording import Wording


def headline(case: Case, wording: Wording) -> str:
    """Give the finding in a few words: `Inwoners: stijging in Enschede, kleiner dan in Nederland`."""
    where = in_area(case.own, case.figures.names, wording)
    values = {"indicator": case.shown_name, "where": where}
    if case.last is None and case.ends:
        low, high = (case.subject.value(row.figure.value or 0.0, wording) for row in case.ends)
        return wording.t("headline.spread", **values, level=case.level_plural, low=low, high=high)
    if case.last is None:
        return wording.t("headline.none", **values)
    key, reference = _growth_key(case) if case.subject.additive else _level_key(case)
    there = in_area(reference, case.figures.names, wording) if reference else ""
    return wording.t(f"headline.{key}", **values, reference=there)


def _growth_key(case: Case) -> tuple[str, str]:
    own = case.change(case.own)
    way = direction(own) or direction(case.difference(case.own), case.subject.decimals)
    reference = next((r for r in case.references if r != case.own and case.change(r) is not None), "")
    if not way:
        return "plain", ""
    if not reference or way == "same" or own is None:
        return way, ""
    theirs = case.change(reference) or 0.0
    other = direction(theirs)
    if other != way:
        return f"{way}.{other}", reference
    size = direction(float(abs(round_half_up(own or 0.0, 1)) - abs(round_half_up(theirs, 1))))
    return f"{way}.{ {'up': 'more', 'down': 'less', 'same': 'alike'}[size] }", reference


def _level_key(case: Case) -> tuple[str, str]:
    last = case.last or ""
    mine = case.figure(case.own, last).value
    for reference in case.references:
        theirs = case.figure(reference, last).value
        if reference != case.own and theirs is not None and mine is not None:
            return {"up": "higher", "down": "lower", "same": "equal"}[_relation(case, mine, theirs)], reference
    way = direction(case.difference(case.own), case.subject.decimals)
    return (way or "plain"), ""


def _relation(case: Case, mine: float, theirs: float) -> str:
    """Compare two levels as they are shown: equal where both round to the same number."""
    decimals = case.subject.decimals
    ours, others = round_half_up(mine, decimals), round_half_up(theirs, decimals)
    return "same" if ours == others else "up" if ours > others else "down"
