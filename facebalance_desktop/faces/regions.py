"""The regions of the face: one vocabulary for exclusion from alignment, presets, templates and measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

REGION_POINTS: Mapping[str, tuple[str, ...]] = {
    "forehead": ("tr", "ft_r", "ft_l"),
    "glabella": ("g",),
    "upper-eyelid": ("ps_r", "ps_l", "ex_r", "ex_l"),
    "lower-eyelid": ("pi_r", "pi_l"),
    "nose": ("n", "prn", "sn", "al_r", "al_l"),
    "cheek": ("zy_r", "zy_l"),
    "upper-lip": ("ls", "sto", "ch_r", "ch_l"),
    "lower-lip": ("li", "sto", "ch_r", "ch_l"),
    "chin": ("sl", "pg", "gn", "me"),
    "jaw": ("go_r", "go_l", "gn", "me"),
}
"""Named points that a treatment of a region may move."""


@lru_cache(maxsize=64)
def _moved(regions: frozenset[str]) -> frozenset[str]:
    return frozenset(point for region in regions for point in REGION_POINTS[region])


def points_of(regions: Iterable[str]) -> frozenset[str]:
    """The named points that treatments of `regions` may move; KeyError for an unknown region."""
    return _moved(frozenset(regions))
