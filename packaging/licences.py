"""Collects the licences of everything that a bundle contains, and a list of it."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

NAMES = re.compile(r"(?i)(licen[cs]e|copying|notice|authors|copyright)[^/]*")
QT = ("pyside6", "shiboken6")
QT_NOTICE = """\
Qt, PySide6 and Shiboken are used under the GNU Lesser General Public License, version 3 (LGPL-3.0.txt here, which adds
to GPL-3.0.txt). They are not changed, and are loaded as shared libraries from the folder PySide6 of the program: you
may replace them by builds of your own of the same version, and may take the program apart to find errors in such
changes. Their source is published by The Qt Company: https://download.qt.io/official_releases/QtForPython/ and
https://download.qt.io/official_releases/qt/
"""


X265_NOTICE = """\
The package pillow-heif brings libx265 along, which is under the GNU General Public License, version 2 or later. On
Linux the bundle has an empty library in its place; on this system it is in the bundle, so whoever passes the bundle on
does that under the terms of the GPL (GPL-3.0.txt here).
"""


def listed(root: Path, name: str) -> list[str]:
    """The packages of a list of hashes that are installed for this Python."""
    text = (root / "packaging" / "hashes" / f"{name}.txt").read_text("utf-8")
    found = []
    for package in re.findall(r"(?m)^([\w.-]+)==", text):
        try:
            importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:  # for another system
            continue
        found.append(package)
    return found


def version(root: Path) -> str:
    """The program's."""
    text = (root / "facebalance_desktop" / "__init__.py").read_text("utf-8")
    return str(re.findall(r'__version__ = "(.+)"', text)[0])


def collect(root: Path, sources: Iterable[str], target: Path) -> None:
    """Write the licences of all parts to `target`; `sources` are the files on this disk that the bundle was made of."""
    rows = [("FaceBalance Desktop", version(root), "Apache-2.0")]
    target.mkdir(parents=True)
    shutil.copy(root / "LICENSE", target / "LICENSE.txt")
    for name in [*listed(root, "program"), "pyinstaller"]:
        rows.append(_of_package(root, importlib.metadata.distribution(name), target))
    rows.append(("Python", sys.version.split()[0], "PSF-2.0"))
    place = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    shutil.copy(place if place.is_file() else Path(sys.base_prefix) / "LICENSE.txt", _folder(target, "Python"))
    rows += _of_the_system(sources, target)
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        shutil.copy(root / "packaging" / "licences" / name, target / name)
    (target / "Qt.txt").write_text(QT_NOTICE, "utf-8")
    if sys.platform != "linux":
        (target / "x265.txt").write_text(X265_NOTICE, "utf-8")
    lines = [f"{name} {number}: {licence}\n" for name, number, licence in rows]
    (target / "README.txt").write_text(
        "What this program consists of, each under its own licence:\n\n" + "".join(lines), "utf-8"
    )


def _of_package(root: Path, package: importlib.metadata.Distribution, target: Path) -> tuple[str, str, str]:
    name, facts = package.metadata["Name"], package.metadata
    folder = _folder(target, name)
    files = [path for path in package.files or () if NAMES.fullmatch(path.name) and path.suffix not in (".py", ".pyc")]
    for number, path in enumerate(files):
        place = folder / path.name
        shutil.copy(Path(str(path.locate())), place if not place.exists() else folder / f"{number} {path.name}")
    words = facts["License-Expression"] or (facts["License"] or "").split("\n")[0][:60] or "see its folder"
    if not files and name.lower().startswith(QT):
        words = "LGPL-3.0-only, see Qt.txt"
    elif not files and words.startswith("Apache"):
        shutil.copy(root / "LICENSE", folder / "LICENSE.txt")
    elif not files:
        raise SystemExit(f"{name} has no file with its licence; add it to packaging/licences.py")
    return name, package.version, words


def _of_the_system(sources: Iterable[str], target: Path) -> list[tuple[str, str, str]]:
    """Of libraries that Debian's or Ubuntu's packages brought: the package's file of copyrights."""
    if shutil.which("dpkg-query") is None:
        return []
    rows: set[tuple[str, str, str]] = set()
    for file in sources:
        real = Path(file).resolve()
        if not file.startswith(("/lib/", "/usr/lib/")):
            continue
        owner = ""
        for place in (real, Path("/").joinpath(*real.parts[2:])):  # as it was before /lib became /usr/lib
            done = subprocess.run(["dpkg-query", "-S", str(place)], capture_output=True, text=True, check=False)
            owner = owner or done.stdout.split(":")[0]
        copyright_file = Path("/usr/share/doc") / owner / "copyright"
        if not owner or not copyright_file.is_file():
            raise SystemExit(f"No package of the system says under which licence {file} is.")
        shutil.copy(copyright_file, _folder(target, owner) / "copyright")
        number = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", owner], capture_output=True, text=True, check=True
        )
        rows.add((owner, number.stdout, "see its folder"))
    return sorted(rows)


def _folder(target: Path, name: str) -> Path:
    folder = target / name
    folder.mkdir(exist_ok=True)
    return folder
