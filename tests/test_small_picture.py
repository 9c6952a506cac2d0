"""The small picture of a project: the faces as large as the card holds them, the photos alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pytest
from canvases_made import pair_with_faces
from canvases_made import pyramids_of as drawn_pyramids_of
from figures_made import made_project, pyramids_of
from numpy.typing import NDArray
from projects_made import made_pair
from PySide6.QtCore import QObject

from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.drawing.framing import HEAD_ACROSS, head_frame, tall_head_frame
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render.small_picture import SIZE, filling, painted_small
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.open_project.preview import Preview


@pytest.fixture(scope="module")
def made(hopper_path: Path) -> tuple[Project, InMemory]:
    return made_project(hopper_path)


def pixels(project: Project, originals: InMemory) -> NDArray[np.int64]:
    data = painted_small(project, pyramids_of(project, originals).get)
    assert data is not None
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).astype(int)


def test_drawings_guides_and_names_are_not_in_it(made: tuple[Project, InMemory]) -> None:
    project, originals = made
    assert project.annotations
    with_drawings = pixels(project, originals)
    assert with_drawings.shape == (SIZE[1], SIZE[0], 3)
    assert np.array_equal(with_drawings, pixels(replace(project, annotations=(), guides=()), originals))


def pair_with(yaw: float) -> Pair:
    pair = pair_of(made_pair())
    assert pair is not None and pair.before.photo.face is not None
    face = replace(pair.before.photo.face, pose=Pose(yaw, 0.0, 0.0))
    return replace(pair, before=replace(pair.before, photo=replace(pair.before.photo, face=face)))


def test_a_tall_pane_shows_a_frontal_head_from_ear_to_ear_and_a_turned_one_whole() -> None:
    frontal, turned = pair_with(4.0), pair_with(40.0)
    head = head_frame(frontal)
    unit = head.width / HEAD_ACROSS
    tall = tall_head_frame(frontal, 0.55)
    assert tall.width == pytest.approx(0.55 * head.height)
    assert (tall.y, tall.height) == (head.y, head.height)
    assert tall.centre[0] == pytest.approx(head.centre[0])
    assert tall_head_frame(frontal, 0.1).width == pytest.approx(2.9 * unit), "ears are not cut"
    assert tall_head_frame(frontal, 5.0) == head
    assert tall_head_frame(turned, 0.1) == head_frame(turned)


def test_a_picture_fills_the_card_while_the_face_stays_whole() -> None:
    pane, clean = Rect(0, 0, 40, 80), Rect(0, 0, 60, 60)
    assert filling(1.0, pane, clean, Rect(20, 10, 20, 30)) == pytest.approx(80 / 60)
    assert filling(1.0, pane, clean, Rect(12, 10, 36, 30)) == pytest.approx(40 / 36), "no wider than the face"
    assert filling(1.5, pane, clean, Rect(20, 10, 20, 30)) == 1.5


def test_a_photo_that_covers_less_than_a_head_s_frame_still_fills_the_card(qapp: object) -> None:
    project = pair_with_faces()
    alone = replace(project, photos=project.photos[:1], comparisons=())
    data = painted_small(alone, drawn_pyramids_of(alone).get)
    assert data is not None
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).astype(int)
    is_bare = np.abs(found - 0x77).max(axis=2) <= 8
    assert not is_bare.all(axis=0).any() and not is_bare.all(axis=1).any()


def test_one_photo_alone_is_the_picture(qapp: object, made: tuple[Project, InMemory]) -> None:
    project, originals = made
    photo = project.photos[0]
    alone = replace(project, photos=(photo,), comparisons=(), annotations=(), guides=())
    cache = QObject()
    cache.pyramid = pyramids_of(project, originals).get  # type: ignore[attr-defined]  # all that is asked of it
    data = Preview(cast(PixelCache, cache)).painter(alone)()
    assert data is not None
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR).astype(int)
    assert found.shape == (SIZE[1], SIZE[0], 3) and found.std() > 20
