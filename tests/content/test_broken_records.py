"""Content about people that cannot be meant, or that would let in what may not be kept: place, found and remedy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from breaking import problems_in, replace_once

SHOPS = "indicators/shops.yml"
CARE, PERSONS, COUNTS = "sources/care.yml", "sources/persons.yml", "indicators/care.yml"
REGISTER = "sources/register.yml"


@dataclass(frozen=True)
class Fault:
    """One thing broken: `old` becomes `new`. What must be said among the problems, at the line where `at` stands."""

    name: str
    file: str
    old: str
    new: str
    at: str
    found: str
    remedy: str


FAULTS = [
    Fault("free text", CARE, "spell:", "  note: {from: toelichting}\nspell:", "note:", "column 'note' holds any text",
          "dropped at the door"),
    Fault("a number without bounds", CARE, ", min: 0, max: 100000", "", "cost:", "column 'cost' holds any number",
          "within 9,999,999"),
    Fault("a number that could be a person's", CARE, "max: 100000", "max: 999999999", "cost:",
          "column 'cost' holds any number", "within 9,999,999"),
    Fault("no legal basis", CARE, "legal_basis: Wmo 2015, art. 5.2.1\n", "", "source: care",
          "personal data without 'legal_basis'", "the law and article"),
    Fault("no retention", CARE, "retention: 5 years\n", "", "source: care", "personal data without 'retention'",
          "5 years"),
    Fault("retention in other words", CARE, "retention: 5 years", "retention: vijf jaar", "retention:",
          "retention: String should match pattern", ""),
    Fault("an identifier in a public source", REGISTER, "sex: {from: Geslacht", "who: {from: Wie, identifies: person}\n"
          "  sex: {from: Geslacht", "who:", "'who' identifies a person", "class: personal"),
    Fault("fetched", CARE, "covers: gemeente", "covers: gemeente\nskip: {bsn: x}", "skip:",
          "personal data with 'skip'", "records alone"),
    Fault("of no period", PERSONS, "year: {period: true}", "year: {type: date}", "columns:",
          "personal data of no period", "of the file's name"),
    Fault("a spell without dates", CARE, "begin: {from: [begin, van], type: date, required: true}",
          "begin: {from: [begin, van], codes: {a: b}}", "spell:", "column 'begin' is text", "type date"),
    Fault("an unknown key of records", CARE, "key: [number, period]", "key: [numbr, period]", "record:",
          "unknown column 'numbr'", "Did you mean 'number'?"),
    Fault("a check of a period that is none", CARE, "checks:\n", "checks:\n  - {reaches: {period: change}}\n",
          "reaches:", "column 'change' is no period", "period: true"),
    Fault("a check of a period that is not there", CARE, "checks:\n", "checks:\n  - {until: {quarter: told}}\n",
          "until:", "unknown column 'quarter'", ""),
    Fault("a column taken from people", COUNTS, "{from: care, sum: cost, every: [quarter, year]}",
          "{from: care, column: cost}", "care_cost:", "takes a column of care, personal data", "a count or sum"),
    Fault("counting who is nobody", COUNTS, "{from: persons, count: person,", "{from: persons, count: sex,",
          "count: sex", "column 'sex' identifies nobody", "identifies"),
    Fault("counting a table", COUNTS, "{from: persons, count: person, bands: {age: birth}}",
          "{from: register, count: rows}\n  visible: false", "from: register", "counts records of register",
          "personal"),
    Fault("a register of spells", COUNTS, "kind: new, gap: 30, every: [quarter, year]", "kind: born", "kind: born",
          "records of care run for a time", "without 'spell'"),
    Fault("a register by the quarter", SHOPS, "kind: born,", "kind: born, every: [year],", "every: [year]",
          "compares the pictures of one source", ""),
    Fault("survivors of no time", SHOPS, "kind: born,", "kind: survived,", "kind: survived",
          "'kind: survived' and 'after' go together", ""),
    Fault("where the new ones came from", SHOPS, "kind: moved,", "kind: born,", "kind: born, came_from",
          "'came_from' goes with 'kind: moved'", ""),
    Fault("come from no area", SHOPS, "kind: moved, came_from: came_from", "kind: moved, came_from: branch",
          "came_from: branch", "dimension 'branch' has no areas", "'area' in branch"),
    Fault("rows of a register", SHOPS, "count: shop, kind: born", "count: rows, kind: born", "count: rows",
          "'kind' goes with a count", ""),
    Fault("a partner that is a record", COUNTS, "count: client, kind: new", "count: client, also: number, kind: new",
          "also: number", "'number' counts beside 'client'", "identify alike"),
    Fault("a partner of rows", COUNTS, "count: rows,", "count: rows, also: partner,", "also: partner",
          "'also' goes with a count of an identifying column", ""),
    Fault("linked by nothing", SHOPS, "with: {persons: household, incomes: minimum_pct}",
          "with: {persons: birth, incomes: minimum_pct}", "measure:", "incomes identifies nothing that care does",
          "a column that does"),
    Fault("a bad verb", COUNTS, "kind: new", "kind: newest", "kind: newest", "Input should be", ""),
    Fault("two verbs", COUNTS, "kind: new, gap: 30", "kind: new, when: active", "kind: new",
          "either 'when' or 'kind'", ""),
    Fault("days of what still runs", COUNTS, "sum: days, when: ends", "sum: days, when: active", "sum: days",
          "'sum: days' goes with 'when: ends'", ""),
    Fault("an unknown key of a count", COUNTS, "kind: new, gap: 30", "kind: new, gapp: 30", "gapp",
          "unknown key 'gapp'", "Did you mean 'gap'?"),
    Fault("the highest of all", COUNTS, "{from: care, sum: cost,", "{from: care, max: cost,", "max: cost",
          "unknown key 'max'", ""),
    Fault("the lowest of all", COUNTS, "{from: care, sum: cost,", "{from: care, sum: cost, minimum: cost,",
          "minimum: cost", "unknown key 'minimum'", ""),
    Fault("too small a minimum", COUNTS, "every: [quarter, year]}\n  protect: {minimum: 5}\nspells_ended",
          "every: [quarter, year]}\n  protect: {minimum: 1}\nspells_ended", "minimum: 1}", "greater than or equal", ""),
    Fault("another purpose", PERSONS, "purpose: Monitor sociaal domein", "purpose: Woningmonitor", "",
          "kept for different purposes", "cannot be joined"),
    Fault("bands without bounds", "dimensions.yml", "  bands:\n    one: [1, 2]\n    more: [2]\n", "", "",
          "dimension 'products' has no bands", "'bands' in dimension products"),
    Fault("a band of no category", "dimensions.yml", "    one: [1, 2]", "    ones: [1, 2]", "ones:",
          "unknown category of products 'ones'", "Did you mean 'one'?"),
    Fault("a band that ends before it begins", "dimensions.yml", "0-17: [0, 18]", "0-17: [18, 0]", "0-17: [18",
          "band '0-17' ends at 0", "more than 18"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_with_place_and_remedy(fault: Fault, content: Path) -> None:
    """The place is right to the line."""
    replace_once(content, fault.file, fault.old, fault.new)
    problems = problems_in(content)
    told = [problem for problem in problems if fault.found in problem.found]
    assert told, "\n".join(map(str, problems))
    assert fault.remedy in told[0].expected + told[0].next_step
    lines = (content / fault.file).read_text("utf-8").splitlines()
    places = [f"{fault.file}:{at}" for at, line in enumerate(lines, start=1) if fault.at in line]
    assert not fault.at or any(told[0].place.endswith(place) for place in places), told[0].place
