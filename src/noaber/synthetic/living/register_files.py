"""The register of persons as delivered: an extract per 1 January, and the mutations in between."""

from __future__ import annotations

import numpy as np
import polars as pl

from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Flags, Ints, day
from noaber.synthetic.living.frames import dates, numbers, pick, to_csv
from noaber.synthetic.living.homes import render_postcodes
from noaber.synthetic.living.places import render_codes
from noaber.synthetic.living.society import GONE

POSITIONS = ("hoofd", "partner", "kind")
KINDS = ("geboorte", "overlijden", "verhuizing binnen gemeente", "verhuizing binnen regio", "vestiging",
         "immigratie", "vertrek", "emigratie", "correctie in", "correctie uit")  # fmt: skip
File = tuple[str, bytes]


def render_register(chronicle: Chronicle, year: int) -> File:
    """Give the extract of 1 January of a year; the position in the household is derived and has no mutations."""
    register = chronicle.registers[year]
    person = register.person.astype(np.int64)
    frame = pl.DataFrame({
        "bsn": numbers(chronicle.bsn[person], 9),
        "geboortedatum": dates(chronicle.people.birth[person]),
        "geslacht": pick("MV", chronicle.people.sex[person]),
        "huishoudnummer": register.household,
        "positie": pick(POSITIONS, register.role),
        **render_address(chronicle, register.home.astype(np.int64), year),
        "datum_vestiging_adres": dates(register.since),
    })  # fmt: skip
    return f"brp/brp_personen_{year}-01-01.csv", to_csv(frame)


def render_address(chronicle: Chronicle, home: Ints, year: int) -> dict[str, pl.Series]:
    """Give number, postcode, house number, buurt and municipality of homes, with the codes of 1 January."""
    homes, places = chronicle.homes, chronicle.places
    buurt, block = homes.buurt[home], homes.block[home]
    return {
        "adres_id": number_homes(home),
        "postcode": render_postcodes(places, buurt, block),
        "huisnummer": pl.Series(homes.number[home]),
        "buurtcode": render_codes(places, buurt, block, year),
        "gemeentecode": pick(places.towns, places.town[buurt]),
    }


def number_homes(home: Ints) -> pl.Series:
    """Give the number of a dwelling: 16 figures as in the register of addresses, beginning with 99."""
    return numbers(9_900_010_000_000_000 + home, 16)


def render_mutations(chronicle: Chronicle, year: int) -> File:
    """Give the mutations of a year by day: who, what, and address and household before and after."""
    log = chronicle.log
    mine = (log["day"] >= day(year)) & (log["day"] < day(year + 1))
    told = {name: column[mine] for name, column in log.items()}
    person = told["person"]
    frame = pl.DataFrame({
        "datum": dates(told["day"]),
        "soort": pick(KINDS, told["kind"]),
        "bsn": numbers(chronicle.bsn[person], 9),
        "geboortedatum": dates(chronicle.people.birth[person]),
        "geslacht": pick("MV", chronicle.people.sex[person]),
        "adres_id_oud": _known(number_homes(told["home"]), told["home"] != GONE),
        "gemeente_oud": _town(chronicle, told["home"]),
        "huishoudnummer_oud": _known(pl.Series(told["household"]), told["household"] != GONE),
        "adres_id_nieuw": _known(number_homes(told["new_home"]), told["new_home"] != GONE),
        "gemeente_nieuw": _town(chronicle, told["new_home"]),
        "huishoudnummer_nieuw": _known(pl.Series(told["new_household"]), told["new_household"] != GONE),
    })  # fmt: skip
    return f"brp/brp_mutaties_{year}.csv", to_csv(frame)


def _known(column: pl.Series, known: Flags) -> pl.Series:
    return column.set(pl.Series(~known), None)


def _town(chronicle: Chronicle, home: Ints) -> pl.Series:
    places = chronicle.places
    return _known(pick(places.towns, places.town[chronicle.homes.buurt[home]]), home != GONE)
