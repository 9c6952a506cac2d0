"""The front outline of a profile as a line with bends: its hollows, bulges and sharpest turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from facebalance_desktop.geometry import Array


@dataclass(frozen=True)
class ProfileLine:
    """The outline in the frame of the photo with the nose to image right: (n, 2) px, its bends (n,) in radians per
    `unit`, positive where it turns backwards (a bulge), and the unit: the distance from nose tip to throat."""

    places: Array
    bends: Array
    round_bends: Array
    unit: float

    def along(self, start: int, end: int) -> slice:
        low, high = sorted((max(0, start), min(len(self.places), end)))
        return slice(low, max(high, low + 1))

    def hollows(self, part: slice) -> list[int]:
        """Places that have more anterior ones on both sides."""
        x = self.places[part, 0]
        return [part.start + 1 + int(i) for i in np.flatnonzero((x[1:-1] <= x[:-2]) & (x[1:-1] < x[2:]))]

    def hollow(self, part: slice) -> int | None:
        """The most posterior of them."""
        found = self.hollows(part)
        return found[int(np.argmin([self.places[index, 0] for index in found]))] if found else None

    def bulge(self, part: slice) -> int | None:
        """The most anterior place that has more posterior ones on both sides within the part."""
        x = self.places[part, 0]
        inner = [int(i) + 1 for i in np.flatnonzero((x[1:-1] >= x[:-2]) & (x[1:-1] > x[2:]))]
        return int(part.start) + inner[int(np.argmax(x[inner]))] if inner else None

    def sharpest(self, part: slice, sign: float) -> int:
        """The place of the sharpest bulge (sign 1) or hollow (sign -1)."""
        return int(part.start) + int(np.argmax(sign * self.bends[part]))

    def off_chord(self, start: int, end: int) -> Array:
        """How far the outline between two places lies outside their chord, px; to a millionth, so that along a straight
        stretch the processor's last digit does not say which place is furthest."""
        end = min(max(end, start + 1), len(self.places) - 1)
        one, other = self.places[start], self.places[end]
        along = (other - one) / max(float(np.linalg.norm(other - one)), 1e-9)
        return np.asarray(np.round((self.places[start : end + 1] - one) @ np.array([along[1], -along[0]]), 6))


@dataclass(frozen=True)
class Shares:
    """How far along the line from nose tip (0) to pogonion (1) each place of the outline lies."""

    share: Array
    start: int
    end: int

    def part(self, low: float, high: float) -> slice:
        own = self.share[self.start : self.end]
        inside = np.flatnonzero((own >= low) & (own <= high)) + self.start
        return slice(int(inside[0]), int(inside[-1]) + 1) if len(inside) else slice(self.start, self.start + 1)
