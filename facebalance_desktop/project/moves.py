"""What moved between the photos of a comparison: a job over kept photos, for the window and the command line."""

from __future__ import annotations

from facebalance_desktop.comparison.changes import Change, View, changes
from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import decode
from facebalance_desktop.project.derived import alignment_of, match_of, points_of
from facebalance_desktop.project.intake import DECODE_LIMIT, PhotoBytes
from facebalance_desktop.project.model import Comparison, Photo
from facebalance_desktop.work import JobContext

MOVES_LIMIT = 2 * DECODE_LIMIT
"""Seconds that following the skin between two photos may take."""


def moves_between(
    context: JobContext, source: PhotoBytes, before: Photo, after: Photo, comparison: Comparison
) -> dict[str, Change]:
    """The change of every named point, in the levelled frame of the before photo, % of its pupil distance.

    Raises Problem where the two photos cannot be compared or aligned.
    """
    match = match_of(before, after, comparison.checked)
    if match.is_refused:
        raise Problem("The photos cannot be compared: " + " ".join(reason.sentence for reason in match.reasons[:2]))
    alignment, problem = alignment_of(before, after, comparison)
    if alignment is None:
        raise Problem(problem or "The photos cannot be aligned.")
    context.report(0, 2, "Following the skin")
    views = [_view(photo, source) for photo in (before, after)]
    context.report(1, 2, "Following the skin")
    return dict(changes(views[0], views[1], alignment))


def _view(photo: Photo, source: PhotoBytes) -> View:
    if photo.face is None:
        raise Problem(photo.face_problem or f"No face was found in {photo.name}.")
    return View(decode(source.read(photo.sha256), photo.name).pixels, photo.face, points_of(photo))
