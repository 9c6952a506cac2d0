"""What changed between two photos, point by point: measured, within its error, or beyond what two photos can tell.

The mesh alone does not see surgery: it reports a small share of a moved chin. So the skin of the before photo is
followed into the aligned after photo, and the mesh is asked only for points that it answers for (their response).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from facebalance_desktop.comparison.alignment import Alignment, level, pupil_distance
from facebalance_desktop.comparison.change_rules import (
    UNKNOWN,
    Change,
    across_edge,
    difference_error,
    followed_move,
    told,
    weighed,
)
from facebalance_desktop.comparison.flow import Follower
from facebalance_desktop.comparison.pose_effects import faked
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.crops import Pixels, patch_of, photo_to_crop_of
from facebalance_desktop.faces.edges import edge_kinds
from facebalance_desktop.faces.landmarks import Face, Landmark, Pose
from facebalance_desktop.geometry import Similarity

NOT_SKIN = frozenset({"tr", "ft_r", "ft_l"})
"""Points at the hair: no skin to follow, no mesh point; only hands place them."""
MOST_TURN = 8.0
"""Degrees of yaw or pitch between the photos from which no automatic point is told: parallax is larger than surgery."""
TURN_SHARE = 1.3
"""Standard deviation of what a turn moves, over what it moves in an average face: noses differ."""
POSE_ERROR = 0.5
"""Standard deviation of the difference of two poses, degrees (copies of one photo)."""


@dataclass(frozen=True)
class View:
    """One photo of the pair: upright pixels (h, w, 3), the face found in it, its points (hand-placed ones in place)."""

    pixels: Pixels
    face: Face
    points: Mapping[str, Landmark]


def changes(before: View, after: View, alignment: Alignment) -> Mapping[str, Change]:
    """The change of every named point from `before`, the reference, to `after`."""
    iod = pupil_distance(before.points) or before.face.iod
    turn = level(before.points)
    to_crop = photo_to_crop_of(np.array(before.face.mesh))
    after_to_crop = alignment.photo_to_reference.then(to_crop)
    one = patch_of(before.pixels, to_crop).crop(to_crop)
    other = patch_of(after.pixels, after_to_crop).crop(after_to_crop)
    follower = Follower(one, other)
    unit = 100 / (iod * to_crop.scale)
    crop_to_level = Similarity.of(turn.rotation - to_crop.rotation)
    shaken = _shaken(before.face.pose, after.face.pose)
    is_turned = _turn(before.face.pose, after.face.pose) > MOST_TURN
    made: dict[str, Change] = {}
    for name in point_kinds():
        here, there = before.points.get(name), after.points.get(name)
        if here is None or there is None:
            made[name] = UNKNOWN
            continue
        by_points = np.array(alignment.photo_to_reference.point(there.xy)) - np.array(here.xy)
        by_points = 100 / iod * Similarity.of(turn.rotation).points(by_points)[0]
        fixed = math.hypot((alignment.uncertainty or 1.0) / 2.45, shaken.get(name, POSE_ERROR))
        if here.is_by_hand and there.is_by_hand:
            made[name] = told(by_points, math.hypot(fixed, difference_error(here, there, iod, after.face.iod)))
            continue
        if is_turned or name in NOT_SKIN:
            made[name] = UNKNOWN
            continue
        followed = followed_move(follower.at(to_crop.point(here.xy)), crop_to_level, unit)
        own = difference_error(here, there, iod, after.face.iod)
        if here.source == there.source == "edge" and followed is not None:
            made[name] = across_edge(followed, by_points, own, edge_kinds()[name], fixed)
        else:
            made[name] = weighed(followed, by_points, own, _response(here, there), fixed)
    return made


def _response(here: Landmark, there: Landmark) -> float | None:
    """The share of a local change that both points show, None where it is not known of one."""
    if here.response is None or there.response is None:
        return None
    return min(here.response, there.response)


def _shaken(before: Pose | None, after: Pose | None) -> Mapping[str, float]:
    """What the turn between the photos, and the error with which it is known, may move each point by, %."""
    if before is None or after is None:
        return {}
    turned = faked(before, replace(after, roll=before.roll))
    error = faked(before, replace(before, yaw=before.yaw + POSE_ERROR, pitch=before.pitch + POSE_ERROR))
    return {name: math.hypot(TURN_SHARE * turned[name], error[name]) for name in turned}


def _turn(before: Pose | None, after: Pose | None) -> float:
    if before is None or after is None:
        return 0.0
    return max(abs(after.yaw - before.yaw), abs(after.pitch - before.pitch))
