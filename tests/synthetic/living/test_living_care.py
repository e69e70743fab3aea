"""Provisions: spells within life and residence, fourteen forms, late and corrected rows, codes old and new."""

from __future__ import annotations

import codecs
from collections.abc import Mapping

import polars as pl
import pytest
from told_region import SMALL, Told

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.forms import Form, read_forms
from noaber.synthetic.living.provisions import Provisions, provide
from noaber.synthetic.living.society import BORN, DEPARTURES

LAWS = ("wmo", "jeugd", "pwet")
QUARTERS = [f"{year}-Q{quarter}" for year in SMALL.years for quarter in range(1, 5)]


@pytest.fixture(scope="module")
def forms(assumptions: Lists) -> Mapping[str, Form]:
    return read_forms(assumptions)


@pytest.fixture(scope="module")
def care(chronicle: Chronicle, assumptions: Lists) -> Mapping[str, Provisions]:
    return {law: provide(chronicle, assumptions, law) for law in LAWS}


def read_file(told: Told, form: Form, law: str, quarter: str) -> pl.DataFrame:
    """Read a provision file by its form alone, with our names of columns, dates as ISO and costs with a point."""
    path = told.folder / "records" / law / form.town / f"{law}_{form.town}_{quarter}.csv"
    if not path.exists():
        return pl.DataFrame(schema=dict.fromkeys(form.headers, pl.String))
    text = path.read_bytes().decode("utf-16" if form.encoding == "utf-16-le" else form.encoding)
    frame = pl.read_csv(text.encode(), separator=form.delimiter, infer_schema_length=0)
    frame = frame.rename({header: field for field, header in form.headers.items()})
    back = {code: change for change, code in form.changes.items()}
    days = [pl.col(name).replace(form.open_end or None, None) for name in ("start", "end", "birth")]
    return frame.with_columns(
        *(day.str.to_date(form.date) for day in days),
        pl.col("cost").str.replace(",", "."),
        pl.col("change").fill_null("").replace_strict(back),
        pl.col("postcode").str.replace(" ", ""),
        pl.col("product").str.split("-").list.last().str.split(" ").list.last(),
        town=pl.lit(form.town),
    )


@pytest.fixture(scope="module")
def rows(told: Told, forms: Mapping[str, Form]) -> pl.DataFrame:
    """All Wmo rows of all quarters and municipalities, told by file."""
    wanted = ["file", "town", *next(iter(forms.values())).headers]
    files = [(form, quarter) for form in forms.values() for quarter in QUARTERS]
    parts = [read_file(told, form, "wmo", quarter).with_columns(file=pl.lit(quarter)) for form, quarter in files]
    return pl.concat([part.select(wanted) for part in parts if part.height], how="vertical_relaxed")


@pytest.fixture(scope="module")
def damaged(told: Told) -> list[str]:
    """The records of botched rows; a row told twice is a good row all the same."""
    damage = told.truth("damage.csv").filter(
        pl.col("kind") != "duplicate spell", pl.col("file").str.starts_with("wmo/")
    )
    return damage["record"].to_list()


def test_spells_lie_within_life_and_residence(chronicle: Chronicle, care: Mapping[str, Provisions]) -> None:
    """Nobody has care before birth, or after death or departure."""
    log = chronicle.log
    born = {int(p): int(d) for p, d, k in zip(log["person"], log["day"], log["kind"], strict=True) if k == BORN}
    gone = {int(p): int(d) for p, d, k in zip(log["person"], log["day"], log["kind"], strict=True) if k in DEPARTURES}
    for one in care.values():
        spells = one.spells
        assert (spells.start <= spells.end).all()
        assert (spells.start >= chronicle.people.birth[spells.person]).all()
        for person, start, end in zip(spells.person, spells.start, spells.end, strict=True):
            assert start >= born.get(int(person), -(10**6))
            assert end < gone.get(int(person), 10**6)


def test_one_product_is_not_had_twice_at_once(care: Mapping[str, Provisions]) -> None:
    """Spells of a person and product do not overlap."""
    for one in care.values():
        frame = pl.DataFrame({"p": one.spells.person, "k": one.product, "s": one.spells.start, "e": one.spells.end})
        ordered = frame.sort("p", "k", "s").with_columns(before=pl.col("e").shift(1).over("p", "k"))
        assert ordered.filter(pl.col("s") <= pl.col("before")).height == 0


