"""Floor 3: the frozen Project, its edits and history, and how it is kept."""
