"""Which personal data a build may use, and what becomes of indicators whose personal source has delivered nothing.

Until the office's own privacy officer and a reviewer from outside have looked at how people are protected, nothing
about real people comes in: a region may say that invented deliveries do, and no other ones do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.sources.deliveries import Delivery
from noaber.vocabulary.errors import Problem
from noaber.vocabulary.formulas import operands, parse_formula


def refused_personal(region: Region, personal: Iterable[str], synthetic: bool) -> Iterator[Problem]:
    """Give a problem for every personal source with deliveries that this region may not have."""
    for id in sorted(personal):
        place = region.place("sources", id)
        if region.file.personal == "refused":
            next_step = "Invented deliveries may come in where region.yml says 'personal: synthetic'."
            yield Problem(place, f"deliveries of {id}, personal data", "none in this region", next_step)
        elif not synthetic:
            next_step = "Records of real people wait for a review by privacy officers; see docs/decisions/18."
            yield Problem(place, f"deliveries of {id} about real people", "invented deliveries alone", next_step)


def check_kept(region: Region, deliveries: Iterable[Delivery]) -> Iterator[Problem]:
    """Give a problem for every personal source of which something is kept that this region may not use."""
    deliveries = list(deliveries)
    kept: dict[str, bool] = {}
    for delivery in deliveries:
        if region.sources[delivery.source].class_ == "personal":
            kept[delivery.source] = kept.get(delivery.source, True) and delivery.synthetic
    for synthetic in (True, False):
        yield from refused_personal(region, [id for id, said in kept.items() if said is synthetic], synthetic)
    yield from _mixed_keys(region, deliveries)


def _mixed_keys(region: Region, deliveries: Iterable[Delivery]) -> Iterator[Problem]:
    """Give a problem for every purpose whose deliveries have pseudonyms of several keys: nobody is the same in two."""
    keys: dict[str, dict[str, set[str]]] = {}
    for delivery in deliveries:
        if delivery.key:
            found = keys.setdefault(region.sources[delivery.source].purpose, {})
            found.setdefault(delivery.key, set()).add(delivery.source)
    for purpose, by_key in keys.items():
        if len(by_key) > 1:
            named = "; ".join(f"{', '.join(sorted(sources))} with {key}" for key, sources in sorted(by_key.items()))
            next_step = "Give the older deliveries again: they come in under the new key."
            yield Problem(purpose, f"pseudonyms of several keys ({named})", "one key for one purpose", next_step)


def delivered_region(region: Region, deliveries: Iterable[Delivery]) -> Region:
    """Give the region without the personal sources that have delivered nothing, and without what is counted from them.

    A region without such deliveries has the same release as one that does not know these sources.
    """
    delivered = {delivery.source for delivery in deliveries}
    delivered |= {region.sources[id].joins for id in delivered}
    gone = {id for id, source in region.sources.items() if source.class_ == "personal" and id not in delivered}
    if not gone:
        return region
    sources: Mapping[str, SourceFile] = {id: source for id, source in region.sources.items() if id not in gone}
    lost = _lost(region, gone)
    indicators = {id: spec for id, spec in region.indicators.items() if id not in lost}
    kept, away = list(indicators.values()), [region.indicators[id] for id in lost]
    themes, dimensions, units = {s.theme for s in away}, {d for s in away for d in s.by}, {s.unit for s in away}
    themes -= {s.theme for s in kept}
    units -= {s.unit for s in kept}
    dimensions -= {d for s in kept for d in s.by}
    return replace(
        region,
        sources=sources,
        indicators=indicators,
        themes={id: spec for id, spec in region.themes.items() if id not in themes},
        dimensions={id: spec for id, spec in region.dimensions.items() if id not in dimensions},
        units={id: spec for id, spec in region.units.items() if id not in units},
    )


def _lost(region: Region, gone: set[str]) -> set[str]:
    lost: set[str] = set()
    while True:
        more = {id for id in region.indicators if id not in lost and _needs_any(region, id, gone, lost)}
        if not more:
            return lost
        lost |= more


def _needs_any(region: Region, id: str, gone: set[str], lost: set[str]) -> bool:
    spec = region.indicators[id]
    named = {operand.name for operand in operands(parse_formula(spec.formula))} if spec.formula else set()
    return bool(gone & set(spec.sources) or lost & (named | {spec.weight}))
