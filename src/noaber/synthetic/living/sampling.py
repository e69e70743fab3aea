"""Who is chosen: exactly so many rows of each group, or units of several people that together are so many."""

from __future__ import annotations

import numpy as np

from noaber.synthetic.living.columns import Ints, Reals, rank_within
from noaber.synthetic.living.draws import Draws


def take(groups: Ints, wanted: Ints, weights: Reals, draws: Draws) -> Ints:
    """Give the rows chosen: `wanted` of each group, heavy ones sooner; fewer only where a group has no more."""
    order = draws.order(weights)
    order = order[np.argsort(groups[order], kind="stable")]
    chosen: Ints = order[rank_within(groups[order]) < wanted[groups[order]]]
    return chosen


def fill(groups: Ints, sizes: Ints, quotas: Ints, weights: Reals, draws: Draws) -> Ints:
    """Give for each unit the column of its group's quotas that it fills, or -1.

    `quotas` (group by destination) count people. Units come in random order; one that would fill more than is
    left of a quota stays, and what then lacks is made up with units of one person.
    """
    order = draws.order(weights)
    order = order[np.argsort(groups[order], kind="stable")]
    edges = np.cumsum(quotas, axis=1)
    end = _running(groups[order], sizes[order])
    begin = end - sizes[order]
    spots = (begin[:, None] >= edges[groups[order]]).sum(axis=1)
    whole = spots < quotas.shape[1]
    limit = edges[groups[order], np.minimum(spots, quotas.shape[1] - 1)]
    fits = whole & (end <= limit)
    filled: Ints = np.full(len(groups), -1, dtype=np.int64)
    filled[order[fits]] = spots[fits]
    return _make_up(filled, order[~fits & (sizes[order] == 1)], groups, sizes, quotas)


def _make_up(filled: Ints, spare: Ints, groups: Ints, sizes: Ints, quotas: Ints) -> Ints:
    """Give spare single units to the quotas that are still short, in order of destination."""
    columns = quotas.shape[1]
    done = filled >= 0
    cells = groups[done] * columns + filled[done]
    held = np.bincount(cells, weights=sizes[done], minlength=quotas.size).astype(np.int64)
    short = quotas - held.reshape(quotas.shape)
    edges = np.cumsum(short, axis=1)
    rank = rank_within(groups[spare])
    spots = (rank[:, None] >= edges[groups[spare]]).sum(axis=1)
    used = spots < columns
    filled[spare[used]] = spots[used]
    return filled


def _running(groups: Ints, sizes: Ints) -> Ints:
    """Running sums that begin anew with each group."""
    total = np.cumsum(sizes)
    before = np.r_[0, np.cumsum(np.bincount(groups, weights=sizes, minlength=1).astype(np.int64))]
    running: Ints = total - before[groups]
    return running


def split_year(counts: Ints, quarter: int) -> Ints:
    """Give the part of a year's whole numbers that falls in quarter 0 to 3; the four add up."""
    upto: Ints = counts * (quarter + 1) // 4 - counts * quarter // 4
    return upto


def spread_sizes(sizes: Ints, total: int) -> Ints:
    """Give the first sizes that together are at most `total`, and ones for what lacks.

    >>> spread_sizes(np.array([2, 3, 4]), 6).tolist()
    [2, 3, 1]
    """
    fitting = sizes[np.cumsum(sizes) <= total]
    spread: Ints = np.r_[fitting, np.ones(total - int(fitting.sum()), dtype=np.int64)]
    return spread
