"""Flows as a release tells them: both ways of telling, who told, what is no flow; and the real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_home import OfficeHome, copy_office
from test_richer_office import DIMENSION, INDICATOR, MOVES, SOURCE

from noaber.vocabulary.errors import NotFound
from noaber.warehouse.cards import FlowCard
from noaber.warehouse.database import open_read_only
from noaber.warehouse.flows import flow_slices
from noaber.warehouse.publish import FILE
from noaber.warehouse.query import Release


def test_flows_go_from_the_area_to_the_category(small_release: Release) -> None:
    """One row per flow that is there; all areas told, so what is absent is nobody."""
    flows = small_release.flows("workers", "2023")
    rows = {(o, d): value for o, d, value, *_ in flows.frame.iter_rows()}
    assert rows["GM9001", "GM9002"] == 12
    assert rows["GM9003", "GM9002"] == 2
    assert ("GM9002", "GM9003") not in rows
    assert flows.told == {"GM9001", "GM9002", "GM9003"}
    assert sum(rows.values()) == 147


def test_who_told_nothing_or_hides_is_not_among_those_that_told(small_release: Release) -> None:
    """C-ham sent nothing for 2022; a flow of B-dorp is hidden, so its total is too."""
    flows = small_release.flows("workers", "2022")
    assert flows.told == {"GM9001"}
    hidden = [(o, d) for o, d, value, _, hidden in flows.frame.iter_rows() if hidden and value is None]
    assert hidden == [("GM9002", "GM9001")]


def test_flows_in_a_category(small_release: Release) -> None:
    """Of one other dimension, in the order of the content."""
    card = small_release.catalogue.indicator("workers")
    assert flow_slices(small_release.catalogue, card) == ["sex=m", "sex=f"]
    women = small_release.flows("workers", "2023", "sex=f").frame
    assert women["value"].sum() == 67


def test_what_is_no_flow_is_refused(small_release: Release) -> None:
    """With what there is."""
    with pytest.raises(NotFound, match="counts no flows"):
        small_release.flows("inhabitants", "2023-Q1")
    with pytest.raises(NotFound, match="2023"):
        small_release.flows("workers", "1999")
    assert small_release.catalogue.flows == {"workers": FlowCard("destination", "gemeente", "to", 10.0)}


def test_content_says_that_a_dimension_leads_from(built_once: OfficeHome, tmp_path: Path) -> None:
    """Then the area is where one arrives, and the category where one comes from."""
    office = copy_office(built_once, tmp_path / "moves")
    office.say("dimensions.yml", "", DIMENSION + "  leads: from\n")
    moves = SOURCE.format(id="moves") + "  from: {dimension: from}\n  n: {type: integer}\n"
    (office.content / "sources" / "moves.yml").write_text(moves, "utf-8")
    spec = "measure: {from: moves, column: n}\n  by: from"
    (office.content / "indicators" / "more.yml").write_text(INDICATOR.format(id="moves", spec=spec), "utf-8")
    (office.deliveries / "moves.csv").write_text(MOVES, "utf-8")
    office.build()
    release = office.release()
    assert release.catalogue.flows["moves"].leads == "from"
    rows = {(o, d): value for o, d, value, *_ in release.flows("moves", "2023").frame.iter_rows()}
    assert rows["GM9002", "GM9001"] == 3
    assert rows["GM9001", "GM9003"] == 1


def test_a_release_from_before_knows_its_flows_too(built_office: OfficeHome) -> None:
    """By its dimensions; then every category is a destination and no flow is uncertain."""
    import duckdb

    from noaber.warehouse.catalogue import read_catalogue

    release = built_office.release()
    with duckdb.connect(built_office.folder / "older.duckdb") as older:
        older.execute(f"ATTACH '{release.folder / FILE}' AS newer (READ_ONLY)")
        older.execute("COPY FROM DATABASE newer TO older")
        older.execute("DROP TABLE older.flow")
    catalogue = read_catalogue(open_read_only(built_office.folder / "older.duckdb"), release.manifest)
    assert catalogue.flows == {"workers": FlowCard("destination", "gemeente", "to", 0.0)}
