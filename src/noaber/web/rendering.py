"""From view model to page: one template environment per language, compiled at the start and never looked at again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from noaber.products.addresses import site_href, switch_language
from noaber.products.links import Link
from noaber.products.sharing import Sharing
from noaber.products.source_pages import say_day
from noaber.products.standing import Standing
from noaber.products.wording import Wording
from noaber.vocabulary.languages import LANGUAGES
from noaber.warehouse.cards import ReleaseCard
from noaber.web.cell_markup import cell_markup, cells_markup, group_markup
from noaber.web.frozen_links import freeze_page, frozen_id, with_query, without_release

NAVIGATION = (
    ("nav.figures", "cijfers", ("cijfers", "cijfer", "uitleg", "tabel", "stromen")),
    ("nav.areas", "gebieden", ("gebieden", "gebied")),
    ("nav.sources", "bronnen", ("bronnen", "bron", "koppelingen")),
    ("nav.news", "nieuws", ("nieuws", "uitgaven")),
    ("nav.about", "over", ("over",)),
)
FOOTER = (
    ("footer.news", "nieuws"),
    ("footer.about", "over"),
    ("footer.accessibility", "toegankelijkheid"),
    ("footer.sources", "bronnen"),
)


@dataclass(frozen=True)
class NavigationItem:
    """An entry of the main menu."""

    text: str
    href: str
    current: bool
    exact: bool


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language."""

    code: str
    name: str
    href: str
    current: bool


@dataclass(frozen=True)
class Page:
    """What every page has besides its own content."""

    language: str
    title: str
    description: str
    address: str
    languages: tuple[LanguageLink, ...]
    navigation: tuple[NavigationItem, ...]
    breadcrumb: tuple[tuple[str, str], ...]
    footer: tuple[Link, ...]
    query: str = ""
    indexable: bool = True
    share: Sharing | None = None
    living: str = ""  # of a frozen page the address of the living one
    coming: str = ""
    feed: str = ""
    oembed: str = ""
    standing: Standing | None = None
    csrf: str = ""


@dataclass(frozen=True)
class Site:
    """What every page says of the site and the release."""

    name: str
    region: str
    office: str
    release: str
    built: str
    synthetic: bool
    style: str


@dataclass(frozen=True)
class Frame:
    """The particulars of one page: title, description, where it stands."""

    title: str
    description: str = ""
    breadcrumb: Sequence[tuple[str, str]] = field(default=())
    query: str = ""
    indexable: bool = True
    share: Sharing | None = None
    coming: str = ""  # when the next figures of this page come
    feed: str = ""
    oembed: str = ""
    standing: Standing | None = None  # who is signed in, where one can
    csrf: str = ""


class Renderer:
    """Renders templates; made once per process."""

    def __init__(self, static: Callable[[str], str], own_style: str, fonts: Sequence[str] = ()) -> None:
        self._own_style = own_style
        shared = {"static": static, "fonts": fonts}
        self._environments = {language: _environment(language, shared) for language in LANGUAGES}
        self._templates = {
            language: {name: environment.get_template(name) for name in environment.list_templates(["html"])}
            for language, environment in self._environments.items()
        }

    def render(
        self, template: str, view: Any, frame: Frame, path: str, query: str, card: ReleaseCard | None, wording: Wording
    ) -> bytes:
        """Render a page; one of an address frozen to a release leads only to pages of that release."""
        page = make_page(frame, path, query, wording)
        site = make_site(card, wording, self._own_style)
        text = self._templates[wording.language][template].render(view=view, page=page, site=site)
        frozen = frozen_id(query)
        return (freeze_page(text, frozen) if frozen else text).encode("utf-8")

    def render_part(self, template: str, view: Any, query: str, wording: Wording) -> bytes:
        """Render a part of a page, without what stands around it; frozen like a page."""
        text = self._templates[wording.language][template].render(view=view)
        frozen = frozen_id(query)
        return (freeze_page(text, frozen) if frozen else text).encode("utf-8")


def _environment(language: str, shared: Mapping[str, object]) -> Environment:
    environment = Environment(
        loader=PackageLoader("noaber.web", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=100,
    )
    environment.globals.update(shared, t=Wording.of(language).t)
    environment.globals.update(cell=cell_markup, cells=cells_markup, group_rows=group_markup)
    return environment


def make_page(frame: Frame, path: str, query: str, wording: Wording) -> Page:
    """Give what stands around the content of a page."""
    t, language = wording.t, wording.language
    part = path.strip("/").split("/")[1] if path.strip("/").count("/") else ""
    home = (t("breadcrumb.home"), site_href(language))
    return Page(
        language=language,
        title=frame.title,
        description=frame.description,
        address=with_query(path, query),
        languages=tuple(
            LanguageLink(code, t(f"language.{code}"), switch_language(path, query, code), code == language)
            for code in LANGUAGES
        ),
        navigation=tuple(
            NavigationItem(t(key), site_href(language, first), part in parts, path == site_href(language, first))
            for key, first, parts in NAVIGATION
        ),
        breadcrumb=(home, *frame.breadcrumb) if frame.breadcrumb else (),
        footer=tuple(Link(t(key), site_href(language, name)) for key, name in FOOTER),
        query=frame.query,
        indexable=frame.indexable and not frozen_id(query),
        share=frame.share,
        coming=frame.coming,
        feed=frame.feed,
        oembed=frame.oembed,
        standing=frame.standing,
        csrf=frame.csrf,
        living=with_query(path, without_release(query)) if frozen_id(query) else "",
    )


def make_site(card: ReleaseCard | None, wording: Wording, own_style: str) -> Site:
    """Give what every page says of the site; without a release only its name."""
    name = wording.t("site.name")
    if card is None:
        return Site(name, name, name, "", "", False, own_style)
    return Site(
        name=name,
        region=card.names.get(wording.language),
        office=card.office.get(wording.language),
        release=card.id,
        built=say_day(card.built_at, wording),
        synthetic=card.synthetic,
        style=own_style,
    )
