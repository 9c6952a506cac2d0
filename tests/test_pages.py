"""Pages that leave the house: clean crops, readable words, zones and treatments in one order, nothing said twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from figures_made import CLINIC, template, words_of

from facebalance_desktop.drawing.figure import Figure, Material, lay_out, same_pages
from facebalance_desktop.drawing.primitives import Clip, Disc, Drawing, Scene, Sheet, Text, pictures
from facebalance_desktop.drawing.templates import LEAST_TEXT, template_of, templates
from facebalance_desktop.geometry import Point, is_inside
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.templates import load_templates, place
from facebalance_desktop.planning.treatments import Plan, PlanSession, Treatment, done_from
from facebalance_desktop.project.annotation_transfer import surface_of
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.model import Patient, Project, new_id
from facebalance_desktop.render import fonts

pytestmark = needs_qt
ZONES = ("chin", "tear-trough-right", "tear-trough-left", "cheek-malar-right", "cheek-malar-left", "jawline-left")


def zone(project: Project, name: str) -> Annotation:
    photo = project.photos[0]
    assert photo.face is not None
    row = load_templates().by_id[name]
    points = tuple(place(row, surface_of(photo.face)).points)
    return Annotation(new_id(), photo.id, row.name, points=points, shape="smooth", region=name, is_schematic=True)


def roomy(project: Project, away: float = 400.0) -> Project:
    """The same faces in the middle of photos that show more round them."""
    photos = []
    for photo in project.photos:
        face = photo.face
        assert face is not None
        points = {code: replace(mark, x=mark.x + away, y=mark.y + away) for code, mark in face.points.items()}
        mesh = tuple((x + away, y + away, z) for x, y, z in face.mesh)
        size = round(photo.width + 2 * away)
        photos.append(replace(photo, width=size, height=size, face=replace(face, mesh=mesh, points=points)))
    return replace(project, photos=tuple(photos))


@pytest.fixture
def project() -> Project:
    """Six zones; the plan holds the third and fifth with the zones of their other sides, in another order."""
    made = roomy(pair_with_faces())
    zones = {name: zone(made, name) for name in ZONES}
    session = PlanSession(new_id(), "First visit")
    trough, cheek = (
        Treatment(
            new_id(), region=region, region_name=name, side="both", annotation=zones[f"{region}-right"].id,
            modality="ha-filler", modality_name="HA filler", product="ha-unnamed",
            product_name="HA filler, brand not listed", amount=0.3, unit="mL", session=session.id, goal="softer",
        )
        for region, name in (("tear-trough", "Tear trough"), ("cheek-malar", "Cheek, malar"))
    )  # fmt: skip
    toxin = Treatment(
        new_id(), region="chin", side="middle", annotation=zones["chin"].id, modality="neuromodulator",
        modality_name="Neuromodulator", product="x", product_name="OnabotulinumtoxinA", amount=6,
        unit="U of onabotulinumtoxinA",
    )  # fmt: skip
    done = replace(done_from(cheek, new_id()), amount=0.2, date="2024-04-02", lot="L 1", expiry="2026-01-31")
    plan = Plan((session,), (done, cheek, trough, toxin))
    patient = Patient("Ada Secret", "A 17", "1971-03-02")
    for guide in ("thirds", "midline", "horizontals"):
        made = show_guide(guide, True)(made)
    return replace(made, annotations=tuple(zones.values()), plan=plan, patient=patient)


def figure(project: Project, name: str) -> Figure:
    pair = pair_of(project)
    assert pair is not None
    return lay_out(Material(project, pair, clinic=CLINIC), template(name), fonts.measure)


def flat(items: tuple[Drawing, ...]) -> Iterator[Drawing]:
    for item in items:
        yield item
        if isinstance(item, Clip | Sheet):
            yield from flat(item.items)


def texts(page: Scene) -> list[Text]:
    return [item for item in flat(page.items) if isinstance(item, Text)]


@pytest.mark.parametrize("name", [item.id for item in templates().all])
def test_no_word_is_smaller_than_nine_points(project: Project, name: str) -> None:
    for page in figure(project, name).pages:
        for text in texts(page):
            assert text.size >= LEAST_TEXT - 0.01, text.text


def test_a_clinics_older_template_with_smaller_words_is_read_with_nine_points() -> None:
    assert template_of({"id": "x", "name": "X", "source": "s", "text_size": 7.5}).text_size == LEAST_TEXT


@pytest.mark.parametrize("name", [item.id for item in templates().all if item.framing != "whole"])
def test_no_edge_of_a_photo_is_seen(project: Project, name: str) -> None:
    """What a page shows of a photo lies within that photo."""
    for page in figure(project, name).pages[:1]:
        sheets = [item for item in flat(page.items) if isinstance(item, Sheet)]
        assert sheets
        for sheet in sheets:
            (picture,) = pictures(sheet.items)
            to_photo = picture.photo_to_page.inverse()
            for x, y in (to_photo.point(corner) for corner in sheet.outline):
                assert -0.5 <= x <= picture.width + 0.5
                assert -0.5 <= y <= picture.height + 0.5


def test_numbers_stand_beside_the_face_with_leaders_to_their_zones(project: Project) -> None:
    page = figure(project, "plan").pages[0]
    sheet = next(item for item in flat(page.items) if isinstance(item, Sheet))
    numbers = [text for text in texts(page) if text.text in tuple("123456") and text.is_bold]
    assert sorted(text.text for text in numbers) == list("123456")
    outlines = [outline_on(project, item, page) for item in project.annotations]
    tips = [item.centre for item in flat(sheet.items) if isinstance(item, Disc)]
    assert len(tips) == 6
    for text in numbers:
        assert not any(is_inside(text.at, outline) for outline in outlines), text.text
    for outline in outlines:
        assert any(min(abs(x - px) + abs(y - py) for px, py in outline) < 6 for x, y in tips)


def outline_on(project: Project, item: Annotation, page: Scene) -> tuple[Point, ...]:
    picture = pictures(page.items)[0]
    return tuple(picture.photo_to_page.point(point) for point in item.points)


def test_rows_stand_in_the_order_of_the_numbers_and_both_sides_are_one(project: Project) -> None:
    words = words_of(figure(project, "chart")).splitlines()
    rows = [" ".join(line.split()) for line in words]
    begins = [row.split(" ")[0] for row in rows if row[:2] in ("1 ", "2,", "3 ", "4,", "5 ", "6 ") and row != "6 U"]
    assert begins == ["1", "2,", "4,", "4,"], rows
    assert any(row.startswith("Zones without a treatment: 6 Jawline, left") for row in rows)


def test_nothing_is_said_twice(project: Project) -> None:
    for name in ("chart", "plan", "visit-report"):
        words = " ".join(words_of(figure(project, name)).split())
        assert "listed · HA" not in words and "listed HA filler" not in words, name
        assert "6 U of" not in words and "6 U" in words, name


def test_days_and_sides_are_words(project: Project) -> None:
    words = " ".join(words_of(figure(project, "chart")).split())
    for said in ("born 2 Mar 1971", "performed 2 Apr 2024", "expires 31 Jan 2026", "both sides", "each side"):
        assert said in words, said
    assert "2024-" not in words and "1971-" not in words


def test_the_patient_sees_no_signs_of_the_program(project: Project) -> None:
    words = words_of(figure(project, "patient"))
    assert "~" not in words and "adjust" not in words
    assert "schematically" in words


def test_a_table_goes_on_below_its_heading_on_the_next_page(project: Project) -> None:
    first = project.plan.treatments[1]
    many = tuple(replace(first, id=new_id(), goal=f"goal {number:02}") for number in range(40))
    pages = figure(replace(project, plan=replace(project.plan, treatments=many)), "chart").pages
    assert len(pages) >= 2
    for page in pages:
        words = [text.text for text in texts(page)]
        assert words.count("Treatment") == 1
        assert any(text.startswith("Goal: goal") for text in words), "no page without a row"
    assert sum(text.text.startswith("Goal: goal") for page in pages for text in texts(page)) == 40


def test_templates_that_make_the_same_pages_are_known(project: Project) -> None:
    pair = pair_of(project)
    assert pair is not None
    material = Material(project, pair, clinic=CLINIC)
    known = templates()
    same = same_pages(material, known.named("three-up"), known.all, fonts.measure)
    assert [item.id for item in same] == ["series"]
    assert same_pages(material, known.named("chart"), known.all, fonts.measure) == ()
