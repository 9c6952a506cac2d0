"""The tables of guides (resources/guides.toml) and of hand-placed points (resources/hand_points.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from facebalance_desktop import resources
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.geometry import Point
from facebalance_desktop.translation import begun_small, tr

GROUPS: Mapping[str, str] = {
    "frontal": tr("From the front"),
    "profile": tr("In profile"),
    "canon": tr("Drawing canons, not targets"),
}


@dataclass(frozen=True)
class GuideKind:
    """A row of the table: how a guide is drawn, on which named points, and its words. `view` is the one that a photo
    must have (frontal, profile or any); `is_sided`: left and right are compared."""

    id: str
    name: str
    group: str
    draw: str
    points: tuple[str, ...]
    colour: str
    key: str
    tip: str
    label: str
    source: str
    view: str
    is_sided: bool


@dataclass(frozen=True)
class HandPoint:
    """A named point as the point-placing tool speaks of it. `where` is its place in the small picture, 0..1."""

    id: str
    name: str
    definition: str
    picture: str
    where: Point


@lru_cache(maxsize=1)
def guide_kinds() -> Mapping[str, GuideKind]:
    """Every guide by its id, in the order of the table."""
    return {
        row["id"]: GuideKind(
            row["id"],
            row["name"],
            row["group"],
            row["draw"],
            tuple(row["points"]),
            row["colour"],
            row["key"],
            row["tip"],
            row.get("label", row["name"]),
            row["source"],
            row["view"],
            row.get("is_sided", False),
        )
        for row in resources.table("guides").rows
    }


WHERE: Mapping[str, Mapping[str, Point]] = {
    "frontal": {
        "tr": (0.5, 0.13),
        "g": (0.5, 0.38),
        "n": (0.5, 0.43),
        "prn": (0.5, 0.58),
        "sn": (0.5, 0.63),
        "ls": (0.5, 0.68),
        "sto": (0.5, 0.715),
        "li": (0.5, 0.75),
        "sl": (0.5, 0.79),
        "pg": (0.5, 0.86),
        "gn": (0.5, 0.8975),
        "me": (0.5, 0.935),
        "p_r": (0.34, 0.45),
        "p_l": (0.66, 0.45),
        "ex_r": (0.25, 0.45),
        "ex_l": (0.75, 0.45),
        "en_r": (0.42, 0.455),
        "en_l": (0.58, 0.455),
        "al_r": (0.42, 0.6),
        "al_l": (0.58, 0.6),
        "ac_r": (0.41, 0.61),
        "ac_l": (0.59, 0.61),
        "sbal_r": (0.45, 0.63),
        "sbal_l": (0.55, 0.63),
        "cph_r": (0.48, 0.675),
        "cph_l": (0.52, 0.675),
        "brow_head_r": (0.44, 0.385),
        "brow_head_l": (0.56, 0.385),
        "brow_r": (0.3, 0.365),
        "brow_l": (0.7, 0.365),
        "brow_tail_r": (0.22, 0.39),
        "brow_tail_l": (0.78, 0.39),
        "ch_r": (0.37, 0.715),
        "ch_l": (0.63, 0.715),
    },
    "profile": {
        "tr": (0.68, 0.13),
        "g": (0.795, 0.31),
        "n": (0.765, 0.345),
        "prn": (0.905, 0.525),
        "sn": (0.82, 0.58),
        "ls": (0.845, 0.63),
        "sto": (0.81, 0.66),
        "li": (0.83, 0.69),
        "sl": (0.79, 0.735),
        "pg": (0.8, 0.79),
        "gn": (0.775, 0.815),
        "me": (0.75, 0.84),
    },
}
"""Places of the points of landmarks.toml in the small pictures."""


@lru_cache(maxsize=1)
def _hand_points() -> Mapping[str, HandPoint]:
    return {
        row["id"]: HandPoint(row["id"], row["name"], row["definition"], row["picture"], tuple(row["where"]))
        for row in resources.table("hand_points").rows
    }


def hand_point(code: str, is_profile: bool) -> HandPoint:
    """What to say of a named point while it is placed; `is_profile` chooses between its two places."""
    if code in _hand_points():
        return _hand_points()[code]
    picture = "profile" if is_profile and code in WHERE["profile"] else "frontal"
    kind = point_kinds().get(code)
    name, definition = (code, "") if kind is None else (kind.name, kind.definition)
    return HandPoint(code, name, definition, picture, WHERE[picture].get(code, (0.5, 0.5)))


PLAIN: Mapping[str, str] = {
    "tr": tr("hairline"),
    "ch_r": tr("right mouth corner"),
    "ch_l": tr("left mouth corner"),
    "p_r": tr("right pupil"),
    "p_l": tr("left pupil"),
}
"""Plain words where the anatomical name is heard less."""


def point_name(code: str) -> str:
    """A point's name for sentences: `right mouth corner`."""
    name = PLAIN.get(code) or hand_point(code, False).name
    return begun_small(name)
