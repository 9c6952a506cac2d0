"""The laws of the structure: floors, no cycles, deferred imports, where Qt and foreign readers may be.

Every law is a function from sources to a list of breaches. It is run twice: on the project, where there must be none,
and on a small bad sample, where there must be one, so that no law is a check that cannot fail.
"""

from __future__ import annotations

import ast
import graphlib
import re
import subprocess
import sys

import pytest
from layers import DEFERRED, FLOOR_OF, NETWORK, ONLY_IN, PICKLES, QT_OF, UI_LAYERS
from sources import PACKAGE, ROOT, Law, Sources, begins, imports, our_imports, project_sources, sample

QT_VIRTUAL = re.compile(r"event|paint|accept|reject|done|[a-z]+[A-Z]\w*")
NOT_IN_THE_UI_PROCESS = ("mediapipe", "rawpy", "pillow_heif")


def imports_from_lower_floors(sources: Sources) -> list[str]:
    breaches = []
    for source in sources:
        if source.is_ours and source.module and source.top not in FLOOR_OF:
            breaches.append(source.at(1, f"{source.top} is on no floor"))
    for source, found, module in our_imports(sources):
        top = module.split(".")[0]
        if not module or top == source.top:
            continue  # the package's own facts (its version), or a neighbour in the same package
        if FLOOR_OF.get(top, 0) >= FLOOR_OF.get(source.top, 0):
            breaches.append(source.at(found.line, f"{source.top or 'the package itself'} may not import {top}"))
    return breaches


def ui_features_stand_side_by_side(sources: Sources) -> list[str]:
    breaches = []
    for source, found, module in our_imports(sources):
        if source.top != "ui" or not module.startswith("ui."):
            continue
        at, to = ([*parts.split("."), ""][1] for parts in (source.module, module))
        if at != to and at and to not in UI_LAYERS.get(at, set()):
            breaches.append(source.at(found.line, f"ui.{at} may not import ui.{to}"))
    return breaches


def no_cycles(sources: Sources) -> list[str]:
    graph: dict[str, set[str]] = {}
    for source, _found, module in our_imports(sources):
        if module and module != source.module:
            graph.setdefault(source.module, set()).add(module)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return [" <- ".join(error.args[1])]
    return []


def identity_has_one_home(sources: Sources) -> list[str]:
    """An id means an object only while that lives: one module keeps the two together."""
    return [
        source.at(node.lineno, "id() of an object: see project.identity_cache")
        for source in sources
        if source.is_ours and source.module != "project.identity_cache"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        for part in (node.func, *node.args)
        if isinstance(part, ast.Name) and part.id == "id"
    ]


def deferred_imports_are_listed(sources: Sources) -> list[str]:
    breaches, met = [], set()
    for source in sources:
        for found in imports(source) if source.is_ours else ():
            if not found.is_deferred:
                continue
            listed = {name for name in DEFERRED.get(source.module, set()) if begins(found.target, {name})}
            met |= {(source.module, name) for name in listed}
            if not listed:
                breaches.append(
                    source.at(found.line, f"{found.target} inside a function, which DEFERRED does not list")
                )
    modules = {source.module for source in sources if source.is_ours}
    stale = {(module, name) for module, names in DEFERRED.items() for name in names if module in modules} - met
    return breaches + [f"{module}: DEFERRED lists {name}, which it does not import" for module, name in sorted(stale)]


def qt_stays_above(sources: Sources) -> list[str]:
    breaches = []
    for source in sources:
        allowed = {f"PySide6.{name}" for name in QT_OF.get(source.top, set())}
        if source.top == "ui":
            allowed.add("shiboken6")
        for found in imports(source) if source.is_ours else ():
            if begins(found.target, {"PySide6", "shiboken6"}) and not begins(found.target, allowed):
                breaches.append(source.at(found.line, f"{source.top} may not import {found.target}"))
    return breaches


def foreign_readers_have_one_home(sources: Sources) -> list[str]:
    breaches = []
    for source in sources:
        for found in imports(source) if source.is_ours else ():
            for name, homes in ONLY_IN.items():
                if begins(found.target, {name}) and source.module not in homes:
                    breaches.append(source.at(found.line, f"{name} is imported only by {', '.join(sorted(homes))}"))
    return breaches


def no_network(sources: Sources) -> list[str]:
    ours = [source for source in sources if source.is_ours]
    return [
        source.at(found.line, f"{found.target}: the program never talks to a network")
        for source in ours
        for found in imports(source)
        if begins(found.target, NETWORK | {"PySide6.QtNetwork", "PySide6.QtWebSockets"})
    ]


