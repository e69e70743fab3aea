"""docs/reference/errors.md: the kinds of refusal, their codes and what to do."""

from __future__ import annotations

from noaber.access.oidc import SignInFailed
from noaber.products.choices import BadAddress
from noaber.vocabulary.errors import ERRORS, NoaberError
from noaber.web.forms import Denied, NotSignedIn
from noaber.web.pages.tabulations import TooMuch
from noaber.web.release_store import NoRelease
from reference.markdown import render_code, render_paragraph, render_table
from reference.prose import render_page

ON_THE_SITE: tuple[type[NoaberError], ...] = (
    BadAddress, NoRelease, TooMuch, Denied, NotSignedIn, SignInFailed,
)  # fmt: skip


def render_errors() -> str:
    """List every kind of refusal; those of the site alone have no exit code."""
    rows = [_row(error, str(error.exit_code)) for error in ERRORS] + [_row(error, "") for error in ON_THE_SITE]
    return render_page("errors", errors=render_table(["code", "exit code", "HTTP", "class", "meaning"], rows))


def _row(error: type[NoaberError], exit_code: str) -> list[str]:
    return [render_code(error.code), exit_code, str(error.http_status), error.__name__, render_paragraph(error.__doc__)]
