"""The table of commands: every action of the window, in the order of its menus."""

from __future__ import annotations

from collections.abc import Sequence

from facebalance_desktop.ui.app.commands.draw import drawing_commands
from facebalance_desktop.ui.app.commands.view import guide_commands, looking_commands
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command

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


def equipped_workspace(window: MainWindow) -> Workspace:
    """A desk in this window, with all commands."""
    workspace = Workspace(window)
    workspace.equip(commands(workspace), TOOL_BAR)
    return workspace


def commands(workspace: Workspace) -> Sequence[Command]:
    """Everything the surgeon can ask for by menu, tool bar or key."""
    return (
        *_file(workspace),
        *_edit(workspace),
        *_aligning(workspace),
        *looking_commands(workspace),
        *drawing_commands(workspace.panel_sync),
        *_present(workspace),
        *guide_commands(workspace),
        *_help(workspace),
    )


def _file(workspace: Workspace) -> Sequence[Command]:
    leaving = Command("quit", "&File", "Quit", "Save and close", workspace.window.close, ("Ctrl+Q",), is_apart=True)
    return (*_incoming(workspace), *_kept(workspace), *_outgoing(workspace), leaving)


def _incoming(workspace: Workspace) -> Sequence[Command]:
    """What comes onto the desk."""
    return (
        Command(
            "new",
            "&File",
            "New project",
            "Start an empty project; this one is saved",
            workspace.opening.start_new,
            ("Ctrl+N",),
        ),
        Command("open", "&File", "Open …", "Open photos or a project", workspace.opening.ask_for_files, ("Ctrl+O",)),
        Command(
            "card",
            "&File",
            "Open a card or folder …",
            "Pick this patient's photos from a contact sheet",
            workspace.incoming.ask_for_folder,
            ("Ctrl+Shift+O",),
        ),
        Command(
            "recent",
            "&File",
            "Find a project …",
            "By name, ID or birth date",
            workspace.opening.show_recent,
            ("Ctrl+R",),
        ),
    )


def _kept(workspace: Workspace) -> Sequence[Command]:
    """How the project is kept."""
    return (
        Command(
            "save-as",
            "&File",
            "Save as …",
            "Keep the project under another name",
            workspace.opening.ask_where_to_save,
            ("Ctrl+Shift+S",),
            is_apart=True,
        ),
        Command(
            "save",
            "&File",
            "Save now",
            "Saved by itself when you pause; this does it at once",
            workspace.autosave.save_soon,
            ("Ctrl+S",),
        ),
        Command(
            "revert",
            "&File",
            "Revert to the opened version",
            "As it was when it was opened; undo brings it back",
            workspace.autosave.revert,
        ),
    )


def _outgoing(workspace: Workspace) -> Sequence[Command]:
    """What leaves the room."""
    return (
        Command(
            "export",
            "&File",
            "Export …",
            "As a picture, a document or a film, by a template",
            workspace.export_commands.ask,
            ("Ctrl+E",),
            is_apart=True,
        ),
        Command(
            "export-again",
            "&File",
            "Export again",
            "By the template that was used last",
            workspace.export_commands.export_again,
            ("Ctrl+Shift+E",),
        ),
        Command(
            "consent",
            "&File",
            "Consent …",
            "What the patient agreed to: publication and marketing need it",
            workspace.export_commands.ask_for_consent,
        ),
        Command(
            "settings",
            "&File",
            "Settings …",
            "The clinic's words on exported pages, and this workstation's ways",
            workspace.export_commands.ask_for_settings,
            ("Ctrl+,",),
            is_apart=True,
        ),
    )


def _edit(workspace: Workspace) -> Sequence[Command]:
    view, session = workspace.view, workspace.session
    return (
        Command("undo", "&Edit", "Undo", "Take back the last edit", session.undo, ("Ctrl+Z",)),
        Command("redo", "&Edit", "Redo", "Do it again", session.redo, ("Ctrl+Shift+Z", "Ctrl+Y")),
        Command(
            "paste",
            "&Edit",
            "Paste photos",
            "A photo or files from the clipboard",
            workspace.incoming.paste,
            ("Ctrl+V",),
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


def _aligning(workspace: Workspace) -> Sequence[Command]:
    """How the photos of the pair lie on each other."""
    return (
        Command(
            "swap",
            "&Edit",
            "Swap before and after",
            "Let the photos change places",
            workspace.swap,
            ("X",),
            is_apart=True,
        ),
        Command(
            "find-again",
            "&Edit",
            "Find the faces again",
            "Points set by hand stay as they are",
            workspace.importer.find_again,
        ),
        Command(
            "by-hand",
            "&Edit",
            "Align by two points",
            "The same two places in both photos; it works without a face, too",
            workspace.view.align_by_hand,
            ("J",),
        ),
        Command(
            "level",
            "&Edit",
            "Level the eyes",
            "Make the before's pupil line horizontal, or not",
            workspace.toggle_level,
            ("L",),
        ),
    )


def _present(workspace: Workspace) -> Sequence[Command]:
    present = workspace.view.present
    return (
        Command(
            "present",
            "&View",
            "Present",
            "Full screen as it stands, without names; Esc leaves",
            lambda: present(workspace.window),
            ("P",),
            is_apart=True,
        ),
        Command(
            "show",
            "&View",
            "Show …",
            "Step by step on the second screen: goals, photos, plan, time",
            workspace.export_commands.ask_for_show,
            ("Shift+P",),
        ),
    )


def _help(workspace: Workspace) -> Sequence[Command]:
    return (
        Command(
            "demonstration",
            "&Help",
            "Show the demonstration",
            "A made-up pair to try everything on",
            workspace.opening.show_demonstration,
        ),
        Command("shortcuts", "&Help", "Shortcuts", "Every key on one sheet", workspace.show_shortcuts, ("?", "F1")),
        Command("about", "&Help", "About and intended purpose", "What this program is for", workspace.show_about),
    )
