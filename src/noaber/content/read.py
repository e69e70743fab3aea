"""A region folder to one Region object; every problem of every file is collected before anything is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from noaber.content.account import AccountFile
from noaber.content.area_lists import Rows, parse_areas, parse_pairs, read_rows
from noaber.content.check import check_region
from noaber.content.disclosure import STRICT, DisclosureFile
from noaber.content.faults import problems_of
from noaber.content.indicator import IndicatorFile
from noaber.content.joining import JoiningFile, join_source
from noaber.content.located import Located, parse_yaml
from noaber.content.model import Region
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
from noaber.content.story import StoryFile, parse_story
from noaber.vocabulary.areas import Area
from noaber.vocabulary.errors import ContentError, Problem, did_you_mean

Model = TypeVar("Model", bound=BaseModel)


MANY: Mapping[str, tuple[str, type[BaseModel]]] = {
    "area_types": ("area_types.yml", AreaTypeFile),
    "groups": ("groups.yml", GroupFile),
    "dimensions": ("dimensions.yml", DimensionFile),
    "themes": ("themes.yml", ThemeFile),
    "units": ("units.yml", UnitFile),
    "indicators": ("indicators/*.yml", IndicatorFile),
    "accounts": ("accounts.yml", AccountFile),
}
"""Files that hold named entries, and what an entry is."""


def read_region(folder: Path) -> Region:
    """Read and check a region folder; ContentError carries every problem at once."""
    reading = _Reading(folder)
    region = reading.region()
    problems = reading.problems + (check_region(region) if region else [])
    if problems or region is None:
        raise ContentError(sorted(set(problems)))
    return region


def read_rights(folder: Path) -> tuple[RegionFile, RightsFile | None]:
    """Read region.yml and rights.yml alone, for a site that serves what was built; ContentError where one is wrong."""
    reading = _Reading(folder)
    file, rights = reading.one_file(), reading.rights_file()
    if reading.problems or file is None:
        raise ContentError(sorted(set(reading.problems)))
    return file, rights


@dataclass
class _Reading:
    """The reading of one folder: gathers entries, their places and what is wrong with them."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, ...], str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def region(self) -> Region | None:
        if not self.folder.is_dir():
            raise ContentError(Problem(str(self.folder), "no such folder", "a region folder", "See 'noaber new'."))
        file, rights = self.one_file(), self.rights_file()
        disclosure = self._one("disclosure.yml", DisclosureFile, needed=False) or STRICT
        many: dict[str, Any] = {kind: self._entries(kind, *MANY[kind]) for kind in MANY}
        sources = self._sources()
        corrections = tuple(self._corrections())
        stories = dict(self._stories())
        areas = self._areas()
        synonyms = parse_pairs(self._rows("names.csv", "name", "area"), "name", "area", self.problems)
        same = parse_pairs(self._rows("same.csv", "area", "same_as"), "area", "same_as", self.problems)
        if file is None:
            return None
        return Region(
            self.folder, file, areas=areas, synonyms=synonyms, same=same, sources=sources,
            corrections=corrections, stories=stories, disclosure=disclosure, rights=rights, places=self.places,
            unread=frozenset(self.unread), **many,
        )  # fmt: skip

    def one_file(self) -> RegionFile | None:
        return self._one("region.yml", RegionFile)

    def rights_file(self) -> RightsFile | None:
        return self._one("rights.yml", RightsFile, needed=False)

    def _files(
        self, pattern: str, needed: bool = False, parse: Callable[[str, str], Located] = parse_yaml
    ) -> Iterator[Located]:
        """Give the files that can be read; an empty one is a mistake where it is `needed`."""
        for path in sorted(self.folder.glob(pattern)):
            try:
                located = parse(path.read_text("utf-8-sig"), self._name(path))
            except UnicodeDecodeError:
                problem = Problem(self._name(path), "not UTF-8 text", "", "Save the file as UTF-8.")
                located = Located(self._name(path), None, {}, (problem,))
            self.problems += located.problems
            if located.data is not None:
                yield located
                continue
            if needed and not located.problems:
                self.problems.append(Problem(located.place(), "empty file", "", "Fill it, or remove it."))
            if needed or located.problems:
                self.unread.add(Path(pattern).parts[0].removesuffix(".yml"))

    def _name(self, path: Path) -> str:
        """Write a path as its reader knows it: from the folder that holds the region's."""
        return str(path.relative_to(self.folder.parent.parent) if self.folder.parent.name else path)

    def _note(self, prefix: tuple[str, ...], located: Located) -> None:
        """Note the place of everything in a file; what was noted before stays."""
        for path in located.lines if len(prefix) > 1 else filter(None, located.lines):
            self.places.setdefault((*prefix, *map(str, path)), located.place(path))

    def _one(self, pattern: str, model: type[Model], needed: bool = True) -> Model | None:
        located = next(self._files(pattern, needed=True), None)
        if located is None:
            if needed and not (self.folder / pattern).exists():
                place = self._name(self.folder / pattern)
                self.problems.append(Problem(place, "missing file", "", "See 'noaber new'."))
            return None
        kind = pattern.removesuffix(".yml")
        self._note((kind,), located)
        self.places[(kind,)] = located.place()
        return self._parse(model, located.data, located)

    def _entries(self, kind: str, pattern: str, model: type[Model]) -> dict[str, Model]:
        entries: dict[str, Model] = {}
        for located in self._files(pattern):
            if not isinstance(located.data, dict):
                self.problems.append(Problem(located.place(), "found a list", "named entries, as 'name:'"))
                self.unread.add(kind)
                continue
            for id, data in located.data.items():
                if (kind, id) in self.places:
                    first = self.places[(kind, id)]
                    self.problems.append(
                        Problem(located.place((id,)), f"'{id}' is declared twice", "", f"First at {first}.")
                    )
                entry = self._parse(model, data, located, (id,))
                if entry is not None:
                    entries.setdefault(id, entry)
            self._note((kind,), located)
        return entries

    def _sources(self) -> dict[str, SourceFile]:
        sources: dict[str, SourceFile] = {}
        joining: list[tuple[JoiningFile, Located]] = []
        for located in self._files("sources/*.yml", needed=True):
            id = Path(located.name).stem
            self._note(("sources", id), located)
            joins = isinstance(located.data, dict) and "joins" in located.data
            shape: type[JoiningFile | SourceFile] = JoiningFile if joins else SourceFile
            source = self._parse(shape, located.data, located)
            if source is None:
                continue
            if source.source != id:
                problem = Problem(located.place(("source",)), f"source '{source.source}'", f"'{id}', as its file")
                self.problems.append(problem)
            if isinstance(source, JoiningFile):
                joining.append((source, located))
            else:
                sources[id] = source
        return sources | {own.source: joined for own, at in joining for joined in self._joined(own, at, sources)}

    def _joined(self, own: JoiningFile, located: Located, sources: Mapping[str, SourceFile]) -> Iterator[SourceFile]:
        base = sources.get(own.joins)
        if base is None:
            if ("sources", own.joins) not in self.places or own.joins == own.source:
                near = did_you_mean(own.joins, list(sources), "Sources")
                self.problems.append(Problem(located.place(("joins",)), f"unknown source '{own.joins}'", "", near))
            return
        for name in own.columns:
            if name not in base.columns:
                near = did_you_mean(name, list(base.columns), f"Columns of {own.joins}")
                self.problems.append(Problem(located.place(("columns", name)), f"unknown column '{name}'", "", near))
        yield join_source(base, own)

    def _stories(self) -> Iterator[tuple[str, StoryFile]]:
        for located in self._files("stories/*.md", needed=True, parse=parse_story):
            id = Path(located.name).stem
            self._note(("stories", id), located)
            if located.data["text"]:  # without any, that is told already
                story = self._parse(StoryFile, located.data, located)
                if story is not None:
                    yield id, story

    def _corrections(self) -> Iterator[CorrectionFile]:
        for located in self._files("corrections.yml"):
            self._note(("corrections",), located)
            if not isinstance(located.data, list):
                self.problems.append(Problem(located.place(), "no list", "one entry per correction, each after '- '"))
                continue
            for at, data in enumerate(located.data):
                entry = self._parse(CorrectionFile, data, located, (at,))
                if entry is not None:
                    yield entry

    def _parse(self, model: type[Model], data: Any, located: Located, path: tuple[str | int, ...] = ()) -> Model | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.problems += problems_of(error, model, located, path)
            return None

    def _areas(self) -> tuple[Area, ...]:
        known = len(self.problems)
        areas = parse_areas(self._rows("areas.csv", "code", "type", "nl"), self.places, self.problems)
        if len(self.problems) > known:
            self.unread.add("areas")
        return areas

    def _rows(self, list_name: str, *needed: str) -> Rows:
        path = self.folder / "areas" / list_name
        return read_rows(path, self._name(path), needed, self.problems)
