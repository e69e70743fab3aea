"""Signing in and out: password, second factor, one-time links, and with the account of another organisation."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from noaber.access.oidc import SignInFailed, account_of, begin_trip, end_trip, open_trip
from noaber.access.refusals import log_few
from noaber.access.second_factor import app_address, confirm_factor, draw_qr, propose_factor
from noaber.access.sessions import begin_session, end_session
from noaber.access.signing_in import (
    Outcome,
    begin_provided,
    give_code,
    invited,
    sign_in,
    sign_out,
    take_invitation,
)
from noaber.products.addresses import site_href
from noaber.vocabulary.errors import NotFound, Problem
from noaber.web.forms import Denied, Form, desk_of
from noaber.web.own_pages import (
    forget_session,
    keep_session,
    need_half,
    own_page,
    safe_target,
    send_on,
)
from noaber.web.visitors import Visitor, read_cookies, visitor_of
from noaber.web.visits import Visit

TRIP_COOKIE = "__Host-noaber-oidc"
RETURNS = "/inloggen/terug"
STATUS = {"wrong": 401, "braked": 429}


def show_sign_in(request: Request) -> Response:
    """The form to sign in."""
    return _sign_in_page(Visit.of(request), request.query_params.get("naar", ""))


def _sign_in_page(visit: Visit, to: str, refused: str = "") -> Response:
    spec = desk_of(visit.request).rights.sign_in
    language, t = visit.language, visit.wording.t
    outside = site_href(language, "inloggen", "extern", query={"naar": to}) if spec else ""
    return own_page(
        visit, "sign_in", t("sign_in.title"), STATUS.get(refused, 200),
        to=to, refused=t(f"sign_in.refused.{refused}") if refused else "", outside=outside,
        outside_name=spec.name.get(language) if spec else "", ask=site_href(language, "toegang"),
    )  # fmt: skip


def take_sign_in(request: Request, form: Form) -> Response:
    """A name and a password."""
    visit = Visit.of(request)
    outcome = sign_in(desk_of(request), form.one("login"), form.secret("password"), request.scope["noaber.address"])
    to = form.one("naar", 1500)
    if outcome.refused:
        return _sign_in_page(visit, to, outcome.refused)
    return _let_in(visit, outcome, to)


def _let_in(visit: Visit, outcome: Outcome, to: str) -> Response:
    """Begin the session, in the place of one that the browser still had."""
    before = visitor_of(visit.request)
    if before is not None:
        end_session(desk_of(visit.request), before.session.hash)
    language = visit.language
    whole = safe_target(to, language)
    response = send_on(whole if outcome.whole else site_href(language, "inloggen", "code", query={"naar": to}))
    keep_session(response, outcome.token)
    return response


# -- the second factor


def show_code(request: Request) -> Response:
    """The form for the code of the app; for who has no app yet, with what an app needs."""
    visitor = need_half(request)
    visit = Visit.of(request)
    to = request.query_params.get("naar", "")
    return send_on(safe_target(to, visit.language)) if visitor.whole else _code_page(visit, visitor, to)


def _code_page(visit: Visit, visitor: Visitor, to: str, refused: str = "") -> Response:
    t, status = visit.wording.t, STATUS.get(refused, 200)
    said = t(f"factor.refused.{refused}") if refused else ""
    if visitor.account.has_second_factor:
        return own_page(visit, "code", t("factor.title"), status, to=to, refused=said)
    key = propose_factor(desk_of(visit.request), visitor.account, visitor.session.hash)
    return own_page(
        visit, "factor", t("factor.set.title"), status, to=to, refused=said, action="", needs_old=False,
        qr=draw_qr(app_address(visitor.account, key, t("site.name"))), key=in_fours(key),
    )  # fmt: skip


def in_fours(key: str) -> str:
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def take_code(request: Request, form: Form) -> Response:
    """The code of an app: it makes the session whole, or takes the app into use at first."""
    visitor, visit, to = need_half(request), Visit.of(request), form.one("naar", 1500)
    desk = desk_of(request)
    if visitor.whole:
        raise Denied(Problem("", "the second factor was given"))
    if visitor.account.has_second_factor:
        outcome = give_code(desk, visitor.session, form.one("code"), request.scope["noaber.address"])
        if outcome.refused == "braked":
            return send_on(site_href(visit.language, "inloggen"))
        return _code_page(visit, visitor, to, "wrong") if outcome.refused else _let_whole(visit, outcome.token, to)
    codes = confirm_factor(desk, visitor.account, visitor.session.hash, form.one("code"))
    if not codes:
        return _code_page(visit, visitor, to, "wrong")
    token = begin_session(desk, visitor.account.id, True, visitor.session.hash)
    response = own_page(
        visit, "recovery", visit.wording.t("recovery.title"), codes=codes, on=safe_target(to, visit.language)
    )
    keep_session(response, token)
    return response


def _let_whole(visit: Visit, token: str, to: str) -> Response:
    response = send_on(safe_target(to, visit.language))
    keep_session(response, token)
    return response


def take_sign_out(request: Request, _form: Form) -> Response:
    """The end of a session."""
    visitor = visitor_of(request)
    if visitor is not None:
        sign_out(desk_of(request), visitor.session)
    response = send_on(site_href(request.path_params["language"]))
    forget_session(response)
    return response


# -- one-time links


def show_invitation(request: Request) -> Response:
    """The form to choose a password with a one-time link."""
    visit = Visit.of(request)
    account = invited(desk_of(request), visit.name("token"))
    if account is None:
        raise NotFound(Problem("", "no such link"))
    return _password_page(visit, account.login, ())


def _password_page(visit: Visit, login: str, faults: tuple[str, ...]) -> Response:
    t = visit.wording.t
    said = [t(f"password.fault.{fault}") for fault in faults]
    return own_page(visit, "password", t("password.title"), 400 if faults else 200, login=login, faults=said)


def take_password(request: Request, form: Form) -> Response:
    """A password that was chosen."""
    visit = Visit.of(request)
    desk, token = desk_of(request), visit.name("token")
    account = invited(desk, token)
    if account is None:
        raise NotFound(Problem("", "no such link"))
    same = form.secret("password") == form.secret("again")
    faults = take_invitation(desk, token, form.secret("password")) if same else ("differ",)
    return _password_page(visit, account.login, faults) if faults else send_on(site_href(visit.language, "inloggen"))


# -- with the account of another organisation


def begin_outside(request: Request) -> Response:
    """Send a visitor to the provider of identities."""
    visit, desk = Visit.of(request), desk_of(request)
    spec = desk.rights.sign_in
    if spec is None:
        raise NotFound(Problem("", "no provider"))
    return _guarded(visit, lambda: _depart(visit, request.query_params.get("naar", "")))


def _depart(visit: Visit, to: str) -> Response:
    desk = desk_of(visit.request)
    assert desk.rights.sign_in is not None
    back_to = to or site_href(visit.language, "account")
    trip, href = begin_trip(desk.rights.sign_in, visit.outlook.origin + RETURNS, back_to)
    response = RedirectResponse(href, 302)
    response.set_cookie(TRIP_COOKIE, trip.seal(desk), path="/", secure=True, httponly=True, samesite="lax", max_age=600)
    return response


def end_outside(request: Request) -> Response:
    """Take back a visitor whom the provider sends."""
    desk, visit = desk_of(request), Visit.of(request)
    spec, trip = desk.rights.sign_in, open_trip(desk, read_cookies(request.scope).get(TRIP_COOKIE, ""))
    if trip is not None:
        language = trip.back_to[1:3]
        request.path_params["language"] = language if safe_target(trip.back_to, language) == trip.back_to else "nl"
        visit = Visit.of(request)

    def arrive() -> Response:
        if spec is None or trip is None:
            raise SignInFailed(Problem("", "no trip"))
        claims = end_trip(spec, request.app.state.client_secret, trip, dict(request.query_params))
        outcome = begin_provided(desk, account_of(desk, spec, claims), request.scope["noaber.address"])
        response = (
            _sign_in_page(visit, "", outcome.refused) if outcome.refused else _let_in(visit, outcome, trip.back_to)
        )
        response.delete_cookie(TRIP_COOKIE, path="/", secure=True, httponly=True, samesite="lax")
        return response

    return _guarded(visit, arrive)


def _guarded(visit: Visit, act: Callable[[], Response]) -> Response:
    """Say that signing in failed, without what was wrong; that goes to the log."""
    try:
        return act()
    except SignInFailed as error:
        address = visit.request.scope["noaber.address"]
        log_few(desk_of(visit.request), "sign-in-refused", address, "provider", what=str(error)[:100])
        return _sign_in_page(visit, "", "wrong")
