"""Dialogs for files begin where a user looks, and their arrows are seen in every theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from driving import application
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QToolButton, QTreeView
from workspaces import lent_workspace, show_project, until

from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.photo_import.photo_dialog import PhotoDialog
from facebalance_desktop.ui.widgets import file_dialogs, theme
from facebalance_desktop.ui.widgets.tokens import DARK, LIGHT


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        show_project(qapp, made, pair_with_faces())
        yield made


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with pictures and documents, in a program that was started elsewhere."""
    named = {file_dialogs.Place.PicturesLocation: "Pictures", file_dialogs.Place.DocumentsLocation: "Documents"}
    for name in named.values():
        (tmp_path / name).mkdir()
    monkeypatch.setattr(
        QStandardPaths, "writableLocation", lambda place: str(tmp_path / named[place]) if place in named else ""
    )
    return tmp_path


def test_the_first_photos_are_looked_for_among_the_pictures(
    workspace: Workspace, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def look(dialog: QFileDialog) -> int:
        seen.append(dialog.directory().absolutePath())
        return 0

    monkeypatch.setattr(PhotoDialog, "exec", look)
    workspace.incoming.folder = ""
    workspace.incoming.ask_for_files()
    workspace.incoming.folder = str(places)
    workspace.incoming.ask_for_files()
    assert seen == [str(places / "Pictures"), str(places)]


def test_a_folder_that_is_gone_is_not_where_a_dialog_begins(places: Path) -> None:
    (places / "Pictures").rmdir()
    assert file_dialogs.pictures() == str(Path.home())


def test_the_chart_is_offered_as_a_pdf_and_a_comparison_as_a_picture(
    workspace: Workspace, places: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str]] = []

    def answer(parent: object, title: str, path: str, filters: str, chosen: str) -> tuple[str, str]:
        asked.append((path, chosen))
        return "", ""

    monkeypatch.setattr(file_dialogs, "name_to_save", answer)
    workspace.export_commands.export_chart()
    workspace.export_commands.export_again()
    assert asked == [
        (str(places / "Documents" / "chart.pdf"), "PDF (*.pdf)"),
        (str(places / "Documents" / "comparison.png"), "PNG picture (*.png)"),
    ]


@pytest.mark.parametrize(("appearance", "tokens"), [("dark", DARK), ("light", LIGHT)])
def test_the_arrows_of_a_dialog_are_in_the_colour_of_its_theme(
    qapp: object, appearance: str, tokens: object, workspace: Workspace
) -> None:
    before = theme.current().appearance
    theme.apply_theme(application(qapp), appearance)
    try:
        assert theme.tokens() is tokens
        dialog = PhotoDialog(workspace.pool, workspace.window)
        dialog.show()
        for name in ("backButton", "forwardButton", "toParentButton"):
            button = dialog.findChild(QToolButton, name)
            assert button is not None
            image = button.icon().pixmap(16, 16).toImage()
            shades = [image.pixelColor(x, y) for x in range(16) for y in range(16)]
            drawn = [shade.lightness() for shade in shades if shade.alpha() > 200]
            assert drawn and (min(drawn) > 120 if appearance == "dark" else max(drawn) < 140), name
        dialog.close()
        dialog.deleteLater()
    finally:
        theme.apply_theme(application(qapp), before)


def test_the_columns_of_the_photos_are_whole(qapp: object, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(bytes(345_678))
    theme.apply_theme(application(qapp), "dark")
    dialog = PhotoDialog(workspace.pool, workspace.window)
    dialog.setDirectory(str(tmp_path))
    dialog.show()
    files = dialog.findChild(QTreeView, "treeView")
    assert files is not None
    until(qapp, lambda: files.model().rowCount(files.rootIndex()) > 0)
    header = files.header()
    for column in (1, 2, 3):
        assert header.sectionSize(column) >= files.sizeHintForColumn(column), column
    assert header.length() <= files.viewport().width()
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    assert [button.icon().isNull() for button in box.buttons()] == [True, True]
    dialog.close()
    dialog.deleteLater()


def test_what_a_dialog_answers_is_the_file_and_its_filter_or_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    answers = iter((1, 0, 1, 0, 1, 0))
    monkeypatch.setattr(QFileDialog, "exec", lambda _: next(answers))
    save = (workspace.window, "Save", str(tmp_path / "x.png"), "PNG (*.png);;PDF (*.pdf)", "PDF (*.pdf)")
    assert [file_dialogs.name_to_save(*save) for _ in range(2)] == [(save[2], "PDF (*.pdf)"), ("", "")]
    read = (workspace.window, "Open", str(tmp_path / "a.pdf"), "PDF (*.pdf)")
    assert [file_dialogs.name_to_open(*read) for _ in range(2)] == [(read[2], "PDF (*.pdf)"), ("", "")]
    monkeypatch.setattr(QFileDialog, "exec", lambda _: 1)
    assert file_dialogs.name_to_open(workspace.window, "Open", str(tmp_path), "PDF (*.pdf)") == ("", ""), "no file"
    monkeypatch.setattr(QFileDialog, "exec", lambda _: next(answers))
    use = (workspace.window, "Folder", str(tmp_path))
    assert [file_dialogs.folder_to_use(*use) for _ in range(2)] == [str(tmp_path), ""]
