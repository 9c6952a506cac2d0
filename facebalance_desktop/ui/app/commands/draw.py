"""Commands of drawing and panel_sync."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from facebalance_desktop.ui.app.panel_sync import PanelSync
from facebalance_desktop.ui.widgets.actions import Command

MENU = "&Draw"
TOOLS = (
    ("freehand", "Freehand zone", "Draw round the area in one stroke", ("D",)),
    ("ellipse", "Ellipse", "Drag a frame; Shift makes a circle", ("E",)),
    ("brush", "Brush", "Paint an area; [ and ] change the brush", ("Q",)),
    ("eraser", "Eraser", "Take away from a zone", ("Shift+Q",)),
    ("point", "Injection point", "A press a point, Esc ends", ("I",)),
    ("line", "Injection line", "Drag from the entry to the end", ("Shift+I",)),
    ("fan", "Fan", "Entry, first end, last end", ("Shift+D",)),
    ("arrow", "Arrow", "Drag from its tail to its tip", ("A",)),
    ("note", "Note", "Drag from the place to where the words stand", ("Shift+A",)),
    ("ruler", "Ruler", "Per cent of the pupil distance", ("R",)),
    ("angle", "Angle", "First leg, vertex, second leg", ("Shift+R",)),
)
"""Tools beside the ones of the tool bar, with their keys."""


def drawing_commands(panel_sync: PanelSync) -> Sequence[Command]:
    """Tools, what is done with drawings, and the plan."""
    return (*_tools(panel_sync), *_selection(panel_sync), *_plan(panel_sync))


def _tools(panel_sync: PanelSync) -> Sequence[Command]:
    def taking(name: str) -> Callable[[], object]:
        return lambda: panel_sync.use_tool(name)

    return tuple(Command(name, MENU, text, tip, taking(name), keys, "tool") for name, text, tip, keys in TOOLS)


def _selection(panel_sync: PanelSync) -> Sequence[Command]:
    selection, annotation_commands = panel_sync.selection, panel_sync.annotation_commands
    return (
        Command("copy", MENU, "Copy", "Another like what is selected", selection.copy, ("Ctrl+D",), is_apart=True),
        Command(
            "mirror",
            MENU,
            "To the other side",
            "Through the face's mesh",
            annotation_commands.mirror,
            ("Ctrl+Shift+M",),
        ),
        Command("group", MENU, "Group", "Select and move as one", lambda: selection.group(True), ("Ctrl+G",)),
        Command("ungroup", MENU, "Ungroup", "Each for itself", lambda: selection.group(False), ("Ctrl+Shift+G",)),
        Command("lock", MENU, "Lock or unlock", "Keep it from being moved", selection.lock, ("Ctrl+K",)),
        Command("front", MENU, "To front", "Before the others", lambda: selection.rank("front"), ("Ctrl+]",)),
        Command("back", MENU, "To back", "Behind the others", lambda: selection.rank("back"), ("Ctrl+[",)),
        Command(
            "select-all",
            MENU,
            "Select all drawings",
            "All that is shown",
            annotation_commands.select_everything,
            ("Ctrl+A",),
        ),
        Command(
            "delete",
            MENU,
            "Delete what is selected",
            "Undo brings it back; Del on the bench",
            annotation_commands.delete,
        ),
    )


def _plan(panel_sync: PanelSync) -> Sequence[Command]:
    return (
        Command(
            "plan",
            MENU,
            "Plan a treatment",
            "On the selected zone or point",
            lambda: panel_sync.plan_treatment("planned"),
            ("Ctrl+T",),
            is_apart=True,
        ),
        Command("overview", MENU, "Overview of the plan …", "Sides, ledger, dates, cards", panel_sync.show_overview),
    )
