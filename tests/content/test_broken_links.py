"""Links that cannot be made: what is missing in the other source, in the blocks, or in the order of things."""

from __future__ import annotations

from pathlib import Path

import pytest
from breaking import problems_in, replace_once

TRAITS = "\n  postcode: {from: postcode, identifies: postcode}\n  house: {from: huisnummer, identifies: house}\n"
SOURCE = """source: visits
name: {nl: Bezoeken, de: Besuche, en: Visits}
supplier: a foundation
class: personal
purpose: Monitor sociaal domein
legal_basis: AVG, artikel 6
retention: 5 years
covers: gemeente
optional: true
deliveries: visits_{year}.csv
format: {kind: csv}
columns:
  town: {area: gemeente}
  year: {period: true}
  birth: {type: date}
  postcode: {identifies: postcode}
  house: {identifies: house}
  client:
    identifies: person
    link: {to: persons, compare: [birth, postcode+house], blocks: [birth, [postcode, house]], bands: {age: birth}}
"""
FAULTS = [
    ("to: persons", "to: person", "unknown source 'person'", "Did you mean 'persons'?"),
    ("to: persons", "to: visits", "visits is linked itself", "identifiers of its own"),
    ("to: persons", "to: register", "register is kept for another purpose", "cannot be joined"),
    ("to: persons", "to: care", "unknown column of source care 'birth'", ""),
    ("identifies: person", "identifies: establishment", "persons identifies no establishment", "a source that does"),
    ("identifies: person", "codes: {a: b}", "'link' goes with 'identifies:", ""),
    ("birth: {type: date}", "birth: {codes: {a: b}}", "'birth' of visits and persons differ", "of one kind"),
    ("blocks: [birth, [postcode, house]]", "blocks: [birth]", "every block holds 'birth'", "how much it weighs"),
    ("blocks: [birth, [postcode, house]], ", "", "'compare' and 'blocks' go together", ""),
    ("compare: [birth, postcode+house], blocks: [birth, [postcode, house]]", "threshold: 0.9",
     "either 'equal' or 'compare'", ""),
    ("bands: {age: birth}", "bands: {sex: birth}", "dimension 'sex' has no bands", "'bands' in dimension sex"),
    ("bands: {age: birth}", "bands: {age: born}", "unknown column of source visits 'born'", ""),
    ("columns:", "record: {key: client}\ncolumns:", "'client' is found only after records are put together",
     "columns of the delivery"),
    ("bands: {age: birth}", "threshold: 0.3", "greater than or equal to 0.5", ""),
]  # fmt: skip


def with_visits(content: Path) -> None:
    """Add a source that is linked to the register."""
    path = content / "sources" / "persons.yml"
    path.write_text(path.read_text("utf-8").rstrip() + TRAITS, "utf-8")
    (content / "sources" / "visits.yml").write_text(SOURCE, "utf-8")


@pytest.mark.parametrize(("old", "new", "found", "remedy"), FAULTS, ids=lambda text: str(text)[:30])
def test_a_link_that_cannot_be_made_is_told(old: str, new: str, found: str, remedy: str, content: Path) -> None:
    """At its place, with what to do."""
    with_visits(content)
    replace_once(content, "sources/visits.yml", old, new)
    told = [problem for problem in problems_in(content) if found in problem.found]
    assert told, "\n".join(map(str, problems_in(content)))
    assert remedy in told[0].expected + told[0].next_step
    assert "sources/visits.yml:" in told[0].place
