"""Exports: a figure's pages painted at exact pixels or as a document, written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from facebalance_desktop.atomic_files import reason, write_together
from facebalance_desktop.drawing.figure import Figure, Material, lay_out
from facebalance_desktop.drawing.figure_text import ALIGNED
from facebalance_desktop.drawing.templates import FigureTemplate
from facebalance_desktop.errors import Problem
from facebalance_desktop.render import fonts
from facebalance_desktop.render.animation import LONG_SIDE, animated, frames_of
from facebalance_desktop.render.document import document, resolution
from facebalance_desktop.render.formats import DPI, NOTHING_WRITTEN, encoded, format_of
from facebalance_desktop.render.layers import Pyramids
from facebalance_desktop.render.metadata import Origin, xmp
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext


def origins_of(figure: Figure) -> tuple[Origin, ...]:
    """The figure's photos by their originals' hash and the transform that was applied."""
    return tuple(Origin(side.photo.sha256, side.to_reference) for side in figure.sides)


def packet_of(figure: Figure) -> bytes:
    return xmp(origins_of(figure), (ALIGNED,))


def size_of(figure: Figure, long_side: int | None) -> tuple[int, int]:
    """px of a page: full resolution, or with this long side."""
    width, height = figure.size
    if long_side is None:
        return width, height
    factor = long_side / max(width, height)
    return max(1, round(width * factor)), max(1, round(height * factor))


def unit_of(figure: Figure, path: Path, long_side: int | None, is_moving: bool = False) -> float:
    """px a point at which the figure is painted for the file `path`. Raises Problem for an ending that is no format."""
    if format_of(path, is_moving).is_document:
        return resolution(figure)
    if is_moving:
        long_side = min(long_side or LONG_SIDE, max(figure.size))
    page = figure.pages[0]
    return max(size_of(figure, long_side)) / max(page.width, page.height)


def pages_of(path: Path, figure: Figure) -> tuple[Path, ...]:
    """The files of a figure: one document, or one picture for each page."""
    if format_of(path).is_document:
        return (path,)
    more = (path.with_name(f"{path.stem} {number}{path.suffix}") for number in range(2, len(figure.pages) + 1))
    return (path, *more)


def export_figure(
    context: JobContext, figure: Figure, path: Path, pyramids: Pyramids, is_forced: bool, long_side: int | None = None
) -> tuple[Path, ...]:
    """Paint the figure and write it to `path`; replaces files only when `is_forced`. Returns what was written.

    Raises Problem in one sentence when it cannot be written; what stood there before is then untouched.
    """
    kind = format_of(path)
    paths = pages_of(path, figure)
    for file in paths:
        refuse_existing(file, is_forced)
    steps = 2 * len(figure.pages)
    made: list[bytes] = []
    if kind.is_document:
        context.report(0, 2, tr("Rendering the document"))
        made.append(document(figure, pyramids, packet_of(figure)))
    else:
        size = size_of(figure, long_side)
        dpi = 72 * size[0] / figure.pages[0].width if figure.is_paper else DPI
        for number, page in enumerate(figure.pages):
            context.raise_if_cancelled()
            context.report(2 * number, steps, tr("Rendering"))
            pixels = painted_page(page, size, pyramids)
            context.raise_if_cancelled()
            context.report(2 * number + 1, steps, tr("Writing"))
            made.append(encoded(pixels, kind, packet_of(figure), dpi))
            del pixels
    context.raise_if_cancelled()
    write_all(dict(zip(paths, made, strict=True)))
    context.report(steps, steps, tr("Written"))
    return paths


def export_template(
    context: JobContext,
    material: Material,
    template: FigureTemplate,
    path: Path,
    pyramids: Pyramids,
    is_forced: bool,
    long_side: int | None = None,
) -> tuple[Path, ...]:
    """Lay a template out and write it: still, or moving where the template moves. Raises Problem; see export_figure."""
    figure = lay_out(material, template, fonts.measure)
    if not template.is_moving:
        return export_figure(context, figure, path, pyramids, is_forced, long_side)
    kind = format_of(path, is_moving=True)
    refuse_existing(path, is_forced)
    frames = frames_of(context, material, template, pyramids, long_side)
    context.raise_if_cancelled()
    write_all({path: animated(kind.id, frames, packet_of(figure))})
    return (path,)


def check_name(path: Path, template: FigureTemplate) -> None:
    """Raises Problem for a name whose ending does not fit the template."""
    format_of(path, template.is_moving)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write all the files or none; Problem where they cannot be written, and each name holds what it held."""
    first = next(iter(contents))
    try:
        first.parent.mkdir(parents=True, exist_ok=True)
        write_together(contents)
    except OSError as error:
        pages = first.name if len(contents) == 1 else tr("{name} and its further pages", name=first.name)
        raise Problem(
            tr(
                "{pages} could not be written: {reason}. {nothing_written}",
                pages=pages,
                reason=reason(error),
                nothing_written=NOTHING_WRITTEN,
            )
        ) from None


def refuse_existing(path: Path, is_forced: bool) -> None:
    if path.exists() and not is_forced:
        raise Problem(
            tr(
                "{name} is already there and was left as it is; choose another name or allow replacing it.",
                name=path.name,
            )
        )
