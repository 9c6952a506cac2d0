"""How near the automatic points lie to hand-placed ones: `python tests/benchmarks/points.py [--json FILE]`.

Fourteen neutral frontals of the London set with 189 hand-placed points, each also blurred, lit from a side, noisy,
smaller, compressed, darker and lighter. People are split by leaving one out: the rules that find a person's points
(resources/refinement.npz) are learned anew from the other thirteen. All lengths are % of the hand-placed pupil
distance. For each point, both sides together: mean, median and 90th percentile of the distance; bias outwards (to image
right for the midline) and down; share of the errors, per axis, that the 95 % interval holds; median sigma.
"""

# ruff: noqa: E402  (the path to the modules that tests share comes first)
from __future__ import annotations

import argparse
import csv
import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import hand_points
from face_synthesis import jpeg
from faces_photos import PhotoSet
from faces_points import degraded
from refinement import School, photos_at_hand

from facebalance_desktop.faces import detection
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.faces.profile import ORDER
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.intake import analysis_in

GOALS = {
    "p": 0.9, "sn": 1.7, "ls": 1.2, "li": 1.2, "sto": 1.2, "ch": 1.6, "en": 1.4, "ex": 1.4, "al": 1.6, "me": 2.5,
    "brow": 2.5, "brow_head": 2.5, "brow_tail": 2.5,
}  # fmt: skip


def copies(pixels: Pixels, iod: float, rng: np.random.Generator) -> Iterator[tuple[str, Pixels, float]]:
    """Variants of a photo by name, and their scale."""
    yield "as it is", pixels, 1.0
    for kind in ("blur", "side light", "noise"):
        yield kind, degraded(pixels, iod, kind, rng), 1.0
    half = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    yield "half size", np.asarray(half, dtype=np.uint8), 0.5
    yield "compressed", jpeg(pixels, 40), 1.0
    yield "darker", np.clip(0.5 * pixels.astype(np.float32), 0, 255).astype(np.uint8), 1.0
    yield "lighter", np.clip(1.35 * pixels.astype(np.float32), 0, 255).astype(np.uint8), 1.0


class Tally:
    """Errors of one point: (n, 2) outwards and down, the hairline's down alone, and its sigmas, %."""

    def __init__(self, is_both_ways: bool) -> None:
        self.is_both_ways = is_both_ways
        self.errors: list[Array] = []
        self.sigmas: list[float] = []

    def add(self, point: Landmark, truth: Array, frame: Array, iod: float, sign: float) -> None:
        """`frame`: unit vectors to image right and down in its rows."""
        error = frame @ (np.array(point.xy) - truth) * (sign, 1.0) / iod * 100
        self.errors.append(error if self.is_both_ways else error[1:])
        self.sigmas.append(np.nan if point.sigma is None else 100 * point.sigma / iod)

    def told(self, goal: float | None = None) -> dict[str, Any]:
        errors, sigmas = np.array(self.errors), np.array(self.sigmas)
        away = np.linalg.norm(errors, axis=1)
        made = {
            "mean": float(away.mean()),
            "median": float(np.median(away)),
            "p90": float(np.percentile(away, 90)),
            "bias": [float(v) for v in errors.mean(axis=0)],
            "coverage": float((np.abs(errors) <= 1.96 * sigmas[:, None]).mean()),
            "sigma": float(np.median(sigmas)),
            "count": len(away),
        }
        return made if goal is None else made | {"goal": goal}


def frontals(school: School) -> dict[str, Any]:
    """The errors of all points by variant, skin and hair."""
    photos, groups = school.photos, {}
    tallies: dict[str, dict[str, Tally]] = {}
    for kind, members in (*hand_points.SKIN.items(), *hand_points.HAIR.items()):
        groups[kind] = members
    for person in school.people:
        name = f"london/{person}_front_neutral.jpg"
        truth = hand_points.named(photos.hand_points(name))
        pixels, rng = photos.pixels(name), np.random.default_rng(int(person))
        across = truth["p_l"] - truth["p_r"]
        iod = float(np.linalg.norm(across))
        frame = np.array([across / iod, [-across[1] / iod, across[0] / iod]])
        learned = school.learn_without(person)
        with patch.object(detection, "rules", lambda learned=learned: learned):
            for kind, copy, scale in copies(pixels, iod, rng):
                found = detection.find_face(copy).face
                if found is None:
                    print(f"{person}, {kind}: no face")
                    continue
                own = [kind, *(g for g, members in groups.items() if kind == "as it is" and person in members)]
                for point, place in truth.items():
                    sign = -1.0 if point.endswith("_r") else 1.0
                    for group in own:
                        tally = tallies.setdefault(group, {}).setdefault(base(point), Tally(point != "tr"))
                        tally.add(found.points[point], place * scale, frame, iod * scale, sign)
    return {
        group: {point: tally.told(GOALS.get(point)) for point, tally in points.items()}
        for group, points in tallies.items()
    }


