"""The structure that the architecture's tests hold the program to: floors, folders of ui, who imports what."""

from __future__ import annotations

FLOORS = (
    # Known by all, also by the lowest floor.
    ("folders",),
    ("translation",),
    ("days", "errors", "temporary_folder", "atomic_files", "endings"),
    ("photos", "geometry", "resources", "settings", "work"),
    ("faces", "diagnostics"),
    ("comparison", "analysis", "planning"),
    ("project",),
    ("drawing",),
    ("render",),
    ("ui",),
    ("cli",),
    ("__main__",),
)
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names}

# The imports inside functions, and the only ones: what is heavy or may crash is loaded by the one who needs it, then.
# One line a module: {module: {what it imports inside a function}}.
DEFERRED: dict[str, set[str]] = {
    # Each is there on one system only.
    "diagnostics": {"ctypes", "resource"},
    "translation": {"ctypes"},
    # A command loads no window, the window loads no commands.
    "cli.main": {"facebalance_desktop.ui", "facebalance_desktop.cli"},
    # The window stands before what fills it is loaded.
    "ui.app.application": {"facebalance_desktop.project.intake", "facebalance_desktop.ui", "facebalance_desktop.work"},
    "ui.app.main_window": {"facebalance_desktop.ui"},
    "faces.models": {"mediapipe"},
    "photos.heif": {"pillow_heif"},
    "photos.raw": {"rawpy"},
    "photos.tiff": {"tifffile"},
    "render.animation": {"av"},
}

# The folders of ui: what each may import of the others. The open project and the widgets are open to all features.
PLAIN = {"open_project", "widgets"}
UI_LAYERS: dict[str, set[str]] = {
    "widgets": set(),
    "open_project": set(),
    "annotate": PLAIN,
    "export": PLAIN,
    "photo_import": PLAIN,
    "photos": PLAIN,
    "plan": PLAIN,
    "compare": PLAIN,
    "measures": PLAIN,
    "manual": PLAIN,
    "viewer": PLAIN | {"annotate"},
    "presentation": PLAIN | {"annotate", "viewer"},
}
UI_LAYERS["app"] = set(UI_LAYERS)  # the wiring

# Imported by no other module than these.
ONLY_IN = {
    "cv2": {"photos.opencv"},
    "mediapipe": {"faces.models"},
    "rawpy": {"photos.raw"},
    "pillow_heif": {"photos.heif"},
    "tifffile": {"photos.tiff"},
}
PICKLES = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib"}
NETWORK = {
    *("socket", "socketserver", "ssl", "urllib", "http", "ftplib", "smtplib", "xmlrpc", "asyncio"),
    *("requests", "httpx", "aiohttp", "urllib3", "websockets", "webbrowser"),
}
QT_OF = {
    "render": {"QtCore", "QtGui", "QtSvg"},
    "ui": {"QtCore", "QtGui", "QtSvg", "QtWidgets", "QtPrintSupport"},
    "cli": {"QtCore", "QtGui"},
    "__main__": {"QtCore", "QtGui"},
}
