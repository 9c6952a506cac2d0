"""What to say of a poor photo match before photos are shown to others."""

from __future__ import annotations

from collections.abc import Iterable

from facebalance_desktop.comparison.comparability import GRADE_WORDS, Comparability
from facebalance_desktop.project.derived import Pair, match_of
from facebalance_desktop.project.face_trust import trusted_photo
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import tr


def shown_warning(pair: Pair, project: Project, others: Iterable[tuple[str, str]] = ()) -> str | None:
    """Of the shown pair and of `others` (before and after ids) that a show puts up; None where none is poor."""
    found = [match_warning(pair.match)]
    for before, after in others:
        one, other = trusted_photo(project, before), trusted_photo(project, after)
        if one is not None and other is not None:
            found.append(match_warning(match_of(one, other)))
    return next((sentence for sentence in found if sentence is not None), None)


def print_warning(pair: Pair, shown: Iterable[str]) -> str | None:
    """Of a printed figure that shows both photos of the pair (`shown`: ids). A public use is refused, not warned of
    (project.publication)."""
    is_whole = pair.after is not None and {pair.before.photo.id, pair.after.photo.id} <= set(shown)
    return match_warning(pair.match) if is_whole else None


def match_warning(match: Comparability | None) -> str | None:
    """What a surgeon should know before a pair is shown to others: its grade and gravest reason; None where it is not
    poor or refused."""
    if match is None or match.grade not in ("poor", "refused"):
        return None
    why = match.reasons[0].sentence if match.reasons else ""
    return tr("Photo match: {grade}. {why}", grade=GRADE_WORDS[match.grade], why=why).strip()
