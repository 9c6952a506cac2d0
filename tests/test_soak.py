"""A short run of the soak: nothing lands in another project, and nothing stays behind."""

from __future__ import annotations

from pathlib import Path

from driving import needs_qt
from soaking import Soak

pytestmark = needs_qt
ROUNDS = 20


def test_work_on_four_projects_in_turns_lands_where_it_belongs(qapp: object, tmp_path: Path) -> None:
    report = Soak(qapp, tmp_path).run(ROUNDS)
    assert report.misplaced == []
    assert report.found == report.done
    assert report.done.total() > 2 * ROUNDS  # an export is refused while one of its project is under way
    middle, last = report.sizes[2], report.sizes[-1]  # some widgets are made when the first photo is added
    assert last.projects == middle.projects == 1
    assert last.widgets <= middle.widgets
