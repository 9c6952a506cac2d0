"""Days and moments as people read them; files, `--json` and CSV keep ISO 8601."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta

from facebalance_desktop.translation import tr

MONTHS = (
    tr("Jan"),
    tr("Feb"),
    tr("Mar"),
    tr("Apr"),
    tr("May"),
    tr("Jun"),
    tr("Jul"),
    tr("Aug"),
    tr("Sep"),
    tr("Oct"),
    tr("Nov"),
    tr("Dec"),
)


LATEST = datetime(9999, 12, 30, tzinfo=UTC).timestamp()
"""Seconds since 1970 that every time zone can still put into words."""


def moment_of(seconds: float) -> datetime:
    """The moment (UTC) that a disk or a file tells in seconds since 1970; one beyond 1970 to 9999 is the nearest."""
    return datetime.fromtimestamp(min(max(seconds, 0.0), LATEST), UTC)


def day_in(text: str | None) -> date | None:
    """The ISO 8601 day that a text begins with; None for anything else, which only a file can say."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def months_after(day: date, months: float) -> date:
    """So many calendar months later, at most the last day of that month; a month has 30.4 days where it is a part."""
    whole = day.month - 1 + int(months)
    year, month = day.year + whole // 12, whole % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(day.day, last)) + timedelta(days=round((months - int(months)) * 30.4))


def day_words(day: str) -> str:
    """`12 Mar 2024` for an ISO 8601 day; anything else, which only a file can say, as it stands."""
    found = day_in(day)
    if found is None:
        return day
    return tr("{day} {month} {year}", day=found.day, month=MONTHS[found.month - 1], year=str(found.year))


def moment_words(at: str) -> str:
    """`12 Mar 2024, 14:05` for an ISO 8601 time, in its own clock; anything else as it stands."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{day_words(at)}, {moment:%H:%M}"
