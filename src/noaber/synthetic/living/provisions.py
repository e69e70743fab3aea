"""Provisions under Wmo, Jeugdwet and Participatiewet: spells with product, provider, volume and monthly price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from noaber.synthetic.lists import Lists, Row
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Ints, Reals, day
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.panel import Panel, open_panel
from noaber.synthetic.living.spells import Spells, begin_spells

AGE_COLUMNS = ("young", "child", "teen", "adult", "old65", "old75", "old85")
MAX_AGE_OF_YOUTH = 23


@dataclass(frozen=True)
class Product:
    """A provision with its code in both purchasing models; an empty code means that it is not in that model."""

    law: str
    name: str
    old: str
    new: str
    label: str
    euros: float
    days: float
    rates: tuple[float, ...]
    frail: float
    poor: float
    growth: float


@dataclass(frozen=True)
class Provisions:
    """All provision spells of a law: `product` and `provider` by place in their lists, `price` euros per month."""

    law: str
    products: tuple[Product, ...]
    spells: Spells
    product: Ints
    provider: Ints
    price: Reals


def read_products(rows: tuple[Row, ...], law: str) -> tuple[Product, ...]:
    """Give the products of a law, in the order of the list."""
    return tuple(
        Product(row["law"], row["product"], row["old"], row["new"], row["name"], float(row["euros"]),
                float(row["days"]), tuple(float(row[column]) for column in AGE_COLUMNS),
                float(row["frail"]), float(row["poor"]), float(row["growth"]))
        for row in rows if row["law"] == law
    )  # fmt: skip


def provide(chronicle: Chronicle, assumptions: Lists, law: str) -> Provisions:
    """Give all spells of a law in the years of a chronicle."""
    care = assumptions.trees["care"]
    products = read_products(assumptions.tables["products"], law)
    parts: list[Spells] = []
    kinds: list[int] = []
    free = [np.zeros(len(chronicle.people), dtype=np.int64) for _ in products]
    for year in chronicle.years:
        panel = open_panel(chronicle, year)
        need = _need(panel)
        for place, product in _offered(products, year, care):
            draws = Draws(chronicle.scope.seed, law, product.name, year)
            chance = _chance(panel, need, product, care, year)
            first = year == chronicle.scope.first or (not product.old and year == care["new_codes_from"])
            spells = begin_spells(panel, chance, product.days, free[place], draws, first and bool(product.old))
            parts.append(_ended(spells, product, care))
            kinds.append(place)
    spells = Spells(*(np.concatenate([getattr(part, name) for part in parts]) for name in Spells.__annotations__))
    kind = np.concatenate([np.full(len(part), place) for part, place in zip(parts, kinds, strict=True)])
    return _dress(Draws(chronicle.scope.seed, law, "dress"), law, products, spells, kind, care)


def _offered(products: tuple[Product, ...], year: int, care: Mapping[str, Any]) -> Iterator[tuple[int, Product]]:
    """Products with a code in this year."""
    for place, product in enumerate(products):
        if product.new if year >= care["new_codes_from"] else product.old:
            yield place, product


def _need(panel: Panel) -> tuple[Reals, Reals]:
    """How frail and how poor people are against the mean, on a scale that is about normal around 0."""
    return panel.frailty, -0.7 * panel.skill - 0.45 * panel.wealth


def _chance(
    panel: Panel, need: tuple[Reals, Reals], product: Product, care: Mapping[str, Any], year: int
) -> Reals:  # fmt: skip
    """The chance that a spell begins in a year: by age, more for the frail and the poor, and growing."""
    band = np.searchsorted(np.array(care["ages"]), panel.age, side="right")
    level = np.array(product.rates)[band] * care["level"][product.law]
    if product.law == "jeugd":
        level = np.where(panel.age < MAX_AGE_OF_YOUTH, level, 0.0)
    tilt = product.frail * need[0] + product.poor * need[1]
    mean = 0.5 * (product.frail**2 + 0.7 * product.poor**2)
    chance: Reals = level * np.exp(tilt - mean) * (1 + product.growth) ** (year - care["rate_year"])
    return np.minimum(chance, 0.9)


def _ended(spells: Spells, product: Product, care: Mapping[str, Any]) -> Spells:
    """Let spells of a product without successor end with the old purchasing model."""
    if product.new:
        return spells
    last = day(care["new_codes_from"]) - 1
    return Spells(spells.person, spells.town, spells.home, spells.start, np.minimum(spells.end, last))


def _dress(
    draws: Draws, law: str, products: tuple[Product, ...], spells: Spells, kind: Ints, care: Mapping[str, Any]
) -> Provisions:  # fmt: skip
    """Give spells a provider (each municipality has its own large ones) and a price."""
    order = np.lexsort((kind, spells.person, spells.start, spells.town))
    spells = Spells(*(getattr(spells, name)[order] for name in Spells.__annotations__))
    size = care["providers"][law]
    rank = draws.among(1.0 / (1 + np.arange(size)) ** 0.9, len(order))
    local = np.where(rank < 4, rank, (rank * 7 + spells.town * 5) % size)
    volume = 0.5 + draws.uniform(len(order)) + 0.25 * np.abs(draws.normal(len(order)))
    euros = np.array([product.euros for product in products])[kind[order]]
    return Provisions(law, products, spells, kind[order], local, np.rint(100 * euros * volume / 1.2) / 100)
