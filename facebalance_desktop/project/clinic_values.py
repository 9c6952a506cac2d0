"""The settings and the clinic's tables that hold now in this process: one live value.

Whoever needs one reads it here at the moment of use. Nothing is read from the disk again until it is known to have
changed: the clinic's folder may be on a share. Where a window is, what its threads have read holds (`hold`); the
command line reads at the first use.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from facebalance_desktop import settings
from facebalance_desktop.folders import config_dir
from facebalance_desktop.planning.templates import load_templates
from facebalance_desktop.resources import ClinicFolder, ReadFolder, read_folder
from facebalance_desktop.settings import Loaded, Settings

T = TypeVar("T")
Stamp = tuple[str, int, int]
LARGEST_LOGO_FILE = 32 * 2**20
"""Bytes; a larger file is no logo."""


@dataclass(frozen=True, eq=False)
class ClinicFiles:
    """What was read of the clinic's files at one moment: the tables, and the bytes of the logo; None where there is
    none that can be read."""

    tables: ReadFolder = field(default_factory=lambda: ReadFolder({}))
    logo: bytes | None = None

    def is_same(self, other: ClinicFiles) -> bool:
        return self.tables.files == other.tables.files and self.logo == other.logo


class ClinicValues:
    """The settings, and every table that somebody asked for, read once."""

    def __init__(self) -> None:
        self._place: Path | None = None
        self._folder: tuple[Settings, str, Path] | None = None
        """The folder of these settings in this home: asked for twenty times in a drag's step."""
        self._loaded = Loaded(Settings())
        self._held: ClinicFiles | None = None
        self._made: dict[object, Any] = {}
        self.version = 0
        """Another number whenever something may have changed."""

    @property
    def settings(self) -> Settings:
        return self._read().settings

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for each line of the settings that was not understood."""
        return self._read().problems

    @property
    def folder(self) -> Path:
        """Where new projects and the clinic's own tables are kept; it need not exist yet."""
        known = self.settings
        home = os.environ.get("FACEBALANCE_HOME", "")
        if self._folder is None or self._folder[0] is not known or self._folder[1] != home:
            self._folder = known, home, settings.clinic_dir(known)
        return self._folder[2]

    @property
    def source(self) -> ClinicFolder:
        """Where the clinic's tables are read: what is held of them, else their folder."""
        folder, held = self.folder, self._held
        return folder if held is None else held.tables

    @property
    def logo(self) -> bytes | None:
        """The bytes of the logo that the settings name; None where there is none that can be read."""
        name, held = self.settings.clinic_logo, self._held
        return read_logo(name) if held is None else held.logo if name else None

    def of(self, load: Callable[[ClinicFolder], T]) -> T:
        """The table that `load` reads from the clinic's folder."""
        self._read()
        made, source = self._made, self.source  # in this order: another thread may change them meanwhile
        if load not in made:
            made[load] = load(source)
        return cast(T, made[load])

    def take(self, chosen: Settings) -> None:
        """These settings hold from now on."""
        self.take_loaded(Loaded(chosen))

    def take_loaded(self, loaded: Loaded) -> None:
        """The settings as they were read hold from now on."""
        self._read()
        self._loaded = loaded
        self._forget()

    def hold(self, files: ClinicFiles) -> None:
        """From now on the tables and the logo are these, and nobody who asks for one touches a disk."""
        self._read()
        self._held = files
        self._forget()

    def refresh(self) -> None:
        """Files were changed: read them again when they are asked for."""
        self._place = self._held = None
        self._forget()

    def _read(self) -> Loaded:
        place = config_dir()
        if place != self._place:
            self._place, self._loaded, self._held = place, settings.load(), None
            self._forget()
        return self._loaded

    def _forget(self) -> None:
        self._made = {}
        load_templates.cache_clear()
        self.version += 1


CLINIC = ClinicValues()


def read_files(folder: Path, logo: str) -> ClinicFiles:
    """The clinic's tables and the logo of this path as they are now. Touches the disk."""
    return ClinicFiles(read_folder(folder), read_logo(logo))


def read_logo(name: str) -> bytes | None:
    """The bytes of a picture, None where there is none that can be read. Touches the disk."""
    if not name:
        return None
    path = os.path.expanduser(name)
    try:
        if os.path.getsize(path) > LARGEST_LOGO_FILE:
            return None
        return Path(path).read_bytes()
    except (OSError, ValueError):
        return None


def settings_stamp() -> Stamp:
    """What tells one state of the settings' file from another. Touches the disk."""
    path = config_dir() / "settings.toml"
    try:
        facts = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), facts.st_mtime_ns, facts.st_size
