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
    return _summed(flows.with_columns(ends), ["origin", "destination"])


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
    counts = _counts(flows)
    wide = _side_by_side(counts, COUNTED)
    net, gross = pl.col("in") - pl.col("out"), pl.col("in") + pl.col("out")
    derived = [
        _derived(wide, "net", ("in", "out"), net),
        _derived(wide, "gross", ("in", "out"), gross),
        _derived(wide, "effectiveness", ("in", "out"), _percent(net, gross)),
        _derived(wide, "containment", ("inside", "leaving"), _percent(pl.col("inside"), pl.col("leaving"))),
        _derived(wide, "self_sufficiency", ("inside", "arriving"), _percent(pl.col("inside"), pl.col("arriving"))),
        _derived(wide, "balance", ("arriving", "leaving"), _percent(pl.col("arriving"), pl.col("leaving"))),
    ]
    return pl.concat([counts, *derived])


def measure_partners(flows: pl.DataFrame, own: str) -> pl.DataFrame:
    """What goes between one area and each other: partner, kind, value, status, hidden.

    Of the kinds, `out` goes from `own` to the partner, `in` comes from it, `net` is in less out; `out_share` and
    `in_share` are percentages of all that leaves or arrives, those who stay included. No row is nobody: zero.
    """
    partners = _side_by_side(_partner_counts(flows, own), ("out", "in"))
    whole = _side_by_side(_counts(flows).filter(pl.col("area") == own), COUNTED).drop("area")
    wide = partners.join(whole.select(pl.all().name.prefix("own_")), how="cross")
    derived = [
        _derived(wide, "net", ("in", "out"), pl.col("in") - pl.col("out")),
        _derived(wide, "out_share", ("out", "own_leaving"), _percent(pl.col("out"), pl.col("own_leaving"))),
        _derived(wide, "in_share", ("in", "own_arriving"), _percent(pl.col("in"), pl.col("own_arriving"))),
    ]
    return pl.concat([_partner_counts(flows, own), *derived]).rename({"area": "partner"})


def measure_pairs(flows: pl.DataFrame) -> pl.DataFrame:
    """What goes between two areas that exchange anything: a, b (a first by name), kind, value, status, hidden.

    `there` goes from a to b, `back` from b to a, `net` is there less back, `effectiveness` the size of net in percent
    of both; `linkage` is F_ab²/(O_a D_b) + F_ba²/(O_b D_a), from 0 to 2.
    """
    wide = _side_by_side(_pair_counts(flows), ("there", "back"), ["a", "b"])
    totals = _side_by_side(_counts(flows), COUNTED)
    for end in ("a", "b"):
        wide = wide.join(totals.select(pl.all().name.prefix(f"{end}_")), left_on=end, right_on=f"{end}_area")
    there, back = pl.col("there"), pl.col("back")
    linkage = there**2 / (pl.col("a_leaving") * pl.col("b_arriving")) + back**2 / (
        pl.col("b_leaving") * pl.col("a_arriving")
    )
    both = ("there", "back")
    derived = [
        _derived(wide, "net", both, there - back, ["a", "b"]),
        _derived(wide, "effectiveness", both, _percent((there - back).abs(), there + back), ["a", "b"]),
        _derived(wide, "linkage", (*both, "a_leaving", "b_leaving", "a_arriving", "b_arriving"), linkage, ["a", "b"]),
    ]
    return pl.concat([_pair_counts(flows), *derived])


def measure_system(flows: pl.DataFrame) -> dict[str, float | None]:
    """What is told of all areas together, in percent but for the last; None where a flow has no value.

    `effectiveness` is the sum of net sizes over that of gross (MEI), `intensity` those who leave their area among all
    (CMI), `net_rate` half the sum of net sizes among all (ANMR), `asymmetry` half the sum of |F_ij - F_ji| among those
    who leave their area, as a fraction.
    """
    areas = _side_by_side(measure_areas(flows), KINDS)
    pairs = _side_by_side(measure_pairs(flows), ("net",), ["a", "b"])
    if flows["value"].null_count() or not flows.height:
        return dict.fromkeys(("effectiveness", "intensity", "net_rate", "asymmetry"))
    everyone, movers = float(areas["leaving"].sum()), float(areas["out"].sum())
    net, gross = float(areas["net"].abs().sum()), float(areas["gross"].sum())
    return {
        "effectiveness": 100 * net / gross if gross else None,
        "intensity": 100 * movers / everyone if everyone else None,
        "net_rate": 100 * net / 2 / everyone if everyone else None,
        "asymmetry": float(pairs["net"].abs().sum()) / movers if movers else None,
    }


