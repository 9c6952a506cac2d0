"""The settings, one typed table, and the folders in which this machine keeps things.

`FACEBALANCE_HOME` puts all of it below one folder: settings, recovery, the list of recent projects, new projects.
"""

from __future__ import annotations

import os
import re
import tomllib
import typing
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

import platformdirs
import tomli_w

from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.folders import NAME, config_dir, home
from facebalance_desktop.temporary_folder import temporary_folder
from facebalance_desktop.translation import LANGUAGES, tr

Kind = Literal["", "text", "folder", "picture"]
"""How text is entered: on one line, on several, as a folder's or a picture's path."""


@dataclass(frozen=True)
class Declaration:
    """How a setting is shown in the settings dialog, and what its value may be.

    `section` and `label` are its place and its name; without a section it is remembered, not set. `smallest`,
    `largest`, `step` and `unit` are for numbers; `choices` are the values a text may have, with their words.
    """

    section: str = ""
    label: str = ""
    hint: str = ""
    kind: Kind = ""
    smallest: float = 0
    largest: float = 0
    step: float = 1
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def declared(default: Any, *words: Any, **more: Any) -> Any:
    """A field of Settings with its default and its Declaration."""
    return field(default=default, metadata={"declaration": Declaration(*words, **more)})


PAGES, WORKSTATION, KEEPING = tr("On exported pages"), tr("On this workstation"), tr("Saving and memory")


@dataclass(frozen=True)
class Settings:
    """Every setting with its type, default and declaration. Unknown keys stay in the file."""

    clinic_name: str = declared("", PAGES, tr("Clinic's name"), tr("Shown on exported pages"))
    clinic_logo: str = declared("", PAGES, tr("Logo"), tr("A picture, shown beside the clinic's name"), kind="picture")
    page_footer: str = declared("", PAGES, tr("Footer"), tr("Address, telephone, licence number"))
    page_disclaimer: str = declared(
        "", PAGES, tr("Disclaimer"), tr("What the clinic has to say below before and after photos"), kind="text"
    )
    paper: str = declared(
        "system",
        PAGES,
        tr("Paper"),
        tr("For pages and prints whose template does not set a size"),
        choices=(("system", tr("As usual in this country")), ("a4", tr("A4")), ("letter", tr("Letter"))),
    )
    clinic_folder: str = declared(
        "", WORKSTATION, tr("Folder"), tr("For new projects and the clinic's own tables"), kind="folder"
    )
    """Empty: FaceBalance in the user's documents."""
    project_name_pattern: str = declared(
        "{id} {date}",
        WORKSTATION,
        tr("Name of a new file"),
        tr("{id} and {name} are the patient's, {date} is today's date"),
    )
    operator: str = declared(
        "", WORKSTATION, tr("Operator"), tr("Your name, as it appears in records of what was performed")
    )
    text_size: int = declared(100, WORKSTATION, tr("Size of text"), smallest=75, largest=250, step=5, unit=" %")
    language: str = declared(
        "system",
        WORKSTATION,
        tr("Language"),
        tr("Holds from the next start"),
        choices=(("system", tr("As the system")), *LANGUAGES.items()),
    )
    appearance: str = declared(
        "system",
        WORKSTATION,
        tr("Appearance"),
        choices=(
            ("system", tr("As the system")),
            ("light", tr("Light")),
            ("dark", tr("Dark")),
            ("neutral", tr("Neutral: mid grey round the photos")),
        ),
    )
    recent_limit: int = declared(
        500,
        WORKSTATION,
        tr("Recent projects"),
        tr("How many the start page remembers"),
        smallest=0,
        largest=10_000,
        step=50,
    )
    allow_names_in_presentation: bool = declared(
        False, WORKSTATION, tr("Show the patient's name and dates in a presentation")
    )
    hide_patients: bool = declared(False, WORKSTATION, tr("Hide names and faces on the start page"))
    save_after: float = declared(
        2.0,
        KEEPING,
        tr("Save after a pause of"),
        tr("Seconds after the last edit until the file is saved; longer where saving takes long"),
        smallest=0.2,
        largest=60.0,
        step=0.5,
        unit=" s",
    )
    kept_versions: int = declared(
        5,
        KEEPING,
        tr("Earlier versions"),
        tr("How many a project's file keeps besides the current one"),
        smallest=0,
        largest=100,
    )
    gallery_budget_mib: int = declared(
        512,
        KEEPING,
        tr("Memory for photos"),
        tr("Decoded photos: a photo of 24 megapixels takes about 96 MiB"),
        smallest=128,
        largest=65_536,
        step=128,
        unit=tr(" MiB"),
    )
    """Five photos of 24 megapixels; with the two workers the program then stays below 2 GiB."""
    last_template: str = declared("side-by-side")
    """Id of the template of the last export."""


@dataclass(frozen=True)
class Loaded:
    """The settings that hold, and a sentence for each line that was not understood (its default holds)."""

    settings: Settings
    problems: tuple[str, ...] = ()


