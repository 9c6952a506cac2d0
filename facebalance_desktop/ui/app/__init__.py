"""The window and the wiring of all features."""
