"""What all drawing tools share: the record of something new, and its edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from facebalance_desktop.drawing.scene import Pane
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import COLOURS, KINDS, Annotation
from facebalance_desktop.planning.templates import ZoneTemplate, load_templates
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.edits_annotations import add_annotation
from facebalance_desktop.project.model import Project, new_id
from facebalance_desktop.project.treatment_places import place_on_photo
from facebalance_desktop.translation import in_sentence, tr
from facebalance_desktop.ui.annotate.tools.tool import ToolHost


def next_colour(project: Project, kind: str) -> str:
    """The colour that something new of this kind is offered in."""
    return KINDS[kind].colour or COLOURS[len(project.annotations) % len(COLOURS)]


def template_of(item: Annotation, project: Project) -> ZoneTemplate | None:
    """The zone of the table that it is; None without a face mesh, or elsewhere."""
    return place_on_photo(project, item, CLINIC.of(load_templates)).template


def made(project: Project, photo: str, kind: str, points: Sequence[Point], shape: str = "polygon") -> Annotation:
    """A new annotation, named after where it lies on the face; rulers, notes and arrows have no name of their own."""
    rounded = tuple((round(x, 3), round(y, 3)) for x, y in points)
    item = Annotation(new_id(), photo, "", next_colour(project, kind), rounded, kind)
    if shape != "polygon":
        item = replace(item, shape="ellipse" if shape == "ellipse" else "smooth")
    if not item.is_treatable:
        return item
    template = template_of(item, project)
    if template is not None:
        return replace(item, name=template.name, region=template.id)
    count = sum(other.kind == kind for other in project.annotations)
    return replace(item, name=f"{KINDS[kind].name} {count + 1}")


def draw(host: ToolHost, item: Annotation) -> str:
    """Put a new annotation into the project; its id."""
    host.session.do(tr("Draw {name}", name=in_sentence(KINDS[item.kind].name)), add_annotation(item))
    return item.id


def pane_of(host: ToolHost, photo: str | None) -> Pane | None:
    """The pane that shows a photo, if one does."""
    return next((pane for pane in host.current_panes() if pane.side.photo.id == photo), None)
