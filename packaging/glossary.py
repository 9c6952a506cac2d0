"""Writes what of the manual is made from the program's own tables: the glossary, in each language, and its pictures of
the landmarks.

python packaging/glossary.py           tells whether they are as the tables say
python packaging/glossary.py --write   writes them
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from facebalance_desktop import resources
from facebalance_desktop.analysis.guide_kinds import GROUPS as GUIDE_GROUPS
from facebalance_desktop.analysis.guide_kinds import guide_kinds, hand_point
from facebalance_desktop.analysis.measure_kinds import GROUPS
from facebalance_desktop.drawing.explanations import UNITS, guide_told, limits_told, reason_name, sentence, source_told
from facebalance_desktop.drawing.labels import Labels
from facebalance_desktop.drawing.primitives import Disc, Drawing, Line, Scene, Segments, Stroke, Text
from facebalance_desktop.drawing.schematic import head
from facebalance_desktop.faces.anthropometry import named_points, point_kinds
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.faces.projection import seen
from facebalance_desktop.geometry import Point, Rect
from facebalance_desktop.planning.transfer import triangles
from facebalance_desktop.render import fonts
from facebalance_desktop.render.layers import PixelArray
from facebalance_desktop.render.offscreen import ensure_painting
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.translation import LANGUAGE, LANGUAGES, begun_large, tr
from facebalance_desktop.ui.manual.manual_pages import HEADING, ManualPage

FOLDER = resources.manual_folder()
NAME = "glossary.md"
PICTURES = FOLDER / "pictures"
PAPER, NET, INK, AUTOMATIC, BY_HAND = "#ffffff", "#c9ced4", "#1b1b1b", "#0b62b0", "#b3541e"
OUTLINE = Stroke("#6b7178", 1.6, has_halo=False)
SIZE = (560, 600)
"""px of a picture; a page point is a pixel."""
COLOURS = 64
CLEARLY, FEW = 60.0, 0.0003
"""Grey levels by which a pixel differs clearly, and the share of pixels that may: less than one point is large."""
TRUST = {
    "A": tr("Found by the program."),
    "B": tr("Found by the program; check it."),
    "C": tr("Estimated; place it by hand."),
}
PROFILE_POINTS = ("tr", "g", "n", "prn", "sn", "ls", "sto", "li", "sl", "pg", "gn", "me")
"""Points of landmarks.toml that have a place in the picture of the profile."""


@dataclass(frozen=True)
class FrontPicture:
    """A part of the reference face from the front (mm from the middle of the eyes), and the points that it shows."""

    name: str
    part: Rect
    points: tuple[str, ...]


BROWS = tuple(f"{name}_{side}" for name in ("brow_head", "brow", "brow_tail") for side in "rl")
LIDS = tuple(f"{name}_{side}" for name in ("p", "en", "ex", "ps", "pi") for side in "rl")
MOUTH = tuple(f"{name}_{side}" for name in ("al", "ac", "sbal", "cph", "ch") for side in "rl")
SIDES = tuple(f"{name}_{side}" for name in ("ft", "zy", "go") for side in "rl")
FRONT_PICTURES = (
    FrontPicture("points-front", Rect(-100.0, -95.0, 200.0, 220.0), ("tr", *SIDES, "g", "n", "prn", "sn", "sto", "me")),
    FrontPicture("points-eyes", Rect(-66.0, -60.0, 132.0, 90.0), ("g", "n", *BROWS, *LIDS)),
    FrontPicture(
        "points-mouth",
        Rect(-52.0, 14.0, 104.0, 108.0),
        ("prn", "sn", "ls", "sto", "li", "sl", "pg", "gn", "me", *MOUTH),
    ),
)
DODGES = sorted(
    ((x, y) for x in (0.0, 14.0, 26.0, 40.0, 54.0) for y in (0.0, -8.0, 8.0, -16.0, 16.0, -24.0, 24.0)),
    key=lambda shift: abs(shift[0]) + 2.0 * abs(shift[1]),
)
"""Shifts of a name from its point, away from the middle and up or down; a line leads back."""


# --- pictures -------------------------------------------------------------------------------------------------------


def pictures() -> Mapping[str, bytes]:
    """PNG files by their names."""
    ensure_painting()
    made = {picture.name: front(picture) for picture in FRONT_PICTURES}
    made["points-profile"] = profile()
    return {name: _png(pixels) for name, pixels in made.items()}


def front(picture: FrontPicture) -> PixelArray:
    """The net of the reference face with the picture's points."""
    places = seen(Pose(0.0, 0.0, 0.0))
    size = (SIZE[0], round(SIZE[0] * picture.part.height / picture.part.width))
    scale = size[0] / picture.part.width

    def at(x: float, y: float) -> Point:
        return (x - picture.part.x) * scale, (y - picture.part.y) * scale

    corners = [at(float(x), float(y)) for x, y in places]
    edges = {frozenset((int(a), int(b))) for row in triangles() for a, b in zip(row, np.roll(row, 1), strict=True)}
    ends = tuple((corners[a], corners[b]) for a, b in sorted(tuple(sorted(edge)) for edge in edges))
    mesh = np.column_stack([places, reference_face()[:, 2]])
    found = named_points(mesh, None)
    marks = [(code, at(*found[code].xy), point_kinds()[code].trust == "C") for code in picture.points]
    net: Drawing = Segments(ends, Stroke(NET, 0.8, has_halo=False))
    return _painted(size, (net,), marks, at(0.0, 0.0)[0])