ANGLES = {
    "nasofrontal": ("g", "se", "prn"), "nasolabial": ("c", "sn", "ls"), "mentolabial": ("li", "sl", "pg"),
    "chin-neck": ("pg", "me", "cerv"),
}  # fmt: skip


def profiles(photos: PhotoSet) -> dict[str, Any]:
    """Distances of the points of a profile to those marked by eye, % of se-me, and differences of four angles; and in
    which photos that show no profile points were reported. The few constants of faces/profile.py were chosen on these
    photos."""
    marks: dict[str, dict[str, Array]] = {}
    with (photos.folder / "marks_profile.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["pass"] == "1" and row["x"]:
                code = {"C": "cerv"}.get(row["point"], row["point"])
                marks.setdefault(row["file"], {})[code] = np.array((float(row["x"]), float(row["y"])))
    away: dict[str, list[float]] = {}
    inside: dict[str, list[bool]] = {}
    turned: dict[str, list[float]] = {}
    for name, truth in marks.items():
        found = analysis_in(photos.pixels(name)).outline
        points = {} if found is None else found.points
        unit = float(np.linalg.norm(truth["se"] - truth["me"])) / 100
        for code in (code for code in truth if code in ORDER):
            if code not in points:
                away.setdefault(code, []).append(np.inf)
                continue
            off = np.array(points[code].xy) - truth[code]
            away.setdefault(code, []).append(float(np.hypot(*off)) / unit)
            inside.setdefault(code, []).extend(bool(v) for v in np.abs(off) <= 1.96 * (points[code].sigma or 0.0))
        for angle, codes in ANGLES.items():
            if all(code in points and code in truth for code in codes):
                one = corner(*(np.array(points[code].xy) for code in codes))
                turned.setdefault(angle, []).append(abs(one - corner(*(truth[code] for code in codes))))
    others = [name for name in photos.frontals() if analysis_in(photos.pixels(name)).outline is not None]
    return {
        "points": {
            code: {
                "median": float(np.median(values)),
                "p90": float(np.percentile(values, 90)),
                "coverage": statistics.mean(inside.get(code, [False])),
                "missing": sum(value == np.inf for value in values),
            }
            for code, values in away.items()
        },
        "angles_median": {angle: statistics.median(values) for angle, values in turned.items()},
        "points_without_profile": others,
    }


def corner(one: Array, at: Array, other: Array) -> float:
    """The angle at a corner, degrees."""
    a, b = one - at, other - at
    return float(np.degrees(np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))))


def base(point: str) -> str:
    return point[:-2] if point.endswith(("_r", "_l")) else point


def shown(title: str, points: dict[str, Any]) -> str:
    lines = [title, f"  {'':10}   mean median    p90           bias  holds  sigma  goal"]
    for point, made in points.items():
        out, down = (0.0, *made["bias"])[-2:]
        figures = f"{made['mean']:6.2f} {made['median']:6.2f} {made['p90']:6.2f}  {out:+6.2f} {down:+6.2f}"
        lines.append(f"  {point:10} {figures} {made['coverage']:6.2f} {made['sigma']:6.2f} {made.get('goal', ''):>5}")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("frontal", "profile"), help="one of the two parts")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    told = parser.parse_args()
    photos = photos_at_hand()
    if photos is None:
        print("The photos are not here: set FACEBALANCE_PHOTOS to their folder.")
        return 3
    figures: dict[str, Any] = {}
    if told.only != "profile":
        figures["frontal"] = frontals(School(photos))
        for group, points in figures["frontal"].items():
            print(shown(group, points), flush=True)
    if told.only != "frontal":
        figures["profile"] = made = profiles(photos)
        for code, row in made["points"].items():
            print(f"  {code:10} median {row['median']:5.2f} p90 {row['p90']:5.2f} holds {row['coverage']:.2f}")
        print(made["angles_median"], made["points_without_profile"])
    if told.json is not None:
        told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
