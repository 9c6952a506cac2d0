"""Floor 1: detection, landmarks, anthropometry, pose, regions, views."""
