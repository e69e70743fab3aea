"""Formulas: what is read prints to a text that reads the same; mistakes say where and what was expected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.vocabulary.errors import ContentError, NotFound
from noaber.vocabulary.formulas import VERBS, Call, Number, Operand, Tree, operands, parse_formula

PLACE = "regions/x/indicators/work.yml:7"
names = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).filter(lambda name: name not in VERBS)
selections = st.sampled_from(["", "sex=f", "age=65+", "age=0-14;sex=f", "age=65-79|80+", "from=self"])
numbers = st.one_of(
    st.integers(0, 10**12).map(float), st.floats(0, 10**6).map(lambda value: round(value, 4)), st.just(1e-7)
)
leaves: st.SearchStrategy[Tree] = st.one_of(st.builds(Operand, names, selections), st.builds(Number, numbers))


def _calls(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    signs = st.builds(lambda verb, a, b: Call(verb, (a, b)), st.sampled_from("+-*/"), inner, inner)
    pairs = st.builds(
        lambda verb, a, b: Call(verb, (a, b)), st.sampled_from(["share", "per_1000", "ratio"]), inner, inner
    )
    steps = st.builds(
        lambda verb, a, n: Call(verb, (a,), n), st.sampled_from(["change", "difference", "rolling"]), inner,
        st.sampled_from(["1", "4", "12"]),
    )  # fmt: skip
    index = st.builds(
        lambda a, base: Call("index", (a,), base), inner, st.sampled_from(["2015", "2015-Q1", "2015-05", "2015-W07"])
    )
    sums = st.builds(lambda parts: Call("sum_of", tuple(parts)), st.lists(inner, min_size=2, max_size=4))
    return st.one_of(signs, pairs, steps, index, sums)


trees = st.recursive(leaves, _calls, max_leaves=12)


@given(trees)
def test_parse_is_the_inverse_of_print(tree: Tree) -> None:
    """A tree survives being written and read, with all its digits."""
    assert parse_formula(str(tree)) == tree


@given(trees)
def test_printing_is_stable(tree: Tree) -> None:
    """What has been read and printed once stays as it is."""
    once = str(parse_formula(str(tree)))
    assert str(parse_formula(once)) == once


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a + b * c", "(a + (b * c))"),
        ("a - b - c", "((a - b) - c)"),
        ("a / b / c", "((a / b) / c)"),
        ("(a + b) * c", "((a + b) * c)"),
        ("-a + b", "((0 - a) + b)"),
        ("a[ sex = f , age=65+ ]", "a[age=65+;sex=f]"),
        ("1000 * crimes / inhabitants[age=18+]", "((1000 * crimes) / inhabitants[age=18+])"),
        ("100-share_old", "(100 - share_old)"),
        ("1234567.125 * a", "(1234567.125 * a)"),
        ("index(jobs,2015-Q1)", "index(jobs, 2015-Q1)"),
        ("change(jobs, 4)", "change(jobs, 4)"),
        ("sum_of(a, b, c)", "sum_of(a, b, c)"),
    ],
)
def test_how_formulas_are_read(text: str, tree: str) -> None:
    """Multiplication binds stronger, chains go from left to right, selections are put in order."""
    assert str(parse_formula(text)) == tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "an indicator, a number or a verb"),
        ("a +", "an indicator, a number or a verb"),
        ("a b", "the end, or one of + - * /"),
        ("(a", "')'"),
        ("a ? b", "'?' at character 3"),
        ("shared(a, b)", "Did you mean 'share'?"),
        ("share(a)", "share(employed, labour_force)"),
        ("share(a, b, c)", "share(employed, labour_force)"),
        ("sum_of(a)", "sum_of has 1 arguments"),
        ("change(a, b)", "a number of periods"),
        ("change(a, 0)", "a number of periods"),
        ("change(a, 1.5)", "a number of periods"),
        ("rolling(a)", "a number of periods"),
        ("index(a)", "a base period"),
        ("index(a, foo)", "a base period"),
        ("index(a, 2015-Q7)", "a base period"),
        ("change(a, 1, 2)", "')'"),
    ],
)
def test_a_mistake_says_where_and_what_was_expected(text: str, said: str) -> None:
    """Every refusal names the place, the formula and what would have been right."""
    with pytest.raises(ContentError) as caught:
        parse_formula(text, PLACE)
    message = str(caught.value)
    assert message.startswith(PLACE)
    assert said in message


@pytest.mark.parametrize("text", ["a[sex]", "a[=f]", "a[sex=f;sex=m]"])
def test_half_a_selection_is_refused(text: str) -> None:
    """The selection is a slice and nothing else."""
    with pytest.raises((ContentError, NotFound), match="dimension=category"):
        parse_formula(text, PLACE)


def test_operands_come_in_reading_order() -> None:
    """The first operand gives a result its breakdown, so order matters."""
    tree = parse_formula("per_1000(a[sex=f] + b, change(c, 2)) - 3")
    assert [str(operand) for operand in operands(tree)] == ["a[sex=f]", "b", "c"]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_example_of_every_verb_can_be_read(verb: str) -> None:
    """The reference page shows them."""
    example = VERBS[verb].example or f"{verb}(a, {VERBS[verb].option})"
    tree = parse_formula(example)
    assert isinstance(tree, Call)
    assert tree.verb == verb
