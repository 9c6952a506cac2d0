"""A document carries no date but those of its captions."""

from __future__ import annotations

from pathlib import Path

from figures_made import made_project, material_of, pyramids_of, template

from facebalance_desktop.render.export import export_template
from facebalance_desktop.work import JobContext


def test_a_document_does_not_say_when_it_was_written(hopper_path: Path, tmp_path: Path) -> None:
    project, originals = made_project(hopper_path)
    path = tmp_path / "chart.pdf"
    found = pyramids_of(project, originals)
    export_template(JobContext(), material_of(project), template("chart"), path, found.get, False)
    data = path.read_bytes()
    assert b"/Creator" in data and b"CreationDate" not in data and b"(D:" not in data and b"CreateDate" not in data
