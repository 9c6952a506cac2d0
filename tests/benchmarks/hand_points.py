"""The hand-placed points of the London frontals by our ids, and groups of their people."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from facebalance_desktop.geometry import Array

INDEX = {
    "p_r": 0, "p_l": 1, "ex_r": 18, "en_r": 22, "en_l": 23, "ex_l": 27, "ps_r": 20, "ps_l": 25, "pi_r": 29, "pi_l": 32,
    "sn": 55, "sbal_r": 64, "sbal_l": 69, "ch_r": 87, "ch_l": 93, "cph_r": 89, "cph_l": 91, "ls": 90, "li": 106,
    "sl": 177, "me": 129, "brow_head_r": 75, "brow_head_l": 78, "brow_r": 73, "brow_l": 80, "brow_tail_r": 71,
    "brow_tail_l": 82, "tr": 139,
}  # fmt: skip
"""Indices of the 189-point files, read off by drawing them on the faces."""
WINGS = {"al_r": (61, 62, 63, 64), "al_l": (66, 67, 68, 69)}
"""The contour of each nasal wing from above to its base; alare is where it is widest."""
SKIN = {
    "light": ("002", "003", "012", "016", "021", "024", "034", "036", "107", "127"),
    "dark": ("008", "042", "044", "096"),
}
HAIR = {
    "dark or long": ("002", "016", "034", "036", "127"),
    "fringe": ("003", "107"),
    "short or receding": ("008", "012", "024", "042", "044", "096"),
    "bald": ("021",),
}
"""People of the set by their number, as seen on the photos."""


def read(text: str) -> Array:
    """(189, 2) px of a .tem file."""
    lines = text.splitlines()
    return np.array([[float(v) for v in line.split()] for line in lines[1 : int(lines[0]) + 1]])


def named(hand: Array) -> Mapping[str, Array]:
    """The points by our ids, px."""
    made = {name: hand[index] for name, index in INDEX.items()}
    made["sto"] = (hand[96] + hand[101]) / 2
    right = (hand[1] - hand[0]) / np.linalg.norm(hand[1] - hand[0])
    for name, contour in WINGS.items():
        steps = np.linspace(0, 3, 121)
        curve = np.vander(steps, 4) @ np.linalg.solve(np.vander(range(4), 4), hand[list(contour)])
        made[name] = curve[int(np.argmax(curve @ right * (-1 if name == "al_r" else 1)))]
    return made
