"""What the shown guides lack, which of them photos cannot carry, and what holds for the others, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from facebalance_desktop.analysis.contours import NOT_TRACED, contours
from facebalance_desktop.drawing.scene import guides_of_side
from facebalance_desktop.project.derived import Side
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr


@dataclass(frozen=True)
class GuideWords:
    """Lines of sentences, each with the photo it speaks of; what holds for both photos stands once."""

    missing: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def guide_words(project: Project, sides: Sequence[Side]) -> GuideWords:
    """Of the guides shown on these photos, as far as their faces were looked for."""
    shown = frozenset(state.id for state in project.guides if state.is_shown)
    missing: list[tuple[str, str]] = []
    withheld: list[tuple[str, str]] = []
    told: list[tuple[str, str]] = []
    for side in sides:
        if side.photo.faces is None:
            continue
        name = side.caption or side.photo.name
        guides = guides_of_side(side, shown, side.to_reference, len(sides) == 1)  # those of the picture
        for sentences, own in ((missing, guides.missing), (withheld, guides.withheld), (told, guides.told)):
            sentences.extend((name, sentence) for sentence in own)
    if "outline" in shown and sides and not contours(sides[0].photo.face, sides[0].points):
        told.append(("", NOT_TRACED))
    return GuideWords(_together(missing), _together(withheld), _together(told))


def _together(said: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    names: dict[str, list[str]] = {}
    for name, sentence in said:
        names.setdefault(sentence, []).append(name)
    lines = []
    for sentence, own in names.items():
        whose = tr("Both") if len(own) > 1 else own[0]
        lines.append(f"{whose}: {sentence}" if whose else sentence)
    return tuple(lines)
