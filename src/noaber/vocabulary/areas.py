"""Areas: a code of a type, valid for some years; wijken and buurten exist only *in a vintage*.

The id of a durable area is its code (`GM0153`); of a vintage-bound one its code and vintage (`BU01530000@2021`):
suppliers redraw and recode these every year and the same code need not be the same place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from noaber.vocabulary.errors import NotFound, Problem, nearest
from noaber.vocabulary.languages import Text


@dataclass(frozen=True)
class AreaType:
    """A kind of area: its id, its names, how its codes look and whether they belong to a vintage."""

    id: str
    names: Text
    plural: Text
    pattern: str = ""
    vintage_bound: bool = False
    suffixes: tuple[str, ...] = ()  # how suppliers mark a name as one of this type, as "(gemeente)"


@dataclass(frozen=True)
class Area:
    """A place or group. `valid_from`/`valid_to` are years, `valid_to` exclusive; parents are area ids."""

    code: str
    type: str
    names: Text
    vintage: int | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    parents: tuple[str, ...] = ()
    same_as: str | None = None  # id in an earlier vintage that supplier or concordance calls the same place

    @property
    def id(self) -> str:
        """The code, with its vintage where the code means nothing without."""
        return area_id(self.code, self.vintage)

    def valid_in(self, year: int) -> bool:
        """Say whether the area exists in that year."""
        return (self.valid_from is None or self.valid_from <= year) and (self.valid_to is None or year < self.valid_to)


def area_id(code: str, vintage: int | None) -> str:
    """Write an area id.

    >>> area_id("BU01530000", 2021), area_id("GM0153", None)
    ('BU01530000@2021', 'GM0153')
    """
    return code if vintage is None else f"{code}@{vintage}"


def fold_name(text: str) -> str:
    """Bring a name to the form in which suppliers agree: no case, accents or padding.

    >>> fold_name("  Súdwest-Fryslân ")
    'sudwest-fryslan'
    """
    if text.isascii():
        return text.lower().strip()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold().replace("’", "'").strip()


@dataclass(frozen=True)
class AreaRegister:
    """All areas known to a build, found by id, code, name or synonym. Built once, then only read."""

    types: Mapping[str, AreaType]
    areas: Mapping[str, Area]
    synonyms: Mapping[str, str] = field(default_factory=dict)  # supplier's code or name -> area id
    _by_code: dict[tuple[str, int | None], str] = field(default_factory=dict, repr=False)
    _by_name: dict[tuple[str, str], list[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, types: Iterable[AreaType], areas: Iterable[Area], synonyms: Mapping[str, str] | None = None
    ) -> AreaRegister:
        """Build the register; of two areas with one id the first is kept."""
        known: dict[str, Area] = {}
        for area in areas:
            known.setdefault(area.id, area)
        register = cls({t.id: t for t in types}, known, {fold_name(k): v for k, v in (synonyms or {}).items()})
        for area in known.values():
            register._by_code[(area.code, area.vintage)] = area.id
            for name in {fold_name(name) for name in area.names.values()}:
                register._by_name.setdefault((area.type, name), []).append(area.id)
        return register

    def resolve(self, text: str, type: str | None = None, vintage: int | None = None) -> str | None:
        """Give the id of the area a supplier means by `text`, or None; never guesses between two."""
        bare = text.strip()
        if bare in self.areas and type in (None, self.areas[bare].type):
            return bare
        kinds = [self.types[type]] if type else list(self.types.values())
        return self._by_supplier_code(bare, kinds, vintage) or self._by_any_name(bare, kinds, vintage)

    def _by_supplier_code(self, text: str, kinds: list[AreaType], vintage: int | None) -> str | None:
        for kind in kinds:
            bound = vintage if kind.vintage_bound else None
            for code in (text, pad_code(text, kind.pattern)):
                found = self._by_code.get((code, bound))
                if found and self.areas[found].type == kind.id:
                    return found
        return None

    def _by_any_name(self, text: str, kinds: list[AreaType], vintage: int | None) -> str | None:
        name = fold_name(text)
        synonym = self.synonyms.get(name)
        if synonym is not None and synonym in self.areas and self.areas[synonym].type in {k.id for k in kinds}:
            return synonym
        bare, marked = self._without_suffix(name)
        for kind in [kind for kind in kinds if marked in (None, kind.id)]:
            found = [
                area
                for area in self._by_name.get((kind.id, bare), ())
                if not kind.vintage_bound or self.areas[area].vintage == vintage
            ]
            if len(found) == 1:
                return found[0]
        return None

    def _without_suffix(self, name: str) -> tuple[str, str | None]:
        """Split "groningen (gemeente)" into the name and the type that its suffix tells, if any."""
        for kind in self.types.values():
            for suffix in kind.suffixes:
                if name.endswith(" " + suffix.casefold()):
                    return name.removesuffix(" " + suffix.casefold()).strip(), kind.id
        return name, None

    def get(self, text: str, vintage: int | None = None) -> Area:
        """Give the area that a user means by code, id or name; NotFound with the nearest names."""
        found = self.resolve(text, vintage=vintage) or self.resolve(text)
        if found is None:
            names = [name for area in self.areas.values() for name in area.names.values()]
            near = ", ".join(dict.fromkeys(nearest(text, names, 5)))
            raise NotFound(Problem("area", f"unknown area '{text}'", "", f"Nearest: {near}." if near else ""))
        return self.areas[found]

    def children(self, parent: str) -> list[Area]:
        """Give the areas that name `parent` among their parents."""
        return [area for area in self.areas.values() if parent in area.parents]


def pad_code(text: str, pattern: str) -> str:
    """Restore a code that lost its letters or leading zeros; `pattern` shows them, as `GM0000`.

    >>> pad_code("141", "GM0000"), pad_code("GM0141", "GM0000"), pad_code("1530000", "BU00000000")
    ('GM0141', 'GM0141', 'BU01530000')
    """
    prefix = pattern.rstrip("0")
    digits = len(pattern) - len(prefix)
    if prefix and text.isdigit() and len(text) <= digits:
        return prefix + text.zfill(digits)
    return text


def looks_like(code: str, pattern: str) -> bool:
    """Say whether a code has the prefix and length of its type; buurt codes may hold letters.

    >>> looks_like("BU0153AA01", "BU00000000"), looks_like("NL00", "BU00000000"), looks_like("", "")
    (True, False, False)
    """
    prefix = pattern.rstrip("0")
    return bool(code) and (not pattern or (code.startswith(prefix) and len(code) == len(pattern)))
