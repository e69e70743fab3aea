"""When the next figures of a source come: as declared, else in words how often it appears; what is late is said so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from noaber.products.addresses import site_href
from noaber.products.findings import capital
from noaber.products.wording import Wording
from noaber.vocabulary.errors import NotFound
from noaber.vocabulary.periods import Period, parse_period
from noaber.warehouse.cards import SourceCard

Outlook = Literal["overdue", "expected", "behind", "cadence", "once"]
ORDER: tuple[Outlook, ...] = ("overdue", "expected", "behind", "cadence", "once")
BEHIND_AFTER = {
    "hourly": 7,
    "daily": 31,
    "weekly": 60,
    "monthly": 150,
    "quarterly": 300,
    "half-yearly": 540,
    "yearly": 730,
}
"""Days after the end of its newest period from which a source may have published something newer."""


@dataclass(frozen=True)
class Coming:
    """What can be expected of a source: `when` is the declared period, `newest` the newest it has figures of."""

    source: SourceCard
    outlook: Outlook
    when: Period | None
    newest: str


@dataclass(frozen=True)
class ComingRow:
    """A source in the list of what comes."""

    name: str
    href: str
    newest: str
    text: str
    late: bool  # only where a declared period has passed; what a cadence suggests is no more than that


def expect(source: SourceCard, newest: str, today: date) -> Coming:
    """Give what can be expected of a source: the declared period comes first, else its cadence tells."""
    when = _declared(source.next_update)
    if when is not None:
        return Coming(source, "overdue" if when.end.date() <= today else "expected", when, newest)
    if source.cadence not in BEHIND_AFTER:
        return Coming(source, "once", None, newest)
    ended = parse_period(newest).end.date() if newest else today
    behind = ended + timedelta(days=BEHIND_AFTER[source.cadence]) < today
    return Coming(source, "behind" if behind else "cadence", None, newest)


def _declared(text: str) -> Period | None:
    """The period a source declares; None where it declares none, or an older release holds something else."""
    try:
        return parse_period(text) if text else None
    except NotFound:
        return None


def say_declared(text: str, wording: Wording) -> str:
    """Name the period a source declares; what is none stays as it is."""
    return text if _declared(text) is None else wording.period(text)


def in_order(coming: Iterable[Coming]) -> list[Coming]:
    """Put what is late first, then what has a date, in order of time; what comes once is left out."""
    told = [item for item in coming if item.outlook != "once"]
    return sorted(
        told,
        key=lambda item: (ORDER.index(item.outlook), str(item.when.start) if item.when else "", item.source.id),
    )


def next_update(coming: Sequence[Coming]) -> Coming | None:
    """Give the first of some sources that is expected with a date and not late."""
    dated = [item for item in in_order(coming) if item.outlook == "expected"]
    return dated[0] if dated else None


def say_coming(coming: Coming, wording: Wording) -> str:
    """Say when something is expected, in words that promise no more than is known."""
    when = wording.period_in(str(coming.when)) if coming.when else ""
    return wording.t(f"coming.{coming.outlook}", when=when, cadence=wording.t(f"cadence.{coming.source.cadence}"))


def say_next(coming: Sequence[Coming], wording: Wording) -> str:
    """Say under figures when the next come: the first declared period, else how often the most frequent of their
    sources appears; empty where nothing more comes."""
    first = next_update(coming)
    if first is not None and first.when is not None:
        return wording.t("coming.next", when=wording.period(str(first.when)))
    often = list(BEHIND_AFTER)
    others = [item for item in in_order(coming) if item.source.cadence in often]
    return say_coming(min(others, key=lambda item: often.index(item.source.cadence)), wording) if others else ""


def draw_coming(coming: Iterable[Coming], wording: Wording) -> tuple[ComingRow, ...]:
    """Draw the list of what comes."""
    return tuple(
        ComingRow(
            name=item.source.names.get(wording.language),
            href=site_href(wording.language, "bron", item.source.id),
            newest=wording.period(item.newest) if item.newest else "",
            text=capital(say_coming(item, wording)),
            late=item.outlook == "overdue",
        )
        for item in in_order(coming)
    )
