"""The note of an export in the project's file: what is told where somebody else has the file by then."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest
from patients_made import patient_file
from projects_stored import renamed, save

from facebalance_desktop.cli import exports
from facebalance_desktop.cli.exports import Exported, FigureRequest, export_project, wish_of
from facebalance_desktop.project import writing
from facebalance_desktop.project.intake import PhotoBytes
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.store import open_project
from facebalance_desktop.work import JobContext

SIDE_BY_SIDE = Namespace(layout="side-by-side", template=None, paper=None, force=False)


def test_a_project_that_somebody_else_changed_meanwhile_gets_no_copy_beside_it_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = patient_file(tmp_path / "a.facebalance", "Ada", 100)
    write = exports.write_figure

    def written_meanwhile(
        context: JobContext, project: Project, source: PhotoBytes, target: Path, wish: FigureRequest
    ) -> Exported:
        theirs = open_project(path)
        save(renamed("Eve")(theirs.project), path, theirs.originals, theirs.known)
        return write(context, project, source, target, wish)

    monkeypatch.setattr(exports, "write_figure", written_meanwhile)
    done = export_project(JobContext(), path, tmp_path / "a.png", wish_of(SIDE_BY_SIDE))
    told = " ".join(done.sentences)
    assert "a.png was written; a.facebalance was changed elsewhere meanwhile and has no record of it." in told
    assert list(tmp_path.glob("*.facebalance")) == [path]
    assert open_project(path).project.patient.name == "Eve"
    assert (tmp_path / "a.png").is_file()


def test_a_version_that_the_note_could_not_keep_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = patient_file(tmp_path / "a.facebalance", "Ada", 100)
    write = writing.Writing.write

    def dropping(*given: object) -> str:
        assert write(*given) == ""  # type: ignore[arg-type]  # handed on as it is
        return "1 kept version was dropped."

    monkeypatch.setattr(writing.Writing, "write", dropping)
    done = export_project(JobContext(), path, tmp_path / "a.png", wish_of(SIDE_BY_SIDE))
    assert done.sentences[-1:] == ("1 kept version was dropped.",)
