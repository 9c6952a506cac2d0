"""Another face that is chosen in a photo is another question: late answers and undo find the one they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from driving import needs_qt
from projects_made import made_face, made_photo
from workspaces import until

from facebalance_desktop.geometry import Point
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.edits_visits import choose_face
from facebalance_desktop.project.intake import Analysis, PhotoStore
from facebalance_desktop.project.model import Photo
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.ui.open_project.face_search import FaceSearch
from facebalance_desktop.ui.open_project.job_bridge import JobBridge
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.work import Job

pytestmark = needs_qt


class OnePhotoPool:
    """Takes searches for faces and leaves them open."""

    def __init__(self) -> None:
        self.searches: list[tuple[Point | None, Job[Analysis]]] = []

    def submit(self, function: object, *values: Any, **named: Any) -> Job[Analysis]:
        self.searches.append((values[3], Job()))
        return self.searches[-1][1]


LEFT, RIGHT = (100.0, 100.0), (300.0, 100.0)


def found_at(place: Point) -> Analysis:
    """Two faces, of which the one at `place` is looked at."""
    face = made_face()
    return Analysis(2, replace(face, points={"n": replace(face.points["n"], x=place[0])}), None, (LEFT, RIGHT))


@pytest.fixture
def importing(tmp_path: Path) -> Iterator[tuple[Session, OnePhotoPool, Photo]]:
    originals: PhotoStore = Originals(tmp_path)
    session, pool = Session(), OnePhotoPool()
    bridge = JobBridge(session)
    pixels = PixelCache(pool, bridge, lambda: originals, session)  # type: ignore[arg-type]  # a pool of one use
    search = FaceSearch(session, pool, bridge, lambda: originals, pixels, session)  # type: ignore[arg-type]  # as above
    photo = made_photo("group.jpg", faces=None, face=None)
    search.start()
    session.do("Add photo", add_photos([photo]))
    yield session, pool, photo
    session.deleteLater()


def nose(session: Session) -> float | None:
    face = session.project.photos[0].face
    return None if face is None else face.points["n"].x


def test_the_face_that_was_clicked_last_is_the_one_that_counts(
    qapp: object, importing: tuple[Session, OnePhotoPool, Photo]
) -> None:
    session, pool, photo = importing
    session.do("Choose the face", choose_face(photo.id, LEFT))
    session.do("Choose the face", choose_face(photo.id, RIGHT))
    assert [near for near, _ in pool.searches] == [None, LEFT, RIGHT]
    for near, job in (pool.searches[2], pool.searches[1], pool.searches[0]):
        job.finish(found_at(near or (0.0, 0.0)))
    until(qapp, lambda: nose(session) is not None)
    until(qapp, lambda: not session.findChildren(JobBridge)[0].is_busy)
    assert nose(session) == RIGHT[0]


def test_undoing_the_choice_of_a_face_brings_its_points_back(
    qapp: object, importing: tuple[Session, OnePhotoPool, Photo]
) -> None:
    session, pool, photo = importing
    pool.searches[0][1].finish(found_at(LEFT))
    until(qapp, lambda: nose(session) == LEFT[0])
    session.do("Choose the face", choose_face(photo.id, RIGHT))
    pool.searches[1][1].finish(found_at(RIGHT))
    until(qapp, lambda: nose(session) == RIGHT[0])
    session.undo()
    assert nose(session) == LEFT[0]
    session.redo()
    assert nose(session) == RIGHT[0]