def documents_are_never_pickled(sources: Sources) -> list[str]:
    breaches = []
    for source in sources:
        if not source.is_ours:
            continue
        for found in imports(source):
            if begins(found.target, PICKLES) and source.top != "work":
                breaches.append(source.at(found.line, f"{found.target}: only work passes values between processes"))
        for node in ast.walk(source.tree):
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and ast.unparse(node.value) != "False":
                breaches.append(source.at(node.value.lineno, "allow_pickle runs code out of files"))
    return breaches


def overrides_let_no_exception_out(sources: Sources) -> list[str]:
    """Our own names are words_like_this, so a methodNamedSo overrides one of Qt's."""
    breaches = []
    for source in sources:
        classes = [node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef) and source.top == "ui"]
        for node in classes:
            for method in node.body:
                if not isinstance(method, ast.FunctionDef) or not QT_VIRTUAL.fullmatch(method.name):
                    continue
                if "safe_override" not in [ast.unparse(decorator) for decorator in method.decorator_list]:
                    breaches.append(source.at(method.lineno, f"{method.name} of {node.name} is no @safe_override"))
    return breaches


RAW_INPUTS = {"QComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit", "QSlider", "QDial"}


def the_wheel_changes_nothing_by_accident(sources: Sources) -> list[str]:
    """Choices, numbers and sliders are those of ui/widgets/inputs, which take the wheel only when they were entered."""
    breaches = []
    for source in sources:
        if source.top != "ui" or source.module == "ui.widgets.inputs":
            continue
        for node in ast.walk(source.tree):
            named = node.bases if isinstance(node, ast.ClassDef) else [node.func] if isinstance(node, ast.Call) else []
            for name in named:
                if ast.unparse(name).split(".")[-1] in RAW_INPUTS:
                    breaches.append(source.at(name.lineno, f"{ast.unparse(name)}: use that of ui/widgets/inputs"))
    return breaches


def shortcuts_are_given_their_context(sources: Sources) -> list[str]:
    """PySide drops the context that QShortcut is made with where a function is passed along: the whole window hears."""
    return [
        source.at(call.lineno, "QShortcut(..., context=...) may be dropped: setContext")
        for source in sources
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[-1] == "QShortcut"
        and any(argument.arg in ("context", None) for argument in call.keywords)
    ]


def texts_are_shown_as_they_stand(sources: Sources) -> list[str]:
    """Qt obeys markup in a QLabel and in a tooltip, and texts come out of files."""
    breaches = []
    for source in sources:
        calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and source.top == "ui"]
        for call in calls:
            called = ast.unparse(call.func).split(".")[-1]
            if called == "QLabel":
                breaches.append(source.at(call.lineno, "QLabel(...): a Label is plain text"))
            written = call.args[-1] if called == "setToolTip" and call.args else ast.Constant("")
            is_literal = isinstance(written, ast.Constant) or re.fullmatch(
                r"tr\('[^']*'\)|tr\(\"[^\"]*\"\)", ast.unparse(written)
            )
            if not is_literal and not ast.unparse(written).startswith("plain("):
                breaches.append(source.at(call.lineno, "a tooltip made of parts is written with plain(...)"))
    return breaches


WRITERS = {
    "atomic_files",
    "project.held",
    "project.placing",
    "project.writing",
    "project.file_lock",
    "work.worker",
    "render.animation",
}
"""The atomic writer, the project's own file, locks; and what is written nowhere, or into memory."""


def files_are_written_whole(sources: Sources) -> list[str]:
    """Whoever writes a file does it through `atomic_files.write_atomically` or `write_together`."""
    breaches = []
    for source in sources:
        calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and source.is_ours]
        for call in calls if source.module not in WRITERS else ():
            called = ast.unparse(call.func).split(".")[-1]
            modes = [ast.unparse(value) for value in (*call.args, *(word.value for word in call.keywords))]
            is_open = called == "open" and re.fullmatch(r"'[rbt]*[wxa+][bt+]*'", " ".join(modes[:2]).split(" ")[-1])
            if called in {"write_text", "write_bytes", "NamedTemporaryFile", "fdopen"} or is_open:
                breaches.append(source.at(call.lineno, f"{called} may leave half a file: write_atomically"))
    return breaches


