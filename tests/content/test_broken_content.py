"""Broken content, each with a fault of its own: the exact place, what was found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from breaking import problems_in, replace_once

from noaber.vocabulary.errors import Problem

INDICATORS = "indicators/population.yml"
REGISTER = "sources/register.yml"


@dataclass(frozen=True)
class Fault:
    """One thing broken in the fixture office: `old` becomes `new`. What must be said: the line on which `at` stands,
    what was found, and what was expected or is to be done."""

    name: str
    file: str
    old: str
    new: str
    at: str
    found: str
    remedy: str


FAULTS = [
    Fault("unknown key", INDICATORS, "  moment: start", "  momment: start", "momment",
          "unknown key 'momment'", "Did you mean 'moment'?"),
    Fault("unknown key within a column", REGISTER, "type: integer, min: 0", "type: integer, minimum: 0",
          "minimum: 0", "unknown key 'minimum'", "Did you mean 'min'?"),
    Fault("missing key", INDICATORS, "  unit: euro\n  figure: {from", "  figure: {from", "house_value_unweighted:",
          "no 'unit'", "'unit' in this entry"),
    Fault("wrong word of a closed list", INDICATORS, "moment: start", "moment: begin", "moment: begin",
          "moment: Input should be 'start', 'end' or 'during' (found 'begin')", ""),
    Fault("text for a number", INDICATORS, "decimals: 2", "decimals: two", "decimals: two", "decimals:", ""),
    Fault("unknown theme", INDICATORS, "theme: housing\n  unit: euro\n  figure:\n",
          "theme: hosing\n  unit: euro\n  figure:\n", "theme: hosing", "unknown theme 'hosing'",
          "Did you mean 'housing'?"),
    Fault("unknown unit", INDICATORS, "unit: persons", "unit: person", "unit: person\n", "unknown unit 'person'",
          "Did you mean 'persons'?"),
    Fault("unknown dimension", INDICATORS, "{from: register, column: inhabitants}",
          "{from: register, column: inhabitants, slice: {gender: f}}", "slice: {gender", "unknown dimension 'gender'",
          "Did you mean 'age'?"),
    Fault("unknown source", INDICATORS, "{from: register, column: inhabitants}", "{from: registr, column: inhabitants}",
          "registr,", "unknown source 'registr'", "Did you mean 'register'?"),
    Fault("unknown column", INDICATORS, "{from: register, column: inhabitants}", "{from: register, column: inhabitant}",
          "column: inhabitant}", "unknown column of source register 'inhabitant'", "Did you mean 'inhabitants'?"),
    Fault("column without numbers", INDICATORS, "{from: register, column: inhabitants}",
          "{from: register, column: period}", "column: period}", "column 'period' of register is text",
          "type number or integer"),
    Fault("unknown operand", INDICATORS, "change(inhabitants, 4)", "change(inhabitant, 4)", "change(inhabitant,",
          "unknown indicator 'inhabitant'", "Did you mean 'inhabitants'?"),
    Fault("unknown verb", INDICATORS, "change(inhabitants, 4)", "changed(inhabitants, 4)", "changed(",
          "formula 'changed(inhabitants, 4)': unknown verb 'changed'", "Did you mean 'change'?"),
    Fault("the least of all", INDICATORS, "change(inhabitants, 4)", "minimum(inhabitants, 4)", "minimum(",
          "formula 'minimum(inhabitants, 4)': unknown verb 'minimum'", "Verbs: change, difference, index"),
    Fault("the most of all", INDICATORS, "change(inhabitants, 4)", "max(inhabitants)", "max(",
          "formula 'max(inhabitants)': unknown verb 'max'", "Verbs: change, difference, index"),
    Fault("verb with a wrong option", INDICATORS, "change(inhabitants, 4)", "change(inhabitants, x)",
          "change(inhabitants, x)", "change with 'x'", "a number of periods, as in change(jobs, 4)"),
    Fault("unknown category in a formula", INDICATORS, "[sex=f]", "[sex=v]", "[sex=v]",
          "unknown category of sex 'v'", "Known: f, m."),
    Fault("selection where nothing is broken down", INDICATORS, "by: sex", "by: []", "[sex=f]",
          "'inhabitants' is not broken down by 'sex'", "no selection"),
    Fault("formula in a circle", INDICATORS, "change(inhabitants, 4)", "growth + women_share", "growth + women",
          "formula needs itself: growth > growth", "Break the circle."),
    Fault("formula of numbers alone", INDICATORS, "change(inhabitants, 4)", "100 / 0", "100 / 0",
          "formula '100 / 0' names no indicator", "at least one"),
    Fault("two origins", INDICATORS, "formula: change(inhabitants, 4)",
          "formula: change(inhabitants, 4)\n  measure: {from: register, column: inhabitants}", "growth:",
          "an indicator has a measure, a figure or a formula", ""),
    Fault("weight that does not add up", INDICATORS, "weight: inhabitants", "weight: women_share", "weight: women",
          "weight 'women_share' is a formula", "a measure: weights must add up"),
    Fault("break in no period", INDICATORS, "  decimals: 2",
          "  decimals: 2\n  breaks: {2024-Q5: {nl: x, de: x, en: x}}", "breaks:", "'2024-Q5' is no period", "2019-Q3"),
    Fault("missing translation", INDICATORS, "{nl: Groei, de: Wachstum, en: Growth}", "{nl: Groei, en: Growth}",
          "Groei", "'name' of growth has no de", "a text in every language"),
    Fault("missing translation of a category", "dimensions.yml", "{nl: mannen, de: Männer, en: men}", "mannen",
          "mannen", "'codes.m' of sex has no de, en", "a text in every language"),
    Fault("unknown language", INDICATORS, "en: Growth}", "fr: Croissance}", "Croissance",
          "unknown language 'fr'; expected nl, de, en", ""),
    Fault("bad indentation", INDICATORS, "  moment: start", " moment: start", " moment: start", "not valid YAML",
          "Look at indentation, colons and quotes."),
    Fault("key twice", INDICATORS, "  moment: start", "  moment: start\n  moment: end", "moment: end",
          "'moment' stands here twice", "Remove or rename one of them."),
    Fault("column with two roles", REGISTER, "{from: Gemeente, area: gemeente, required: true}",
          "{from: Gemeente, area: gemeente, period: true}", "area: gemeente, period",
          "a column is an area, a period, a dimension or an identifier, not two of these", ""),
    Fault("unknown area type", REGISTER, "area: gemeente", "area: gemeentes", "gemeentes",
          "unknown area type 'gemeentes'", "Did you mean 'gemeente'?"),
    Fault("unknown category in codes", REGISTER, "V: f", "V: v", "V: v", "unknown category of sex 'v'",
          "Known: f, m, total."),
    Fault("bounds the wrong way round", REGISTER, "min: 0", "min: 10, max: 5", "min: 10",
          "column 'inhabitants': min 10 above max 5", ""),
    Fault("check of an unknown column", REGISTER, "unique: [area, period, sex]", "unique: [area, perod, sex]",
          "perod", "unknown column 'perod'", "Did you mean 'period'?"),
    Fault("parts over no dimension", REGISTER, "parts: {inhabitants: sex}", "parts: {inhabitants: age}",
          "inhabitants: age", "unknown dimension of this source 'age'", "Known: sex."),
    Fault("check of two kinds", REGISTER, "{unique: [area, period, sex],", "{unique: [area], rows: {least: 1},",
          "rows: {least", "a check has exactly one of unique, sum, parts, rows", ""),
    Fault("pattern that is none", REGISTER, "columns:", "skip: {Gemeente: '^(Bron'}\ncolumns:", "^(Bron",
          "'^(Bron' is no regular expression", ""),
    Fault("option of another kind of file", REGISTER, 'decimal: ","', "sheet: Blad1", "sheet: Blad1",
          "`sheet` means nothing for kind csv; it belongs to xlsx", ""),
    Fault("source under another name", REGISTER, "source: register", "source: registry", "source: registry",
          "source 'registry'", "'register', as its file"),
    Fault("next update that is no period", REGISTER, "cadence: quarterly", "cadence: quarterly\nnext_update: in spring",
          "in spring", "'in spring' is no period", ""),
    Fault("personal data without a purpose", REGISTER, "cadence: quarterly", "cadence: quarterly\nclass: personal",
          "source: register", "class personal needs a purpose", ""),
    Fault("codes that belong to a vintage", "sources/buurten_2024.yml", "vintage: 2024\n", "",
          "- {type: buurt", "buurt codes belong to a vintage", "'vintage: <year>' in this source"),
    Fault("empty source", REGISTER, "", "# nothing yet\n", "", "empty file", ""),
    Fault("unknown home", "region.yml", "home: Drieland", "home: Drielan", "home: Drielan\n",
          "unknown area or group 'Drielan'", "Did you mean 'Drieland'?"),
    Fault("unknown area to compare with", "region.yml", "[Drieland]", "[Drieland, GM9009]", "GM9009",
          "unknown area or group 'GM9009'", "Did you mean 'GM900"),
    Fault("unknown key figure", "region.yml", "women_share]", "woman_share]", "woman_share",
          "unknown indicator 'woman_share'", "Did you mean 'women_share'?"),
    Fault("unknown level", "region.yml", "buurt]", "wijk]", "wijk]", "unknown area type 'wijk'",
          "Known: buurt, gemeente, group."),
    Fault("language that does not exist", "region.yml", "home:", "languages: [nl, fr]\nhome:", "nl, fr",
          "unknown language 'fr'", "Known: de, en, nl."),
    Fault("empty region file", "region.yml", "", "", "", "empty file", "Fill it, or remove it."),
    Fault("unknown member", "groups.yml", "GM9003]", "GM9004]", "GM9004", "unknown area or group 'GM9004'",
          "Did you mean 'GM900"),
    Fault("list of areas without an end", "area_types.yml", "  code: GM0000", "  code: GM0000\n  listed: {from: 2020}",
          "listed:", "listed has a first and a last year, in that order, or neither", ""),
    Fault("group of nothing", "groups.yml", "  members: [GM9001, GM9002, GM9003]\n", "", "Drieland:\n",
          "group 'Drieland' has neither", "members or members_of"),
    Fault("list where names belong", "groups.yml", "", "- Drieland\n", "- Drieland", "found a list",
          "named entries, as 'name:'"),
    Fault("area without type", "areas/areas.csv", "GM9002,gemeente,", "GM9002,,", "GM9002", "no type",
          "code, type, nl in every row"),
    Fault("area of unknown type", "areas/areas.csv", "GM9002,gemeente,", "GM9002,stad,", ",stad,",
          "unknown area type 'stad'", "Known: buurt, gemeente, group."),
    Fault("area twice", "areas/areas.csv", "GM9002,", "GM9001,", "GM9001,gemeente,B", "'GM9001' stands here twice",
          "First at regions/office/areas/areas.csv:2."),
    Fault("year that is none", "areas/areas.csv", "B-dorp,,,,,", "B-dorp,,,1 jan 1900,,", "1 jan",
          "valid_from '1 jan 1900'", "a year, or nothing"),
    Fault("comma too many", "areas/areas.csv", "B-dorp,,,,,", "B-dorp,,,,,,", "B-dorp",
          "not as many columns as the header", "Check the commas."),
    Fault("unknown parent", "areas/areas.csv", "B-dorp,,,,,", "B-dorp,,,,,PV90", "PV90",
          "unknown parent area 'PV90'", "Known: GM9001, GM9002, GM9003."),
    Fault("list of names without its column", "areas/names.csv", "name,area", "naam,area", "naam",
          "no column 'name'", "name, area"),
    Fault("name of two areas", "areas/names.csv", "the city of A,GM9001", "Astad (gem.),GM9002", "GM9002",
          "'Astad (gem.)' is GM9002 here and GM9001 above", "one of them"),
    Fault("correction without reason", "corrections.yml", "",
          "- {source: register, where: {sex: V}, column: inhabitants, expect: '1', value: '2', reason: because,"
          "\n   owner: me, date: 2024-01-01}\n", "because", "reason: String should have at least 10 characters", ""),
    Fault("correction of an unknown column", "corrections.yml", "",
          "- source: register\n  where: {sex: V}\n  column: inhabitant\n  expect: '1'\n  value: '2'\n"
          "  reason: a slip of the pen\n  owner: me\n  date: 2024-01-01\n", "column: inhabitant\n",
          "unknown column of source register 'inhabitant'", "Did you mean 'inhabitants'?"),
    Fault("corrections that are no list", "corrections.yml", "", "source: register\n", "source: register", "no list",
          "one entry per correction, each after '- '"),
    Fault("account of an unknown indicator", "accounts.yml", "{inhabitants: sex}", "{inhabitant: sex}",
          "inhabitant:", "unknown indicator 'inhabitant'", "Did you mean 'inhabitants'?"),
    Fault("account that cannot be read", "accounts.yml", "{inhabitants: sex}", "{'inhabitants +': sex}",
          "inhabitants +", "formula 'inhabitants +': found the end", "an indicator, a number or a verb"),
]  # fmt: skip


def _place_of(content: Path, fault: Fault) -> str:
    lines = (content / fault.file).read_text("utf-8").splitlines()
    found = [number for number, line in enumerate(lines, start=1) if fault.at.rstrip("\n") in line] if fault.at else [1]
    return f"regions/office/{fault.file}:{found[0]}"


def _said(problem: Problem) -> str:
    return f"{problem.expected}\n{problem.next_step}"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_told_once_with_place_and_remedy(content: Path, fault: Fault) -> None:
    """The place is right to the line, nothing that follows from the fault is told beside it."""
    replace_once(content, fault.file, fault.old, fault.new)
    problems = problems_in(content)
    assert len(problems) == 1, "\n".join(map(str, problems))
    assert problems[0].place == _place_of(content, fault)
    assert fault.found in problems[0].found
    assert fault.remedy in _said(problems[0])


def test_several_faults_are_told_together(content: Path) -> None:
    """In every file at once, in the order of files and lines; a file that cannot be read hides nothing elsewhere."""
    replace_once(content, "region.yml", "home: Drieland", "home: Nowhere")
    replace_once(content, "groups.yml", "", "Drieland: [")
    replace_once(content, INDICATORS, "unit: persons", "unit: person")
    replace_once(content, INDICATORS, "decimals: 2", "decimals: 99")
    replace_once(content, REGISTER, "area: gemeente", "area: gemeentes")
    replace_once(content, "areas/areas.csv", "GM9002,gemeente,", "GM9002,,")
    found = [(problem.place.removeprefix("regions/office/"), problem.found) for problem in problems_in(content)]
    assert [place for place, _ in found] == [
        "areas/areas.csv:3", "groups.yml:2", f"{INDICATORS}:26", f"{INDICATORS}:5", f"{REGISTER}:8",
    ], found  # fmt: skip


def test_an_indicator_declared_in_two_files_is_told_with_both_places(content: Path) -> None:
    """The second names the first."""
    text = (content / INDICATORS).read_text("utf-8")
    (content / "indicators" / "again.yml").write_text(text[text.index("growth:") : text.index("house_value:")], "utf-8")
    (problem,) = problems_in(content)
    assert problem.place == "regions/office/indicators/population.yml:21"
    assert problem.next_step == "First at regions/office/indicators/again.yml:1."


def test_files_that_are_not_utf8_are_named(content: Path) -> None:
    """YAML and CSV alike."""
    (content / "themes.yml").write_bytes("population:\n  name: Bevölkerung\n".encode("latin-1"))
    (content / "areas" / "names.csv").write_bytes("name,area\nÄ,GM9001\n".encode("latin-1"))
    assert [(p.place, p.next_step) for p in problems_in(content)] == [
        ("regions/office/areas/names.csv", "Save the file as UTF-8."),
        ("regions/office/themes.yml", "Save the file as UTF-8."),
    ]


def test_a_folder_that_is_no_region(tmp_path: Path) -> None:
    """No folder, and an empty one."""
    assert problems_in(tmp_path / "nothing")[0].found == "no such folder"
    (tmp_path / "empty").mkdir()
    (problem,) = problems_in(tmp_path / "empty")
    assert (problem.found, problem.next_step) == ("missing file", "See 'noaber new'.")
