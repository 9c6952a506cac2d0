"""A photo at halving sizes, for the screen: painted bilinearly, it must never be reduced more than twofold."""

from __future__ import annotations

from dataclasses import dataclass

from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.photos.opencv import cv2

SMALLEST = 512  # px, the long side at which halving stops


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Pyramid:
    """`levels[0]` is the photo itself; each next level is half as wide and high, averaged by area, rounded up."""

    levels: tuple[Pixels, ...]

    @staticmethod
    def of(pixels: Pixels) -> Pyramid:
        levels = [pixels]
        while max(levels[-1].shape[:2]) > SMALLEST:
            levels.append(_halved(levels[-1]))
        return Pyramid(tuple(levels))

    @property
    def nbytes(self) -> int:
        return sum(level.nbytes for level in self.levels)

    def level_for(self, scale: float) -> Pixels:
        """The level to draw when one photo pixel becomes `scale` screen pixels: the smallest that need not grow.

        It is at most twice too large in each direction. The level's own size, over that of `levels[0]`, gives the exact
        scale between them: odd sizes round.
        """
        index = 0
        while index + 1 < len(self.levels) and scale <= 0.5 ** (index + 1):
            index += 1
        return self.levels[index]


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    half = cv2.resize(pixels, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    half.flags.writeable = False
    return half  # type: ignore[return-value]  # cv2's stubs know no dtype
