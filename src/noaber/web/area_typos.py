"""The same page for an area that was probably meant, where the address names one that there is not."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

from noaber.products.links import Link
from noaber.products.wording import Wording
from noaber.vocabulary.areas import fold_name
from noaber.warehouse.query import Release
from noaber.web.frozen_links import PARAMETER
from noaber.web.search_asking import say_place

ADDED, CHOSEN = "erbij", "gebieden"
NAMING = (CHOSEN, ADDED, "vergelijk", "referentie", "gebied")
"""Parameters that name areas, alone or joined by commas."""

Pairs = Sequence[tuple[str, str]]


def retry_areas(release: Release, path: str, query: str, name: str, most: int, wording: Wording) -> list[Link]:
    """Give links to the page that was asked for with the nearest areas instead of `name`, all else as it was chosen;
    none where no parameter names it."""
    said = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != PARAMETER]
    if not any(_names(value, name) for key, value in said if key in NAMING):
        return []
    links = []
    for hit in release.find(name, wording.language, most, ("area",)).hits:
        chosen = urlencode(_joined([_instead(pair, name, hit.id) for pair in said]), safe=",;=@.")
        note = say_place(release.catalogue, release.catalogue.areas[hit.id], wording)
        links.append(Link(hit.title, f"{path}?{chosen}", note))
    return links


def _names(value: str, name: str) -> bool:
    return any(fold_name(part) == fold_name(name) for part in value.split(","))


def _instead(pair: tuple[str, str], name: str, id: str) -> tuple[str, str]:
    key, value = pair
    if key not in NAMING or not _names(value, name):
        return pair
    return key, ",".join(id if fold_name(part) == fold_name(name) else part for part in value.split(","))


def _joined(pairs: Pairs) -> list[tuple[str, str]]:
    """Put an area that was added among those that were chosen, and leave out what says nothing; where none was chosen
    it stays added, to what the page shows by itself."""
    chosen = [value for key, value in pairs if key == CHOSEN and value]
    if not chosen:
        return [pair for pair in pairs if pair[1]]
    added = [value for key, value in pairs if key == ADDED and value]
    others = [(key, value) for key, value in pairs if key not in (CHOSEN, ADDED) and value]
    return [(CHOSEN, ",".join((*chosen, *added))), *others]
