"""From an address to a series through the releases: which indicator, place and group, and the names of these."""

from __future__ import annotations

from collections.abc import Callable

from noaber.products.revisions.case import RevisionCase
from noaber.products.wording import Wording
from noaber.warehouse.query import Release
from noaber.warehouse.revisions import RevisionTable, Series
from noaber.warehouse.selection import read_slice
from noaber.web.area_scope import lineage
from noaber.web.deriving import Query, said
from noaber.web.indicator_offer import single_slices
from noaber.web.indicator_words import area_name, home_names, slice_names, subject_of


def ask_revisions(
    release: Release, id: str, query: Query, look: Callable[[Release, Series], RevisionTable], wording: Wording
) -> RevisionCase:
    """Gather a page of revisions, `look` being how releases are asked; NotFound where the address names what is not
    there. A place counts in all its vintages, the one that is asked for first."""
    known, card = release.catalogue, release.catalogue.indicator(id)
    own = known.area(said(query, "gebied") or known.card.home)
    slice = read_slice(known, said(query, "deel"))
    areas = dict.fromkeys([own.id, *(area.id for area in reversed(lineage(release, own)))])
    slices = dict.fromkeys([*single_slices(release, card), *([slice] if slice else [])])
    return RevisionCase(
        subject=subject_of(release, card, wording),
        area=own.id,
        area_name=area_name(own, wording.language),
        slice=slice,
        table=look(release, Series(card.id, tuple(areas), slice)),
        card=known.card,
        slices=slice_names(release, slices, wording),
        suggestions=home_names(release, wording.language),
    )
