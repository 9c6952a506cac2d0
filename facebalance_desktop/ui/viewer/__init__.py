"""The canvas and how it is looked at."""
