"""The participation passes of the invented region, linked as Twente declares it, against the truth of that region."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from living_links import LivingLinks

from noaber.content.read import read_region
from noaber.privacy.pseudonyms import numbers_of
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.write import write_records

TWENTE = Path(__file__).resolve().parents[2] / "regions" / "twente"
PURPOSE = "Monitor sociaal domein"


def test_passes_find_their_holders(tmp_path: Path) -> None:
    """Of a few thousand people: at least 98 of 100 links are right, at least 90 of 100 who can be found are found."""
    write_records(tmp_path, Scope(seed=7, people=3_000, first=2018, last=2019))
    living = LivingLinks(read_region(TWENTE), tmp_path / "records", tmp_path)
    folders = {
        "residents": living.picture("residents", "brp/brp_personen_*"),
        "participation_pass": living.picture("participation_pass", "meedoen/*"),
    }
    found = living.linked("participation_pass", folders)
    told = pl.read_csv(tmp_path / "truth" / "links.csv", infer_schema_length=0)
    truth = told.select(
        number=living.door.pseudonyms(told["record"], PURPOSE, "record"),
        person=living.door.pseudonyms(told["bsn"], PURPOSE, "person"),
    )
    truth = truth.with_columns(numbers_of(pl.all()))
    register = pl.read_parquet(folders["residents"] / "records.parquet").select("_about", "person", known=True).unique()
    both = found.join(truth, on="number").join(register, on=["_about", "person"], how="left")
    assert both.height == found.height > 300
    right = both.filter(pl.col("client") == pl.col("person")).height
    assert right / both["client"].count() >= 0.98
    assert right / both["known"].sum() >= 0.9
    strangers = both.filter(pl.col("known").is_null())
    assert strangers.height > 0
    assert strangers["client"].count() == 0