def _summed(flows: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    complete = pl.col("value").is_not_null().all()
    return flows.group_by(by, maintain_order=True).agg(
        value=pl.when(complete).then(pl.col("value").sum()),
        status=status_text(gravest_of(["status"]).max()),
        hidden=pl.col("hidden").any(),
    )


def _counts(flows: pl.DataFrame) -> pl.DataFrame:
    """Give the counted kinds of every area that occurs at either end; no flow is zero."""
    stays = pl.col("origin") == pl.col("destination")
    parts = {
        "leaving": ("origin", flows), "arriving": ("destination", flows), "inside": ("origin", flows.filter(stays)),
        "out": ("origin", flows.filter(~stays)), "in": ("destination", flows.filter(~stays)),
    }  # fmt: skip
    areas = pl.concat([flows["origin"], flows["destination"]]).unique(maintain_order=True).alias("area")
    return _with_zeros(parts, areas.to_frame())


def _partner_counts(flows: pl.DataFrame, own: str) -> pl.DataFrame:
    out = flows.filter((pl.col("origin") == own) & (pl.col("destination") != own))
    back = flows.filter((pl.col("destination") == own) & (pl.col("origin") != own))
    partners = pl.concat([out["destination"], back["origin"]]).unique(maintain_order=True).alias("area")
    return _with_zeros({"out": ("destination", out), "in": ("origin", back)}, partners.to_frame())


def _pair_counts(flows: pl.DataFrame) -> pl.DataFrame:
    ordered = {
        "there": flows.filter(pl.col("origin") < pl.col("destination")).rename({"origin": "a", "destination": "b"}),
        "back": flows.filter(pl.col("origin") > pl.col("destination")).rename({"origin": "b", "destination": "a"}),
    }
    pairs = pl.concat([part.select("a", "b") for part in ordered.values()]).unique(maintain_order=True)
    return pl.concat([_filled(_summed(part, ["a", "b"]), pairs, kind) for kind, part in ordered.items()])


def _with_zeros(parts: Mapping[str, tuple[str, pl.DataFrame]], areas: pl.DataFrame) -> pl.DataFrame:
    summed = {kind: _summed(part, [end]).rename({end: "area"}) for kind, (end, part) in parts.items()}
    return pl.concat([_filled(frame, areas, kind) for kind, frame in summed.items()])


def _filled(sums: pl.DataFrame, keys: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Give a row for every key, with nobody where there is none."""
    joined = keys.join(sums, on=keys.columns, how="left", maintain_order="left")
    none = pl.col("status").is_null()
    return joined.select(
        *keys.columns,
        kind=pl.lit(kind),
        value=pl.when(none).then(0.0).otherwise("value"),
        status=pl.col("status").fill_null("A"),
        hidden=pl.col("hidden").fill_null(False),
    )


def _side_by_side(long: pl.DataFrame, kinds: tuple[str, ...], keys: list[str] | None = None) -> pl.DataFrame:
    """Give one row per key with the value, status and hidden of each kind: `out`, `out_status`, `out_hidden`."""
    index = keys or ["area"]
    wide = long.select(index).unique(maintain_order=True)
    for kind in kinds:
        part = long.filter(pl.col("kind") == kind).select(
            *index, pl.col("value").alias(kind), pl.col("status").alias(f"{kind}_status"),
            pl.col("hidden").alias(f"{kind}_hidden"),
        )  # fmt: skip
        wide = wide.join(part, on=index, how="left", maintain_order="left")
    return wide


def _percent(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when(whole != 0).then(100 * part / whole)


def _derived(
    wide: pl.DataFrame, kind: str, made_of: tuple[str, ...], value: pl.Expr, keys: list[str] | None = None
) -> pl.DataFrame:
    """Give a kind computed from others, with the gravest of their statuses; missing where it has no value."""
    finite = value.is_finite().fill_null(False)
    status = status_text(gravest_of([f"{name}_status" for name in made_of]))
    return wide.select(
        *(keys or ["area"]),
        kind=pl.lit(kind),
        value=pl.when(finite).then(value),
        status=pl.when(finite).then(status).otherwise(pl.lit("M")),
        hidden=pl.any_horizontal([pl.col(f"{name}_hidden") for name in made_of]),
    )
