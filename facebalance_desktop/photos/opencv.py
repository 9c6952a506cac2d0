"""The one place where cv2 is imported by this package.

Importing OpenCV's wheel sets two variables that send Qt to OpenCV's own platform plugins and fonts; both are put back.
"""

from __future__ import annotations

import os

_QT = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_before = {name: os.environ.get(name) for name in _QT}

import cv2  # noqa: E402  (the variables are read before it)

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

__all__ = ["cv2"]
