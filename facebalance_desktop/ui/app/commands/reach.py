"""Commands that reach by key what the mouse reaches by a click: a view, a photo for the before place, the open page."""

from __future__ import annotations

from collections.abc import Callable

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.page_titles import PAGE_TITLES
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command

VIEWS = {
    "frontal": tr("Front"),
    "frontal-smile": tr("Smile"),
    "oblique-right": tr("Oblique, right"),
    "oblique-left": tr("Oblique, left"),
    "profile-right": tr("Profile, right"),
    "profile-left": tr("Profile, left"),
    "basal": tr("Basal"),
}
"""Views that have a key, F2 to F8, in the order of the line above the photo."""
MENU, DRAW = tr("&View"), tr("&Draw")


def _opening(title: str) -> Callable[[Workspace], object]:
    return lambda w: w.panel_sync.open_page(title)


def _showing(view: str) -> Callable[[Workspace], object]:
    return lambda w: w.window.view_rail.show_view(view)


REACH: tuple[Command[Workspace], ...] = (
    *(
        Command(
            f"view-{view}",
            MENU,
            name,
            tr("The pair of this view"),
            _showing(view),
            (f"F{number}",),
            is_apart=number == 2,
            needs="photos",
        )
        for number, (view, name) in enumerate(VIEWS.items(), start=2)
    ),
    Command(
        "next-before",
        MENU,
        tr("Next photo as before"),
        tr("Among the photos of the same view, by date"),
        lambda w: w.view.modes.show_next(1, "before"),
        ("Shift+PgDown",),
        is_apart=True,
        needs="photos",
    ),
    Command(
        "previous-before",
        MENU,
        tr("Previous photo as before"),
        tr("Among the photos of the same view, by date"),
        lambda w: w.view.modes.show_next(-1, "before"),
        ("Shift+PgUp",),
        needs="photos",
    ),
    *(
        Command(
            f"page-{number}",
            MENU,
            tr("Page {title}", title=title),
            tip,
            _opening(title),
            (f"Shift+F{number}",),
            is_apart=number == 2,
            needs="photos",
        )
        for number, (title, tip) in enumerate(PAGE_TITLES.items(), start=2)
    ),
    Command(
        "into-page",
        MENU,
        tr("Into the open page"),
        tr("The keyboard focus goes to the first field of the open page; Esc brings it back to the photo"),
        lambda w: w.panel_sync.enter_page(),
        ("F12",),
    ),
    Command(
        "into-message",
        MENU,
        tr("Into the message"),
        tr("The keyboard goes to the buttons of the message over the photo; Esc brings it back to the photo"),
        lambda w: w.window.stage.enter_message(),
        ("Shift+F12",),
    ),
    Command(
        "zone-table",
        DRAW,
        tr("Zone of the table"),
        tr("Type the zone's name; Enter puts it on both sides of the face"),
        lambda w: w.panel_sync.choose_zone(),
        ("Ctrl+Shift+A",),
        needs="photos",
    ),
    Command(
        "record",
        DRAW,
        tr("Record as performed"),
        tr("The planned treatment that is picked, with today's date; the amount stays blank"),
        lambda w: w.panel_sync.record_performed(),
        ("Ctrl+Shift+T",),
        needs="photos",
    ),
)
