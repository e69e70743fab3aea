"""The fixture office with shapes: seventy buurten in a grid, so many that their map comes as a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from office_home import OfficeHome, make_office

COLUMNS, ROWS = 10, 7
STEP = 0.01
SOURCE = """source: vakken
name: {nl: Vakken, de: Felder, en: Squares}
supplier: Bureau
deliveries: vakken.geojson
vintage: 2025
format: {kind: geojson}
constants: {jaar: "2025"}
columns:
  area: {from: code, area: buurt}
  period: {from: jaar, period: true}
  inhabitants: {from: inwoners, type: integer, optional: true}
  value: {from: woz, type: number, optional: true}
areas:
  - {type: buurt, code: code, name: naam, shape: geometry}
"""


def square(column: int, row: int) -> dict[str, Any]:
    """A buurt with its figures: one hidden, one missing, the others higher to the east."""
    west, south = 6.5 + column * STEP, 52.2 + row * STEP
    corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    value: object = 100 + 10 * column + row
    value = {(2, 2): "x", (3, 3): None}.get((column, row), value)
    gemeente = 9001 if column < 6 else 9002 if column < 9 else 9003
    return {
        "type": "Feature",
        "properties": {"code": f"BU{gemeente}{column:02}{row:02}", "naam": f"Vak {column}-{row}",
                       "inwoners": 50 + 5 * column + row, "woz": value},
        "geometry": {"type": "Polygon", "coordinates": [[[west + x * STEP, south + y * STEP] for x, y in corners]]},
    }  # fmt: skip


def make_mapped_office(folder: Path) -> OfficeHome:
    """Make the office, with its map delivered."""
    office = make_office(folder)
    (office.content / "sources" / "vakken.yml").write_text(SOURCE, "utf-8")
    for column in ("inhabitants", "value"):
        new = f"- {{from: buurten_2024, column: {column}"
        more = f"- {{from: vakken, column: {column}{', scale: 1000' if column == 'value' else ''}}}\n    "
        path = office.content / "indicators" / "population.yml"
        text = path.read_text("utf-8")
        at = text.index(new)
        path.write_text(text[:at] + more + text[at:], "utf-8")
    features = [square(column, row) for column in range(COLUMNS) for row in range(ROWS)]
    delivery = {"type": "FeatureCollection", "features": features}
    (office.deliveries / "vakken.geojson").write_text(json.dumps(delivery), "utf-8")
    return office
