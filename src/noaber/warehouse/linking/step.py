"""The step of a build that links a source to those in which it looks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from noaber.content.model import Region
from noaber.warehouse.linking.run import link_picture
from noaber.warehouse.store import Step, Store, step_key, write_notes

LINKED = "personal-linked"
"""The kind of these steps; the folder of their output holds pseudonyms."""


def with_links(drawn: Mapping[str, Step], region: Region, store: Store) -> dict[str, Step]:
    """Give the steps of pictures by source, those of linked sources replaced by the step that links them.

    A source is left out where one in which it looks has delivered nothing: nobody in it could be found.
    """
    found: dict[str, Step] = {}
    for id, step in drawn.items():
        targets = {link.to for link in region.sources[id].links.values()}
        if targets <= drawn.keys():
            used = {name: drawn[name] for name in (id, *sorted(targets))}
            found[id] = _link_step(region, store, used) if targets else step
    return found


def _link_step(region: Region, store: Store, used: Mapping[str, Step]) -> Step:
    id = next(iter(used))
    source = region.sources[id]

    def make(folder: Path) -> None:
        folders = {name: store.output(step) for name, step in used.items()}
        write_notes(folder, link_picture(source, region.sources, folders, region.dimensions, folder))

    content = [source.model_dump(mode="json"), {n: d.model_dump(mode="json") for n, d in region.dimensions.items()}]
    key = step_key("link", content, [step.key for step in used.values()])
    return Step(LINKED, f"link {id}", key, make, tuple(used.values()))
