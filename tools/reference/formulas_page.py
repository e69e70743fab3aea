"""docs/reference/formulas.md: the closed language of formulas."""

from __future__ import annotations

from noaber.vocabulary.formulas import VERBS, parse_formula
from reference.markdown import render_code, render_table
from reference.prose import render_page


def render_formulas() -> str:
    """List every verb with its arguments and an example that can be read."""
    rows = []
    for name, verb in VERBS.items():
        parse_formula(verb.example)
        takes = str(verb.least) if verb.least == verb.most else f"{verb.least} to {verb.most}"
        last = f"{verb.option}, {verb.usual} when left out" if verb.usual else verb.option
        rows.append([render_code(name), verb.meaning, takes, last, render_code(verb.example)])
    header = ["verb", "gives", "formulas", "last word", "example"]
    return render_page("formulas", verbs=render_table(header, rows))
