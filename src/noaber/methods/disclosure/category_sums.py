"""What the categories of one dimension add up to, groups of them included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")


def category_sums(
    parts: Mapping[str, Key], groups: Mapping[str, Iterable[str]], total: Key | None
) -> Iterator[tuple[Key, list[Key]]]:
    """Give the wholes of one dimension with their parts: the total of all categories and each group of its members; and
    with each group that lies in a whole, that group and the members beside it. Such a sum follows from the others, but
    no single one of these says it.

    >>> list(category_sums({"0-17": 1, "18-64": 2, "65+": 3, "18+": 4}, {"18+": ["18-64", "65+"]}, 0))
    [(0, [1, 2, 3]), (0, [4, 1]), (4, [2, 3])]
    """
    within = {name: [one for one in members if one in parts] for name, members in groups.items() if name in parts}
    wholes = [(total, [one for one in parts if one not in groups])] if total is not None else []
    wholes += [(parts[name], members) for name, members in within.items() if members]
    for whole, members in wholes:
        if members:
            yield whole, [parts[one] for one in members]
        for name, own in within.items():
            if own and parts[name] != whole and set(own) <= set(members):
                yield whole, [parts[name], *(parts[one] for one in members if one not in own)]
