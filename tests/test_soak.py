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
    assert report.done.total() >= 3 * ROUNDS
    first, last = report.sizes[0], report.sizes[-1]
    assert last.projects == first.projects == 1
    assert last.widgets <= first.widgets
