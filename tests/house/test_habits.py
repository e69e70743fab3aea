"""Habits of the house that can be read from its files."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from house_files import ROOT, SOURCE, modules, tracked_texts

PURE = ("src/noaber/vocabulary/", "src/noaber/methods/", "src/noaber/privacy/")
IMPERATIVE = ("src/noaber/privacy/keys.py", "src/noaber/privacy/signing_key.py")  # the key files: decisions 17, 24
DOCUMENTED = ("vocabulary", "methods", "privacy", "access", "content", "sources", "warehouse")
BARRED_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "base", "tools", "stuff"}
IMPURE_MODULES = {"os", "io", "pathlib", "random", "secrets", "time", "socket", "subprocess", "tempfile", "httpx"}
HEAVY = {"polars", "duckdb", "pydantic", "pyarrow", "numpy", "shapely"}
IMPURE_CALLS = {"open", "print", "input", "now", "today", "utcnow", "getenv"}


def _in(file: str, folders: tuple[str, ...]) -> bool:
    return file.startswith(folders)


# -- one way in from outside ---------------------------------------------------------------------------------------


def test_only_settings_read_the_environment() -> None:
    """One module, so that one page of the reference tells all."""
    found = [
        f"{file}:{node.lineno}"
        for file, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
    ]
    assert [place for place in found if not place.startswith("src/noaber/settings.py")] == []


def test_lower_floors_have_no_input_or_output() -> None:
    """Words and methods open no file and read no clock, environment or chance."""
    found = []
    for file, tree in modules():
        for node in ast.walk(tree) if _in(file, PURE) and not _in(file, IMPERATIVE) else ():
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{file}:{node.lineno} {name}" for name in names if name.split(".")[0] in IMPURE_MODULES]
            called = node.func if isinstance(node, ast.Call) else None
            name = getattr(called, "attr", getattr(called, "id", ""))
            found += [f"{file}:{node.lineno} {name}()"] if name in IMPURE_CALLS else []
    assert found == []


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Not before somebody opens a region."""
    code = "import noaber, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) & {*HEAVY, "yaml", "click", "rich"} == set()


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["settings"]])
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    """Help is there at once."""
    code = (
        "import sys\nfrom noaber.cli.main import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print('loaded:', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    loaded = done.stdout.rpartition("loaded:")[2].split()
    assert set(loaded) & HEAVY == set()


# -- names and docstrings ------------------------------------------------------------------------------------------


def _public(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Give public functions, classes, and the public methods of public classes, with their names."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            for inner in node.body if isinstance(node, ast.ClassDef) else ():
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield f"{node.name}.{inner.name}", inner


def test_every_module_says_what_it_is() -> None:
    """In its first line."""
    assert [file for file, tree in modules() if not ast.get_docstring(tree)] == []


@pytest.mark.parametrize("room", DOCUMENTED)
def test_every_public_name_says_what_you_get(room: str) -> None:
    """Functions, classes and their methods; a property that only names a field of its class may do without."""
    lacking = [
        f"{file}:{node.lineno} {name}"  # type: ignore[attr-defined]
        for file, tree in modules()
        if file.startswith(f"src/noaber/{room}/")
        for name, node in _public(tree)
        if not ast.get_docstring(node)  # type: ignore[arg-type]
    ]
    assert lacking == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    """One word per thing, from the glossary."""
    places = [path for path in SOURCE.rglob("*") if path.is_dir() or path.suffix == ".py"]
    assert [path.relative_to(ROOT).as_posix() for path in places if path.stem in BARRED_NAMES] == []
    assert [file for file, _ in modules() if re.search(r"_(old|new|v2|tmp)\.py$", file)] == []


# -- nothing of one machine ----------------------------------------------------------------------------------------

MACHINE_PATH = re.compile(r"(?<![\w./:<-])/(?:home|Users|root|tmp|work|mnt|private|var/folders)/[\w.-]+")
INDEX_ADDRESS = re.compile(r"--(?:extra-)?index-url|--find-links|https?://[^\s'\"]*/simple\b|pypi\.org/simple")


def _lines(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}  {found.group()}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), start=1)
        for found in pattern.finditer(line)
        if name != "tests/house/test_habits.py"
    ]


def test_no_tracked_file_names_a_place_on_one_machine() -> None:
    """No absolute path of a home or a temporary folder."""
    assert _lines(MACHINE_PATH) == []


def test_no_tracked_file_names_a_package_index() -> None:
    """Where packages come from is a matter of the machine."""
    assert _lines(INDEX_ADDRESS) == []
