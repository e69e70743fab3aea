"""Companies, work, benefits, schools and safety: identities, and truth found again in the files."""

from __future__ import annotations

import polars as pl
import pytest
from told_region import SMALL, Told

YEARS = list(SMALL.years)


@pytest.mark.parametrize("year", YEARS)
def test_establishments_begin_and_end_as_the_account_says(told: Told, year: int) -> None:
    """Start + founded + moved in - closed - moved out is end, per municipality and for the region."""
    facts, after = told.facts(year), told.facts(year + 1)
    for area in sorted({area for name, area in facts if name == "establishments"}):
        change = facts["establishments_founded", area] + facts["establishments_moved_in", area]
        change -= facts["establishments_closed", area] + facts["establishments_moved_out", area]
        change += facts["establishments_moved_to", area] - facts["establishments_moved_from", area]
        assert after["establishments", area] == facts["establishments", area] + change


@pytest.mark.parametrize("year", YEARS)
def test_register_of_establishments_and_events_give_the_next(told: Told, year: int) -> None:
    """By number and buurt."""
    state = dict(told.records(f"vestigingen/vestigingen_{year}-01-01.csv")["vestigingsnummer", "buurtcode"].iter_rows())
    for row in told.records(f"vestigingen/vestigingen_mutaties_{year}.csv").iter_rows(named=True):
        assert state.get(row["vestigingsnummer"]) == row["buurtcode_oud"]
        if row["buurtcode_nieuw"] is None:
            del state[row["vestigingsnummer"]]
        else:
            state[row["vestigingsnummer"]] = row["buurtcode_nieuw"]
    after = told.records(f"vestigingen/vestigingen_{year + 1}-01-01.csv")
    assert state == dict(after["vestigingsnummer", "buurtcode"].iter_rows())


@pytest.mark.parametrize("year", YEARS)
def test_workers_live_here_and_their_employers_are_open(told: Told, year: int) -> None:
    """On 1 January."""
    jobs = told.records(f"banen/banen_{year}.csv", separator=",")
    people = told.records(f"brp/brp_personen_{year}-01-01.csv")
    open_ones = told.records(f"vestigingen/vestigingen_{year}-01-01.csv")["vestigingsnummer"]
    assert jobs["bsn"].n_unique() == jobs.height == told.facts(year)["workers", "CR12"]
    assert set(jobs["bsn"]) <= set(people["bsn"])
    assert set(jobs["vestigingsnummer"].drop_nulls()) <= set(open_ones)
    assert (jobs["vestigingsnummer"].is_null() == (jobs["soort"] == "zelfstandige")).all()


def test_benefits_are_had_one_at_a_time(told: Told) -> None:
    """A person has no two benefits at once, and ends lie after starts."""
    told_of = told.records("uitkeringen/uitkeringen_2018.csv")
    assert told_of.filter(pl.col("einddatum") < pl.col("ingangsdatum")).height == 0
    before = pl.col("einddatum").fill_null("9999").shift(1).over("bsn")
    ordered = told_of.sort("bsn", "ingangsdatum").with_columns(before=before)
    assert ordered.filter(pl.col("ingangsdatum") <= pl.col("before")).height == 0


def test_schemes_go_to_households_with_little(told: Told) -> None:
    """Those who were granted one have at most 120 % of the social minimum."""
    facts = told.facts(2018)
    files = sorted((told.folder / "records/minima").rglob("*_2018.csv"))
    granted = pl.concat([pl.read_csv(path, separator=";", infer_schema_length=0) for path in files])
    assert granted.height == facts["scheme_grants", "CR12"]
    heads = told.records("brp/brp_personen_2018-01-01.csv").filter(pl.col("positie") == "hoofd")
    incomes = told.records("inkomens/inkomens_huishoudens_2018.csv")
    joined = granted.join(heads, left_on="bsn_aanvrager", right_on="bsn").join(incomes, on="huishoudnummer")
    assert joined.height == granted.height
    assert joined["procent_sociaal_minimum"].cast(int).max() <= 120  # type: ignore[operator]


def test_every_household_has_one_income(told: Told) -> None:
    """Of the register of the same day."""
    people = told.records("brp/brp_personen_2018-01-01.csv")
    incomes = told.records("inkomens/inkomens_huishoudens_2018.csv")
    assert sorted(incomes["huishoudnummer"]) == sorted(people["huishoudnummer"].unique())


def test_pupils_go_up_a_grade_or_sit_again(told: Told) -> None:
    """Who is in the same level next year is in the same grade or the next."""
    before, after = (told.records(f"onderwijs/inschrijvingen_{year}-{year + 1}.csv") for year in (2018, 2019))
    both = before.join(after, on=["bsn", "niveau"], suffix="_after").filter(pl.col("herinstroom_after") == "N")
    step = both["leerjaar_after"].cast(int) - both["leerjaar"].cast(int)
    assert set(step.unique()) <= {0, 1}
    assert both.filter(pl.col("reden") == "voortijdig").height == 0


def test_early_leavers_come_back_only_after_leaving(told: Told) -> None:
    """Those back at school left early in an earlier year; and they are as many as the truth says."""
    years = {year: told.records(f"onderwijs/inschrijvingen_{year}-{year + 1}.csv") for year in YEARS}
    left: set[str] = set()
    for year, frame in years.items():
        back = set(frame.filter(pl.col("herinstroom") == "J")["bsn"])
        assert back <= left
        early = frame.filter(pl.col("reden") == "voortijdig")
        left |= set(early["bsn"])
        assert early.height == told.facts(year)["early_leavers", "CR12"]
        assert frame.height == told.facts(year)["pupils", "CR12"]


def test_incidents_and_reports_are_as_many_as_the_truth_says(told: Told) -> None:
    """And Veilig Thuis gives counts only."""
    facts = told.facts(2018)
    assert told.records("politie/incidenten_2018.csv").height == facts["incidents", "CR12"]
    assert told.records("meldingen/meldingen_openbare_ruimte_2018.csv").height == facts["reports", "CR12"]
    counts = told.records("veilig_thuis/veilig_thuis_2018.csv")
    assert counts["aantal"].cast(int).sum() == facts["safe_home", "CR12"]
    assert counts.columns == ["periode", "gemeente", "soort", "aard", "melder", "aantal"]
