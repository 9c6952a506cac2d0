"""One global shift of colour that brings the skin of a photo to that of another; for the screen only, never exported.

It makes shapes easier to compare under different light. Where skin colour is the outcome it would hide the result.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.photos.opencv import cv2

MOST = 25.0
"""Largest shift of a channel, in units of L*a*b*: beyond it the photos are too different to be matched."""

Shift = tuple[float, float, float]


def light_match(before: Mapping[str, float] | None, after: Mapping[str, float] | None) -> Shift | None:
    """What to add to L*, a* and b* of the after photo, from the facts of faces.light; None where nothing matches."""
    if before is None or after is None:
        return None
    shift = tuple(before[name] - after[name] for name in ("lightness", "a", "b"))
    if max(abs(part) for part in shift) > MOST:
        return None
    return shift[0], shift[1], shift[2]


def shifted(pixels: Pixels, shift: Shift) -> Pixels:
    """(h, w, 3) sRGB with `shift` added in CIE L*a*b* (D65)."""
    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) + np.array(shift, dtype=np.float32)
    made = cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_LAB2RGB)
    return np.asarray(np.clip(np.round(made * 255), 0, 255), dtype=np.uint8)
