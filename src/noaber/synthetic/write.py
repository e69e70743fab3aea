"""The shell of this package: invent a world from a seed and write its deliveries to a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml

from noaber.synthetic.ages import render_ages
from noaber.synthetic.commuting import render_commuting
from noaber.synthetic.economy import render_economy
from noaber.synthetic.energy import render_energy
from noaber.synthetic.housing import render_housing
from noaber.synthetic.invent import build_world
from noaber.synthetic.lists import Lists, read_lists
from noaber.synthetic.neighbourhoods import render_neighbourhoods
from noaber.synthetic.partnership import render_partnership
from noaber.synthetic.population import render_population
from noaber.synthetic.postcodes import render_postcodes
from noaber.synthetic.safety import render_safety
from noaber.synthetic.statline import render_statline
from noaber.synthetic.tabular import Files
from noaber.synthetic.territories import render_territories
from noaber.synthetic.weather import render_weather
from noaber.synthetic.world import World

LABEL = "noaber-deliveries.yml"
FAMILIES: tuple[Callable[[World, Lists], Files], ...] = (
    render_population, render_ages, render_neighbourhoods, render_safety, render_postcodes, render_energy,
    render_housing, render_statline, render_commuting, render_territories, render_economy, render_weather,
    render_partnership,
)  # fmt: skip


def write_deliveries(folder: Path, seed: int, content: Path | None = None) -> list[Path]:
    """Write the public deliveries of an invented Twente below `folder` and give their paths, sorted.

    The same seed gives the same bytes. `content` is a folder whose files come in the place of this package's
    data files of the same name (regions.csv, names.yml ...). What lies in `folder` already is left alone, but
    for files of the same name.
    """
    files = render_deliveries(seed, read_lists(content))
    for name, content_of_file in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content_of_file)
    return sorted(folder / name for name in files)


def render_deliveries(seed: int, lists: Lists) -> Files:
    """Give every delivery by its path below the folder, and the label that says it is invented."""
    world = build_world(seed, lists)
    files = {name: content for render in FAMILIES for name, content in render(world, lists).items()}
    return files | {LABEL: render_label(seed, lists)}


def render_label(seed: int, lists: Lists) -> bytes:
    """Give the label of the folder: that all of it is invented, from which seed, in three languages."""
    label = {"synthetic": True, "seed": seed, "note": lists.trees["label"]["note"]}
    return yaml.safe_dump(label, allow_unicode=True, sort_keys=False, width=110).encode()
