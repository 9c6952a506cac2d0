"""What moved in words: sides are the patient's, and "no change" never stands without the size that could be seen."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facebalance_desktop.analysis.guide_kinds import hand_point
from facebalance_desktop.comparison.change_rules import Change
from facebalance_desktop.translation import NO_BREAK, decimal, in_sentence, tr

MM = 0.63
"""mm a per cent at a pupil distance of 63 mm."""
FRONTAL = tr("A frontal photo shows neither projection nor volume.")
OBLIQUE = tr("A turned photo shows neither projection nor volume as such, and widths only foreshortened.")
PROFILE = tr("A profile shows projection, but neither width nor volume.")
NOTHING = tr("No point is measurable.")
IN_PUPILS = tr("In % of the pupil distance, mm at a pupil distance of 63 mm, ± 95 % range.")
IN_HEIGHTS = tr(
    "In % of the distance from sellion to menton, ± 95 % range; points placed by hand include the operator's error."
)


@dataclass(frozen=True)
class ChangeWords:
    """What a panel and the command line say: a headline, a line for each point that moved, one for each that did not
    with the least shift that could be seen, a sentence on points that are not measurable, and what always holds."""

    headline: str
    moved: tuple[str, ...]
    unmoved: tuple[str, ...]
    unknown: str
    always: str

    @property
    def lines(self) -> tuple[str, ...]:
        unmoved = (UNMOVED, *(f"  {line}" for line in self.unmoved)) if self.unmoved else ()
        parts = (self.headline, *self.moved, *unmoved, self.unknown, self.always)
        return tuple(part for part in parts if part)


UNMOVED = tr("No change was seen at these points; a smaller shift than the one beside each cannot be seen here:")


def change_words(found: Mapping[str, Change], view: str | None) -> ChangeWords:
    """Of the changes between two photos of one `view`."""
    is_profile = (view or "").startswith("profile-")
    always = PROFILE if is_profile else OBLIQUE if (view or "").startswith("oblique-") else FRONTAL
    measured = [(code, change) for code, change in found.items() if change.status == "measured"]
    measured.sort(key=lambda item: -_size(item[1]))
    within = [(code, change) for code, change in found.items() if change.status == "within-error"]
    unknown = names_of([code for code, change in found.items() if change.status == "cannot-tell"], is_profile)
    if not measured and not within:
        return ChangeWords(NOTHING, (), (), "", always)
    headline = (
        ""
        if measured
        else tr("No change was seen that is larger than the error, at {count} points.", count=len(within))
    )
    units = IN_HEIGHTS if is_profile else IN_PUPILS
    return ChangeWords(
        headline,
        tuple(moved_words(code, change, view) for code, change in measured),
        tuple(
            tr(
                "{name_of}: under {least}",
                name_of=name_of(code, is_profile),
                least=_least(change.detectable, is_profile),
            )
            for code, change in within
        ),
        tr("Not measurable: {unknown}.", unknown="; ".join(unknown)) if unknown else "",
        f"{always} {units}",
    )


def moved_words(code: str, change: Change, view: str | None) -> str:
    """`Menton: 4.2 % down, 0.3 % to the patient's left ± 1.1 %`; on a profile forwards and backwards."""
    dx, dy = change.dx or 0.0, change.dy or 0.0
    is_profile = (view or "").startswith("profile-")
    if is_profile:
        ahead = dx if view == "profile-right" else -dx
        aside = tr("forward") if ahead > 0 else tr("backward")
    else:
        aside = tr("to the patient's left") if dx > 0 else tr("to the patient's right")
    parts = [(abs(dy), tr("down") if dy > 0 else tr("up")), (abs(dx), aside)]
    said = ", ".join(
        f"{decimal(size, '.1f')}{NO_BREAK}% {way}" for size, way in sorted(parts, reverse=True) if round(size, 1)
    )
    half = decimal(1.96 * (change.sigma or 0.0), ".1f")
    none = f"{decimal(0.0, '.1f')}{NO_BREAK}%"
    return f"{name_of(code, is_profile)}: {said or none} ±{NO_BREAK}{half}{NO_BREAK}%"


def names_of(codes: Sequence[str], is_profile: bool) -> list[str]:
    """Names in lower case; a right and a left point together as `alare, both sides`."""
    names = []
    for code in codes:
        name, side = code[:-2], code[-2:]
        if side == "_l" and f"{name}_r" in codes:
            continue
        is_both = side == "_r" and f"{name}_l" in codes
        words = in_sentence(name_of(code, is_profile))
        names.append(tr("{words}, both sides", words=words.removesuffix(tr(", right"))) if is_both else words)
    return names


def name_of(code: str, is_profile: bool) -> str:
    """The anthropometric name of a point."""
    return hand_point(code, is_profile).name


def _least(size: float | None, is_profile: bool) -> str:
    """The least shift that could be seen; every point that did not move has one."""
    assert size is not None
    if is_profile:
        return f"{decimal(size, '.1f')}{NO_BREAK}%"
    return tr("{size:.1f} % (about {size2:.1f} mm)", size=size, size2=MM * size)


def _size(change: Change) -> float:
    return math.hypot(change.dx or 0.0, change.dy or 0.0)
