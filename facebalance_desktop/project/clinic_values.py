"""The settings and the clinic's tables that hold now in this process: one live value.

Whoever needs one reads it here at the moment of use. Nothing is read from the disk again until it is known to have
changed: the clinic's folder may be on a share.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from facebalance_desktop import settings
from facebalance_desktop.folders import config_dir
from facebalance_desktop.planning.templates import load_templates
from facebalance_desktop.settings import Loaded, Settings
from facebalance_desktop.work import JobContext

T = TypeVar("T")
Stamp = tuple[str, int, int]


class ClinicValues:
    """The settings, and every table that somebody asked for, read once."""

    def __init__(self) -> None:
        self._place: Path | None = None
        self._folder: tuple[Settings, str, Path] | None = None
        """The folder of these settings in this home: asked for twenty times in a drag's step."""
        self._loaded = Loaded(Settings())
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

    def of(self, load: Callable[[Path], T]) -> T:
        """The table that `load` reads from the clinic's folder."""
        folder = self.folder
        if load not in self._made:
            self._made[load] = load(folder)
        return cast(T, self._made[load])

    def take(self, chosen: Settings) -> None:
        """These settings hold from now on."""
        self._read()
        self._loaded = Loaded(chosen)
        self._forget()

    def refresh(self) -> None:
        """Files were changed: read them again when they are asked for."""
        self._place = None
        self._forget()

    def _read(self) -> Loaded:
        place = config_dir()
        if place != self._place:
            self._place, self._loaded = place, settings.load()
            self._forget()
        return self._loaded

    def _forget(self) -> None:
        self._made.clear()
        load_templates.cache_clear()
        self.version += 1


CLINIC = ClinicValues()


def stamps_now(context: JobContext, folder: Path) -> tuple[Stamp, ...]:
    """What tells one state of the settings and the tables of a folder from another. Touches the disk."""
    try:
        tables = sorted(folder.glob("*.toml"))
    except OSError:
        tables = []
    return tuple(_stamp(path) for path in (config_dir() / "settings.toml", *tables))


def _stamp(path: Path) -> Stamp:
    try:
        facts = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), facts.st_mtime_ns, facts.st_size
