"""Commands on the project: its file, its photos, what leaves it, edits, and help."""

from __future__ import annotations

from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.actions import Command

FILE: tuple[Command[Workspace], ...] = (
    Command(
        "new",
        tr("&File"),
        tr("New project"),
        tr("Start an empty project; this one is saved"),
        lambda w: w.opening.start_new(),
        ("Ctrl+N",),
    ),
    Command(
        "open",
        tr("&File"),
        tr("Open …"),
        tr("Open photos or a project"),
        lambda w: w.incoming.ask_for_files(),
        keys=("Ctrl+O",),
    ),
    Command(
        "card",
        tr("&File"),
        tr("Open a card or folder …"),
        tr("Choose this patient's photos on a contact sheet"),
        lambda w: w.incoming.ask_for_folder(),
        ("Ctrl+Shift+O",),
    ),
    Command(
        "recent",
        tr("&File"),
        tr("Find a project …"),
        tr("By name, ID or birth date"),
        lambda w: w.show_recent(),
        ("Ctrl+R",),
    ),
    Command(
        "save-as",
        tr("&File"),
        tr("Save as …"),
        tr("Save the project under another name"),
        lambda w: w.save_as.ask(),
        ("Ctrl+Shift+S",),
        is_apart=True,
    ),
    Command(
        "save",
        tr("&File"),
        tr("Save now"),
        tr("The project is saved when you pause; this saves it at once"),
        lambda w: w.project.autosave.save_soon(),
        ("Ctrl+S",),
    ),
    Command(
        "revert",
        tr("&File"),
        tr("Revert to the opened version"),
        tr("As it was when it was opened; undo brings the edits back"),
        lambda w: w.project.autosave.revert(),
    ),
    Command(
        "versions",
        tr("&File"),
        tr("Versions …"),
        tr("Earlier states that the file keeps: what differs, open one as a copy or bring it back"),
        lambda w: w.versions.ask(),
    ),
    Command(
        "export",
        tr("&File"),
        tr("Export …"),
        tr("As a picture, a document or a film, by a template"),
        lambda w: w.export_commands.ask(),
        ("Ctrl+E",),
        is_apart=True,
        needs="photos",
    ),
    Command(
        "export-again",
        tr("&File"),
        tr("Export again"),
        tr("By the template that was used last"),
        lambda w: w.export_commands.export_again(),
        ("Ctrl+Shift+E",),
        needs="photos",
    ),
    Command(
        "chart",
        tr("&File"),
        tr("Chart as PDF …"),
        tr("The plan with its photos, zones and amounts on pages"),
        lambda w: w.export_commands.export_chart(),
        ("Ctrl+Alt+E",),
        needs="photos",
    ),
    Command(
        "consent",
        tr("&File"),
        tr("Consent …"),
        tr("What the patient agreed to: teaching, publication and marketing need it"),
        lambda w: w.export_commands.ask_for_consent(),
        needs="photos",
    ),
    Command(
        "lots",
        tr("&File"),
        tr("Find a lot …"),
        tr("Who was treated with a lot number: searches all projects of the clinic"),
        lambda w: w.find_lot(),
    ),
    Command(
        "settings",
        tr("&File"),
        tr("Settings …"),
        tr("The clinic's texts on exported pages, and the settings of this workstation"),
        lambda w: w.export_commands.ask_for_settings(),
        ("Ctrl+,",),
        is_apart=True,
    ),
    Command("quit", "&File", tr("Quit"), tr("Save and close"), lambda w: w.window.close(), ("Ctrl+Q",), is_apart=True),
)

EDIT: tuple[Command[Workspace], ...] = (
    Command("undo", "&Edit", tr("Undo"), tr("Undo the last edit"), lambda w: w.session.undo(), ("Ctrl+Z",)),
    Command("redo", "&Edit", tr("Redo"), tr("Redo the edit"), lambda w: w.session.redo(), ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command(
        "paste",
        tr("&Edit"),
        tr("Paste photos"),
        tr("A photo or files from the clipboard"),
        lambda w: w.incoming.paste(),
        ("Ctrl+V",),
    ),
    Command(
        "select",
        tr("&Edit"),
        tr("Select"),
        tr("Drag points, guides and zones; drag elsewhere to move the picture"),
        lambda w: w.view.use_tool("select"),
        ("V",),
        "tool",
        is_apart=True,
    ),
    Command(
        "check",
        tr("&Edit"),
        tr("Check the next point"),
        tr("Enter confirms it, a drag corrects it"),
        lambda w: w.view.check_next_point(),
        ("N",),
        needs="photos",
    ),
    Command(
        "swap",
        tr("&Edit"),
        tr("Swap before and after"),
        tr("Exchange the two photos"),
        lambda w: w.swap(),
        ("X",),
        is_apart=True,
        needs="pair",
    ),
    Command(
        "find-again",
        tr("&Edit"),
        tr("Find the faces again"),
        tr("Points set by hand stay as they are"),
        lambda w: w.project.importer.faces.find_again(),
    ),
    Command(
        "by-hand",
        tr("&Edit"),
        tr("Align by two points"),
        tr("The same two places in both photos; it works without a face, too"),
        lambda w: w.view.align_by_hand(),
        ("J",),
    ),
    Command(
        "level",
        tr("&Edit"),
        tr("Level the eyes"),
        tr("Make the before photo's pupil line horizontal, or not"),
        lambda w: w.toggle_level(),
        ("L",),
        needs="pair",
    ),
)

HELP: tuple[Command[Workspace], ...] = (
    Command(
        "demonstration",
        tr("&Help"),
        tr("Show the demonstration"),
        tr("A made-up pair of photos to try everything on"),
        lambda w: w.opening.show_demonstration(),
    ),
    Command(
        "shortcuts", "&Help", tr("Shortcuts"), tr("Every key on one sheet"), lambda w: w.show_shortcuts(), ("?", "F1")
    ),
    Command(
        "diagnostics",
        tr("&Help"),
        tr("Copy a diagnostic report"),
        tr("Versions and the end of the log, without anything of a patient, to be pasted into a message"),
        lambda w: w.copy_diagnostics(),
    ),
    Command(
        "about", "&Help", tr("About and intended purpose"), tr("What this program is for"), lambda w: w.show_about()
    ),
)
