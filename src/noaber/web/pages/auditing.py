"""The log for the privacy officer: who saw which protected figure when; and the register of processing beside it."""

from __future__ import annotations

import csv
import io
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from noaber.access.accounts import list_accounts
from noaber.access.audit import KINDS, AuditWish, Entry, all_entries, count_entries, log, read_entries, verify_log
from noaber.products.addresses import site_href
from noaber.web.downloads import download
from noaber.web.forms import desk_of
from noaber.web.own_pages import need_duty, own_page, say_moment
from noaber.web.visits import Visit

DUTY = "audit"
ON_A_PAGE = 50
NAMED = (
    "role", "roles", "areas", "until", "kind", "first", "last", "page", "status", "what", "from", "before", "count",
)  # fmt: skip
"""What else an entry tells, in the order shown."""
COLUMNS = ("number", "at", "kind", "account", "detail", "previous", "hash")


def show_audit(request: Request) -> Response:
    """The log, newest first, a page at a time."""
    visitor, visit, desk = need_duty(request, DUTY), Visit.of(request), desk_of(request)
    asked = request.query_params
    wish, at = _wish(request), _page_number(asked.get("blad", "1"))
    looked_for = {"whose": wish.account, "kind": wish.kind, "first": wish.first, "last": wish.last}
    log(desk, "audit-read", visitor.account.id, **{name: said for name, said in looked_for.items() if said})
    count, t = count_entries(desk, wish), visit.wording.t
    names = {account.id: account.name for account in list_accounts(desk)}
    rows = [_row(visit, entry, names) for entry in read_entries(desk, wish, ON_A_PAGE, (at - 1) * ON_A_PAGE)]
    query = {"wie": wish.account, "soort": wish.kind, "van": wish.first, "tot": wish.last}
    here = site_href(visit.language, "logboek", query=query)
    pages = {n: site_href(visit.language, "logboek", query={**query, "blad": str(n)}) for n in (at - 1, at + 1)}
    return own_page(
        visit, "audit", t("audit.title"), rows=rows, wish=wish, count=t.plural("audit.count", count, number=count),
        kinds=[(kind, t(f"audit.kind.{kind}")) for kind in KINDS], people=sorted(names.items(), key=lambda one: one[1]),
        newer=pages[at - 1] if at > 1 else "", older=pages[at + 1] if at * ON_A_PAGE < count else "",
        verified=_verified(visit) if asked.get("controle") else "", here=here,
        verify=site_href(visit.language, "logboek", query={"controle": "ja"}),
        file=site_href(visit.language, "logboek.csv"), register=site_href(visit.language, "logboek", "register"),
        certificate=site_href(visit.language, "certificaat"),
    )  # fmt: skip


def _wish(request: Request) -> AuditWish:
    asked = request.query_params
    return AuditWish(*(asked.get(name, "")[:40] for name in ("wie", "soort", "van", "tot")))


def _page_number(text: str) -> int:
    return int(text) if text.isdigit() and 0 < int(text) < 1_000_000 else 1


def _verified(visit: Visit) -> str:
    count, breaks = verify_log(desk_of(visit.request))
    t = visit.wording.t
    if not breaks:
        return t("audit.sound", count=visit.wording.number(count))
    return " ".join(t(f"audit.break.{one.what}", number=one.number) for one in breaks[:10])


def _row(visit: Visit, entry: Entry, names: dict[str, str]) -> dict[str, Any]:
    told, t = entry.told, visit.wording.t
    whose = str(told.get("whose", ""))
    return {
        "number": entry.number, "at": say_moment(visit, entry.at), "kind": t(f"audit.kind.{entry.kind}"),
        "who": names.get(entry.account, entry.account) or t("audit.nobody"), "what": _say(visit, entry),
        "whose": names.get(whose, whose),
    }  # fmt: skip


def _say(visit: Visit, entry: Entry) -> str:
    """Say what an entry tells: of figures their names and how many, of all else its words."""
    told, known, t = entry.told, visit.release.catalogue, visit.wording.t
    if entry.kind != "seen":
        acts = [t(f"audit.said.{told[name]}") for name in ("act", "how", "why") if name in told]
        rest = [f"{t(f'audit.name.{name}')}: {_plain(told[name])}" for name in NAMED if told.get(name)]
        return ", ".join([*acts, *rest])
    names = [str(known.indicators[id].names.get(visit.language)) if id in known.indicators else id
             for id in told["indicators"]]  # fmt: skip
    places = [known.areas[id].names.get(visit.language) if id in known.areas else id for id in told["areas"]]
    few = [*places[:6], *([t("audit.more", count=len(places) - 6)] if len(places) > 6 else [])]
    figures = t.plural("audit.figures", told["figures"], number=visit.wording.number(told["figures"]))
    tier = t(f"audit.tier.{told['tier']}")
    return f"{figures}: {', '.join(names)}; {', '.join(few)} ({tier}, {told['page']})"


def _plain(said: Any) -> str:
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)


def download_audit(request: Request) -> Response:
    """The whole log as a file, to be kept elsewhere."""
    visitor, desk = need_duty(request, DUTY), desk_of(request)
    log(desk, "audit-read", visitor.account.id, whole=True)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([getattr(entry, column) for column in COLUMNS] for entry in all_entries(desk))
    return download(file.getvalue().encode("utf-8"), "noaber-logboek.csv", "text/csv")


def show_register(request: Request) -> Response:
    """The register of processing (GDPR article 30), as the content says."""
    need_duty(request, DUTY)
    visit = Visit.of(request)
    register = request.app.state.register(visit.language)
    return own_page(visit, "register", register.title, register=register, back=site_href(visit.language, "logboek"))
