"""Loads models from their packages and runs them; a library of the functions that predict."""
