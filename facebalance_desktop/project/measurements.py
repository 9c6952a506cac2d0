"""What follows from the project for the measures: the measured faces of its photos."""

from __future__ import annotations

from collections.abc import Mapping

from facebalance_desktop.analysis.measure_kinds import MeasureTable
from facebalance_desktop.analysis.measures import MeasuredFace, Reading, measure
from facebalance_desktop.project.derived import cached_by_identity, points_of
from facebalance_desktop.project.model import Photo
from facebalance_desktop.project.visits import view_of


@cached_by_identity
def measured_face(photo: Photo) -> MeasuredFace:
    """The face as it is measured: found points overruled by what a human said, the view, the pose."""
    return MeasuredFace(points_of(photo), view_of(photo), None if photo.face is None else photo.face.pose)


@cached_by_identity
def readings_of(photo: Photo, table: MeasureTable) -> Mapping[str, Reading]:
    """Every measure of the table on the photo, in its order."""
    return measure(measured_face(photo), table)
