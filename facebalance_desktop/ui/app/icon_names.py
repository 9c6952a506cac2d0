"""Which icon of resources/icons each command has."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from facebalance_desktop.ui.annotate.toolbox import DRAWING_TOOLS
from facebalance_desktop.ui.widgets.icons import icon

ICONS: Mapping[str, str] = {
    "side-by-side": "side",
    "wipe": "wipe",
    "overlay": "overlay",
    "blink": "blink",
    "difference": "difference",
    "mirrored": "mirror",
    "movement": "movement",
    "board": "board",
    "undo": "undo",
    "redo": "redo",
    "present": "present",
    "export": "export",
    "settings": "gear",
    "shortcuts": "help",
    "open": "folder",
    "card": "card",
    "paste": "paste",
    "fit": "frame",
    "loupe": "loupe",
    "unlink": "link",
    "turn-divider": "turn",
    "copy": "copy",
    "mirror": "mirror",
    "lock": "lock",
    "delete": "trash",
    "plan": "plan",
    "panels": "inspector",
    "show-guides": "guides",
    "draw": "draw",
    **{tool.id: tool.icon for tool in DRAWING_TOOLS},
}
"""By the id of the command; others are in menus alone."""


def give_icons(actions: Mapping[str, QAction]) -> None:
    """Show the icons of actions on bars; menus stay text."""
    for name, picture in ICONS.items():
        if name in actions:
            actions[name].setIcon(icon(picture))
            actions[name].setIconVisibleInMenu(False)
