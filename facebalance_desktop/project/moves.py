"""What moved between the photos of a comparison: a job over kept photos, for the window and the command line."""

from __future__ import annotations

from facebalance_desktop.comparison.alignment import Alignment
from facebalance_desktop.comparison.change_rules import Change
from facebalance_desktop.comparison.changes import View, changes
from facebalance_desktop.comparison.hand_changes import by_hand, face_height, hand_changes
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import distance
from facebalance_desktop.photos.decode import decode
from facebalance_desktop.project.derived import alignment_of, are_profiles, match_of, points_beside, points_of
from facebalance_desktop.project.intake import DECODE_LIMIT, PhotoBytes
from facebalance_desktop.project.model import Comparison, Photo
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

MOVES_LIMIT = 2 * DECODE_LIMIT
"""Seconds that following the skin between two photos may take."""


def moves_between(
    context: JobContext, source: PhotoBytes, before: Photo, after: Photo, comparison: Comparison
) -> dict[str, Change]:
    """The change of every named point, in the levelled frame of the before photo, % of its pupil distance; of two
    profiles that of every point placed by hand in both, % of the before's distance from sellion to menton.

    Raises Problem where the two photos cannot be compared or aligned.
    """
    match = match_of(before, after, comparison.checked, is_by_hand=bool(comparison.anchors))
    if match.is_refused:
        raise Problem(tr("The photos cannot be compared: ") + " ".join(reason.sentence for reason in match.reasons[:2]))
    alignment, problem = alignment_of(before, after, comparison)
    if alignment is None:
        raise Problem(problem or tr("The photos cannot be aligned."))
    if are_profiles(before, after):
        return _profiles(before, after, comparison, alignment)
    context.report(0, 2, tr("Following the skin"))
    views = [_view(photo, other, source) for photo, other in ((before, after), (after, before))]
    context.report(1, 2, tr("Following the skin"))
    return dict(changes(views[0], views[1], alignment))


def _profiles(before: Photo, after: Photo, comparison: Comparison, alignment: Alignment) -> dict[str, Change]:
    points = points_of(before)
    if face_height(by_hand(points)) is None:
        raise Problem(
            tr("Place sellion and menton on the before photo: figures of a profile are shares of their distance.")
        )
    if comparison.anchors:
        span = distance(comparison.anchors[0][0], comparison.anchors[-1][0])
    else:
        span = distance(points[alignment.votes[0]].xy, points[alignment.votes[-1]].xy)
    found = hand_changes(points, points_of(after), alignment, span)
    if not found:
        raise Problem(tr("Place the same points by hand on both profiles, besides the two that they are aligned on."))
    return dict(found)


def _view(photo: Photo, other: Photo, source: PhotoBytes) -> View:
    if photo.face is None:
        raise Problem(photo.face_problem or tr("No face was found in {name}.", name=photo.name))
    return View(decode(source.read(photo.sha256), photo.name).pixels, photo.face, points_beside(photo, other))
