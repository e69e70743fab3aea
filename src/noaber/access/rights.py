"""From roles to sight: what an account may see and do today, by the content of rights.yml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from noaber.access.accounts import Account, Appointment
from noaber.content.rights import OWN, GrantSpec, RightsFile
from noaber.vocabulary.sights import Closure, Grant, Sight


def sight_of(rights: RightsFile, account: Account, today: date) -> Sight:
    """Give what an account may see. A role that the content no longer knows gives nothing."""
    return sight_of_roles(rights, account.appointed(today))


def sight_of_roles(rights: RightsFile, appointments: Iterable[Appointment]) -> Sight:
    """Give what roles together may see."""
    found = [grant for one in appointments for grant in _grants(rights, one)]
    return Sight(tuple(sorted(set(found), key=repr)))


def _grants(rights: RightsFile, appointment: Appointment) -> Iterator[Grant]:
    role = rights.roles.get(appointment.role)
    closures = _closures(rights, appointment.role)
    for spec in role.grants if role else ():
        areas = _areas(spec, appointment)
        if areas or not spec.areas:
            yield Grant(spec.tier, spec.themes, spec.indicators, areas, spec.levels, spec.from_, spec.to, closures)


def _areas(spec: GrantSpec, appointment: Appointment) -> tuple[str, ...]:
    """Give the areas of a grant, own ones by name; none of who has no own areas, which is not all."""
    named = [name for area in spec.areas for name in (appointment.areas if area == OWN else (area,))]
    return tuple(sorted(set(named)))


def _closures(rights: RightsFile, role: str) -> tuple[Closure, ...]:
    """Give what agreements keep closed for a role."""
    return tuple(
        Closure(
            agreement.themes, agreement.indicators, tuple(a for a, roles in agreement.open.items() if role in roles)
        )
        for agreement in rights.agreements.values()
        if role not in agreement.everywhere
    )


def duties_of(rights: RightsFile, account: Account, today: date) -> frozenset[str]:
    """Give what an account may do: accounts, audit."""
    roles = (rights.roles.get(one.role) for one in account.appointed(today))
    return frozenset(duty for role in roles if role for duty in role.may)
