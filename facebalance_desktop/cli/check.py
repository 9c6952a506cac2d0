"""The command `check`: whether project files are whole, and a whole file of what is left of a damaged one."""

from __future__ import annotations

import argparse
from pathlib import Path

from facebalance_desktop import settings
from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.report import FINE, PROBLEM, complain, print_json
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.recovery import begin
from facebalance_desktop.project.salvage import salvage
from facebalance_desktop.project.store import save_project
from facebalance_desktop.render.export import refuse_existing
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext, WorkerPool


def run(told: argparse.Namespace, pool: WorkerPool) -> int:
    """A sentence for every fault; the exit code is 3 if there is one. Nothing that was given is changed."""
    if told.repair is not None and len(told.projects) > 1:
        raise Problem(tr("Repair one project at a time; nothing was written."))
    code = FINE
    for path in told.projects:
        try:
            faults, repaired = _checked(path, told.repair, told.force)
        except Problem as problem:
            faults, repaired = (problem.sentence,), None
        code = PROBLEM if faults else code
        if told.json:
            print_json(
                {
                    "project": str(path),
                    "whole": not faults,
                    "faults": list(faults),
                    "repaired": None if repaired is None else str(repaired),
                }
            )
            continue
        for fault in faults:
            complain(f"{path}: {fault}")
        if not faults:
            print(tr("{path}: intact", path=path))
        if repaired is not None:
            print(tr("{path}: what is intact was written to {repaired}", path=path, repaired=repaired))
    return code


def _checked(path: Path, repair: Path | None, force: bool) -> tuple[tuple[str, ...], Path | None]:
    """The faults, and where what is whole was written to, if it was asked for."""
    if repair is None:
        return salvage(path, Originals()).faults, None
    refuse_existing(repair, force)
    window = begin()  # for this user alone, and removed at the next start if this one is killed
    try:
        found = salvage(path, window.originals)
        if found.is_whole or found.project is None:
            return found.faults, None
        kept = settings.load().settings.kept_versions
        saved = save_project(JobContext(), found.project, repair.absolute(), window.originals, kept_versions=kept)
        return found.faults, saved.path
    finally:
        window.end()


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("projects", nargs="+", type=Path, metavar="PROJECT")
    parser.add_argument("--repair", type=Path, metavar="OUT", help=tr("write what is intact to this new file"))
    parser.add_argument("--json", action="store_true", help=tr("one JSON object a project"))
    parser.add_argument("--force", action="store_true", help=tr("replace OUT"))


CHECK = CliCommand("check", tr("whether projects are intact; what is intact in a damaged one"), _add_arguments, run)
