"""FaceBalance Desktop."""
