"""A pair of photos that lie on each other by two points set by hand: figures without waiting for faces."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.drawing.figure import Figure, Material, lay_out
from facebalance_desktop.drawing.figure_text import ClinicTexts
from facebalance_desktop.drawing.primitives import Clip, Drawing, Sheet, Text
from facebalance_desktop.drawing.templates import FigureTemplate, templates
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import Plan, PlanSession, Treatment
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.intake import decode_pyramid, photo_of
from facebalance_desktop.project.model import Comparison, Patient, Project, new_id, new_project
from facebalance_desktop.render import fonts
from facebalance_desktop.work import JobContext

TURN = Similarity.of(rotation=4, scale=1.1, shift=(10, 5), about=(256, 300))
CLINIC = ClinicTexts("Example Clinic", "12 Example Street", "Results vary from person to person.")


def two_photos(before: bytes) -> tuple[bytes, bytes]:
    """The photo, and itself turned."""
    with Image.open(BytesIO(before)) as image:
        pixels = np.asarray(image.convert("RGB"))
    height, width = pixels.shape[:2]
    turned = cv2.warpAffine(pixels, TURN.to_cv2(), (width, height), borderMode=cv2.BORDER_REPLICATE)
    target = BytesIO()
    Image.fromarray(np.asarray(turned, np.uint8)).save(target, "JPEG", quality=95)
    return before, target.getvalue()


def project_of(before: bytes, after: bytes, originals: InMemory, is_level: bool = False) -> Project:
    """A project with both, aligned by two points, a zone, a plan and a patient."""
    first, second = (
        replace(photo_of(data, name, originals), faces=0, taken=taken, taken_source="exif")
        for data, name, taken in (
            (before, "Ada Secret.jpg", "2024-03-12T10:00:00"),
            (after, "Ada Secret 2.jpg", "2024-06-20T10:00:00"),
        )
    )
    anchors = tuple((point, TURN.point(point)) for point in ((220.0, 190.0), (300.0, 190.0)))
    comparison = Comparison(new_id(), first.id, second.id, is_level=is_level, anchors=anchors)
    zone = Annotation(new_id(), first.id, "Chin", points=((240.0, 300.0), (300.0, 300.0), (270.0, 345.0)))
    session = PlanSession(new_id(), "First visit")
    treatment = Treatment(
        new_id(),
        annotation=zone.id,
        modality="filler",
        product="Product One",
        amount=0.7,
        unit="mL",
        session=session.id,
        goal="projection",
    )
    return replace(
        new_project(),
        patient=Patient("Ada Secret", "A 17", "1971-03-02"),
        photos=(first, second),
        comparisons=(comparison,),
        annotations=(zone,),
        plan=Plan((session,), (treatment,)),
    )


def made_project(hopper: Path) -> tuple[Project, InMemory]:
    originals = InMemory()
    return project_of(*two_photos(hopper.read_bytes()), originals), originals


def pyramids_of(project: Project, originals: InMemory) -> dict[str, Pyramid]:
    return {photo.sha256: decode_pyramid(JobContext(), originals, photo.sha256, photo.name) for photo in project.photos}


def material_of(project: Project) -> Material:
    pair = pair_of(project)
    assert pair is not None
    return Material(project, pair, clinic=CLINIC)


def publishable(project: Project) -> Project:
    """With a treatment between the photos, and all that was not checked found equal by a human."""
    comparison, match = project.comparisons[-1], material_of(project).pair.match
    assert match is not None
    ticked = replace(comparison, checked=tuple(match.unchecked))
    done = Treatment(
        new_id(), "done", region="chin", region_name="Chin", modality="ha-filler", modality_name="HA filler",
        date="2024-04-01",
    )  # fmt: skip
    plan = replace(project.plan, treatments=(*project.plan.treatments, done))
    return replace(project, comparisons=(ticked,), plan=plan)


def template(name: str, **changes: object) -> FigureTemplate:
    return replace(templates().named(name), **changes)  # type: ignore[arg-type]  # fields by name


def figure_of(project: Project, name: str, **changes: object) -> Figure:
    return lay_out(material_of(project), template(name, **changes), fonts.measure)


def words_of(figure: Figure) -> str:
    """All texts of a figure."""
    found: list[str] = []

    def collect(items: tuple[Drawing, ...]) -> None:
        for item in items:
            if isinstance(item, Text):
                found.append(item.text)
            elif isinstance(item, Clip | Sheet):
                collect(item.items)

    for page in figure.pages:
        collect(page.items)
    return "\n".join(found)
