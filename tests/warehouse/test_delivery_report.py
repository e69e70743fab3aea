"""What a supplier is told of its delivery, beside a slow count of what was invented and a list of what was spoilt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from people_deliveries import QUARTERS, Spell, Town, days_of
from spoilt_deliveries import LATE, NEWEST, OWN, SPOILT, bring_in, write_spoilt

from noaber.content.model import Region
from noaber.vocabulary.errors import NotFound
from noaber.vocabulary.periods import parse_period
from noaber.warehouse.counting.engines import DuckDBEngine
from noaber.warehouse.counting.pictures import draw_picture
from noaber.warehouse.delivery_report.entries import known_records, known_spells
from noaber.warehouse.delivery_report.figures import Figure, figures_at
from noaber.warehouse.delivery_report.holdings import (
    Holdings,
    find_period,
    find_supplier,
    gather_holdings,
    steps_between,
)
from noaber.warehouse.delivery_report.plausibility import standings_of
from noaber.warehouse.delivery_report.report import Round, report_of
from noaber.warehouse.delivery_report.values import SupplierReport

GROUPS = {"H": "help", "B": "help", "D": "day_care", "J": "youth"}


@dataclass(frozen=True)
class Invented:
    """What was invented, and what the home keeps of it."""

    town: Town
    holdings: Holdings

    def round(self, period: str = NEWEST) -> Round:
        """A period of delivery."""
        return Round(self.holdings, parse_period(period))

    def report(self, area: str, period: str = NEWEST) -> SupplierReport:
        """A report."""
        return report_of(self.round(period), area)


@pytest.fixture(scope="module")
def invented(office: Region, tmp_path_factory: pytest.TempPathFactory) -> Invented:
    """Three suppliers, of which one tells late and one delivered a spoilt file."""
    folder = tmp_path_factory.mktemp("in")
    return Invented(write_spoilt(folder), bring_in(office, folder, tmp_path_factory.mktemp("home")))


def slow_figures(spells: list[Spell], area: str, quarter: str) -> dict[tuple[str, str], float]:
    """Count what was invented, one spell after the other."""
    first, last = days_of(quarter)
    found: dict[tuple[str, str], float] = {}
    for group in ("", *dict.fromkeys(GROUPS.values())):
        own = [s for s in spells if s.town == area and group in ("", GROUPS[s.product])]
        active = [s for s in own if s.begin <= last and (s.end is None or s.end >= first)]
        ended = [s for s in own if s.end and first <= s.end <= last]
        people = len({s.client for s in active})
        found[group, "people"] = people
        found[group, "begun"] = len([s for s in own if first <= s.begin <= last])
        found[group, "ended"] = len(ended)
        if len(ended) >= 5:
            found[group, "days"] = sum((s.end - s.begin).days + 1 for s in ended if s.end) / len(ended)
        if people >= 5:
            found[group, "amount"] = sum(s.cost for s in active) / people
    return found


@pytest.mark.parametrize("quarter", ["2023-Q2", "2024-Q4"])
def test_figures_as_a_slow_count_says(invented: Invented, quarter: str) -> None:
    """People, spells begun and ended, mean duration and amount, by kind and in all, as told in that very quarter."""
    round = invented.round(quarter)
    found = figures_at(round.ordered(OWN), round.told(OWN), round.period, invented.holdings.source)
    slow = slow_figures(invented.town.spells, OWN, quarter)
    assert {key: value for key, value in slow.items() if value} == pytest.approx(
        {key: figure.value for key, figure in found.items() if figure.value}
    )


def test_what_is_known_is_what_figures_are_counted_from(invented: Invented, tmp_path: Path) -> None:
    """The records and spells of all suppliers together are those of the picture that DuckDB draws for a build."""
    holdings, engine = invented.holdings, DuckDBEngine()
    received = sorted(
        holdings.told, key=lambda told: (told.delivery.received_at, told.delivery.dated, told.delivery.file)
    )
    paths = [holdings.store.output(holdings.plan.records[told.delivery]) / "records.parquet" for told in received]
    draw_picture(holdings.source, paths, engine, tmp_path)
    drawn = pl.read_parquet(tmp_path / "records.parquet").select("number", "period", "begin", "end", "cost")
    spells = pl.read_parquet(tmp_path / "spells.parquet").select("number", "begin", "end")
    round = invented.round()
    known = [known_records(round.ordered(area), holdings.source) for area in holdings.suppliers()]
    number = pl.col("spell").cast(pl.Int64).alias("number")
    ours = pl.concat(known).select(number, pl.col("about").alias("period"), begin="start", end="end", cost="amount")
    assert set(ours.rows()) == set(drawn.rows())
    running = pl.concat([known_spells(part, holdings.source) for part in known])
    assert set(running.select(number, begin="start", end="end").rows()) == set(spells.rows())
    assert drawn.height == ours.height


def test_the_past_is_as_it_was_first_told(invented: Invented) -> None:
    """What came in later does not count: of the late supplier, rows that were held back are missing throughout."""
    report = invented.report(LATE)
    amounts = next(row for row in report.past if (row.group, row.measure) == ("", "people"))
    assert [period for period, _ in amounts.series] == list(QUARTERS)
    truth = [slow_figures(invented.town.spells, LATE, quarter)["", "people"] for quarter in QUARTERS]
    assert all(value is not None and value <= real for (_, value), real in zip(amounts.series, truth, strict=True))


def test_how_late_is_told(invented: Invented) -> None:
    """A tenth comes a quarter late: so much is missing of the newest; the sound supplier tells all at once."""
    late, sound = invented.report(LATE).lag, invented.report(OWN).lag
    assert late is not None
    assert sound is not None
    assert late.newest == pytest.approx(0.9, abs=0.02)
    assert late.lowest <= late.newest <= late.highest
    assert late.expected[1:] == pytest.approx((1.0,) * (len(late.expected) - 1))
    assert sound.expected == (1.0, 1.0, 1.0)
    newest = late.rows[-1]
    assert newest.known / late.newest == pytest.approx(len(_running(invented.town, LATE, NEWEST)), rel=0.03)


def _running(town: Town, area: str, quarter: str) -> list[Spell]:
    first, last = days_of(quarter)
    return [s for s in town.spells if s.town == area and s.begin <= last and (s.end is None or s.end >= first)]


def test_rows_set_apart_by_reason_and_line(invented: Invented) -> None:
    """The lines of the file as its supplier sees them; received is kept and set apart together."""
    found = invented.report(SPOILT).completeness
    apart = {(part.kind, part.column): part.lines for part in found.apart}
    assert apart == {
        ("unknown_code", "product"): (2,),
        ("no_person", "client"): (3,),
        ("turned", "end"): (4,),
        ("no_number", "cost"): (5,),
        ("again", ""): (11,),
    }
    assert found.delivery.received == found.delivery.kept + found.delivery.apart
    assert found.delivery.apart == 5
    assert found.too_bad is (found.delivery.received * invented.holdings.source.tolerate_pct < 500)
    assert found.missing == ("2023-Q3",)
    assert [facts.told for facts in found.past] == [quarter for quarter in QUARTERS[:-1] if quarter != "2023-Q3"]
    assert found.usual is not None
    headers = {fact.column: (fact.header, fact.in_name) for fact in found.columns}
    assert headers["number"] == ("regel", False)
    assert headers["municipality"] == ("", True)


def test_contradictions_by_line(invented: Invented) -> None:
    """Every rule that is broken, with the lines; nobody's birth or number is in it."""
    report = invented.report(SPOILT)
    broken = {found.rule: found.lines for found in report.contradictions if found.lines}
    overlaps = broken.pop("overlap")
    assert {9, 10} <= set(overlaps)
    assert broken == {
        "again": (11,), "turned": (4,), "before_birth": (6,), "not_begun": (7,), "beside_period": (7,),
        "never_told": (8,),
    }  # fmt: skip
    assert report.unregistered == 0
    assert not {found.rule for found in invented.report(OWN).contradictions if found.lines} - {"overlap"}


