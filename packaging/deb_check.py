"""Installs the Debian package in another system, opens a project as a double click would, and removes it again.

    packaging/deb_check.py dist/facebalance_VERSION_amd64.deb ROOT

ROOT is a bare Debian that `debootstrap --variant=minbase` made, with /dev and /proc bound into it and, for the window,
the folder .X11-unix of the temporary one. Everything runs there by `chroot`, which takes root. The window is looked for
as bundle_check.py does.
"""

from __future__ import annotations

import argparse
import configparser
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bundle_check import LOCK, PATIENCE, PORTRAIT, Place, started, visible

TOOLS = ("desktop-file-utils", "shared-mime-info", "hicolor-icon-theme", "man-db")
"""What a desktop has, and a bare system has not."""
NAME = "facebalance"
PROJECT_OF = "application/x-facebalance"


def inside(root: Path, *words: str) -> str:
    """What a command prints in the other system; ends everything when it fails."""
    command = ["chroot", str(root), "/usr/bin/env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1200)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def files(root: Path) -> set[str]:
    """Every file that belongs to the system rather than to what was running in it."""
    found: set[str] = set()
    for top in ("usr", "etc", "opt", "root", "home", "srv"):
        found |= {str(path.relative_to(root)) for path in (root / top).rglob("*")}
    return {name for name in found if not name.endswith((".pyc", "~", "-old"))}


def opened_by_its_kind(root: Path) -> list[str]:
    """The command by which a file manager opens a project: found by the kind of the file, as desktop entries say."""
    globs = (root / "usr/share/mime/globs2").read_text("utf-8")
    if f":{PROJECT_OF}:*.facebalance" not in globs:
        raise SystemExit("The kind of the file is not known.")
    known = configparser.RawConfigParser(strict=False)
    known.read(root / "usr/share/applications/mimeinfo.cache", "utf-8")
    entry = known["MIME Cache"][PROJECT_OF].split(";")[0]
    read = configparser.RawConfigParser()
    read.read(root / "usr/share/applications" / entry, "utf-8")
    return shlex.split(read["Desktop Entry"]["Exec"])


def open_project(root: Path, command: Sequence[str]) -> None:
    """Make a project and open it with the command of its kind; close the window by its key."""
    with tempfile.TemporaryDirectory(dir=root / "tmp", prefix="a patient's folder ü ") as folder:
        work = Path(folder)
        place = Place(root, f"/usr/bin/{NAME}", work)
        shutil.copy(root / f"usr/lib/{NAME}" / PORTRAIT, work / "before.jpg")
        photo = (work / "before.jpg").read_bytes()
        (work / "after.jpg").write_bytes(photo + b"\0")
        paths = [place.inside(work / name) for name in ("before.jpg", "after.jpg")]
        project = place.inside(work / "visit.facebalance")
        place.run("compare", *paths, "--save", project, "-o", place.inside(work / "made.png"))
        words = [project if word == "%F" else word for word in command]
        begun = time.monotonic()
        with started(Place(root, f"/usr/bin/{words[0]}", work), *words[1:]) as process:
            while not (visible() and (work / LOCK).exists()):
                if process.poll() is not None or time.monotonic() - begun > PATIENCE:
                    raise SystemExit("The project was not opened.")
                time.sleep(0.05)
            print(f"{' '.join(command)}: the project is open after {time.monotonic() - begun:.1f} s")
            subprocess.run(["xdotool", "windowfocus", "--sync", visible()[0], "key", "ctrl+q"], check=True)
            print(f"closed with status {process.wait(PATIENCE)}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path)
    parser.add_argument("root", type=Path)
    told = parser.parse_args()
    root = told.root.resolve()
    fields = ["dpkg-deb", "--field", str(told.package), "Depends"]
    depends = subprocess.run(fields, capture_output=True, text=True, check=True).stdout
    needed = [word.split()[0] for word in depends.split(",")]
    inside(root, "apt-get", "install", "--yes", "--no-install-recommends", *TOOLS, *needed)
    before = files(root)
    brought = root / "package.deb"
    shutil.copy(told.package, brought)
    inside(root, "dpkg", "--install", "/package.deb")
    brought.unlink()
    print(f"installed: {len(files(root) - before)} files and folders")
    open_project(root, opened_by_its_kind(root))
    print(inside(root, "man", NAME).splitlines()[0].strip())
    inside(root, "dpkg", "--purge", NAME)
    left = sorted(files(root) - before)
    known = (root / "usr/share/applications/mimeinfo.cache").read_text("utf-8")
    if left or PROJECT_OF in known:
        raise SystemExit(f"Not removed: {left}\n{known}")
    print("removed, nothing is left")
    return 0


if __name__ == "__main__":
    sys.exit(main())
