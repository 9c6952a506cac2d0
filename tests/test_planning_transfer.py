"""Places carried between photos: known moves, the other side, what is hidden, and features marked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from transfer_truth import PEOPLE, misses, surface, truth

from facebalance_desktop.faces.pose import mirror_indices, reference_face
from facebalance_desktop.geometry import Similarity, distance
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.planning.templates import load_templates, place
from facebalance_desktop.planning.transfer import Surface, carry, carry_by_similarity, mirror, triangles

FACE = Surface(np.asarray(reference_face(), dtype=np.float64) * 4 + (500.0, 500.0, 0.0))


def turned(yaw: float) -> Surface:
    """The same face turned by `yaw` degrees, the nose to image right when positive."""
    angle = np.radians(yaw)
    turn = np.array([[np.cos(angle), 0, -np.sin(angle)], [0, 1, 0], [np.sin(angle), 0, np.cos(angle)]])
    return Surface((FACE.mesh - (500.0, 500.0, 0.0)) @ turn.T + (500.0, 500.0, 0.0))


def test_triangles_cover_the_mesh_once() -> None:
    corners = triangles()
    assert corners.shape == (852, 3)
    assert set(corners.ravel()) == set(range(468))
    edges = [tuple(sorted(edge)) for a, b, c in corners.tolist() for edge in ((a, b), (b, c), (c, a))]
    counts = {edge: edges.count(edge) for edge in set(edges)}
    assert set(counts.values()) <= {1, 2}
    assert (FACE.facing > 0).mean() > 0.97


@given(st.floats(-90, 90), st.floats(0.3, 3), st.floats(300, 700), st.floats(250, 750))
@settings(max_examples=60, deadline=None)
def test_a_face_moved_as_a_whole_takes_every_place_along(rotation: float, scale: float, x: float, y: float) -> None:
    """Inside the mesh and outside it: a similarity of the photo is the same similarity of every place."""
    move = Similarity.of(rotation, scale, (17.0, -31.0), about=(480.0, 520.0))
    moved = Surface(np.column_stack([move.points(FACE.mesh[:, :2]), FACE.mesh[:, 2] * scale]))
    found = carry(FACE, moved, [(x, y)])
    assert distance(found.points[0], move.point((x, y))) < 1e-6 * max(1.0, scale * 1000)


def test_every_mesh_point_is_carried_to_itself() -> None:
    target = turned(20)
    shown = [i for i in range(468) if i not in {0}]
    found = carry(FACE, target, [tuple(FACE.mesh[i, :2]) for i in shown])
    seen = np.array([sight == "seen" for sight in found.sights])
    gaps = np.linalg.norm(np.array(found.points) - target.mesh[shown, :2], axis=1)
    assert seen.sum() > 250
    assert np.median(gaps[seen]) < 1e-6


def test_a_step_over_the_edge_of_the_mesh_is_no_jump() -> None:
    target = turned(25)
    row = [(float(x), 560.0) for x in np.arange(180.0, 820.0, 0.5)]
    found = np.array(carry(FACE, target, row).points)
    assert np.linalg.norm(np.diff(found, axis=0), axis=1).max() < 12.0


def test_the_side_turned_away_is_hidden_and_the_near_side_is_seen() -> None:
    for yaw, near, far in ((45.0, "right", "left"), (-45.0, "left", "right")):
        target = turned(yaw)
        templates = load_templates().by_id
        for zone in ("cheek-zygomatic", "cheek-submalar", "temple", "masseter"):
            assert carry(FACE, target, place(templates[f"{zone}-{far}"], FACE).points).sight == "hidden"
            assert carry(FACE, target, place(templates[f"{zone}-{near}"], FACE).points).sight != "hidden"
        assert carry(FACE, target, place(templates[f"cheek-malar-{near}"], FACE).points).sight == "seen"
        assert place(templates[f"cheek-zygomatic-{far}"], target).sight == "hidden"


def test_the_other_side_of_the_face() -> None:
    right = [tuple(FACE.mesh[i, :2]) for i in (118, 50, 205)]
    left = [tuple(FACE.mesh[mirror_indices()[i], :2]) for i in (118, 50, 205)]
    assert np.abs(np.array(mirror(FACE, right).points) - left).max() < 1e-6
    assert np.abs(np.array(mirror(FACE, mirror(FACE, right).points).points) - right).max() < 1e-6


def test_without_a_mesh_the_photo_alone_moves_the_place_and_it_is_in_doubt() -> None:
    found = carry_by_similarity(Similarity.of(0, 2.0), [(3.0, 4.0)])
    assert found.points == ((6.0, 8.0),)
    assert found.sight == "doubtful"


def test_every_template_lies_on_the_face_and_pairs_are_mirrored() -> None:
    templates = load_templates()
    assert not templates.problems
    assert len(templates.zones) >= 18
    for item in templates.by_id.values():
        points = np.array(place(item, FACE).points)
        assert len(points) >= 4
        if item.side == "right":
            other = np.array(place(templates.by_id[f"{item.zone}-left"], FACE).points)
            assert points[:, 0].mean() < 500 < other[:, 0].mean()
            assert np.abs((1000 - points[:, 0]) - other[:, 0]).max() < 1.0
            assert np.abs(points[:, 1] - other[:, 1]).max() < 1.0


def test_features_marked_by_hand_are_met(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The mouth in smiles: at most half the error of alignment. At 45 degrees: at most 4 % of the pupil distance."""
    found = misses(photos / "london")
    figures = truth(found)
    with capsys.disabled():
        print(f"\ntransfer, % of the pupil distance: {figures}")
    assert figures.features >= 160
    assert figures.repeat < 1.5
    assert figures.smile_mesh <= figures.smile_alignment / 2
    assert figures.oblique_mesh <= 4.0
    assert all(miss.sight != "hidden" for miss in found)


