"""What has to be hidden from whom: the one thing that all methods of suppression are given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy import sparse

from noaber.methods.disclosure.equations import Equations, Flags, Floats, Limits, Needs, limits_of, matrix_of


@dataclass(frozen=True)
class Task:
    """True values and what everybody knows of them, equations, needs and costs.

    `free` are the cells that may be hidden, `singletons` those that one contributor knows, since he is alone in them.
    """

    values: Floats
    limits: Limits
    equations: Equations
    needs: Needs
    cost: Floats
    free: Flags
    singletons: Flags

    @cached_property
    def by_row(self) -> sparse.csr_array:
        """The matrix of the equations, to be read by row."""
        return matrix_of(self.equations)

    @cached_property
    def by_column(self) -> sparse.csc_array:
        """The matrix of the equations, to be read by column."""
        return sparse.csc_array(self.by_row)


class Given(NamedTuple):
    """What is given beside needs and costs: cells that must be shown, cells with one contributor, known bounds."""

    shown: Flags | None = None
    singletons: Flags | None = None
    bounds: tuple[Floats, Floats] | None = None


def task_of(values: Floats, equations: Equations, needs: Needs, cost: Floats, given: Given) -> Task:
    """Put together what is to be done; ValueError for costs below nought, or values outside their bounds."""
    truth, costs = np.asarray(values, dtype=np.float64), np.asarray(cost, dtype=np.float64)
    if (costs < 0).any():
        raise ValueError(f"{(costs < 0).sum()} costs are below nought")
    nowhere = np.zeros(len(truth), dtype=bool)
    free = ~nowhere if given.shown is None else ~given.shown
    alone = nowhere if given.singletons is None else given.singletons
    return Task(truth, limits_of(truth, given.bounds), equations, needs, costs, free, alone)
