"""Where in a photo faces may be: eyes that a detector sees in it whole, turned by quarters, and in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.models import Model
from facebalance_desktop.geometry import Point, Similarity, distance, midpoint
from facebalance_desktop.photos.opencv import cv2


@dataclass(frozen=True)
class Candidate:
    """A face by its right and its left eye, px of the picture."""

    right: Point
    left: Point

    @property
    def centre(self) -> Point:
        return midpoint(self.right, self.left)

    @property
    def size(self) -> float:
        return distance(self.right, self.left)


def looks(copy: Pixels, finders: Sequence[Model]) -> Iterator[list[Candidate]]:
    """Candidates in px of the copy: as it is, turned by quarters, then in overlapping parts for small faces."""
    yield candidates_in(copy, finders)
    height, width = copy.shape[:2]
    codes = (cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE)
    backs = (
        Similarity(-1.0, 0.0, width, height),
        Similarity(0.0, -1.0, 0.0, height),
        Similarity(0.0, 1.0, width, 0.0),
    )
    for code, back in zip(codes, backs, strict=True):
        turned = np.asarray(cv2.rotate(copy, code), dtype=np.uint8)
        yield [Candidate(back.point(c.right), back.point(c.left)) for c in candidates_in(turned, finders)]
    for parts in (2, 3):
        side_x, side_y = 1.4 * width / parts, 1.4 * height / parts
        found = []
        for row in range(parts):
            for column in range(parts):
                x = int(column * (width - side_x) / (parts - 1))
                y = int(row * (height - side_y) / (parts - 1))
                part = np.ascontiguousarray(copy[y : y + int(side_y), x : x + int(side_x)])
                move = Similarity(tx=x, ty=y)
                found += [Candidate(move.point(c.right), move.point(c.left)) for c in candidates_in(part, finders)]
        yield found


def candidates_in(picture: Pixels, finders: Sequence[Model]) -> list[Candidate]:
    """Faces that a detector sees in a picture, each once, in its px."""
    height, width = picture.shape[:2]
    if min(height, width) < 8:
        return []
    found: list[Candidate] = []
    for finder in finders:
        for seen in finder.process(picture).detections or ():
            eyes = seen.location_data.relative_keypoints[:2]
            right, left = ((eye.x * width, eye.y * height) for eye in eyes)
            candidate = Candidate(right, left)
            if not any(distance(candidate.centre, c.centre) < max(c.size, candidate.size) for c in found):
                found.append(candidate)
    return found
