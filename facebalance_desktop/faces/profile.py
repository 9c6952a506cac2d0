"""The points of a profile on its front outline: bends, and the most anterior and posterior places between them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.landmarks import FoundPoints, Landmark
from facebalance_desktop.faces.outline import Outline, front_outline
from facebalance_desktop.faces.profile_line import ProfileLine, Shares
from facebalance_desktop.faces.profile_proposals import completed
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

BY = "outline"
VERSION = "0.10.21/2"
ERRORS: Mapping[str, float] = {
    "g": 2.2, "se": 1.0, "prn": 0.25, "c": 1.0, "sn": 0.4, "ls": 0.4, "sto": 0.6, "li": 0.3, "sl": 0.6, "pg": 1.0,
    "me": 1.3, "cerv": 1.0,
}  # fmt: skip
"""Standard deviation per axis against eighteen profiles marked by eye, % of the distance from sellion to menton."""
ORDER = ("g", "se", "prn", "c", "sn", "ls", "sto", "li", "sl", "pg", "me", "cerv")
SEEN, UNSEEN = 0.03, 3.0
"""How far along the outline its edge should be seen about a point, in that distance; how much its error grows where it
is not: hair, a beard, a background like the skin."""
HALF_SEEN = 0.5
"""Share of that edge below which the point says that it is not seen."""
OPEN = 0.056
"""Depth of the gap between the lips over the distance from nose tip to throat, from which they may be open."""
SELLION, SELLION_SPREAD = -0.43, 0.1
"""Where sellion is looked for, from nose tip (0) to pogonion (1), loosely held: lashes make hollows too."""
ROUND = 0.03
"""The same for the round turn from chin to neck."""
COLUMELLA = 0.59
"""Where the tip passes into the columella, along the outline from nose tip (0) to subnasale (1) (0.39 to 0.67)."""
MENTON = 0.022
"""How far behind the chin's strongest bend people set menton, in distances from nose tip to throat."""
THROAT = 0.4
"""How far below the throat the neck is looked at, in the same."""
NOSE = 0.012
"""How far the tip of the nose stands out at least, over the height of the outline (London profiles: 0.016 to 0.042)."""
FACE, FACE_SPREAD = 0.25, 0.12
"""Distance from nose tip to chin over that height, where the photo shows the neck (0.20 to 0.27), loosely held."""
CHIN = 1.15
"""Where the chin stands out most, from nose tip (0) to pogonion (1)."""
NOSE_REACH = 0.06
"""How far above and below the tip the nose must stand out, over the height of the outline."""
BEND = 0.012
"""Spread over which a bend is measured, in distances from nose tip to throat."""


def outline_points(pixels: Pixels, person: NDArray[np.float32], view: str) -> FoundPoints | None:
    """The points of a profile photo `pixels` (h, w, 3) of the `view` profile-right or profile-left, where its outline
    can be followed; `person` (h', w'): how surely each pixel of a small copy shows a person."""
    outline = front_outline(pixels, person, view)
    points = {} if outline is None else profile_points(outline)
    return FoundPoints(completed(points, pixels, view), BY, VERSION) if points else None


def profile_points(outline: Outline) -> Mapping[str, Landmark]:
    """The points g, se, prn, c, sn, ls, sto, li, sl, pg, me and cerv in px of the photo; nothing without nose and
    throat, no stomion between open lips. Each stands as estimated, with its error against people's marks."""
    found = _indices(outline)
    if found is None:
        return {}
    line, indices = found
    order = [indices[name] for name in ORDER if name in indices]
    if any(one >= other for one, other in itertools.pairwise(order)):
        return {}  # no face has its points in another order
    height = float(np.linalg.norm(line.places[indices["se"]] - line.places[indices["me"]]))
    reach = max(2, round(SEEN * height / outline.step))
    made = {}
    for name, index in indices.items():
        x, y = outline.photo_place(*line.places[index])
        seen = float(outline.seen[max(0, index - reach) : index + reach + 1].mean())
        doubt = 1.0 + UNSEEN * (1.0 - seen)
        sigma = round(float(np.hypot(ERRORS[name] * height / 100, 0.5)) * doubt, 3)
        extra = {"outline": "unseen"} if seen < HALF_SEEN else {}
        made[name] = Landmark(round(float(x), 3), round(float(y), 3), "estimated", sigma, extra=extra)
    return made


def _indices(outline: Outline) -> tuple[ProfileLine, dict[str, int]] | None:
    places = outline.places
    height = float(places[:, 1].max() - places[:, 1].min())
    best: tuple[float, int, int, int] | None = None
    for out, tip in _tips(places, height):
        chin = _chin(places, tip, height)
        if chin is None:
            continue
        away = (float(np.linalg.norm(places[chin[0]] - places[tip])) / height - FACE) / FACE_SPREAD
        likely = out * float(np.exp(-(away**2)))
        if best is None or likely > best[0]:
            best = likely, tip, *chin
    if best is None:
        return None
    _, tip, chin_at, under = best
    unit = float(np.linalg.norm(places[under] - places[tip]))
    line = ProfileLine(places, _bends(places, BEND * unit), _bends(places, ROUND * unit), unit)
    return line, _named(line, tip, chin_at, under)


