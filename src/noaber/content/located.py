"""YAML in which every value still knows its line. All scalars stay text: `no` and `0141` are what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from noaber.vocabulary.errors import Problem

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Located:
    """The data of one file, the line of every path in it, and what is wrong with the text itself."""

    name: str
    data: Any
    lines: Mapping[Path, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, path: Path = ()) -> str:
        """Write `file:line` of a path, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{self.name}:{self.lines.get(path, 1)}"


def parse_yaml(text: str, name: str) -> Located:
    """Read YAML text; syntax errors and doubled keys become problems, not exceptions."""
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        found = f"not valid YAML: {getattr(error, 'problem', None) or error}"
        return Located(
            name, None, {}, (Problem(f"{name}:{line}", found, "", "Look at indentation, colons and quotes."),)
        )
    lines: dict[Path, int] = {}
    problems: list[Problem] = []
    data = _plain(node, (), _Notes(name, lines, problems)) if node is not None else None
    return Located(name, data, lines, tuple(problems))


@dataclass(frozen=True)
class _Notes:
    name: str
    lines: dict[Path, int]
    problems: list[Problem]
    seen: set[int] = field(default_factory=set)


def _plain(node: yaml.Node, path: Path, notes: _Notes) -> Any:
    if id(node) in notes.seen:
        place = Located(notes.name, None, notes.lines).place(path)
        notes.problems.append(Problem(place, "refers to another place by '*'", "the text itself"))
        return None
    notes.seen.add(id(node))
    notes.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, notes)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, at), notes) for at, item in enumerate(node.value)]
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _mapping(node: yaml.MappingNode, path: Path, notes: _Notes) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in result:
            notes.problems.append(
                Problem(f"{notes.name}:{line}", f"'{key}' stands here twice", "", "Remove or rename one of them.")
            )
        notes.lines[(*path, key)] = line
        result[key] = _plain(value_node, (*path, key), notes)
    return result
