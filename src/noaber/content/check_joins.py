"""What must hold of sources that join another: they are counted through that one, and only it knows places."""

from __future__ import annotations

from collections.abc import Iterator

from noaber.content.model import Region
from noaber.vocabulary.errors import Problem


def check_joins(region: Region) -> Iterator[Problem]:
    """Indicators name the source that is joined, not those that join it."""
    joining = {id: source.joins for id, source in region.sources.items() if source.joins}
    for id, indicator in region.indicators.items():
        for name in sorted(joining.keys() & set(indicator.sources)):
            found = f"'{name}' is another form of '{joining[name]}'"
            next_step = f"Say '{joining[name]}': it counts both."
            yield Problem(region.place("indicators", id), found, f"from: {joining[name]}", next_step)
