"""Code of another window, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

from sources import ROOT

IMPORTS = """
import sys
from pathlib import Path
from projects_made import made_photo
from test_recovery import Problem, lock_project, made, recovery
from facebalance_desktop.project.edits_photos import add_photos
"""


def in_another_process(body: str, *arguments: str, is_killed: bool = False) -> str:
    """Run a window's worth of code elsewhere; killed, its process leaves no chance to clean up."""
    end = "import os, signal\nsys.stdout.flush()\nos.kill(os.getpid(), signal.SIGKILL)\n" if is_killed else ""
    imports = IMPORTS
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", imports + textwrap.dedent(body) + end, *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout
