"""Two sites that differ in nothing but the true values of figures that a visitor may not see.

Whatever is answered to such a visitor has to be the same on both, byte for byte: whatever is not tells of a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
from mapped_office import make_mapped_office
from office_home import OfficeHome, copy_office
from running_sites import send_next_quarter
from signed_in import Person, Reply, let_in, make_account
from signing_office import SigningOffice, open_signing_site
from site_addresses import addresses
from tiered_office import TIERS, make_tiers

from noaber.web.app import OWN_PAGES, PAGES

OWN = "GM9001"
"""The municipality whose figures both sites have alike."""
LIE = """UPDATE observation SET value = -value / 7 WHERE beyond AND area_key NOT IN (
  SELECT area_key FROM area WHERE code = $own
  UNION SELECT l.child_key FROM location l JOIN area a ON a.area_key = l.parent_key WHERE a.code = $own)"""
"""Another sign, another size, and the opposite order."""
OPEN_UP = "DELETE FROM observation; INSERT INTO observation SELECT * REPLACE (false AS beyond) FROM told.observation"
MORE: dict[str, tuple[str, ...]] = {
    "cijfer": (
        "?gebieden=GM9003&niveau=gemeente&volgorde=waarde&als=aandeel",
        "?gebieden=GM9003,GM9002&niveau=buurt&tot=2024&indeling=kwantiel&klassen=3",
        "?gebieden=BU90030000@2024&niveau=buurt&tot=2024&indeling=natuurlijk&volgorde=waarde",
        "?gebieden=GM9003&als=index&uitsplitsing=sex",
        "?gebieden=GM9003&als=verschil&volgorde=verandering",
        "?gebieden=GM9003&als=niets&tot=1850",
        "?gebieden=BU90030900@2025&niveau=buurt&volgorde=waarde&indeling=natuurlijk",
        "?gebieden=BU90030900@2025&niveau=buurt&als=aandeel",
    ),
    "ingesloten": ("?gebieden=BU90030900@2025&niveau=buurt",),
    "tabel": (
        "?cijfers=inhabitants,house_value,house_value_unweighted&niveau=buurt&grafieken=ja&kolommen=cijfer",
        "?cijfers=inhabitants&niveau=gemeente&delen=alle&binnen=GM9003",
        "?cijfers=inhabitants&niveau=gemeente&gebieden=GM9003,GM9002&grafieken=ja",
        "?cijfers=women_share,atlantis",
    ),
    "uitleg": (
        "?als=index&basis=2023",
        "?vorm=kaart",
        "?slice=sex=f",
        "?als=aandeel",
        "?als=verschil&referentie=GM9002",
    ),
    "zoek": ("?q=vrowen", "?q=Aandeel+vrouwen", "?q=GM9003", "?q=7"),
    "nieuws": ("",),
}
"""More ways of looking than the rights are tried with: orders, classes, ways, categories, and what cannot be."""
PLACES = ("/", "/robots.txt", "/oembed?url=https://localhost/nl/cijfer/inhabitants")
SAID_ANEW = re.compile(rb"[0-9a-f]{64}|clip\d+")
"""Tokens of forms, and the names of parts of a drawing, which are numbered on through a process."""


@dataclass(frozen=True)
class Twins:
    """The two sites, and the people who ask the same of both."""

    sites: tuple[SigningOffice, SigningOffice]

    def pair(self, role: str = "", *areas: str) -> tuple[Person, Person]:
        """Give the same person twice, each before one of the sites."""
        one, other = (self._person(site, role, areas) for site in self.sites)
        return one, other

    def _person(self, site: SigningOffice, role: str, areas: tuple[str, ...]) -> Person:
        if not role:
            return site.anybody()
        account = make_account(site.desk, role, areas, name="Persoon")
        return let_in(site.desk, site.app, account)


def make_twins(folder: Path) -> Twins:
    """Build an office with two releases in tiers, copy it, and let the copy say something else of what is hidden."""
    office = _build_twice(folder / "one")
    other = copy_office(office, folder / "two")
    for tier in TIERS:
        for file in _files(other, tier):
            _change(file, LIE, {"own": OWN})
    return Twins((open_signing_site(office), open_signing_site(other)))


def make_open_twins(twins: Twins, folder: Path) -> Twins:
    """The same without protection: the public file of both says what only the highest tier may."""
    opened = []
    for number, site in enumerate(twins.sites):
        office = copy_office(site.office, folder / str(number))
        for file in _files(office, "public"):
            told = f"ATTACH '{file.with_name('internal.duckdb')}' AS told (READ_ONLY); {OPEN_UP}"
            _change(file, told)
        opened.append(open_signing_site(office))
    return Twins((opened[0], opened[1]))


def _build_twice(folder: Path) -> OfficeHome:
    office = make_mapped_office(folder)
    for send in (lambda office: None, send_next_quarter):
        send(office)
        office.build()
        make_tiers((office.releases / "current").resolve())
    return office


def _files(office: OfficeHome, tier: str) -> list[Path]:
    """Give the file of a tier in every release, each once: the newest has a second name."""
    return sorted({file.resolve() for file in office.releases.glob(f"*/{tier}.duckdb")})


def _change(file: Path, sql: str, values: dict[str, str] | None = None) -> None:
    with duckdb.connect(file) as database:
        database.execute(sql, values)
        database.execute("CHECKPOINT")


def every_address(path: str) -> Iterator[str]:
    """Give the addresses of a route, in all the ways of looking."""
    yield from addresses(path)
    if path.endswith(".png"):
        return
    plain = dict.fromkeys(address.partition("?")[0] for address in addresses(path))
    part = path.split("/")[2].partition(".")[0] if path.count("/") > 1 else ""
    yield from (address + query for address in plain for query in MORE.get(part, ()))


ROUTES = [path for path, _ in (*PAGES, *OWN_PAGES)] + list(PLACES)


def as_said(reply: Reply) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Give all that is in an answer but what is made anew for each: status, headers with length and tag, body."""
    body, headers = reply.content, [pair for pair in reply.headers if pair[0] != "set-cookie"]
    if SAID_ANEW.search(body):
        body = SAID_ANEW.sub(b"", body)
        headers = [pair for pair in headers if pair[0] not in ("content-length", "etag")]
    return reply.status, tuple(sorted(headers)), body
