"""The quick picture of an edit against the exact one, and a clinic's own zones."""

from __future__ import annotations

import errno
import os
import tomllib
from pathlib import Path

import numpy as np
import pytest
from driving import needs_qt
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from facebalance_desktop.analysis.guide_sets import keep_set
from facebalance_desktop.drawing.primitives import Area, Disc, Drawing, Line, Stroke, Text
from facebalance_desktop.drawing.templates import keep_template, templates
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.own_zones import keep_zone
from facebalance_desktop.planning.places import mask_of
from facebalance_desktop.planning.templates import frontal, load_templates, place
from facebalance_desktop.render.dirty_regions import SpriteCache
from facebalance_desktop.render.layers import FlatLayers
from facebalance_desktop.render.painter import Brush

SIZE = QRect(0, 0, 600, 400)
UNIT = 1.7


def ring(x: float, y: float, radius: float) -> tuple[Point, ...]:
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    return tuple((float(x + radius * np.cos(t)), float(y + radius * np.sin(t))) for t in turns)


def drawings(moved: float) -> list[Drawing]:
    rng = np.random.default_rng(5)
    made: list[Drawing] = []
    for _ in range(30):
        edge = ring(rng.uniform(40, 300), rng.uniform(40, 190), rng.uniform(10, 40))
        made += [Area(edge, "#8fd3ff", 0.3), Line(edge, Stroke("#8fd3ff", 1.1), is_closed=True)]
    edge = ring(150 + moved, 110, 30)
    made[20:20] = [Area(edge, "#ff8fa3", 0.5), Line(edge, Stroke("#ff8fa3", 1.1, True), is_closed=True)]
    return [*made, Disc((80.0, 80.0), 4.0, "#ffffff"), Text("Chin", (150 + moved, 60.0), 8.0, box="#10151b")]


