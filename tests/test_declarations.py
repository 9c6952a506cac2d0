"""What can be extended is declared once: the menus, buttons, filters, dialogs and the README follow the declaration."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from sources import ROOT, project_sources
from workspaces import lent_workspace

from facebalance_desktop.cli.commands import COMMANDS, parser
from facebalance_desktop.cli.main import main
from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.formats import (
    PHOTO_FORMATS,
    PICTURE_ENDINGS,
    RAW_ENDINGS,
    VIDEO_ENDINGS,
)
from facebalance_desktop.project.camera_card import pictures
from facebalance_desktop.render.formats import ENDINGS, format_of, formats_for
from facebalance_desktop.ui.annotate.toolbox import DRAWING_TOOLS
from facebalance_desktop.ui.app import panels
from facebalance_desktop.ui.app.commands.table import commands
from facebalance_desktop.ui.app.panels import PAGES
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.export.export_dialog import filters_for
from facebalance_desktop.ui.photo_import.photo_dialog import PhotoDialog
from facebalance_desktop.work import WorkerPool


@pytest.fixture(name="workspace")
def fixture_workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


def test_every_command_has_an_id_and_keys_of_its_own() -> None:
    ids = Counter(command.id for command in commands())
    keys = Counter(QKeySequence(key).toString() for command in commands() for key in command.keys)
    assert [name for name, count in ids.items() if count > 1] == []
    assert [key for key, count in keys.items() if count > 1 or not key] == []


def test_every_command_is_an_action_that_is_enabled_by_what_it_needs(workspace: Workspace) -> None:
    assert list(workspace.actions) == [command.id for command in commands()]
    needing = {command.id for command in commands() if command.needs}
    disabled = {name for name, action in workspace.actions.items() if not action.isEnabled()}
    assert disabled == needing | {"undo", "redo"}


def test_a_drawing_tool_is_declared_once(workspace: Workspace) -> None:
    zones, toolbox = workspace.window.zones, workspace.view.toolbox
    assert list(zones.buttons) == [tool.id for tool in DRAWING_TOOLS]
    for tool in DRAWING_TOOLS:
        action = workspace.actions[tool.id]
        assert action.text() == tool.text
        assert tool.key in action.toolTip()
        assert tool.tip in zones.buttons[tool.id].toolTip()
        toolbox.use(tool.id)
        assert workspace.view.canvas.tool is toolbox.tools[tool.id]
        assert zones.buttons[tool.id].isChecked()


def test_the_open_dialog_and_the_contact_sheet_know_every_photo_format(qapp: object) -> None:
    pool = WorkerPool()
    dialog = PhotoDialog(pool)
    offered = dialog.nameFilters()[0]
    dialog.deleteLater()
    pool.close()
    for row in PHOTO_FORMATS.values():
        for ending in row.endings:
            assert (f"*.{ending} " in offered) == row.is_readable, ending
            assert (f"*.{ending.upper()} " in offered) == row.is_readable, ending
            assert ending in PICTURE_ENDINGS | RAW_ENDINGS | VIDEO_ENDINGS
            photo = Path("card") / f"one.{ending}"
            assert bool(pictures([photo])) == (not row.is_raw and row.id != "video"), ending


@pytest.mark.parametrize("is_moving", [False, True])
def test_the_export_dialog_offers_what_is_written(is_moving: bool) -> None:
    offered = {ending for words in filters_for(is_moving) for ending in re.findall(r"\*(\.\w+)", words)}
    assert offered == {ending for row in formats_for(is_moving) for ending in row.endings}
    for ending in offered - {".mp4"}:
        assert ending in format_of(Path(f"a{ending.upper()}"), is_moving).endings
    others = set(ENDINGS) - offered
    assert others
    for ending in others:
        with pytest.raises(Problem, match="is exported as"):
            format_of(Path(f"a{ending}"), is_moving)


def test_the_command_line_takes_every_export_format() -> None:
    for ending in ENDINGS:
        told = parser().parse_args(["export", "a.facebalance", "-o", "out", "--format", ending[1:]])
        assert told.format == ending[1:]


def test_every_key_that_the_readme_names_is_a_key() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    (table,) = re.findall(r"## In the window\n(.*?)### Keys", text, re.DOTALL)
    known = {key for command in commands() for key in command.keys}
    by_hand = {"Enter", "Backspace", "Space", "Tab", "Esc", "Del", "Shift"}
    in_a_presentation = {"X", "I", "N", "Z", "G", "H", "M", "R", "D", "C", "K", "L", "B", "+", "-", "1", "2", "3"}
    named = set(re.findall(r"`([^`]+)`", table)) - {"video"}
    assert named - known - by_hand - in_a_presentation == set()


def test_the_readme_and_the_panels_name_pages_and_keys_that_there_are() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert set(re.findall(r"[Pp]age \*(\w+)\*", text)) <= {page.title for page in PAGES}
    known = {key for command in commands() for key in command.keys}
    for source in project_sources():
        if not source.path.startswith("facebalance_desktop/ui/"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = set(re.findall(r"\(((?:(?:Ctrl|Alt|Shift)\+)*[A-Z])\)", node.value))
                assert named <= known, source.at(node.lineno, node.value)


def test_a_word_that_is_no_command_is_a_file_for_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[str]] = []

    def open_window(words: list[str]) -> int:
        opened.append(list(words))
        return 0

    monkeypatch.setattr("facebalance_desktop.cli.main.open_window", open_window)
    assert main(["before"]) == main(["before.jpg", "after.jpg"]) == main([]) == 0
    assert opened == [["before"], ["before.jpg", "after.jpg"], []]
    assert "before" not in COMMANDS


def test_every_panel_of_the_table_stands_on_its_page(workspace: Workspace) -> None:
    window = workspace.window
    areas = {area.accessibleName(): area.widget() for area in window.side.findChildren(QScrollArea)}
    for page in PAGES:
        column = areas[page.title]
        assert column is not None
        panels = column.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        assert len(panels) == len(page.panels), page.title
        assert [window.panel(type(panel)) for panel in panels] == panels


def test_a_new_panel_needs_its_row_alone(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    class NewPanel(QFrame):
        """A panel that nobody else has to do with."""

    monkeypatch.setattr(panels, "PAGES", (*PAGES, panels.Page("New", "photo", (lambda _: NewPanel(),))))
    for workspace in lent_workspace():
        found = workspace.window.panel(NewPanel)
        workspace.window.side.show_page("New")
        assert workspace.window.side.isAncestorOf(found)
        assert found.isVisibleTo(workspace.window.side)


def test_the_documents_name_what_there_is() -> None:
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]
    for document in documents:
        text = document.read_text("utf-8")
        for name in re.findall(r"`([\w/]+\.(?:py|toml|md))`", text):
            places = (
                ROOT / name,
                ROOT / "facebalance_desktop" / name,
                ROOT / "resources" / name,
                ROOT / "tests" / name,
            )
            assert any(place.is_file() for place in places), f"{document.name}: {name}"
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
    (table,) = re.findall(r"## What to touch\n(.*)", (ROOT / "docs" / "architecture.md").read_text("utf-8"), re.DOTALL)
    written = "\n".join(source.text for source in project_sources() if source.is_ours)
    for constant in set(re.findall(r"`([A-Z][A-Z_]+|[A-Z][a-z]+[A-Z]\w+)`", table)):
        assert re.search(rf"\b{constant}\b", written), constant
