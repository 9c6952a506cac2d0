"""Floor 6: the window; everything that knows QtWidgets."""
