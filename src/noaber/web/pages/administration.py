"""Administration: accounts with their roles, and requests for access. For who has the duty alone."""

from __future__ import annotations

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from noaber.access.accounts import (
    Account,
    Appointment,
    add_account,
    appoint,
    change_account,
    dismiss,
    find_account,
    list_accounts,
    set_expiry,
)
from noaber.access.requests import grant_request, open_requests, refuse_request
from noaber.access.signing_in import invite
from noaber.products.access_words import name_role
from noaber.products.addresses import site_href
from noaber.vocabulary.errors import AccountRefused, Problem
from noaber.web.forms import Denied, Form, desk_of
from noaber.web.own_pages import need_duty, own_page, read_areas, say_areas, say_day_of, say_moment, send_on
from noaber.web.visits import Visit

DUTY = "accounts"


def show_administration(request: Request) -> Response:
    """All accounts, and the requests that wait."""
    need_duty(request, DUTY)
    return _page(Visit.of(request))


def _page(visit: Visit, fault: str = "", link: str = "") -> Response:
    desk, t = desk_of(visit.request), visit.wording.t
    accounts = [_account_row(visit, account) for account in list_accounts(desk)]
    requests = [
        {"id": one.id, "who": one.name, "login": one.login, "role": name_role(desk.rights, one.role, visit.wording),
         "areas": say_areas(visit, one.areas), "codes": ", ".join(one.areas), "reason": one.reason,
         "asked": say_moment(visit, one.asked), "new": one.account is None}
        for one in open_requests(desk)
    ]  # fmt: skip
    return own_page(
        visit, "administration", t("administration.title"), 400 if fault else 200, accounts=accounts,
        requests=requests, roles=_role_options(visit), fault=t(f"administration.fault.{fault}") if fault else "",
        link=link,
    )  # fmt: skip


def _account_row(visit: Visit, account: Account) -> dict[str, Any]:
    desk = desk_of(visit.request)
    roles = [name_role(desk.rights, one.role, visit.wording) for one in account.appointed(desk.today)]
    state = "locked" if account.locked else "over" if not account.may_sign_in(desk.today) else "open"
    return {
        "href": site_href(visit.language, "beheer", "account", account.id), "name": account.name,
        "login": account.login, "roles": ", ".join(roles), "state": visit.wording.t(f"account.state.{state}"),
    }  # fmt: skip


def _role_options(visit: Visit) -> list[tuple[str, str]]:
    rights = desk_of(visit.request).rights
    return [(role, name_role(rights, role, visit.wording)) for role in rights.roles]


def take_new_account(request: Request, form: Form) -> Response:
    """Another account: the page then shows its one-time link."""
    visitor, visit, desk = need_duty(request, DUTY), Visit.of(request), desk_of(request)
    one, fault = _appointment(visit, form, visitor.account.id)
    if fault or one is None:
        return _page(visit, fault)
    try:
        account = add_account(desk, form.one("login"), form.one("name"), [one], by=visitor.account.id)
    except AccountRefused as error:
        return _page(visit, error.problems[0].place)
    return _page(visit, link=_link(visit, invite(desk, account.id, visitor.account.id)))


def _link(visit: Visit, token: str) -> str:
    return visit.outlook.origin + site_href(visit.language, "wachtwoord", token)


def _appointment(visit: Visit, form: Form, by: str) -> tuple[Appointment | None, str]:
    """Give the role that a form gives; or the name of what is wrong."""
    areas, unknown = read_areas(visit, form.many("areas"))
    until = _day(form.one("until"))
    if unknown:
        return None, "areas"
    if until is None:
        return None, "until"
    role = form.one("role")
    if role not in desk_of(visit.request).rights.roles:
        return None, "role"
    return Appointment(role, areas, until, by), ""


def _day(text: str) -> str | None:
    """Give a day as it is kept; None of what is none, for access always ends."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def take_decision(request: Request, form: Form) -> Response:
    """What becomes of a request."""
    visitor, visit, desk = need_duty(request, DUTY), Visit.of(request), desk_of(request)
    id = visit.name("id")
    if form.one("act") != "grant":
        refuse_request(desk, id, visitor.account.id)
        return send_on(site_href(visit.language, "beheer"))
    until, (areas, unknown) = _day(form.one("until")), read_areas(visit, form.many("areas"))
    if until is None or unknown:
        return _page(visit, "areas" if unknown else "until")
    if any(one.id == id and one.account == visitor.account.id for one in open_requests(desk)):
        raise Denied(Problem("", "one's own request"))
    try:
        token = grant_request(desk, id, until, visitor.account.id, areas)
    except AccountRefused as error:
        return _page(visit, error.problems[0].place)
    return _page(visit, link=_link(visit, token)) if token else send_on(site_href(visit.language, "beheer"))


# -- one account


def show_one_account(request: Request) -> Response:
    """One account with what can be done to it."""
    need_duty(request, DUTY)
    visit = Visit.of(request)
    return _one_page(visit, find_account(desk_of(request), visit.name("id")))


def _one_page(visit: Visit, account: Account, fault: str = "", link: str = "") -> Response:
    desk, t = desk_of(visit.request), visit.wording.t
    roles = [
        {"id": one.role, "name": name_role(desk.rights, one.role, visit.wording), "areas": say_areas(visit, one.areas),
         "until": say_day_of(visit, one.until), "over": one not in account.appointed(desk.today)}
        for one in account.appointments
    ]  # fmt: skip
    return own_page(
        visit, "one_account", account.name, 400 if fault else 200, account=account, row=_account_row(visit, account),
        roles=roles, options=_role_options(visit), expires=say_day_of(visit, account.expires),
        created=say_moment(visit, account.created), link=link,
        fault=t(f"administration.fault.{fault}") if fault else "", back=site_href(visit.language, "beheer"),
    )  # fmt: skip


def take_change(request: Request, form: Form) -> Response:
    """Something done to an account; nobody gives anything to oneself."""
    visitor, visit, desk = need_duty(request, DUTY), Visit.of(request), desk_of(request)
    account, by, act = find_account(desk, visit.name("id")), visitor.account.id, form.one("act")
    if account.id == by:
        raise Denied(Problem("", "one's own account"))
    fault, link = "", ""
    if act in ("lock", "unlock", "reset"):
        change_account(desk, account.id, act, by)
        link = _link(visit, invite(desk, account.id, by)) if act == "reset" else ""
    elif act == "dismiss":
        dismiss(desk, account.id, form.one("role"), by)
    elif act == "expires":
        day = _day(form.one("until"))
        fault = "until" if day is None else ""
        if day:
            set_expiry(desk, account.id, day, by)
    else:
        one, fault = _appointment(visit, form, by)
        if one is not None:
            appoint(desk, account.id, one, by)
    return _one_page(visit, find_account(desk, account.id), fault, link)
