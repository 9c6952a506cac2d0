"""The expression of a frontal face, as far as one photo tells: compared with faces at rest in general."""

from __future__ import annotations

import numpy as np

from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.pose import reference_face, rigid_rotation
from facebalance_desktop.geometry import Array

SMILE_LIFT, SMILE_WIDTH, SPEAKING = 4.5, 86.0, 34.0
"""Corners of the mouth over its middle, its width, and how far it is open, in % of the pupil distance. At rest (20
studio frontals) the lift is -4 to 2 and the width 67 to 86; of 20 smiles all but a faint one have 6 to 16 and 89 to
120. A mouth open wider speaks."""
CLOSED = 0.13
"""Opening of the lids over the length of the eye; open eyes, those of broad smiles included, have 0.22 to 0.46."""
PUCKERED = 54.0
"""Width of the mouth in % of the pupil distance; at rest 67 to 86."""


def expression_of(face: Face) -> str | None:
    """`smile`, `eyes-closed` or `pucker`, None for rest and for what one photo cannot tell (a raised brow, a frown)."""
    mesh: Array = np.array(face.mesh)
    unit = float(np.linalg.norm(mesh[33] - mesh[263])) * 63.0 / 88.9 / 100
    upright = mesh @ rigid_rotation(reference_face(), mesh) / unit

    def apart(i: int, j: int) -> float:
        return float(np.linalg.norm(upright[i] - upright[j]))

    if max(apart(159, 145) / apart(33, 133), apart(386, 374) / apart(263, 362)) < CLOSED:
        return "eyes-closed"
    lift = float(upright[[13, 14], 1].mean() - upright[[61, 291], 1].mean())
    width, opening = apart(61, 291), apart(13, 14)
    if lift >= SMILE_LIFT and width >= SMILE_WIDTH and opening < SPEAKING:
        return "smile"
    return "pucker" if width < PUCKERED and opening < SPEAKING / 4 else None
