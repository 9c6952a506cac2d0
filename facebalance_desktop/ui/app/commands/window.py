"""Commands of the window itself: what surrounds the photo, and the ways to every other command."""

from __future__ import annotations

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command

WINDOW: tuple[Command[Workspace], ...] = (
    Command(
        "palette",
        tr("&View"),
        tr("Every command …"),
        tr("Type what you want to do"),
        lambda w: w.frame.show_palette(),
        ("Ctrl+K",),
        is_apart=True,
    ),
    Command(
        "keys",
        tr("&Help"),
        tr("Change shortcuts …"),
        tr("Give a command another key"),
        lambda w: w.frame.ask_for_keys(),
    ),
    Command(
        "panels",
        tr("&View"),
        tr("Hide or show the panels"),
        tr("Show the photo alone; once more brings the panels back as they were"),
        lambda w: w.window.hide_panels(),
        ("F9",),
        is_apart=True,
    ),
    Command(
        "full-screen",
        tr("&View"),
        tr("Full screen"),
        tr("Fill the screen; once more returns to the window"),
        lambda w: w.window.toggle_full_screen(),
        ("F11",),
    ),
    Command(
        "show-guides",
        tr("&Guides"),
        tr("Show or hide the guides"),
        tr("The guides shown last; at first thirds, midline and horizontals"),
        lambda w: w.frame.toggle_guides(),
        ("Shift+G",),
        is_toggle=True,
        needs="photos",
    ),
    Command(
        "draw",
        tr("&Draw"),
        tr("Draw a zone"),
        tr("Start the zone tool; once more ends the active tool"),
        lambda w: w.frame.toggle_drawing(),
        ("Shift+Z",),
        is_toggle=True,
        needs="photos",
    ),
)
