"""Of what is computed nothing is shown from which, with what else is shown, a hidden figure could be worked out.

For every verb of formulas, also those that look at other times: each result can be solved for what it was made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from people_deliveries import invent
from people_home import PeopleHome, make_people

from noaber.content.disclosure import PROTECTED
from noaber.vocabulary.formulas import VERBS, Call, Tree, parse_formula
from noaber.vocabulary.periods import parse_period

ENTRY = """
{id}:
  name: {{nl: Naam, de: Name, en: Name}}
  definition: {{nl: Een formule., de: Eine Formel., en: A formula.}}
  theme: care
  unit: persons
  decimals: 3
  formula: {formula}
{by}"""
BY = "  by: product\n"
Cell = tuple[str, str, str, str]
Figures = dict[Cell, float]


@dataclass(frozen=True)
class Made:
    """A formula, what it is made of (indicator, category, how many periods before, or a base period), and how the first
    of these follows from the result and the others."""

    formula: str
    operands: tuple[tuple[str, str, int | str], ...]
    solve: Callable[..., float]
    by: bool = True


MADE = {
    "share": Made(
        "share(clients_new, clients)", (("clients_new", "", 0), ("clients", "", 0)), lambda r, b: r * b / 100
    ),
    "complement": Made(
        "100 - share(clients[age=18+], clients)", (("clients", "age=18+", 0), ("clients", "", 0)),
        lambda r, b: (100 - r) * b / 100, by=False,
    ),
    "per_1000": Made(
        "per_1000(clients_new, clients)", (("clients_new", "", 0), ("clients", "", 0)), lambda r, b: r * b / 1000
    ),
    "ratio": Made("ratio(care_cost, clients)", (("care_cost", "", 0), ("clients", "", 0)), lambda r, b: r * b),
    "difference": Made("difference(clients)", (("clients", "", 1), ("clients", "", 0)), lambda r, now: now - r),
    "change": Made("change(clients)", (("clients", "", 1), ("clients", "", 0)), lambda r, now: now / (1 + r / 100)),
    "index": Made(
        "index(clients_new, 2023-Q2)", (("clients_new", "", "2023-Q2"), ("clients_new", "", 0)),
        lambda r, now: 100 * now / r,
    ),
    "rolling": Made("rolling(clients, 2)", (("clients", "", 1), ("clients", "", 0)), lambda r, now: 2 * r - now),
    "sum_of": Made("sum_of(clients_new, clients)", (("clients_new", "", 0), ("clients", "", 0)), lambda r, b: r - b),
    "minus": Made("clients - clients_new", (("clients_new", "", 0), ("clients", "", 0)), lambda r, b: b - r),
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """The office with a formula of every verb."""
    made = make_people(tmp_path_factory.mktemp("operands"), invent(5, people=200, spells=150))
    told = (ENTRY.format(id=f"by_{id}", formula=one.formula, by=BY if one.by else "") for id, one in MADE.items())
    made.office.say("indicators/formulas.yml", "", "".join(told))
    made.build()
    return made


def figures_in(file: Path) -> Figures:
    """Give what is shown in a file of a release."""
    with duckdb.connect(file, read_only=True) as database:
        rows = database.execute("""SELECT i.id, a.id, p.text, s.text, o.value FROM observation o
          JOIN indicator i USING (indicator_key) JOIN area a USING (area_key) JOIN period p USING (period_key)
          JOIN slice s USING (slice_key) WHERE o.value IS NOT NULL""").fetchall()
    return {row[:4]: row[4] for row in rows}


def operands_of(made: Made, cell: Cell) -> list[Cell]:
    """Give what a result was made of."""
    _, area, period, slice = cell
    when = [back if isinstance(back, str) else str(parse_period(period).next(-back)) for _, _, back in made.operands]
    return [(id, area, at, part or slice) for (id, part, _), at in zip(made.operands, when, strict=True)]


def test_every_verb_is_attacked() -> None:
    """A verb that is added has to be thought of."""
    said = {verb for made in MADE.values() for verb in _verbs(parse_formula(made.formula))}
    assert set(VERBS) <= said


def _verbs(tree: Tree) -> set[str]:
    inner = tree.arguments if isinstance(tree, Call) else ()
    return {verb for part in inner for verb in _verbs(part)} | ({tree.verb} if isinstance(tree, Call) else set())


@pytest.mark.parametrize("name", MADE)
def test_an_open_release_tells_what_a_result_was_made_of(home: PeopleHome, name: str) -> None:
    """From the result and the other operands the first follows, as it is."""
    made, shown = MADE[name], figures_in(home.release / "internal.duckdb")
    results = [cell for cell in shown if cell[0] == f"by_{name}" and shown[cell]]
    assert len(results) > 10
    for cell in results:
        first, *others = operands_of(made, cell)
        assert made.solve(shown[cell], *(shown[other] for other in others)) == pytest.approx(shown[first]), cell


@pytest.mark.parametrize("tier", PROTECTED)
@pytest.mark.parametrize("name", MADE)
def test_a_protected_release_shows_no_result_of_what_it_hides(home: PeopleHome, name: str, tier: str) -> None:
    """Though there are results that the others would tell it by: the other operands are shown."""
    made = MADE[name]
    shown, true = (figures_in(home.release / f"{file}.duckdb") for file in (tier, "internal"))
    results = [cell for cell in true if cell[0] == f"by_{name}"]
    assert any(cell in shown for cell in results)
    would_tell = 0
    for cell in results:
        first, *others = operands_of(made, cell)
        assert cell not in shown or {first, *others} <= set(shown), cell
        would_tell += first not in shown and set(others) <= set(shown)
    assert would_tell
