"""The settings and the clinic's tables are one live value: a change is seen everywhere at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from canvases_made import pair_with_faces
from driving import application, needs_qt
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from workspaces import lent_workspace, show_project, until

from facebalance_desktop import settings
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.edits_annotations import add_annotations
from facebalance_desktop.project.edits_plan import add_treatment
from facebalance_desktop.ui.annotate.tools.annotation_factory import made
from facebalance_desktop.ui.app.workspace import Workspace

pytestmark = needs_qt
LIMITS = """
[[row]]
id = "scale"
sentence = "One face is smaller: our clinic minds."
unit = "times"

care = 1.1
source = "clinic"
"""
ZONE = ((150.0, 190.0), (180.0, 190.0), (180.0, 220.0), (150.0, 220.0))


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for lent in lent_workspace():
        show_project(qapp, lent, pair_with_faces())
        yield lent


def drawn(workspace: Workspace) -> Annotation:
    photo = workspace.session.project.photos[0]
    item = replace(made(workspace.session.project, photo.id, "zone", ZONE), name="Our own zone, right")
    workspace.session.do("Draw", add_annotations([item]))
    return item


def regions(workspace: Workspace) -> list[str]:
    choices = workspace.window.plan.form.region
    return [choices.itemText(number) for number in range(choices.count())]


def zones(workspace: Workspace) -> list[str]:
    choices = workspace.window.zones.zone
    return [choices.itemText(number) for number in range(choices.count())]


def test_a_zone_that_the_clinic_keeps_is_in_the_templates_the_plan_and_what_is_drawn(
    qapp: object, workspace: Workspace
) -> None:
    item = drawn(workspace)
    assert "Our own zone" not in (*zones(workspace), *regions(workspace))
    workspace.panel_sync.annotation_commands.keep_as_template(item.id)
    until(qapp, lambda: "Our own zone" in zones(workspace))
    assert "Our own zone" in regions(workspace)
    photo = workspace.session.project.photos[0]
    assert made(workspace.session.project, photo.id, "zone", ZONE).name == "Our own zone, right"
    assert any(template.name.startswith("Our own zone") for template in workspace.clinic.templates.by_id.values())


def test_another_folder_brings_its_own_products_at_once(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "modalities.toml").write_text(
        '[[row]]\nid = "our-own"\nname = "Our own modality"\nsort = "injection"\ncolour = "#ff8fa3"\n'
        'source = "clinic"\n'
    )
    workspace.session.do("Plan", add_treatment(Treatment("t", modality="ha-filler")))
    workspace.window.plan.pick("t")
    modality = workspace.window.plan.form.modality
    assert modality.findText("Our own modality") < 0
    workspace.clinic.change(replace(workspace.clinic.settings, clinic_folder=str(other)))
    until(qapp, lambda: modality.findText("Our own modality") >= 0)
    assert workspace.clinic.problems == ()
    assert workspace.window.plan.form.item is not None
    assert settings.load().settings.clinic_folder == str(other)


def test_other_limits_of_the_photo_match_judge_the_shown_pair_at_once(
    qapp: object, workspace: Workspace, home: Path
) -> None:
    pair = workspace.session.pair
    assert pair is not None
    assert pair.match is not None
    before = pair.match
    folder = home / "clinic"
    folder.mkdir(parents=True, exist_ok=True)
    workspace.clinic.reload()
    until(qapp, lambda: not workspace.clinic.is_reading)
    (folder / "comparability.toml").write_text(LIMITS)
    application(qapp).applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    until(qapp, lambda: not workspace.clinic.is_reading)
    assert CLINIC.folder == folder
    now = workspace.session.pair
    assert now is not None
    assert now.match is not None
    assert not any("our clinic minds" in reason.sentence for reason in before.reasons)
    assert any("our clinic minds" in reason.sentence for reason in now.match.reasons)
    assert any("our clinic minds" in label.text() for label in workspace.window.match.findChildren(QLabel))
    until(qapp, lambda: not workspace.bridge.is_busy)


def test_nothing_reads_the_settings_again_while_somebody_draws(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They may be on a share: what is read at each stroke holds up the hand."""

    def refuse() -> NoReturn:
        raise AssertionError("the settings were read from the disk")

    monkeypatch.setattr(settings, "load", refuse)
    drawn(workspace)
    workspace.view.canvas.grab()
    workspace.session.undo()
    workspace.view.canvas.grab()
