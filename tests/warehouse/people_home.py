"""The fixture office with invented people: its content, their deliveries, and a home to build in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from office_home import OfficeHome, make_office
from people_deliveries import Town, invent, office_door, write_deliveries

from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.warehouse.build import Built, build

SEED = bytes(range(32))
"""A private key of signatures that everybody knows."""


@dataclass(frozen=True)
class PeopleHome:
    """An office of one's own with records of people."""

    office: OfficeHome

    @property
    def region(self) -> Region:
        """Its content."""
        return read_region(self.office.content)

    @property
    def release(self) -> Path:
        """The folder of the current release."""
        return (self.office.releases / "current").resolve()

    def build(self) -> Built:
        """Build from the deliveries, with a certificate that is signed."""
        door = office_door(self.office.content)
        return build(self.region, self.office.store, self.office.deliveries, door=door, signer=lambda: SEED)


def make_people(folder: Path, town: Town | None = None) -> PeopleHome:
    """Give an office whose people were invented; nothing is built yet."""
    office = make_office(folder / "office-of-people")
    write_deliveries(office.deliveries, town or invent(3))
    return PeopleHome(office)
