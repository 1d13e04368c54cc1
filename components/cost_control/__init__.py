"""Theme B: costs that are planned, watched and cut."""
