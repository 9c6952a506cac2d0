"""Who comes first where several jobs wait for a worker: what is on the screen, then what becomes the shown pair."""

FIRST_LOOK = 8
"""A reduced look at a photo on the screen."""
FIRST_READING = 7
"""The photos of many that the pair is probably made of."""
SHOWN = 6
"""What is on the screen, as sharp as it is shown, and the faces of the shown pair."""
FIRST_FACES = 5
READING = 4
THUMBNAIL = 3
EXPORT = 2
FACES = 1
"""The faces of all other photos."""
