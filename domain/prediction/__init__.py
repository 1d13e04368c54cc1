"""Predictions over HTTP: requests, their limits, and the errors that a caller sees."""
