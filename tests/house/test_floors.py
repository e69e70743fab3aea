"""The floors of the house: rooms only call downward; every breach is told with file and line."""

from __future__ import annotations

import pytest
from house_files import Import, imports

FLOORS = {
    "vocabulary": 1,
    "content": 2,
    "methods": 2,
    "privacy": 3,
    "access": 3,
    "sources": 4,
    "warehouse": 5,
    "products": 6,
    "steering": 6,
    "panel": 6,
    "desk": 6,
    "web": 7,
    "cli": 8,  # starts the web, so stands above it
    "notebook": 7,
    "noaber": 8,
}
"""Rooms and the floor they are on, as DESIGN.md section 3; `settings` and `synthetic` have rules of their own."""
MAY_USE_SETTINGS = {"cli", "web", "notebook", "noaber"}
MAY_USE_SYNTHETIC = {"cli"}
HEAVY_EXPERTS = {"duckdb": {"warehouse"}, "sqlalchemy": {"access"}}


def breaches(rule: object) -> list[str]:
    """Give every import for which a rule says that it may not be."""
    return [str(found) for found in imports() if rule(found)]  # type: ignore[operator]


def test_every_room_has_a_floor() -> None:
    """A new room is entered in the list, and in the design."""
    rooms = {found.room for found in imports()}
    assert rooms - FLOORS.keys() - {"settings", "synthetic"} == set()


def test_rooms_only_call_downward() -> None:
    """Within a room everybody may call everybody."""

    def upward(found: Import) -> bool:
        to = found.imported_room
        known = found.room in FLOORS and to in FLOORS and to != found.room and to != "noaber"
        return known and FLOORS[to] >= FLOORS[found.room]

    assert breaches(upward) == []


def test_the_invented_region_stands_apart() -> None:
    """Nothing but the command line knows it; it knows only words, content and what it writes with."""
    assert breaches(lambda f: f.imported_room == "synthetic" and f.room not in {*MAY_USE_SYNTHETIC, "synthetic"}) == []
    above = {"warehouse", "products", "web", "cli", "notebook"}
    assert breaches(lambda f: f.room == "synthetic" and f.imported_room in above) == []


def test_settings_are_read_at_the_top_alone() -> None:
    """Lower floors get what they need as arguments."""
    assert breaches(lambda f: f.imported_room == "settings" and f.room not in {*MAY_USE_SETTINGS, "settings"}) == []
    assert breaches(lambda f: f.room == "settings" and f.imported_room not in {"", "vocabulary"}) == []


@pytest.mark.parametrize("expert", sorted(HEAVY_EXPERTS))
def test_some_work_is_done_in_one_room(expert: str) -> None:
    """Only the warehouse runs SQL on figures."""
    assert breaches(lambda f: f.name.split(".")[0] == expert and f.room not in HEAVY_EXPERTS[expert]) == []
