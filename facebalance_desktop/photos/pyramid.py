"""A photo at halving sizes, for the screen: painted bilinearly, it must never be reduced more than twofold."""

from __future__ import annotations

from dataclasses import dataclass

from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.photos.opencv import cv2

SMALLEST = 512  # px, the long side at which halving stops


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Pyramid:
    """A photo of `size` (width, height in px) at halving sizes, each half as wide and high as the one before, averaged
    by area, rounded up. `levels[0]` is the photo itself, or a reduced decode of it where no more is needed yet."""

    levels: tuple[Pixels, ...]
    size: tuple[int, int]

    @staticmethod
    def of(pixels: Pixels, size: tuple[int, int] | None = None) -> Pyramid:
        """`size` is the photo's own where `pixels` are a reduced decode of it."""
        levels = [pixels]
        while max(levels[-1].shape[:2]) > SMALLEST:
            levels.append(_halved(levels[-1]))
        height, width = pixels.shape[:2]
        return Pyramid(tuple(levels), size or (width, height))

    def from_side(self, side: int) -> Pyramid:
        """The same without the levels that are larger than is needed; their long side is `side` px at most."""
        kept = tuple(level for level in self.levels if max(level.shape[:2]) <= side)
        return Pyramid(kept or self.levels[-1:], self.size)

    @property
    def nbytes(self) -> int:
        return sum(level.nbytes for level in self.levels)

    @property
    def long_side(self) -> int:
        """px of the largest level."""
        return int(max(self.levels[0].shape[:2]))

    @property
    def is_whole(self) -> bool:
        """Whether the largest level is the photo itself."""
        return self.long_side >= max(self.size)

    def level_for(self, scale: float) -> Pixels:
        """The level to draw when one photo pixel becomes `scale` screen pixels: the smallest that need not grow.

        It is at most twice too large in each direction. The level's own size, over that of the photo, gives the exact
        scale between them: odd sizes round.
        """
        needed = side_for(max(self.size), scale)
        return next((level for level in reversed(self.levels) if max(level.shape[:2]) >= needed), self.levels[0])


def side_for(long_side: int, scale: float) -> int:
    """The long side in px of the level from which a photo with this long side is drawn at `scale`."""
    needed, share = long_side, 0.5
    while scale <= share and needed > 1:
        needed, share = (needed + 1) // 2, share / 2
    return needed


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    half = cv2.resize(pixels, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    half.flags.writeable = False
    return half  # type: ignore[return-value]  # cv2's stubs know no dtype
