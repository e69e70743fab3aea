"""The site of the fixture office in tiers, with accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from mapped_office import make_mapped_office
from office_home import OfficeHome
from signed_in import Clock, Person, let_in, make_account, make_person
from tiered_office import Planted, make_tiers

from noaber.access.desk import Desk, open_desk
from noaber.content.read import read_region, read_rights
from noaber.products.processing import ProcessingRegister, processing_of
from noaber.products.wording import Wording
from noaber.web.app import Door, create_app
from noaber.web.release_store import ReleaseStore

QUICK = PasswordHasher.from_parameters(CHEAPEST)


@dataclass(frozen=True)
class SigningOffice:
    """The office, its desk with a clock that can be set, its site, and the figures planted in it."""

    office: OfficeHome
    desk: Desk
    clock: Clock
    app: Any
    planted: dict[str, Planted]
    register: Callable[[str], ProcessingRegister]

    def person(self, role: str, *areas: str, whole: bool = True) -> Person:
        """Give somebody new who has signed in with a role."""
        return make_person(self.desk, self.app, role, areas, whole)

    def anybody(self) -> Person:
        """Give somebody who has not signed in."""
        return Person(self.app)

    def account(self, role: str, *areas: str) -> tuple[Any, Person]:
        """Give a new account, and its browser."""
        account = make_account(self.desk, role, areas)
        return account, let_in(self.desk, self.app, account)


def make_signing_office(folder: Path, url: str = "") -> SigningOffice:
    """Build the office, make its tiers, open its desk and its site."""
    office = make_mapped_office(folder)
    office.build()
    return open_signing_site(office, make_tiers((office.releases / "current").resolve()), url)


def open_signing_site(office: OfficeHome, planted: dict[str, Planted] | None = None, url: str = "") -> SigningOffice:
    """Open the desk and the site of an office whose releases have their tiers."""
    clock = Clock()
    file, rights = read_rights(office.content)
    assert rights is not None
    desk = open_desk(office.store.home, "office", rights, url, (*file.name.values(),), clock, QUICK)
    region = read_region(office.content)

    def register(language: str) -> ProcessingRegister:
        return processing_of(region, Wording.of(language))

    app = create_app(ReleaseStore(office.releases), door=Door(desk, register=register))
    return SigningOffice(office, desk, clock, app, planted or {}, register)
