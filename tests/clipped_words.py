"""Prints every text of the window and its dialogs that has less room than it needs at 1366 x 768, or has no accent.

Run with FACEBALANCE_LANGUAGE=pseudo, in which all sentences are longer by a third and accented: what has no accent was
never given to the translation.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionFrame,
    QTabBar,
    QToolButton,
    QTreeView,
    QWidget,
)
from workspaces import lent_workspace, until

from facebalance_desktop.translation import ACCENTED
from facebalance_desktop.ui.app.panels import PAGES
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.theme import apply_theme

ACCENTS = {chr(sign) for sign in ACCENTED.values()}
SAME = re.compile(
    r"(demonstration before.jpg|demonstration after.jpg|Cancel|JPEG|SHA-256|FaceBalance|sRGB|Ctrl|Shift|Alt|Esc|Del|"
    r"Space|Enter|mL|px|mm|MiB|English|"
    r"Deutsch|Français|Español|[0-9a-f]{16,}|F\d+|[A-Z]\b|[a-z]{1,2}\b|PgUp|PgDown|Return|Ins|Home|End|Tab|Backspace|\W|\d)*"
)
"""What is the same in every language: names, keys, units, hashes."""


def texts(widget: QWidget) -> Iterator[str]:
    """What a widget shows."""
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))


def is_clipped(widget: QWidget) -> bool:
    """Whether a line of words has less width than it needs; a label that wraps needs height instead.

    A name that may be cut (it asks for no width) is told whole by its tool tip.
    """
    if widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Ignored:
        return next(texts(widget), "").rstrip("…") not in widget.toolTip() + widget.accessibleName()
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.height() + 2 < widget.heightForWidth(widget.width())
        return widget.width() + 2 < widget.minimumSizeHint().width()
    if isinstance(widget, QAbstractButton) and len(widget.text()) > 1 and not _is_icon_alone(widget):
        return widget.width() + 2 < widget.minimumSizeHint().width()
    return False


def is_cut(widget: QWidget) -> Iterator[str]:
    """What else has too little room: the example in an empty field, the heads of columns, the names of pages."""
    if isinstance(widget, QLineEdit) and widget.placeholderText().rstrip("·") not in widget.toolTip():
        options = QStyleOptionFrame()
        widget.initStyleOption(options)
        room = widget.style().subElementRect(QStyle.SubElement.SE_LineEditContents, options, widget).width() - 5
        if widget.fontMetrics().horizontalAdvance(widget.placeholderText()) > room:
            yield widget.placeholderText()
    if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
        for section in range(widget.count()):
            if not widget.isSectionHidden(section) and widget.sectionSize(section) < widget.sectionSizeHint(section):
                yield str(widget.model().headerData(section, Qt.Orientation.Horizontal))
    if isinstance(widget, QTreeView) and widget.objectName() == "treeView":  # the files of Qt's own dialog
        sizes = [(widget.sizeHintForColumn(column), widget.columnWidth(column)) for column in (1, 2, 3)]
        if any(wanted > given for wanted, given in sizes) or widget.header().length() > widget.viewport().width():
            yield str(sizes)
    if isinstance(widget, QTabBar) and widget.sizeHint().width() > widget.width():
        yield ", ".join(widget.tabText(page) for page in range(widget.count()))


def _is_icon_alone(widget: QAbstractButton) -> bool:
    style = Qt.ToolButtonStyle.ToolButtonIconOnly
    return isinstance(widget, QToolButton) and widget.toolButtonStyle() == style and not widget.icon().isNull()


def faults(inside: QWidget, where: str) -> Iterator[str]:
    """What is clipped or was never translated in a visible part of the window."""
    for widget in (inside, *inside.findChildren(QWidget)):
        if not widget.isVisible() or widget.objectName() == "lookInCombo":  # of a folder's path
            continue
        for text in texts(widget):
            plain = re.sub("<[^>]*>", "", text)
            if plain and "·" not in plain and not ACCENTS & set(plain) and not SAME.fullmatch(plain):
                yield f"{where}: not translated: {plain!r}"
        for text in is_cut(widget):
            yield f"{where}: cut: {type(widget).__name__} {text!r}"
        if is_clipped(widget):
            yield f"{where}: clipped: {type(widget).__name__} {next(texts(widget), '')!r}"


def settle(application: QApplication, workspace: Workspace) -> None:
    until(application, lambda: _are_analysed(workspace))
    end = time.monotonic() + 0.3
    while time.monotonic() < end:
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 30)


def _are_analysed(workspace: Workspace) -> bool:
    photos = workspace.session.project.photos
    return len(photos) == 2 and all(photo.faces is not None for photo in photos)


def main() -> int:
    application = QApplication(sys.argv)
    apply_theme(application, "light", 100)
    found: dict[str, None] = {}
    for workspace in lent_workspace():
        workspace.window.resize(1366, 768)
        workspace.window.show()
        workspace.opening.show_demonstration()
        settle(application, workspace)
        for page in PAGES:
            workspace.window.side.choose_page(page.title)
            settle(application, workspace)
            found |= dict.fromkeys(faults(workspace.window, page.icon))
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        settle(application, workspace)
        found |= dict.fromkeys(fault for fault in faults(workspace.window, "right to left") if "clipped" in fault)
    for fault in found:
        print(fault)
    return 0


if __name__ == "__main__":
    sys.exit(main())
