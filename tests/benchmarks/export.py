"""How fast figures are written and shown: `python tests/benchmarks/export.py [--json FILE]`.

figure_over_floor   a full-resolution side-by-side JPEG of a 24-megapixel pair over its floor: one cv2 INTER_CUBIC
                    warpAffine of the after photo, one copy of the before, Pillow's JPEG of that page at quality 92
preview_ms          the designer's page laid out and painted anew after a change (median)
pdf_s               one page of the chart as PDF
step_p95_ms         a step of a show on cached scenes, 95th percentile of painted frames
batch_speedup       projects an hour of `export --jobs 2` over `--jobs 1`, OpenCV single-threaded in both

Works that are compared take turns, so that a busy machine is busy for all.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from photos import HEIGHT, WIDTH, photo
from PIL import Image

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication, QWidget

from facebalance_desktop.cli.exports import FigureRequest, export_project
from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.drawing.figure import Material, lay_out
from facebalance_desktop.drawing.show import ShowStep
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.intake import decode_pyramid, photo_of
from facebalance_desktop.project.model import Comparison, Project, new_id, new_project
from facebalance_desktop.project.store import save_project
from facebalance_desktop.render import fonts
from facebalance_desktop.render.export import export_template, size_of
from facebalance_desktop.render.live import LiveLayers
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.presentation.presentation import Presentation
from facebalance_desktop.work import JobContext, WorkerPool

ROUNDS = 5
BATCH = 6
BEFORE_TO_AFTER = Similarity.of(rotation=3.0, scale=1.02, shift=(40.0, -30.0), about=(WIDTH / 2, HEIGHT / 2))
PREVIEW = 900  # px of the long side

Photos = tuple[InMemory, Project, dict[str, Pyramid]]


def made() -> Photos:
    """A pair of 24-megapixel photos whose alignment is known, not levelled."""
    data = photo()
    pixels = np.asarray(Image.open(BytesIO(data)))
    turned = cv2.warpAffine(pixels, BEFORE_TO_AFTER.to_cv2(), (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    bgr = cv2.cvtColor(np.asarray(turned, np.uint8), cv2.COLOR_RGB2BGR)
    other = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 93])[1].tobytes()
    originals = InMemory()
    before, after = (
        replace(photo_of(item, f"{name}.jpg", originals), faces=0)
        for item, name in ((data, "before"), (other, "after"))
    )
    anchors = tuple((point, BEFORE_TO_AFTER.point(point)) for point in ((2500.0, 1500.0), (3500.0, 1500.0)))
    comparison = Comparison(new_id(), before.id, after.id, is_level=False, anchors=anchors)
    project = replace(new_project(), photos=(before, after), comparisons=(comparison,))
    pyramids = {item.sha256: decode_pyramid(JobContext(), originals, item.sha256, item.name) for item in project.photos}
    return originals, project, pyramids


def material_of(project: Project) -> Material:
    pair = pair_of(project)
    assert pair is not None
    return Material(project, pair)


def floor_of(before: NDArray[np.uint8], after: NDArray[np.uint8], matrix: NDArray[np.float64], gap: int) -> None:
    height, width = before.shape[:2]
    page = np.empty((height, 2 * width + gap, 3), np.uint8)
    page[:, :width] = before
    cv2.warpAffine(after, matrix, (width, height), dst=page[:, width + gap :], flags=cv2.INTER_CUBIC)
    Image.fromarray(page).save(BytesIO(), "JPEG", quality=92)


def figure_over_floor(photos: Photos, folder: Path) -> float:
    _, project, pyramids = photos
    material = material_of(project)
    template = templates().named("side-by-side")
    pair = material.pair
    assert pair.after is not None
    width, _ = lay_out(material, template, fonts.measure).size
    before, after = (pyramids[side.photo.sha256].levels[0] for side in pair.sides)
    matrix = pair.after.to_reference.to_cv2()
    ours, floors = [], []
    for turn in range(ROUNDS + 1):
        started = time.perf_counter()
        floor_of(before, after, matrix, width - 2 * WIDTH)
        middle = time.perf_counter()
        export_template(JobContext(), material, template, folder / "figure.jpg", pyramids.get, True)
        ended = time.perf_counter()
        if turn:
            floors.append(middle - started)
            ours.append(ended - middle)
    print(f"figure {statistics.median(ours):.3f} s, floor {statistics.median(floors):.3f} s")
    return statistics.median(ours) / statistics.median(floors)


def preview_ms(photos: Photos) -> float:
    _, project, pyramids = photos
    material = material_of(project)
    chart = templates().named("chart")
    spent = []
    for number in range(12):
        template = replace(chart, spacing=6.0 + number, framing="whole")
        started = time.perf_counter()
        figure = lay_out(material, template, fonts.measure)
        painted_page(figure.pages[0], size_of(figure, PREVIEW), pyramids.get)
        spent.append(1000 * (time.perf_counter() - started))
    return statistics.median(spent)


def pdf_s(photos: Photos, folder: Path) -> float:
    _, project, pyramids = photos
    template = replace(templates().named("chart"), framing="whole")
    spent = []
    for _ in range(3):
        started = time.perf_counter()
        export_template(JobContext(), material_of(project), template, folder / "chart.pdf", pyramids.get, True)
        spent.append(time.perf_counter() - started)
    return statistics.median(spent)


def step_p95_ms(photos: Photos) -> float:
    """Steps there and back through a show at 1080p, each painted whole, after every one was seen once."""
    _, project, pyramids = photos
    session = Session(project)
    beside = QWidget()
    steps = (ShowStep("Whole face"), ShowStep("Wipe", "wipe"), ShowStep("Fade", "overlay"))
    shown = Presentation(session, LiveLayers(pyramids.get), ViewOptions(), beside, steps)
    shown.resize(1920, 1080)
    shown.show()
    spent = []
    for turn in range(60):
        started = time.perf_counter()
        shown.go(turn % len(steps))
        shown.canvas.repaint()
        if turn >= 12:
            spent.append(1000 * (time.perf_counter() - started))
        QApplication.processEvents()
    shown.close()
    beside.close()
    return float(np.percentile(spent, 95))


def batch_speedup(photos: Photos, folder: Path) -> float:
    originals, project, _ = photos
    paths = []
    for number in range(BATCH):
        paths.append(folder / f"project {number}.facebalance")
        save_project(JobContext(), replace(project, id=new_id()), paths[-1], originals)
    wish = FigureRequest(templates().named("side-by-side"), Settings(), True)
    seconds = {}
    for jobs in (1, 2):
        with patch("os.cpu_count", return_value=jobs), closing(WorkerPool(jobs)) as pool:  # a thread each
            warm = [
                pool.submit(export_project, paths[0], folder / f"warm{n}.jpg", wish, deadline=300) for n in range(jobs)
            ]
            for job in warm:
                job.result()
            started = time.perf_counter()
            running = [
                pool.submit(export_project, path, folder / f"{path.stem} {jobs}.jpg", wish, deadline=300)
                for path in paths
            ]
            for job in running:
                job.result()
            seconds[jobs] = time.perf_counter() - started
    print(f"batch of {BATCH}: one job {seconds[1]:.2f} s, two {seconds[2]:.2f} s")
    return seconds[1] / seconds[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    told = parser.parse_args()
    QApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["FACEBALANCE_HOME"] = str(folder / "home")
        photos = made()
        figures = {
            "figure_over_floor": figure_over_floor(photos, folder),
            "preview_ms": preview_ms(photos),
            "pdf_s": pdf_s(photos, folder),
            "step_p95_ms": step_p95_ms(photos),
            "batch_speedup": batch_speedup(photos, folder),
        }
    for key, figure in figures.items():
        print(f"{key} {figure:.3f}")
    if told.json is not None:
        told.json.write_text(json.dumps({key: round(figure, 3) for key, figure in figures.items()}) + "\n")


if __name__ == "__main__":
    main()
