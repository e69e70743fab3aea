"""One visit: whose language, which release, and how to answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.sharing import Outlook, Shared, Sharing, draw_sharing
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NotFound, Problem
from noaber.vocabulary.languages import LANGUAGES
from noaber.vocabulary.sights import PUBLIC
from noaber.warehouse.query import Release
from noaber.web.forms import form_token
from noaber.web.frozen_links import frozen_id, with_query, without_release
from noaber.web.release_store import ReleaseSource, SightedReleases
from noaber.web.rendering import Frame, Renderer
from noaber.web.standing import standing_of
from noaber.web.visitors import sight_of_request, visitor_of

UNSHARED = ("search.html", "embedding.html", "embedded.html", "embedded_failure.html")
PAGE_AGE = "public, max-age=60, stale-while-revalidate=600"
PICTURE_AGE = "public, max-age=3600, stale-while-revalidate=86400"


def release_of(request: Request) -> Release:
    """Give the release an address asks for: the newest, or the one it is frozen to; NotFound where there is none."""
    store, frozen = store_of(request), frozen_id(request.url.query)
    return store.find(frozen) if frozen else store.current()


def store_of(request: Request) -> ReleaseSource:
    """Give the releases as who asks may see them."""
    store: ReleaseSource = request.app.state.store
    sight = sight_of_request(request)
    return store if sight == PUBLIC else SightedReleases(store, sight, request.app.state.sights)


@dataclass(frozen=True)
class Visit:
    """A request with everything that is needed to answer it."""

    request: Request
    release: Release
    wording: Wording
    renderer: Renderer
    store: ReleaseSource

    @classmethod
    def of(cls, request: Request) -> Visit:
        """Begin a visit; NotFound for a language that the house does not speak."""
        language = request.path_params.get("language", "nl")
        if language not in LANGUAGES:
            raise NotFound(Problem("", f"'{language}'"))
        state = request.app.state
        return cls(request, release_of(request), Wording.of(language), state.renderer, store_of(request))

    @property
    def frozen(self) -> str:
        """The release this visit is frozen to, empty where it is to the newest."""
        return frozen_id(self.request.url.query)

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.wording.language

    @property
    def query(self) -> Mapping[str, Sequence[str]]:
        """The parameters of the address, each with all its values."""
        found: dict[str, list[str]] = {}
        for name, value in self.request.query_params.multi_items():
            found.setdefault(name, []).append(value)
        return found

    def name(self, part: str) -> str:
        """Give a part of the path."""
        return str(self.request.path_params[part])

    @property
    def outlook(self) -> Outlook:
        """Where and when this visit is: address of the site, release, day."""
        state, url = self.request.app.state, self.request.url
        return Outlook(state.address or f"{url.scheme}://{url.netloc}", self.release.catalogue.card, state.today())

    def share(self, shared: Shared) -> Sharing:
        """Give the panel to pass a page on."""
        return draw_sharing(shared, self.outlook, self.wording)

    def _share_usual(self, frame: Frame) -> Sharing:
        """Give the panel of a page that tells nothing particular of itself."""
        url = self.request.url
        return self.share(Shared(frame.title, with_query(url.path, without_release(url.query))))

    def page(self, template: str, view: Any, frame: Frame, status: int = 200) -> Response:
        """Answer with a page."""
        url = self.request.url
        if frame.share is None and template not in UNSHARED and not template.startswith("own/"):
            frame = replace(frame, share=self._share_usual(frame))
        own = template.startswith("own/") or visitor_of(self.request) is not None
        csrf = form_token(self.request) if own else ""
        frame = replace(frame, standing=standing_of(self.request, self.wording), csrf=csrf)
        body = self.renderer.render(
            template, view, frame, url.path, url.query, self.release.catalogue.card, self.wording
        )
        return Response(body, status, {"cache-control": PAGE_AGE, "content-language": self.language}, "text/html")

    def part(self, template: str, view: Any) -> Response:
        """Answer with a part of a page, to be laid over one."""
        body = self.renderer.render_part(template, view, self.request.url.query, self.wording)
        headers = {"cache-control": PAGE_AGE, "content-language": self.language, "x-robots-tag": "noindex"}
        return Response(body, headers=headers, media_type="text/html")

    def data(self, data: Mapping[str, Any], name: str = "") -> Response:
        """Answer a program: JSON, under a file name where one is given."""
        headers = {"cache-control": PAGE_AGE, "content-language": self.language, "x-robots-tag": "noindex"}
        if name:
            headers["content-disposition"] = f'inline; filename="{name}.json"'
        body = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)
        return Response(body.encode("utf-8"), headers=headers, media_type="application/json")
