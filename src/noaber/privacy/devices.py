"""Identifiers of devices (telephones, network cards) in a delivery: recognised by name and by form, and refused.

Counting passers-by needs none: counts per sensor and quarter of an hour do. A hash of such a number is one too, for
there are so few that all can be tried out. What cannot be recognised: a hash in a column with an innocent name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from noaber.vocabulary.errors import Problem

Recognise = Callable[[str, pl.Series], int]
"""Of a column's name and its values as text: how many of them are of this kind."""

_NAMES = {
    "MAC addresses": "mac|bssid|wifi_?id|wlan_?id|bluetooth_?id",
    "IMEI numbers": "imei|imeisv|meid",
    "advertising identifiers": "idfa|idfv|gaid|aaid|adid|maid|ad_id|advert(?:ising|iser)_?id|reclame_?id",
    "numbers of telephones or cards": "device|toestel|handset|phone_?id|imsi|iccid|android_?id|udid",
}
_NAMED = {kind: re.compile(rf"(?:^|_)(?:{words})(?:_|$|addr|adres|hash|id|nr)") for kind, words in _NAMES.items()}
_PAIR = "[0-9A-Fa-f]{2}"
_COLONS = r"\b[0-9A-Fa-f]{1,2}(?::[0-9A-Fa-f]{1,2}){5}\b"
_OTHER_SIGNS = (
    rf"\b(?:{_PAIR}(?:-{_PAIR}){{5}}|{_PAIR}(?: {_PAIR}){{5}}|(?:[0-9A-Fa-f]{{4}}\.){{2}}[0-9A-Fa-f]{{4}}"
    r"|[0-9A-Fa-f]{6}[:-][0-9A-Fa-f]{6})\b"
)
_BARE = r"^[0-9A-Fa-f]{12}$"
_NUMBERS_AND_HASHES = (
    r"^(?:[0-9A-Fa-f]{8,128}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[0-9]{2}-[0-9]{6}-[0-9]{6}-[0-9])$"
)
_SHORT_NUMBER = "^[0-9]{1,13}$"  # a date, a count
_BASE_64 = r"^[A-Za-z0-9+/_-]{22,90}={0,2}$"
_LETTER = "[A-Fa-f]"
_FEW = 3
"""Of fewer different numbers of 15 digits nothing is said: one in ten has a right check digit by chance."""


@dataclass(frozen=True)
class DeviceColumn:
    """A column with identifiers of devices: which kind, and how many rows have one."""

    column: str
    kind: str
    count: int


def find_devices(rows: pl.DataFrame) -> list[DeviceColumn]:
    """Give the columns that hold identifiers of devices, each under the first kind that it is recognised as.

    By form, whatever the column is called: MAC addresses with any signs between, or bare where all values are; IMEI
    numbers where all values have a right check digit. By name: hashes and other opaque values in a column called after
    such an identifier. Columns of texts and whole numbers are looked at.

    >>> find_devices(pl.DataFrame({"x": ["seen aa:bb:cc:00:11:22"], "mac_count": [3]}))
    [DeviceColumn(column='x', kind='MAC addresses', count=1)]
    """
    found = []
    looked_at = [column for column, kind in rows.schema.items() if _is_looked_at(kind)]
    lengths = rows.select(pl.col(looked_at).cast(pl.String).str.len_bytes().max()).row(0) if looked_at else ()
    for column, longest in zip(looked_at, lengths, strict=True):
        if (longest or 0) < SHORTEST:
            continue
        texts = rows[column].cast(pl.String).drop_nulls().str.strip_chars()
        kinds = ((kind, recognise(column, texts)) for kind, (least, recognise) in _KINDS.items() if least <= longest)
        first = next(((kind, count) for kind, count in kinds if count), None)
        found += [DeviceColumn(column, *first)] if first else []
    return found


def check_devices(rows: pl.DataFrame, place: str) -> list[Problem]:
    """Give one problem that names all columns with identifiers of devices, and no value; none where there are none.

    >>> print(check_devices(pl.DataFrame({"mac": ["aa:bb:cc:00:11:22"]}), "passers.csv")[0])
    passers.csv  identifiers of devices in 'mac' (MAC addresses, 1 row); expected counts, and no devices
      Ask the supplier for counts per sensor and quarter of an hour. A hash is no way out; give sensors a short name.
    """
    found = find_devices(rows)
    if not found:
        return []
    named = ", ".join(f"'{one.column}' ({one.kind}, {one.count} row{'s' * (one.count > 1)})" for one in found)
    remedy = "A hash is no way out; give sensors a short name."
    next_step = f"Ask the supplier for counts per sensor and quarter of an hour. {remedy}"
    return [Problem(place, f"identifiers of devices in {named}", "counts, and no devices", next_step)]


def _is_looked_at(kind: pl.DataType) -> bool:
    return kind.is_integer() or kind in (pl.String, pl.Categorical, pl.Enum)


def _macs(_: str, texts: pl.Series) -> int:
    with_signs = texts.str.contains(_COLONS) | texts.str.extract(f"({_OTHER_SIGNS})").str.contains(_LETTER)
    bare = texts.str.contains(_BARE)
    if len(texts) and bare.all() and texts.str.contains(_LETTER).any():
        return len(texts)
    return int(with_signs.sum())


def _imeis(_: str, texts: pl.Series) -> int:
    if not texts.str.contains("^(?:[0-9]{15}|[0-9]{2}-[0-9]{6}-[0-9]{6}-[0-9])$").all():
        return 0
    digits = texts.str.replace_all("-", "", literal=True).unique()
    if len(digits) < _FEW:
        return 0
    return len(texts) if _has_check_digit(digits).all() else 0


def _has_check_digit(digits: pl.Series) -> pl.Series:
    """Whether numbers of 15 digits pass the test of Luhn: every second digit counts double, and the sum ends in 0."""
    weighed = [digits.str.slice(place, 1).cast(pl.Int32) * (1 + place % 2) for place in range(15)]
    counted = [number // 10 + number % 10 for number in weighed]
    return pl.DataFrame([one.alias(str(place)) for place, one in enumerate(counted)]).sum_horizontal() % 10 == 0


def _named(kind: str) -> Recognise:
    def recognise(column: str, texts: pl.Series) -> int:
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column)
        plain = re.sub(r"[^a-z0-9]+", "_", words.lower())
        return int(_is_opaque(texts).sum()) if _NAMED[kind].search(plain) else 0

    return recognise


def _is_opaque(texts: pl.Series) -> pl.Series:
    """Whether texts are numbers or hashes that tell nothing, and not words such as the short name of a sensor."""
    number = texts.str.contains(_NUMBERS_AND_HASHES) & ~texts.str.contains(_SHORT_NUMBER)
    mixed = texts.str.contains("[0-9]") & texts.str.contains("[A-Z]") & texts.str.contains("[a-z]")
    return number | (texts.str.contains(_BASE_64) & mixed)


_KINDS: Mapping[str, tuple[int, Recognise]] = {
    "MAC addresses": (11, _macs),
    "IMEI numbers": (15, _imeis),
    **{f"{kind}, or what is made of them": (8, _named(kind)) for kind in _NAMES},
}
"""How each kind is recognised, and how long its shortest form is: most columns hold nothing so long."""
SHORTEST = min(least for least, _ in _KINDS.values())
