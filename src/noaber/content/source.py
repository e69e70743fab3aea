"""The shape of one file in sources/: where a data set comes from and how its deliveries become records."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from noaber.content.fetching import FetchSpec
from noaber.content.formats import TableFormat
from noaber.content.linking import LinkSpec
from noaber.content.personal import UNITS, Identified, RecordSpec, SpellSpec, Stretch
from noaber.content.region import Name, OneOrMore
from noaber.content.texts import Declared, Texts
from noaber.vocabulary.errors import NotFound
from noaber.vocabulary.periods import parse_period

Mark = Literal["hidden", "missing", "absent", "zero"]
"""What a mark means: kept back, not known, no such figure at all, or nought."""

MARKS: dict[str, Mark] = {
    ".": "hidden",
    "x": "hidden",
    "-99997": "hidden",
    "-99999999": "missing",
    "-": "zero",
    "": "missing",
}
"""What suppliers write where no number stands, and what CBS says it means (StatLine legend; PC4 and kwb notes)."""


class ColumnSpec(Declared):
    """One column of the records: which column of the delivery, and what it is."""

    name: Texts | None = Field(
        None, description="What readers are told it is; else its dimension or type of area.",
        examples=[{"nl": "kosten", "de": "Kosten", "en": "cost"}],
    )  # fmt: skip
    from_: OneOrMore = Field((), alias="from", description="Header in the delivery; the first present counts.")
    area: OneOrMore = Field((), description="The column names areas of these types.", examples=[["gemeente"]])
    period: bool = Field(False, description="The column holds the period.")
    frequency: Literal["", "year", "half", "quarter", "month", "week", "day", "hour"] = Field(
        "", description="The period is the one of this length in which the written date lies.", examples=["month"]
    )
    dimension: str = Field("", description="The column holds categories of this dimension.", examples=["sex"])
    codes: dict[str, str] = Field(
        {},
        description="Supplier's code to ours; 'total' for the total.",
        examples=[{"3000": "m", "T001038": "total"}],
    )
    match: str = Field(
        "", description="Expression that the whole text fits; its first group is the value.", examples=[r"(\d{4}).*"]
    )
    type: Literal["number", "integer", "text", "date"] = Field("text", description="What a value must be.")
    marks: dict[str, Mark] = Field(
        {}, description="Marks instead of numbers in this column alone.", examples=[{"-1": "zero"}]
    )
    min: float | None = Field(None, description="Lowest possible value.")
    max: float | None = Field(None, description="Highest possible value.")
    scale: float = Field(1.0, description="Multiply by this, for figures in thousands.", examples=[1000])
    optional: bool = Field(False, description="True where the column may be absent from a delivery.")
    required: bool = Field(False, description="True where a missing value makes the row bad.")
    identifies: Identified = Field(
        "", description="The value tells who or which it is, and becomes a pseudonym at the door. `postcode`, `pc4`, "
        "`house`, `name` and `sound` (of a name) are traits by which sources are linked.", examples=["person"],
    )  # fmt: skip
    link: LinkSpec | None = Field(None, description="No delivery has it: it is found in another source.")

    @model_validator(mode="after")
    def _one_role(self) -> ColumnSpec:
        roles = [bool(self.area), self.period, bool(self.dimension), bool(self.identifies)]
        if sum(roles) > 1:
            raise ValueError("a column is an area, a period, a dimension or an identifier, not two of these")
        if self.link and self.identifies not in UNITS:
            raise ValueError(f"'link' goes with 'identifies: {', '.join(UNITS[:-1])} or {UNITS[-1]}'")
        return self

    @property
    def is_trait(self) -> bool:
        """Whether the value is only compared: it tells something of somebody, not who it is."""
        return bool(self.identifies) and self.identifies not in UNITS

    @property
    def numeric(self) -> bool:
        """Whether the column holds figures."""
        return self.type in ("number", "integer")


class UnpivotSpec(Declared):
    """Columns that are really rows: every column whose header matches becomes a row."""

    columns: str = Field(description="Regular expression; its first group becomes the name.", examples=[r"(\d{4})\*?"])
    name: str = Field(description="New column for the matched part of the header.", examples=["year"])
    value: str = Field(description="New column for the value.", examples=["inhabitants"])


class AreasSpec(Declared):
    """Areas that this source makes known."""

    type: str = Field(description="Type of the areas.", examples=["buurt"])
    code: str = Field(description="Column of the delivery with the code.")
    name: str = Field(description="Column with the name.")
    parents: OneOrMore = Field((), description="Columns with codes of areas it lies in.")
    when: dict[str, str] = Field({}, description="Only rows with these values.", examples=[{"type": "buurt"}])
    shape: str = Field("", description="Column with the geometry.", examples=["geometry"])
    hectares: str = Field("", description="Column with the published size in hectares.")
    unchanged: dict[str, OneOrMore] = Field(
        {}, description="Column and values by which the supplier says: same place as the year before.",
        examples=[{"indelingswijziging_wijken_en_buurten": ["1"]}],
    )  # fmt: skip


class CheckSpec(Declared):
    """One check of the records of a delivery; exactly one kind per entry."""

    unique: OneOrMore = Field((), description="These columns together name a row once.", examples=[["area", "period"]])
    sum: dict[str, OneOrMore] = Field(
        {},
        description="A total column and the columns that add up to it.",
        examples=[{"total": ["men", "women"]}],
    )
    parts: dict[str, str] = Field(
        {},
        description="A figure and the dimension over which it adds up to its total.",
        examples=[{"births": "sex"}],
    )
    within: float = Field(0.0, description="Difference allowed in `sum` and `parts`, for rounding.")
    rows: dict[Literal["least", "most", "change_pct", "base"], float] = Field(
        {},
        description="Least and most rows; largest change against the delivery before, where that had `base` rows.",
        examples=[{"least": 14}],
    )
    reaches: dict[str, str] = Field(
        {},
        description="A column of periods and the one that says of which the delivery tells: some row is as late.",
        examples=[{"period": "told"}],
    )
    until: dict[str, str] = Field(
        {},
        description="A column of periods and the one that says of which the delivery tells: no row is later.",
        examples=[{"period": "told"}],
    )
    severity: Literal["refuse", "quarantine", "report"] = Field(
        "report", description="Refuse the delivery, set the rows apart, or only report."
    )
    note: str = Field("", description="Why this check is there.")

    @model_validator(mode="after")
    def _one_kind(self) -> CheckSpec:
        kinds = (self.unique, self.sum, self.parts, self.rows, self.reaches, self.until)
        if sum(map(bool, kinds)) != 1:
            raise ValueError("a check has exactly one of unique, sum, parts, rows, reaches, until")
        return self


class SourceFile(Declared):
    """One file of sources/: a declared data set and how to read it."""

    source: Name = Field(description="Id of the source, as its file name.", examples=["energy"])
    joins: str = Field(
        "", description="Only in a file about a further supplier of another source, see joining-source.",
        examples=["wmo"],
    )  # fmt: skip
    name: Texts = Field(description="What it is called.")
    supplier: str = Field(description="Who makes it.", examples=["CBS"])
    licence: str = Field("CC BY 4.0", description="Under which it may be used.")
    url: str = Field(
        "",
        description="Where it is described.",
        examples=["https://opendata.cbs.nl/#/CBS/nl/dataset/81528NED"],
    )
    cadence: Literal["once", "hourly", "daily", "weekly", "monthly", "quarterly", "half-yearly", "yearly"] = Field(
        "yearly", description="How often a new delivery comes."
    )
    next_update: str = Field(
        "",
        description="The period in which the next one is expected, only where the supplier says so.",
        examples=["2027-03"],
    )
    class_: Literal["public", "restricted", "personal"] = Field("public", alias="class", description="Privacy class.")
    purpose: str = Field("", description="What personal data is used for; required for class personal.")
    legal_basis: str = Field(
        "", description="Law and article that allow it; required for class personal.", examples=["Wmo 2015, art. 5.2.1"]
    )
    retention: Stretch = Field(
        "", description="How long records are kept after their period; required for class personal.",
        examples=["5 years"],
    )  # fmt: skip
    subjects: Texts | None = Field(None, description="Whom the records are about, for the register of processing.")
    covers: str = Field(
        "", description="Type of areas of which each delivers; a larger area is counted only where all of them did.",
        examples=["gemeente"],
    )  # fmt: skip
    settles: Stretch = Field(
        "", description="How long figures may still change; until then they are provisional.", examples=["2 quarters"]
    )
    spell: SpellSpec | None = Field(None, description="Records that run from one day to another.")
    record: RecordSpec | None = Field(None, description="How a record is known again in a later delivery.")
    deliveries: OneOrMore = Field(
        description="End of the path of a delivery, with * and ?; {name} stands for a part that becomes a column.",
        examples=["etmgeg_*.txt*", "wmo_{municipality}_{quarter}.csv"],
    )
    optional: bool = Field(False, description="True where a build may go on without any delivery.")
    vintage: int | None = Field(None, description="Vintage of the area codes in it.", examples=[2021])
    vintages: dict[int, int] = Field(
        {}, description="Instead of one vintage: from which {year} in the file's name on codes are of which.",
        examples=[{2000: 2021, 2024: 2024}],
    )  # fmt: skip
    format: TableFormat = Field(description="How a delivery is to be read.")
    fetch: FetchSpec | None = Field(None, description="Where `noaber fetch` gets the newest delivery.")
    keep: dict[str, OneOrMore] = Field({}, description="Only rows with these values.", examples=[{"Measure": ["M1"]}])
    skip: dict[str, str] = Field(
        {}, description="Rows that are no figures: column and pattern.", examples=[{"Regio's": "^Bron:"}]
    )
    constants: dict[str, str] = Field(
        {}, description="Columns with one value for all rows.", examples=[{"year": "2021"}]
    )
    unpivot: tuple[UnpivotSpec, ...] = Field((), description="Columns that are really rows.")
    marks: dict[str, Mark] = Field(
        {}, description="Marks instead of numbers, besides the usual ones.", examples=[{"-": "missing"}]
    )
    columns: dict[str, ColumnSpec] = Field(description="The records: their columns and what they are.")
    areas: tuple[AreasSpec, ...] = Field((), description="Areas this source makes known.")
    checks: tuple[CheckSpec, ...] = Field((), description="What must be true of a delivery.")
    tolerate_pct: float = Field(5.0, ge=0, le=100, description="Share of bad rows above which a delivery is refused.")
    tolerate_rows: int = Field(0, ge=0, description="So many bad rows never refuse a delivery, however small it is.")
    notes: Texts | None = Field(None, description="What a reader of the figures should know.")

    @field_validator("next_update")
    @classmethod
    def _next_is_a_period(cls, text: str) -> str:
        try:
            return str(parse_period(text)) if text else ""
        except NotFound as error:
            raise ValueError(
                f"'{text}' is no period; write a day, a month, a quarter or a year, as in 2027-03"
            ) from error

    @property
    def links(self) -> dict[str, LinkSpec]:
        """The columns that are found in other sources, and how."""
        return {name: spec.link for name, spec in self.columns.items() if spec.link}

    def vintage_in(self, year: int) -> int | None:
        """Give the vintage of the codes of a delivery about a year."""
        begun = [first for first in self.vintages if first <= year]
        return self.vintages[max(begun)] if begun else self.vintage

    @model_validator(mode="after")
    def _personal_needs_purpose(self) -> SourceFile:
        if self.class_ == "personal" and not self.purpose:
            raise ValueError("class personal needs a purpose")
        return self
