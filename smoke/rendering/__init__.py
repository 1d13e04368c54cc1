"""What was found, for a terminal, for a program and for a summary page."""
