"""What is decided: pure functions and frozen values; no clock, no environment, no I/O, the standard library only."""
