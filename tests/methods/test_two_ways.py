"""Two ways to one figure: a slow and obvious one beside the fast one; properties that must hold of all figures."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl
from figure_tables import figures, membership
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.aggregate import average_members, sum_members
from noaber.methods.figures import in_shape
from noaber.methods.formula import Breakdowns, evaluate_formula
from noaber.vocabulary.formulas import Call, Number, Operand, Tree, parse_formula
from noaber.vocabulary.observations import GRAVITY, Status
from noaber.vocabulary.periods import parse_period
from noaber.vocabulary.slices import parse_slice, print_slice

AREAS, PERIODS = ("A", "B", "C", "D"), ("2019", "2020", "2021", "2021-Q1", "2021-Q2")
SLICES = ("", "sex=f", "sex=m", "age=old;sex=f", "age=old;sex=m", "age=old")
Key = tuple[str, str, str]
Known = dict[Key, tuple[float | None, str, bool, bool]]

keys = st.tuples(st.sampled_from(AREAS), st.sampled_from(PERIODS), st.sampled_from(SLICES))
values = st.one_of(
    st.tuples(st.integers(-5, 9).map(float), st.sampled_from("APEF"), st.just(False)),
    st.tuples(st.none(), st.just("M"), st.booleans()),
)
cells: st.SearchStrategy[Known] = st.dictionaries(keys, values, max_size=14).map(
    lambda found: {key: (*said, False) for key, said in found.items()}
)


def frame_of(known: Known) -> pl.DataFrame:
    """Write cells as a frame of figures."""
    names = ["area", "period", "slice", "value", "status", "hidden", "series_break"]
    rows = [(*key, *said) for key, said in known.items()]
    schema = dict(zip(names, [pl.String] * 3 + [pl.Float64, pl.String] + [pl.Boolean] * 2, strict=True))
    return in_shape(pl.DataFrame(rows, schema=schema, orient="row"))


def cells_of(frame: pl.DataFrame) -> Known:
    """Read cells from a frame of figures; a key stands there once."""
    found = {
        (row["area"], row["period"], row["slice"]): (row["value"], row["status"], row["hidden"], row["series_break"])
        for row in frame.iter_rows(named=True)
    }
    assert len(found) == frame.height
    return found


def agree(one: Known, other: Known) -> bool:
    """Say whether two sets of cells are the same, values up to rounding."""
    assert one.keys() == other.keys(), (one, other)
    for key in one:
        (a, *rest), (b, *others) = one[key], other[key]
        close = a is b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9))
        assert close, (key, a, b)
        assert rest == others, (key, rest, others)
    return True


def gravest(statuses: list[str], value: float | None) -> str:
    """The status of what is made of these."""
    return "M" if value is None else max((Status(s) for s in statuses), key=GRAVITY.index).value


# -- sums ----------------------------------------------------------------------------------------------------------


def slow_sum(known: Known, members: Mapping[str, list[str]]) -> Known:
    """Add up one cell after the other."""
    found: Known = {}
    for parent, children in members.items():
        for period in PERIODS:
            for slice in SLICES:
                parts = [known.get((child, period, slice)) for child in children]
                if all(part is not None for part in parts):
                    said = [part for part in parts if part is not None]
                    numbers = [value for value, *_ in said if value is not None]
                    value = sum(numbers) if len(numbers) == len(said) else None
                    status = gravest([s for _, s, _, _ in said], value)
                    found[parent, period, slice] = (value, status, any(hidden for _, _, hidden, _ in said), False)
    return found


@given(cells)
def test_sums_agree_with_adding_up_cell_by_cell(known: Known) -> None:
    """The fast sum over members is the obvious one."""
    members = {"AB": ["A", "B"], "ABC": ["A", "B", "C"], "D-alone": ["D"]}
    fast = sum_members(frame_of(known), membership("\n".join(f"{p}: {' '.join(c)}" for p, c in members.items())))
    assert agree(cells_of(fast), slow_sum(known, members))


@given(cells)
def test_aggregating_in_two_steps_equals_one(known: Known) -> None:
    """Neighbourhoods to municipalities to region is neighbourhoods to region, wherever both give a figure."""
    towns, region = membership("North buurt: A B\nSouth buurt: C D"), membership("Region gemeente: North South")
    direct = cells_of(sum_members(frame_of(known), membership("Region buurt: A B C D")))
    steps = cells_of(sum_members(sum_members(frame_of(known), towns), region))
    assert agree(direct, steps)


@given(cells, st.permutations(AREAS))
def test_the_order_of_rows_does_not_matter(known: Known, order: list[str]) -> None:
    """Neither of figures nor of members."""
    shuffled = {key: known[key] for area in order for key in known if key[0] == area}
    one = sum_members(frame_of(known), membership("R: A B C D"))
    other = sum_members(frame_of(shuffled), membership(f"R: {' '.join(order)}"))
    assert agree(cells_of(one), cells_of(other))


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(1, 100)), min_size=3, max_size=3))
def test_a_groups_ratio_is_the_ratio_of_its_sums(pairs: list[tuple[int, int]]) -> None:
    """Never the mean of ratios; and the mean weighted by the denominator is the same number."""
    members = membership("R: A B C")
    part = figures("\n".join(f"{area} 2020 - {p}" for area, (p, _) in zip("ABC", pairs, strict=True)))
    whole = figures("\n".join(f"{area} 2020 - {w}" for area, (_, w) in zip("ABC", pairs, strict=True)))
    sums = {"part": sum_members(part, members), "whole": sum_members(whole, members)}
    share = evaluate_formula(parse_formula("share(part, whole)"), sums.__getitem__)["value"][0]
    assert math.isclose(share, 100 * sum(p for p, _ in pairs) / sum(w for _, w in pairs))
    each = evaluate_formula(parse_formula("share(part, whole)"), {"part": part, "whole": whole}.__getitem__)
    assert math.isclose(average_members(each, whole, members)["value"][0], share)


# -- formulas ------------------------------------------------------------------------------------------------------


def slow_formula(tree: Tree, known: Mapping[str, Known]) -> Known | float | None:
    """Evaluate a formula one cell after the other, for figures without breaks."""
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Operand):
        return _selected(known[tree.name], parse_slice(tree.selection))
    if tree.verb in ("change", "difference", "index", "rolling"):
        inner = slow_formula(tree.arguments[0], known)
        return _over_time(tree, inner) if isinstance(inner, dict) else {}
    parts = [slow_formula(argument, known) for argument in tree.arguments]
    result = parts[0]
    for part in parts[1:]:
        result = _pairwise(tree.verb, result, part)
    return result


def _selected(known: Known, wanted: Mapping[str, str]) -> Known:
    found: Known = {}
    for (area, period, text), said in known.items():
        slice = parse_slice(text)
        if all(slice.get(dimension) == category for dimension, category in wanted.items()):
            rest = print_slice({d: c for d, c in slice.items() if d not in wanted})
            found[area, period, rest] = said
    return found


def _calculated(verb: str, a: float | None, b: float | None) -> float | None:
    if a is None or b is None or (verb in "/ratio share per_1000" and b == 0):
        return None
    return {
        "+": lambda: a + b, "sum_of": lambda: a + b, "-": lambda: a - b, "*": lambda: a * b, "/": lambda: a / b,
        "ratio": lambda: a / b, "share": lambda: 100 * a / b, "per_1000": lambda: 1000 * a / b,
    }[verb]()  # fmt: skip


def _pairwise(verb: str, one: Known | float | None, other: Known | float | None) -> Known | float | None:
    if not isinstance(one, dict) and not isinstance(other, dict):
        return _calculated(verb, one, other)
    if not isinstance(one, dict):
        assert isinstance(other, dict)
        return {key: _marked(_calculated(verb, one, said[0]), said) for key, said in other.items()}
    if not isinstance(other, dict):
        return {key: _marked(_calculated(verb, said[0], other), said) for key, said in one.items()}
    found: Known = {}
    dimensions = {dimension for _, _, slice in other for dimension in parse_slice(slice)}
    for (area, period, slice), said in one.items():
        shared = print_slice({d: c for d, c in parse_slice(slice).items() if d in dimensions})
        match = other.get((area, period, shared))
        if match is not None:
            found[area, period, slice] = _marked(_calculated(verb, said[0], match[0]), said, match)
    return found


def _marked(value: float | None, *parts: tuple[float | None, str, bool, bool]) -> tuple[float | None, str, bool, bool]:
    return value, gravest([part[1] for part in parts], value), any(part[2] for part in parts), False


def _over_time(call: Call, known: Known) -> Known:
    found: Known = {}
    for (area, period, slice), said in known.items():
        moments = {
            "index": lambda: [call.option],
            "rolling": lambda p=period: [str(parse_period(p).next(-n)) for n in range(1, int(call.option))],
        }.get(call.verb, lambda p=period: [str(parse_period(p).next(-int(call.option or 1)))])()
        same = [parse_period(moment).frequency == parse_period(period).frequency for moment in moments]
        others = [
            known.get((area, moment, slice)) if like else None for moment, like in zip(moments, same, strict=True)
        ]
        if all(other is not None for other in others):
            parts = [said, *[other for other in others if other is not None]]
            found[area, period, slice] = _marked(_told(call.verb, [part[0] for part in parts]), *parts)
    return found


def _told(verb: str, numbers: list[float | None]) -> float | None:
    if any(number is None for number in numbers):
        return None
    now, then = numbers[0] or 0.0, numbers[-1] or 0.0
    if verb == "rolling":
        return sum(number or 0.0 for number in numbers) / len(numbers)
    if verb == "difference":
        return now - then
    if then == 0:
        return None
    return 100 * (now / then - 1) if verb == "change" else 100 * now / then


operands_ = st.builds(Operand, st.sampled_from(["a", "b"]), st.sampled_from(["", "sex=f", "age=old", "age=old;sex=m"]))
leaves: st.SearchStrategy[Tree] = st.one_of(operands_, st.integers(0, 4).map(lambda n: Number(float(n))))
PAIRS = ["+", "-", "*", "/", "ratio", "share", "per_1000", "sum_of"]


def _calls(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    return st.one_of(
        st.builds(lambda verb, a, b: Call(verb, (a, b)), st.sampled_from(PAIRS), inner, inner),
        st.builds(
            lambda verb, a, n: Call(verb, (a,), n), st.sampled_from(["change", "difference", "rolling"]), inner,
            st.sampled_from(["1", "2"]),
        ),
        st.builds(lambda a, base: Call("index", (a,), base), inner, st.sampled_from(["2019", "2021-Q1"])),
    )  # fmt: skip


@given(st.recursive(leaves, _calls, max_leaves=4), cells, cells)
def test_formulas_agree_with_computing_cell_by_cell(tree: Tree, a: Known, b: Known) -> None:
    """Every verb, selections, breakdowns, absent and hidden figures, statuses."""
    fast = evaluate_formula(tree, {"a": frame_of(a), "b": frame_of(b)}.__getitem__, Breakdowns())
    slow = slow_formula(tree, {"a": a, "b": b})
    assert agree(cells_of(fast), slow if isinstance(slow, dict) else {})


@given(cells, st.sampled_from(["2019", "2020", "2021-Q1"]), st.sampled_from(["2019", "2021", "2021-Q2"]))
def test_rebasing_twice_equals_rebasing_once(known: Known, first: str, second: str) -> None:
    """An index of an index is the index with the last base, where the first base has a figure other than zero."""
    table = {"a": frame_of(known)}
    twice = cells_of(evaluate_formula(parse_formula(f"index(index(a, {first}), {second})"), table.__getitem__))
    once = cells_of(evaluate_formula(parse_formula(f"index(a, {second})"), table.__getitem__))
    for key, (value, *_) in twice.items():
        if value is not None:
            assert math.isclose(value, once[key][0] or 0.0, rel_tol=1e-9, abs_tol=1e-9)


@given(cells)
def test_no_figure_is_computed_from_a_hidden_one(known: Known) -> None:
    """Whatever is made of a hidden figure is hidden and has no value."""
    for formula in ("a + a", "share(a, a)", "rolling(a, 2)", "change(a)", "index(a, 2020)"):
        for value, status, hidden, _ in cells_of(
            evaluate_formula(parse_formula(formula), {"a": frame_of(known)}.__getitem__)
        ).values():
            assert not hidden or (value is None and status == "M")
