"""Fourteen municipalities that deliver provisions, each in its own form: a small region to build, and to damage."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from people_deliveries import KEYS

from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.sources.deliveries import MARKER
from noaber.sources.door import Door
from noaber.synthetic.invent import build_world
from noaber.synthetic.lists import read_lists
from noaber.synthetic.living.chronicle import live
from noaber.synthetic.living.lists import read_assumptions
from noaber.synthetic.living.provision_files import render_provisions
from noaber.synthetic.living.provisions import provide
from noaber.synthetic.living.scope import Scope
from noaber.synthetic.living.truth import Truth
from noaber.vocabulary.areas import Area
from noaber.vocabulary.errors import NoaberError, Problem
from noaber.vocabulary.languages import Text
from noaber.warehouse.build import Built, build
from noaber.warehouse.store import Store

TWENTE = Path(__file__).resolve().parents[2] / "regions" / "twente"
SCOPE = Scope(seed=7, people=16_000, first=2021, last=2021)
BEFORE, NOW = "2021-Q2", "2021-Q3"


def small_twente() -> Region:
    """Give Twente with one source, one indicator, and the postcodes of the invented region."""
    region = read_region(TWENTE)
    codes = sorted({buurt.postcode for buurt in build_world(SCOPE.seed, read_lists()).buurten})
    return replace(
        region,
        areas=(*region.areas, *(Area(code, "pc4", Text(code)) for code in codes)),
        sources={"wmo": region.sources["wmo"]},
        indicators={"wmo_clients": region.indicators["wmo_clients"]},
        corrections=(),
        stories={},
        accounts={},
    )


def invent_deliveries() -> dict[str, bytes]:
    """Invent what all municipalities deliver of two laws, by the name of the file, as it is without what is botched on
    purpose in it."""
    lists, assumptions = read_lists(), read_assumptions()
    chronicle = live(build_world(SCOPE.seed, lists), SCOPE, assumptions)
    truth = Truth(chronicle.places.towns)
    laws = (provide(chronicle, assumptions, law) for law in ("wmo", "jeugd"))
    files = dict(file for law in laws for file in render_provisions(chronicle, law, assumptions, truth))
    return {Path(name).name: _sound(data, name, truth) for name, data in files.items()}


def _sound(data: bytes, name: str, truth: Truth) -> bytes:
    """Take the botched lines out."""
    botched = {one.line for one in truth.damage if one.file == name and one.line}
    end = "\n".encode("utf-16-le") if data.startswith(b"\xff\xfe") else b"\n"
    return end.join(line for number, line in enumerate(data.split(end), 1) if number not in botched)


@dataclass(frozen=True)
class Outcome:
    """What came of a build: the release, or all problems and what was refused."""

    built: Built | None
    problems: tuple[Problem, ...]
    code: str

    def delivery(self, file: str) -> Mapping[str, Any]:
        """Give what the release says of a delivery."""
        assert self.built, "\n".join(map(str, self.problems))
        return next(one for one in self.built.release.manifest["deliveries"] if one["file"] == file)


@dataclass(frozen=True)
class MunicipalHome:
    """The home of the house and the folder in which its suppliers' files come in."""

    folder: Path
    region: Region

    @property
    def store(self) -> Store:
        """What the house keeps."""
        return Store(self.folder / "home")

    def send(self, file: str, data: bytes) -> None:
        """Let a supplier send a file."""
        inbox = self.folder / "in"
        inbox.mkdir(parents=True, exist_ok=True)
        (inbox / MARKER).write_text("synthetic: true\n", "utf-8")
        (inbox / file).write_bytes(data)

    def build(self) -> Outcome:
        """Build from what came in."""
        try:
            built = build(self.region, self.store, self.folder / "in", door=Door(self.region, lambda: KEYS))
        except NoaberError as error:
            return Outcome(None, error.problems, error.code)
        return Outcome(built, (), "")

    def quarantine(self, file: str) -> list[dict[str, str]]:
        """Give the rows of a delivery that are set apart."""
        found = sorted(self.store.quarantine("twente").rglob(f"{file}-*.csv"))
        return [row for path in found for row in _rows(path)]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def copy_home(home: MunicipalHome, folder: Path) -> MunicipalHome:
    """Copy a home with everything it keeps; nothing has come in."""
    shutil.copytree(home.folder / "home", folder / "home", symlinks=True)
    return MunicipalHome(folder, home.region)
