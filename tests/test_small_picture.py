"""The small picture of a project: the faces as large as the card holds them, the photos alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from figures_made import made_project, pyramids_of
from numpy.typing import NDArray
from projects_made import made_pair

from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.drawing.framing import HEAD_ACROSS, head_frame, tall_head_frame
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render.small_picture import SIZE, painted_small


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
