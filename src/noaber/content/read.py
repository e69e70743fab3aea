"""A region folder to one Region object; every problem of every file is collected before anything is refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from noaber.content.account import AccountFile
from noaber.content.indicator import IndicatorFile
from noaber.content.located import Located, parse_yaml
from noaber.content.region import (
    AreaTypeFile,
    CorrectionFile,
    DimensionFile,
    GroupFile,
    RegionFile,
    ThemeFile,
    UnitFile,
)  # fmt: skip
from noaber.content.source import SourceFile
from noaber.vocabulary.areas import Area, AreaType
from noaber.vocabulary.errors import ContentError, Problem, did_you_mean
from noaber.vocabulary.languages import Text

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Region:
    """All content of a region, typed. `places` tells the file and line of an entry, as ('indicators', id)."""

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
    places: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def types(self) -> list[AreaType]:
        """Area types as vocabulary, in the order of the region's levels, groups last."""
        order = [*self.file.levels, *(t for t in self.area_types if t not in self.file.levels)]
        return [
            AreaType(id, spec.name, spec.plural, spec.code, spec.vintage_bound, spec.suffixes)
            for id, spec in ((id, self.area_types[id]) for id in order if id in self.area_types)
        ]

    def place(self, *path: str) -> str:
        """Write `file:line` of an entry."""
        return self.places.get(path, str(self.folder))


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
    from noaber.content.check import check_region  # the checks need the Region type defined above

    problems = reading.problems + (check_region(region) if region else [])
    if problems or region is None:
        raise ContentError(sorted(set(problems)))
    return region


