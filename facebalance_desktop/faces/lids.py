"""Where the colours of an eyeball, iris and white alike, end at those of the lid's skin."""

from __future__ import annotations

from typing import Any

import numpy as np

from facebalance_desktop.faces.iris import EYES
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

WITHIN = 2.0
"""How far within the mesh's margin of the lids the colours of an eyeball are read, % of the pupil distance."""
SKIN = (6.0, 14.0)
"""Where those of the skin are, outwards from where the margin should be, %."""
COLOUR_NOISE = (4.0, 1.0, 1.0)
"""Standard deviations of L*, a* and b* that are no difference of colours."""
FEWEST, GLARE = 40, 98.0
"""Pixels that tell the colours of an eyeball, and the lightness from which a pixel tells none."""
PULL = 0.015
"""What a lid's edge loses of its strength with the square of its distance (%) from where it should be."""
GRADIENT = 1.8
"""Spread of the derivative across a lid's edge, px of the crop: colours are noisier than lightness."""


def eyeball_colours(lab: Any, mesh: Array, side: str, iod: float) -> Array | None:
    """(n, 3) colours well between the lids of one eye (r or l), without glare; None where the lids hide it. `lab`
    (h, w, 3) and the mesh (478, 2) are of one picture, whose pupils are `iod` px apart."""
    seen = np.zeros(lab.shape[:2], np.uint8)
    cv2.fillPoly(seen, [np.round(mesh[list(EYES[side][2])]).astype(np.int32)], (1,))
    size = 2 * round(WITHIN * iod / 100) + 1
    seen = np.asarray(cv2.erode(seen, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))), dtype=np.uint8)
    colours = lab[seen > 0]
    colours = np.asarray(colours[colours[:, 0] < GLARE], dtype=np.float64)
    return colours if len(colours) >= FEWEST else None


def skinlike(colours: Array, eyeball: Array, skin: Array) -> Array:
    """How far each of the `colours` (..., 3) lies on the way from the eyeball (n, 3) to the skin (m, 3), in standard
    deviations of either (Fisher 1936): (...).

    Iris and white differ along a way that this one leaves out: the limbus is no edge to it.
    """
    spread = np.cov(eyeball.T) + np.cov(skin.T) + np.diag(np.square(COLOUR_NOISE))
    apart = skin.mean(axis=0) - eyeball.mean(axis=0)
    way = np.linalg.solve(spread, apart)
    unit = way / max(float(np.sqrt(apart @ way)), 1e-6)
    return np.asarray((colours - eyeball.mean(axis=0)) @ unit)
