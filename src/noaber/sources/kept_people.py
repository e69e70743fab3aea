"""What is kept of people, made less: expired records go, and so does a person who is to be forgotten.

These two are the only acts that change what was kept. The register is written anew; a delivery of which nothing is left
goes with its line.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from noaber.content.personal import months_of
from noaber.content.source import SourceFile
from noaber.privacy.pseudonyms import Keyring, domain_key, pseudonymise
from noaber.sources.columns import part_of
from noaber.sources.deliveries import Delivery, Keeper
from noaber.sources.door import NORMALISE, Admitted, purpose_name
from noaber.sources.file_names import parts_of
from noaber.sources.records import match_headers, with_constants
from noaber.vocabulary.errors import NotFound, Problem
from noaber.vocabulary.periods import Period, parse_supplier_period

Sources = Mapping[str, SourceFile]
Change = Callable[[pl.DataFrame, SourceFile, Delivery], pl.DataFrame]


@dataclass(frozen=True)
class Removed:
    """What was removed of a source: rows, and deliveries of which nothing is left."""

    source: str
    rows: int
    deliveries: int


def remove_expired(keeper: Keeper, sources: Sources, today: date) -> list[Removed]:
    """Remove the records whose period ended longer ago than their source may keep them."""

    def within(table: pl.DataFrame, source: SourceFile, delivery: Delivery) -> pl.DataFrame:
        texts = _periods(table, source, delivery)
        gone = [text for text in texts.unique().drop_nulls() if _is_expired(text, source, today)]
        return table.filter(~texts.is_in(gone).fill_null(False))

    return _rewrite(keeper, sources, within)


def _periods(table: pl.DataFrame, source: SourceFile, delivery: Delivery) -> pl.Series:
    named = with_constants(table, {**source.constants, **parts_of(delivery.file, source.deliveries)})
    headers, _ = match_headers(named, source, delivery.file)
    return named[next(headers[name] for name, spec in source.columns.items() if spec.period and name in headers)]


def _is_expired(text: str, source: SourceFile, today: date) -> bool:
    """Say whether a record of a period may no longer be kept; one without a readable period is in quarantine."""
    spec = next(spec for spec in source.columns.values() if spec.period)
    try:
        period, _ = parse_supplier_period(part_of(text, spec) or text)
    except NotFound:
        return False
    month = Period.containing("month", period.end).next(months_of(source.retention))
    return month.start.date() <= today


def pseudonyms_of(identifiers: pl.Series, kind: str, sources: Sources, keys: Keyring) -> frozenset[str]:
    """Give every pseudonym that identifiers have or had: of all purposes, and all keys there ever were."""
    plain = NORMALISE[kind](identifiers).drop_nulls()
    if plain.len() < identifiers.len():
        found = f"{identifiers.len() - plain.len()} of {identifiers.len()} lines are no {kind}'s number"
        raise NotFound(Problem("standard input", found, "one number a line, each passing the eleven test"))
    purposes = {source.purpose for source in sources.values() if source.class_ == "personal"}
    domains = [domain_key(keys, purpose_name(purpose), kind, name) for purpose in purposes for name in keys.masters]
    return frozenset(code for domain in domains for code in pseudonymise(plain, domain))


def remove_people(keeper: Keeper, sources: Sources, pseudonyms: frozenset[str]) -> list[Removed]:
    """Remove every record of these people, in all deliveries that are kept."""

    def without(table: pl.DataFrame, source: SourceFile, delivery: Delivery) -> pl.DataFrame:
        texts = [name for name, kind in table.schema.items() if kind == pl.String]
        theirs = [pl.col(name).is_in(list(pseudonyms)).fill_null(False) for name in texts]
        return table.filter(~pl.any_horizontal(pl.lit(False), *theirs))

    return _rewrite(keeper, sources, without)


def _rewrite(keeper: Keeper, sources: Sources, change: Change) -> list[Removed]:
    """Change every kept delivery of personal data; what was there before is gone from the disk afterwards."""
    lines: list[Delivery] = []
    old: set[Path] = set()
    removed: dict[str, list[int]] = {}
    for delivery in keeper.kept():
        source = sources.get(delivery.source)
        if not delivery.kept or source is None or not keeper.path(delivery).exists():
            lines.append(delivery)
            continue
        table = pl.read_parquet(keeper.path(delivery))
        left = change(table, source, delivery)
        counts = removed.setdefault(delivery.source, [0, 0])
        counts[0] += table.height - left.height
        counts[1] += left.height == 0
        if left.height == table.height:
            lines.append(delivery)
            continue
        old.add(keeper.path(delivery))
        if left.height:
            said = keeper.door_notes(delivery), delivery.key, keeper.unknown_codes(delivery)
            lines.append(keeper.store(delivery, Admitted(left, *said)))
    _write_register(keeper, lines)
    for path in old - {keeper.path(delivery) for delivery in lines}:
        keeper.discard(path)
    return [Removed(source, rows, gone) for source, (rows, gone) in removed.items() if rows or gone]


def _write_register(keeper: Keeper, lines: Iterable[Delivery]) -> None:
    text = "".join(json.dumps(asdict(delivery), sort_keys=True) + "\n" for delivery in lines)
    part = keeper.register.with_suffix(f".{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(keeper.register)
