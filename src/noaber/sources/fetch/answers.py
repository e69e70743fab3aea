"""Pages of JSON cut into rows exactly as the supplier wrote them: no number is ever retyped by us."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from noaber.sources.fetch.troubles import HalfAnswer

_SPACE = re.compile(r"[ \t\r\n]*")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"'{name}' is no JSON")


_decode = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode


@dataclass(frozen=True)
class JsonPage:
    """One page: its rows as text, and its other members (links, counts) as values."""

    rows: list[str]
    members: dict[str, Any]


def read_json_page(file: Path, rows_in: str) -> JsonPage:
    """Rows of the list `rows_in` of a JSON page; HalfAnswer where the page is no whole JSON or has no such list."""
    return parse_json_page(_read_text(file), rows_in)


def read_json_object(file: Path) -> dict[str, Any]:
    """A JSON object; HalfAnswer where it is not whole."""
    text = _read_text(file)
    try:
        found = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise _half(text, error) from error
    if not isinstance(found, dict):
        raise HalfAnswer("the answer is JSON but no object")
    return found


def parse_json_page(text: str, rows_in: str) -> JsonPage:
    """Cut a page into rows.

    >>> parse_json_page('{"value": [{"a": 1.50}, {"a": 2}], "odata.nextLink": "x"}', "value")
    JsonPage(rows=['{"a": 1.50}', '{"a": 2}'], members={'odata.nextLink': 'x'})
    """
    rows: list[str] | None = None
    members: dict[str, Any] = {}
    try:
        at = _past(text, 0, "{")
        while text[at] != "}":
            key, at = _decode(text, at)
            at = _past(text, at, ":")
            if key == rows_in:
                rows, at = _cut_list(text, at)
            else:
                members[key], at = _decode(text, at)
            at = _past_comma(text, at, "}")
        if text[_space(text, at + 1) :]:
            raise ValueError("text behind the end")
    except (ValueError, IndexError, RecursionError) as error:
        raise _half(text, error) from error
    if rows is None:
        raise HalfAnswer(f"the answer has no list '{rows_in}'; it has {', '.join(members) or 'nothing'}")
    return JsonPage(rows, members)


def render_rows(pages: Iterable[list[str]]) -> Iterator[str]:
    """Rows of all pages, one a line, with commas between; where pages ended leaves no trace.

    >>> "".join(render_rows([["1", "2"], [], ["3"]])).split()
    ['1,', '2,', '3']
    """
    before = ""
    for rows in pages:
        if rows:
            yield before + ",\n".join(rows)
            before = ",\n"


def _cut_list(text: str, at: int) -> tuple[list[str], int]:
    rows = []
    at = _past(text, at, "[")
    while text[at] != "]":
        _, end = _decode(text, at)
        rows.append(text[at:end])
        at = _past_comma(text, end, "]")
    return rows, at + 1


def _space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _past(text: str, at: int, sign: str) -> int:
    at = _space(text, at)
    if text[at] != sign:
        raise ValueError(f"expected '{sign}' at character {at}")
    return _space(text, at + 1)


def _past_comma(text: str, at: int, end: str) -> int:
    at = _space(text, at)
    if text[at] == end:
        return at
    at = _past(text, at, ",")
    if text[at] == end:
        raise ValueError(f"comma before '{end}' at character {at}")
    return at


def _read_text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HalfAnswer("the answer is no UTF-8 text") from error


def _half(text: str, error: Exception) -> HalfAnswer:
    start = " ".join(text[:40].split())
    return HalfAnswer(f"the answer is no whole JSON ({error}); it starts with '{start}'")
