"""What's this? on guides, measures and reasons of the photo match: words and sources out of their tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QWidget
from workspaces import lent_workspace, show_project, until

from facebalance_desktop import resources
from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.comparison.comparability import SWELLING, Reason, own_limits
from facebalance_desktop.drawing.explanations import (
    LIMIT_UNITS,
    REASONS,
    guide_told,
    limits_told,
    measure_told,
    reason_name,
    reason_told,
)
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.compare.match_panel import QUESTIONS, MatchPanel, ReasonLabel


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        show_project(qapp, made, pair_with_faces())
        yield made


def answers(widget: QWidget) -> bool:
    """Whether a click in the mode What's this? gets an answer."""
    event = QHelpEvent(QEvent.Type.QueryWhatsThis, QPoint(4, 4), widget.mapToGlobal(QPoint(4, 4)))
    return QApplication.sendEvent(widget, event) and event.isAccepted()


def test_every_guide_says_what_it_is(workspace: Workspace) -> None:
    boxes = workspace.window.guides.boxes
    for guide, kind in guide_kinds().items():
        assert kind.source.rstrip(".") in boxes[guide].whatsThis()
        assert answers(boxes[guide])
    assert "glabella (g)" in guide_told(guide_kinds()["thirds"])
    assert "needs a profile" in guide_told(guide_kinds()["e-line"])
    assert "not a target" in guide_told(guide_kinds()["canon-thirds"])


def test_every_measure_says_what_it_is(workspace: Workspace) -> None:
    for kind in own_measures().kinds.values():
        told = measure_told(kind)
        assert kind.definition.rstrip(".") in told
        assert told.endswith(f"Source: {kind.source.rstrip('.')}.")
    panel = workspace.window.measures
    workspace.window.side.show_page("Measures")
    panel.what.setCurrentIndex(1)
    panel.what.activated.emit(1)
    model = panel.list.model()
    shown = {
        row.id: model.index(place, 0).data(Qt.ItemDataRole.WhatsThisRole)
        for place, row in enumerate(panel.list.rows.rows)
    }
    named = {name for name in shown if name}
    assert named
    assert all("Source: " in str(shown[name]) for name in named)
    assert shown.get("") is None


def test_every_reason_says_its_limits_and_its_source(qapp: object) -> None:
    table = own_limits()
    for row_id in table:
        told = reason_told(Reason("x", None, None, 9.0, "", "poor", "Words.", row_id), table)
        assert "Source: " in told
    assert limits_told(table["yaw"]) == "With care from 2, poor from 5, not comparable from 20 (degrees)."
    assert limits_told(table["sharpness"]) == "With care up to 0.76, poor up to 0.45 (share)."
    label = ReasonLabel()
    label.tell(Reason("gaze", None, None, 0.2, "share of the lid fissure", "poor", "The eyes look elsewhere.", "gaze"))
    assert "own: the same gaze" in label.whatsThis()
    assert label.toolTip() == "Gaze: poor"
    for what in ("view", "mirror"):
        assert reason_told(Reason(what, None, None, None, "", "refused", "Words."), table)


def test_every_limit_has_a_name_and_a_unit_that_are_translated() -> None:
    rows = resources.table("comparability").rows
    assert {row["unit"] for row in rows} - set(LIMIT_UNITS) <= {"L*"}
    assert {row["id"] for row in rows if not row["id"].startswith(SWELLING)} == set(REASONS) - {"view", "mirror"}
    assert reason_name("swelling:ha-filler") == "Swelling after treatment: HA filler"
    assert not [row["id"] for row in rows if row["id"] in reason_name(row["id"])]


def test_a_clinic_s_own_row_of_swelling_is_called_by_its_treatment_and_never_by_its_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = '[[row]]\nid = "our-peel"\nname = "Our peel"\nsort = "injectable"\ncolour = "#AA8844"\nsource = "clinic"\n'
    with monkeypatch.context() as patched:
        patched.setenv("FACEBALANCE_HOME", str(tmp_path))
        CLINIC.refresh()
        CLINIC.folder.mkdir(parents=True)
        (CLINIC.folder / "modalities.toml").write_text(row)
        CLINIC.refresh()
        assert reason_name("swelling:our-peel") == "Swelling after treatment: Our peel"
        assert reason_name("swelling:their-peel") == "Swelling"
    CLINIC.refresh()


def test_reasons_of_a_real_pair_and_the_ticks_say_what_they_are(workspace: Workspace) -> None:
    panel = workspace.window.match
    pair = workspace.session.pair
    assert pair is not None
    assert pair.match is not None
    assert all(reason.row or reason.what in ("view", "mirror") for reason in pair.match.reasons)
    assert all("No algorithm" in panel.boxes[what].whatsThis() for what in QUESTIONS)


def test_a_match_without_a_reason_says_what_it_means(workspace: Workspace) -> None:
    pair = workspace.session.pair
    assert pair is not None and pair.match is not None and not pair.match.reasons
    panel = workspace.window.findChild(MatchPanel)
    assert isinstance(panel, MatchPanel)
    assert panel.line.toolTip() == "Photo match: Good\nCan be compared"


def test_every_command_says_what_it_does(workspace: Workspace) -> None:
    assert [name for name, action in workspace.actions.items() if not action.whatsThis()] == []


def test_a_tick_that_is_too_wide_cuts_no_sentence_off(qapp: object, workspace: Workspace) -> None:
    """Heights of wrapped words were asked for at the width of the widest tick."""
    panel = workspace.window.match
    workspace.window.side.show_page("Match")
    panel.boxes["clothing"].setText("Same clothing and background in both of the photos that are compared")
    panel.fold.click()
    words = panel.unchecked
    until(qapp, lambda: words.isVisible() and words.height() >= words.heightForWidth(words.width()))
    assert panel.unchecked.width() < panel.width()
