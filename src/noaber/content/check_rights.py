"""What must hold for rights.yml: every name exists, somebody can make accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noaber.content.model import Region
from noaber.content.names import undeclared, unknown, unknown_area
from noaber.content.rights import OWN, AgreementSpec, GrantSpec
from noaber.vocabulary.errors import NotFound, Problem
from noaber.vocabulary.languages import LANGUAGES, Text
from noaber.vocabulary.periods import parse_period


def check_rights(region: Region) -> Iterator[Problem]:
    """Roles, agreements and claims name what there is; somebody can make accounts."""
    rights = region.rights
    if rights is None:
        return
    for id, role in rights.roles.items():
        for at, grant in enumerate(role.grants):
            yield from _check_grant(region, ("rights", "roles", id, "grants", str(at)), grant)
    for id, agreement in rights.agreements.items():
        yield from _check_agreement(region, id, agreement)
    for at, claim in enumerate(rights.sign_in.roles if rights.sign_in else ()):
        place = region.place("rights", "sign_in", "roles", str(at))
        yield from unknown(place, "role", claim.role, rights.roles)
        for area in claim.areas:
            yield from unknown_area(region, place, "area or group", area, groups=True)
    if not any("accounts" in role.may for role in rights.roles.values()):
        expected = "a role with 'may: [accounts]'"
        yield Problem(region.place("rights", "roles"), "nobody may make accounts", expected)
    yield from _check_translations(region)


def _check_grant(region: Region, path: tuple[str, ...], grant: GrantSpec) -> Iterator[Problem]:
    yield from _check_subjects(region, path, grant)
    for at, level in enumerate(grant.levels):
        yield from undeclared(region, region.place(*path, "levels", str(at)), "area_types", level)
    for at, area in enumerate(grant.areas):
        if area != OWN:
            yield from _check_area(region, region.place(*path, "areas", str(at)), area)
    for name, text in (("from", grant.from_), ("to", grant.to)):
        try:
            parse_period(text or "2000")
        except NotFound:
            yield Problem(region.place(*path, name), f"'{text}'", "a period, as 2019 or 2026-Q2")


def _check_subjects(region: Region, path: tuple[str, ...], spec: GrantSpec | AgreementSpec) -> Iterator[Problem]:
    for at, theme in enumerate(spec.themes):
        yield from undeclared(region, region.place(*path, "themes", str(at)), "themes", theme)
    for at, indicator in enumerate(spec.indicators):
        yield from undeclared(region, region.place(*path, "indicators", str(at)), "indicators", indicator)


def _check_area(region: Region, place: str, code: str) -> Iterator[Problem]:
    """Areas that a source makes known are told by the look of their code alone."""
    types = {spec.type for source in region.sources.values() for spec in source.areas}
    patterns = [region.area_types[type].code for type in types if type in region.area_types]
    if not any(pattern and re.fullmatch(pattern.replace("0", r"\d"), code) for pattern in patterns):
        yield from unknown_area(region, place, "area or group", code, groups=True)


def _check_agreement(region: Region, id: str, agreement: AgreementSpec) -> Iterator[Problem]:
    rights, path = region.rights, ("rights", "agreements", id)
    yield from _check_subjects(region, path, agreement)
    for area, roles in [("", agreement.everywhere), *agreement.open.items()]:
        place = region.place(*path, "open", area) if area else region.place(*path, "everywhere")
        if area:
            yield from _check_area(region, place, area)
        for role in roles:
            yield from unknown(place, "role", role, rights.roles if rights else {})


def _check_translations(region: Region) -> Iterator[Problem]:
    rights = region.rights
    wanted = [language for language in region.file.languages if language in LANGUAGES]
    if rights is None or len(wanted) < 2:
        return
    named: list[tuple[tuple[str, ...], Text]] = []
    for id, role in rights.roles.items():
        named += [(("roles", id, "name"), role.name), (("roles", id, "description"), role.description)]
    named += [(("agreements", id, "name"), agreement.name) for id, agreement in rights.agreements.items()]
    named += [(("sign_in", "name"), rights.sign_in.name)] if rights.sign_in else []
    for path, text in named:
        missing = [language for language in wanted if language not in text]
        if missing:
            found = f"'{'.'.join(path)}' has no {', '.join(missing)}"
            yield Problem(region.place("rights", *path), found, "a text in every language")
