"""The table of drawing tools, and all tools of one canvas by name; which one is active is view state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.anchors import AnchorTool
from facebalance_desktop.ui.annotate.tools.brush import BrushTool
from facebalance_desktop.ui.annotate.tools.canvas_tool import CanvasTool
from facebalance_desktop.ui.annotate.tools.freehand import FreehandTool
from facebalance_desktop.ui.annotate.tools.place import PlaceTool
from facebalance_desktop.ui.annotate.tools.polygon import PolygonTool
from facebalance_desktop.ui.annotate.tools.select import SelectTool
from facebalance_desktop.ui.annotate.tools.steps import StepsTool
from facebalance_desktop.ui.annotate.tools.stretch import StretchTool
from facebalance_desktop.ui.annotate.tools.tool import Tool, ToolHost


@dataclass(frozen=True)
class ToolDeclaration:
    """A drawing tool: its command, its button on the page Zones (`icon` of resources/icons), and how it is made.

    `stays`: it stays active after it has drawn something.
    """

    id: str
    text: str
    icon: str
    tip: str
    key: str
    make: Callable[[ToolHost, QObject], CanvasTool]
    stays: bool = False


def _stretch(kind: str) -> Callable[[ToolHost, QObject], CanvasTool]:
    return lambda host, parent: StretchTool(kind, host, parent)


def _steps(kind: str) -> Callable[[ToolHost, QObject], CanvasTool]:
    return lambda host, parent: StepsTool(kind, host, parent)


def _brush(is_eraser: bool) -> Callable[[ToolHost, QObject], CanvasTool]:
    return lambda host, parent: BrushTool(is_eraser, host, parent)


DRAWING_TOOLS = (
    ToolDeclaration("zone", tr("Zone"), "polygon", tr("Click round the area, Enter ends"), "Z", PolygonTool),
    ToolDeclaration(
        "freehand", tr("Freehand zone"), "freehand", tr("Draw round the area in one stroke"), "D", FreehandTool
    ),
    ToolDeclaration(
        "ellipse", tr("Ellipse"), "ellipse", tr("Drag a frame; Shift makes a circle"), "E", _stretch("ellipse")
    ),
    ToolDeclaration(
        "brush", tr("Brush"), "brush", tr("Paint an area; [ and ] change the brush"), "Q", _brush(False), True
    ),
    ToolDeclaration("eraser", tr("Eraser"), "eraser", tr("Take away from a zone"), "Shift+Q", _brush(True), True),
    ToolDeclaration(
        "point",
        tr("Injection point"),
        "point",
        tr("One press for each injection point, Esc ends"),
        "I",
        _steps("point"),
        True,
    ),
    ToolDeclaration(
        "line", tr("Injection line"), "line", tr("Drag from the entry to the end"), "Shift+I", _stretch("line")
    ),
    ToolDeclaration("fan", tr("Fan"), "fan", tr("Entry, first end, last end"), "Shift+D", _steps("fan")),
    ToolDeclaration("arrow", tr("Arrow"), "arrow", tr("Drag from its tail to its tip"), "A", _stretch("arrow")),
    ToolDeclaration(
        "note", tr("Note"), "note", tr("Drag from the place to where the text goes"), "Shift+A", _stretch("note")
    ),
    ToolDeclaration("ruler", tr("Ruler"), "ruler", tr("Per cent of the pupil distance"), "R", _stretch("ruler")),
    ToolDeclaration("angle", tr("Angle"), "angle", tr("First leg, vertex, second leg"), "Shift+R", _steps("angle")),
)
"""Every drawing tool, in the order of the menu and of the buttons."""
STAYING = frozenset(tool.id for tool in DRAWING_TOOLS if tool.stays)


class ToolboxHost(ToolHost, Protocol):
    """A canvas with an active tool."""

    tool: Tool | None


class Toolbox(QObject):
    """The tools, made once for one canvas."""

    used = Signal(str)
    """The name of the active tool."""
    drawn = Signal(str)
    """The id of the annotation that was just drawn or reshaped."""

    def __init__(self, host: ToolboxHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._host = host
        self.name = "select"
        self.select = SelectTool(host, self)
        self.anchors = AnchorTool(host, self)
        self.place = PlaceTool(host, self)
        drawing = {tool.id: tool.make(host, self) for tool in DRAWING_TOOLS}
        ending: dict[str, CanvasTool] = {"anchors": self.anchors, "place": self.place, **drawing}
        for tool in ending.values():
            tool.finished.connect(self._finish)
        self.tools: dict[str, Tool] = {"select": self.select, **ending}
        host.tool = self.select

    def use(self, name: str) -> None:
        """Make a tool the active one; what the one before had under way is cancelled."""
        if self._host.tool is not None and self._host.tool is not self.tools[name]:
            self._host.tool.cancel()
        self.name = name
        self._host.tool = self.tools[name]
        self._host.refresh()
        self.used.emit(name)

    def _finish(self, annotation_id: str) -> None:
        if not annotation_id or self.name not in STAYING:
            self.use("select")
        if annotation_id:
            self.select.selection.select(annotation_id)
            self.drawn.emit(annotation_id)
