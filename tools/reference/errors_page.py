"""docs/reference/errors.md: the kinds of refusal, their codes and what to do."""

from __future__ import annotations

from noaber.vocabulary.errors import ERRORS
from reference.markdown import render_code, render_paragraph, render_table
from reference.prose import render_page


def render_errors() -> str:
    """List every kind of refusal."""
    rows = [
        [render_code(e.code), str(e.exit_code), str(e.http_status), e.__name__, render_paragraph(e.__doc__)]
        for e in ERRORS
    ]
    return render_page("errors", errors=render_table(["code", "exit code", "HTTP", "class", "meaning"], rows))
