"""Pages of exported figures: what each template shows and hides, and that nothing depends on the size in pixels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from driving import needs_qt
from figures_made import figure_of, made_project, material_of, pyramids_of, template, words_of
from numpy.typing import NDArray

from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.drawing.blocks import wrapped
from facebalance_desktop.drawing.figure import Material, lay_out
from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Area, Clip, Drawing, Line, Sheet, Text, pictures
from facebalance_desktop.drawing.scene import DEMONSTRATION
from facebalance_desktop.drawing.subjects import interval
from facebalance_desktop.drawing.templates import (
    drop_template,
    id_of,
    keep_template,
    row_of,
    template_of,
    templates,
)
from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Rect, bounds
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import Plan, done_from
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.model import Project, new_id
from facebalance_desktop.render import fonts
from facebalance_desktop.render.export import size_of
from facebalance_desktop.render.layers import is_copy
from facebalance_desktop.render.page import painted_page

pytestmark = needs_qt
ALIGNED = "Photos were turned, scaled and shifted only. Light, head position and expression may differ."


@pytest.fixture
def made(hopper_path: Path) -> tuple[Project, InMemory]:
    return made_project(hopper_path)


@pytest.mark.parametrize("name", [item.id for item in templates().all])
def test_every_template_lays_out_and_its_photos_lie_inside_the_page(made: tuple[Project, InMemory], name: str) -> None:
    figure = figure_of(made[0], name)
    assert figure.sides
    for page in figure.pages:
        assert min(page.width, page.height) > 100
    assert len(pictures(figure.pages[0].items)) >= 1
    assert "Ada Secret.jpg" not in words_of(figure)


def test_the_chart_tells_all_and_the_patient_page_does_not(made: tuple[Project, InMemory]) -> None:
    project, _ = made
    planned = project.plan.treatments[0]
    done = replace(done_from(planned, new_id()), amount=0.6, date="2024-03-20", lot="L 88", operator="Dr Example")
    project = replace(project, plan=Plan(project.plan.sessions, (planned, done)))
    chart = words_of(figure_of(project, "chart"))
    for words in ("Ada Secret", "A 17", "0.7 mL", "0.6 mL", "lot L 88", "12 Mar 2024", "Photo match", ALIGNED):
        assert words in chart
    for words in ("Example Clinic", "Results vary", "12 Example Street"):
        assert words in chart
    patient = words_of(figure_of(project, "patient"))
    for words in ("Ada", "A 17", "0.7 mL", "L 88", "Photo match", "1971"):
        assert words not in patient
    assert "Chin" in patient and ALIGNED in patient


def test_a_conference_has_intervals_and_no_identifiers(made: tuple[Project, InMemory]) -> None:
    words = words_of(figure_of(made[0], "conference"))
    assert "3 months later" in words
    assert "not anonymous" in words
    for secret in ("Ada", "A 17", "2024", "Mar", "1971", "Example Clinic"):
        assert secret not in words


def test_a_note_of_one_letter_stays_where_the_sides_are_not_told(made: tuple[Project, InMemory]) -> None:
    project = made[0]
    notes = tuple(
        Annotation(new_id(), project.photos[0].id, kind="note", text=text, points=((250.0, y), (200.0, y)))
        for text, y in (("R", 250.0), ("L", 320.0))
    )
    project = replace(project, annotations=notes)
    for layout in ("pair", "wipe"):
        told = words_of(figure_of(project, "side-by-side", layout=layout)).splitlines()
        untold = words_of(figure_of(project, "side-by-side", layout=layout, has_sides=False)).splitlines()
        assert told.count("R") > untold.count("R") > 0
        assert told.count("R") - untold.count("R") == told.count("L") - untold.count("L")


def test_amounts_stay_out_of_the_legend_unless_wanted(made: tuple[Project, InMemory]) -> None:
    assert "Product One" in words_of(figure_of(made[0], "patient"))
    assert "0.7 mL" in words_of(figure_of(made[0], "patient", has_amounts=True))


def test_the_demonstration_says_so_on_every_template(made: tuple[Project, InMemory]) -> None:
    project = replace(made[0], is_demonstration=True)
    for item in templates().all:
        figure = figure_of(project, item.id)
        assert words_of(figure).count("Demonstration") == len(figure.pages), "each page says so"


@pytest.mark.parametrize("name", [item.id for item in templates().all])
def test_what_says_that_it_is_a_demonstration_hides_nothing(made: tuple[Project, InMemory], name: str) -> None:
    """It covered what the signs of zones mean, at the foot of a single photo."""
    figure = figure_of(replace(made[0], is_demonstration=True), name)
    for page in figure.pages:
        (line,) = [item for item in page.items if isinstance(item, Text) and item.text == DEMONSTRATION]
        box = plate(line, fonts.measure)
        sheets = [item.frame for item in page.items if isinstance(item, Sheet)]
        texts = [plate(item, fonts.measure) for item in page.items if isinstance(item, Text) and item is not line]
        assert not [other for other in (*sheets, *texts) if box.grown(-0.5).intersects(other.grown(-1.5))]
        assert Rect(0, 0, page.width, page.height).grown(0.5).contains((box.x, box.y))
        assert box.bottom <= page.height + 0.5 and box.right <= page.width + 0.5


def test_photos_that_are_not_aligned_are_not_called_aligned(made: tuple[Project, InMemory]) -> None:
    project = made[0]
    comparison = replace(project.comparisons[0], anchors=())
    words = words_of(figure_of(replace(project, comparisons=(comparison,)), "chart"))
    assert ALIGNED not in words
    assert "Not aligned" in words


def test_a_before_photo_that_is_not_levelled_is_copied_pixel_by_pixel(made: tuple[Project, InMemory]) -> None:
    project, originals = made
    found = pyramids_of(project, originals)
    made_of: tuple[tuple[str, dict[str, object]], ...] = (
        ("side-by-side", {}),
        ("side-by-side", {"framing": "whole"}),
        ("side-by-side", {"margin": 20.0, "spacing": 9.0}),
        ("photo", {}),
    )
    for name, changes in made_of:
        figure = figure_of(project, name, has_zones=False, **changes)
        picture = pictures(figure.pages[0].items)[0]
        unit = max(figure.size) / max(figure.pages[0].width, figure.pages[0].height)
        to_device = picture.photo_to_page.then(type(picture.photo_to_page)(unit))
        assert is_copy(to_device), (name, to_device)
        page = painted_page(figure.pages[0], figure.size, found.get)
        photo = found[project.photos[0].sha256].levels[0]
        y, x = round(to_device.ty), round(to_device.tx)
        part = page[y + 150 : y + 450, x + 150 : x + 350]
        assert np.array_equal(part, photo[150:450, 150:350])


def without_words(items: tuple[Drawing, ...]) -> tuple[Drawing, ...]:
    """Small letters are painted brighter than large ones, lines are not."""
    return tuple(
        replace(item, items=without_words(item.items)) if isinstance(item, Clip | Sheet) else item
        for item in items
        if not isinstance(item, Text)
    )


def test_a_line_keeps_its_share_of_the_picture(made: tuple[Project, InMemory]) -> None:
    project = replace(made[0], annotations=tuple(replace(one, colour="#ff8fa3") for one in made[0].annotations))
    photo = project.photos[0]
    grey = Pyramid.of(np.full((photo.height, photo.width, 3), 128, np.uint8))
    shares = []
    for long_side in (800, 3000, 12000):
        ink = []
        for has_zones in (False, True):
            figure = figure_of(project, "photo", has_zones=has_zones, has_guides=False)
            lines = replace(figure.pages[0], items=without_words(figure.pages[0].items))
            page = painted_page(lines, size_of(figure, long_side), lambda _: grey)
            height = page.shape[0]
            ink.append(page[round(0.45 * height) : round(0.62 * height)].copy())
            del page
        # Signed: light lines and dark edges that share a small pixel cancel alike in a large picture's sum.
        shares.append(np.subtract(cv2.mean(ink[1]), cv2.mean(ink[0]))[:3])
    assert np.abs(shares[2]).max() > 0.5
    assert shares[0] == pytest.approx(shares[2], abs=0.04)
    assert shares[1] == pytest.approx(shares[2], abs=0.02)


def test_the_preview_is_the_export_reduced(made: tuple[Project, InMemory]) -> None:
    project, originals = made
    found = pyramids_of(project, originals)
    for name in ("side-by-side", "chart", "wipe", "plan"):
        figure = figure_of(project, name)
        whole = painted_page(figure.pages[0], size_of(figure, 2400), found.get)
        small = painted_page(figure.pages[0], size_of(figure, 800), found.get)
        reduced = cv2.resize(whole, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA)
        assert np.abs(small.astype(int) - reduced).mean() <= 2.0, name


def halved(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def test_a_small_picture_from_reduced_pixels_is_that_from_the_whole_ones(made: tuple[Project, InMemory]) -> None:
    """A list's picture is painted while only a first look or a thumbnail of a photo is there."""
    project, originals = made
    found = pyramids_of(project, originals)
    small = {name: Pyramid.of(halved(whole.levels[0]), whole.size) for name, whole in found.items()}
    page = figure_of(project, "side-by-side").pages[0]
    size = 320, round(320 * page.height / page.width)
    one, other = (painted_page(page, size, pixels.get).astype(int) for pixels in (found, small))
    assert np.abs(one - other).mean() <= 3.0


