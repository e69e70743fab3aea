"""The door for personal data: a delivery is read in memory, and what leaves for the disk has pseudonyms and closed
columns only.

Devices refuse the delivery. Columns that nobody declared are dropped. Identifiers become pseudonyms of their purpose.
A cell that is not what its column holds is masked, so that its row is set apart later with the reason, and told
by its line. Nothing here writes, and no message holds anything of a delivery.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

import polars as pl

from noaber.content.model import Region
from noaber.content.source import SourceFile
from noaber.privacy.devices import check_devices
from noaber.privacy.identifiers import normalise_bsn, normalise_text, passes_elfproef
from noaber.privacy.pseudonyms import DomainKey, Keyring, domain_key, pseudonymise
from noaber.privacy.traits import TRAIT_FORMS
from noaber.sources.behind_door import kept_trait
from noaber.sources.file_names import parts_of
from noaber.sources.known_shapes import count_unknown
from noaber.sources.masking import MASK, is_masked, mask_problem, mask_text
from noaber.sources.plausible import content_reading, content_register, keep_plausible
from noaber.sources.records import match_headers, with_constants
from noaber.sources.tables.read import read_table
from noaber.sources.tables.unpack import unpack_parts
from noaber.vocabulary.areas import AreaRegister
from noaber.vocabulary.errors import DeliveryError, Problem

NORMALISE = {"person": normalise_bsn}
"""How identifiers of a kind are brought to one form; others as text."""

MOST_KNOWN = 3_000_000
"""Pseudonyms of one kind that are kept in mind while deliveries come in."""
NEW_HEADER = "If its header is new, add it to `from:` of the column; else ask the supplier for the right file."
NEW_NAME = "Give the file the name that the source expects; of a file and its copy, keep the right one."
AGAIN = "Ask the supplier for the file again."


@dataclass(frozen=True)
class Admitted:
    """What of a delivery may be kept, and what happened at the door, in counts."""

    table: pl.DataFrame
    counts: Mapping[str, int]
    key: str  # the name of the key of its pseudonyms
    unknown_codes: Mapping[str, Mapping[str, int]] = field(
        default_factory=dict
    )  # by column: how often each stood there


@dataclass(frozen=True)
class Door:
    """The door of a region. `keys` are asked for when somebody comes; `forgotten` are pseudonyms that may not enter."""

    region: Region
    keys: Callable[[], Keyring]
    forgotten: frozenset[str] = frozenset()
    _known: dict[tuple[str, str], DomainKey] = field(default_factory=dict, repr=False, compare=False)
    _coded: dict[DomainKey, dict[str, str]] = field(default_factory=dict, repr=False, compare=False)

    def with_keys(self) -> Door:
        """Give the door with its keys at hand, so that other processes can stand at it too."""
        return replace(self, keys=partial(_the_same, self.keys()))

    def mark(self, source: SourceFile) -> str:
        """Give what the door did to a delivery of this source, as a hash: read otherwise, it has to come in again."""
        hidden = {"name", "link"}
        columns = {name: spec.model_dump(mode="json", exclude=hidden) for name, spec in source.columns.items()}
        said = [columns, source.format.model_dump(mode="json"), self.keys().current, source.purpose]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def admit(self, path: Path, source: SourceFile) -> Admitted:
        """Read a delivery and give what may be kept of it; DeliveryError, in words without its content, if nothing."""
        place = f"{source.source}: {mask_text(path.name)}"
        refuse_numbers(path.name, place, "the name of the file", "Ask for the file under another name.")
        table = _read(path, source, place)
        problems = [mask_problem(problem, place) for problem in check_devices(table, place)]
        named = parts_of(path.name, source.deliveries)
        problems += self._misnamed(named, source, place)
        said = {**source.constants, **named}
        found, lacking = match_headers(with_constants(table, said), source, place)
        problems += [replace(problem, next_step=NEW_HEADER) for problem in lacking]
        if problems:
            raise DeliveryError(problems)
        return self._kept(table, source, {name: header for name, header in found.items() if header not in said})

    def _misnamed(self, named: Mapping[str, str], source: SourceFile, place: str) -> Iterator[Problem]:
        """Give a problem for each part of the file's name that is not what its column holds."""
        reading = content_reading(self.region, source, self._register)
        for name, text in named.items():
            spec = source.columns.get(name)
            if spec and is_masked(keep_plausible(pl.Series([text]), spec, reading)[0]):
                expected = " or ".join(spec.area) or ("a period" if spec.period else f"what {name} holds")
                yield Problem(place, f"the name of the file says no {name}", expected, NEW_NAME)

    def domain(self, purpose: str, kind: str) -> DomainKey:
        """Give the key for identifiers of a kind within a purpose."""
        if (purpose, kind) not in self._known:
            self._known[(purpose, kind)] = domain_key(self.keys(), purpose_name(purpose), kind)
        return self._known[(purpose, kind)]

    @cached_property
    def _register(self) -> AreaRegister:
        return content_register(self.region)

    def _kept(self, table: pl.DataFrame, source: SourceFile, headers: Mapping[str, str]) -> Admitted:
        reading = content_reading(self.region, source, self._register)
        traits = {name: header for name, header in headers.items() if source.columns[name].is_trait}
        others = {name: header for name, header in headers.items() if name not in traits}
        kept = {header: table[header] for header in dict.fromkeys(others.values())}
        identifying = {header for name, header in others.items() if source.columns[name].identifies}
        unknown: dict[str, dict[str, int]] = {}
        for name, header in others.items():
            spec = source.columns[name]
            if spec.identifies:
                kept[header] = self.pseudonyms(table[header], source.purpose, spec.identifies)
            elif header not in identifying:
                unknown[name] = count_unknown(kept[header], spec)
                kept[header] = keep_plausible(kept[header], spec, reading)
        for name, header in traits.items():
            kept[kept_trait(name)] = self.traits(table[header], source.purpose, source.columns[name].identifies)
        ragged = table["ragged"].is_not_null()
        frame = pl.DataFrame([table["row"], *(column.alias(header) for header, column in kept.items())])
        frame = frame.with_columns(ragged=pl.when(ragged).then(pl.lit(MASK)))
        rest = frame.filter(~self._is_forgotten(frame, source, others))
        counts = {
            "dropped": table.width - len(set(headers.values())) - 2,
            "masked": sum(frame.select(pl.col(list(kept)).str.starts_with(MASK).sum()).row(0)) if kept else 0,
            "forgotten": frame.height - rest.height,
        }
        return Admitted(rest, counts, self.keys().current, {name: codes for name, codes in unknown.items() if codes})

    def pseudonyms(self, texts: pl.Series, purpose: str, kind: str) -> pl.Series:
        """Give the pseudonyms of identifiers; a mask where a text is none."""
        plain = NORMALISE.get(kind, normalise_text)(texts)
        coded = self._code(plain, purpose, kind)
        frame = pl.DataFrame({"text": texts, "coded": coded})
        return frame.select(pl.when(pl.col("text").is_not_null()).then(pl.col("coded").fill_null(MASK))).to_series()

    def traits(self, texts: pl.Series, purpose: str, kind: str) -> pl.Series:
        """Give the pseudonyms of traits; nothing where a text is none, so that the row stays."""
        return self._code(TRAIT_FORMS[kind](texts), purpose, kind)

    def _code(self, plain: pl.Series, purpose: str, kind: str) -> pl.Series:
        """Make pseudonyms; most people of a delivery were in an earlier one."""
        domain = self.domain(purpose, kind)
        known = self._coded.setdefault(domain, {})
        if len(known) > MOST_KNOWN:
            known.clear()
        return pseudonymise(plain, domain, known)

    def _is_forgotten(self, frame: pl.DataFrame, source: SourceFile, headers: Mapping[str, str]) -> pl.Series:
        columns = [headers[name] for name, spec in source.columns.items() if spec.identifies and name in headers]
        gone = [pl.col(column).is_in(list(self.forgotten)).fill_null(False) for column in columns]
        return frame.select(pl.any_horizontal(pl.lit(False), *gone)).to_series()


