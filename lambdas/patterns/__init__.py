"""Patterns as functions see them: what the stack serves, how each kind is called, what an answer means."""
