"""The page of one's own account: what one may see, sessions, password, second factor; and asking for access."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from noaber.access.requests import Asked, ask_access, faults_of_request, requests_of
from noaber.access.second_factor import app_address, confirm_factor, draw_qr, propose_factor
from noaber.access.sessions import end_session, end_sessions, list_sessions
from noaber.access.signing_in import change_password, is_own_code, is_own_password
from noaber.products.access_words import agreement_words, name_role, role_words, say_grants
from noaber.products.addresses import site_href
from noaber.web.forms import Form, desk_of
from noaber.web.own_pages import (
    need_visitor,
    own_page,
    read_areas,
    safe_target,
    say_areas,
    say_day_of,
    say_moment,
    send_on,
)
from noaber.web.pages.signing_in import in_fours
from noaber.web.visitors import Visitor, signed_in
from noaber.web.visits import Visit


def show_account(request: Request) -> Response:
    """One's own account."""
    return _account_page(Visit.of(request), need_visitor(request))


def _account_page(visit: Visit, visitor: Visitor, faults: tuple[str, ...] = (), done: str = "") -> Response:
    desk, t, language, account = desk_of(visit.request), visit.wording.t, visit.language, visitor.account
    known = visit.release.catalogue
    roles = [
        {
            "name": name_role(desk.rights, one.role, visit.wording),
            "areas": say_areas(visit, one.areas),
            "until": say_day_of(visit, one.until),
            "sees": say_grants(desk.rights, one.role, one.areas, known, visit.wording),
        }
        for one in account.appointed(desk.today)
    ]
    sessions = [
        {"hash": hash, "begun": say_moment(visit, begun), "seen": say_moment(visit, seen),
         "own": hash == visitor.session.hash}
        for hash, begun, seen in list_sessions(desk, account.id)
    ]  # fmt: skip
    asked = [
        {"role": name_role(desk.rights, one.role, visit.wording), "asked": say_moment(visit, one.asked),
         "state": t(f"request.state.{one.state}")}
        for one in requests_of(desk, account.id)
    ]  # fmt: skip
    links = [(t("administration.title"), site_href(language, "beheer"))] if "accounts" in visitor.duties else []
    links += [(t("audit.title"), site_href(language, "logboek"))] if "audit" in visitor.duties else []
    return own_page(
        visit, "account", t("account.title"), 400 if faults else 200, account=account, roles=roles, sessions=sessions,
        asked=asked, links=links, faults=[t(f"password.fault.{fault}") for fault in faults],
        done=t(f"account.done.{done}") if done else "",
    )  # fmt: skip


def take_new_password(request: Request, form: Form) -> Response:
    """Another password, for who knows the one there is."""
    visitor, visit, desk = need_visitor(request), Visit.of(request), desk_of(request)
    if not is_own_password(desk, visitor.account, form.secret("old")):
        return _account_page(visit, visitor, ("old",))
    if form.secret("password") != form.secret("again"):
        return _account_page(visit, visitor, ("differ",))
    faults = change_password(desk, visitor.account, form.secret("password"), visitor.session.hash)
    return _account_page(visit, visitor, faults, "" if faults else "password")


def take_ended(request: Request, form: Form) -> Response:
    """Sessions that somebody ends: one, or all others."""
    visitor, desk = need_visitor(request), desk_of(request)
    wanted = form.one("session")
    if wanted == "others":
        end_sessions(desk, visitor.account.id, visitor.session.hash)
    elif wanted in {hash for hash, *_ in list_sessions(desk, visitor.account.id)}:
        end_session(desk, wanted)
    return send_on(site_href(Visit.of(request).language, "account"))


def show_factor(request: Request) -> Response:
    """The form to take an app into use, also in the place of another."""
    return _factor_page(Visit.of(request), need_visitor(request))


def _factor_page(visit: Visit, visitor: Visitor, refused: str = "") -> Response:
    t = visit.wording.t
    key = propose_factor(desk_of(visit.request), visitor.account, visitor.session.hash)
    return own_page(
        visit, "factor", t("factor.set.title"), 401 if refused else 200, to="", action="",
        refused=t(f"factor.refused.{refused}") if refused else "", needs_old=visitor.account.has_second_factor,
        qr=draw_qr(app_address(visitor.account, key, t("site.name"))), key=in_fours(key),
    )  # fmt: skip


def take_factor(request: Request, form: Form) -> Response:
    """A code of the new app, with one of the app there was."""
    visitor, visit, desk = need_visitor(request), Visit.of(request), desk_of(request)
    if visitor.account.has_second_factor and not is_own_code(desk, visitor.account, form.one("old")):
        return _factor_page(visit, visitor, "old")
    codes = confirm_factor(desk, visitor.account, visitor.session.hash, form.one("code"))
    if not codes:
        return _factor_page(visit, visitor, "wrong")
    end_sessions(desk, visitor.account.id, visitor.session.hash)
    on = safe_target("", visit.language)
    return own_page(visit, "recovery", visit.wording.t("recovery.title"), codes=codes, on=on)


# -- who sees what, and asking for more


def show_rights(request: Request) -> Response:
    """Who may see what after signing in, and the form to ask for it."""
    return _rights_page(Visit.of(request))


def _rights_page(visit: Visit, faults: tuple[str, ...] = (), state: str = "", form: Form | None = None) -> Response:
    desk, t, visitor = desk_of(visit.request), visit.wording.t, signed_in(visit.request)
    known = visit.release.catalogue
    roles = role_words(desk.rights, known, visit.wording)
    wanted = form or Form({})
    return own_page(
        visit, "rights", t("rights.title"), 400 if faults else 429 if state == "braked" else 200,
        roles=roles, agreements=agreement_words(desk.rights, known, visit.wording),
        visitor=visitor, faults=[t(f"request.fault.{fault}") for fault in faults],
        done=t(f"request.{state}") if state else "", form=wanted,
    )  # fmt: skip


def take_request(request: Request, form: Form) -> Response:
    """A request for access."""
    visit, visitor, desk = Visit.of(request), signed_in(request), desk_of(request)
    areas, unknown = read_areas(visit, form.many("areas"))
    account = visitor.account if visitor else None
    login = "signed-in" if account else form.one("login")
    asked = Asked(
        login, account.name if account else form.one("name"), form.one("role"), areas, form.one("reason", 1001)
    )
    faults = (*faults_of_request(desk, asked), *(("areas",) if unknown else ()))
    if faults:
        return _rights_page(visit, faults, form=form)
    kept = ask_access(desk, asked, request.scope["noaber.address"], account)
    return _rights_page(visit, state="kept" if kept else "braked", form=None if kept else form)
