"""A poor pair warns before it is presented, printed or exported for publication or marketing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from driving import Script, are_analysed, drive, needs_qt, window, workspace
from PySide6.QtWidgets import QMessageBox

from facebalance_desktop import settings
from facebalance_desktop.cli.main import main
from facebalance_desktop.comparison.comparability import GRADE_WORDS, GRADES
from facebalance_desktop.drawing.captions import badge
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.match_warnings import print_warning, shown_warning
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.publication import publication_refusal
from facebalance_desktop.ui.app.commands.export import ExportCommands
from facebalance_desktop.ui.app.match_sign import MatchSign
from facebalance_desktop.ui.open_project.export_runner import ExportRequest

PAIR = ("lisa/lisa1.jpg", "lisa/lisa4.jpg")
"""One person of one session, the chin 7 degrees higher in the second: poor."""


def pitched(by: float) -> tuple[Project, Pair]:
    """The made pair with the after's chin lower."""
    project = pair_with_faces()
    photos = []
    for photo, pitch in zip(project.photos, (0.0, by), strict=True):
        assert photo.face is not None
        photos.append(replace(photo, face=replace(photo.face, pose=Pose(0.0, pitch, 0.0))))
    project = replace(project, photos=tuple(photos))
    pair = pair_of(project)
    assert pair is not None and pair.match is not None
    return project, pair


def test_only_a_poor_pair_warns_and_only_where_both_photos_leave() -> None:
    project, pair = pitched(8.0)
    ids = [side.photo.id for side in pair.sides]
    warning = shown_warning(pair, project)
    assert warning is not None and warning.startswith("Photo match: poor. The chin is 8 degrees lower")
    assert print_warning(pair, ids) == warning
    assert print_warning(pair, ids[:1]) is None, "one photo is no comparison"
    for use in ("publication", "marketing"):
        refused = publication_refusal(project, pair, [side.photo for side in pair.sides], use, "Results vary.")
        assert refused is not None and "The photo match is poor" in refused
    careful, close = pitched(3.0)
    assert close.match is not None and close.match.grade == "care"
    assert shown_warning(close, careful) is None and print_warning(close, ids) is None


def test_a_show_warns_of_any_of_its_pairs() -> None:
    project, poor = pitched(8.0)
    single = replace(poor, after=None)
    assert shown_warning(single, project) is None
    ids = (project.photos[0].id, project.photos[1].id)
    assert shown_warning(single, project, [ids]) is not None


@needs_qt
def test_the_window_asks_before_it_presents_or_prints(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(parent: object, title: str, words: str, *rest: object) -> QMessageBox.StandardButton:
        asked.append(words)
        return QMessageBox.StandardButton.No

    monkeypatch.setattr(QMessageBox, "warning", answer)

    def script() -> Script:
        yield are_analysed(2)
        shown = window()
        commands = next(child for child in shown.findChildren(ExportCommands))
        workspace().view.present(shown)
        assert workspace().view.presentation is None, "No was answered"
        with workspace().opening.dialog() as opened:
            material = commands.material(opened)
        assert material is not None
        order = ExportRequest(material, templates().named("side-by-side"), None, settings.Settings())
        assert not commands.may_print(order)

    assert drive(script, [str(photos / name) for name in PAIR]) == 0
    assert len(asked) == 2 and all(
        words.startswith("Photo match: poor. The chin is 7 degrees higher") for words in asked
    )
    assert asked[0].endswith("Present all the same?") and asked[1].endswith("Print all the same?")


def test_the_window_s_sign_knows_every_grade(qapp: object) -> None:
    sign = MatchSign()
    _, pair = pitched(0.0)
    assert pair.match is not None
    for grade in GRADES:
        shown = replace(pair)
        shown.__dict__["match"] = replace(pair.match, grade=grade)
        sign.show_pair(shown, is_moved=False, is_reading=False)
        assert sign.words.lower() == GRADE_WORDS[grade]
        assert badge(shown, Rect(0, 0, 400, 300), 1.0, is_moved=False)
    sign.deleteLater()


def test_align_tells_grade_reasons_and_what_was_not_checked(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["align", *(str(photos / name) for name in PAIR)]) == 0
    told = capsys.readouterr().out
    assert "photo match: poor" in told and "The chin is 7 degrees higher" in told and "Make-up was not checked." in told
