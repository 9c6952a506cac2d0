"""A project with something of every kind that can be drawn on its photos."""

from __future__ import annotations

from dataclasses import replace

from faces_posed import frontal_pair, profile_photo

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import DiscussedRisk, Plan, PlanSession, Treatment
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import (
    Comparison,
    GuideState,
    MeasureSettings,
    Nudge,
    Patient,
    Project,
    new_project,
)

PINNED = ("intercanthal-width", "brow-tilt", "mouth-width", "lower-third", "canthal-tilt", "e-line-lower")


def one_of_each(photo: str, x: float = 0.0, y: float = 0.0) -> tuple[Annotation, ...]:
    """One of every kind and shape, round (580, 520) and shifted by (x, y) px."""

    def at(*places: tuple[float, float]) -> tuple[tuple[float, float], ...]:
        return tuple((px + x, py + y) for px, py in places)

    return (
        Annotation("zone", photo, "Chin", points=at((540, 930), (640, 925), (600, 990))),
        Annotation(
            "smooth", photo, "Cheek, right", "#8fd3ff", at((380, 640), (450, 630), (440, 720), (390, 700)),
            shape="smooth", is_schematic=True, region="cheek-right",
        ),
        Annotation(
            "ellipse", photo, "Cheek, left", "#ffd166", at((760, 680), (810, 690), (755, 715)), shape="ellipse",
            width=1.6, opacity=0.4,
        ),
        Annotation("point", photo, "Glabella", "#a8e6a1", at((590, 430)), "point"),
        Annotation("line", photo, "Jaw", points=at((420, 900), (480, 960)), kind="line"),
        Annotation("fan", photo, "Fan", points=at((700, 800), (740, 850), (690, 870)), kind="fan"),
        Annotation("arrow", photo, "", "#ffffff", at((500, 300), (560, 260)), "arrow"),
        Annotation("note", photo, "", "#ffffff", at((640, 620), (860, 560)), "note", text=3 * "Again\nin six weeks "),
        Annotation("ruler", photo, "Brow", "#9fe8ff", at((450, 380), (720, 400)), "ruler"),
        Annotation("angle", photo, "", "#9fe8ff", at((520, 700), (570, 760), (640, 730)), "angle"),
        Annotation("stroke", photo, "", points=at((300, 500), (320, 540), (310, 590), (330, 640)), kind="stroke"),
    )  # fmt: skip


def plan() -> Plan:
    filler = Treatment(
        "planned", region="chin", region_name="Chin", annotation="zone", modality="ha-filler",
        modality_name="HA filler", colour="#e0607e", product="one", product_name="Product One", amount=0.7, unit="mL",
        session="first", goal="projection", plane="supraperiosteal", technique="bolus", gauge="27 G",
        risks=(DiscussedRisk("bruise", "Bruises are frequent."), DiscussedRisk("lump", "Lumps may be felt.")),
    )  # fmt: skip
    toxin = Treatment(
        "done", "done", annotation="point", region_name="Glabella", modality="neuromodulator", side="middle",
        modality_name="Neuromodulator", colour="#4aa3df", product="two", product_name="Product Two", amount=20.0,
        unit="U", date="2024-02-20", operator="Dr Example", lot="A 17", expiry="2025-01-31", review="2024-06-01",
    )  # fmt: skip
    both = Treatment(
        "both", region="cheek", region_name="Cheek", side="both", annotation="smooth", modality="ha-filler",
        modality_name="HA filler", colour="#e0607e", amount=1.0, unit="mL", session="second",
    )  # fmt: skip
    return Plan((PlanSession("first", "First visit"), PlanSession("second", "Second visit")), (filler, toxin, both))


def drawn_pair(**changes: object) -> Project:
    """The frontal pair, levelled and nudged, with drawings on both photos, a plan, pinned measures, all guides."""
    project = frontal_pair()
    first, second = project.photos
    comparison = Comparison("c" * 32, first.id, second.id, nudge=Nudge(4.0, -3.0, 0.5, 1.01))
    own = one_of_each(first.id)
    later = replace(
        own[0], id="later", photo=second.id, name="Lip", points=((560.0, 1010.0), (650.0, 1010.0), (600.0, 1040.0))
    )
    values: dict[str, object] = {
        "patient": Patient("Ada Secret", "A 17", "1971-03-02"),
        "comparisons": (comparison,),
        "annotations": (*own, later),
        "plan": plan(),
        "measures": MeasureSettings(pinned=PINNED),
        "guides": all_guides(),
    }
    return replace(project, **(values | changes))  # type: ignore[arg-type]  # fields by name


def all_guides() -> tuple[GuideState, ...]:
    """Every guide shown, every third in a colour and width of its own."""
    return tuple(
        GuideState(kind, True, "#12ab34", 1.7) if n % 3 == 1 else GuideState(kind, True)
        for n, kind in enumerate(guide_kinds())
    )


def profiles() -> Project:
    """Two profiles with points by hand, the later one with a fuller chin."""
    move = Similarity.of(5.0, 1.1, (20.0, -15.0), (600.0, 600.0))
    after = profile_photo(2, move)
    points = tuple(replace(one, x=one.x + 14.0) if one.code in ("pg", "gn", "sl") else one for one in after.points)
    project = add_photos([profile_photo(1, is_plumb=True), replace(after, points=points)])(new_project())
    return replace(project, guides=all_guides(), annotations=one_of_each(project.photos[0].id)[:4])
