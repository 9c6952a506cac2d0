"""Floor 0. Bytes of a photo to upright sRGB pixels and facts: `decode.py` is the entry point."""
