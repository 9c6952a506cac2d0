"""The canvas, its viewport, view modes and overlays."""
