"""Numbers, dates and periods as readers of three languages write them."""

from __future__ import annotations

import pytest

from noaber.products.numbers import NumberStyle, format_number, format_signed, round_half_up
from noaber.products.wording import Wording

NL, DE, EN = (Wording.of(language) for language in ("nl", "de", "en"))


@pytest.mark.parametrize(
    ("wording", "value", "decimals", "unit", "text"),
    [
        (NL, 161235, 0, "", "161.235"),
        (DE, 161235.4, 1, "", "161.235,4"),
        (EN, 161235.4, 1, "", "161,235.4"),
        (NL, 18.4, 1, "%", "18,4\N{NO-BREAK SPACE}%"),
        (DE, 18.4, 1, "%", "18,4\N{NO-BREAK SPACE}%"),
        (EN, 18.4, 1, "%", "18.4%"),
        (NL, 296000, 0, "€", "€\N{NO-BREAK SPACE}296.000"),
        (NL, 58.8, 1, "per 1.000 inwoners", "58,8 per 1.000 inwoners"),
        (NL, -0.04, 1, "", "0,0"),
        (NL, -1234.5, 1, "", "\N{MINUS SIGN}1.234,5"),
    ],
)
def test_numbers(wording: Wording, value: float, decimals: int, unit: str, text: str) -> None:
    """Marks, grouping, sign and unit follow the reader."""
    assert wording.number(value, decimals, unit) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.25, "0.3"), (2.5, "2.5"), (-0.25, "-0.3"), (1.05, "1.1"), (0.04, "0.0")]
)
def test_halves_round_away_from_zero(value: float, text: str) -> None:
    """As statisticians do, on the number as it is written."""
    assert str(round_half_up(value, 1)) == text


def test_signs() -> None:
    """What rounds to nothing has no sign."""
    style = NumberStyle(",", ".", "%")
    assert [format_signed(value, 1, style) for value in (0.7, 0.01, -0.7)] == ["+0,7", "0,0", "\N{MINUS SIGN}0,7"]
    assert format_number(1e9, 0, style) == "1.000.000.000"


@pytest.mark.parametrize(
    ("period", "moment", "names", "phrases"),
    [
        ("2023", "during", ("2023", "2023", "2023"), ("in 2023", "im Jahr 2023", "in 2023")),
        (
            "2023", "start", ("1 januari 2023", "1. Januar 2023", "1 January 2023"),
            ("op 1 januari 2023", "am 1. Januar 2023", "on 1 January 2023"),
        ),
        (
            "2023-Q1", "end", ("31 maart 2023", "31. März 2023", "31 March 2023"),
            ("op 31 maart 2023", "am 31. März 2023", "on 31 March 2023"),
        ),
        (
            "2023-Q2", "during", ("2e kwartaal 2023", "2. Quartal 2023", "2nd quarter of 2023"),
            ("in het 2e kwartaal van 2023", "im 2. Quartal 2023", "in the 2nd quarter of 2023"),
        ),
        (
            "2023-H2", "during", ("2e halfjaar 2023", "2. Halbjahr 2023", "2nd half of 2023"),
            ("in het 2e halfjaar van 2023", "im 2. Halbjahr 2023", "in the 2nd half of 2023"),
        ),
        ("2023-05", "during", ("mei 2023", "Mai 2023", "May 2023"), ("in mei 2023", "im Mai 2023", "in May 2023")),
        (
            "2019-W23", "during", ("week 23 van 2019", "Woche 23 2019", "week 23 of 2019"),
            ("in week 23 van 2019", "in der Woche 23 2019", "in week 23 of 2019"),
        ),
        (
            "2019-05-03", "during", ("3 mei 2019", "3. Mai 2019", "3 May 2019"),
            ("op 3 mei 2019", "am 3. Mai 2019", "on 3 May 2019"),
        ),
        (
            "2019-05-03T14", "during", ("3 mei 2019, 14.00 uur", "3. Mai 2019, 14 Uhr", "3 May 2019, 14:00"),
            ("op 3 mei 2019 om 14.00 uur", "am 3. Mai 2019 um 14 Uhr", "on 3 May 2019 at 14:00"),
        ),
    ],
)  # fmt: skip
def test_periods(period: str, moment: str, names: tuple[str, ...], phrases: tuple[str, ...]) -> None:
    """Every frequency has a name and a place in a sentence."""
    assert tuple(wording.period(period, moment) for wording in (NL, DE, EN)) == names
    assert tuple(wording.period_in(period, moment) for wording in (NL, DE, EN)) == phrases


def test_listing() -> None:
    """Names are joined as in a sentence."""
    assert NL.listing(["Almelo", "Borne", "Hengelo"]) == "Almelo, Borne en Hengelo"
    assert DE.listing(["Almelo", "Borne"]) == "Almelo und Borne"
    assert EN.listing(["Almelo"]) == "Almelo"
