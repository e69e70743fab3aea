"""Hiding beyond small tables: what is said to have proof has it, and nothing else is told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from disclosure_tables import Problem, problems, slow_failures, slow_interval
from hypothesis import HealthCheck, given, settings

from noaber.content.disclosure import PROTECTED
from noaber.methods.disclosure.certify import meets
from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Needs, equations_of, frequency_needs
from noaber.methods.disclosure.joint_witnesses import NEARLY
from noaber.methods.disclosure.task import Given, task_of
from noaber.warehouse.protecting import hiding, looking, means
from noaber.warehouse.protecting.facing import Wanted
from noaber.warehouse.protecting.hiding import hide, hide_knowing_overlaps
from noaber.warehouse.protecting.looking import give_room, hide_far
from noaber.warehouse.protecting.pattern import Table, decide
from noaber.warehouse.protecting.proving import Proven
from noaber.warehouse.protecting.relations import Rows
from noaber.warehouse.protecting.unsafe import Judged

MINIMUM = 10


def wanted(values: Floats, equations: Equations, unsafe: Flags, needs: Needs) -> Wanted:
    """Ask for the protection of unsafe cells of a table."""
    nobody = np.zeros(len(values), bool)
    return Wanted(values, unsafe, equations, needs, values + 1, nobody, nobody)


@pytest.fixture(params=["whole", "large"])
def taken_for(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Take small tables for such as are looked at as a whole, with all their cells, or for larger ones."""
    monkeypatch.setattr(hiding, "SMALL", 0)
    if request.param == "large":
        monkeypatch.setattr(means, "BY_SIZE", ())
    return str(request.param)


def test_what_two_equations_tell_of_a_whole_is_not_told_of_its_parts() -> None:
    """One of two parts is unsafe; the whole, told by two sums that share their other cells, is too small to hide it.

    Both parts and all cells of the sums are unsafe, so that nothing is shown of them: only what all sums tell remains,
    and what the whole is cannot be hidden.
    """
    values = np.concatenate([[5.0, 2, 3, 2, 2, 1], np.full(hiding.SMALL + 20, 7.0)])
    long = range(5, len(values))
    row = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, *(3 for _ in long)]
    cell = [0, 3, 4, 5, 3, 4, 5, 1, 2, 0, *long]
    sign = [1, 1, 1, 1, 1, 1, 1, 1, 1, -1, *(1 for _ in long)]
    equations = equations_of(values, row, cell, sign)
    unsafe = np.ones(len(values), bool)
    found = hide_knowing_overlaps(wanted(values, equations, unsafe, frequency_needs(values, unsafe, MINIMUM)))
    assert found.hidden.all()
    assert {1, 2} <= set(np.flatnonzero(found.failed).tolist())


@given(problem=problems())
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_hidden_is_not_told(problem: Problem, taken_for: str) -> None:
    """A slow attacker, who solves programmes, comes to no cell with proof nearer than it needs, and finds none exactly.
    In tables that are looked at as a whole every cell has proof but those that nothing could protect.

    Noughts are shown.
    """
    table, nought = problem.table, problem.table.values == 0
    primary, needs = problem.primary & ~nought, problem.needs.only(~nought)
    asked = replace(wanted(table.values, table.equations, primary, needs), shown=nought)
    found = hide_knowing_overlaps(asked)
    assert found.hidden[primary].all()
    assert not (found.proven & found.failed).any()
    for cell in np.flatnonzero(primary & ~found.failed):
        low, high = slow_interval(table.equations, table.values, found.hidden, int(cell))
        assert high - low > 1e-6
        if found.proven[cell]:
            one = slice(cell, cell + 1)
            assert meets(table.values[one], needs.at(one).times(NEARLY), Limits(np.array([low]), np.array([high])))
    if taken_for == "whole":
        assert (found.proven | found.failed)[primary].all()
        everything = slow_failures(table.values, primary | ~nought, table.equations, needs)
        assert set(np.flatnonzero(found.failed).tolist()) <= set(everything)


def test_who_counts_in_several_parts_hides_from_those_who_do_not_know_it(taken_for: str) -> None:
    """Two and three people with use of a product, one of them with both: the whole, four, cannot be kept from whoever
    knows that it was one. From others it can: they may be five as well as three."""
    assert taken_for
    values = np.array([2.0, 3, 4, 20, 24])
    equations = equations_of(values, [0, 0, 0, 1, 1, 1], [0, 1, 2, 2, 3, 4], [1.0, 1, -1, 1, 1, -1])
    unsafe = np.array([False, False, True, False, False])
    asked = replace(
        wanted(values, equations, unsafe, Needs(*(np.where(unsafe, need, 0.0) for need in (1.0, 0.0, 2.0)))),
        shown=np.array([True, True, False, False, False]),
    )
    assert np.flatnonzero(hide_knowing_overlaps(asked).failed).tolist() == [2]
    found = hide(asked)
    assert (found.failed.any(), found.proven[2]) == (False, True)
    assert found.hidden[2]
    assert found.hidden[[3, 4]].any()


