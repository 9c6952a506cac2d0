"""A photo at halving sizes, for the screen: painted bilinearly, it must never be reduced more than twofold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.photos.opencv import cv2

SMALLEST = 512  # px, the long side at which halving stops
ALIGNMENT = 64
"""Bytes; where a level begins in shared memory."""
Shared = Callable[[int], memoryview | None]
"""Gives so many bytes to write to, or None."""


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Pyramid:
    """A photo of `size` (width, height in px) at halving sizes, each half as wide and high as the one before, averaged
    by area, rounded up. `levels[0]` is the photo itself, or a reduced decode of it where no more is needed yet."""

    levels: tuple[Pixels, ...]
    size: tuple[int, int]

    @staticmethod
    def of(pixels: Pixels, size: tuple[int, int] | None = None, shared: Shared | None = None) -> Pyramid:
        """`size` is the photo's own where `pixels` are a reduced decode of it. All levels, the first as a copy, are
        laid out in what `shared` gives, where it gives something: the caller shall hold `pixels` no longer."""
        height, width = pixels.shape[:2]
        made = Pyramid.read((width, height), lambda _: pixels, shared)
        return Pyramid(made.levels, size or made.size)

    @staticmethod
    def read(size: tuple[int, int], read: Callable[[Pixels | None], Pixels], shared: Shared | None = None) -> Pyramid:
        """Of the pixels of this size (width, height) that `read` gives; it may put them where it is told, if it is told
        any place: then they are not copied, and at no time twice in memory."""
        width, height = size
        sizes = [(height, width)]
        while max(sizes[-1]) > SMALLEST:
            sizes.append(((sizes[-1][0] + 1) // 2, (sizes[-1][1] + 1) // 2))
        homes = None if shared is None else _homes(sizes, shared)
        home = None if homes is None else homes[0]
        pixels = read(home)
        if home is not None and not np.may_share_memory(pixels, home):
            np.copyto(home, pixels)
            pixels = home
        pixels.flags.writeable = False
        levels = [pixels]
        for number in range(1, len(sizes)):
            levels.append(_reduced(levels[-1], sizes[number], None if homes is None else homes[number]))
        return Pyramid(tuple(levels), size)

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


def _reduced(pixels: Pixels, size: tuple[int, int], home: Pixels | None) -> Pixels:
    """The next level of this (height, width), averaged by area; in `home` where there is one."""
    height, width = size
    made = cv2.resize(pixels, (width, height), dst=home, interpolation=cv2.INTER_AREA)
    made.flags.writeable = False
    return made  # type: ignore[return-value]  # cv2's stubs know no dtype


def _homes(sizes: Sequence[tuple[int, int]], shared: Shared) -> list[Pixels] | None:
    """Room for levels of these sizes (height, width), one after the other; None where there is none."""
    each = [-(-3 * height * width // ALIGNMENT) * ALIGNMENT for height, width in sizes]
    room = shared(sum(each))
    if room is None:
        return None
    starts = [sum(each[:number]) for number in range(len(each))]
    return [
        np.frombuffer(room, np.uint8, 3 * height * width, start).reshape(height, width, 3)
        for (height, width), start in zip(sizes, starts, strict=True)
    ]
