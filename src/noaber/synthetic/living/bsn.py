"""Citizen service numbers that pass the elfproef and all begin with 9, so that anybody sees they are invented."""

from __future__ import annotations

import numpy as np

from noaber.synthetic.living.columns import Flags, Ints

FIRST = 90_000_000
ROOM = 8_999_993
"""A prime, so that every step walks through all numbers of eight digits that begin with 9 before it repeats one."""
STEP = 5_393_939
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2)


def invent_bsns(number: int, seed: int) -> Ints:
    """Give so many different numbers, in an order that tells nothing of the people.

    >>> invent_bsns(3, seed=1).tolist()
    [906361631, 960301021, 924240489]
    """
    found: Ints = np.zeros(0, dtype=np.int64)
    begin = seed * 7_919 % ROOM
    while len(found) < number:
        steps = np.arange(begin, begin + number + number // 8 + 20)
        digits = FIRST + steps * STEP % ROOM
        last = _checksum(digits)
        found = np.r_[found, (digits * 10 + last)[last < 10]]
        begin += len(steps)
    return found[:number]


def passes(bsns: Ints) -> Flags:
    """Say of each number of nine digits whether it passes the elfproef.

    >>> passes(np.array([111222333, 123456789])).tolist()
    [True, False]
    """
    passed: Flags = (_checksum(bsns // 10) == bsns % 10) & (bsns > 0)
    return passed


def _checksum(digits: Ints) -> Ints:
    """The ninth digit that eight others ask for; 10 where there is none."""
    total = np.zeros(len(digits), dtype=np.int64)
    for place, weight in enumerate(WEIGHTS):
        total += weight * (digits // 10 ** (7 - place) % 10)
    return total % 11
