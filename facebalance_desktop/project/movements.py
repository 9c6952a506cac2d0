"""The movements of a visit: which photos show rest and expression, and what is measured between them."""

from __future__ import annotations

from dataclasses import dataclass

from facebalance_desktop.analysis.movement import Movement, against, movement
from facebalance_desktop.project.clinic_rules import MOVEMENTS, POINT_ERRORS
from facebalance_desktop.project.face_trust import with_trusted_faces
from facebalance_desktop.project.measurements import measured_beside
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import Sitting, sitting_of, view_of, visits_of
from facebalance_desktop.translation import tr

NO_REST = tr("no frontal photo at rest in this visit")
NO_MOVED = tr("no photo of it in this visit")


@dataclass(frozen=True)
class VisitMovements:
    """The movements of one visit that have their photos, and in words which have not."""

    visit: Sitting
    movements: tuple[Movement, ...]
    missing: tuple[str, ...]


def movements_in(visit: Sitting) -> VisitMovements:
    """What the photos of a visit allow."""
    rest = _photo(visit, "frontal")
    made, missing = [], []
    for kind in MOVEMENTS.value:
        moved = _photo(visit, kind.view)
        if rest is None or moved is None:
            missing.append(f"{kind.name}: {NO_REST if rest is None else NO_MOVED}")
        else:
            faces = measured_beside(rest, moved), measured_beside(moved, rest)
            made.append(movement(kind, *faces, POINT_ERRORS.value))
    return VisitMovements(visit, tuple(made), tuple(missing))


def _photo(visit: Sitting, view: str) -> Photo | None:
    """The latest photo of a view with a face."""
    found = [photo for photo in visit.photos if view_of(photo) == view and photo.face is not None]
    return found[-1] if found else None


def movements_of_pair(project: Project) -> tuple[VisitMovements, VisitMovements | None]:
    """Those of the visit of the after photo (or of the only one), and of the before's where that is another."""
    visits = visits_of(with_trusted_faces(project))
    comparison = project.comparison
    ids = [project.photos[0].id] if comparison is None else [comparison.after, comparison.before]
    found = [visit for photo_id in ids if (visit := sitting_of(visits, photo_id)) is not None]
    now = movements_in(found[0])
    earlier = movements_in(found[1]) if len(found) > 1 and found[1] != found[0] else None
    return now, earlier


def earlier_amounts(now: Movement, earlier: VisitMovements | None) -> dict[str, tuple[float, float]]:
    """By side how much further it moves now than then, with the standard deviation."""
    then = None if earlier is None else next((m for m in earlier.movements if m.kind.id == now.kind.id), None)
    if then is None:
        return {}
    both = {"right": against(now, then, "right"), "left": against(now, then, "left")}
    return {side: value for side, value in both.items() if value is not None}
