"""The table stage: a delivery in any format becomes a table of text, with nothing interpreted and nothing lost."""

from noaber.sources.tables.read import read_table
from noaber.sources.tables.unpack import unpack_parts

__all__ = ["read_table", "unpack_parts"]
