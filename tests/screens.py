"""Screens on which the window is measured, and the least share of each that the photos get."""

from __future__ import annotations

SCREENS = {"share_1366": (1366, 768), "share_1920": (1920, 1080), "share_2560": (2560, 1440)}
BOUNDS = {"share_1366": 0.60, "share_1920": 0.69, "share_2560": 0.74, "share_hidden_1920": 0.90}
