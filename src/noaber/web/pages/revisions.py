"""The page of revisions of an indicator, and its downloads."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from noaber.products.addresses import site_href
from noaber.products.revisions.case import RevisionCase
from noaber.products.revisions.data import revisions_data
from noaber.products.revisions.page import draw_revisions
from noaber.products.revisions.separated import render_revisions_csv
from noaber.products.sharing import Shared
from noaber.web.downloads import download
from noaber.web.not_public import not_public_data, not_public_note
from noaber.web.rendering import Frame
from noaber.web.revision_asking import ask_revisions
from noaber.web.visits import Visit


def show_revisions(request: Request) -> Response:
    """What each release said of an indicator in an area, period by period."""
    visit = Visit.of(request)
    case = _case(visit)
    view = draw_revisions(case, visit.wording)
    crumbs = [
        (visit.wording.t("nav.figures"), site_href(visit.language, "cijfers")),
        (view.indicator_name, view.indicator),
        (visit.wording.t("revisions.title"), ""),
    ]
    share = visit.share(Shared(view.headline, case.href(visit.language)))
    return visit.page("revisions.html", view, Frame(view.headline, view.lead, crumbs, share=share))


def download_revisions(request: Request) -> Response:
    """The same as CSV, for programs."""
    visit = Visit.of(request)
    case = _case(visit)
    return download(
        render_revisions_csv(case, not_public_note(request, visit.wording)).encode("utf-8"),
        f"{case.file_name}.csv",
        "text/csv",
    )


def download_revisions_json(request: Request) -> Response:
    """The same as JSON."""
    visit = Visit.of(request)
    case = _case(visit)
    data = revisions_data(case, visit.language) | not_public_data(request, visit.wording)
    return visit.data(data, case.file_name)


def _case(visit: Visit) -> RevisionCase:
    return ask_revisions(visit.release, visit.name("indicator"), visit.query, visit.store.revision_table, visit.wording)
