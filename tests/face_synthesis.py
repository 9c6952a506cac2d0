"""Copies of a photo with a known similarity, a known local change and another camera's faults; the truth is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.iris import EYES
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.geometry import Array, Similarity
from facebalance_desktop.photos.opencv import cv2

Displacement = Callable[[Array], Array]
"""Maps (n, 2) points of the photo, px, to their displacement in px."""
GRID = 4
"""Displacements are computed on every fourth px and interpolated: every twelfth cut 10 to 20 % off that of a lid."""


@dataclass(frozen=True)
class Copy:
    pixels: Pixels
    photo_to_copy: Similarity
    displacement: Displacement
    """Applied before the similarity, in px of the photo."""


def still(points: Array) -> Array:
    return np.zeros_like(points)


def bump(centre: Array, move: Array, spread: float) -> Displacement:
    """A Gaussian displacement `move` (px) about `centre` with standard deviation `spread` (px)."""

    def displace(points: Array) -> Array:
        share = np.exp(-((points - centre) ** 2).sum(axis=1) / (2 * spread**2))
        return np.asarray(share[:, None] * move)

    return displace


def eyes_held(displace: Displacement, face: Face) -> Displacement:
    """The same with nothing moved at the eyes, fading over about 0.2 pupil distances from the canthal lines."""
    xy, iod = face.xy, face.iod

    def held(points: Array) -> Array:
        keep = np.ones(len(points))
        for outer, inner in ((33, 133), (263, 362)):
            p, q = xy[outer], xy[inner]
            along = np.clip(((points - p) @ (q - p)) / ((q - p) @ (q - p)), 0, 1)
            away = np.linalg.norm(points - (p + along[:, None] * (q - p)), axis=1) / iod
            keep *= 1 - np.exp(-((away / 0.2) ** 4))
        return np.asarray(displace(points) * keep[:, None])

    return held


def axes(face: Face) -> tuple[Array, Array]:
    """Unit vectors of the face to image right along the pupils, and down."""
    right = (face.xy[473] - face.xy[468]) / face.iod
    return right, np.array([-right[1], right[0]])


def pushed(kind: str, face: Face, rng: np.random.Generator) -> Displacement:
    """The local changes of the benchmark: nothing, lower face down, brows up, one side outwards; the eyes held."""
    right, down = axes(face)
    xy, iod, share = face.xy, face.iod, rng.uniform(0.7, 1.2)
    if kind == "none":
        return still
    if kind == "lower":
        return eyes_held(bump(xy[[17, 152]].mean(axis=0), share * 0.10 * iod * down, 0.35 * iod), face)
    if kind == "brow":
        one, two = (bump(xy[i], -share * 0.07 * iod * down, 0.13 * iod) for i in (105, 334))
        return eyes_held(lambda points: np.asarray(one(points) + two(points)), face)
    place, sign = ((50, -1.0), (280, 1.0))[int(rng.integers(2))]
    return eyes_held(bump(xy[place], sign * share * 0.09 * iod * right, 0.28 * iod), face)


def warped(pixels: Pixels, move: Similarity, displace: Displacement, size: tuple[int, int]) -> Pixels:
    """`size` (width, height) px: what was at x of the photo stands at move(x + displace(x))."""
    width, height = size
    columns, rows = np.arange(0, width + GRID, GRID), np.arange(0, height + GRID, GRID)
    grid = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2).astype(np.float64)
    moved = move.inverse().points(grid)
    source = moved.copy()
    for _ in range(6):
        source = moved - displace(source)
    coarse = (source - moved).reshape(len(rows), len(columns), 2).astype(np.float32)
    fine = cv2.resize(coarse, None, fx=GRID, fy=GRID, interpolation=cv2.INTER_LINEAR)
    # resize centres its cells: grid node k lies at GRID * (k + 0.5) of the result, so half a cell comes off.
    shift = GRID // 2
    offsets = fine[shift : shift + height, shift : shift + width]
    px = np.stack(np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5), axis=-1).reshape(-1, 2)
    at = move.inverse().points(px).reshape(height, width, 2).astype(np.float32) + offsets - np.float32(0.5)
    mode = cv2.BORDER_REPLICATE
    return np.asarray(cv2.remap(pixels, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=mode), dtype=np.uint8)


LID_EDGE, SURE = 0.012, 0.025
"""Pupil distances within the mesh's margin of the lids where a lid ends, and where a pixel is surely of the eyeball."""


