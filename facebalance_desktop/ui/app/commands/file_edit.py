"""Commands on the project: its file, its photos, what leaves it, edits, and help."""

from __future__ import annotations

from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command

FILE: tuple[Command[Workspace], ...] = (
    Command(
        "new",
        "&File",
        "New project",
        "Start an empty project; this one is saved",
        lambda w: w.opening.start_new(),
        ("Ctrl+N",),
    ),
    Command(
        "open", "&File", "Open …", "Open photos or a project", lambda w: w.incoming.ask_for_files(), keys=("Ctrl+O",)
    ),
    Command(
        "card",
        "&File",
        "Open a card or folder …",
        "Choose this patient's photos on a contact sheet",
        lambda w: w.incoming.ask_for_folder(),
        ("Ctrl+Shift+O",),
    ),
    Command(
        "recent",
        "&File",
        "Find a project …",
        "By name, ID or birth date",
        lambda w: w.show_recent(),
        ("Ctrl+R",),
    ),
    Command(
        "save-as",
        "&File",
        "Save as …",
        "Save the project under another name",
        lambda w: w.save_as.ask(),
        ("Ctrl+Shift+S",),
        is_apart=True,
    ),
    Command(
        "save",
        "&File",
        "Save now",
        "The project is saved when you pause; this saves it at once",
        lambda w: w.project.autosave.save_soon(),
        ("Ctrl+S",),
    ),
    Command(
        "revert",
        "&File",
        "Revert to the opened version",
        "As it was when it was opened; undo brings the edits back",
        lambda w: w.project.autosave.revert(),
    ),
    Command(
        "export",
        "&File",
        "Export …",
        "As a picture, a document or a film, by a template",
        lambda w: w.export_commands.ask(),
        ("Ctrl+E",),
        is_apart=True,
        needs="photos",
    ),
    Command(
        "export-again",
        "&File",
        "Export again",
        "By the template that was used last",
        lambda w: w.export_commands.export_again(),
        ("Ctrl+Shift+E",),
        needs="photos",
    ),
    Command(
        "consent",
        "&File",
        "Consent …",
        "What the patient agreed to: teaching, publication and marketing need it",
        lambda w: w.export_commands.ask_for_consent(),
        needs="photos",
    ),
    Command(
        "lots",
        "&File",
        "Find a lot …",
        "Who was treated with a lot number: searches all projects of the clinic",
        lambda w: w.find_lot(),
    ),
    Command(
        "settings",
        "&File",
        "Settings …",
        "The clinic's texts on exported pages, and the settings of this workstation",
        lambda w: w.export_commands.ask_for_settings(),
        ("Ctrl+,",),
        is_apart=True,
    ),
    Command("quit", "&File", "Quit", "Save and close", lambda w: w.window.close(), ("Ctrl+Q",), is_apart=True),
)

EDIT: tuple[Command[Workspace], ...] = (
    Command("undo", "&Edit", "Undo", "Undo the last edit", lambda w: w.session.undo(), ("Ctrl+Z",)),
    Command("redo", "&Edit", "Redo", "Redo the edit", lambda w: w.session.redo(), ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command(
        "paste",
        "&Edit",
        "Paste photos",
        "A photo or files from the clipboard",
        lambda w: w.incoming.paste(),
        ("Ctrl+V",),
    ),
    Command(
        "select",
        "&Edit",
        "Select",
        "Drag points, guides and zones; drag elsewhere to move the picture",
        lambda w: w.view.use_tool("select"),
        ("V",),
        "tool",
        is_apart=True,
    ),
    Command(
        "check",
        "&Edit",
        "Check the next point",
        "Enter confirms it, a drag corrects it",
        lambda w: w.view.check_next_point(),
        ("N",),
        needs="photos",
    ),
    Command(
        "swap",
        "&Edit",
        "Swap before and after",
        "Exchange the two photos",
        lambda w: w.swap(),
        ("X",),
        is_apart=True,
        needs="pair",
    ),
    Command(
        "find-again",
        "&Edit",
        "Find the faces again",
        "Points set by hand stay as they are",
        lambda w: w.project.importer.faces.find_again(),
    ),
    Command(
        "by-hand",
        "&Edit",
        "Align by two points",
        "The same two places in both photos; it works without a face, too",
        lambda w: w.view.align_by_hand(),
        ("J",),
    ),
    Command(
        "level",
        "&Edit",
        "Level the eyes",
        "Make the before photo's pupil line horizontal, or not",
        lambda w: w.toggle_level(),
        ("L",),
        needs="pair",
    ),
)

HELP: tuple[Command[Workspace], ...] = (
    Command(
        "demonstration",
        "&Help",
        "Show the demonstration",
        "A made-up pair of photos to try everything on",
        lambda w: w.opening.show_demonstration(),
    ),
    Command("shortcuts", "&Help", "Shortcuts", "Every key on one sheet", lambda w: w.show_shortcuts(), ("?", "F1")),
    Command(
        "diagnostics",
        "&Help",
        "Copy a diagnostic report",
        "Versions and the end of the log, without anything of a patient, to be pasted into a message",
        lambda w: w.copy_diagnostics(),
    ),
    Command("about", "&Help", "About and intended purpose", "What this program is for", lambda w: w.show_about()),
)
