"""What belongs to one open project and ends with it."""
