"""The main job reaches for no network: no socket of the internet is made, by the program or by mediapipe."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

INTERNET = re.compile(r"socket\(AF_INET6?\b|sa_family=AF_INET6?\b")


WINDOW = """
import sys
from PySide6.QtWidgets import QApplication
from driving import drive, project, window, workspace
from workspaces import is_quiet, name_patient

def script():
    yield lambda: project().photos and project().photos[0].faces == 1
    name_patient(workspace(), "Ada")
    workspace().project.autosave.save_soon()
    yield is_quiet(workspace())
    for mode in ("board", "side-by-side"):
        workspace().actions[mode].trigger()
        yield lambda: True
    assert window().session.path.is_file()

application = QApplication(["facebalance"])
sys.exit(drive(script, sys.argv[1:]))
"""


def traced(tmp_path: Path, *command: str, has_tests: bool = False) -> str:
    """What `strace` saw of sockets while the command ran, in all its processes."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not here")
    seen = tmp_path / "seen"
    words = [strace, "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", str(seen), *command]
    places = [str(ROOT), str(ROOT / "tests")] if has_tests else [str(ROOT)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(places)}
    found = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400, check=False)
    if "ptrace" in found.stderr and "not permitted" in found.stderr:
        pytest.skip("this system lets nobody trace")
    assert found.returncode == 0, found.stderr
    return seen.read_text()


def test_faces_are_found_without_any_socket_of_the_internet(hopper_path: Path, tmp_path: Path) -> None:
    seen = traced(tmp_path, sys.executable, "-m", "facebalance_desktop", "landmarks", str(hopper_path))
    assert not INTERNET.search(seen), seen


def test_the_trace_sees_a_socket(tmp_path: Path) -> None:
    seen = traced(tmp_path, sys.executable, "-c", "import socket; socket.socket(socket.AF_INET).close()")
    assert INTERNET.search(seen)


def test_the_window_makes_no_socket_of_the_internet_and_works_without_a_network(
    hopper_path: Path, tmp_path: Path
) -> None:
    """A photo is opened, its face found, the project saved; in an empty network where the system makes one."""
    unshare = shutil.which("unshare")
    alone = [str(unshare), "-rn"]
    has_alone = (
        unshare is not None and subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    )
    words = [*(alone if has_alone else []), sys.executable, "-c", WINDOW, str(hopper_path)]
    seen = traced(tmp_path, *words, has_tests=True)
    assert not INTERNET.search(seen), seen


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")
def test_faces_are_found_where_there_is_no_network_at_all(hopper_path: Path) -> None:
    unshare = shutil.which("unshare")
    alone = [str(unshare), "-rn"]
    if unshare is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system makes no empty network namespace")
    words = [*alone, sys.executable, "-m", "facebalance_desktop", "landmarks", str(hopper_path)]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=240, check=False, env=dict(os.environ))
    assert found.returncode == 0, found.stderr
