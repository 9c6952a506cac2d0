"""A drawn head in profile: its outline as a run of points, and its picture with the mask of a person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.crops import Pixels, reduced
from facebalance_desktop.faces.outline import Outline
from facebalance_desktop.geometry import Point
from facebalance_desktop.photos.opencv import cv2

FACE = {
    "g": (1022.0, 534.0), "se": (1010.0, 589.0), "prn": (1091.0, 740.5), "c": (1068.0, 765.0), "sn": (1032.5, 774.7),
    "ls": (1036.0, 815.7), "sto": (1018.0, 838.0), "li": (1030.0, 859.5), "sl": (985.0, 909.3), "pg": (997.0, 940.0),
    "me": (938.5, 996.6), "cerv": (824.0, 995.0),
}  # fmt: skip
"""Corners of a drawn head that looks to image right."""


def drawn(is_mirrored: bool = False) -> tuple[Pixels, NDArray[np.float32]]:
    """A head of one colour on a grey ground, and the mask of a person that a coarse segmentation gives."""
    front = [(980.0, 400.0), *FACE.values(), (790.0, 1120.0), (810.0, 1350.0)]
    back = [(300.0, 1350.0), (330.0, 1000.0), (230.0, 600.0), (420.0, 260.0), (700.0, 200.0), (880.0, 260.0)]
    corners = np.array(front + back, dtype=np.int32)
    mask = np.zeros((1350, 1350), np.uint8)
    cv2.fillPoly(mask, [corners], (255,))
    mask = np.asarray(cv2.GaussianBlur(mask, (0, 0), 3.0), dtype=np.uint8)
    if is_mirrored:
        mask = np.ascontiguousarray(mask[:, ::-1])
    share = (mask / 255.0)[..., None]
    pixels = (share * (190, 140, 120) + (1 - share) * (215, 215, 220)).astype(np.uint8)
    return pixels, np.asarray(reduced(mask, 256)[0] / 255.0, dtype=np.float32)


def outline(
    scale: float = 1.0,
    step: float = 2.0,
    lips: float = 0.0,
    without: tuple[str, ...] = (),
    moved: Mapping[str, Point] = MappingProxyType({}),
) -> Outline:
    """The outline of the drawn head, its corners a little rounded; `lips`: how much deeper the gap between them is;
    `without` these corners, and with others `moved`."""
    face = FACE | dict(moved) | {"sto": (FACE["sto"][0] - lips, FACE["sto"][1])}
    face = {code: place for code, place in face.items() if code not in without}
    corners = np.array([(980.0, 300.0), (980.0, 400.0), *face.values(), (790.0, 1120.0), (810.0, 1350.0)]) * scale
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(corners, axis=0), axis=1))])
    at = np.arange(0, along[-1], step * scale)
    line = np.column_stack([np.interp(at, along, corners[:, k]) for k in (0, 1)]).reshape(-1, 1, 2)
    rounded = cv2.GaussianBlur(line, (1, 0), sigmaX=0.1, sigmaY=6.0 / step, borderType=cv2.BORDER_REPLICATE)
    places = np.asarray(rounded, dtype=np.float64).reshape(-1, 2)
    return Outline(places, np.ones(len(places), dtype=bool), step * scale, round(1350 * scale), False)
