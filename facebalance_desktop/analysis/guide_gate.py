"""Which guides a photo may carry: by its view, by how far the head is turned, and by whose points they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from facebalance_desktop.analysis.guide_kinds import GuideKind
from facebalance_desktop.analysis.measure_errors import Errors, own_errors
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.translation import tr

MOST_YAW = 3.0
"""Degrees of turn up to which left and right are compared: 3 degrees move the nose tip 3.4 % of the pupil distance."""


@dataclass(frozen=True)
class Conditions:
    """What decides which guides one photo carries. `view` as in faces.views, None where it is not known; `pose` None
    where no mesh tells it. `is_plumb`: the user declared that the camera was plumb. `upright` names whose vertical
    the levelled picture has otherwise: before's, or the photo's own where there is no before."""

    view: str | None = None
    pose: Pose | None = None
    is_plumb: bool = False
    upright: str = tr("Before vertical")
    errors: Errors = field(default_factory=own_errors)

    @property
    def aspect(self) -> str | None:
        """frontal, oblique, profile, basal or cephalic."""
        return None if self.view is None else self.view.split("-")[0]


FRONTAL = Conditions("frontal", Pose(0.0, 0.0, 0.0))
"""A straight frontal photo."""
ARTICLES: Mapping[str, str] = {
    "frontal": tr("a frontal photo"),
    "oblique": tr("an oblique"),
    "profile": tr("a profile"),
    "basal": tr("a view from below"),
    "cephalic": tr("a view from above"),
}


def refusal(kind: GuideKind, conditions: Conditions) -> str | None:
    """Why a guide is not drawn on such a photo, without its name; None where it may be."""
    if kind.view == "any":
        return None
    if conditions.aspect != kind.view:
        wanted = ARTICLES[kind.view]
        if conditions.aspect is None:
            return tr(
                "{wanted} is needed, and the view of this one is not known (set it on the page Photo)", wanted=wanted
            )
        return tr(
            "{wanted} is needed, and this is {get}",
            wanted=wanted,
            get=ARTICLES.get(conditions.aspect, conditions.aspect),
        )
    if kind.is_sided and conditions.pose is not None and abs(conditions.pose.yaw) > MOST_YAW:
        turn = tr("{yaw:.0f} degrees", yaw=abs(conditions.pose.yaw))
        return tr(
            "the head is turned by {turn}; left and right are compared up to {most_yaw:.0f}",
            turn=turn,
            most_yaw=MOST_YAW,
        )
    return None


def refusals(kinds: Iterable[GuideKind], conditions: Conditions) -> tuple[str, ...]:
    """One sentence a reason, with the guides it holds for."""
    names: dict[str, list[str]] = {}
    for kind in kinds:
        why = refusal(kind, conditions)
        if why is not None:
            names.setdefault(why, []).append(kind.name)
    return tuple(tr("no {who}: {why}.", who="; ".join(who), why=why) for why, who in names.items())
