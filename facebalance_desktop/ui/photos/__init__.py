"""The photos and visits of a project."""
