"""The news as an Atom feed (RFC 4287): an entry for each release, with what changed in it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from noaber.products.news_page import ReleaseNews
from noaber.products.sharing import Outlook
from noaber.products.wording import Wording

ATOM = "http://www.w3.org/2005/Atom"


def draw_feed(releases: Sequence[ReleaseNews], page: str, feed: str, outlook: Outlook, wording: Wording) -> bytes:
    """Write the feed; `page` and `feed` are the paths of the page of news and of the feed itself."""
    language, card = wording.language, outlook.card
    root = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _say(root, "id", _lasting(card.region, language))
    _say(root, "title", wording.t("news.feed", region=card.names.get(language)))
    _say(root, "updated", releases[0].built if releases else card.built_at)
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": outlook.origin + feed})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": outlook.origin + page})
    author = SubElement(root, "author")
    _say(author, "name", card.office.get(language))
    for release in releases:
        _entry(root, release, outlook, wording)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")


def _entry(root: Element, release: ReleaseNews, outlook: Outlook, wording: Wording) -> None:
    entry = SubElement(root, "entry")
    _say(entry, "id", _lasting(outlook.card.region, wording.language, release.id))
    _say(entry, "title", release.title)
    _say(entry, "updated", release.built)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": outlook.origin + release.href})
    _say(entry, "summary", release.text)
    if release.groups:
        content = SubElement(entry, "content", {"type": "xhtml"})
        _list_changes(content, release, outlook.origin)


def _list_changes(content: Element, release: ReleaseNews, origin: str) -> None:
    box = SubElement(content, "div", {"xmlns": "http://www.w3.org/1999/xhtml"})
    for group in release.groups:
        _say(box, "p", group.title)
        listed = SubElement(box, "ul")
        for figure in group.figures:
            item = SubElement(listed, "li")
            name = SubElement(item, "a", {"href": origin + figure.href}) if figure.href else SubElement(item, "span")
            name.text, name.tail = figure.text, f": {figure.note}"
        if group.more:
            _say(listed, "li", group.more)


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _lasting(*parts: str) -> str:
    """Give an id that stays the same whatever the address of the site is."""
    return uuid5(NAMESPACE_URL, "/".join(("noaber", *parts))).urn
