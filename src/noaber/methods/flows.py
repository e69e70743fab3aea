"""Flows from place to place: sums over larger places, and what is said of areas, pairs and a whole system.

F_ij is the flow from i to j, O_i all that leaves i and D_j all that arrives in j, both with those who stay (F_ii).

Sources: Bell, Blake, Boyle, Duke-Williams, Rees, Stillwell & Hugo (2002), "Cross-national comparison of internal
migration", JRSS A 165: effectiveness, intensity, aggregate net rate. Goodman (1970), "The definition and analysis of
local labour markets", British Journal of Industrial Relations 8: containment from the sides of supply and demand.
Coombes & Bond (2008), "Travel-to-work areas: the 2007 review", ONS: the linkage of two places. Checked against the
case 07_flows (commuting between six municipalities of Twente).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from noaber.methods.figures import gravest_of, status_text

FLOWS = pl.Schema(
    {
        "origin": pl.String,
        "destination": pl.String,
        "value": pl.Float64,  # null where missing or hidden
        "status": pl.String,
        "hidden": pl.Boolean,
    }
)
COUNTED = ("leaving", "arriving", "inside", "out", "in")
DERIVED = ("net", "gross", "effectiveness", "containment", "self_sufficiency", "balance")
KINDS = (*COUNTED, *DERIVED)
"""What is told of an area: see `measure_areas`."""


def gather_flows(flows: pl.DataFrame, places: Mapping[str, str]) -> pl.DataFrame:
    """Flows between larger places: areas are put into places, areas that are not named stay themselves.

    What moves between areas of one place stays inside it. A sum with a missing or hidden part has no value.

    >>> frame = pl.DataFrame([("a", "b", 3.0, "A", False), ("b", "c", 2.0, "E", False)], FLOWS, orient="row")
    >>> gather_flows(frame, {"a": "ab", "b": "ab"}).rows()
    [('ab', 'ab', 3.0, 'A', False), ('ab', 'c', 2.0, 'E', False)]
    """
    ends = [pl.col(end).replace(dict(places)) for end in ("origin", "destination")]
    everyone = pl.col("origin").is_not_null()
    gathered = flows.with_columns(ends).group_by("origin", "destination", maintain_order=True)
    return gathered.agg(*_sums("value", everyone)).rename({"value_status": "status", "value_hidden": "hidden"})


def mark_unknown(flows: pl.DataFrame, silent: Iterable[str], others: Iterable[str], tells: str) -> pl.DataFrame:
    """Add flows without a value where an area told too little: nobody knows whether anyone went.

    `tells` is the end (origin or destination) whose areas tell of their flows, `silent` those that did not tell all of
    them; `others` are the areas at the other end. What is there stays.
    """
    other_end = "destination" if tells == "origin" else "origin"
    pairs = pl.DataFrame({tells: list(silent)}, {tells: pl.String}).join(
        pl.DataFrame({other_end: list(others)}, {other_end: pl.String}), how="cross"
    )
    absent = pairs.join(flows, on=["origin", "destination"], how="anti")
    unknown = absent.with_columns(value=pl.lit(None, pl.Float64), status=pl.lit("M"), hidden=pl.lit(False)).select(
        flows.columns
    )
    return pl.concat([flows, unknown])


def measure_areas(flows: pl.DataFrame) -> pl.DataFrame:
    """What is told of every area: area, kind, value, status, hidden; absent where it would divide by zero.

    Of the kinds, `leaving` and `arriving` count those who stay, `out` and `in` do not; `net` is in less out, `gross` in
    and out; `effectiveness` is net in percent of gross. `containment` is the part of those leaving that stays inside
    (supply side), `self_sufficiency` the part of those arriving that comes from inside (demand side), `balance` is
    arriving over leaving, all in percent.
    """
    net, gross = pl.col("in") - pl.col("out"), pl.col("in") + pl.col("out")
    wide = _counts(flows.lazy()).with_columns(
        *_derived("net", ("in", "out"), net),
        *_derived("gross", ("in", "out"), gross),
        *_derived("effectiveness", ("in", "out"), _percent(net, gross)),
        *_derived("containment", ("inside", "leaving"), _percent(pl.col("inside"), pl.col("leaving"))),
        *_derived("self_sufficiency", ("inside", "arriving"), _percent(pl.col("inside"), pl.col("arriving"))),
        *_derived("balance", ("arriving", "leaving"), _percent(pl.col("arriving"), pl.col("leaving"))),
    )
    return _told(wide, ["area"], KINDS)


def measure_partners(flows: pl.DataFrame, own: str) -> pl.DataFrame:
    """What goes between one area and each other: partner, kind, value, status, hidden.

    Of the kinds, `out` goes from `own` to the partner, `in` comes from it, `net` is in less out; `out_share` and
    `in_share` are percentages of all that leaves or arrives, those who stay included. No row is nobody: zero.
    """
    from_own, to_own = pl.col("origin") == own, pl.col("destination") == own
    touching = flows.lazy().filter(from_own | to_own)
    whole = touching.select(*_sums("leaving", from_own), *_sums("arriving", to_own))
    partner = pl.when(from_own).then("destination").otherwise("origin")
    wide = (
        touching.filter(from_own != to_own)
        .group_by(partner=partner, maintain_order=True)
        .agg(*_sums("out", from_own), *_sums("in", to_own))
        .join(whole, how="cross", maintain_order="left")
        .with_columns(
            *_derived("net", ("in", "out"), pl.col("in") - pl.col("out")),
            *_derived("out_share", ("out", "leaving"), _percent(pl.col("out"), pl.col("leaving"))),
            *_derived("in_share", ("in", "arriving"), _percent(pl.col("in"), pl.col("arriving"))),
        )
    )
    return _told(wide, ["partner"], ("out", "in", "net", "out_share", "in_share"))


def measure_pairs(flows: pl.DataFrame) -> pl.DataFrame:
    """What goes between two areas that exchange anything: a, b (a first by name), kind, value, status, hidden.

    `there` goes from a to b, `back` from b to a, `net` is there less back, `effectiveness` the size of net in percent
    of both; `linkage` is F_ab²/(O_a D_b) + F_ba²/(O_b D_a), from 0 to 2.
    """
    origin, destination, there, back = (pl.col(name) for name in ("origin", "destination", "there", "back"))
    pairs = flows.lazy().filter(origin != destination)
    ends = {"a": pl.min_horizontal(origin, destination), "b": pl.max_horizontal(origin, destination)}
    wide = pairs.group_by(**ends, maintain_order=True).agg(
        *_sums("there", origin < destination), *_sums("back", origin > destination)
    )
    for end in ends:
        totals = _counts(flows.lazy()).select(pl.all().name.prefix(f"{end}_"))
        wide = wide.join(totals, left_on=end, right_on=f"{end}_area", how="left", maintain_order="left")
    linkage = there**2 / (pl.col("a_leaving") * pl.col("b_arriving")) + back**2 / (
        pl.col("b_leaving") * pl.col("a_arriving")
    )
    both = ("there", "back")
    wide = wide.with_columns(
        *_derived("net", both, there - back),
        *_derived("effectiveness", both, _percent((there - back).abs(), there + back)),
        *_derived("linkage", (*both, "a_leaving", "b_leaving", "a_arriving", "b_arriving"), linkage),
    )
    return _told(wide, ["a", "b"], (*both, "net", "effectiveness", "linkage"))


def measure_system(flows: pl.DataFrame) -> dict[str, float | None]:
    """What is told of all areas together, in percent but for the last; None where a flow has no value.

    `effectiveness` is the sum of net sizes over that of gross (MEI), `intensity` those who leave their area among all
    (CMI), `net_rate` half the sum of net sizes among all (ANMR), `asymmetry` half the sum of |F_ij - F_ji| among those
    who leave their area, as a fraction.
    """
    if flows["value"].null_count() or not flows.height:
        return dict.fromkeys(("effectiveness", "intensity", "net_rate", "asymmetry"))
    areas, pairs = measure_areas(flows), measure_pairs(flows)
    sizes = {
        kind: float(areas.filter(pl.col("kind") == kind)["value"].abs().sum())
        for kind in ("leaving", "out", "net", "gross")
    }
    uneven = float(pairs.filter(pl.col("kind") == "net")["value"].abs().sum())
    everyone, movers = sizes["leaving"], sizes["out"]
    return {
        "effectiveness": 100 * sizes["net"] / sizes["gross"] if sizes["gross"] else None,
        "intensity": 100 * movers / everyone if everyone else None,
        "net_rate": 100 * sizes["net"] / 2 / everyone if everyone else None,
        "asymmetry": uneven / movers if movers else None,
    }


def _sums(kind: str, where: pl.Expr) -> tuple[pl.Expr, ...]:
    """Add up the flows that meet a condition: `kind`, `kind_status` and `kind_hidden`; none at all is zero."""
    value, status = pl.col("value").filter(where), gravest_of(["status"]).filter(where).max()
    return (
        pl.when(value.is_not_null().all()).then(value.sum()).alias(kind),
        status_text(status).fill_null("A").alias(f"{kind}_status"),
        pl.col("hidden").filter(where).any().alias(f"{kind}_hidden"),
    )


def _counts(flows: pl.LazyFrame) -> pl.LazyFrame:
    """Give the counted kinds of every area that occurs at either end, side by side; no flow is zero."""
    stays = pl.col("origin") == pl.col("destination")
    everyone = pl.col("origin").is_not_null()
    leaving = flows.group_by(area="origin", maintain_order=True).agg(
        *_sums("leaving", everyone), *_sums("inside", stays), *_sums("out", ~stays)
    )
    arriving = flows.group_by(area="destination", maintain_order=True).agg(
        *_sums("arriving", everyone), *_sums("in", ~stays)
    )
    both = leaving.join(arriving, on="area", how="full", coalesce=True, maintain_order="left_right")
    absent = {side: pl.col(f"{side}_status").is_null() for side in ("leaving", "arriving")}
    sides = {"leaving": "leaving", "inside": "leaving", "out": "leaving", "arriving": "arriving", "in": "arriving"}
    return both.with_columns(
        *(pl.when(absent[side]).then(0.0).otherwise(kind).alias(kind) for kind, side in sides.items()),
        *(pl.col(f"{kind}_status").fill_null("A") for kind in sides),
        *(pl.col(f"{kind}_hidden").fill_null(False) for kind in sides),
    )


def _percent(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole != 0).then(100 * part / whole)


def _derived(kind: str, made_of: tuple[str, ...], value: pl.Expr) -> tuple[pl.Expr, ...]:
    """Give a kind computed from others, with the gravest of their statuses; missing where it has no value."""
    finite = value.is_finite().fill_null(False)
    status = status_text(gravest_of([f"{name}_status" for name in made_of]))
    return (
        pl.when(finite).then(value).alias(kind),
        pl.when(finite).then(status).otherwise(pl.lit("M")).alias(f"{kind}_status"),
        pl.any_horizontal([pl.col(f"{name}_hidden") for name in made_of]).alias(f"{kind}_hidden"),
    )


def _told(wide: pl.LazyFrame, keys: list[str], kinds: tuple[str, ...]) -> pl.DataFrame:
    """Give one row per key and kind."""
    made = wide.collect()
    return pl.concat(
        made.select(*keys, kind=pl.lit(kind), value=kind, status=f"{kind}_status", hidden=f"{kind}_hidden")
        for kind in kinds
    )
