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


def traced(tmp_path: Path, *command: str) -> str:
    """What `strace` saw of sockets while the command ran, in all its processes."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not here")
    seen = tmp_path / "seen"
    words = [strace, "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", str(seen), *command]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")
def test_faces_are_found_where_there_is_no_network_at_all(hopper_path: Path) -> None:
    unshare = shutil.which("unshare")
    alone = [str(unshare), "-rn"]
    if unshare is None or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system makes no empty network namespace")
    words = [*alone, sys.executable, "-m", "facebalance_desktop", "landmarks", str(hopper_path)]
    found = subprocess.run(words, cwd=ROOT, capture_output=True, timeout=240, check=False, env=dict(os.environ))
    assert found.returncode == 0, found.stderr
