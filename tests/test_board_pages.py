"""A board of many visits on paper: several pages, photos of a readable size, headings whole and on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from canvases_made import pair_with_faces
from driving import needs_qt
from figures_made import template

from facebalance_desktop.days import day_words
from facebalance_desktop.drawing.board_pages import LEAST_CELL
from facebalance_desktop.drawing.figure import Figure, Material, lay_out
from facebalance_desktop.drawing.primitives import Line, Scene, Sheet, Text, pictures
from facebalance_desktop.faces.views import view_words
from facebalance_desktop.geometry import Rect, bounds
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Project, new_id, new_project
from facebalance_desktop.render import fonts

pytestmark = needs_qt
VIEWS = ("frontal", "oblique-right", "profile-left")


def board_project(visits: int, views: Sequence[str]) -> Project:
    """Photos of a face on the first of every month."""
    first = pair_with_faces().photos[0]
    shots = [(f"{2020 + month // 12}-{1 + month % 12:02}-01", view) for month in range(visits) for view in views]
    photos = [
        replace(
            first,
            id=new_id(),
            sha256=f"{number:064x}",
            view=view,
            view_by_hand=view,
            taken=f"{day}T10:00:00",
            taken_source="exif",
        )
        for number, (day, view) in enumerate(shots)
    ]
    return add_photos(photos)(new_project())


def board_figure(project: Project, **changes: object) -> Figure:
    pair = pair_of(project)
    assert pair is not None
    return lay_out(Material(project, pair), template("board", **changes), fonts.measure)


def places_of(page: Scene) -> list[Rect]:
    """The outlines of the photos."""
    return [bounds(item.points) for item in page.items if isinstance(item, Line) and item.is_closed]


def texts_of(page: Scene) -> list[Text]:
    return [item for item in page.items if isinstance(item, Text)]


@pytest.mark.parametrize("page", ["a4", "a4-landscape", "letter", "fit"])
@pytest.mark.parametrize("views", [VIEWS[:1], VIEWS])
def test_forty_visits_are_readable_on_as_many_pages_as_they_need(views: Sequence[str], page: str) -> None:
    project = board_project(40, views)
    figure = board_figure(project, page=page)
    assert len(figure.pages) <= 5
    shown = [picture.sha256 for one in figure.pages for picture in pictures(one.items)]
    assert sorted(shown) == sorted(photo.sha256 for photo in project.photos)
    for one in figure.pages:
        for place in places_of(one):
            assert place.width >= LEAST_CELL - 1 and place.x >= 0 and place.right <= one.width + 1e-6
        assert not any("…" in text.text for text in texts_of(one))
    told = [text.text for one in figure.pages for text in texts_of(one)]
    assert {day_words(photo.taken[:10]) for photo in project.photos if photo.taken} <= set(told)


def test_every_page_says_its_views_and_visits_and_is_filled() -> None:
    figure = board_figure(board_project(40, VIEWS), page="a4")
    for page in figure.pages:
        told = [text.text for text in texts_of(page)]
        assert {view_words(view) for view in VIEWS} <= set(told)
        assert any("Photos were turned, scaled and shifted only" in text for text in told)
        places = places_of(page)
        assert sum(text in told for text in {day_words(f"{2020 + n // 12}-{1 + n % 12:02}-01") for n in range(40)}) == (
            len(places) // 3
        )
        if page is not figure.pages[-1]:
            assert max(place.bottom for place in places) > 0.8 * page.height
            assert max(place.right for place in places) > 0.8 * page.width


def test_right_and_left_are_said_once_in_a_row_of_many_visits() -> None:
    figure = board_figure(board_project(40, ("frontal",)), page="a4")
    for page in figure.pages:
        sheets = [item for item in page.items if isinstance(item, Sheet)]
        lettered = [
            sheet for sheet in sheets if any(isinstance(item, Text) and item.text == "R" for item in sheet.items)
        ]
        rows = {round(place.y) for place in places_of(page)}
        assert len(lettered) == len(rows) < len(sheets)


def test_headings_of_large_words_go_on_on_a_second_line() -> None:
    figure = board_figure(board_project(40, ("frontal",)), page="a4", text_size=20.0)
    told = [text.text for page in figure.pages for text in texts_of(page)]
    assert not any("…" in text for text in told)
    assert "2020" in told or "1 Jan 2020" in told


def test_a_board_that_fits_stays_on_one_page() -> None:
    for page in ("a4", "a4-landscape", "fit", "1920x1080"):
        assert len(board_figure(board_project(4, VIEWS), page=page).pages) == 1
