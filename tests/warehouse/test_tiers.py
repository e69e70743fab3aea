"""Tiers: separate files with the same keys, each shows what the one before it shows and more; and what stays stable."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from office_home import copy_office
from people_deliveries import invent, write_quarter
from people_home import SEED, PeopleHome, make_people

from noaber.content.disclosure import TIERS
from noaber.privacy.signing import public_key_of
from noaber.warehouse.database import read_frame
from noaber.warehouse.publish import MANIFEST, list_releases
from noaber.warehouse.query import open_release
from noaber.warehouse.rebuild import rebuild
from noaber.warehouse.sealing import CERTIFICATE, certificate_faults, looks_whole, read_certificate
from noaber.warehouse.store import Store

CELLS = """
SELECT i.id AS indicator, a.id AS area, p.text AS period, s.text AS slice, o.value, o.hidden, o.status, o.beyond
FROM observation o JOIN indicator i USING (indicator_key) JOIN area a USING (area_key)
JOIN period p USING (period_key) JOIN slice s USING (slice_key)
"""
KEY = ["indicator", "area", "period", "slice"]
ASIDE = "clients_new"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> PeopleHome:
    """The office with invented people and an indicator for partners alone, built once; to look at, not to change."""
    made = make_people(tmp_path_factory.mktemp("people"))
    made.office.say("indicators/care.yml", f"{ASIDE}:\n", f"{ASIDE}:\n  audience: partner\n")
    made.build()
    return made


def cells(release: Path, tier: str) -> pl.DataFrame:
    """Read all figures of a tier."""
    with duckdb.connect(release / f"{tier}.duckdb", read_only=True) as database:
        return read_frame(database, CELLS)


def test_each_tier_shows_what_the_one_before_shows(home: PeopleHome) -> None:
    """The same rows, the same values where both show one, and `beyond` where the public shows none."""
    public, partner, internal = (cells(home.release, tier) for tier in TIERS)
    assert partner.height == internal.height > public.height
    assert set(partner["indicator"].unique()) - set(public["indicator"].unique()) == {ASIDE}
    for less, more in ((public, partner), (partner, internal)):
        both = less.join(more, on=KEY, suffix="_more")
        assert both.height == less.height
        assert both.filter(pl.col("value").is_not_null() & (pl.col("value_more") != pl.col("value"))).height == 0
        assert both.filter(pl.col("value").is_not_null() & pl.col("value_more").is_null()).height == 0
    assert not public["beyond"].any()
    told = internal.join(public, on=KEY, how="left", suffix="_public")
    expected = told["value"].is_not_null() & told["value_public"].is_null()
    assert (told["beyond"] == expected).all()
    counted = internal.filter(pl.col("indicator").is_in(["clients", "people", ASIDE, "client_households"]))
    assert not counted["hidden"].any()
    assert partner["hidden"].sum() > internal["hidden"].sum()


def test_keys_are_the_same_in_every_tier(home: PeopleHome) -> None:
    """So that a figure of one tier is found in another by its numbers."""
    for table in ("area", "period", "slice"):
        read = []
        for tier in TIERS:
            with duckdb.connect(home.release / f"{tier}.duckdb", read_only=True) as database:
                read.append(read_frame(database, f"SELECT * FROM {table} ORDER BY 1"))
        assert read[0].equals(read[1])
        assert read[0].equals(read[2])


def test_what_is_hidden_is_not_in_the_file(home: PeopleHome) -> None:
    """Neither its value, nor why it is hidden, nor how many people it is about."""
    public = cells(home.release, "public")
    hidden = public.filter("hidden")
    assert hidden.height > 100
    assert hidden["value"].null_count() == hidden.height
    with duckdb.connect(home.release / "public.duckdb", read_only=True) as database:
        columns = {name for (name,) in database.execute("SELECT column_name FROM duckdb_columns()").fetchall()}
        tables = {name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        told = database.execute("SELECT count(*) FROM indicator WHERE audience <> 'public'").fetchall()
    assert not columns & {"people", "hid_public", "reason"}
    assert "counted" not in tables
    assert told == [(0,)]


def test_a_certificate_tells_when_a_byte_is_another(home: PeopleHome, tmp_path: Path) -> None:
    """In the certificate or in any file of the release; and what it certifies is what was found."""
    certificate = read_certificate(home.release)
    assert certificate["public_key"] == public_key_of(SEED)
    assert certificate["attack"]["public"]["told"] == certificate["attack"]["partner"]["told"] == 0
    assert certificate["totals"]["public"]["hidden"] > certificate["totals"]["partner"]["hidden"] > 0
    assert "p_pct" not in str(certificate["rules"])
    assert certificate_faults(home.release) == []
    copied = copy_office(home.office, tmp_path / "copied")
    release = (copied.releases / "current").resolve()
    names = [CERTIFICATE, MANIFEST, *(f"{tier}.duckdb" for tier in TIERS)]
    assert sorted(names) == sorted(path.name for path in release.iterdir())
    for name in names:
        path = release / name
        whole = path.read_bytes()
        for at in (0, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert [fault.place for fault in certificate_faults(release)] == [name]
            assert looks_whole(release) is (name not in (CERTIFICATE, MANIFEST))
        path.write_bytes(whole)
    assert certificate_faults(release) == []


def test_what_did_not_change_stays_as_it_was(home: PeopleHome, tmp_path: Path) -> None:
    """Shown stays shown and hidden stays hidden; the same deliveries give the same release, and each is made again."""
    copied = PeopleHome(copy_office(home.office, tmp_path / "copied"))
    first = copied.release
    assert not copied.build().new
    town = invent(3)
    gone = [spell for spell in town.spells if spell.town == "GM9002"][:6]
    left = [spell for spell in town.spells if spell not in gone]
    for quarter in ("2024-Q3", "2024-Q4"):
        write_quarter(copied.office.deliveries, left, "GM9002", quarter)
    built = copied.build()
    assert built.new
    assert built.release.manifest["protected_after"] == first.name
    for tier in ("public", "partner"):
        old, new = (cells(folder, "internal").join(cells(folder, tier), on=KEY, suffix="_tier")
                    for folder in (first, built.release.folder))  # fmt: skip
        both = old.join(new, on=KEY, suffix="_new").filter(pl.col("value") == pl.col("value_new"))
        moved = both.filter(pl.col("hidden_tier") != pl.col("hidden_tier_new"))
        counted = moved.filter(pl.col("indicator") != "clients_per_1000")
        assert counted.height == 0
        assert both.height > 1000
    for release in list_releases(copied.office.releases):
        again = rebuild(copied.region, copied.office.store, release, Store(tmp_path / release.id), signer=lambda: SEED)
        assert again.differs == ()
        assert again.same_key
        assert again.release is not None
        assert certificate_faults(again.release.folder) == []


def test_a_hidden_figure_offers_the_next_one_up_that_is_shown(home: PeopleHome) -> None:
    """Of a larger area, or else of fewer categories; a shown one offers nothing."""
    release = open_release(home.release)
    public = cells(home.release, "public").filter(pl.col("indicator") == "clients")
    offered = 0
    for row in public.filter("hidden").head(40).iter_rows(named=True):
        told = release.explain("clients", row["area"], row["period"], row["slice"])
        if told.instead is None:
            continue
        offered += 1
        assert told.instead.value is not None
        assert told.instead.area.id in (row["area"], *told.cell.area.parents)
        assert len(told.instead.slice) <= len(row["slice"])
    assert offered > 10
    shown = public.filter(pl.col("value").is_not_null()).row(0, named=True)
    assert release.explain("clients", shown["area"], shown["period"], shown["slice"]).instead is None