def test_no_two_municipalities_write_alike(forms: Mapping[str, Form]) -> None:
    """Each has headers of its own; together they use three delimiters and four encodings."""
    assert len({tuple(form.headers.values()) for form in forms.values()}) == 14
    assert {form.delimiter for form in forms.values()} == {";", ",", "\t"}
    assert {form.encoding for form in forms.values()} == {"utf-8", "utf-8-sig", "cp1252", "utf-16-le"}
    assert len({form.date for form in forms.values()}) == 4
    assert all(set(form.headers) == set(next(iter(forms.values())).headers) for form in forms.values())


def test_files_have_the_encoding_of_their_form(told: Told, forms: Mapping[str, Form]) -> None:
    """With a mark before the text where it belongs."""
    marks = {"utf-8-sig": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE}
    for form in forms.values():
        for path in (told.folder / "records/wmo" / form.town).glob("*.csv"):
            assert path.read_bytes().startswith(marks.get(form.encoding, b""))


def test_all_forms_parse_to_the_same_columns(rows: pl.DataFrame) -> None:
    """Dates are dates, costs are numbers, codes are known."""
    assert rows["town"].n_unique() == 14
    assert rows["start"].null_count() == 0
    assert rows["cost"].cast(pl.Float64).min() >= 0  # type: ignore[operator]
    assert set(rows["change"].unique()) == {"new", "changed", "withdrawn"}


def test_rows_come_late_and_corrections_have_something_to_correct(rows: pl.DataFrame) -> None:
    """What is changed or withdrawn stood in an earlier file; a correction is lower."""
    keys = ["town", "record", "period"]
    new = rows.filter(pl.col("change") == "new").unique(keys, keep="first")
    for change in ("changed", "withdrawn"):
        later = rows.filter(pl.col("change") == change).join(new, on=keys, how="left", suffix="_new")
        assert later.height > 0
        assert later["file_new"].null_count() == 0
        assert (later["file_new"] < later["file"]).all()
    changed = rows.filter(pl.col("change") == "changed").join(new, on=keys, suffix="_new")
    assert (changed["cost"].cast(pl.Float64) <= changed["cost_new"].cast(pl.Float64)).all()


def test_sums_of_the_newest_rows_are_the_truth(told: Told, rows: pl.DataFrame, damaged: list[str]) -> None:
    """Damaged rows set apart, corrections in the place of what they correct, withdrawn rows gone."""
    keys = ["town", "record", "period"]
    newest = rows.filter(~pl.col("record").is_in(damaged)).sort("file", maintain_order=True).unique(keys, keep="last")
    kept = newest.filter(pl.col("change") != "withdrawn")
    told_of = told.facts(2018)["wmo_euros", "CR12"]
    first = kept.filter(pl.col("period").str.contains("2018"))
    assert first["cost"].cast(pl.Float64).sum() == pytest.approx(told_of, rel=1e-9)


def test_clients_from_the_files_are_the_truth(told: Told, rows: pl.DataFrame, damaged: list[str]) -> None:
    """Of the first year, of which nothing is late any more."""
    first = rows.filter(pl.col("period").str.contains("2018"), ~pl.col("record").is_in(damaged))
    assert first["person"].n_unique() == told.facts(2018)["wmo_clients", "CR12"]


def test_codes_change_with_the_purchasing_model(rows: pl.DataFrame) -> None:
    """Rows about 2019 bear new codes, rows about earlier years old ones."""
    known = rows.filter(pl.col("product") != "99Z99")
    modern = known["period"].str.contains("2019")
    assert known.filter(modern)["product"].str.contains(r"^\d\d[AB]\d\d$").all()
    assert known.filter(~modern)["product"].str.contains(r"^W\d\d\d$").all()


def test_concordance_covers_every_code(told: Told, assumptions: Lists) -> None:
    """Every old code has a successor or is said to have none; the parts of a split add up."""
    listed = pl.read_csv(told.folder / "records/codes/concordantie_producten.csv", separator=";", infer_schema_length=0)
    products = assumptions.tables["products"]
    assert {row["old"] for row in products if row["old"]} == set(listed["code_oud"].drop_nulls())
    assert {row["new"] for row in products if row["new"]} == set(listed["code_nieuw"].drop_nulls())
    assert set(listed["soort"]) == {"gelijk", "gesplitst", "samengevoegd", "vervallen", "nieuw"}
    assert (listed.filter(pl.col("code_nieuw").is_null())["soort"] == "vervallen").all()
    both = listed.drop_nulls(["code_oud", "code_nieuw"])
    shares = both.with_columns(pl.col("aandeel").str.replace(",", ".").cast(float))
    whole = shares.group_by("wet", "code_oud").agg(pl.col("aandeel").sum())
    assert whole["aandeel"].to_list() == pytest.approx([1.0] * whole.height)
