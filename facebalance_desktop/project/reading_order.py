"""Which of many photos are looked at first: the earliest and the latest, of which the pair is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from facebalance_desktop.days import moment_of
from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import read_facts
from facebalance_desktop.photos.formats import format_of
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

FIRST = 12
"""Photos from both ends among which the first pair of like with like is looked for: a visit has about six."""
ALIKE = 0.06
"""Symmetry by which photos of one visit from the front may differ, and no other comes near to them."""
BEGINNING = 256 * 1024
"""Bytes of a JPEG that hold its facts."""


def from_both_ends(times: Sequence[str | None]) -> list[int]:
    """Places in `times` (ISO 8601): the earliest, the latest, the second earliest and so on. Those without one come
    last, as they stand."""
    dated = sorted((place for place, time in enumerate(times) if time), key=lambda place: (times[place] or "")[:19])
    ends = [dated[place // 2] if place % 2 == 0 else dated[-(place + 1) // 2] for place in range(len(dated))]
    return ends + [place for place, time in enumerate(times) if not time]


def likely_pair(photos: Sequence[tuple[str | None, float]]) -> tuple[int, int] | None:
    """Places of the two photos that the pair is probably made of, by when they were taken (ISO 8601) and their
    `faces.symmetry`: of the earliest and of the latest day the first one from the front. None for a single day."""
    dated = sorted((place for place, (time, _) in enumerate(photos) if time), key=lambda place: photos[place][0] or "")
    days = [(photos[place][0] or "")[:10] for place in dated]
    if not days or days[0] == days[-1]:
        return None
    ends = ([place for place, day in zip(dated, days, strict=True) if day == end] for end in (days[0], days[-1]))
    first, last = (_first_from_the_front(photos, places) for places in ends)
    return first, last


def _first_from_the_front(photos: Sequence[tuple[str | None, float]], places: Sequence[int]) -> int:
    best = max(photos[place][1] for place in places)
    return next(place for place in places if photos[place][1] >= best - ALIKE)


def times_of(context: JobContext, paths: Sequence[Path]) -> tuple[str | None, ...]:
    """When each file was taken, as far as its beginning or its own date tells; None where it cannot be read."""
    context.report(0, 1, tr("Looking at the dates of the photos"))
    return tuple(_time_of(path) for path in paths)


def _time_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            start = file.read(BEGINNING)
        changed = moment_of(path.stat().st_mtime).astimezone()
    except OSError:
        return None
    taken = None
    if format_of(start) == "JPEG":
        try:
            taken = read_facts(start, path.name).taken
        except Problem:  # told when the whole file is read
            taken = None
    return taken or changed.isoformat(timespec="seconds")
