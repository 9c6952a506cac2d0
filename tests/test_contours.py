"""Outlines over the after photo, guides on mirrored halves, frames of turned heads, the divider of a still."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from projects_made import FACE, MOVED, made_face, made_pair

from facebalance_desktop.analysis.contours import contours
from facebalance_desktop.drawing.figure import midline_share
from facebalance_desktop.drawing.framing import head_of
from facebalance_desktop.drawing.panes import panes
from facebalance_desktop.drawing.primitives import Line, Sheet, Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.subjects import frame_of
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.faces.crops import Pixels, patch_of, photo_to_crop_of
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.landmarks import Face, Landmark, Pose
from facebalance_desktop.faces.tracing import traced
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.edits_photos import change_photo
from facebalance_desktop.render import fonts

pytestmark = needs_qt
LIP = {"ch_r": FACE["ch_r"], "ls": (200.0, 250.0), "ch_l": FACE["ch_l"]}
SIZE = (1000.0, 700.0)


@pytest.fixture(scope="module")
def hopper(hopper_path: Path) -> tuple[Pixels, Face]:
    pixels = np.asarray(cv2.cvtColor(cv2.imread(str(hopper_path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)
    face = find_face(pixels).face
    assert face is not None
    return pixels, face


def test_points_alone_make_no_outline() -> None:
    points = dict(made_face().points)
    assert contours(made_face(), points) == {} and contours(None, points) == {}
    for code, at in LIP.items():
        points[code] = Landmark(*at, "placed")
    assert contours(made_face(), points) == {}, "a curve of our own choice would look like the patient's outline"
    for wrong in (3, {"upper lip": 4}, {"upper lip": [[["a", "b"]]]}):
        assert contours(replace(made_face(), extra={"contours": wrong}), points) == {}


def test_contours_of_a_photo_are_dense_and_lie_on_its_edges(hopper: tuple[Pixels, Face]) -> None:
    pixels, face = hopper
    found = contours(face, face.points)
    assert "mouth line" in found and len(found) >= 4
    for runs in found.values():
        for run in runs:
            gaps = np.linalg.norm(np.diff(np.array(run), axis=0), axis=1)
            assert len(run) >= 6 and gaps.max() < 0.03 * face.iod
    (stomion, *_) = found["mouth line"]
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(float)
    on = np.mean([grey[int(y), int(x)] for x, y in stomion])
    beside = [np.mean([grey[int(y + by), int(x)] for x, y in stomion]) for by in (-4, 4)]
    assert on < min(beside), "the mouth line is the dark one"


def test_a_flat_picture_has_no_outline(hopper: tuple[Pixels, Face]) -> None:
    pixels, face = hopper
    mesh = np.array(face.mesh)
    to_crop = photo_to_crop_of(mesh)
    assert traced(patch_of(pixels, to_crop), mesh, face.pose)
    assert traced(patch_of(np.full_like(pixels, 128), to_crop), mesh, face.pose) == {}
    blurred = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 12), dtype=np.uint8)
    assert len(traced(patch_of(blurred, to_crop), mesh, face.pose)) <= 1
    assert traced(patch_of(pixels, to_crop), mesh, Pose(40.0, 0.0, 0.0)) == {}


def test_a_contour_far_from_a_point_set_by_hand_is_dropped(hopper: tuple[Pixels, Face]) -> None:
    _, face = hopper
    x, y = face.points["sto"].xy
    points = {**face.points, "sto": Landmark(x, y, "edited")}
    assert "mouth line" in contours(face, points)
    points["sto"] = Landmark(x, y + 0.06 * face.iod, "edited")
    assert "mouth line" not in contours(face, points)


def test_traced_contours_lie_on_outlines_placed_by_hand(photos: Path) -> None:
    """The median distance of hand-placed points of lips and jaw to the traced line, seven people, % of the iod."""
    away: dict[str, list[float]] = {"upper lip": [], "lower lip": [], "chin and jaw": []}
    hand = {"upper lip": range(88, 93), "lower lip": range(104, 109), "chin and jaw": range(126, 133)}
    for path in sorted((photos / "london").glob("*_front_neutral.jpg"))[1::2]:
        face = find_face(np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)).face
        assert face is not None
        lines = path.with_suffix(".tem").read_text(encoding="utf-8").splitlines()
        placed = np.array([[float(v) for v in line.split()] for line in lines[1 : int(lines[0]) + 1]])
        for name, runs in contours(face, face.points).items():
            if name in away:
                line = np.concatenate([np.array(run) for run in runs])
                for point in placed[list(hand[name])]:
                    away[name].append(100 * float(np.linalg.norm(line - point, axis=1).min()) / face.iod)
    assert np.median(away["upper lip"]) < 2.0 and np.median(away["lower lip"]) < 2.0
    assert np.median(away["chin and jaw"]) < 3.0


def test_the_befores_outline_lies_on_the_after_photo_and_only_there() -> None:
    project = made_pair()
    before = project.photos[0]
    assert before.face is not None
    face = replace(before.face, extra={"contours": {"upper lip": [list(LIP.values())]}})
    project = change_photo(before.id, face=face)(project)
    project = show_guide("outline", True)(project)
    pair = pair_of(project)
    assert pair is not None
    scene = compose(project, pair, ViewOptions(), SIZE, fonts.measure)
    first, second = (item for item in scene.items if isinstance(item, Sheet))
    assert not any(isinstance(item, Line) for item in first.items)
    (line,) = (item for item in second.items if isinstance(item, Line))
    assert not line.stroke.is_dashed
    pane = panes(pair, ViewOptions(), scene.width, scene.height)[1]
    assert line.points[0] == pytest.approx(pane.photo_to_page.point(MOVED.point(LIP["ch_r"])), abs=0.01)
    assert any(isinstance(item, Text) and item.text == "Before outline" for item in second.items)


def test_guides_are_reflected_with_a_mirrored_half() -> None:
    project = show_guide("horizontals", True)(pair_with_faces())
    pair = pair_of(project)
    assert pair is not None
    view_options = ViewOptions("mirrored")
    bare = compose(pair_with_faces(), pair, view_options, SIZE, fonts.measure)
    scene = compose(project, pair, view_options, SIZE, fonts.measure)
    made = panes(pair, view_options, scene.width, scene.height)
    assert [pane.is_flipped for pane in made] == [False, True] * 4
    sheets = [item for item in scene.items if isinstance(item, Sheet)]
    plain = [item for item in bare.items if isinstance(item, Sheet)]
    for pane, sheet, other in zip(made, sheets, plain, strict=True):
        guides = [item for item in sheet.items if isinstance(item, Line) and item not in other.items]
        assert guides, pane.title
        width = pane.side.photo.width
        for code in ("p_r", "p_l"):
            x, y = pane.side.points[code].xy
            at = pane.photo_to_page.point((width - x, y) if pane.is_flipped else (x, y))
            assert min(_away(at, line) for line in guides) < 0.05, (pane.title, code)


def _away(point: tuple[float, float], line: Line) -> float:
    (x1, y1), (x2, y2) = line.points[0], line.points[-1]
    length = math.hypot(x2 - x1, y2 - y1)
    return abs((x2 - x1) * (point[1] - y1) - (y2 - y1) * (point[0] - x1)) / length


def test_a_turned_head_is_framed_with_what_lies_behind_its_eyes() -> None:
    pair = pair_of(pair_with_faces())
    assert pair is not None
    side, known = pair.before, pair.before.photo.face
    assert known is not None
    straight = head_of(side)
    nose = side.points["p_l"].xy  # as far to image right as a turned nose
    points = {**side.points, "prn": Landmark(*nose, "automatic")}
    face = replace(known, pose=Pose(40.0, 0.0, 0.0))
    turned = head_of(replace(side, points=points, photo=replace(side.photo, face=face)))
    assert turned.width > straight.width * 1.2  # the pupils stand closer in a turned face
    assert turned.centre[0] < straight.centre[0]
    small = replace(face, pose=Pose(10.0, 0.0, 0.0))
    assert head_of(replace(side, points=points, photo=replace(side.photo, face=small))) == straight


def test_a_wipe_still_divides_the_face_in_the_middle() -> None:
    project = pair_with_faces()
    pair = pair_of(project)
    assert pair is not None
    template = templates().named("wipe")
    frame = frame_of(project, pair, template.framing, None)
    middle = (FACE["p_r"][0] + FACE["p_l"][0]) / 2, (FACE["p_r"][1] + FACE["p_l"][1]) / 2
    x, _ = pair.before.to_reference.point(middle)
    assert frame.x + midline_share(project, pair, template) * frame.width == pytest.approx(x)
    aside = replace(pair.before, to_reference=pair.before.to_reference.then(Similarity(tx=60.0)))
    moved = replace(pair, before=aside, after=None)
    shared = frame_of(project, moved, template.framing, None)
    assert shared.x + midline_share(project, moved, template) * shared.width == pytest.approx(x + 60.0)
