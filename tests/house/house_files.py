"""The files of the house, as its tests read them: modules, what they import and at which line, tracked texts."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "noaber"


@dataclass(frozen=True)
class Import:
    """One import of a module of ours or of others."""

    file: str
    line: int
    name: str

    @property
    def room(self) -> str:
        """The room that imports: the first folder or module below noaber; the package root is `noaber`."""
        first = Path(self.file).parts[2]
        return "noaber" if first == "__init__.py" else first.removesuffix(".py")

    @property
    def imported_room(self) -> str:
        """The room of ours that is imported; empty for others."""
        parts = self.name.split(".")
        return (parts[1] if len(parts) > 1 else "noaber") if parts[0] == "noaber" else ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  imports {self.name}"


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """Give every module of the house: its path from the root, and its syntax tree."""
    paths = sorted(path for path in SOURCE.rglob("*.py") if "template" not in path.parts)
    return tuple((path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))) for path in paths)


@cache
def imports() -> tuple[Import, ...]:
    """Give every import, those within functions too; `from a import b` counts as a.b where that is a module of ours."""
    return tuple(found for file, tree in modules() for found in _imports_in(file, tree))


def _imports_in(file: str, tree: ast.Module) -> Iterator[Import]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(file, node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                place = ROOT / "src" / Path(*whole.split("."))
                is_module = place.is_dir() or place.with_suffix(".py").exists()
                yield Import(file, node.lineno, whole if is_module else node.module)


@cache
def tracked_texts() -> tuple[tuple[str, str], ...]:
    """Give path and text of every text file under version control; of a copy without it, of every file."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else _all_names()
    return tuple((name, text) for name in names if name for text in _text_of(ROOT / name))


def _all_names() -> list[str]:
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path.as_posix() for path in found if not any(part.startswith(".") for part in path.parts)]


def _text_of(path: Path) -> Iterator[str]:
    try:
        yield path.read_text("utf-8")
    except (UnicodeDecodeError, FileNotFoundError):
        return
