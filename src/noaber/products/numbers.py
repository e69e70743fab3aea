"""Numbers as a reader writes them: his decimal mark, his grouping, a real minus sign, rounding half away from zero."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

MINUS = "\N{MINUS SIGN}"
SPACE = "\N{NO-BREAK SPACE}"
LOCALES = {"nl": "nl_NL", "de": "de_DE", "en": "en_GB"}


@dataclass(frozen=True)
class NumberStyle:
    """How one language writes numbers: decimal mark, grouping mark, the percent sign with what stands before it, and
    whether the euro sign stands first."""

    decimal: str
    group: str
    percent: str
    euro_first: bool = True

    @classmethod
    def of(cls, language: str) -> NumberStyle:
        """Take the marks from the locale data; Dutch and German put a space before the percent sign."""
        return _style(language)


@lru_cache(maxsize=8)
def _style(language: str) -> NumberStyle:
    from babel import Locale

    symbols = Locale.parse(LOCALES[language]).number_symbols["latn"]
    percent = "%" if language == "en" else f"{SPACE}%"
    return NumberStyle(symbols["decimal"], symbols["group"], percent, euro_first=language != "de")


@lru_cache(maxsize=16)
def _quantum(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def round_half_up(value: float, decimals: int) -> Decimal:
    """Round the number as it is written, halves away from zero; never minus zero.

    >>> str(round_half_up(2.25, 1)), str(round_half_up(-0.04, 1))
    ('2.3', '0.0')
    """
    rounded = Decimal(repr(float(value))).quantize(_quantum(decimals), ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def format_number(value: float, decimals: int, style: NumberStyle) -> str:
    """Write a number.

    >>> format_number(-161235.0, 0, NumberStyle(",", ".", "%"))
    '−161.235'
    """
    plain = f"{round_half_up(value, decimals):,f}"
    swapped = plain.replace(",", "\0").replace(".", style.decimal).replace("\0", style.group)
    return swapped.replace("-", MINUS)


def format_signed(value: float, decimals: int, style: NumberStyle) -> str:
    """Write a difference with its sign; no sign for what rounds to zero.

    >>> format_signed(0.72, 1, NumberStyle(",", ".", "%"))
    '+0,7'
    """
    text = format_number(value, decimals, style)
    return f"+{text}" if round_half_up(value, decimals) > 0 else text


def format_unit(number: str, unit: str, style: NumberStyle) -> str:
    """Attach a unit as it is read: a percent sign behind, a euro sign before (in German behind), words after a space.

    >>> format_unit("18,4", "%", NumberStyle(",", ".", " %"))
    '18,4 %'
    """
    if unit == "%":
        return number + style.percent
    if unit in ("€", "euro", "Euro", "euros"):
        return f"€{SPACE}{number}" if style.euro_first else f"{number}{SPACE}€"
    return f"{number} {unit}" if unit else number