def test_a_long_plan_goes_to_further_pages_and_loses_no_line(made: tuple[Project, InMemory]) -> None:
    project, _ = made
    planned = project.plan.treatments[0]
    many = tuple(replace(planned, id=new_id(), goal=f"goal number {number:03}") for number in range(90))
    figure = figure_of(replace(project, plan=replace(project.plan, treatments=many)), "chart")
    assert len(figure.pages) >= 3
    words = words_of(figure)
    for number in range(90):
        assert f"{number:03}" in words


@pytest.mark.parametrize("name", [item.id for item in templates().all])
def test_all_measures_on_a_page_that_follows_its_photos(made: tuple[Project, InMemory], name: str) -> None:
    figure = lay_out(material_of(made[0]), template(name, page="fit", measures="all"), fonts.measure)
    for page in figure.pages:
        assert min(page.width, page.height) > 100
        for item in page.items:
            if isinstance(item, Text):
                assert 0 <= item.at[0] <= page.width
                assert 0 <= item.at[1] <= page.height
    assert figure.pages[0].width > 300


def test_intervals() -> None:
    assert interval("2024-03-12", "2024-03-12") == "same day"
    assert interval("2024-03-12", "2024-03-13") == "1 day later"
    assert interval("2024-03-12", "2024-04-12") == "4 weeks later"
    assert interval("2024-03-12", "2024-06-20") == "3 months later"
    assert interval("2024-03-12", "2021-03-12") == "3 years earlier"
    assert interval(None, "2024-03-12") == ""


