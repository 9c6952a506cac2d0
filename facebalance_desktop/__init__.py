"""FaceBalance Desktop: visual comparison, communication and documentation of photos of the face."""

__version__ = "0.1.0"
