"""docs/reference/statuses.md: what can be said of a figure besides its value."""

from __future__ import annotations

from noaber.vocabulary.observations import GRAVITY, Status
from reference.markdown import render_code, render_table
from reference.prose import render_page

MEANING = {
    Status.NORMAL: "final, nothing special",
    Status.PROVISIONAL: "the supplier says it may still change",
    Status.BREAK: "the value stands after a break (no step of this version gives it; see `series_break`)",
    Status.ESTIMATED: "a weighted mean, or a sum of areas whose counts the supplier rounds",
    Status.FORECAST: "a forecast, not an observation (no step of this version gives it)",
    Status.MISSING: "there should be a value, but there is none",
}


def render_statuses() -> str:
    """List every status."""
    rows = [[render_code(s.value), s.name.lower(), MEANING[s]] for s in GRAVITY]
    return render_page("statuses", statuses=render_table(["status", "name", "meaning"], rows))
