"""CBS wijk- en buurtkaart 2021: the buurten as a shapefile, the municipalities as GeoJSON, names cut to ten letters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import shapefile
from shapely.geometry import MultiPolygon, mapping
from shapely.geometry.polygon import orient

from noaber.synthetic.chance import rounded, stream
from noaber.synthetic.lists import Lists
from noaber.synthetic.profiles import Profile, percents, profile_buurten, sum_profiles
from noaber.synthetic.regions import Region
from noaber.synthetic.shapes import polygons, to_wgs84
from noaber.synthetic.tabular import Files
from noaber.synthetic.world import Buurt, World, outline_of

YEAR = 2021
MISSING = -99999999
FIRST_ID = 1153
Record = dict[str, str | int | float]
Layout = Mapping[str, Any]


def render_neighbourhoods(world: World, lists: Lists) -> Files:
    """Give the five parts of the shapefile in RD, and the GeoJSON with exact totals of the municipalities."""
    profiles = profile_buurten(world, YEAR, world.buurten)
    layout = lists.trees["layouts"]
    files = {f"cbs/twente_buurten_2021/buurten.{part}": content
             for part, content in _render_shapefile(world, profiles, layout).items()}  # fmt: skip
    files["cbs/twente_buurten_2021/buurten.prj"] = lists.texts["rd_new"].encode()
    files["cbs/twente_buurten_2021/buurten.cpg"] = b"UTF-8"
    files["cbs/twente_gemeente_2021/gemeente.json"] = _render_geojson(world, profiles, layout)
    return files


def buurt_record(world: World, buurt: Buurt, profile: Profile, number: int) -> Record:
    """One row of the attribute table: counts to fives, and a mark where a buurt is too small to tell."""
    names = {home.code: home.statline for home in world.homes}
    record: Record = {
        "id": number, "fid": number, "buurtcode": buurt.code, "buurtnaam": buurt.name, "wijkcode": buurt.wijk,
        "gemeenteco": buurt.municipality, "gemeentena": names[buurt.municipality], "water": "NEE",
        "indelingsw": 3 if stream(world.seed, "border", buurt.code).random() < 0.04 else 1,
        "meest_voor": buurt.postcode, "dekkingspe": 1 if profile.inhabitants > 40 else 4,
        "jaarstatco": f"{YEAR}{buurt.code}", "jaar": YEAR, "gml_id": f"cbs_buurten.{number}",
    }  # fmt: skip
    return record | _figures(profile, step=5)


def _figures(profile: Profile, step: int) -> Record:
    """The figures of an area under the cut-off names of the supplier; `step` is what counts are rounded to."""
    people, homes = rounded(profile.inhabitants, step), rounded(profile.household_total, step)
    small = people < 50 if step > 1 else False
    land, water = round(profile.land_ha), round(profile.land_ha + profile.water_ha) - round(profile.land_ha)
    figures: Record = {
        "omgevingsa": profile.addresses, "stedelijkh": profile.urban_class,
        "bevolkings": profile.density if people >= 10 else MISSING, "aantal_inw": people,
        "mannen": rounded(profile.men, step), "vrouwen": rounded(profile.women, step), "aantal_hui": homes,
        "gemiddelde": profile.household_size if homes else float(MISSING),
        "oppervlakt": land + water, "oppervla_1": land, "oppervla_2": water,
    }  # fmt: skip
    return figures | _percentages(profile, small, homes < 10)


def _percentages(profile: Profile, small: bool, few: bool) -> Record:
    def named(numbers: range, parts: tuple[int, ...], hidden: bool) -> Record:
        names = ("percentage" if n == 0 else f"percenta_{n}" if n < 10 else f"percenta{n}" for n in numbers)
        return dict(zip(names, (MISSING if hidden else part for part in parts), strict=True))

    people = profile.inhabitants
    origin = tuple(
        round(100 * n / people) if people else 0 for n in (profile.western, sum(profile.groups), *profile.groups)
    )
    return (
        named(range(5), percents(profile.ages), small)
        | named(range(5, 9), percents(profile.marital), small)
        | named(range(9, 12), percents(profile.households), few)
        | named(range(12, 14), origin[:2], small)
        | named(range(14, 19), origin[2:], small or sum(profile.groups) < 50)
    )


def _render_shapefile(world: World, profiles: dict[str, Profile], layout: Layout) -> dict[str, bytes]:
    parts = {part: BytesIO() for part in ("shp", "shx", "dbf")}
    with shapefile.Writer(shapeType=shapefile.POLYGON, encoding="utf-8", **parts) as writer:
        _write_fields(writer, layout)
        for place, buurt in enumerate(world.buurten):
            record = buurt_record(world, buurt, profiles[buurt.code], FIRST_ID + place)
            writer.record(*(record[name] for name in layout["buurt"]))
            writer.shape(mapping(MultiPolygon(polygons(buurt.outline))))
    contents = {part: stream_.getvalue() for part, stream_ in parts.items()}
    # The header of a DBF holds the day of writing: 5 February 2022 here, whenever it is made.
    contents["dbf"] = contents["dbf"][:1] + bytes((122, 2, 5)) + contents["dbf"][4:] + b"\x1a"
    return contents


def _write_fields(writer: shapefile.Writer, layout: Layout) -> None:
    for name in layout["buurt"]:
        if name in layout["buurt_text"]:
            writer.field(name, "C", 254)
        elif name == "gemiddelde":
            writer.field(name, "N", 24, 15)
        else:
            writer.field(name, "N", 10)


def _render_geojson(world: World, profiles: dict[str, Profile], layout: Layout) -> bytes:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    features = [_feature(world, home, place, profiles, layout) for place, home in enumerate(world.homes)]
    collection = {"type": "FeatureCollection", "name": "Gemeente Twente", "crs": crs, "features": features}
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(world: World, home: Region, place: int, profiles: dict[str, Profile], layout: Layout) -> dict[str, object]:
    own = [profiles[buurt.code] for buurt in world.buurten if buurt.municipality == home.code]
    names = [name for name in layout["buurt"] if name not in layout["gemeente_leaves_out"]]
    record: Record = {
        "id": 106 + place, "fid": 106 + place, "gemeenteco": home.code, "gemeentena": home.name,
        "water": "NEE", "jaarstatco": f"{YEAR}{home.code}", "jaar": YEAR,
    }  # fmt: skip
    record |= _figures(sum_profiles(own), step=1)
    ground = to_wgs84(outline_of(world.buurten, home.code))
    outline = mapping(MultiPolygon([orient(part) for part in polygons(ground)]))
    return {"type": "Feature", "properties": {name: record[name] for name in names}, "geometry": outline}
