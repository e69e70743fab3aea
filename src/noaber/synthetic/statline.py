"""Exports from the StatLine website: title lines, paths as headers, a row of units, decimal commas, a footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from noaber.synthetic.chance import stream
from noaber.synthetic.housing import exists, named_regions, price, stock
from noaber.synthetic.lists import Lists
from noaber.synthetic.regions import Region
from noaber.synthetic.tabular import Dialect, Files, render_table
from noaber.synthetic.world import World

YEAR = 2023
EXPORT = Dialect(delimiter=";", newline="\r\n", quote="all", bom=True)
TYPE_FACTS = (
    "Totaal woningen",
    "Meergezinswoningen totaal",
    "Eengezinswoningen totaal",
    "Vrijstaande woning",
)
PEOPLE = "Bevolking|Bevolkingssamenstelling op 1 januari|"
LOW_RISE = (0.3, 0.7, 0.78, 0.84, 0.9)
Lines = list[list[str]]


def render_statline(world: World, lists: Lists) -> Files:
    """Give the five exports on housing, people and income (income with a provisional year, 2022*)."""
    del lists
    tables = {
        "prices": _prices(world),
        "mun_size": _sizes(world),
        "property_types": _types(world),
        "surface": _surfaces(world),
        "incomes": _incomes(world),
    }
    return {f"cbs/housing-nl/{name}.csv": render_table(lines, EXPORT) for name, lines in tables.items()}


def _prices(world: World) -> Lines:
    def line(region: Region) -> list[str]:
        return [
            "Gemiddelde verkoopprijs",
            "euro",
            str(price(world, region, YEAR)) if exists(region, YEAR) else "",
        ]

    head = [["Bestaande koopwoningen; gemiddelde verkoopprijzen, regio"], [""], ["", "", "", "Perioden"],
            ["Regio's", "Onderwerp", "", str(YEAR)]]  # fmt: skip
    return [*head, *_lines(world, line), ["Bron: Centraal Bureau voor de Statistiek, Kadaster"]]


def _sizes(world: World) -> Lines:
    def line(region: Region) -> list[str]:
        if not exists(region, YEAR):
            return [str(YEAR), "", "", ""]
        people, land = world.inhabitants(region.code, YEAR), world.land_km2(region.code)
        return [str(YEAR), str(people), str(round(people / land)), _comma(land, 2)]

    head = [["Regionale kerncijfers Nederland"], [""], ["", "", "Onderwerp"],
            ["", "", f"{PEOPLE}Totale bevolking", f"{PEOPLE}Bevolkingsdichtheid",
             "Milieu en bodemgebruik|Bodemgebruik|Oppervlakte|Land"],
            ["Regio's", "Perioden", "aantal", "aantal inwoners per km²", "km²"]]  # fmt: skip
    return [*head, *_lines(world, line), ["Bron: CBS"]]


def _types(world: World) -> Lines:
    def line(region: Region) -> list[str]:
        if not exists(region, YEAR):
            return [str(YEAR), "", "", "", ""]
        random = stream(world.seed, "types", region.code)
        total = stock(world, region, YEAR)
        low = round(total * LOW_RISE[region.urban - 1] * random.uniform(0.93, 1.05))
        detached = round(low * (0.06 + 0.08 * region.urban) * random.uniform(0.9, 1.1))
        return [str(YEAR), *map(str, (total, total - low, low, detached))]

    head = [["Woningvoorraad; woningtype op 1 januari, regio"], [""], ["", ""],
            ["", "Onderwerp", *["Beginstand woningvoorraad"] * 4], ["", "Woningtype", *TYPE_FACTS],
            ["Regio's", "Perioden", *["aantal"] * 4]]  # fmt: skip
    recent = [region for region in named_regions(world) if region.kind == "municipality"]
    return [*head, *_lines(world, line, recent), ["Bron: CBS"]]


def _surfaces(world: World) -> Lines:
    def line(region: Region) -> list[str]:
        if not exists(region, YEAR):
            return [str(YEAR), "", ""]
        metres = round(92 + 11 * region.urban + stream(world.seed, "surface", region.code).gauss(0, 5))
        return [str(YEAR), str(stock(world, region, YEAR)), str(metres)]

    head = [["Voorraad woningen; gemiddeld oppervlak; woningtype, bouwjaarklasse, regio"], [""], ["", ""],
            ["", "Onderwerp", "Beginstand woningvoorraad", "Gemiddelde oppervlakte"],
            ["", "Woningtype", "Totaal", "Totaal"], ["", "Bouwjaarklasse", "Totaal", "Totaal"],
            ["Regio's", "Perioden", "aantal", "m2"]]  # fmt: skip
    rest = ["Gemeenten; niet in te delen", str(YEAR), "0", "."]
    return [*head, *_lines(world, line), rest, ["Bron: CBS"]]


def _incomes(world: World) -> Lines:
    def line(region: Region) -> list[str]:
        level = 34.5 - 0.9 * (3 - region.urban) + stream(world.seed, "income", region.code).gauss(0, 1.4)
        return ["." if region.code == "GM0820" else _comma(level, 1)]

    head = [["Inkomen van huishoudens; huishoudenskenmerken, regio (indeling 2023)"],
            ["Populatie: Particuliere huishoudens incl. studenten"],
            ["Kenmerken van huishoudens: Particuliere huishoudens"], ["Perioden: 2022*"], ["", "Onderwerp"],
            ["", "Inkomen|Gemiddeld gestandaardiseerd inkomen"], ["Regio's", "1 000 euro"]]  # fmt: skip
    today = [region for region in named_regions(world) if exists(region, YEAR)]
    return [*head, *_lines(world, line, today), ["Bron: CBS"]]


def _lines(world: World, line: Callable[[Region], list[str]], regions: Sequence[Region] | None = None) -> Lines:
    return [[region.statline, *line(region)] for region in regions or named_regions(world)]


def _comma(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")
