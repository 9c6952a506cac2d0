"""Collects the licences of everything that a bundle contains, and a list of it."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from email.message import Message
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

CODECS_NOTICE = """\
Libraries for video and HEIC that packages of this program bring along, each with the licence that it states itself:

{rows}
{under_gpl}"""
UNDER_GPL = """\
Those under the GNU General Public License make this bundle as a whole one that is passed on under its terms, version 3
(GPL-3.0.txt here). The program needs none of them: it decodes HEIC by libde265 (LGPL) and never encodes video by them.
"""
FFMPEG = re.compile(rb"lib\w+ license: (L?GPL version [\d.]+ or later)")
SOURCES = {
    "FFmpeg": "https://ffmpeg.org",
    "x264": "https://code.videolan.org/videolan/x264",
    "x265": "https://github.com/Multicorewareinc/x265",
}


def codec_of(name: str, content: bytes) -> tuple[str, str] | None:
    """Which codec library a file is, and its licence: FFmpeg says how it was built; x264 and x265 have the GPL alone.

    A library that is empty (`no_x265.c`) is none.
    """
    if "x265" in name and b"HEVC encoder version" in content:
        return "x265", "GPL version 2 or later"
    if "x264" in name:
        return "x264", "GPL version 2 or later"
    found = FFMPEG.search(content)
    return None if found is None else ("FFmpeg", found[1].decode())


def codecs_notice(files: Iterable[Path]) -> str:
    """What stands in codecs.txt; empty where no file is a codec library."""
    rows = []
    for file in sorted(files):
        codec = codec_of(file.name, file.read_bytes())
        if codec is not None:
            rows.append(f"{file.name}: {codec[0]}, {codec[1]}, {SOURCES[codec[0]]}\n")
    is_gpl = any(", GPL version" in row for row in rows)
    return CODECS_NOTICE.format(rows="".join(rows), under_gpl=UNDER_GPL if is_gpl else "") if rows else ""


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
        rows.append(of_package(root, importlib.metadata.distribution(name), target))
    rows.append(("Python", sys.version.split()[0], "PSF-2.0"))
    place = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    shutil.copy(place if place.is_file() else Path(sys.base_prefix) / "LICENSE.txt", _folder(target, "Python"))
    kept = list(sources)
    rows += _of_the_system(kept, target)
    for name in ("LGPL-3.0.txt", "GPL-3.0.txt"):
        shutil.copy(root / "packaging" / "licences" / name, target / name)
    (target / "Qt.txt").write_text(QT_NOTICE, "utf-8")
    if notice := codecs_notice({Path(source) for source in kept if Path(source).is_file()}):
        (target / "codecs.txt").write_text(notice, "utf-8")
    lines = [f"{name} {number}: {licence}\n" for name, number, licence in rows]
    (target / "README.txt").write_text(
        "What this program consists of, each under its own licence:\n\n" + "".join(lines), "utf-8"
    )


def of_package(root: Path, package: importlib.metadata.Distribution, target: Path) -> tuple[str, str, str]:
    """Its name, version and licence; its licence files are copied into a folder of its own below `target`."""
    name, facts = package.metadata["Name"], package.metadata
    folder = _folder(target, name)
    files = [path for path in package.files or () if NAMES.fullmatch(path.name) and path.suffix not in (".py", ".pyc")]
    for number, path in enumerate(files):
        place = folder / path.name
        shutil.copy(Path(str(path.locate())), place if not place.exists() else folder / f"{number} {path.name}")
    words = stated(facts)
    if not files and name.lower().startswith(QT):
        words = "LGPL-3.0-only, see Qt.txt"
    elif not files and words.startswith("Apache"):
        shutil.copy(root / "LICENSE", folder / "LICENSE.txt")
    elif not files:
        raise SystemExit(f"{name} has no file with its licence; add it to packaging/licences.py")
    return name, package.version, words


def stated(facts: importlib.metadata.PackageMetadata | Message) -> str:
    """The licence that a package's metadata name, in one line: the field License may hold the text itself instead."""
    written = (facts["License"] or "").strip()
    if facts["License-Expression"] or (written and "\n" not in written):
        return str(facts["License-Expression"] or written)
    rows = [row.split(" :: ") for row in facts.get_all("Classifier") or ()]
    named = [row[-1] for row in rows if row[0] == "License" and row[-1] != "OSI Approved"]
    return ", ".join(named) or "see its folder"


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
