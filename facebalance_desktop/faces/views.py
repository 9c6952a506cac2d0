"""Which clinical view a photo shows, as far as the pose of the head tells."""

from __future__ import annotations

from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.translation import tr

VIEWS = (
    "frontal",
    "frontal-smile",
    "frontal-brow-raise",
    "frontal-frown",
    "frontal-eyes-closed",
    "frontal-pucker",
    "frontal-clench",
    "oblique-right",
    "oblique-left",
    "profile-right",
    "profile-left",
    "basal",
    "cephalic",
)
"""Right: the subject's right cheek is towards the camera."""

NO_VIEW = tr("view not set")
FRONTAL_YAW = 20.0
OBLIQUE_YAW = 65.0
TILTED = 30.0


def view_words(view: str | None) -> str:
    """`Frontal, smile` for `frontal-smile`."""
    return NO_VIEW if view is None else tr(view.replace("-", ", ", 1).replace("-", " ").capitalize())


def proposed_view(pose: Pose | None) -> str | None:
    """The view that `pose` suggests, None without a pose; the user decides.

    Studio frontals lie within 6 degrees of yaw, 45-degree obliques come out at 30 to 46 (London set); the mesh seldom
    finds a face beyond 65 degrees, so that a photo without a pose may well be a profile.
    """
    if pose is None:
        return None
    if abs(pose.yaw) >= FRONTAL_YAW:
        side = "right" if pose.yaw > 0 else "left"
        return f"oblique-{side}" if abs(pose.yaw) <= OBLIQUE_YAW else f"profile-{side}"
    if pose.pitch <= -TILTED:
        return "basal"
    return "cephalic" if pose.pitch >= TILTED else "frontal"