def profile() -> PixelArray:
    """The head of the point-placing tool with every point that has a place in it."""
    width, height, side = SIZE[0], SIZE[1] - 60, SIZE[1] - 100
    frame = Rect(-30.0, 20.0, side, side)

    def at(x: float, y: float) -> Point:
        return frame.x + x * side, frame.y + y * side

    own = [row["id"] for row in resources.table("hand_points").rows if row["picture"] == "profile"]
    marks = [(code, at(*hand_point(code, True).where), True) for code in (*PROFILE_POINTS, *own)]
    return _painted((width, height), head("profile", frame, OUTLINE), marks, at(0.62, 0.5)[0])


def _painted(
    size: tuple[int, int], ground: Iterable[Drawing], marks: Iterable[tuple[str, Point, bool]], middle: float
) -> PixelArray:
    """The points on a ground, each with its code at the side away from the middle."""
    labels = Labels(Rect(4.0, 4.0, size[0] - 8.0, size[1] - 8.0), fonts.measure)
    discs: list[Drawing] = []
    listed = sorted(marks, key=lambda mark: mark[1][1])
    for _, (x, y), is_by_hand in listed:
        discs.append(Disc((x, y), 4.5, BY_HAND if is_by_hand else AUTOMATIC, 1.0, Stroke(PAPER, 1.0, has_halo=False)))
        labels.taken.append(Rect(x - 4.0, y - 4.0, 8.0, 8.0))
    for code, (x, y), is_by_hand in listed:
        is_left = x < middle - 2.0
        words = Text(
            shown_code(code),
            (x - 11.0 if is_left else x + 11.0, y),
            13.0,
            BY_HAND if is_by_hand else AUTOMATIC,
            "right" if is_left else "left",
            "middle",
            True,
            has_halo=False,
        )
        shifts = [(-dx if is_left else dx, dy) for dx, dy in DODGES]
        if not labels.place(words, shifts):
            raise ValueError(f"there is no room for {code}")
        if labels.texts[-1].at != words.at:
            discs.append(Line(((x, y), labels.texts[-1].at), Stroke(words.colour, 0.8, has_halo=False)))
    scene = Scene(float(size[0]), float(size[1]), PAPER, (*ground, *discs, *labels.texts))
    return painted_page(scene, size, lambda _: None)


def shown_code(code: str) -> str:
    """`en r` for `en_r`, `brow head r` for `brow_head_r`."""
    return code.replace("_", " ")


def _png(pixels: PixelArray) -> bytes:
    target = BytesIO()
    few = Image.fromarray(pixels).quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(target, "PNG", optimize=True)
    return target.getvalue()


# --- text -----------------------------------------------------------------------------------------------------------


def glossary() -> str:
    """The page in the program's language, made from the tables."""
    parts = (
        "# " + tr("Glossary"),
        "<!-- Written by packaging/glossary.py from the tables of the program. -->",
        tr(
            "Every landmark, guide, measure and reason that the program knows, with its source. Right and left are the "
            "patient's. Where a source begins with *own*, the figure was measured with this program."
        ),
        "\n".join(_landmarks()),
        "\n".join(_guides()),
        "\n".join(_measures()),
        "\n".join(_movements()),
        "\n".join(_reasons()),
    )
    return "\n\n".join(parts) + "\n"


def _landmarks() -> Iterator[str]:
    yield _heading("##", tr("Landmarks"))
    told = tr(
        "The pictures are drawn by the program on its reference face, the mean of 14 adults from the front. A blue "
        "point is found by the program; a brown one is placed by hand."
    )
    yield f"{told}\n"
    pictures = "pictures" if LANGUAGE == "en" else "../pictures"
    for name, words in (
        ("points-front", tr("The face from the front")),
        ("points-eyes", tr("Brows and eyes")),
        ("points-mouth", tr("Nose, mouth and chin")),
        ("points-profile", tr("The profile")),
    ):
        yield f"![{words}]({pictures}/{name}.png)\n"
    for row in _once(resources.table("landmarks").rows):
        name = row["name"].rpartition(", ")[0] if row["id"].endswith("_r") else row["name"]
        yield _entry(name, _plain_code(row["id"]), f"{sentence(row['definition'])} {TRUST[row['trust']]}", row)
    yield _heading("\n###", tr("Placed by hand only"))
    for row in resources.table("hand_points").rows:
        yield _entry(row["name"], shown_code(row["id"]), sentence(row["definition"]), row)


