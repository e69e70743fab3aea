"""What is said in a file made for somebody who has signed in, where it holds figures that are not public."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request

from noaber.products.access_words import name_role
from noaber.products.charts.document_frame import Framing
from noaber.products.source_pages import say_day
from noaber.products.wording import Wording
from noaber.warehouse.reading import current_reading
from noaber.web.visitors import signed_in


def not_public_note(request: Request, wording: Wording) -> str:
    """Say that a file holds figures that are not public, when it was made and for which role; empty where all that was
    read until now is public."""
    reading = current_reading()
    return say_not_public(request, wording) if reading is not None and reading.beyond else ""


def say_not_public(request: Request, wording: Wording) -> str:
    """Say the same of a file of which it is known already."""
    visitor, desk = signed_in(request), request.app.state.desk
    if visitor is None:
        return ""
    roles = [name_role(desk.rights, one.role, wording) for one in visitor.account.appointed(desk.today)]
    return wording.t(
        "export.not_public.text", day=say_day(desk.today.isoformat(), wording), role=wording.listing(roles)
    )


def not_public_data(request: Request, wording: Wording) -> dict[str, str]:
    """Give the note as a field of data for programs; no field where all is public."""
    note = not_public_note(request, wording)
    return {"not_public": note} if note else {}


def mark_framing(framing: Framing, note: str) -> Framing:
    """Put the note with the warnings of a picture that is taken along."""
    return replace(framing, warning=" ".join(filter(None, [framing.warning, note])))
