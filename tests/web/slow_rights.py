"""Who may see a planted figure, worked out from the content one figure at a time: the slow way, beside the fast one."""

from __future__ import annotations

from tiered_office import Planted

from noaber.content.rights import GrantSpec, RightsFile
from noaber.vocabulary.periods import parse_period

ORDER = {"public": 0, "partner": 1, "internal": 2}


def may_see(rights: RightsFile, role: str, own: tuple[str, ...], figure: Planted) -> bool:
    """Say whether a role with these own areas may see a figure."""
    spec = rights.roles.get(role)
    if spec is None or not any(_covers(grant, own, figure) for grant in spec.grants):
        return False
    for agreement in rights.agreements.values():
        about = figure.theme in agreement.themes or figure.indicator in agreement.indicators
        let_in = {area for area, roles in agreement.open.items() if role in roles}
        if about and role not in agreement.everywhere and not let_in & figure.within:
            return False
    return True


def _covers(grant: GrantSpec, own: tuple[str, ...], figure: Planted) -> bool:
    period = parse_period(figure.period)
    places = {area for name in grant.areas for area in (own if name == "own" else (name,))}
    subject = figure.theme in grant.themes or figure.indicator in grant.indicators
    return (
        ORDER[grant.tier] >= ORDER[figure.tier]
        and (subject or not (grant.themes or grant.indicators))
        and (not grant.areas or bool(places & figure.within))
        and (not grant.levels or figure.level in grant.levels)
        and (not grant.from_ or period.start >= parse_period(grant.from_).start)
        and (not grant.to or period.end <= parse_period(grant.to).end)
    )
