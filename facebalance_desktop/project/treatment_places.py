"""Where the drawings and treatments of a project lie on the face: by the mesh of the photo they were drawn on."""

from __future__ import annotations

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.places import NOWHERE, Place, as_key, place_of, zones_within
from facebalance_desktop.planning.templates import ZoneTemplates, load_templates
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.annotation_transfer import surface_of
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.face_trust import trusted_photo
from facebalance_desktop.project.model import Project


def place_on_photo(project: Project, item: Annotation, templates: ZoneTemplates) -> Place:
    """Where a drawing lies; nowhere for one without a face or one that cannot be treated."""
    photo = trusted_photo(project, item.photo)
    if photo is None or photo.face is None or not item.is_treatable:
        return NOWHERE
    return place_of(item, surface_of(photo.face), templates)


def zones_of(project: Project, item: Treatment, templates: ZoneTemplates) -> frozenset[str]:
    """The zones of the table that a treatment concerns: that which was said, and all that its drawing touches."""
    drawing = project.annotation(item.annotation)
    said = zones_within(item.region, as_key(templates)) if item.region and drawing is None else {item.region} - {""}
    drawn = frozenset[str]() if drawing is None else place_on_photo(project, drawing, templates).zones
    return frozenset(said) | drawn


def zone_of_other_side(project: Project, item: Annotation) -> Annotation | None:
    """The same zone of the table on the other side of the face, on the same photo; None where it was not drawn."""
    known = CLINIC.of(load_templates).by_id
    own = known.get(item.region or "")
    for other in project.annotations if own is not None else ():
        template = known.get(other.region or "")
        if template is None or own is None or other.photo != item.photo or not other.is_shown:
            continue
        if template.zone == own.zone and template.side != own.side:
            return other
    return None
