"""What the pictures of the README and the manual show, and how the window comes there (packaging/screenshot.py).

The photos are those of the demonstration; for a project of two visits they get dates of a camera.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QRect, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.demonstration import demonstration_photos
from facebalance_desktop.project.edits_annotations import remove_annotations
from facebalance_desktop.project.edits_plan import change_treatment
from facebalance_desktop.resources import manual_folder
from facebalance_desktop.translation import LANGUAGE, tr
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.language import speak
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.theme import apply_theme

README = Path(__file__).resolve().parent.parent / "resources" / "screenshot.png"
MANUAL = manual_folder() / "pictures" / ("" if LANGUAGE == "en" else LANGUAGE)
SIZE = (1366, 768)
PATIENCE = 300.0
"""Seconds until it gives up on what does not come."""
WIDE = 760
"""Pixels across of a picture of the manual at most."""
COLOURS = 256
TYPED = {
    "en": ("mouth", "more support, seen in profile"),
    "de": ("Mund", "mehr Stütze, im Profil gesehen"),
    "fr": ("bouche", "plus de soutien, vu de profil"),
    "es": ("boca", "más soporte, visto de perfil"),
}
"""What is typed in each language: a word of measures that are looked for, and the goal of a treatment."""
DATE_TIME, SUB_TABLE, ORIGINAL = 0x0132, 0x8769, 0x9003
"""Tags of EXIF."""


# --- waiting --------------------------------------------------------------------------------------------------------


def live(seconds: float) -> None:
    """Let the window live for a moment: for what fades or is drawn a little later."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def until(condition: Callable[[], object]) -> None:
    """Let the window live until the condition holds. Raises TimeoutError."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to what was waited for")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def await_pair(workspace: Workspace) -> None:
    """Both photos are shown aligned, drawn from their own pixels, and nothing is under way.

    Where the search for a face took too long, as on a busy machine, it is begun again.
    """
    told: list[str] = []
    workspace.session.told.connect(told.append)

    def is_aligned() -> bool:
        return workspace.session.pair is not None and workspace.session.pair.alignment is not None

    while not is_aligned():
        until(lambda: is_aligned() or told)
        if told and not is_aligned():
            print(*told, file=sys.stderr)
            told.clear()
            live(5.0)
            workspace.project.importer.faces.find_again()
    workspace.session.told.disconnect(told.append)
    until(lambda: not workspace.window.stage.work.isVisible())
    live(1.5)


# --- projects -------------------------------------------------------------------------------------------------------


def show_demonstration(workspace: Workspace) -> None:
    workspace.opening.show_demonstration()
    await_pair(workspace)


def two_visits(folder: Path) -> list[Path]:
    """The demonstration's photos as a camera would have written them: two photos on each of two days."""
    (before, _), (after, _) = demonstration_photos()
    shots = (
        (before, "IMG_0011.jpg", "2025:03:12 10:31:05", 0),
        (before, "IMG_0012.jpg", "2025:03:12 10:31:40", 12),
        (after, "IMG_0307.jpg", "2026:03:20 09:02:11", 0),
        (after, "IMG_0308.jpg", "2026:03:20 09:02:50", 12),
    )
    return [_with_date(data, folder / name, when, margin) for data, name, when, margin in shots]


def _with_date(data: bytes, path: Path, when: str, margin: int) -> Path:
    image = Image.open(BytesIO(data)).convert("RGB")
    image = image.crop((margin, margin, image.width - margin, image.height - margin))
    tags = image.getexif()
    tags[DATE_TIME] = when
    tags.get_ifd(SUB_TABLE)[ORIGINAL] = when
    image.save(path, quality=92, exif=tags)
    return path


# --- what is taken --------------------------------------------------------------------------------------------------


def whole(workspace: Workspace) -> QPixmap:
    live(0.6)
    return workspace.window.grab()


def whole_with_match(workspace: Workspace) -> QPixmap:
    """The whole window with the page on what photo match checks."""
    workspace.window.side.show_page(tr("Match"))
    return whole(workspace)


def page(workspace: Workspace, title: str, height: int = 0) -> QPixmap:
    """A page beside the photo with the rail of its icons."""
    side = workspace.window.side
    side.show_page(title)
    live(0.6)
    return side.grab(QRect(0, 0, side.width(), min(height or side.height(), side.height())))


def photos_alone(workspace: Workspace) -> QPixmap:
    live(0.6)
    return workspace.window.stage.grab()


def dialog(act: Callable[[], object], ready: Callable[[QDialog], object] | None = None) -> QPixmap:
    """The dialog that an action opens, once it is ready; it is closed again."""
    taken: list[QPixmap] = []
    end = time.monotonic() + PATIENCE

    def look() -> None:
        shown = QApplication.activeModalWidget()
        if not isinstance(shown, QDialog) or (ready is not None and not ready(shown)):
            if time.monotonic() < end:
                QTimer.singleShot(200, look)
            elif isinstance(shown, QDialog):
                shown.reject()
            return
        live(1.0)
        taken.append(shown.grab())
        shown.reject()

    QTimer.singleShot(200, look)
    act()
    until(lambda: bool(taken))
    return taken[0]


def card(workspace: Workspace, folder: Path) -> QPixmap:
    two_visits(folder)

    def is_read(sheet: QDialog) -> bool:
        if not (runs := getattr(sheet, "runs", [])):
            return False
        sheet.resize(760, 560)
        if not runs[0].picked:
            runs[0].box.click()
        return True

    def receive() -> None:
        workspace.incoming.receive([folder])  # reads the folder in a thread before the sheet opens

    return dialog(receive, is_read)


