"""How a photo of a face was taken: light, colour, sharpness, compression. Facts of floats, computed once and stored."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from facebalance_desktop.faces.crops import SIZE, Patch, Pixels, patch_of, photo_to_crop_of
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.faces.regions import mesh_points_of
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

NOT_SKIN = ("brow", "upper-eyelid", "lower-eyelid", "upper-lip", "lower-lip")
EDGE = 55.0
"""Points further from the midline than this (mm on the reference face) lie too near the outline to be read."""


@lru_cache(maxsize=1)
def _skin() -> tuple[int, ...]:
    """Mesh points on bare skin: no brow, eye, lip, nostril or outline."""
    face = reference_face()
    covered = mesh_points_of(NOT_SKIN)
    nostrils = {
        2,
        19,
        94,
        97,
        326,
        98,
        327,
        99,
        328,
        60,
        290,
        20,
        250,
        141,
        370,
        125,
        354,
        241,
        461,
        242,
        462,
        238,
        458,
    }
    return tuple(
        i
        for i in range(468)
        if i not in covered and i not in nostrils and abs(face[i, 0]) < EDGE and -60 < face[i, 1] < 85
    )


def light_of(pixels: Pixels, face: Face, patch: Patch | None = None) -> Mapping[str, float]:
    """Facts of a photo `pixels` (h, w, 3), upright sRGB, of `face`:

    lightness, a, b: mean CIE L*a*b* (D65) of the skin. light_x, light_y: gain of the logarithm of luminance over 50
    mm of face to the subject's left and downwards: the direction of light. clipped, dark: share of skin with a channel
    at its upper or lower end. sharpness: energy of fine detail at the eyes (at equal size of the face) over that of
    coarse detail. blockiness: steps at the 8 px grid of JPEG over steps elsewhere, 1 where there are none.
    """
    mesh = np.array(face.mesh)
    upright = photo_to_crop_of(mesh)
    crop = (patch or patch_of(pixels, upright)).crop(upright)
    places = upright.points(mesh[:, :2])
    skin = list(_skin())
    colours = _sampled(crop, places[skin])
    facts = {**_colour(colours), **_direction(colours, skin), "sharpness": _sharpness(crop)}
    facts["blockiness"] = _blockiness(pixels, mesh)
    return {name: round(float(value), 4) for name, value in facts.items()}


def _sampled(crop: Pixels, places: Array) -> Array:
    """(n, 3) colours at places of the crop, each the mean of a few px round it."""
    smooth = cv2.blur(crop, (7, 7))
    x, y = (np.clip(np.floor(places[:, k]).astype(int), 0, SIZE - 1) for k in (0, 1))
    return np.asarray(smooth[y, x], dtype=np.float64)


def _colour(colours: Array) -> dict[str, float]:
    lab = cv2.cvtColor((colours[None] / 255).astype(np.float32), cv2.COLOR_RGB2LAB)[0]
    lightness, a, b = np.median(lab, axis=0)
    clipped = (colours.max(axis=1) >= 250).mean()
    dark = (colours.min(axis=1) <= 6).mean()
    return {"lightness": lightness, "a": a, "b": b, "clipped": clipped, "dark": dark}


def _direction(colours: Array, skin: list[int]) -> dict[str, float]:
    """Slope of log luminance over the face, robust to hair and shine: the worst fifth is left out once."""
    linear = (colours / 255) ** 2.2 @ np.array([0.2126, 0.7152, 0.0722])
    log = np.log(np.maximum(linear, 1e-3))
    face = reference_face()[skin]
    design = np.column_stack([face[:, 0] / 50, face[:, 1] / 50, np.ones(len(skin))])
    keep = np.ones(len(skin), dtype=bool)
    slope = np.zeros(3)
    for _ in range(2):
        slope = np.linalg.lstsq(design[keep], log[keep], rcond=None)[0]
        away = np.abs(design @ slope - log)
        keep = away <= np.quantile(away, 0.8)
    return {"light_x": float(slope[0]), "light_y": float(slope[1])}


def _sharpness(crop: Pixels) -> float:
    """Root mean square of detail between 1 and 2 px over that between 2 and 6 px, in the strip of the eyes."""
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)[150:270, 150:362]
    fine, middle, coarse = (cv2.GaussianBlur(grey, (0, 0), s) for s in (1.0, 2.0, 6.0))
    return float((fine - middle).std() / max(float((middle - coarse).std()), 1e-3))


def _blockiness(pixels: Pixels, mesh: Array) -> float:
    """Mean step across the most stepped phase of an 8 px grid over the median of the phases, both directions."""
    height, width = pixels.shape[:2]
    (x0, y0), (x1, y1) = mesh[:468, :2].min(axis=0), mesh[:468, :2].max(axis=0)
    part = np.ascontiguousarray(
        pixels[max(0, int(y0)) : min(height, int(y1)), max(0, int(x0)) : min(width, int(x1)), 1]
    )
    worst = 1.0
    for axis in (0, 1):
        if part.shape[1 - axis] <= 64 or part.shape[axis] == 0:
            continue
        apart = cv2.absdiff(part[:, 1:], part[:, :-1]) if axis == 0 else cv2.absdiff(part[1:], part[:-1])
        steps = cv2.reduce(apart, axis, cv2.REDUCE_SUM, dtype=cv2.CV_64F).ravel() / apart.shape[axis]
        phases = np.array([steps[k::8].mean() for k in range(8)])
        worst = max(worst, float(phases.max() / max(float(np.median(phases)), 0.2)))
    return worst


def asymmetry_of(patch: Patch, face: Face) -> tuple[int, ...]:
    """What makes the two sides of a face differ: 12 rows of 8 differences of grey, left minus right, -127 to 127.

    The difference of broad light between the sides is taken out. A mirrored copy has the opposite signs.
    """
    upright = photo_to_crop_of(np.array(face.mesh))
    grey = cv2.cvtColor(patch.crop(upright), cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = (cv2.GaussianBlur(grey, (0, 0), 4) - cv2.GaussianBlur(grey, (0, 0), 24))[110:410, 156:356]
    grey /= max(float(grey.std()), 1e-3)
    half = (grey - grey[:, ::-1])[:, 100:]
    small = cv2.resize(half, (8, 12), interpolation=cv2.INTER_AREA)
    return tuple(int(v) for v in np.clip(np.round(small * 40), -127, 127).ravel())
