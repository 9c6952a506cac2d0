"""Which of many photos are looked at first: the earliest and the latest, of which the pair is made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import read_facts
from facebalance_desktop.photos.formats import format_of
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

FIRST = 12
"""Photos from both ends among which the first pair of like with like is looked for: a visit has about six."""
BEGINNING = 256 * 1024
"""Bytes of a JPEG that hold its facts."""


def from_both_ends(times: Sequence[str | None]) -> list[int]:
    """Places in `times` (ISO 8601): the earliest, the latest, the second earliest and so on. Those without one come
    last, as they stand."""
    dated = sorted((place for place, time in enumerate(times) if time), key=lambda place: (times[place] or "")[:19])
    ends = [dated[place // 2] if place % 2 == 0 else dated[-(place + 1) // 2] for place in range(len(dated))]
    return ends + [place for place, time in enumerate(times) if not time]


def times_of(context: JobContext, paths: Sequence[Path]) -> tuple[str | None, ...]:
    """When each file was taken, as far as its beginning or its own date tells; None where it cannot be read."""
    context.report(0, 1, tr("Looking at the dates of the photos"))
    return tuple(_time_of(path) for path in paths)


def _time_of(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            start = file.read(BEGINNING)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
    except OSError:
        return None
    taken = None
    if format_of(start) == "JPEG":
        try:
            taken = read_facts(start, path.name).taken
        except Problem:  # told when the whole file is read
            taken = None
    return taken or changed.isoformat(timespec="seconds")