def dialogs_are_gone_when_closed(sources: Sources) -> list[str]:
    """A parent keeps a dialog as long as the window: each opening would leave one more behind."""
    breaches = []
    for source in sources:
        nodes = list(ast.walk(source.tree)) if source.top == "ui" else []
        passed = {
            id(inside)
            for node in nodes
            if isinstance(node, ast.With) and any("passing(" in ast.unparse(item) for item in node.items)
            for inside in ast.walk(node)
        }
        for call in nodes:
            is_run = isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "exec"
            if is_run and id(call) not in passed and not ast.unparse(call).startswith(("application.", "drag.")):
                line = getattr(call, "lineno", 0)
                breaches.append(source.at(line, f"{ast.unparse(call)}: within `with passing(...)`"))
    return breaches


COLOURED = {"ui.widgets.tokens", "ui.widgets.inks"}
"""Where the window's own colours stand, and those that do not follow its theme."""


def colours_have_names(sources: Sources) -> list[str]:
    """A colour in the middle of a panel is forgotten when the theme changes."""
    return [
        source.at(node.lineno, f"{node.value}: a colour stands in {' or '.join(sorted(COLOURED))}")
        for source in sources
        if source.top == "ui" and source.module not in COLOURED
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"#([0-9a-fA-F]{3}){1,2}", node.value)
    ]


LAWS: tuple[tuple[Law, dict[str, str]], ...] = (
    (imports_from_lower_floors, {"photos/a.py": "from facebalance_desktop.faces import b", "faces/b.py": ""}),
    (imports_from_lower_floors, {"photos/a.py": "from facebalance_desktop import geometry", "geometry.py": ""}),
    (imports_from_lower_floors, {"photos/a.py": "from ..geometry import Point", "geometry.py": ""}),
    (imports_from_lower_floors, {"__init__.py": "from facebalance_desktop.errors import Problem", "errors.py": ""}),
    (imports_from_lower_floors, {"attic/a.py": ""}),
    (
        imports_from_lower_floors,
        {"photos/a.py": "if TYPE_CHECKING:\n    from facebalance_desktop.faces.b import Face", "faces/b.py": ""},
    ),
    (ui_features_stand_side_by_side, {"ui/viewer/a.py": "from ..app.b import x", "ui/app/b.py": ""}),
    (
        ui_features_stand_side_by_side,
        {"ui/plan/a.py": "from facebalance_desktop.ui.photos import b", "ui/photos/b.py": ""},
    ),
    (ui_features_stand_side_by_side, {"ui/attic/a.py": "from ..widgets.b import x", "ui/widgets/b.py": ""}),
    (
        ui_features_stand_side_by_side,
        {"ui/widgets/a.py": "def late():\n    from ..open_project.b import x", "ui/open_project/b.py": ""},
    ),
    (
        no_cycles,
        {
            "photos/a.py": "from facebalance_desktop.photos.b import x",
            "photos/b.py": "def late():\n    from facebalance_desktop.photos.a import y",
        },
    ),
    (deferred_imports_are_listed, {"photos/a.py": "def late():\n    import json"}),
    (deferred_imports_are_listed, {"photos/a.py": "def late():\n    importlib.import_module('json')"}),
    (deferred_imports_are_listed, {"faces/models.py": "import json"}),
    (qt_stays_above, {"project/a.py": "import PySide6.QtCore"}),
    (qt_stays_above, {"render/a.py": "from PySide6.QtWidgets import QLabel"}),
    (qt_stays_above, {"render/a.py": "from PySide6 import QtWidgets"}),
    (qt_stays_above, {"cli/a.py": "from PySide6.QtWidgets import QApplication"}),
    (qt_stays_above, {"render/a.py": "import PySide6"}),
    (foreign_readers_have_one_home, {"faces/a.py": "import cv2"}),
    (foreign_readers_have_one_home, {"ui/a.py": "from mediapipe.python import solutions"}),
    (identity_has_one_home, {"drawing/a.py": "known = {id(item): item}"}),
    (identity_has_one_home, {"drawing/a.py": "keys = tuple(map(id, items))"}),
    (no_network, {"ui/a.py": "from urllib.request import urlopen"}),
    (no_network, {"ui/a.py": "from PySide6.QtNetwork import QTcpSocket"}),
    (documents_are_never_pickled, {"project/a.py": "import pickle"}),
    (documents_are_never_pickled, {"photos/a.py": "numpy.load(file, allow_pickle=True)"}),
    (shortcuts_are_given_their_context, {"ui/a.py": "QShortcut(key, self, self.act, context=Qt.WidgetShortcut)"}),
    (texts_are_shown_as_they_stand, {"ui/a.py": "label = QLabel('words')"}),
    (texts_are_shown_as_they_stand, {"ui/a.py": "item.setToolTip(0, photo.name)"}),
    (files_are_written_whole, {"planning/a.py": "path.write_text(words)"}),
    (files_are_written_whole, {"planning/a.py": "with path.open('w') as file: ..."}),
    (files_are_written_whole, {"planning/a.py": "with open(path, 'xb') as file: ..."}),
    (dialogs_are_gone_when_closed, {"ui/a.py": "with other(Dialog(window)):\n    Dialog(window).exec()"}),
    (colours_have_names, {"ui/a.py": "pen = QColor('#10151b')"}),
    (overrides_let_no_exception_out, {"ui/a.py": "class A(QWidget):\n    def paintEvent(self, event): ..."}),
    (overrides_let_no_exception_out, {"ui/a.py": "class A(QWidget):\n    @cache\n    def event(self, event): ..."}),
    (the_wheel_changes_nothing_by_accident, {"ui/plan/a.py": "box = QComboBox()"}),
    (the_wheel_changes_nothing_by_accident, {"ui/plan/a.py": "class Field(QtWidgets.QSpinBox): ..."}),
)


