"""Commands of viewing: modes, zoom and regions, links, loupe and navigator, presenting, and one for each guide."""

from __future__ import annotations

from collections.abc import Callable

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.drawing.framing import REGIONS
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command

MENU = tr("&View")
TIPS = {
    "side-by-side": tr("Before left, after right"),
    "wipe": tr("With a divider to drag; with Shift the drag turns it"),
    "overlay": tr("The after photo fades over the before photo"),
    "blink": tr("Hold Space for the after photo, or let them alternate automatically"),
    "difference": tr("Where the colours differ as the eye sees it; light and make-up differ too"),
    "mirrored": tr("Each half of the face beside its own mirror image"),
    "movement": tr("Rest beside expression, before above after"),
    "board": tr("Views as rows, visits as columns; a click enlarges"),
}
LETTERS = {"side-by-side": ("S",), "wipe": ("W",)}


def _setting_mode(mode: str) -> Callable[[Workspace], object]:
    return lambda w: w.view.set_mode(mode)


def _framing(region: str) -> Callable[[Workspace], object]:
    return lambda w: w.view.canvas.viewport.show_region(region)


def _toggling(guide: str) -> Callable[[Workspace], object]:
    return lambda w: w.window.guides.toggle(guide)


MODE_COMMANDS: tuple[Command[Workspace], ...] = tuple(
    Command(
        mode,
        MENU,
        name,
        TIPS[mode],
        _setting_mode(mode),
        (str(number), *LETTERS.get(mode, ())),
        "mode",
        needs="photos",
    )
    for number, (mode, name) in enumerate(MODES.items(), start=1)
)

AMOUNT_COMMANDS: tuple[Command[Workspace], ...] = (
    Command(
        "less",
        MENU,
        tr("Less"),
        tr("Divider, fade, rate or threshold"),
        lambda w: w.view.modes.step(-1),
        (",",),
        is_apart=True,
        needs="photos",
    ),
    Command(
        "more",
        MENU,
        tr("More"),
        tr("Divider, fade, rate or threshold"),
        lambda w: w.view.modes.step(1),
        (".",),
        needs="photos",
    ),
    Command(
        "turn-divider",
        MENU,
        tr("Turn the divider"),
        tr("By 45 degrees"),
        lambda w: w.view.modes.turn_divider(),
        ("Shift+W",),
        needs="photos",
    ),
    Command(
        "blink-clock",
        MENU,
        tr("Blink automatically"),
        tr("At most twice a second"),
        lambda w: w.view.blinking.toggle(),
        ("K",),
        is_toggle=True,
        needs="photos",
    ),
    Command(
        "blink-turn",
        MENU,
        tr("The other photo of a blink"),
        tr("It stays in front, also to be drawn on"),
        lambda w: w.view.blinking.turn(),
        ("Shift+K",),
        needs="photos",
    ),
    Command(
        "next",
        MENU,
        tr("Next photo as after"),
        tr("Among the photos of the same view, by date"),
        lambda w: w.view.modes.show_next(1),
        ("PgDown",),
        needs="photos",
    ),
    Command(
        "previous",
        MENU,
        tr("Previous photo as after"),
        tr("Among the photos of the same view, by date"),
        lambda w: w.view.modes.show_next(-1),
        ("PgUp",),
        needs="photos",
    ),
)

ZOOM_COMMANDS: tuple[Command[Workspace], ...] = (
    Command(
        "fit",
        MENU,
        tr("Clinical frame"),
        tr("Head and neck, at the same size at every visit"),
        lambda w: w.view.canvas.viewport.fit_head(),
        ("F", "0"),
        is_apart=True,
        needs="photos",
    ),
    Command(
        "fit-whole",
        MENU,
        tr("Fit the whole photo"),
        tr("All of the before photo"),
        lambda w: w.view.canvas.viewport.fit_whole(),
        ("Shift+F",),
        needs="photos",
    ),
    Command(
        "actual",
        MENU,
        tr("Actual pixels"),
        tr("One photo pixel for each screen pixel"),
        lambda w: w.view.canvas.viewport.show_actual_size(),
        ("Ctrl+1",),
        needs="photos",
    ),
    Command(
        "zoom-in",
        MENU,
        tr("Zoom in"),
        tr("Also by the wheel"),
        lambda w: w.view.canvas.viewport.zoom(1.25),
        ("+", "="),
        needs="photos",
    ),
    Command(
        "zoom-out",
        MENU,
        tr("Zoom out"),
        tr("Also by the wheel"),
        lambda w: w.view.canvas.viewport.zoom(0.8),
        ("-",),
        needs="photos",
    ),
)

