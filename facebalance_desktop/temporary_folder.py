"""A folder among the temporary ones that is this user's alone and the same at each start."""

from __future__ import annotations

import errno
import getpass
import os
import stat
import sys
import tempfile
from pathlib import Path


def temporary_folder(name: str) -> Path:
    """The folder of that name for this user, made if need be. Raises OSError where it belongs to another user."""
    user = getpass.getuser() if sys.platform == "win32" else str(os.getuid())
    folder = Path(tempfile.gettempdir()) / f"{name}-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or (sys.platform != "win32" and found.st_uid != os.getuid()):
        raise PermissionError(errno.EACCES, "the folder belongs to another user", str(folder))
    folder.chmod(0o700)
    return folder
