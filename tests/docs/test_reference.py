"""Everything that can be said to Noaber is documented, and the generated pages are what the code says."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import click
import pytest
from manual_pages import ROOT

import noaber
from noaber.cli.main import COMMANDS
from noaber.cli.main import noaber as commands
from noaber.content.schema import content_schemas
from noaber.products.catalogue import read_catalogue
from noaber.settings import SETTINGS
from noaber.vocabulary.errors import ERRORS, NoaberError
from noaber.vocabulary.formulas import VERBS
from noaber.vocabulary.observations import Status
from noaber.vocabulary.periods import FREQUENCIES

REFERENCE = ROOT / "docs" / "reference"


def page(name: str) -> str:
    """Read a page of the reference."""
    return (REFERENCE / f"{name}.md").read_text("utf-8")


def test_generated_pages_are_current() -> None:
    """`make docs` would change nothing."""
    tool = ROOT / "tools" / "write_reference.py"
    done = subprocess.run([sys.executable, tool, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_setting_is_documented() -> None:
    """Variable, default and meaning stand on the page."""
    for setting in SETTINGS.values():
        default = f"`{setting.default}`" if setting.default else ""
        assert f"| `{setting.variable}` | {default} | {setting.meaning} |" in page("settings")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_and_option_is_documented(name: str) -> None:
    """Each command has help, and each option of it a meaning."""
    text = page("commands").partition(f"## noaber {name}\n")[2].partition("\n## ")[0]
    command = commands.get_command(click.Context(commands), name)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"noaber {name} {parameter.opts[0]} has no help"
            assert all(option in text for option in parameter.opts)


def test_every_kind_of_error_is_documented() -> None:
    """Codes and exit codes differ, and each kind has a line with its HTTP status and a meaning."""
    importlib.import_module("noaber.web.app")
    kinds = NoaberError.__subclasses__()
    assert len({error.exit_code for error in ERRORS}) == len(ERRORS)
    assert len({error.code for error in kinds}) == len(kinds)
    for error in kinds:
        exit_code = f"{error.exit_code} " if error in ERRORS else " "
        start = f"| `{error.code}` | {exit_code}| {error.http_status} | {error.__name__} | "
        assert re.search(f"^{re.escape(start)}\\w", page("errors"), re.MULTILINE), error


def _fields(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give every field of every part of a schema; texts per language are values, not fields."""
    for part in (schema, *schema.get("$defs", {}).values()):
        yield from part.get("properties", {}).items()


@pytest.mark.parametrize("kind", list(content_schemas()))
def test_every_field_of_content_is_documented(kind: str) -> None:
    """Each field has a description, and a row on the page."""
    for name, field in _fields(content_schemas()[kind]):
        assert field.get("description") or "$ref" in field, f"{kind}: {name} has no description"
        assert f"| `{name}` |" in page("content")


def test_every_verb_period_and_status_is_documented() -> None:
    """The closed lists of the vocabulary are on their pages."""
    assert all(f"| `{verb}` |" in page("formulas") for verb in VERBS)
    assert all(f"| {frequency} |" in page("periods") for frequency in FREQUENCIES)
    assert all(f"| `{status.value}` |" in page("statuses") for status in Status)


def _finding_ids() -> set[str]:
    """Read the ids of findings where the code makes them."""
    found = set()
    for path in (ROOT / "src" / "noaber").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Finding", "Failed"):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_every_finding_is_documented_and_has_words() -> None:
    """What checks can find is on the page, and readers see it in words of three languages."""
    ids = _finding_ids() | {"sources_differ"}
    assert {"corrected", "doubled_rows"} <= ids
    for id in ids:
        assert f"| `{id}` |" in page("findings")
        assert all(read_catalogue(language).has(f"finding.{id}") for language in ("nl", "de", "en")), id


def test_the_changelog_has_the_version() -> None:
    """The version of the package has an entry."""
    assert f"## [{noaber.__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f'softwareVersion: "{noaber.__version__}"' in (ROOT / "publiccode.yml").read_text("utf-8")
    assert f'version = "{noaber.__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")