def test_codes_of_the_supplier(invented: Invented) -> None:
    """How often each occurs, now and before; one that could be anything is counted and not kept."""
    report = invented.report(SPOILT)
    assert report.codes is not None
    assert {code.code for code in report.codes.known} == set(GROUPS)
    assert (report.codes.unknown, report.codes.untold, report.codes.unused) == ((), 1, 0)
    sound = invented.report(OWN).codes
    assert sound is not None
    assert {code.code: code.now for code in sound.known} == {
        product: len([s for s in _running(invented.town, OWN, NEWEST) if s.product == product]) for product in GROUPS
    }
    assert {(code.first, code.last) for code in sound.known} == {(QUARTERS[0], NEWEST)}


def test_beside_the_others() -> None:
    """Per 1,000 residents; who has too few is left out, and three others are no comparison."""
    people = {"a": 40.0, "b": 30.0, "c": 20.0, "d": 10.0, "e": 12.0, "f": 9.0}
    residents = {"a": 1000, "b": 1000, "c": 1000, "d": 400, "e": 1000, "f": 10}
    figures = {area: {("", "people"): Figure(count, count**0.5)} for area, count in people.items()}
    (standing,) = standings_of("b", figures, residents, 10)
    assert (standing.value, standing.peers, standing.highest_first) == (30.0, (12.0, 20.0, 25.0, 40.0), 2)
    assert standing.rate
    assert list(standings_of("b", {area: figures[area] for area in "abcd"}, residents, 10)) == []
    assert list(standings_of("b", figures, {}, 10)) == []


