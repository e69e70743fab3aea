"""Names for the columns this package works in, and the two or three things done with every column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
Names = NDArray[np.str_]
Curve = Mapping[int, float]
"""A figure at some ages; between them it runs straight."""

EPOCH = date(1970, 1, 1)
NEVER = 60_000
"""A day that lies beyond all that is told here: what ends then has no end yet."""


def day(year: int, month: int = 1, number: int = 1) -> int:
    """Days since 1970 of a date.

    >>> day(1970, 1, 3)
    2
    """
    return (date(year, month, number) - EPOCH).days


def read_curve(curve: Curve, at: Any) -> Reals:
    """Read a curve at these ages or values.

    >>> read_curve({0: 0.0, 10: 1.0}, np.array([5, 20])).tolist()
    [0.5, 1.0]
    """
    ages, figures = np.array(list(curve), dtype=float), np.array(list(curve.values()), dtype=float)
    found: Reals = np.interp(at, ages, figures)
    return found


def age_on(birth: Ints, when: int | Ints) -> Ints:
    """Whole years lived on a day, to a day or so around the birthday."""
    lived: Ints = np.floor((when - birth) / 365.2425).astype(np.int64)
    return lived


def count_by(groups: Ints, size: int) -> Ints:
    """How often each number below `size` occurs."""
    counted: Ints = np.bincount(groups, minlength=size).astype(np.int64)
    return counted


def sum_by(groups: Ints, weights: Any, size: int = 0) -> Reals:
    """The sum of the weights of each number that occurs, up to `size` and beyond."""
    summed: Reals = np.asarray(np.bincount(groups, weights=weights, minlength=size), dtype=float)
    return summed


def rank_within(groups: Ints) -> Ints:
    """The place of each row among those of its group, where the rows stand sorted by group.

    >>> rank_within(np.array([0, 0, 2, 2, 2])).tolist()
    [0, 1, 0, 1, 2]
    """
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    begun: Ints = np.repeat(starts, np.diff(np.r_[starts, len(groups)]))
    return np.arange(len(groups)) - begun
