"""What the program without Python consists of: what PyInstaller is told to add and leave out, what it found in vain.

Used by facebalance.spec. Paths are those within the bundle, with forward slashes.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePath

Entry = tuple[str, str, str]
"""As PyInstaller has it: the path in the bundle, the file on this disk, its kind (EXTENSION, BINARY, SYMLINK, DATA)."""

MODELS = ("face_detection", "face_landmark", "selfie_segmentation")
"""The folders of mediapipe/modules that faces/models.py loads."""
MODEL_FILES = (".tflite", ".binarypb")

EXCLUDED = [
    # Never imported by the program, but by an optional part of a package of its.
    *("tkinter", "_tkinter", "lxml", "IPython", "jax", "jaxlib", "scipy", "tensorflow", "pandas", "torch"),
    *("sentencepiece", "sounddevice", "setuptools", "pkg_resources", "_distutils_hack", "distutils", "pytest", "mypy"),
    *("mediapipe.model_maker", "numpy.f2py", "numpy.distutils", "matplotlib.tests", "mpl_toolkits.mplot3d"),
    *("PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtTest", "ssl", "_ssl"),
    # GNU readline is under the GPL.
    "readline",
]

LEFT_OUT = [
    # OpenCV's own windows; ours are Qt 6's.
    r"cv2/qt/.*",
    # No network; a window on X11, Wayland, Windows or macOS, or none at all.
    r"PySide6/(Qt/)?plugins/(networkinformation|tls|generic|egldeviceintegrations)/.*",
    r"PySide6/(Qt/)?plugins/platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|direct2d)\b.*",
    r"PySide6/(Qt/)?plugins/platformthemes/libqgtk3\b.*",
    # The system's own, where it prints; it would bring along twenty others.
    r"libcups\.so.*",
    # The words of Qt's own dialogs, in languages that the program does not speak.
    r"PySide6/(Qt/)?translations/(?!qt(base)?_(de|fr|es)\.qm$).*",
    # Of matplotlib, which mediapipe imports, all but the demonstration's photo and what it reads when it is imported.
    r"matplotlib/mpl-data/(images|plot_directive)/.*",
    r"matplotlib/mpl-data/sample_data/(?!grace_hopper\.jpg$).*",
    # For the README.
    r"facebalance_desktop/_resources/screenshot\.png",
    # Tests of packages.
    r"(.*/)?tests?/.*",
]
_LEFT_OUT = re.compile("|".join(f"(?:{pattern})" for pattern in LEFT_OUT))

FORBIDDEN = re.compile(
    r"(^|/)(jax|jaxlib|scipy|tensorflow|torch|pytest|mypy|tkinter|_tkinter|tests?)(/|\.|-[\d.]+\.dist-info|$)"
    r"|QtNetwork|Qt6Network|readline|libssl3?\.so|Qt6Qml|Qt6Quick|Qt6WebEngine|(^|/)(lib)?av[-.]"
)
"""What must not be in a bundle; `build_bundle.py` refuses one that has it."""


def datas(root: Path, packages: Path) -> list[tuple[str, str]]:
    """Files besides code: what, and the folder in the bundle. `packages` is the folder site-packages.

    Those of the program are what the wheel has, as pyproject.toml says.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    ours = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    found = [(str(root / place), target) for place, target in ours.items()]
    for model in MODELS:
        place = f"mediapipe/modules/{model}"
        found += [(str(path), place) for path in sorted((packages / place).iterdir()) if path.suffix in MODEL_FILES]
    return found


def is_wanted(place: str) -> bool:
    """Whether what PyInstaller found goes into the bundle."""
    return _LEFT_OUT.fullmatch(PurePath(place).as_posix()) is None


def wanted(entries: Iterable[Entry]) -> list[Entry]:
    return [entry for entry in entries if is_wanted(entry[0])]


def needed(entries: Sequence[Entry], names_in: Callable[[Path], Iterable[str]]) -> list[Entry]:
    """Without the libraries that only something left out would have loaded.

    `names_in` tells the names of the libraries that a file loads. Extensions, plugins and Python itself are loaded by
    name; every other library is there for one of them.
    """
    files = {PurePath(place).name: file for place, file, kind in entries if kind != "SYMLINK"}
    is_root = re.compile(r".*/plugins/.*|(lib)?python\d.*").fullmatch
    waiting = [
        PurePath(place).name
        for place, _, kind in entries
        if kind == "EXTENSION"
        or is_root(PurePath(place).as_posix())
        or not re.match(r"lib.*\.so", PurePath(place).name)
    ]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in reached and name in files:
            reached.add(name)
            waiting += names_in(Path(files[name]))
    return [entry for entry in entries if PurePath(entry[0]).name in reached]


def replaced(entries: Iterable[Entry], pattern: str, file: Path) -> list[Entry]:
    """The same with another file in the place of the library whose name matches."""
    match = re.compile(pattern).fullmatch
    return [
        (place, str(file), kind) if kind != "SYMLINK" and match(PurePath(place).name) else (place, source, kind)
        for place, source, kind in entries
    ]


def loaded_by(file: Path) -> set[str]:
    """The names of the libraries that a program or library of Linux loads at its start, by binutils."""
    done = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=False)
    return set(re.findall(r"NEEDED\s+(\S+)", done.stdout))