def test_what_is_asked_for_has_to_be_there(invented: Invented, office: Region) -> None:
    """A supplier by name or code, a period as suppliers write it; else the nearest are told."""
    holdings = invented.holdings
    assert find_supplier(holdings, "A-stad") == OWN
    assert find_period(holdings, "2024KW4") == parse_period("2024-Q4")
    with pytest.raises(NotFound, match="no delivery of 'care' in 2019-Q1"):
        find_period(holdings, "2019KW1")
    with pytest.raises(NotFound, match="no delivery of 'care' in 2023-Q3"):
        find_period(holdings, "2023KW3", SPOILT)
    with pytest.raises(NotFound, match="delivers nothing"):
        find_supplier(holdings, "Nergens")
    with pytest.raises(NotFound, match="no source of records 'register'"):
        gather_holdings(office, holdings.store, "register")


def test_who_delivered_nothing_in_a_period(invented: Invented) -> None:
    """It is told, and the others have their reports; an earlier period is as it was then."""
    round = invented.round("2023-Q3")
    assert (round.delivered, round.lacking) == ([OWN, LATE], [SPOILT])
    report = report_of(round, OWN)
    assert report.completeness.delivery.told == "2023-Q3"
    assert [facts.told for facts in report.completeness.past] == ["2023-Q1", "2023-Q2"]


def test_a_source_that_all_deliver_as_one(invented: Invented, office: Region) -> None:
    """The register of residents: people by sex, nothing of spells, no other suppliers."""
    holdings = gather_holdings(office, invented.holdings.store, "persons")
    report = report_of(Round(holdings, holdings.newest()), "")
    assert (report.lag, report.standings, report.codes and report.codes.column) == (None, (), "sex")
    assert {row.measure for row in report.past} == {"people"}
    assert next(row.value for row in report.past if not row.group) == 300
    assert {found.rule for found in report.contradictions} == {"again", "period_to_come"}


def test_steps_between_periods() -> None:
    """Both ends are there, also where they are one."""
    quarter = parse_period("2024-Q1")
    assert steps_between(quarter, quarter) == [quarter]
