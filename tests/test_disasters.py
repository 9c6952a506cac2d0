"""The table of disasters in one run: each leaves the old or the new project whole, and is told in a sentence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from sources import ROOT

WHOLE_AND_TOLD: Mapping[str, tuple[str, str]] = {
    "the disk is full": ("old", "could not be saved: no space left"),
    "the disk is read-only": ("old", "could not be saved: read-only file system"),
    "the share is gone": (
        "old",
        "is not available. The changes are kept for recovery and saved when it is available again",
    ),
    "replaced by another program": ("new", "was left as it is and this project was saved beside it"),
    "the clock goes back": ("new", "one of the two clocks is wrong. Nothing is lost"),
    "two windows": ("new", "already open in another window"),
    "the home cannot be written": ("new", "cannot be written; unsaved work is kept in"),
    "shared memory is full": ("old", "a.jpg was read."),
    "shared memory is read-only": ("old", "a.jpg was read."),
}


def alone() -> list[str]:
    """How a program gets mounts of its own here; a skip with the reason where it cannot."""
    unshare = shutil.which("unshare")
    for words in ("-m", "-rm"):
        command = [str(unshare), words]
        if unshare is not None and subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    pytest.skip("this system lets nobody mount: no unshare, or not permitted")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[str, Any]]:
    """What was told of each disaster, from one run; its table is printed."""
    folder = tmp_path_factory.mktemp("disasters")
    command = [*alone(), sys.executable, str(ROOT / "tests" / "disasters.py"), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    found = {row.pop("disaster"): row for row in map(json.loads, done.stdout.splitlines())}
    for name, row in found.items():
        print(f"{name}: the {row['whole']} project is whole. {row['sentence']}")
    assert done.returncode == 0, done.stderr
    return found


@pytest.mark.parametrize("disaster", WHOLE_AND_TOLD)
def test_the_old_or_the_new_project_is_whole_and_a_sentence_says_why(
    disaster: str, rows: Mapping[str, dict[str, Any]]
) -> None:
    row = rows[disaster]
    state, words = WHOLE_AND_TOLD[disaster]
    assert row["whole"] == state and words in row["sentence"]
    assert row["kept"], "the work is kept where it is not in the file, and others' work where it is"
    assert row.get("left", []) == [], "nothing half-written stays, nothing in an empty mount point"
    assert row.get("back", "new") == "new", "saved when the share is back"
