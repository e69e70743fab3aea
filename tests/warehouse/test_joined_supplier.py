"""A further supplier with a form of its own: one file of content, and all that was counted counts it as well."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest
from office_home import OfficeHome
from people_deliveries import KEYS, Spell, bsn, days_of, write_deliveries
from told_thrice import steady_town

from noaber.content.read import read_region
from noaber.sources.deliveries import find_deliveries
from noaber.vocabulary.errors import NotFound
from noaber.warehouse.build import Built, build
from noaber.warehouse.people_kept import open_door
from noaber.warehouse.query import open_release

QUARTERS = ("2024-Q1", "2024-Q2")
FORM = """\
source: care_dinkelrijk
joins: care
supplier: gemeente Dinkelrijk
deliveries: care_GM9004_{told}.csv
constants: {municipality: GM9004}
format: {kind: csv, delimiter: "|", encoding: cp1252, decimal: ","}
columns:
  period: {from: Tijdvak}
  number: {from: Zaaknr}
  client: {from: Burgerservicenr.}
  product: {from: Voorziening, codes: {hulp: help, dagbesteding: day_care, jeugd: youth}}
  law: {from: Voorziening, codes: {hulp: wmo, dagbesteding: wmo, jeugd: jeugd}}
  begin: {from: Ingang}
  end: {from: Afloop}
  cost: {from: Lasten}
"""
"""Everything that a data steward writes."""
REGISTER = """\
source: register_dinkelrijk
joins: register
supplier: gemeente Dinkelrijk
deliveries: inwoners_dinkelrijk.csv
constants: {Gemeente: Dinkelrijk}
format: {kind: csv}
columns:
  period: {from: tijdvak}
  sex: {from: mv, codes: {man: m, vrouw: f}}
  inhabitants: {from: n}
"""
HEAD = "Zaaknr|Tijdvak|Burgerservicenr.|Voorziening|Ingang|Afloop|Lasten|Toelichting cliënt"
TOLD = {"H": "hulp", "B": "hulp", "D": "dagbesteding", "J": "jeugd"}
SPELLS = [
    Spell(n, 45 + n, "GM9004", "HDJ"[n % 3], date(2024, 1, 15), date(2024, 5, 1) if n > 8 else None) for n in range(12)
]


def write_dinkelrijk(folder: Path, quarter: str) -> None:
    """Write what Dinkelrijk tells of a quarter; its numbers are also in use in other municipalities."""
    first, last = days_of(quarter)
    lines = [HEAD]
    for spell in SPELLS:
        if spell.begin <= last and (spell.end is None or spell.end >= first):
            end = f"{spell.end:%d-%m-%Y}" if spell.end and spell.end <= last else ""
            lines.append(
                f"{spell.number}|{quarter}|{bsn(spell.client)}|{TOLD[spell.product]}|{spell.begin:%d-%m-%Y}|{end}|12,50|"
                f"mevrouw heeft nr. {bsn(spell.client)}"
            )
    (folder / f"care_GM9004_{quarter}.csv").write_bytes(("\n".join(lines) + "\n").encode("cp1252"))


@pytest.fixture
def office(fresh_office: OfficeHome) -> OfficeHome:
    """An office that knows of a fourth municipality, which has not delivered yet."""
    fresh_office.say(
        "areas/areas.csv", "GM9003,gemeente,C-ham,,,,,", "GM9003,gemeente,C-ham,,,,,\nGM9004,gemeente,Dinkelrijk,,,,,"
    )
    fresh_office.say("groups.yml", "GM9003]", "GM9003, GM9004]")
    fresh_office.say("sources/care.yml", "key: number}", "key: [municipality, number]}")
    fresh_office.say("sources/care.yml", "key: [number, period]", "key: [municipality, number, period]")
    write_deliveries(fresh_office.deliveries, steady_town(), QUARTERS)
    return fresh_office


def build_with_people(office: OfficeHome) -> Built:
    """Build, personal deliveries included."""
    region = read_region(office.content)
    return build(region, office.store, office.deliveries, door=open_door(region, office.store, lambda: KEYS))


def hashes(folder: Path) -> dict[str, str]:
    """Give the hash of every file of the content."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_one_file_adds_a_municipality(office: OfficeHome) -> None:
    """People of all forms are counted once, in the municipality and in the region; who delivered what stays known."""
    before = build_with_people(office)
    content = hashes(office.content)
    release = open_release(before.release.folder)
    assert release.explain_absence("clients", "GM9004", "2024-Q1").absent == "cell"

    (office.content / "sources" / "care_dinkelrijk.yml").write_text(FORM, "utf-8")
    for quarter in QUARTERS:
        write_dinkelrijk(office.deliveries, quarter)
    release = open_release(build_with_people(office).release.folder)

    assert hashes(office.content).items() - content.items() == {
        ("sources/care_dinkelrijk.yml", hashlib.sha256(FORM.encode()).hexdigest())
    }
    clients = {
        (area, quarter): release.explain("clients", area, quarter).cell.value
        for area in ("GM9001", "GM9004", "Drieland")
        for quarter in QUARTERS
    }
    assert clients == {
        ("GM9001", "2024-Q1"): 15, ("GM9004", "2024-Q1"): 12, ("Drieland", "2024-Q1"): 57,
        ("GM9001", "2024-Q2"): 15, ("GM9004", "2024-Q2"): 12, ("Drieland", "2024-Q2"): 57,
    }  # fmt: skip
    assert release.explain("care_cost", "GM9004", "2024-Q1").cell.value == 150.0
    assert release.explain("clients_new", "GM9004", "2024-Q2").cell.value is None  # none of them, and so few are hidden
    card = release.catalogue.sources["care_dinkelrijk"]
    assert (card.supplier, card.class_, card.names["nl"]) == ("gemeente Dinkelrijk", "personal", "Voorzieningen")
    assert "care_dinkelrijk" in release.catalogue.indicators["clients"].sources
    delivered = [d.file for d in release.catalogue.deliveries.values() if d.source == "care_dinkelrijk"]
    assert delivered == ["care_GM9004_2024-Q1.csv", "care_GM9004_2024-Q2.csv"]
    assert not any(bsn(50).encode() in path.read_bytes() for path in office.store.home.rglob("*") if path.is_file())