def test_what_must_be_shown_is_said_to_fail(taken_for: str) -> None:
    assert taken_for
    values = np.array([1.0, 10, 11])
    equations = equations_of(values, [0, 0, 0], [0, 1, 2], [1.0, 1, -1])
    unsafe = values == 1
    asked = wanted(values, equations, unsafe, frequency_needs(values, unsafe, MINIMUM))
    found = hide(replace(asked, shown=unsafe))
    assert (found.failed.tolist(), found.hidden.any()) == (unsafe.tolist(), False)


def test_what_has_no_proof_is_given_room_in_each_of_its_rows() -> None:
    """A cell stands in two sums; in each the cheapest that is shown is hidden too, and nothing elsewhere."""
    values = np.array([3.0, 8, 40, 51, 9, 40, 52, 20, 20, 40])
    row, cell = [0] * 4 + [1] * 4 + [2] * 3, [0, 1, 2, 3, 0, 4, 5, 6, 7, 8, 9]
    equations = equations_of(values, row, cell, [1.0, 1, 1, -1, 1, 1, 1, -1, 1, 1, -1])
    unsafe, hidden = values == 3, np.isin(np.arange(len(values)), [0, 2, 5])
    asked = wanted(values, equations, unsafe, frequency_needs(values, unsafe, MINIMUM))
    task = task_of(asked.value, equations, asked.needs, asked.cost, Given())
    assert np.flatnonzero(give_room(task, hidden, unsafe) & ~hidden).tolist() == [1, 4]


def sums_of(values: Floats, sums: list[list[int]]) -> Equations:
    """Give equations by which the last cell of each of some lists is the sum of the others."""
    row = np.repeat(np.arange(len(sums)), [len(one) for one in sums])
    sign = [-1.0 if at == len(one) - 1 else 1.0 for one in sums for at in range(len(one))]
    return equations_of(values, row, np.concatenate(sums), sign)


@pytest.fixture
def without_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take any table for a larger one, in which the rows around a cell are of no help."""
    monkeypatch.setattr(means, "BY_SIZE", ())
    monkeypatch.setattr(looking, "_STAGES", ())


def hidden_far(values: Floats, sums: list[list[int]], shown: list[int]) -> tuple[Flags, Flags]:
    """Hide what it takes for the first cell alone, of a table in which some cells are always shown."""
    first, always = np.arange(len(values)) == 0, np.isin(np.arange(len(values)), shown)
    equations = sums_of(values, sums)
    asked = wanted(values, equations, first, frequency_needs(values, first, MINIMUM))
    asked = replace(asked, shown=always)
    task = task_of(asked.value, equations, asked.needs, asked.cost, Given(always, None, None))
    return hide_far(asked, task, first, first)


@pytest.mark.usefixtures("without_rows")
def test_ways_lead_far_where_rows_around_tell_a_cell() -> None:
    """Eight cells, each in a sum with the next; only the last stands nowhere else, and lets all of them move."""
    links = 8
    values = np.concatenate([[3.0], np.full(links, 20.0), np.full(links, 40.0)])
    values[links + 1] = 23
    sums = [[at, at + 1, links + 1 + at] for at in range(links)]
    hidden, told = hidden_far(values, sums, list(range(links + 1, len(values))))
    assert np.flatnonzero(hidden).tolist() == list(range(links + 1))
    assert not told.any()


@pytest.mark.usefixtures("without_rows")
def test_all_around_is_hidden_where_no_way_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell in a sum with others, that are in a sum of their own, when ways are sought among two cells."""
    monkeypatch.setattr(means, "LARGEST", means.LARGEST._replace(last=means.Reach((2,), 0)))
    values = np.array([3.0, 20, 23, 20, 20, 60, 60, 120])
    hidden, told = hidden_far(values, [[0, 1, 2], [1, 3, 4, 5], [5, 6, 7]], [2, 7])
    assert np.flatnonzero(hidden).tolist() == [0, 1, 3, 4, 5]
    assert not told.any()


def crossed(size: int, unsafe: int) -> tuple[Floats, Equations, Flags]:
    """Give a table of rows and columns with totals, in which the first of each of some rows are unsafe."""
    inner = np.full((size, size), 30.0)
    inner[np.arange(unsafe), np.arange(unsafe)] = 4
    table = np.block([[inner, inner.sum(1, keepdims=True)], [inner.sum(0, keepdims=True), inner.sum(keepdims=True)]])
    at = np.arange(table.size).reshape(table.shape)
    return table.ravel(), sums_of(table.ravel(), [*at.tolist(), *at.T.tolist()]), table.ravel() == 4


@pytest.mark.parametrize(("sought", "without"), [(True, 0), (False, 6)])
def test_it_is_said_of_how_many_there_is_no_proof(
    sought: bool, without: int, taken_for: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All unsafe cells have proof where it is sought, and none where it is not: that is said."""
    assert taken_for
    if not sought:
        monkeypatch.setattr(hiding, "prove", lambda _, hidden, *rest: Proven(hidden, hidden & False, hidden & False))
    values, equations, unsafe = crossed(12, 6)
    judged = Judged(unsafe, frequency_needs(values, unsafe, MINIMUM))
    rows = Rows(equations.row, equations.cell, equations.sign)
    decided = decide(Table(values, values, rows), dict.fromkeys(PROTECTED, judged), None)
    assert (decided.failed, decided.unproven) == (dict.fromkeys(PROTECTED, 0), dict.fromkeys(PROTECTED, without))