REGION_COMMANDS: tuple[Command[Workspace], ...] = tuple(
    Command(
        f"region-{region}",
        MENU,
        name,
        tr("Frame this region in every pane"),
        _framing(region),
        (f"Alt+{number}",),
        is_apart=number == 1,
        needs="photos",
    )
    for number, (region, (name, _)) in enumerate(REGIONS.items(), start=1)
)

LINK_COMMANDS: tuple[Command[Workspace], ...] = (
    Command(
        "unlink",
        MENU,
        tr("Unlink"),
        tr("Move one photo alone; linking again keeps its place"),
        lambda w: w.view.canvas.viewport.toggle_apart(),
        ("U",),
        is_toggle=True,
        is_apart=True,
        needs="photos",
    ),
    Command(
        "together",
        MENU,
        tr("Link again"),
        tr("Both photos as aligned"),
        lambda w: w.view.canvas.viewport.put_together(),
        ("Shift+U",),
        needs="photos",
    ),
    Command(
        "loupe",
        MENU,
        tr("Loupe"),
        tr("The place under the pointer, enlarged in both photos"),
        lambda w: w.view.canvas.pictures.toggle_loupe(),
        ("O",),
        is_toggle=True,
        needs="photos",
    ),
    Command(
        "match-display",
        MENU,
        tr("Match the display"),
        tr("The after photo's skin in the before's colour, to compare shapes; on the screen only"),
        lambda w: w.light.toggle(),
        ("Ctrl+L",),
        is_toggle=True,
        needs="pair",
    ),
    Command(
        "guide-values",
        MENU,
        tr("Figures on the guides"),
        tr("All figures of the guides on the picture; else those of the guide that is pointed at"),
        lambda w: w.view.canvas.viewport.toggle_values(),
        ("Shift+V",),
        is_toggle=True,
        needs="photos",
    ),
    Command(
        "navigator",
        MENU,
        tr("Navigator"),
        tr("The whole photo, small; press on it to go there"),
        lambda w: w.view.canvas.pictures.toggle_navigator(),
        ("B",),
        is_toggle=True,
        needs="photos",
    ),
)

VIEW: tuple[Command[Workspace], ...] = (
    *MODE_COMMANDS,
    *AMOUNT_COMMANDS,
    *ZOOM_COMMANDS,
    *REGION_COMMANDS,
    *LINK_COMMANDS,
)

PRESENT: tuple[Command[Workspace], ...] = (
    Command(
        "present",
        MENU,
        tr("Present"),
        tr("The current view on the whole screen, without names; Esc leaves"),
        lambda w: w.view.present(w.window),
        ("P",),
        is_apart=True,
        needs="photos",
    ),
    Command(
        "show",
        MENU,
        tr("Show …"),
        tr("Step by step on the second screen: goals, photos, plan, time"),
        lambda w: w.export_commands.ask_for_show(),
        ("Shift+P",),
    ),
)


def guide_commands() -> tuple[Command[Workspace], ...]:
    """Show or hide each guide of the table, and place the points that they lack."""
    made: list[Command[Workspace]] = []
    group = ""
    for kind in guide_kinds().values():
        is_apart = bool(group) and kind.group != group
        toggle = _toggling(kind.id)
        made.append(Command(kind.id, tr("&Guides"), kind.name, kind.tip, toggle, (kind.key,), is_apart=is_apart))
        group = kind.group
    return (
        *made,
        Command(
            "place",
            tr("&Guides"),
            tr("Place the missing points"),
            tr("One after the other, with a small picture that says where"),
            lambda w: w.view.place_missing(),
            ("Ctrl+P",),
            is_apart=True,
            needs="photos",
        ),
    )
