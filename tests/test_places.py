"""Where on the face a drawing lies, by the mesh: every zone of the table, freehand drawings, needles, real faces."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.places import as_key, place_of, zones_within
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.templates import frontal, load_templates, place
from facebalance_desktop.planning.transfer import Surface

TEMPLATES = load_templates()


@pytest.fixture(scope="module")
def hopper(hopper_path: Path) -> Face:
    pixels = np.asarray(cv2.cvtColor(cv2.imread(str(hopper_path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)
    found = find_face(pixels).face
    assert found is not None
    return found


def ring(middle: Point, across: float, down: float) -> tuple[Point, ...]:
    turns = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    return tuple((middle[0] + across * float(np.cos(t)), middle[1] + down * float(np.sin(t))) for t in turns)


def test_every_zone_of_the_table_is_recognised_as_itself() -> None:
    for template in TEMPLATES.by_id.values():
        drawn = Annotation("a", "p", points=place(template, frontal()).points, shape="smooth")
        found = place_of(drawn, frontal(), TEMPLATES)
        assert found.template is template, template.id
        assert template.zone in found.zones
        assert found.side == template.side


def test_the_new_zones_are_there_and_have_regions() -> None:
    zones = TEMPLATES.zones
    assert {"mentalis", "dao", "perioral", "lower-face", "submental"} <= set(zones)
    assert "Submental" in zones["submental"]
    assert all(template.regions for template in TEMPLATES.by_id.values())
    assert TEMPLATES.by_id["masseter-right"].regions == ("masseter",)
    assert TEMPLATES.by_id["crows-feet-left"].regions == ("crows-feet",)


@pytest.mark.parametrize(
    ("index", "zone", "side"),
    [(118, "tear-trough", "right"), (348, "tear-trough", "left"), (50, "cheek", "right"), (280, "cheek", "left")],
)
def test_a_zone_drawn_by_hand_on_a_real_face_finds_its_region(hopper: Face, index: int, zone: str, side: str) -> None:
    surface = Surface(np.asarray(hopper.mesh))
    x, y = hopper.xy[index]
    unit = hopper.iod / 100
    if zone == "tear-trough":
        y -= 5 * unit  # between the lid and the rim, where a hollow is drawn
    drawn = Annotation("a", "p", points=ring((float(x), float(y)), 16 * unit, 6 * unit))
    found = place_of(drawn, surface, TEMPLATES)
    assert found.template is not None
    assert found.template.zone.startswith(zone)
    assert (found.template.side, found.side) == (side, side)


def test_a_cheek_drawn_into_the_tear_trough_shows_the_under_eye_card(hopper: Face) -> None:
    surface = Surface(np.asarray(hopper.mesh))
    x, y = hopper.xy[101]
    unit = hopper.iod / 100
    drawn = Annotation("a", "p", points=ring((float(x), float(y)), 22 * unit, 26 * unit))
    found = place_of(drawn, surface, TEMPLATES)
    assert found.template is not None
    assert found.template.zone == "cheek-malar"
    assert "tear-trough" in found.zones
    assert "under-eye" in {card.id for card in load_tables().cards_for(found.zones)}


def test_needles_find_the_smallest_zone_that_holds_them() -> None:
    face = frontal().mesh

    def at(index: int) -> Point:
        return float(face[index, 0]), float(face[index, 1])

    chin = place_of(Annotation("a", "p", points=(at(199),), kind="point"), frontal(), TEMPLATES)
    assert chin.template is not None and chin.template.zone == "mentalis"
    assert {"mentalis", "chin"} <= chin.zones
    assert chin.side == "middle"
    line = Annotation("a", "p", points=(at(172), at(150)), kind="line")
    along = place_of(line, frontal(), TEMPLATES)
    assert along.template is not None and along.template.id == "jawline-right"
    away = place_of(Annotation("a", "p", points=((-95.0, -80.0),), kind="point"), frontal(), TEMPLATES)
    assert (away.template, away.zones) == (None, frozenset())


def test_the_side_of_a_stroke_is_that_on_which_it_lies() -> None:
    face = frontal().mesh
    for indices, side in (((50, 101, 118), "right"), ((280, 330, 347), "left"), ((50, 4, 280), "middle")):
        places = tuple((float(face[index, 0]), float(face[index, 1])) for index in indices)
        stroke = Annotation("a", "p", points=places, kind="stroke")
        assert place_of(stroke, frontal(), TEMPLATES).side == side


def test_a_zone_that_was_only_said_stands_for_the_zones_in_it() -> None:
    assert {"chin", "lips", "dao"} <= zones_within("lower-face", as_key(TEMPLATES))
    assert zones_within("tear-trough", as_key(TEMPLATES)) == {"tear-trough"}
    assert zones_within("elbow", as_key(TEMPLATES)) == {"elbow"}
