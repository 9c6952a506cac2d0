"""The photos of the benchmark of faces, each read and detected once."""

from __future__ import annotations

import csv
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from face_synthesis import face_part

from facebalance_desktop.comparison.comparability import PhotoConditions
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.detection import Detection, find_face
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.views import proposed_view
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.decode import decode


class PhotoSet:
    """`step` 4 takes every fourth photo of a series."""

    def __init__(self, folder: Path, step: int = 1) -> None:
        self.folder, self.step = folder, step
        self.found = cache(self._found)
        self.part = cache(self._part)

    def pixels(self, name: str) -> Pixels:
        path = self.folder / name
        return decode(path.read_bytes(), path.name).pixels

    def _found(self, name: str) -> Detection:
        return find_face(self.pixels(name))

    def face(self, name: str) -> Face:
        face = self.found(name).face
        assert face is not None, name
        return face

    def shot(self, name: str) -> PhotoConditions:
        found = self.found(name)
        if found.face is None:
            return PhotoConditions()
        return PhotoConditions(found.face.points, found.face, found.light, proposed_view(found.face.pose))

    def _part(self, name: str) -> tuple[Pixels, Face]:
        """The part of a photo round its face, and the face found in that part."""
        part = face_part(self.pixels(name), self.face(name))
        face = find_face(part).face
        assert face is not None, name
        return part, face

    def london(self) -> list[str]:
        """The neutral studio frontals."""
        return sorted(f"london/{path.name}" for path in (self.folder / "london").glob("*_front_neutral.jpg"))

    def frontals(self) -> list[str]:
        """Frontals of four folders in which one face is found."""
        names = self.london() + sorted(f"london/{p.name}" for p in (self.folder / "london").glob("*_front_smile.jpg"))
        for folder in ("nasa", "whitehouse", "lisa"):
            names += sorted(f"{folder}/{p.name}" for p in (self.folder / folder).iterdir() if p.suffix != ".tem")
        return [name for name in names if "two_people" not in name and "rightcut" not in name][:: self.step]

    @cached_property
    def pairs(self) -> list[dict[str, str]]:
        with (self.folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def hand_points(self, name: str) -> Array:
        """(189, 2) hand-placed points of a London frontal, px."""
        lines = (self.folder / name).with_suffix(".tem").read_text(encoding="utf-8").splitlines()
        return np.array([[float(v) for v in line.split()] for line in lines[1 : int(lines[0]) + 1]])

    @cached_property
    def _mesher(self) -> Any:
        from mediapipe.python.solutions.face_mesh import FaceMesh

        return FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=True, min_detection_confidence=0.3)

    def single(self, pixels: Pixels) -> Array | None:
        """(478, 3) of one plain call on the whole photo."""
        answer = self._mesher.process(pixels)
        if not answer.multi_face_landmarks:
            return None
        height, width = pixels.shape[:2]
        marks = answer.multi_face_landmarks[0].landmark
        return np.array([(m.x * width, m.y * height, m.z * width) for m in marks], dtype=np.float64)
