"""The table of commands: every action of the window, in the order of its menus."""

from __future__ import annotations

from collections.abc import Sequence

from facebalance_desktop.ui.actions import Command
from facebalance_desktop.ui.desk import Desk
from facebalance_desktop.ui.drawing_commands import drawing_commands
from facebalance_desktop.ui.looking_commands import guide_commands, looking_commands
from facebalance_desktop.ui.window import Window

TOOL_BAR = (
    "open",
    "|",
    "select",
    "zone",
    "|",
    "fit",
    "|",
    "undo",
    "redo",
    "|",
    "export",
    "present",
)
"""Commands on the tool bar; a bar parts them."""


def equipped_desk(window: Window) -> Desk:
    """A desk in this window, with all commands."""
    desk = Desk(window)
    desk.equip(commands(desk), TOOL_BAR)
    return desk


def commands(desk: Desk) -> Sequence[Command]:
    """Everything the surgeon can ask for by menu, tool bar or key."""
    return (
        *_file(desk),
        *_edit(desk),
        *_aligning(desk),
        *looking_commands(desk),
        *drawing_commands(desk.planning),
        *_present(desk),
        *guide_commands(desk),
        *_help(desk),
    )


def _file(desk: Desk) -> Sequence[Command]:
    leaving = Command("quit", "&File", "Quit", "Save and close", desk.window.close, ("Ctrl+Q",), is_apart=True)
    return (*_incoming(desk), *_kept(desk), *_outgoing(desk), leaving)


def _incoming(desk: Desk) -> Sequence[Command]:
    """What comes onto the desk."""
    return (
        Command(
            "new",
            "&File",
            "New project",
            "Start an empty project; this one is saved",
            desk.opening.start_new,
            ("Ctrl+N",),
        ),
        Command("open", "&File", "Open …", "Open photos or a project", desk.opening.ask_for_files, ("Ctrl+O",)),
        Command(
            "card",
            "&File",
            "Open a card or folder …",
            "Pick this patient's photos from a contact sheet",
            desk.arrivals.ask_for_folder,
            ("Ctrl+Shift+O",),
        ),
        Command(
            "recent", "&File", "Find a project …", "By name, ID or birth date", desk.opening.show_recent, ("Ctrl+R",)
        ),
    )


def _kept(desk: Desk) -> Sequence[Command]:
    """How the project is kept."""
    return (
        Command(
            "save-as",
            "&File",
            "Save as …",
            "Keep the project under another name",
            desk.opening.ask_where_to_save,
            ("Ctrl+Shift+S",),
            is_apart=True,
        ),
        Command(
            "save",
            "&File",
            "Save now",
            "Saved by itself when you pause; this does it at once",
            desk.keeping.save_soon,
            ("Ctrl+S",),
        ),
        Command(
            "revert",
            "&File",
            "Revert to the opened version",
            "As it was when it was opened; undo brings it back",
            desk.keeping.revert,
        ),
    )


def _outgoing(desk: Desk) -> Sequence[Command]:
    """What leaves the room."""
    return (
        Command(
            "export",
            "&File",
            "Export …",
            "As a picture, a document or a film, by a template",
            desk.figures.ask,
            ("Ctrl+E",),
            is_apart=True,
        ),
        Command(
            "export-again",
            "&File",
            "Export again",
            "By the template that was used last",
            desk.figures.export_again,
            ("Ctrl+Shift+E",),
        ),
        Command(
            "consent",
            "&File",
            "Consent …",
            "What the patient agreed to: publication and marketing need it",
            desk.figures.ask_for_consent,
        ),
        Command(
            "settings",
            "&File",
            "Settings …",
            "The clinic's words on exported pages, and this workstation's ways",
            desk.figures.ask_for_settings,
            ("Ctrl+,",),
            is_apart=True,
        ),
    )


def _edit(desk: Desk) -> Sequence[Command]:
    view, session = desk.view, desk.session
    return (
        Command("undo", "&Edit", "Undo", "Take back the last edit", session.undo, ("Ctrl+Z",)),
        Command("redo", "&Edit", "Redo", "Do it again", session.redo, ("Ctrl+Shift+Z", "Ctrl+Y")),
        Command(
            "paste", "&Edit", "Paste photos", "A photo or files from the clipboard", desk.arrivals.paste, ("Ctrl+V",)
        ),
        Command(
            "select",
            "&Edit",
            "Select",
            "Drag points, guides and zones; drag elsewhere to move the picture",
            lambda: view.use_tool("select"),
            ("V",),
            "tool",
            is_apart=True,
        ),
        Command(
            "zone", "&Edit", "Zone", "Click round the area, Enter ends", lambda: view.use_tool("zone"), ("Z",), "tool"
        ),
        Command(
            "check",
            "&Edit",
            "Check the next point",
            "Enter confirms it, a drag corrects it",
            view.check_next_point,
            ("N",),
        ),
    )


def _aligning(desk: Desk) -> Sequence[Command]:
    """How the photos of the pair lie on each other."""
    return (
        Command(
            "swap", "&Edit", "Swap before and after", "Let the photos change places", desk.swap, ("X",), is_apart=True
        ),
        Command(
            "find-again",
            "&Edit",
            "Find the faces again",
            "Points set by hand stay as they are",
            desk.reception.find_again,
        ),
        Command(
            "by-hand",
            "&Edit",
            "Align by two points",
            "The same two places in both photos; it works without a face, too",
            desk.view.align_by_hand,
            ("J",),
        ),
        Command(
            "level",
            "&Edit",
            "Level the eyes",
            "Make the before's pupil line horizontal, or not",
            desk.toggle_level,
            ("L",),
        ),
    )


def _present(desk: Desk) -> Sequence[Command]:
    present = desk.view.present
    return (
        Command(
            "present",
            "&View",
            "Present",
            "Full screen as it stands, without names; Esc leaves",
            lambda: present(desk.window),
            ("P",),
            is_apart=True,
        ),
        Command(
            "show",
            "&View",
            "Show …",
            "Step by step on the second screen: goals, photos, plan, time",
            desk.figures.ask_for_show,
            ("Shift+P",),
        ),
    )


def _help(desk: Desk) -> Sequence[Command]:
    return (
        Command(
            "demonstration",
            "&Help",
            "Show the demonstration",
            "A made-up pair to try everything on",
            desk.opening.show_demonstration,
        ),
        Command("shortcuts", "&Help", "Shortcuts", "Every key on one sheet", desk.show_shortcuts, ("?", "F1")),
        Command("about", "&Help", "About and intended purpose", "What this program is for", desk.show_about),
    )
