"""Floor 5: paints drawings on any QPaintDevice and writes exports."""
