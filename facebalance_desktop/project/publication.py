"""What a public figure needs besides consent: photos that match, words on what was done, the clinic's disclaimer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from facebalance_desktop.comparison.comparability import GRADE_WORDS, Comparability
from facebalance_desktop.planning.treatments import Treatment, place_words
from facebalance_desktop.project.consent import NOT_WRITTEN, USES
from facebalance_desktop.project.derived import Pair, match_of
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.project.visits import (
    done_treatments,
    sitting_of,
    treatment_name,
    treatments_before,
    view_of,
    visits_of,
)
from facebalance_desktop.translation import in_sentence, tr

PUBLIC = ("publication", "marketing")
MATCHING = ("good", "care")


def publication_refusal(project: Project, pair: Pair, photos: Sequence[Photo], use: str, disclaimer: str) -> str | None:
    """One sentence that says what a figure of these photos lacks for a public use; None where it lacks nothing."""
    if use not in PUBLIC or project.is_demonstration:
        return None
    for match in _matches(pair, photos):
        if match is None:
            return tr(
                "Whether the photos match is not known yet; {use} needs that. {not_written}",
                use=in_sentence(USES[use]),
                not_written=NOT_WRITTEN,
            )
        if not _is_enough(match):
            words = GRADE_WORDS[match.grade]
            return tr(
                "The photo match is {words}; {use} needs one that is good or with care. {not_written}",
                words=words,
                use=in_sentence(USES[use]),
                not_written=NOT_WRITTEN,
            )
    if not description(project, photos):
        return tr(
            "No dated treatment is on record before the last of these photos; {use} needs to say what "
            "was done. Record it as performed, with its date. {not_written}",
            use=in_sentence(USES[use]),
            not_written=NOT_WRITTEN,
        )
    if not disclaimer.strip():
        return tr(
            "The clinic's disclaimer is empty; {use} needs it. It is written in the settings. {not_written}",
            use=in_sentence(USES[use]),
            not_written=NOT_WRITTEN,
        )
    return None


def _is_enough(match: Comparability) -> bool:
    """Good or with care; where the program cannot tell, a human has found equal all that was not checked."""
    return match.grade in MATCHING or (match.grade not in ("poor", "refused") and not match.unchecked)


def _matches(pair: Pair, photos: Sequence[Photo]) -> Iterator[Comparability | None]:
    """The match of each photo with the first of its view; that of the shown pair as it is."""
    shown = {photo.id for photo in photos}
    if pair.after is not None and {side.photo.id for side in pair.sides} <= shown:
        yield pair.match
    own = {side.photo.id for side in pair.sides}
    first: dict[str, Photo] = {}
    for photo in photos:
        view = view_of(photo) or ""
        before = first.setdefault(view, photo)
        if before is photo or {before.id, photo.id} == own:
            continue
        yield None if None in (before.faces, photo.faces) else match_of(before, photo)


def description(project: Project, photos: Sequence[Photo]) -> str:
    """`Treatment: HA filler, lips; rhinoplasty`: what was done by the last photo and not before the first."""
    visits = visits_of(project)
    sittings = [sitting for photo in photos if (sitting := sitting_of(visits, photo.id)) is not None and sitting.date]
    if not sittings:
        return ""
    first, last = (choose(sittings, key=lambda sitting: sitting.date or "") for choose in (min, max))
    earlier = {item.id for item in treatments_before(project.plan, first)} if first is not last else set()
    done = [item for item in done_treatments(project.plan) if item.date and item.date <= (last.date or "")]
    told = dict.fromkeys(_told(item) for item in done if item.id not in earlier and item.modality != "no-treatment")
    return tr("Treatment: {told}.", told="; ".join(told)) if told else ""


def _told(item: Treatment) -> str:
    place = place_words(item)
    return treatment_name(item) if place == tr("No region") else f"{treatment_name(item)}, {in_sentence(place)}"