def _guides() -> Iterator[str]:
    yield _heading("##", tr("Guides"))
    yield tr("A guide is a line through the patient's own points. A canon is a drawing rule of artists, not a target.")
    for group, heading in GUIDE_GROUPS.items():
        yield _heading("\n###", heading)
        for kind in guide_kinds().values():
            if kind.group == group:
                yield f"- **{kind.name}** `{kind.key}`: {guide_told(kind)}"


def _measures() -> Iterator[str]:
    yield _heading("##", tr("Measures"))
    yield tr("Lengths without a scale are in per cent of a distance of the face itself.")
    rows = resources.table("measures").rows
    for group, heading in GROUPS.items():
        yield _heading("\n###", heading)
        for row in rows:
            if row["group"] == group:
                unit = tr("ratio") if row["unit"] == "ratio" else UNITS.get(str(row["unit"]), str(row["unit"]))
                both = tr("{what}, right and left", what=unit) if row.get("side") == "pair" else unit
                weak = f" {sentence(row['weak'])}" if row.get("weak") else ""
                yield _entry(row["name"], both, f"{sentence(row['definition'])}{weak}", row)


def _movements() -> Iterator[str]:
    yield _heading("##", tr("Movements"))
    for row in resources.table("movements").rows:
        yield _entry(row["name"], "", sentence(row["definition"]), row)


def _reasons() -> Iterator[str]:
    yield _heading("##", tr("Reasons of the photo match"))
    told = tr("From which difference between two photos a reason is given: with care, poor, not comparable.")
    yield f"{told}\n"
    for row in resources.table("comparability").rows:
        yield _entry(reason_name(row["id"]), "", limits_told(row), row)


def _heading(mark: str, words: str) -> str:
    return f"{mark} {words}\n"


def _entry(name: str, aside: str, told: str, row: resources.Row) -> str:
    """A name, its code or unit, what is said of it, and its source."""
    return f"- **{begun_large(name)}**{f' ({aside})' if aside else ''}: {told} {source_told(row['source'])}"


def _once(rows: Iterable[resources.Row]) -> Iterator[resources.Row]:
    """Of a right and a left point the right one stands for both."""
    return (row for row in rows if not row["id"].endswith("_l"))


def _plain_code(code: str) -> str:
    return tr("{what}, right and left", what=shown_code(code[:-2])) if code.endswith("_r") else shown_code(code)


def glossaries() -> Mapping[str, str]:
    """The page in each language by its place; a language is chosen when a program starts, so each has its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--print"]
    begun = {
        language: subprocess.Popen(
            command, env={**os.environ, "FACEBALANCE_LANGUAGE": language}, stdout=subprocess.PIPE, encoding="utf-8"
        )
        for language in LANGUAGES
    }
    made = {language: program.communicate()[0] for language, program in begun.items()}
    if failed := [language for language, program in begun.items() if program.returncode]:
        raise RuntimeError(f"no glossary in {', '.join(failed)}")
    return {
        NAME if language == "en" else f"{language}/{NAME}": with_anchors(text, made["en"])
        for language, text in made.items()
    }


def with_anchors(text: str, english: str) -> str:
    """The page with the English headings as the anchors of its own."""
    if text == english:
        return text
    anchors = iter(ManualPage("", "", english).anchors)
    return HEADING.sub(lambda found: f"{found[0]} {{#{next(anchors)}}}", text)


# --- current --------------------------------------------------------------------------------------------------------


def stale() -> list[str]:
    """What differs from the tables: names of files."""
    found = []
    for name, text in glossaries().items():
        path = FOLDER / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            found.append(name)
    for name, made in pictures().items():
        path = PICTURES / f"{name}.png"
        if not path.is_file() or not alike(path.read_bytes(), made):
            found.append(path.name)
    return found


def alike(one: bytes, other: bytes) -> bool:
    """Whether two pictures show the same: another version of Qt may draw an edge a little differently, but no point
    elsewhere."""
    first, second = (np.asarray(Image.open(BytesIO(data)).convert("RGB"), np.float64) for data in (one, other))
    return first.shape == second.shape and float((np.abs(first - second).max(axis=2) > CLEARLY).mean()) < FEW


def write() -> None:
    for name, text in glossaries().items():
        (FOLDER / name).parent.mkdir(exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8")
    PICTURES.mkdir(exist_ok=True)
    for name, made in pictures().items():
        Path(PICTURES / f"{name}.png").write_bytes(made)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--print", action="store_true", help="the page in the language of FACEBALANCE_LANGUAGE")
    told = parser.parse_args()
    if told.print:
        sys.stdout.buffer.write(glossary().encode("utf-8"))
    elif told.write:
        write()
    elif names := stale():
        print(f"{', '.join(names)} differ from the tables: python packaging/glossary.py --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
