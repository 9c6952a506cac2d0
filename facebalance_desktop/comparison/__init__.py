"""Floor 2: alignment of two photos, whether they may be compared, and what changed between them."""
