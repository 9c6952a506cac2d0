"""The colours of a difference, from the threshold to the largest; the legend and the picture use the same."""

from __future__ import annotations

RAMP: tuple[tuple[int, int, int], ...] = ((255, 214, 102), (255, 140, 60), (228, 60, 60), (170, 30, 110))
"""(r, g, b) at equal steps."""


def ramp_rgb(share: float) -> tuple[int, int, int]:
    """The colour at 0..1 of the way from the threshold to the largest difference."""
    place = min(1.0, max(0.0, share)) * (len(RAMP) - 1)
    index = min(int(place), len(RAMP) - 2)
    low, high = RAMP[index], RAMP[index + 1]
    r, g, b = (round(p + (q - p) * (place - index)) for p, q in zip(low, high, strict=True))
    return r, g, b


def ramp_colour(share: float) -> str:
    """The same as `#rrggbb`."""
    r, g, b = ramp_rgb(share)
    return f"#{r:02x}{g:02x}{b:02x}"
