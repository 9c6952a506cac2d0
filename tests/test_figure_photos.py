"""The photos of a figure are decoded as large as it shows them, one after another, within a budget."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from driving import needs_qt
from figures_made import figure_of, made_project, pyramids_of

from facebalance_desktop.cli import exports
from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.intake import PhotoBytes, decode_for_page
from facebalance_desktop.project.model import Project
from facebalance_desktop.render.export import size_of, unit_of
from facebalance_desktop.render.figure_photos import FigurePhotos, sides_at_once, sides_in
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.settings import Settings
from facebalance_desktop.work import JobContext

pytestmark = needs_qt
SMALL = 240


@pytest.fixture
def made(hopper_path: Path) -> tuple[Project, InMemory]:
    return made_project(hopper_path)


def decoder(project: Project, originals: PhotoBytes) -> Callable[[str, int], Pyramid]:
    names = {photo.sha256: photo.name for photo in project.photos}
    return lambda sha256, side: decode_for_page(JobContext(), originals, sha256, names[sha256], side)


@pytest.mark.parametrize("name", ["side-by-side", "board"])
def test_a_small_page_needs_small_photos_and_looks_the_same(made: tuple[Project, InMemory], name: str) -> None:
    project, originals = made
    figure = figure_of(project, name)
    sides = sides_in(figure, unit_of(figure, Path("page.png"), SMALL))
    wholes = {photo.sha256: max(photo.width, photo.height) for photo in project.photos}
    assert all(side < wholes[sha256] for sha256, side in sides.items())
    photos = FigurePhotos(sides, decoder(project, originals), ahead=1)
    shown = painted_page(figure.pages[0], size_of(figure, SMALL), photos)
    written = painted_page(figure.pages[0], size_of(figure, SMALL), pyramids_of(project, originals).get)
    assert np.array_equal(shown, written)


def test_a_page_at_full_size_needs_whole_photos(made: tuple[Project, InMemory]) -> None:
    project, _ = made
    figure = figure_of(project, "side-by-side")
    sides = sides_in(figure, unit_of(figure, Path("page.png"), None))
    assert sides[project.photos[0].sha256] == max(project.photos[0].width, project.photos[0].height)


def test_photos_are_kept_within_the_budget_and_those_to_come_are_begun() -> None:
    begun: list[str] = []
    alive: list[weakref.ref[Pyramid]] = []

    def decode(sha256: str, side: int) -> Pyramid:
        begun.append(sha256)
        made = Pyramid.of(np.zeros((side, side, 3), np.uint8))
        alive.append(weakref.ref(made))
        return made

    names = [f"{number:02d}" for number in range(12)]
    photos = FigurePhotos(dict.fromkeys(names, 100), decode, ahead=1, budget=5 * 30_000)
    for place, name in enumerate(names):
        assert photos(name) is not None
        assert begun == names[: place + 2]
        assert sum(known() is not None for known in alive) <= 6
    assert photos(names[-2]) is not None and photos("of no photo") is None
    assert begun == names


def test_a_printer_that_holds_all_at_once_gets_less_of_each(made: tuple[Project, InMemory]) -> None:
    figure = figure_of(made[0], "board")
    all_of_it, part = sides_at_once(figure, 4.0), sides_at_once(figure, 4.0, budget=200_000)
    assert sum(part.values()) < sum(all_of_it.values()) or len(part) <= 2


def test_the_command_line_decodes_no_more_than_the_page_shows(
    made: tuple[Project, InMemory], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, originals = made
    asked: list[int] = []

    def noted(context: JobContext, source: PhotoBytes, sha256: str, name: str, side: int) -> Pyramid:
        asked.append(side)
        return decode_for_page(context, source, sha256, name, side)

    monkeypatch.setattr(exports, "decode_for_page", noted)
    template = replace(templates().named("conference"), page="160x120", use="record", framing="whole")
    wish = exports.FigureRequest(template, Settings(), True)
    exports.write_figure(JobContext(), project, originals, tmp_path / "small.png", wish)
    assert len(asked) == 2 and max(asked) <= 320
