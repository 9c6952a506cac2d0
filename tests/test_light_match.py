"""The matched display: the after photo's skin in the before's colour, on the screen only, never where it misleads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from canvases_made import LIGHT, drawn_pixels, pair_with_faces
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from workspaces import lent_workspace

from facebalance_desktop.comparison.light_match import shifted
from facebalance_desktop.drawing.captions import MATCHED
from facebalance_desktop.drawing.figure import Material, lay_out
from facebalance_desktop.drawing.primitives import Scene, Sheet, Text, pictures
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.drawing.view_options import LIGHT_MATCHED, MODES, Mode, ViewOptions
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_photos import change_photo
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.project.model import Project
from facebalance_desktop.render.fonts import measure
from facebalance_desktop.render.layers import resampled
from facebalance_desktop.ui.app.light_switch import NOT_MEASURED, TOO_FAR
from facebalance_desktop.ui.app.workspace import Workspace

pytestmark = pytest.mark.usefixtures("qapp")
SHIFT = (-8.0, 3.0, 2.0)


def lit(project: Project, light: dict[str, float] | None) -> Project:
    """The project with the light of its after photo."""
    return change_photo(project.photos[1].id, light=light)(project)


@pytest.fixture(name="project")
def fixture_project() -> Project:
    """A pair whose after photo is 8 L* lighter."""
    return lit(pair_with_faces(), {**LIGHT, "lightness": 68.0, "a": 7.0, "b": 10.0})


@pytest.fixture(name="workspace")
def fixture_workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


def scene_of(project: Project, mode: Mode = "side-by-side", is_matched: bool = True) -> Scene:
    pair = pair_of(project)
    assert pair is not None
    return compose(project, pair, ViewOptions(mode, is_light_matched=is_matched), (900, 600), measure)


def words_of(scene: Scene) -> str:
    inside = [part for item in scene.items if isinstance(item, Sheet) for part in item.items]
    return "\n".join(item.text for item in (*scene.items, *inside) if isinstance(item, Text))


@pytest.mark.parametrize("mode", MODES)
def test_only_the_after_photo_is_shifted_and_says_so(project: Project, mode: Mode) -> None:
    scene = scene_of(project, mode)
    shifts = {item.shift for item in pictures(scene.items)}
    if mode in LIGHT_MATCHED and mode != "blink":
        assert shifts == {None, SHIFT}
        assert words_of(scene).count(MATCHED) == 1
    elif mode not in LIGHT_MATCHED:
        assert shifts == {None}
        assert MATCHED not in words_of(scene)
    assert {item.shift for item in pictures(scene_of(project, mode, False).items)} == {None}


def test_no_export_is_matched(project: Project) -> None:
    pair = pair_of(project)
    assert pair is not None
    for template in templates().all:
        made = [
            lay_out(Material(project, pair, ViewOptions(is_light_matched=is_matched)), template, measure)
            for is_matched in (False, True)
        ]
        assert made[0].pages == made[1].pages, template.id
        assert all(item.shift is None for page in made[1].pages for item in pictures(page.items))


def test_the_photo_is_shifted_and_what_lies_round_it_is_not() -> None:
    pixels = drawn_pixels(side=100)
    area = QRect(0, 0, 140, 120)
    made = []
    for shift in (None, SHIFT):
        image = resampled(Pyramid.of(pixels), Similarity(tx=20, ty=10), area, QColor("#1c2127"), False, shift=shift)
        assert image.format() == QImage.Format.Format_RGB32
        made.append(np.frombuffer(image.bits(), np.uint8).reshape(120, 140, 4)[:, :, 2::-1].copy())
    plain, matched = made
    inside = np.zeros((120, 140), bool)
    inside[10:110, 20:120] = True
    assert np.array_equal(plain[~inside], matched[~inside])
    assert np.array_equal(matched[10:110, 20:120], shifted(np.ascontiguousarray(plain[10:110, 20:120]), SHIFT))
    assert plain[inside].mean() - matched[inside].mean() > 10


def test_the_switch_is_off_where_it_would_mislead(workspace: Workspace, project: Project) -> None:
    told: list[str] = []
    workspace.session.told.connect(told.append)
    session, action = workspace.project.session, workspace.actions["match-display"]
    viewport = workspace.view.canvas.viewport
    session.do("Take", lambda _: project)
    action.trigger()
    assert action.isChecked()
    assert viewport.wanted.is_light_matched
    session.do("Plan", add_treatment(Treatment("t", modality="laser-rf", modality_name="Laser")))
    assert not action.isChecked()
    assert not viewport.wanted.is_light_matched
    assert "skin colour may be the outcome of Laser" in told[-1]
    action.trigger()
    assert not action.isChecked()
    session.undo()
    for light, why in ((None, NOT_MEASURED), ({**LIGHT, "lightness": 99.0}, TOO_FAR)):
        session.do("Light", lambda now, light=light: lit(now, light))
        action.trigger()
        assert told[-1] == why
        assert not action.isChecked()
    session.do("Light", lambda now: lit(now, {**LIGHT, "lightness": 62.0}))
    action.trigger()
    assert action.isChecked()
    action.trigger()
    assert not viewport.wanted.is_light_matched
    action.trigger()
    workspace.session.opened.emit()
    assert not action.isChecked()


def test_a_clinic_may_say_what_changes_the_colour_of_skin(project: Project, workspace: Workspace) -> None:
    tables = workspace.clinic.tables
    assert tables.is_colour_outcome("laser-rf")
    assert not tables.is_colour_outcome("ha-filler")
    assert not tables.is_colour_outcome("what nobody knows")
    peel = replace(tables.modalities[0], id="peel", changes_skin_colour=True)
    assert replace(tables, modalities=(*tables.modalities, peel)).is_colour_outcome("peel")
