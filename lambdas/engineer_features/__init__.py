"""Splits the data, fits features on the training rows alone, and writes what the training reads."""
