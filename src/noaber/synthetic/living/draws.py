"""Chance in whole columns: a counter-based stream per topic and year, so that adding one moves no other."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from noaber.synthetic.living.columns import Flags, Ints, Reals


class Draws:
    """The random stream of a subject. All it gives follows from raw Philox words, the same on every machine."""

    def __init__(self, seed: int, *subject: object) -> None:
        text = "|".join(str(part) for part in (seed, "living", *subject))
        key = np.frombuffer(hashlib.sha256(text.encode()).digest()[:16], dtype="<u8")
        self._words = np.random.Philox(key=key.astype(np.uint64))

    def uniform(self, number: int) -> Reals:
        """Give so many figures in [0, 1)."""
        words = self._words.random_raw(number) >> np.uint64(11)
        figures: Reals = words.astype(np.float64) * 2.0**-53
        return figures

    def happens(self, chances: Reals) -> Flags:
        """Say for each chance whether it comes true."""
        return self.uniform(len(chances)) < chances

    def whole(self, low: int, high: int | Ints, number: int) -> Ints:
        """Give whole numbers from `low` up to but not including `high`; `low` itself where there is no room."""
        room = np.maximum(np.asarray(high) - low, 1)
        figures: Ints = low + np.floor(self.uniform(number) * room).astype(np.int64)
        return figures

    def normal(self, number: int) -> Reals:
        """Give about normal figures around 0 with spread 1, within 3.5: four uniform ones together."""
        figures: Reals = (self.uniform(4 * number).reshape(4, number).sum(axis=0) - 2.0) * 3.0**0.5
        return figures

    def waiting(self, mean: float | Reals, number: int) -> Reals:
        """Give waiting times around a mean (exponential)."""
        figures: Reals = -np.log1p(-self.uniform(number)) * mean
        return figures

    def among(self, weights: Sequence[float] | Reals, number: int) -> Ints:
        """Give places in a list of weights, each as often as it weighs."""
        edges = np.cumsum(np.asarray(weights, dtype=float))
        places: Ints = np.searchsorted(edges, self.uniform(number) * edges[-1], side="right").astype(np.int64)
        return np.minimum(places, len(edges) - 1)

    def among_each(self, weights: Reals) -> Ints:
        """Give for each row of a table of weights one of its columns."""
        edges = np.cumsum(weights, axis=1)
        points = self.uniform(len(weights)) * edges[:, -1]
        places: Ints = np.minimum((points[:, None] >= edges).sum(axis=1), weights.shape[1] - 1)
        return places

    def order(self, weights: Reals) -> Ints:
        """Give the rows in random order, heavy ones sooner; rows without weight are left out."""
        able = np.flatnonzero(weights > 0)
        keys = -np.log1p(-self.uniform(len(able))) / weights[able]
        rows: Ints = able[np.argsort(keys, kind="stable")]
        return rows