def painted(items: list[Drawing], image: QImage | None = None) -> QImage:
    image = QImage(SIZE.size(), QImage.Format.Format_RGB32) if image is None else image
    image.fill(QColor("#705040"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    Brush(painter, UNIT, FlatLayers(), QColor("#705040")).draw(tuple(items), SIZE)
    painter.end()
    return image


def one_painted(painter: QPainter, items: tuple[Drawing, ...]) -> None:
    Brush(painter, UNIT, FlatLayers(), QColor("#705040")).draw(items, SIZE)


def levels(image: QImage) -> np.ndarray:  # type: ignore[type-arg]  # bytes as numbers
    return np.frombuffer(image.constBits(), np.uint8).reshape(400, 600, 4)[:, :, :3].astype(np.int16)


def repaired(sprites: SpriteCache, before: list[Drawing], now: list[Drawing], image: QImage) -> None:
    """Turn the picture of one into the quick picture of the other."""
    sprites.begin(UNIT)
    boxes = sprites.changed(before, now)
    assert boxes
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box in boxes:
        painter.setClipRect(box)
        painter.fillRect(box, QColor("#705040"))
        sprites.put(painter, now, box, one_painted)
    painter.end()


def assert_alike(image: QImage, items: list[Drawing]) -> None:
    gap = np.abs(levels(image) - levels(painted(items)))
    assert gap.mean() < 0.1
    assert (gap > 24).mean() < 0.001


@needs_qt
def test_what_is_painted_again_is_the_whole_within_a_few_levels() -> None:
    first = drawings(0.0)
    sprites, image = SpriteCache(), painted(first)
    before = first
    for step in range(1, 6):
        now: list[Drawing] = [{item: item for item in first}.get(item, item) for item in drawings(5.0 * step)]
        repaired(sprites, before, now, image)
        assert_alike(image, now)
        before = now
    sprites.begin(UNIT)
    assert sprites.changed(before, before) == []


@needs_qt
def test_an_area_that_loses_its_edge_or_gets_one_is_another_piece_than_before() -> None:
    whole, again = drawings(0.0), drawings(0.0)
    last = next(place for place in range(len(whole) - 1, 0, -1) if isinstance(whole[place - 1], Area))
    for before, now in ((whole[:last], again[: last + 1]), (whole[: last + 1], again[:last])):
        fresh, sprites = SpriteCache(), SpriteCache()
        for one in (fresh, sprites):
            one.begin(UNIT)
        sprites.pieces(before)
        assert [piece.items for piece in sprites.pieces(now, before)] == [piece.items for piece in fresh.pieces(now)]


@needs_qt
def test_only_what_moved_is_painted_again() -> None:
    before = drawings(0.0)
    now: list[Drawing] = [{item: item for item in before}.get(item, item) for item in drawings(25.0)]
    sprites = SpriteCache()
    sprites.begin(UNIT)
    boxes = sprites.changed(before, now)
    assert boxes
    assert 0 < sum(box.width() * box.height() for box in boxes) < 0.2 * SIZE.width() * SIZE.height()


@needs_qt
def test_another_order_and_many_changes_are_painted_too() -> None:
    before = drawings(0.0)
    now = [*before[40:42], *before[:40], *before[42:]]
    image, sprites = painted(before), SpriteCache()
    repaired(sprites, before, now, image)
    assert_alike(image, now)
    repaired(sprites, now, now[-3:], image)
    assert_alike(image, now[-3:])


@needs_qt
def test_two_equal_drawings_on_each_other_come_and_go_one_by_one() -> None:
    arrow = Line(((60.0, 60.0), (200.0, 120.0)), Stroke("#ff8fa3", 3.0))
    mark = Disc((220.0, 60.0), 9.0, "#ffffff", 0.5)
    one: list[Drawing] = [*drawings(0.0), arrow, mark]
    two: list[Drawing] = [*one, arrow, mark]
    image, sprites = painted(one), SpriteCache()
    repaired(sprites, one, two, image)
    assert_alike(image, two)
    repaired(sprites, two, one, image)
    assert_alike(image, one)


def test_a_zone_of_the_clinic_becomes_a_template(tmp_path: Path) -> None:
    face = frontal()
    corners = place(load_templates().by_id["cheek-malar-left"], face).points
    path = keep_zone(tmp_path, "Our cheek, left", corners, face)
    keep_zone(tmp_path, "Our cheek, right", corners, face)
    rows = tomllib.loads(path.read_text())["row"]
    assert [row["id"] for row in rows] == ["clinic-our-cheek", "clinic-our-cheek-2"]
    own = load_templates(tmp_path)
    assert not own.problems
    again = place(own.by_id["clinic-our-cheek-left"], face).points
    assert np.abs(np.array(again) - np.array(corners)).max() < 0.2
    middle = place(load_templates().by_id["chin"], face).points
    keep_zone(tmp_path, "Our chin", middle, face)
    load_templates.cache_clear()
    chin = np.array(place(load_templates(tmp_path).by_id["clinic-our-chin"], face).points)
    assert chin[:, 0].min() < -10 < 10 < chin[:, 0].max()
    for n, drawn in enumerate((middle, middle[::-1])):  # whichever way round it was drawn
        keep_zone(tmp_path / f"{n}", "Our chin", drawn, face)
        again = place(load_templates(tmp_path / f"{n}").by_id["clinic-our-chin"], face).points
        one, other = mask_of(middle), mask_of(again)
        assert (one & other).sum() > 0.9 * (one | other).sum()
    for broken in (b"[[row]\n", b"\xff\xfe"):
        path.write_bytes(broken)
        with pytest.raises(Problem):
            keep_zone(tmp_path, "Another", corners, face)


def test_a_full_disk_leaves_the_clinics_zones_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    face = frontal()
    corners = place(load_templates().by_id["cheek-malar-left"], face).points
    path = keep_zone(tmp_path, "Our cheek", corners, face)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Problem, match="could not be saved: no space left"):
        keep_zone(tmp_path, "Another", corners, face)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_colleagues_may_read_the_clinics_tables(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    path = keep_zone(tmp_path, "Ours", place(load_templates().by_id["cheek-malar-left"], frontal()).points, frontal())
    keep_set(tmp_path, "Our set", ["thirds"])
    keep_template(tmp_path, templates().named("chart"))
    for file in (path, tmp_path / "guide_sets.toml", tmp_path / "templates.toml"):
        assert file.stat().st_mode == usual.stat().st_mode, file.name
