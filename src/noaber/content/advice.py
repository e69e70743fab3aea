"""What is no fault in the files of a region, but seldom meant: told by `noaber check` beside the faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noaber.content.model import Region
from noaber.content.rights import AgreementSpec, GrantSpec
from noaber.vocabulary.errors import Problem

WHERE = ("areas", "levels", "from_", "to")
"""Bounds of a grant that part what is counted of the same people."""
NEXT = "The internal tier hides nothing, so who sees part of it subtracts. Leave out the bound, or grant partner."


def advise_region(region: Region) -> list[Problem]:
    """Give what somebody should look at; empty where there is nothing."""
    return list(_advise_internal(region))


def _advise_internal(region: Region) -> Iterator[Problem]:
    """A role that sees the internal tier in part: of some areas, levels or periods, or of some of the indicators that
    are counted from the same records."""
    families = _families(region)
    rights = region.rights
    if rights is None or not families:
        return
    for id, role in rights.roles.items():
        for at, grant in enumerate(role.grants):
            if grant.tier == "internal":
                place = region.place("rights", "roles", id, "grants", str(at))
                yield from (Problem(place, f"{id} sees {found}", "all or nothing of it", NEXT)
                            for found in _parts(region, id, grant, families))  # fmt: skip


def _families(region: Region) -> Mapping[str, frozenset[str]]:
    """Give by source the indicators that are counted from its records: these tell of one another."""
    found: dict[str, set[str]] = {}
    for id, indicator in region.indicators.items():
        for source in indicator.count.from_ if indicator.count else ():
            found.setdefault(source, set()).add(id)
    return {source: frozenset(ids) for source, ids in found.items()}


def _parts(region: Region, role: str, grant: GrantSpec, families: Mapping[str, frozenset[str]]) -> Iterator[str]:
    seen = {source: {id for id in ids if _covers(region, grant, id)} for source, ids in families.items()}
    bounds = [name.rstrip("_") for name in WHERE if getattr(grant, name)]
    if bounds and any(seen.values()):
        yield f"the internal tier only in part: bounded by {', '.join(bounds)}"
    for source, ids in families.items():
        if seen[source] and seen[source] != ids:
            left_out = ", ".join(sorted(ids - seen[source])[:3])
            yield f"the internal tier of some indicators of source {source}, and not of {left_out}"
    for id, agreement in (region.rights.agreements if region.rights else {}).items():
        closed = role not in agreement.everywhere and any(
            _covers(region, agreement, one) for some in seen.values() for one in some
        )
        if closed:
            yield f"the internal tier but for what agreement {id} keeps closed"


def _covers(region: Region, spec: GrantSpec | AgreementSpec, id: str) -> bool:
    every = not spec.themes and not spec.indicators
    return every or id in spec.indicators or region.indicators[id].theme in spec.themes
