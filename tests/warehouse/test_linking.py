"""Links without a common number: against the truth, the same every time, with their quality, and in clear nowhere."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as parquet
import pytest
from linked_office import NAMES, build_linked, make_linked_office
from office_home import OfficeHome
from people_deliveries import bsn, office_door

from noaber.content.linking import LinkSpec
from noaber.content.read import read_region
from noaber.methods.linkage_quality import precision_and_recall
from noaber.privacy.pseudonyms import numbers_of
from noaber.warehouse.build import kept_deliveries, plan_build
from noaber.warehouse.counting.question import ABOUT, DELIVERY, LINE
from noaber.warehouse.linking.links import find_links
from noaber.warehouse.linking.weigh import PLACE, weigh_pairs
from noaber.warehouse.publish import FILE
from noaber.warehouse.query import Release, open_release

PURPOSE = "Monitor sociaal domein"


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> tuple[OfficeHome, Mapping[str, int]]:
    """An office with links, built; and whose each pass is."""
    office, truth = make_linked_office(tmp_path_factory.mktemp("linked") / "office")
    build_linked(office)
    return office, truth


def linked_records(office: OfficeHome, source: str) -> pl.DataFrame:
    """Read the records of a source with what was found of them."""
    step = plan_build(read_region(office.content), office.store).links[source]
    return office.store.frame(step, "records")


def coded(office: OfficeHome, texts: list[str], kind: str) -> list[int]:
    """Give the numbers of pseudonyms as the door makes them."""
    made = office_door(office.content).pseudonyms(pl.Series("who", texts), PURPOSE, kind)
    return made.to_frame("who").select(numbers_of(pl.col("who"))).to_series().to_list()


def test_links_are_right_and_few_are_missed(linked: tuple[OfficeHome, Mapping[str, int]]) -> None:
    """Precision and recall against the truth; twins who cannot be told apart, and strangers, are linked to nobody."""
    office, truth = linked
    held = [(number, who) for number, who in truth.items()]
    people = coded(office, [bsn(max(who, 0)) for _, who in held], "person")
    told = pl.DataFrame({"number": coded(office, [number for number, _ in held], "record"), "person": people})
    told = told.with_columns(known=pl.Series([who >= 0 for _, who in held]))
    pairs = linked_records(office, "passes").join(told, on="number")
    assert pairs.height == len(truth) > 400
    right = pl.col("known") & (pl.col("client") == pl.col("person"))
    found = pairs.select(linked=pl.col("client").is_not_null(), same=right.fill_null(False), known="known")
    precision, _ = precision_and_recall(found)
    assert precision is not None
    assert precision >= 0.98
    assert found.filter("same").height / found.filter("known").height >= 0.9
    assert found.filter(~pl.col("known"))["linked"].sum() == 0


def test_what_is_expected_to_be_wrong_and_missed_is_told(linked: tuple[OfficeHome, Mapping[str, int]]) -> None:
    """The two quality figures of the release are of the size that the truth has."""
    card = next(card for card in linked[0].release().catalogue.links if card.source == "passes")
    assert card.linked is not None
    assert card.linked / card.records > 0.9
    assert card.expected_false is not None
    assert card.expected_false < 0.02
    assert card.expected_missed is not None
    assert 0.01 < card.expected_missed < 0.1
    assert card.traits[0] == ("type", "date")


def test_the_same_deliveries_give_the_same_links(
    linked: tuple[OfficeHome, Mapping[str, int]], tmp_path: Path
) -> None:  # fmt: skip
    """To the last byte, in another home."""
    again, _ = make_linked_office(tmp_path / "again")
    build_linked(again)
    for name in ("records.parquet", "notes.json"):
        outputs = [
            (office.store.output(plan_build(read_region(office.content), office.store).links["passes"]) / name)
            for office in (linked[0], again)
        ]
        assert outputs[0].read_bytes() == outputs[1].read_bytes(), name


def test_figures_say_on_what_they_rest(linked: tuple[OfficeHome, Mapping[str, int]]) -> None:
    """Who is not linked does not count, and the figure says so; no group of few is told."""
    release = linked[0].release()
    records = linked_records(linked[0], "passes")
    cell = _cell(release, "pass_holders", "GM9001")
    assert cell == records.filter(pl.col("town") == "GM9001")["client"].n_unique() - 1
    finding = release.catalogue.findings_on(None, "pass_holders")[0]
    assert finding.check == "records_linked"
    assert finding.count == records.height
    told = [group for card in release.catalogue.links for group in card.groups]
    assert {group.name for group in told} == {"sex", "age", "gemeente"}
    counts = [count for group in told for count in (group.linked, group.unlinked) if count is not None]
    assert not [count for count in counts if 0 < count < 10]
    assert [group for group in told if group.linked is None]


def _cell(release: Release, indicator: str, area: str) -> float | None:
    rows = release.observations(indicator, slices="all")
    found = rows.filter((pl.col("area_id") == area) & (pl.col("slice") == ""))
    return found.sort("period")["value"].to_list()[-1]


def test_exact_links_find_the_household_at_an_address(linked: tuple[OfficeHome, Mapping[str, int]]) -> None:
    """Every address where one household lives; none of the fifteen where nobody does."""
    office = linked[0]
    records = linked_records(office, "alarms")
    assert records["household"].null_count() == 15
    assert records["household"].drop_nulls().n_unique() == 150
    card = next(card for card in office.release().catalogue.links if card.source == "alarms")
    assert (card.threshold, card.linked, card.apart, card.expected_false) == (None, 150, 15, None)


def test_no_trait_is_kept_in_clear(linked: tuple[OfficeHome, Mapping[str, int]]) -> None:
    """No name, postcode or number of a house stands in what is kept of a delivery, nor anywhere else."""
    office = linked[0]
    keeper = office.store.keeper("office")
    for delivery in kept_deliveries(read_region(office.content), office.store):
        if delivery.kept:
            columns = parquet.read_table(keeper.path(delivery)).column_names
            assert not {"naam", "postcode", "nummer_huis"} & set(columns)
    whole = b"".join(path.read_bytes() for path in office.store.home.rglob("*") if path.is_file())
    tables = [parquet.read_table(path).to_pydict() for path in office.store.home.rglob("*.parquet")]
    written = f"{whole!r}{tables}"
    assert not [name for name in (*NAMES, "Vreemdeling", "7500 A", "7500A") if name in written]


def test_without_the_register_nothing_is_counted(tmp_path: Path) -> None:
    """Nobody can be found: a figure of nought would be untrue."""
    office, _ = make_linked_office(tmp_path / "office")
    for path in office.deliveries.glob("persons_*"):
        path.unlink()
    build_linked(office)
    assert office.release().catalogue.links == ()
    assert office.release().observations("pass_holders", slices="all").height == 0


def small(rows: list[tuple[str, ...]], columns: list[str]) -> pl.DataFrame:
    """Give records of one delivery about 2024."""
    frame = pl.DataFrame(rows, schema=columns, orient="row").with_row_index(LINE).cast({LINE: pl.Int64})
    return frame.with_columns(pl.lit(0, pl.Int64).alias(DELIVERY), pl.lit("2024").alias(ABOUT))


def test_exact_links_want_one_and_no_more(tmp_path: Path) -> None:
    """Two households at one address are a tie, an address not told is none, another year is another register."""
    register = small([("h1", "A", "1"), ("h1", "A", "1"), ("h2", "B", "2"), ("h3", "B", "2")], ["home", "street", "no"])
    asked = small([("A", "1"), ("B", "2"), ("C", "3"), ("A", None)], ["street", "no"])
    link = LinkSpec.model_validate({"to": "homes", "equal": ["street", "no"]})
    found = find_links(asked, register, link, "home", tmp_path)
    assert found.select("key", "outcome").rows() == [
        ("h1", "linked"), (None, "tied"), (None, "apart"), (None, "apart")
    ]  # fmt: skip
    earlier = find_links(asked.with_columns(pl.lit("2023").alias(ABOUT)), register, link, "home", tmp_path)
    assert set(earlier["outcome"]) == {"apart"}
    quarter = find_links(asked.with_columns(pl.lit("2024-Q3").alias(ABOUT)), register, link, "home", tmp_path)
    assert quarter["key"].to_list() == found["key"].to_list()


def test_evidence_follows_agreement(tmp_path: Path) -> None:
    """Pairs that agree in the same way weigh the same, and those that agree better weigh more, in any block."""
    chance = random.Random(5)
    days = [date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)) for _ in range(600)]
    streets = [f"{7500 + at // 6}" for at in range(600)]
    register = pl.DataFrame({"id": range(600), PLACE: "2024", "birth": days, "street": streets})
    asked = register.head(250).with_columns(
        birth=pl.Series([*days[:200], *(_botched(day, at) for at, day in enumerate(days[200:250]))])
    )
    link = LinkSpec.model_validate({"to": "homes", "compare": ["birth", "street"], "blocks": ["birth", "street"]})
    pairs = weigh_pairs(asked, register, link, tmp_path)
    own = pairs.filter(pl.col("left") == pl.col("right"))
    whole = own.filter(pl.col("left") < 200)["weight"].unique().to_list()
    part = own.filter(pl.col("left") >= 200)["weight"].unique().to_list()
    assert len(whole) == len(part) == 1
    assert whole[0] > part[0] > 0
    assert (own["left"].len(), own["left"].n_unique()) == (250, 250)
    others = pairs.filter(pl.col("left") != pl.col("right"))["weight"]
    assert others.is_empty() or others.max() < whole[0]


def _botched(day: date, at: int) -> date:
    """Give a date that is off in its day, or in its year."""
    return day.replace(day=day.day % 28 + 1) if at % 2 else day.replace(year=day.year - 1, day=min(day.day, 28))


def test_a_release_from_before_has_no_links(small_release: Release, tmp_path: Path) -> None:
    """It is read as any other."""
    folder = Path(shutil.copytree(small_release.folder, tmp_path / "old"))
    with duckdb.connect(folder / FILE) as database:
        database.execute("DROP TABLE link; DROP TABLE link_group")
    assert open_release(folder).catalogue.links == ()


def test_a_file_of_people_cannot_be_tried_out(linked: tuple[OfficeHome, Mapping[str, int]]) -> None:
    """A release names what was kept of it: by the hash of what was sent, who knows all but one could try that one."""
    office = linked[0]
    sent = {d.sha256: d.content for d in kept_deliveries(read_region(office.content), office.store)}
    named = {card.sha256 for card in office.release().catalogue.deliveries.values()}
    assert named == set(sent.values())
    assert len([sha for sha, kept in sent.items() if sha != kept and sha not in named]) >= 2
