"""A release with a sight: what it reads, and what cannot be read through it."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest
from office_home import OfficeHome, make_office

sys.path.insert(0, str(Path(__file__).parent.parent / "web"))

from tiered_office import make_tiers, planted_in

from noaber.vocabulary.errors import BuildRefused, NotFound
from noaber.vocabulary.sights import PUBLIC, Closure, Grant, Sight
from noaber.warehouse.query import Release, open_release
from noaber.warehouse.reading import begin_reading, end_reading


@pytest.fixture(scope="module")
def tiered(tmp_path_factory: pytest.TempPathFactory) -> OfficeHome:
    """The fixture office with planted figures in tiers; to look at, not to change."""
    office = make_office(tmp_path_factory.mktemp("tiers") / "office")
    office.build()
    make_tiers((office.releases / "current").resolve())
    return office


def opened(office: OfficeHome, *grants: Grant) -> Release:
    """Open the release with grants."""
    return open_release(office.releases / "current", Sight(grants))


def figures(release: Release) -> set[str]:
    """All planted figures that a release gives."""
    frame = release.observations(list(release.catalogue.indicators), slices="all")
    return planted_in("\n".join(str(int(value)) for value in frame["value"].drop_nulls() if value == int(value)))


def test_without_grants_it_is_the_public_release(tiered: OfficeHome) -> None:
    """The file itself, opened as ever."""
    assert figures(opened(tiered)) == set()
    assert opened(tiered).sight == PUBLIC


def test_every_kind_of_bound(tiered: OfficeHome) -> None:
    """Each takes figures away, and only those outside it."""
    whole = figures(opened(tiered, Grant("partner")))
    names = {figure: figure[2:] for figure in whole}  # indicator, area, period, slice
    area = {"GM9001": {"01", "02", "03", "04", "05", "10"}}
    assert whole
    for grant, keeps in (
        (Grant("partner", indicators=("inhabitants",)), lambda n: n[0] == "1"),
        (Grant("partner", themes=("housing",)), lambda n: n[0] in "456"),
        (Grant("partner", themes=("care",), indicators=("inhabitants",)), lambda n: n[0] == "1"),
        (Grant("partner", areas=("GM9001",)), lambda n: n[1:3] in area["GM9001"]),
        (Grant("partner", areas=("BU90010000@2024",)), lambda n: n[1:3] == "02"),
        (Grant("partner", levels=("buurt",)), lambda n: int(n[1:3]) < 10),
        (Grant("partner", first="2024"), lambda n: int(n[3:5]) >= 7),
        (Grant("partner", last="2023"), lambda n: int(n[3:5]) <= 6),
        (Grant("partner", closures=(Closure(("housing",), (), ("GM9001",)),)),
         lambda n: n[0] == "1" or n[1:3] in area["GM9001"]),
        (Grant("partner", closures=(Closure((), ("inhabitants",), ()),)), lambda n: n[0] != "1"),
        (Grant("partner", areas=("nowhere",)), lambda n: False),
        (Grant("partner", indicators=("nothing",)), lambda n: False),
        (Grant("partner", levels=("nothing",)), lambda n: False),
    ):  # fmt: skip
        expected = {figure for figure, name in names.items() if keeps(name)}
        assert figures(opened(tiered, grant)) == expected, grant
        assert expected != whole, grant


def test_grants_add_up(tiered: OfficeHome) -> None:
    """Two of one tier, and of two tiers; a closure of one takes nothing from another."""
    one, two = Grant("partner", areas=("GM9001",)), Grant("internal", indicators=("women_share",))
    both = figures(opened(tiered, one)) | figures(opened(tiered, two))
    assert figures(opened(tiered, one, two)) == both
    closed = Grant("partner", closures=(Closure((), ("inhabitants",), ()),))
    assert figures(opened(tiered, closed, one)) == figures(opened(tiered, closed)) | figures(opened(tiered, one))
    assert figures(opened(tiered, Grant("internal"))) > figures(opened(tiered, Grant("partner")))


def test_an_indicator_without_right_is_not_there(tiered: OfficeHome) -> None:
    """Not in the catalogue, not in search, and asked for it is unknown."""
    partner, office = opened(tiered, Grant("partner")), opened(tiered, Grant("internal"))
    assert "women_share" not in partner.catalogue.indicators
    assert "women_share" in office.catalogue.indicators
    assert not [hit for hit in partner.search("vrouwen") if hit.id == "women_share"]
    assert [hit for hit in office.search("vrouwen") if hit.id == "women_share"]
    with pytest.raises(NotFound):
        partner.explain("women_share", "GM9001", "2024-Q4")
    mine = opened(tiered, Grant("partner", indicators=("house_value_unweighted",), areas=("GM9001",)))
    covered = {(part.level, part.areas) for part in mine.catalogue.indicator("house_value_unweighted").coverage}
    assert covered == {("buurt", 3)}, "what is counted are the areas that one may see"


def test_all_rows_are_there_once(tiered: OfficeHome) -> None:
    """Hidden or not: as many of a public indicator as the public file has."""
    for grants in ((Grant("partner", areas=("GM9001",)),), (Grant("partner"), Grant("internal", levels=("gemeente",)))):
        for id in ("inhabitants", "house_value", "workers"):
            public, sighted = opened(tiered), opened(tiered, *grants)
            selection = public.select(id, slices="all")
            assert sighted.count(selection) == public.count(selection)


def test_nothing_else_can_be_read_through_it(tiered: OfficeHome, tmp_path: Path) -> None:
    """No other file, no writing, no setting; the files themselves are open for reading alone."""
    database = opened(tiered, Grant("partner"))._database
    (tmp_path / "other.csv").write_text("a\n1\n", "utf-8")
    for sql in (
        f"SELECT * FROM '{tmp_path}/other.csv'", f"ATTACH '{tiered.releases}/current/internal.duckdb' AS more",
        "SET enable_external_access = true", "SET lock_configuration = false",
        "UPDATE partner_tier.observation SET beyond = false", "DROP TABLE partner_tier.observation",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'", "SELECT * FROM internal_tier.observation",
    ):  # fmt: skip
        with pytest.raises(duckdb.Error):
            database.execute(sql)


def test_a_tier_that_does_not_tell_is_refused(tmp_path: Path) -> None:
    """Without the mark of what is beyond the public figures nothing could be logged."""
    office = make_office(tmp_path / "office")
    office.build()
    folder = (office.releases / "current").resolve()
    make_tiers(folder)
    with duckdb.connect(folder / "partner.duckdb") as database:
        database.execute("ALTER TABLE observation DROP COLUMN beyond")
    with pytest.raises(BuildRefused):
        opened(office, Grant("partner"))


def test_a_release_without_tiers_is_public(tmp_path: Path) -> None:
    """One in which no figure differs."""
    office = make_office(tmp_path / "office")
    office.build()
    for tier in ("partner", "internal"):
        ((office.releases / "current").resolve() / f"{tier}.duckdb").unlink(missing_ok=True)
    release = opened(office, Grant("internal"))
    public = opened(office)
    wanted = list(public.catalogue.indicators)
    assert release.observations(wanted, slices="all").equals(public.observations(wanted, slices="all"))


def test_what_is_read_is_noted(tiered: OfficeHome) -> None:
    """By every way in which a release gives figures; the public release notes nothing."""
    release, public = opened(tiered, Grant("partner")), opened(tiered)
    selection = release.select("inhabitants", level="buurt")
    ways = {
        "cells": lambda r: r.cells(selection),
        "latest": lambda r: r.latest(selection),
        "observations": lambda r: r.observations("inhabitants", level="buurt"),
        "chunks": lambda r: list(r.chunks(selection)),
        "flows": lambda r: r.flows("workers", "2023"),
        "explain": lambda r: r.explain("inhabitants", "BU90010000", "2024"),
    }
    for name, way in ways.items():
        for opened_one, expects in ((release, True), (public, False)):
            reading, token = begin_reading()
            way(opened_one)
            end_reading(token)
            assert bool(reading.beyond) is expects, name


def test_every_figure_tells_whether_it_is_beyond_the_public_ones(tiered: OfficeHome) -> None:
    """Those that a sight adds, and no others; flows by their ends."""
    release, public = opened(tiered, Grant("partner")), opened(tiered)
    wanted = release.select(list(public.catalogue.indicators), slices="all")
    told = {cell[:4]: cell for cell in release.cells(wanted)}
    seen = {cell[:4]: cell for cell in public.cells(wanted)}
    added = {place for place, cell in told.items() if cell.value != seen[place].value}
    assert added
    assert {place for place, cell in told.items() if cell.beyond} == added
    assert not any(cell.beyond for cell in seen.values())
    flows, frame = release.flows("workers", "2023"), public.flows("workers", "2023")
    assert flows.beyond == {(one, other) for one, other in flows.frame.select("origin", "destination").iter_rows()
                            if one == "GM9002"}  # fmt: skip
    assert flows.frame.schema == frame.frame.schema
    assert frame.beyond == frozenset()


def test_what_an_explanation_offers_is_what_many_cells_are_offered(small_release: Release) -> None:
    """The one-cell way asks the other: the same figure, with its number."""
    known = small_release.catalogue
    selection = small_release.select(list(known.indicators), slices="all")
    hidden = [cell for cell in small_release.cells(selection) if cell.hidden]
    assert hidden
    for cell in hidden:
        keys = (known.indicators[cell.indicator].key, cell.area.key, known.periods[str(cell.period)],
                known.slices[cell.slice])  # fmt: skip
        above = small_release.shown_above([keys]).get(keys)
        told = small_release.explain(cell.indicator, cell.area.id, str(cell.period), cell.slice).instead
        assert (told is None) == (above is None)
        if told is not None and above is not None:
            assert (told.area.key, known.slices[told.slice]) == (above[1], above[3])
            assert told.value is not None
