"""Whether photos may be used for something: consent by patient, visit and photo.

The record and the patient's own eyes never need to be asked for here; what others see does. What is public needs more:
see `publication`.
"""

from __future__ import annotations

from collections.abc import Sequence

from facebalance_desktop.project.model import Consent, Photo, Project
from facebalance_desktop.project.visits import grouped
from facebalance_desktop.translation import in_sentence, tr

ASKED = ("teaching", "publication", "marketing")
"""Uses that need consent for every photo."""
USES = {
    "record": tr("Record"),
    "patient": tr("Patient"),
    "teaching": tr("Teaching"),
    "publication": tr("Publication"),
    "marketing": tr("Marketing"),
}
NOT_WRITTEN = tr("Nothing was written.")


def consent_for(project: Project, photo: Photo, use: str) -> Consent | None:
    """The record that counts for a photo and a use; None where it was not asked."""
    groups = grouped(project.photos, project.visits)
    days = {group.day for group in groups if any(item.id == photo.id for item in group.photos)}
    places = {"photo": {photo.id}, "visit": days - {""}, "patient": {""}}
    for scope, names in places.items():
        found = [item for item in project.consents if item.use == use and item.scope == scope and item.of in names]
        if found:
            return found[-1]
    return None


def refusal(project: Project, photos: Sequence[Photo], use: str) -> str | None:
    """One sentence that says why these photos may not be used so; None where they may.

    Teaching, publication and marketing need consent; for the patient's own eyes only a refusal counts.
    """
    if use == "record" or project.is_demonstration:
        return None
    refused = without = 0
    for photo in photos:
        consent = consent_for(project, photo, use)
        if consent is not None and not consent.is_given:
            refused += 1
        elif consent is None and use in ASKED:
            without += 1
    if refused:
        return tr(
            "The patient refused {use} for {count}. {not_written}",
            use=in_sentence(USES[use]),
            count=_count(refused, len(photos)),
            not_written=NOT_WRITTEN,
        )
    if without:
        return tr(
            "Consent to {use} is not noted for {count}; note it under Consent, or choose another use. {not_written}",
            use=in_sentence(USES[use]),
            count=_count(without, len(photos)),
            not_written=NOT_WRITTEN,
        )
    return None


def _count(some: int, of: int) -> str:
    if some == of:
        return tr("this photo") if of == 1 else tr("these photos")
    return tr("{some} of {of} photos", some=some, of=of)
