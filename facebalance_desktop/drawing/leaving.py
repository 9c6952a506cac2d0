"""Whether a figure may be used for what its template says."""

from __future__ import annotations

from facebalance_desktop.drawing.figure import Figure, Material
from facebalance_desktop.drawing.templates import FigureTemplate
from facebalance_desktop.project.consent import refusal
from facebalance_desktop.project.publication import publication_refusal


def refused_use(material: Material, figure: Figure, template: FigureTemplate) -> str | None:
    """One sentence that says why this figure may not be written, copied or printed; None where it may."""
    photos = [side.photo for side in figure.sides]
    project, use = material.project, template.use
    return refusal(project, photos, use) or publication_refusal(
        project, material.pair, photos, use, material.clinic.disclaimer
    )
