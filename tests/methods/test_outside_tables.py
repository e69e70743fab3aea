"""Tables from outside: printed cells, sums that are found or told, and what can be worked out of them."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noaber.methods.disclosure.outside_attack import Attack, attack_table
from noaber.methods.disclosure.outside_marks import read_printed
from noaber.methods.disclosure.outside_sums import Sum, find_sums
from noaber.methods.disclosure.outside_table import Habits, UnreadableTable, read_outside_table


def frame_of(text: str) -> pl.DataFrame:
    """Read a table as written here: cells with | between them."""
    rows = [[cell.strip() or None for cell in line.split("|")] for line in text.strip().splitlines()]
    return pl.DataFrame(rows[1:], schema=dict.fromkeys([name or "" for name in rows[0]], pl.String), orient="row")


def attacked(text: str, habits: Habits | None = None) -> Attack:
    """Read and attack a table."""
    habits = habits or Habits()
    return attack_table(read_outside_table(frame_of(text), habits), habits)


def told(found: Attack) -> dict[str, tuple[float, float]]:
    """Give the intervals by place."""
    return {"/".join(one.place): (one.low, one.high) for one in found.findings}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12", 12, 12), ("1.234", 1234, 1234), ("1.234,5", 1234.5, 1234.5), ("1,234", 1234, 1234), ("12,5", 12.5, 12.5),
        ("1 234 567", 1234567, 1234567), ("-3", -3, -3), ("<5", 0, 4), ("< 5", 0, 4), ("<=5", 0, 5), ("≤ 5", 0, 5),
        (">100", 101, math.inf), ("1-4", 1, 4), ("1 t/m 4", 1, 4), ("minder dan 10", 0, 9), ("x", 0, math.inf),
        (".", 0, math.inf), ("-", 0, math.inf), ("", 0, math.inf), (None, 0, math.inf), ("Geheim", 0, math.inf),
    ],
)  # fmt: skip
def test_printed_cells(text: str | None, low: float, high: float) -> None:
    """Numbers as Dutch, German and English offices write them, and what hides one."""
    found = read_printed(text)
    assert found is not None
    assert (found.low, found.high) == (low, high)
    assert found.hidden == (low != high)


@pytest.mark.parametrize("text", ["Almelo", "12 %", "1,2,3", "5<"])
def test_what_is_no_printed_cell(text: str) -> None:
    """Words, shares and nonsense."""
    assert read_printed(text) is None


WIDE = """
gemeente | Totaal | jeugd | wmo
Almelo   | 44     | 40    | <5
Borne    | 50     | 20    | 30
Hengelo  | 90     | x     | x
Totaal   | 184    | x     | x
"""


def test_a_wide_table_is_solved_in_both_directions() -> None:
    """One cell exactly; of the others only that they are not negative, and what the total leaves."""
    found = attacked(WIDE)
    assert found.findings[0].exact
    assert told(found) == {
        "Almelo/wmo": (4, 4), "Hengelo/jeugd": (0, 90), "Hengelo/wmo": (0, 90),
        "Totaal/jeugd": (60, 150), "Totaal/wmo": (34, 124),
    }  # fmt: skip


def test_a_long_table_says_the_same() -> None:
    """A row for each cell."""
    wide = frame_of(WIDE)
    names = [name for name in wide.columns if name != "gemeente"]
    long = wide.unpivot(names, index="gemeente", variable_name="soort", value_name="aantal")
    found = attack_table(read_outside_table(long, Habits()), Habits())
    assert told(found) == told(attacked(WIDE))


def test_neighbourhoods_are_parts_of_what_their_code_names() -> None:
    """Buurt, wijk, gemeente; only where the sum is printed."""
    found = attacked("""
        gebied        | aantal
        GM0153 Stad   | 50
        WK015301      | 20
        WK015302      | x
        BU01530100 a  | 12
        BU01530101 b  | x
    """)
    assert told(found) == {"BU01530101 b": (8, 8), "WK015302": (30, 30)}


def test_rounded_numbers_leave_an_interval() -> None:
    """Nearest multiples of five may be two off each, either neighbour four."""
    text = """
        gebied | aantal
        a      | 20
        b      | x
        Totaal | 30
    """
    assert told(attacked(text, Habits(rounded=5)))["b"] == (5, 15)
    assert told(attacked(text, Habits(rounded=5, either_way=True)))["b"] == (2, 18)


def test_what_does_not_add_up_is_no_sum() -> None:
    """People who are in two parts; the sum is named and not used, and refused where it was told."""
    text = """
        soort  | aantal
        a      | 20
        b      | x
        c      | 30
        Totaal | 40
    """
    found = attacked(text)
    assert [one.total for one in found.unused] == ["Totaal"]
    assert told(found) == {"b": (0, math.inf)}
    with pytest.raises(UnreadableTable, match="contradict"):
        attacked(text, Habits(sums={"Totaal": ("a", "b", "c")}))
    with pytest.raises(ValueError, match="not all labels"):
        attacked(text, Habits(sums={"Totaal": ("a", "z")}))


def test_a_part_that_is_not_printed_protects() -> None:
    """The total of v is not in the table, so nothing follows for its parts."""
    found = attacked("""
        gebied | sexe | aantal
        a      | m    | 10
        b      | m    | x
        Totaal | m    | 15
        a      | v    | 10
        b      | v    | x
    """)
    assert told(found) == {"b/m": (5, 5), "b/v": (0, math.inf)}


def test_sums_and_totals_can_be_told() -> None:
    """With words of one's own."""
    text = "gebied | aantal\nTwente | 30\nNoord | 12\nZuid | x"
    assert not attacked(text).used
    for habits in (Habits(totals=frozenset({"twente"})), Habits(sums={"Twente": ("Noord", "Zuid")})):
        assert told(attacked(text, habits)) == {"Zuid": (18, 18)}
    assert find_sums(["area"], [("Totaal 2024",), ("a",)], frozenset(), {}) == [Sum(0, "Totaal 2024", ("a",))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("naam | soort\nalpha | beta", "no column holds numbers"),
        ("aantal | som\n1 | 2", "no column says"),
        ("gebied | aantal\na | 1\nb | 12 %", "no column holds numbers"),
        ("gebied | aantal\na | 1\na | 2", "two rows are about a"),
    ],
)
def test_what_is_no_table(text: str, message: str) -> None:
    """Told in words."""
    with pytest.raises(UnreadableTable, match=message):
        attacked(text)
    with pytest.raises(UnreadableTable, match="row 2, 'aantal': '12 %'"):
        attacked("gebied | aantal\na | 1\nb | 12 %", Habits(labels=("gebied",)))
    with pytest.raises(UnreadableTable, match="no column 'wijk'"):
        attacked("gebied | aantal\na | 1", Habits(labels=("wijk",)))


@given(st.lists(st.integers(0, 30), min_size=2, max_size=6), st.data())
def test_the_truth_is_always_within(numbers: list[int], data: st.DataObject) -> None:
    """Whatever is hidden, the interval holds the number that was there."""
    hidden = data.draw(st.sets(st.integers(0, len(numbers) - 1), min_size=1))
    rows = [(f"a{at}", "<31" if at in hidden else str(number)) for at, number in enumerate(numbers)]
    frame = pl.DataFrame([*rows, ("Totaal", str(sum(numbers)))], schema=["gebied", "aantal"], orient="row")
    found = attack_table(read_outside_table(frame, Habits(labels=("gebied",))), Habits())
    assert len(found.findings) == len(hidden)
    for one in found.findings:
        assert one.low <= numbers[int(one.place[0][1:])] <= one.high
    assert found.findings[0].exact == (len(hidden) == 1 or np.sum([numbers[at] for at in hidden]) == 0)