def test_nothing_is_drawn_where_it_is_hidden_at_45_degrees(photos: Path) -> None:
    london = photos / "london"
    templates = load_templates().by_id
    for person in PEOPLE:
        frontal = surface(london / f"{person}_front_neutral.jpg")
        for view, far in (("r45", "left"), ("l45", "right")):
            oblique = surface(london / f"{person}_{view}_neutral.jpg")
            for zone in ("cheek-zygomatic", "temple", "jawline", "masseter", "crows-feet"):
                assert carry(frontal, oblique, place(templates[f"{zone}-{far}"], frontal).points).sight == "hidden"


@pytest.mark.parametrize("yaw", [0.0, 25.0])
def test_places_are_located_by_coordinates_that_lead_back_to_them(yaw: float) -> None:
    """Inside the mesh to the place itself, outside it to the nearest place of the surface that faces the camera."""
    face = turned(yaw)
    random = np.random.default_rng(8)
    low, high = face.mesh[:468, :2].min(axis=0) - 60, face.mesh[:468, :2].max(axis=0) + 60
    points = random.uniform(low, high, (120, 2))
    triangle, weights, away = face.locate(points)
    assert np.allclose(weights.sum(axis=1), 1.0)
    assert (weights >= -1e-9).all()
    corners = face.mesh[triangles()[triangle], :2]
    back = (weights[:, :, None] * corners).sum(axis=1)
    assert np.allclose(np.linalg.norm(back - points, axis=1), away, atol=1e-6)
    front = face.mesh[triangles()[face.facing > 0], :2].astype(np.float32)
    for point, gap in zip(points.tolist(), away.tolist(), strict=True):
        nearest = max(cv2.pointPolygonTest(corners.reshape(-1, 1, 2), point, True) for corners in front)
        assert gap == pytest.approx(max(0.0, -nearest), abs=0.01)
    assert 20 < (away == 0).sum() < 110
