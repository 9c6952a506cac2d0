"""Panels beside the bench; each asks at a change whether its own part is still the same object."""
