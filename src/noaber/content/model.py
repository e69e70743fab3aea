"""The Region: all content of a region folder as one value, typed, with the place of everything in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from noaber.content.account import AccountFile
from noaber.content.disclosure import STRICT, DisclosureFile, RulesSpec
from noaber.content.indicator import IndicatorFile
from noaber.content.region import (
    AreaTypeFile,
    CorrectionFile,
    DimensionFile,
    GroupFile,
    RegionFile,
    ThemeFile,
    UnitFile,
)  # fmt: skip
from noaber.content.rights import RightsFile
from noaber.content.source import SourceFile
from noaber.content.story import StoryFile
from noaber.vocabulary.areas import Area, AreaType


@dataclass(frozen=True)
class Region:
    """All content of a region, typed. `places` tells file and line of everything written down, as ('indicators', id,
    'unit'); `unread` names the kinds of which a file could not be read at all."""

    folder: Path
    file: RegionFile
    area_types: Mapping[str, AreaTypeFile]
    areas: tuple[Area, ...]
    synonyms: Mapping[str, str]
    same: Mapping[str, str]
    groups: Mapping[str, GroupFile]
    dimensions: Mapping[str, DimensionFile]
    themes: Mapping[str, ThemeFile]
    units: Mapping[str, UnitFile]
    sources: Mapping[str, SourceFile]
    indicators: Mapping[str, IndicatorFile]
    accounts: Mapping[str, AccountFile]
    corrections: tuple[CorrectionFile, ...]
    stories: Mapping[str, StoryFile] = field(default_factory=dict)
    disclosure: DisclosureFile = STRICT
    places: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    rights: RightsFile | None = None

    def types(self) -> list[AreaType]:
        """Area types as vocabulary, in the order of the region's levels, groups last."""
        order = [*self.file.levels, *(t for t in self.area_types if t not in self.file.levels)]
        return [
            AreaType(id, spec.name, spec.plural, spec.code, spec.vintage_bound, spec.suffixes)
            for id, spec in ((id, self.area_types[id]) for id in order if id in self.area_types)
        ]

    def rules_of(self, source: str) -> RulesSpec:
        """Give the disclosure rules of a source."""
        return self.disclosure.sources.get(source, self.disclosure.defaults)

    def forms_of(self, source: str) -> tuple[str, ...]:
        """Give a source and those that join it: all whose deliveries tell of the same."""
        return source, *(id for id, other in self.sources.items() if other.joins == source)

    def place(self, *path: str) -> str:
        """Write `file:line` of an entry or of a field in it, as ('indicators', id, 'unit'); where that is not written
        down, of what is nearest around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, str(self.folder))

    def declares(self, kind: str, id: str) -> bool:
        """Say whether an entry exists, be it one that cannot be read: that is told at its own place."""
        return id in getattr(self, kind) or (kind, id) in self.places or kind in self.unread
