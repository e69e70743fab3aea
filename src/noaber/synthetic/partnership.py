"""What the municipalities pay for the partnership in a year: one small table, in euros."""

from __future__ import annotations

from noaber.synthetic.chance import lognormal, stream
from noaber.synthetic.lists import Lists
from noaber.synthetic.tabular import Cell, Files, render_table
from noaber.synthetic.world import World


def render_partnership(world: World, lists: Lists) -> Files:
    """Give the annual accounts 2018: each part of the partnership with its contribution or cost."""
    random = stream(world.seed, "accounts")
    rows: list[list[Cell]] = []
    for row in lists.tables["accounts"]:
        thousands = round(lognormal(random, float(row["thousands"]), 0.15))
        rows.append([row["domain"], row["part"], 1000 * thousands, row["kind"]])
    header = list(lists.trees["layouts"]["accounts"])
    return {"samenwerking/annual_accounts_2018.csv": render_table([header, *rows])}