def test_words_wrap_and_none_is_too_wide() -> None:
    def measure(text: str, size: float, is_bold: bool) -> TextSize:
        return TextSize(size * len(text), size, 0.2 * size)

    lines = wrapped("one two three unbreakablylongword four", 90, 10, False, measure)
    assert max(len(line) for line in lines) <= 9
    assert lines[0] == "one two"


def test_the_clinics_templates_are_kept_replaced_and_removed(tmp_path: Path) -> None:
    own = replace(template("chart"), id=id_of("Our chart, small"), name="Our chart, small", page="1600x900")
    keep_template(tmp_path, own)
    keep_template(tmp_path, replace(own, title="Title"))
    known = templates(tmp_path)
    assert known.problems == ()
    assert known.named("our chart, small").title == "Title"
    assert known.named("our-chart-small").pixels == (1600, 900)
    drop_template(tmp_path, own.id)
    with pytest.raises(Problem, match="There is no template"):
        templates(tmp_path).named(own.id)
    (tmp_path / "templates.toml").write_text('[[row]]\nid = "x"\nname = "X"\nsource = "s"\npage = "a9"\n')
    known = templates(tmp_path)
    assert "line 1" in known.problems[0] and "page must be" in known.problems[0]
    assert len(known.all) == len(templates().all)


def test_rows_survive_a_round_trip() -> None:
    for item in templates().all:
        assert template_of(row_of(item)) == item


def test_exact_pixels_are_exact(made: tuple[Project, InMemory]) -> None:
    for page, size in (("1920x1080", (1920, 1080)), ("1080x1350", (1080, 1350))):
        assert figure_of(made[0], "conference", page=page).size == size
    figure = lay_out(material_of(made[0]), template("chart"), fonts.measure)
    assert figure.size == (round(595 * figure.unit), round(842 * figure.unit))
    assert figure.is_paper and figure.unit >= 300 / 72


