"""A lot number looked for in all projects of a folder: who was treated with it, when and where."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facebalance_desktop.atomic_files import reason
from facebalance_desktop.errors import Problem
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.model import Patient
from facebalance_desktop.project.store import SUFFIX, read_project
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext


@dataclass(frozen=True)
class LotUse:
    """One treatment with the lot: in which file, of whom, and its record."""

    path: Path
    patient: Patient
    treatment: Treatment


@dataclass(frozen=True)
class LotSearch:
    """What was found in how many projects, and a sentence for each file that could not be read."""

    uses: tuple[LotUse, ...]
    searched: int
    problems: tuple[str, ...] = ()


def plain(lot: str) -> str:
    """A lot number as it is compared: letters and digits alone, in one case."""
    return "".join(letter for letter in lot.casefold() if letter.isalnum())


def search_lots(context: JobContext, lot: str, folder: Path) -> LotSearch:
    """Every treatment that was done with `lot`, in all projects of a folder and the folders in it, by path.

    A job for a thread. Raises Problem where there is no such folder or the lot has neither letter nor digit.
    """
    wanted = plain(lot)
    if not wanted:
        raise Problem(tr("A lot number has letters or digits; nothing was searched."))
    if not folder.is_dir():
        raise Problem(tr("There is no folder {folder}; nothing was searched.", folder=folder))
    uses: list[LotUse] = []
    problems: list[str] = []
    paths = sorted(_projects(folder, problems))
    for number, path in enumerate(paths):
        context.raise_if_cancelled()
        context.report(number, len(paths), tr("Searching"))
        try:
            project = read_project(path)
        except Problem as problem:
            problems.append(problem.sentence)
            continue
        found = (item for item in project.plan.treatments if item.state == "done" and plain(item.lot) == wanted)
        uses.extend(LotUse(path, project.patient, item) for item in found)
    return LotSearch(tuple(uses), len(paths), tuple(problems))


def _projects(folder: Path, problems: list[str]) -> Iterator[Path]:
    """The project files below a folder; a folder that cannot be looked into is told."""

    def told(error: OSError) -> None:
        problems.append(
            tr("{filename} could not be searched: {reason}.", filename=error.filename, reason=reason(error))
        )

    for place, _, names in os.walk(folder, onerror=told):
        yield from (Path(place) / name for name in names if name.endswith(SUFFIX) and not name.startswith("."))
