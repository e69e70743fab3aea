"""Provision files per municipality per quarter, each in its own form, and the list of old and new product codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import polars as pl

from noaber.synthetic.lists import Lists
from noaber.synthetic.living.chronicle import Chronicle
from noaber.synthetic.living.columns import Ints, Reals, read_curve, sum_by
from noaber.synthetic.living.draws import Draws
from noaber.synthetic.living.forms import Form, read_forms, render_form
from noaber.synthetic.living.frames import dates, numbers, pick
from noaber.synthetic.living.homes import render_postcodes
from noaber.synthetic.living.provisions import Product, Provisions
from noaber.synthetic.living.reporting import CHANGES, Fate, Told, days_in, decide, first_day, tell
from noaber.synthetic.living.spoiling import SOUND, spoil
from noaber.synthetic.living.truth import Damage, Truth

File = tuple[str, bytes]


def render_provisions(chronicle: Chronicle, provisions: Provisions, assumptions: Lists, truth: Truth) -> Iterator[File]:
    """Give the files of one law, quarter by quarter."""
    care, forms = assumptions.trees["care"], read_forms(assumptions)
    names = name_providers(assumptions, provisions.law)
    fates: dict[int, Fate] = {}
    costs = np.zeros(len(chronicle.places.towns))
    for quarter in range(4 * chronicle.years.start, 4 * chronicle.years.stop):
        fates[quarter] = decide(provisions, quarter, care, chronicle.scope.seed)
        fates.pop(quarter - 3, None)
        costs = costs + _true_costs(chronicle, provisions, fates[quarter], quarter, care)
        if quarter % 4 == 3:
            truth.add_towns(f"{provisions.law}_euros", quarter // 4, np.round(costs, 2))
            costs = np.zeros(len(chronicle.places.towns))
        told = tell(fates, quarter)
        frame = _frame(chronicle, provisions, told, quarter, care, names)
        frame = spoil(frame, Draws(chronicle.scope.seed, provisions.law, "damage", quarter))
        frame = _numbered(frame, assumptions, chronicle.scope.seed, quarter)
        for (town,), part in frame.partition_by("town", as_dict=True, maintain_order=True).items():
            yield _file(forms[str(town)], part, provisions.law, quarter, truth)


def _frame(
    chronicle: Chronicle, provisions: Provisions, told: Told, quarter: int, care: Mapping[str, Any],
    names: tuple[list[str], list[str]],
) -> pl.DataFrame:  # fmt: skip
    spells, rows = provisions.spells, told.spell
    person, home = spells.person[rows], spells.home[rows]
    homes = chronicle.homes
    known = spells.end[rows] < first_day(quarter + 1)
    codes, labels = names
    return pl.DataFrame({
        "town": pick(chronicle.places.towns, spells.town[rows]),
        "record": numbers(10 * (rows + 1) + told.ghost, 8),
        "quarter": told.quarter,
        "person": numbers(chronicle.bsn[person], 9),
        "birth": dates(chronicle.people.birth[person]),
        "postcode": render_postcodes(chronicle.places, homes.buurt[home], homes.block[home]),
        "product": _codes(provisions.products, provisions.product[rows], told, care),
        "provider": pick(codes, provisions.provider[rows]),
        "provider_name": pick(labels, provisions.provider[rows]),
        "start": dates(spells.start[rows]),
        "end": dates(np.where(known, spells.end[rows], 99_999)),
        "cost": _costs(provisions, told, care),
        "change": pick(CHANGES, told.change),
    })  # fmt: skip


def _codes(products: tuple[Product, ...], product: Ints, told: Told, care: Mapping[str, Any]) -> pl.Series:
    """The code of the purchasing model of the quarter told of; a ghost bears that of another product."""
    modern = told.quarter >= 4 * care["new_codes_from"]
    shown = np.where(told.ghost, (product + 1) % len(products), product)
    old, new = [p.old or p.new for p in products], [p.new or p.old for p in products]
    return pick(old + new, shown + len(products) * modern)


def _costs(provisions: Provisions, told: Told, care: Mapping[str, Any]) -> Reals:
    """Euros told of a quarter; a wrong row tells half as much again."""
    cost: Reals = np.round(_euros(provisions, told.spell, told.quarter, care) * np.where(told.wrong, 1.5, 1.0), 2)
    return cost


def _euros(provisions: Provisions, spell: Ints, quarter: Ints, care: Mapping[str, Any]) -> Reals:
    months = days_in(provisions.spells.start[spell], provisions.spells.end[spell], quarter) / 30.4375
    euros: Reals = np.round(provisions.price[spell] * months * read_curve(care["prices"], quarter / 4), 2)
    return euros


def _true_costs(
    chronicle: Chronicle, provisions: Provisions, fate: Fate, quarter: int, care: Mapping[str, Any]
) -> Reals:  # fmt: skip
    """Euros of a quarter per municipality once all that is late or wrong is told and set right."""
    euros = _euros(provisions, fate.spell, np.full(len(fate.spell), quarter), care)
    towns = provisions.spells.town[fate.spell]
    return sum_by(towns, euros, len(chronicle.places.towns))


def _numbered(frame: pl.DataFrame, assumptions: Lists, seed: int, quarter: int) -> pl.DataFrame:
    """Add to each row the line that it gets in the file of its municipality, and a note."""
    notes = assumptions.trees["forms"]["notes"]
    places = Draws(seed, "notes", quarter).among(np.ones(len(notes)), len(frame))
    lines = pl.int_range(2, pl.len() + 2).over("town")
    return frame.with_columns(note=pick(notes, places), line=lines)


def _file(form: Form, part: pl.DataFrame, law: str, quarter: int, truth: Truth) -> File:
    """Give one file, and note what is wrong in it on purpose."""
    year, number = quarter // 4, quarter % 4 + 1
    name = f"{law}/{form.town}/{law}_{form.town}_{year}-Q{number}.csv"
    bad = part.filter(pl.col("damage") != SOUND)
    truth.damage += [Damage(name, *row) for row in bad.select("line", "record", "damage").iter_rows()]
    typed = bool(form.free_text) and year >= form.free_text_from
    if typed:
        truth.damage.append(Damage(name, 0, form.free_text, "free text"))
    return name, render_form(form, part, law, quarter, typed)


def name_providers(assumptions: Lists, law: str) -> tuple[list[str], list[str]]:
    """Give codes (in the form of an AGB code) and names of the invented providers of a law."""
    care = assumptions.trees["care"]
    forms, number = care["provider_forms"][law], care["providers"][law]
    stems = assumptions.trees["providers"]["stems"]
    start = list(care["provider_forms"]).index(law)
    names = [forms[place % len(forms)].format(name=stems[(place * 3 + start) % len(stems)]) for place in range(number)]
    names = [name if names.index(name) == place else f"{name} {place}" for place, name in enumerate(names)]
    return [f"99{start + 1}{place + 1:05}" for place in range(number)], names


def render_concordance(assumptions: Lists) -> File:
    """Give the published list of old and new codes: same, split, merged, without successor, without predecessor."""
    rows = list(assumptions.tables["products"])
    old = [(row["law"], row["old"]) for row in rows]
    new = [(row["law"], row["new"]) for row in rows]
    weights = _weights(rows)
    lines = ["wet;code_oud;code_nieuw;omschrijving;soort;aandeel;geldig_vanaf"]
    start = assumptions.trees["care"]["new_codes_from"]
    for place, row in enumerate(rows):
        kind = _kind(row["old"], row["new"], old.count(old[place]), new.count(new[place]))
        share = f"{weights[place]:.2f}".replace(".", ",") if row["old"] and row["new"] else ""
        lines.append(f"{row['law']};{row['old']};{row['new']};{row['name']};{kind};{share};{start}-01-01")
    return "codes/concordantie_producten.csv", ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _kind(old: str, new: str, same_old: int, same_new: int) -> str:
    if not new:
        return "vervallen"
    if not old:
        return "nieuw"
    return "gesplitst" if same_old > 1 else "samengevoegd" if same_new > 1 else "gelijk"


def _weights(rows: list[Any]) -> list[float]:
    """The share of an old code that goes to each new one: by clients, that is by how often and how long."""
    clients = [float(row["adult"]) * float(row["days"]) + float(row["old75"]) for row in rows]
    whole: dict[tuple[str, str], float] = {}
    for row, number in zip(rows, clients, strict=True):
        key = (row["law"], row["old"])
        whole[key] = whole.get(key, 0.0) + number
    return [number / whole[row["law"], row["old"]] if whole[row["law"], row["old"]] else 1.0
            for row, number in zip(rows, clients, strict=True)]  # fmt: skip
