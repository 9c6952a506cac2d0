"""Follows the skin of one crop into another of the same size: dense optical flow and how far it can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.geometry import Point
from facebalance_desktop.photos.opencv import cv2

Field = NDArray[np.float32]
Grey = TypeVar("Grey", NDArray[np.uint8], NDArray[np.float32])
WINDOW = 16.0
"""Spread in px of the window in which brightness and contrast are made equal."""
REACH = 4
"""Half the side of the square of flow whose median is a point's move."""
LIKENESS = 13
"""Half the side of the square in which the two crops are compared after the move."""


@dataclass(frozen=True)
class Move:
    """The move of one place in px of the crop; `back` is how far the way back misses it, `likeness` the correlation of
    its surroundings with the place it went to, `spread` how much its neighbours disagree (all px, likeness -1 to 1)."""

    dx: float
    dy: float
    back: float
    likeness: float
    spread: float


def evened(crop: Pixels) -> NDArray[np.uint8]:
    """(h, w) grey with the local mean and contrast taken out, so that another light is no change."""
    grey = cv2.GaussianBlur(cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 1.0)
    away = grey - cv2.GaussianBlur(grey, (0, 0), WINDOW)
    contrast = np.sqrt(np.maximum(cv2.GaussianBlur(away**2, (0, 0), WINDOW), 0)) + 4
    return np.asarray(np.clip(away / contrast * 40 + 128, 0, 255), dtype=np.uint8)


class Follower:
    """The flow from one crop (h, w, 3) to another and back."""

    def __init__(self, before: Pixels, after: Pixels) -> None:
        self._before, self._after = evened(before), evened(after)
        self._there = _flow(self._before, self._after)
        self._back = _flow(self._after, self._before)
        self._came = _moved(self._after, self._there)

    def at(self, place: Point) -> Move | None:
        """The move of a place of the first crop; None outside of it."""
        height, width = self._before.shape
        x, y = int(place[0]), int(place[1])
        if not (REACH <= x < width - REACH and REACH <= y < height - REACH):
            return None
        flows = _square(self._there, x, y, REACH).reshape(-1, 2)
        move = np.median(flows, axis=0)
        spread = 1.4826 * float(np.median(np.abs(flows - move)))
        end_x, end_y = round(x + float(move[0])), round(y + float(move[1]))
        if not (REACH <= end_x < width - REACH and REACH <= end_y < height - REACH):
            return None
        back = np.median(_square(self._back, end_x, end_y, REACH).reshape(-1, 2), axis=0)
        one = _square(self._before, x, y, LIKENESS).astype(np.float64).ravel()
        other = _square(self._came, x, y, LIKENESS).astype(np.float64).ravel()
        likeness = 0.0 if one.std() < 1 or other.std() < 1 else float(np.corrcoef(one, other)[0, 1])
        return Move(float(move[0]), float(move[1]), float(np.hypot(*(move + back))), likeness, spread)


def _flow(source: NDArray[np.uint8], target: NDArray[np.uint8]) -> Field:
    """Dense inverse search (Kroeger 2016) to the finest scale, twice: the second pass finds what the first smoothed."""
    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    search.setFinestScale(0)
    search.setVariationalRefinementAlpha(5.0)
    still = np.zeros((*source.shape, 2), np.float32)
    first = np.asarray(search.calc(source, target, still.copy()), dtype=np.float32)
    rest = np.asarray(search.calc(source, _moved(target, first), still), dtype=np.float32)
    return np.asarray(_moved(first, rest) + rest, dtype=np.float32)


def _moved(picture: Grey, flow: Field) -> Grey:
    """What stands at x + flow(x) of the picture, for every x."""
    height, width = flow.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    at_x, at_y = x + flow[..., 0], y + flow[..., 1]
    made = cv2.remap(picture, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, dtype=picture.dtype)


def _square(field: NDArray[Any], x: int, y: int, reach: int) -> NDArray[Any]:
    return field[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