@pytest.mark.parametrize("law", dict.fromkeys(law for law, _ in LAWS), ids=lambda law: law.__name__)
def test_the_project_keeps(law: Law) -> None:
    assert "\n".join(law(project_sources())) == ""


@pytest.mark.parametrize(("law", "files"), LAWS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_bad_sample_breaks(law: Law, files: dict[str, str]) -> None:
    assert len(law(sample({f"{PACKAGE}/{path}": text for path, text in files.items()}))) == 1


def test_good_samples_break_nothing() -> None:
    files = {
        "__init__.py": '__version__ = "1"',
        "errors.py": "",
        "photos/__init__.py": "from .facts import Facts",
        "photos/facts.py": "from facebalance_desktop import __version__\nfrom facebalance_desktop.errors import x",
        "faces/models.py": "def late():\n    from mediapipe.python import solutions",
        "ui/view.py": "from PySide6.QtWidgets import QLabel\nfrom facebalance_desktop.photos import Facts",
        "ui/page.py": "class A(QWidget):\n    @safe_override\n    def paintEvent(self, event): ...",
        "project/reading.py": "data = path.read_bytes()\nwith path.open('rb') as file: ...",
        "ui/asking.py": "with passing(Dialog(window)) as dialog:\n    if dialog.exec(): ...",
        "ui/words.py": "label = Label(name)\nlabel.setToolTip(plain(name))\nlabel.setToolTip('Close')",
        "ui/app/window.py": "from ..viewer.canvas import x",
        "ui/viewer/canvas.py": "from ..annotate.tools.tool import x\nfrom ..widgets.theme import x",
        "ui/annotate/tools/tool.py": "from ...open_project.session import x",
        "ui/open_project/session.py": "from .clinic import x",
        "ui/open_project/clinic.py": "",
        "ui/widgets/theme.py": "",
        "work/parcel.py": "import pickle\nnumpy.load(file, allow_pickle=False)",
    }
    sources = sample({f"{PACKAGE}/{path}": text for path, text in files.items()})
    assert {law.__name__: law(sources) for law, _ in LAWS if law(sources)} == {}


def loaded_by(modules: list[str]) -> str:
    """What of NOT_IN_THE_UI_PROCESS a fresh process has loaded after importing `modules`."""
    code = (
        "import importlib, sys\n"
        "for module in sys.argv[2:]: importlib.import_module(module)\n"
        "print(*(name for name in sys.argv[1].split() if name in sys.modules))"
    )
    command = [sys.executable, "-c", code, " ".join(NOT_IN_THE_UI_PROCESS), *modules]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_window_loads_no_reader_that_may_crash() -> None:
    modules = [source.module for source in project_sources() if source.is_ours and source.top in {"ui", "cli"}]
    assert loaded_by([f"{PACKAGE}.{module}" for module in modules]) == ""


def test_the_window_is_shown_before_numpy_is_loaded() -> None:
    code = "import sys; import facebalance_desktop.ui.app.application; print('numpy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_a_loaded_reader_would_be_seen() -> None:
    assert loaded_by(["json", "pillow_heif"]) == "pillow_heif"


def test_the_readme_tells_the_keys_and_the_command_line_as_they_are() -> None:
    command = [sys.executable, str(ROOT / "packaging" / "readme.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert (done.stderr, done.returncode) == ("", 0)
