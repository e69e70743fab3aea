"""Damaged deliveries of records: the right report, good rows in, bad rows in quarantine, every row accounted for."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from damaging import Sent, read_sent
from municipal_damages import APART, SOUND, Damage
from municipal_home import BEFORE, NOW, MunicipalHome, Outcome, copy_home, invent_deliveries, small_twente
from municipal_refusals import REFUSED, Refusal

from noaber.synthetic.living.forms import Form, read_forms
from noaber.synthetic.living.lists import read_assumptions
from noaber.warehouse.publish import current_release


@dataclass(frozen=True)
class Suppliers:
    """What fourteen municipalities deliver, the form of each, and a home in which the quarter before has come in."""

    files: Mapping[str, bytes] = field(repr=False)
    forms: Mapping[str, Form] = field(repr=False)
    home: MunicipalHome = field(repr=False)

    def sent(self, town: str) -> Sent:
        """Give the sound file of a town of this quarter."""
        return read_sent(self.forms[town], self.files[f"wmo_{town}_{NOW}.csv"], self.files)


@pytest.fixture(scope="module")
def suppliers(tmp_path_factory: pytest.TempPathFactory) -> Suppliers:
    files = invent_deliveries()
    home = MunicipalHome(tmp_path_factory.mktemp("municipal"), small_twente())
    for name, data in files.items():
        if name.startswith("wmo") and BEFORE in name:
            home.send(name, data)
    assert home.build().built
    return Suppliers(files, read_forms(read_assumptions()), home)


def rows_in(sent: Sent) -> int:
    """Count the rows of a file the slow way: lines with anything in them, below the header."""
    nothing = f' "\x1a{sent.form.delimiter}'
    return sum(bool(line.strip(nothing)) for line in sent.text.splitlines()) - 1


def told_of(outcome: Outcome, home: MunicipalHome, file: str) -> str:
    """Put together everything that is said of a delivery, to all readers."""
    said = [str(problem) for problem in outcome.problems] + [json.dumps(home.quarantine(file))]
    return "\n".join([*said, json.dumps(outcome.built.release.manifest) if outcome.built else ""])


def check_nobody(said: str, sent: Sent) -> None:
    """Demand that nothing is said of anybody who stands in the sound file."""
    words = {*sent.column("person"), *sent.column("record"), *sent.column("birth")}
    assert [word for word in words if word in said] == []
    assert "Zonnebloem" not in said


@dataclass(frozen=True)
class Received:
    """What came of a damaged file: it, the outcome of the build that it was in, and its rows in quarantine."""

    sound: Sent = field(repr=False)
    damaged: Sent = field(repr=False)
    outcome: Outcome = field(repr=False)
    apart: list[dict[str, str]]
    said: str = field(repr=False)


@pytest.fixture(scope="module")
def received(suppliers: Suppliers, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Received]:
    """Receive all damages that come in: as many in one build as there are towns."""
    waiting: list[Damage] = [*SOUND, *APART]
    found: dict[str, Received] = {}
    while waiting:
        batch = list({damage.town: damage for damage in reversed(waiting)}.values())
        waiting = [damage for damage in waiting if damage not in batch]
        found |= _together(batch, suppliers, copy_home(suppliers.home, tmp_path_factory.mktemp("batch")))
    return found


def _together(batch: list[Damage], suppliers: Suppliers, home: MunicipalHome) -> dict[str, Received]:
    sent = {damage.name: suppliers.sent(damage.town) for damage in batch}
    damaged = {damage.name: damage.change(sent[damage.name]) for damage in batch}
    for damage in batch:
        assert damaged[damage.name].data != sent[damage.name].data
        home.send(f"wmo_{damage.town}_{NOW}.csv", damaged[damage.name].data)
    outcome = home.build()
    found = {}
    for damage in batch:
        file = f"wmo_{damage.town}_{NOW}.csv"
        told = told_of(outcome, home, file)
        found[damage.name] = Received(sent[damage.name], damaged[damage.name], outcome, home.quarantine(file), told)
    return found


def is_damaged(one: Received, line: int) -> bool:
    """Say whether a line of the damaged file is none of the sound one, or stands there again."""
    cells = next(csv.reader([one.damaged.lines[line - 1]], delimiter=one.damaged.form.delimiter))
    return line > len(one.sound.lines) or cells not in one.sound.table[1:]


@pytest.mark.parametrize("damage", SOUND + APART, ids=lambda damage: damage.name)
def test_good_rows_come_in_and_bad_ones_are_set_apart(damage: Damage, received: Mapping[str, Received]) -> None:
    """Each with its line, column and reason; delivered is accepted and set apart, and nobody is told of."""
    one = received[damage.name]
    told = one.outcome.delivery(f"wmo_{damage.town}_{NOW}.csv")
    assert Counter((row["column"], row["reason"]) for row in one.apart) == Counter(damage.apart)
    assert told["rows_read"] == rows_in(one.damaged)
    assert told["rows_read"] == told["rows_kept"] + told["rows_bad"]
    assert told["rows_bad"] == len(one.apart) == len({row["row"] for row in one.apart})
    assert [row["row"] for row in one.apart if not is_damaged(one, int(row["row"]))] == []
    check_nobody(one.said, one.sound)


@pytest.mark.parametrize("refusal", REFUSED, ids=lambda refusal: refusal.name)
def test_a_delivery_that_is_wrong_as_a_whole_is_refused(refusal: Refusal, suppliers: Suppliers, tmp_path: Path) -> None:
    """With what was found, what was expected and what to do, and no word of anybody; the release stands."""
    home, sent = copy_home(suppliers.home, tmp_path), suppliers.sent(refusal.town)
    before = current_release(home.store.releases("twente"))
    damaged = refusal.change(sent)
    file = f"wmo_{refusal.town}_{NOW}.csv"
    home.send(file, damaged.data if isinstance(damaged, Sent) else damaged)
    for name in refusal.beside:
        home.send(name, suppliers.files[name])
    outcome = home.build()
    assert outcome.code == "delivery"
    said = [(one.found, one.expected, one.next_step) for one in outcome.problems if file in one.place]
    words = (refusal.found, refusal.expected, refusal.next_step)
    assert any(all(word in part for word, part in zip(words, one, strict=True)) for one in said), said
    assert all(map(all, said))
    check_nobody(told_of(outcome, home, file), sent)
    assert current_release(home.store.releases("twente")) == before


@pytest.mark.parametrize("name", ["wmo_GM0147_2021-Q3 (1).csv", "wmo_Hengelo o_2021-Q3.csv", "wmo_GM0147_kwartaal.csv"])
def test_a_name_that_says_no_area_or_period_is_refused(name: str, suppliers: Suppliers, tmp_path: Path) -> None:
    """Before anything of the file is kept."""
    home = copy_home(suppliers.home, tmp_path)
    home.send(name, suppliers.sent("GM0147").data)
    outcome = home.build()
    assert [one.found.partition(" says no ")[0] for one in outcome.problems] == ["the name of the file"]
    assert name not in {delivery.file for delivery in home.store.keeper("twente").kept()}


@pytest.mark.parametrize("name", ["wmo_GM0147_2021-Q3.csv.zip", "WMO_GM0147_2021-Q3.CSV", "wmo_GM0147_2021-Q3.xlsx"])
def test_a_file_that_nearly_has_the_name_is_told_of(name: str, suppliers: Suppliers, tmp_path: Path) -> None:
    """No source takes it; what it should be called is said after the build."""
    home = copy_home(suppliers.home, tmp_path)
    home.send(name, b"whatever")
    outcome = home.build()
    assert outcome.built
    (note,) = outcome.built.notes
    assert note.startswith(f"{name}  is taken by no source, although wmo takes wmo_{{municipality}}_{{told}}.csv")
