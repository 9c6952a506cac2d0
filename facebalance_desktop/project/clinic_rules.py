"""The clinic's own rows of the tables that judge photos and points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from facebalance_desktop import resources
from facebalance_desktop.analysis.measure_errors import TABLE, Errors, check_row, errors_of
from facebalance_desktop.analysis.measure_kinds import TABLE as MEASURES_TABLE
from facebalance_desktop.analysis.measure_kinds import MeasureTable, measures_of_rows
from facebalance_desktop.analysis.measure_kinds import check_row as check_measure
from facebalance_desktop.analysis.movement import TABLE as MOVEMENTS_TABLE
from facebalance_desktop.analysis.movement import MovementKind, kind_of, movement_kinds
from facebalance_desktop.comparison.comparability import TABLE as MATCH_TABLE
from facebalance_desktop.comparison.comparability import check_row as check_limits
from facebalance_desktop.comparison.comparability import limits_of
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.work import JobContext

T = TypeVar("T")


class ClinicTable(Generic[T]):
    """One table with the clinic's rows over ours, parsed once for each state of the clinic's values.

    `make` turns the rows into what is used; `check` is given each row and raises ValueError for a wrong one.
    """

    def __init__(self, name: str, check: resources.Check, make: Callable[[tuple[resources.Row, ...]], T]) -> None:
        self._name, self._check, self._make = name, check, make
        self._known: tuple[int, T, tuple[str, ...]] | None = None

    @property
    def value(self) -> T:
        """What holds now."""
        return self._read()[1]

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each row of the clinic's that was left out."""
        return self._read()[2]

    def _read(self) -> tuple[int, T, tuple[str, ...]]:
        _ = CLINIC.folder
        version, source = CLINIC.version, CLINIC.source  # in this order: another thread may change them meanwhile
        known = self._known
        if known is None or known[0] != version:
            table = resources.table(self._name, source, self._check)
            known = self._known = version, self._make(table.rows), table.problems
        return known


LIMITS: ClinicTable[Mapping[str, Mapping[str, Any]]] = ClinicTable(MATCH_TABLE, check_limits, limits_of)
"""Of the photo match."""
POINT_ERRORS: ClinicTable[Errors] = ClinicTable(TABLE, check_row, errors_of)
MEASURES: ClinicTable[MeasureTable] = ClinicTable(MEASURES_TABLE, check_measure, measures_of_rows)
MOVEMENTS: ClinicTable[tuple[MovementKind, ...]] = ClinicTable(MOVEMENTS_TABLE, kind_of, movement_kinds)


def read_tables(context: JobContext) -> None:
    """Read them all before they are asked for: a job for a thread, a tenth of a second of parsing."""
    for table in (POINT_ERRORS, MEASURES, LIMITS, MOVEMENTS):
        context.raise_if_cancelled()
        _ = table.problems
