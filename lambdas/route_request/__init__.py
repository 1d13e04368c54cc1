"""Answers a request by the pattern that the switch chose, or by the next one that can."""
