"""Floor 0: bytes to upright sRGB pixels, and the facts a file tells of itself."""
