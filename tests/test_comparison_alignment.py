"""Alignment: what votes, what it says, and what it does not pretend to know. Faces here are numbers, not photos."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from facebalance_desktop.comparison.alignment import Alignment, align, level
from facebalance_desktop.faces.anthropometry import named_points
from facebalance_desktop.faces.landmarks import Face, Landmark
from facebalance_desktop.faces.pose import pose_of, reference_face
from facebalance_desktop.geometry import Array, Similarity

KNOWN = Similarity.of(7, 1.3, (40, -25), about=(300, 400))


def face(yaw: float = 0.0, move: Similarity = KNOWN) -> Face:
    """The reference face, turned by `yaw` degrees and seen from far away, 200 px between the canthi before `move`."""
    turn = math.radians(-yaw)
    rotation = np.array([[math.cos(turn), 0, math.sin(turn)], [0, 1, 0], [-math.sin(turn), 0, math.cos(turn)]])
    mesh = np.array(reference_face()) @ rotation.T * 2.25 + (300, 400, 0)
    mesh = np.column_stack([move.points(mesh[:, :2]), mesh[:, 2] * move.scale])
    sigma = np.full(478, 0.2)
    return Face(tuple(map(tuple, mesh.tolist())), tuple(sigma), named_points(mesh, sigma), pose_of(mesh))


def moved(points: Mapping[str, Landmark], names: tuple[str, ...], by: tuple[float, float]) -> dict[str, Landmark]:
    return {n: replace(p, x=p.x + by[0], y=p.y + by[1]) if n in names else p for n, p in points.items()}


def off(found: object, truth: Similarity, place: Array) -> float:
    assert isinstance(found, Alignment)
    return float(np.linalg.norm(found.photo_to_reference.points(place) - truth.points(place), axis=1).mean())


@pytest.mark.parametrize("on", ["eyes", "untreated", "whole-face"])
def test_a_known_similarity_is_found(on: str) -> None:
    one, other = face(move=Similarity()), face()
    found = align(one.points, other.points, on, reference_face=one, photo_face=other)  # type: ignore[arg-type]  # a method
    assert off(found, KNOWN.inverse(), other.xy) < 1e-6
    assert isinstance(found, Alignment) and found.residual < 1e-6
    assert found.uncertainty is not None and found.uncertainty > 0


def test_canthi_vote_and_leave_a_residual() -> None:
    one = face().points
    found = align(one, moved(one, ("ex_r",), (6, 0)))
    assert isinstance(found, Alignment)
    assert {"p_r", "p_l", "ex_r", "ex_l", "en_r", "en_l"} == set(found.votes)
    assert found.residual > 0.2


def test_automatic_canthi_vote_from_the_mesh_and_those_of_a_human_from_where_they_stand() -> None:
    one, other = face(move=Similarity()), face()
    read = moved(other.points, ("en_r", "ex_l"), (3, 2))
    found = align(one.points, read, reference_face=one, photo_face=other)
    assert off(found, KNOWN.inverse(), other.xy) < 1e-6, "what is read from a blurred picture does not shift the photo"
    by_hand = {**read, "en_r": replace(read["en_r"], source="edited"), "ex_l": replace(read["ex_l"], is_confirmed=True)}
    found = align(one.points, by_hand, reference_face=one, photo_face=other)
    assert off(found, KNOWN.inverse(), other.xy) > 0.1


def test_a_lid_that_draws_the_mesh_along_shifts_the_photo_less_than_the_mesh_does() -> None:
    one, other = face(move=Similarity()), face(move=Similarity())
    mesh = np.array(other.mesh)
    mesh[[468, 473], 1] += 4  # the mesh's pupils follow the lid; those read from the picture stay
    drawn = replace(other, mesh=tuple(map(tuple, mesh.tolist())))
    found = align(one.points, other.points, reference_face=one, photo_face=drawn)
    assert off(found, Similarity(), one.xy) < 1e-6


def test_another_gaze_takes_the_vote_from_the_pupils() -> None:
    one = face().points
    found = align(one, moved(one, ("p_r", "p_l"), (8, 0)))
    assert isinstance(found, Alignment)
    assert not {"p_r", "p_l"} & set(found.votes)
    assert found.notes
    assert off(found, Similarity(), face().xy) < 1e-6


def test_treated_points_do_not_vote() -> None:
    one = face().points
    found = align(one, moved(one, ("me", "pg", "gn", "sl", "li"), (0, 20)), "untreated", treated=("chin",))
    assert isinstance(found, Alignment)
    assert not {"me", "li"} & set(found.votes)
    assert "n" in found.votes
    assert found.residual < 1e-6
    with pytest.raises(KeyError):
        align(one, one, "untreated", treated=("elbow",))


def test_an_oblique_takes_its_scale_from_heights() -> None:
    one, other = face(35, Similarity()), face(42, Similarity(1.2))
    found = align(one.points, other.points, reference_face=one, photo_face=other)
    assert isinstance(found, Alignment)
    assert found.on == "oblique"
    assert found.photo_to_reference.scale == pytest.approx(1 / 1.2, rel=0.01)
    by_eyes = align(one.points, other.points)
    assert isinstance(by_eyes, Alignment)
    assert abs(by_eyes.photo_to_reference.scale * 1.2 - 1) > 0.03


def test_a_local_change_hardly_moves_the_whole_face_fit() -> None:
    one = face(move=Similarity())
    mesh = np.array(one.mesh)
    mesh[np.linalg.norm(mesh[:, :2] - mesh[152, :2], axis=1) < 60, 1] += 15
    other = replace(one, mesh=tuple(map(tuple, mesh.tolist())), points=named_points(mesh, None))
    found = align(one.points, other.points, "whole-face", reference_face=one, photo_face=other)
    assert off(found, Similarity(), one.xy) < 1.5
    assert isinstance(found, Alignment) and found.notes


def test_two_points_by_hand() -> None:
    reference = {"a": Landmark(10, 20, "placed"), "b": Landmark(110, 20, "placed")}
    photo = {"a": Landmark(10, 20, "placed"), "b": Landmark(10, 220, "placed")}
    found = align(reference, photo, "points")
    assert isinstance(found, Alignment)
    assert found.photo_to_reference.scale == pytest.approx(0.5)
    assert found.votes == ("a", "b")


def test_two_points_by_hand_are_never_the_chin() -> None:
    one = {
        "ex_r": Landmark(0, 0, "placed"),
        "ft_r": Landmark(0, -100, "placed"),
        "me": Landmark(0, 300, "placed"),
        "n": Landmark(40, 0, "edited"),
    }
    found = align(one, {**one, "me": Landmark(0, 330, "placed")}, "points")
    assert isinstance(found, Alignment)
    assert set(found.votes) == {"ft_r", "n"}
    assert found.photo_to_reference.scale == pytest.approx(1)


def test_too_few_points_is_a_sentence() -> None:
    failed = align({}, {})
    assert not failed
    assert not isinstance(failed, Alignment) and "by hand" in failed.sentence


def test_turned_heads_are_less_certain() -> None:
    one, straight, turned = face(), face(2), face(15)
    near = align(one.points, straight.points, reference_face=one, photo_face=straight)
    far = align(one.points, turned.points, reference_face=one, photo_face=turned)
    assert isinstance(near, Alignment) and isinstance(far, Alignment)
    assert (far.uncertainty or 0) > (near.uncertainty or 0)


def test_level() -> None:
    points = face().points
    turn = level(points)
    assert turn.rotation == pytest.approx(-7, abs=0.5)
    assert turn.point(points["p_r"].xy)[1] == pytest.approx(turn.point(points["p_l"].xy)[1])


def test_the_synthetic_face_has_the_yaw_it_was_given() -> None:
    pose = face(12).pose
    assert pose is not None and pose.yaw == pytest.approx(12, abs=0.5) and pose.roll == pytest.approx(7, abs=0.5)
