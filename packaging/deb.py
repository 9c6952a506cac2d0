"""Makes a Debian package of the bundle: dist/facebalance_VERSION_ARCHITECTURE.deb.

    .bootstrap/bundle/builder/bin/python packaging/deb.py

Takes dist/facebalance, which `python3 packaging/bootstrap.py bundle` makes. What the program loads and does not bring
along is looked for among the installed packages of this system, which the package then depends on.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import bootstrap
import bundle_parts
import icons
import licences

ROOT = bootstrap.ROOT
BUNDLE = ROOT / "dist" / "facebalance"
TREE = ROOT / "dist" / "deb"
LINUX = ROOT / "packaging" / "linux"
RECOMMENDED = "libcups2"
"""For printing."""
CONTROL = """\
Package: facebalance
Version: {version}
Architecture: {architecture}
Maintainer: FaceBalance Desktop contributors <facebalance@localhost>
Installed-Size: {kibibytes}
Depends: {depends}
Recommends: {recommends}
Section: graphics
Priority: optional
Description: before and after photos of the face
 Aligns two photos of a patient by rotation, scale and shift only, says
 whether they can be compared, shows them with guides, zones and measures,
 and exports comparisons. Works without a network.
 .
 Visual comparison, communication and documentation; not for diagnosis,
 treatment selection, dosing or outcome prediction.
"""


def answer(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def owners(names: Iterable[str]) -> set[str]:
    """The packages that have these libraries on this system."""
    found = set()
    for name in names:
        done = subprocess.run(["dpkg-query", "-S", f"*/{name}"], capture_output=True, text=True, check=False)
        packages = set(re.findall(r"(?m)^([a-z0-9.+-]+)(?::\w+)?: ", done.stdout))
        if not packages:
            raise SystemExit(f"No installed package has {name}, which the program loads.")
        found.add(min(packages))
    return found


def dependencies(bundle: Path) -> str:
    """What has to be installed beside the bundle, as the field Depends has it."""
    files = [path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()]
    there = {path.name for path in bundle.rglob("*")}
    binaries = [path for path in files if ".so" in path.name or path.parent == bundle]
    # Plugins that need what is not there are not loaded: a system without printing or without Wayland has them in vain.
    optional = {"libcups.so.2"}
    names = set().union(*(bundle_parts.loaded_by(path) for path in binaries)) - there - optional
    # The fonts' settings, which the bundle's own fontconfig reads, and signs that the program's own fonts do not have.
    packages = owners(names) | {"fontconfig-config", "fonts-dejavu-core"}
    libc = answer("dpkg-query", "-W", "-f", "${Version}", "libc6").split("-")[0]
    return ", ".join(f"libc6 (>= {libc})" if package == "libc6" else package for package in sorted(packages))


def lay_out() -> None:
    """The files of the package, each at its place."""
    shutil.rmtree(TREE, ignore_errors=True)
    share = TREE / "usr" / "share"
    program = TREE / "usr" / "lib" / "facebalance"
    shutil.copytree(BUNDLE, program, symlinks=True, copy_function=shutil.copy)
    (TREE / "usr" / "bin").mkdir()
    (TREE / "usr" / "bin" / "facebalance").symlink_to("../lib/facebalance/facebalance")
    drawn = ROOT / "resources" / "facebalance.svg"
    for size in icons.SIZES:
        _write(share / f"icons/hicolor/{size}x{size}/apps/facebalance.png", icons.drawn(drawn, size))
    for place in ("apps/facebalance.svg", "mimetypes/application-x-facebalance.svg"):
        _write(share / "icons/hicolor/scalable" / place, drawn.read_bytes())
    _write(share / "applications/facebalance.desktop", (LINUX / "facebalance.desktop").read_bytes())
    _write(share / "mime/packages/facebalance.xml", (LINUX / "facebalance.xml").read_bytes())
    _write(share / "man/man1/facebalance.1.gz", gzip.compress(manual_page(), mtime=0))
    said = (BUNDLE / "licences" / "README.txt").read_text("utf-8")
    words = (
        f"{said}\nThe texts are in /usr/lib/facebalance/licences, those of Debian's in /usr/share/common-licenses.\n"
    )
    _write(share / "doc/facebalance/copyright", words.encode())
    log = gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    _write(share / "doc/facebalance/changelog.gz", log)
    for path in TREE.rglob("*"):
        if not path.is_symlink():
            is_program = path.is_dir() or path == program / "facebalance"
            path.chmod(0o755 if is_program else 0o644)


def manual_page() -> bytes:
    """By a process that finds the program here: it is not installed in the environment that bundles it."""
    known = os.environ | {"PYTHONPATH": str(ROOT), "FACEBALANCE_LANGUAGE": "en"}
    command = [sys.executable, str(ROOT / "packaging" / "manual_page.py")]
    return subprocess.run(command, env=known, capture_output=True, check=True).stdout


def _write(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def main() -> int:
    if not (BUNDLE / "facebalance").is_file():
        raise SystemExit("There is no bundle yet: python3 packaging/bootstrap.py bundle")
    lay_out()
    facts = {
        "version": licences.version(ROOT),
        "architecture": answer("dpkg", "--print-architecture").strip(),
        "kibibytes": sum(path.lstat().st_size for path in TREE.rglob("*")) // 1024,
        "depends": dependencies(BUNDLE),
        "recommends": RECOMMENDED,
    }
    _write(TREE / "DEBIAN" / "control", CONTROL.format(**facts).encode())
    package = ROOT / "dist" / f"facebalance_{facts['version']}_{facts['architecture']}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zzstd", "--build", str(TREE), str(package)], check=True)
    shutil.rmtree(TREE)
    print(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.0f} MB; depends on {facts['depends']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