def pupils_still(displace: Displacement, face: Face) -> Displacement:
    """The same with nothing moved at the pupils: eyeballs stay where a lid moves over them."""
    centres = face.xy[[468, 473]]

    def held(points: Array) -> Array:
        away = np.linalg.norm(points[:, None] - centres, axis=2).min(axis=1)
        return np.asarray(displace(points) * (away > 0.03 * face.iod)[:, None])

    return held


def opened(pixels: Pixels, face: Face, displace: Displacement) -> Pixels:
    """A lid that opens over eyeballs that stay: what it uncovers has the colours of the same iris and white, at the
    same distance from the pupil, beside it."""
    height, width = pixels.shape[:2]
    between, sure = (_between_lids(pixels, face, edge) for edge in (LID_EDGE, SURE))
    kept = cv2.GaussianBlur(sure, (0, 0), 0.006 * face.iod) / np.float32(255)
    eyeballs = pixels.astype(np.float32)
    reach = round(0.2 * face.iod)
    for centre, _, _ in EYES.values():
        x, y = face.xy[centre]
        part = np.s_[int(y) - reach : int(y) + reach, int(x) - reach : int(x) + reach]
        rows, columns = np.mgrid[part] + 0.5
        away = np.hypot(columns - x, rows - y)
        beside = sum(_along(pixels, (x, y), way, away) for way in (axes(face)[0], -axes(face)[0])) / 2
        eyeballs[part] = kept[part] * eyeballs[part] + (1 - kept[part]) * beside
    moved, share = (warped(layer, Similarity(), displace, (width, height)) for layer in (pixels, between))
    seen = cv2.GaussianBlur(share, (0, 0), 0.8) / np.float32(255)
    return np.asarray(np.round(seen * eyeballs + (1 - seen) * moved), dtype=np.uint8)


def _between_lids(pixels: Pixels, face: Face, edge: float) -> Pixels:
    """255 between the lids, `edge` pupil distances within their margins, 0 elsewhere; the shape of `pixels`."""
    made = np.zeros_like(pixels)
    for _, _, lids in EYES.values():
        cv2.fillPoly(made, [np.round(face.xy[list(lids)]).astype(np.int32)], (255, 255, 255))
    size = 2 * round(edge * face.iod) + 1
    return np.asarray(cv2.erode(made, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))), dtype=np.uint8)


def _along(pixels: Pixels, centre: tuple[float, float], way: Array, reach: Array) -> NDArray[np.float32]:
    """The colours (h, w, 3) at the distances `reach` (h, w) from a centre in one direction."""
    x, y = ((centre[k] + reach * way[k] - 0.5).astype(np.float32) for k in (0, 1))
    return np.asarray(cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)


def recamera(pixels: Pixels, rng: np.random.Generator, noise: float = 3.0, quality: int = 88) -> Pixels:
    """Another exposure, a colour cast, noise (standard deviation in grey levels) and JPEG compression."""
    gain = (1 + rng.uniform(-0.12, 0.12, 3)) * rng.uniform(0.85, 1.15)
    grain = rng.standard_normal(pixels.shape, dtype=np.float32) * np.float32(noise)
    made = np.clip(pixels.astype(np.float32) * gain.astype(np.float32) + grain, 0, 255).astype(np.uint8)
    return jpeg(made, quality)


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    flags = (cv2.IMWRITE_JPEG_QUALITY, quality)
    encoded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), flags)[1]
    return np.asarray(cv2.cvtColor(cv2.imdecode(encoded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB), dtype=np.uint8)


def copy_of(pixels: Pixels, displace: Displacement, rng: np.random.Generator) -> Copy:
    """Rolled by up to 12 degrees, scaled by 0.7 to 1.4, seen by another camera."""
    height, width = pixels.shape[:2]
    scale, roll = rng.uniform(0.7, 1.4), rng.uniform(-12, 12)
    size = (round(width * scale), round(height * scale))
    move = Similarity.of(roll, scale, ((size[0] - width) / 2, (size[1] - height) / 2), about=(width / 2, height / 2))
    return Copy(recamera(warped(pixels, move, displace, size), rng), move, displace)


def face_part(pixels: Pixels, face: Face, room: float = 2.3, largest_iod: float = 260.0) -> Pixels:
    """The part round a face, reduced where it is very large: benchmarks need no more."""
    x, y = face.xy[[468, 473]].mean(axis=0)
    y += 0.5 * face.iod
    reach = room * face.iod
    height, width = pixels.shape[:2]
    x0, y0 = max(0, int(x - reach)), max(0, int(y - reach))
    part = pixels[y0 : min(height, int(y + reach)), x0 : min(width, int(x + reach))]
    scale = min(1.0, largest_iod / face.iod)
    small = part if scale == 1 else cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small, dtype=np.uint8)
