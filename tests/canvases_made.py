"""Canvases for tests: a made pair with drawn pixels, no files, no workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from projects_made import made_pair
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from facebalance_desktop.drawing.primitives import Picture
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import Mode, ViewOptions
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.geometry import Similarity, fit_similarity
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts
from facebalance_desktop.render.layers import Layers, flat
from facebalance_desktop.render.live import LiveLayers
from facebalance_desktop.render.live_layers import Kept
from facebalance_desktop.render.painter import paint
from facebalance_desktop.ui.annotate.tools.select import SelectTool
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.viewer.canvas import Canvas

Pixels = NDArray[np.uint8]


def drawn_pixels(seed: int = 1, side: int = 400) -> Pixels:
    """A smooth picture without symmetry, (side, side, 3)."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float64)
    waves = [
        128
        + 80 * np.sin(x / (23 + 5 * seed + 3 * c) + c) * np.cos(y / (31 + 2 * seed) - c)
        + 20 * np.sin((x + 2 * y) / 60)
        for c in range(3)
    ]
    return np.asarray(np.clip(np.stack(waves, axis=-1), 0, 255), dtype=np.uint8)


def pyramids_of(project: Project, pixels: Callable[[int], Pixels] = drawn_pixels) -> Mapping[str, Pyramid]:
    return {photo.sha256: Pyramid.of(pixels(number)) for number, photo in enumerate(project.photos)}


LIGHT = {"lightness": 60.0, "a": 10.0, "b": 12.0, "light_x": 0.0, "light_y": 0.0, "sharpness": 5.0, "blockiness": 1.0}


def pair_with_faces() -> Project:
    """The made pair with whole meshes, straight and alike lit: the reference face, put where the pupils are."""
    project = made_pair()
    photos = []
    for photo in project.photos:
        assert photo.face is not None
        points = photo.face.points
        face = reference_face()
        onto = fit_similarity(face[[468, 473], :2], [points["p_r"].xy, points["p_l"].xy])
        assert onto is not None
        flat_mesh = onto.points(face[:, :2])
        mesh = tuple((float(x), float(y), float(z)) for (x, y), z in zip(flat_mesh, face[:, 2], strict=True))
        face_found = replace(photo.face, mesh=mesh, pose=Pose(0.0, 0.0, 0.0))
        photos.append(replace(photo, face=face_found, view="frontal", light=LIGHT))
    return replace(project, photos=tuple(photos))


class FlatLive(LiveLayers):
    """The screen's way of painting with one colour in place of every photo."""

    def sharp(self, picture: Picture, to_device: Similarity, area: QRect, background: QColor) -> Kept:
        return Kept(flat(area, "#808080"), to_device, area, None)

    def is_sharp(self, picture: Picture, to_device: Similarity, area: QRect, background: QColor) -> bool:
        return True


def made_canvas(
    project: Project | None = None, layers: LiveLayers | None = None, size: tuple[int, int] = (640, 400)
) -> Canvas:
    """A canvas of its own on a made pair, with the usual tool; it is not shown."""
    session = Session(pair_with_faces() if project is None else project)
    pyramids = pyramids_of(session.project)
    canvas = Canvas(session, layers or LiveLayers(pyramids.get))
    session.setParent(canvas)
    canvas.tool = SelectTool(canvas, canvas)
    canvas.resize(*size)
    return canvas


def set_mode(canvas: Canvas, mode: Mode, **changes: object) -> None:
    canvas.set_view_options(replace(canvas.viewport.wanted, mode=mode, **changes))  # type: ignore[arg-type]  # fields by name


def settled(canvas: Canvas) -> QImage:
    """What the canvas shows once all of it is sharp."""
    layers = canvas.layers
    assert isinstance(layers, LiveLayers)
    canvas.stand_still()
    for _ in range(20):
        image = canvas.grab().toImage()
        if not layers.is_unfinished:
            return image.convertToFormat(QImage.Format.Format_RGB32)
    raise AssertionError("the canvas never became sharp")


def exported(project: Project, view_options: ViewOptions, size: tuple[int, int], layers: Layers) -> QImage:
    """The same scene on an image, as an export paints it."""
    pair = pair_of(project)
    assert pair is not None
    image = QImage(*size, QImage.Format.Format_RGB32)
    scene = compose(project, pair, view_options, size, fonts.measure)
    painter = QPainter(image)
    paint(painter, scene, max(size) / max(scene.width, scene.height), layers)
    painter.end()
    return image


def values(image: QImage) -> NDArray[np.int16]:
    """(h, w, 3) red, green, blue."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : 3 * rgb.width()].reshape(rgb.height(), rgb.width(), 3).astype(np.int16)