@dataclass
class _Reading:
    """The reading of one folder: gathers entries, their places and what is wrong with them."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    places: dict[tuple[str, ...], str] = field(default_factory=dict)

    def region(self) -> Region | None:
        if not self.folder.is_dir():
            raise ContentError(Problem(str(self.folder), "no such folder", "a region folder", "See 'noaber new'."))
        file = self._one("region.yml", RegionFile)
        many: dict[str, Any] = {kind: self._entries(kind, *MANY[kind]) for kind in MANY}
        sources = dict(self._sources())
        corrections = tuple(self._corrections())
        areas, synonyms, same = (
            self._areas(),
            self._pairs("names.csv", "name"),
            self._pairs("same.csv", "area"),
        )
        if file is None:
            return None
        return Region(
            self.folder, file, areas=areas, synonyms=synonyms, same=same, sources=sources,
            corrections=corrections, places=self.places, **many,
        )  # fmt: skip

    def _files(self, pattern: str) -> Iterator[Located]:
        for path in sorted(self.folder.glob(pattern)):
            name = str(path.relative_to(self.folder.parent.parent) if self.folder.parent.name else path)
            try:
                located = parse_yaml(path.read_text("utf-8"), name)
            except UnicodeDecodeError:
                self.problems.append(Problem(name, "not UTF-8 text", "", "Save the file as UTF-8."))
                continue
            self.problems += located.problems
            if located.data is not None and not located.problems:
                yield located

    def _one(self, pattern: str, model: type[Model]) -> Model | None:
        located = next(self._files(pattern), None)
        if located is None:
            if not (self.folder / pattern).exists():
                self.problems.append(Problem(str(self.folder / pattern), "missing file", "", "See 'noaber new'."))
            return None
        self.places[(pattern.removesuffix(".yml"),)] = located.place()
        return self._parse(model, located.data, located)

    def _entries(self, kind: str, pattern: str, model: type[Model]) -> dict[str, Model]:
        entries: dict[str, Model] = {}
        for located in self._files(pattern):
            if not isinstance(located.data, dict):
                self.problems.append(Problem(located.place(), "found a list", "named entries, as 'name:'"))
                continue
            for id, data in located.data.items():
                if (kind, id) in self.places:
                    first = self.places[(kind, id)]
                    self.problems.append(
                        Problem(located.place((id,)), f"'{id}' is declared twice", "", f"First at {first}.")
                    )
                self.places.setdefault((kind, id), located.place((id,)))
                entry = self._parse(model, data, located, (id,))
                if entry is not None:
                    entries.setdefault(id, entry)
        return entries

    def _sources(self) -> Iterator[tuple[str, SourceFile]]:
        for located in self._files("sources/*.yml"):
            source = self._parse(SourceFile, located.data, located)
            if source is None:
                continue
            if f"/{source.source}.yml" not in f"/{located.name}":
                self.problems.append(
                    Problem(located.place(("source",)), f"source '{source.source}'", "the name of its file")
                )
            self.places[("sources", source.source)] = located.place()
            for column in source.columns:
                self.places[("sources", source.source, column)] = located.place(("columns", column))
            yield source.source, source

    def _corrections(self) -> Iterator[CorrectionFile]:
        for located in self._files("corrections.yml"):
            for at, data in enumerate(located.data if isinstance(located.data, list) else []):
                self.places[("corrections", str(at))] = located.place((at,))
                entry = self._parse(CorrectionFile, data, located, (at,))
                if entry is not None:
                    yield entry

    def _parse(self, model: type[Model], data: Any, located: Located, path: tuple[str | int, ...] = ()) -> Model | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            self.problems += [_problem(model, dict(one), located, path) for one in error.errors()]
            return None

    def _rows(self, name: str) -> Iterator[tuple[str, dict[str, str]]]:
        path = self.folder / "areas" / name
        if not path.exists():
            return
        with path.open(encoding="utf-8-sig", newline="") as file:
            for line, row in enumerate(csv.DictReader(file), start=2):
                place = f"{path.relative_to(self.folder.parent.parent)}:{line}"
                if None in row or None in row.values():
                    self.problems.append(Problem(place, "not as many columns as the header", "", "Check the commas."))
                    continue
                yield place, row

    def _areas(self) -> tuple[Area, ...]:
        areas = []
        for place, row in self._rows("areas.csv"):
            missing = [name for name in ("code", "type", "nl") if not row.get(name)]
            if missing:
                self.problems.append(Problem(place, f"no {missing[0]}", "code, type and nl in every row"))
                continue
            self.places[("areas", row["code"])] = place
            areas.append(_area(row))
        return tuple(areas)

    def _pairs(self, name: str, first: str) -> dict[str, str]:
        second = "area" if first == "name" else "same_as"
        return {row[first]: row[second] for _, row in self._rows(name)}


def _area(row: Mapping[str, str]) -> Area:
    names = Text({language: row[language] for language in ("nl", "de", "en") if row.get(language)})
    years = [int(row[key]) if row.get(key) else None for key in ("valid_from", "valid_to")]
    parents = tuple(filter(None, row.get("parents", "").split("|")))
    return Area(row["code"], row["type"], names, None, years[0], years[1], parents)


def _problem(model: type[BaseModel], error: dict[str, Any], located: Located, path: tuple[str | int, ...]) -> Problem:
    """Turn one of Pydantic's errors into place, found, expected and next step."""
    where = tuple(step for step in error["loc"] if not str(step).startswith(("function-", "tuple[")))
    key = str(where[-1]) if where else ""
    place = located.place((*path, *where))
    if error["type"] == "extra_forbidden":
        fields = [f.alias or name for name, f in _model_at(model, where[:-1]).model_fields.items()]
        return Problem(place, f"unknown key '{key}'", "", did_you_mean(key, fields, "Keys here"))
    if error["type"] == "missing":
        return Problem(place, f"no '{key}'", f"'{key}' in this entry")
    message = str(error["msg"]).removeprefix("Value error, ")
    found = f"{'.'.join(map(str, where))}: " if where else ""
    return Problem(place, f"{found}{message}" + _shown(error.get("input")))


def _shown(value: Any) -> str:
    return f" (found '{value}')" if isinstance(value, str) and len(value) < 60 else ""


def _model_at(model: type[BaseModel], where: tuple[str | int, ...]) -> type[BaseModel]:
    """Find the model whose key was wrong, as far as the path tells; the outer one where it does not."""
    for step in where:
        for name, spec in model.model_fields.items():
            inner = _inner_model(spec.annotation)
            if str(step) in (name, spec.alias) and inner is not None:
                model = inner
                break
    return model


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        inner = _inner_model(part)
        if inner is not None:
            return inner
    return None
