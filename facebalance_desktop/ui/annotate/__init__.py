"""Drawing on photos: zones, points and notes; their panels."""
