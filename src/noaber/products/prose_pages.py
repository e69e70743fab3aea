"""Pages of plain text: about the figures, accessibility and privacy. The words are in the catalogues."""

from __future__ import annotations

from dataclasses import dataclass

from noaber.products.addresses import site_href
from noaber.products.links import Link
from noaber.products.marks import MARKS, name_mark
from noaber.products.wording import Wording


@dataclass(frozen=True)
class Section:
    """A piece of text under a title."""

    title: str
    texts: tuple[str, ...]
    items: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ProseView:
    """A page of text."""

    title: str
    lead: str
    sections: tuple[Section, ...]


def draw_about_page(office: str, about: str, contact: str, wording: Wording) -> ProseView:
    """Draw the page about the figures: who, how, marks, use."""
    t = wording.t
    who = [
        t("about_page.office.text", office=office),
        about,
        t("about_page.contact", contact=contact) if contact else "",
    ]
    marks = tuple(Link(f"{mark.sign}  {mark.words}") for mark in (name_mark(key, wording) for key in MARKS))
    pages = (
        Link(t("nav.sources"), site_href(wording.language, "bronnen")),
        Link(t("nav.releases"), site_href(wording.language, "uitgaven")),
    )
    sections = (
        Section(t("about_page.office"), tuple(text for text in who if text)),
        Section(t("about_page.flow"), tuple(t(f"about_page.flow.{step}") for step in (1, 2, 3)), pages),
        Section(t("about_page.areas"), (t("about_page.areas.text"),)),
        Section(t("about_page.marks"), (t("about_page.marks.text"),), marks),
        Section(t("about_page.hidden"), (t("about_page.hidden.text"),)),
        Section(t("about_page.use"), (t("about_page.use.text"),)),
    )
    return ProseView(t("about_page.title"), t("about_page.lead"), sections)


def draw_access_page(contact: str, wording: Wording) -> ProseView:
    """Draw the page about accessibility and privacy."""
    t = wording.t
    access = [t(f"access.access.{step}") for step in (1, 2, 3)]
    if contact:
        access.append(t("about_page.contact", contact=contact))
    sections = (
        Section(t("access.access"), tuple(access)),
        Section(t("access.privacy"), (t("access.privacy.1"), t("access.privacy.2"))),
    )
    return ProseView(t("access.title"), t("access.lead"), sections)
