"""The shape of a file in sources/ that joins another: a further supplier of the same records, in a form of its own."""

from __future__ import annotations

from pydantic import Field

from noaber.content.formats import TableFormat
from noaber.content.region import Name, OneOrMore
from noaber.content.source import ColumnSpec, Mark, SourceFile
from noaber.content.texts import Declared, Texts


class ColumnForm(Declared):
    """How this supplier tells a column; what is not said is as in the source that is joined."""

    from_: OneOrMore = Field((), alias="from", description="Header in the delivery; the first present counts.")
    match: str = Field("", description="Expression that the whole text fits; its first group is the value.")
    codes: dict[str, str] = Field({}, description="Supplier's code to ours, instead of those of the source.")
    marks: dict[str, Mark] = Field({}, description="Marks instead of numbers in this column alone.")
    scale: float = Field(1.0, description="Multiply by this, for figures in thousands.")
    optional: bool = Field(False, description="True where this supplier does not tell the column.")


class JoiningFile(Declared):
    """One file of sources/ with `joins`: deliveries that tell of the same as another source, in another form.

    Whatever counts that source counts these as well. Purpose, retention, checks and all else are those of the source.
    """

    source: Name = Field(description="Id of this file, as its name.", examples=["wmo_dinkelrijk"])
    joins: Name = Field(description="The source whose records these are.", examples=["wmo"])
    supplier: str = Field(description="Who makes it.", examples=["gemeente Dinkelrijk"])
    deliveries: OneOrMore = Field(
        description="End of the path of a delivery, as in any source; what fits here is not taken by the other.",
        examples=["wmo_dinkelrijk_{told}.xlsx"],
    )
    format: TableFormat = Field(description="How a delivery is to be read.")
    name: Texts | None = Field(None, description="What it is called; left out: as the source.")
    constants: dict[str, str] = Field(
        {}, description="Columns with one value for all rows.", examples=[{"municipality": "GM9999"}]
    )
    columns: dict[str, ColumnForm] = Field({}, description="The columns that this supplier tells in another way.")
    notes: Texts | None = Field(None, description="What a reader of the figures should know.")


def join_source(base: SourceFile, own: JoiningFile) -> SourceFile:
    """Give a source in the form of another supplier: all that `own` does not say is as in `base`."""
    said = {
        "source": own.source, "joins": own.joins, "supplier": own.supplier, "deliveries": own.deliveries,
        "format": own.format, "name": own.name or base.name, "notes": own.notes or base.notes,
        "constants": {**base.constants, **own.constants}, "fetch": None, "areas": (),
        "columns": {name: _in_form(spec, own.columns.get(name)) for name, spec in base.columns.items()},
    }  # fmt: skip
    return base.model_copy(update=said)


def _in_form(spec: ColumnSpec, form: ColumnForm | None) -> ColumnSpec:
    said = {name: getattr(form, name) for name in form.model_fields_set} if form else {}
    return spec.model_copy(update=said)
