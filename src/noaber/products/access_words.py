"""What roles may see, in words: from the grants of the content to sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from noaber.content.rights import OWN, AgreementSpec, GrantSpec, RightsFile
from noaber.products.wording import Wording
from noaber.warehouse.catalogue import Catalogue


@dataclass(frozen=True)
class RoleWords:
    """A role as its reader knows it."""

    id: str
    name: str
    description: str
    sees: tuple[str, ...]
    asked_for: bool


@dataclass(frozen=True)
class AgreementWords:
    """An agreement: who sees these figures everywhere, and who besides in which areas."""

    name: str
    about: str
    everywhere: str
    places: tuple[tuple[str, str], ...]


def name_role(rights: RightsFile, role: str, wording: Wording) -> str:
    """Name a role; one that the content no longer has by its id."""
    spec = rights.roles.get(role)
    return str(spec.name.get(wording.language)) if spec else role


def role_words(rights: RightsFile, known: Catalogue, wording: Wording) -> tuple[RoleWords, ...]:
    """Say of every role what it may see."""
    return tuple(
        RoleWords(
            id,
            str(spec.name.get(wording.language)),
            str(spec.description.get(wording.language)),
            say_grants(rights, id, (), known, wording),
            spec.asked_for,
        )
        for id, spec in rights.roles.items()
    )


def say_grants(
    rights: RightsFile, role: str, areas: tuple[str, ...], known: Catalogue, wording: Wording
) -> tuple[str, ...]:
    """Say what a role may see, a sentence per grant; `areas` are the own areas, where they are known."""
    spec = rights.roles.get(role)
    said = [_say_grant(grant, areas, known, wording) for grant in spec.grants] if spec else []
    grants = spec.grants if spec else ()
    closed = [
        agreement
        for agreement in rights.agreements.values()
        if role not in agreement.everywhere and any(_touches(grant, agreement, known) for grant in grants)
    ]
    return (*said, *(wording.t("rights.except", name=a.name.get(wording.language)) for a in closed))


def _touches(grant: GrantSpec, agreement: AgreementSpec, known: Catalogue) -> bool:
    """Say whether an agreement takes anything from a grant."""
    if not grant.themes and not grant.indicators:
        return True
    themes = {*grant.themes, *(known.indicators[id].theme for id in grant.indicators if id in known.indicators)}
    return bool(themes & set(agreement.themes) or set(grant.indicators) & set(agreement.indicators))


def _say_grant(grant: GrantSpec, own: tuple[str, ...], known: Catalogue, wording: Wording) -> str:
    t = wording.t
    parts = [t(f"rights.tier.{grant.tier}"), *_say_bounds(grant, own, known, wording)]
    return "; ".join(parts) + "."


def _say_bounds(grant: GrantSpec, own: tuple[str, ...], known: Catalogue, wording: Wording) -> Iterator[str]:
    t, language = wording.t, wording.language
    subjects = [str(known.themes[id].names.get(language)) for id in grant.themes if id in known.themes]
    subjects += [str(known.indicators[id].names.get(language)) for id in grant.indicators if id in known.indicators]
    if grant.themes or grant.indicators:
        yield t("rights.about", what=wording.listing(subjects or [t("rights.nothing")]))
    if grant.areas:
        places = [code for area in grant.areas for code in (own or (area,) if area == OWN else (area,))]
        yield t("rights.in", where=wording.listing([name_area(code, known, wording) for code in places]))
    if grant.levels:
        names = [str(known.types[id].names.get(language)) for id in grant.levels if id in known.types]
        yield t("rights.per", levels=wording.listing(names))
    if grant.from_:
        yield t("rights.from", period=wording.period(grant.from_))
    if grant.to:
        yield t("rights.to", period=wording.period(grant.to))


def name_area(code: str, known: Catalogue, wording: Wording) -> str:
    """Name an area by its code; `own` as one's own, one that is not there by the code itself."""
    if code == OWN:
        return wording.t("rights.own")
    found = known.by_code.get(code) or ((known.areas[code],) if code in known.areas else ())
    return str(found[-1].names.get(wording.language)) if found else code


def agreement_words(rights: RightsFile, known: Catalogue, wording: Wording) -> tuple[AgreementWords, ...]:
    """Say what was agreed on who sees what where."""
    language = wording.language
    return tuple(
        AgreementWords(
            str(one.name.get(language)),
            wording.listing([str(known.themes[id].names.get(language)) for id in one.themes if id in known.themes]),
            wording.listing([name_role(rights, role, wording) for role in one.everywhere]),
            tuple(
                (name_area(area, known, wording), wording.listing([name_role(rights, role, wording) for role in roles]))
                for area, roles in one.open.items()
            ),
        )
        for one in rights.agreements.values()
    )
