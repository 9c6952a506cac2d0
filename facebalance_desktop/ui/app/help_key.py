"""F1 on whatever has the focus: the manual at the page of the nearest widget that declares one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWhatsThis, QWidget

from facebalance_desktop.drawing.view_options import Mode
from facebalance_desktop.ui.app.compare_view import CompareView
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.manual.manual_pages import INDEX
from facebalance_desktop.ui.manual.manual_window import ManualWindow

DECLARED = "manual_page"
"""The attribute by which a class of widgets names its page, or a heading of it."""
MODE_PAGES: Mapping[Mode, str] = {
    "side-by-side": "compare#ways-of-looking",
    "wipe": "compare#ways-of-looking",
    "overlay": "compare#ways-of-looking",
    "blink": "compare#ways-of-looking",
    "difference": "compare#ways-of-looking",
    "mirrored": "compare#ways-of-looking",
    "movement": "reassess#movement",
    "board": "reassess#all-visits-at-once",
}
"""What F1 on the photo opens in each mode, unless a tool is in hand."""
TOOL_PAGES: Mapping[str, str] = {"anchors": "profile#align-on-two-points", "place": "profile#place-the-points"}
DRAWING = "plan#mark-the-zones"


def page_of(widget: QWidget | None) -> str:
    """The page that the nearest of the widget and its ancestors declares; the index where none does."""
    while widget is not None:
        declared = getattr(widget, DECLARED, "")
        if declared:
            return str(declared)
        widget = widget.parentWidget()
    return INDEX


class HelpKey(QObject):
    """Opens the manual, from the window and from every dialog; one window of it for each."""

    def __init__(self, window: MainWindow, view: CompareView) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._actions: Mapping[str, QAction] = {}
        if isinstance(application := QApplication.instance(), QApplication):
            application.focusChanged.connect(self._reach)

    def fill(self, actions: Mapping[str, QAction]) -> None:
        """The commands whose keys a dialog is to hear, too: a dialog keeps those of the window away."""
        self._actions = actions

    def place(self) -> str:
        """The page of what has the focus."""
        focused = QApplication.focusWidget()
        if focused is self._view.canvas:
            tool = self._view.toolbox.name
            if tool != "select":
                return TOOL_PAGES.get(tool, DRAWING)
            return MODE_PAGES[self._view.canvas.view_options.mode]
        return page_of(focused or QApplication.activeModalWidget())

    def open(self, place: str = "") -> None:
        """Show a page, by default that of what has the focus."""
        place = place or self.place()
        owner: QWidget = QApplication.activeModalWidget() or self._window
        if isinstance(owner, ManualWindow):
            return
        shown = next((child for child in owner.children() if isinstance(child, ManualWindow)), None)
        manual = shown or ManualWindow(owner, place)
        if shown is not None:
            manual.show_page(place)
        manual.show()
        manual.raise_()
        manual.activateWindow()

    def ask_what(self) -> None:
        """The next click on a guide, a measure or a reason says what it is."""
        QWhatsThis.enterWhatsThisMode()

    def _reach(self, _: QWidget | None, now: QWidget | None) -> None:
        """Let a dialog that has the focus hear the keys of help; it goes with them."""
        dialog = None if now is None else now.window()
        if not isinstance(dialog, QDialog) or isinstance(dialog, ManualWindow) or dialog.findChild(QShortcut, DECLARED):
            return
        for name, act in (("manual", self.open), ("whats-this", self.ask_what)):
            for key in self._actions[name].shortcuts() if name in self._actions else ():
                shortcut = QShortcut(key, dialog)
                shortcut.setObjectName(DECLARED)
                shortcut.activated.connect(lambda act=act: act())
