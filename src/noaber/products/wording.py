"""One reader's language: the texts, the numbers, the dates and the names of periods, together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from noaber.products.catalogue import Catalogue, fill, placeholders, read_catalogue
from noaber.products.numbers import LOCALES, NumberStyle, format_number, format_signed, format_unit
from noaber.vocabulary.languages import LANGUAGES
from noaber.vocabulary.periods import Period, parse_period


@dataclass(frozen=True)
class Wording:
    """A contents page over everything that depends on the reader's language."""

    language: str
    t: Catalogue
    style: NumberStyle

    @classmethod
    def of(cls, language: str) -> Wording:
        """Give the wording of a language the house speaks; Dutch for any other."""
        return _wording(language if language in LANGUAGES else "nl")

    def number(self, value: float, decimals: int = 0, unit: str = "") -> str:
        """Write a value, with its unit where one is given."""
        return format_unit(format_number(value, decimals, self.style), unit, self.style)

    def signed(self, value: float, decimals: int = 1, unit: str = "") -> str:
        """Write a difference with its sign."""
        return format_unit(format_signed(value, decimals, self.style), unit, self.style)

    def date(self, day: date) -> str:
        """Write a day in words: 3 mei 2019."""
        return format_day(day, self.language)

    def period(self, text: str, moment: str = "") -> str:
        """Name a period: `2e kwartaal 2023`; `moment` is start, end or during, as the indicator is measured."""
        return name_period(text, self.language, moment)

    def period_in(self, text: str, moment: str = "") -> str:
        """Name a period as part of a sentence: `in het 2e kwartaal van 2023`, `op 1 januari 2023`."""
        return phrase_period(text, self.language, moment)

    def listing(self, items: list[str]) -> str:
        """Join names as a sentence does: `Almelo, Borne en Hengelo`."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self.t('word.and')} {items[-1]}"


@lru_cache(maxsize=len(LANGUAGES))
def _wording(language: str) -> Wording:
    return Wording(language, read_catalogue(language), NumberStyle.of(language))


@lru_cache(maxsize=4096)
def format_day(day: date, language: str) -> str:
    """Write a day in words of the language.

    >>> format_day(date(2019, 5, 3), "de")
    '3. Mai 2019'
    """
    from babel.dates import format_date

    patterns = {"nl": "d MMMM y", "de": "d. MMMM y", "en": "d MMMM y"}
    return format_date(day, patterns[language], LOCALES[language])


@lru_cache(maxsize=4096)
def name_period(text: str, language: str, moment: str = "") -> str:
    """Name a period in words of the language; the day of the count where `moment` is start or end.

    >>> name_period("2023-Q2", "nl"), name_period("2023", "en", "start")
    ('2e kwartaal 2023', '1 January 2023')
    """
    return _word_period("period", parse_period(text), language, moment)


@lru_cache(maxsize=4096)
def phrase_period(text: str, language: str, moment: str = "") -> str:
    """Name a period with its preposition.

    >>> phrase_period("2023-Q2", "nl"), phrase_period("2023", "de", "start")
    ('in het 2e kwartaal van 2023', 'am 1. Januar 2023')
    """
    return _word_period("period.in", parse_period(text), language, moment)


def _word_period(key: str, period: Period, language: str, moment: str) -> str:
    t = read_catalogue(language)
    if moment in ("start", "end") and period.frequency not in ("day", "hour"):
        day = period.start.date() if moment == "start" else period.end.date() - timedelta(days=1)
        return t(f"{key}.day", day=format_day(day, language))
    template = t.texts[f"{key}.{period.frequency}"]
    return fill(template, {name: _period_part(name, period, language) for name in placeholders(template)})


def _period_part(name: str, period: Period, language: str) -> str:
    """One of the words a period can be named with."""
    start = period.start
    match name:
        case "ordinal":
            months = 6 if period.frequency == "half" else 3
            return read_catalogue(language)(f"ordinal.{(start.month - 1) // months + 1}")
        case "month":
            return _month_names(language)[start.month - 1]
        case "day":
            return format_day(start.date(), language)
        case "week":
            return str(start.isocalendar().week)
        case "hour":
            return f"{start.hour:02d}"
        case _:
            return str(period.year)


@lru_cache(maxsize=8)
def _month_names(language: str) -> tuple[str, ...]:
    from babel.dates import get_month_names

    names = get_month_names("wide", "stand-alone", LOCALES[language])
    return tuple(str(names[month]) for month in range(1, 13))
