"""The typefaces of pages and pictures, cut from the packages that carry them.

Source Sans 3 and Source Serif 4 (SIL Open Font License) come as Python packages; nothing of them lies here. What the
site sends is a cut: one weight, the letters of our languages, under a name of its own as the licence asks.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Cut:
    """One cut: the family as packaged, where on its axes, and what it is called here."""

    package: str
    axes: Mapping[str, float]
    family: str
    style: str


CUTS: Mapping[str, Cut] = {
    "noaber-sans-400": Cut("source-sans-3", {"wght": 400}, "Noaber Sans", "Regular"),
    "noaber-sans-600": Cut("source-sans-3", {"wght": 600}, "Noaber Sans", "SemiBold"),
    "noaber-serif-600": Cut("source-serif-4", {"wght": 600, "opsz": 36}, "Noaber Serif", "SemiBold"),
}
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x132, 0x133, 0x152, 0x153, *range(0x2010, 0x2023), 0x2026, 0x202F]
SIGNS = [0x2032, 0x203A, 0x20AC, 0x2190, 0x2192, 0x2212, 0x2264, 0x2265]
FEATURES = ["kern", "lnum", "tnum"]


@dataclass(frozen=True)
class Typefaces:
    """The cuts by name: as WOFF2 for pages, and a folder with the same as TTF for the renderer of pictures."""

    woff2: Mapping[str, bytes]
    folder: Path


def keep_typefaces(folder: Path) -> Typefaces:
    """Read the cuts kept in a folder; those that are not there are made first, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, cut in CUTS.items():
        if not (folder / f"{name}.woff2").exists():
            plain, packed = make_cut(cut)
            for suffix, data in (("ttf", plain), ("woff2", packed)):
                part = folder / f".{name}.{suffix}.{os.getpid()}"
                part.write_bytes(data)
                part.rename(folder / f"{name}.{suffix}")
    return Typefaces({name: (folder / f"{name}.woff2").read_bytes() for name in CUTS}, folder)


def make_cut(cut: Cut) -> tuple[bytes, bytes]:
    """Make a cut from its package; gives it as TTF and as WOFF2."""
    import fontpkg
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font: Any = TTFont(fontpkg.path(cut.package))
    subsetter = Subsetter(Options(layout_features=FEATURES, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], hinting=False))
    subsetter.populate(unicodes=LETTERS + SIGNS)
    subsetter.subset(font)  # first the letters, then the weight: few letters are quick to weigh
    font = instantiateVariableFont(font, dict(cut.axes))
    _rename(font, cut)
    return _saved(font, None), _saved(font, "woff2")


def _rename(font: Any, cut: Cut) -> None:
    plain = cut.family.replace(" ", "")
    names = {
        1: cut.family,
        2: cut.style,
        3: f"{plain}-{cut.style}",
        4: f"{cut.family} {cut.style}",
        6: f"{plain}-{cut.style}",
        16: cut.family,
        17: cut.style,
    }
    for record in list(font["name"].names):
        if record.nameID in names:
            font["name"].setName(names[record.nameID], record.nameID, *_platform(record))
    for id in (1, 2, 4, 6):
        font["name"].setName(names[id], id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = int(cut.axes["wght"])


def _platform(record: Any) -> tuple[int, int, int]:
    return record.platformID, record.platEncID, record.langID


def _saved(font: Any, flavor: str | None) -> bytes:
    font.flavor = flavor
    font["head"].modified = font["head"].created
    stream = BytesIO()
    font.recalcTimestamp = False
    font.save(stream)
    return stream.getvalue()
