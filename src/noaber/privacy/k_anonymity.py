"""k-anonymity: how many people share the traits by which one could be recognised, and how much they differ beyond.

After Sweeney (2002) and l-diversity of Machanavajjhala et al. (2007); the counts are those of freqCalc in sdcMicro.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def count_alike(
    people: pl.DataFrame, traits: Sequence[str], sensitive: str | None = None, weight: str | None = None
) -> pl.DataFrame:
    """Add to each row how many rows have the same traits: `alike`, with weights `alike_weighted`, and `different`.

    `traits` are the columns by which one could recognise somebody (area, age, sex). `alike` is fk of the literature;
    `alike_weighted` is Fk, an estimate of how many there are in the population; `different` counts the values of
    `sensitive` among those alike (distinct l-diversity): with 1, whoever recognises the group knows it of each. A
    missing trait or value is one of its own, so that nobody hides behind it.

    >>> people = pl.DataFrame({"area": ["A", "A", "B"], "debt": ["yes", "no", "yes"]})
    >>> count_alike(people, ["area"], "debt").rows()
    [('A', 'yes', 2, 2), ('A', 'no', 2, 2), ('B', 'yes', 1, 1)]
    """
    added = [pl.len().over(traits).cast(pl.Int64).alias("alike")]
    if weight is not None:
        added.append(pl.col(weight).cast(pl.Float64).sum().over(traits).alias("alike_weighted"))
    if sensitive is not None:
        added.append(pl.col(sensitive).n_unique().over(traits).cast(pl.Int64).alias("different"))
    return people.with_columns(added)


def too_few_alike(people: pl.DataFrame, traits: Sequence[str], least: int) -> pl.DataFrame:
    """Give the rows that fewer than `least` rows are like: they may not leave the house in this form.

    >>> too_few_alike(pl.DataFrame({"area": ["A", "A", "B"]}), ["area"], 2).rows()
    [('B',)]
    """
    return people.filter(pl.len().over(traits) < least)


def too_much_alike(people: pl.DataFrame, traits: Sequence[str], sensitive: str, least: int) -> pl.DataFrame:
    """Give the rows among whose like `sensitive` has fewer than `least` different values.

    >>> too_much_alike(pl.DataFrame({"area": ["A", "A"], "debt": ["yes", "yes"]}), ["area"], "debt", 2).height
    2
    """
    return people.filter(pl.col(sensitive).n_unique().over(traits) < least)
