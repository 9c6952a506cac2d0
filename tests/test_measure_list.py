"""The painted list of measures: a name is read to its end at every width."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from facebalance_desktop.ui.measures.measure_list import MeasureList, name_height
from facebalance_desktop.ui.measures.measure_rows import MeasureRow

LONG = MeasureRow("a", "Upper lid over the iris centre (MRD1), right", "within", "0.0 ± 5.7", "", -1.0, 0.0, 1.0)
SHORT = MeasureRow("b", "Mouth width", "within", "0 ± 11", "", -1.0, 0.0, 1.0)


def room_for(row: MeasureRow, font: QFont) -> int:
    """Pixels of a line that holds the name and the figure."""
    metrics = QFontMetrics(font)
    return metrics.horizontalAdvance(row.name) + metrics.horizontalAdvance(row.figure) + 12


def test_a_long_name_goes_on_in_a_further_line_and_its_row_is_as_much_higher(qapp: object) -> None:
    shown = MeasureList()
    whole = room_for(LONG, shown.font())
    line = name_height(SHORT, shown.font(), whole)
    shown.rows.show_rows((LONG, SHORT))
    shown.show()
    for width, is_higher in ((round(0.75 * whole), True), (whole + 80, False)):
        assert (name_height(LONG, shown.font(), width) == 2 * line) is is_higher
        shown.resize(width, 300)
        QApplication.processEvents()
        long, short = (shown.visualRect(shown.model().index(row, 0)) for row in range(2))
        assert (long.height() - short.height() > 0.8 * line) is is_higher
    shown.close()
    shown.deleteLater()


def test_a_name_has_the_room_that_its_figure_leaves(qapp: object) -> None:
    font = QApplication.font()
    wide = replace(LONG, figure="-12.34 ± 12.34 degrees")
    whole = room_for(LONG, font)
    assert name_height(wide, font, whole) > name_height(LONG, font, whole)
