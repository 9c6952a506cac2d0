"""A moving wipe or fade: frames of one figure, written as animated WebP, GIF or (with the video extra) MP4."""

from __future__ import annotations

import importlib
import math
from dataclasses import replace
from io import BytesIO
from typing import Any

from PIL import Image

from facebalance_desktop.drawing.figure import Figure, Material, lay_out
from facebalance_desktop.drawing.templates import FigureTemplate
from facebalance_desktop.render import fonts
from facebalance_desktop.render.layers import PixelArray, Pyramids
from facebalance_desktop.render.metadata import srgb_profile
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

FRAMES = 24
"""From one end to the other; the way back shows the same ones."""
MILLISECONDS = 60
REST = 10
"""Frames for which the ends stand still."""
REC709 = (1, 13, 1, 1)
"""Primaries and matrix of ITU-R BT.709, the curve of sRGB (IEC 61966-2-1), limited range: what the file says its
colours are (ITU-T H.273), so that no player has to guess."""
LONG_SIDE = 1080
"""px, unless another size is asked for."""


def way(frames: int = FRAMES) -> tuple[float, ...]:
    """Where the divider or the fade stands, 0..1, eased at both ends, there and back."""
    there = [0.5 - 0.5 * math.cos(math.pi * number / (frames - 1)) for number in range(frames)]
    return (*[0.0] * REST, *there, *[1.0] * REST, *reversed(there))


def frames_of(
    context: JobContext, material: Material, template: FigureTemplate, pyramids: Pyramids, long_side: int | None
) -> list[PixelArray]:
    """Every different frame of the way there, (h, w, 3) sRGB of even sides."""
    made = []
    steps = way()[REST : REST + FRAMES]
    for number, share in enumerate(steps):
        context.raise_if_cancelled()
        context.report(number, FRAMES, tr("Rendering frames"))
        wiped = 1.0 - share  # the after photo comes in from the right
        view_options = replace(material.view_options, wipe=wiped, fade=share)
        figure: Figure = lay_out(replace(material, view_options=view_options), template, fonts.measure)
        width, height = figure.size
        factor = min(1.0, (long_side or LONG_SIDE) / max(width, height))
        size = (max(2, round(width * factor) // 2 * 2), max(2, round(height * factor) // 2 * 2))
        made.append(painted_page(figure.pages[0], size, pyramids))
    return made


def animated(kind: str, frames: list[PixelArray], packet: bytes) -> bytes:
    """The frames there and back, endlessly."""
    order = [*[0] * REST, *range(len(frames)), *[len(frames) - 1] * REST, *reversed(range(len(frames)))]
    return _video(frames, order, packet) if kind == "MP4" else _pictures(kind, frames, order, packet)


def _pictures(kind: str, frames: list[PixelArray], order: list[int], packet: bytes) -> bytes:
    shown: list[int] = []
    lasting: list[int] = []
    for number in order:
        if shown and shown[-1] == number:
            lasting[-1] += MILLISECONDS
        else:
            shown.append(number)
            lasting.append(MILLISECONDS)
    pictures = [Image.fromarray(frame) for frame in frames]
    options: dict[str, Any] = {"quality": 85, "method": 2, "icc_profile": srgb_profile(), "xmp": packet}
    if kind == "GIF":
        palette = pictures[len(pictures) // 2].quantize(256)
        pictures = [picture.quantize(palette=palette) for picture in pictures]
        options = {"optimize": False, "disposal": 1, "comment": packet}  # the format's own place for words
    target = BytesIO()
    pictures[shown[0]].save(
        target,
        kind,
        save_all=True,
        append_images=[pictures[number] for number in shown[1:]],
        duration=lasting,
        loop=0,
        **options,
    )
    return target.getvalue()


def _video(frames: list[PixelArray], order: list[int], told: bytes) -> bytes:
    av = importlib.import_module("av")
    target = BytesIO()
    with av.open(target, "w", format="mp4") as container:
        container.metadata["comment"] = told.decode()
        stream = container.add_stream("libx264", rate=round(1000 / MILLISECONDS))
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": "18"}
        context = stream.codec_context
        context.color_primaries, context.color_trc, context.colorspace, context.color_range = REC709
        for number in order:
            frame = av.VideoFrame.from_ndarray(frames[number], format="rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return target.getvalue()