def test_a_board_on_a_wide_page_has_its_views_side_by_side(made: tuple[Project, InMemory]) -> None:
    project, _ = made
    first, second = project.photos
    views = ("frontal", "oblique-right", "oblique-left")
    photos = tuple(
        replace(photo, id=f"{photo.id}-{view}", view=view, view_by_hand=view)
        for photo in (first, second)
        for view in views
    )
    many = replace(project, photos=photos, comparisons=(), annotations=(), plan=Plan())
    pair = pair_of(many)
    assert pair is not None
    figure = lay_out(Material(many, pair), template("board"), fonts.measure)
    texts = [item.text for item in figure.pages[0].items if isinstance(item, Text)]
    assert texts.index("Frontal") < texts.index("Oblique, right") < texts.index("Oblique, left")
    tall = lay_out(Material(many, pair), template("board", page="a4"), fonts.measure)
    wide_frames, tall_frames = (
        [item.points for item in page.pages[0].items if isinstance(item, Line) and item.is_closed]
        for page in (figure, tall)
    )
    assert len({points[0][1] for points in wide_frames}) == 2  # visits below each other
    assert len({points[0][1] for points in tall_frames}) == 3
    assert any("where a face was found" in text for text in texts)


def test_zones_are_numbered_where_a_list_stands_beside_them(made: tuple[Project, InMemory]) -> None:
    project, _ = made
    zone = project.annotations[0]
    treatment = replace(project.plan.treatments[0], modality_name="HA filler", colour="#00c0ff")
    project = replace(project, plan=replace(project.plan, treatments=(treatment,)))
    material = material_of(project)
    for name in ("chart", "patient", "plan"):
        words = words_of(lay_out(material, template(name), fonts.measure)).splitlines()
        assert any(" ".join(text.split()).startswith(f"1 {zone.name}") for text in words), name
        assert "1" in words, name
        assert zone.name + " · planned" not in words, name
        assert any("HA filler" in text for text in words), name
    assert "1" not in words_of(lay_out(material, template("side-by-side"), fonts.measure)).splitlines()
    legend = lay_out(material, template("patient"), fonts.measure).pages[0].items
    assert [item.colour for item in legend if isinstance(item, Area)] == [treatment.colour]


@pytest.mark.parametrize("text_size", [8.0, 14.0])
def test_the_words_over_a_photo_stand_below_each_other_and_clear_of_it(
    made: tuple[Project, InMemory], text_size: float
) -> None:
    project, _ = made
    figure = figure_of(project, "chart", dates="dates", text_size=text_size)
    frames = [bounds(item.points) for item in figure.pages[0].items if isinstance(item, Line) and item.is_closed]
    assert len(frames) == 2
    for frame, title in zip(frames, ("Before", "After"), strict=True):
        words = [
            item
            for item in figure.pages[0].items
            if isinstance(item, Text)
            and abs(item.at[0] - frame.x) < 1e-6
            and frame.y - 4 * text_size < item.at[1] < frame.y
        ]
        assert words[0].text.startswith(title)
        assert len(words) == 2
        ends = [*(text.at[1] for text in words[1:]), frame.y]
        for text, end in zip(words, ends, strict=True):
            height = fonts.measure(text.text, text.size, text.is_bold).height
            assert text.at[1] + height < end < text.at[1] + 1.6 * height  # close, but none on another


def test_a_table_of_templates_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "templates.toml"
    for broken in (b"[[row]\n", b"\xff\xfe"):
        place.write_bytes(broken)
        with pytest.raises(Problem, match="cannot be read; correct it first"):
            keep_template(tmp_path, template("chart"))
        assert place.read_bytes() == broken
    place.unlink()
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(Problem, match="could not be saved"):
        keep_template(file, template("chart"))
    with pytest.raises(Problem):
        drop_template(file, "chart")
    assert file.read_text() == ""


@pytest.mark.parametrize("value", [True, "7", None, 1e9, -1.0])
def test_a_size_of_a_template_has_to_be_a_number_within_its_limits(value: object) -> None:
    row = row_of(template("chart"))
    assert template_of({**row, "margin": 12}).margin == 12.0
    with pytest.raises(ValueError, match="margin must be a number from"):
        template_of({**row, "margin": value})
