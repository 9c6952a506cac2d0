"""The command `clinic`: the clinic's own tables, templates, logo and page texts as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from facebalance_desktop import settings
from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.report import FINE, PROBLEM, complain
from facebalance_desktop.render.clinic_set import SUFFIX, export_set, import_set
from facebalance_desktop.render.export import refuse_existing
from facebalance_desktop.translation import tr
from facebalance_desktop.work import WorkerPool


def run(told: argparse.Namespace, pool: WorkerPool) -> int:
    """Write or take over a set; a sentence for all that was left out, and then the exit code is 3."""
    known = settings.load().settings
    clinic = settings.clinic_dir(known)
    if told.written is not None:
        refuse_existing(told.written, told.force)
        problems = export_set(clinic, known, told.written.absolute())
        print(told.written)
    else:
        found = import_set(told.read, clinic, known)
        settings.save(found.settings)
        problems = found.problems
        print(found.words)
    for problem in problems:
        complain(problem)
    return PROBLEM if problems else FINE


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--export", dest="written", type=Path, metavar="FILE", help=tr("write the set to this file"))
    told = tr("import what is in this file; rows of the same id are replaced, all others stay")
    which.add_argument("--import", dest="read", type=Path, metavar="FILE", help=told)
    parser.add_argument("--force", action="store_true", help=tr("replace FILE"))


CLINIC = CliCommand(
    "clinic",
    tr("the clinic's tables, templates, logo and page texts as one {suffix} file", suffix=SUFFIX),
    _add_arguments,
    run,
)
