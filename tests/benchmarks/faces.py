"""How far points, alignments, changes and photo match can be trusted: `python tests/benchmarks/faces.py [--json FILE]`.

Each section prints its figures beside the goal; `--json` writes all of them, `--only SECTION,...` runs some, `--quick`
takes every fourth photo. The photos are those of the tests (FACEBALANCE_PHOTOS, else ../shared/photos); the single
MediaPipe call on the whole photo, which any program gets for nothing, is measured in the same run.
"""

# ruff: noqa: E402  (the path to the modules that tests share comes first)
from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import faces_pairs
import faces_points
import faces_window
from face_synthesis import copy_of, pushed
from faces_photos import PhotoSet

from facebalance_desktop.comparison.alignment import Alignment, align
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.models import warm_up
from facebalance_desktop.geometry import Array, fit_similarity
from facebalance_desktop.photos.decode import decode
from facebalance_desktop.photos.opencv import cv2

EYES = [468, 473, 33, 133, 263, 362]
GOALS = {"none": 0.25, "lower": 0.30, "brow": 0.40, "side": 0.40}


def transforms(photo_set: PhotoSet) -> dict[str, Any]:
    """Known similarities, plain and with a local change: mean distance over the 468 points, % of the pupil distance."""
    rng = np.random.default_rng(11)
    errors: dict[str, list[float]] = {kind: [] for kind in GOALS}
    singles: dict[str, list[float]] = {kind: [] for kind in GOALS}
    bounds: list[tuple[float, float]] = []
    for name in photo_set.frontals():
        pixels, face = photo_set.part(name)
        first = photo_set.single(pixels)
        for kind in GOALS:
            copy = copy_of(pixels, pushed(kind, face, rng), rng)
            found = find_face(copy.pixels).face
            truth = copy.photo_to_copy.points(face.xy[:468])
            if found is None:
                continue
            fit = align(face.points, found.points, reference_face=face, photo_face=found)
            if not isinstance(fit, Alignment):
                continue

            def off(there: Array, mesh: Array = face.xy[:468], iod: float = face.iod) -> float:
                return 100 * float(np.linalg.norm(there - mesh, axis=1).mean()) / iod

            error = off(fit.photo_to_reference.points(truth))
            errors[kind].append(error)
            bounds.append((error, fit.uncertainty or 0.0))
            second = photo_set.single(copy.pixels)
            if first is not None and second is not None:
                plain = fit_similarity(second[EYES, :2], first[EYES, :2])
                if plain is not None:
                    singles[kind].append(off(plain.points(truth)))
    pooled = [e for kind in errors.values() for e in kind]
    pooled_single = [e for kind in singles.values() for e in kind]
    return {
        "median": {kind: statistics.median(values) for kind, values in errors.items()},
        "goal": GOALS,
        "single_call_median": {kind: statistics.median(values) for kind, values in singles.items()},
        "pooled": statistics.median(pooled),
        "times_better_than_single_call": statistics.median(pooled_single) / statistics.median(pooled),
        "largest": max(pooled),
        "share_beyond_uncertainty": sum(e > u for e, u in bounds) / len(bounds),
        "uncertainty_over_error": statistics.median(u for _, u in bounds) / statistics.median(pooled),
        "off_by_1.5_unsaid": sum(e > 1.5 and u < e for e, u in bounds),
        "pairs": len(pooled),
    }


def speed(photo_set: PhotoSet) -> dict[str, Any]:
    """One 24-megapixel photo from bytes to points, models loaded, median of five; and how long a window that takes such
    photos in stops at most, median of three photos."""
    warm_up()
    name = "nasa/wiseman_inflight_16mp.jpg"
    large = cv2.resize(photo_set.pixels(name), (6000, 4000), interpolation=cv2.INTER_CUBIC)
    flags = (cv2.IMWRITE_JPEG_QUALITY, 92)
    data = cv2.imencode(".jpg", cv2.cvtColor(large, cv2.COLOR_RGB2BGR), flags)[1].tobytes()
    taken = []
    for _ in range(5):
        begin = time.perf_counter()
        found = find_face(decode(data, name).pixels)
        taken.append(time.perf_counter() - begin)
        assert found.face is not None
    with tempfile.TemporaryDirectory() as folder:
        photos = [Path(folder) / f"photo-{number}.jpg" for number in range(3)]
        for number, path in enumerate(photos):
            path.write_bytes(data + bytes(number))  # three files, not one taken in again
        window = faces_window.measured(photos)
    return {
        "seconds_24mp": statistics.median(taken),
        "ui_block_ms": window["ui_block_ms"],
        "window": window,
        "goal": "1.0 s; 16 ms",
    }


SECTIONS: Mapping[str, Callable[[PhotoSet], dict[str, Any]]] = {
    "transforms": transforms,
    "coverage": faces_points.coverage,
    "rerendering": faces_points.rerendering,
    "human": faces_points.human,
    "glabella": faces_points.glabella,
    "hairline": faces_points.hairlines,
    "pose": faces_points.pose,
    "response": faces_pairs.response,
    "smiles": faces_pairs.smiles,
    "years_apart": faces_pairs.years_apart,
    "pairs": faces_pairs.pairs,
    "speed": speed,
}


def shown(value: Any, depth: int = 1) -> str:
    if isinstance(value, dict):
        return "".join(f"\n{'  ' * depth}{key}: {shown(item, depth + 1)}" for key, item in value.items())
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", default=",".join(SECTIONS))
    parser.add_argument("--quick", action="store_true")
    told = parser.parse_args()
    folder = Path(os.environ.get("FACEBALANCE_PHOTOS", ROOT.parent / "shared" / "photos"))
    if not folder.is_dir():
        print("The photos are not here: set FACEBALANCE_PHOTOS to their folder.")
        return 3
    photo_set = PhotoSet(folder, 4 if told.quick else 1)
    figures: dict[str, Any] = {}
    for name in told.only.split(","):
        begin = time.perf_counter()
        figures[name] = SECTIONS[name](photo_set)
        print(f"{name} ({time.perf_counter() - begin:.0f} s){shown(figures[name])}", flush=True)
    for key in ("seconds_24mp", "ui_block_ms"):
        if "speed" in figures:
            figures[key] = figures["speed"][key]
    if told.json:
        told.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
