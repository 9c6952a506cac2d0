"""Colours that do not follow the theme: what is drawn over photos, on pages, and what a surgeon may choose.

The window's own colours are `tokens`. An ink over a photo is light with a dark plate or edge, to be read on any skin.
"""

from __future__ import annotations

from facebalance_desktop.translation import tr

INK = "#ffffff"
PLATE = "#10151b"
"""Behind words and round handles on a photo."""
SOFT = "#a3adb8"
"""The frame of a small picture that floats over a photo."""
SELECTED = INK
HANDLE = "#7fd6ff"
LOCKED = "#ffcf70"
FIRST, SECOND = "#ffd166", "#7fd6ff"
"""The two points of an alignment by hand."""
MARK = "#ff6b5e"
"""A point that was just placed."""
PEN = "#ffd166"
BLACK = "#000000"
UNCHOSEN = "#e8ebee"
"""A face among several that is not the chosen one."""
UNPLANNED = "#b0bec5"
"""A treatment whose kind is not given."""
BLANK = "#3a424b"
"""A photo that has not arrived."""
PAPER = "#ffffff"
PAGES = {
    PAPER: tr("White"),
    "#faf8f5": tr("Warm white"),
    "#7f8489": tr("Grey"),
    "#1c2127": tr("Dark"),
    "#000000": tr("Black"),
}
GUIDES = (
    (tr("Blue"), "#7fd6ff"),
    (tr("Green"), "#b9f18c"),
    (tr("Yellow"), "#ffd166"),
    (tr("Orange"), "#ffb366"),
    (tr("Pink"), "#f7a8d8"),
    (tr("Violet"), "#c8b4ff"),
    (tr("White"), "#ffffff"),
)
ON_BLACK = "#e6e6e6"
"""Signs on the presenter's bar and on a toast, which are dark in every theme."""
WARNING = "#f2b33d"
TAG = "#111111"
"""The plate of a photo's letter in the film strip."""
