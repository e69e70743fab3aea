"""Areas of a build: from content and deliveries, where each lies, and what each is completely made up of."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from noaber.content.located import parse_yaml
from noaber.content.read import Region
from noaber.content.region import AreaTypeFile, GroupFile
from noaber.content.source import SourceFile
from noaber.vocabulary.areas import Area
from noaber.vocabulary.errors import DeliveryError
from noaber.vocabulary.languages import Text
from noaber.warehouse.areas import (
    Places,
    build_places,
    check_area_columns,
    location_frame,
    membership_frame,
    places_frame,
    read_register,
)

TYPES = {
    "province": "{name: p, plural: p, code: PV00}",
    "gemeente": "{name: g, plural: g, code: GM0000}",
    "wijk": "{name: w, plural: w, code: WK000000, vintage_bound: true, within: {gemeente: 4}}",
    "buurt": "{name: b, plural: b, code: BU00000000, vintage_bound: true, within: {gemeente: 4, wijk: 6}}",
    "group": "{name: g, plural: g}",
}
SOURCE = """
source: {id}
name: {id}
supplier: x
deliveries: x
format: {{kind: csv}}
vintage: {vintage}
columns: {{}}
areas: [{areas}]
"""


def source(id: str, areas: str, vintage: int = 2023) -> SourceFile:
    """A source that makes areas known."""
    return SourceFile.model_validate(parse_yaml(SOURCE.format(id=id, areas=areas, vintage=vintage), id).data)


def region_of(office: Region, *sources: SourceFile, types: dict[str, str] | None = None, **more: object) -> Region:
    """The office with other types, sources, areas and groups."""
    read = {id: AreaTypeFile.model_validate(parse_yaml(text, id).data) for id, text in (TYPES | (types or {})).items()}
    plain: dict[str, object] = {"areas": (), "groups": {}, "same": {}, "synonyms": {}}
    return replace(office, area_types=read, sources={s.source: s for s in sources}, **(plain | more))  # type: ignore[arg-type]


def table(text: str) -> pl.DataFrame:
    """A table of text."""
    head, *lines = [line.split(";") for line in text.split("\n")]
    return pl.DataFrame(lines, schema=dict.fromkeys(head, pl.String), orient="row")


def composed(places: Places) -> list[str]:
    """Write complete compositions as lines `parent type@vintage/year: children`."""
    frame = membership_frame(places).group_by("parent", "type", "vintage", "year", maintain_order=True).agg("child")
    return [
        f"{parent} {type}{f'@{vintage}' if vintage else ''}{f'/{year}' if year else ''}: {' '.join(children)}"
        for parent, type, vintage, year, children in frame.iter_rows()
    ]


BUURTEN = "{type: buurt, code: c, name: n}"
TOWNS = (Area("GM0001", "gemeente", Text("A")), Area("GM0002", "gemeente", Text("B")))


def test_codes_say_in_what_an_area_lies(office: Region) -> None:
    """By their first digits; of the districts of the same vintage. Codes of another shape are left out."""
    region = region_of(office, source("s", BUURTEN + ", {type: wijk, code: w, name: w}"), areas=TOWNS)
    text = "c;n;w\nBU00010001;Kern;WK000100\n10002;Veld;WK000100\nBU00020001;;WK000200\nNL00;Nederland;\n;leeg;"
    places = build_places(region, {"s": [table(text)]})
    assert [(a.id, a.names.get("nl"), a.parents) for a in places.register.areas.values() if a.type == "buurt"] == [
        ("BU00010001@2023", "Kern", ("GM0001", "WK000100@2023")),
        ("BU00010002@2023", "Veld", ("GM0001", "WK000100@2023")),
        ("BU00020001@2023", "BU00020001", ("GM0002", "WK000200@2023")),
    ]
    assert composed(places) == [
        "GM0001 buurt@2023: BU00010001@2023 BU00010002@2023",
        "GM0001 wijk@2023: WK000100@2023",
        "GM0002 buurt@2023: BU00020001@2023",
        "GM0002 wijk@2023: WK000200@2023",
        "WK000100@2023 buurt@2023: BU00010001@2023 BU00010002@2023",
        "WK000200@2023 buurt@2023: BU00020001@2023",
    ]


def test_a_group_is_made_up_of_its_members_and_of_theirs(office: Region) -> None:
    """Of neighbourhoods only where those of every member are listed, in one vintage."""
    group = {"Both": GroupFile.model_validate({"name": "Both", "members": ["GM0001", "GM0002"]})}
    region = region_of(office, source("s", BUURTEN), source("t", BUURTEN, 2024), areas=TOWNS, groups=group)
    tables = {"s": [table("c;n\nBU00010001;x\nBU00020001;y")], "t": [table("c;n\nBU00010001;x")]}
    assert [line for line in composed(build_places(region, tables)) if line.startswith("Both")] == [
        "Both buurt@2023: BU00010001@2023 BU00020001@2023",
        "Both gemeente: GM0001 GM0002",
    ]


def test_a_group_of_all_areas_with_one_parent(office: Region) -> None:
    """Of its type alone."""
    areas = (Area("PV01", "province", Text("P")), *(replace(area, parents=("PV01",)) for area in TOWNS))
    group = {"All": GroupFile.model_validate({"name": "All", "members_of": "PV01"})}
    assert composed(build_places(region_of(office, areas=areas, groups=group), {})) == ["All gemeente: GM0001 GM0002"]


def test_lying_in_something_does_not_make_it_up(office: Region) -> None:
    """Unless the content says that it lists all areas of the type, always or in which years."""
    areas = (
        Area("PV01", "province", Text("P")),
        Area("GM0001", "gemeente", Text("A"), parents=("PV01",), valid_to=2021),
        Area("GM0002", "gemeente", Text("B"), parents=("PV01",)),
        Area("GM0003", "gemeente", Text("C"), parents=("PV01",), valid_from=2021),
    )
    assert composed(build_places(region_of(office, areas=areas), {})) == []
    always = {"gemeente": "{name: g, plural: g, code: GM0000, listed: {}}"}
    assert composed(build_places(region_of(office, types=always, areas=areas), {})) == [
        "PV01 gemeente: GM0001 GM0002 GM0003"
    ]
    years = {"gemeente": "{name: g, plural: g, code: GM0000, listed: {from: 2020, to: 2021}}"}
    places = build_places(region_of(office, types=years, areas=areas), {})
    assert composed(places) == ["PV01 gemeente/2020: GM0001 GM0002", "PV01 gemeente/2021: GM0002 GM0003"]
    assert location_frame(places).rows() == [("PV01", "GM0001"), ("PV01", "GM0002"), ("PV01", "GM0003")]


def test_a_supplier_says_what_lay_in_what_in_one_year(office: Region) -> None:
    """Of areas that last, the list holds for the year of the source."""
    spec = "{type: gemeente, code: c, name: n, parents: [p]}, {type: province, code: p, name: p}"
    region = region_of(office, source("s", spec, 2020), source("t", spec, 2021))
    tables = {
        "s": [table("c;n;p\nGM0001;A;PV01\nGM0002;B;PV01")],
        "t": [table("c;n;p\nGM0001;A;PV01\nGM0002;B;PV02\nGM0003;C;")],
    }
    assert composed(build_places(region, tables)) == [
        "PV01 gemeente/2020: GM0001 GM0002", "PV01 gemeente/2021: GM0001", "PV02 gemeente/2021: GM0002",
    ]  # fmt: skip


def test_the_same_place_in_two_vintages(office: Region) -> None:
    """By a list of the office, or by what the supplier says; only where the earlier one is known."""
    spec = "{type: buurt, code: c, name: n, unchanged: {u: ['1']}}"
    region = region_of(
        office, source("s", spec), source("t", spec, 2024), areas=TOWNS, same={"BU00010003@2024": "BU00010001@2023"}
    )
    tables = {
        "s": [table("c;n;u\nBU00010001;x;\nBU00010002;y;")],
        "t": [table("c;n;u\nBU00010001;x;1\nBU00010002;y;2\nBU00010003;z;2\nBU00010004;q;1")],
    }
    same = {a.code: a.same_as for a in build_places(region, tables).register.areas.values() if a.vintage == 2024}
    assert same == {
        "BU00010001": "BU00010001@2023", "BU00010002": None, "BU00010003": "BU00010001@2023", "BU00010004": None,
    }  # fmt: skip


def test_where_only_codes_are_given_names_come_from_another_vintage(office: Region) -> None:
    """The nearest later one before the nearest earlier one."""
    sources = [source(f"s{year}", BUURTEN, year) for year in (2020, 2021, 2022, 2023)]
    region = region_of(office, *sources, areas=TOWNS)
    names = {2020: "oldest", 2021: "", 2022: "later", 2023: "latest"}
    tables = {f"s{year}": [table(f"c;n\nBU00010001;{name}")] for year, name in names.items()}
    places = build_places(region, tables)
    assert places.register.areas["BU00010001@2021"].names.get("nl") == "later"


def test_chosen_rows_and_sizes(office: Region) -> None:
    """Only rows with these values; a size that is none is none."""
    spec = "{type: gemeente, code: c, name: n, when: {soort: g}, hectares: ha}"
    region = region_of(office, source("s", spec))
    text = "c;n;soort;ha\nGM0001;A;g;12.5\nGM0002;B;w;3\nGM0003;C;g;-1\nGM0004;D;g;x"
    places = build_places(region, {"s": [table(text)]})
    assert sorted(places.register.areas) == ["GM0001", "GM0003", "GM0004"]
    assert places.hectares == {"GM0001": 12.5}


def test_areas_survive_being_written_and_read(office: Region) -> None:
    """The register of a build is the same from memory and from disk."""
    areas = (*TOWNS, Area("GM0003", "gemeente", Text({"nl": "C", "de": "D"}), None, 1990, 2020))
    region = region_of(office, source("s", BUURTEN), areas=areas, synonyms={"zed": "GM0003"})
    places = build_places(region, {"s": [table("c;n\nBU00010001;x")]})
    again = read_register(region, places_frame(places))
    assert dict(again.areas) == dict(places.register.areas)
    assert again.resolve("zed", "gemeente") == "GM0003"


def test_columns_that_make_areas_known_must_be_there(office: Region) -> None:
    """All that lack are told, by delivery."""
    spec = "{type: gemeente, code: c, name: n, parents: [p], when: {soort: g}, shape: geometry}"
    region = region_of(office, source("s", spec))
    with pytest.raises(DeliveryError) as caught:
        check_area_columns(region, {"s": ["s: one.csv"]}, {"s": [table("code;n;soort\nGM0001;A;g")]})
    assert [(p.place, p.found) for p in caught.value.problems] == [
        ("s: one.csv", f"no column '{column}' for areas of gemeente") for column in ("c", "p", "geometry")
    ]
