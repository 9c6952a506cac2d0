"""Commands of drawing: one for each tool of the toolbox, what is done with drawings, and the plan."""

from __future__ import annotations

from collections.abc import Callable

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.toolbox import DRAWING_TOOLS
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command

MENU = tr("&Draw")


def _taking(tool: str) -> Callable[[Workspace], object]:
    return lambda w: w.panel_sync.use_tool(tool)


TOOL_COMMANDS: tuple[Command[Workspace], ...] = tuple(
    Command(tool.id, MENU, tool.text, tool.tip, _taking(tool.id), (tool.key,), "tool", needs="photos")
    for tool in DRAWING_TOOLS
)

SELECTION_COMMANDS: tuple[Command[Workspace], ...] = (
    Command(
        "copy",
        MENU,
        tr("Copy"),
        tr("Copy what is selected"),
        lambda w: w.panel_sync.selection.copy(),
        ("Ctrl+D",),
        is_apart=True,
    ),
    Command(
        "mirror",
        MENU,
        tr("To the other side"),
        tr("Through the face's mesh"),
        lambda w: w.panel_sync.annotation_commands.mirror(),
        ("Ctrl+Shift+M",),
    ),
    Command(
        "group",
        MENU,
        tr("Group"),
        tr("Select and move as one"),
        lambda w: w.panel_sync.selection.group(True),
        ("Ctrl+G",),
    ),
    Command(
        "ungroup",
        MENU,
        tr("Ungroup"),
        tr("Select and move each alone"),
        lambda w: w.panel_sync.selection.group(False),
        ("Ctrl+Shift+G",),
    ),
    Command(
        "lock",
        MENU,
        tr("Lock or unlock"),
        tr("Keep it from being moved"),
        lambda w: w.panel_sync.selection.lock(),
        ("Ctrl+Alt+L",),
    ),
    Command(
        "front",
        MENU,
        tr("To front"),
        tr("In front of the other drawings"),
        lambda w: w.panel_sync.selection.rank("front"),
        ("Ctrl+]",),
    ),
    Command(
        "back",
        MENU,
        tr("To back"),
        tr("Behind the other drawings"),
        lambda w: w.panel_sync.selection.rank("back"),
        ("Ctrl+[",),
    ),
    Command(
        "select-all",
        MENU,
        tr("Select all drawings"),
        tr("All that are shown"),
        lambda w: w.panel_sync.annotation_commands.select_everything(),
        ("Ctrl+A",),
    ),
    Command(
        "delete",
        MENU,
        tr("Delete what is selected"),
        tr("Undo brings it back; Del on the photo"),
        lambda w: w.panel_sync.annotation_commands.delete(),
    ),
)

PLAN_COMMANDS: tuple[Command[Workspace], ...] = (
    Command(
        "plan",
        MENU,
        tr("Plan a treatment"),
        tr("On the selected zone or point"),
        lambda w: w.panel_sync.plan_treatment("planned"),
        ("Ctrl+T",),
        is_apart=True,
    ),
    Command(
        "overview",
        MENU,
        tr("Overview of the plan …"),
        tr("Sides, ledger, dates, cards"),
        lambda w: w.panel_sync.show_overview(),
    ),
)

DRAW: tuple[Command[Workspace], ...] = (*TOOL_COMMANDS, *SELECTION_COMMANDS, *PLAN_COMMANDS)
