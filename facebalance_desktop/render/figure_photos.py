"""The photos of a figure: how large each is needed, decoded while the figure is painted and kept within a budget."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping

from facebalance_desktop.drawing.figure import Figure
from facebalance_desktop.drawing.primitives import pictures
from facebalance_desktop.photos.pyramid import Pyramid, side_for
from facebalance_desktop.project.model import Photo
from facebalance_desktop.work import Job

BUDGET = 256 * 2**20
"""Bytes kept decoded: two whole photos of 24 megapixels."""
LEAST = 2
"""Photos that are kept whatever they take: the two of a pair are painted in turns."""
AHEAD = 2
"""Photos that are being decoded while one is painted: as many as there are workers."""

Decode = Callable[[str, int], Pyramid | Job[Pyramid]]
"""From a SHA-256 and the long side in px that is needed to the pixels, or the job that decodes them."""


def sides_in(figure: Figure, unit: float) -> dict[str, int]:
    """The long side in px that is needed of each photo, by SHA-256 in the order of painting, at `unit` px a point."""
    whole = {side.photo.sha256: max(side.photo.width, side.photo.height) for side in figure.sides}
    found: dict[str, int] = {}
    for page in figure.pages:
        for item in pictures(page.items):
            if item.sha256 in whole:
                side = side_for(whole[item.sha256], item.photo_to_page.scale * unit)
                found[item.sha256] = max(side, found.get(item.sha256, 0))
    return found | {sha256: side for sha256, side in whole.items() if sha256 not in found}


def sides_at_once(figure: Figure, unit: float, budget: int = BUDGET) -> dict[str, int]:
    """The same for a painter that holds all photos at the same time: less sharp where they would exceed the budget."""
    while True:
        sides = sides_in(figure, unit)
        taken = sum(_bytes(side.photo, sides[side.photo.sha256]) for side in figure.sides)
        if taken <= budget or len(sides) <= LEAST:
            return sides
        unit /= 2


def _bytes(photo: Photo, side: int) -> int:
    """What its pyramid from this side on takes: three channels, and a third more for the smaller levels."""
    return 4 * photo.width * photo.height * side**2 // max(photo.width, photo.height, 1) ** 2


class FigurePhotos:
    """Answers a painter with each photo when it is painted; the next ones are decoded meanwhile. For one thread."""

    def __init__(self, sides: Mapping[str, int], decode: Decode, ahead: int = AHEAD, budget: int = BUDGET) -> None:
        self._sides = sides
        self._order = list(sides)
        self._decode = decode
        self._ahead = ahead
        self._budget = budget
        self._coming: dict[str, Pyramid | Job[Pyramid]] = {}
        self._kept: OrderedDict[str, Pyramid] = OrderedDict()

    def __call__(self, sha256: str) -> Pyramid | None:
        """The photo's pixels, waited for; None for what is no photo of the figure. Raises what decoding raises."""
        if sha256 not in self._sides:
            return None
        found = self._kept.get(sha256)
        if found is not None:
            self._kept.move_to_end(sha256)
            return found
        self._begin(sha256)
        place = self._order.index(sha256) + 1
        for name in self._order[place : place + self._ahead]:
            self._begin(name)
        source = self._coming.pop(sha256)
        return self._keep(sha256, source.result() if isinstance(source, Job) else source)

    def _begin(self, sha256: str) -> None:
        if sha256 not in self._kept and sha256 not in self._coming:
            self._coming[sha256] = self._decode(sha256, self._sides[sha256])

    def _keep(self, sha256: str, pyramid: Pyramid) -> Pyramid:
        self._kept[sha256] = pyramid
        taken = sum(kept.nbytes for kept in self._kept.values())
        while taken > self._budget and len(self._kept) > LEAST:
            taken -= self._kept.popitem(last=False)[1].nbytes
        return pyramid