def data_dir() -> Path:
    """The user-only folder of what the program itself remembers: recovery, the list of recent projects.

    Where the place for it cannot be written it is a folder for this user among the temporary ones, which the next start
    finds again. Raises OSError where there is not even that.
    """
    with suppress(OSError):
        folder = user_only(_own_place())
        if os.access(folder, os.W_OK | os.X_OK):
            return folder
    return temporary_folder(NAME.lower())


def fallback_words() -> str:
    """A sentence on where work is kept, if that is not the program's own place; else nothing. Raises OSError."""
    folder = data_dir()
    if folder == _own_place():
        return ""
    return tr(
        "The program's own folder {own_place} cannot be written; unsaved work is kept in {folder}, "
        "where the next start finds it unless temporary files were removed.",
        own_place=_own_place(),
        folder=folder,
    )


def _own_place() -> Path:
    return home() or platformdirs.user_data_path(NAME, appauthor=False)


def recovery_dir() -> Path:
    """The user-only folder of unsaved work."""
    return user_only(data_dir() / "recovery")


def clinic_dir(settings: Settings) -> Path:
    """The folder in which new projects are kept; it need not exist yet."""
    if settings.clinic_folder:
        return Path(settings.clinic_folder).expanduser()
    folder = home()
    return folder / "clinic" if folder else platformdirs.user_documents_path() / NAME


def user_only(folder: Path) -> Path:
    """The folder, made if need be, that no other user may read: it holds patients' data."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def load() -> Loaded:
    """Read settings.toml; a wrong value is told with its line, and the default holds for it alone."""
    path = config_dir() / "settings.toml"
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError:
        return Loaded(Settings())
    except (OSError, UnicodeDecodeError):
        return Loaded(Settings(), (tr("settings.toml cannot be read; the default settings are used."),))
    except tomllib.TOMLDecodeError as error:
        return Loaded(
            Settings(), (tr("settings.toml is not valid: {error}; the default settings are used.", error=error),)
        )
    values: dict[str, Any] = {}
    problems = []
    for name, hint in hints().items():
        if name in table:
            expected = wrong(name, hint, table[name])
            if expected is None:
                values[name] = float(table[name]) if hint is float else table[name]
            else:
                problems.append(
                    tr(
                        "settings.toml, line {line_of}: {name} must be {expected}; the default, {shown}, is used.",
                        line_of=line_of(text, name),
                        name=name,
                        expected=expected,
                        shown=shown(getattr(Settings(), name)),
                    )
                )
    return Loaded(Settings(**values), tuple(problems))


def save(settings: Settings) -> None:
    """Write what differs from the defaults or stands in the file already; unknown keys and wrong values stay there.

    A file that is no TOML at all is kept beside as settings-unreadable.toml. Raises Problem if writing is impossible.
    """
    path = config_dir() / "settings.toml"
    table: dict[str, Any] = {}
    try:
        data = path.read_bytes() if path.exists() else b""
        try:
            table = tomllib.loads(data.decode("utf-8"))
        except ValueError:  # not UTF-8 or not TOML
            write_atomically(path.with_name("settings-unreadable.toml"), data)
        for name, hint in hints().items():
            value, default = getattr(settings, name), getattr(Settings(), name)
            if value != default or (name in table and wrong(name, hint, table[name]) is None):
                table[name] = value
        config_dir().mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, tomli_w.dumps(table).encode("utf-8"))
    except OSError as error:
        raise Problem(
            tr("The settings could not be saved: {reason}; they hold until the program ends.", reason=reason(error))
        ) from error


def hints() -> dict[str, Any]:
    """The declared type of every setting, in their order."""
    known = typing.get_type_hints(Settings)
    return {item.name: known[item.name] for item in fields(Settings)}


def declarations() -> dict[str, Declaration]:
    """How each setting is shown, by its name, in their order."""
    return {item.name: item.metadata["declaration"] for item in fields(Settings)}


def wrong(name: str, hint: Any, value: object) -> str | None:
    """What the value of a setting must be, or None if it is that."""
    allowed = declarations()[name]
    if hint is str and allowed.choices:
        known = [choice for choice, _ in allowed.choices]
        return None if value in known else tr("one of {known}", known=", ".join(known))
    if hint is str:
        return None if isinstance(value, str) else tr("text in quotes")
    if hint is bool:
        return None if isinstance(value, bool) else tr("true or false")
    low, high = allowed.smallest, allowed.largest
    is_number = isinstance(value, int if hint is int else int | float) and not isinstance(value, bool)
    if is_number and isinstance(value, int | float) and low <= value <= high:
        return None
    return tr("a {words}number from {low:g} to {high:g}", words=tr("whole ") if hint is int else "", low=low, high=high)


def line_of(text: str, name: str) -> int:
    """The line on which a top-level key stands, from 1."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            return number
    return 1


def shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
