"""Tries out a program without Python: it starts, finds faces, compares, exports, shows a window; prints size and times.

    packaging/bundle_check.py dist/facebalance [--root FOLDER] [--picture FILE]

With `--root` it runs in that folder's system (`chroot`, which takes root), for instance a bare Debian that
`debootstrap --variant=minbase` made; the program must be within it. The window is looked for on the display that the
variable DISPLAY names, with xdotool; `--picture` keeps what is seen there (ImageMagick's `import`). Without a display
that part is left out, and said to be. Any Python runs this; nothing of the project is imported.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 240
"""Seconds that one step may take."""
COLOURS = 10_000
"""Colours on a screen that shows a photo; without one the window has some hundred."""
PORTRAIT = "_internal/matplotlib/mpl-data/sample_data/grace_hopper.jpg"
LOCK = ".~lock.visit.facebalance#"
"""The file by which others see that the project is open."""
COMMENT = b"\xff\xfe\x00\x07other"
KINDS = {".png": b"\x89PNG", ".pdf": b"%PDF", ".tif": b"II*\0", ".json": b"{"}


@dataclass(frozen=True)
class Place:
    """Where the program runs: the folder of its system, its program there, a folder for what it writes."""

    root: Path
    program: str
    work: Path

    def inside(self, path: Path) -> str:
        """A path of this machine as the program's system calls it."""
        return "/" + str(path.relative_to(self.root))

    def command(self, words: Sequence[str]) -> list[str]:
        """What starts the program with these words: no variable of this session but the display comes along."""
        home = self.inside(self.work / "home")
        kept = {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ}
        known = {"HOME": home, "FACEBALANCE_HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | kept
        entered = ["chroot", str(self.root)] if self.root != Path("/") else []
        settings = [f"{name}={value}" for name, value in known.items()]
        return [*entered, "/usr/bin/env", "-i", *settings, self.program, *words]

    def run(self, *words: str) -> tuple[str, float]:
        """What it prints, and the seconds it took. Ends everything when it fails."""
        start = time.monotonic()
        done = subprocess.run(
            self.command(words), capture_output=True, text=True, timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL
        )
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout, time.monotonic() - start


def check_commands(place: Place, bundle: Path) -> None:
    """Versions, the demonstration, a comparison of two files in several formats, a project that is read again."""
    told, seconds = place.run("--version", "--verbose")
    if "not installed" in told:
        raise SystemExit(f"A part is missing:\n{told}")
    print(f"{told.splitlines()[0]}, {len(told.splitlines())} parts; said after {seconds:.1f} s")
    shutil.copy(bundle / PORTRAIT, place.work / "before.jpg")
    photo = (bundle / PORTRAIT).read_bytes()
    (place.work / "after.jpg").write_bytes(photo[:2] + COMMENT + photo[2:])  # the same picture, another file
    before, after = (place.inside(place.work / name) for name in ("before.jpg", "after.jpg"))
    project = place.inside(place.work / "visit.facebalance")
    steps = {
        "demo.png": ["demo", "-o"],
        "compared.pdf": ["compare", before, after, "--save", project, "--guides", "thirds,midline", "-o"],
        "exported.tif": ["export", project, "-o"],
    }
    for name, words in steps.items():
        _, seconds = place.run(*words, place.inside(place.work / name))
        data = (place.work / name).read_bytes()
        if not data.startswith(KINDS[Path(name).suffix]):
            raise SystemExit(f"{name} is not what its ending says")
        print(f"{words[0]}: {name}, {len(data) / 1e6:.1f} MB, in {seconds:.1f} s")
    told, _ = place.run("info", project)
    print(f"info: {' '.join(told.split())[:100]}")


@contextmanager
def started(place: Place, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The program while its window is open; ended by the block's end at the latest."""
    with subprocess.Popen(
        place.command(words), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def visible() -> list[str]:
    """The ids of our windows on the display."""
    command = ["xdotool", "search", "--onlyvisible", "--class", "facebalance"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()


def await_photos(picture: Path) -> None:
    """Wait until photos are seen on the display, and keep what is seen."""
    begun, colours = time.monotonic(), 0
    while colours < COLOURS:
        if time.monotonic() - begun > PATIENCE:
            raise SystemExit(f"The window shows no photo: it has {colours} colours.")
        time.sleep(0.5)
        subprocess.run(["import", "-window", "root", str(picture)], check=True)
        told = subprocess.run(["identify", "-format", "%k", str(picture)], capture_output=True, text=True, check=True)
        colours = int(told.stdout)


def check_window(place: Place, picture: Path | None) -> None:
    """The window comes, shows the demonstration, takes up a second start, and closes with status 0."""
    begun = time.monotonic()
    with started(place, "demo") as process:
        while not visible():
            if process.poll() is not None or time.monotonic() - begun > PATIENCE:
                process.kill()
                raise SystemExit(f"No window: {process.communicate()}")
            time.sleep(0.02)
        print(f"window: seen after {time.monotonic() - begun:.1f} s")
        told, seconds = place.run(place.inside(place.work / "visit.facebalance"))
        print(f"second start: {told.strip()} ({seconds:.1f} s)")
        while not (place.work / LOCK).exists():
            if time.monotonic() - begun > PATIENCE:
                raise SystemExit("The window did not open what the second start was asked for.")
            time.sleep(0.05)
        if shutil.which("import"):
            await_photos(picture or place.work / "seen.png")
            print(f"photos: drawn {time.monotonic() - begun:.1f} s after the start")
        else:
            print("photos: not looked for, for there is no ImageMagick")
        subprocess.run(["xdotool", "windowfocus", "--sync", visible()[0], "key", "ctrl+q"], check=True)
        out, err = process.communicate(timeout=PATIENCE)
    if process.returncode != 0:
        raise SystemExit(f"The window ended with status {process.returncode}: {out}{err}")
    print(f"closed with status 0; printed: {(out + err).strip() or 'nothing'}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path, help="the folder with the program")
    parser.add_argument("--root", type=Path, default=Path("/"), help="run it in this folder's system")
    parser.add_argument("--picture", type=Path, help="write what is seen on the display")
    told = parser.parse_args()
    bundle, root = told.bundle.resolve(), told.root.resolve()
    files = [path for path in bundle.rglob("*") if path.is_file() and not path.is_symlink()]
    print(f"size: {sum(path.stat().st_size for path in files) / 1e6:.0f} MB in {len(files)} files")
    if root != Path("/") and any((root / folder / "python3").exists() for folder in ("usr/bin", "usr/local/bin")):
        print("note: there is a Python in that system")
    (root / "tmp").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / "tmp", prefix="facebalance check ü ") as work:
        place = Place(root, "/" + str((bundle / "facebalance").relative_to(root)), Path(work))
        check_commands(place, bundle)
        if os.environ.get("DISPLAY") and shutil.which("xdotool"):
            check_window(place, told.picture)
        else:
            print("window: not tried, for there is no display or no xdotool")
    return 0


if __name__ == "__main__":
    sys.exit(main())
