"""Dates as people type them: 2026-03-28, 28.03.2026, 28 Mar 2026, and 03/28/2026 where the system's order is so."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QLocale

from facebalance_desktop.days import day_words
from facebalance_desktop.translation import LANGUAGE, tr

HOW = tr("A date is read as day, month and year, for example 28 Mar 2026, 28.03.2026 or 2026-03-28.")


def read_day(text: str, locale: QLocale | None = None) -> tuple[str | None, str | None]:
    """A typed date as ISO 8601, or the sentence that says what is wrong with it; empty is no date.

    Figures parted by dots or spaces are day, month, year; so are those parted by slashes or hyphens, as the program's
    examples have them, but where `locale`, in English the system's, is English and writes the month first. A month may
    be written out, in English, in the program's language or in that of `locale`.
    """
    words = text.strip()
    if not words:
        return None, None
    if locale is None:
        locale = QLocale.system() if LANGUAGE == "en" else QLocale()
    parts = [part for part in re.split(r"[\s.,/\-]+", words.lower()) if part]
    order = _order(words, parts, locale)
    if order is None:
        return None, HOW
    year, month, day = order
    if len(year) != 4:
        return None, tr("Write the year with four figures, for example 1984.")
    try:
        return date(int(year), int(month), int(day)).isoformat(), None
    except ValueError:
        return None, HOW


def shown_day(day: str | None) -> str:
    """A day as it stands in a field, in words that `read_day` reads; empty for none."""
    return day_words(day) if day else ""


def _order(words: str, parts: list[str], locale: QLocale) -> tuple[str, str, str] | None:
    """The parts as year, month and day in figures."""
    if len(parts) != 3:
        return None
    named = [(place, _month(part, locale)) for place, part in enumerate(parts)]
    months = [(place, number) for place, number in named if number]
    if months:
        place, month = months[0]
        others = [part for at, part in enumerate(parts) if at != place]
        if len(months) != 1 or not all(re.fullmatch(r"\d+(st|nd|rd|th)?", part) for part in others):
            return None
        first, second = (re.sub(r"\D", "", part) for part in others)
        year, day = (first, second) if len(first) == 4 else (second, first)
        return year, str(month), day
    if not all(part.isdigit() for part in parts):
        return None
    if len(parts[0]) == 4:
        return parts[0], parts[1], parts[2]
    is_month_first = bool(re.search(r"[/\-]", words)) and _is_month_first(locale)
    first, second, year = parts
    return (year, first, second) if is_month_first else (year, second, first)


def _is_month_first(locale: QLocale) -> bool:
    """In English alone, also in Canadian English, whose short dates begin with the year."""
    shape = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return locale.language() == QLocale.Language.English and -1 < shape.find("M") < shape.find("d")


def _month(part: str, locale: QLocale) -> int:
    """The number of a written month, 0 for none and for the beginning of two (`jui` in French)."""
    if part.isdigit() or len(part) < 3:
        return 0
    for known in (QLocale(QLocale.Language.English), QLocale(), locale):
        begun = []
        for number in range(1, 13):
            name = known.standaloneMonthName(number, QLocale.FormatType.LongFormat).lower()
            if part == known.monthName(number, QLocale.FormatType.ShortFormat).lower().rstrip("."):
                return number
            if name.startswith(part):
                begun.append(number)
        if begun:
            return begun[0] if len(begun) == 1 else 0
    return 0
