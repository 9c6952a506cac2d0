"""Floor 4: what is drawn, as frozen values; no Qt."""
