"""The addresses that are asked for in attacks on the site: of every route of the application, and what answers say."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator

from noaber.web.app import FORMS, OWN_PAGES, PAGES

PARTS = {
    "language": ("nl",),
    "indicator": ("inhabitants", "house_value", "house_value_unweighted", "women_share", "workers"),
    "theme": ("population", "housing"),
    "area": ("GM9001", "GM9003", "BU90010000@2024"),
    "source": ("register", "buurten_2024"),
    "picture": ("trend", "ranglijst", "kaart"),
    "panel": ("trend", "ranglijst", "kaart", "tabel", "spreiding"),
    "period": ("2024", "2024-Q4"),
    "token": ("x" * 43,),
    "id": ("0123456789abcdef",),
}
"""What stands in the places of an address. A route with a part that is not here fails: it has to be thought of."""
CHOICE = "?gebieden=GM9001,GM9003,BU90010000@2024,BU90030000@2024&niveau=buurt&tot=2024"
QUERIES = {
    "cijfer": ("", CHOICE, "?gebieden=GM9003,GM9002&vorm=data"),
    "ingesloten": (CHOICE,),
    "insluiten": (CHOICE,),
    "tabel": (
        "?cijfers=inhabitants,house_value,workers&niveau=buurt",
        "?cijfers=house_value,house_value_unweighted,women_share,inhabitants&niveau=gemeente",
        "?cijfers=house_value_unweighted&niveau=buurt",
        "?cijfers=women_share&niveau=gemeente",
    ),
    "stromen": ("", "?gebied=GM9002"),
    "zoek": ("?q=woningwaarde", "?q=vrouwen"),
}
CASES = [(path, "GET") for path, _ in (*PAGES, *OWN_PAGES)] + [(path, "POST") for path, _ in FORMS]


def addresses(path: str) -> Iterator[str]:
    """Give the addresses of a route that are asked for."""
    names = re.findall(r"\{(\w+)\}", path)
    if path.endswith(".png"):  # they take long to draw, and say no digits: a few, and their bytes are compared
        flows = ("/nl/stromen/workers/kaart.png?gebied=GM9002", "/nl/stromen/workers/kaart.png")
        yield from ("/nl/cijfer/inhabitants/trend.png?gebieden=GM9003,GM9001",) if "cijfer" in path else flows
        return
    queries = QUERIES.get(path.split("/")[2].partition(".")[0], ("",)) if path.count("/") > 1 else ("",)
    for values in itertools.product(*(PARTS[name] for name in names)):
        place = path.format(**dict(zip(names, values, strict=True)))
        yield from (place + query for query in queries)


def text_of(content: bytes) -> str:
    """Give what an answer says; of a workbook what its sheets say."""
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "\n".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
