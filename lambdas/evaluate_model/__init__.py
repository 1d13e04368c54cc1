"""Scores a new model, and the one in service, on the same rows."""
