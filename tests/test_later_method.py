"""A pair aligned in a way that only a newer version knows: said, shown side by side, saved as it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from driving import needs_qt
from projects_made import made_photo
from projects_stored import save

from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project


def aligned_later(originals: Originals) -> Project:
    photos = [
        made_photo(name, sha256=originals.keep(data), size=len(data)) for name, data in (("a", b"one"), ("b", b"two"))
    ]
    project = add_photos(photos)(new_project())
    return replace(project, comparisons=(replace(project.comparisons[0], on="later-method"),))


def test_it_is_told_and_kept(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    project = aligned_later(originals)
    pair = pair_of(project)
    assert pair is not None and pair.alignment is None
    assert pair.problem is not None and "newer version of the program (later-method)" in pair.problem
    save(project, tmp_path / "a.facebalance", originals)
    opened = open_project(tmp_path / "a.facebalance").project
    assert opened.comparisons[0].on == "later-method"
    save(opened, tmp_path / "b.facebalance", originals)


@needs_qt
def test_no_known_way_is_shown_as_chosen(qapp: object, tmp_path: Path) -> None:
    from facebalance_desktop.ui.compare.method_box import MethodBox
    from facebalance_desktop.ui.open_project.session import Session

    project = aligned_later(Originals(tmp_path / "originals"))
    box = MethodBox(Session(project))
    box.show_comparison(project.comparisons[0])
    assert box.choice.currentIndex() == -1
