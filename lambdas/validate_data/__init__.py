"""Takes a snapshot of the data and refuses what is not as the plan declares."""
