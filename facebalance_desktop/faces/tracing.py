"""Contours of a face traced on the picture: many stations along the mesh's line, each at the edge that is seen there.

A contour is kept only where its edge is clear along most of it; nothing is drawn through the places in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from facebalance_desktop.faces import lids
from facebalance_desktop.faces.crops import Patch, photo_to_crop_of
from facebalance_desktop.faces.edges import CLOSED, FINE, MOST_YAW, Look
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.geometry import Array, Point
from facebalance_desktop.photos.opencv import cv2

STATION = 0.9
"""Distance of the stations along a contour, % of the pupil distance."""
STEP = 0.5
"""Distance of the samples across it, px of the crop."""
BEND = 0.7
"""What a neighbouring station that lies a px further in or out costs, in the contour's own contrasts."""
KEPT = 0.6
"""Least share of the stations whose edge is clear, for the contour to be one."""
JUMP = 1.2
"""Furthest in px that two neighbouring stations of one run lie apart, in or out."""
BESIDE = 1.5
"""Stations over which a lid's colours are smoothed: as many as the contour of its point is read over."""
RUN = 6
"""Fewest clear stations in a row that are drawn."""


@dataclass(frozen=True)
class ContourKind:
    """How one contour is looked for: mesh points along it from the subject's right to the left, which way is outwards
    (1: below or behind the direction of travel, -1: the other), look and contrast as in the table of edges; `reach` in
    % of the pupil distance."""

    mesh: tuple[int, ...]
    outwards: int
    look: Look
    reach: float
    contrast: float
    inset: float = 0.0
    """Share of the contour left out at both ends, where lids and lips meet."""
    most: float = 3.0
    """Contrasts beyond which a stronger edge counts no more."""


KINDS: Mapping[str, ContourKind] = {
    "right upper lid": ContourKind((33, 246, 161, 160, 159, 158, 157, 173, 133), -1, "brighter", 3.5, 1.4, 0.1),
    "right lower lid": ContourKind((33, 7, 163, 144, 145, 153, 154, 155, 133), 1, "lid", 5.0, 0.2, 0.1, 6.0),
    "left upper lid": ContourKind((362, 398, 384, 385, 386, 387, 388, 466, 263), -1, "brighter", 3.5, 1.4, 0.1),
    "left lower lid": ContourKind((362, 382, 381, 380, 374, 373, 390, 249, 263), 1, "lid", 5.0, 0.2, 0.1, 6.0),
    "upper lip": ContourKind((61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291), -1, "border", 3.5, 1.6, 0.08),
    "mouth line": ContourKind((78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308), 1, "valley", 3.0, 0.5, 0.05),
    "lower lip": ContourKind((61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291), 1, "border", 3.5, 1.6, 0.08),
    "right wing of the nose": ContourKind((49, 48, 64), 1, "valley", 5.0, 0.2),
    "left wing of the nose": ContourKind((294, 278, 279), 1, "valley", 5.0, 0.2),
    "chin and jaw": ContourKind(
        (172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397), 1, "darker", 7.0, 0.8
    ),
}
Runs = tuple[tuple[Point, ...], ...]


def traced(patch: Patch, mesh: Array, pose: Pose | None = None) -> dict[str, Runs]:
    """The contours that are clear on the picture, by name: one or more runs of points, px of the photo.

    `mesh` is (478, 3) in px of the photo. Nothing is traced on a head turned beyond MOST_YAW degrees.
    """
    if pose is not None and abs(pose.yaw) > MOST_YAW:
        return {}
    to_crop = photo_to_crop_of(mesh)
    crop = patch.crop(to_crop).astype(np.float32) / 255
    lab = cv2.GaussianBlur(cv2.cvtColor(crop, cv2.COLOR_RGB2LAB), (0, 0), FINE)
    places = to_crop.points(mesh[:, :2])
    iod = float(np.linalg.norm(places[473] - places[468])) or 1.0
    is_open = 100 * float(np.linalg.norm(places[14] - places[13])) / iod > CLOSED
    made: dict[str, Runs] = {}
    for name, kind in KINDS.items():
        if name == "mouth line" and is_open:
            continue
        eyeball = lids.eyeball_colours(lab, places, name[0], iod) if kind.look == "lid" else None
        runs = _runs(np.asarray(lab), places[list(kind.mesh)], kind, iod, eyeball)
        if runs:
            back = to_crop.inverse()
            made[name] = tuple(tuple((round(x, 1), round(y, 1)) for x, y in back.points(run).tolist()) for run in runs)
    return made


