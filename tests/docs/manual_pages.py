"""Documentation pages as something that can be run: the fenced blocks of a Markdown file, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FENCE = re.compile(r"^```(?P<language>\w*)(?: (?P<verb>title|append)=\"(?P<path>[^\"]+)\")?\s*$")


@dataclass(frozen=True)
class Block:
    """One fenced block. `verb` is "title" where the block is a file to write, "append" where it goes on in one."""

    place: str
    language: str
    text: str
    verb: str = ""
    path: str = ""


@dataclass(frozen=True)
class Command:
    """One command line of a console block, and what it must print; "..." stands for anything."""

    line: str
    expected: str


def read_blocks(path: Path) -> list[Block]:
    """Read all fenced blocks of a page."""
    return list(_blocks(path.read_text("utf-8").splitlines(), str(path.relative_to(ROOT))))


def _blocks(lines: list[str], name: str) -> Iterator[Block]:
    start: re.Match[str] | None = None
    inside: list[str] = []
    for number, line in enumerate(lines, start=1):
        if start is not None and line == "```":
            text = "\n".join(inside) + "\n"
            place = f"{name}:{number - len(inside) - 1}"
            yield Block(place, start["language"], text, start["verb"] or "", start["path"] or "")
            start, inside = None, []
        elif start is not None:
            inside.append(line)
        else:
            start = FENCE.match(line)


def parse_commands(text: str) -> Iterator[Command]:
    """Split a console block into commands; a line that ends with a backslash goes on.

    >>> list(parse_commands("$ a \\\\\\n    b\\nout\\n$ c\\n"))
    [Command(line='a b', expected='out\\n'), Command(line='c', expected='')]
    """
    joined = re.sub(r"\\\n\s*", "", text)
    for part in re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]:
        line, _, expected = part.partition("\n")
        yield Command(line, expected)


def links_of(path: Path) -> Iterator[str]:
    """Give the targets of all links and pictures of a page, outside of fenced blocks."""
    text = re.sub(r"^```.*?^```", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    yield from re.findall(r"\]\(([^)\s]+)\)", text)


def anchors_of(path: Path) -> set[str]:
    """Give the anchors of a page's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def all_pages() -> list[Path]:
    """Give every Markdown file that readers are led to."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "regions").rglob("*.md")])
