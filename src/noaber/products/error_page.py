"""Pages for when something is not there or cannot be: what, and what comes nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from noaber.products.links import Link
from noaber.products.wording import Wording
from noaber.vocabulary.errors import Problem

STATUSES = (400, 403, 404, 405, 414, 429, 500, 503)
NAMED = ("indicator", "area", "theme", "source", "period", "release", "indeling", "klassen", "grenzen")
CODES = {404: "not-found", 405: "method", 414: "too-long"}
MOST_ALLOWED = 60


@dataclass(frozen=True)
class ErrorView:
    """Everything the page shows."""

    title: str
    text: str
    problems: tuple[Link, ...]
    nearest: tuple[Link, ...]


def draw_error_page(status: int, problems: Sequence[Problem], nearest: Sequence[Link], wording: Wording) -> ErrorView:
    """Draw the page for a status; problems are said in the reader's language where their place is known."""
    known = status if status in STATUSES else 500 if status >= 500 else 400
    return ErrorView(
        title=wording.t(f"error.{known}.title"),
        text=wording.t(f"error.{known}.text"),
        problems=tuple(_say(problem, wording) for problem in problems if problem.place),
        nearest=tuple(nearest),
    )


def error_data(status: int, code: str, problems: Sequence[Problem], wording: Wording) -> dict[str, object]:
    """Say to a program what was wrong: a code that stays, words, the field, what was given and what could be.

    >>> unknown = Problem("area", "unknown area 'X'", "", "", ("GM1",))
    >>> error_data(404, "not-found", [unknown], Wording.of("en"))["allowed"]
    ['GM1']
    """
    view = draw_error_page(status, problems, (), wording)
    first = next((problem for problem in problems if problem.place), Problem("", ""))
    return {
        "code": code or CODES.get(status, "error"),
        "message": view.problems[0].text if view.problems else view.title,
        "field": first.place,
        "given": quoted_name(first),
        "allowed": list(first.allowed[:MOST_ALLOWED]),
    }


def quoted_name(problem: Problem) -> str:
    """Give the name a problem is about, without its quotes.

    >>> quoted_name(Problem("area", "unknown area 'Ensched'"))
    'Ensched'
    """
    parts = problem.found.split("'")
    return parts[1] if len(parts) > 2 else problem.found


def _say(problem: Problem, wording: Wording) -> Link:
    name = quoted_name(problem)[:80]
    if problem.place in NAMED:
        return Link(wording.t(f"error.{problem.place}", name=name))
    return Link(wording.t("error.choice", name=name, field=problem.place))