def _the_same(keys: Keyring) -> Keyring:
    return keys


def purpose_name(purpose: str) -> str:
    """Write a purpose as the plain name under which its keys are derived.

    >>> purpose_name("Twentse Monitor Sociaal Domein")
    'twentse-monitor-sociaal-domein'
    """
    return re.sub(r"[^a-z0-9]+", "-", purpose.lower()).strip("-")


def refuse_numbers(text: str, place: str, where: str, next_step: str) -> None:
    """Refuse a text that will be kept as it is and has a citizen service number in it; DeliveryError without it."""
    numbers = pl.DataFrame({"number": re.findall(r"(?<!\d)\d{9}(?!\d)", text)}, schema={"number": pl.String})
    if numbers.select(passes_elfproef(pl.col("number")).any()).item():
        found = f"a citizen service number in {where}"
        raise DeliveryError(Problem(place, found, "words that identify nobody", next_step))


def _read(path: Path, source: SourceFile, place: str) -> pl.DataFrame:
    """Read a delivery as text. What goes wrong is told without the words of the error: they could quote the file."""
    try:
        return read_table(unpack_parts(path), source.format)
    except DeliveryError as error:
        raise DeliveryError([mask_problem(problem, place) for problem in error.problems]) from None
    except Exception as error:
        found = f"cannot be read ({type(error).__name__})"
        problem = Problem(place, found, f"a file of kind {source.format.kind}", AGAIN)
        raise DeliveryError(problem) from None
