"""`facebalance changes`: what moved between two photos of one face, and what cannot be told."""

from __future__ import annotations

import argparse
from pathlib import Path

from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.photos import InMemory, taken_in
from facebalance_desktop.cli.report import FINE, print_json
from facebalance_desktop.project.model import Comparison, new_id
from facebalance_desktop.project.moves import MOVES_LIMIT, moves_between
from facebalance_desktop.work import WorkerPool

WORDS = {"measured": "measured", "within-error": "within error", "cannot-tell": "cannot tell"}


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
        name=f"Comparing {before.name} and {after.name}",
    )
    found = job.result()
    if told.json:
        points = {name: change.as_json() for name, change in found.items()}
        print_json({"before": str(told.before), "after": str(told.after), "points": points})
        return FINE
    for name, change in found.items():
        figures = ""
        if change.dx is not None and change.dy is not None and change.sigma is not None:
            figures = f"  {change.dx:+6.1f} {change.dy:+6.1f} ± {1.96 * change.sigma:.1f} % of the pupil distance"
        print(f"{name:5} {WORDS[change.status]}{figures}")
    return FINE


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="BEFORE")
    parser.add_argument("after", type=Path, metavar="AFTER")
    parser.add_argument("--json", action="store_true", help="one JSON object")


CHANGES = CliCommand("changes", "which points moved between two photos, and which cannot be told", _add_arguments, run)