def visits(workspace: Workspace, folder: Path) -> QPixmap:
    """A project with a photo of each of two days."""
    paths = two_visits(folder)
    workspace.incoming.receive([paths[0], paths[2]])
    await_pair(workspace)
    return page(workspace, tr("Photo"), 420)


def match(workspace: Workspace) -> QPixmap:
    """The photo match with its reasons unfolded."""
    workspace.window.match.fold.click()
    taken = page(workspace, tr("Match"), 520)
    workspace.window.match.fold.click()
    return taken


def wipe(workspace: Workspace) -> QPixmap:
    workspace.view.set_mode("wipe")
    taken = photos_alone(workspace)
    workspace.view.set_mode("side-by-side")
    return taken


def zones(workspace: Workspace) -> QPixmap:
    """The zones of the page on the plan, on the before photo."""
    window, session = workspace.window, workspace.session
    window.side.show_page(tr("Zones"))
    session.do("Begin without drawings", remove_annotations({item.id for item in session.project.annotations}))
    for zone, side in (("cheek-malar", "both"), ("chin", "middle")):
        window.zones.template_asked.emit(zone, side)
        live(0.3)
    return photos_alone(workspace)


def planned(workspace: Workspace) -> QPixmap:
    """One treatment of the page on the plan, on the zone that was added last."""
    plan, session = workspace.window.plan, workspace.session
    plan.add_treatment("planned")
    item: Treatment = session.project.plan.treatments[-1]
    session.do(
        "Change treatment",
        change_treatment(item.id, modality="ha-filler", modality_name=tr("HA filler"), goal=TYPED[LANGUAGE][1]),
    )
    page(workspace, tr("Plan"))
    area = next(area for area in workspace.window.side.findChildren(QScrollArea) if area.accessibleName() == tr("Plan"))
    area.ensureWidgetVisible(plan.form.goal, 0, 120)
    return page(workspace, tr("Plan"))


def measures(workspace: Workspace) -> QPixmap:
    workspace.window.side.show_page(tr("Measures"))
    panel = workspace.window.measures
    panel.search.setText(TYPED[LANGUAGE][0])
    taken = page(workspace, tr("Measures"), 520)
    panel.search.clear()
    return taken


DEMONSTRATION: Mapping[str, Callable[[Workspace], QPixmap]] = {
    "window": whole_with_match,
    "guides": lambda workspace: page(workspace, tr("Guides"), 600),
    "wipe": wipe,
    "match": match,
    "measures": measures,
    "zones": zones,
    "plan": planned,
    "export": lambda workspace: dialog(workspace.actions["export"].trigger),
    "show": lambda workspace: dialog(workspace.actions["show"].trigger),
}
"""Pictures of the manual on the demonstration, in this order: what one adds is there for the next."""
WITH_DATES: Mapping[str, Callable[[Workspace, Path], QPixmap]] = {
    "card": card,
    "visits": visits,
}
"""Those that need photos with dates."""


# --- files ----------------------------------------------------------------------------------------------------------


def few_colours(picture: QPixmap, colours: int, wide: int = 0) -> Image.Image:
    """The picture with few colours, `wide` px across at most."""
    shown = picture.toImage()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "taken.png"
        shown.save(str(path))
        image = Image.open(path).convert("RGB")
    if wide and image.width > wide:
        image = image.resize((wide, round(image.height * wide / image.width)), Image.Resampling.LANCZOS)
    return image.quantize(colours, method=Image.Quantize.MEDIANCUT)


def keep(name: str, picture: QPixmap) -> None:
    MANUAL.mkdir(exist_ok=True)
    few_colours(picture, COLOURS, WIDE).save(MANUAL / f"{name}.png", optimize=True)
    print(name)


def new_workspace() -> Workspace:
    window = MainWindow()
    window.setMinimumSize(*SIZE)
    window.resize(*SIZE)
    window.show()
    return equipped_workspace(window)


def end(window: QWidget) -> None:
    window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main(names: list[str]) -> int:
    """Write the pictures with these names, or all."""
    wanted = names or [*(["readme"] if LANGUAGE == "en" else []), *DEMONSTRATION, *WITH_DATES]
    unknown = set(wanted) - {"readme", *DEMONSTRATION, *WITH_DATES}
    if unknown:
        print(f"There is no picture {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACEBALANCE_HOME"] = home
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        speak(application)
        if "readme" in wanted and LANGUAGE == "en":
            apply_theme(application, "dark")
            workspace = new_workspace()
            show_demonstration(workspace)
            workspace.window.side.show_page(tr("Guides"))
            live(2.0)
            few_colours(workspace.window.grab(), 256).save(README, optimize=True)
            end(workspace.window)
        apply_theme(application, "light")
        if set(wanted) & set(DEMONSTRATION):
            workspace = new_workspace()
            show_demonstration(workspace)
            for name, take in DEMONSTRATION.items():
                picture = take(workspace)
                if name in wanted:
                    keep(name, picture)
            end(workspace.window)
        for name, take_dated in WITH_DATES.items():
            if name in wanted:
                folder = Path(home) / name
                folder.mkdir()
                workspace = new_workspace()
                keep(name, take_dated(workspace, folder))
                end(workspace.window)
    return 0
