"""The reference face turned by a pose and seen by a camera: what a turned head does to places and lengths."""

from __future__ import annotations

import math

import numpy as np

from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.geometry import Array

DISTANCE = 1500.0
"""Camera distance of the average photo, mm."""


def rotation(pose: Pose) -> Array:
    """(3, 3): roll in the picture plane after pitch after yaw, as `faces.pose.pose_of` reads it."""
    yaw, pitch, roll = (math.radians(v) for v in (-pose.yaw, pose.pitch, pose.roll))
    about_y = np.array([[math.cos(yaw), 0, math.sin(yaw)], [0, 1, 0], [-math.sin(yaw), 0, math.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(pitch), -math.sin(pitch)], [0, math.sin(pitch), math.cos(pitch)]])
    about_z = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    return np.asarray(about_z @ about_x @ about_y)


def projected(points: Array, pose: Pose) -> Array:
    """(n, 2): points (n, 3) of the reference face, in mm, at `pose` through a pinhole camera, in mm at the eyes."""
    turned = points @ rotation(pose).T
    return np.asarray(turned[:, :2] * (DISTANCE / (DISTANCE + turned[:, 2:])))


def seen(pose: Pose) -> Array:
    """(478, 2): the whole reference face."""
    return projected(reference_face(), pose)
