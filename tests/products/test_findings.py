"""Headlines and leads: small tables in, sentences out, in three languages; silent where the figures are."""

from __future__ import annotations

import pytest

from noaber.products.composition import print_sentence
from noaber.products.figures import Figure, Figures
from noaber.products.findings import Case
from noaber.products.headlines import headline
from noaber.products.leads import extremes, lead
from noaber.products.rankings import rank_areas
from noaber.products.subjects import Subject
from noaber.products.wording import Wording

NL, DE, EN = (Wording.of(language) for language in ("nl", "de", "en"))
NAMES = {"GM0153": "Enschede", "Twente": "Twente", "NL": "Nederland"}
PEOPLE = Subject("inhabitants", "Inwoners", unit="inwoners", moment="start")
SHARE = Subject("share", "Aandeel 65-plussers", sign="%", unit="procent", decimals=1, additive=False)
REAL = {
    "GM0153": {"2012": Figure(158048.0), "2023": Figure(161235.0)},
    "Twente": {"2012": Figure(626586.0), "2023": Figure(638897.0)},
    "NL": {"2012": Figure(16730348.0), "2023": Figure(17811291.0)},
}


def case(table: dict[str, dict[str, Figure]], subject: Subject = PEOPLE, **more: object) -> Case:
    """A case about Enschede, beside Twente and the country."""
    cells = {(area, period, ""): figure for area, row in table.items() for period, figure in row.items()}
    periods = sorted({period for row in table.values() for period in row})
    return Case(subject, Figures(cells, NAMES), "GM0153", ("Twente", "NL"), periods, **more)  # type: ignore[arg-type]


def said(found: Case, wording: Wording = NL) -> str:
    """Headline and lead as plain text, with ordinary spaces."""
    text = f"{headline(found, wording)} | {print_sentence(lead(found, wording))}"
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_count_is_compared_by_its_growth() -> None:
    """Population on real figures of 2012 and 2023, in three languages."""
    assert said(case(REAL)) == (
        "Inwoners: stijging in Enschede, even groot als in Twente | Op 1 januari 2023 waren er in Enschede 161.235 "
        "inwoners. Dat is 2,0 % meer dan op 1 januari 2012. In Twente was de verandering in dezelfde tijd +2,0 %, "
        "in Nederland +6,5 %."
    )
    assert "In den Niederlanden" not in said(case(REAL), DE)
    assert "in den Niederlanden +6,5 %" in said(case(REAL), DE)
    assert "in the Netherlands +6.5%" in said(case(REAL), EN)


def test_a_share_is_compared_by_its_level() -> None:
    """Change of a percentage is in points."""
    table = {
        "GM0153": {"2020": Figure(18.0), "2024": Figure(18.4, "P")},
        "Twente": {"2024": Figure(21.5)},
        "NL": {"2024": Figure(20.1)},
    }
    assert said(case(table, SHARE)) == (
        "Aandeel 65-plussers: in Enschede lager dan in Twente | Aandeel 65-plussers in Enschede in 2024: 18,4 %. "
        "Dat is 0,4 procentpunt hoger dan in 2020. In Twente is het 21,5 %, in Nederland 20,1 %. "
        "Het cijfer is voorlopig."
    )


@pytest.mark.parametrize(
    ("own", "reference", "key"),
    [
        ((100, 110), (100, 105), "stijging in Enschede, groter dan in Twente"),
        ((100, 103), (100, 105), "stijging in Enschede, kleiner dan in Twente"),
        ((100, 90), (100, 105), "daling in Enschede, stijging in Twente"),
        ((100, 90), (100, 95), "daling in Enschede, groter dan in Twente"),
        ((100, 100.01), (100, 105), "gelijk gebleven in Enschede"),
        ((100, 110), (100, 100), "stijging in Enschede, gelijk gebleven in Twente"),
    ],
)
def test_headlines_of_growth(own: tuple[float, float], reference: tuple[float, float], key: str) -> None:
    """Direction, and size beside the first reference."""
    table = {
        area: {"2020": Figure(float(pair[0])), "2021": Figure(float(pair[1]))}
        for area, pair in (("GM0153", own), ("Twente", reference))
    }
    assert said(case(table)).startswith(f"Inwoners: {key} |")


