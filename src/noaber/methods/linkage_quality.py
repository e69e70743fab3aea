"""How good links are: how many records found a partner, who did not, and how many links a person would call right."""

from __future__ import annotations

import polars as pl

SIDES = ("linked", "unlinked")


def linked_share(records: pl.DataFrame) -> tuple[int, int, float | None]:
    """Give how many records are linked, how many not, and the share (0 to 1) that is; None where there are none.

    `records` have a column `linked` (Boolean).

    >>> linked_share(pl.DataFrame({"linked": [True, True, False, True]}))
    (3, 1, 0.75)
    """
    linked = int(records["linked"].sum())
    return linked, records.height - linked, linked / records.height if records.height else None


def bias_of_unlinked(records: pl.DataFrame, trait: str) -> pl.DataFrame:
    """Say whom the links miss: per category of `trait` the `linked`, `unlinked`, `linked_share` and `bias_pct`, sorted.

    `bias_pct` is the share of the category among the linked less its share among all records, in percentage points:
    what a percentage from the linked alone is off. It adds up to zero. A missing trait is a category of its own. Absent
    where nothing is linked. Look at origin, sex, age and municipality at least: names with prefixes, a change of name
    at marriage and a date of birth not known link badly, and not at random.

    >>> records = pl.DataFrame({"origin": ["nl", "nl", "other", "other"], "linked": [True, True, True, False]})
    >>> bias_of_unlinked(records, "origin").select("origin", "linked_share", pl.col("bias_pct").round(1)).rows()
    [('nl', 1.0, 16.7), ('other', 0.5, -16.7)]
    """
    linked = pl.col("linked")
    counted = records.group_by(trait).agg(
        linked=linked.sum().cast(pl.Int64), unlinked=(~linked).sum().cast(pl.Int64), linked_share=linked.mean()
    )
    among_linked = pl.when(linked.sum() > 0).then(linked / linked.sum())
    among_all = (linked + pl.col("unlinked")) / (linked + pl.col("unlinked")).sum()
    return counted.with_columns(bias_pct=100 * (among_linked - among_all)).sort(trait)


def standardised_difference(bias: pl.DataFrame) -> pl.DataFrame:
    """Add `difference`: how far the linked and the unlinked lie apart in a category, in standard deviations.

    `bias` is what `bias_of_unlinked` gives. Unlike a test it does not grow with the number of records; above 0.1 is
    commonly looked at (Austin 2009). Absent where nobody or everybody is linked, or all are alike.

    >>> records = pl.DataFrame({"sex": ["f", "f", "m", "m"], "linked": [True, True, True, False]})
    >>> standardised_difference(bias_of_unlinked(records, "sex")).select("sex", pl.col("difference").round(2)).rows()
    [('f', 2.0), ('m', -2.0)]
    """
    one, other = (pl.col(name) / pl.when(pl.col(name).sum() > 0).then(pl.col(name).sum()) for name in SIDES)
    spread = ((one * (1 - one) + other * (1 - other)) / 2).sqrt()
    return bias.with_columns(difference=pl.when(spread > 0).then((one - other) / spread))


def expected_errors(choices: pl.DataFrame) -> tuple[float, float]:
    """Give how many links are expected to be false, and how many records are expected to have missed their partner.

    `choices` have `linked`, `chance` (of the link), `any` (that there is a partner at all, among those looked at) and
    `records`, how many records the row stands for. True as far as the model is; pairs that were never looked at count
    in neither.

    >>> told = {"linked": [True, False], "chance": [0.75, 0.5], "any": [0.75, 1.0], "records": [2, 1]}
    >>> expected_errors(pl.DataFrame(told))
    (0.5, 1.0)
    """
    linked, records = pl.col("linked"), pl.col("records")
    false = ((1 - pl.col("chance")) * records).filter(linked).sum()
    missed = (pl.col("any") * records).filter(~linked).sum()
    return choices.select(false=false, missed=missed).row(0)


def precision_and_recall(pairs: pl.DataFrame) -> tuple[float | None, float | None]:
    """Give precision (right links of all links) and recall (found of all true pairs) of a labelled sample.

    None for 0 of 0. `pairs` have `linked` and `same`, what a person who looked at both records says (Boolean), and
    where the sample was drawn with unequal chances a `weight`.

    >>> precision_and_recall(pl.DataFrame({"linked": [True, True, False], "same": [True, False, True]}))
    (0.5, 0.5)
    """
    weight = pl.col("weight") if "weight" in pairs.columns else pl.lit(1.0)
    linked, same = pl.col("linked"), pl.col("same")
    right, links, true = pairs.select(
        right=weight.filter(linked & same).sum(), links=weight.filter(linked).sum(), true=weight.filter(same).sum()
    ).row(0)
    return right / links if links else None, right / true if true else None
