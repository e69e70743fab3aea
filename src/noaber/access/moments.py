"""Moments and days as the database keeps them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta


def print_moment(moment: datetime) -> str:
    """Write a moment as text that sorts by time.

    >>> print_moment(datetime(2026, 11, 28, 15, 36, 35, tzinfo=UTC))
    '2026-11-28T15:36:35Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_moment(text: str) -> datetime:
    """Read a moment.

    >>> parse_moment("2026-11-28T15:36:35Z").hour
    15
    """
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def before(moment: datetime, seconds: int) -> str:
    """Write the moment so many seconds earlier."""
    return print_moment(moment - timedelta(seconds=seconds))


def is_over(until: str | None, today: date) -> bool:
    """Say whether a last day lies behind us; no last day never does.

    >>> is_over("2026-01-31", date(2026, 1, 31)), is_over("2026-01-31", date(2026, 2, 1)), is_over(None, date.max)
    (False, True, False)
    """
    return until is not None and today.isoformat() > until
