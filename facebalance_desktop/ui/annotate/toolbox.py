"""All tools of the bench by name; which one is in hand is view state."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from facebalance_desktop.ui.annotate.tools.brush import BrushTool
from facebalance_desktop.ui.annotate.tools.freehand import FreehandTool
from facebalance_desktop.ui.annotate.tools.polygon import PolygonTool
from facebalance_desktop.ui.annotate.tools.select import SelectTool
from facebalance_desktop.ui.annotate.tools.steps import StepsTool
from facebalance_desktop.ui.annotate.tools.stretch import StretchTool
from facebalance_desktop.ui.annotate.tools.tool import Tool, ToolHost

STAYING = frozenset({"brush", "eraser", "point"})
"""Tools that stay in hand after they have drawn something."""


class ToolboxHost(ToolHost, Protocol):
    """A canvas that a tool can be put into the hand of."""

    tool: Tool | None


class Toolbox(QObject):
    """The tools, made once for one canvas."""

    used = Signal(str)
    """The name of the tool that is in hand now."""
    drawn = Signal(str)
    """The id of the annotation that was just drawn or reshaped."""

    def __init__(self, bench: ToolboxHost, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self.select = SelectTool(bench, self)
        self.polygon = PolygonTool(bench, self)
        self.name = "select"
        stretched = {kind: StretchTool(kind, bench, self) for kind in ("ellipse", "line", "arrow", "note", "ruler")}
        stepped = {kind: StepsTool(kind, bench, self) for kind in ("point", "fan", "angle")}
        drawing: dict[str, PolygonTool | FreehandTool | BrushTool | StretchTool | StepsTool] = {
            "zone": self.polygon,
            "freehand": FreehandTool(bench, self),
            "brush": BrushTool(False, bench, self),
            "eraser": BrushTool(True, bench, self),
            **stretched,
            **stepped,
        }
        for tool in drawing.values():
            tool.finished.connect(self._finish)
        self.tools: dict[str, Tool] = {"select": self.select, **drawing}
        bench.tool = self.select

    def use(self, name: str) -> None:
        """Take a tool into the hand; what the one before had under way is given up."""
        if self._bench.tool is not None and self._bench.tool is not self.tools[name]:
            self._bench.tool.cancel()
        self.name = name
        self._bench.tool = self.tools[name]
        self._bench.refresh()
        self.used.emit(name)

    def _finish(self, annotation_id: str) -> None:
        if not annotation_id or self.name not in STAYING:
            self.use("select")
        if annotation_id:
            self.select.selection.select(annotation_id)
            self.drawn.emit(annotation_id)
