"""Reading a region: text stays text, every value knows its line, small forms are allowed where they are clear."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from breaking import replace_once

from noaber.content.located import parse_yaml
from noaber.content.model import Region
from noaber.content.read import read_region
from noaber.content.schema import content_schemas


def test_yaml_scalars_stay_text() -> None:
    """No surprise: codes keep their zeros, `no` is no truth value, dates and exponents stay what was written."""
    located = parse_yaml("a: 0141\nb: no\nc: 2024-01-01\nd: 1e3\ne:\nf: [1, ~]\n", "x.yml")
    assert located.data == {"a": "0141", "b": "no", "c": "2024-01-01", "d": "1e3", "e": None, "f": ["1", None]}


@pytest.mark.parametrize(
    ("text", "line"), [("a: &x 1\nb: *x\n", 2), ("a: &x\n  - *x\n", 1), ("a: &x {c: 1}\nb: [*x, *x]\n", 2)]
)
def test_content_has_no_anchors(text: str, line: int) -> None:
    """Every entry can be read by itself; what goes in circles does not hang."""
    problems = parse_yaml(text, "x.yml").problems
    assert {(p.place, p.found, p.expected) for p in problems} == {
        (f"x.yml:{line}", "refers to another place by '*'", "the text itself")
    }


def test_every_value_knows_its_line() -> None:
    """And what is not written down, the line of what is around it."""
    located = parse_yaml("a:\n  b: 1\n  c:\n    - x\n    - y\n", "x.yml")
    places = [located.place(path) for path in ((), ("a",), ("a", "b"), ("a", "c", 1), ("a", "c", 9), ("a", "z", "q"))]
    assert places == ["x.yml:1", "x.yml:1", "x.yml:2", "x.yml:5", "x.yml:3", "x.yml:1"]


def test_a_place_is_that_of_the_field_or_of_what_is_around_it(office: Region) -> None:
    """As checks name it."""
    lines = (office.folder / "indicators" / "population.yml").read_text("utf-8").splitlines()
    weight = lines.index("  weight: inhabitants") + 1
    assert office.place("indicators", "house_value", "weight") == f"tests/office/indicators/population.yml:{weight}"
    start = lines.index("growth:") + 1
    assert office.place("indicators", "growth", "weight") == f"tests/office/indicators/population.yml:{start}"
    assert office.place("indicators", "nowhere") == str(office.folder)


def test_what_the_office_says(office: Region) -> None:
    """One name or a list, one text or several languages, defaults where nothing is said."""
    assert office.sources["register"].columns["area"].from_ == ("Gemeente",)
    assert office.sources["register"].class_ == "public"
    assert office.indicators["inhabitants"].by == ("sex",)
    assert office.indicators["house_value"].kind == "figure"
    assert [type.id for type in office.types()] == ["gemeente", "buurt", "group"]
    assert office.synonyms == {"Astad (gem.)": "GM9001", "the city of A": "GM9001"}
    assert office.same == {"BU90010000@2024": "BU90010000@2023"}
    assert office.areas[0].names.get("de") == "A-stad"


def test_comments_and_empty_lists_are_no_mistake(content: Path) -> None:
    """A region without groups of its own may say so."""
    replace_once(content, "corrections.yml", "", "# none yet\n")
    (content / "accounts.yml").write_text("", "utf-8")
    assert read_region(content).corrections == ()
    assert read_region(content).accounts == {}


def test_a_byte_order_mark_is_no_mistake(content: Path) -> None:
    """Some editors write one."""
    for name in ("themes.yml", "areas/areas.csv"):
        path = content / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert set(read_region(content).themes) == {"population", "housing", "care"}
    assert len(read_region(content).areas) == 3


def test_a_region_is_found_from_wherever_one_stands(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By an absolute path, a name, or a dot."""
    monkeypatch.chdir(content)
    assert read_region(Path(".")).file.region == "office"
    monkeypatch.chdir(content.parent)
    assert read_region(Path("office")).place("indicators", "growth").startswith("office/indicators/")
    monkeypatch.chdir(content.parent.parent)
    assert read_region(Path("regions/office")).place("region").startswith("regions/office/region.yml:1")


def test_schemas_know_every_kind_of_file() -> None:
    """Each is plain JSON, closed, and explains its fields."""
    schemas = json.loads(json.dumps(content_schemas()))
    assert {"region", "source", "indicators", "groups", "dimensions", "corrections", "accounts"} <= set(schemas)
    source = schemas["source"]
    assert source["additionalProperties"] is False
    assert source["required"] == ["source", "name", "supplier", "deliveries", "format", "columns"]
    assert all("description" in field for field in source["properties"].values())
