"""What OData v3 and v4 have in common: pages with rows under 'value' and a link to the next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from noaber.sources.fetch.answers import read_json_page
from noaber.sources.fetch.http import Answer
from noaber.sources.fetch.paging import PageContent
from noaber.sources.fetch.troubles import HalfAnswer


def read_odata_page(file: Path, _: Answer, before: int) -> PageContent:
    """Rows and next link of an OData page, either version; HalfAnswer where it is not whole."""
    page = read_json_page(file, "value")
    link = _either(page.members, "odata.nextLink", "")
    total = _either(page.members, "odata.count", -1)
    return PageContent(len(page.rows), str(link), int(total))


def read_whole_set(file: Path, answer: Answer, before: int) -> PageContent:
    """As read_odata_page, for a set that cannot be empty."""
    content = read_odata_page(file, answer, before)
    if not before + content.rows:
        raise HalfAnswer("the set is empty")
    return content


def parse_row(row: str) -> dict[str, Any]:
    """One row as a mapping; HalfAnswer where it is something else."""
    found = json.loads(row)
    if not isinstance(found, dict):
        raise HalfAnswer("a row is no object")
    return found


def _either(members: dict[str, Any], name: str, absent: str | int) -> str | int:
    """Value of an annotation: v4 writes an @ before its name, v3 may write a number as text."""
    found = members.get("@" + name, members.get(name))
    if found is None:
        return absent
    if not isinstance(found, str | int) or (isinstance(absent, int) and not str(found).isdigit()):
        raise HalfAnswer(f"'{name}' is '{found}'")
    return found
