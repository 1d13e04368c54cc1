"""Decides whether a new model may be registered."""
