"""What holds of every table: nobody comes closer than is allowed, planted leaks are found; beside a slow attacker."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from disclosure_tables import CLOSE, Problem, linked, problems, slow_failures, slow_interval, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from noaber.methods.disclosure import certify, suppression
from noaber.methods.disclosure.audit import audit
from noaber.methods.disclosure.equations import (
    Pattern,
    equations_of,
    frequency_needs,
    magnitude_needs,
)
from noaber.methods.disclosure.intervals import intervals
from noaber.methods.disclosure.optimal import suppress_optimal
from noaber.methods.disclosure.suppression import suppress

Method = Callable[..., Pattern]
NONE = np.zeros(0, dtype=np.int64)


@pytest.mark.parametrize("method", [suppress, suppress_optimal])
@given(problem=problems())
@settings(max_examples=40)
def test_nobody_comes_closer_than_is_allowed(method: Method, problem: Problem) -> None:
    """Of every cell that is not reported as failed; those reported could not be protected whatever was hidden."""
    table, needs = problem.table, problem.needs
    pattern = method(table.values, problem.primary, table.equations, needs, table.values)
    assert (pattern.hidden | ~problem.primary).all()
    failed = slow_failures(table.values, pattern.hidden, table.equations, needs)
    assert set(failed) <= set(pattern.failed.tolist())
    everything = np.ones(len(table.values), dtype=bool)
    assert slow_failures(table.values, everything, table.equations, needs) == pattern.failed.tolist()


@given(problem=problems())
@settings(max_examples=25)
def test_the_optimum_costs_no_more(problem: Problem) -> None:
    """Than what the fast method finds."""
    table = problem.table
    cost = table.values + 1
    fast, best = (
        method(table.values, problem.primary, table.equations, problem.needs, cost)
        for method in (suppress, suppress_optimal)
    )
    assert cost[best.hidden].sum() <= cost[fast.hidden].sum() + CLOSE


@given(problem=problems(), data=st.data())
@settings(max_examples=40)
def test_planted_leaks_are_found(problem: Problem, data: st.DataObject) -> None:
    """Hidden cells are shown on purpose: audit and attacker find just what the slow attacker finds."""
    table, needs = problem.table, problem.needs
    pattern = suppress(table.values, problem.primary, table.equations, needs, table.values)
    hidden = pattern.hidden.copy()
    for cell in data.draw(st.lists(st.sampled_from(np.flatnonzero(hidden).tolist() or [0]), max_size=3)):
        hidden[cell] = False
    found = audit(table.values, Pattern(hidden, problem.primary, NONE), table.equations, needs)
    assert found.failed.tolist() == slow_failures(table.values, hidden, table.equations, needs)
    low, high = intervals(table.equations, np.where(hidden, 0.0, table.values), np.where(hidden, np.inf, table.values))
    for cell in np.flatnonzero(hidden)[:12]:
        slow_low, slow_high = slow_interval(table.equations, table.values, hidden, cell)
        assert low[cell] == pytest.approx(slow_low, abs=CLOSE)
        assert high[cell] == pytest.approx(slow_high, abs=CLOSE)
        assert slow_low - CLOSE <= found.low[cell] <= table.values[cell] <= found.high[cell] <= slow_high + CLOSE


@given(problem=problems(), data=st.data())
@settings(max_examples=25)
def test_what_must_be_shown_is_shown(problem: Problem, data: st.DataObject) -> None:
    """And what must be hidden is hidden; a primary cell that must be shown has failed."""
    table, needs = problem.table, problem.needs
    cells = st.lists(st.integers(0, len(table.values) - 1), max_size=4)
    shown, hidden = np.zeros(len(table.values), dtype=bool), np.zeros(len(table.values), dtype=bool)
    shown[data.draw(cells)] = True
    hidden[data.draw(cells)] = True
    hidden &= ~shown
    for method in (suppress, suppress_optimal):
        pattern = method(
            table.values, problem.primary, table.equations, needs, table.values, shown=shown, hidden=hidden
        )
        assert not (pattern.hidden & shown).any()
        assert (pattern.hidden | ~hidden).all()
        assert set(np.flatnonzero(problem.primary & shown)) <= set(pattern.failed)
        assert slow_failures(table.values, pattern.hidden, table.equations, needs) == pattern.failed.tolist()


@given(problem=problems())
@settings(max_examples=20)
def test_ways_of_large_systems_hold_in_small_ones(problem: Problem) -> None:
    """Cut into blocks of a few cells, looked at nearby, repaired at once: nobody comes closer than is allowed."""
    table, needs = problem.table, problem.needs
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((certify, "LARGE"), (certify, "NEARBY"), (suppression, "LARGE")):
            patch.setattr(module, name, 4)
        pattern = suppress(
            table.values, problem.primary, table.equations, needs, table.values, sizes=(6, certify.WHOLE)
        )
        found = audit(table.values, pattern, table.equations, needs, sizes=(6, certify.WHOLE))
        cautious = audit(table.values, pattern, table.equations, needs, sizes=(6,))
    assert slow_failures(table.values, pattern.hidden, table.equations, needs) == pattern.failed.tolist()
    assert found.failed.tolist() == pattern.failed.tolist()
    assert set(cautious.failed) >= set(pattern.failed)


def test_rows_alone_are_a_beginning() -> None:
    """Without proof a pattern is quick, and the audit says what it lacks, if anything."""
    table = table_of(
        ({f"a{at}": "T" for at in range(12)}, {f"x{at}": "T" for at in range(9)}),
        {(f"a{one}", f"x{two}"): float((one * 7 + two * 5) % 31) for one in range(12) for two in range(9)},
    )
    primary = (table.values > 0) & (table.values < 10)
    needs = frequency_needs(table.values, primary, 10)
    pattern = suppress(table.values, primary, table.equations, needs, table.values, sizes=())
    proven = suppress(table.values, primary, table.equations, needs, table.values)
    assert (proven.hidden | ~pattern.hidden).all()
    slow = slow_failures(table.values, pattern.hidden, table.equations, needs)
    assert audit(table.values, pattern, table.equations, needs).failed.tolist() == slow


def test_the_same_input_gives_the_same_pattern() -> None:
    """Chance has no part in it."""
    table = table_of(
        ({f"a{at}": "T" for at in range(9)}, {f"x{at}": "T" for at in range(7)}),
        {(f"a{one}", f"x{two}"): float((one * 5 + two * 3) % 23) for one in range(9) for two in range(7)},
    )
    primary = table.values < 8
    needs = frequency_needs(table.values, primary, 8)
    patterns = [suppress(table.values, primary, table.equations, needs, table.values) for _ in range(2)]
    assert (patterns[0].hidden == patterns[1].hidden).all()


def test_groups_that_overlap_are_protected_together() -> None:
    """A group of a and d minus d would tell a; so d is hidden, where the table alone would have been content with b."""
    table = table_of(
        ({"a": "T", "b": "T", "c": "T", "d": "T"},), {("a",): 3.0, ("b",): 20.0, ("c",): 30.0, ("d",): 40.0}
    )
    both = linked(table, ["a", "b", "c", "d"], 1)
    for problem, companions in ((table, {"b"}), (both, {"d"})):
        primary = problem.values < 10
        needs = frequency_needs(problem.values, primary, 10)
        pattern = suppress(problem.values, primary, problem.equations, needs, problem.values)
        assert {problem.places[cell][0] for cell in np.flatnonzero(pattern.secondary)} == companions
        assert slow_failures(problem.values, pattern.hidden, problem.equations, needs) == []


def test_a_contributor_who_is_alone_does_not_see_his_neighbour() -> None:
    """Of two hidden cells he knows one; so a third is hidden."""
    values = np.array([100.0, 4.0, 30.0, 31.0, 35.0])
    equations = equations_of(values, row=[0] * 5, cell=[0, 1, 2, 3, 4], sign=[1, -1, -1, -1, -1])
    primary = np.array([False, True, False, False, False])
    needs = magnitude_needs(values, primary, 10)
    for method in (suppress, suppress_optimal):
        plain = method(values, primary, equations, needs, values)
        careful = method(values, primary, equations, needs, values, singletons=primary)
        assert [plain.hidden.sum(), careful.hidden.sum()] == [2, 3]


@pytest.mark.parametrize("method", [suppress, suppress_optimal])
def test_at_the_edges(method: Method) -> None:
    """Nothing to protect, nothing to protect with, nothing at all."""
    nought = np.zeros(4)
    equations = equations_of(nought, row=[0] * 4, cell=[0, 1, 2, 3], sign=[1, -1, -1, -1])
    none, every = np.zeros(4, dtype=bool), np.ones(4, dtype=bool)
    assert not method(nought, none, equations, frequency_needs(nought, none, 5), nought).hidden.any()
    hidden = method(nought, every, equations, frequency_needs(nought, every, 5), nought)
    assert hidden.hidden.all()
    assert len(hidden.failed) == 0  # all of an unknown total: it may be anything
    parts = np.array([False, True, False, False])
    stuck = method(nought, parts, equations, frequency_needs(nought, parts, 5), nought, shown=~parts)
    assert stuck.failed.tolist() == [1]
    empty = equations_of([], row=[], cell=[], sign=[])
    no_cells = np.zeros(0, dtype=bool)
    assert len(method(np.zeros(0), no_cells, empty, frequency_needs(np.zeros(0), no_cells, 5), np.zeros(0)).hidden) == 0


def test_what_contradicts_itself_is_refused() -> None:
    """Rows that cannot be, values outside their bounds, costs below nought."""
    equations = equations_of([5.0, 2.0, 3.0], row=[0, 0, 0], cell=[0, 1, 2], sign=[1, -1, -1])
    with pytest.raises(ValueError, match="do not add up"):
        intervals(equations, np.array([5.0, 2.0, 4.0]), np.array([5.0, 2.0, 4.0]))
    with pytest.raises(ValueError, match="contradict"):
        intervals(equations, np.array([5.0, 9.0, 0.0]), np.array([5.0, 9.0, np.inf]))
    with pytest.raises(ValueError, match="of 3"):
        equations_of([5.0, 2.0, 3.0], row=[0], cell=[3], sign=[1])
    values, none = np.array([5.0, 2.0, 3.0]), np.zeros(3, dtype=bool)
    with pytest.raises(ValueError, match="outside their bounds"):
        suppress(values, none, equations, frequency_needs(values, none, 5), values, bounds=(values + 1, values + 2))
    with pytest.raises(ValueError, match="below nought"):
        suppress(values, none, equations, frequency_needs(values, none, 5), -values)


def test_bounds_that_everybody_knows_are_taken_into_account() -> None:
    """Where all know that the other hidden part is at least 8, hiding it protects less."""
    values = np.array([40.0, 3.0, 10.0, 12.0, 15.0])
    equations = equations_of(values, row=[0] * 5, cell=[0, 1, 2, 3, 4], sign=[1, -1, -1, -1, -1])
    primary = values < 10
    needs = frequency_needs(values, primary, 10)
    known = (np.array([0.0, 0, 8, 8, 8]), np.full(5, np.inf))
    hidden = [
        suppress(values, primary, equations, needs, values, bounds=bounds).hidden.sum() for bounds in (None, known)
    ]
    assert hidden[1] > hidden[0]
