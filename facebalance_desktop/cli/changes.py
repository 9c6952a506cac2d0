"""`facebalance changes`: what moved between two photos of one face, and what is not measurable."""

from __future__ import annotations

import argparse
from pathlib import Path

from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.photos import InMemory, taken_in
from facebalance_desktop.cli.report import FINE, print_json
from facebalance_desktop.drawing.change_words import change_words
from facebalance_desktop.project.model import Comparison, new_id
from facebalance_desktop.project.moves import MOVES_LIMIT, moves_between
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.translation import tr
from facebalance_desktop.work import WorkerPool


def run(told: argparse.Namespace, pool: WorkerPool) -> int:
    """Print the displacement of every named point; raises Problem where the photos cannot be compared."""
    originals = InMemory()
    before, after = taken_in(pool, [told.before, told.after], originals)
    job = pool.submit(
        moves_between,
        originals,
        before,
        after,
        Comparison(new_id(), before.id, after.id),
        deadline=MOVES_LIMIT,
        name=tr("Comparing {name} and {name2}", name=before.name, name2=after.name),
    )
    found = job.result()
    words = change_words(found, view_of(before))
    if told.json:
        points = {name: change.as_json() for name, change in found.items()}
        says = list(words.lines)
        print_json({"before": str(told.before), "after": str(told.after), "points": points, "says": says})
        return FINE
    for line in words.lines:
        print(line)
    return FINE


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="BEFORE")
    parser.add_argument("after", type=Path, metavar="AFTER")
    parser.add_argument("--json", action="store_true", help=tr("one JSON object"))


CHANGES = CliCommand(
    "changes", tr("which points moved between two photos, and which are not measurable"), _add_arguments, run
)
