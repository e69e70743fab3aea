"""Traits by which records are compared where no identifier is shared, each brought to one form before it is keyed.

Of a keyed code one can only say that it is equal to another. What is to count as nearly equal therefore needs a second,
coarser form: four figures of a postcode, the sound of a name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from noaber.privacy.identifiers import normalise_text

PREFIXES = r"^(?:(?:van|von|de|den|der|het|ten|ter|te|in|op|t|s|la|le|du|el|al) )+"
SOUNDS = (
    ("ij", "y"), ("[ae]i", "y"), ("sch", "s"), ("ch", "g"), ("ph", "f"), ("th", "t"), ("qu", "k"), ("ck", "k"),
    ("[cq]", "k"), ("x", "ks"), ("z", "s"), ("v", "f"), ("dt$", "t"), ("d$", "t"), ("b$", "p"), ("ou|au", "o"),
)  # fmt: skip
"""Spellings of Dutch and German names that are heard alike, from first to last, and what is written for them."""


def normalise_postcode(values: pl.Series) -> pl.Series:
    """Give Dutch postcodes as four figures and two capitals; absent what is none.

    >>> normalise_postcode(pl.Series(["7511 ab", "7511", None])).to_list()
    ['7511AB', None, None]
    """
    return values.cast(pl.String).str.to_uppercase().str.replace_all(r"\s", "").str.extract(r"^([1-9]\d{3}[A-Z]{2})$")


def normalise_pc4(values: pl.Series) -> pl.Series:
    """Give the four figures with which a Dutch postcode begins; absent where it does not begin so.

    >>> normalise_pc4(pl.Series(["7511 AB", "7511", "AB"])).to_list()
    ['7511', '7511', None]
    """
    return values.cast(pl.String).str.strip_chars().str.extract(r"^([1-9]\d{3})(?:\s?[A-Za-z]{2})?$")


def normalise_house(values: pl.Series) -> pl.Series:
    """Give the number of a house without what comes behind it: letters and additions are written in many ways.

    >>> normalise_house(pl.Series(["012-a", "12 bis", "a"])).to_list()
    ['12', '12', None]
    """
    return values.cast(pl.String).str.extract(r"^\s*0*([1-9]\d*)")


def normalise_name(values: pl.Series) -> pl.Series:
    """Give names in small plain letters, without prefixes and signs; absent where nothing is left.

    >>> normalise_name(pl.Series(["van der Müller-Smit", "D'Hondt", "-"])).to_list()
    ['mullersmit', 'dhondt', None]
    """
    plain = normalise_text(values).str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    bare = plain.str.replace(PREFIXES, "").str.replace_all(r"[^\p{L}]", "")
    return bare.replace("", None)


def sound_name(values: pl.Series) -> pl.Series:
    """Give what is heard of a name: its first letter, and the consonants after it in one spelling, none twice running.

    >>> sound_name(pl.Series(["Jansen", "Janssen", "Schmidt", "Smit", "Dijkstra", "Dykstra"])).to_list()
    ['jnsn', 'jnsn', 'smt', 'smt', 'dkstr', 'dkstr']
    """
    heard = normalise_name(values)
    for spelling, sound in SOUNDS:
        heard = heard.str.replace_all(spelling, sound)
    first, rest = heard.str.slice(0, 1), heard.str.slice(1).str.replace_all("[aeiouyhj]", "")
    whole = first + rest
    for letter in "bcdfgklmnpqrstvwz":
        whole = whole.str.replace_all(f"{letter}+", letter)
    return whole


TRAIT_FORMS: Mapping[str, Callable[[pl.Series], pl.Series]] = {
    "postcode": normalise_postcode,
    "pc4": normalise_pc4,
    "house": normalise_house,
    "name": normalise_name,
    "sound": sound_name,
}
"""How each kind of trait is brought to one form."""
