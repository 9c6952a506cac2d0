"""The commands of looking: modes, zoom and regions, links and small pictures, and one for each guide."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.drawing.framing import REGIONS
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command

MENU = "&View"
TIPS = {
    "side-by-side": "Before left, after right",
    "wipe": "With a divider to drag; with Shift the drag turns it",
    "overlay": "The after photo fades over the before photo",
    "blink": "Hold Space for the after photo, or let a clock turn them",
    "difference": "Where the colours differ as the eye sees it; light and make-up differ too",
    "mirrored": "Each half of the face beside its own mirror image",
    "movement": "Rest beside expression, before above after",
    "board": "Views as rows, visits as columns; a click enlarges",
}
LETTERS = {"side-by-side": ("S",), "wipe": ("W",)}


def looking_commands(workspace: Workspace) -> Sequence[Command]:
    """How to look at the pair."""
    return (*_modes(workspace), *_amounts(workspace), *_zoom(workspace), *_regions(workspace), *_links(workspace))


def _modes(workspace: Workspace) -> Sequence[Command]:
    set_mode = workspace.view.set_mode
    return [
        Command(
            mode,
            MENU,
            name,
            TIPS[mode],
            partial(set_mode, mode),
            (str(number), *LETTERS.get(mode, ())),
            "mode",
        )
        for number, (mode, name) in enumerate(MODES.items(), start=1)
    ]


def _amounts(workspace: Workspace) -> Sequence[Command]:
    modes, blinking = workspace.view.modes, workspace.view.blinking
    return (
        Command(
            "less", MENU, "Less", "Divider, fade, rate or threshold", lambda: modes.step(-1), (",",), is_apart=True
        ),
        Command("more", MENU, "More", "Divider, fade, rate or threshold", lambda: modes.step(1), (".",)),
        Command("turn-divider", MENU, "Turn the divider", "By 45 degrees", modes.turn_divider, ("Shift+W",)),
        Command("blink-clock", MENU, "Blink by itself", "At most twice a second", blinking.toggle, ("K",), None, True),
        Command(
            "next", MENU, "Next photo as after", "Of the same view, by date", lambda: modes.show_next(1), ("PgDown",)
        ),
        Command(
            "previous",
            MENU,
            "Previous photo as after",
            "Of the same view, by date",
            lambda: modes.show_next(-1),
            ("PgUp",),
        ),
    )


def _zoom(workspace: Workspace) -> Sequence[Command]:
    viewport = workspace.view.canvas.viewport
    return (
        Command(
            "fit",
            MENU,
            "Clinical frame",
            "Head and neck, as large at every visit",
            viewport.fit_head,
            ("F", "0"),
            is_apart=True,
        ),
        Command("fit-whole", MENU, "Fit the whole photo", "All of the before photo", viewport.fit_whole, ("Shift+F",)),
        Command("actual", MENU, "Actual pixels", "One pixel a screen pixel", viewport.show_actual_size, ("Ctrl+1",)),
        Command("zoom-in", MENU, "Zoom in", "The wheel does it, too", lambda: viewport.zoom(1.25), ("+", "=")),
        Command("zoom-out", MENU, "Zoom out", "The wheel does it, too", lambda: viewport.zoom(0.8), ("-",)),
    )


def _regions(workspace: Workspace) -> Sequence[Command]:
    viewport = workspace.view.canvas.viewport
    return [
        Command(
            f"region-{region}",
            MENU,
            name,
            "Frame this region in every pane",
            partial(viewport.show_region, region),
            (f"Alt+{number}",),
            is_apart=number == 1,
        )
        for number, (region, (name, _)) in enumerate(REGIONS.items(), start=1)
    ]


def _links(workspace: Workspace) -> Sequence[Command]:
    viewport, pictures = workspace.view.canvas.viewport, workspace.view.canvas.pictures
    return (
        Command(
            "unlink",
            MENU,
            "Unlink",
            "Move one photo by itself; linking again keeps its place",
            viewport.toggle_apart,
            ("U",),
            is_toggle=True,
            is_apart=True,
        ),
        Command("together", MENU, "Back together", "Both photos as aligned", viewport.put_together, ("Shift+U",)),
        Command(
            "loupe",
            MENU,
            "Loupe",
            "The place under the pointer, enlarged in both photos",
            pictures.toggle_loupe,
            ("O",),
            is_toggle=True,
        ),
        Command(
            "navigator",
            MENU,
            "Navigator",
            "The whole photo, small; press on it to go there",
            pictures.toggle_navigator,
            ("B",),
            is_toggle=True,
        ),
    )


def guide_commands(workspace: Workspace) -> Sequence[Command]:
    """Show or hide each guide of the table."""
    toggle = workspace.window.guides.toggle
    made: list[Command] = []
    group = ""
    for kind in guide_kinds().values():
        made.append(
            Command(
                kind.id,
                "&Guides",
                kind.name,
                kind.tip,
                partial(toggle, kind.id),
                (kind.key,),
                is_apart=bool(group) and kind.group != group,
            )
        )
        group = kind.group
    made.append(
        Command(
            "place",
            "&Guides",
            "Place the missing points",
            "One after the other, with a small picture that says where",
            workspace.view.place_missing,
            ("Ctrl+P",),
            is_apart=True,
        )
    )
    return made