def test_across_a_break_there_is_no_change() -> None:
    """The sentence tells the break instead of a change."""
    table = {"GM0153": {"2020": Figure(100.0), "2021": Figure(150.0, series_break=True), "2022": Figure(151.0)}}
    text = said(case(table))
    assert "meer dan" not in text
    assert "De reeks heeft een breuk bij 1 januari 2021" in text


def test_what_is_hidden_is_said_and_not_shown() -> None:
    """No value, no change, no comparison."""
    table = {"GM0153": {"2020": Figure(None, hidden=True)}, "Twente": {"2020": Figure(10.0)}}
    text = said(case(table))
    assert text.startswith("Inwoners: geen cijfer in Enschede | Het cijfer in Enschede is afgeschermd")
    assert "10" not in text


def test_without_figures_there_is_no_finding() -> None:
    """Missing is said as missing, and a reference alone makes no sentence."""
    assert "er geen cijfer" in said(case({"Twente": {"2020": Figure(10.0)}}))


def test_a_zero_base_gives_no_percentage() -> None:
    """Nothing is divided by nothing."""
    text = said(case({"GM0153": {"2020": Figure(0.0), "2021": Figure(5.0)}}))
    assert text == (
        "Inwoners: stijging in Enschede | Op 1 januari 2021 waren er in Enschede 5 inwoners. "
        "Dat is 5 meer dan op 1 januari 2020."
    )


def test_a_negative_number_gives_no_percentage() -> None:
    """From minus 14 to minus 22 is a fall by 8, not a rise by 57 percent."""
    balance = Subject("confidence", "Vertrouwen", unit="saldo", additive=False)
    text = said(case({"GM0153": {"2020": Figure(-14.0), "2021": Figure(-22.0)}}, balance))
    assert text == (
        "Vertrouwen: daling in Enschede | Vertrouwen in Enschede in 2021: \N{MINUS SIGN}22 saldo. "
        "Dat is 8 lager dan in 2020."
    )


def test_a_hidden_reference_is_left_out() -> None:
    """The sentence names only who can be compared."""
    table = {**REAL, "Twente": {"2012": Figure(None, hidden=True), "2023": Figure(638897.0)}}
    text = said(case(table))
    assert "Twente" not in text
    assert "In Nederland was de verandering in dezelfde tijd +6,5 %." in text


def test_rank_is_told_among_three_or_more() -> None:
    """The rank of the own area; none where it has none."""
    figures = {"GM0153": Figure(3.0), "b": Figure(2.0), "c": Figure(1.0)}
    ranking = rank_areas(figures, NAMES)
    text = said(case(REAL, ranking=ranking, level_plural="gemeenten"))
    assert "Enschede staat op plaats 1 van de 3 gemeenten" in text
    two = rank_areas({"GM0153": Figure(3.0), "b": Figure(2.0)}, NAMES)
    assert "plaats" not in said(case(REAL, ranking=two, level_plural="gemeenten"))


def test_numbers_lead_to_their_explanation() -> None:
    """Every number of the lead is a link; the headline has none."""
    found = case(
        REAL,
        explain=lambda area, period: f"/{area}/{period}",
        explain_change=lambda area, ends, how: f"/{area}/{'-'.join(ends)}/{how}",
    )
    links = [segment.href for segment in lead(found, NL) if segment.href]
    assert links == [
        "/GM0153/2023",
        "/GM0153/2012-2023/verandering",
        "/Twente/2012-2023/verandering",
        "/NL/2012-2023/verandering",
    ]


def test_extremes_need_three_numbers() -> None:
    """Two numbers have no course."""
    three = {"GM0153": {str(year): Figure(float(value)) for year, value in ((2020, 5), (2021, 9), (2022, 7))}}
    said = "In Enschede het hoogst op 1 januari 2021 (9), het laagst op 1 januari 2020 (5)."
    assert extremes(case(three), NL) == said
    assert extremes(case(REAL), NL) == ""
