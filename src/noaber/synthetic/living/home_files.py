"""The dwellings as delivered each 1 January: address, kind, owner, year of building, area, value and energy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Ints, Reals, read_curve
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.frames import pick, to_csv
from noaber.synthetic.living.homes import APARTMENT, CORPORATION, OWNED, Homes
from noaber.synthetic.living.register_files import File, render_address
from noaber.synthetic.living.truth import Truth


def render_homes(chronicle: Chronicle, year: int, terms: Mapping[str, Any], truth: Truth) -> File:
    """Give the dwellings that stand on 1 January of a year, with value (thousands of euros) and use of energy."""
    homes, home = chronicle.homes, np.arange(chronicle.homes_on[year])
    register = chronicle.registers[year]
    lived_in = np.zeros(len(home), dtype=bool)
    lived_in[register.home] = True
    value = _values(homes, home, year, terms)
    gas, current = _energy(chronicle, home, year, terms)
    frame = pl.DataFrame({
        **render_address(chronicle, home, year),
        "woningtype": pick(terms["kinds"], homes.kind[home]),
        "eigendom": pick(terms["owners"], homes.owner[home]),
        "bouwjaar": homes.built[home],
        "oppervlakte_m2": homes.area[home],
        "woz_waarde": value * 1000,
        "energielabel": pick(terms["labels"], homes.label[home]),
        "gas_m3": np.where(lived_in, gas, 0),
        "elektriciteit_kwh": np.where(lived_in, current, 0),
        "bewoond": pick("NJ", lived_in.astype(np.int64)),
    })  # fmt: skip
    _tell(chronicle, home, year, (value, gas, current), lived_in, truth)
    return f"woningen/woningen_{year}-01-01.csv", to_csv(frame)


def _values(homes: Homes, home: Ints, year: int, terms: Mapping[str, Any]) -> Ints:
    """Values in whole thousands of euros, around the mean of the year."""
    mean = float(homes.worth[home].mean())
    values: Ints = np.maximum(40, np.rint(homes.worth[home] / mean * float(read_curve(terms["woz"], year))))
    return values.astype(np.int64)


def _energy(chronicle: Chronicle, home: Ints, year: int, terms: Mapping[str, Any]) -> tuple[Ints, Ints]:
    """Use in a year: by kind of dwelling, size and (gas) label."""
    homes, draws = chronicle.homes, Draws(chronicle.scope.seed, "energy", year)
    kind = homes.kind[home]
    size: Reals = homes.area[home] / np.array(terms["area"], dtype=float)[kind]
    gas = np.array(terms["gas_of"])[kind] * size**0.5 * (0.72 + 0.105 * homes.label[home])
    current = np.array(terms["electricity_of"])[kind] * size**0.4

    def scaled(use: Reals, mean: float) -> Ints:
        whole = use / use.mean() * mean * (1 + 0.25 * draws.normal(len(home)))
        rounded: Ints = np.maximum(0, np.rint(whole / 10) * 10).astype(np.int64)
        return rounded

    means = [float(read_curve(terms[name], year)) for name in ("gas", "electricity")]
    return scaled(gas, means[0]), scaled(current, means[1])


def _tell(
    chronicle: Chronicle, home: Ints, year: int, figures: tuple[Ints, Ints, Ints], lived_in: Any, truth: Truth
) -> None:
    homes, places = chronicle.homes, chronicle.places
    town = places.town[homes.buurt[home]]
    truth.add_towns("dwellings", year, np.bincount(town, minlength=len(places.towns)))
    built, owner = homes.built[home], homes.owner[home]
    shares = {
        "owned_pct": owner == OWNED, "corporation_pct": owner == CORPORATION, "vacant_pct": ~lived_in,
        "single_family_pct": homes.kind[home] != APARTMENT, "before_1945_pct": built < 1945,
        "before_2000_pct": built < 2000,
    }  # fmt: skip
    for name, mine in shares.items():
        truth.add(name, year, 100 * float(mine.mean()))
    value, gas, current = figures
    truth.add("woz_mean", year, float(value.mean()))
    truth.add("gas_mean", year, float(gas[lived_in].mean()))
    truth.add("electricity_mean", year, float(current[lived_in].mean()))
