"""The door: no identifier is found in anything that the house writes, wherever in a delivery it stood."""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from people_deliveries import PERSONS_HEAD, bsn, invent, office_door, write_deliveries

from noaber.content.model import Region
from noaber.sources.deliveries import find_deliveries
from noaber.sources.door import Door
from noaber.vocabulary.errors import DeliveryError, NoaberError
from noaber.warehouse.build import build, receive
from noaber.warehouse.people_kept import forget
from noaber.warehouse.publish import current_release
from noaber.warehouse.store import Store

CANARY, SPACED = bsn(4711), f"{bsn(4711)[:3]}.{bsn(4711)[3:6]}.{bsn(4711)[6:]}"
NAME = "Wilhelmina Zonnebloem"
PLANTED = (CANARY, SPACED, NAME)


def written(home: Path) -> Iterator[tuple[Path, str]]:
    """Give everything below a folder as text: also what is within Parquet and databases, and the names of files."""
    for path in sorted(home.rglob("*")):
        yield path, path.name
        if path.is_file():
            yield path, path.read_bytes().decode("latin-1")
            if path.suffix == ".parquet":
                yield path, str(parquet.read_table(path).to_pydict())


def check_nowhere(home: Path) -> None:
    """Demand that no planted identifier is found below a folder."""
    assert [(str(path), word) for path, text in written(home) for word in PLANTED if word in text] == []


def carry_in(office: Region, folder: Path, home: Path) -> str:
    """Build with what lies in a folder; give everything that was said and logged, refusals too."""
    said, logged = io.StringIO(), io.StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    try:
        with redirect_stdout(said), redirect_stderr(said):
            build(office, Store(home), folder, lambda *words: print(*words), office_door())
    except NoaberError as error:
        said.write(str(error) + repr(error.__cause__))
    finally:
        logging.getLogger().removeHandler(handler)
    return said.getvalue() + logged.getvalue()


def test_an_identifier_in_any_column_is_kept_nowhere(office: Region, tmp_path: Path) -> None:
    """Also in one that holds numbers, dates, codes or areas; the rest of the delivery comes in."""
    folder = write_deliveries(tmp_path / "in", invent(1, 30, 40), ("2024-Q1",))
    for file in ("care_GM9001_2024-Q1.csv", "persons_2024.csv"):
        head, *lines = (folder / file).read_text("utf-8").splitlines()
        planted = [_planted(lines[0], at, word) for at in range(head.count(";") + 1) for word in PLANTED]
        many = [f"1{n}{line}" if file.startswith("care") else line for n in range(400) for line in lines]
        (folder / file).write_text("\n".join([head, *planted, *many]) + "\n", "utf-8")
    home = tmp_path / "home"
    said = carry_in(office, folder, home)
    assert not any(word in said for word in PLANTED)
    check_nowhere(home)
    release = current_release(Store(home).releases("office"))
    assert release is not None, said
    bad = {d["file"]: d["rows_bad"] for d in release.manifest["deliveries"]}
    assert bad["care_GM9001_2024-Q1.csv"] >= 14
    assert list((home / "quarantine").rglob("care_GM9001*"))


def test_a_row_set_apart_is_told_by_its_line_in_the_file(office: Region, tmp_path: Path) -> None:
    """As the supplier sees it, the header being the first; a row with too many cells is one too."""
    folder = write_deliveries(tmp_path / "in", invent(1, 30, 40), ("2024-Q1",))
    path = folder / "care_GM9001_2024-Q1.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    many = [f"1{n}{line}" for n in range(20) for line in lines]
    many[4], many[9] = many[4].replace("2024-Q1", "once"), f"{many[9]};more"
    path.write_text("\n".join([head, *many]) + "\n", "utf-8")
    home = tmp_path / "home"
    carry_in(office, folder, home)
    with next((home / "quarantine").rglob("care_GM9001*")).open(encoding="utf-8", newline="") as file:
        found = {int(row["row"]): (row["column"], row["reason"]) for row in csv.DictReader(file)}
    assert found == {6: ("period", "'(masked)' is not a period"), 11: ("", "not as many cells as the header")}


def test_an_unknown_code_is_told_where_it_can_be_nothing_else(office: Region, tmp_path: Path) -> None:
    """It is masked in what is kept; how often it stood there is kept beside it, also after somebody is forgotten."""
    column = office.sources["care"].columns["product"]
    codes = {"H01": "help", **column.codes}
    source = office.sources["care"].model_copy(
        update={"columns": {**office.sources["care"].columns, "product": column.model_copy(update={"codes": codes})}}
    )
    region = replace(office, sources={**office.sources, "care": source})
    folder = write_deliveries(tmp_path / "in", invent(1, 30, 40), ("2024-Q1",))
    path = folder / "care_GM9001_2024-Q1.csv"
    lines = path.read_text("utf-8").splitlines()
    strange = [lines[1].replace(f";{lines[1].split(';')[3]};", f";{word};") for word in ("X99", "X99", NAME)]
    path.write_text("\n".join([*lines, *strange]) + "\n", "utf-8")
    store = Store(tmp_path / "home")
    receive(region, store, folder, Door(region, office_door().keys))
    keeper = store.keeper("office")

    def told() -> list[dict[str, dict[str, int]]]:
        return [keeper.unknown_codes(kept) for kept in keeper.kept() if kept.file == path.name]

    assert told() == [{"product": {"X99": 2}}]
    check_nowhere(tmp_path / "home")
    assert forget(region, store, [lines[1].split(";")[2]], office_door().keys())
    assert told() == [{"product": {"X99": 2}}]


