"""Files of sources that join another: what they take over, and what cannot be meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import problems_in, replace_once

from noaber.content.read import read_region

OWN = "source: care_d\njoins: care\nsupplier: D\ndeliveries: d_{told}.csv\nformat: {kind: csv}\n"


def test_what_is_not_said_is_as_in_the_other(content: Path) -> None:
    """Purpose, spell, record, checks and the columns; a column that is said keeps what it does not say."""
    (content / "sources" / "care_d.yml").write_text(f"{OWN}columns: {{cost: {{from: Lasten, scale: 1000}}}}\n")
    region = read_region(content)
    care, own = region.sources["care"], region.sources["care_d"]
    assert (own.joins, own.supplier, own.deliveries) == ("care", "D", ("d_{told}.csv",))
    assert (own.purpose, own.spell, own.record, own.checks, own.class_) == (
        care.purpose, care.spell, care.record, care.checks, "personal",
    )  # fmt: skip
    assert (own.columns["cost"].from_, own.columns["cost"].scale, own.columns["cost"].max) == (
        ("Lasten",),
        1000,
        100_000,
    )
    assert own.columns["client"] == care.columns["client"]
    assert region.forms_of("care") == ("care", "care_d")
    assert region.forms_of("register") == ("register",)


@pytest.mark.parametrize(
    ("text", "found", "remedy"),
    [
        (OWN.replace("joins: care", "joins: cara"), "unknown source 'cara'", "Did you mean 'care'?"),
        (OWN.replace("joins: care", "joins: care_d"), "unknown source 'care_d'", ""),
        (f"{OWN}columns: {{costs: {{from: x}}}}\n", "unknown column 'costs'", "Did you mean 'cost'?"),
        (f"{OWN}purpose: another\n", "unknown key 'purpose'", ""),
        (f"{OWN}columns: {{product: {{codes: {{x: helq}}}}}}\n", "unknown category of product 'helq'", "'help'"),
        (OWN.replace("source: care_d", "source: care_e"), "source 'care_e'", ""),
    ],
)
def test_what_cannot_be_meant(text: str, found: str, remedy: str, content: Path) -> None:
    """Told at its line, with the nearest name."""
    (content / "sources" / "care_d.yml").write_text(text)
    told = [problem for problem in problems_in(content) if found in problem.found]
    assert told
    assert "sources/care_d.yml:" in told[0].place
    assert remedy in told[0].next_step


def test_indicators_name_the_source_that_is_joined(content: Path) -> None:
    """Else one supplier would be counted alone."""
    (content / "sources" / "care_d.yml").write_text(OWN)
    replace_once(content, "indicators/care.yml", "{from: care, sum: cost,", "{from: care_d, sum: cost,")
    (problem,) = problems_in(content)
    assert problem.found == "'care_d' is another form of 'care'"
    assert problem.next_step == "Say 'care': it counts both."
