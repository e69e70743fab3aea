"""The metadata of a CBS table in OData version 3, as its bulk download has it: table info and tree of topics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from noaber.synthetic.lists import Lists, Row
from noaber.synthetic.tabular import Cell

HEADER = ("odata.type", "ID", "Position", "ParentID", "Type", "Key", "Title", "Description")
FACTS = ("Datatype", "Unit", "Decimals", "Default")
PLAIN = (*HEADER, *FACTS)
MAPPED = (*HEADER, "MapYear", *FACTS, "PresentationType")
"""Columns of a plain table and of a table that CBS also shows as a map."""
Node = dict[str, Cell]


def table_info(lists: Lists, identifier: str) -> Iterator[list[Cell]]:
    """Give the header and the one row that tell what the table is."""
    layout = lists.trees["layouts"]
    filled = {**layout["tables"][identifier], "identifier": identifier, "note": layout["table_note"]}
    yield list(layout["table_info"])
    yield [cell.format(**filled) if isinstance(cell, str) else cell for cell in layout["table_info"].values()]


def properties(header: Sequence[str], dimension: Node, topics: Sequence[Row]) -> Iterator[list[Cell]]:
    """Give the header, the dimension, and each topic after the groups that it is in."""
    yield list(header)
    first: Node = {"ID": 0, "Position": 0, "Description": "", **dimension}
    for node in (first, *_tree(topics)):
        typed: Node = {"odata.type": f"Cbs.OData.{node['Type']}", **node}
        yield [typed.get(column) for column in header]


def topic_key(topic: Row, position: int) -> str:
    """Give the name of a topic's column: its key, or its title without spaces, and its position.

    >>> topic_key({"title": "Sortering naam"}, 3)
    'SorteringNaam_3'
    """
    key = topic.get("key") or "".join(word[:1].upper() + word[1:] for word in topic["title"].split())
    return f"{key}_{position}"


def _tree(topics: Sequence[Row]) -> Iterator[Node]:
    numbers: dict[str, int] = {}
    number = 0
    for position, topic in enumerate(topics, 1):
        for name, parent in ((topic["parent"], ""), (topic["group"], topic["parent"])):
            if name and name not in numbers:
                number += 1
                yield _group(name, number, numbers.get(parent))
                numbers[name] = number
        number += 1
        yield _topic(topic, number, position, numbers)


def _group(name: str, number: int, parent: int | None) -> Node:
    return {"ID": number, "ParentID": parent, "Type": "TopicGroup", "Key": "", "Title": name, "Description": ""}


def _topic(topic: Row, number: int, position: int, numbers: Mapping[str, int]) -> Node:
    return {
        "ID": number,
        "Position": position,
        "ParentID": numbers[topic["group"]],
        "Type": "Topic",
        "Key": topic_key(topic, position),
        "Title": topic["title"],
        "Description": "",
        "Datatype": topic["datatype"],
        "Unit": topic["unit"],
        "Decimals": int(topic.get("decimals") or 0),
        "Default": "Impossible",
        "PresentationType": topic.get("presentation", ""),
    }