def test_rows_that_cannot_be_go_back_to_their_own_supplier(office: OfficeHome) -> None:
    """Into a quarantine of its own, in the supplier's own headers."""
    (office.content / "sources" / "care_dinkelrijk.yml").write_text(FORM, "utf-8")
    write_dinkelrijk(office.deliveries, "2024-Q1")
    path = office.deliveries / "care_GM9004_2024-Q1.csv"
    text = path.read_text("cp1252")
    many = "".join(f"{100 + n}|2024-Q1|{bsn(n)}|hulp|15-01-2024||1,00|\n" for n in range(40))
    path.write_bytes((text + many + f"999|2024-Q1|{bsn(1)}|taxi|15-01-2024||1,00|\n").encode("cp1252"))
    build_with_people(office)
    (rows,) = (rows for name, rows in office.quarantine().items() if name.startswith("care_dinkelrijk/"))
    assert [row["reason"].count("unknown code") for row in rows] == [2]


def test_a_file_belongs_to_the_narrower_source_alone(office: OfficeHome) -> None:
    """Its name fits the pattern of the source that is joined as well."""
    (office.content / "sources" / "care_dinkelrijk.yml").write_text(FORM, "utf-8")
    write_dinkelrijk(office.deliveries, "2024-Q1")
    found = find_deliveries(office.deliveries, read_region(office.content).sources)
    assert "care_GM9004_2024-Q1.csv" not in [path.name for path in found.paths["care"]]
    assert [path.name for path in found.paths["care_dinkelrijk"]] == ["care_GM9004_2024-Q1.csv"]


def test_a_public_source_is_joined_in_the_same_way(office: OfficeHome) -> None:
    """Figures that are taken, not counted: the group is complete again with the fourth municipality in it."""
    build_with_people(office)
    with pytest.raises(NotFound, match="no such figure"):
        office.release().explain("inhabitants", "Drieland", "2023-Q1")
    (office.content / "sources" / "register_dinkelrijk.yml").write_text(REGISTER, "utf-8")
    (office.deliveries / "inwoners_dinkelrijk.csv").write_text(
        "tijdvak;mv;n\n2023-Q1;man;40\n2023-Q1;vrouw;50\n", "utf-8"
    )
    build_with_people(office)
    release = office.release()
    assert release.explain("inhabitants", "GM9004", "2023-Q1").cell.value == 90
    assert release.explain("inhabitants", "Drieland", "2023-Q1").cell.value == 440