def _runs(lab: Array, line: Array, kind: ContourKind, iod: float, eyeball: Array | None) -> list[Array]:
    """The clear pieces of one contour, (n, 2) px of the crop; none where too little of it is clear. A lower lid's is
    told by the colours of its `eyeball`."""
    stations, normals = _stations(line, kind, STATION * iod / 100)
    reach = kind.reach * iod / 100
    steps = np.arange(-reach, reach + STEP / 2, STEP)
    if kind.look == "lid":
        if eyeball is None:
            return []
        evidence = _lid_evidence(lab, stations, normals, steps, eyeball, iod) / kind.contrast
    else:
        evidence = _evidence(lab, stations, normals, steps, kind.look) / kind.contrast
    at = _path(np.minimum(evidence, kind.most))
    is_clear = evidence[np.arange(len(at)), at] >= 1.0
    is_clear[1:] &= np.abs(np.diff(steps[at])) <= JUMP
    if is_clear.mean() < KEPT:
        return []
    offsets = _smoothed(steps[at])
    places = stations + offsets[:, None] * normals
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_clear.astype(int), [0]])))
    return [places[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= RUN]


def _stations(line: Array, kind: ContourKind, apart: float) -> tuple[Array, Array]:
    """(n, 2) places along the mesh's line and the unit vectors outwards there."""
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    count = max(4, round(along[-1] / apart))
    at = np.linspace(kind.inset * along[-1], (1 - kind.inset) * along[-1], count)
    places = np.column_stack([np.interp(at, along, line[:, k]) for k in (0, 1)])
    places = np.column_stack([_smoothed(places[:, k]) for k in (0, 1)])
    tangents = np.gradient(places, axis=0)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-9)
    normals = kind.outwards * np.column_stack([-tangents[:, 1], tangents[:, 0]])
    return places, np.asarray(normals, dtype=np.float64)


def _evidence(lab: Array, stations: Array, normals: Array, steps: Array, look: Look) -> Array:
    """(n, m): how much an edge stands at each step across each station, in L* a px."""
    colours = _colours(lab, stations, normals, steps)
    colours = np.asarray(cv2.GaussianBlur(colours, (0, 0), sigmaX=2.0, sigmaY=1.0), dtype=np.float64)
    if look == "border":
        third = len(steps) // 3
        change = (colours[:, -third:] - colours[:, :third]).mean(axis=(0, 1))
        values = colours @ (change / max(float(np.linalg.norm(change)), 1e-6))
    else:
        values = colours[..., 0]
    slope = np.gradient(values, STEP, axis=1)
    if look == "valley":
        return np.asarray(np.gradient(slope, STEP, axis=1))
    return np.asarray(-slope if look == "darker" else slope)


def _lid_evidence(lab: Array, stations: Array, normals: Array, steps: Array, eyeball: Array, iod: float) -> Array:
    """(n, m): how much the colours of the eyeball end at each step, in standard deviations of them a px."""
    near, far = (share * iod / 100 for share in lids.SKIN)
    skin = _colours(lab, stations, normals, np.arange(near, far, STEP)).reshape(-1, 3)
    values = lids.skinlike(_colours(lab, stations, normals, steps), eyeball, skin)
    smooth = cv2.GaussianBlur(values, (0, 0), sigmaX=lids.GRADIENT / STEP, sigmaY=BESIDE)
    return np.asarray(np.gradient(smooth, STEP, axis=1) - lids.PULL * (100 * steps / iod) ** 2)


def _colours(lab: Array, stations: Array, normals: Array, steps: Array) -> Array:
    """(n, m, 3) colours at each step across each station."""
    places = stations[:, None, :] + steps[None, :, None] * normals[:, None, :] - 0.5
    x, y = (np.ascontiguousarray(places[..., k], dtype=np.float32) for k in (0, 1))
    colours = cv2.remap(np.asarray(lab, np.float32), x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(colours, dtype=np.float64)


def _path(evidence: Array) -> Array:
    """(n,) the step of each station on the strongest smooth path (dynamic programming)."""
    count, width = evidence.shape
    steps = np.arange(width)
    bend = BEND * STEP * np.abs(steps[:, None] - steps[None, :])
    score, came = evidence[0].copy(), np.zeros((count, width), dtype=int)
    for row in range(1, count):
        ways = score[:, None] - bend
        came[row] = ways.argmax(axis=0)
        score = ways.max(axis=0) + evidence[row]
    at = [int(score.argmax())]
    for row in range(count - 1, 0, -1):
        at.append(int(came[row, at[-1]]))
    return np.array(at[::-1])


def _smoothed(values: Array) -> Array:
    """The moving mean over five, ends kept."""
    if len(values) < 5:
        return values
    padded = np.pad(values, 2, mode="edge")
    return np.asarray(np.convolve(padded, np.ones(5) / 5, mode="valid"))
