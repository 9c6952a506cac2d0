"""Tables of the clinic are read in a thread while the window may learn that they were changed."""

from __future__ import annotations

from facebalance_desktop import resources
from facebalance_desktop.analysis.measure_errors import TABLE
from facebalance_desktop.project.clinic_rules import ClinicTable
from facebalance_desktop.project.clinic_values import CLINIC


def test_what_was_read_before_a_change_does_not_hold_after_it() -> None:
    checked: list[resources.Row] = []
    made: list[int] = []

    def check(row: resources.Row) -> None:
        if not checked:
            CLINIC.refresh()  # as the window does while a thread reads
        checked.append(row)

    def reading_of(_: tuple[resources.Row, ...]) -> int:
        made.append(len(made) + 1)
        return made[-1]

    table = ClinicTable(TABLE, check, reading_of)
    assert [table.value for _ in range(3)] == [1, 2, 2]
