"""What a spreadsheet would take for a formula is made plain text; file names keep to letters, digits and hyphens."""

from __future__ import annotations

import re

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def plain_text(text: str) -> str:
    """Give a text that no spreadsheet runs: an apostrophe before it where it could begin a formula.

    >>> plain_text("=cmd|' /C calc'!A0"), plain_text("Hengelo")
    ("'=cmd|' /C calc'!A0", 'Hengelo')
    """
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def safe_file_name(*parts: str) -> str:
    """Give a file name of letters, digits and hyphens only.

    >>> safe_file_name("inhabitants", "BU01530000@2021", "../x")
    'inhabitants-bu01530000-2021-x'
    """
    words = (re.sub(r"[^a-z0-9]+", "-", part.casefold()).strip("-") for part in parts)
    return "-".join(word for word in words if word)[:100] or "noaber"
