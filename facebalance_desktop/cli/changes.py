"""`facebalance changes`: what moved between two photos of one face, and what cannot be told."""

from __future__ import annotations

import argparse
from pathlib import Path

from facebalance_desktop.cli.photos import analysed_file
from facebalance_desktop.cli.report import FINE, print_json
from facebalance_desktop.comparison.changes import Change, View, changes
from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import decode
from facebalance_desktop.project.conclusions import alignment_of, match_of, points_of
from facebalance_desktop.project.intake import DECODE_LIMIT, DETECT_LIMIT, read_file
from facebalance_desktop.project.model import Comparison, Photo, new_id
from facebalance_desktop.work import Crew, Ticket

WORDS = {"measured": "measured", "within-error": "within error", "cannot-tell": "cannot tell"}


def run(told: argparse.Namespace, crew: Crew) -> int:
    """Print the displacement of every named point; raises Problem where the photos cannot be compared."""
    job = crew.submit(
        changes_between,
        told.before,
        told.after,
        deadline=2 * (DECODE_LIMIT + DETECT_LIMIT),
        lane="faces",
        name=f"Comparing {told.before.name} and {told.after.name}",
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


def changes_between(ticket: Ticket, before: Path, after: Path) -> dict[str, Change]:
    """The change of every named point; a job for a worker. Raises Problem where the pair is refused."""
    photos = [analysed_file(ticket, path) for path in (before, after)]
    match = match_of(photos[0], photos[1], ())
    if match.is_refused:
        raise Problem("The photos cannot be compared: " + " ".join(reason.sentence for reason in match.reasons[:2]))
    alignment, problem = alignment_of(photos[0], photos[1], Comparison(new_id(), photos[0].id, photos[1].id))
    if alignment is None:
        raise Problem(problem or "The photos cannot be aligned.")
    return dict(changes(_view(photos[0], before), _view(photos[1], after), alignment))


def _view(photo: Photo, path: Path) -> View:
    if photo.face is None:
        raise Problem(photo.face_problem or f"No face was found in {photo.name}.")
    return View(decode(read_file(path)[0], photo.name).pixels, photo.face, points_of(photo))
