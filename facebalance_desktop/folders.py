"""Where the program's own settings and the files that come with it are on this machine."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import platformdirs

NAME = "FaceBalance"


PLACES = ("FACEBALANCE_HOME", "HOME", "XDG_CONFIG_HOME", "USERPROFILE", "LOCALAPPDATA")
"""What the place of the settings follows from."""


def config_dir() -> Path:
    """The folder of settings.toml. It is asked for at each use of a setting, some fifty times in an edit."""
    return _config_dir(*(os.environ.get(name) for name in PLACES))


@lru_cache(maxsize=8)
def _config_dir(*_: str | None) -> Path:
    return home() or platformdirs.user_config_path(NAME, appauthor=False)


def home() -> Path | None:
    """The folder named by FACEBALANCE_HOME, which overrides the operating system's places."""
    named = os.environ.get("FACEBALANCE_HOME")
    return Path(named).expanduser().absolute() if named else None


def resource_folder() -> Path:
    """Where the resources are: in the installed package, or beside the package in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"
