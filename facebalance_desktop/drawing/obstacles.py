"""Why a mode cannot be shown for the present pair; side by side always can."""

from __future__ import annotations

from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.comparison.comparability import GRADE_WORDS, NEEDED, Comparability
from facebalance_desktop.drawing.view_options import MODES, ON_TOP, Mode
from facebalance_desktop.project.derived import Pair
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.photo_grids import movement_of, view_of
from facebalance_desktop.translation import in_sentence, tr

STILL = tr("Side by side shows them as they are.")
NO_MOVEMENT = tr(
    "Movement needs photos from the front: one at rest, and of the same visit one of an expression; set the views of "
    "the photos."
)


def obstacle(project: Project, pair: Pair, mode: Mode) -> str | None:
    """One sentence that says why `mode` cannot be shown now, or None."""
    if mode == "side-by-side":
        return None
    if mode == "mirrored":
        if any((view_of(side.photo) or "").startswith(("oblique", "profile", "basal")) for side in pair.sides):
            return tr("Mirrored halves need faces seen from the front.")
        has_midline = face_frame(pair.before.points) is not None
        return None if has_midline else tr("Mirrored halves need both pupils of the before photo; place them by hand.")
    if mode == "board":
        return None if len(project.photos) > 1 else tr("A board needs more than one photo.")
    if mode == "movement":
        return None if movement_of(project) is not None else NO_MOVEMENT
    if pair.after is None:
        return tr("{modes} needs two photos; add a second one.", modes=MODES[mode])
    if mode in ON_TOP and pair.alignment is None:
        return tr(
            "{modes} needs photos that can be laid over each other. {problem} {still}",
            modes=MODES[mode],
            problem=pair.problem or "",
            still=STILL,
        )
    if mode in ON_TOP and pair.match is not None:
        return _mismatch(pair.match, mode)
    return None


def _mismatch(match: Comparability, mode: Mode) -> str | None:
    """What the photo match says against laying one photo over the other."""
    unknown = [match.unchecked[what] for what in NEEDED if what in match.unchecked]
    why = match.reasons[0].sentence if match.reasons else " ".join(unknown[:1])
    if match.is_refused:
        return tr(
            "These photos are not comparable, so that {modes} is not offered. {why} {still}",
            modes=in_sentence(MODES[mode]),
            why=why,
            still=STILL,
        )
    if mode == "difference" and match.grade != "good":
        words = GRADE_WORDS[match.grade]
        return tr(
            "Difference needs a good photo match; this one is {words}. {why} The other modes remain available.",
            words=words,
            why=why,
        )
    return None
