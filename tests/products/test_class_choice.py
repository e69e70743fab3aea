"""Classes of a map in an address: methods, numbers, bounds as people write them; what cannot be is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.products.charts.classing import METHODS, MOST, own_bounds
from noaber.products.class_choice import parse_classes, plain_bounds, print_bounds
from noaber.products.numbers import NumberStyle
from noaber.vocabulary.errors import Problem


def parsed(**query: str) -> tuple[dict[str, object], list[str]]:
    """What is read, and which fields are refused."""
    problems: list[Problem] = []
    read = parse_classes({name: [value] for name, value in query.items()}, problems)
    return read, [problem.place for problem in problems]


def test_what_is_not_said_is_usual() -> None:
    """Equal numbers of areas, five classes."""
    assert parsed() == ({"indeling": "kwantiel", "klassen": 5, "grenzen": ""}, [])
    assert parsed(indeling="", klassen="", grenzen="") == parsed()


@pytest.mark.parametrize("method", METHODS)
def test_methods_and_numbers(method: str) -> None:
    """As they are named."""
    assert parsed(indeling=method, klassen="3")[0] == {"indeling": method, "klassen": 3, "grenzen": ""}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"indeling": "wortel"}, "indeling"), ({"klassen": "1"}, "klassen"), ({"klassen": "8"}, "klassen"),
        ({"klassen": "vijf"}, "klassen"), ({"klassen": "٣"}, "klassen"), ({"grenzen": "a;b"}, "grenzen"),
        ({"grenzen": "1,2,3,4,5,6,7"}, "grenzen"), ({"grenzen": "nan"}, "grenzen"), ({"grenzen": "1e99"}, "grenzen"),
        ({"grenzen": "1;" * 300}, "grenzen"), ({"grenzen": ";"}, "grenzen"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_its_field(query: dict[str, str], field: str) -> None:
    """And the rest stays usual, so that all problems are said together."""
    assert parsed(**query) == (parsed()[0], [field])


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("30; 10;20", "10,20,30"), ("2,5; 10", "2.5,10"), ("1.250; 2.500,5", "1250,2500.5"), ("1,250.5; 3", "3,1250.5"),
        ("−2; 0", "-2,0"), ("10,20", "10,20"), ("0,125; 1", "0.125,1"), ("2,5;", "2.5"), ("10;10;20", "10,20"),
    ],
)  # fmt: skip
def test_bounds_as_people_write_them(text: str, bounds: str) -> None:
    """Decimal commas, grouping and minus signs between semicolons; in an address as programs write them."""
    assert parsed(grenzen=text) == ({"indeling": "kwantiel", "klassen": 5, "grenzen": bounds}, [])


@given(
    st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=MOST - 1, unique=True),
    st.sampled_from(["nl", "de", "en"]),
    st.integers(0, 2),
)
def test_what_a_form_shows_reads_the_same(numbers: list[int], language: str, decimals: int) -> None:
    """Printing and reading are inverse in every language."""
    bounds = sorted(number / 10**decimals for number in numbers)
    written = print_bounds(bounds, decimals, NumberStyle.of(language))
    assert list(own_bounds(plain_bounds(written))) == pytest.approx(bounds)
