"""CBS OData version 3 downloads: "Gebieden in Nederland 2022" (85067NED) and the codes of 85318NED, all padded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from noaber.synthetic.lists import Lists, Row
from noaber.synthetic.odata import MAPPED, PLAIN, Node, properties, table_info, topic_key
from noaber.synthetic.profiles import ADDRESS_SCALE
from noaber.synthetic.regions import Region, sorting_name
from noaber.synthetic.tabular import Cell, Dialect, Files, pack, render_table
from noaber.synthetic.world import Wijk, World

YEAR = 2022
TEXTS = Dialect(quote="text")
REGIONS: Node = {"Type": "Dimension", "Key": "RegioS", "Title": "Regio's"}
PLACES: Node = {"Type": "GeoDetail", "Key": "WijkenEnBuurten", "Title": "Wijken en buurten", "MapYear": YEAR}
CATEGORY_GROUPS: list[list[Cell]] = [
    ["ID", "DimensionKey", "Title", "Description", "ParentID"],
    [0, "RegioS", f"Gemeenten van het jaar {YEAR}", f"Alleen de gemeenten van {YEAR}.\nNB: kies alleen {YEAR}.", None],
    [1, "RegioS", f"Gemeentelijst {YEAR}", None, 0],
]


def render_territories(world: World, lists: Lists) -> Files:
    """Give both folders of tables: the metadata and, for 85067NED, the data."""
    living = (region for region in world.of_kind("municipality") if region.until is None)
    towns = sorted(living, key=lambda region: sorting_name(region.statline))
    areas, codes = "cbs/odata_v3_85067NED", "cbs/odata_v3_85318NED"
    tables: dict[str, Iterator[list[Cell]]] = {
        f"{areas}/TableInfos.csv": table_info(lists, "85067NED"),
        f"{areas}/DataProperties.csv": properties(PLAIN, REGIONS, lists.tables["territories"]),
        f"{areas}/CategoryGroups.csv": iter(CATEGORY_GROUPS),
        f"{areas}/RegioS.csv": _region_codes(towns),
        f"{areas}/data.csv.gz": _data(world, lists, towns),
        f"{codes}/TableInfos.csv": table_info(lists, "85318NED"),
        f"{codes}/DataProperties.csv": properties(MAPPED, PLACES, lists.tables["kerncijfers"]),
        f"{codes}/CategoryGroups.csv": iter([[""]]),
        f"{codes}/WijkenEnBuurten.csv.gz": _place_codes(world, towns),
    }
    texts = {name: render_table(rows, TEXTS) for name, rows in tables.items()}
    return {name: pack(text) if name.endswith(".gz") else text for name, text in texts.items()}


def _region_codes(towns: Sequence[Region]) -> Iterator[list[Cell]]:
    yield ["Key", "Title", "Description", "CategoryGroupID"]
    for town in towns:
        yield [f"{town.code:<10}", town.statline, town.begun, 1]


def _data(world: World, lists: Lists, towns: Sequence[Region]) -> Iterator[list[Cell]]:
    topics = lists.tables["territories"]
    yield ["ID", "RegioS", *(topic_key(topic, place) for place, topic in enumerate(topics, 1))]
    for number, town in enumerate(towns):
        facts = _facts(world, lists, town)
        yield [number, f"{town.code:<10}", *(_fact(topic, town, facts) for topic in topics)]


def _facts(world: World, lists: Lists, town: Region) -> dict[str, object]:
    layout = lists.trees["layouts"]
    province = world.region(town.parent)
    part, corop = world.region(province.parent), world.region(town.corop)
    people = world.inhabitants(town.code, YEAR)
    sizes = [name for floor, name in layout["size_classes"].items() if people >= floor]
    return {
        "code": town.code,
        "name": town.statline,
        "corop": corop.code,
        "corop_name": corop.name,
        "province": province.code,
        "province_name": province.name,
        "part": part.code,
        "part_name": part.name,
        "size": len(sizes),
        "size_name": f"{sizes[-1]} inwoners",
        "urban": town.urban,
        "urban_name": layout["urban_labels"][town.urban - 1].capitalize(),
        "inhabitants": people,
        "addresses": round(ADDRESS_SCALE[town.urban - 1] * 1.1),
    }


def _fact(topic: Row, town: Region, facts: Mapping[str, object]) -> Cell:
    """A cell padded to its width. Divisions that we do not keep for other regions get code 99, as at CBS."""
    text = topic["home"].format(**facts)
    if topic["datatype"] == "Long":
        return int(text)
    if "{" not in topic["home"] and not town.home:
        text = f"{text[:2]}99" if topic["title"] == "Code" else "Niet in te delen"
    return f"{text:<{topic['width']}}"


def _place_codes(world: World, towns: Sequence[Region]) -> Iterator[list[Cell]]:
    """The codes of 2022: the country, each municipality, and in Twente its wijken with their buurten."""
    yield ["Key", "Title", "Description", "Municipality", "DetailRegionCode"]
    yield ["NL00      ", "Nederland", None, "", ""]
    for town in towns:
        about = f"Gemeente '{town.statline}' ({town.code})"
        yield [f"{town.code:<10}", town.statline, about, town.code, town.code]
        for wijk in world.wijken:
            if wijk.municipality == town.code:
                yield from _wijk_codes(world, wijk, f"in de gemeente '{town.statline}'.")


def _wijk_codes(world: World, wijk: Wijk, where: str) -> Iterator[list[Cell]]:
    about = f"Wijk '{wijk.name}' ({wijk.code}) is een wijk {where}"
    yield [f"{wijk.code:<10}", wijk.name, about, wijk.municipality, wijk.code]
    for buurt in world.buurten:
        if buurt.wijk == wijk.code:
            about = f"Buurt '{buurt.name}' ({buurt.code}) is een buurt in wijk '{wijk.name}' {where}"
            yield [buurt.code, buurt.name, about, wijk.municipality, buurt.code]