def _tips(places: Array, height: float) -> list[tuple[float, int]]:
    """Places that may be the tip of the nose, and how far each stands out against the outline above and below it."""
    reach = NOSE_REACH * height
    x, y = places.T
    found = []
    for index in np.flatnonzero((x[1:-1] >= x[:-2]) & (x[1:-1] > x[2:])) + 1:
        above = x[:index][np.abs(y[:index] - y[index] + reach) < 0.2 * reach]
        below = x[index:][np.abs(y[index:] - y[index] - reach) < 0.2 * reach]
        if len(above) and len(below):
            out = float(min(x[index] - above.mean(), x[index] - below.mean())) / height
            if out >= NOSE:
                found.append((out, int(index)))
    return found


def _chin(line: Array, tip: int, height: float) -> tuple[int, int] | None:
    """The chin's bulge and the end of the stretch under it, where the outline runs back furthest for its length."""
    step = float(np.linalg.norm(np.diff(line, axis=0), axis=1).mean())
    window, first = round(0.1 * height / step), tip + round(0.1 * height / step)
    last = len(line) - window
    if last - first < 10:
        return None
    gone = line[first + window : last + window] - line[first:last]
    under = first + int(np.argmax(-gone[:, 0] - 0.5 * gone[:, 1]))
    if -gone[under - first, 0] < 0.4 * window * step:
        return None
    end = under + window
    way = line[end] - line[tip]
    out = line[tip : end + 1] @ np.array([way[1], -way[0]])
    start = round(0.55 * (end - tip))
    return tip + start + int(np.argmax(out[start:])), end


def _bends(places: Array, spread: float) -> Array:
    step = float(np.linalg.norm(np.diff(places, axis=0), axis=1).mean())
    even = cv2.GaussianBlur(places.reshape(-1, 1, 2), (1, 0), sigmaX=0.1, sigmaY=max(1.0, spread / step))
    along = np.gradient(np.asarray(even).reshape(-1, 2), axis=0)
    turn = np.gradient(np.unwrap(np.arctan2(along[:, 1], along[:, 0])))
    return np.asarray(turn / step)


def _named(line: ProfileLine, tip: int, chin: int, under: int) -> dict[str, int]:
    """Indices of the points. From nose tip (0) to pogonion (1) sn lies at 0.17 to 0.29, ls 0.34 to 0.53, li 0.59 to
    0.74, sl 0.79 to 0.94, me 1.19 to 1.37, se -0.49 to -0.32, g -0.76 to -0.55 (eighteen marked profiles)."""
    places = line.places
    way = (places[chin] - places[tip]) / CHIN
    made = {"prn": tip}
    for _ in range(3):
        share = (places - places[tip]) @ way / float(way @ way)
        between = Shares(share, tip, under + 1)
        sn = made["sn"] = line.sharpest(between.part(0.12, 0.34), -1)
        lip = line.bulge(between.part(0.56, 0.78))
        end = between.part(0.9, 1.05).stop
        made["li"] = li = between.part(0.66, 0.68).start if lip is None else lip
        ls = line.bulge(slice(sn + 2, between.part(0.3, 0.56).stop))
        upper = between.part(0.36, 0.5).start
        made["ls"] = upper + int(np.argmax(line.off_chord(upper, li))) if ls is None else ls
        sl = line.hollow(between.part(0.74, 1.0))
        made["sl"] = sl = li + int(np.argmin(line.off_chord(li, end))) if sl is None else sl
        low = between.part(1.0, 1.18).stop
        pg = line.bulge(slice(sl, max(low, sl + 3)))
        made["pg"] = sl + int(np.argmax(line.off_chord(sl, max(low, sl + 1)))) if pg is None else pg
        way = places[made["pg"]] - places[tip]
    made |= _upper(line, share, tip, sn)
    gap = line.off_chord(made["ls"], li)
    if -gap.min() < OPEN * line.unit:
        made["sto"] = made["ls"] + int(np.argmin(gap))
    return made | _throat(line, made["pg"], under)


def _upper(line: ProfileLine, share: Array, tip: int, sn: int) -> dict[str, int]:
    """Columella break, sellion and glabella."""
    between = Shares(share, 0, tip + 1)
    made = {"c": tip + round(COLUMELLA * (sn - tip))}
    top = between.part(-0.85, -0.3).start
    depth = line.off_chord(top, tip)
    part = between.part(-0.6, -0.3)
    hollows = line.hollows(part)
    deepest = [float(depth[i - top]) * np.exp(-(((share[i] - SELLION) / SELLION_SPREAD) ** 2)) for i in hollows]
    made["se"] = se = hollows[int(np.argmin(deepest))] if hollows else top + int(np.argmin(depth))
    brow = between.part(float(share[se]) - 0.42, float(share[se]) - 0.1)
    g = line.bulge(brow)
    if g is None:
        top = between.part(-0.9, float(share[se])).start
        g = top + int(np.argmax(line.off_chord(top, se)))
    made["g"] = g
    return made


def _throat(line: ProfileLine, pg: int, under: int) -> dict[str, int]:
    """Menton and the cervical point."""
    step = max(float(np.linalg.norm(line.places[1] - line.places[0])), 1e-9)
    last = min(len(line.places) - 1, under + round(THROAT * line.unit / step))
    deepest = pg + int(np.argmin(line.off_chord(pg, last)))
    chin = pg + int(np.argmax(line.off_chord(pg, deepest)))
    me = min(chin + round(MENTON * line.unit / step), deepest)
    part = line.along(me + round(0.1 * line.unit / step), deepest + round(0.03 * line.unit / step))
    cerv = part.start + int(np.argmin(line.round_bends[part]))
    return {"me": me, "cerv": cerv}
