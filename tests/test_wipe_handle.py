"""The handle of the wipe is for the pointer: it is on the screen, and in no exported picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from figures_made import figure_of, made_project

from facebalance_desktop.drawing.captions import INK, KNOB
from facebalance_desktop.drawing.primitives import Clip, Disc, Drawing, Line, Sheet
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts


@pytest.fixture(scope="module")
def project(hopper_path: Path) -> Project:
    return made_project(hopper_path)[0]


def flat(items: Iterable[Drawing]) -> Iterator[Drawing]:
    for item in items:
        if isinstance(item, Clip | Sheet):
            yield from flat(item.items)
        else:
            yield item


def parts_of_handle(items: Iterable[Drawing]) -> tuple[int, int]:
    """Its disc and its arrows."""
    drawn = list(flat(items))
    arrows = [item for item in drawn if isinstance(item, Line) and len(item.points) == 3 and item.stroke.colour == INK]
    return sum(isinstance(item, Disc) for item in drawn), len(arrows)


def test_the_screen_has_the_handle(project: Project) -> None:
    pair = pair_of(project)
    assert pair is not None
    scene = compose(project, pair, ViewOptions("wipe"), (800.0, 500.0), fonts.measure)
    assert parts_of_handle(scene.items) == (1, 2)
    assert [item.radius for item in flat(scene.items) if isinstance(item, Disc)] == [KNOB]


@pytest.mark.parametrize("template", ["wipe", "moving-wipe"])
def test_an_exported_wipe_has_the_line_without_the_handle(project: Project, template: str) -> None:
    items = [item for page in figure_of(project, template).pages for item in page.items]
    lines = [item for item in flat(items) if isinstance(item, Line) and len(item.points) == 2]
    assert any(line.stroke.colour == "#ffffff" for line in lines)
    assert parts_of_handle(items) == (0, 0)
