"""The projects in the clinic's folder, found by what is typed, also where they were never opened here or long ago."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.placing import SUFFIX
from facebalance_desktop.project.recent import SHOWN, Recent, matches
from facebalance_desktop.project.summary import read_summary
from facebalance_desktop.work import JobContext

Stamp = tuple[int, int]
"""When a file was changed (ns), and its size in bytes."""


@dataclass
class KnownProjects:
    """What the cards of files told, as long as the files are the same. One search at a time uses it."""

    told: dict[Path, tuple[Stamp, Recent]] = field(default_factory=dict)


def projects_in(context: JobContext, folder: Path, text: str, known: KnownProjects) -> tuple[Recent, ...]:
    """The folder's projects that match what is typed (see `recent.matches`), by name, at most `SHOWN` and one. A folder
    that cannot be read has none; a file that cannot be read is found by its name. Raises Cancelled."""
    try:
        with os.scandir(folder) as entries:
            files = [entry for entry in entries if entry.name.endswith(SUFFIX)]
    except OSError:
        return ()
    told: dict[Path, tuple[Stamp, Recent]] = {}
    for number, entry in enumerate(files):
        context.raise_if_cancelled()
        context.report(number, len(files), "")
        path = Path(entry.path)
        try:
            status = entry.stat()
        except OSError:
            continue
        stamp = status.st_mtime_ns, status.st_size
        former = known.told.get(path)
        told[path] = former if former is not None and former[0] == stamp else (stamp, _read(path))
    known.told = told
    found = sorted((recent for _, recent in told.values() if matches(recent, text)), key=lambda item: item.path.name)
    return tuple(found[: SHOWN + 1])


def _read(path: Path) -> Recent:
    try:
        summary = read_summary(path)
    except Problem:
        return Recent(path)
    return Recent(path, summary.name, summary.id, summary.birth_date)