def _planted(line: str, at: int, word: str) -> str:
    cells = line.split(";")
    cells[at] = word
    return ";".join(cells)


HEADS = {
    "a column that nobody declared": lambda text: text.replace(";mutatie", f";mutatie;{NAME}"),
    "no header at all": lambda text: text.partition("\n")[2],
    "a name twice in the header": lambda text: text.replace("kosten;mutatie", f"{CANARY};{CANARY}"),
    "a row with too many cells": lambda text: text + f"1;2;{CANARY};{NAME};5;6;7;8;9;10;11\n",
    "a quote that is never closed": lambda text: text + f'9;"{NAME};{CANARY}\n1;2\n',
    "bytes that are no text": lambda text: text + f"{CANARY}\0\1\2{NAME}\n",
    "a web page": lambda text: f"<!doctype html><title>{NAME} {CANARY}</title>",
}


@pytest.mark.parametrize("how", HEADS)
def test_a_damaged_delivery_tells_nothing_of_anybody(how: str, office: Region, tmp_path: Path) -> None:
    """Whatever is wrong with the file: neither refusal nor quarantine quotes it."""
    folder = write_deliveries(tmp_path / "in", invent(1, 30, 40), ("2024-Q1",))
    path = folder / "care_GM9001_2024-Q1.csv"
    text = path.read_text("utf-8").replace(bsn(1), CANARY)
    path.write_text(HEADS[how](text), "utf-8")
    home = tmp_path / "home"
    said = carry_in(office, folder, home)
    assert not any(word in said for word in PLANTED)
    check_nowhere(home)


def test_everybody_is_a_pseudonym_in_what_is_kept(office: Region, tmp_path: Path) -> None:
    """Of every person in a delivery; the same one has the same in two sources of one purpose, and none is a number."""
    folder = write_deliveries(tmp_path / "in", invent(1, 30, 40), ("2024-Q1",))
    home = tmp_path / "home"
    carry_in(office, folder, home)
    texts = [text for _, text in written(home)]
    assert not any(bsn(who) in text for text in texts for who in range(30))
    keeper = Store(home).keeper("office")
    codes = {}
    for delivery in keeper.kept():
        if delivery.kept:
            table = parquet.read_table(keeper.path(delivery)).to_pydict()
            codes.setdefault(delivery.source, set()).update(table["bsn"])
    assert codes["care"] < codes["persons"]
    assert len(codes["persons"]) == 30


def test_a_delivery_with_devices_is_refused(office: Region, tmp_path: Path) -> None:
    """And nothing of it is kept; the others come in."""
    folder = write_deliveries(tmp_path / "in", invent(1, 30, 40), ("2024-Q1",))
    path = folder / "care_GM9001_2024-Q1.csv"
    lines = path.read_text("utf-8").splitlines()
    marked = [lines[0] + ";mac", *(f"{line};aa:bb:cc:00:11:{n:02x}" for n, line in enumerate(lines[1:]))]
    path.write_text("\n".join(marked) + "\n", "utf-8")
    keeper = Store(tmp_path / "home").keeper("office")
    found = find_deliveries(folder, office.sources)
    with pytest.raises(DeliveryError, match="identifiers of devices in"):
        keeper.keep(found, door=office_door())
    kept = [delivery.file for delivery in keeper.kept()]
    assert path.name not in kept
    assert "care_GM9002_2024-Q1.csv" in kept


def test_a_number_in_the_name_of_a_file_is_refused(office: Region, tmp_path: Path) -> None:
    """The register would keep it."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / f"persons_{CANARY}.csv").write_text(f"{PERSONS_HEAD}\n", "utf-8")
    with pytest.raises(DeliveryError, match="in the name of the file") as caught:
        Store(tmp_path / "home").keeper("office").keep(find_deliveries(folder, office.sources), door=office_door())
    assert CANARY not in str(caught.value)


def test_without_a_door_nobody_comes_in(office: Region, tmp_path: Path) -> None:
    """Keeping personal data as it was sent is not possible."""
    folder = write_deliveries(tmp_path / "in", invent(1, 30, 40), ("2024-Q1",))
    with pytest.raises(DeliveryError, match="a delivery of personal data"):
        Store(tmp_path / "home").keeper("office").keep(find_deliveries(folder, office.sources))
    check_nowhere(tmp_path / "home")
